//! Menus of the configuration, resolved for each language.

use std::collections::BTreeMap;

use super::Language;
use super::links::Finder;
use crate::config::{self, Config};
use crate::diagnostic::Diagnostic;
use crate::yaml::Spanned;

/// One entry of a menu.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct MenuItem {
    /// What readers see.
    pub label: String,
    /// Where it leads.
    pub url: String,
    /// The entries below it.
    pub children: Vec<MenuItem>,
}

/// The menus in each language. A menu names pages by their file, and leads to the translation where there is one.
pub(super) fn resolve(
    config: &Config,
    languages: &[Language],
    finder: &Finder<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<BTreeMap<String, Vec<MenuItem>>> {
    let in_language = |language: usize, diagnostics: &mut Vec<Diagnostic>| -> BTreeMap<String, Vec<MenuItem>> {
        let menus = config.menus.iter();
        menus.map(|(name, entries)| (name.clone(), items(entries, language, languages, finder, diagnostics))).collect()
    };
    (0..languages.len()).map(|language| in_language(language, diagnostics)).collect()
}

fn items(
    entries: &[Spanned<config::MenuItem>],
    language: usize,
    languages: &[Language],
    finder: &Finder<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<MenuItem> {
    let mut items = Vec::with_capacity(entries.len());
    for entry in entries.iter().map(|entry| &entry.value) {
        let children = self::items(&entry.children, language, languages, finder, diagnostics);
        let label =
            entry.label.as_ref().and_then(|label| label.in_language(&languages[language].code, &languages[0].code));
        match finder.menu_target(entry, language) {
            Ok(Some((title, url))) => {
                items.push(MenuItem { label: label.map_or(title, str::to_string), url, children });
            }
            Ok(None) => {
                items.push(MenuItem { label: label.unwrap_or_default().to_string(), url: String::new(), children });
            }
            Err(diagnostic) => diagnostics.push(*diagnostic),
        }
    }
    items
}
