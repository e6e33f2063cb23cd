//! All pages of a language by the first letter of their title.
//!
//! Input: the site and a language. Output: the letters that have pages, in order, each with its pages. The front page, pages
//! that the search leaves out and the list itself are not part of it. Made only when a template asks for it.

use std::collections::BTreeMap;

use super::{LanguageId, PageId, PageKind, Site};
use crate::text::{IndexLetter, index_letter, unaccented};

/// The template that shows the list of all pages; a page that asks for it is not part of the list.
const TEMPLATE: &str = "a-z.html";

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
            let is_listed = page.kind != PageKind::Home
                && page.language == language
                && !page.front.search.exclude
                && page.template.as_deref() != Some(TEMPLATE);
            if is_listed {
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
}
