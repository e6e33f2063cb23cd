//! Inline directives: `:name[text]{key="value"}`.
//!
//! Job: find them in a passage, a run of lines that can hold one paragraph. Input: the passage. Output: candidates. It pairs
//! brackets as Markdown does, so it steps over `\[` and over code between backticks. It never reads a byte twice but for the
//! backticks, so that no text, however odd, takes long.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Candidate, Directive, Excerpt, Kind, Shape, arguments, inline_name};
use crate::diagnostic::Span;

/// A bracket that is not closed yet.
struct Open {
    /// For the bracket of a directive: its colon, and the end of its name, where the bracket stands.
    directive: Option<Range<usize>>,
}

/// Adds the inline directives of `passage` to `candidates`.
pub(super) fn scan<'a>(excerpt: &Excerpt<'a>, passage: Range<usize>, candidates: &mut Vec<Candidate<'a>>) {
    let text = excerpt.text;
    if !text[passage.clone()].match_indices(':').any(|(at, _)| inline_name(text, passage.start + at).is_some()) {
        return;
    }
    let bytes = &text.as_bytes()[..passage.end];
    let ticks = Backticks::of(bytes, passage.start);
    let mut open = Vec::new();
    let mut line_end = passage.start;
    let mut at = passage.start;
    while at < passage.end {
        at = match bytes[at] {
            b'\\' => at + 2,
            b'`' => ticks.step_over(bytes, at),
            b'[' => {
                open.push(Open { directive: None });
                at + 1
            }
            b':' => match inline_name(text, at) {
                Some(bracket) => {
                    open.push(Open { directive: Some(at..bracket) });
                    bracket + 1
                }
                None => at + 1,
            },
            b']' => match open.pop().and_then(|open| open.directive) {
                Some(name) => {
                    line_end = if at < line_end { line_end } else { end_of_line(bytes, at) };
                    let candidate = close(excerpt, name, at, line_end);
                    let end = candidate.directive.as_ref().map_or(at + 1, |directive| directive.span.end);
                    candidates.push(candidate);
                    end
                }
                None => at + 1,
            },
            _ => at + 1,
        };
    }
}

/// Where the line ends that `at` stands in.
fn end_of_line(bytes: &[u8], at: usize) -> usize {
    let rest = &bytes[at..];
    at + rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len())
}

/// The directive whose colon and name are `name` and whose text ends at `bracket`.
fn close<'a>(excerpt: &Excerpt<'a>, name: Range<usize>, bracket: usize, line_end: usize) -> Candidate<'a> {
    let after = bracket + 1;
    let (arguments, faults, end) = if excerpt.text[after..line_end].starts_with('{') {
        let braces = arguments::read(excerpt, after..line_end);
        (braces.arguments, braces.faults, braces.end)
    } else {
        (Vec::new(), Vec::new(), after)
    };
    let hidden = name.start..name.end + 1;
    let directive = Directive {
        kind: Kind::Inline,
        name: &excerpt.text[name.start + 1..name.end],
        name_span: Span::new(name.start + 1, name.end),
        title: None,
        arguments,
        opening: hidden.clone().into(),
        span: Span::new(name.start, end),
        depth: 0,
    };
    Candidate { shape: Shape::Inline { end: bracket..end }, hidden, directive: Some(directive), faults }
}

/// For each length of a run of backticks, where its last run begins: a run without another of its length after it is text.
struct Backticks(BTreeMap<usize, usize>);

impl Backticks {
    fn of(bytes: &[u8], start: usize) -> Self {
        let mut last = BTreeMap::new();
        let mut at = start;
        while let Some(found) = bytes[at..].iter().position(|byte| *byte == b'`') {
            let length = run(bytes, at + found);
            last.insert(length, at + found);
            at += found + length;
        }
        Self(last)
    }

    /// Where reading goes on after the run of backticks at `at`: after the code it begins, or after itself.
    fn step_over(&self, bytes: &[u8], at: usize) -> usize {
        let length = run(bytes, at);
        let mut next = at + length;
        if self.0.get(&length).is_none_or(|last| *last <= at) {
            return next;
        }
        while let Some(found) = bytes[next..].iter().position(|byte| *byte == b'`') {
            let other = run(bytes, next + found);
            next += found + other;
            if other == length {
                break;
            }
        }
        next
    }
}

fn run(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().take_while(|byte| **byte == b'`').count()
}
