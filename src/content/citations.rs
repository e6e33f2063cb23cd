//! Citations in the text of a page: `[@source, p. 3; @other]`.
//!
//! Input: the places that the walk takes for citations. Output: what each cites, and what is wrong with it. Whether a source of
//! that name exists is not known here.

use std::ops::Range;

use super::directives::Excerpt;
use crate::diagnostic::{Diagnostic, Span, rules};
use crate::yaml::Spanned;

/// A citation: one pair of brackets, with one source or several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// What is cited, in the order of the text.
    pub items: Vec<Cited>,
}

/// One source in a citation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cited {
    /// The short name of the source.
    pub source: Spanned<String>,
    /// Where in the source, as written: `p. 3`.
    pub place: Option<String>,
}

/// Whether the words of brackets that no definition explains are a citation.
#[must_use]
pub(super) fn is_citation(words: &str) -> bool {
    words.strip_prefix('@').is_some_and(|rest| rest.starts_with(|sign: char| sign.is_alphanumeric()))
}

/// The citations at `places`, in order.
pub(super) fn collect(
    excerpt: &Excerpt<'_>,
    places: &[Range<usize>],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Citation> {
    places
        .iter()
        .map(|place| {
            if is_in_link(&excerpt.text[place.end..]) {
                diagnostics.push(in_link(excerpt, place));
            }
            citation(excerpt, place, diagnostics)
        })
        .collect()
}

fn citation(excerpt: &Excerpt<'_>, place: &Range<usize>, diagnostics: &mut Vec<Diagnostic>) -> Citation {
    let inner = place.start + 1..place.end.saturating_sub(1);
    let mut start = inner.start;
    let mut items = Vec::new();
    for part in excerpt.text[inner].split(';') {
        let span = trimmed(part, start);
        start += part.len() + 1;
        match cited(excerpt, span.clone()) {
            Some(cited) => items.push(cited),
            None => diagnostics.push(malformed(excerpt, span)),
        }
    }
    Citation { items }
}

/// The bytes of `part`, which begins at `start`, without the spaces around it.
fn trimmed(part: &str, start: usize) -> Range<usize> {
    let from = start + part.len() - part.trim_start().len();
    from..from + part.trim().len()
}

/// `@source` or `@source, place`.
fn cited(excerpt: &Excerpt<'_>, span: Range<usize>) -> Option<Cited> {
    let text = &excerpt.text[span.clone()];
    let rest = text.strip_prefix('@')?;
    let (name, place) = rest.split_once(',').map_or((rest, None), |(name, place)| (name, Some(place)));
    let name = name.trim_end();
    let is_name = name.chars().all(|sign| sign.is_alphanumeric() || matches!(sign, '-' | '_' | '.' | ':' | '/'));
    if name.is_empty() || !is_name {
        return None;
    }
    let place =
        place.map(|place| place.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|place| !place.is_empty());
    let at = Span::new(span.start + 1, span.start + 1 + name.len()).shifted(excerpt.offset);
    Some(Cited { source: Spanned::new(name.to_string(), at), place })
}

/// Whether what follows a citation closes a link around it, which the citation has broken, or an image, whose words it would
/// not be part of.
fn is_in_link(after: &str) -> bool {
    let line = after.split("\n\n").next().unwrap_or_default();
    match line.find(['[', ']']) {
        Some(at) => line[at..].starts_with("](") || line[at..].starts_with("]["),
        None => false,
    }
}

fn malformed(excerpt: &Excerpt<'_>, span: Range<usize>) -> Diagnostic {
    let written = excerpt.text[span.clone()].to_string();
    let message = if written.is_empty() {
        "a source is missing in this citation".to_string()
    } else {
        format!("this part of a citation cannot be read: `{written}`")
    };
    let at = if span.is_empty() { span.start.saturating_sub(1)..span.end + 1 } else { span };
    Diagnostic::new(&rules::CITATION_FORM, excerpt.place(Span::from(at)), message)
        .help("write each source as `@name` or `@name, p. 3`, with `;` between them")
}

fn in_link(excerpt: &Excerpt<'_>, place: &Range<usize>) -> Diagnostic {
    let message = "a citation cannot stand in the words of a link or an image";
    Diagnostic::new(&rules::CITATION_FORM, excerpt.place(Span::from(place.clone())), message)
        .help("write it behind it: `[text](page.md) [@name]`")
}
