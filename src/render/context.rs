//! The values that templates read: their names, their documentation, and how they are made.
//!
//! [`NAMES`] is the one list of context names. A template that reads another name is a diagnostic; the reference page is
//! written from this list; a test compares it with what templates really get. Values shared by many pages are made once, with
//! their key; lists hold page cards, never whole pages.

mod card;
mod languages;
mod names;
mod relations;
mod site;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use jiff::civil::Date;
use serde::Serialize;
use tera::Value;

use super::markdown::{citation_id, reference_id};
use super::value::Keyed;
use crate::config::{Config, Status, WebAddress};
use crate::content::{Data, Free, HelplineKind, Review};
use crate::format;
use crate::search;
use crate::site::includes;
use crate::site::{FeedOf, LanguageId, LetterPages, Numbered, Page, PageId, PageKind, Paginator, Site};
use crate::theme::{Strings, Theme};
use card::card;
use languages::{TextLang, foreign};
pub(super) use languages::{alternates, front_pages, term_lists, text_lang, translations};
pub use names::{NAMES, Name};
pub(super) use relations::{author, author_translations, pages_by_section, series};

/// Values that many pages share.
pub(super) struct Shared<'a> {
    site: &'a Site,
    config: &'a Config,
    of_theme: &'a Theme,
    pub(super) assets: Keyed,
    pub(super) theme: Keyed,
    pub(super) robots: Keyed,
    pub(super) noindex: Keyed,
    pub(super) policy: Keyed,
    pub(super) none: Keyed,
    pub(super) empty: Keyed,
    pub(super) by_language: Vec<SharedInLanguage>,
    /// Each made when the first output asks for it, so that the first output need not wait for all.
    cards: Vec<OnceLock<Keyed>>,
    /// By their names.
    pub(super) sources: BTreeMap<String, Value>,
}

/// Values that the pages of one language share.
pub(super) struct SharedInLanguage {
    pub(super) site: Keyed,
    pub(super) lang: Keyed,
    pub(super) strings: Keyed,
    pub(super) menus: Keyed,
    pub(super) helplines: Keyed,
    pub(super) own_lines: Keyed,
    pub(super) data: BTreeMap<String, Keyed>,
    pub(super) search: Keyed,
    pub(super) notice: Keyed,
    pub(super) notice_text: Option<String>,
    /// Made when the first output asks for it, since most themes and most pages do not.
    all_pages: OnceLock<Keyed>,
    letters: OnceLock<Vec<LetterPages>>,
}

#[derive(Serialize)]
struct LangContext<'a> {
    code: &'a str,
    name: &'a str,
    locale: &'a str,
    dir: &'static str,
    url: String,
}

/// What a template reads as `page`.
#[derive(Serialize, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a value that templates ask for by name")]
pub(super) struct PageContext<'a> {
    pub(super) id: Option<&'a str>,
    pub(super) short_link: Option<String>,
    pub(super) markdown_url: Option<String>,
    pub(super) title: &'a str,
    pub(super) description: &'a str,
    pub(super) main_message: Option<&'a str>,
    pub(super) url: String,
    pub(super) permalink: String,
    pub(super) canonical: String,
    pub(super) kind: &'static str,
    pub(super) is_fallback: bool,
    pub(super) text_lang: Option<TextLang<'a>>,
    pub(super) source: &'a str,
    pub(super) date: Option<String>,
    pub(super) date_text: Option<String>,
    pub(super) updated: Option<String>,
    pub(super) updated_text: Option<String>,
    pub(super) has_code: bool,
    pub(super) has_notes: bool,
    pub(super) quick_exit: bool,
    pub(super) emergency: bool,
    pub(super) words: usize,
    pub(super) region: Option<&'a str>,
    pub(super) audience: &'a [String],
    pub(super) about: &'a [String],
    pub(super) authors: Vec<PersonContext<'a>>,
    pub(super) reviews: Vec<ReviewContext<'a>>,
    pub(super) sources: Vec<SourceContext<'a>>,
    pub(super) translation: Option<TranslationContext<'a>>,
    pub(super) extra: Option<&'a BTreeMap<String, Free>>,
}

#[derive(Serialize)]
pub(super) struct PersonContext<'a> {
    id: &'a str,
    name: &'a str,
    kind: &'static str,
    role: Option<&'a str>,
    credentials: Option<&'a str>,
    url: Option<&'a str>,
    page_url: Option<String>,
}

#[derive(Serialize)]
pub(super) struct ReviewContext<'a> {
    name: &'a str,
    role: Option<&'a str>,
    credentials: Option<&'a str>,
    date: String,
    date_text: String,
    next_review: Option<String>,
    next_review_text: Option<String>,
}

#[derive(Serialize)]
pub(super) struct SourceContext<'a> {
    id: &'a str,
    kind: &'static str,
    title: &'a str,
    authors: &'a [String],
    publisher: Option<&'a str>,
    year: Option<u32>,
    url: Option<&'a str>,
    doi: Option<&'a str>,
    pmid: Option<&'a str>,
}

/// A source that the text of a page cites.
#[derive(Serialize)]
pub(super) struct ReferenceContext {
    number: usize,
    pub(super) anchor: String,
    pub(super) citations: Vec<String>,
    source: Value,
}

#[derive(Serialize)]
pub(super) struct TranslationContext<'a> {
    method: &'static str,
    reviewer: Option<&'a str>,
    date: Option<String>,
}

#[derive(Serialize)]
struct PaginatorContext {
    current: usize,
    total: usize,
    first_url: String,
    last_url: String,
    previous_url: Option<String>,
    next_url: Option<String>,
    items: Vec<PaginatorItem>,
}

#[derive(Serialize)]
struct PaginatorItem {
    number: usize,
    url: String,
    current: bool,
    gap: bool,
}

#[derive(Serialize)]
struct LinkContext<'a> {
    title: &'a str,
    url: String,
    lang: Option<&'a str>,
    dir: Option<&'static str>,
}

/// Where readers can say what is wrong with a page.
#[derive(Serialize)]
pub(super) struct FeedbackContext {
    pub(super) mail: Option<String>,
    pub(super) mail_url: Option<String>,
    pub(super) action: Option<String>,
}

#[derive(Serialize)]
struct FeedContext {
    title: String,
    url: String,
}

#[derive(Serialize)]
struct TermContext<'a> {
    name: &'a str,
    url: String,
    count: usize,
}

#[derive(Serialize)]
struct TaxonomyContext<'a> {
    name: &'a str,
    title: &'a str,
    url: String,
}

#[derive(Serialize)]
struct PageTermsContext<'a> {
    taxonomy: &'a str,
    title: &'a str,
    terms: Vec<PageTerm<'a>>,
}

#[derive(Serialize)]
struct PageTerm<'a> {
    name: &'a str,
    url: String,
}

impl<'a> Shared<'a> {
    /// Makes the values that pages share.
    pub(super) fn new(
        site: &'a Site,
        config: &'a Config,
        theme: &'a Theme,
        data: &Data,
        assets: &BTreeMap<String, String>,
    ) -> Self {
        let by_language =
            (0..site.languages.len()).map(|language| SharedInLanguage::new(site, config, theme, data, language));
        Self {
            site,
            config,
            of_theme: theme,
            assets: Keyed::shared(assets),
            theme: Keyed::shared(&theme.options),
            robots: Keyed::shared(&if config.status == Status::Live { "" } else { "noindex" }),
            noindex: Keyed::shared(&"noindex"),
            policy: Keyed::shared(&config.policy_in_pages.then_some(format::POLICY_IN_PAGES)),
            none: Keyed::none(),
            empty: Keyed::shared::<[u8; 0]>(&[]),
            by_language: by_language.collect(),
            cards: (0..site.pages.len()).map(|_| OnceLock::new()).collect(),
            sources: sources(data),
        }
    }

    pub(super) fn card(&self, id: Option<PageId>) -> Keyed {
        id.map_or_else(|| self.none.clone(), |id| self.card_of(id).clone())
    }

    fn card_of(&self, id: PageId) -> &Keyed {
        let make = || Keyed::shared(&card(self.site, self.config, self.of_theme, self.site.page(id)));
        self.cards[id.index()].get_or_init(make)
    }

    /// All pages of a language by their first letter.
    pub(super) fn all_pages(&self, site: &Site, language: LanguageId) -> Keyed {
        let made = &self.by_language[language].all_pages;
        made.get_or_init(|| relations::all_pages(site, self, language, 0..usize::MAX)).clone()
    }

    /// The same with only these of the pages, counted from the first letter on.
    pub(super) fn some_pages(&self, site: &Site, language: LanguageId, shown: Range<usize>) -> Keyed {
        relations::all_pages(site, self, language, shown)
    }

    fn letters(&self, site: &Site, language: LanguageId) -> &[LetterPages] {
        self.by_language[language].letters.get_or_init(|| site.by_letter(language))
    }

    pub(super) fn list(&self, ids: &[PageId]) -> Keyed {
        Keyed::list(ids.iter().map(|id| self.card_of(*id)))
    }
}

impl SharedInLanguage {
    /// `data` with the files that the theme names, or all of them.
    pub(super) fn data(&self, names: Option<&std::collections::BTreeSet<String>>) -> Keyed {
        let chosen = self.data.iter().filter(|(name, _)| names.is_none_or(|names| names.contains(*name)));
        let mut key = crate::cache::KeyBuilder::new("data");
        let mut map = BTreeMap::new();
        for (name, value) in chosen {
            key.text(name).key(&value.key());
            map.insert(name.clone(), value.value.clone());
        }
        Keyed::with_key(Value::from(map), key.finish())
    }

    fn new(site: &Site, config: &Config, theme: &Theme, data: &Data, id: LanguageId) -> Self {
        let language = &site.languages[id];
        let strings = theme.strings_in(&language.code);
        let notice_text =
            (config.status == Status::Demonstration).then(|| strings.text("demonstration_notice").to_string());
        let lang = LangContext {
            code: &language.code,
            name: &language.name,
            locale: &language.locale,
            dir: language.direction,
            url: site.urls.link(&language.prefix),
        };
        Self {
            site: Keyed::shared(&site::context(site, config, &language.code)),
            lang: Keyed::shared(&lang),
            strings: Keyed::shared(&strings.all()),
            menus: Keyed::shared(&site.menus[id]),
            helplines: Keyed::shared(&data.lines_for_templates(&language.code, HelplineKind::Help)),
            own_lines: Keyed::shared(&data.lines_for_templates(&language.code, HelplineKind::Own)),
            data: data
                .for_templates(&language.code)
                .into_iter()
                .map(|(name, file)| (name.to_string(), Keyed::shared(file)))
                .collect(),
            search: Keyed::shared(&search::place(site, config, id)),
            notice: Keyed::shared(&notice_text),
            notice_text,
            all_pages: OnceLock::new(),
            letters: OnceLock::new(),
        }
    }
}

/// A date as people write it, by the theme's strings `date_format` and `month_1` to `month_12`.
fn date_text(strings: &Strings<'_>, date: Date) -> String {
    strings
        .text("date_format")
        .replace("{day}", &date.day().to_string())
        .replace("{month}", strings.text(&format!("month_{}", date.month())))
        .replace("{year}", &date.year().to_string())
}

pub(super) fn kind_word(kind: PageKind) -> &'static str {
    match kind {
        PageKind::Home => "home",
        PageKind::Section => "section",
        PageKind::Page => "page",
    }
}

/// What a template reads as `page` for a page with a file.
pub(super) fn page_context<'a>(
    site: &'a Site,
    theme: &'a Theme,
    data: &'a Data,
    page: &'a Page,
    words: usize,
    source: &'a str,
) -> PageContext<'a> {
    let front = &page.front;
    let strings = theme.strings_in(&site.languages[page.language].code);
    let text = |date: Option<Date>| date.map(|date| date_text(&strings, date));
    PageContext {
        id: Some(&page.id),
        short_link: None,
        markdown_url: None,
        title: &page.title,
        description: page.description(),
        main_message: front.main_message.as_deref(),
        url: site.urls.link(&page.address),
        permalink: site.urls.absolute(&page.address),
        canonical: site.urls.absolute(&page.address),
        kind: kind_word(page.kind),
        is_fallback: page.is_fallback,
        text_lang: Some(text_lang(site.text_language(page))),
        source,
        date: front.date.map(|date| date.to_string()),
        date_text: text(front.date),
        updated: front.updated.map(|date| date.to_string()),
        updated_text: text(front.updated),
        has_code: page.texts().any(|file| file.has_code),
        has_notes: page.file.as_ref().is_some_and(|file| file.has_notes),
        quick_exit: front.quick_exit.unwrap_or(false),
        emergency: front.emergency,
        words,
        region: front.region.as_ref().map(|region| region.value.as_str()),
        audience: &front.audience,
        about: &front.about,
        authors: front.authors.iter().filter_map(|id| person(site, data, page.language, &id.value)).collect(),
        reviews: front.reviews.iter().filter_map(|review| review_context(&strings, data, review)).collect(),
        sources: front.sources.iter().filter_map(|id| source_context(data, &id.value)).collect(),
        translation: front.translation.as_ref().map(|translation| TranslationContext {
            method: translation.method.word(),
            reviewer: translation
                .reviewer
                .as_ref()
                .and_then(|id| data.people.get(&id.value))
                .map(|person| person.value.name.as_str()),
            date: translation.date.map(|date| date.to_string()),
        }),
        extra: Some(&front.extra),
    }
}

fn person<'a>(site: &Site, data: &'a Data, language: LanguageId, id: &str) -> Option<PersonContext<'a>> {
    let (id, person) = data.people.get_key_value(id)?;
    let person = &person.value;
    Some(PersonContext {
        id,
        name: &person.name,
        kind: person.kind.word(),
        role: person.role.as_deref(),
        credentials: person.credentials.as_deref(),
        url: person.url.as_ref().map(WebAddress::as_str),
        page_url: site.author(language, id).map(|author| site.urls.link(&author.address)),
    })
}

fn review_context<'a>(strings: &Strings<'_>, data: &'a Data, review: &'a Review) -> Option<ReviewContext<'a>> {
    let person = &data.people.get(&review.by.value)?.value;
    let next = review.next_review.as_ref().map(|date| date.value);
    Some(ReviewContext {
        name: &person.name,
        role: review.role.as_deref().or(person.role.as_deref()),
        credentials: person.credentials.as_deref(),
        date: review.date.to_string(),
        date_text: date_text(strings, review.date),
        next_review: next.map(|date| date.to_string()),
        next_review_text: next.map(|date| date_text(strings, date)),
    })
}

fn source_context<'a>(data: &'a Data, id: &str) -> Option<SourceContext<'a>> {
    let (id, source) = data.sources.get_key_value(id)?;
    let source = &source.value;
    Some(SourceContext {
        id,
        kind: source.kind.word(),
        title: &source.title,
        authors: &source.authors,
        publisher: source.publisher.as_deref(),
        year: source.year.as_ref().map(|year| year.value),
        url: source.url.as_ref().map(WebAddress::as_str),
        doi: source.doi.as_ref().map(|doi| doi.value.as_str()),
        pmid: source.pmid.as_ref().map(|pmid| pmid.value.as_str()),
    })
}

fn sources(data: &Data) -> BTreeMap<String, Value> {
    let sources = data.sources.keys().filter_map(|id| Some((id.clone(), Keyed::new(&source_context(data, id)?).value)));
    sources.collect()
}

/// The sources that the text of a page cites, in the order of their numbers, each with the ids of the places that cite it.
pub(super) fn references(sources: &BTreeMap<String, Value>, page: &Page) -> Vec<ReferenceContext> {
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    for item in includes::citations(page).into_iter().flat_map(|citation| &citation.items) {
        *uses.entry(&item.source.value).or_default() += 1;
    }
    let references = includes::cited(page).into_iter().zip(1..).filter_map(|(source, number)| {
        let count = uses.get(source.value.as_str()).copied().unwrap_or_default();
        Some(ReferenceContext {
            number,
            anchor: reference_id(number),
            citations: (1..=count).map(|nth| citation_id(number, nth)).collect(),
            source: sources.get(&source.value)?.clone(),
        })
    });
    references.collect()
}

pub(super) fn breadcrumbs(site: &Site, above: &[PageId]) -> Keyed {
    let links = above.iter().map(|id| site.page(*id));
    let links = links.map(|page| LinkContext {
        title: &page.title,
        url: site.urls.link(&page.address),
        lang: foreign(site, page).map(|language| language.code.as_str()),
        dir: foreign(site, page).map(|language| language.direction),
    });
    Keyed::new(&links.collect::<Vec<_>>())
}

pub(super) fn page_terms(site: &Site, page: &Page) -> Keyed {
    let mut groups: Vec<PageTermsContext<'_>> = Vec::new();
    for (taxonomy, term) in &page.terms {
        let taxonomy = &site.taxonomies[*taxonomy];
        let term = &taxonomy.terms[*term];
        let term = PageTerm { name: &term.name, url: site.urls.link(&term.address) };
        match groups.last_mut() {
            Some(group) if group.taxonomy == taxonomy.name => group.terms.push(term),
            _ => groups.push(PageTermsContext { taxonomy: &taxonomy.name, title: &taxonomy.title, terms: vec![term] }),
        }
    }
    Keyed::new(&groups)
}

pub(super) fn feeds(site: &Site, config: &Config, language: LanguageId, own: Option<FeedOf>) -> Keyed {
    let feeds = site.feeds_for(language, own).into_iter().map(|of| FeedContext {
        title: format::feed_title(site, config, of),
        url: site.urls.link(&site.feed_address(of)),
    });
    Keyed::new(&feeds.collect::<Vec<_>>())
}

pub(super) fn terms(site: &Site, taxonomy: usize) -> Keyed {
    let terms = site.taxonomies[taxonomy].terms.iter();
    let terms =
        terms.map(|term| TermContext { name: &term.name, url: site.urls.link(&term.address), count: term.pages.len() });
    Keyed::new(&terms.collect::<Vec<_>>())
}

pub(super) fn taxonomy(site: &Site, taxonomy: usize) -> Keyed {
    let taxonomy = &site.taxonomies[taxonomy];
    Keyed::new(&TaxonomyContext {
        name: &taxonomy.name,
        title: &taxonomy.title,
        url: site.urls.link(&taxonomy.address),
    })
}

pub(super) fn paginator(site: &Site, address: &str, list: Paginator, number: Numbered) -> Keyed {
    let total = list.total();
    if total <= 1 {
        return Keyed::none();
    }
    let url = |number: usize| site.urls.link(&Numbered(number).address(address));
    let items = shown_numbers(number.0, total).into_iter().map(|(other, gap)| PaginatorItem {
        number: other,
        url: url(other),
        current: other == number.0,
        gap,
    });
    Keyed::new(&PaginatorContext {
        current: number.0,
        total,
        first_url: url(1),
        last_url: url(total),
        previous_url: (number.0 > 1).then(|| url(number.0 - 1)),
        next_url: (number.0 < total).then(|| url(number.0 + 1)),
        items: items.collect(),
    })
}

/// The numbers that a paginator shows: the first, the last, and those near the current one, each with whether numbers before
/// it are left out. A list of all would make the work grow with the square of the list.
fn shown_numbers(current: usize, total: usize) -> Vec<(usize, bool)> {
    let near = current.saturating_sub(2).max(1)..=(current + 2).min(total);
    let shown: std::collections::BTreeSet<usize> = [1, total].into_iter().chain(near).collect();
    let before = std::iter::once(0).chain(shown.iter().copied());
    shown.iter().copied().zip(before).map(|(number, before)| (number, number != before + 1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_paginator_shows_the_ends_and_what_is_near() {
        let shown = |current, total| shown_numbers(current, total);
        assert_eq!(shown(1, 1), [(1, false)]);
        assert_eq!(shown(2, 4), [(1, false), (2, false), (3, false), (4, false)]);
        let numbers: Vec<usize> = shown(50, 100).into_iter().map(|(number, _)| number).collect();
        assert_eq!(numbers, [1, 48, 49, 50, 51, 52, 100]);
        let gaps: Vec<usize> = shown(50, 100).into_iter().filter(|(_, gap)| *gap).map(|(number, _)| number).collect();
        assert_eq!(gaps, [48, 100]);
    }
}
