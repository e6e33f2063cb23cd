//! The sentences of a text as people read them, with their places: what a measure of how hard it is to read looks at.
//!
//! Input: the Markdown of a file. Output: its paragraphs and the points of its lists as plain text. Headings, tables, code, the words
//! of pictures, and titles of directives are no sentences and left out; the text inside directives is part of it. It judges
//! nothing.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::{Step, prepare, walk};
use crate::content::built_in::VAR;
use crate::content::directives::Excerpt;
use crate::diagnostic::Span;

/// One paragraph, or one point of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Its words, in one line.
    pub text: String,
    /// Where pieces of it begin, and the bytes of the file that they were made from.
    pieces: Vec<(usize, Range<usize>)>,
}

impl Passage {
    /// Where a part of the text stands in the file.
    #[must_use]
    pub fn span(&self, part: Range<usize>) -> Span {
        let from = self.place(self.pieces.partition_point(|(start, _)| *start <= part.start), part.start);
        // What ends where a piece begins, ends with the piece before it.
        Span::new(from, self.place(self.pieces.partition_point(|(start, _)| *start < part.end), part.end))
    }

    /// The byte of the file at which a byte of the text stands, in the piece before the one of this number.
    fn place(&self, next: usize, at: usize) -> usize {
        let piece = next.checked_sub(1).and_then(|index| self.pieces.get(index));
        piece.map_or(0, |(start, bytes)| (bytes.start + at - start).min(bytes.end))
    }
}

/// The paragraphs and points of a text, in order.
#[must_use]
pub fn passages(excerpt: &Excerpt<'_>) -> Vec<Passage> {
    let prepared = prepare(excerpt).value;
    let is_variable = |index: usize| prepared.directives.get(index).is_some_and(|directive| directive.name == VAR);
    let mut writer = Writer::default();
    for (step, range) in walk(&prepared) {
        let place = range.start + excerpt.offset..range.end + excerpt.offset;
        match &step {
            Step::Event(event) => writer.event(event, place),
            Step::Open(_) | Step::Close(_) | Step::Leaf(_) => writer.end(),
            // What stands there is the name of a value and no word of the text.
            Step::InlineOpen(index) => writer.silent += usize::from(is_variable(*index)),
            Step::InlineClose(index) => writer.silent -= usize::from(is_variable(*index) && writer.silent > 0),
            // A number stands there, close to the word before it.
            Step::Citation => writer.text.truncate(writer.text.trim_end().len()),
        }
    }
    writer.end();
    writer.passages
}

#[derive(Default)]
struct Writer {
    passages: Vec<Passage>,
    text: String,
    pieces: Vec<(usize, Range<usize>)>,
    /// How many headings and the like are open.
    silent: usize,
}

impl Writer {
    fn event(&mut self, event: &Event<'_>, place: Range<usize>) {
        match event {
            Event::Start(tag) if !is_inline(tag) => {
                self.end();
                self.silent += usize::from(is_silent(tag));
            }
            Event::End(tag) if !is_inline_end(*tag) => {
                self.end();
                self.silent = self.silent.saturating_sub(usize::from(is_silent_end(*tag)));
            }
            Event::Start(Tag::Image { .. }) => self.silent += 1,
            Event::End(TagEnd::Image) => self.silent = self.silent.saturating_sub(1),
            Event::Text(text) | Event::Code(text) => self.push(text, place),
            Event::SoftBreak | Event::HardBreak => self.push(" ", place),
            _ => {}
        }
    }

    fn push(&mut self, text: &str, place: Range<usize>) {
        if self.silent == 0 {
            self.pieces.push((self.text.len(), place));
            self.text.push_str(text);
        }
    }

    fn end(&mut self) {
        let (text, pieces) = (std::mem::take(&mut self.text), std::mem::take(&mut self.pieces));
        if text.chars().any(char::is_alphanumeric) {
            self.passages.push(Passage { text, pieces });
        }
    }
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Link { .. }
            | Tag::Image { .. }
            | Tag::Superscript
            | Tag::Subscript
    )
}

fn is_inline_end(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Link
            | TagEnd::Image
            | TagEnd::Superscript
            | TagEnd::Subscript
    )
}

fn is_silent(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Heading { .. }
            | Tag::Table(_)
            | Tag::CodeBlock(_)
            | Tag::HtmlBlock
            | Tag::MetadataBlock(_)
            | Tag::DefinitionListTitle
    )
}

fn is_silent_end(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Heading(_)
            | TagEnd::Table
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::MetadataBlock(_)
            | TagEnd::DefinitionListTitle
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let excerpt = Excerpt { file: "content/a.md".into(), offset: 0, text };
        let found = passages(&excerpt);
        assert_eq!(found.iter().map(|passage| passage.text.as_str()).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn paragraphs_and_points_are_read_and_headings_tables_code_and_pictures_are_not() {
        check(
            "# Title\n\nOne *two*\nthree [four](b.md).\n\n- point\n- other `code`\n  more\n\n![alt](p.png)\n\n| a | b |\n|---|---|\n| c | d |\n\n```\nfn\n```\n\n> quoted\n",
            &["One two three four.", "point", "other code more", "quoted"],
        );
    }

    #[test]
    fn text_in_directives_is_read_without_titles_values_and_citations() {
        check(
            "Ask :var[publisher.phone] them [@a, p. 3]. Now.\n\n:::box Title\nInside :short[the box].\n:::\n\n::lines{region=\"us\"}\n",
            &["Ask  them. Now.", "Inside the box."],
        );
    }

    #[test]
    fn each_part_of_a_passage_knows_its_bytes_in_the_file() {
        let text = "Some *more*\nwords &amp; \\* signs.";
        let excerpt = Excerpt { file: "content/a.md".into(), offset: 100, text };
        let passage = passages(&excerpt).remove(0);
        assert_eq!(passage.text, "Some more words & * signs.");
        for part in ["Some", "more", "words", "signs."] {
            let at = passage.text.find(part).unwrap();
            let span = passage.span(at..at + part.len());
            assert_eq!(&text[span.start - 100..span.end - 100], part);
        }
    }
}
