//! The first words of a page, and whether it shows code.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::ContentFile;
use super::walk::Step;

/// Longest summary, in characters, unless its first sentence alone is longer.
const LONGEST: usize = 200;

/// Where a first sentence is cut when it is longer than any summary may be.
const LONGEST_SENTENCE: usize = 320;

/// Collects the summary.
#[derive(Debug, Default)]
pub(super) struct Summary {
    text: String,
    state: State,
    /// How many blocks other than the first paragraph are open: quotes, lists, directives, headings.
    depth: usize,
    has_code: bool,
    has_notes: bool,
}

#[derive(Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Before,
    Inside,
    After,
}

impl Summary {
    pub(super) fn step(&mut self, step: &Step<'_>) {
        match step {
            Step::Event(event) => self.event(event),
            Step::Open(_) => self.depth += 1,
            Step::Close(_) => self.depth = self.depth.saturating_sub(1),
            Step::Leaf(_) | Step::InlineOpen(_) | Step::InlineClose(_) | Step::Citation => {}
        }
    }

    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(Tag::Paragraph) if self.state == State::Before && self.depth == 0 => {
                self.state = State::Inside;
            }
            Event::End(TagEnd::Paragraph) if self.state == State::Inside && self.depth == 0 => {
                self.state = if self.text.trim().is_empty() { State::Before } else { State::After };
            }
            Event::Start(tag) if is_block(tag) => {
                self.depth += 1;
                self.has_code |= matches!(tag, Tag::CodeBlock(_));
            }
            Event::End(tag) if is_block_end(*tag) => self.depth = self.depth.saturating_sub(1),
            Event::Text(text) | Event::Code(text) => self.push(text),
            Event::SoftBreak | Event::HardBreak => self.push(" "),
            Event::FootnoteReference(_) => self.has_notes = true,
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        if self.state == State::Inside && self.text.len() < 4 * LONGEST_SENTENCE {
            self.text.push_str(text);
        }
    }

    pub(super) fn finish(self, file: &mut ContentFile) {
        file.summary = shorten(self.text.trim());
        file.has_code = self.has_code;
        file.has_notes = self.has_notes;
    }
}

fn is_block(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::BlockQuote(_)
            | Tag::List(_)
            | Tag::Table(_)
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::CodeBlock(_)
            | Tag::HtmlBlock
            | Tag::Heading { .. }
            | Tag::Image { .. }
    )
}

fn is_block_end(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Table
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::Heading(_)
            | TagEnd::Image
    )
}

/// Whole sentences, as many as fit. A sentence is never cut before its end, where it could lose a "not", unless it is longer
/// than [`LONGEST_SENTENCE`]; then the cut is shown.
fn shorten(text: &str) -> String {
    let mut end = 0;
    for (at, c) in text.char_indices() {
        let after = at + c.len_utf8();
        let ends =
            matches!(c, '.' | '!' | '?' | '。' | '؟') && text[after..].chars().next().is_none_or(char::is_whitespace);
        if ends && (end == 0 || text[..after].chars().count() <= LONGEST) {
            end = after;
        }
    }
    let sentence = if end == 0 { text } else { &text[..end] };
    if sentence.chars().count() <= LONGEST_SENTENCE {
        return sentence.to_string();
    }
    let cut: String = sentence.chars().take(LONGEST_SENTENCE).collect();
    let whole_words = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    format!("{whole_words}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_is_made_of_whole_sentences() {
        let long = "Do not stop suddenly. ".repeat(20);
        let short = shorten(long.trim());
        assert!(short.ends_with("suddenly."), "{short}");
        assert!(short.chars().count() <= LONGEST);
        assert_eq!(shorten("One. Two."), "One. Two.");
    }

    #[test]
    fn a_sentence_without_end_is_cut_between_words_and_the_cut_is_shown() {
        let text = "word ".repeat(200);
        assert!(shorten(text.trim()).ends_with("word…"));
    }
}
