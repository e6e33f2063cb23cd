//! Words of the glossary in the text of a page.
//!
//! Input: a glossary, and stretches of text. Output: the words of the glossary that stand in the text, the longest where one lies
//! inside another. It never says which of them become links: that takes the theme, whose boxes may want none.

use std::collections::BTreeMap;
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::data::{Named, Term};
use crate::cache::{Key, KeyBuilder};

/// A glossary whose words have together no more bytes than this is looked for by a table of all steps. Searching by it takes half
/// as long, and it has a kilobyte at most for each byte of the words.
const SMALL: usize = 10_000;

/// The words of one glossary, ready to be looked for.
#[derive(Debug, Clone)]
pub struct Terms {
    words: AhoCorasick,
    /// What each pattern stands for.
    forms: Vec<Form>,
    /// How many entries there are.
    entries: usize,
    key: Key,
}

#[derive(Debug, Clone)]
struct Form {
    /// The number of the entry.
    entry: usize,
    /// The spelling that alone counts, for short forms in capital letters: `AA` is no part of "aa".
    exact: Option<String>,
}

/// A place where a word of the glossary may stand; [`Terms::is_use`] says whether it does.
#[derive(Debug, Clone)]
pub(super) struct Sighting<'t> {
    pub(super) range: Range<usize>,
    /// The number of the entry, below [`Terms::entries`].
    pub(super) entry: usize,
    form: &'t Form,
}

/// A word of the glossary in the text of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermUse {
    /// The number of its entry in the order of the glossary.
    pub entry: usize,
    /// How many bytes of the page's HTML stand before it, which tells its uses on a page apart.
    pub at: usize,
    /// The number of the paragraph, list item or table cell in which it stands.
    pub block: usize,
    /// The directives around it, by their numbers.
    pub directives: Vec<usize>,
}

impl Terms {
    /// The words of a glossary; `None` when it has none, or more than can be looked for at once.
    #[must_use]
    pub fn new(glossary: &Named<Term>) -> Option<Self> {
        let mut patterns: BTreeMap<String, Form> = BTreeMap::new();
        let mut key = KeyBuilder::new("terms");
        for (number, (name, entry)) in glossary.iter().enumerate() {
            key.text(name);
            let forms = entry.value.forms.iter().map(|form| form.value.as_str());
            for word in forms.chain([entry.value.term.as_str()]).map(str::trim).filter(|word| !word.is_empty()) {
                key.text(word);
                let exact = is_short_form(word).then(|| word.to_string());
                for spelling in spellings(word) {
                    patterns.insert(spelling, Form { entry: number, exact: exact.clone() });
                }
            }
        }
        let is_small = patterns.keys().map(String::len).sum::<usize>() <= SMALL;
        let words = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostLongest)
            .kind(is_small.then_some(AhoCorasickKind::DFA))
            .build(patterns.keys())
            .ok()?;
        let forms: Vec<Form> = patterns.into_values().collect();
        (!forms.is_empty()).then(|| Self { words, forms, entries: glossary.len(), key: key.finish() })
    }

    /// Stands for the words, and for the names and the order of their entries, not for what the entries say.
    #[must_use]
    pub fn key(&self) -> &Key {
        &self.key
    }

    /// How many entries the glossary has.
    pub(super) fn entries(&self) -> usize {
        self.entries
    }

    /// Where words of the glossary may stand in `text`, in order.
    pub(super) fn sightings<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Sighting<'t>> {
        self.words.find_iter(text).map(|found| {
            let form = &self.forms[found.pattern().as_usize()];
            Sighting { range: found.range(), entry: form.entry, form }
        })
    }

    /// Whether a sighting in `text` is a word, and no part of another one.
    pub(super) fn is_use(text: &str, sighting: &Sighting<'_>) -> bool {
        let Range { start, end } = sighting.range;
        let is_whole = !ends_in_word(&text[..start]) && !begins_with_word(&text[end..]);
        is_whole && sighting.form.exact.as_deref().is_none_or(|exact| exact == &text[start..end])
    }
}

/// `CBT`, `CBT-I` or `AA`: two capital letters or more, and no small one.
fn is_short_form(word: &str) -> bool {
    word.chars().filter(|sign| sign.is_uppercase()).count() > 1 && !word.chars().any(char::is_lowercase)
}

/// A word as it is and as it stands at the beginning of a sentence. Plain letters need no second spelling, since they are
/// compared without case.
fn spellings(word: &str) -> Vec<String> {
    let mut signs = word.chars();
    let capital: String = signs.next().into_iter().flat_map(char::to_uppercase).chain(signs).collect();
    let mut both = vec![word.to_ascii_lowercase(), capital.to_ascii_lowercase()];
    both.dedup();
    both
}

fn is_part(sign: char) -> bool {
    sign.is_alphanumeric() || unicode_normalization::char::is_combining_mark(sign)
}

/// Whether a word goes on to the end of `before`: a hyphen between letters is part of a word.
fn ends_in_word(before: &str) -> bool {
    let mut signs = before.chars().rev();
    match signs.next() {
        Some('-') => signs.next().is_some_and(is_part),
        Some(sign) => is_part(sign),
        None => false,
    }
}

fn begins_with_word(after: &str) -> bool {
    let mut signs = after.chars();
    match signs.next() {
        Some('-') => signs.next().is_some_and(is_part),
        Some(sign) => is_part(sign),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Span;
    use crate::yaml::Spanned;

    /// The words of a glossary, whose entries stand in the order of their names.
    fn glossary(entries: &[(&str, &str, &[&str])]) -> Terms {
        assert!(entries.is_sorted_by_key(|(name, ..)| name));
        let entry = |term: &str, forms: &[&str]| {
            let forms = forms.iter().map(|form| Spanned::new((*form).to_string(), Span::new(0, 0))).collect();
            Spanned::new(Term { term: term.to_string(), definition: String::new(), forms }, Span::new(0, 0))
        };
        Terms::new(&entries.iter().map(|(name, term, forms)| ((*name).to_string(), entry(term, forms))).collect())
            .unwrap()
    }

    #[track_caller]
    fn check(terms: &Terms, text: &str, expected: &[(&str, usize)]) {
        let uses = terms.sightings(text).filter(|sighting| Terms::is_use(text, sighting));
        let found: Vec<(&str, usize)> = uses.map(|sighting| (&text[sighting.range.clone()], sighting.entry)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn whole_words_are_found_in_any_case() {
        let terms = glossary(&[("pb", "physical dependence", &[]), ("taper", "taper", &["tapering"])]);
        check(&terms, "Taper, tapering and TAPER.", &[("Taper", 1), ("tapering", 1), ("TAPER", 1)]);
        check(&terms, "tapers tapered xtaper taper2 re-taper taper-like", &[]);
        check(&terms, "(taper) a physical dependence", &[("taper", 1), ("physical dependence", 0)]);
    }

    #[test]
    fn the_longest_of_words_inside_one_another_is_found() {
        let terms = glossary(&[
            ("cbt", "CBT", &[]),
            ("cbt-i", "CBT-I", &[]),
            ("talk", "talk therapy", &[]),
            ("therapy", "therapy", &[]),
        ]);
        check(
            &terms,
            "CBT-I, CBT; talk therapy, therapy",
            &[("CBT-I", 1), ("CBT", 0), ("talk therapy", 2), ("therapy", 3)],
        );
    }

    #[test]
    fn short_forms_count_in_capital_letters_only() {
        check(&glossary(&[("aa", "Alcoholics Anonymous", &["AA"])]), "aa Aa AA", &[("AA", 0)]);
    }

    #[test]
    fn words_of_every_script_are_found() {
        let terms = glossary(&[("e", "éxtasis", &[]), ("o", "ñame", &[]), ("w", "الانسحاب", &[])]);
        check(&terms, "Éxtasis, éxtasis, Ñame", &[("Éxtasis", 0), ("éxtasis", 0), ("Ñame", 1)]);
        check(&terms, "أعراض الانسحاب خطيرة", &[("الانسحاب", 2)]);
    }

    #[test]
    fn ten_thousand_words_are_looked_for_at_once() {
        let names: Vec<String> = (0..10_000).map(|n| format!("word {n:04} of many")).collect();
        let entries: Vec<(&str, &str, &[&str])> =
            names.iter().map(|name| (name.as_str(), name.as_str(), &[][..])).collect();
        check(
            &glossary(&entries),
            "A word 0007 of many, and word 9999 of many.",
            &[("word 0007 of many", 7), ("word 9999 of many", 9999)],
        );
    }

    #[test]
    fn the_key_is_of_the_words_and_their_entries_and_not_of_what_they_mean() {
        let one = glossary(&[("a", "alpha", &["beta"])]);
        assert_eq!(one.key(), glossary(&[("a", "alpha", &["beta"])]).key());
        assert_ne!(one.key(), glossary(&[("a", "alpha", &["gamma"])]).key());
        // An entry without words gives those behind it other numbers.
        assert_ne!(one.key(), glossary(&[("0", "", &[]), ("a", "alpha", &["beta"])]).key());
    }
}
