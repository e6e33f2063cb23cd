//! `sitemap.xml` (sitemaps.org protocol 0.9, 2008, <https://www.sitemaps.org/protocol.html>): every page once, with the date of
//! its last change where its author gave one, and with its translations (`xhtml:link`). The protocol allows so many addresses and bytes in one file, and search engines
//! read no larger one. A site with more has its addresses in `sitemap-1.xml`, `sitemap-2.xml` and so on, and `sitemap.xml`
//! names those.

use std::ops::Range;

use jiff::civil::Date;

use crate::config::Config;
use crate::site::{Page, Part, Site};
use crate::text::escape_xml;

/// What stands before the entries of every file.
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const OPEN: &str = "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";
const OPEN_WITH_LANGUAGES: &str = "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
    xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n";
const CLOSE: &str = "</urlset>\n";

/// The most that one sitemap may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How many addresses.
    pub addresses: usize,
    /// How many bytes, before the file is packed for its way to the reader.
    pub bytes: usize,
}

impl Limits {
    /// What the protocol says.
    pub const PROTOCOL: Self = Self { addresses: 50_000, bytes: 50 * 1024 * 1024 };
}

/// One file, or a list of files and those files.
pub(super) fn files(site: &Site, limits: Limits) -> Vec<(String, Part)> {
    let mut xml = String::new();
    let lengths = entries(site).map(|entry| {
        xml.clear();
        push_entry(&mut xml, site, entry);
        xml.len()
    });
    let pieces = cut(lengths, open(site), limits);
    if pieces.len() == 1 {
        return vec![("sitemap.xml".to_string(), Part::Whole)];
    }
    let index = ("sitemap.xml".to_string(), Part::Index(pieces.len()));
    let numbered = (1..).zip(pieces).map(|(number, piece)| (part_address(number), Part::Entries(piece)));
    std::iter::once(index).chain(numbered).collect()
}

pub(super) fn write(site: &Site, _config: &Config, part: &Part) -> String {
    match part {
        Part::Whole => url_set(site, 0..usize::MAX),
        Part::Entries(range) => url_set(site, range.clone()),
        Part::Index(parts) => index(site, *parts),
        Part::Feed(_) => String::new(),
    }
}

fn part_address(number: usize) -> String {
    format!("sitemap-{number}.xml")
}

fn url_set(site: &Site, range: Range<usize>) -> String {
    let entries = entries(site).skip(range.start).take(range.len());
    let mut xml = String::with_capacity(entries.size_hint().0 * 96);
    xml.push_str(HEAD);
    xml.push_str(open(site));
    for entry in entries {
        push_entry(&mut xml, site, entry);
    }
    xml.push_str(CLOSE);
    xml
}

fn index(site: &Site, parts: usize) -> String {
    let mut xml = format!("{HEAD}<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for number in 1..=parts {
        let address = site.urls.absolute(&part_address(number));
        xml.push_str(&format!("<sitemap><loc>{}</loc></sitemap>\n", escape_xml(&address)));
    }
    xml.push_str("</sitemapindex>\n");
    xml
}

/// The first line of a list; a site in one language need not speak of others.
fn open(site: &Site) -> &'static str {
    if site.homes.len() > 1 { OPEN_WITH_LANGUAGES } else { OPEN }
}

/// An address with the page that stands there and the day of its last change.
#[derive(Clone, Copy)]
struct Entry<'a> {
    address: &'a str,
    page: Option<&'a Page>,
    day: Option<Date>,
}

/// Every address, pages first. A page that stands in for a translation is not listed: its original is.
fn entries(site: &Site) -> impl Iterator<Item = Entry<'_>> {
    let pages = site.pages.iter().filter(|page| !page.is_fallback).map(|page| Entry {
        address: page.address.as_str(),
        page: Some(page),
        day: page.last_change(),
    });
    let lists = site.taxonomies.iter().flat_map(|taxonomy| {
        let terms = taxonomy.terms.iter().map(|term| term.address.as_str());
        std::iter::once(taxonomy.address.as_str()).chain(terms)
    });
    let authors = site.authors.iter().map(|author| author.address.as_str());
    pages.chain(lists.chain(authors).map(|address| Entry { address, page: None, day: None }))
}

fn push_entry(xml: &mut String, site: &Site, entry: Entry<'_>) {
    xml.push_str("<url><loc>");
    xml.push_str(&escape_xml(&site.urls.absolute(entry.address)));
    xml.push_str("</loc>");
    if let Some(day) = entry.day {
        xml.push_str(&format!("<lastmod>{day}</lastmod>"));
    }
    for alternate in entry.page.map(|page| site.alternates(page)).unwrap_or_default() {
        let (language, address) = (alternate.hreflang, site.urls.absolute(alternate.address));
        let address = escape_xml(&address);
        xml.push_str(&format!("<xhtml:link rel=\"alternate\" hreflang=\"{language}\" href=\"{address}\"/>"));
    }
    xml.push_str("</url>\n");
}

/// Where entries of these lengths are cut so that each piece keeps within the limits. An entry that alone is too long has a
/// piece of its own; there is always one piece.
fn cut(lengths: impl Iterator<Item = usize>, open: &str, limits: Limits) -> Vec<Range<usize>> {
    let room = limits.bytes.saturating_sub(HEAD.len() + open.len() + CLOSE.len());
    let mut pieces = Vec::new();
    let (mut piece, mut bytes) = (0..0, 0);
    for length in lengths {
        let is_full = piece.len() >= limits.addresses || bytes + length > room;
        if is_full && !piece.is_empty() {
            pieces.push(piece.clone());
            (piece, bytes) = (piece.end..piece.end, 0);
        }
        piece.end += 1;
        bytes += length;
    }
    pieces.push(piece);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pieces that entries of these lengths are cut into, where a file holds so many entries and, besides its frame, bytes.
    fn check(lengths: &[usize], addresses: usize, room: usize, expected: &str) {
        let bytes = HEAD.len() + OPEN.len() + CLOSE.len() + room;
        let pieces = cut(lengths.iter().copied(), OPEN, Limits { addresses, bytes });
        assert_eq!(format!("{pieces:?}"), expected, "{lengths:?}");
    }

    #[test]
    fn a_piece_is_cut_where_the_next_entry_would_break_a_limit() {
        check(&[], 2, 10, "[0..0]");
        check(&[5, 5], 2, 10, "[0..2]");
        check(&[5, 5, 5], 2, 100, "[0..2, 2..3]");
        check(&[5, 5, 5], 100, 10, "[0..2, 2..3]");
        check(&[5, 6, 4, 1], 100, 10, "[0..1, 1..3, 3..4]");
        check(&[5, 1, 1, 9], 2, 10, "[0..2, 2..4]");
    }

    #[test]
    fn an_entry_that_is_too_long_stands_alone_and_is_not_lost() {
        check(&[50, 1, 50], 100, 10, "[0..1, 1..2, 2..3]");
        check(&[1, 1], 0, 0, "[0..1, 1..2]");
    }
}
