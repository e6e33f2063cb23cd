//! The values that say what a page has to do with others: its author, its series, and the list of all pages.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Serialize;
use tera::Value;

use super::languages::TranslationLink;
use super::{PersonContext, Shared, person};
use crate::cache::KeyBuilder;
use crate::content::Data;
use crate::render::value::Keyed;
use crate::site::{Author, LanguageId, Page, PageId, Site};

#[derive(Serialize)]
struct AuthorContext<'a> {
    #[serde(flatten)]
    person: PersonContext<'a>,
    statement: Option<&'a str>,
}

#[derive(Serialize)]
struct SeriesContext<'a> {
    title: &'a str,
    description: Option<&'a str>,
    position: usize,
    total: usize,
    previous: Option<StepContext<'a>>,
    next: Option<StepContext<'a>>,
    items: Vec<StepContext<'a>>,
}

#[derive(Serialize)]
struct StepContext<'a> {
    number: usize,
    title: &'a str,
    url: String,
    current: bool,
}

/// The person whose page it is.
pub(in crate::render) fn author(site: &Site, data: &Data, author: &Author) -> Keyed {
    let statement = data.people.get(&author.id).and_then(|person| person.value.statement.as_deref());
    let person = person(site, data, author.language, &author.id);
    person.map_or_else(Keyed::none, |person| Keyed::new(&AuthorContext { person, statement }))
}

/// The author's page in every language it has, itself included.
pub(in crate::render) fn author_translations(site: &Site, author: &Author) -> Keyed {
    let all = (0..site.languages.len()).filter_map(|language| site.author(language, &author.id));
    let links = all.map(|other| {
        let current = other.language == author.language;
        TranslationLink::new(site, other.language, &other.name, &other.address, current)
    });
    Keyed::new(&links.collect::<Vec<_>>())
}

/// The series that a page is a step of. Of its other pages only what the list shows is given, so that a change in one page does
/// not render all others again.
pub(in crate::render) fn series(site: &Site, page: &Page) -> Keyed {
    let Some(place) = page.series else { return Keyed::none() };
    let series = &site.series[place.series];
    let step = |position: usize| {
        let step = site.page(*series.pages.get(position)?);
        let url = site.urls.link(&step.address);
        Some(StepContext { number: position + 1, title: &step.title, url, current: position == place.position })
    };
    Keyed::new(&SeriesContext {
        title: &series.title,
        description: series.description.as_deref(),
        position: place.position + 1,
        total: series.pages.len(),
        previous: place.position.checked_sub(1).and_then(step),
        next: step(place.position + 1),
        items: (0..series.pages.len()).filter_map(step).collect(),
    })
}

/// All letters of a language, each with those of its pages that are `shown`, counted from the first letter on.
pub(super) fn all_pages(site: &Site, shared: &Shared<'_>, language: LanguageId, shown: Range<usize>) -> Keyed {
    let mut key = KeyBuilder::new("letters");
    let list = site.alphabet_page(language);
    let mut start = 0;
    let groups = shared.letters(site, language).iter().map(|group| {
        let within = |at: usize| at.clamp(start, start + group.pages.len()) - start;
        let pages = shared.list(&group.pages[within(shown.start)..within(shown.end)]);
        let (letter, anchor) = (group.letter.shown(), group.letter.anchor());
        let address = list.and_then(|page| Some(page.alphabet?.page_of(start).address(&page.address)));
        let url = format!("{}#{anchor}", address.map(|address| site.urls.link(&address)).unwrap_or_default());
        start += group.pages.len();
        key.text(&letter).text(&url).key(&pages.key());
        let fields = [
            ("letter", Value::from(letter)),
            ("anchor", Value::from(anchor)),
            ("url", Value::from(url)),
            ("pages", pages.value),
        ];
        Value::from(fields.into_iter().map(|(name, value)| (name.to_string(), value)).collect::<BTreeMap<_, _>>())
    });
    let groups: Vec<Value> = groups.collect();
    Keyed::with_key(Value::from(groups), key.finish())
}

/// The pages that are written in a language, by the sections right below its front page.
pub(in crate::render) fn pages_by_section(site: &Site, shared: &Shared<'_>, language: LanguageId) -> Keyed {
    let Some(home) = site.homes.get(&language) else { return shared.empty.clone() };
    let mut key = KeyBuilder::new("sections");
    let mut groups = Vec::new();
    let page = site.page(*home);
    let of_home = std::iter::once((*home, page.pages.clone()));
    let of_sections = page.sections.iter().map(|section| (*section, below(site, *section)));
    for (section, mut pages) in of_home.chain(of_sections) {
        pages.retain(|id| !site.page(*id).is_fallback);
        let (section, pages) = (shared.card(Some(section)), shared.list(&pages));
        key.key(&section.key()).key(&pages.key());
        let fields = [("section", section.value), ("pages", pages.value)];
        let fields = fields.into_iter().map(|(name, value)| (name.to_string(), value));
        groups.push(Value::from(fields.collect::<BTreeMap<_, _>>()));
    }
    Keyed::with_key(Value::from(groups), key.finish())
}

/// All pages and sections below a section, in reading order.
fn below(site: &Site, section: PageId) -> Vec<PageId> {
    let (mut all, mut waiting) = (Vec::new(), vec![section]);
    while let Some(id) = waiting.pop() {
        let page = site.page(id);
        all.extend((id != section).then_some(id));
        all.extend(&page.pages);
        waiting.extend(page.sections.iter().rev());
    }
    all
}
