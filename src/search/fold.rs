//! Text as the search compares it: without case, accents and apostrophes, cut into words.
//!
//! The client does the same to what readers type; whatever changes here changes there.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// So many characters of a word count.
pub(super) const LONGEST_WORD: usize = 40;

/// A text without case, accents, vowel points and apostrophes.
pub(super) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return plain_ascii(text);
    }
    let kept: String = text.nfkd().filter(|sign| !is_accent(*sign) && !is_silent(*sign)).collect();
    kept.to_lowercase().nfc().collect()
}

/// The same with its accents.
pub(super) fn spelled(text: &str) -> String {
    if text.is_ascii() {
        return plain_ascii(text);
    }
    let kept: String = text.nfkd().filter(|sign| !is_silent(*sign)).collect();
    kept.to_lowercase().nfc().collect()
}

fn plain_ascii(text: &str) -> String {
    text.bytes()
        .filter(|byte| !matches!(byte, b'\'' | b'`'))
        .map(|byte| char::from(byte.to_ascii_lowercase()))
        .collect()
}

/// Accents of Latin, Greek and Cyrillic letters, and the points of Hebrew and Arabic, which most readers leave out. Between the points
/// of Hebrew stand signs that part words.
fn is_accent(sign: char) -> bool {
    matches!(
        sign,
        '\u{300}'..='\u{36F}'
            | '\u{483}'..='\u{487}'
            | '\u{591}'..='\u{5BD}'
            | '\u{5BF}'
            | '\u{5C1}'..='\u{5C2}'
            | '\u{5C4}'..='\u{5C5}'
            | '\u{5C7}'
            | '\u{610}'..='\u{61A}'
            | '\u{64B}'..='\u{65F}'
            | '\u{670}'
    )
}

/// Signs that are no part of a word's letters: apostrophes, and the stroke that only stretches an Arabic word.
fn is_silent(sign: char) -> bool {
    matches!(sign, '\'' | '\u{2019}' | '\u{2BC}' | '\u{2018}' | '`' | '\u{B4}' | '\u{640}')
}

/// Letters, digits and marks.
pub(super) fn is_word(sign: char) -> bool {
    if sign.is_ascii() { sign.is_ascii_alphanumeric() } else { sign.is_alphanumeric() || is_combining_mark(sign) }
}

/// What stands within the words of a text that is not folded yet.
pub(super) fn is_in_word(sign: char) -> bool {
    is_word(sign) || is_silent(sign)
}

/// Scripts that put no space between words: Thai, Lao, Burmese, Khmer, Japanese and Chinese.
fn is_unspaced(sign: char) -> bool {
    matches!(
        sign,
        '\u{E00}'..='\u{EFF}'
            | '\u{1000}'..='\u{109F}'
            | '\u{1780}'..='\u{17FF}'
            | '\u{3040}'..='\u{30FF}'
            | '\u{3400}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{20000}'..='\u{3134F}'
    )
}

/// The words of a text that was folded.
pub(super) fn words(folded: &str) -> Vec<String> {
    let mut words = Vec::new();
    for run in runs(folded) {
        pieces(run, &mut |word| words.push(word.to_string()));
    }
    words
}

/// The words of any text, folded.
pub(super) fn folded_words(text: &str) -> Vec<String> {
    words(&fold(text))
}

/// Calls `found` with each word of a text: as it is spelt, and folded.
pub(super) fn each_word(text: &str, found: &mut dyn FnMut(&str, &str)) {
    if text.is_ascii() {
        return each_ascii_word(text, found);
    }
    let spelled = spelled(text);
    for run in runs(&spelled) {
        if run.is_ascii() && run.len() <= LONGEST_WORD {
            found(run, run);
            continue;
        }
        let folded = fold(run);
        if run.chars().any(is_unspaced) || run.chars().nth(LONGEST_WORD).is_some() {
            pieces(&folded, &mut |word| found(word, word));
        } else if !folded.is_empty() {
            found(run, &folded);
        }
    }
}

/// The same for plain letters, of which most texts are, in one pass.
fn each_ascii_word(text: &str, found: &mut dyn FnMut(&str, &str)) {
    let mut word = String::with_capacity(LONGEST_WORD);
    for byte in text.bytes().chain([b' ']) {
        if byte.is_ascii_alphanumeric() {
            if word.len() < LONGEST_WORD {
                word.push(char::from(byte.to_ascii_lowercase()));
            }
        } else if !is_silent(char::from(byte)) && !word.is_empty() {
            found(&word, &word);
            word.clear();
        }
    }
}

/// The stretches of a text that can be words.
pub(super) fn runs(text: &str) -> impl Iterator<Item = &str> {
    text.split(|sign: char| !is_word(sign)).filter(|run| !run.is_empty())
}

/// The words of one run: where the script has no spaces, each two characters that stand side by side.
fn pieces(run: &str, found: &mut dyn FnMut(&str)) {
    let mut rest = run;
    while let Some(first) = rest.chars().next() {
        let unspaced = is_unspaced(first);
        let end = rest.find(|sign| is_unspaced(sign) != unspaced).unwrap_or(rest.len());
        let (stretch, after) = rest.split_at(end);
        rest = after;
        if !unspaced {
            let cut = stretch.char_indices().nth(LONGEST_WORD).map_or(stretch.len(), |(at, _)| at);
            found(&stretch[..cut]);
            continue;
        }
        let starts: Vec<usize> = stretch.char_indices().map(|(at, _)| at).chain([stretch.len()]).collect();
        if starts.len() == 2 {
            found(stretch);
        }
        for pair in starts.windows(3) {
            found(&stretch[pair[0]..pair[2]]);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(folded_words(text), expected, "{text}");
    }

    #[test]
    fn case_accents_and_apostrophes_make_no_difference() {
        check("Don’t STOP, año: DÉJÀ-vu!", &["dont", "stop", "ano", "deja", "vu"]);
        check("مُحَمَّد ـــ", &["محمد"]);
        check("ﬁne ① Ⅳ", &["fine", "1", "iv"]);
    }

    #[test]
    fn scripts_without_spaces_are_cut_into_pairs() {
        check("东京都 and 中", &["东京", "京都", "and", "中"]);
        check("ยานอน", &["ยา", "าน", "นอ", "อน"]);
        check("ジアゼパム", &["ジア", "アゼ", "ゼパ", "パム"]);
    }

    #[test]
    fn a_sign_that_parts_words_of_hebrew_is_no_point_of_a_letter() {
        assert_eq!(folded_words("בֵּית־סֵפֶר"), ["בית", "ספר"]);
    }

    #[test]
    fn korean_stays_whole() {
        check("불안장애", &["불안장애"]);
    }

    #[test]
    fn a_long_word_is_cut() {
        assert_eq!(folded_words(&"a".repeat(100)), ["a".repeat(LONGEST_WORD)]);
    }

    proptest! {
        #[test]
        fn what_is_indexed_is_what_is_searched_for(text in "(\\PC|[a-zé'’中文ก ]){0,60}") {
            let mut indexed = Vec::new();
            each_word(&text, &mut |_, folded| indexed.push(folded.to_string()));
            prop_assert_eq!(indexed, folded_words(&text));
        }
    }
}
