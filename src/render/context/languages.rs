//! What templates get to know of languages: in which a page is written, and in which others it is there.

use serde::Serialize;

use crate::render::value::Keyed;
use crate::site::{Language, LanguageId, Page, Site};

/// The language of the text of a page.
#[derive(Serialize)]
pub(in crate::render) struct TextLang<'a> {
    code: &'a str,
    name: &'a str,
    dir: &'static str,
}

/// The same page in one language.
#[derive(Serialize)]
pub(super) struct TranslationLink<'a> {
    pub(super) code: &'a str,
    pub(super) name: &'a str,
    pub(super) dir: &'static str,
    pub(super) locale: &'a str,
    pub(super) title: &'a str,
    pub(super) url: String,
    pub(super) permalink: String,
    pub(super) current: bool,
    pub(super) is_fallback: bool,
}

/// A page in one language, for the head of another.
#[derive(Serialize)]
struct AlternateContext<'a> {
    hreflang: &'a str,
    permalink: String,
}

/// The language of the words of a page, where it is not that of its part of the site.
pub(super) fn foreign<'a>(site: &'a Site, page: &Page) -> Option<&'a Language> {
    page.is_fallback.then(|| site.text_language(page))
}

/// What templates read of the language of a text.
pub(in crate::render) fn text_lang(language: &Language) -> TextLang<'_> {
    TextLang { code: &language.code, name: &language.name, dir: language.direction }
}

impl<'a> TranslationLink<'a> {
    /// A link to something that is written in its language.
    pub(super) fn new(site: &'a Site, language: LanguageId, title: &'a str, address: &str, current: bool) -> Self {
        let language = &site.languages[language];
        Self {
            code: &language.code,
            name: &language.name,
            dir: language.direction,
            locale: &language.locale,
            title,
            url: site.urls.link(address),
            permalink: site.urls.absolute(address),
            current,
            is_fallback: false,
        }
    }
}

/// The page in every language.
pub(in crate::render) fn translations(site: &Site, page: &Page) -> Keyed {
    let links = page.translations.iter().map(|id| site.page(*id)).map(|other| {
        let current = other.language == page.language;
        let link = TranslationLink::new(site, other.language, &other.title, &other.address, current);
        TranslationLink { is_fallback: other.is_fallback, ..link }
    });
    Keyed::new(&links.collect::<Vec<_>>())
}

/// For a reader of a page that does not exist: the front page in every language.
pub(in crate::render) fn front_pages(site: &Site, language: LanguageId) -> Keyed {
    let links = site.homes.iter().map(|(other, home)| {
        let home = site.page(*home);
        TranslationLink::new(site, *other, &home.title, &home.address, *other == language)
    });
    Keyed::new(&links.collect::<Vec<_>>())
}

/// The lists of terms in every language. A term is a word of one language, so the list of its taxonomy stands for it in others.
pub(in crate::render) fn term_lists(site: &Site, taxonomy: usize) -> Keyed {
    let own = &site.taxonomies[taxonomy];
    let same = site.taxonomies.iter().filter(|other| other.name == own.name);
    let links = same.map(|other| {
        TranslationLink::new(site, other.language, &other.title, &other.address, other.language == own.language)
    });
    Keyed::new(&links.collect::<Vec<_>>())
}

/// The translations that search engines are told of.
pub(in crate::render) fn alternates(site: &Site, page: &Page) -> Keyed {
    let alternates = site.alternates(page).into_iter().map(|alternate| AlternateContext {
        hreflang: alternate.hreflang,
        permalink: site.urls.absolute(alternate.address),
    });
    Keyed::new(&alternates.collect::<Vec<_>>())
}
