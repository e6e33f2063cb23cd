//! Under which letter a title stands in an index, and its place there.
//!
//! Input: a title in any script. Output: a letter, and a text to sort by. Accents are taken off, so that `É` stands under `E`
//! and `ñ` among the `n`; signs before the first letter or digit do not count. Letters of scripts without capitals stay as
//! they are. It knows no language: where `å` is a letter of its own, it stands under `A` all the same.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// The letter of an index under which a title stands, in the order of an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum IndexLetter {
    /// A letter, as a capital where it has one.
    Letter(char),
    /// Any digit.
    Digit,
    /// The title holds neither letter nor digit.
    Other,
}

impl IndexLetter {
    /// What readers see.
    #[must_use]
    pub fn shown(self) -> String {
        match self {
            Self::Letter(letter) => letter.to_string(),
            Self::Digit => "0-9".to_string(),
            Self::Other => "#".to_string(),
        }
    }

    /// An id for its heading. It begins with `_`, as no heading of a text does.
    #[must_use]
    pub fn anchor(self) -> String {
        match self {
            Self::Letter(letter) => format!("_letter-{}", letter.to_lowercase()),
            Self::Digit => "_letter-0-9".to_string(),
            Self::Other => "_letter-other".to_string(),
        }
    }
}

/// The letter under which `title` stands.
#[must_use]
pub fn index_letter(title: &str) -> IndexLetter {
    let first = title.nfkd().find(|sign| sign.is_alphanumeric() && !is_combining_mark(*sign));
    match first {
        Some(digit) if digit.is_numeric() => IndexLetter::Digit,
        Some(letter) => IndexLetter::Letter(letter.to_uppercase().next().unwrap_or(letter)),
        None => IndexLetter::Other,
    }
}

/// `words` without accents, case, and all signs but letters, digits and spaces. It is a text to sort by, never one to show.
#[must_use]
pub fn unaccented(words: &str) -> String {
    let plain = words.nfkd().filter(|sign| sign.is_alphanumeric() || sign.is_whitespace());
    let plain = plain.filter(|sign| !is_combining_mark(*sign));
    plain.skip_while(|sign| sign.is_whitespace()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_stand_under_their_first_letter_without_its_accent() {
        for (title, shown, anchor) in [
            ("Emergencies", "E", "_letter-e"),
            ("éxito", "E", "_letter-e"),
            ("E\u{301}xito", "E", "_letter-e"),
            ("¿Qué es?", "Q", "_letter-q"),
            ("“Quoted”", "Q", "_letter-q"),
            ("ñandú", "N", "_letter-n"),
            ("ßtrange", "S", "_letter-s"),
            ("988: the line", "0-9", "_letter-0-9"),
            ("٩٨٨", "0-9", "_letter-0-9"),
            ("أعراض", "ا", "_letter-ا"),
            ("戒断反应", "戒", "_letter-戒"),
            ("…", "#", "_letter-other"),
            ("", "#", "_letter-other"),
        ] {
            let letter = index_letter(title);
            assert_eq!((letter.shown().as_str(), letter.anchor().as_str()), (shown, anchor), "{title}");
        }
    }

    #[test]
    fn titles_are_sorted_as_if_they_had_neither_accents_nor_case() {
        let mut titles = ["Zeal", "éxito", "Exit", "“Ease”", "ease of mind", "ñu", "nz"];
        titles.sort_by_key(|title| unaccented(title));
        assert_eq!(titles, ["“Ease”", "ease of mind", "Exit", "éxito", "ñu", "nz", "Zeal"]);
    }
}
