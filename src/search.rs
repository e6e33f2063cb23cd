//! The search of the site: an index of static files, and who ranks with it.
//!
//! Input: the linked site and the texts of its pages. Output: for each language a module for browsers, shards of words, blocks of
//! pages and filters, as addresses and bytes; and, for the command line, the pages that answer a query, ranked by those same
//! files. Pure: nothing here is written or read. The same pages give the same bytes on every machine.
//!
//! ```text
//! search/search.js, search/es/search.js     the client of each language, and where its index lies
//! search/en/0a1b2c3d4e/w/0/17.json          words: which forms lead to which pages
//!                     /p/0/3.json           what results show of four pages
//!                     /f/0.json             the pages of topics and sections
//! ```

mod client;
mod code;
mod count;
mod fold;
mod groups;
mod medicines;
mod near;
mod pages;
mod plain;
mod query;
mod rank;
mod read;
mod stem;
#[cfg(test)]
mod tests;
mod vocabulary;
mod write;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::cache::{Key, KeyBuilder};
use crate::config::Config;
use crate::content::{Data, ParseOptions, Unheld};
use crate::site::{LanguageId, PageKind, Site};
use crate::source::Sources;
use pages::Entry;
use plain::Bodies;
use vocabulary::Vocabulary;

pub use rank::{Answer, Expansion, Explained, Hit, Matched, Total};

/// The files of the search by their address.
pub type Files = BTreeMap<Arc<str>, Arc<[u8]>>;

/// All that the index is made from.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    /// The linked site.
    pub site: &'a Site,
    /// The configuration.
    pub config: &'a Config,
    /// The data files.
    pub data: &'a Data,
    /// The files, for texts that were not kept.
    pub sources: &'a Sources,
    /// How the texts were parsed.
    pub parse_options: &'a ParseOptions,
}

/// The index of one language.
#[derive(Debug, Clone, Default)]
pub struct Index {
    /// Stands for all that its files are made from.
    key: Key,
    /// The code of its language.
    pub language: String,
    /// The address of its module.
    pub module: String,
    /// Its files.
    pub files: Files,
}

/// What the pages of a language say, for quoted phrases.
#[derive(Debug, Clone, Default)]
pub struct Texts(Vec<String>);

/// The index of each language that has pages. `known` are those of an earlier build; one of them that was made from the same is
/// given again.
///
/// # Errors
/// When a text was not kept and cannot be made again.
pub fn index(inputs: Inputs<'_>, known: &[Index]) -> Result<Vec<Index>, Unheld> {
    let languages: Vec<LanguageId> = inputs.site.homes.keys().copied().collect();
    languages.par_iter().map(|language| Ok(of_language(inputs, *language, known)?.0)).collect()
}

/// The index of one language, by its code, and the texts of its pages; `None` when it has none.
///
/// # Errors
/// When a text was not kept and cannot be made again.
pub fn index_with_texts(inputs: Inputs<'_>, code: &str) -> Result<Option<(Index, Texts)>, Unheld> {
    let found = inputs.site.homes.keys().find(|language| inputs.site.languages[**language].code == code);
    let Some(language) = found else { return Ok(None) };
    let (index, entries) = of_language(inputs, *language, &[])?;
    Ok(Some((index, Texts(entries.iter().map(Entry::text).collect()))))
}

/// Answers a query as the client in a browser does. `None` when the files are no index.
#[must_use]
pub fn search(index: &Index, texts: &Texts, query: &str, limit: usize) -> Option<Answer> {
    Some(rank::answer(&read::Reader::open(index)?, texts, query, limit))
}

fn of_language(inputs: Inputs<'_>, language: LanguageId, known: &[Index]) -> Result<(Index, Vec<Entry>), Unheld> {
    let Inputs { site, config, data, sources, parse_options } = inputs;
    let bodies = Bodies { sources, options: parse_options };
    let entries = pages::read(site, config, data, bodies, &pages::found(site, language))?;
    let vocabulary = vocabulary::of(site, data, language);
    let frame = frame(site, language, &vocabulary);
    let key = key_of(&entries, &vocabulary, &frame);
    if let Some(same) = known.iter().find(|index| index.key == key) {
        return Ok((same.clone(), entries));
    }
    let (code, module) = (frame.code.clone(), frame.module.clone());
    let files = make(&entries, &vocabulary, frame);
    Ok((Index { key, language: code, module, files }, entries))
}

fn key_of(entries: &[Entry], vocabulary: &Vocabulary, frame: &write::Frame) -> Key {
    let mut key = KeyBuilder::new("search index");
    key.text(env!("CARGO_PKG_VERSION"))
        .text(&frame.code)
        .text(&frame.path)
        .text(frame.az.as_deref().unwrap_or_default());
    for (code, module) in &frame.languages {
        key.text(code).text(module);
    }
    vocabulary.add_to(&mut key);
    let keys: Vec<Key> = entries.par_iter().map(Entry::key).collect();
    for entry in &keys {
        key.key(entry);
    }
    key.finish()
}

fn make(entries: &[Entry], vocabulary: &Vocabulary, frame: write::Frame) -> Files {
    let stems = stem::Stems::of(&frame.code);
    let words = groups::gather(&count::count(entries), &stems, vocabulary);
    write::files(entries, &words, frame)
}

fn frame(site: &Site, language: LanguageId, vocabulary: &Vocabulary) -> write::Frame {
    let code = site.languages[language].code.clone();
    let modules = site.homes.keys().map(|other| {
        let code = site.languages[*other].code.clone();
        (code, site.urls.link(&module_address(site, *other)))
    });
    write::Frame {
        negations: vocabulary::negations(&code).iter().map(ToString::to_string).collect(),
        code,
        module: module_address(site, language),
        path: site.urls.path().to_string(),
        languages: modules.collect(),
        az: index_page(site, language),
        urgent: vocabulary.urgent.clone(),
    }
}

/// Where the module of a language is written: that of the default language has the address which every site shares.
fn module_address(site: &Site, language: LanguageId) -> String {
    match language {
        0 => "search/search.js".to_string(),
        _ => format!("search/{}/search.js", site.languages[language].code),
    }
}

/// The link to the first page of a language that asks for a template.
fn page_of(site: &Site, language: LanguageId, template: &str) -> Option<String> {
    let mut pages = site.pages.iter().filter(|page| page.language == language && page.kind != PageKind::Home);
    let page = pages.find(|page| page.template.as_deref() == Some(template))?;
    Some(site.urls.link(&page.address))
}

/// The link to the list of all pages of a language.
fn index_page(site: &Site, language: LanguageId) -> Option<String> {
    site.alphabet_page(language).map(|page| site.urls.link(&page.address))
}

/// Where readers of a language search.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Place {
    /// The link to the module.
    pub module: String,
    /// The link to the page that shows what was found.
    pub page: String,
    /// The link to the list of all pages.
    pub index: Option<String>,
}

/// Where readers of a language search; nowhere without a page for it.
#[must_use]
pub fn place(site: &Site, config: &Config, language: LanguageId) -> Option<Place> {
    let page = page_of(site, language, pages::TEMPLATE).filter(|_| config.outputs.search)?;
    let module = site.urls.link(&module_address(site, language));
    Some(Place { module, page, index: index_page(site, language) })
}
