//! Series: pages that belong together in one order, such as the steps of a way.
//!
//! Input: `content/_data/series.yaml` and the pages. Output: the series of each language, made of the translations that are
//! shown, and each page's place in its series. A page has one place only, so that "next" has one meaning. What the file names
//! wrongly is an error at its line.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Language, LanguageId, Page, PageId, PageKind, Parts};
use crate::config::Words;
use crate::content::data::SERIES_FILE;
use crate::content::{ContentFile, FileKind};
use crate::diagnostic::{Diagnostic, Place, Span, rules};
use crate::text::did_you_mean_path;
use crate::yaml::Spanned;

/// A series in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// What readers see.
    pub title: String,
    /// What it is for.
    pub description: Option<String>,
    /// Its pages in order: two at least.
    pub pages: Vec<PageId>,
}

/// The place of a page in its series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeriesPlace {
    /// Index in [`Site::series`](super::Site::series).
    pub series: usize,
    /// Index of the page in [`Series::pages`].
    pub position: usize,
}

/// What all translations of a page share: its name, and whether it is a page or a section.
type Name = (String, bool);

/// Gathers the series of all languages and tells each page its place.
pub(super) fn gather(
    pages: &mut [Page],
    languages: &[Language],
    parts: &Parts<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Series> {
    let steps = steps(parts, diagnostics);
    if steps.is_empty() {
        return Vec::new();
    }
    let mut found: BTreeMap<(&str, LanguageId), BTreeMap<usize, PageId>> = BTreeMap::new();
    for (id, page) in (0..).map(PageId).zip(&*pages) {
        if let Some(step) = steps.get(&(page.name.clone(), page.kind == PageKind::Page)) {
            found.entry((step.series, page.language)).or_default().insert(step.number, id);
        }
    }
    let mut all = Vec::new();
    for ((id, language), steps) in found {
        // One page alone is no way, for example when the others are not translated yet.
        let Some(series) = parts.data.series.get(id).filter(|_| steps.len() > 1) else { continue };
        let (own, default) = (languages[language].code.as_str(), languages[0].code.as_str());
        let words = |words: &Words| words.in_language(own, default).map(str::to_string);
        for (position, page) in steps.values().enumerate() {
            pages[page.index()].series = Some(SeriesPlace { series: all.len(), position });
        }
        all.push(Series {
            title: words(&series.value.title).unwrap_or_else(|| id.to_string()),
            description: series.value.description.as_ref().and_then(words),
            pages: steps.into_values().collect(),
        });
    }
    all
}

/// One entry of a series.
struct Step<'a> {
    series: &'a str,
    number: usize,
    span: Span,
}

/// The pages that the file names, each with its place.
fn steps<'a>(parts: &Parts<'a>, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<Name, Step<'a>> {
    let paths: BTreeMap<&str, &ContentFile> =
        parts.content.files.iter().map(|file| (file.path.trim_start_matches("content/"), file.as_ref())).collect();
    let mut steps: BTreeMap<Name, Step<'_>> = BTreeMap::new();
    let mut all: Vec<_> = parts.data.series.iter().collect();
    all.sort_by_key(|(_, series)| series.span.start);
    for (id, series) in all {
        check_languages(id, [Some(&series.value.title), series.value.description.as_ref()], parts, diagnostics);
        for (number, page) in series.value.pages.iter().enumerate() {
            let Some(file) = paths.get(page.value.trim_start_matches("content/")) else {
                diagnostics.push(unknown(id, page, paths.keys().copied()));
                continue;
            };
            let name = (file.name(), file.kind != FileKind::Section);
            if let Some(first) = steps.get(&name) {
                diagnostics.push(twice(id, page, first));
            } else {
                steps.insert(name, Step { series: id, number, span: page.span });
            }
        }
    }
    steps
}

fn unknown<'a>(series: &str, page: &Spanned<String>, paths: impl Iterator<Item = &'a str> + Clone) -> Diagnostic {
    let message = format!("the series `{series}` names a page that does not exist: `{}`", page.value);
    let help = did_you_mean_path(page.value.trim_start_matches("content/"), paths)
        .unwrap_or_else(|| "write the path of the page's file from `content/`".to_string());
    Diagnostic::new(&rules::SERIES_PAGE, place(page.span), message).help(help)
}

fn twice(series: &str, page: &Spanned<String>, first: &Step<'_>) -> Diagnostic {
    let message = if first.series == series {
        format!("the series `{series}` names the page `{}` twice", page.value)
    } else {
        format!("the page `{}` is part of two series, `{}` and `{series}`", page.value, first.series)
    };
    Diagnostic::new(&rules::SERIES_PAGE, place(page.span), message)
        .help("a page can be one step only: take it out of one of the two places")
        .related(place(first.span), "the first place")
}

/// Words in a language that the site does not have would be shown to nobody.
fn check_languages(id: &str, words: [Option<&Words>; 2], parts: &Parts<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let known: BTreeSet<&str> = parts.config.languages.iter().map(|language| language.code.as_str()).collect();
    for words in words.into_iter().flatten() {
        let Words::ByLanguage(texts) = words else { continue };
        for (code, text) in texts.iter().filter(|(code, _)| !known.contains(code.as_str())) {
            let message = format!("the series `{id}` has words in the language `{code}`, which the site does not have");
            let help = format!("add `{code}` under `languages:` in `guidepost.yaml`, or take the words out");
            diagnostics.push(Diagnostic::new(&rules::UNKNOWN_LANGUAGE, place(text.span), message).help(help));
        }
    }
}

fn place(span: Span) -> Place {
    Place::at(Arc::from(SERIES_FILE), span)
}
