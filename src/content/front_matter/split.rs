//! Where front matter ends and the body begins.
//!
//! Input: the text of a page. Output: the places of both. A byte order mark before the first line and line ends of Windows do
//! no harm. Without front matter the whole text is body; with front matter that never ends there is no body, so that one slip
//! does not bring a hundred messages about the text.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Outcome, Place, Span, rules};
use crate::yaml::{self, Expected, Findings, Node, Value};

const MARK: &str = "---";

/// The two parts of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Split {
    /// The lines between the two `---`; `None` when there is no front matter, or no end to it.
    pub front_matter: Option<Span>,
    /// The first byte of the body.
    pub body: usize,
}

/// Finds the two parts of `text`.
#[must_use]
pub fn split(text: &str, file: &Arc<str>) -> Outcome<Split> {
    let start = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let (first, mut at) = line(text, start);
    if first != MARK {
        let problem = missing(text, start, file);
        return Outcome::new(Split { front_matter: None, body: start }, vec![problem]);
    }
    let begin = at;
    while at < text.len() {
        let (words, next) = line(text, at);
        if words == MARK {
            return Outcome::fine(Split { front_matter: Some(Span::new(begin, at)), body: next });
        }
        at = next;
    }
    let problem = unclosed(text, Span::new(start, start + MARK.len()), begin, file);
    Outcome::new(Split { front_matter: None, body: text.len() }, vec![problem])
}

/// The tree of the front matter; `None` when there is none or it cannot be read. It is always a group of keys.
#[must_use]
pub fn parse(text: &str, split: Split, file: &Arc<str>) -> Outcome<Option<Node>> {
    let Some(span) = split.front_matter else { return Outcome::fine(None) };
    let mut parsed = yaml::parse(text.get(span.start..span.end).unwrap_or_default(), span.start, file);
    match parsed.value.as_ref().map(|node| &node.value) {
        Some(Value::Map(_)) => {}
        Some(Value::Null) | None if parsed.diagnostics.is_empty() => parsed.value = Some(Node::empty_map(span)),
        _ => {
            if let Some(node) = parsed.value.take() {
                let mut findings = Findings::new(file);
                let _: Option<()> = findings.wrong_type(&node, Expected::Keys);
                parsed.diagnostics.extend(findings.into_diagnostics());
            }
        }
    }
    parsed
}

/// The line at `at` without spaces behind it, and where the next one begins.
fn line(text: &str, at: usize) -> (&str, usize) {
    let rest = &text[at..];
    let end = rest.find('\n').map_or(rest.len(), |newline| newline + 1);
    (rest[..end].trim_end(), at + end)
}

fn missing(text: &str, start: usize, file: &Arc<str>) -> Diagnostic {
    let (first, _) = line(text, start);
    if text[start..].trim().is_empty() {
        return Diagnostic::new(&rules::FRONT_MATTER_MISSING, Place::file(Arc::clone(file)), "this file is empty")
            .help("begin it with a line `---`, a line `title: …` and another line `---`");
    }
    let place = Place::at(Arc::clone(file), Span::new(start, start + first.len()));
    let (message, help) = if is_like_mark(first.trim_start()) {
        ("the first line must be exactly three hyphens", "delete this line and type `---` by hand")
    } else if text[start..].trim_start().lines().next().is_some_and(|line| line.trim_end() == MARK) {
        ("front matter must begin on the first line", "delete the empty lines above `---`")
    } else if first == "+++" || first == "{" {
        ("this kind of front matter is not read here", "write `key: value` lines between two lines of `---`")
    } else {
        ("this page has no front matter", "begin the file with a line `---`, a line `title: …` and another line `---`")
    };
    Diagnostic::new(&rules::FRONT_MATTER_MISSING, place, message).help(help)
}

/// Whether a word processor made this line of `---`, or it has too many or too few hyphens.
fn is_like_mark(line: &str) -> bool {
    line.chars().count() <= 8
        && !line.is_empty()
        && line.chars().all(|sign| matches!(sign, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}'))
}

fn unclosed(text: &str, mark: Span, begin: usize, file: &Arc<str>) -> Diagnostic {
    let place = |span| Place::at(Arc::clone(file), span);
    let problem = Diagnostic::new(&rules::FRONT_MATTER_UNCLOSED, place(mark), "this front matter never ends")
        .label("begins here");
    let mut at = begin;
    while at < text.len() {
        let (words, next) = line(text, at);
        if is_like_mark(words.trim_start()) {
            return problem
                .help("delete the line that is not exactly three hyphens and type `---` by hand")
                .related(place(Span::new(at, at + words.len())), "not exactly `---`");
        }
        at = next;
    }
    problem.help("add a line `---` between the last key and the text of the page")
}
