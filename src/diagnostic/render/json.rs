//! One JSON object on each line (JSON Lines), for programs.
//!
//! Every object has every key, `null` where there is nothing to say:
//!
//! - `rule`, `severity` (`error` or `warning`), `message`, `label`, `help`;
//! - `file`, and the place in it: `line`, `column`, `end_line`, `end_column`, counted from one, columns in Unicode scalar
//!   values, the end not included; and `span` with `start` and `end` in bytes, counted from zero;
//! - `related`: other places, each with `message`, `file` and the same keys for the place.
//!
//! Lines and columns are `null` when the problem is about the file as a whole or the file cannot be read. Signs that could
//! mislead a terminal are written as `\u` escapes, so the values are exact and the output is safe to look at.

use serde::Serialize;

use super::super::{Diagnostic, Place};
use super::Colour;
use super::texts::Texts;
use crate::text::is_deceptive;

/// `diagnostics`, one object each. JSON has no colours.
pub(super) fn write(diagnostics: &[Diagnostic], _: Colour, texts: &mut Texts<'_>) -> String {
    diagnostics.iter().map(|diagnostic| line(&Record::new(diagnostic, texts))).collect()
}

#[derive(Serialize)]
struct Record<'a> {
    rule: &'static str,
    severity: &'static str,
    #[serde(flatten)]
    spot: Spot<'a>,
    message: &'a str,
    label: Option<&'a str>,
    help: Option<&'a str>,
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    #[serde(flatten)]
    spot: Spot<'a>,
}

/// A place as programs want it.
#[derive(Serialize, Default)]
struct Spot<'a> {
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    span: Option<Bytes>,
}

#[derive(Serialize)]
struct Bytes {
    start: usize,
    end: usize,
}

impl<'a> Record<'a> {
    fn new(diagnostic: &'a Diagnostic, texts: &mut Texts<'_>) -> Self {
        let related = diagnostic.related.iter();
        Self {
            rule: diagnostic.rule.name,
            severity: diagnostic.severity().word(),
            spot: diagnostic.place.as_ref().map(|place| Spot::new(place, texts)).unwrap_or_default(),
            message: &diagnostic.message,
            label: diagnostic.label.as_deref(),
            help: diagnostic.help.as_deref(),
            related: related.map(|(place, words)| Related { message: words, spot: Spot::new(place, texts) }).collect(),
        }
    }
}

impl<'a> Spot<'a> {
    fn new(place: &'a Place, texts: &mut Texts<'_>) -> Self {
        let found = texts.locate(place);
        let span = found.as_ref().map(|found| found.span).or(place.span);
        Self {
            file: Some(&place.file),
            line: found.as_ref().map(|found| found.start.line),
            column: found.as_ref().map(|found| found.start.column),
            end_line: found.as_ref().map(|found| found.end.line),
            end_column: found.as_ref().map(|found| found.end.column),
            span: span.map(|span| Bytes { start: span.start, end: span.end }),
        }
    }
}

/// `record` on one line. Outside of strings JSON is plain ASCII, so an escape can take the place of any sign.
fn line(record: &Record<'_>) -> String {
    // A struct of texts and numbers always has a JSON form.
    let json = serde_json::to_string(record).unwrap_or_default();
    let mut out = String::with_capacity(json.len() + 1);
    for sign in json.chars() {
        if is_deceptive(sign) {
            out.extend(sign.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            out.push(sign);
        }
    }
    out.push('\n');
    out
}
