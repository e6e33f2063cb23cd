//! `feed.xml` (Atom, RFC 4287, <https://www.rfc-editor.org/rfc/rfc4287>): the newest pages of a language, a section or a term.
//!
//! All dates come from the pages, so a build on another day gives the same feed. Ids are made from the host of the site and the
//! ids of pages. They stay when the site moves to another folder of its host, and when a page is renamed, so that no reader is
//! shown old news as new. While the site is a demonstration, the feed and each of its entries say so.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Material;
use crate::config::Config;
use crate::site::{FeedOf, Page, PageId, Part, Site};
use crate::text::escape_xml;

pub(super) fn files(site: &Site) -> Vec<(String, Part)> {
    site.feeds.keys().map(|of| (site.feed_address(*of), Part::Feed(*of))).collect()
}

pub(super) fn write(material: &Material<'_>, part: &Part) -> String {
    match part {
        Part::Feed(of) => feed(material, *of),
        _ => String::new(),
    }
}

/// The title of a feed, which begins with that of its section or term.
#[must_use]
pub fn title(site: &Site, config: &Config, of: FeedOf) -> String {
    let title = config.title_in(&site.languages[site.feed_language(of)].code);
    let own = match of {
        FeedOf::Language(_) => return title.to_string(),
        FeedOf::Section(id) => &site.page(id).title,
        FeedOf::Term { taxonomy, term } => &site.taxonomies[taxonomy].terms[term].name,
    };
    format!("{own} – {title}")
}

fn feed(material: &Material<'_>, of: FeedOf) -> String {
    let Material { site, config, .. } = *material;
    let pages = site.feeds.get(&of).map_or(&[][..], Vec::as_slice);
    let language = site.feed_language(of);
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.push_str(&format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n",
        escape_xml(&site.languages[language].code)
    ));
    push(&mut xml, "id", &feed_id(material, of));
    push(&mut xml, "title", &title(site, config, of));
    if let Some(subtitle) = with_notice(material, language, about(site, config, of)) {
        push(&mut xml, "subtitle", &subtitle);
    }
    if let Some(day) = pages.iter().filter_map(|id| site.page(*id).last_change()).max() {
        push(&mut xml, "updated", &moment(day, &config.timezone));
    }
    push_link(&mut xml, "self", "application/atom+xml", &site.urls.absolute(&site.feed_address(of)));
    push_link(&mut xml, "alternate", "text/html", &site.urls.absolute(site.feed_list(of)));
    let publisher = config
        .publisher
        .as_ref()
        .map_or_else(|| config.title_in(&site.languages[language].code), |publisher| publisher.name.as_str());
    push_author(&mut xml, publisher);
    for id in pages {
        push_entry(&mut xml, material, *id);
    }
    xml.push_str("</feed>\n");
    xml
}

fn push_entry(xml: &mut String, material: &Material<'_>, id: PageId) {
    let Material { site, config, data, .. } = *material;
    let page = site.page(id);
    xml.push_str("<entry>\n");
    push(xml, "id", &entry_id(material, page));
    push(xml, "title", &page.title);
    push_link(xml, "alternate", "text/html", &site.urls.absolute(&page.address));
    if let Some(day) = page.front.date {
        push(xml, "published", &moment(day, &config.timezone));
    }
    if let Some(day) = page.last_change() {
        push(xml, "updated", &moment(day, &config.timezone));
    }
    for author in page.front.authors.iter().filter_map(|author| data.people.get(&author.value)) {
        push_author(xml, &author.value.name);
    }
    if let Some(summary) = with_notice(material, page.language, Some(page.description())) {
        push(xml, "summary", &summary);
    }
    xml.push_str("</entry>\n");
}

fn push(xml: &mut String, name: &str, text: &str) {
    xml.push_str(&format!("<{name}>{}</{name}>\n", escape_xml(text)));
}

fn push_link(xml: &mut String, rel: &str, kind: &str, address: &str) {
    xml.push_str(&format!("<link rel=\"{rel}\" type=\"{kind}\" href=\"{}\"/>\n", escape_xml(address)));
}

fn push_author(xml: &mut String, name: &str) {
    xml.push_str(&format!("<author><name>{}</name></author>\n", escape_xml(name)));
}

/// What the list of a feed is about.
fn about<'a>(site: &'a Site, config: &'a Config, of: FeedOf) -> Option<&'a str> {
    match of {
        FeedOf::Section(id) => Some(site.page(id).description()).filter(|text| !text.is_empty()),
        _ => config.description_in(&site.languages[site.feed_language(of)].code),
    }
}

/// The notice of a demonstration before a text.
fn with_notice(material: &Material<'_>, language: usize, text: Option<&str>) -> Option<String> {
    let notice = material.notices.get(language).copied().flatten();
    let parts: Vec<&str> = notice.into_iter().chain(text).filter(|part| !part.is_empty()).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// The moment at which a day begins where the site is at home.
fn moment(day: Date, zone: &TimeZone) -> String {
    let begin = day.to_zoned_datetime(zone.clone()).map(|begin| begin.timestamp().to_string());
    begin.unwrap_or_else(|_| format!("{day}T00:00:00Z"))
}

fn feed_id(material: &Material<'_>, of: FeedOf) -> String {
    let site = material.site;
    let code = &site.languages[site.feed_language(of)].code;
    let of = match of {
        FeedOf::Language(_) => "site".to_string(),
        FeedOf::Section(id) => format!("section {}", site.page(id).id),
        FeedOf::Term { .. } => format!("term {}", site.feed_list(of)),
    };
    uuid(&format!("{} {code} feed of {of}", host(material.config)))
}

fn entry_id(material: &Material<'_>, page: &Page) -> String {
    let code = &material.site.languages[page.language].code;
    uuid(&format!("{} {code} page {}", host(material.config), page.id))
}

/// The name of the host without `https://`: a site that begins to encrypt stays the same site.
fn host(config: &Config) -> &str {
    let origin = config.base_url.origin();
    origin.split_once("://").map_or(origin, |(_, host)| host)
}

/// A UUID of version 8 (RFC 9562) made from a text.
fn uuid(seed: &str) -> String {
    let hash = blake3::hash(seed.as_bytes());
    let mut digits: String = hash.to_hex().chars().take(32).collect();
    digits.replace_range(12..13, "8");
    digits.replace_range(16..17, "8");
    let parts = [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]];
    format!("urn:uuid:{}", parts.join("-"))
}
