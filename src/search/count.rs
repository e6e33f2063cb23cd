//! How much each word counts on each page: BM25 over several fields (Robertson, Zaragoza and Taylor, "Simple BM25 extension to
//! multiple weighted fields", 2004, <https://doi.org/10.1145/1031171.1031181>).
//!
//! Input: the pages of a language. Output: for each spelling its pages, with a part of what it counts there. Pages are read side
//! by side in stretches of the same length, so that the order of all numbers is that of the pages. Only sums, products and
//! quotients are used, which are the same on every machine.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::fold;
use super::pages::Entry;

/// How many fields a page has: title, keywords, headings, main message, description, text.
pub(super) const FIELDS: usize = 6;

/// How much a word counts by the field in which it stands.
const WEIGHTS: [f64; FIELDS] = [5.0, 5.0, 2.0, 2.0, 1.0, 1.0];

/// How much the length of a field takes away from what its words count.
const BY_LENGTH: [f64; FIELDS] = [0.4, 0.4, 0.4, 0.4, 0.4, 0.75];

/// How many times a word stands on a page until more times hardly count.
const SATURATION: f64 = 2.0;

/// The highest impact: one digit of the index holds it.
pub(super) const MOST_IMPACT: u8 = 31;

/// So many pages are counted by one thread at a time.
const STRETCH: usize = 128;

/// A word as it is spelt, and where it stands.
#[derive(Debug)]
pub(super) struct Spelling {
    pub(super) spelled: String,
    pub(super) folded: String,
    /// Its pages in order, and what it counts there.
    pub(super) pages: Vec<(u32, f64)>,
}

/// Counts the words of all pages. Spellings come in the order in which they are met.
pub(super) fn count(pages: &[Entry]) -> Vec<Spelling> {
    let stretches: Vec<Stretch> =
        pages.par_chunks(STRETCH).enumerate().map(|(at, pages)| Stretch::of(at * STRETCH, pages)).collect();
    let means = mean_lengths(stretches.iter().flat_map(|stretch| &stretch.lengths));
    let mut numbers: FxHashMap<&str, usize> = FxHashMap::default();
    let mut spellings: Vec<Spelling> = Vec::new();
    for stretch in &stretches {
        let own: Vec<usize> = stretch
            .words
            .iter()
            .map(|(spelled, folded)| {
                *numbers.entry(spelled).or_insert_with(|| {
                    let (spelled, folded) = (spelled.clone(), folded.clone());
                    spellings.push(Spelling { spelled, folded, pages: Vec::new() });
                    spellings.len() - 1
                })
            })
            .collect();
        for use_ in &stretch.uses {
            let length = &stretch.lengths[use_.page as usize - stretch.start];
            let boost = pages[use_.page as usize].boost;
            let counts = boost * use_.counts(length, &means);
            let pages = &mut spellings[own[use_.word as usize]].pages;
            match pages.last_mut().filter(|(page, _)| *page == use_.page) {
                Some((_, sum)) => *sum += counts,
                None => pages.push((use_.page, counts)),
            }
        }
    }
    spellings
}

/// From what a group of words counts on a page, all its words together, to its impact there.
pub(super) fn impact(counts: f64) -> u8 {
    let saturated = f64::from(MOST_IMPACT + 1) * counts / (counts + SATURATION);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "below 32, and no less than 0")]
    let whole = saturated as u8;
    whole.clamp(1, MOST_IMPACT)
}

/// How often a word stands in one field of a page.
struct Use {
    page: u32,
    word: u32,
    field: u8,
    times: u32,
}

impl Use {
    fn counts(&self, lengths: &[u32; FIELDS], means: &[f64; FIELDS]) -> f64 {
        let field = usize::from(self.field);
        let relative = if means[field] > 0.0 { f64::from(lengths[field]) / means[field] } else { 1.0 };
        WEIGHTS[field] * f64::from(self.times) / (1.0 - BY_LENGTH[field] + BY_LENGTH[field] * relative)
    }
}

/// What was counted on some pages that follow each other.
struct Stretch {
    /// The number of the first page.
    start: usize,
    /// The words as they are spelt, each with its folded form.
    words: Vec<(String, String)>,
    uses: Vec<Use>,
    /// By page: how many words each field has.
    lengths: Vec<[u32; FIELDS]>,
}

impl Stretch {
    fn of(start: usize, pages: &[Entry]) -> Self {
        let mut stretch = Self { start, words: Vec::new(), uses: Vec::new(), lengths: Vec::with_capacity(pages.len()) };
        let mut numbers: FxHashMap<String, u32> = FxHashMap::default();
        // By word: how often it stands in the field at hand.
        let mut times: Vec<u32> = Vec::new();
        let mut met: Vec<u32> = Vec::new();
        for (page, entry) in (start..).zip(pages) {
            let page = u32::try_from(page).unwrap_or(u32::MAX);
            let mut lengths = [0; FIELDS];
            for ((field, text), length) in (0..).zip(entry.fields()).zip(&mut lengths) {
                fold::each_word(&text, &mut |spelled, folded| {
                    let number = number_of(spelled, folded, &mut numbers, &mut stretch.words);
                    times.resize(stretch.words.len(), 0);
                    let count = &mut times[number as usize];
                    if *count == 0 {
                        met.push(number);
                    }
                    *count += 1;
                    *length += 1;
                });
                for word in met.drain(..) {
                    let times = std::mem::take(&mut times[word as usize]);
                    stretch.uses.push(Use { page, word, field, times });
                }
            }
            stretch.lengths.push(lengths);
        }
        stretch
    }
}

fn number_of(
    spelled: &str,
    folded: &str,
    numbers: &mut FxHashMap<String, u32>,
    words: &mut Vec<(String, String)>,
) -> u32 {
    if let Some(number) = numbers.get(spelled) {
        return *number;
    }
    let number = u32::try_from(words.len()).unwrap_or(u32::MAX);
    words.push((spelled.to_string(), folded.to_string()));
    numbers.insert(spelled.to_string(), number);
    number
}

/// The mean length of each field over the pages that have it: one that few pages have is no longer there than elsewhere.
fn mean_lengths<'a>(lengths: impl Iterator<Item = &'a [u32; FIELDS]>) -> [f64; FIELDS] {
    let mut sums = [(0_u64, 0_u32); FIELDS];
    for lengths in lengths {
        for ((sum, pages), length) in sums.iter_mut().zip(lengths) {
            *sum += u64::from(*length);
            *pages += u32::from(*length > 0);
        }
    }
    // A language has far fewer words than a float can count exactly.
    sums.map(|(sum, pages)| u32::try_from(sum).map_or(f64::from(u32::MAX), f64::from) / f64::from(pages.max(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn impacts_grow_with_what_a_word_counts_and_never_leave_their_digit() {
        let impacts: Vec<u8> = [0.0, 0.1, 1.0, 1.2, 4.0, 1e9].map(impact).into();
        assert_eq!(impacts, [1, 1, 10, 11, 21, 31]);
    }
}
