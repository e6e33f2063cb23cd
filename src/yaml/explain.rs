//! Why a text cannot be read, in the words of the person who wrote it.
//!
//! Input: the text, and where and why the reader stopped. Output: one [`Explained`]: the place to look at, what is wrong and
//! what to do. The usual slips are looked for first, because the reader often stops later than where the slip is. It never
//! says a word that only programmers know.

use std::ops::Range;

use serde_saphyr::granit_parser::ErrorKind;

use super::{parse, signs};
use crate::diagnostic::{Rule, rules};

/// The longest line that is worth repeating in a suggestion.
const LONGEST_SUGGESTION: usize = 100;

/// One reason, with its place in the text that was read.
pub(super) struct Explained {
    pub(super) rule: &'static Rule,
    pub(super) range: Range<usize>,
    pub(super) message: String,
    pub(super) help: String,
}

/// What stopped the reader at byte `at`.
pub(super) fn explain(text: &str, kind: &ErrorKind, at: usize) -> Explained {
    let at = clamped(text, at..at).start;
    let line = Line::at(text, at);
    if parse::is_too_deep(kind) {
        return too_deep(at);
    }
    tab(&line)
        .or_else(|| hidden(&line))
        .or_else(|| curly(&line))
        .or_else(|| quotes(&line, kind, at))
        .or_else(|| brackets(&line, kind, at))
        .or_else(|| one_sign(text, kind, at))
        .or_else(|| structure(&line, kind, at))
        .unwrap_or_else(|| unclear(&line))
}

/// `range` within `text` and on whole characters.
pub(super) fn clamped(text: &str, range: Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary(range.start);
    start..text.floor_char_boundary(range.end).max(start)
}

/// Too many lists and groups inside one another.
pub(super) fn too_deep(at: usize) -> Explained {
    let message = format!("more than {} lists or groups of keys stand inside one another here", parse::MAX_DEPTH);
    Explained { rule: &rules::TOO_DEEP, range: at..at + 1, message, help: "use fewer levels".to_owned() }
}

/// A second text after `---` or `...` where one is allowed.
pub(super) fn second_document(range: Range<usize>) -> Explained {
    let help = "remove this line; if it belongs to a text, indent it under its key or put the text in quotes";
    syntax(range, "after this line a second set of keys would begin", help)
}

/// A value without quotes that begins with `&`, `*` or `!`.
pub(super) fn reserved_start(text: &str, range: Range<usize>) -> Explained {
    let sign = text.get(range.start..).and_then(|rest| rest.chars().next()).unwrap_or('*');
    starts_with(sign, range.start)
}

/// A list or a group of keys where a key is expected.
pub(super) fn key_is_a_group(range: Range<usize>) -> Explained {
    let help = "to begin a text with `[` or `{`, put the whole text in quotes";
    syntax(range, "a key must be a word, and this is a list or a group of keys", help)
}

/// A `:` with nothing before it.
pub(super) fn key_is_empty(range: Range<usize>) -> Explained {
    syntax(range.start..range.end.max(range.start + 1), "there is no key before this `:`", "write a key before the `:`")
}

/// The key `<<`, which elsewhere copies other keys.
pub(super) fn merge(range: Range<usize>) -> Explained {
    syntax(range, "`<<` does not copy keys here", "write the keys out where they are needed")
}

/// A line that is indented with spaces that are no ordinary ones.
pub(super) fn odd_indentation(range: Range<usize>, sign: char) -> Explained {
    let message = format!("this line is indented with {}", signs::name(sign));
    let help = "delete what stands before the first letter and type ordinary spaces".to_owned();
    Explained { rule: &rules::HIDDEN_CHARACTER, range, message, help }
}

fn syntax(range: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Explained {
    Explained { rule: &rules::YAML_SYNTAX, range, message: message.into(), help: help.into() }
}

fn starts_with(sign: char, at: usize) -> Explained {
    let sign_name = if sign == '`' { "a backtick".to_owned() } else { format!("`{sign}`") };
    let message = format!("a value cannot begin with {sign_name}");
    syntax(at..at + sign.len_utf8(), message, "put the whole value in straight quotes: `\"…\"`")
}

/// One line of the text, and the text it is part of.
struct Line<'a> {
    whole: &'a str,
    start: usize,
    text: &'a str,
}

impl<'a> Line<'a> {
    fn at(whole: &'a str, at: usize) -> Self {
        let start = whole[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let end = whole[start..].find('\n').map_or(whole.len(), |length| start + length);
        Self { whole, start, text: whole[start..end].trim_end_matches('\r') }
    }

    /// The nearest line above that is neither empty nor a comment.
    fn above(&self) -> Option<Self> {
        let mut start = self.start;
        loop {
            let above = Self::at(self.whole, start.checked_sub(1)?);
            if !above.words().is_empty() && !above.words().starts_with('#') {
                return Some(above);
            }
            start = above.start;
        }
    }

    fn below(&self) -> Option<Self> {
        let start = self.start + self.whole[self.start..].find('\n')? + 1;
        Some(Self::at(self.whole, start))
    }

    /// The line without spaces around it.
    fn words(&self) -> &'a str {
        self.text.trim()
    }

    fn words_start(&self) -> usize {
        self.start + self.indent()
    }

    fn indent(&self) -> usize {
        self.text.len() - self.text.trim_start().len()
    }

    fn whole_range(&self) -> Range<usize> {
        self.words_start()..self.words_start() + self.words().len()
    }

    /// The line without indentation and without the `- ` of list items.
    fn entry(&self) -> &'a str {
        let mut entry = self.text.trim_start();
        while let Some(rest) = entry.strip_prefix("- ") {
            entry = rest.trim_start();
        }
        entry
    }

    fn entry_start(&self) -> usize {
        self.start + self.text.len() - self.entry().len()
    }

    /// The key of the line, and the value behind its first `: `.
    fn key_and_value(&self) -> Option<(&'a str, &'a str)> {
        let (key, value) = self.entry().split_once(": ")?;
        Some((key.trim(), value.trim()))
    }

    /// The key, also when nothing stands behind its `:`.
    fn key(&self) -> Option<&'a str> {
        self.key_and_value().map(|(key, _)| key).or_else(|| self.entry().trim_end().strip_suffix(':'))
    }

    fn range_of(&self, part: &str) -> Range<usize> {
        let at = self.text.find(part).unwrap_or(0) + self.start;
        at..at + part.len()
    }
}

/// A tab where only spaces count, on this line or at the start of the next.
fn tab(line: &Line<'_>) -> Option<Explained> {
    let help = "delete the tab and type two spaces for each level";
    let found = |line: &Line<'_>| {
        let at = line.text[..line.indent()].find('\t')?;
        Some(syntax(line.start + at..line.start + at + 1, "this line is indented with a tab", help))
    };
    found(line).or_else(|| line.below().and_then(|below| found(&below)))
}

/// A sign that nobody sees, before a key, in it, or where a space must follow it.
fn hidden(line: &Line<'_>) -> Option<Explained> {
    let found = |line: &Line<'_>| {
        let colon = line.text.find(':').unwrap_or(0);
        let behind = line.text[colon..].chars().nth(1).map_or(0, char::len_utf8);
        let indent = line.indent();
        let end = line.text.floor_char_boundary((colon + 1 + behind).min(line.text.len()).max(indent));
        let (at, sign) = line.text[..end].char_indices().find(|(_, sign)| signs::is_hidden(*sign))?;
        let range = line.start + at..line.start + at + sign.len_utf8();
        if at < indent && signs::is_odd_space(sign) {
            return Some(odd_indentation(range, sign));
        }
        let message = format!("here stands {}", signs::name(sign));
        let help = "delete it and type an ordinary space".to_owned();
        Some(Explained { rule: &rules::HIDDEN_CHARACTER, range, message, help })
    };
    found(line)
        .or_else(|| line.below().and_then(|below| found(&below)))
        .or_else(|| line.above().and_then(|above| found(&above)))
}

/// A curly quote at the start of a value.
fn curly(line: &Line<'_>) -> Option<Explained> {
    let is_start = |at: usize| {
        let before = line.text[..at].trim_end();
        before.is_empty() || before.ends_with([':', '-', '[', ',', '{'])
    };
    let (at, sign) = line.text.char_indices().find(|(at, sign)| signs::CURLY_QUOTES.contains(sign) && is_start(*at))?;
    let at = line.start + at;
    let message = "curly quotes cannot enclose a value".to_owned();
    let help = "type straight quotes instead: `\"…\"`".to_owned();
    Some(Explained { rule: &rules::HIDDEN_CHARACTER, range: at..at + sign.len_utf8(), message, help })
}

fn quotes(line: &Line<'_>, kind: &ErrorKind, at: usize) -> Option<Explained> {
    let end = line.start + line.text.len();
    match kind {
        ErrorKind::UnclosedQuotedScalar | ErrorKind::DocumentIndicatorInQuotedScalar => {
            let quote = line.whole[at..].chars().next().filter(|sign| matches!(sign, '"' | '\''))?;
            let help = format!("type `{quote}` where the text ends");
            Some(syntax(at..at + 1, "this quote is never closed", help))
        }
        ErrorKind::InvalidTrailingSingleQuotedScalar => {
            let help = "to show `'` inside, write it twice: `''`, or put the whole text in `\"…\"`";
            Some(syntax(at..end, "the text goes on after its closing quote", help))
        }
        ErrorKind::InvalidTrailingDoubleQuotedScalar => {
            let help = "to show `\"` inside, write `\\\"`, or put the whole text in `'…'`";
            Some(syntax(at..end, "the text goes on after its closing quote", help))
        }
        ErrorKind::UnknownQuotedScalarEscape
        | ErrorKind::InvalidQuotedScalarHexEscape
        | ErrorKind::InvalidUnicodeEscape
        | ErrorKind::InvalidLowSurrogate
        | ErrorKind::InvalidLowSurrogateHexEscape
        | ErrorKind::MissingLowSurrogate
        | ErrorKind::UnpairedLowSurrogate => {
            let help = "write `\\\\` for one `\\`, or put the whole text in `'…'`";
            Some(syntax(line.whole_range(), "in `\"…\"` the sign `\\` has a meaning of its own", help))
        }
        _ => None,
    }
}

fn brackets(line: &Line<'_>, kind: &ErrorKind, at: usize) -> Option<Explained> {
    match kind {
        ErrorKind::UnclosedFlowCollection { open } => Some(unclosed_bracket(*open, at)),
        ErrorKind::UnexpectedEofFlowSequence | ErrorKind::UnexpectedEofFlowMapping => last_open_bracket(line, at),
        ErrorKind::ExpectedFlowSequenceSeparator
        | ErrorKind::ExpectedFlowMappingSeparator
        | ErrorKind::InvalidColonPlacement
        | ErrorKind::BlockEntryInFlowCollection
        | ErrorKind::InvalidFlowScalarIndent => last_open_bracket(line, line.start),
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => {
            let message = format!("this `{open}` cannot be closed by `{close}`");
            Some(syntax(at..at + 1, message, format!("close it with `{}`", closing(*open))))
        }
        ErrorKind::MisplacedFlowCollectionEnd => {
            let sign = line.whole[at..].chars().next()?;
            let message = format!("this `{sign}` closes nothing");
            Some(syntax(at..at + sign.len_utf8(), message, "remove it, or put the whole value in quotes"))
        }
        _ => None,
    }
}

fn closing(open: char) -> char {
    if open == '[' { ']' } else { '}' }
}

fn unclosed_bracket(open: char, at: usize) -> Explained {
    let message = format!("this `{open}` is never closed");
    let close = closing(open);
    syntax(at..at + 1, message, format!("type `{close}` where the list ends, or put the whole value in quotes"))
}

/// The last bracket before `before` that is not closed.
fn last_open_bracket(line: &Line<'_>, before: usize) -> Option<Explained> {
    let mut open = Vec::new();
    for (at, sign) in line.whole[..before].char_indices() {
        match sign {
            '[' | '{' => open.push((sign, at)),
            ']' | '}' => _ = open.pop(),
            _ => {}
        }
    }
    open.pop().map(|(sign, at)| unclosed_bracket(sign, at))
}

fn one_sign(text: &str, kind: &ErrorKind, at: usize) -> Option<Explained> {
    let sign = text[at..].chars().next()?;
    match kind {
        ErrorKind::UnexpectedCharacter { .. } if sign.is_control() => {
            let message = format!("here stands a sign that no text should hold (U+{:04X})", u32::from(sign));
            Some(syntax(at..at + sign.len_utf8(), message, "delete it"))
        }
        ErrorKind::UnexpectedCharacter { .. }
        | ErrorKind::DirectiveDisallowed
        | ErrorKind::MissingAnchorOrAliasName
        | ErrorKind::MissingTagUri
        | ErrorKind::InvalidTagTerminator
        | ErrorKind::UndeclaredTagHandle
        | ErrorKind::InvalidBlockScalarHeader
        | ErrorKind::PlainScalarStartsWithDashFlowIndicator
            if sign.is_ascii_punctuation() =>
        {
            Some(starts_with(sign, at))
        }
        ErrorKind::BomInsideDocument => {
            let message = format!("here stands {}", signs::name(sign));
            let (rule, range) = (&rules::HIDDEN_CHARACTER, at..at + sign.len_utf8());
            Some(Explained { rule, range, message, help: "delete it".to_owned() })
        }
        _ => None,
    }
}

fn structure(line: &Line<'_>, kind: &ErrorKind, at: usize) -> Option<Explained> {
    match kind {
        ErrorKind::MappingValueNotAllowed => {
            colon_in_value(line, at).or_else(|| value_and_keys(line)).or_else(|| no_colon(line))
        }
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => no_colon_here(line).or_else(|| no_colon(line)),
        ErrorKind::ExpectedBlockMappingKey if at > line.entry_start() => Some(goes_on(line, at)),
        ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::ExpectedBlockSequenceEntry
        | ErrorKind::ExpectedDocumentStart
        | ErrorKind::InvalidIndentation => Some(wrong_level(line)),
        ErrorKind::BlockSequenceEntryNotAllowed if at > line.words_start() => {
            let help = "put the `-` on the next line, or put the whole value in quotes";
            Some(syntax(at..at + 1, "a list with `-` cannot begin behind its key", help))
        }
        _ => None,
    }
}

/// `title: Detox: what to expect`.
fn colon_in_value(line: &Line<'_>, at: usize) -> Option<Explained> {
    let (key, value) = line.key_and_value()?;
    let range = line.range_of(value);
    if at < range.start {
        return None;
    }
    let help = quoted(value).map(|value| format!("{key}: {value}")).filter(|line| line.len() <= LONGEST_SUGGESTION);
    let help = help.map_or_else(
        || "put the whole value in straight quotes".to_owned(),
        |suggestion| format!("write `{suggestion}`"),
    );
    Some(syntax(range, "a value that holds `: ` needs quotes around it", help))
}

/// `value` in quotes, when that needs no change inside.
fn quoted(value: &str) -> Option<String> {
    if !value.contains(['"', '\\']) {
        return Some(format!("\"{value}\""));
    }
    (!value.contains('\'')).then(|| format!("'{value}'"))
}

/// Keys that are indented under a key which already has a value.
fn value_and_keys(line: &Line<'_>) -> Option<Explained> {
    let above = line.above()?;
    let (key, _) = above.key_and_value()?;
    if above.indent() >= line.indent() {
        return None;
    }
    let help = format!(
        "begin it under `{key}`; if it belongs to the value of `{key}`, put that whole value in straight quotes"
    );
    Some(syntax(line.whole_range(), "this line is indented, but the line above already has a value", help))
}

/// The line above has no `: `, so it ran on into this one.
fn no_colon(line: &Line<'_>) -> Option<Explained> {
    no_colon_here(&line.above()?)
}

fn no_colon_here(line: &Line<'_>) -> Option<Explained> {
    if line.key().is_some() {
        return None;
    }
    if let Some((key, value)) = line.entry().split_once(':') {
        let help = format!("write `{}: {}`", key.trim(), value.trim());
        return Some(syntax(line.whole_range(), "there is no space after the `:`", help));
    }
    let help = "a line is a key, a colon, a space and a value, for example `title: Sleep`; \
                the second line of a longer text is indented";
    Some(syntax(line.whole_range(), "this line has no `:`", help))
}

/// `title: [Draft] Sleep`.
fn goes_on(line: &Line<'_>, at: usize) -> Explained {
    let range = at..line.start + line.text.trim_end().len();
    let before = line.whole[line.start..at].trim_end().chars().next_back().unwrap_or(']');
    let help = "put the whole value in straight quotes: `\"…\"`";
    syntax(range, format!("the value ends at `{before}`, but the line goes on"), help)
}

fn wrong_level(line: &Line<'_>) -> Explained {
    let above = line.above();
    let (message, help) = match &above {
        Some(above) if line.indent() == above.indent() && line.words().starts_with('-') => {
            ("this `-` begins a list, but the lines above are keys", "put a key with a `:` above the list")
        }
        Some(above) if line.indent() == above.indent() => {
            ("the lines above are a list, but this line is not an item of it", "begin it with `- `")
        }
        _ => (
            "this line begins under none of the lines above",
            "indent it exactly like the other lines of its group, with spaces",
        ),
    };
    syntax(line.whole_range(), message, help)
}

fn unclear(line: &Line<'_>) -> Explained {
    let help = "a line is a key, a colon, a space and a value, for example `title: Sleep`; \
                put values with special signs in straight quotes";
    syntax(line.whole_range(), "this line cannot be read", help)
}
