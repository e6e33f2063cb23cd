//! Values given to templates, each with its key.
//!
//! The key of an output is made from the keys of the values that its template may read, so a value without a key could not be
//! given to a template at all.

use serde::Serialize;
use tera::Value;
use tera::value::ValueKind;

use crate::cache::{Key, KeyBuilder};

/// A template value and the key of its content.
#[derive(Debug, Clone)]
pub(crate) struct Keyed {
    pub(crate) value: Value,
    pub(crate) key: Key,
}

impl Keyed {
    /// A value made from plain data.
    pub(crate) fn new<T: Serialize>(data: &T) -> Self {
        // Only plain structs, texts, numbers, lists and maps with text keys are given here; `none` stands in for what a
        // template could not show anyway.
        Self::from_value(Value::try_from_serializable(data).unwrap_or_else(|_| Value::none()))
    }

    /// A template value as it is.
    pub(crate) fn from_value(value: Value) -> Self {
        let mut key = KeyBuilder::new("value");
        add_value(&mut key, &value);
        Self { key: key.finish(), value }
    }

    /// `none`.
    pub(crate) fn none() -> Self {
        Self::from_value(Value::none())
    }

    /// A list whose key is made from the keys of its items, so that shared items are hashed once.
    pub(crate) fn list<'a>(items: impl IntoIterator<Item = &'a Keyed>) -> Self {
        let mut key = KeyBuilder::new("list");
        let values: Vec<Value> = items
            .into_iter()
            .map(|item| {
                key.key(&item.key);
                item.value.clone()
            })
            .collect();
        Self { key: key.finish(), value: Value::from(values) }
    }
}

fn add_value(key: &mut KeyBuilder, value: &Value) {
    match value.kind() {
        ValueKind::Array => {
            let items = value.as_array().unwrap_or_default();
            key.text("[").number(items.len() as u64);
            for item in items {
                add_value(key, item);
            }
        }
        ValueKind::Map => {
            let Some(map) = value.as_map() else { return };
            key.text("{").number(map.len() as u64);
            for (name, item) in map {
                match name.as_str() {
                    Some(name) => key.text(name),
                    None => key.text(&name.to_string()),
                };
                add_value(key, item);
            }
        }
        ValueKind::String => {
            key.text(if value.is_safe() { "html" } else { "text" }).text(value.as_str().unwrap_or_default());
        }
        ValueKind::None | ValueKind::Undefined => {
            key.text("none");
        }
        ValueKind::Bool => {
            key.text(if value.is_truthy() { "true" } else { "false" });
        }
        kind => {
            key.text(kind_word(kind)).text(&value.to_string());
        }
    }
}

/// Tells numbers apart from texts that look the same.
fn kind_word(kind: ValueKind) -> &'static str {
    match kind {
        ValueKind::F64 => "decimal",
        ValueKind::Bytes => "bytes",
        _ => "number",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_values_have_different_keys() {
        let values = [
            Keyed::new(&"1"),
            Keyed::new(&1),
            Keyed::new(&true),
            Keyed::none(),
            Keyed::new(&["a", "b"]),
            Keyed::new(&["ab"]),
            Keyed::new(&[["a"], ["b"]]),
            Keyed::from_value(Value::safe_string("1")),
        ];
        for (index, a) in values.iter().enumerate() {
            for b in &values[index + 1..] {
                assert_ne!(a.key, b.key, "{a:?} {b:?}");
            }
        }
    }
}
