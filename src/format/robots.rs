//! `robots.txt`: crawlers may read everything. A demonstration does not point them to its pages; that its pages must not be
//! listed is said in each page, which a crawler has to read to know it.

use crate::config::{Config, Status};
use crate::site::{Part, Site};

pub(super) fn write(site: &Site, config: &Config, _part: &Part) -> String {
    let mut text = String::from("User-agent: *\nAllow: /\n");
    if config.status == Status::Live && config.outputs.sitemap {
        text.push_str(&format!("\nSitemap: {}\n", site.urls.absolute("sitemap.xml")));
    }
    text
}
