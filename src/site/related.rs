//! Related pages: what the reader of one page may want to read next.
//!
//! Input: the pages, and who looks up what a page names. Output: for each page the related ones, best first. Where an author
//! names them, they are those, and no others; an empty list means none. Else they are found by what two pages have in common:
//! words of title, description and headings, terms, and cited sources, the rarer the weightier. The text itself is never
//! looked at, so that a change in it changes no other page. Each page is compared with few others, so work grows with
//! n log n. All numbers are whole, and the order of pages breaks ties, so no machine finds another order.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;

use super::links::Finder;
use super::{LanguageId, Page, PageId, PageKind};
use crate::content::ContentFile;
use crate::text::folded;
use crate::yaml::Spanned;

/// The most related pages that are found for a page.
const MOST: usize = 4;

/// How many of the rarest features of a page lead to the pages it is compared with.
const RAREST: usize = 12;

/// How many pages are looked at for one feature before and after the page itself, in the order of the site, where pages of one
/// section lie together.
const NEAR: usize = 8;

/// How many features of a page count.
const KEPT: usize = 32;

/// How rare all that two pages share must be at least, in parts of [`ONE`]: two pages are not related by what nearly every page
/// has.
const ENOUGH: u64 = ONE / 2;

/// One bit of rarity: a feature that half of all pages have.
const ONE: u64 = 256;

/// How much it weighs where a feature stands.
const TERM: u64 = 6;
const TITLE: u64 = 5;
const SOURCE: u64 = 3;
const DESCRIPTION: u64 = 2;
const HEADING: u64 = 1;

/// The related pages of each page.
pub(super) fn find(pages: &[Page], finder: &Finder<'_>) -> Vec<Vec<PageId>> {
    let described: Vec<Described<'_>> = pages.par_iter().map(describe).collect();
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

/// Something that two pages can have in common.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Feature<'a> {
    Word(String),
    Term(usize, usize),
    Source(&'a str),
}

/// What counts of one page.
struct Described<'a> {
    language: LanguageId,
    /// Whether related pages are looked for.
    asks: bool,
    /// Each feature with the weight of where it stands; empty for a page that is never proposed.
    features: BTreeMap<Feature<'a>, u64>,
}

fn describe(page: &Page) -> Described<'_> {
    // A set only repeats what its pages say.
    let is_proposed = page.kind == PageKind::Page && !page.front.search.exclude && page.front.set.is_empty();
    let file = page.file.as_deref().filter(|_| is_proposed);
    let features = file.filter(|_| !page.is_fallback).map(|file| features_of(page, file)).unwrap_or_default();
    Described { language: page.language, asks: page.front.related.is_none(), features }
}

fn features_of<'a>(page: &'a Page, file: &'a ContentFile) -> BTreeMap<Feature<'a>, u64> {
    let mut features: BTreeMap<Feature<'a>, u64> = BTreeMap::new();
    let headings: Vec<&str> = file.outline.iter().map(|heading| heading.text.as_str()).collect();
    let texts = [
        (page.title.as_str(), TITLE),
        // The first words of the text stand in for a description elsewhere, and never here.
        (page.front.description.as_deref().unwrap_or_default(), DESCRIPTION),
        (&headings.join(" "), HEADING),
    ];
    for (text, weight) in texts {
        for word in words(text) {
            *features.entry(Feature::Word(word)).or_default() += weight;
        }
    }
    features.extend(page.terms.iter().map(|(taxonomy, term)| (Feature::Term(*taxonomy, *term), TERM)));
    // What only a snippet cites stands on many pages and says little about this one.
    let cited = file.citations.iter().flat_map(|citation| &citation.items).map(|item| item.source.value.as_str());
    features.extend(cited.collect::<BTreeSet<_>>().into_iter().map(|source| (Feature::Source(source), SOURCE)));
    features
}

/// The words of a text, each once. Those of one or two letters say too little.
fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|sign: char| !sign.is_alphanumeric()).filter(|word| word.len() > 2);
    words.map(folded).collect()
}

/// What was found, and at what cost.
struct Related {
    lists: Vec<Vec<PageId>>,
    /// How many pairs of pages were compared.
    #[cfg_attr(not(test), expect(dead_code, reason = "the tests hold the cost to its limit"))]
    compared: usize,
}

fn relate(described: &[Described<'_>]) -> Related {
    let index = Index::new(described);
    let found: Vec<(Vec<PageId>, usize)> = (0..described.len())
        .into_par_iter()
        .map(|page| if described[page].asks { index.related_to(page) } else { (Vec::new(), 0) })
        .collect();
    let compared = found.iter().map(|(_, compared)| compared).sum();
    Related { lists: found.into_iter().map(|(list, _)| list).collect(), compared }
}

/// A feature of a page: its number, and its weight there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Weighed {
    feature: usize,
    weight: u64,
}

/// The features of all pages, and the pages of all features.
struct Index {
    /// The features that count, by page, in the order of their numbers.
    pages: Vec<Vec<Weighed>>,
    /// By page: how long the vector of its weights is.
    lengths: Vec<u64>,
    /// By feature, in the order of the pages.
    carriers: Vec<Vec<usize>>,
    /// By feature.
    rarity: Vec<u64>,
    /// By feature: whether it is a word, of which one alone says too little.
    is_word: Vec<bool>,
}

impl Index {
    fn new(described: &[Described<'_>]) -> Self {
        let mut numbers: HashMap<(LanguageId, &Feature<'_>), usize> = HashMap::new();
        let (mut counts, mut is_word, mut languages) = (Vec::new(), Vec::new(), Vec::new());
        let mut sizes: BTreeMap<LanguageId, u64> = BTreeMap::new();
        let mut pages: Vec<Vec<Weighed>> = Vec::with_capacity(described.len());
        for Described { language, features, .. } in described {
            *sizes.entry(*language).or_default() += u64::from(!features.is_empty());
            let numbered = features.iter().map(|(feature, weight)| {
                let number = *numbers.entry((*language, feature)).or_insert_with(|| {
                    counts.push(0_u64);
                    is_word.push(matches!(feature, Feature::Word(_)));
                    languages.push(*language);
                    counts.len() - 1
                });
                counts[number] += 1;
                Weighed { feature: number, weight: *weight }
            });
            pages.push(numbered.collect());
        }
        let size = |language| sizes.get(language).copied().unwrap_or_default();
        let rarity: Vec<u64> =
            languages.iter().zip(&counts).map(|(language, count)| log2(size(language) + 1) - log2(*count)).collect();
        pages.par_iter_mut().for_each(|features| weigh(features, &rarity, &counts));
        let lengths = pages.iter().map(|features| length(features)).collect();
        let mut carriers = vec![Vec::new(); counts.len()];
        for (page, features) in pages.iter().enumerate() {
            for weighed in features {
                carriers[weighed.feature].push(page);
            }
        }
        Self { pages, lengths, carriers, rarity, is_word }
    }

    /// The pages related to one, and how many it was compared with.
    fn related_to(&self, page: usize) -> (Vec<PageId>, usize) {
        let candidates = self.candidates(page);
        let scored = candidates.iter().filter_map(|other| Some((self.score(page, *other)?, *other)));
        let mut scored: Vec<(u64, usize)> = scored.collect();
        scored.sort_unstable_by_key(|(score, other)| (Reverse(*score), *other));
        let best = scored.iter().take(MOST).filter_map(|(_, other)| u32::try_from(*other).ok().map(PageId));
        (best.collect(), candidates.len())
    }

    /// The pages that share one of the rarest features of a page.
    fn candidates(&self, page: usize) -> Vec<usize> {
        let mut rarest: Vec<usize> = self.pages[page].iter().map(|weighed| weighed.feature).collect();
        rarest.sort_unstable_by_key(|feature| (self.carriers[*feature].len(), *feature));
        rarest.truncate(RAREST);
        let near = rarest.iter().flat_map(|feature| {
            let carriers = &self.carriers[*feature];
            let own = carriers.partition_point(|other| *other < page);
            let last = (own + NEAR + 1).min(carriers.len());
            &carriers[own.saturating_sub(NEAR)..last]
        });
        let mut candidates: Vec<usize> = near.copied().filter(|other| *other != page).collect();
        candidates.sort_unstable();
        candidates.dedup();
        candidates
    }

    /// How near two pages are: what they share, measured against all that the other one has, so that a page which has a little
    /// of everything is not related to everything. `None` when it is too little.
    fn score(&self, page: usize, other: usize) -> Option<u64> {
        let (mut product, mut rarity, mut words, mut others) = (0, 0, 0, 0);
        for (mine, its) in shared(&self.pages[page], &self.pages[other]) {
            product += mine.weight * its.weight;
            rarity += self.rarity[mine.feature];
            if self.is_word[mine.feature] { words += 1 } else { others += 1 }
        }
        let is_enough = rarity >= ENOUGH && (others > 0 || words > 1);
        is_enough.then(|| product * 64 / self.lengths[other])
    }
}

/// Weighs features by their rarity, and leaves those that count: what only one page has, or every page, relates no pages.
fn weigh(features: &mut Vec<Weighed>, rarity: &[u64], counts: &[u64]) {
    for weighed in features.iter_mut() {
        weighed.weight *= rarity[weighed.feature];
    }
    features.retain(|weighed| weighed.weight > 0 && counts[weighed.feature] > 1);
    features.sort_unstable_by_key(|weighed| (Reverse(weighed.weight), weighed.feature));
    features.truncate(KEPT);
    features.sort_unstable_by_key(|weighed| weighed.feature);
}

/// The root of the sum of the squares, at least 1.
fn length(features: &[Weighed]) -> u64 {
    features.iter().map(|weighed| weighed.weight * weighed.weight).sum::<u64>().isqrt().max(1)
}

/// The features that stand in both lists.
fn shared<'a>(mine: &'a [Weighed], its: &'a [Weighed]) -> impl Iterator<Item = (Weighed, Weighed)> + 'a {
    let mut rest = its;
    mine.iter().filter_map(move |weighed| {
        while let Some((first, after)) = rest.split_first().filter(|(first, _)| first.feature <= weighed.feature) {
            rest = after;
            if first.feature == weighed.feature {
                return Some((*weighed, *first));
            }
        }
        None
    })
}

/// The binary logarithm of a number from 1 on, in parts of [`ONE`], cut and not rounded.
fn log2(number: u64) -> u64 {
    let whole = number.max(1).ilog2();
    let mut rest = (u128::from(number.max(1)) << 32) >> whole;
    let mut logarithm = u64::from(whole);
    for _ in 0..ONE.ilog2() {
        rest = (rest * rest) >> 32;
        let is_two = rest >> 33;
        logarithm = logarithm * 2 + u64::from(is_two > 0);
        rest >>= u32::from(is_two > 0);
    }
    logarithm
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described(words: &[&str]) -> Described<'static> {
        let features = words.iter().map(|word| (Feature::Word((*word).to_string()), TITLE)).collect();
        Described { language: 0, asks: true, features }
    }

    fn many(count: usize, words: impl Fn(usize) -> Vec<String>) -> Related {
        let words: Vec<Vec<String>> = (0..count).map(words).collect();
        let described: Vec<Described<'_>> =
            words.iter().map(|words| described(&words.iter().map(String::as_str).collect::<Vec<_>>())).collect();
        relate(&described)
    }

    #[test]
    fn a_logarithm_is_that_of_whole_numbers() {
        for (number, expected) in [(1, 0), (2, 256), (3, 405), (4, 512), (1000, 2551), (1_u64 << 40, 10240)] {
            assert_eq!(log2(number), expected, "{number}");
        }
        assert!((1..5000).all(|number| log2(number) <= log2(number + 1)));
    }

    #[test]
    fn a_feature_of_every_page_or_of_one_relates_no_pages() {
        let related = many(1000, |page| vec!["everywhere".into(), "always".into(), format!("only-{page}")]);
        assert_eq!(related.compared, 0);
        assert!(related.lists.iter().all(Vec::is_empty));
    }

    #[test]
    fn however_many_pages_share_a_feature_each_is_compared_with_few() {
        let most = RAREST * 2 * NEAR;
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

    #[test]
    fn what_stands_in_both_lists_is_found_once() {
        let list = |features: &[usize]| {
            features.iter().map(|feature| Weighed { feature: *feature, weight: 1 }).collect::<Vec<_>>()
        };
        let both =
            |a: &[usize], b: &[usize]| shared(&list(a), &list(b)).map(|(mine, _)| mine.feature).collect::<Vec<_>>();
        assert_eq!(both(&[1, 3, 5], &[0, 3, 4, 5, 9]), [3, 5]);
        assert_eq!(both(&[1, 2], &[3]), Vec::<usize>::new());
        assert_eq!(both(&[7], &[1, 2, 7]), [7]);
    }
}
