//! From a [`Node`] to a value of a fixed type.
//!
//! Input: a node. Output: the value, or `None` and a diagnostic that says what stands there and what would be right. What does
//! no harm is taken: a number where a text is expected is the text as typed, and one value is a list of one. It never takes a
//! value that could mean two things.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::{Describe, Entries, Findings, Node, Shape, Value, date};
use crate::diagnostic::{Diagnostic, Place, Span, rules};

/// A type that a value in a file can become.
pub trait Decode: Sized {
    /// What the author is asked for.
    const EXPECTED: Expected;

    /// The value of `node`; a problem goes to `findings`.
    fn decode(node: &Node, findings: &mut Findings) -> Option<Self>;

    /// The value when the key is not there; `None` means that the key is needed.
    #[must_use]
    fn absent() -> Option<Self> {
        None
    }
}

/// What an author is asked for, in plain words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// Any value.
    Anything,
    /// A text.
    Text,
    /// `true` or `false`.
    YesNo,
    /// A whole number.
    Whole,
    /// A number.
    Number,
    /// A day.
    Day,
    /// A web address.
    WebAddress,
    /// A web address, or an address of the site.
    LinkAddress,
    /// One of a few words.
    Word,
    /// A list of texts or the like.
    List,
    /// Keys and values.
    Keys,
    /// A text, or one text for each language.
    Words,
}

impl Expected {
    /// The words after "must be".
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Anything => "a value",
            Self::Text => "text",
            Self::YesNo => "`true` or `false`",
            Self::Whole => "a whole number",
            Self::Number => "a number",
            Self::Day => "a date",
            Self::WebAddress => "a web address",
            Self::LinkAddress => "a web address, or an address of this site",
            Self::Word => "a word",
            Self::List => "a list",
            Self::Keys => "a group of keys",
            Self::Words => "text, or one text for each language",
        }
    }

    /// A value that would be right.
    #[must_use]
    pub fn example(self) -> &'static str {
        match self {
            Self::Anything | Self::Text | Self::Word | Self::Words => "some text",
            Self::YesNo => "true",
            Self::Whole => "10",
            Self::Number => "1.5",
            Self::Day => "2026-03-05",
            Self::WebAddress => "https://example.org/",
            Self::LinkAddress => "/topics/",
            Self::List => "[one, two]",
            Self::Keys => "{key: value}",
        }
    }

    /// Whether a single value of this form may stand for a list of one.
    fn is_like(self, node: &Node) -> bool {
        match (&node.value, self) {
            (Value::List(_), _) => false,
            (Value::Map(_), expected) => matches!(expected, Self::Keys | Self::Words | Self::Anything),
            (_, expected) => !matches!(expected, Self::Keys | Self::List),
        }
    }
}

/// A value with its place, for fields that are judged later, against other files.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands, in bytes of its file.
    pub span: Span,
    /// The file it stands in, when a section handed it down; `None` means the file that was decoded.
    pub inherited: Option<Arc<str>>,
}

impl<T> Spanned<T> {
    /// `value` at `span` of the file at hand.
    #[must_use]
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span, inherited: None }
    }

    /// The place of the value, when the file that was decoded is `file`.
    #[must_use]
    pub fn place(&self, file: &Arc<str>) -> Place {
        Place::at(Arc::clone(self.inherited.as_ref().unwrap_or(file)), self.span)
    }
}

impl<T: Default> Default for Spanned<T> {
    fn default() -> Self {
        Self::new(T::default(), Span::new(0, 0))
    }
}

impl<T: Decode> Decode for Spanned<T> {
    const EXPECTED: Expected = T::EXPECTED;

    fn decode(node: &Node, findings: &mut Findings) -> Option<Self> {
        let value = T::decode(node, findings)?;
        Some(Self { value, span: node.span, inherited: findings.inherited().cloned() })
    }
}

impl<T: Describe> Describe for Spanned<T> {
    fn shape() -> Shape {
        T::shape()
    }
}

impl<T: Decode> Decode for Option<T> {
    const EXPECTED: Expected = T::EXPECTED;

    fn decode(node: &Node, findings: &mut Findings) -> Option<Self> {
        T::decode(node, findings).map(Some)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<T: Describe> Describe for Option<T> {
    fn shape() -> Shape {
        T::shape()
    }
}

impl<T: Decode> Decode for Vec<T> {
    const EXPECTED: Expected = Expected::List;

    fn decode(node: &Node, findings: &mut Findings) -> Option<Self> {
        match &node.value {
            Value::List(items) => {
                Some(items.iter().filter_map(|item| findings.in_item(|findings| T::decode(item, findings))).collect())
            }
            Value::Null => Some(Self::new()),
            _ if T::EXPECTED.is_like(node) => T::decode(node, findings).map(|one| vec![one]),
            _ => findings.wrong_type(node, Expected::List),
        }
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }
}

impl<T: Describe> Describe for Vec<T> {
    fn shape() -> Shape {
        Shape::List(Box::new(T::shape()))
    }
}

impl<T: Decode> Decode for BTreeMap<String, T> {
    const EXPECTED: Expected = Expected::Keys;

    fn decode(node: &Node, findings: &mut Findings) -> Option<Self> {
        let entries = Entries::decode(node, findings)?;
        Some(entries.0.into_iter().map(|(key, value)| (key.value, value)).collect())
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }
}

impl<T: Describe> Describe for BTreeMap<String, T> {
    fn shape() -> Shape {
        Shape::Entries(Box::new(T::shape()))
    }
}

impl Decode for Node {
    const EXPECTED: Expected = Expected::Anything;

    fn decode(node: &Node, _: &mut Findings) -> Option<Self> {
        Some(node.clone())
    }
}

impl Describe for Node {
    fn shape() -> Shape {
        Shape::Anything
    }
}

impl Decode for String {
    const EXPECTED: Expected = Expected::Text;

    fn decode(node: &Node, findings: &mut Findings) -> Option<Self> {
        match node.text() {
            Some(text) if !node.is_null() => Some(text.to_owned()),
            _ => findings.wrong_type(node, Self::EXPECTED),
        }
    }
}

impl Describe for String {
    fn shape() -> Shape {
        Shape::Text
    }
}

impl Decode for bool {
    const EXPECTED: Expected = Expected::YesNo;

    fn decode(node: &Node, findings: &mut Findings) -> Option<Self> {
        match &node.value {
            Value::Bool(value) => Some(*value),
            Value::Text(text) => match text.to_ascii_lowercase().as_str() {
                "true" | "yes" | "on" => Some(true),
                "false" | "no" | "off" => Some(false),
                _ => findings.wrong_type(node, Self::EXPECTED),
            },
            _ => findings.wrong_type(node, Self::EXPECTED),
        }
    }
}

impl Describe for bool {
    fn shape() -> Shape {
        Shape::YesNo
    }
}

impl Decode for i64 {
    const EXPECTED: Expected = Expected::Whole;

    fn decode(node: &Node, findings: &mut Findings) -> Option<Self> {
        let number = match &node.value {
            Value::Integer(number) => Some(*number),
            Value::Text(text) => text.parse().ok(),
            _ => None,
        };
        number.or_else(|| findings.wrong_type(node, Self::EXPECTED))
    }
}

impl Describe for i64 {
    fn shape() -> Shape {
        Shape::Whole { least: None }
    }
}

impl Decode for u32 {
    const EXPECTED: Expected = Expected::Whole;

    fn decode(node: &Node, findings: &mut Findings) -> Option<Self> {
        let number = i64::decode(node, findings)?;
        Self::try_from(number).ok().or_else(|| {
            let message = format!("{} must be between 0 and {}, not `{number}`", findings.subject(), Self::MAX);
            findings.push(Diagnostic::new(&rules::BAD_VALUE, findings.place(node.span), message));
            None
        })
    }
}

impl Describe for u32 {
    fn shape() -> Shape {
        Shape::Whole { least: Some(0) }
    }
}

impl Decode for f64 {
    const EXPECTED: Expected = Expected::Number;

    fn decode(node: &Node, findings: &mut Findings) -> Option<Self> {
        let number = match &node.value {
            Value::Float(number) => Some(*number),
            Value::Integer(_) | Value::Text(_) => node.text().and_then(|text| text.parse().ok()),
            _ => None,
        };
        number.filter(|number: &Self| number.is_finite()).or_else(|| findings.wrong_type(node, Self::EXPECTED))
    }
}

impl Describe for f64 {
    fn shape() -> Shape {
        Shape::Number
    }
}

impl Decode for Date {
    const EXPECTED: Expected = Expected::Day;

    fn decode(node: &Node, findings: &mut Findings) -> Option<Self> {
        let Some(text) = node.text().filter(|_| !node.is_null()) else {
            return findings.wrong_type(node, Self::EXPECTED);
        };
        let no_day = match date::read(text) {
            Ok(date) => return Some(date),
            Err(no_day) => no_day,
        };
        let message = if no_day.is_off_the_calendar {
            format!("there is no day `{text}`")
        } else {
            format!("{} must be a date written like `2026-03-05`, not `{}`", findings.subject(), super::shortened(text))
        };
        findings.push(Diagnostic::new(&rules::BAD_DATE, findings.place(node.span), message).help(no_day.help));
        None
    }
}

impl Describe for Date {
    fn shape() -> Shape {
        Shape::Day
    }
}
