//! The tree of sections and pages in each language, with addresses and translations.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use super::{Language, LanguageId, Page, PageId, PageKind, Parts, visibility};
use crate::config::Config;
use crate::content::{ContentFile, FileKind, FrontMatter, folders_above};
use crate::diagnostic::{Diagnostic, Place, rules};
use crate::text::{did_you_mean, slug};

/// The template of a page that shows other pages, unless it asks for another one.
pub(super) const SET_TEMPLATE: &str = "set.html";

/// The languages of the configuration, the default one first.
pub(super) fn languages(config: &Config) -> Vec<Language> {
    let (default, others): (Vec<_>, Vec<_>) =
        config.languages.iter().partition(|language| language.code == config.default_language);
    let all = default.into_iter().chain(others).enumerate();
    all.map(|(index, language)| Language {
        code: language.code.clone(),
        name: language.name.clone(),
        locale: language.locale.clone(),
        direction: language.direction.word(),
        prefix: if index == 0 { String::new() } else { format!("{}/", language.code) },
    })
    .collect()
}

/// One page for each file, and one for each folder that has pages but no `_index.md`.
pub(super) fn grow(
    parts: &Parts<'_>,
    languages: &[Language],
    files: Vec<Arc<ContentFile>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Page> {
    let made = |file: Arc<ContentFile>| language_of(&file, languages).map(|language| page_of(file, language));
    let mut pages: Vec<Page> = Vec::with_capacity(files.len());
    for page in files.into_par_iter().map(made).collect::<Vec<_>>() {
        match page {
            Ok(page) => pages.push(page),
            Err(diagnostic) => diagnostics.push(*diagnostic),
        }
    }
    add_fallbacks(&mut pages, parts, languages);
    add_missing_sections(&mut pages, parts, languages);
    pages.par_sort_by(|a, b| {
        let by_name = (a.language, &a.name, a.kind).cmp(&(b.language, &b.name, b.kind));
        by_name.then_with(|| a.source().cmp(&b.source()))
    });
    set_parents(&mut pages);
    check_translations(&pages, languages, diagnostics);
    pages
}

fn language_of(file: &ContentFile, languages: &[Language]) -> Result<LanguageId, Box<Diagnostic>> {
    let Some(code) = &file.language else { return Ok(0) };
    languages.iter().position(|language| language.code == *code).ok_or_else(|| {
        let message = format!("the file name says language `{code}`, which is not in `guidepost.yaml`");
        // Codes are too short to guess which one was meant.
        let help = format!("add `{code}` under `languages:`, or rename the file");
        Box::new(Diagnostic::new(&rules::UNKNOWN_LANGUAGE, Place::file(file.path.clone()), message).help(help))
    })
}

fn page_of(file: Arc<ContentFile>, language: LanguageId) -> Page {
    let kind = match file.kind {
        FileKind::Section if file.folder.is_empty() => PageKind::Home,
        FileKind::Section => PageKind::Section,
        FileKind::Bundle | FileKind::Page => PageKind::Page,
    };
    let name = file.name();
    let front = file.front.clone();
    let title = front.title.clone().unwrap_or_else(|| title_from(&name));
    let template = front.template.as_ref().map(|name| format!("{}.html", name.value.trim_end_matches(".html")));
    let template = template.or_else(|| (!front.set.is_empty()).then(|| SET_TEMPLATE.to_string()));
    Page { file: Some(file), title, template, ..blank(kind, language, name, front) }
}

/// In each language with a front page of its own, every page that is not translated stands in the default language. A front page
/// that is left out because nobody has checked its translation counts: its readers are to find help in their language's words.
fn add_fallbacks(pages: &mut Vec<Page>, parts: &Parts<'_>, languages: &[Language]) {
    let mut added = Vec::new();
    for (language, settings) in languages.iter().enumerate().skip(1) {
        let wanted = parts.config.language(&settings.code).is_some_and(|language| language.fallback);
        let own = |page: &&Page| page.language == language;
        let has_front_page = pages.iter().filter(own).any(|page| page.kind == PageKind::Home);
        if !wanted || !(has_front_page || has_unchecked_front_page(parts, &settings.code)) {
            continue;
        }
        let translated: BTreeSet<&str> = pages.iter().filter(own).map(|page| page.name.as_str()).collect();
        let originals = pages.iter().filter(|page| page.language == 0 && !translated.contains(page.name.as_str()));
        let files = originals.filter_map(|page| page.file.clone());
        added.extend(files.map(|file| Page { is_fallback: true, ..page_of(file, language) }));
    }
    pages.extend(added);
}

fn has_unchecked_front_page(parts: &Parts<'_>, code: &str) -> bool {
    let mut files = parts.content.files.iter().filter(|file| file.language.as_deref() == Some(code));
    files.any(|file| file.kind == FileKind::Section && file.folder.is_empty() && visibility::is_unchecked(parts, file))
}

fn blank(kind: PageKind, language: LanguageId, name: String, front: Arc<FrontMatter>) -> Page {
    Page {
        kind,
        language,
        is_fallback: false,
        file: None,
        front,
        title: String::new(),
        id: Arc::from(""),
        name,
        address: String::new(),
        parent: None,
        pages: Vec::new(),
        sections: Vec::new(),
        previous: None,
        next: None,
        translations: Vec::new(),
        terms: Vec::new(),
        template: None,
        paginate_by: None,
        alphabet: None,
        links: Vec::new(),
        snippets: Vec::new(),
        includes: BTreeMap::new(),
        backlinks: Vec::new(),
        related: Vec::new(),
        set: Vec::new(),
        series: None,
    }
}

/// `care-at-home` read as a title: `Care at home`.
fn title_from(name: &str) -> String {
    let last = name.rsplit('/').next().unwrap_or_default().replace(['-', '_'], " ");
    let mut chars = last.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn add_missing_sections(pages: &mut Vec<Page>, parts: &Parts<'_>, languages: &[Language]) {
    let bundles: BTreeSet<(LanguageId, String)> = pages
        .iter()
        .filter(|page| page.file.as_ref().is_some_and(|file| file.kind == FileKind::Bundle))
        .map(|page| (page.language, page.name.clone()))
        .collect();
    let mut have: BTreeSet<(LanguageId, String)> = pages
        .iter()
        .filter(|page| page.kind != PageKind::Page)
        .map(|page| (page.language, page.name.clone()))
        .collect();
    let default_titles: BTreeMap<String, String> = pages
        .iter()
        .filter(|page| page.language == 0 && page.kind != PageKind::Page)
        .map(|page| (page.name.clone(), page.title.clone()))
        .collect();
    // Each folder, and whether all that lies in it stands in for translations that are not there.
    let mut wanted = BTreeMap::from([((0, String::new()), false)]);
    let mut last = None;
    for page in pages.iter() {
        let folder = page.file.as_ref().map(|file| (page.language, file.folder.as_str(), page.is_fallback));
        // The files of a folder mostly stand together.
        if std::mem::replace(&mut last, folder) == folder {
            continue;
        }
        for folder in page.file.iter().flat_map(|file| folders_above(&file.folder)) {
            *wanted.entry((page.language, folder.to_string())).or_insert(true) &= page.is_fallback;
        }
    }
    for ((language, folder), is_fallback) in wanted {
        if bundles.contains(&(language, folder.clone())) || !have.insert((language, folder.clone())) {
            continue;
        }
        let kind = if folder.is_empty() { PageKind::Home } else { PageKind::Section };
        let title = default_titles.get(&folder).cloned().unwrap_or_else(|| match kind {
            PageKind::Home => parts.config.title_in(&languages[language].code).to_string(),
            _ => title_from(&folder),
        });
        pages.push(Page { is_fallback, title, ..blank(kind, language, folder, Arc::default()) });
    }
}

fn set_parents(pages: &mut [Page]) {
    let sections: HashMap<(LanguageId, &str), PageId> = (0..)
        .zip(pages.iter())
        .filter(|(_, page)| page.kind != PageKind::Page)
        .map(|(index, page)| ((page.language, page.name.as_str()), PageId(index)))
        .collect();
    let parent_of = |page: &Page| {
        let mut above = folders_above(&page.name).skip(1).filter(|_| page.kind != PageKind::Home);
        above.find_map(|folder| sections.get(&(page.language, folder)).copied())
    };
    let parents: Vec<Option<PageId>> = pages.par_iter().map(parent_of).collect();
    for (index, parent) in (0..).zip(parents) {
        pages[index as usize].parent = parent;
        let (kind, Some(parent)) = (pages[index as usize].kind, parent) else { continue };
        let parent = &mut pages[parent.0 as usize];
        if kind == PageKind::Page { parent.pages.push(PageId(index)) } else { parent.sections.push(PageId(index)) }
    }
}

/// A translation without a page in the default language is most often a file with the wrong name.
fn check_translations(pages: &[Page], languages: &[Language], diagnostics: &mut Vec<Diagnostic>) {
    if pages.iter().all(|page| page.language == 0) {
        return;
    }
    let originals: BTreeSet<&str> =
        pages.iter().filter(|page| page.language == 0).map(|page| page.name.as_str()).collect();
    for page in pages.iter().filter(|page| page.language != 0 && page.file.is_some()) {
        if !originals.contains(page.name.as_str()) {
            let message = format!("this translation has no page in the default language `{}`", languages[0].code);
            let help = did_you_mean(&page.name, originals.iter().copied()).unwrap_or_else(|| {
                format!(
                    "name it like the page that it translates, with `.{}` before `.md`",
                    languages[page.language].code
                )
            });
            diagnostics
                .push(Diagnostic::new(&rules::TRANSLATION_ORPHAN, Place::file(page.source()), message).help(help));
        }
    }
}

/// Gives every page its address: language, the sections above it, its own slug.
pub(super) fn set_addresses(pages: &mut [Page], languages: &[Language]) {
    let own_part = |page: &Page| {
        let parent_name = page.parent.map_or("", |parent| pages[parent.0 as usize].name.as_str());
        own_part(page, parent_name)
    };
    let own: Vec<String> = pages.par_iter().map(own_part).collect();
    // Sorted by name, a section stands before all that lies below it.
    for (index, own) in own.into_iter().enumerate() {
        let above = match pages[index].parent {
            Some(parent) => &pages[parent.0 as usize].address,
            None => &languages[pages[index].language].prefix,
        };
        let address = if own.is_empty() { above.clone() } else { [above, own.as_str(), "/"].concat() };
        pages[index].address = address;
    }
}

/// The part of the address that a page adds to that of its section. Folders between the two that are not sections, which
/// only a bundle with pages below it has, stay in the address.
fn own_part(page: &Page, parent_name: &str) -> String {
    let below = page.name.strip_prefix(parent_name).unwrap_or(&page.name).trim_start_matches('/');
    let (between, last) = below.rsplit_once('/').map_or(("", below), |(between, last)| (between, last));
    let last = page.front.slug.as_ref().map_or_else(|| slug(last), |slug| slug.value.clone());
    between
        .split('/')
        .filter(|part| !part.is_empty())
        .map(slug)
        .chain([last])
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("/")
}

/// The front page of each language.
pub(super) fn homes(pages: &[Page]) -> BTreeMap<LanguageId, PageId> {
    (0..)
        .map(PageId)
        .zip(pages)
        .filter(|(_, page)| page.kind == PageKind::Home)
        .map(|(id, page)| (page.language, id))
        .collect()
}

/// Lets every page know itself in all its languages.
pub(super) fn set_translations(pages: &mut [Page]) {
    let mut groups: HashMap<(&str, bool), Vec<PageId>> = HashMap::with_capacity(pages.len());
    for (index, page) in (0..).zip(pages.iter()) {
        groups.entry((&page.name, page.kind == PageKind::Page)).or_default().push(PageId(index));
    }
    // In any order, since a page is in one group alone.
    for group in groups.into_values().collect::<Vec<_>>() {
        for id in &group {
            pages[id.0 as usize].translations.clone_from(&group);
        }
    }
}
