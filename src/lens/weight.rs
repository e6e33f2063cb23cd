//! What a browser loads for a page.
//!
//! Input: the HTML of a page as Guidepost wrote it, and how many bytes each output has. Output: a list with sizes, as they are without
//! compression, so more than most hosts send.

use serde::Serialize;

use crate::text::is_external;

/// What a page weighs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Weight {
    /// The bytes of the page itself.
    pub page: u64,
    /// The files that it asks for, each once, in its order.
    pub files: Vec<Loaded>,
    /// All together.
    pub total: u64,
}

/// A file that a page asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Loaded {
    /// Its address.
    pub address: String,
    /// What it is: `style sheet`, `script`, `picture` or `file`.
    pub kind: &'static str,
    /// Its bytes; none for what the site does not have.
    pub bytes: Option<u64>,
}

/// What kind of file each element asks for: its name, the attribute with the address, and the kind.
const ASKING: [(&str, &str, &str); 6] = [
    ("link", "href", "style sheet"),
    ("script", "src", "script"),
    ("img", "src", "picture"),
    ("video", "poster", "picture"),
    ("audio", "src", "file"),
    ("track", "src", "file"),
];

/// Weighs a page. `bytes_of` knows outputs by their address, as links name them.
#[must_use]
pub fn weigh(html: &str, bytes_of: &dyn Fn(&str) -> Option<u64>) -> Weight {
    let page = html.len() as u64;
    let files: Vec<Loaded> = asked_for(html)
        .into_iter()
        .map(|(address, kind)| Loaded { bytes: bytes_of(&address), address, kind })
        .collect();
    let total = page + files.iter().filter_map(|file| file.bytes).sum::<u64>();
    Weight { page, files, total }
}

/// The addresses of the same site that a page asks for when it is opened, each once, with their kind. Of a picture in several
/// sizes it is the one that every browser knows.
#[must_use]
pub fn asked_for(html: &str) -> Vec<(String, &'static str)> {
    let mut found: Vec<(String, &'static str)> = Vec::new();
    for tag in tags(html) {
        let Some((name, attribute, kind)) = ASKING.iter().find(|(name, ..)| is_element(tag, name)) else { continue };
        let is_loaded = *name != "link" || value(tag, "rel").is_some_and(|rel| rel == "stylesheet");
        let Some(address) = value(tag, attribute).filter(|_| is_loaded) else { continue };
        let address = address.replace("&amp;", "&");
        let address = address.split(['#', '?']).next().unwrap_or_default();
        let is_own = !address.is_empty() && !is_external(address) && !address.starts_with("data:");
        if is_own && !found.iter().any(|(known, _)| known == address) {
            found.push((address.to_string(), kind));
        }
    }
    found
}

/// The opening tags of a page, from behind their `<` to their `>`. Quotes may hold a `>`.
fn tags(html: &str) -> impl Iterator<Item = &str> {
    let mut rest = html;
    std::iter::from_fn(move || {
        loop {
            let start = rest.find('<')? + 1;
            rest = &rest[start..];
            if rest.starts_with("!--") {
                rest = &rest[rest.find("-->")?..];
                continue;
            }
            let mut quote = None;
            let end = rest.find(|sign: char| match (quote, sign) {
                (None, '>') => true,
                (None, '"' | '\'') => {
                    quote = Some(sign);
                    false
                }
                (Some(open), _) if open == sign => {
                    quote = None;
                    false
                }
                _ => false,
            })?;
            let tag = &rest[..end];
            rest = &rest[end..];
            if tag.starts_with(|sign: char| sign.is_ascii_alphabetic()) {
                return Some(tag);
            }
        }
    })
}

fn is_element(tag: &str, name: &str) -> bool {
    let end = tag.find(|sign: char| !sign.is_ascii_alphanumeric()).unwrap_or(tag.len());
    tag[..end].eq_ignore_ascii_case(name)
}

/// The value of an attribute; templates write it in quotes.
fn value<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let mut rest = tag;
    while let Some(at) = rest.find('=') {
        let key = rest[..at].trim_end().rsplit(char::is_whitespace).next().unwrap_or_default();
        let after = rest[at + 1..].trim_start();
        let quote = after.chars().next().filter(|sign| matches!(sign, '"' | '\''));
        let (value, next) = match quote {
            Some(quote) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
            None => after.split_once(char::is_whitespace).unwrap_or((after, "")),
        };
        if key.eq_ignore_ascii_case(name) {
            return Some(value);
        }
        rest = next;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_weighs_what_a_browser_loads_for_it_and_no_link_or_site_beyond() {
        let html = "<!-- <img src=\"/no.png\"> --><link rel=\"stylesheet\" href=\"/a.css\"><link rel=\"canonical\" href=\"/x/\">\
            <link rel=icon href=/i.svg><script src=\"/s.js?v=1\" defer></script><a href=\"/b/\" title=\"a > b\">b</a>\
            <img alt='a \"src=/q\"' src='/p.png' srcset=\"/p-1.png 1x\"><img src=\"/p.png\"><img src=\"https://example.org/o.png\">\
            <img src=\"data:image/png;base64,\"><video poster=\"/v.jpg\"></video>";
        let weight = weigh(html, &|address| (address != "/v.jpg").then_some(10));
        let files: Vec<(&str, &str, Option<u64>)> =
            weight.files.iter().map(|file| (file.address.as_str(), file.kind, file.bytes)).collect();
        assert_eq!(
            files,
            [
                ("/a.css", "style sheet", Some(10)),
                ("/s.js", "script", Some(10)),
                ("/p.png", "picture", Some(10)),
                ("/v.jpg", "picture", None)
            ]
        );
        assert_eq!((weight.page, weight.total), (html.len() as u64, html.len() as u64 + 30));
    }

    #[test]
    fn a_page_that_ends_in_the_middle_is_weighed_as_far_as_it_goes() {
        assert_eq!(asked_for("<p>a <b <img src=\"/a.png"), []);
        assert_eq!(asked_for("<img src>"), []);
    }
}
