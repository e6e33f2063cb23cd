//! Groups of keys, and what is found wrong while they are decoded.
//!
//! Input: nodes. Output: entries in the order of the file, and the diagnostics that [`Findings`] collects. A problem in a value
//! that a section handed down is dropped here: it is reported once, where the section itself is decoded.

use std::borrow::Cow;
use std::sync::Arc;

use super::{Decode, Describe, Expected, Key, Node, Shape, Spanned, Value};
use crate::diagnostic::{Diagnostic, Place, Span, rules};
use crate::text;

/// The most characters of a value that a message repeats.
const LONGEST_QUOTE: usize = 40;

/// What was found wrong so far, and where the decoder is.
#[derive(Debug)]
pub struct Findings {
    file: Arc<str>,
    key: Cow<'static, str>,
    role: Role,
    owner: Option<Span>,
    inherited: Option<Arc<str>>,
    diagnostics: Vec<Diagnostic>,
}

/// What the value at hand is to the key that messages name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Whole,
    Value,
    Item,
    Entry,
}

impl Findings {
    /// Nothing found yet in `file`.
    #[must_use]
    pub fn new(file: &Arc<str>) -> Self {
        Self {
            file: Arc::clone(file),
            key: Cow::Borrowed(""),
            role: Role::Whole,
            owner: None,
            inherited: None,
            diagnostics: Vec::new(),
        }
    }

    /// All that was found.
    #[must_use]
    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics
    }

    /// The file that is decoded.
    #[must_use]
    pub fn file(&self) -> &Arc<str> {
        &self.file
    }

    /// The place of `span` in the file at hand.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        Place::at(Arc::clone(self.inherited.as_ref().unwrap_or(&self.file)), span)
    }

    /// The file that the value at hand was handed down from, if it was.
    #[must_use]
    pub fn inherited(&self) -> Option<&Arc<str>> {
        self.inherited.as_ref()
    }

    /// Adds a problem.
    pub fn push(&mut self, problem: Diagnostic) {
        if self.inherited.is_none() {
            self.diagnostics.push(problem);
        }
    }

    /// Whether something inside `span` of the file at hand is already reported.
    #[must_use]
    pub fn has_problem_in(&self, span: Span) -> bool {
        let is_inside = |inner: Span| span.start <= inner.start && inner.end <= span.end;
        self.diagnostics.iter().filter_map(|problem| problem.place.as_ref()?.span).any(is_inside)
    }

    /// Everything that is reported so far.
    #[must_use]
    pub fn problems(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The value at hand in words, for example `` `weight` `` or ``each item of `authors` ``.
    #[must_use]
    pub fn subject(&self) -> String {
        match self.role {
            Role::Whole => "this file".to_owned(),
            Role::Value => format!("`{}`", self.key),
            Role::Item => format!("each item of `{}`", self.key),
            Role::Entry => format!("each entry of `{}`", self.key),
        }
    }

    /// Reports that `node` is not what is expected; always `None`.
    pub fn wrong_type<T>(&mut self, node: &Node, expected: Expected) -> Option<T> {
        let message = match found(node) {
            Some(found) => format!("{} must be {}, not {found}", self.subject(), expected.words()),
            None => format!("{} must be {}, but nothing stands here", self.subject(), expected.words()),
        };
        let example = match self.role {
            Role::Whole => "for example `title: Sleep`".to_owned(),
            Role::Value => format!("for example `{}: {}`", self.key, expected.example()),
            Role::Item => format!("for example `- {}`", expected.example()),
            Role::Entry => format!("for example `key: {}`", expected.example()),
        };
        self.push(Diagnostic::new(&rules::WRONG_TYPE, self.place(node.span), message).help(example));
        None
    }

    /// Reports that `text` is not one of `words`; always `None`.
    pub fn unknown_word<T>(&mut self, span: Span, text: &str, words: &[&str]) -> Option<T> {
        let message = format!("{} must be {}, not `{}`", self.subject(), listed(words, "or"), shortened(text));
        let help = text::did_you_mean(text, words.iter().copied());
        self.push(Diagnostic::new(&rules::BAD_VALUE, self.place(span), message).maybe_help(help));
        None
    }

    /// Reports a key that nobody reads.
    pub fn unknown_key(&mut self, key: &Key, known: &[&'static str], more: &[&str]) {
        let names = || known.iter().copied().chain(more.iter().copied());
        let help = text::did_you_mean(&key.text, names()).unwrap_or_else(|| {
            if known.contains(&"extra") {
                "keys of your own belong under `extra:`".to_owned()
            } else {
                format!("the keys here are {}", listed(&names().collect::<Vec<_>>(), "and"))
            }
        });
        let message = format!("there is no key `{}`", shortened(&key.text));
        self.push(Diagnostic::new(&rules::UNKNOWN_KEY, self.place(key.span), message).help(help));
    }

    /// Decodes the value of `key`; messages name it `name`.
    pub fn in_key<T>(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        key: &Key,
        decode: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let name_before = std::mem::replace(&mut self.key, name.into());
        let value = self.at(key, Role::Value, decode);
        self.key = name_before;
        value
    }

    /// Decodes the value of `key` in the group at hand, whose keys the author chose.
    pub fn in_entry<T>(&mut self, key: &Key, decode: impl FnOnce(&mut Self) -> T) -> T {
        self.at(key, Role::Entry, decode)
    }

    /// Decodes an item of the list at hand.
    pub fn in_item<T>(&mut self, decode: impl FnOnce(&mut Self) -> T) -> T {
        let before = (std::mem::replace(&mut self.role, Role::Item), self.owner.take());
        let value = decode(self);
        (self.role, self.owner) = before;
        value
    }

    fn at<T>(&mut self, key: &Key, role: Role, decode: impl FnOnce(&mut Self) -> T) -> T {
        let file_before = self.inherited.clone();
        if key.inherited.is_some() {
            self.inherited.clone_from(&key.inherited);
        }
        let before = (std::mem::replace(&mut self.role, role), self.owner.replace(key.span));
        let value = decode(self);
        (self.role, self.owner) = before;
        self.inherited = file_before;
        value
    }

    /// What stands at `key`, decoded.
    pub fn slot<T: Decode>(&mut self, name: &'static str, key: &Key, node: &Node) -> Slot<T> {
        if node.is_null() {
            return Slot::Empty(key.span);
        }
        self.in_key(name, key, |findings| T::decode(node, findings)).map_or(Slot::Wrong, Slot::Found)
    }

    /// The value of a slot; a key that is needed and not there is reported.
    pub fn settle<T: Decode + Default>(
        &mut self,
        slot: Slot<T>,
        name: &'static str,
        group: &Node,
        absent: Option<T>,
    ) -> T {
        let problem = match slot {
            Slot::Found(value) => return value,
            Slot::Wrong => return absent.unwrap_or_default(),
            Slot::Empty(span) => (span, format!("`{name}` has no value")),
            Slot::Absent => (self.start_of(group), format!("`{name}` is missing")),
        };
        absent.unwrap_or_else(|| {
            let help = format!("write for example `{name}: {}`", T::EXPECTED.example());
            let (span, message) = problem;
            self.push(Diagnostic::new(&rules::MISSING_KEY, self.place(span), message).help(help));
            T::default()
        })
    }

    /// Where to point when something is not there: the key above the group, or its first key.
    fn start_of(&self, group: &Node) -> Span {
        let first = || group.entries().first().map(|(key, _)| key.span);
        self.owner.or_else(first).unwrap_or(group.span)
    }
}

/// One field of a record while it is decoded.
#[derive(Debug)]
pub enum Slot<T> {
    /// The key is not there.
    Absent,
    /// The key is there, without a value.
    Empty(Span),
    /// The value was refused and reported.
    Wrong,
    /// The value.
    Found(T),
}

/// Who takes the keys that a record does not know, for example the names of the site's taxonomies.
pub trait Rest {
    /// The keys it takes.
    fn names(&self) -> &[&str];

    /// Takes one of them.
    fn take(&mut self, key: &Key, node: &Node, findings: &mut Findings);
}

/// Nobody takes them: they are reported.
impl Rest for () {
    fn names(&self) -> &[&str] {
        &[]
    }

    fn take(&mut self, _: &Key, _: &Node, _: &mut Findings) {}
}

/// A group whose keys the author chose, in the order of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Entries<T>(pub Vec<(Spanned<String>, T)>);

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Decode> Decode for Entries<T> {
    const EXPECTED: Expected = Expected::Keys;

    fn decode(node: &Node, findings: &mut Findings) -> Option<Self> {
        let Value::Map(entries) = &node.value else {
            return findings.wrong_type(node, Self::EXPECTED);
        };
        let decoded = entries.iter().filter_map(|(key, node)| {
            let name = Spanned { value: key.text.clone(), span: key.span, inherited: key.inherited.clone() };
            Some((name, findings.in_entry(key, |findings| entry(node, findings))?))
        });
        Some(Self(decoded.collect()))
    }

    fn absent() -> Option<Self> {
        Some(Self::default())
    }
}

/// The value of one entry. A key without a value is a group without keys, where a group is expected.
fn entry<T: Decode>(node: &Node, findings: &mut Findings) -> Option<T> {
    if node.is_null() && T::EXPECTED == Expected::Keys {
        return T::decode(&Node::empty_map(node.span), findings);
    }
    T::decode(node, findings)
}

impl<T: Describe> Describe for Entries<T> {
    fn shape() -> Shape {
        Shape::Entries(Box::new(T::shape()))
    }
}

/// A group of keys that is judged by someone else, with all its places.
#[derive(Debug, Clone, PartialEq)]
pub struct KeysOnly(pub Node);

impl Default for KeysOnly {
    fn default() -> Self {
        Self(Node::empty_map(Span::new(0, 0)))
    }
}

impl Decode for KeysOnly {
    const EXPECTED: Expected = Expected::Keys;

    fn decode(node: &Node, findings: &mut Findings) -> Option<Self> {
        match &node.value {
            Value::Map(_) => Some(Self(node.clone())),
            _ => findings.wrong_type(node, Self::EXPECTED),
        }
    }

    fn absent() -> Option<Self> {
        Some(Self::default())
    }
}

impl Describe for KeysOnly {
    fn shape() -> Shape {
        Shape::Group
    }
}

/// What stands at `node`, in words; `None` when nothing does.
fn found(node: &Node) -> Option<String> {
    match &node.value {
        Value::Null => None,
        Value::Bool(value) => Some(format!("`{value}`")),
        Value::Integer(_) | Value::Float(_) => Some(format!("the number `{}`", node.text().unwrap_or_default())),
        Value::Text(text) if text.is_empty() => Some("an empty text".to_owned()),
        Value::Text(text) => Some(format!("the text `{}`", shortened(text))),
        Value::List(_) => Some("a list".to_owned()),
        Value::Map(_) => Some("a group of keys".to_owned()),
    }
}

/// `text` on one line and not longer than a message can bear.
#[must_use]
pub fn shortened(text: &str) -> String {
    let mut words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((cut, _)) = words.char_indices().nth(LONGEST_QUOTE) {
        words.truncate(cut);
        words.push('…');
    }
    words
}

/// Names in a sentence, for example `` `a`, `b` or `c` ``.
#[must_use]
pub fn listed(names: &[&str], joint: &str) -> String {
    let quoted = |name: &&str| format!("`{name}`");
    match names {
        [] => String::new(),
        [one] => quoted(one),
        [first @ .., last] => {
            let first: Vec<String> = first.iter().map(quoted).collect();
            format!("{} {joint} {}", first.join(", "), quoted(last))
        }
    }
}
