//! YAML as values with places: the only module that knows the YAML crate.
//!
//! Job: read a text of keys and values into a tree of [`Node`]s, each with its place in the file, and decode such a tree into
//! typed records. Input: text. Output: values and diagnostics in words that an author understands; every problem of a file is
//! reported, not only the first. It never reads a file, never stops a build, and never guesses: what the author typed is kept
//! beside what it was read as, so that a title of `no` stays the text `no`.
//!
//! Of YAML it takes what authors need: keys, lists, plain and quoted text, `|` and `>` blocks, comments. It refuses what lets
//! a few lines grow without end or mean something else than they show: `&` and `*` names, `!` kinds, `<<`, several documents.

mod date;
mod decode;
mod describe;
mod explain;
mod free;
mod map;
mod parse;
mod quick;
mod record;
mod signs;

use std::sync::Arc;

pub use decode::{Decode, Expected, Spanned};
pub use describe::{Choice, Describe, Field, Record, Shape, doc, json_schema};
pub use free::Free;
pub use map::{Entries, Findings, KeysOnly, Rest, Slot, listed, shortened};
pub use parse::parse;
pub(crate) use record::{choice, record};

use crate::diagnostic::Span;

/// A value and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Where the value stands, in bytes of the whole file.
    pub span: Span,
    /// What it was read as.
    pub value: Value,
    /// What the author typed, when that was read as something else than text.
    typed: Option<Box<str>>,
}

/// What a value was read as.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing at all, `~` or `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A number with a decimal point.
    Float(f64),
    /// Everything else that is not a list or a group of keys.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A group of keys, in the order of the file, without repeats.
    Map(Vec<(Key, Node)>),
}

/// A key and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The key as typed.
    pub text: String,
    /// Where it stands, in bytes of the whole file.
    pub span: Span,
    /// The other file that this key and its value were handed down from, if they were.
    pub inherited: Option<Arc<str>>,
}

impl Node {
    /// A value that was not typed as anything else.
    #[must_use]
    pub fn new(span: Span, value: Value) -> Self {
        Self { span, value, typed: None }
    }

    /// A group without keys.
    #[must_use]
    pub fn empty_map(span: Span) -> Self {
        Self::new(span, Value::Map(Vec::new()))
    }

    /// Whether nothing stands here.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.value == Value::Null
    }

    /// The value as the author typed it; `None` for lists and groups of keys.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => self.typed.as_deref(),
        }
    }

    /// The keys and values of a group; nothing for every other value.
    #[must_use]
    pub fn entries(&self) -> &[(Key, Self)] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a list; nothing for every other value.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The value of `key` in a group of keys.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entries().iter().find(|(known, _)| known.text == key).map(|(_, node)| node)
    }
}

#[cfg(test)]
pub(crate) mod tests;
