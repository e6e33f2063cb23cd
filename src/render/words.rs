//! Words of the glossary as readers see them: links in the text, the list at the end of the page, the glossary itself.
//!
//! Input: the entries of the glossary and the words that a page explains. Output: what the text and the templates need of each.

use std::collections::BTreeMap;

use serde::Serialize;

use super::value::Keyed;
use crate::content::{ContentFile, Data, Named, Term, TermUse};
use crate::site::{LanguageId, Site, explained};
use crate::text::{escape_html, folded};
use crate::theme::{Component, Strings};

/// The words of a glossary as the pages of one language show them, in the order of their entries. It is made once, since every
/// page shows some of them.
pub(super) struct Explanations<'a>(Vec<Word<'a>>);

/// The words of a page, in the order of its text; `None` where a word is not explained.
#[derive(Default)]
pub(super) struct Words<'a> {
    pub(super) words: Vec<Option<&'a Word<'a>>>,
}

/// A word that can be explained.
pub(super) struct Word<'a> {
    pub(super) term: &'a str,
    /// Where the link on the word leads: to its entry in the glossary, else to the list at the end of the page.
    pub(super) href: String,
    /// What stands before the word in the HTML of a text.
    pub(super) before: String,
    /// What stands behind it.
    pub(super) behind: String,
    definition: Keyed,
}

/// A word and its meaning, as templates read them.
#[derive(Serialize)]
struct DefinitionContext<'a> {
    id: &'a str,
    term: &'a str,
    definition: &'a str,
    anchor: String,
    url: &'a str,
}

#[derive(Serialize)]
struct EntryContext<'a> {
    id: &'a str,
    term: &'a str,
    definition: &'a str,
    forms: Vec<&'a str>,
    anchor: String,
}

impl<'a> Explanations<'a> {
    /// The words of the language `text` on pages of the language `page`.
    pub(super) fn new(site: &Site, data: &'a Data, strings: &Strings<'_>, page: LanguageId, text: LanguageId) -> Self {
        let shown_at = site.glossaries.get(&page).or_else(|| site.glossaries.get(&text));
        let shown_at = shown_at.map(|id| site.urls.link(&site.page(*id).address));
        let label = strings.text("term_button");
        let entries = glossary_of(site, data, text).into_iter().flatten().map(|(id, entry)| {
            let (term, definition) = (entry.value.term.as_str(), entry.value.definition.as_str());
            let anchor = definition_anchor(id);
            let place = if shown_at.is_some() { entry_anchor(id) } else { anchor.clone() };
            let href = format!("{}#{place}", shown_at.as_deref().unwrap_or_default());
            // Browsers that cannot open an explanation beside a word do not show the button.
            let behind = format!(
                "</a><button type=\"button\" class=\"term-button\" popovertarget=\"{}\" aria-label=\"{}\">?</button>",
                escape_html(&format!("{anchor}-beside")),
                escape_html(&label.replace("{term}", term)),
            );
            let before = format!("<a class=\"term\" href=\"{}\">", escape_html(&href));
            let definition = Keyed::shared(&DefinitionContext { id, term, definition, anchor, url: &href });
            Word { term, href, before, behind, definition }
        });
        Self(entries.collect())
    }

    /// What these words are in the text of a file.
    pub(super) fn of<'w>(
        &'w self,
        file: &ContentFile,
        terms: &[TermUse],
        components: &BTreeMap<String, Component>,
    ) -> Words<'w>
    where
        'a: 'w,
    {
        let is_explained = explained(file, terms, components).into_iter();
        let words = terms.iter().zip(is_explained).map(
            |(used, is_explained)| {
                if is_explained { self.0.get(used.entry) } else { None }
            },
        );
        Words { words: words.collect() }
    }
}

impl<'a> Words<'a> {
    /// The word of this number, if it is explained.
    pub(super) fn get(&self, number: usize) -> Option<&'a Word<'a>> {
        self.words.get(number).copied().flatten()
    }

    /// The list at the end of the page, in the order of the text.
    pub(super) fn definitions(&self) -> Keyed {
        Keyed::list(self.words.iter().flatten().map(|word| &word.definition))
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
