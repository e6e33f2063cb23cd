//! Which words of a page are explained, and where the glossary is.
//!
//! Input: the words of the glossary in a text, and the components of the theme, some of which want none. Output: whether each is
//! explained: the first use of a word on a page, and at most one word in a paragraph, list item or table cell.

use std::collections::{BTreeMap, BTreeSet};

use super::{LanguageId, Page, PageId};
use crate::content::{ContentFile, TermUse, component_name};
use crate::theme::Component;

/// The name of the template that shows a glossary.
const TEMPLATE: &str = "glossary.html";

/// The page that shows the glossary of each language: the first whose template is `glossary`.
pub(super) fn pages(pages: &[Page]) -> BTreeMap<LanguageId, PageId> {
    let mut shown = BTreeMap::new();
    for (id, page) in (0..).map(PageId).zip(pages) {
        if page.template.as_deref() == Some(TEMPLATE) {
            shown.entry(page.language).or_insert(id);
        }
    }
    shown
}

/// For each of these words of the glossary in the text of a page, whether it is explained there.
#[must_use]
pub fn explained(file: &ContentFile, terms: &[TermUse], components: &BTreeMap<String, Component>) -> Vec<bool> {
    let mut seen = BTreeSet::new();
    let mut last_block = None;
    let is_plain = |directive: &usize| {
        let used = file.directives.get(*directive);
        used.and_then(|used| components.get(&component_name(&used.name))).is_some_and(|component| !component.glossary)
    };
    let is_page_plain = file.front.glossary == Some(false);
    let uses = terms.iter().map(|word| {
        let is_free = !is_page_plain && last_block != Some(word.block) && !word.directives.iter().any(is_plain);
        let is_explained = is_free && seen.insert(word.entry);
        if is_explained {
            last_block = Some(word.block);
        }
        is_explained
    });
    uses.collect()
}
