//! What the search knows of each page: the pages of a language that can be found, and their words.

use std::collections::HashMap;

use rayon::prelude::*;

use super::plain::{self, Bodies};
use crate::cache::{Key, KeyBuilder};
use crate::config::Config;
use crate::content::{Data, Unheld};
use crate::site::{LanguageId, Page, PageId, PageKind, Site, values};

/// The template of the page that shows what was found; it is not to be found itself.
pub(crate) const TEMPLATE: &str = "search.html";

/// The taxonomy by which results can be chosen.
const TOPICS: &str = "topics";

/// One page as the search sees it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    /// The link to it.
    pub(super) url: String,
    pub(super) title: String,
    /// What stands below its title among the results.
    pub(super) description: String,
    /// What its author wrote as description.
    pub(super) own_description: String,
    pub(super) main_message: String,
    pub(super) keywords: String,
    /// The headings of its text: id and words.
    pub(super) headings: Vec<(String, String)>,
    /// The title of the section below the front page in which it lies; empty for what lies in none.
    pub(super) section: String,
    pub(super) topics: Vec<String>,
    /// How much more it counts than others.
    pub(super) boost: f64,
    /// The words of its text, in lines.
    pub(super) body: String,
    /// Those of snippets that other pages show too. They count for the first page that shows them, and nowhere else: what many pages
    /// say tells none of them from the others, and yet every word leads somewhere.
    pub(super) shared: String,
}

/// Whether the search can find a page in a language.
fn is_found(page: &Page, language: LanguageId) -> bool {
    page.language == language
        && !page.is_fallback
        && !page.front.search.exclude
        && page.template.as_deref() != Some(TEMPLATE)
        && page.file.is_some()
}

/// The pages of a language that can be found, in the order of the site.
pub(super) fn found(site: &Site, language: LanguageId) -> Vec<PageId> {
    site.ids().filter(|id| is_found(site.page(*id), language)).collect()
}

/// What the search knows of these pages.
///
/// # Errors
/// When a text was not kept and cannot be made again.
pub(super) fn read(
    site: &Site,
    config: &Config,
    data: &Data,
    bodies: Bodies<'_>,
    pages: &[PageId],
) -> Result<Vec<Entry>, Unheld> {
    let mut first: HashMap<&str, PageId> = HashMap::new();
    for id in pages {
        for snippet in &site.page(*id).snippets {
            first.entry(&snippet.file.path).or_insert(*id);
        }
    }
    let read = |id: &PageId| {
        let counts = |snippet: &str| first.get(snippet) == Some(id);
        let text =
            plain::text_of(site.page(*id), bodies, values(site, config, data, site.page(*id).language), &counts)?;
        Ok(entry(site, *id, text))
    };
    pages.par_iter().map(read).collect()
}

fn entry(site: &Site, id: PageId, text: plain::Text) -> Entry {
    let page = site.page(id);
    let front = &page.front;
    let outline = page.file.iter().flat_map(|file| &file.outline);
    let topics = page.terms.iter().filter_map(|(taxonomy, term)| {
        let taxonomy = site.taxonomies.get(*taxonomy).filter(|taxonomy| taxonomy.name == TOPICS)?;
        Some(taxonomy.terms.get(*term)?.name.clone())
    });
    Entry {
        url: site.urls.link(&page.address),
        title: page.title.clone(),
        description: page.description().to_string(),
        own_description: front.description.clone().unwrap_or_default(),
        main_message: front.main_message.clone().unwrap_or_default(),
        keywords: front.search.keywords.join("\n"),
        headings: outline.map(|heading| (heading.id.clone(), heading.text.clone())).collect(),
        section: section(site, id),
        topics: topics.collect(),
        boost: front.search.boost.as_ref().map_or(1.0, |boost| boost.value),
        body: text.own,
        shared: text.shared,
    }
}

/// The title of the topmost section around a page, or of the section that it is.
fn section(site: &Site, id: PageId) -> String {
    let mut way = site.ancestors(id).into_iter().chain([id]).skip(1);
    let first = way.next().map(|id| site.page(id)).filter(|page| page.kind == PageKind::Section);
    first.map(|page| page.title.clone()).unwrap_or_default()
}

impl Entry {
    /// All that readers see of the page.
    pub(super) fn text(&self) -> String {
        [self.title.as_str(), &self.main_message, &self.body, &self.shared].join("\n")
    }

    /// The texts of the page by the field in which they count.
    pub(super) fn fields(&self) -> [std::borrow::Cow<'_, str>; super::count::FIELDS] {
        let headings: Vec<&str> = self.headings.iter().map(|(_, words)| words.as_str()).collect();
        [
            self.title.as_str().into(),
            self.keywords.as_str().into(),
            headings.join("\n").into(),
            self.main_message.as_str().into(),
            self.own_description.as_str().into(),
            self.body.as_str().into(),
        ]
    }

    /// Stands for all that the index is made from.
    pub(super) fn key(&self) -> Key {
        let mut key = KeyBuilder::new("page in the search");
        for text in [
            &self.url,
            &self.title,
            &self.description,
            &self.own_description,
            &self.main_message,
            &self.keywords,
            &self.section,
            &self.body,
            &self.shared,
        ] {
            key.text(text);
        }
        key.number(self.boost.to_bits()).number(self.headings.len() as u64);
        for (id, words) in &self.headings {
            key.text(id).text(words);
        }
        key.number(self.topics.len() as u64);
        for topic in &self.topics {
            key.text(topic);
        }
        key.finish()
    }
}
