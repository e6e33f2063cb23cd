//! Names made from words: slugs, heading ids, and the key under which two names count as the same.
//!
//! Input: words in any script. Output: names that are safe in an address and in HTML. Letters and marks of every script are
//! kept, because a Spanish or Hindi heading must not lose its own letters. It never gives a name with a `/`, a space, a quote
//! or a hidden sign.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::is_hidden;

/// The last part of an address made from `words`: lower case, and one `-` for each run of anything but letters and digits.
///
/// Empty when `words` holds neither letter nor digit.
#[must_use]
pub fn slug(words: &str) -> String {
    let mut slug = String::with_capacity(words.len());
    let mut gap = false;
    for sign in lower_nfc(words).filter(|sign| !is_hidden(*sign)) {
        if is_word(sign) {
            if gap && !slug.is_empty() {
                slug.push('-');
            }
            gap = false;
            slug.push(sign);
        } else {
            // An apostrophe stands inside a word: "don't" is one word, not two.
            gap = gap || !matches!(sign, '\'' | '\u{2019}');
        }
    }
    // Marks that a hidden sign kept apart stand together now, where they have an order.
    if slug.is_ascii() { slug } else { slug.nfc().collect() }
}

/// The id that GitHub gives a heading: lower case, punctuation other than `-` and `_` dropped, each space a `-`.
///
/// Signs that nobody sees are dropped as well. Empty when nothing is left; [`HeadingIds`] puts a name in its place.
#[must_use]
pub fn heading_id(words: &str) -> String {
    if words.is_ascii() {
        return ascii_heading_id(words.trim());
    }
    let kept = |sign: char| match sign {
        _ if is_hidden(sign) => None,
        '-' | '_' => Some(sign),
        _ if sign.is_whitespace() => Some('-'),
        _ => is_word(sign).then_some(sign),
    };
    lower_nfc(words.trim()).filter_map(kept).collect()
}

/// The same for a text of plain letters, which needs no tables of Unicode.
fn ascii_heading_id(words: &str) -> String {
    let mut id = String::with_capacity(words.len());
    for byte in words.bytes() {
        match byte {
            b'-' | b'_' => id.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => id.push(char::from(byte.to_ascii_lowercase())),
            _ if char::from(byte).is_whitespace() => id.push('-'),
            _ => {}
        }
    }
    id
}

/// The form in which two names count as the same: NFC, and without difference of case.
///
/// It is a key to compare by, never a text to show.
#[must_use]
pub fn folded(name: &str) -> String {
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    // Lower case alone leaves `ß` and `ẞ` apart from `ss`, and upper case alone leaves `ß` apart from `ẞ`.
    let marks_apart = name.nfd().flat_map(char::to_lowercase);
    marks_apart.flat_map(char::to_uppercase).flat_map(char::to_lowercase).nfc().collect()
}

/// Gives every heading of one page an id of its own.
///
/// Ids that authors wrote are reserved before the first heading is named, so a heading never takes one of them, wherever on
/// the page it stands.
#[derive(Debug, Clone, Default)]
pub struct HeadingIds {
    used: BTreeSet<String>,
    next: BTreeMap<String, usize>,
}

impl HeadingIds {
    /// No ids yet, apart from the `explicit` ones.
    pub fn new<'a>(explicit: impl IntoIterator<Item = &'a str>) -> Self {
        Self { used: explicit.into_iter().map(str::to_owned).collect(), next: BTreeMap::new() }
    }

    /// Keeps `id` from being given to a heading; `false` when it is already taken.
    pub fn reserve(&mut self, id: &str) -> bool {
        self.used.insert(id.to_owned())
    }

    /// The id of the next heading with these `words`: `x`, then `x-1`, `x-2` and so on.
    pub fn id_for(&mut self, words: &str) -> String {
        let mut base = heading_id(words);
        if base.is_empty() {
            "section".clone_into(&mut base);
        }
        // Most headings of a page have words of their own.
        if self.used.insert(base.clone()) {
            return base;
        }
        let next = self.next.entry(base.clone()).or_insert(1);
        let mut id = format!("{base}-{next}");
        while !self.used.insert(id.clone()) {
            *next += 1;
            id = format!("{base}-{next}");
        }
        *next += 1;
        id
    }
}

/// Lower case and NFC, sign by sign.
fn lower_nfc(words: &str) -> impl Iterator<Item = char> {
    words.nfc().flat_map(char::to_lowercase).nfc()
}

/// Letters, digits and the marks that belong to letters, in every script.
fn is_word(sign: char) -> bool {
    // The key cap drawn round an emoji digit counts as a mark, but is no part of a word.
    let key_cap = sign == '\u{20E3}';
    sign.is_alphanumeric() || (is_combining_mark(sign) && !key_cap)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn slugs_keep_the_letters_of_every_script() {
        for (words, expected) in [
            ("For Families", "for-families"),
            ("  Pain & sleep:  what helps? ", "pain-sleep-what-helps"),
            ("snake_case_name", "snake-case-name"),
            ("Don't panic", "dont-panic"),
            ("Abstinencia: qué esperar", "abstinencia-qué-esperar"),
            ("cafe\u{301}", "café"),
            ("नशा मुक्ति", "नशा-मुक्ति"),
            ("戒断 反应", "戒断-反应"),
            ("İstanbul", "i̇stanbul"),
            ("../../etc/passwd", "etc-passwd"),
            ("🙂", ""),
            ("---", ""),
            ("a\u{200B}b", "ab"),
            ("a\u{301}\u{200B}\u{323}", "ạ\u{301}"),
        ] {
            assert_eq!(slug(words), expected, "{words}");
        }
    }

    #[test]
    fn heading_ids_are_those_of_github() {
        for (words, expected) in [
            ("How slowly?", "how-slowly"),
            ("What’s next: detox & tapering", "whats-next-detox--tapering"),
            ("snake_case - and-hyphens", "snake_case---and-hyphens"),
            ("¿Qué esperar?", "qué-esperar"),
            ("लक्षण और संकेत", "लक्षण-और-संकेत"),
            ("症状", "症状"),
            ("⚠\u{FE0F} Warning", "-warning"),
            ("1. First", "1-first"),
            ("!!!", ""),
        ] {
            assert_eq!(heading_id(words), expected, "{words}");
        }
    }

    #[test]
    fn repeated_headings_are_numbered() {
        let mut ids = HeadingIds::default();
        let given: Vec<_> = ["X", "x", "x-1", "x", "!!!", "???"].iter().map(|words| ids.id_for(words)).collect();
        assert_eq!(given, ["x", "x-1", "x-1-1", "x-2", "section", "section-1"]);
    }

    #[test]
    fn a_heading_never_takes_an_id_that_the_author_wrote() {
        let mut ids = HeadingIds::new(["pace", "pace-1"]);
        assert_eq!(ids.id_for("Pace"), "pace-2");
        assert_eq!(ids.id_for("Pace"), "pace-3");
        assert!(!ids.reserve("pace-2"));
        assert!(ids.reserve("other"));
    }

    #[test]
    fn thousands_of_equal_headings_are_named_one_step_each() {
        let mut ids = HeadingIds::default();
        let last = (0..50_000).map(|_| ids.id_for("same")).last();
        assert_eq!(last.as_deref(), Some("same-49999"));
    }

    #[test]
    fn names_that_differ_by_case_or_form_fold_to_one_key() {
        for (a, b) in [
            ("Tapering.md", "tapering.MD"),
            ("STRASSE", "straße"),
            ("STRAẞE", "strasse"),
            ("ΣΊΣΥΦΟΣ", "σίσυφος"),
            ("cafe\u{301}", "CAFÉ"),
        ] {
            assert_eq!(folded(a), folded(b), "{a} {b}");
        }
        assert_ne!(folded("a"), folded("b"));
    }

    #[test]
    fn every_letter_folds_with_its_other_cases_and_once_for_all() {
        for sign in '\0'..='\u{1FFFF}' {
            let key = folded(&sign.to_string());
            assert_eq!(folded(&key), key, "{sign:?}");
            assert_eq!(folded(&sign.to_uppercase().to_string()), key, "{sign:?}");
            assert_eq!(folded(&sign.to_lowercase().to_string()), key, "{sign:?}");
            let slug_of_sign = slug(&sign.to_string());
            assert_eq!(slug(&slug_of_sign), slug_of_sign, "{sign:?}");
        }
    }

    proptest! {
        #[test]
        fn a_slug_is_safe_in_an_address(words in any::<String>()) {
            let slug = slug(&words);
            prop_assert!(!slug.contains(|c: char| c == '/' || c == '.' || c == '%' || c.is_whitespace() || c.is_control()));
            prop_assert!(!slug.starts_with('-') && !slug.ends_with('-') && !slug.contains("--"));
        }

        #[test]
        fn a_slug_of_a_slug_is_the_slug(words in any::<String>()) {
            prop_assert_eq!(slug(&slug(&words)), slug(&words));
        }

        #[test]
        fn folding_twice_changes_nothing(name in any::<String>()) {
            prop_assert_eq!(folded(&folded(&name)), folded(&name));
        }

        #[test]
        fn heading_ids_are_unique_and_whole(
            explicit in proptest::collection::vec("[a-c]-?[1-3]?", 0..4),
            words in proptest::collection::vec("[a-cA-C ]{0,2}-?[1-3]?|\\PC{0,3}", 0..40),
        ) {
            let mut ids = HeadingIds::new(explicit.iter().map(String::as_str));
            let mut seen: BTreeSet<String> = explicit.iter().cloned().collect();
            for word in &words {
                let id = ids.id_for(word);
                prop_assert!(!id.is_empty() && !id.contains(|c: char| c.is_whitespace() || "<>\"'&#%/".contains(c)));
                prop_assert!(seen.insert(id));
            }
        }
    }
}
