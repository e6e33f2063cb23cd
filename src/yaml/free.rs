//! Values without a fixed shape, for templates.
//!
//! Input: a [`Node`]. Output: the same value without places, which templates and JSON take as it is. It never holds a number
//! that is not finite, and groups of keys are sorted, so the same file always gives the same bytes.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::{Decode, Describe, Expected, Findings, Node, Shape, Value};

/// A value of any shape.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Free {
    /// Nothing.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A number with a decimal point.
    Float(f64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Self>),
    /// A group of keys.
    Map(BTreeMap<String, Self>),
}

impl From<&Node> for Free {
    fn from(node: &Node) -> Self {
        match &node.value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(*value),
            Value::Integer(value) => Self::Integer(*value),
            Value::Float(value) => Self::Float(*value),
            Value::Text(text) => Self::Text(text.clone()),
            Value::List(items) => Self::List(items.iter().map(Self::from).collect()),
            Value::Map(entries) => {
                Self::Map(entries.iter().map(|(key, node)| (key.text.clone(), Self::from(node))).collect())
            }
        }
    }
}

impl Serialize for Free {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Integer(value) => serializer.serialize_i64(*value),
            Self::Float(value) => serializer.serialize_f64(*value),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Map(entries) => serializer.collect_map(entries),
        }
    }
}

impl Decode for Free {
    const EXPECTED: Expected = Expected::Anything;

    fn decode(node: &Node, _: &mut Findings) -> Option<Self> {
        Some(Self::from(node))
    }

    fn absent() -> Option<Self> {
        Some(Self::Null)
    }
}

impl Describe for Free {
    fn shape() -> Shape {
        Shape::Anything
    }
}
