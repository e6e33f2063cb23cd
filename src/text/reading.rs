//! How hard a text is to read: its sentences, words and syllables, and the level that formulas of the field give it.
//!
//! Input: plain text without markup, one paragraph or point of a list at a time. Output: places of sentences and words, counts, and
//! a level. Syllables are counted by rules of thumb, as every counter does, so a level is good to about half a grade. A level says
//! nothing of whether a text is clear: short sentences of rare words can score well.
//!
//! - English: Flesch-Kincaid grade level, the years of school that a text asks for. Kincaid et al. 1975, *Derivation of new
//!   readability formulas*, <https://stars.library.ucf.edu/istlibrary/56/>.
//! - Spanish: INFLESZ, the formula of Szigriszt Pazos 1993 with the bands of Barrio Cantalejo 2008,
//!   <https://legible.es/blog/escala-inflesz/>.

use std::ops::Range;

/// A sentence of more words is long: health writers ask for at most one such sentence in twenty.
pub const LONG: usize = 20;

/// A sentence of more words is too long.
pub const TOO_LONG: usize = 25;

/// A text of fewer words has no level: one long name would decide it.
pub const FEWEST: usize = 60;

/// How many words people read in a minute, as texts on health are read.
const A_MINUTE: usize = 200;

/// What stands inside a word besides letters and digits.
const INSIDE: &str = "'’-";

/// What may stand between the end of a sentence and the space behind it.
const CLOSING: [char; 8] = ['"', '”', '’', '»', ')', ']', '\'', '*'];

/// Short forms whose full stop ends no sentence, in small letters. A word with a small letter behind it ends none anyway.
const SHORT_FORMS: [&str; 19] = [
    "dr", "dra", "e.g", "ee.uu", "fig", "i.e", "mr", "mrs", "ms", "núm", "p", "p.ej", "pág", "sr", "sra", "st", "u.s",
    "vol", "vs",
];

/// A formula for how hard a text is, for texts of one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// English: the years of school that a text asks for; less is easier.
    FleschKincaid,
    /// Spanish: from 0 to 100; more is easier.
    Inflesz,
}

/// What the formulas look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Sentences with at least one word.
    pub sentences: usize,
    /// Words.
    pub words: usize,
    /// Syllables; 0 where nobody counts those of the language.
    pub syllables: usize,
}

impl Scale {
    /// The formula for a language by its code, `en` or `es-US`; `None` where no formula is known that was made for it.
    #[must_use]
    pub fn of(language: &str) -> Option<Self> {
        match language.split('-').next() {
            Some("en") => Some(Self::FleschKincaid),
            Some("es") => Some(Self::Inflesz),
            _ => None,
        }
    }

    /// What it is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::FleschKincaid => "Flesch-Kincaid grade level",
            Self::Inflesz => "INFLESZ",
        }
    }

    /// The level of a text; `None` when it has too few words for one.
    #[must_use]
    pub fn level(self, counts: Counts) -> Option<f64> {
        if counts.words < FEWEST || counts.sentences == 0 {
            return None;
        }
        let a_sentence = number(counts.words) / number(counts.sentences);
        let a_word = number(counts.syllables) / number(counts.words);
        Some(match self {
            Self::FleschKincaid => 0.39 * a_sentence + 11.8 * a_word - 15.59,
            Self::Inflesz => 206.835 - 62.3 * a_word - a_sentence,
        })
    }

    /// Whether families can be asked to read a text of this level: at most eight years of school; at least "normal" in Spanish.
    #[must_use]
    pub fn is_readable(self, level: f64) -> bool {
        match self {
            Self::FleschKincaid => level <= 8.0,
            Self::Inflesz => level >= 60.0,
        }
    }

    /// How many syllables a word has.
    #[must_use]
    pub fn syllables(self, word: &str) -> usize {
        match self {
            Self::FleschKincaid => in_english(&word.to_lowercase()),
            Self::Inflesz => in_spanish(&word.to_lowercase()),
        }
    }

    /// Whether a word of so many syllables makes a text hard. Spanish words have more of them. What the glossary explains may be
    /// a little longer in English.
    #[must_use]
    pub fn is_hard(self, syllables: usize, is_explained: bool) -> bool {
        match self {
            Self::FleschKincaid => syllables >= 4 || (syllables == 3 && !is_explained),
            Self::Inflesz => syllables >= 5,
        }
    }
}

impl Counts {
    /// The counts of one paragraph, or of one point of a list.
    #[must_use]
    pub fn of(text: &str, scale: Option<Scale>) -> Self {
        let syllables = |word: &str| scale.map_or(0, |scale| scale.syllables(word));
        Self {
            sentences: sentences(text).len(),
            words: words(text).count(),
            syllables: words(text).map(|(_, word)| syllables(word)).sum(),
        }
    }

    /// These and others together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            sentences: self.sentences + other.sentences,
            words: self.words + other.words,
            syllables: self.syllables + other.syllables,
        }
    }

    /// How many minutes it takes to read, from 1 on.
    #[must_use]
    pub fn minutes(self) -> usize {
        self.words.div_ceil(A_MINUTE).max(1)
    }
}

/// The words of a text, each with its first byte: letters and digits, with what stands inside of words.
pub fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_part = |sign: char| sign.is_alphanumeric() || INSIDE.contains(sign);
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let start = from + text[from..].find(is_part)?;
            let end = text[start..].find(|sign| !is_part(sign)).map_or(text.len(), |length| start + length);
            from = end;
            let begins = text[start..end].trim_start_matches(|sign| INSIDE.contains(sign));
            let word = begins.trim_end_matches(|sign| INSIDE.contains(sign));
            if !word.is_empty() {
                return Some((end - begins.len(), word));
            }
        }
    })
}

/// The sentences of one paragraph, by their bytes. What holds no word is none.
#[must_use]
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, sign) in text.char_indices() {
        let after = at + sign.len_utf8();
        if let Some(end) = end_of_sentence(text, start, at, sign).filter(|_| at >= start) {
            found.extend(trimmed(text, start..end));
            start = end.max(after);
        }
    }
    found.extend(trimmed(text, start..text.len()));
    found
}

/// Where a sentence ends, when the sign at `at` ends one that began at `start`.
fn end_of_sentence(text: &str, start: usize, at: usize, sign: char) -> Option<usize> {
    if !matches!(sign, '.' | '!' | '?' | '…' | '。' | '؟' | '।') {
        return None;
    }
    let rest = text[at + sign.len_utf8()..].trim_start_matches(CLOSING);
    let end = text.len() - rest.len();
    let next = rest.chars().next();
    // Some scripts have no space between sentences.
    if next.is_some_and(|next| !next.is_whitespace()) && sign != '。' {
        return None;
    }
    let goes_on = rest.trim_start().starts_with(char::is_lowercase);
    (sign != '.' || !(goes_on || is_short_form(&text[start..at]))).then_some(end)
}

/// Whether the full stop behind `before` belongs to its last word.
fn is_short_form(before: &str) -> bool {
    let word = before.rsplit(|sign: char| sign.is_whitespace() || "([“\"".contains(sign)).next().unwrap_or_default();
    SHORT_FORMS.contains(&word.to_lowercase().as_str())
}

fn trimmed(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let piece = &text[range.clone()];
    let start = range.end - piece.trim_start().len();
    let has_words = piece.chars().any(char::is_alphanumeric);
    has_words.then(|| start..start + piece.trim().len())
}

/// Stretches of vowels, without those that are written and not heard.
fn in_english(word: &str) -> usize {
    let is_vowel = |sign: char| "aeiouy".contains(sign);
    let groups = word.split(|sign| !is_vowel(sign)).filter(|group| !group.is_empty()).count();
    let before = |end: &str| word.strip_suffix(end).and_then(|rest| rest.chars().next_back());
    let is_silent = (word.ends_with('e') && !word.ends_with("le") && !word.ends_with("ee"))
        || before("ed").is_some_and(|sign| !"aeiouydt".contains(sign))
        || before("es").is_some_and(|sign| !"aeiouycsxzgh".contains(sign));
    let has = |parts: &[&str]| parts.iter().any(|part| word.contains(part));
    let is_apart = has(&["ia", "iu", "eous", "uing", "ying", "iet", "ior"]) && !has(&["tial", "cial", "tion", "sion"]);
    let count = groups - usize::from(is_silent && groups > 1) + usize::from(is_apart);
    count.max(1)
}

/// Each strong or stressed vowel is a syllable; weak ones beside it are part of it.
fn in_spanish(word: &str) -> usize {
    let heard = ["que", "qui", "qué", "quí", "gue", "gui", "gué", "guí"]
        .iter()
        .fold(word.to_string(), |word, silent| word.replace(silent, &silent.replace('u', "")));
    let groups = heard.split(|sign| !"aeiouáéíóúü".contains(sign)).filter(|group| !group.is_empty());
    let syllables = groups.map(|group| group.chars().filter(|sign| "aeoáéíóú".contains(*sign)).count().max(1));
    syllables.sum::<usize>().max(1)
}

/// A count as a number of the formulas; no text has more than four billion words.
fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_are_counted_as_they_are_heard() {
        for (word, expected) in
            [("taper", 2), ("stopped", 1), ("needed", 2), ("Medicine", 3), ("diary", 3), ("table", 2), ("a", 1)]
        {
            assert_eq!(Scale::FleschKincaid.syllables(word), expected, "{word}");
        }
        for (word, expected) in [("pastilla", 3), ("que", 1), ("poesía", 4), ("cuidado", 3), ("y", 1), ("Siguiente", 3)]
        {
            assert_eq!(Scale::Inflesz.syllables(word), expected, "{word}");
        }
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = sentences(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_sentence_ends_where_people_take_a_breath() {
        check("Stop. Call 911! Who answers?", &["Stop.", "Call 911!", "Who answers?"]);
        check("  Take 1.5 of it. ", &["Take 1.5 of it."]);
        check("He said “Stop.” Then he left (at once.) So.", &["He said “Stop.”", "Then he left (at once.)", "So."]);
        check("¿Qué hago? Llame.", &["¿Qué hago?", "Llame."]);
        check("停止服药。请打电话。", &["停止服药。", "请打电话。"]);
        check("Wait... and see. … ", &["Wait... and see."]);
    }

    #[test]
    fn the_full_stop_of_a_short_form_ends_no_sentence() {
        check("Ask Dr. Smith in the U.S. Then go.", &["Ask Dr. Smith in the U.S. Then go."]);
        check(
            "Some medicines, e.g. sedatives, and (i.e. This one).",
            &["Some medicines, e.g. sedatives, and (i.e. This one)."],
        );
        check("Go to St. Mary at 3 a.m. No. Stop.", &["Go to St. Mary at 3 a.m.", "No.", "Stop."]);
    }

    #[test]
    fn words_are_what_people_count() {
        let found: Vec<(usize, &str)> = words("Don’t “stop” – it's long-acting, 24/7 -").collect();
        let expected = [(0, "Don’t"), (11, "stop"), (23, "it's"), (28, "long-acting"), (41, "24"), (44, "7")];
        assert_eq!(found, expected);
        assert_eq!(words("").count() + words("— …").count(), 0);
    }

    #[test]
    fn the_formulas_give_what_their_authors_wrote() {
        let counts = Counts { sentences: 10, words: 100, syllables: 140 };
        let rounded = |scale: Scale| scale.level(counts).map(|level| (level * 100.0).round() / 100.0);
        assert_eq!(rounded(Scale::FleschKincaid), Some(4.83));
        assert_eq!(rounded(Scale::Inflesz), Some(109.62));
        assert_eq!(Scale::Inflesz.level(Counts { words: FEWEST - 1, ..counts }), None);
        assert_eq!(Scale::FleschKincaid.level(Counts { sentences: 0, ..counts }), None);
        assert!(Scale::FleschKincaid.is_readable(8.0) && !Scale::FleschKincaid.is_readable(8.1));
        assert!(Scale::Inflesz.is_readable(60.0) && !Scale::Inflesz.is_readable(59.9));
    }

    #[test]
    fn only_languages_with_a_formula_of_their_own_have_a_level() {
        assert_eq!(Scale::of("en-US"), Some(Scale::FleschKincaid));
        assert_eq!(Scale::of("es"), Some(Scale::Inflesz));
        assert_eq!(["ar", "est", "e", ""].map(Scale::of), [None; 4]);
        let counts = Counts::of("لا تتوقف. اتصل الآن.", None);
        assert_eq!(counts, Counts { sentences: 2, words: 4, syllables: 0 });
    }

    #[test]
    fn words_of_many_syllables_are_hard_unless_the_glossary_explains_a_shorter_one() {
        let hard = |syllables, explained| Scale::FleschKincaid.is_hard(syllables, explained);
        assert_eq!([hard(2, false), hard(3, false), hard(3, true), hard(4, true)], [false, true, false, true]);
        assert!(Scale::Inflesz.is_hard(5, true) && !Scale::Inflesz.is_hard(4, false));
    }

    #[test]
    fn counts_add_up_and_reading_takes_at_least_a_minute() {
        let counts = Counts::of("Call now. Do not wait.", Some(Scale::FleschKincaid));
        assert_eq!(counts, Counts { sentences: 2, words: 5, syllables: 5 });
        assert_eq!(counts.and(counts).words, 10);
        assert_eq!([0, 200, 201].map(|words| Counts { words, ..counts }.minutes()), [1, 1, 2]);
    }
}
