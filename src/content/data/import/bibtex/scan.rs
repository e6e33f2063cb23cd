//! The entries of a BibTeX file, one after the other, with their fields as they are written.
//!
//! Input: the text. Output: entries, or what is wrong with one. A value goes on over lines, but not over one that begins the next
//! entry: then a brace is missing, and the entry after it can still be read.

use std::collections::BTreeMap;

use crate::diagnostic::Span;
use crate::yaml::shortened;

/// The most bytes of a value that is put together of abbreviations.
const LONGEST_VALUE: usize = 100_000;

/// Abbreviations that every style of BibTeX knows.
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// An entry as it is written.
pub(super) struct Raw {
    /// The word after `@`, in small letters.
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) name_span: Span,
    /// The fields by their name in small letters; of two with one name the first.
    pub(super) fields: BTreeMap<String, Field>,
}

/// The value of a field, without the braces or quotes around it.
pub(super) struct Field {
    pub(super) span: Span,
    pub(super) value: String,
}

/// What is wrong with an entry.
#[derive(Debug)]
pub(super) struct Wrong {
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) help: &'static str,
}

/// A reader on its way through the text.
pub(super) struct Scan<'t> {
    text: &'t str,
    at: usize,
    abbreviations: BTreeMap<String, String>,
}

impl<'t> Scan<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let months = (1..).zip(MONTHS).map(|(number, month): (i32, _)| (month.to_owned(), number.to_string()));
        Self { text, at: 0, abbreviations: months.collect() }
    }

    /// Goes on to the next `@` that begins a line, perhaps after spaces or the `}` of an entry, and says whether there is one.
    pub(super) fn next_entry(&mut self) -> bool {
        let mut may_begin = self.text[..self.at].ends_with(['\n', '}', ')']) || self.at == 0;
        for (offset, sign) in self.rest().char_indices() {
            match sign {
                '@' if may_begin => {
                    self.at += offset;
                    return true;
                }
                '\n' | '}' | ')' => may_begin = true,
                _ if sign.is_whitespace() => {}
                _ => may_begin = false,
            }
        }
        false
    }

    /// Reads the entry at hand; `None` when it is no source but a remark or an abbreviation.
    pub(super) fn entry(&mut self) -> Result<Option<Raw>, Wrong> {
        let start = self.at;
        self.at += '@'.len_utf8();
        let kind = self.word().to_ascii_lowercase();
        let head = Span::new(start, self.at);
        self.skip_space();
        let close = match self.peek() {
            Some('{') => '}',
            Some('(') => ')',
            _ if kind == "comment" => return Ok(None),
            _ => {
                return Err(wrong(
                    head,
                    format!("`@{}` begins no source", shortened(&kind)),
                    "write for example `@article{name, title = {…}}`",
                ));
            }
        };
        match kind.as_str() {
            "comment" | "preamble" if close == '}' => self.braced().map(|_| None),
            "comment" | "preamble" => Ok(None),
            "string" => {
                self.bump();
                let fields = self.fields(head, close)?;
                self.abbreviations.extend(fields.into_iter().map(|(name, field)| (name, field.value)));
                Ok(None)
            }
            _ => {
                self.bump();
                self.source(kind, head, close).map(Some)
            }
        }
    }

    fn source(&mut self, kind: String, head: Span, close: char) -> Result<Raw, Wrong> {
        self.skip_space();
        let start = self.at;
        let length =
            self.rest().find(|sign: char| sign.is_whitespace() || matches!(sign, ',' | '{' | '}' | '(' | ')' | '='));
        self.at += length.unwrap_or(self.rest().len());
        let name_span = Span::new(start, self.at);
        let name = self.text[start..self.at].to_owned();
        self.skip_space();
        if name.is_empty() || !matches!(self.peek(), Some(',')) && self.peek() != Some(close) {
            let help = "write a name and a comma after the brace, for example `@article{brunner-2025, title = {…}}`";
            return Err(wrong(head, "this source has no name".to_owned(), help));
        }
        let fields = self.fields(head, close)?;
        Ok(Raw { kind, name, name_span, fields })
    }

    /// The fields up to the sign that closes the entry that begins with `head`, and that sign.
    fn fields(&mut self, head: Span, close: char) -> Result<BTreeMap<String, Field>, Wrong> {
        let mut fields = BTreeMap::new();
        loop {
            self.skip_space();
            match self.peek() {
                Some(sign) if sign == close => {
                    self.bump();
                    return Ok(fields);
                }
                Some(',') => self.bump(),
                Some('@') | None => return Err(unclosed(head)),
                Some(_) => {
                    let (name, field) = self.field()?;
                    fields.entry(name).or_insert(field);
                    self.skip_space();
                    if self.peek().is_some_and(|sign| sign != ',' && sign != close && sign != '@') {
                        let help = "write a comma after each value but the last, and a brace at the end of the source";
                        return Err(wrong(self.here(), "a comma is missing here".to_owned(), help));
                    }
                }
            }
        }
    }

    fn field(&mut self) -> Result<(String, Field), Wrong> {
        let start = self.at;
        let name = self.word().to_ascii_lowercase();
        let name_span = Span::new(start, self.at);
        self.skip_space();
        if name.is_empty() || self.peek() != Some('=') {
            let span = if name.is_empty() { self.here() } else { name_span };
            let help = "write the name of the field, `=` and its value in braces, for example `title = {…}`";
            return Err(wrong(span, "this is no field of a source".to_owned(), help));
        }
        self.bump();
        self.skip_space();
        let start = self.at;
        let mut value = String::new();
        loop {
            self.piece(&mut value)?;
            let end = self.at;
            self.skip_space();
            if self.peek() != Some('#') {
                return Ok((name, Field { span: Span::new(start, end), value }));
            }
            if value.len() > LONGEST_VALUE {
                let help = "write the value out, without abbreviations";
                return Err(wrong(Span::new(start, end), "this value is too long".to_owned(), help));
            }
            self.bump();
            self.skip_space();
        }
    }

    /// One part of a value, written at the end of `value`: text in braces or quotes, a number, or an abbreviation.
    fn piece(&mut self, value: &mut String) -> Result<(), Wrong> {
        match self.peek() {
            Some('{') => value.push_str(self.braced()?),
            Some('"') => value.push_str(self.quoted()?),
            _ => {
                let start = self.at;
                let word = self.word();
                let span = Span::new(start, self.at);
                let known = self.abbreviations.get(&word.to_ascii_lowercase());
                match known {
                    _ if word.is_empty() => {
                        return Err(wrong(
                            self.here(),
                            "a value is missing here".to_owned(),
                            "write it in braces, for example `{2025}`",
                        ));
                    }
                    Some(known) => value.push_str(known),
                    None if word.bytes().all(|byte| byte.is_ascii_digit()) => value.push_str(word),
                    None => {
                        let message = format!("no `@string` says what `{}` stands for", shortened(word));
                        return Err(wrong(span, message, "write the text in braces"));
                    }
                }
            }
        }
        Ok(())
    }

    /// What stands between the brace at hand and the one that closes it.
    fn braced(&mut self) -> Result<&'t str, Wrong> {
        let mut depth = 0_usize;
        self.value("this brace is never closed", |sign| {
            match sign {
                '{' => depth += 1,
                '}' if depth == 0 => return true,
                '}' => depth -= 1,
                _ => {}
            }
            false
        })
    }

    /// What stands between the quote at hand and the next one outside of braces.
    fn quoted(&mut self) -> Result<&'t str, Wrong> {
        let mut depth = 0_usize;
        self.value("this quote is never closed", |sign| {
            match sign {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            sign == '"' && depth == 0
        })
    }

    /// What stands between the sign at hand and the one that `ends` the value. A sign after a backslash is only text.
    fn value(&mut self, unclosed: &str, mut ends: impl FnMut(char) -> bool) -> Result<&'t str, Wrong> {
        let open = Span::new(self.at, self.at + 1);
        self.bump();
        let start = self.at;
        let mut is_escaped = false;
        for (offset, sign) in self.text[start..].char_indices() {
            let here = start + offset;
            if sign == '\n' && begins_entry(&self.text[here + 1..]) {
                self.at = here;
                return Err(wrong(open, unclosed.to_owned(), CLOSE));
            }
            if !is_escaped && ends(sign) {
                self.at = here + sign.len_utf8();
                return Ok(&self.text[start..here]);
            }
            is_escaped = sign == '\\' && !is_escaped;
        }
        self.at = self.text.len();
        Err(wrong(open, unclosed.to_owned(), CLOSE))
    }

    /// The letters, digits and signs of a name at hand, perhaps none.
    fn word(&mut self) -> &'t str {
        let is_sign = |sign: char| sign.is_alphanumeric() || matches!(sign, '-' | '_' | '.' | ':' | '+' | '/');
        let rest = self.rest();
        let word = &rest[..rest.find(|sign| !is_sign(sign)).unwrap_or(rest.len())];
        self.at += word.len();
        word
    }

    /// Spaces, and remarks from `%` to the end of the line.
    fn skip_space(&mut self) {
        loop {
            let rest = self.rest();
            self.at += rest.len() - rest.trim_start().len();
            if self.peek() != Some('%') {
                return;
            }
            self.at += self.rest().find('\n').unwrap_or(self.rest().len());
        }
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn bump(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    /// The sign at hand, or the end of the text.
    fn here(&self) -> Span {
        Span::new(self.at, self.at + self.peek().filter(|sign| *sign != '\n').map_or(0, char::len_utf8))
    }
}

const CLOSE: &str = "close it before the next field, for example `title = {…},`";

/// Whether a line begins with `@name{`.
fn begins_entry(line: &str) -> bool {
    let Some(after) = line.trim_start_matches([' ', '\t']).strip_prefix('@') else { return false };
    let rest = after.trim_start_matches(|sign: char| sign.is_ascii_alphabetic());
    rest.len() < after.len() && rest.trim_start_matches([' ', '\t']).starts_with(['{', '('])
}

fn unclosed(head: Span) -> Wrong {
    wrong(head, "this source is never closed".to_owned(), "look for a missing `}` in it or at its end")
}

fn wrong(span: Span, message: String, help: &'static str) -> Wrong {
    Wrong { span, message, help }
}
