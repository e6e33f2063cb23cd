//! `_redirects`: the aliases and the short links of all pages in the form that several web hosts read, so that they answer with
//! a real redirect instead of the page that stands at that address. An old address never changes again, so browsers may remember
//! where it leads. A short link does when its page is renamed. Hosts read only so many lines, so the aliases come first.

use crate::config::Config;
use crate::site::{Output, Part, Site, What};

pub(super) fn write(site: &Site, _config: &Config, _part: &Part) -> String {
    let mut text = String::new();
    for output in &site.outputs {
        if let What::Alias(id) = output.what {
            push_line(&mut text, site, output, &site.page(id).address, "301");
        }
    }
    for output in &site.outputs {
        if let What::Short(id) = output.what {
            push_line(&mut text, site, output, &site.page(id).address, "302");
        }
    }
    text
}

fn push_line(text: &mut String, site: &Site, output: &Output, to: &str, status: &str) {
    let from = output.route.as_str();
    let from = from.strip_suffix("index.html").unwrap_or(from);
    text.push_str(&format!("{} {} {status}\n", site.urls.link(from), site.urls.link(to)));
}
