//! Related pages: what the reader of one page may want to read next.
//!
//! Input: the pages, and who looks up what a page names. Output: for each page the related ones, best first. Where an author
//! names them, they are those, and no others; an empty list means none. A page for emergencies has no others either: nothing shall
//! lead away from help. Else they are found by what two pages have in common:
//! words of title, description and headings, terms, and cited sources, the rarer the weightier. The text itself is never
//! looked at, so that a change in it changes no other page. Each page is compared with few others, so work grows with
//! n log n. All numbers are whole, and the order of pages breaks ties, so no machine finds another order.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

use rayon::prelude::*;

use super::links::Finder;
use super::{LanguageId, Page, PageId, PageKind};
use crate::content::ContentFile;
use crate::text::{BIT, folded, log2};
use crate::yaml::Spanned;

/// The most related pages that are found for a page.
const MOST: usize = 4;

/// How many of the rarest features of a page lead to the pages it is compared with.
const RAREST: usize = 12;

/// How many pages are looked at for one feature before and after the page itself, in the order of the site, where pages of one
/// section lie together.
const NEAR: usize = 8;

/// With how many pages a page is compared in full: those that share most of its rarest features.
const COMPARED: usize = 16;

/// How many features of a page count.
const KEPT: usize = 32;

/// How rare all that two pages share must be at least, in parts of [`ONE`]: two pages are not related by what nearly every page
/// has.
const ENOUGH: u64 = ONE / 2;

/// One bit of rarity: a feature that half of all pages have.
const ONE: u64 = BIT;

/// How much it weighs where a feature stands.
const TERM: u64 = 6;
const TITLE: u64 = 5;
const SOURCE: u64 = 3;
const DESCRIPTION: u64 = 2;
const HEADING: u64 = 1;

/// The related pages of each page.
pub(super) fn find(pages: &[Arc<Page>], finder: &Finder<'_>) -> Vec<Vec<PageId>> {
    let described: Vec<Described> = pages.par_iter().map(|page| describe(page)).collect();
    let found = relate(&described).lists;
    let lists = (0..).map(PageId).zip(pages).zip(found).map(|((id, page), found)| match &page.front.related {
        Some(named) => self::named(named, id, page, finder),
        None => found,
    });
    lists.collect()
}

/// The pages that an author names, each once, in the order of the author. One that is not shown today is left out.
pub(super) fn named(named: &[Spanned<String>], own: PageId, page: &Page, finder: &Finder<'_>) -> Vec<PageId> {
    let mut seen = BTreeSet::from([own]);
    let ids = named.iter().filter_map(|path| finder.page_of(path.value.trim_start_matches("content/")));
    ids.map(|id| finder.in_language(page.language, id)).filter(|id| seen.insert(*id)).collect()
}

/// Something that two pages of one language can have in common, as a number made from it. Two things get the same number about
/// once in a billion sites, and then two pages count as a little more alike than they are.
type Feature = u64;

/// What kind of thing a feature is.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Word = 1,
    Term = 2,
    Source = 4,
}

/// The number of a feature: FNV-1a (Fowler, Noll, Vo, 1991, <http://www.isthe.com/chongo/tech/comp/fnv/>). Only that of a word
/// is odd.
fn feature(language: LanguageId, kind: Kind, name: impl IntoIterator<Item = u8>) -> Feature {
    let start = [kind as u8].into_iter().chain((language as u64).to_le_bytes());
    let hash = start
        .chain(name)
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    (hash << 1) | u64::from(matches!(kind, Kind::Word))
}

/// Whether a feature is a word, of which one alone says too little.
fn is_word(feature: Feature) -> bool {
    feature & 1 == 1
}

/// Hashes a [`Feature`], which is a hash already.
#[derive(Default)]
struct Itself(u64);

impl Hasher for Itself {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| hash.rotate_left(8) ^ u64::from(*byte));
    }

    fn write_u64(&mut self, number: u64) {
        // The last bit of most is the same.
        self.0 = number.rotate_right(1);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// What counts of one page.
struct Described {
    language: LanguageId,
    /// Whether related pages are looked for.
    asks: bool,
    /// Each feature with the weight of where it stands, in order; empty for a page that is never proposed.
    features: Vec<(Feature, u64)>,
}

fn describe(page: &Page) -> Described {
    // A set only repeats what its pages say.
    let is_proposed = page.kind == PageKind::Page && !page.front.search.exclude && page.front.set.is_empty();
    let file = page.file.as_deref().filter(|_| is_proposed);
    let features = file.filter(|_| !page.is_fallback).map(|file| features_of(page, file)).unwrap_or_default();
    Described { language: page.language, asks: page.front.related.is_none() && !page.front.emergency, features }
}

fn features_of(page: &Page, file: &ContentFile) -> Vec<(Feature, u64)> {
    let language = page.language;
    let headings: Vec<&str> = file.outline.iter().map(|heading| heading.text.as_str()).collect();
    let texts = [
        (page.title.as_str(), TITLE),
        // The first words of the text stand in for a description elsewhere, and never here.
        (page.front.description.as_deref().unwrap_or_default(), DESCRIPTION),
        (&headings.join(" "), HEADING),
    ];
    let mut features = Vec::new();
    for (text, weight) in texts {
        features.extend(words(language, text).into_iter().map(|word| (word, weight)));
    }
    let term = |(taxonomy, term): &(usize, usize)| {
        feature(language, Kind::Term, (*taxonomy as u64).to_le_bytes().into_iter().chain((*term as u64).to_le_bytes()))
    };
    features.extend(page.terms.iter().map(|carried| (term(carried), TERM)));
    // What only a snippet cites stands on many pages and says little about this one.
    let cited = file.citations.iter().flat_map(|citation| &citation.items).map(|item| item.source.value.as_str());
    let cited: BTreeSet<&str> = cited.collect();
    features.extend(cited.into_iter().map(|source| (feature(language, Kind::Source, source.bytes()), SOURCE)));
    features.sort_unstable();
    features.dedup_by(|(next, weight), (feature, sum)| {
        let is_same = next == feature;
        *sum += if is_same { *weight } else { 0 };
        is_same
    });
    features
}

/// The words of a text, each once. Those of one or two letters say too little.
fn words(language: LanguageId, text: &str) -> Vec<Feature> {
    let words = text.split(|sign: char| !sign.is_alphanumeric()).filter(|word| word.len() > 2);
    let number = |word: &str| {
        if word.is_ascii() {
            return feature(language, Kind::Word, word.bytes().map(|byte| byte.to_ascii_lowercase()));
        }
        feature(language, Kind::Word, folded(word).bytes())
    };
    let mut numbers: Vec<Feature> = words.map(number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// What was found, and at what cost.
struct Related {
    lists: Vec<Vec<PageId>>,
    /// How many pairs of pages were compared.
    #[cfg_attr(not(test), expect(dead_code, reason = "the tests hold the cost to its limit"))]
    compared: usize,
}

fn relate(described: &[Described]) -> Related {
    let index = Index::new(described);
    let found: Vec<(Vec<PageId>, usize)> = (0..described.len())
        .into_par_iter()
        .map_init(
            || Desk { weights: vec![0; index.rarity.len()], shared: vec![0; described.len()] },
            |desk, page| if described[page].asks { index.related_to(page, desk) } else { (Vec::new(), 0) },
        )
        .collect();
    let compared = found.iter().map(|(_, compared)| compared).sum();
    Related { lists: found.into_iter().map(|(list, _)| list).collect(), compared }
}

/// A feature of a page: its number among those that count, and its weight there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Weighed {
    feature: u32,
    weight: u32,
}

impl Weighed {
    fn index(self) -> usize {
        self.feature as usize
    }
}

/// Room for looking at one page. All is zero before and after.
struct Desk {
    /// By feature: its weight on the page.
    weights: Vec<u32>,
    /// By page: how much the features weigh that led to it.
    shared: Vec<u32>,
}

/// The features of all pages, and the pages of all features.
struct Index {
    /// The features that count, by page.
    pages: Vec<Vec<Weighed>>,
    /// By page: how long the vector of its weights is.
    lengths: Vec<u64>,
    /// By feature, in the order of the pages.
    carriers: Vec<Vec<usize>>,
    /// By feature.
    rarity: Vec<u64>,
    /// By feature: whether it is a word.
    is_word: Vec<bool>,
}

impl Index {
    fn new(described: &[Described]) -> Self {
        let mut all: Vec<Feature> =
            described.par_iter().flat_map_iter(|page| page.features.iter().map(|(feature, _)| *feature)).collect();
        all.par_sort_unstable();
        // What only one page has relates no pages.
        let shared: Vec<(Feature, u64)> = all
            .chunk_by(|a, b| a == b)
            .filter(|same| same.len() > 1)
            .map(|same| (same[0], same.len() as u64))
            .collect();
        let numbers: HashMap<Feature, u32, BuildHasherDefault<Itself>> =
            shared.iter().map(|(feature, _)| *feature).zip(0..).collect();
        let mut sizes: BTreeMap<LanguageId, u64> = BTreeMap::new();
        for page in described {
            *sizes.entry(page.language).or_default() += u64::from(!page.features.is_empty());
        }
        let size = |language| sizes.get(&language).copied().unwrap_or_default();
        let rarity = |language, number: u32| log2(size(language) + 1) - log2(shared[number as usize].1);
        let pages: Vec<Vec<Weighed>> = described
            .par_iter()
            .map(|page| {
                let known = page.features.iter().filter_map(|(feature, weight)| {
                    let number = *numbers.get(feature)?;
                    let weight = u32::try_from(weight * rarity(page.language, number)).unwrap_or(u32::MAX);
                    Some(Weighed { feature: number, weight })
                });
                heaviest(known.collect())
            })
            .collect();
        let lengths = pages.iter().map(|features| length(features)).collect();
        let (mut carriers, mut rarities) = (vec![Vec::new(); shared.len()], vec![0; shared.len()]);
        for (page, features) in pages.iter().enumerate() {
            for weighed in features {
                carriers[weighed.index()].push(page);
                rarities[weighed.index()] = rarity(described[page].language, weighed.feature);
            }
        }
        let is_word = shared.iter().map(|(feature, _)| is_word(*feature)).collect();
        Self { pages, lengths, carriers, rarity: rarities, is_word }
    }

    /// The pages related to one, and how many it was compared with.
    fn related_to(&self, page: usize, desk: &mut Desk) -> (Vec<PageId>, usize) {
        let candidates = self.candidates(page, &mut desk.shared);
        for weighed in &self.pages[page] {
            desk.weights[weighed.index()] = weighed.weight;
        }
        let scored = candidates.iter().filter_map(|other| Some((self.score(&desk.weights, *other)?, *other)));
        let mut scored: Vec<(u64, usize)> = scored.collect();
        for weighed in &self.pages[page] {
            desk.weights[weighed.index()] = 0;
        }
        scored.sort_unstable_by_key(|(score, other)| (Reverse(*score), *other));
        let best = scored.iter().take(MOST).filter_map(|(_, other)| u32::try_from(*other).ok().map(PageId));
        (best.collect(), candidates.len())
    }

    /// Of the pages near a page that share one of its rarest features, those that share most of them.
    fn candidates(&self, page: usize, shared: &mut [u32]) -> Vec<usize> {
        let mut rarest = self.pages[page].clone();
        rarest.sort_unstable_by_key(|weighed| (self.carriers[weighed.index()].len(), weighed.feature));
        rarest.truncate(RAREST);
        let mut candidates: Vec<usize> = Vec::with_capacity(RAREST * 2 * NEAR);
        for weighed in rarest {
            let carriers = &self.carriers[weighed.index()];
            let own = carriers.partition_point(|other| *other < page);
            let last = (own + NEAR + 1).min(carriers.len());
            for other in &carriers[own.saturating_sub(NEAR)..last] {
                if shared[*other] == 0 && *other != page {
                    candidates.push(*other);
                }
                shared[*other] = shared[*other].saturating_add(weighed.weight);
            }
        }
        if candidates.len() > COMPARED {
            candidates.select_nth_unstable_by_key(COMPARED, |other| (Reverse(shared[*other]), *other));
        }
        for other in candidates.iter().chain([&page]) {
            shared[*other] = 0;
        }
        candidates.truncate(COMPARED);
        candidates
    }

    /// How near two pages are: what they share, measured against all that the other one has, so that a page which has a little
    /// of everything is not related to everything. `None` when it is too little.
    fn score(&self, weights: &[u32], other: usize) -> Option<u64> {
        let (mut product, mut rarity, mut words, mut others) = (0, 0, 0, 0);
        for its in &self.pages[other] {
            let mine = weights[its.index()];
            if mine > 0 {
                product += u64::from(mine) * u64::from(its.weight);
                rarity += self.rarity[its.index()];
                if self.is_word[its.index()] { words += 1 } else { others += 1 }
            }
        }
        let is_enough = rarity >= ENOUGH && (others > 0 || words > 1);
        is_enough.then(|| product * 64 / self.lengths[other])
    }
}

/// The features that weigh most; what every page has weighs nothing.
fn heaviest(mut features: Vec<Weighed>) -> Vec<Weighed> {
    features.retain(|weighed| weighed.weight > 0);
    features.sort_unstable_by_key(|weighed| (Reverse(weighed.weight), weighed.feature));
    features.truncate(KEPT);
    features
}

/// The root of the sum of the squares, at least 1.
fn length(features: &[Weighed]) -> u64 {
    features.iter().map(|weighed| u64::from(weighed.weight).pow(2)).sum::<u64>().isqrt().max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described(names: &[&str]) -> Described {
        let names = names.iter().map(|name| feature(0, Kind::Word, name.bytes()));
        let features = names.collect::<BTreeSet<_>>().into_iter().map(|word| (word, TITLE)).collect();
        Described { language: 0, asks: true, features }
    }

    fn many(count: usize, words: impl Fn(usize) -> Vec<String>) -> Related {
        let words: Vec<Vec<String>> = (0..count).map(words).collect();
        let described: Vec<Described> =
            words.iter().map(|words| described(&words.iter().map(String::as_str).collect::<Vec<_>>())).collect();
        relate(&described)
    }

    #[test]
    fn a_feature_of_every_page_or_of_one_relates_no_pages() {
        let related = many(1000, |page| vec!["everywhere".into(), "always".into(), format!("only-{page}")]);
        assert_eq!(related.compared, 0);
        assert!(related.lists.iter().all(Vec::is_empty));
    }

    #[test]
    fn however_many_pages_share_a_feature_each_is_compared_with_few() {
        let most = COMPARED;
        for count in [100, 1000, 4000] {
            // Every page has twenty words of which each stands on a third of all pages.
            let related = many(count, |page| {
                (0..60).filter(|word| (page + word) % 3 == 0).map(|word| format!("word-{word}")).collect()
            });
            assert!(related.compared <= count * most, "{count} pages: {} comparisons", related.compared);
            assert!(related.lists.iter().all(|list| list.len() == MOST), "{count}");
        }
    }

    #[test]
    fn one_word_in_common_is_too_little() {
        let pages = [
            described(&["sleep", "night"]),
            described(&["sleep", "day"]),
            described(&["night", "sleep"]),
            described(&["day"]),
        ];
        let lists = relate(&pages).lists;
        assert_eq!(lists, [vec![PageId(2)], vec![], vec![PageId(0)], vec![]]);
    }
}
