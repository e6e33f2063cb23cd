//! The authors who have a page of their own, in each language in which they wrote something.
//!
//! Input: the pages and `content/_data/people.yaml`. Output: each person who is named as author of a page that is shown, with
//! the pages. Organisations have none, and neither has a site that wants none or whose theme has no template for it. It never
//! says more of a person than that the person wrote these pages.

use std::collections::BTreeMap;

use super::{Language, LanguageId, Page, PageId, Paginator, Parts, Site, listing};
use crate::content::{PersonKind, SortBy};

/// The template that makes the pages of authors.
pub const AUTHOR_TEMPLATE: &str = "author.html";

/// An author in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// The name of the entry in `content/_data/people.yaml`.
    pub id: String,
    /// The full name, as readers see it.
    pub name: String,
    /// The language.
    pub language: LanguageId,
    /// The address, for example `authors/jane-doe/`.
    pub address: String,
    /// The pages that the person wrote, newest first.
    pub pages: Vec<PageId>,
    /// How the list of these pages is cut.
    pub list: Paginator,
}

/// The authors, sorted by language and id.
pub(super) fn gather(pages: &[Page], languages: &[Language], parts: &Parts<'_>) -> Vec<Author> {
    let has_template = parts.design.is_some_and(|design| design.templates.contains(AUTHOR_TEMPLATE));
    if !parts.config.outputs.authors || !has_template {
        return Vec::new();
    }
    let people = &parts.data.people;
    let mut written: BTreeMap<(LanguageId, &str), Vec<PageId>> = BTreeMap::new();
    // What is not translated is listed by the page of its author in its own language.
    for (id, page) in (0..).map(PageId).zip(pages).filter(|(_, page)| !page.is_fallback) {
        for author in &page.front.authors {
            let is_person = people.get(&author.value).is_some_and(|person| person.value.kind == PersonKind::Person);
            let known = written.entry((page.language, &author.value)).or_default();
            if is_person && known.last() != Some(&id) {
                known.push(id);
            }
        }
    }
    let size = usize::try_from(parts.config.paginate_by).ok();
    let authors = written.into_iter().filter_map(|((language, id), mut own)| {
        let name = people.get(id).filter(|_| !own.is_empty())?.value.name.clone();
        own.sort_by(|a, b| listing::order(SortBy::Date, &pages[a.index()], &pages[b.index()]));
        let address = format!("{}authors/{id}/", languages[language].prefix);
        let list = Paginator { items: own.len(), size };
        Some(Author { id: id.to_string(), name, language, address, pages: own, list })
    });
    authors.collect()
}

impl Site {
    /// The author with this id who has a page in this language.
    #[must_use]
    pub fn author(&self, language: LanguageId, id: &str) -> Option<&Author> {
        let found = self.authors.binary_search_by(|author| (author.language, author.id.as_str()).cmp(&(language, id)));
        found.ok().map(|index| &self.authors[index])
    }
}
