//! What a file may hold, for people and for editors.
//!
//! Input: the descriptions that `record!` and `choice!` make from doc comments. Output: [`Record`]s, which the reference page
//! walks, and a JSON Schema. It never describes a key that is not read: both come from the same lines.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

/// A type that says what it takes.
pub trait Describe {
    /// The form of its values.
    fn shape() -> Shape;
}

/// The form of a value.
#[derive(Debug, Clone)]
pub enum Shape {
    /// Any value.
    Anything,
    /// A text.
    Text,
    /// `true` or `false`.
    YesNo,
    /// A whole number, not below `least`.
    Whole {
        /// The smallest number allowed.
        least: Option<i64>,
    },
    /// A number.
    Number,
    /// A day written as `2026-03-05`.
    Day,
    /// An address that begins with `https://` or `http://`.
    WebAddress,
    /// An address of the site itself, which begins with `/`.
    SiteAddress,
    /// One of these words.
    Choice(Vec<Choice>),
    /// A list of such values.
    List(Box<Self>),
    /// A group whose keys the author chooses, with such values.
    Entries(Box<Self>),
    /// A group of any keys.
    Group,
    /// A group of fixed keys. It is made on demand because a record may hold itself.
    Record(fn() -> Record),
    /// One of two forms.
    Either(Box<Self>, Box<Self>),
}

impl Shape {
    /// The form in a few words, for the reference page.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Anything => "any value".to_owned(),
            Self::Text => "text".to_owned(),
            Self::YesNo => "`true` or `false`".to_owned(),
            Self::Whole { .. } => "whole number".to_owned(),
            Self::Number => "number".to_owned(),
            Self::Day => "date".to_owned(),
            Self::WebAddress => "web address".to_owned(),
            Self::SiteAddress => "address of this site".to_owned(),
            Self::Choice(choices) => {
                let words: Vec<&str> = choices.iter().map(|choice| choice.word).collect();
                super::map::listed(&words, "or")
            }
            Self::List(items) => format!("list ({})", items.words()),
            Self::Entries(values) => format!("keys of your own ({})", values.words()),
            Self::Group | Self::Record(_) => "group of keys".to_owned(),
            Self::Either(one, other) => format!("{}, or {}", one.words(), other.words()),
        }
    }
}

/// One allowed word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The word.
    pub word: &'static str,
    /// What it means.
    pub about: String,
}

/// A group of fixed keys.
#[derive(Debug, Clone)]
pub struct Record {
    /// The name of its type, used inside the schema only.
    pub name: &'static str,
    /// What it is for.
    pub about: String,
    /// Its keys.
    pub fields: Vec<Field>,
}

impl Record {
    /// The record of a type; `None` when the type is not a record.
    #[must_use]
    pub fn of<T: Describe>() -> Option<Self> {
        match T::shape() {
            Shape::Record(make) => Some(make()),
            _ => None,
        }
    }
}

/// One key of a record.
#[derive(Debug, Clone)]
pub struct Field {
    /// The key.
    pub name: String,
    /// What it is for, what it may hold, and an example.
    pub about: String,
    /// The form of its value.
    pub shape: Shape,
    /// Whether it must be there.
    pub is_needed: bool,
}

/// The lines of a doc comment as one text; the space after each `///` goes.
#[must_use]
pub fn doc(lines: &[&str]) -> String {
    let lines: Vec<&str> = lines.iter().map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end()).collect();
    lines.join("\n").trim().to_owned()
}

/// The JSON Schema (draft 2020-12) of a file that holds `record`, for editors.
#[must_use]
pub fn json_schema(record: &Record) -> String {
    let mut definitions = BTreeMap::new();
    let mut schema = vec![("$schema".to_owned(), Json::text("https://json-schema.org/draft/2020-12/schema"))];
    schema.extend(object(record, &mut definitions));
    if !definitions.is_empty() {
        let definitions = definitions.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect();
        schema.push(("$defs".to_owned(), Json::Object(definitions)));
    }
    // Only a map with keys that are no texts, or a failing writer, could make this fail; there is neither.
    serde_json::to_string_pretty(&Json::Object(schema)).unwrap_or_default() + "\n"
}

type Definitions = BTreeMap<&'static str, Json>;
type Members = Vec<(String, Json)>;

fn object(record: &Record, definitions: &mut Definitions) -> Members {
    let property = |field: &Field, definitions: &mut Definitions| {
        let mut members = schema(&field.shape, definitions);
        members.insert(0, ("description".to_owned(), Json::text(&field.about)));
        (field.name.clone(), Json::Object(members))
    };
    let properties = record.fields.iter().map(|field| property(field, definitions)).collect();
    let needed = record.fields.iter().filter(|field| field.is_needed).map(|field| Json::text(&field.name)).collect();
    vec![
        ("description".to_owned(), Json::text(&record.about)),
        ("type".to_owned(), Json::text("object")),
        ("properties".to_owned(), Json::Object(properties)),
        ("required".to_owned(), Json::List(needed)),
        ("additionalProperties".to_owned(), Json::Bool(false)),
    ]
}

fn schema(shape: &Shape, definitions: &mut Definitions) -> Members {
    let kind = |kind: &str| vec![("type".to_owned(), Json::text(kind))];
    let with =
        |name: &str, more: &str, value: Json| vec![("type".to_owned(), Json::text(name)), (more.to_owned(), value)];
    match shape {
        Shape::Anything => Vec::new(),
        Shape::Text => kind("string"),
        Shape::YesNo => kind("boolean"),
        Shape::Whole { least: None } => kind("integer"),
        Shape::Whole { least: Some(least) } => with("integer", "minimum", Json::Whole(*least)),
        Shape::Number => kind("number"),
        Shape::Day => with("string", "format", Json::text("date")),
        Shape::WebAddress => with("string", "format", Json::text("uri")),
        Shape::SiteAddress => with("string", "pattern", Json::text("^/")),
        Shape::Choice(choices) => vec![("oneOf".to_owned(), Json::List(choices.iter().map(constant).collect()))],
        Shape::List(items) => with("array", "items", Json::Object(schema(items, definitions))),
        Shape::Entries(values) => with("object", "additionalProperties", Json::Object(schema(values, definitions))),
        Shape::Group => kind("object"),
        Shape::Record(make) => reference(&make(), definitions),
        Shape::Either(one, other) => {
            let both = vec![Json::Object(schema(one, definitions)), Json::Object(schema(other, definitions))];
            vec![("anyOf".to_owned(), Json::List(both))]
        }
    }
}

fn constant(choice: &Choice) -> Json {
    Json::Object(vec![
        ("const".to_owned(), Json::text(choice.word)),
        ("description".to_owned(), Json::text(&choice.about)),
    ])
}

/// A pointer to the definition of `record`, which is made at the first use.
fn reference(record: &Record, definitions: &mut Definitions) -> Members {
    if !definitions.contains_key(record.name) {
        // The name is taken first: a record that holds itself must find it.
        definitions.insert(record.name, Json::Bool(true));
        let made = Json::Object(object(record, definitions));
        definitions.insert(record.name, made);
    }
    vec![("$ref".to_owned(), Json::Text(format!("#/$defs/{}", record.name)))]
}

/// JSON whose members keep their order.
enum Json {
    Bool(bool),
    Whole(i64),
    Text(String),
    List(Vec<Self>),
    Object(Members),
}

impl Json {
    fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Whole(value) => serializer.serialize_i64(*value),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(members) => serializer.collect_map(members.iter().map(|(name, value)| (name, value))),
        }
    }
}
