//! The stem of a word, by the Snowball algorithm of its language (<https://snowballstem.org>). Only the index needs it: each form
//! that stands in a text leads to its stem there, so the client knows no grammar.

use snowball_stemmers_rs::{Algorithm, Stemmer};

use super::fold::fold;

/// The languages that have an algorithm, by their code, sorted.
const ALGORITHMS: [(&str, Algorithm); 36] = [
    ("ar", Algorithm::Arabic),
    ("ca", Algorithm::Catalan),
    ("cs", Algorithm::Czech),
    ("da", Algorithm::Danish),
    ("de", Algorithm::German),
    ("el", Algorithm::Greek),
    ("en", Algorithm::English),
    ("eo", Algorithm::Esperanto),
    ("es", Algorithm::Spanish),
    ("et", Algorithm::Estonian),
    ("eu", Algorithm::Basque),
    ("fa", Algorithm::Persian),
    ("fi", Algorithm::Finnish),
    ("fr", Algorithm::French),
    ("ga", Algorithm::Irish),
    ("hi", Algorithm::Hindi),
    ("hu", Algorithm::Hungarian),
    ("hy", Algorithm::Armenian),
    ("id", Algorithm::Indonesian),
    ("it", Algorithm::Italian),
    ("lt", Algorithm::Lithuanian),
    ("nb", Algorithm::Norwegian),
    ("ne", Algorithm::Nepali),
    ("nl", Algorithm::Dutch),
    ("no", Algorithm::Norwegian),
    ("pl", Algorithm::Polish),
    ("pt", Algorithm::Portuguese),
    ("ro", Algorithm::Romanian),
    ("ru", Algorithm::Russian),
    ("sr", Algorithm::Serbian),
    ("st", Algorithm::Sesotho),
    ("sv", Algorithm::Swedish),
    ("ta", Algorithm::Tamil),
    ("tr", Algorithm::Turkish),
    ("uk", Algorithm::Ukrainian),
    ("yi", Algorithm::Yiddish),
];

/// Finds stems in one language.
pub(super) struct Stems(Option<Stemmer>);

impl Stems {
    /// For the language of this code; without an algorithm for it, a word is its own stem.
    pub(super) fn of(code: &str) -> Self {
        let primary = code.split('-').next().unwrap_or(code);
        let found = ALGORITHMS.binary_search_by(|(known, _)| (*known).cmp(primary)).ok();
        Self(found.map(|at| Stemmer::create(ALGORITHMS[at].1)))
    }

    /// The stem of a word as it is spelt, folded; never empty.
    pub(super) fn stem(&self, spelled: &str, folded: &str) -> String {
        // Numbers, and marks by themselves, have no grammar.
        let has_grammar = spelled.chars().next().is_some_and(char::is_alphabetic);
        let stem = self.0.as_ref().filter(|_| has_grammar).map(|stemmer| fold(&stemmer.stem(spelled)));
        stem.filter(|stem| !stem.is_empty()).unwrap_or_else(|| folded.to_string())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn forms_of_a_word_share_a_stem() {
        for (code, forms) in [
            ("en", ["seizure", "seizures"]),
            ("es", ["pastillas", "pastilla"]),
            ("es-US", ["reducción", "reducciones"]),
            ("de", ["Angst", "Ängste"]),
            ("fr", ["médicament", "médicaments"]),
        ] {
            let stems = Stems::of(code);
            let [first, second] = forms.map(|form| stems.stem(&form.to_lowercase(), &fold(form)));
            assert_eq!(first, second, "{code}");
        }
    }

    #[test]
    fn a_language_without_an_algorithm_keeps_its_words() {
        assert_eq!(Stems::of("th").stem("ยา", "ยา"), "ยา");
    }

    #[test]
    fn the_table_is_sorted() {
        assert!(ALGORITHMS.is_sorted_by_key(|(code, _)| code));
    }

    proptest! {
        #[test]
        fn no_word_stops_an_algorithm(word in "(\\PC|[a-záñßşığаяήअا]){0,30}") {
            for (code, _) in ALGORITHMS {
                let _ = Stems::of(code).stem(&super::super::fold::spelled(&word), "x");
            }
        }
    }
}
