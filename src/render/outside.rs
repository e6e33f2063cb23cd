//! The links of a text to other websites, with numbers, so that paper can show their addresses in a list.
//!
//! Input: the links of a page and of the snippets in it. Output: each address once, in the order of the text, and its number.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::content::{ContentFile, LinkKind};
use crate::site::{Page, ResolvedLink};

/// The addresses of other websites to which a text leads.
#[derive(Debug, Default)]
pub(super) struct Outside<'a> {
    numbers: BTreeMap<&'a str, usize>,
    addresses: Vec<&'a str>,
}

/// One of them, as templates read it.
#[derive(Debug, Serialize)]
pub(super) struct OutsideLink<'a> {
    number: usize,
    url: &'a str,
}

impl<'a> Outside<'a> {
    /// Those of a page.
    pub(super) fn of(page: &'a Page) -> Self {
        let mut all = Self::default();
        page.file.iter().for_each(|file| all.add(file, &page.links));
        page.snippets.iter().for_each(|snippet| all.add(&snippet.file, &snippet.links));
        all
    }

    fn add(&mut self, file: &ContentFile, links: &'a [ResolvedLink]) {
        let links = file.links.iter().zip(links).filter(|(link, _)| link.kind == LinkKind::Link).map(|(_, to)| to);
        for link in links.filter(|link| link.external && is_web(&link.href)) {
            let next = self.addresses.len() + 1;
            if *self.numbers.entry(&link.href).or_insert(next) == next {
                self.addresses.push(&link.href);
            }
        }
    }

    /// The number of an address.
    pub(super) fn number(&self, address: &str) -> Option<usize> {
        self.numbers.get(address).copied()
    }

    /// All of them, for templates.
    pub(super) fn list(&self) -> Vec<OutsideLink<'a>> {
        self.addresses.iter().zip(1..).map(|(url, number)| OutsideLink { number, url }).collect()
    }
}

/// Whether an address that leaves the site opens a website, and not a mail or a call.
pub(super) fn is_web(address: &str) -> bool {
    let scheme = address.split_once(':').map_or("", |(scheme, _)| scheme);
    !["mailto", "sms", "tel"].iter().any(|other| scheme.eq_ignore_ascii_case(other))
}
