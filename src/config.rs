//! `guidepost.yaml`: what holds for the whole site.
//!
//! Job: read the text of the file into a [`Config`] and judge what this one file can tell. Input: the text. Output: the
//! configuration, with defaults filled in, and every problem found. It never looks whether a page, a theme or a folder exists,
//! and never asks the machine for its time zone or language.

mod address;
mod fields;
mod judge;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use address::{BaseUrl, LinkAddress, WebAddress};
pub use fields::{Direction, Markdown, MenuItem, Outputs, Publisher, Status, Words};
use jiff::tz::TimeZone;
pub use judge::Feedback;

use crate::diagnostic::{Diagnostic, Outcome, Place, Span, rules};
use crate::yaml::{self, Decode, Findings, Node, Record, Spanned};

/// The name of the file, beside `content`.
pub const FILE: &str = "guidepost.yaml";

/// Keys of front matter, which no taxonomy can be called. Front matter comes after the configuration in the order of the
/// modules, so they are listed here; a test over there keeps the list whole.
pub(crate) const FRONT_MATTER_KEYS: &[&str] = &[
    "about",
    "aliases",
    "audience",
    "authors",
    "cascade",
    "codes",
    "date",
    "description",
    "draft",
    "emergency",
    "expires_on",
    "extra",
    "feedback",
    "glossary",
    "id",
    "main_message",
    "paginate_by",
    "publish_on",
    "quick_exit",
    "region",
    "related",
    "reviews",
    "search",
    "set",
    "slug",
    "sort_by",
    "sources",
    "template",
    "terms",
    "title",
    "toc",
    "translated_sections",
    "translation",
    "updated",
    "weight",
    "lang",
];

/// What holds for the whole site.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// The name of the site.
    pub title: Words,
    /// What the site is about.
    pub description: Option<Words>,
    /// The address under which the site will be found; it ends with `/`.
    pub base_url: BaseUrl,
    /// Who is responsible for the site.
    pub publisher: Option<Publisher>,
    /// Whether the site is for real readers.
    pub status: Status,
    /// The languages of the site, in the order of the file; never empty.
    pub languages: Vec<Language>,
    /// The code of the language of pages without a language in their name.
    pub default_language: String,
    /// The name of the theme.
    pub theme: Spanned<String>,
    /// The options of the theme, for the theme to judge: a group of keys.
    pub theme_options: Node,
    /// The taxonomies, in the order of the file.
    pub taxonomies: Vec<Taxonomy>,
    /// The menus by name.
    pub menus: BTreeMap<String, Vec<Spanned<MenuItem>>>,
    /// The time zone of the site.
    pub timezone: TimeZone,
    /// Patterns of files that are left out.
    pub ignore: Vec<Spanned<String>>,
    /// Which files are made besides the pages.
    pub outputs: Outputs,
    /// How Markdown is read.
    pub markdown: Markdown,
    /// How many pages one list shows.
    pub paginate_by: u32,
    /// How many pages one feed holds.
    pub feed_limit: u32,
    /// For how many generations old assets stay in the output folder.
    pub keep_assets: u32,
    /// The region whose help lines stand on every page; `None` means the first one in `helplines.yaml`.
    pub region: Option<Spanned<String>>,
    /// Whether symbolic links may lead out of the site's folder.
    pub symbolic_links: bool,
    /// Where readers can say what is wrong with a page.
    pub feedback: Option<Feedback>,
    /// Whether each page says itself what browsers may load, for hosts that cannot be told.
    pub policy_in_pages: bool,
}

/// A language of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language {
    /// The code in file names and addresses, for example `es`.
    pub code: String,
    /// Where the code stands in the file; `None` when the site names no languages.
    pub span: Option<Span>,
    /// The name of the language in the language itself.
    pub name: String,
    /// The code for dates and numbers, for example `es-MX`.
    pub locale: String,
    /// In which direction the language is written.
    pub direction: Direction,
    /// Whether pages that are not translated stand in this part of the site in the default language.
    pub fallback: bool,
}

/// A taxonomy of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taxonomy {
    /// The key in front matter, and the first part of the address.
    pub name: Spanned<String>,
    /// How many pages one list of a term shows, when it differs from the rest of the site.
    pub paginate_by: Option<u32>,
    /// The name for readers.
    pub title: Option<Words>,
}

impl Config {
    /// The language with this code.
    #[must_use]
    pub fn language(&self, code: &str) -> Option<&Language> {
        self.languages.iter().find(|language| language.code == code)
    }

    /// The name of the site in a language, or else in the default language.
    #[must_use]
    pub fn title_in(&self, code: &str) -> &str {
        self.title.in_language(code, &self.default_language).unwrap_or_default()
    }

    /// What the site is about in a language, or else in the default language.
    #[must_use]
    pub fn description_in(&self, code: &str) -> Option<&str> {
        self.description.as_ref()?.in_language(code, &self.default_language)
    }

    /// The names of the taxonomies.
    #[must_use]
    pub fn taxonomy_names(&self) -> Vec<&str> {
        self.taxonomies.iter().map(|taxonomy| taxonomy.name.value.as_str()).collect()
    }
}

/// The configuration in `text`; `None` when it cannot be read at all.
#[must_use]
pub fn parse(text: &str) -> Outcome<Option<Config>> {
    let file: Arc<str> = Arc::from(FILE);
    let mut parsed = yaml::parse(text, 0, &file);
    let Some(node) = parsed.value.take() else {
        if parsed.diagnostics.is_empty() {
            let problem = Diagnostic::new(&rules::MISSING_KEY, Place::file(file), "this file is empty");
            parsed.diagnostics.push(problem.help("write at least `title: …` and `base_url: https://…`"));
        }
        return Outcome::new(None, parsed.diagnostics);
    };
    let mut findings = Findings::new(&file);
    let config = fields::ConfigFile::decode(&node, &mut findings).map(|file| judge::config(file, &mut findings));
    parsed.diagnostics.extend(findings.into_diagnostics());
    Outcome::new(config, parsed.diagnostics)
}

/// What the file may hold, for the reference page and the schema.
#[must_use]
pub fn describe() -> Option<Record> {
    Record::of::<fields::ConfigFile>()
}

#[cfg(test)]
mod tests;
