//! Medical codes: whether a code can belong to its system.
//!
//! Input: a code. Output: whether its form, and its check digit where it has one, are right. It never knows whether the code
//! is in use, or whether it is the right one for the page.

use super::fields::CodeSystem;

/// Whether `code` is written as `system` writes codes.
pub(super) fn fits(system: CodeSystem, code: &str) -> bool {
    match system {
        CodeSystem::Icd10Cm => is_icd_10_cm(code.as_bytes()),
        CodeSystem::RxNorm => is_digits(code, 1..=8) && !code.starts_with('0'),
        CodeSystem::SnomedCt => is_digits(code, 6..=18) && !code.starts_with('0') && verhoeff(code),
        CodeSystem::Loinc => is_loinc(code),
    }
}

/// The form of a code of `system`, in words.
pub(super) fn form(system: CodeSystem) -> &'static str {
    match system {
        CodeSystem::Icd10Cm => {
            "a letter, a digit, a digit or letter, then perhaps a dot and up to four more, as in `F13.20`"
        }
        CodeSystem::RxNorm => "a number, as in `596`",
        CodeSystem::SnomedCt => "6 to 18 digits, of which the last one checks the others, as in `66214007`",
        CodeSystem::Loinc => "up to seven digits, a hyphen and a digit that checks the others, as in `55758-7`",
    }
}

fn is_digits(code: &str, length: std::ops::RangeInclusive<usize>) -> bool {
    length.contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_icd_10_cm(code: &[u8]) -> bool {
    let is_sign = |byte: &u8| byte.is_ascii_digit() || byte.is_ascii_uppercase();
    let [letter, digit, third, rest @ ..] = code else { return false };
    let is_rest = match rest {
        [] => true,
        [b'.', signs @ ..] => (1..=4).contains(&signs.len()) && signs.iter().all(is_sign),
        _ => false,
    };
    letter.is_ascii_uppercase() && digit.is_ascii_digit() && is_sign(third) && is_rest
}

fn is_loinc(code: &str) -> bool {
    let Some((number, check)) = code.split_once('-') else { return false };
    is_digits(number, 1..=7) && is_digits(check, 1..=1) && luhn(number) == check.parse().ok()
}

/// The check digit of the Luhn method.
fn luhn(number: &str) -> Option<u32> {
    let digits: Option<Vec<u32>> = number.chars().rev().map(|digit| digit.to_digit(10)).collect();
    let doubled = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let weighed = digits?.into_iter().enumerate().map(|(at, digit)| if at % 2 == 0 { doubled(digit) } else { digit });
    Some((10 - weighed.sum::<u32>() % 10) % 10)
}

/// Whether the last digit is the one that Verhoeff's method gives for the others.
fn verhoeff(code: &str) -> bool {
    const TURNED: [[u8; 10]; 8] = [
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
        [1, 5, 7, 6, 2, 8, 3, 0, 9, 4],
        [5, 8, 0, 3, 7, 9, 6, 1, 4, 2],
        [8, 9, 1, 6, 0, 4, 3, 5, 2, 7],
        [9, 4, 5, 3, 1, 2, 6, 8, 7, 0],
        [4, 2, 8, 6, 5, 7, 3, 9, 0, 1],
        [2, 7, 9, 3, 8, 0, 6, 4, 1, 5],
        [7, 0, 4, 6, 9, 1, 3, 2, 5, 8],
    ];
    let digits = code.bytes().rev().map(|byte| usize::from(byte.wrapping_sub(b'0')));
    let turned = digits.enumerate().map(|(at, digit)| TURNED[at % 8].get(digit).copied().unwrap_or(0));
    turned.fold(0, turn) == 0
}

/// One step in the group of the ten turns and flips of a pentagon, on which the method rests.
fn turn(a: u8, b: u8) -> u8 {
    match (a < 5, b < 5) {
        (true, true) => (a + b) % 5,
        (true, false) => (a + b) % 5 + 5,
        (false, true) => (a - b) % 5 + 5,
        (false, false) => (a + 5 - b) % 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(system: CodeSystem, right: &[&str], wrong: &[&str]) {
        for code in right {
            assert!(fits(system, code), "{code} is right");
        }
        for code in wrong {
            assert!(!fits(system, code), "{code} is wrong");
        }
    }

    #[test]
    fn codes_have_the_form_of_their_system() {
        check(
            CodeSystem::Icd10Cm,
            &["F13", "F13.20", "F13.239", "C7A.00", "T42.4X5A"],
            &["", "f13.20", "F13.", "F1320", "13.20", "F13.12345", "F13-20", "É13"],
        );
        check(CodeSystem::RxNorm, &["596", "2598"], &["", "0596", "59a", "123456789"]);
        check(
            CodeSystem::SnomedCt,
            &["66214007", "73211009", "22298006", "404684003"],
            &["", "66214008", "66214", "066214007", "1234567890123456789"],
        );
        check(CodeSystem::Loinc, &["2160-0", "718-7", "8480-6", "4548-4"], &["", "2160-1", "2160", "-0", "2160-00"]);
    }

    #[test]
    fn one_wrong_or_swapped_digit_is_noticed() {
        let right = "66214007";
        for at in 0..right.len() {
            for digit in b'0'..=b'9' {
                let mut code = right.as_bytes().to_vec();
                if code[at] != digit {
                    code[at] = digit;
                    assert!(!verhoeff(&String::from_utf8(code).unwrap()));
                }
            }
        }
        assert!(!verhoeff("66210407"));
    }
}
