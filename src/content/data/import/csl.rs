//! CSL-JSON (<https://docs.citationstyles.org/en/stable/specification.html>): a list of sources.
//!
//! Input: the text. Output: the sources. JSON is read twice: by a strict reader for its faults, then as YAML, of which it is a
//! part, for the places of its values.

use std::sync::Arc;

use super::{Entry, doi, fault, group, named_kind, names, year};
use crate::diagnostic::{Diagnostic, Outcome, Span};
use crate::yaml::{self, Node, Value};

/// Reads the file.
pub(in super::super) fn read(text: &str, file: &Arc<str>) -> Outcome<Option<Node>> {
    if text.trim().is_empty() {
        return group(Vec::new(), file, Vec::new());
    }
    if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(text) {
        return Outcome::new(None, vec![bad_json(text, file, &error)]);
    }
    // Between values a tab is a space to JSON, and inside of texts it cannot stand.
    let parsed = yaml::parse(&text.replace('\t', " "), 0, file);
    let Some(root) = parsed.value else { return parsed };
    let mut diagnostics = parsed.diagnostics;
    let Value::List(items) = &root.value else {
        let help = "export the sources again as CSL JSON";
        return Outcome::new(None, vec![fault(file, root.span, "this file is no list of sources", help)]);
    };
    let mut entries = Vec::with_capacity(items.len());
    for item in items {
        match entry(item, file) {
            Ok(entry) => entries.push(entry),
            Err(problem) => diagnostics.push(*problem),
        }
    }
    group(entries, file, diagnostics)
}

fn bad_json(text: &str, file: &Arc<str>, error: &serde_json::Error) -> Diagnostic {
    let start: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let line = text[start..].lines().next().unwrap_or_default();
    // The reader counts bytes from 1, and may stand behind the end of the line or in the middle of a sign.
    let mut at = start + error.column().saturating_sub(1).min(line.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let end = at + text[at..].chars().next().filter(|sign| *sign != '\n').map_or(0, char::len_utf8);
    let message = if error.is_eof() { "the file ends too early" } else { "this is not JSON" };
    fault(
        file,
        Span::new(at, end),
        message,
        "look for a missing comma, quote or bracket here or just before, or export the file again",
    )
}

fn entry(item: &Node, file: &Arc<str>) -> Result<Entry, Box<Diagnostic>> {
    if !matches!(item.value, Value::Map(_)) {
        return Err(Box::new(fault(file, item.span, "this is no source", "export the sources again as CSL JSON")));
    }
    let Some((name, id)) = item
        .get("citation-key")
        .or_else(|| item.get("id"))
        .and_then(|id| Some((id.text()?, id)))
        .filter(|(name, _)| !name.is_empty())
    else {
        let help = "add for example `\"id\": \"guideline-2025\"`, the name that pages use";
        return Err(Box::new(fault(file, start(item), "this source has no `id`", help)));
    };
    let mut entry = Entry::new(name, id.span);
    let text = |key: &str| item.get(key).and_then(|node| Some((node.span, node.text()?.trim().to_owned())));
    let kind = item.get("type").map_or(id.span, |kind| kind.span);
    entry.set_text("kind", kind, kind_of(item).to_owned());
    let is_article = kind_of(item) == "article";
    let journal = if is_article { ["container-title", "publisher"] } else { ["publisher", "container-title"] };
    let publisher = journal.into_iter().find_map(|key| text(key).filter(|(_, text)| !text.is_empty()));
    for (key, value) in
        [("title", text("title")), ("publisher", publisher), ("url", text("URL")), ("pmid", text("PMID"))]
    {
        if let Some((span, text)) = value {
            entry.set_text(key, span, text);
        }
    }
    if let Some((span, text)) = text("DOI") {
        entry.set_text("doi", span, doi(&text));
    }
    if let Some(author) = item.get("author") {
        let authors = author.items().iter().map(|author| Node::new(author.span, Value::Text(author_of(author))));
        entry.set("authors", author.span, Value::List(authors.collect()));
    }
    if let Some((issued, year)) = item.get("issued").and_then(|issued| Some((issued, year_of(issued)?))) {
        entry.set("year", issued.span, Value::Integer(year));
    }
    if let Some((accessed, day)) = item.get("accessed").and_then(|accessed| Some((accessed, day_of(accessed)?))) {
        entry.set_text("accessed", accessed.span, day);
    }
    Ok(entry)
}

/// The first key of an item, to point at; the item itself may be many lines long.
fn start(item: &Node) -> Span {
    item.entries().first().map_or(item.span, |(key, _)| key.span)
}

fn kind_of(item: &Node) -> &'static str {
    let text = |key: &str| item.get(key).and_then(Node::text).unwrap_or_default();
    named_kind(text("genre")).unwrap_or_else(|| match text("type") {
        "webpage" | "post" | "post-weblog" | "website" => "web",
        "legislation" | "bill" | "legal_case" | "regulation" | "treaty" | "hearing" => "law",
        kind if kind.starts_with("article") || kind.starts_with("review") || kind == "paper-conference" => "article",
        "" if !text("container-title").is_empty() => "article",
        "" if !text("URL").is_empty() => "web",
        _ => "report",
    })
}

fn author_of(author: &Node) -> String {
    let text = |key: &str| author.get(key).and_then(Node::text).unwrap_or_default();
    if !text("literal").is_empty() {
        return text("literal").to_owned();
    }
    let family = [text("dropping-particle"), text("non-dropping-particle"), text("family"), text("suffix")];
    let family: Vec<&str> = family.into_iter().filter(|part| !part.is_empty()).collect();
    names::short(&family.join(" "), text("given"))
}

/// Year, month and day of a date, as far as they are given.
fn parts(date: &Node) -> Vec<i64> {
    let first = date.get("date-parts").and_then(|dates| dates.items().first());
    let numbers = first.map_or(&[][..], Node::items).iter().map(|part| part.text().and_then(|part| part.parse().ok()));
    numbers.map_while(|number| number).collect()
}

fn year_of(date: &Node) -> Option<i64> {
    let written = || ["raw", "literal"].into_iter().find_map(|key| year(date.get(key)?.text()?));
    parts(date).first().copied().or_else(written)
}

fn day_of(date: &Node) -> Option<String> {
    match parts(date)[..] {
        [year, month, day] => Some(format!("{year:04}-{month:02}-{day:02}")),
        _ => None,
    }
}
