//! Feeds: which lists have one, and which pages stand in it.
//!
//! Input: the pages with their places in the tree, and the terms. Output: for each language, section and term with a page that
//! has a date, its newest pages. A section's feed holds the pages of the sections below it too. Work grows with the number of
//! pages, and with that of sections and terms times the length of a feed.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{LanguageId, Page, PageId, PageKind, Site};
use crate::config::Config;

/// What a feed tells the news of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FeedOf {
    /// All pages in a language.
    Language(LanguageId),
    /// A section that is no front page.
    Section(PageId),
    /// A term.
    Term {
        /// Index of the taxonomy.
        taxonomy: usize,
        /// Index of the term in it.
        term: usize,
    },
}

/// The feeds of a site, each with its pages, newest first.
pub type Feeds = BTreeMap<FeedOf, Vec<PageId>>;

/// The feeds that the site has; none when its author wants none.
pub(super) fn gather(site: &Site, config: &Config) -> Feeds {
    let mut feeds = Feeds::new();
    if !config.outputs.feeds {
        return feeds;
    }
    let limit = usize::try_from(config.feed_limit).unwrap_or(usize::MAX);
    for language in 0..site.languages.len() {
        let pages =
            site.ids().filter(|id| site.page(*id).language == language && site.page(*id).kind == PageKind::Page);
        feeds.insert(FeedOf::Language(language), newest(site, pages, limit));
    }
    // Sorted by name, a section stands before all that lies below it.
    for id in site.ids().collect::<Vec<_>>().into_iter().rev() {
        let section = site.page(id);
        if section.kind == PageKind::Section {
            let below = section.sections.iter().filter_map(|below| feeds.get(&FeedOf::Section(*below))).flatten();
            let pages: Vec<PageId> = section.pages.iter().chain(below).copied().collect();
            feeds.insert(FeedOf::Section(id), newest(site, pages, limit));
        }
    }
    for (taxonomy, terms) in site.taxonomies.iter().enumerate() {
        for (index, term) in terms.terms.iter().enumerate() {
            let pages = newest(site, term.pages.iter().copied(), limit);
            feeds.insert(FeedOf::Term { taxonomy, term: index }, pages);
        }
    }
    feeds.retain(|_, pages| !pages.is_empty());
    feeds
}

fn newest(site: &Site, pages: impl IntoIterator<Item = PageId>, limit: usize) -> Vec<PageId> {
    let has_news = |id: &PageId| !site.page(*id).is_fallback && site.page(*id).last_change().is_some();
    let mut pages: Vec<PageId> = pages.into_iter().filter(has_news).collect();
    pages.sort_by_cached_key(|id| (Reverse(site.page(*id).last_change()), *id));
    pages.truncate(limit);
    pages
}

impl Page {
    /// The day of its last change, where its author gave one.
    #[must_use]
    pub fn last_change(&self) -> Option<Date> {
        self.front.updated.or(self.front.date)
    }
}

impl Site {
    /// The language of a feed.
    #[must_use]
    pub fn feed_language(&self, of: FeedOf) -> LanguageId {
        match of {
            FeedOf::Language(language) => language,
            FeedOf::Section(id) => self.page(id).language,
            FeedOf::Term { taxonomy, .. } => self.taxonomies[taxonomy].language,
        }
    }

    /// The address of the list whose news a feed tells.
    #[must_use]
    pub fn feed_list(&self, of: FeedOf) -> &str {
        match of {
            FeedOf::Language(language) => &self.languages[language].prefix,
            FeedOf::Section(id) => &self.page(id).address,
            FeedOf::Term { taxonomy, term } => &self.taxonomies[taxonomy].terms[term].address,
        }
    }

    /// The address of a feed.
    #[must_use]
    pub fn feed_address(&self, of: FeedOf) -> String {
        format!("{}feed.xml", self.feed_list(of))
    }

    /// The feeds that an output tells of: that of its language, and its own when it has one.
    #[must_use]
    pub fn feeds_for(&self, language: LanguageId, own: Option<FeedOf>) -> Vec<FeedOf> {
        let all = std::iter::once(FeedOf::Language(language)).chain(own);
        all.filter(|of| self.feeds.contains_key(of)).collect()
    }
}
