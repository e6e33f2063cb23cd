//! Which pages answer a query, and which of them best.
//!
//! Input: the files of an index and a query. Output: the same pages in the same order as the client in a browser gives, with the
//! reasons. All numbers are whole.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde::Serialize;

use super::code::{Form, Group, Shard};
use super::groups::{MEDICINE, NEVER};
use super::query::{self, Query};
use super::read::Reader;
use super::{Texts, fold, near};

/// How much a way from a typed word to words of the index counts.
const EXACT: u64 = 64;
const WITHOUT_ACCENTS: u64 = 52;
const CORRECTED: u64 = 52;
const BEGINS: u64 = 40;
const AKIN: u64 = 24;

/// How many words that begin alike are looked at, and how many of those that only begin alike.
const MOST_LONGER: usize = 24;
const MOST_AKIN: usize = 8;

/// How many choices a reader is given between names of medicines.
const MOST_CHOICES: usize = 4;

/// So many files of words are asked for at once, where the words themselves do not need more.
const MOST_AT_ONCE: usize = 3;

/// No word is corrected to one with fewer letters.
const SHORTEST_NEAR: usize = 4;

/// Of so many pages the text is read for a phrase.
const READ: usize = 20;

/// What a query is answered with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// The query as it was typed.
    pub query: String,
    /// The query that was answered, when it was another one.
    pub corrected: Option<String>,
    /// Queries that may have been meant, where nobody but the reader can choose.
    pub alternatives: Vec<String>,
    /// How many pages were found.
    pub total: Total,
    /// The best of them, best first.
    pub results: Vec<Hit>,
    /// How each word was understood.
    #[serde(skip)]
    pub words: Vec<Explained>,
}

/// How many pages were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Total {
    /// So many.
    pub count: usize,
    /// Whether there are no more; of a word on very many pages, only those are listed on which it counts most.
    pub exact: bool,
}

/// One page that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hit {
    /// The link to it.
    pub url: String,
    /// Its title.
    pub title: String,
    /// The heading that holds most of the words.
    pub section: Option<String>,
    /// What it is about.
    pub description: String,
    /// The id of that heading.
    pub anchor: Option<String>,
    /// The section of the site in which it lies; empty when in none.
    pub within: String,
    /// How well it answers, in relation to the others.
    pub score: u64,
    /// What each word adds to that.
    #[serde(skip)]
    pub matched: Vec<Matched>,
}

/// How one word of a query was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// The word, folded.
    pub word: String,
    /// What it stands for.
    pub expansions: Vec<Expansion>,
}

/// One form that a word stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expansion {
    /// The form in the index.
    pub form: String,
    /// How much this way counts, of 64.
    pub weight: u64,
    /// How rare its group is, in 16ths of a bit.
    pub idf: u64,
    /// On how many pages its group stands.
    pub df: u64,
    /// Which pages it leads to, and how much it counts there.
    postings: BTreeMap<u32, u8>,
    /// Whether all its pages are listed.
    is_whole: bool,
}

/// What a word adds to the score of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matched {
    /// The word, folded.
    pub word: String,
    /// The form by which it was found.
    pub form: String,
    /// Weight, rarity and impact, whose product is what it adds.
    pub factors: (u64, u64, u64),
}

/// Answers a query.
pub(super) fn answer(reader: &Reader<'_>, texts: &Texts, text: &str, limit: usize) -> Answer {
    let query = query::parse(text, &reader.common());
    let asked = around(reader, &query);
    let mut search = Search { reader, query: &query, text, asked, corrections: Vec::new(), choices: None };
    let joined = search.joined();
    let words: Vec<Explained> = (0..query.words.len()).map(|at| search.explain(at, &joined[at])).collect();
    let (corrected, alternatives) = (search.corrected(), search.alternatives());
    let mut scored = scores(&words);
    for word in &query.without {
        let shard = reader.shard(reader.number_of(word));
        for (page, _) in find(&shard, word).into_iter().flat_map(|group| &group.postings) {
            scored.remove(page);
        }
    }
    let mut order: Vec<(u64, u32)> = scored.into_iter().map(|(page, score)| (score, page)).collect();
    order.sort_unstable_by_key(|(score, page)| (std::cmp::Reverse(*score), *page));
    let mut exact = words.iter().flat_map(|word| &word.expansions).all(|expansion| expansion.is_whole);
    let holding: Vec<(u64, u32)> =
        order.iter().take(READ).filter(|(_, page)| texts.hold(*page, &query.phrases)).copied().collect();
    if !query.phrases.is_empty() && !holding.is_empty() {
        (order, exact) = (holding, true);
    }
    let total = Total { count: order.len(), exact };
    let hits = order.iter().take(limit).filter_map(|(score, page)| hit(reader, &words, *page, *score));
    Answer { query: text.to_string(), corrected, alternatives, total, results: hits.collect(), words }
}

impl Texts {
    /// Whether the text of a page holds all phrases.
    fn hold(&self, page: u32, phrases: &[Vec<String>]) -> bool {
        let Some(text) = self.0.get(page as usize) else { return false };
        let words = fold::folded_words(text);
        phrases.iter().all(|phrase| words.windows(phrase.len()).any(|window| window == phrase))
    }
}

/// The group of a form in a shard.
fn find<'s>(shard: &'s Shard, key: &str) -> Option<&'s Group> {
    let form = form(shard, key)?;
    shard.groups.get(form.group?)
}

fn form<'s>(shard: &'s Shard, key: &str) -> Option<&'s Form> {
    shard.forms.iter().find(|form| form.key == key)
}

/// The words for each word of the query at hand.
struct Search<'a> {
    reader: &'a Reader<'a>,
    query: &'a Query,
    text: &'a str,
    /// The numbers of the shards that a browser has at hand.
    asked: BTreeSet<usize>,
    /// Words and what they were corrected to.
    corrections: Vec<(String, String)>,
    /// A word that only the reader can correct, and what it may be.
    choices: Option<(String, Vec<String>)>,
}

impl Search<'_> {
    /// The query with all that was corrected; `None` when nothing was.
    fn corrected(&self) -> Option<String> {
        let replace = |text: String, (word, by): &(String, String)| query::with_word_replaced(&text, word, by);
        (!self.corrections.is_empty()).then(|| self.corrections.iter().fold(self.text.to_string(), replace))
    }

    /// The query with each choice that the reader has.
    fn alternatives(&self) -> Vec<String> {
        let Some((word, names)) = &self.choices else { return Vec::new() };
        let text = self.corrected().unwrap_or_else(|| self.text.to_string());
        names.iter().map(|name| query::with_word_replaced(&text, word, name)).collect()
    }

    /// For each word, what it stands for together with its neighbours.
    fn joined(&self) -> Vec<Vec<Expansion>> {
        let words = &self.query.words;
        let mut all = vec![Vec::new(); words.len()];
        for start in 0..words.len() {
            for count in [3, 2] {
                let Some(several) = words.get(start..start + count) else { continue };
                let key = several.join(" ");
                if let Some(mut expansion) = self.exact(&key, EXACT) {
                    expansion.idf = (expansion.idf / count as u64).max(1);
                    for own in &mut all[start..start + count] {
                        own.push(expansion.clone());
                    }
                }
            }
        }
        all
    }

    fn exact(&self, key: &str, weight: u64) -> Option<Expansion> {
        let shard = self.reader.shard(self.reader.number_of(key));
        find(&shard, key).map(|group| Expansion::new(key, weight, group))
    }

    fn explain(&mut self, at: usize, joined: &[Expansion]) -> Explained {
        let word = self.query.words[at].as_str();
        let goes_on = self.query.goes_on && at + 1 == self.query.words.len();
        let number = self.reader.number_of(word);
        let shard = self.reader.shard(number);
        let mut expansions = Vec::new();
        let accented = self.query.accented.iter().find(|(folded, _)| folded == word);
        let accented = accented.and_then(|(_, spelled)| self.exact(&format!("{word}={spelled}"), EXACT));
        let weight = if accented.is_some() { WITHOUT_ACCENTS } else { EXACT };
        expansions.extend(accented);
        expansions.extend(find(&shard, word).map(|group| Expansion::new(word, weight, group)));
        if goes_on && word.chars().count() >= 2 {
            // Beside a word that is there, a rarer one that begins with it counts no more: nobody who types "do" means "domestic".
            let rarest = find(&shard, word).map_or(u64::MAX, |group| group.idf);
            let longer = longer(&shard, word).into_iter();
            expansions.extend(longer.map(|one| Expansion { idf: one.idf.min(rarest), ..one }));
        }
        expansions.extend(joined.iter().cloned());
        let is_quoted = self.query.phrases.iter().flatten().any(|own| own == word);
        if expansions.is_empty() && !is_quoted && form(&shard, word).is_none() {
            expansions = self.correct(word, number);
        }
        Explained { word: word.to_string(), expansions }
    }

    /// What a word may have been meant to be that no page has. One name of a medicine is never swapped for another: where several
    /// are near, or one that the site protects, the reader chooses.
    fn correct(&mut self, word: &str, number: usize) -> Vec<Expansion> {
        let letters: Vec<char> = word.chars().collect();
        let most = near::forgiven(letters.len());
        if most == 0 {
            return Vec::new();
        }
        let at_hand = (number.saturating_sub(1)..number + 2).filter(|number| self.asked.contains(number));
        let shards: Vec<Rc<Shard>> = at_hand.map(|number| self.reader.shard(number)).collect();
        let candidates = Candidate::all(&shards);
        let near = nearest(&letters, most, &candidates);
        let Some(best) = near.first() else { return akin(&letters, &candidates) };
        let names = names(&letters, most, &near);
        let is_protected = near.iter().any(|one| one.form.flags.contains(NEVER));
        match names.as_slice() {
            [name] if !is_protected => {
                self.corrections.push((word.to_string(), name.clone()));
                vec![Expansion::new(name, CORRECTED, best.group)]
            }
            _ => {
                self.choices = Some((word.to_string(), names.into_iter().take(MOST_CHOICES).collect()));
                Vec::new()
            }
        }
    }
}

/// The shards that a browser asks for at once: those of the words, and, up to three, those beside them. A slip behind its second
/// letter may have brought a word over a border. Asking for them only when a word is not found would take a round more.
fn around(reader: &Reader<'_>, query: &Query) -> BTreeSet<usize> {
    let mut asked: BTreeSet<usize> = query.words.iter().map(|word| reader.number_of(word)).collect();
    let is_quoted = |word: &String| query.phrases.iter().flatten().any(|own| own == word);
    let words = query.words.iter().filter(|word| near::forgiven(word.chars().count()) > 0 && !is_quoted(word));
    let mut beside: Vec<(std::cmp::Reverse<usize>, usize)> = Vec::new();
    for word in words {
        let number = reader.number_of(word);
        let borders = [number.checked_sub(1).map(|before| (before, before)), Some((number, number + 1))];
        for (border, beside_it) in borders.into_iter().flatten() {
            let shared = reader.border(border).map_or(0, |border| shared(border, word));
            if shared > 1 {
                beside.push((std::cmp::Reverse(shared), beside_it));
            }
        }
    }
    beside.sort_unstable();
    for (_, number) in beside {
        if asked.len() < MOST_AT_ONCE {
            asked.insert(number);
        }
    }
    asked
}

/// How many UTF-16 units a word shares with those on the other side of a border.
fn shared(border: &str, word: &str) -> usize {
    let most = border.encode_utf16().count().saturating_sub(1);
    border.encode_utf16().zip(word.encode_utf16()).take(most).take_while(|(a, b)| a == b).count()
}

/// The forms that are near enough, nearest first. Candidates come in the order of their keys, which decides among equals.
fn nearest<'c, 's>(letters: &[char], most: usize, candidates: &'c [Candidate<'s>]) -> Vec<&'c Candidate<'s>> {
    let mut near: Vec<(usize, bool, std::cmp::Reverse<u64>, &Candidate<'_>)> = candidates
        .iter()
        .filter(|one| one.letters.len() >= SHORTEST_NEAR && (one.is_medicine() || !one.form.flags.contains(NEVER)))
        .filter_map(|one| {
            let distance = near::distance(letters, &one.letters, most)?;
            Some((distance, one.letters.first() != letters.first(), std::cmp::Reverse(one.group.df), one))
        })
        .collect();
    near.sort_by_key(|(distance, other_letter, df, _)| (*distance, *other_letter, *df));
    near.into_iter().map(|(.., one)| one).collect()
}

/// What may have been meant: the nearest word, every medicine that is near, and those that are easily taken for one of these.
fn names(letters: &[char], most: usize, near: &[&Candidate<'_>]) -> Vec<String> {
    let far = |name: &str| near::distance(letters, &name.chars().collect::<Vec<_>>(), usize::MAX).unwrap_or(usize::MAX);
    let meant = near.iter().enumerate().filter(|(at, one)| *at == 0 || one.is_medicine());
    let names = meant.flat_map(|(_, one)| {
        let alike = one.form.alike.iter().filter(|name| far(name) <= most);
        [one.form.shown()].into_iter().chain(alike.map(String::as_str))
    });
    let mut names: Vec<(usize, Vec<u16>, &str)> =
        names.map(|name| (far(name), name.encode_utf16().collect(), name)).collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().map(|(.., name)| name.to_string()).collect()
}

/// A form that stands by itself on some page.
struct Candidate<'s> {
    form: &'s Form,
    group: &'s Group,
    letters: Vec<char>,
}

impl<'s> Candidate<'s> {
    fn all(shards: &'s [Rc<Shard>]) -> Vec<Self> {
        let forms = shards.iter().flat_map(|shard| shard.forms.iter().map(move |form| (shard, form)));
        let single = forms.filter(|(_, form)| is_single(&form.key));
        let candidates = single.filter_map(|(shard, form)| {
            let group = shard.groups.get(form.group?)?;
            Some(Self { form, group, letters: form.key.chars().collect() })
        });
        candidates.collect()
    }

    fn is_medicine(&self) -> bool {
        self.form.flags.contains(MEDICINE)
    }
}

/// Whether a key is one word, without its accents.
fn is_single(key: &str) -> bool {
    !key.contains(['=', ' '])
}

/// The words that begin like one that is still being typed.
fn longer(shard: &Shard, word: &str) -> Vec<Expansion> {
    let others =
        shard.forms.iter().filter(|form| form.key != word && form.key.starts_with(word) && is_single(&form.key));
    let found = others.filter_map(|form| Some(Expansion::new(&form.key, BEGINS, shard.groups.get(form.group?)?)));
    most_frequent(found.collect(), MOST_LONGER)
}

/// Words that begin like one that nobody knows.
fn akin(letters: &[char], candidates: &[Candidate<'_>]) -> Vec<Expansion> {
    let same = &letters[..letters.len().min(4.max(letters.len().saturating_sub(3)))];
    let found = candidates.iter().filter(|one| one.letters.starts_with(same));
    most_frequent(found.map(|one| Expansion::new(&one.form.key, AKIN, one.group)).collect(), MOST_AKIN)
}

fn most_frequent(mut found: Vec<Expansion>, most: usize) -> Vec<Expansion> {
    found.sort_by_key(|expansion| std::cmp::Reverse(expansion.df));
    found.truncate(most);
    found
}

impl Expansion {
    fn new(form: &str, weight: u64, group: &Group) -> Self {
        Self {
            form: form.to_string(),
            weight,
            idf: group.idf,
            df: group.df,
            postings: group.postings.iter().copied().collect(),
            is_whole: group.postings.len() as u64 == group.df,
        }
    }

    /// What it adds to the score of a page.
    fn factors(&self, page: u32) -> Option<(u64, u64, u64)> {
        self.postings.get(&page).map(|impact| (self.weight, self.idf, u64::from(*impact)))
    }
}

fn product((weight, idf, impact): (u64, u64, u64)) -> u64 {
    weight * idf * impact
}

/// The score of every page on which a word stands.
fn scores(words: &[Explained]) -> BTreeMap<u32, u64> {
    let highest = |expansions: &[Expansion]| expansions.iter().map(|expansion| expansion.idf).max().unwrap_or_default();
    let whole: u64 = words.iter().map(|word| highest(&word.expansions)).sum();
    let mut all: BTreeMap<u32, (u64, u64)> = BTreeMap::new();
    for word in words {
        let mut own: BTreeMap<u32, (u64, u64)> = BTreeMap::new();
        for expansion in &word.expansions {
            for page in expansion.postings.keys() {
                let Some(factors) = expansion.factors(*page) else { continue };
                let (best, covered) = own.entry(*page).or_default();
                *best = (*best).max(product(factors));
                *covered = (*covered).max(expansion.idf);
            }
        }
        for (page, (best, covered)) in own {
            let (sum, all_covered) = all.entry(page).or_default();
            *sum += best;
            *all_covered += covered;
        }
    }
    let score = |(sum, covered): (u64, u64)| sum * (whole + 2 * covered) / whole.max(1);
    all.into_iter().map(|(page, found)| (page, score(found))).collect()
}

fn hit(reader: &Reader<'_>, words: &[Explained], page: u32, score: u64) -> Option<Hit> {
    let described = reader.page(page)?;
    let heading = best_heading(&described.3, words).cloned();
    let matched = words.iter().filter_map(|word| {
        let best = word.expansions.iter().filter_map(|one| Some((one.factors(page)?, one)));
        // The first of equals, as for readers.
        let (factors, one) = best.reduce(|best, next| if product(next.0) > product(best.0) { next } else { best })?;
        Some(Matched { word: word.word.clone(), form: one.form.clone(), factors })
    });
    let (anchor, section) = heading.unzip();
    Some(Hit {
        url: described.0,
        title: described.1,
        section,
        description: described.2,
        anchor,
        within: described.4,
        score,
        matched: matched.collect(),
    })
}

/// The heading that holds most of the words, if one holds any.
fn best_heading<'h>(headings: &'h [(String, String)], words: &[Explained]) -> Option<&'h (String, String)> {
    let wanted: Vec<&str> = words
        .iter()
        .map(|word| match word.expansions.as_slice() {
            [Expansion { weight: CORRECTED, form, .. }] if *form != word.word => form.as_str(),
            _ => word.word.as_str(),
        })
        .collect();
    let mut best = None;
    for heading in headings {
        let own = fold::folded_words(&heading.1);
        let count = wanted.iter().filter(|word| own.iter().any(|own| is_alike(own, word))).count();
        if count > best.map_or(0, |(most, _)| most) {
            best = Some((count, heading));
        }
    }
    best.map(|(_, heading)| heading)
}

/// Whether a word of a heading is one that was asked for, or begins like it.
fn is_alike(own: &str, wanted: &str) -> bool {
    let (own_letters, wanted_letters): (Vec<char>, Vec<char>) = (own.chars().collect(), wanted.chars().collect());
    let same = 4.max(wanted_letters.len().saturating_sub(2));
    own == wanted || own_letters.get(..same).is_some_and(|own| wanted_letters.get(..same) == Some(own))
}
