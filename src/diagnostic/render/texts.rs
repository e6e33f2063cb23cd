//! Texts of files, with their lines counted once.
//!
//! Input: a function that gives the text of a file. Output: the line and column of a place, and whole lines to show. Spans are
//! never trusted: one that is out of bounds or cuts a letter in two is moved to the nearest place that exists.

use std::rc::Rc;

use super::super::{Place, Span};

/// So many texts are kept. Diagnostics come sorted by file, so more are needed only for places in other files.
const KEPT: usize = 8;

/// After so many bytes the letters before them are known without counting.
const BLOCK: usize = 1024;

/// The texts of files, most recently used first.
pub(super) struct Texts<'a> {
    read: &'a dyn Fn(&str) -> Option<String>,
    kept: Vec<(String, Option<Rc<Text>>)>,
}

impl<'a> Texts<'a> {
    pub(super) fn new(read: &'a dyn Fn(&str) -> Option<String>) -> Self {
        Self { read, kept: Vec::with_capacity(KEPT) }
    }

    /// The text of `file`, if it can be read.
    pub(super) fn get(&mut self, file: &str) -> Option<Rc<Text>> {
        let known = self.kept.iter().position(|(name, _)| name == file);
        let entry = match known {
            Some(index) => self.kept.remove(index),
            None => (file.to_owned(), (self.read)(file).map(|text| Rc::new(Text::new(text)))),
        };
        let text = entry.1.clone();
        self.kept.truncate(KEPT - 1);
        self.kept.insert(0, entry);
        text
    }

    /// Where `place` is, if it has a span and its text can be read.
    pub(super) fn locate(&mut self, place: &Place) -> Option<Located> {
        let span = place.span?;
        let text = self.get(&place.file)?;
        let span = text.clamp(span);
        Some(Located { start: text.position(span.start), end: text.position(span.end), span, text })
    }
}

/// A place that was found in its text.
pub(super) struct Located {
    /// Where it begins.
    pub(super) start: Position,
    /// Where it ends; this sign no longer belongs to it.
    pub(super) end: Position,
    /// The span, inside the text and between whole letters.
    pub(super) span: Span,
    /// The text it is in.
    pub(super) text: Rc<Text>,
}

/// A line and a column, counted from one. Columns count letters (Unicode scalar values), not bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Position {
    pub(super) line: usize,
    pub(super) column: usize,
}

/// A text and where its lines begin.
pub(super) struct Text {
    whole: String,
    /// The first byte of each line; never empty.
    starts: Vec<usize>,
    /// How many letters begin before each block of [`BLOCK`] bytes. Without it, a long line would be counted from its beginning
    /// for each of its many faults.
    letters: Vec<usize>,
}

impl Text {
    fn new(text: String) -> Self {
        // A byte order mark is no part of the first line: no editor shows it or counts it.
        let first = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
        let others = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        let starts = std::iter::once(first).chain(others).collect();
        let blocks = text.as_bytes().chunks(BLOCK).scan(0, |before, block| {
            let here = *before;
            *before += letters_in(block);
            Some(here)
        });
        let letters = blocks.collect();
        Self { whole: text, starts, letters }
    }

    /// The nearest span that exists and does not cut a letter.
    ///
    /// The end of a text that ends with a line break is the end of its last line: an empty line behind it is no line to people.
    fn clamp(&self, span: Span) -> Span {
        let first = self.starts.first().copied().unwrap_or_default();
        let last = if span.start >= self.whole.len() { without_break(&self.whole).len() } else { self.whole.len() };
        let last = last.max(first);
        let start = self.whole.floor_char_boundary(span.start.clamp(first, last));
        let end = self.whole.ceil_char_boundary(span.end.clamp(start, last));
        Span::new(start, end)
    }

    /// The line and column of the byte `at`, which must lie between whole letters.
    fn position(&self, at: usize) -> Position {
        let line = self.line_of(at);
        let start = self.line_start(line).min(at);
        let breaks = self.slice(start, at).len() - without_break(self.slice(start, at)).len();
        Position { line, column: self.letters_before(at) - self.letters_before(start) - breaks + 1 }
    }

    /// How many letters begin before the byte `at`.
    fn letters_before(&self, at: usize) -> usize {
        let block = (at / BLOCK).min(self.letters.len().saturating_sub(1));
        let rest = self.whole.as_bytes().get(block * BLOCK..at).unwrap_or_default();
        self.letters.get(block).copied().unwrap_or_default() + letters_in(rest)
    }

    /// The line of the byte `at`, counted from one.
    pub(super) fn line_of(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at).max(1)
    }

    /// The first byte of a line, or the end of the text when there is no such line.
    pub(super) fn line_start(&self, line: usize) -> usize {
        self.starts.get(line - 1).copied().unwrap_or(self.whole.len())
    }

    /// The lines from `first` to `last`, both included, without the last line break.
    pub(super) fn lines(&self, first: usize, last: usize) -> &str {
        without_break(self.slice(self.line_start(first), self.line_start(last + 1)))
    }

    /// The text of `span`, at most so many line breaks of it, and without one at its end.
    pub(super) fn marked(&self, span: Span, breaks: usize) -> &str {
        let end = self.line_start(self.line_of(span.start) + breaks + 1);
        without_break(self.slice(span.start, span.end.min(end)))
    }

    fn slice(&self, start: usize, end: usize) -> &str {
        self.whole.get(start..end).unwrap_or_default()
    }
}

/// How many letters begin in these bytes of a text, which may begin within one.
fn letters_in(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0b1100_0000 != 0b1000_0000).count()
}

/// `text` without the line break at its end.
fn without_break(text: &str) -> &str {
    let text = text.strip_suffix('\n').unwrap_or(text);
    text.strip_suffix('\r').unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use proptest::prelude::*;

    use super::*;

    fn located(text: &str, span: std::ops::Range<usize>) -> (usize, usize, usize, usize) {
        let read = |_: &str| Some(text.to_owned());
        let found = Texts::new(&read).locate(&Place::at("a", span.into())).unwrap();
        (found.start.line, found.start.column, found.end.line, found.end.column)
    }

    #[test]
    fn lines_and_columns_count_from_one_and_in_letters() {
        for (text, span, expected) in [
            ("", 0..0, (1, 1, 1, 1)),
            ("abc", 1..2, (1, 2, 1, 3)),
            ("a\nbc\n", 2..4, (2, 1, 2, 3)),
            ("a\r\nbc\r\n", 3..5, (2, 1, 2, 3)),
            ("日本語", 3..6, (1, 2, 1, 3)),
            ("\u{FEFF}abc", 3..4, (1, 1, 1, 2)),
            ("a\nb", 0..3, (1, 1, 2, 2)),
        ] {
            assert_eq!(located(text, span), expected, "{text:?}");
        }
    }

    #[test]
    fn a_span_that_does_not_exist_is_moved_to_one_that_does() {
        for (text, span, expected) in [
            ("abc", 7..9, (1, 4, 1, 4)),
            ("abc\n", 4..4, (1, 4, 1, 4)),
            ("abc\r\n", 9..9, (1, 4, 1, 4)),
            ("日本語", 4..5, (1, 2, 1, 3)),
            ("\u{FEFF}", 0..1, (1, 1, 1, 1)),
            ("a\r\nb", 1..2, (1, 2, 1, 2)),
            ("a\r\nb", 2..3, (1, 2, 2, 1)),
        ] {
            assert_eq!(located(text, span), expected, "{text:?}");
        }
    }

    #[test]
    fn columns_are_right_far_into_a_long_line() {
        for letter in ["a", "é", "日", "🙂"] {
            let text = format!("{}\n{}", letter.repeat(BLOCK), letter.repeat(3 * BLOCK));
            let line = BLOCK * letter.len() + 1;
            for before in [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 3 * BLOCK - 1] {
                let at = line + before * letter.len();
                let expected = (2, before + 1, 2, before + 2);
                assert_eq!(located(&text, at..at + letter.len()), expected, "{letter} {before}");
            }
        }
    }

    #[test]
    fn a_file_is_read_once_while_its_diagnostics_stand_together() {
        let count = Cell::new(0);
        let read = |_: &str| {
            count.set(count.get() + 1);
            Some("text".to_owned())
        };
        let mut texts = Texts::new(&read);
        for _ in 0..100 {
            texts.get("a");
            texts.get("b");
        }
        assert_eq!(count.get(), 2);
    }

    proptest! {
        #[test]
        fn every_span_is_found_somewhere(text in "(\u{FEFF})?([a日é🙂\t]|\r|\n|\r\n){0,12}", start in 0_usize..40, length in 0_usize..40) {
            let (line, column, end_line, end_column) = located(&text, start..start + length);
            prop_assert!(line >= 1 && column >= 1 && (end_line, end_column) >= (line, column));
            prop_assert!(line <= text.matches('\n').count() + 1);
        }
    }
}
