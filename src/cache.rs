//! Keys that stand for values.
//!
//! Pure: nothing here reads or writes a file. A [`Key`] is a hash of everything a value was made from, so equal keys mean
//! equal values, on any machine and on any day.

use std::fmt;

/// A 256-bit BLAKE3 hash of the inputs of a value.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Key([u8; 32]);

impl Key {
    /// The key of one run of bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }

    /// The raw 32 bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The key that these 32 bytes are.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The first ten hexadecimal digits: enough to name one version of one file.
    #[must_use]
    pub fn short(&self) -> String {
        self.to_string()[..10].to_string()
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({})", self.short())
    }
}

/// Builds a [`Key`] from parts. Every part is written with its length, so that `("ab", "c")` and `("a", "bc")` differ.
/// The parts are gathered and hashed at once, since most keys are made of many short texts.
#[derive(Debug, Default, Clone)]
pub struct KeyBuilder(Vec<u8>);

impl KeyBuilder {
    /// A builder that begins with `purpose`, so that keys of different kinds of values never meet.
    #[must_use]
    pub fn new(purpose: &str) -> Self {
        let mut builder = Self(Vec::with_capacity(256));
        builder.text(purpose);
        builder
    }

    /// Adds bytes.
    pub fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
        self.0.extend_from_slice(bytes);
        self
    }

    /// Adds a text.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.bytes(text.as_bytes())
    }

    /// Adds a whole number.
    pub fn number(&mut self, number: u64) -> &mut Self {
        self.0.extend_from_slice(&number.to_le_bytes());
        self
    }

    /// Adds another key.
    pub fn key(&mut self, key: &Key) -> &mut Self {
        self.0.extend_from_slice(&key.0);
        self
    }

    /// The key of all that was added.
    #[must_use]
    pub fn finish(&self) -> Key {
        Key::of(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_run_together() {
        let mut first = KeyBuilder::new("test");
        first.text("ab").text("c");
        let mut second = KeyBuilder::new("test");
        second.text("a").text("bc");
        assert_ne!(first.finish(), second.finish());
    }
}
