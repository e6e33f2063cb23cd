//! Which forms lead to which pages.
//!
//! Input: the spellings of a language with their pages, and what the site says of words. Output: entries, each a form that
//! readers can type, and the groups they lead to. All words of one stem are a group; a spelling with accents, where there are
//! others, has a group of its own; so has a word that stands for another.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::count::{self, Spelling};
use super::stem::Stems;
use super::vocabulary::{Synonym, Vocabulary};
use super::{fold, medicines};

/// The name of a medicine, or how one is misspelt.
pub(super) const MEDICINE: char = 'm';

/// A word to which none is corrected. With [`MEDICINE`] it is a name that the reader can choose.
pub(super) const NEVER: char = 'n';

/// Of what the pages of one word count for another, so much stays.
const OTHER_WORD: (u16, u16) = (9, 10);

/// Pages and impacts, in the order of the pages.
pub(super) type Postings = Vec<(u32, u8)>;

/// What a form leads to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its group; none for a word that is on no page and only never corrected.
    pub(super) group: Option<usize>,
    pub(super) flags: BTreeSet<char>,
    /// The word that is shown in the place of this misspelling.
    pub(super) shown: Option<String>,
    /// Names of other medicines that the same slip may have been meant to be.
    pub(super) alike: Vec<String>,
}

/// All forms and groups of a language.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) entries: BTreeMap<String, Entry>,
    pub(super) groups: Vec<Postings>,
    /// On how many pages each form stands itself.
    pub(super) pages: BTreeMap<String, usize>,
    /// Words that the site names: a search for one is never about what stands beside it.
    pub(super) named: BTreeSet<String>,
}

/// Brings the spellings together.
pub(super) fn gather(spellings: &[Spelling], stems: &Stems, vocabulary: &Vocabulary) -> Words {
    let stem_of: Vec<String> =
        spellings.par_iter().map(|spelling| stems.stem(&spelling.spelled, &spelling.folded)).collect();
    let mut forms: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, spelling) in spellings.iter().enumerate() {
        forms.entry(&spelling.folded).or_default().push(at);
    }
    let mut words = Words::default();
    let mut members: Vec<Vec<usize>> = Vec::new();
    let mut by_stem: FxHashMap<&str, usize> = FxHashMap::default();
    let mut accented: Vec<(String, usize)> = Vec::new();
    for (form, own) in &forms {
        // The spelling that most pages use says what a form means.
        let most = own.iter().copied().max_by(|a, b| {
            let (a, b) = (&spellings[*a], &spellings[*b]);
            a.pages.len().cmp(&b.pages.len()).then_with(|| b.spelled.cmp(&a.spelled))
        });
        let Some(most) = most else { continue };
        let group = *by_stem.entry(&stem_of[most]).or_insert_with(|| {
            members.push(Vec::new());
            members.len() - 1
        });
        members[group].extend(own);
        let entry = Entry { group: Some(group), ..Entry::default() };
        words.entries.insert((*form).to_string(), entry);
        words.pages.insert((*form).to_string(), pages_of(spellings, own));
        if own.len() > 1 {
            let others = own.iter().filter(|at| spellings[**at].spelled != **form);
            accented.extend(others.map(|at| (format!("{form}={}", spellings[*at].spelled), *at)));
        }
    }
    for (key, spelling) in accented {
        words.entries.insert(key, Entry { group: Some(members.len()), ..Entry::default() });
        members.push(vec![spelling]);
    }
    words.groups = members.par_iter().map(|members| postings(spellings, members)).collect();
    add_synonyms(&mut words, &vocabulary.synonyms);
    for word in vocabulary.never_corrected.iter().filter_map(|word| key_of(word)) {
        words.entries.entry(word).or_default().flags.extend([MEDICINE, NEVER]);
    }
    for word in vocabulary.negations.iter().filter_map(|word| key_of(word)) {
        words.entries.entry(word).or_default().flags.insert(NEVER);
    }
    medicines::mark(&mut words, vocabulary);
    let synonyms = vocabulary.synonyms.iter();
    let named = synonyms.flat_map(|one| one.others.iter().chain(&one.brands).chain([&one.canonical]));
    words.named = named.chain(&vocabulary.never_corrected).filter_map(|word| key_of(word)).collect();
    words
}

fn pages_of(spellings: &[Spelling], own: &[usize]) -> usize {
    if let [only] = own {
        return spellings[*only].pages.len();
    }
    own.iter().flat_map(|at| &spellings[*at].pages).map(|(page, _)| page).collect::<BTreeSet<_>>().len()
}

/// The pages of all these spellings together.
fn postings(spellings: &[Spelling], members: &[usize]) -> Postings {
    let mut all: Vec<(u32, f64)> = members.iter().flat_map(|at| &spellings[*at].pages).copied().collect();
    // Where a page has several of them, they are added in the order of the spellings.
    all.sort_by_key(|(page, _)| *page);
    let same = all.chunk_by(|(a, _), (b, _)| a == b);
    same.map(|same| (same[0].0, count::impact(same.iter().fold(0.0, |sum, (_, counts)| sum + counts)))).collect()
}

/// A word or several as the index names them: folded, with single spaces; `None` when there is nothing to search for.
pub(super) fn key_of(text: &str) -> Option<String> {
    let words = fold::folded_words(text);
    (!words.is_empty()).then(|| words.join(" "))
}

/// Words that mean the same lead to the same pages.
fn add_synonyms(words: &mut Words, synonyms: &[Synonym]) {
    // What brands add to the words they stand for, from the texts alone.
    let mut added: BTreeMap<String, Postings> = BTreeMap::new();
    for synonym in synonyms {
        let Some(canonical) = key_of(&synonym.canonical) else { continue };
        let brands: Vec<String> = synonym.brands.iter().filter_map(|brand| key_of(brand)).collect();
        let all = added.entry(canonical.clone()).or_default();
        for brand in brands.iter().filter(|brand| **brand != canonical) {
            *all = merged(all, &weaker(&words.own(brand)));
        }
    }
    let canonicals: BTreeMap<String, Postings> = added
        .into_iter()
        .map(|(canonical, added)| {
            let all = merged(&words.own(&canonical), &added);
            (canonical, all)
        })
        .collect();
    let mut aliases: BTreeMap<String, Postings> = BTreeMap::new();
    for synonym in synonyms {
        let Some(canonical) = key_of(&synonym.canonical) else { continue };
        let Some(postings) = canonicals.get(&canonical) else { continue };
        let names = synonym.brands.iter().chain(&synonym.others).filter_map(|name| key_of(name));
        for alias in names.filter(|alias| *alias != canonical) {
            let all = aliases.entry(alias).or_default();
            *all = merged(all, &weaker(postings));
        }
    }
    for (alias, postings) in &mut aliases {
        *postings = merged(postings, &words.own(alias));
    }
    // All forms of a word that stands for others lead to their pages too.
    for (canonical, postings) in canonicals {
        match words.entries.get(&canonical).and_then(|entry| entry.group) {
            Some(group) => words.groups[group] = postings,
            None => words.add(canonical, postings),
        }
    }
    for (alias, postings) in aliases {
        words.add(alias, postings);
    }
}

impl Words {
    /// The pages of a word, or those that hold all of several words.
    fn own(&self, key: &str) -> Postings {
        let mut lists = key.split(' ').map(|word| {
            let group = self.entries.get(word).and_then(|entry| entry.group);
            group.map_or(&[][..], |group| self.groups[group].as_slice())
        });
        let first = lists.next().unwrap_or_default().to_vec();
        lists.fold(first, |all, list| {
            let impacts: FxHashMap<u32, u8> = list.iter().copied().collect();
            let both = all.into_iter().filter_map(|(page, impact)| Some((page, impact.min(*impacts.get(&page)?))));
            both.collect()
        })
    }

    /// Lets a form lead to a group of its own.
    fn add(&mut self, key: String, postings: Postings) {
        if !postings.is_empty() {
            self.entries.entry(key).or_default().group = Some(self.groups.len());
            self.groups.push(postings);
        }
    }
}

fn weaker(postings: &Postings) -> Postings {
    let less = |impact: u8| u8::try_from((u16::from(impact) * OTHER_WORD.0 / OTHER_WORD.1).max(1)).unwrap_or(1);
    postings.iter().map(|(page, impact)| (*page, less(*impact))).collect()
}

/// The pages of both, each with its higher impact.
fn merged(a: &Postings, b: &Postings) -> Postings {
    let mut all: BTreeMap<u32, u8> = a.iter().copied().collect();
    for (page, impact) in b {
        let known = all.entry(*page).or_default();
        *known = (*known).max(*impact);
    }
    all.into_iter().collect()
}
