//! Sources as programs for references write them: CSL-JSON in `sources.json`, BibTeX in `sources.bib`.
//!
//! Input: the text of the file. Output: the entries in the form of `sources.yaml`, each value with its place in the file that it
//! came from, so that they are decoded and judged like any other source. What a source has besides is left where it is. Every
//! faulty entry is reported, not only the first.

mod bibtex;
mod csl;
mod names;
mod tex;

use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) use bibtex::read as bibtex;
pub(super) use csl::read as csl;

use super::SourceKind;
use crate::diagnostic::{Diagnostic, Outcome, Place, Span, rules};
use crate::yaml::{Key, Node, Value, shortened};

/// One source on its way into the form of `sources.yaml`.
struct Entry {
    name: Key,
    values: Vec<(Key, Node)>,
}

impl Entry {
    fn new(name: &str, span: Span) -> Self {
        Self { name: key(name, span), values: Vec::new() }
    }

    /// Gives the source a value, which stands at `span`.
    fn set(&mut self, name: &str, span: Span, value: Value) {
        self.values.push((key(name, span), Node::new(span, value)));
    }

    fn set_text(&mut self, name: &str, span: Span, text: String) {
        if !text.is_empty() {
            self.set(name, span, Value::Text(text));
        }
    }
}

fn key(text: &str, span: Span) -> Key {
    Key { text: text.to_owned(), span, inherited: None }
}

/// All entries as one group of keys. Of two with one name the first stays.
fn group(entries: Vec<Entry>, file: &Arc<str>, mut diagnostics: Vec<Diagnostic>) -> Outcome<Option<Node>> {
    let mut seen: BTreeMap<String, Span> = BTreeMap::new();
    let mut group = Vec::with_capacity(entries.len());
    for Entry { name, values } in entries {
        if let Some(first) = seen.get(&name.text) {
            let message = format!("two sources of this file are called `{}`", shortened(&name.text));
            let problem = Diagnostic::new(&rules::DUPLICATE_KEY, Place::at(file.clone(), name.span), message);
            let first = Place::at(file.clone(), *first);
            diagnostics.push(problem.help("give each its own name").related(first, "the other one"));
            continue;
        }
        seen.insert(name.text.clone(), name.span);
        let span = name.span;
        group.push((name, Node::new(span, Value::Map(values))));
    }
    Outcome::new(Some(Node::new(Span::new(0, 0), Value::Map(group))), diagnostics)
}

fn fault(file: &Arc<str>, span: Span, message: impl Into<String>, help: &str) -> Diagnostic {
    Diagnostic::new(&rules::BIBLIOGRAPHY, Place::at(file.clone(), span), message).help(help)
}

/// The kind that the source itself names, for example a report of the type "Guideline".
fn named_kind(words: &str) -> Option<&'static str> {
    let words = words.trim().to_lowercase();
    SourceKind::WORDS.iter().copied().find(|kind| *kind == words)
}

/// The first four digits of a date that stand alone.
fn year(text: &str) -> Option<i64> {
    let mut runs = text.split(|sign: char| !sign.is_ascii_digit());
    runs.find(|run| run.len() == 4).and_then(|run| run.parse().ok())
}

/// A DOI without the address or the word before it.
fn doi(text: &str) -> String {
    let text = text.trim();
    let is_bare = |at: usize| text.get(at..).is_some_and(|rest| rest.starts_with("10."));
    let prefixes =
        ["https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "doi:", "doi: "];
    let lower = text.to_ascii_lowercase();
    let at = prefixes.iter().find(|prefix| lower.starts_with(**prefix) && is_bare(prefix.len()));
    text[at.map_or(0, |prefix| prefix.len())..].to_owned()
}

#[cfg(test)]
mod tests;
