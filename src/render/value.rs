//! Values given to templates, each of which can tell its key.
//!
//! The key of an output is made from the keys of the values that its template may read, so a value without a key could not be
//! given to a template at all.

use serde::Serialize;
use tera::Value;
use tera::value::ValueKind;

use crate::cache::{Key, KeyBuilder};

/// A template value and, when many outputs share it, the key of its content.
#[derive(Debug, Clone)]
pub(crate) struct Keyed {
    pub(crate) value: Value,
    shared: Option<Key>,
}

impl Keyed {
    /// A value made from plain data.
    pub(crate) fn new<T: Serialize>(data: &T) -> Self {
        // Only plain structs, texts, numbers, lists and maps with text keys are given here; `none` stands in for what a
        // template could not show anyway.
        Self { value: Value::try_from_serializable(data).unwrap_or_else(|_| Value::none()), shared: None }
    }

    /// A value whose key is made once, since many outputs ask for it.
    pub(crate) fn shared<T: Serialize>(data: &T) -> Self {
        let one = Self::new(data);
        Self { shared: Some(one.key()), ..one }
    }

    /// Values with keys of their own put together in one, whose key is made from theirs.
    pub(crate) fn with_key(value: Value, key: Key) -> Self {
        Self { value, shared: Some(key) }
    }

    /// The key of the content.
    pub(crate) fn key(&self) -> Key {
        self.shared.unwrap_or_else(|| {
            let mut key = KeyBuilder::new("value");
            add_value(&mut key, &self.value);
            key.finish()
        })
    }

    /// `none`.
    pub(crate) fn none() -> Self {
        Self { value: Value::none(), shared: None }
    }

    /// A list whose key is made from the keys of its items, so that shared items are hashed once.
    pub(crate) fn list<'a>(items: impl IntoIterator<Item = &'a Keyed>) -> Self {
        let mut key = KeyBuilder::new("list");
        let values: Vec<Value> = items
            .into_iter()
            .map(|item| {
                key.key(&item.key());
                item.value.clone()
            })
            .collect();
        Self::with_key(Value::from(values), key.finish())
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
            Keyed { value: Value::safe_string("1"), shared: None },
        ];
        for (index, a) in values.iter().enumerate() {
            for b in &values[index + 1..] {
                assert_ne!(a.key(), b.key(), "{a:?} {b:?}");
            }
        }
    }
}
