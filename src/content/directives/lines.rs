//! The lines that begin or end a block, and leaves.
//!
//! Job: tell such a line from ordinary text and take it apart. Input: one line. Output: a [`Candidate`] or nothing. It never
//! looks at the lines around it.

use std::ops::Range;

use super::{Candidate, Directive, Excerpt, Kind, Shape, Title, arguments, is_hidden_space, name_length};
use crate::diagnostic::{Diagnostic, Span, rules};

/// One line of a text.
#[derive(Debug)]
pub(super) struct Line {
    /// The line with its end.
    pub(super) whole: Range<usize>,
    /// What follows indentation, `>` signs and list markers, without the line's end.
    content: Range<usize>,
    /// Whether nothing but indentation and `>` signs stands there.
    pub(super) blank: bool,
    /// Whether a list item or a heading begins here, so that no text of the line before goes on.
    pub(super) begins_block: bool,
}

/// The lines of `text`, whichever way they end.
pub(super) fn read(text: &str) -> impl Iterator<Item = Line> {
    let bytes = text.as_bytes();
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = bytes.get(start..).filter(|rest| !rest.is_empty())?;
        let end = start + rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len());
        let next = match bytes.get(end..end + 2) {
            Some(b"\r\n") => end + 2,
            _ => (end + 1).min(bytes.len()),
        };
        let line = line(bytes, start..next, end);
        start = next;
        Some(line)
    })
}

/// Steps over what may stand before the content of a line.
fn line(bytes: &[u8], whole: Range<usize>, end: usize) -> Line {
    let mut at = whole.start;
    let mut in_list = false;
    while at < end {
        let rest = &bytes[at..end];
        at += match rest[0] {
            b' ' | b'\t' | b'>' => 1,
            _ => match list_marker(rest) {
                Some(length) => {
                    in_list = true;
                    length
                }
                None => break,
            },
        };
    }
    let begins_block = in_list || bytes[at..end].starts_with(b"#");
    Line { whole, content: at..end, blank: at == end && !in_list, begins_block }
}

/// The length of the marker of a list item or of a definition; a space must follow it.
pub(in crate::content) fn list_marker(rest: &[u8]) -> Option<usize> {
    let digits = rest.iter().take(9).take_while(|byte| byte.is_ascii_digit()).count();
    let marker = rest.get(digits)?;
    let fits = if digits > 0 { matches!(marker, b'.' | b')') } else { matches!(marker, b'-' | b'+' | b'*' | b':') };
    (fits && matches!(rest.get(digits + 1), Some(b' ' | b'\t'))).then_some(digits + 1)
}

/// The directive line that `line` is, if it is one.
pub(super) fn candidate<'a>(excerpt: &Excerpt<'a>, line: &Line) -> Option<Candidate<'a>> {
    let hidden = line.content.clone();
    let content = &excerpt.text[hidden.clone()];
    let colons = content.bytes().take_while(|byte| *byte == b':').count();
    let rest = content[colons..].trim_matches(|c: char| c.is_whitespace() || is_hidden_space(c));
    match colons {
        0 | 1 => None,
        2 => is_leaf(&content[2..]).then(|| Opening::read(excerpt, hidden, colons)),
        _ if rest.is_empty() => {
            Some(Candidate { shape: Shape::Closing { colons }, hidden, directive: None, faults: Vec::new() })
        }
        _ => Some(Opening::read(excerpt, hidden, colons)),
    }
}

/// The colon that begins a line of text, when it has no space after it.
pub(super) fn colon<'a>(excerpt: &Excerpt<'a>, line: &Line) -> Option<Candidate<'a>> {
    let mut content = excerpt.text[line.content.clone()].chars();
    let alone = content.next() == Some(':') && content.next().is_some_and(|c| c != ' ' && c != '\t');
    let hidden = line.content.start..line.content.start + 1;
    alone.then(|| Candidate { shape: Shape::Colon, hidden, directive: None, faults: Vec::new() })
}

/// Whether what follows two colons can be a leaf: a name, or another word with braces, which is worth an error.
fn is_leaf(rest: &str) -> bool {
    let after_name = &rest[name_length(rest.as_bytes())..];
    let ends = after_name.chars().next().is_none_or(|c| c.is_whitespace() || is_hidden_space(c) || "{[".contains(c));
    let word = rest.trim_start_matches(|c: char| c.is_alphanumeric() || c == '-' || c == '_');
    (ends && after_name.len() < rest.len()) || (word.len() < rest.len() && word.starts_with('{'))
}

/// Reads the first line of a block, or a leaf.
struct Opening<'e, 'a> {
    excerpt: &'e Excerpt<'a>,
    /// What is not read yet.
    at: Range<usize>,
    faults: Vec<Diagnostic>,
}

impl<'e, 'a> Opening<'e, 'a> {
    fn read(excerpt: &'e Excerpt<'a>, hidden: Range<usize>, colons: usize) -> Candidate<'a> {
        let (kind, shape) = match colons {
            2 => (Kind::Leaf, Shape::Leaf),
            _ => (Kind::Block, Shape::Opening { colons }),
        };
        let mut opening = Self { excerpt, at: hidden.start + colons..hidden.end, faults: Vec::new() };
        let directive = opening.name(colons).map(|name_span| {
            let title = opening.title(colons, name_span);
            let arguments = opening.arguments();
            let end = hidden.start + excerpt.text[hidden.clone()].trim_end().len();
            let span = Span::new(hidden.start, end);
            let name = &excerpt.text[name_span.start..name_span.end];
            Directive { kind, name, name_span, title, arguments, opening: span, span, depth: 0 }
        });
        Candidate { shape, hidden, directive, faults: opening.faults }
    }

    /// What is not read yet.
    fn rest(&self) -> &'a str {
        &self.excerpt.text[self.at.clone()]
    }

    /// Steps over spaces, and says so of those that nobody sees.
    fn skip_spaces(&mut self) {
        while let Some(c) = self.rest().chars().next().filter(|c| c.is_whitespace() || is_hidden_space(*c)) {
            if is_hidden_space(c) {
                let span = Span::new(self.at.start, self.at.start + c.len_utf8());
                self.faults.push(hidden_space(self.excerpt, span, c));
            }
            self.at.start += c.len_utf8();
        }
    }

    fn name(&mut self, colons: usize) -> Option<Span> {
        self.skip_spaces();
        let rest = self.rest();
        let length = name_length(rest.as_bytes());
        let ends = |c: char| c.is_whitespace() || is_hidden_space(c) || c == '{' || c == '[';
        if length > 0 && rest[length..].chars().next().is_none_or(ends) {
            let span = Span::new(self.at.start, self.at.start + length);
            self.at.start = span.end;
            return Some(span);
        }
        let word = &rest[..rest.find(ends).unwrap_or(rest.len())];
        let span = Span::new(self.at.start, self.at.start + word.len().max(1).min(rest.len()));
        self.faults.push(bad_name(self.excerpt, span, word, colons));
        None
    }

    /// The title: everything up to the braces, or what stands in brackets where other tools want it.
    fn title(&mut self, colons: usize, name: Span) -> Option<Title<'a>> {
        if let Some(inside) = self.rest().strip_prefix('[') {
            let text = &inside[..inside.find(']').unwrap_or(inside.len())];
            let start = self.at.start + 1;
            self.at.start = (start + text.len() + 1).min(self.at.end);
            self.faults.push(bracketed_title(self.excerpt, Span::new(start - 1, self.at.start), colons, name, text));
            return (!text.is_empty()).then(|| Title { text, span: Span::new(start, start + text.len()) });
        }
        self.skip_spaces();
        let rest = self.rest();
        let text = rest[..rest.find('{').unwrap_or(rest.len())].trim_end();
        let start = self.at.start;
        self.at.start += text.len();
        (!text.is_empty()).then(|| Title { text, span: Span::new(start, start + text.len()) })
    }

    fn arguments(&mut self) -> Vec<super::Argument<'a>> {
        self.skip_spaces();
        let mut arguments = Vec::new();
        if self.rest().starts_with('{') {
            let braces = arguments::read(self.excerpt, self.at.clone());
            self.faults.extend(braces.faults);
            arguments = braces.arguments;
            self.at.start = braces.end;
        }
        let rest = self.rest().trim();
        if !rest.is_empty() {
            let start = self.at.end - self.rest().trim_start().len();
            self.faults.push(text_after(self.excerpt, Span::new(start, start + rest.len())));
        }
        arguments
    }
}

fn bad_name(excerpt: &Excerpt<'_>, span: Span, word: &str, colons: usize) -> Diagnostic {
    let colons = ":".repeat(colons.min(6));
    let lower = word.to_lowercase();
    if word.is_empty() {
        Diagnostic::new(&rules::DIRECTIVE_OPENING, excerpt.place(span), format!("there is no name after `{colons}`"))
            .help(format!("write the name of a directive after the colons, for example `{colons}callout`"))
    } else if name_length(lower.as_bytes()) == lower.len() {
        Diagnostic::new(&rules::DIRECTIVE_OPENING, excerpt.place(span), format!("`{word}` has capital letters"))
            .help(format!("write `{colons}{lower}`"))
    } else {
        Diagnostic::new(&rules::DIRECTIVE_OPENING, excerpt.place(span), format!("`{word}` cannot name a directive"))
            .help("a name is made of the letters a to z, digits and hyphens, and begins with a letter")
    }
}

fn bracketed_title(excerpt: &Excerpt<'_>, span: Span, colons: usize, name: Span, text: &str) -> Diagnostic {
    let colons = ":".repeat(colons.min(6));
    let name = &excerpt.text[name.start..name.end];
    Diagnostic::new(&rules::DIRECTIVE_OPENING, excerpt.place(span), format!("the title of `{name}` stands in brackets"))
        .help(format!("write `{}`", format!("{colons}{name} {text}").trim_end()))
}

fn text_after(excerpt: &Excerpt<'_>, span: Span) -> Diagnostic {
    Diagnostic::new(&rules::DIRECTIVE_OPENING, excerpt.place(span), "there is text after the closing `}`")
        .help("write the title before the `{`, and other text on the next line")
}

/// A space that nobody sees stands where an ordinary one belongs.
pub(super) fn hidden_space(excerpt: &Excerpt<'_>, span: Span, c: char) -> Diagnostic {
    let message = format!("there is a hidden space here (U+{:04X})", u32::from(c));
    Diagnostic::new(&rules::DIRECTIVE_OPENING, excerpt.place(span), message)
        .help("delete it and type an ordinary space; it was probably pasted from a word processor")
}
