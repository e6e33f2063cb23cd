//! How hard the text of a page is to read, and what makes it so.
//!
//! Input: the text of the file; snippets are texts of their own and not part of it. Output: a level by the formula of the language,
//! the sentences that are long, and the words that are hard, each with its place.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Desk, Spot};
use crate::content::ContentFile;
use crate::content::directives::Excerpt;
use crate::content::walk::prose::{Passage, passages};
use crate::diagnostic::Place;
use crate::text::reading::{Counts, LONG, Scale, TOO_LONG, sentences, words};

/// How hard a text is to read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reading {
    /// The name of the formula; none for languages that have none here.
    pub scale: Option<&'static str>,
    /// The level, to one digit; none for a text of few words.
    pub level: Option<f64>,
    /// Whether families can be asked to read it.
    pub is_readable: Option<bool>,
    /// The level in words.
    pub said: String,
    /// Its words.
    pub words: usize,
    /// Its sentences.
    pub sentences: usize,
    /// How many minutes it takes to read.
    pub minutes: usize,
    /// The long sentences, in order.
    pub long_sentences: Vec<LongSentence>,
    /// The hard words, those that weigh most first.
    pub hard_words: Vec<HardWord>,
}

/// A sentence that is long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LongSentence {
    /// The sentence as it stands on the page.
    pub text: String,
    /// How many words it has.
    pub words: usize,
    /// Whether it should be cut in two.
    pub is_too_long: bool,
    /// Where it begins.
    #[serde(flatten)]
    pub spot: Spot,
}

/// A word that makes the text hard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HardWord {
    /// The word in small letters.
    pub text: String,
    /// How many syllables it has.
    pub syllables: usize,
    /// How often it stands in the text.
    pub count: usize,
    /// Where it stands first.
    #[serde(flatten)]
    pub spot: Spot,
}

impl Desk<'_> {
    pub(super) fn reading(&self, file: &ContentFile) -> Option<Reading> {
        let text = self.text_of(file)?;
        let markdown = text.get(file.markdown.clone())?;
        let excerpt = Excerpt { file: file.path.clone(), offset: file.markdown.start, text: markdown };
        let (passages, scale) = (passages(&excerpt), Scale::of(self.code()));
        let counts = passages.iter().map(|passage| Counts::of(&passage.text, scale));
        let counts = counts.fold(Counts::default(), Counts::and);
        let level = scale.and_then(|scale| scale.level(counts)).map(|level| (level * 10.0).round() / 10.0);
        Some(Reading {
            scale: scale.map(Scale::name),
            level,
            is_readable: scale.zip(level).map(|(scale, level)| scale.is_readable(level)),
            said: said(scale, level),
            words: counts.words,
            sentences: counts.sentences,
            minutes: counts.minutes(),
            long_sentences: self.long_sentences(file, &passages),
            hard_words: scale.map(|scale| self.hard_words(file, &passages, scale)).unwrap_or_default(),
        })
    }

    fn long_sentences(&self, file: &ContentFile, passages: &[Passage]) -> Vec<LongSentence> {
        let all = passages.iter().flat_map(|passage| sentences(&passage.text).into_iter().map(move |at| (passage, at)));
        let long = all.filter_map(|(passage, at)| {
            let text = &passage.text[at.clone()];
            let words = words(text).count();
            (words > LONG).then(|| LongSentence {
                text: text.split_whitespace().collect::<Vec<_>>().join(" "),
                words,
                is_too_long: words > TOO_LONG,
                spot: self.spot(&Place::at(file.path.clone(), passage.span(at))),
            })
        });
        long.collect()
    }

    fn hard_words(&self, file: &ContentFile, passages: &[Passage], scale: Scale) -> Vec<HardWord> {
        let explained = self.glossary_words();
        let mut found: BTreeMap<String, HardWord> = BTreeMap::new();
        for passage in passages {
            for (at, word) in words(&passage.text) {
                let text = word.to_lowercase();
                let syllables = scale.syllables(&text);
                if !scale.is_hard(syllables, explained.contains(&text)) {
                    continue;
                }
                let place = || Place::at(file.path.clone(), passage.span(at..at + word.len()));
                let first = || HardWord { text: text.clone(), syllables, count: 0, spot: self.spot(&place()) };
                found.entry(text.clone()).or_insert_with(first).count += 1;
            }
        }
        let mut words: Vec<HardWord> = found.into_values().collect();
        words.sort_by_key(|word| std::cmp::Reverse((word.syllables - 1) * word.count));
        words
    }

    /// The words that the glossary explains, in all their forms, in small letters.
    fn glossary_words(&self) -> BTreeSet<String> {
        let glossary = self.inputs.data.glossary(self.code(), &self.inputs.site.languages[0].code);
        let entries = glossary.into_iter().flat_map(BTreeMap::values).map(|entry| &entry.value);
        entries
            .flat_map(|entry| entry.forms.iter().map(|form| form.value.as_str()).chain([entry.term.as_str()]))
            .map(str::to_lowercase)
            .collect()
    }
}

/// The level in words.
fn said(scale: Option<Scale>, level: Option<f64>) -> String {
    let Some(scale) = scale else {
        return "There is no grade for this language. Sentences and words are counted.".to_string();
    };
    let Some(level) = level else {
        return format!("Too few words for a grade: it takes {}.", crate::text::reading::FEWEST);
    };
    match scale {
        Scale::FleschKincaid => {
            let judged = match level {
                ..=7.0 => "Good",
                ..=8.0 => "Just right for most families",
                _ => "Too hard for many families",
            };
            format!("{judged}: grade {level:.1}. Aim for 6 to 7, and 8 at most.")
        }
        Scale::Inflesz => {
            let judged = match level {
                ..40.0 => "Very hard",
                ..55.0 => "Somewhat hard",
                ..60.0 => "Normal, and too hard for many families",
                ..65.0 => "Normal",
                ..80.0 => "Fairly easy",
                _ => "Very easy",
            };
            format!("{judged}: INFLESZ {level:.1}. Aim for 60 or more.")
        }
    }
}
