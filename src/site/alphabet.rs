//! All pages of a language by the first letter of their title.
//!
//! Input: the site and a language. Output: the letters that have pages, in order, each with its pages. The front page, pages
//! that the search leaves out and the list itself are not part of it. Made only when a template asks for it; how long it is, is known
//! before, since the page that shows it is cut into several where it is long.

use std::collections::BTreeMap;

use super::{LanguageId, Page, PageId, PageKind, Paginator, Site};
use crate::text::{IndexLetter, index_letter, unaccented};

/// The template that shows the list of all pages; a page that asks for it is not part of the list.
const TEMPLATE: &str = "a-z.html";

/// The most entries of one page of the list. More would be slow on an old phone, and less would part the letters of a small site.
const ENTRIES_A_PAGE: usize = 200;

/// The pages whose titles begin with one letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterPages {
    /// The letter.
    pub letter: IndexLetter,
    /// The pages, sorted by their title without accents and case.
    pub pages: Vec<PageId>,
}

impl Site {
    /// All pages of a language by their first letter.
    #[must_use]
    pub fn by_letter(&self, language: LanguageId) -> Vec<LetterPages> {
        let mut letters: BTreeMap<IndexLetter, Vec<(String, &str, PageId)>> = BTreeMap::new();
        for id in self.ids() {
            let page = self.page(id);
            if page.language == language && is_listed(page) {
                // Pages come in the order of their paths, which breaks ties.
                letters.entry(index_letter(&page.title)).or_default().push((unaccented(&page.title), &page.title, id));
            }
        }
        let groups = letters.into_iter().map(|(letter, mut pages)| {
            pages.sort();
            LetterPages { letter, pages: pages.into_iter().map(|(_, _, id)| id).collect() }
        });
        groups.collect()
    }

    /// The page that shows the list of a language.
    #[must_use]
    pub fn alphabet_page(&self, language: LanguageId) -> Option<&Page> {
        let mut pages = self.pages.iter().filter(|page| page.language == language && page.kind != PageKind::Home);
        pages.find(|page| is_alphabet(page)).map(AsRef::as_ref)
    }
}

fn is_alphabet(page: &Page) -> bool {
    page.template.as_deref() == Some(TEMPLATE)
}

fn is_listed(page: &Page) -> bool {
    page.kind != PageKind::Home && !page.front.search.exclude && !is_alphabet(page)
}

/// Says of each page that shows the list how long it is.
pub(super) fn set_lengths(pages: &mut [Page]) {
    let mut lengths: BTreeMap<LanguageId, usize> = BTreeMap::new();
    for page in pages.iter().filter(|page| is_listed(page)) {
        *lengths.entry(page.language).or_default() += 1;
    }
    for page in pages.iter_mut().filter(|page| page.kind == PageKind::Page && is_alphabet(page)) {
        let items = lengths.get(&page.language).copied().unwrap_or_default();
        page.alphabet = Some(Paginator { items, size: Some(ENTRIES_A_PAGE) });
    }
}
