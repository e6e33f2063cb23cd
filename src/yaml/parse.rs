//! Text to tree.
//!
//! Input: YAML text and where it begins in its file. Output: the tree of its one document, `None` when there is none or when it
//! cannot be read; then there is one diagnostic that says why. Repeated keys and signs that nobody sees are reported, and the
//! rest is kept. Nothing recurses while reading, levels and bytes are limited, and no value can stand for a copy of another
//! one, so a small text never makes a large tree.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use serde_saphyr::granit_parser::{self, ErrorKind, Event, Parser, ScalarStyle, StructureStyle};

use super::explain::{self, Explained};
use super::{Key, Node, Value, quick, shortened, signs};
use crate::diagnostic::{Diagnostic, Outcome, Place, Span, rules};

/// The most bytes one text may have; far more than a person writes by hand.
const MAX_BYTES: usize = 16 * 1024 * 1024;

/// How many lists and groups of keys may stand inside one another.
pub(super) const MAX_DEPTH: usize = 32;

/// Up to so many keys are compared pair by pair; more are sorted first.
const FEW_KEYS: usize = 24;

/// The tree of `text`, which begins at byte `base_offset` of `file`.
#[must_use]
pub fn parse(text: &str, base_offset: usize, file: &Arc<str>) -> Outcome<Option<Node>> {
    if text.len() > MAX_BYTES {
        let message = format!("this file has more than {} megabytes of keys and values", MAX_BYTES / 1024 / 1024);
        let problem = Diagnostic::new(&rules::TOO_LARGE, Place::file(Arc::clone(file)), message)
            .help("split it into several files");
        return Outcome::new(None, vec![problem]);
    }
    match quick::parse(text, base_offset) {
        Some(node) => Outcome::fine(Some(node)),
        None => parse_in_full(text, base_offset, file),
    }
}

/// The same for every kind of YAML; [`quick`] knows only the simple kind and never differs from this.
pub(super) fn parse_in_full(text: &str, base_offset: usize, file: &Arc<str>) -> Outcome<Option<Node>> {
    let mut tree = Tree { text, base: base_offset, file, open: Vec::new(), root: None, diagnostics: Vec::new() };
    match tree.grow() {
        Ok(()) => Outcome::new(tree.root, tree.diagnostics),
        Err(explained) => {
            let problem = tree.diagnostic(explained);
            Outcome::new(None, vec![problem])
        }
    }
}

/// The tree while it grows.
struct Tree<'a> {
    text: &'a str,
    base: usize,
    file: &'a Arc<str>,
    open: Vec<Open>,
    root: Option<Node>,
    diagnostics: Vec<Diagnostic>,
}

/// A list or a group of keys that has begun and not yet ended.
struct Open {
    start: usize,
    style: StructureStyle,
    inside: Inside,
}

enum Inside {
    List(Vec<Node>),
    Map { entries: Vec<(Key, Node)>, key: Option<Key> },
}

impl Tree<'_> {
    fn grow(&mut self) -> Result<(), Explained> {
        let options = granit_parser::options! {
            emit_comments: false,
            emit_anchor_events: true,
            emit_unresolved_aliases: true,
            disallow_directives: true,
            flow_nesting_limit: MAX_DEPTH,
            block_nesting_limit: MAX_DEPTH,
        };
        for event in Parser::new_from_str_with_options(self.text, options) {
            match event {
                Ok((event, span)) => self.event(event, &span)?,
                Err(error) => return Err(self.explain(&error)),
            }
        }
        Ok(())
    }

    fn explain(&self, error: &granit_parser::ScanError) -> Explained {
        let at = error.marker().byte_offset().unwrap_or(0);
        explain::explain(self.text, error.kind(), at)
    }

    fn event(&mut self, event: Event<'_>, place: &granit_parser::Span) -> Result<(), Explained> {
        if let Some(tag) = place.tag_span() {
            return Err(explain::reserved_start(self.text, range(&tag)));
        }
        let range = range(place);
        match event {
            Event::DocumentStart(..) if self.root.is_some() => Err(explain::second_document(range)),
            Event::Anchor(..) | Event::Alias(_) | Event::UnresolvedAlias(_) => {
                Err(explain::reserved_start(self.text, range))
            }
            Event::Scalar(text, style, ..) => self.scalar(&text, style, &range),
            Event::SequenceStart(style, ..) => {
                let start = self.list_start(range.start, style);
                self.begin(start, style, Inside::List(Vec::new()))
            }
            Event::MappingStart(style, ..) => {
                self.begin(range.start, style, Inside::Map { entries: Vec::new(), key: None })
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(&range),
            _ => Ok(()),
        }
    }

    /// A list that is not indented is said to begin behind its first `-`; its place begins with it.
    fn list_start(&self, start: usize, style: StructureStyle) -> usize {
        let (before, after) = self.text.split_at(start.min(self.text.len()));
        let is_at_dash =
            after.strip_prefix('-').is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\n', '\r']));
        if style == StructureStyle::Flow || is_at_dash {
            return start;
        }
        before.trim_end_matches(' ').strip_suffix('-').map_or(start, str::len)
    }

    fn begin(&mut self, start: usize, style: StructureStyle, inside: Inside) -> Result<(), Explained> {
        if self.open.len() >= MAX_DEPTH {
            return Err(explain::too_deep(start));
        }
        self.open.push(Open { start, style, inside });
        Ok(())
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, range: &Range<usize>) -> Result<(), Explained> {
        // A block of text is said to end after its last line break; its place is the text itself.
        let end = self.text.get(range.clone()).map_or(range.end, |source| range.start + source.trim_ascii_end().len());
        let span = self.span(range.start, end);
        if style != ScalarStyle::Plain {
            return self.add(Node::new(span, Value::Text(text.to_owned())));
        }
        if self.expects_value() && is_curly_quoted(text) {
            self.diagnostics.push(self.curly_quotes(span));
        }
        // The reader names an empty value `~`; the author typed nothing.
        let typed = if range.is_empty() { "" } else { text };
        self.add(plain(typed, span))
    }

    fn curly_quotes(&self, span: Span) -> Diagnostic {
        let message = "curly quotes around a value become part of it";
        Diagnostic::new(&rules::HIDDEN_CHARACTER, self.place(span), message)
            .label("type straight quotes here")
            .help("write `\"…\"` with straight quotes; to show the curly ones, put straight quotes outside them")
    }

    fn expects_value(&self) -> bool {
        match self.open.last().map(|open| &open.inside) {
            Some(Inside::Map { key, .. }) => key.is_some(),
            _ => true,
        }
    }

    /// Puts a finished value where it belongs: into the list or group that is open, as a key, or at the root.
    fn add(&mut self, mut node: Node) -> Result<(), Explained> {
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        match &mut open.inside {
            Inside::List(items) => items.push(node),
            Inside::Map { entries, key } => {
                if let Some(key) = key.take() {
                    if node.span.start == node.span.end {
                        // Nothing is written there; the key is the place to point at.
                        node.span = key.span;
                    }
                    entries.push((key, node));
                } else {
                    let made = self.key(&node)?;
                    self.hold(made);
                }
            }
        }
        Ok(())
    }

    fn hold(&mut self, made: Key) {
        if let Some(Open { inside: Inside::Map { key, .. }, .. }) = self.open.last_mut() {
            *key = Some(made);
        }
    }

    fn key(&mut self, node: &Node) -> Result<Key, Explained> {
        let range = node.span.start - self.base..node.span.end - self.base;
        match node.text() {
            None => Err(explain::key_is_a_group(range)),
            Some("") => Err(explain::key_is_empty(range)),
            Some("<<") => Err(explain::merge(range)),
            Some(text) => Ok(Key { text: self.visible(text, node.span)?, span: node.span, inherited: None }),
        }
    }

    /// The key without signs that nobody sees. Odd spaces before it were meant to indent it, and its level is then lost.
    fn visible(&mut self, key: &str, span: Span) -> Result<String, Explained> {
        let Some((at, sign)) = key.char_indices().find(|(_, sign)| signs::is_hidden(*sign)) else {
            return Ok(key.to_owned());
        };
        if at == 0 && signs::is_odd_space(sign) {
            let start = span.start - self.base;
            return Err(explain::odd_indentation(start..start + sign.len_utf8(), sign));
        }
        let visible: String = key.chars().filter(|sign| !signs::is_hidden(*sign)).collect();
        let shown = shortened(&visible);
        let message = format!("the key `{shown}` holds {}", signs::name(sign));
        let help = format!("delete it and type `{shown}` again by hand");
        self.diagnostics.push(Diagnostic::new(&rules::HIDDEN_CHARACTER, self.place(span), message).help(help));
        Ok(visible)
    }

    fn end(&mut self, range: &Range<usize>) -> Result<(), Explained> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        let (last, value) = match open.inside {
            Inside::List(items) => (items.last().map(|item| item.span.end), Value::List(items)),
            Inside::Map { entries, .. } => {
                let last = entries.last().map(|(key, node)| node.span.end.max(key.span.end));
                (last, Value::Map(self.without_repeats(entries)))
            }
        };
        let start = open.start + self.base;
        let end = match open.style {
            StructureStyle::Flow => range.end + self.base,
            StructureStyle::Block => last.unwrap_or(start),
        };
        self.add(Node::new(Span::new(start, end), value))
    }

    /// The entries without those whose key stood before; each of them is reported with both places.
    fn without_repeats(&mut self, entries: Vec<(Key, Node)>) -> Vec<(Key, Node)> {
        let repeats = repeats(&entries);
        if repeats.is_empty() {
            return entries;
        }
        for (first, again) in &repeats {
            let (first, again) = (&entries[*first].0, &entries[*again].0);
            let message = format!("the key `{}` stands here twice", shortened(&again.text));
            let problem = Diagnostic::new(&rules::DUPLICATE_KEY, self.place(again.span), message)
                .label("second time")
                .help("keep one of the two")
                .related(self.place(first.span), "first time");
            self.diagnostics.push(problem);
        }
        let again: BTreeSet<usize> = repeats.into_iter().map(|(_, again)| again).collect();
        entries.into_iter().enumerate().filter(|(index, _)| !again.contains(index)).map(|(_, entry)| entry).collect()
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(start + self.base, end + self.base)
    }

    fn place(&self, span: Span) -> Place {
        Place::at(Arc::clone(self.file), span)
    }

    fn diagnostic(&self, explained: Explained) -> Diagnostic {
        let Explained { rule, range, message, help } = explained;
        let range = explain::clamped(self.text, range);
        let place = self.place(self.span(range.start, range.end));
        Diagnostic::new(rule, place, message).help(help)
    }
}

/// Pairs of places in `entries` with the same key: the first, and each later one.
fn repeats(entries: &[(Key, Node)]) -> Vec<(usize, usize)> {
    let key = |index: usize| entries[index].0.text.as_str();
    if entries.len() <= FEW_KEYS {
        let first = |again: usize| (0..again).find(|first| key(*first) == key(again));
        return (1..entries.len()).filter_map(|again| Some((first(again)?, again))).collect();
    }
    let mut sorted: Vec<usize> = (0..entries.len()).collect();
    sorted.sort_by_key(|index| key(*index));
    let groups = sorted.chunk_by(|a, b| key(*a) == key(*b));
    let mut pairs: Vec<_> = groups.flat_map(|group| group.iter().skip(1).map(|again| (group[0], *again))).collect();
    pairs.sort_unstable_by_key(|(_, again)| *again);
    pairs
}

fn range(span: &granit_parser::Span) -> Range<usize> {
    span.byte_range().unwrap_or(0..0)
}

fn is_curly_quoted(text: &str) -> bool {
    text.chars().count() > 1 && text.starts_with(signs::CURLY_QUOTES) && text.ends_with(signs::CURLY_QUOTES)
}

/// What a value without quotes means. Numbers are only what nobody could mean as a name: `007`, `+1555` and `1e5` are texts.
pub(super) fn plain(text: &str, span: Span) -> Node {
    let value = match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => match number(text) {
            Some(value) => value,
            None => return Node::new(span, Value::Text(text.to_owned())),
        },
    };
    Node { span, value, typed: Some(text.into()) }
}

fn number(text: &str) -> Option<Value> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits(whole) || (whole.len() > 1 && whole.starts_with('0')) {
        return None;
    }
    match fraction {
        None => text.parse().ok().map(Value::Integer),
        Some(fraction) if is_digits(fraction) => text.parse().ok().filter(|n: &f64| n.is_finite()).map(Value::Float),
        Some(_) => None,
    }
}

/// Whether the reader stopped because too many things stand inside one another.
pub(super) fn is_too_deep(kind: &ErrorKind) -> bool {
    matches!(kind, ErrorKind::RecursionLimitExceeded)
}
