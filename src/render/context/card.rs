//! What lists show of a page.

use serde::Serialize;

use super::languages::foreign;
use super::{date_text, kind_word};
use crate::config::Config;
use crate::site::{Page, Site};
use crate::theme::Theme;

/// What a template reads of each page in a list.
#[derive(Serialize)]
pub(super) struct CardContext<'a> {
    title: &'a str,
    description: &'a str,
    url: String,
    permalink: String,
    kind: &'static str,
    lang: Option<&'a str>,
    dir: Option<&'static str>,
    date: Option<String>,
    date_text: Option<String>,
    main_message: Option<&'a str>,
    in_search: bool,
    markdown_permalink: Option<String>,
}

/// What lists show of `page`.
pub(super) fn card<'a>(site: &'a Site, config: &Config, theme: &'a Theme, page: &'a Page) -> CardContext<'a> {
    let strings = theme.strings_in(&site.languages[page.language].code);
    CardContext {
        title: &page.title,
        description: page.description(),
        url: site.urls.link(&page.address),
        permalink: site.urls.absolute(&page.address),
        kind: kind_word(page.kind),
        lang: foreign(site, page).map(|language| language.code.as_str()),
        dir: foreign(site, page).map(|language| language.direction),
        date: page.front.date.map(|date| date.to_string()),
        date_text: page.front.date.map(|date| date_text(&strings, date)),
        main_message: page.front.main_message.as_deref(),
        in_search: !page.front.search.exclude,
        markdown_permalink: page.twin_address(config).map(|address| site.urls.absolute(&address)),
    }
}
