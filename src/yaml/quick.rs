//! The quick way through plain front matter.
//!
//! Input: YAML text. Output: its tree, or `None` as soon as anything is not of the simplest kind: one `key: value` a line,
//! lists with `-` or on one line in `[…]`, groups by indentation, quotes without escapes. `None` says nothing about the text:
//! the whole reader then decides. Where it answers it answers exactly as the whole reader does, which a property test holds
//! it to; almost all front matter takes this way, in a tenth of the time.

use super::parse::plain;
use super::{Key, Node, Value};
use crate::diagnostic::Span;

/// Deeper texts are left to the whole reader.
const MAX_DEPTH: usize = 8;

/// Larger texts are left to the whole reader, because keys are compared pair by pair here.
const MAX_BYTES: usize = 64 * 1024;

/// How many keys one group may have, for the same reason.
const MAX_KEYS: usize = 200;

/// The tree of `text`, which begins at byte `base` of its file, if `text` is simple enough.
pub(super) fn parse(text: &str, base: usize) -> Option<Node> {
    if text.len() > MAX_BYTES {
        return None;
    }
    let mut reader = Reader { base, lines: lines(text)?, at: 0, depth: 0 };
    let root = (reader.peek()?.indent == 0).then(|| reader.map(0))??;
    reader.peek().is_none().then_some(root)
}

/// A line that is not empty: its words, where they begin in the text, and by how many spaces they are indented.
#[derive(Clone, Copy)]
struct Line<'a> {
    words: &'a str,
    start: usize,
    indent: usize,
}

impl<'a> Line<'a> {
    /// What stands behind the `- ` of a list item, as a line of its own.
    fn item(self) -> Option<Self> {
        let rest = self.words.strip_prefix("- ")?.trim_start_matches(' ');
        let moved = self.words.len() - rest.len();
        (!rest.is_empty()).then_some(Self { words: rest, start: self.start + moved, indent: self.indent + moved })
    }

    /// The key before the first `:`, and where the value begins in the words.
    fn key(self) -> Option<(&'a str, usize)> {
        let is_sign = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        let length = self.words.bytes().take_while(is_sign).count();
        let behind = self.words.as_bytes().get(length..)?;
        let value = match behind {
            [b':'] => length + 1,
            [b':', b' ', rest @ ..] => length + 2 + rest.iter().take_while(|byte| **byte == b' ').count(),
            _ => return None,
        };
        let is_named = self.words.starts_with(|sign: char| sign.is_ascii_alphanumeric() || sign == '_');
        is_named.then_some((&self.words[..length], value))
    }
}

/// The lines of `text` that are not empty; `None` when one holds a sign that needs the whole reader.
fn lines(text: &str) -> Option<Vec<Line<'_>>> {
    let mut lines = Vec::with_capacity(text.len() / 24 + 1);
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let content = line.strip_suffix('\n').map_or(line, |line| line.strip_suffix('\r').unwrap_or(line));
        let words = content.trim_start_matches(' ');
        let indent = content.len() - words.len();
        let words = words.trim_end_matches(' ');
        if !words.bytes().all(|byte| byte >= b' ' && byte != 0x7F) || (!words.is_ascii() && !is_simple(words)) {
            return None;
        }
        if !words.is_empty() {
            lines.push(Line { words, start: at + indent, indent });
        }
        at += line.len();
    }
    Some(lines)
}

/// Whether nothing in `words` breaks lines or is invisible in YAML's eyes.
fn is_simple(words: &str) -> bool {
    words.chars().all(|sign| {
        !sign.is_control() && !matches!(sign, '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
    })
}

struct Reader<'a> {
    base: usize,
    lines: Vec<Line<'a>>,
    at: usize,
    depth: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<Line<'a>> {
        self.lines.get(self.at).copied()
    }

    fn span(&self, start: usize, length: usize) -> Span {
        Span::new(self.base + start, self.base + start + length)
    }

    /// A list or a group at the line at hand.
    fn block(&mut self, line: Line<'a>) -> Option<Node> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return None;
        }
        let node = if is_item(line) { self.list(line.indent) } else { self.map(line.indent) };
        self.depth -= 1;
        node
    }

    fn map(&mut self, indent: usize) -> Option<Node> {
        let mut entries: Vec<(Key, Node)> = Vec::new();
        while let Some(line) = self.peek().filter(|line| line.indent >= indent) {
            let (name, value) = line.key().filter(|_| line.indent == indent && entries.len() < MAX_KEYS)?;
            if entries.iter().any(|(key, _)| key.text == name) {
                return None;
            }
            let key = Key { text: name.to_owned(), span: self.span(line.start, name.len()), inherited: None };
            self.at += 1;
            let node = self.value(line, value, key.span)?;
            entries.push((key, node));
        }
        let start = entries.first()?.0.span.start;
        let end = entries.last().map(|(key, node)| node.span.end.max(key.span.end))?;
        Some(Node::new(Span::new(start, end), Value::Map(entries)))
    }

    /// The value that begins at byte `value` of the words of `line`; the line itself is already taken.
    fn value(&mut self, line: Line<'a>, value: usize, key: Span) -> Option<Node> {
        let words = &line.words[value..];
        if !words.is_empty() {
            return self.inline(words, line.start + value, line.indent);
        }
        match self.peek() {
            Some(next) if next.indent > line.indent => self.block(next),
            Some(next) if next.indent == line.indent && is_item(next) => self.block(next),
            _ => Some(plain("", key)),
        }
    }

    fn list(&mut self, indent: usize) -> Option<Node> {
        let start = self.base + self.peek()?.start;
        let mut items = Vec::new();
        while let Some(line) = self.peek().filter(|line| line.indent >= indent) {
            if line.indent > indent {
                return None;
            }
            if !is_item(line) {
                break;
            }
            items.push(self.item(line)?);
        }
        let end = items.last().map(|item: &Node| item.span.end)?;
        Some(Node::new(Span::new(start, end), Value::List(items)))
    }

    fn item(&mut self, line: Line<'a>) -> Option<Node> {
        let inner = line.item()?;
        if is_item(inner) || inner.words == "-" {
            return None;
        }
        if inner.key().is_some() {
            *self.lines.get_mut(self.at)? = inner;
            return self.block(inner);
        }
        self.at += 1;
        self.inline(inner.words, inner.start, line.indent)
    }

    /// A value on one line, which the next line must not go on with.
    fn inline(&self, words: &str, start: usize, indent: usize) -> Option<Node> {
        if self.peek().is_some_and(|next| next.indent > indent) {
            return None;
        }
        match words.as_bytes().first()? {
            b'[' => self.flow(words, start),
            b'"' | b'\'' => self.quoted(words, start),
            _ => is_plain(words).then(|| plain(words, self.span(start, words.len()))),
        }
    }

    /// A text in quotes with nothing special inside.
    fn quoted(&self, words: &str, start: usize) -> Option<Node> {
        let quote = char::from(*words.as_bytes().first()?);
        let inner = words.strip_prefix(quote)?.strip_suffix(quote)?;
        let is_special = |sign: char| sign == quote || sign == '\\';
        (!inner.contains(is_special)).then(|| Node::new(self.span(start, words.len()), Value::Text(inner.to_owned())))
    }

    /// A list on one line, with plain or quoted items.
    fn flow(&self, words: &str, start: usize) -> Option<Node> {
        let inner = words.strip_prefix('[')?.strip_suffix(']')?;
        let mut items = Vec::new();
        let mut at = start + 1;
        for part in inner.split(',') {
            let item = part.trim_start_matches(' ');
            let item_start = at + part.len() - item.len();
            items.push(self.flow_item(item.trim_end_matches(' '), item_start)?);
            at += part.len() + 1;
        }
        Some(Node::new(self.span(start, words.len()), Value::List(items)))
    }

    fn flow_item(&self, item: &str, start: usize) -> Option<Node> {
        if item.starts_with(['"', '\'']) {
            return self.quoted(item, start);
        }
        let is_simple = !item.contains(['[', ']', '{', '}', ':', '#', '"', '\'']) && is_plain(item);
        is_simple.then(|| plain(item, self.span(start, item.len())))
    }
}

fn is_item(line: Line<'_>) -> bool {
    line.words.starts_with("- ")
}

/// Whether `words` are a value without quotes that nobody could read otherwise.
fn is_plain(words: &str) -> bool {
    let is_start = |sign: char| sign.is_alphanumeric() || matches!(sign, '/' | '(');
    words.starts_with(is_start) && !words.ends_with(':') && !words.contains(": ") && !words.contains(" #")
}
