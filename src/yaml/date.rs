//! Days: one way to write them, and a guess at what another way meant.
//!
//! Input: the text of a value. Output: the day, or what is wrong and what to write. Only `2026-03-05` is read; a guess is only
//! offered where no country reads the text differently, and is never taken by itself.

use jiff::civil::Date;

use super::signs;

/// Why a text is no day.
pub(super) struct NoDay {
    /// Whether it has the right form but no calendar holds it.
    pub(super) is_off_the_calendar: bool,
    /// What to do.
    pub(super) help: String,
}

/// The day that `text` names.
pub(super) fn read(text: &str) -> Result<Date, NoDay> {
    let Some((year, month, day)) = parts(text) else {
        let help = guess(text).map_or_else(
            || "write the year, the month and the day with two hyphens, for example `2026-03-05`".to_owned(),
            |date| format!("write `{date}`"),
        );
        return Err(NoDay { is_off_the_calendar: false, help });
    };
    Date::new(year, month, day).map_err(|_| NoDay { is_off_the_calendar: true, help: calendar(year, month) })
}

fn calendar(year: i16, month: i8) -> String {
    Date::new(year, month, 1).map_or_else(
        |_| "months go from 01 to 12; the month stands in the middle".to_owned(),
        |first| format!("that month has {} days", first.days_in_month()),
    )
}

/// Year, month and day of exactly `YYYY-MM-DD`.
fn parts(text: &str) -> Option<(i16, i8, i8)> {
    let fits = text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() });
    if !fits {
        return None;
    }
    Some((text[..4].parse().ok()?, text[5..7].parse().ok()?, text[8..].parse().ok()?))
}

/// The day that was probably meant, when there is only one.
fn guess(text: &str) -> Option<Date> {
    let text = text.trim_matches(|sign: char| sign.is_whitespace() || signs::CURLY_QUOTES.contains(&sign));
    with_time(text).or_else(|| without_signs(text)).or_else(|| three_parts(text))
}

/// `2026-03-05T10:00` and `2026-03-05 10:00`.
fn with_time(text: &str) -> Option<Date> {
    let is_cut = text.is_char_boundary(10) && (text.len() == 10 || text[10..].starts_with(['T', 't', ' ']));
    let (year, month, day) = is_cut.then(|| parts(&text[..10])).flatten()?;
    Date::new(year, month, day).ok()
}

/// `20260305`.
fn without_signs(text: &str) -> Option<Date> {
    if text.len() != 8 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Date::new(text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?).ok()
}

/// `5 March 2026`, `March 5th, 2026`, `5.3.2026`, `2026/3/5`.
fn three_parts(text: &str) -> Option<Date> {
    let words = text.split(|sign: char| !sign.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !matches!(*word, "" | "of" | "de" | "del")).collect();
    let [first, second, third] = words.as_slice() else { return None };
    match (month(first), month(second)) {
        (Some(month), _) => date(third, month, second),
        (None, Some(month)) => date(third, month, first).or_else(|| date(first, month, third)),
        (None, None) => three_numbers(text, first, second, third),
    }
}

fn three_numbers(text: &str, first: &str, second: &str, third: &str) -> Option<Date> {
    if first.len() == 4 {
        return date(first, number(second)?, third);
    }
    let (one, two) = (number(first)?, number(second)?);
    // With slashes some countries write the month first, so the guess is only safe when one number cannot be a month.
    if text.contains('.') || one > 12 || one == two {
        return date(third, two, first);
    }
    if two > 12 { date(third, one, second) } else { None }
}

fn number(word: &str) -> Option<i8> {
    word.parse().ok()
}

fn date(year: &str, month: i8, day: &str) -> Option<Date> {
    let day = day.trim_end_matches(|sign: char| sign.is_ascii_alphabetic());
    let year = (year.len() == 4).then(|| year.parse().ok()).flatten()?;
    Date::new(year, month, day.parse().ok()?).ok()
}

/// The month that `word` names in English or Spanish, in full or by three letters or more.
fn month(word: &str) -> Option<i8> {
    const ENGLISH: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    const SPANISH: [&str; 12] = [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ];
    let word = word.to_lowercase();
    if word.len() < 3 {
        return None;
    }
    let of = |names: [&str; 12]| names.iter().position(|name| name.starts_with(&word));
    let index = of(ENGLISH).or_else(|| of(SPANISH))?;
    i8::try_from(index + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let found = match read(text) {
            Ok(date) => date.to_string(),
            Err(no_day) => no_day.help,
        };
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn only_year_month_day_is_read() {
        check("2026-03-05", "2026-03-05");
        check("2024-02-29", "2024-02-29");
        for text in ["", "soon", "2026", "2026-03", "03/05/2026", "٢٠٢٦-٠٣-٠٥", "5 de 2026", "2026-3", "é026-03-05"]
        {
            check(text, "write the year, the month and the day with two hyphens, for example `2026-03-05`");
        }
    }

    #[test]
    fn a_day_that_does_not_exist_is_refused() {
        check("2026-02-30", "that month has 28 days");
        check("2026-13-01", "months go from 01 to 12; the month stands in the middle");
    }

    #[test]
    fn other_ways_to_write_a_day_are_recognised() {
        for text in [
            "5 March 2026",
            "March 5, 2026",
            "5th of March 2026",
            "5 de marzo de 2026",
            "Mar 5 2026",
            "5.3.2026",
            "2026-3-5",
            "2026/03/05",
            "20260305",
            "2026-03-05T10:00:00Z",
            "2026-03-05 10:00",
            "\u{201C}2026-03-05\u{201D}",
        ] {
            check(text, "write `2026-03-05`");
        }
        check("3/25/2026", "write `2026-03-25`");
        check("25/3/2026", "write `2026-03-25`");
    }
}
