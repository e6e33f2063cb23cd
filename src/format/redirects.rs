//! `_redirects`: the aliases of all pages in the form that several web hosts read, so that they answer with a real redirect
//! instead of the page that stands at the old address.

use crate::config::Config;
use crate::site::{Part, Site, What};

pub(super) fn write(site: &Site, _config: &Config, _part: &Part) -> String {
    let mut text = String::new();
    for output in &site.outputs {
        let What::Alias(id) = output.what else { continue };
        let from = output.route.as_str();
        let from = from.strip_suffix("index.html").unwrap_or(from);
        text.push_str(&format!("{} {} 301\n", site.urls.link(from), site.urls.link(&site.page(id).address)));
    }
    text
}
