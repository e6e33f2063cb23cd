//! Text that stands too deep inside of quotes, lists and notes.
//!
//! A Markdown parser compares each line of a paragraph with everything that stands around it, so a text with very many levels
//! would keep it busy for hours. Such a text is found here, before the parser sees it. Input: the Markdown of a page. Output:
//! how much of it is read, and a problem when that is not all. Only the beginning of a line can open or keep levels, so nothing
//! else is looked at, and no line is read more than a few times.

use super::directives::{Excerpt, list_marker};
use crate::diagnostic::{Diagnostic, Outcome, Span, rules};

/// How many quotes, lists and notes can stand inside one another.
const DEEPEST: usize = 100;

/// Where the text ends that can be read: before the first line that stands too deep.
pub(super) fn readable(excerpt: &Excerpt<'_>) -> Outcome<usize> {
    let bytes = excerpt.text.as_bytes();
    let ends = memchr::memchr2_iter(b'\n', b'\r', bytes).map(|end| end + 1).chain([bytes.len()]);
    let mut start = 0;
    for end in ends {
        if let Some(at) = too_deep(&bytes[start..end]) {
            let place = excerpt.place(Span::new(start + at, start + at + 1));
            let message = format!("more than {DEEPEST} quotes, lists or notes stand inside one another here");
            let problem = Diagnostic::new(&rules::TOO_DEEP, place, message)
                .help("take out signs such as `>` and `-`, or spaces, at the beginning of this line; nothing after it was looked at");
            return Outcome::new(start, vec![problem]);
        }
        start = end;
    }
    Outcome::fine(bytes.len())
}

/// The sign of a line that stands too deep.
///
/// What looks deep may be a line across the page, which is often drawn as `- - - -` or `* * * *`.
fn too_deep(line: &[u8]) -> Option<usize> {
    let at = sign_beyond(line, line.len())?;
    let mark = line[at];
    let is_drawn = |byte: &u8| *byte == mark || byte.is_ascii_whitespace();
    let drawn_from = line.iter().rposition(|byte| !is_drawn(byte)).map_or(0, |before| before + 1);
    let is_rule = matches!(mark, b'-' | b'*') && drawn_from <= at && sign_beyond(line, drawn_from).is_none();
    (!is_rule).then_some(at)
}

/// The first sign before `end` that opens or keeps a level too many.
///
/// A level takes a sign, or two columns of spaces where the sign stands in a line before. A sign brings a space of its own.
fn sign_beyond(line: &[u8], end: usize) -> Option<usize> {
    let (mut at, mut signs, mut columns) = (0, 0, 0);
    while at < end {
        let rest = &line[at..];
        let length = match rest[0] {
            b' ' | b'\t' => {
                columns += if rest[0] == b'\t' { 4 } else { 1 };
                at += 1;
                continue;
            }
            b'>' => 1,
            _ => list_marker(rest).or_else(|| note_marker(rest))?,
        };
        signs += 1;
        if signs + columns / 2 > DEEPEST {
            return Some(at);
        }
        at += length;
        at += usize::from(line.get(at) == Some(&b' '));
    }
    None
}

/// The length of `[^name]:`, which begins a footnote.
fn note_marker(rest: &[u8]) -> Option<usize> {
    let name = rest.strip_prefix(b"[^")?;
    let end = memchr::memchr(b']', name)?;
    (name.get(end + 1) == Some(&b':')).then_some(end + 4)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    /// How many bytes of `text` are read.
    fn read(text: &str) -> usize {
        readable(&Excerpt { file: Arc::from("content/a.md"), offset: 0, text }).value
    }

    #[track_caller]
    fn check(line: &str, is_read: bool) {
        for before in ["", "text\n", "text\r\n\r\n"] {
            let text = format!("{before}{line}\nmore");
            assert_eq!(read(&text), if is_read { text.len() } else { before.len() }, "{text:?}");
        }
    }

    #[test]
    fn each_sign_at_the_beginning_of_a_line_is_a_level() {
        for sign in [">", "> ", "- ", "* ", "+ ", "1. ", "12) ", ": ", "[^a]: ", "-  "] {
            check(&format!("{}deep", sign.repeat(50)), true);
            check(&format!("{}deep", sign.repeat(DEEPEST + 1)), false);
        }
        for sign in [">", "> ", "- ", "1. ", "[^a]: "] {
            check(&format!("{}deep", sign.repeat(DEEPEST)), true);
        }
        check(&format!("{}{}deep", "> ".repeat(DEEPEST - 1), "- ".repeat(2)), false);
    }

    #[test]
    fn levels_that_lines_before_have_opened_count_by_their_spaces() {
        check(&format!("{}- deep", " ".repeat(2 * DEEPEST - 2)), true);
        check(&format!("{}- deep", " ".repeat(2 * DEEPEST)), false);
        check(&format!("{}- deep", "\t".repeat(DEEPEST / 2)), false);
        check(&format!("{}no sign", " ".repeat(10 * DEEPEST)), true);
    }

    #[test]
    fn signs_that_open_no_level_are_read() {
        let many = 5 * DEEPEST;
        for line in [
            "- ".repeat(many),
            format!("> {}-", "- ".repeat(many)),
            format!("1. {}\t", "* ".repeat(many)),
            "-".repeat(many),
            format!("text {}", "> ".repeat(many)),
            format!("# {}", "> ".repeat(many)),
            "[^a] ".repeat(many),
            "1.".repeat(many),
        ] {
            check(&line, true);
        }
        check(&format!("{}- - -", "> ".repeat(many)), false);
        check(&format!("{}text", "- ".repeat(many)), false);
    }
}
