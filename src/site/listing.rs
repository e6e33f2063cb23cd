//! The order of lists, reading order, and lists cut into numbered pages.

use std::cmp::{Ordering, Reverse};
use std::collections::BTreeMap;

use super::{LanguageId, Page, PageId};
use crate::config::Config;
use crate::content::SortBy;

/// Sorts the pages and sections of every section. A section says how by `sort_by`; else pages with a `weight` come first,
/// lightest first, then the newest, then by title.
pub(super) fn sort_children(pages: &mut [Page], config: &Config) {
    for index in 0..pages.len() {
        let paginate_by = pages[index].front.paginate_by.unwrap_or(config.paginate_by);
        pages[index].paginate_by = usize::try_from(paginate_by).ok();
        let sort_by = pages[index].front.sort_by.unwrap_or(SortBy::Weight);
        let mut children = std::mem::take(&mut pages[index].pages);
        children.sort_by(|a, b| order(sort_by, &pages[a.0 as usize], &pages[b.0 as usize]));
        pages[index].pages = children;
        let mut sections = std::mem::take(&mut pages[index].sections);
        sections.sort_by(|a, b| order(SortBy::Weight, &pages[a.0 as usize], &pages[b.0 as usize]));
        pages[index].sections = sections;
    }
}

/// The order of two pages in a list; never equal for two different pages.
pub(super) fn order(sort_by: SortBy, a: &Page, b: &Page) -> Ordering {
    let weight = |page: &Page| (page.front.weight.is_none(), page.front.weight);
    let date = |page: &Page| Reverse(page.front.date);
    let first = match sort_by {
        SortBy::Weight => weight(a).cmp(&weight(b)).then_with(|| date(a).cmp(&date(b))),
        SortBy::Date => date(a).cmp(&date(b)),
        SortBy::Title => Ordering::Equal,
    };
    first.then_with(|| a.title.cmp(&b.title)).then_with(|| a.source().cmp(&b.source()))
}

/// Sets previous and next: the pages of a section in their order, then those of the sections below it, from the front page
/// down. Front pages and section pages are not part of it.
pub(super) fn set_reading_order(pages: &mut [Page], homes: &BTreeMap<LanguageId, PageId>) {
    for home in homes.values() {
        let mut order = Vec::new();
        let mut waiting = vec![*home];
        while let Some(section) = waiting.pop() {
            let section = &pages[section.0 as usize];
            order.extend(section.pages.iter().copied());
            waiting.extend(section.sections.iter().rev());
        }
        for pair in order.windows(2) {
            let [before, after] = pair else { continue };
            pages[before.0 as usize].next = Some(*after);
            pages[after.0 as usize].previous = Some(*before);
        }
    }
}

/// A list cut into pages of `size`, at least one page even when the list is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paginator {
    /// How many items the list has.
    pub items: usize,
    /// The most items of one page; `None` means all on one page.
    pub size: Option<usize>,
}

impl Paginator {
    /// How many pages there are, at least one.
    #[must_use]
    pub fn total(self) -> usize {
        self.size.map_or(1, |size| self.items.div_ceil(size.max(1)).max(1))
    }

    /// The page on which an item stands, counted from 0.
    #[must_use]
    pub fn page_of(self, item: usize) -> Numbered {
        Numbered(self.size.map_or(1, |size| item / size.max(1) + 1))
    }

    /// The items on page `number`, counted from 1.
    #[must_use]
    pub fn range(self, number: usize) -> std::ops::Range<usize> {
        match self.size {
            None => 0..self.items,
            Some(size) => {
                let start = (number.saturating_sub(1)).saturating_mul(size).min(self.items);
                start..start.saturating_add(size).min(self.items)
            }
        }
    }
}

/// One page of a paginated list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Numbered(pub usize);

impl Numbered {
    /// The address of this page of the list at `address`: the list's own for the first, else `…page/2/`.
    #[must_use]
    pub fn address(self, address: &str) -> String {
        if self.0 <= 1 { address.to_string() } else { format!("{address}page/{}/", self.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paginator_covers_every_item_once() {
        for (items, size, total) in [(0, 20, 1), (20, 20, 1), (21, 20, 2), (5, 2, 3)] {
            let paginator = Paginator { items, size: Some(size) };
            assert_eq!(paginator.total(), total);
            let covered: Vec<usize> = (1..=total).flat_map(|number| paginator.range(number)).collect();
            assert_eq!(covered, (0..items).collect::<Vec<_>>());
            assert!((0..items).all(|item| paginator.range(paginator.page_of(item).0).contains(&item)));
        }
    }
}
