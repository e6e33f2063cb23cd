//! The files of one language: shards of words, blocks of pages, filters, and the module that names them.
//!
//! Input: the pages and their words. Output: addresses and bytes. The addresses of all but the module hold a hash of what all of
//! them say, so that a browser may keep them and never mixes two states of a site.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use super::code::{self, Form, Group, Shard, form_line};
use super::groups::{self, Postings, Words};
use super::pages::Entry;
use super::vocabulary::Urgent;
use super::{Files, client};
use crate::cache::KeyBuilder;
use crate::text::{BIT, log2};

/// A shard is closed before it is larger than this when it is compressed.
const SHARD: usize = 3 * 1024;

/// It is not closed before it is as large as this.
const SMALLEST_SHARD: usize = SHARD * 3 / 4;

/// What gzip leaves of a shard, in hundredths: measured on shards of the site that ships and of one of 10,000 pages.
const COMPRESSED: usize = 60;

/// The least of the longest lists of pages, and the part of all pages that it may hold.
const LONGEST_LIST: usize = 1000;
const LONGEST_PART: usize = 10;

/// From so many pages on, words that nearly all have are told to the client.
const COMMON_FROM: usize = 100;
const MOST_COMMON: usize = 64;

/// So many pages are described in one file, as a power of two.
pub(super) const BLOCK: u32 = 2;

/// So many files lie in one folder, as a power of two.
const FOLDER: u32 = 8;

/// One file of each kind, with its path below the folder of a language and a generation.
pub(super) fn shard_path(number: usize) -> String {
    format!("w/{}/{number}.json", number >> FOLDER)
}

pub(super) fn block_path(number: usize) -> String {
    format!("p/{}/{number}.json", number >> FOLDER)
}

/// What the module of a language says before its program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Index {
    pub(super) lang: String,
    /// The address of the files, with their generation.
    pub(super) base: String,
    pub(super) pages: usize,
    /// Where each shard but the first begins, as [`code::write_list`] gives it.
    pub(super) shards: String,
    /// The words that most pages have.
    pub(super) common: String,
    /// In how many files the pages of topics and sections are listed.
    pub(super) filters: usize,
    pub(super) languages: BTreeMap<String, String>,
    /// The list of all pages.
    pub(super) az: Option<String>,
    pub(super) urgent: Vec<Urgent>,
    pub(super) negations: Vec<String>,
}

/// What [`files`] is made from besides pages and words.
pub(super) struct Frame {
    pub(super) code: String,
    /// The address of the module.
    pub(super) module: String,
    /// The path of the site.
    pub(super) path: String,
    pub(super) languages: BTreeMap<String, String>,
    pub(super) az: Option<String>,
    pub(super) urgent: Vec<Urgent>,
    pub(super) negations: Vec<String>,
}

/// All files of a language by their address.
pub(super) fn files(pages: &[Entry], words: &Words, frame: Frame) -> Files {
    let (shards, separators) = shards(words, pages.len());
    let mut parts: BTreeMap<String, String> = BTreeMap::new();
    parts.extend(shards.into_iter().enumerate().map(|(number, shard)| (shard_path(number), shard)));
    let blocks: Vec<String> = pages.par_chunks(1 << BLOCK).map(block).collect();
    parts.extend(blocks.into_iter().enumerate().map(|(number, block)| (block_path(number), block)));
    let filters = filters(pages);
    let count = filters.len();
    parts.extend(filters.into_iter().enumerate().map(|(number, lists)| (format!("f/{number}.json"), lists)));
    let mut key = KeyBuilder::new("search");
    for (path, text) in &parts {
        key.text(path).text(text);
    }
    let folder = format!("search/{}/{}/", frame.code, key.finish().short());
    let index = Index {
        lang: frame.code,
        base: format!("{}{folder}", frame.path),
        pages: pages.len(),
        shards: code::write_list(&separators),
        common: common(words, pages.len()),
        filters: count,
        languages: frame.languages,
        az: frame.az,
        urgent: frame.urgent,
        negations: frame.negations,
    };
    let module = client::module(&index);
    let parts = parts.into_iter().map(|(path, text)| (Arc::from(format!("{folder}{path}")), text));
    parts.chain([(Arc::from(frame.module), module)]).map(|(path, text)| (path, Arc::from(text.into_bytes()))).collect()
}

/// How rare something is that stands on `df` of `pages` pages, in 16ths of a bit.
pub(super) fn idf(df: usize, pages: usize) -> u64 {
    let (all, with) = (2 * (pages as u64 + 1), 2 * df as u64 + 1);
    (log2(all).saturating_sub(log2(with)) / (BIT / 16)).max(1)
}

/// The group as it is written: a long list keeps the pages on which its words count most.
fn group(postings: &Postings, pages: usize) -> Group {
    let longest = LONGEST_LIST.max(pages / LONGEST_PART);
    let mut kept = postings.clone();
    if kept.len() > longest {
        kept.sort_by_key(|(page, impact)| (std::cmp::Reverse(*impact), *page));
        kept.truncate(longest);
        kept.sort_unstable();
    }
    Group { idf: idf(postings.len(), pages), df: postings.len() as u64, postings: kept }
}

/// The shards, and the keys that lie between them.
fn shards(words: &Words, pages: usize) -> (Vec<String>, Vec<String>) {
    let mut keys: Vec<&String> = words.entries.keys().collect();
    // Browsers compare texts by UTF-16.
    keys.sort_by(|a, b| if a.is_ascii() && b.is_ascii() { a.cmp(b) } else { a.encode_utf16().cmp(b.encode_utf16()) });
    let groups: Vec<Written> = words
        .groups
        .par_iter()
        .map(|postings| {
            let group = group(postings, pages);
            let length = group.line().len();
            Written { group, length }
        })
        .collect();
    let mut stretches = Vec::new();
    let mut rest = keys.as_slice();
    while !rest.is_empty() {
        let (stretch, behind) = rest.split_at(shard_end(rest, words, &groups));
        stretches.push(stretch);
        rest = behind;
    }
    let separators = stretches.windows(2).filter_map(|pair| Some(separator(pair[0].last()?, pair[1].first()?)));
    let shards = stretches.par_iter().map(|keys| shard(keys, words, &groups).write());
    // A site without words has a shard too, which holds nothing.
    let none = stretches.is_empty().then(|| Shard::default().write());
    (shards.collect::<Vec<_>>().into_iter().chain(none).collect(), separators.collect())
}

/// A group, and how long it is when it is written.
struct Written {
    group: Group,
    length: usize,
}

/// How many of the keys are in the first shard: as many as there is room for, or some fewer when the list of shards says the
/// beginning of the next one in fewer letters.
fn shard_end(keys: &[&String], words: &Words, groups: &[Written]) -> usize {
    let mut known: FxHashSet<usize> = FxHashSet::default();
    let mut size = 0;
    let mut best: Option<(usize, usize)> = None;
    for (end, key) in keys.iter().enumerate() {
        let before = end.checked_sub(1).map(|before| keys[before]);
        if let Some(before) = before.filter(|_| size * COMPRESSED / 100 > SMALLEST_SHARD) {
            let letters = separator(before, key).chars().count();
            if best.is_none_or(|(least, _)| letters <= least) {
                best = Some((letters, end));
            }
        }
        let entry = &words.entries[*key];
        let new = entry.group.filter(|group| known.insert(*group)).map_or(0, |at| groups[at].length + 1);
        let form = form(key, entry, Some(0));
        size += form_line(before.map_or("", |key| key), &form).len() + 3 + new;
        if end > 0 && size * COMPRESSED / 100 > SHARD {
            return best.map_or(end, |(_, end)| end);
        }
    }
    keys.len()
}

/// The shard of some keys.
fn shard(keys: &[&String], words: &Words, groups: &[Written]) -> Shard {
    let mut shard = Shard::default();
    let mut places: FxHashMap<usize, usize> = FxHashMap::default();
    for key in keys {
        let entry = &words.entries[*key];
        let group = entry.group.map(|at| {
            *places.entry(at).or_insert_with(|| {
                shard.groups.push(groups[at].group.clone());
                shard.groups.len() - 1
            })
        });
        shard.forms.push(form(key, entry, group));
    }
    shard
}

fn form(key: &str, entry: &groups::Entry, group: Option<usize>) -> Form {
    Form {
        key: key.to_string(),
        group,
        flags: entry.flags.iter().collect(),
        shown: entry.shown.clone().unwrap_or_default(),
        alike: entry.alike.clone(),
    }
}

/// The shortest beginning of `key` that comes after `before`.
fn separator(before: &str, key: &str) -> String {
    let same = before.chars().zip(key.chars()).take_while(|(a, b)| a == b).count();
    key.chars().take(same + 1).collect()
}

/// The forms that more than a quarter of all pages have, but for words that the site names: on a site about one medicine, its name
/// stands everywhere and is still what readers look for.
fn common(words: &Words, pages: usize) -> String {
    if pages < COMMON_FROM {
        return String::new();
    }
    let mut forms: Vec<(usize, &str)> = words.pages.iter().map(|(form, on)| (*on, form.as_str())).collect();
    forms.retain(|(on, form)| on * 4 > pages && !words.named.contains(*form));
    forms.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    forms.iter().take(MOST_COMMON).map(|(_, form)| *form).collect::<Vec<_>>().join(" ")
}

/// What results show of a page: address, title, description, headings with their ids, and section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Described(
    pub(super) String,
    pub(super) String,
    pub(super) String,
    pub(super) Vec<(String, String)>,
    pub(super) String,
);

fn block(pages: &[Entry]) -> String {
    let described = pages.iter().map(|page| {
        let (url, title, description) = (page.url.clone(), page.title.clone(), page.description.clone());
        Described(url, title, description, page.headings.clone(), page.section.clone())
    });
    json(&described.collect::<Vec<_>>())
}

/// The pages of some topics and sections.
#[derive(Debug, Clone, Default, Serialize)]
struct Filters {
    topics: BTreeMap<String, String>,
    sections: BTreeMap<String, String>,
}

/// A file of filters is about as long as this, before it is compressed.
const FILTERS: usize = 8 * 1024;
const MOST_FILTERS: usize = 512;

/// The pages of each name.
type Lists<'a> = BTreeMap<&'a str, Vec<u32>>;

/// The files of filters. Each name lies in the one that [`filter_file`] gives.
fn filters(pages: &[Entry]) -> Vec<String> {
    let (mut topics, mut sections): (Lists<'_>, Lists<'_>) = Default::default();
    for (number, page) in (0..).zip(pages) {
        for topic in &page.topics {
            topics.entry(topic).or_default().push(number);
        }
        if !page.section.is_empty() {
            sections.entry(&page.section).or_default().push(number);
        }
    }
    let written = |lists: Lists<'_>| -> Vec<(String, String)> {
        let lists = lists.into_iter().map(|(name, mut pages)| {
            pages.dedup();
            (name.to_string(), code::write_pages(&pages))
        });
        lists.collect()
    };
    let (topics, sections) = (written(topics), written(sections));
    let size: usize = topics.iter().chain(&sections).map(|(name, pages)| name.len() + pages.len()).sum();
    let count = size.div_ceil(FILTERS).clamp(1, MOST_FILTERS);
    let mut files = vec![Filters::default(); count];
    for (name, pages) in topics {
        files[filter_file(&name, count)].topics.insert(name, pages);
    }
    for (name, pages) in sections {
        files[filter_file(&name, count)].sections.insert(name, pages);
    }
    files.iter().map(json).collect()
}

/// The number of the file of a topic or section, which browsers reckon from its name, so that they need no list of all names.
fn filter_file(name: &str, count: usize) -> usize {
    name.chars().fold(0, |sum, sign| (31 * sum + u32::from(sign) as usize) % 65_521) % count
}

/// As JSON, in which nothing of these can fail.
pub(super) fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
