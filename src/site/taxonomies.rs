//! Taxonomies: the terms of pages, gathered for each language.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{Language, LanguageId, Page, PageId, listing};
use crate::config::{self, Config};
use crate::content::SortBy;
use crate::text::slug;

/// One taxonomy in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taxonomy {
    /// The name in front matter, for example `topics`.
    pub name: String,
    /// The title that readers see.
    pub title: String,
    /// The language.
    pub language: LanguageId,
    /// The address of the list of terms, for example `topics/`.
    pub address: String,
    /// The most pages of one list page of a term.
    pub paginate_by: Option<usize>,
    /// The terms, sorted by their slug.
    pub terms: Vec<Term>,
}

/// One term of a taxonomy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The term as an author wrote it first.
    pub name: String,
    /// The address of the list of its pages, for example `topics/withdrawal/`.
    pub address: String,
    /// The pages that carry it, in listing order.
    pub pages: Vec<PageId>,
}

/// Gathers the terms of all pages and tells each page which it carries. Spellings that make one slug are one term.
pub(super) fn gather(pages: &mut [Page], languages: &[Language], config: &Config) -> Vec<Taxonomy> {
    let mut all = Vec::new();
    for taxonomy in &config.taxonomies {
        for (language, settings) in languages.iter().enumerate() {
            let terms = terms_of(pages, language, &taxonomy.name.value);
            if terms.is_empty() {
                continue;
            }
            let address = format!("{}{}/", settings.prefix, slug(&taxonomy.name.value));
            let index = all.len();
            all.push(make(taxonomy, languages, language, address, terms, pages, config));
            remember(&all[index], index, pages);
        }
    }
    all
}

type Found = BTreeMap<String, (String, Vec<PageId>)>;

fn terms_of(pages: &[Page], language: LanguageId, taxonomy: &str) -> Found {
    let mut found = Found::new();
    let mut slugs: BTreeMap<&str, String> = BTreeMap::new();
    // Terms are words: those of another language would stand among the reader's own.
    let own = |page: &Page| page.language == language && !page.is_fallback;
    for (index, page) in (0..).zip(pages).filter(|(_, page)| own(page)) {
        for name in page.front.terms.get(taxonomy).into_iter().flatten() {
            let key = slugs.entry(&name.value).or_insert_with(|| slug(&name.value));
            if key.is_empty() {
                continue;
            }
            let (_, carriers) = found.entry(key.clone()).or_insert_with(|| (name.value.clone(), Vec::new()));
            if carriers.last() != Some(&PageId(index)) {
                carriers.push(PageId(index));
            }
        }
    }
    found
}

fn make(
    taxonomy: &config::Taxonomy,
    languages: &[Language],
    language: LanguageId,
    address: String,
    terms: Found,
    pages: &[Page],
    config: &Config,
) -> Taxonomy {
    let terms = terms.into_par_iter().map(|(slug, (name, mut carriers))| {
        carriers.sort_by(|a, b| listing::order(SortBy::Weight, &pages[a.0 as usize], &pages[b.0 as usize]));
        Term { name, address: format!("{address}{slug}/"), pages: carriers }
    });
    let terms = terms.collect();
    let words = taxonomy.title.as_ref();
    let title = words.and_then(|words| words.in_language(&languages[language].code, &languages[0].code));
    Taxonomy {
        name: taxonomy.name.value.clone(),
        title: title.map_or_else(|| capitalised(&taxonomy.name.value), str::to_string),
        language,
        address,
        paginate_by: Some(taxonomy.paginate_by.unwrap_or(config.paginate_by) as usize),
        terms,
    }
}

/// `topics` as a title: `Topics`.
fn capitalised(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn remember(taxonomy: &Taxonomy, index: usize, pages: &mut [Page]) {
    for (term_index, term) in taxonomy.terms.iter().enumerate() {
        for id in &term.pages {
            pages[id.0 as usize].terms.push((index, term_index));
        }
    }
}
