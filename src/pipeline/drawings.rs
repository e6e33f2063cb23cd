//! Drawings in a build: in the colours of the theme, where they ask for them.
//!
//! Input: the bytes of a drawing and the colours of the theme. Output: the bytes to write, and a warning for each colour that the
//! theme does not have.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::color::Shades;
use crate::diagnostic::{Diagnostic, Outcome, Place, Span, rules};
use crate::picture;
use crate::text::did_you_mean;

/// Whether a file is a drawing.
pub(super) fn is_one(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("svg"))
}

/// The drawing as it is written.
pub(super) fn make<'a>(bytes: &'a [u8], colors: &BTreeMap<String, Shades>, path: &Arc<str>) -> Outcome<Cow<'a, [u8]>> {
    // What is not stored as UTF-8 has been refused.
    let Ok(whole) = std::str::from_utf8(bytes) else { return Outcome::fine(Cow::Borrowed(bytes)) };
    let text = whole.trim_start_matches('\u{FEFF}');
    let start = whole.len() - text.len();
    let made = picture::themed(text, colors);
    let warnings = made.unknown.iter().map(|(name, at)| {
        let span = Span::from(at.clone()).shifted(start);
        unknown(name, colors, Place::at(path.clone(), span))
    });
    let warnings = warnings.collect();
    let written = match made.text {
        Cow::Borrowed(_) => Cow::Borrowed(bytes),
        Cow::Owned(text) => Cow::Owned([&bytes[..start], text.as_bytes()].concat()),
    };
    Outcome::new(written, warnings)
}

fn unknown(name: &str, colors: &BTreeMap<String, Shades>, place: Place) -> Diagnostic {
    let names: Vec<String> = colors.keys().map(|name| format!("`{name}`")).collect();
    let help = did_you_mean(name, colors.keys().map(String::as_str)).unwrap_or_else(|| {
        if names.is_empty() {
            return "this theme has no colours by name; write the colour itself, as in `#1a2126`".to_string();
        }
        format!("the theme has these colours: {}", names.join(", "))
    });
    Diagnostic::new(&rules::UNKNOWN_COLOR, place, format!("the theme has no colour `{name}`")).help(help)
}
