//! Words of the glossary as readers see them: links in the text, the list at the end of the page, the glossary itself.
//!
//! Input: the words that a page explains and the entries of the glossary. Output: what the text and the templates need of each.

use std::collections::BTreeMap;

use serde::Serialize;

use super::value::Keyed;
use crate::content::{Data, Named, Term};
use crate::site::{LanguageId, Page, Site, explained};
use crate::text::folded;
use crate::theme::Component;

/// The words of a page, in the order of its text; `None` where a word is not explained.
#[derive(Default)]
pub(super) struct Words<'a> {
    pub(super) words: Vec<Option<Word<'a>>>,
}

/// A word that is explained.
pub(super) struct Word<'a> {
    id: &'a str,
    pub(super) term: &'a str,
    definition: &'a str,
    /// Where the link on the word leads: to its entry in the glossary, else to the list at the end of the page.
    pub(super) href: String,
}

/// A word and its meaning, as templates read them.
#[derive(Serialize)]
pub(super) struct DefinitionContext<'a> {
    id: &'a str,
    term: &'a str,
    definition: &'a str,
    anchor: String,
    url: String,
}

#[derive(Serialize)]
struct EntryContext<'a> {
    id: &'a str,
    term: &'a str,
    definition: &'a str,
    forms: Vec<&'a str>,
    anchor: String,
}

impl<'a> Words<'a> {
    /// The words of a page.
    pub(super) fn of(
        site: &Site,
        data: &'a Data,
        page: &'a Page,
        language: LanguageId,
        components: &BTreeMap<String, Component>,
    ) -> Self {
        let file = page.file.as_ref().filter(|file| !file.terms.is_empty());
        let Some((file, glossary)) = file.zip(glossary_of(site, data, language)) else {
            return Self { words: Vec::new() };
        };
        let shown_at = site
            .glossaries
            .get(&page.language)
            .or_else(|| site.glossaries.get(&language))
            .map(|id| site.urls.link(&site.page(*id).address));
        let words = file.terms.iter().zip(explained(file, components)).map(|(used, is_explained)| {
            let (id, entry) = glossary.get_key_value(&*used.term).filter(|_| is_explained)?;
            let anchor = if shown_at.is_some() { entry_anchor(id) } else { definition_anchor(id) };
            let href = format!("{}#{anchor}", shown_at.as_deref().unwrap_or_default());
            Some(Word { id, term: &entry.value.term, definition: &entry.value.definition, href })
        });
        Self { words: words.collect() }
    }

    /// The word of this number, if it is explained.
    pub(super) fn get(&self, number: usize) -> Option<&Word<'a>> {
        self.words.get(number).and_then(Option::as_ref)
    }

    /// The list at the end of the page, in the order of the text.
    pub(super) fn definitions(&self) -> Vec<DefinitionContext<'a>> {
        let definitions = self.words.iter().flatten().map(|word| DefinitionContext {
            id: word.id,
            term: word.term,
            definition: word.definition,
            anchor: definition_anchor(word.id),
            url: word.href.clone(),
        });
        definitions.collect()
    }
}

impl Word<'_> {
    /// The id of the explanation that opens beside the word.
    pub(super) fn popover(&self) -> String {
        format!("{}-beside", definition_anchor(self.id))
    }
}

/// All entries of a language in the order of their words.
pub(super) fn glossary(site: &Site, data: &Data, language: LanguageId) -> Keyed {
    let entries = glossary_of(site, data, language).into_iter().flatten().map(|(id, entry)| EntryContext {
        id,
        term: &entry.value.term,
        definition: &entry.value.definition,
        forms: entry.value.forms.iter().map(|form| form.value.as_str()).collect(),
        anchor: entry_anchor(id),
    });
    let mut entries: Vec<EntryContext<'_>> = entries.collect();
    entries.sort_by_cached_key(|entry| (folded(entry.term), entry.id));
    Keyed::new(&entries)
}

fn glossary_of<'a>(site: &Site, data: &'a Data, language: LanguageId) -> Option<&'a Named<Term>> {
    data.glossary(&site.languages[language].code, &site.languages[0].code)
}

/// The id of an entry on the page of the glossary.
fn entry_anchor(id: &str) -> String {
    format!("term-{id}")
}

/// The id of an explanation at the end of a page.
fn definition_anchor(id: &str) -> String {
    format!("_def-{id}")
}
