//! The sections of a page, each with a hash, so that a translation can say which words it was made from.
//!
//! Input: the headings of the walk, the text and the front matter. Output: a short hash for each stretch from one heading to the
//! next; and for a translation the text of its file with the hashes of its original written into it. Spaces and line breaks do
//! not count, since wrapping a paragraph anew changes no word of it. Nothing here reads or writes a file.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, Tag};

use super::ContentFile;
use super::directives::Excerpt;
use super::front_matter;
use crate::cache::{Key, KeyBuilder};
use crate::yaml::Node;

/// The key under which a translation keeps the hashes.
const KEY: &str = "translated_sections";

/// The name of what stands in the front matter for readers: title, description, main message.
pub const HEAD: &str = "_head";

/// The name of the text before the first heading.
pub const START: &str = "_start";

/// Where sections begin.
#[derive(Debug, Default)]
pub(super) struct Sections {
    starts: Vec<usize>,
}

impl Sections {
    pub(super) fn event(&mut self, event: &Event<'_>, range: &Range<usize>) {
        if matches!(event, Event::Start(Tag::Heading { .. })) {
            self.starts.push(range.start);
        }
    }

    /// The text before the first heading, then each section.
    pub(super) fn finish(self, excerpt: &Excerpt<'_>) -> Vec<Key> {
        let ends = self.starts.iter().copied().chain([excerpt.text.len()]);
        let starts = std::iter::once(0).chain(self.starts.iter().copied());
        starts.zip(ends).map(|(start, end)| hash(excerpt.text.get(start..end).unwrap_or_default())).collect()
    }
}

fn hash(text: &str) -> Key {
    let mut words = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        words.push_str(word);
        words.push(' ');
    }
    Key::of(words.as_bytes())
}

impl ContentFile {
    /// The hash of each section by the id of its heading, with [`HEAD`] and [`START`]. A page that begins with a heading has
    /// no text before it.
    #[must_use]
    pub fn section_hashes(&self) -> BTreeMap<&str, String> {
        let mut head = KeyBuilder::new("head");
        for text in [&self.front.title, &self.front.description, &self.front.main_message] {
            head.text(text.as_deref().unwrap_or_default());
        }
        let start = self.sections.first().filter(|start| **start != hash(""));
        let start = start.map(|start| (START, *start));
        let headings = self.outline.iter().map(|heading| heading.id.as_str());
        let sections = headings.zip(self.sections.iter().skip(1).copied());
        let all = std::iter::once((HEAD, head.finish())).chain(start).chain(sections);
        all.map(|(name, key)| (name, key.short())).collect()
    }
}

/// The text of a translation with the hashes of its original in its front matter, in place of those that are there. `None`
/// when the file has no front matter that can be read, or the hashes would not be read back as they were written.
#[must_use]
pub fn with_hashes(text: &str, path: &Arc<str>, hashes: &BTreeMap<&str, String>) -> Option<String> {
    let span = front_matter::split(text, path).value.front_matter?;
    let keys = text.get(span.start..span.end)?;
    let line_end = if keys.contains("\r\n") { "\r\n" } else { "\n" };
    let mut block = format!("{KEY}:{line_end}");
    for (name, hash) in hashes {
        block.push_str(&format!("  {}: \"{hash}\"{line_end}", key_of(name)));
    }
    let own = own_lines(keys).unwrap_or(keys.len()..keys.len());
    let keys = format!("{}{block}{}", &keys[..own.start], &keys[own.end..]);
    let whole = format!("{}{keys}{}", &text[..span.start], &text[span.end..]);
    reads_back(&whole, path, hashes).then_some(whole)
}

/// The lines of the key that are there: its own, and those below it that begin with a space.
fn own_lines(keys: &str) -> Option<Range<usize>> {
    let mut own: Option<Range<usize>> = None;
    let mut at = 0;
    for line in keys.split_inclusive('\n') {
        let end = at + line.len();
        match &mut own {
            None if line.strip_prefix(KEY).is_some_and(|rest| rest.trim_start().starts_with(':')) => {
                own = Some(at..end);
            }
            Some(lines) if line.starts_with([' ', '\t']) => lines.end = end,
            Some(_) => break,
            None => {}
        }
        at = end;
    }
    own
}

/// An id as a key. Quotes keep words like `no` and ids of digits alone from meaning something else.
fn key_of(id: &str) -> String {
    let is_plain = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || matches!(sign, '-' | '_');
    let is_word = id.starts_with(|sign: char| sign.is_ascii_lowercase() || sign == '_');
    let means_something = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"].contains(&id);
    if is_word && id.chars().all(is_plain) && !means_something {
        return id.to_string();
    }
    format!("\"{}\"", id.replace('\\', "\\\\").replace('"', "\\\""))
}

fn reads_back(text: &str, path: &Arc<str>, hashes: &BTreeMap<&str, String>) -> bool {
    let split = front_matter::split(text, path).value;
    let Some(node) = front_matter::parse(text, split, path).value else { return false };
    let read = node.get(KEY).map(Node::entries).unwrap_or_default();
    let read: BTreeMap<&str, String> =
        read.iter().map(|(key, value)| (key.text.as_str(), value.text().unwrap_or_default().to_string())).collect();
    read == *hashes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> Option<String> {
        let hashes = BTreeMap::from([("pace", "0123456789".to_string()), ("no", "1e23456789".to_string())]);
        with_hashes(text, &Arc::from("content/a.es.md"), &hashes)
    }

    const BLOCK: &str = "translated_sections:\n  \"no\": \"1e23456789\"\n  pace: \"0123456789\"\n";

    #[test]
    fn hashes_stand_at_the_end_of_the_front_matter_and_all_else_stays_as_it_is() {
        let text = written("\u{FEFF}---\ntitle: Á # a remark\ntopics: [\n  b]\n---\n## Ritmo\n\n---\n").unwrap();
        assert_eq!(text, format!("\u{FEFF}---\ntitle: Á # a remark\ntopics: [\n  b]\n{BLOCK}---\n## Ritmo\n\n---\n"));
    }

    #[test]
    fn hashes_that_are_there_are_replaced_in_whatever_form() {
        for old in ["translated_sections: {pace: a,\n  b: c}\n", "translated_sections:\n    x: y\n\tz\n", BLOCK] {
            let text = written(&format!("---\ntitle: A\n{old}# a remark\nweight: 1\n---\nText.\n"));
            assert_eq!(text.unwrap(), format!("---\ntitle: A\n{BLOCK}# a remark\nweight: 1\n---\nText.\n"), "{old}");
        }
    }

    #[test]
    fn line_ends_of_windows_stay() {
        let text = written("---\r\ntitle: A\r\n---\r\nText.\r\n").unwrap();
        assert_eq!(text, format!("---\r\ntitle: A\r\n{}---\r\nText.\r\n", BLOCK.replace('\n', "\r\n")));
    }

    #[test]
    fn a_file_that_would_not_be_read_back_is_left_alone() {
        for text in ["no front matter", "---\ntitle: A\n", "---\n- a list\n---\n", "---\n{title: A}\n---\n"] {
            assert_eq!(written(text), None, "{text}");
        }
    }

    #[test]
    fn every_id_can_be_a_key() {
        for id in ["a", "no", "1e5", "día", "a b", "\"x\" \\", "#", "_start", "section: x"] {
            let hashes = BTreeMap::from([(id, "0000000000".to_string())]);
            assert!(with_hashes("---\ntitle: A\n---\n", &Arc::from("a.md"), &hashes).is_some(), "{id}");
        }
    }
}
