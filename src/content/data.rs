//! The files of `content/_data`.
//!
//! Job: read people, sources, glossary, help lines, series and the words of the search into typed entries, and every other file as
//! it is, for templates. Input: the name and the text of a file. Output: the entries with their places, and every problem found. It judges each file alone;
//! whether a page uses an entry, or whether an entry is too old, is judged later.

mod csv;
mod fields;
mod files;
mod import;
mod judge;
mod judge_search;
mod templates;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use fields::{
    Helpline, HelplineKind, Need, Person, PersonKind, Search, Series, Source, SourceKind, Synonym, SynonymKind,
    Telephone, Term, UrgentSearch,
};
pub use files::{Data, HELPLINES_FILE, InLanguage, SEARCHES_FILE, SERIES_FILE, is_data, read, urgent_searches_file};

use crate::diagnostic::{Outcome, Span};
use crate::yaml::{self, Decode, Entries, Findings, Free, Node, Record, Spanned, Value};

/// The entries of a file by their name, each with the place of that name.
pub type Named<T> = BTreeMap<String, Spanned<T>>;

/// What one file of `content/_data` holds.
#[derive(Debug, Clone, PartialEq)]
pub enum DataFile {
    /// `people.yaml`: who writes and checks pages.
    People(Named<Person>),
    /// `sources.yaml`: what pages rest on.
    Sources(Named<Source>),
    /// `glossary.yaml`: words that need an explanation.
    Glossary(Named<Term>),
    /// `helplines.yaml`: whom to call, by region.
    Helplines(Named<Vec<Helpline>>),
    /// `series.yaml`: pages that belong together in one order.
    Series(Named<Series>),
    /// `synonyms.yaml`: what people type for the words of the pages.
    Synonyms(Vec<Synonym>),
    /// `never_correct.yaml`: words that a search never changes.
    NeverCorrect(Vec<Spanned<String>>),
    /// `urgent_searches.yaml`: searches that sound like danger.
    UrgentSearches(Vec<UrgentSearch>),
    /// `searches.yaml`: what must be found, by language.
    Searches(Named<Vec<Search>>),
    /// Any other file.
    Free(Free),
}

/// The kinds of file with a fixed form, and the record of one entry, for the reference page.
#[must_use]
pub fn describe() -> Vec<(&'static str, Record)> {
    [
        ("people", Record::of::<Person>()),
        ("sources", Record::of::<Source>()),
        ("glossary", Record::of::<Term>()),
        ("helplines", Record::of::<Helpline>()),
        ("series", Record::of::<Series>()),
        ("synonyms", Record::of::<Synonym>()),
        ("urgent_searches", Record::of::<UrgentSearch>()),
        ("searches", Record::of::<Search>()),
    ]
    .into_iter()
    .filter_map(|(name, record)| Some((name, record?)))
    .collect()
}

/// Whether the file called `name` has a fixed form: those of [`describe`], and the list of words that are never corrected.
fn has_fixed_form(name: &str) -> bool {
    name == "never_correct" || describe().iter().any(|(fixed, _)| *fixed == name)
}

/// The name and the language of a file: `glossary.es` is the glossary in Spanish when the site has Spanish.
#[must_use]
pub fn name_and_language<'a>(stem: &'a str, languages: &[&str]) -> (&'a str, Option<&'a str>) {
    match stem.rsplit_once('.') {
        Some((name, language)) if !name.is_empty() && languages.contains(&language) => (name, Some(language)),
        _ => (stem, None),
    }
}

/// In which form a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// The form of all files that people write.
    Yaml,
    /// Sources as programs for references write them.
    CslJson,
    /// The same for TeX.
    Bibtex,
}

/// What `text`, the file called `name`, holds, typed and as templates see it; `None` when it cannot be read at all.
#[must_use]
pub fn parse(name: &str, form: Form, text: &str, file: &Arc<str>) -> Outcome<Option<(DataFile, Free)>> {
    let mut parsed = match form {
        Form::Yaml => yaml::parse(text, 0, file),
        Form::CslJson => import::csl(text, file),
        Form::Bibtex => import::bibtex(text, file),
    };
    let node = match parsed.value.take() {
        Some(node) => node,
        // An empty file holds no entries yet; a file that cannot be read is already reported.
        None if parsed.diagnostics.is_empty() => Node::empty_map(Span::new(0, 0)),
        None => return Outcome::new(None, parsed.diagnostics),
    };
    let mut findings = Findings::new(file);
    let data = decode(name, &node, &mut findings).map(|data| {
        let view = templates::view(&data);
        (data, view)
    });
    parsed.diagnostics.extend(findings.into_diagnostics());
    Outcome::new(data, parsed.diagnostics)
}

fn decode(name: &str, node: &Node, findings: &mut Findings) -> Option<DataFile> {
    match name {
        "people" => named(node, findings).map(DataFile::People),
        "sources" => named(node, findings).map(|sources| {
            judge::sources(&sources, findings);
            DataFile::Sources(sources)
        }),
        "glossary" => named(node, findings).map(|terms| {
            judge::glossary(&terms, findings);
            DataFile::Glossary(terms)
        }),
        "helplines" => named(node, findings).map(|regions: Named<Vec<Spanned<Helpline>>>| {
            judge::helplines(&regions, findings);
            DataFile::Helplines(without_places(regions))
        }),
        "series" => named(node, findings).map(|series| {
            judge::series(&series, findings);
            DataFile::Series(series)
        }),
        "synonyms" => list(node, findings).map(|synonyms: Vec<Spanned<Synonym>>| {
            judge_search::synonyms(&synonyms, findings);
            DataFile::Synonyms(values(synonyms))
        }),
        "never_correct" => list(node, findings).map(|words| {
            judge_search::never_correct(&words, findings);
            DataFile::NeverCorrect(words)
        }),
        "urgent_searches" => list(node, findings).map(|searches: Vec<Spanned<UrgentSearch>>| {
            judge_search::urgent_searches(&searches, findings);
            DataFile::UrgentSearches(values(searches))
        }),
        "searches" => named(node, findings).map(|languages: Named<Vec<Spanned<Search>>>| {
            judge_search::searches(&languages, findings);
            DataFile::Searches(without_places(languages))
        }),
        _ => Some(DataFile::Free(Free::from(node))),
    }
}

fn without_places<T>(groups: Named<Vec<Spanned<T>>>) -> Named<Vec<T>> {
    let group = |Spanned { value, span, inherited }| Spanned { value: values(value), span, inherited };
    groups.into_iter().map(|(name, entries)| (name, group(entries))).collect()
}

fn values<T>(entries: Vec<Spanned<T>>) -> Vec<T> {
    entries.into_iter().map(|entry| entry.value).collect()
}

/// The entries of a file that is a list. A file in which nothing stands yet is a list of none.
fn list<T: Decode>(node: &Node, findings: &mut Findings) -> Option<Vec<T>> {
    match &node.value {
        Value::Map(keys) if keys.is_empty() => Some(Vec::new()),
        _ => Vec::decode(node, findings),
    }
}

/// The entries of `node`, without those whose name cannot be used.
fn named<T: Decode>(node: &Node, findings: &mut Findings) -> Option<Named<T>> {
    let entries = Entries::<T>::decode(node, findings)?;
    let usable = entries.0.into_iter().filter(|(name, _)| judge::name(name, findings));
    Some(usable.map(|(name, value)| (name.value, Spanned::new(value, name.span))).collect())
}

#[cfg(test)]
mod tests;
