//! Whether translations still say what their original says.
//!
//! Input: the linked site, in which a translation may hold a hash of each section of the original it was made from. Output: a
//! warning for each translation whose original has changed since, with the sections. A translation that holds no hashes says
//! nothing about its original, and nothing is said about it.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::{Page, PageKind, Site};
use crate::content::{ContentFile, sections};
use crate::diagnostic::{Diagnostic, rules};

/// The most sections that one message names.
const NAMED: usize = 6;

/// Names every translation whose original has changed.
pub(super) fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.par_extend(site.pages.par_iter().filter_map(|page| stale(site, page)));
}

fn stale(site: &Site, page: &Page) -> Option<Diagnostic> {
    // What cannot be read does not say what it said, and has an error of its own.
    let original = original_of(site, page).filter(|original| original.front.title.is_some())?;
    let file = page.file.as_ref().filter(|_| !page.is_fallback)?;
    let recorded = &page.front.translated_sections;
    let place = recorded.values().next()?.place(&file.path);
    let differing = differing(page, original);
    if differing.is_empty() {
        return None;
    }
    let first = differing.iter().find_map(|name| recorded.get(*name)).map(|hash| hash.place(&file.path));
    let mut words: Vec<String> = differing.iter().take(NAMED).map(|name| changed(name, page, original)).collect();
    if differing.len() > NAMED {
        words.push(format!("and {} more", differing.len() - NAMED));
    }
    let message = format!("`{}` has changed since it was translated here: {}", original.path, words.join(", "));
    let help = format!("bring the translation up to date, then run `guidepost translation sync {}`", file.path);
    Some(Diagnostic::new(&rules::TRANSLATION_STALE, first.unwrap_or(place), message).help(help))
}

/// The names of the sections that differ from what a translation was made from, in the order of the original.
fn differing<'a>(page: &'a Page, original: &'a ContentFile) -> Vec<&'a str> {
    let recorded = &page.front.translated_sections;
    let now = original.section_hashes();
    let names: BTreeSet<&str> = now.keys().copied().chain(recorded.keys().map(String::as_str)).collect();
    let differ = |name: &&str| recorded.get(*name).map(|hash| &hash.value) != now.get(*name);
    in_order(&names, original).into_iter().filter(differ).collect()
}

/// Whether the translations of a text say the same of it when it has other words, but the same front matter and headings.
pub(super) fn tell_the_same(site: &Site, then: &Arc<ContentFile>, now: &ContentFile) -> bool {
    let shows = |page: &&Arc<Page>| page.file.as_ref().is_some_and(|own| Arc::ptr_eq(own, then));
    let translations = site.pages.iter().filter(shows).flat_map(|page| &page.translations).map(|id| site.page(*id));
    let mut recorded = translations.filter(|page| !page.front.translated_sections.is_empty());
    recorded.all(|page| differing(page, then) == differing(page, now))
}

impl Site {
    /// What of its original has changed since a page was translated, in words; `None` for a page that is no translation, and for
    /// one that does not say what it was made from.
    #[must_use]
    pub fn changes_since_translation(&self, page: &Page) -> Option<Vec<String>> {
        let original = original_of(self, page).filter(|_| !page.is_fallback)?;
        let is_recorded = !page.front.translated_sections.is_empty();
        let words = |name: &str| changed(name, page, original);
        is_recorded.then(|| differing(page, original).into_iter().map(words).collect())
    }
}

fn original_of<'a>(site: &'a Site, page: &Page) -> Option<&'a ContentFile> {
    if page.language == 0 {
        return None;
    }
    let same = page.translations.iter().map(|id| site.page(*id));
    let original = same.filter(|other| (other.kind == PageKind::Page) == (page.kind == PageKind::Page));
    original.into_iter().find(|other| other.language == 0)?.file.as_deref()
}

/// The sections in the order of the original, and behind them those that it no longer has.
fn in_order<'a>(names: &BTreeSet<&'a str>, original: &'a ContentFile) -> Vec<&'a str> {
    let headings = original.outline.iter().map(|heading| heading.id.as_str());
    let order: Vec<&str> = [sections::HEAD, sections::START].into_iter().chain(headings).collect();
    let known: BTreeSet<&str> = order.iter().copied().collect();
    let gone = names.iter().copied().filter(|name| !known.contains(name));
    order.iter().copied().filter(|name| names.contains(name)).chain(gone).collect()
}

fn changed(name: &str, page: &Page, original: &ContentFile) -> String {
    match name {
        sections::HEAD => "its title, description or main message".to_string(),
        sections::START => "the text before its first heading".to_string(),
        _ => match original.outline.iter().find(|heading| heading.id == name) {
            Some(heading) if page.front.translated_sections.contains_key(name) => format!("“{}”", heading.text),
            Some(heading) => format!("“{}”, which is new", heading.text),
            None => format!("`#{name}`, which is gone"),
        },
    }
}
