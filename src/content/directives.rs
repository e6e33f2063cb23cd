//! Directives as an author writes them: `:::name Title {key="value"}` to `:::`, `::name{…}` on a line, `:name[text]{…}` in a line.
//!
//! Job: find every place of a text that reads like a directive, and take it apart. Input: an [`Excerpt`], the Markdown of one
//! file. Output: candidates in the order of their places, each with the [`Directive`] it would be and what is wrong with it.
//! It never says whether a candidate stands in code, where it is no directive at all, and never pairs an opening line with its
//! closing line: [`super::walk`] does both, because only a Markdown parser knows. It never judges names and arguments either:
//! that takes a theme.
//!
//! The grammar, for one line after its indentation, `>` signs and list markers:
//! * three or more colons, a name, a title and braces open a block; a line of colons alone closes the innermost open block that
//!   has as many colons;
//! * two colons and a name make a leaf; title and braces are as above;
//! * within text, a colon that follows no letter, digit, colon or backslash, a name, `[text]` and perhaps braces make an inline
//!   directive. The text is Markdown and may hold other inline directives.
//!
//! A name is `[a-z][a-z0-9-]*`. A title is plain text and ends at the first `{`. Values run from quote to quote as they are:
//! nothing is escaped in them, and they may hold the other kind of quote.

mod arguments;
mod brackets;
mod lines;

use std::ops::Range;
use std::sync::Arc;

pub(super) use lines::list_marker;

use crate::diagnostic::{Diagnostic, Place, Span};

/// The Markdown of a file: the whole of it, or what follows its front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt<'a> {
    /// Path of the file from the site's root.
    pub file: Arc<str>,
    /// How many bytes of the file stand before the text.
    pub offset: usize,
    /// The text.
    pub text: &'a str,
}

impl Excerpt<'_> {
    /// The place in the file of a span of the text.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        Place::at(self.file.clone(), span.shifted(self.offset))
    }
}

/// Which of the three forms a directive has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `:::name` to `:::`.
    Block,
    /// `::name` on a line of its own.
    Leaf,
    /// `:name[text]` in a line.
    Inline,
}

/// One directive of a text. All spans count from the beginning of the text, not of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive<'a> {
    /// Its form.
    pub kind: Kind,
    /// Its name, which no one has looked up yet.
    pub name: &'a str,
    /// Where the name stands.
    pub name_span: Span,
    /// The words after the name of a block or a leaf.
    pub title: Option<Title<'a>>,
    /// What stands in the braces, in the author's order, no key twice.
    pub arguments: Vec<Argument<'a>>,
    /// The opening line from its first colon, or `:name[` of an inline directive.
    pub opening: Span,
    /// All of it: to the end of the closing line, or of the braces.
    pub span: Span,
    /// How many directives stand around it.
    pub depth: usize,
}

impl<'a> Directive<'a> {
    /// The argument called `key`.
    #[must_use]
    pub fn argument(&self, key: &str) -> Option<&Argument<'a>> {
        self.arguments.iter().find(|argument| argument.key == key)
    }
}

/// The title of a block or a leaf: plain text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Title<'a> {
    /// The words, without the spaces around them.
    pub text: &'a str,
    /// Where they stand.
    pub span: Span,
}

/// One argument in the braces of a directive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Argument<'a> {
    /// Its key.
    pub key: &'a str,
    /// Where the key stands.
    pub key_span: Span,
    /// Its value without the quotes; `true` when the key stands alone.
    pub value: &'a str,
    /// Where the value stands, without the quotes; the key's place when it stands alone.
    pub value_span: Span,
}

/// A place that reads like a directive or like the end of one.
#[derive(Debug)]
pub(super) struct Candidate<'a> {
    /// What it would be.
    pub(super) shape: Shape,
    /// The bytes to hide from the Markdown parser: the line from its first colon, or `:name[`.
    pub(super) hidden: Range<usize>,
    /// What was written; `None` for a closing line, and for an opening line without a readable name.
    pub(super) directive: Option<Directive<'a>>,
    /// What is wrong with it, should it turn out to be a directive.
    pub(super) faults: Vec<Diagnostic>,
}

/// What a [`Candidate`] would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shape {
    /// The first line of a block.
    Opening {
        /// How many colons it begins with.
        colons: usize,
    },
    /// The last line of a block.
    Closing {
        /// How many colons it is made of.
        colons: usize,
    },
    /// A leaf.
    Leaf,
    /// A colon that begins a line and is no directive: `:smile:`. The Markdown parser would take it for a definition, which in
    /// a page needs a space after its colon.
    Colon,
    /// An inline directive.
    Inline {
        /// The bytes after its text, also to be hidden: `]` and the braces.
        end: Range<usize>,
    },
}

/// Every place of the text that reads like a directive, in order. A text without any costs a search for colons.
pub(super) fn scan<'a>(excerpt: &Excerpt<'a>) -> Vec<Candidate<'a>> {
    let mut candidates = Vec::new();
    if worth_reading(excerpt.text) {
        let mut passage = 0..0;
        for line in lines::read(excerpt.text) {
            if let Some(candidate) = lines::candidate(excerpt, &line) {
                brackets::scan(excerpt, std::mem::take(&mut passage), &mut candidates);
                candidates.push(candidate);
                continue;
            }
            candidates.extend(lines::colon(excerpt, &line));
            if line.blank || line.begins_block || passage.is_empty() {
                brackets::scan(excerpt, std::mem::replace(&mut passage, line.whole.clone()), &mut candidates);
            }
            passage.end = line.whole.end;
        }
        brackets::scan(excerpt, passage, &mut candidates);
        candidates.sort_by_key(|candidate| (candidate.hidden.start, candidate.shape == Shape::Colon));
        candidates.dedup_by_key(|candidate| candidate.hidden.start);
    }
    candidates
}

/// Whether any colon may belong to a directive: one beside another, one that may begin a line, one with a name and a bracket.
fn worth_reading(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b':', bytes).any(|at| {
        let begins = at == 0 || matches!(bytes[at - 1], b' ' | b'\t' | b'>' | b'\n' | b'\r');
        let goes_on = bytes.get(at + 1).is_some_and(|byte| !byte.is_ascii_whitespace());
        (goes_on && (begins || bytes[at + 1] == b':')) || inline_name(text, at).is_some()
    })
}

/// The length of the directive name that `bytes` begin with; 0 when they begin with none.
fn name_length(bytes: &[u8]) -> usize {
    match bytes.first() {
        Some(b'a'..=b'z') => bytes.iter().take_while(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-')).count(),
        _ => 0,
    }
}

/// Where the name ends of an inline directive whose colon stands at `colon`; the bracket stands there.
///
/// A letter or digit before the colon makes it ordinary text, as in `ratio 1:b[0]`; two colons are a leaf or nothing.
fn inline_name(text: &str, colon: usize) -> Option<usize> {
    let length = name_length(&text.as_bytes()[colon + 1..]);
    let end = colon + 1 + length;
    if length == 0 || text.as_bytes().get(end) != Some(&b'[') {
        return None;
    }
    let before = text[..colon].chars().next_back();
    before.is_none_or(|c| !c.is_alphanumeric() && c != ':').then_some(end)
}

/// Spaces that cannot be seen as such: a word processor pastes them.
fn is_hidden_space(c: char) -> bool {
    (c.is_whitespace() && !c.is_ascii()) || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

#[cfg(test)]
mod tests;
