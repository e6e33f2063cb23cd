//! One line for each diagnostic: `content/a.md:12:17: error[dead-link]: no page … (help: …)`.
//!
//! Editors and `grep` read this form. It leaves out excerpts and related places.

use std::fmt::Write as _;

use super::super::{Diagnostic, Place};
use super::texts::Texts;
use super::{Colour, headline};
use crate::text::visible;

/// `diagnostics`, one line each. Colours would only be in the way of the programs that read this.
pub(super) fn write(diagnostics: &[Diagnostic], _: Colour, texts: &mut Texts<'_>) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        write_line(&mut out, diagnostic, texts);
    }
    out
}

fn write_line(out: &mut String, diagnostic: &Diagnostic, texts: &mut Texts<'_>) {
    if let Some(place) = &diagnostic.place {
        out.push_str(&address(place, texts));
        out.push_str(": ");
    }
    // Writing to a `String` cannot fail.
    let _ = write!(out, "{}: {}", headline(diagnostic), visible(&diagnostic.message));
    if let Some(help) = &diagnostic.help {
        let _ = write!(out, " (help: {})", visible(help));
    }
    out.push('\n');
}

/// The file of `place`, with line and column where they are known.
pub(super) fn address(place: &Place, texts: &mut Texts<'_>) -> String {
    let file = visible(&place.file);
    match texts.locate(place) {
        Some(found) => format!("{file}:{}:{}", found.start.line, found.start.column),
        None => file.into_owned(),
    }
}
