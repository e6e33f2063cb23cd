//! A page in the languages of the site: its original, and the translations that search engines may show.
//!
//! Input: the linked pages. Output: addresses and languages, nothing is copied. A page that stands in for a translation that is
//! not there is never called one.

use super::{Language, LanguageId, Page, PageId, Site};

/// The `hreflang` of the page for readers of all other languages.
const ANY_OTHER: &str = "x-default";

/// A page in one language, as search engines are told of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alternate<'a> {
    /// The language, or `x-default`.
    pub hreflang: &'a str,
    /// The address below the site's base.
    pub address: &'a str,
}

impl Site {
    /// All pages that are written in a language, in the order of their paths, without those that stand in for a translation.
    #[must_use]
    pub fn written_in(&self, language: LanguageId) -> Vec<PageId> {
        let is_written = |id: &PageId| self.page(*id).language == language && !self.page(*id).is_fallback;
        self.ids().filter(is_written).collect()
    }

    /// The page whose text this is: itself, or the page for which it stands in.
    #[must_use]
    pub fn original<'a>(&'a self, page: &'a Page) -> &'a Page {
        let pages = page.translations.iter().map(|id| self.page(*id));
        pages.filter(|_| page.is_fallback).find(|other| other.language == 0).unwrap_or(page)
    }

    /// The language of the text of a page.
    #[must_use]
    pub fn text_language(&self, page: &Page) -> &Language {
        &self.languages[self.original(page).language]
    }

    /// The page in every language that it is truly written in, itself included, and at the end the one for all other readers:
    /// that of the default language. Empty when there are no translations.
    #[must_use]
    pub fn alternates<'a>(&'a self, page: &Page) -> Vec<Alternate<'a>> {
        let written = |id: &&PageId| !self.page(**id).is_fallback;
        let pages: Vec<&Page> = page.translations.iter().filter(written).map(|id| self.page(*id)).collect();
        if page.is_fallback || pages.len() < 2 {
            return Vec::new();
        }
        let alternate = |hreflang: &'a str, page: &'a Page| Alternate { hreflang, address: page.address.as_str() };
        let own = pages.iter().map(|page| alternate(self.languages[page.language].code.as_str(), page));
        let any = pages.iter().find(|page| page.language == 0).map(|page| alternate(ANY_OTHER, page));
        own.chain(any).collect()
    }
}
