//! `sitemap.xml` (sitemaps.org protocol 0.9, 2008, <https://www.sitemaps.org/protocol.html>): every page once, with the date of
//! its last change where its author gave one. The protocol allows 50,000 addresses in one file; search engines read no more of
//! a larger one.

use crate::config::Config;
use crate::site::Site;
use crate::text::escape_xml;

pub(super) fn write(site: &Site, _config: &Config) -> String {
    let mut xml = String::with_capacity(site.pages.len() * 96);
    xml.push_str(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    let pages = site.pages.iter().map(|page| (page.address.as_str(), page.front.updated.or(page.front.date)));
    let lists = site.taxonomies.iter().flat_map(|taxonomy| {
        let terms = taxonomy.terms.iter().map(|term| term.address.as_str());
        std::iter::once(taxonomy.address.as_str()).chain(terms).map(|address| (address, None))
    });
    for (address, date) in pages.chain(lists) {
        xml.push_str("<url><loc>");
        xml.push_str(&escape_xml(&site.urls.absolute(address)));
        xml.push_str("</loc>");
        if let Some(date) = date {
            xml.push_str(&format!("<lastmod>{date}</lastmod>"));
        }
        xml.push_str("</url>\n");
    }
    xml.push_str("</urlset>\n");
    xml
}
