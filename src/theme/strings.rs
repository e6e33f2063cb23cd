//! The theme's words, per language, with plural forms.

use std::collections::BTreeMap;

use super::TextFile;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Place, rules};
use crate::yaml::{self, Free};

/// The language that every theme has, for words that another language lacks.
const FALLBACK: &str = "en";

type ByLanguage = BTreeMap<String, BTreeMap<String, Free>>;

/// The words of one language; a word that it lacks is taken from the site's default language, then from English.
#[derive(Debug, Clone)]
pub struct Strings<'a> {
    layers: Vec<&'a BTreeMap<String, Free>>,
}

impl<'a> Strings<'a> {
    pub(super) fn new(all: &'a ByLanguage, language: &str, default_language: &str) -> Self {
        let base = language.split('-').next().unwrap_or(language);
        let order = [language, base, default_language, FALLBACK];
        Self { layers: order.iter().filter_map(|code| all.get(*code)).collect() }
    }

    /// A plain word; empty when no language has it.
    #[must_use]
    pub fn text(&self, key: &str) -> &'a str {
        let found = self.layers.iter().find_map(|layer| match layer.get(key) {
            Some(Free::Text(text)) => Some(text.as_str()),
            _ => None,
        });
        found.unwrap_or_default()
    }

    /// All words, for templates.
    #[must_use]
    pub fn all(&self) -> BTreeMap<&'a str, &'a Free> {
        let layers = self.layers.iter().rev();
        layers.flat_map(|layer| layer.iter().map(|(key, value)| (key.as_str(), value))).collect()
    }
}

/// Adds the file `strings/LANG.yaml` of one layer; its words stand in for those of the layers below.
pub(super) fn add(all: &mut ByLanguage, name: &str, file: &TextFile, diagnostics: &mut Vec<Diagnostic>) {
    let Some(language) = name.strip_suffix(".yaml") else { return };
    let Some(node) = yaml::parse(&file.text, file.start, &file.path).take(diagnostics) else { return };
    let words = all.entry(language.to_string()).or_default();
    for (key, value) in node.entries() {
        let value = match value.text() {
            Some(text) => Free::Text(text.to_string()),
            None => Free::from(value),
        };
        if is_word(&value) {
            words.insert(key.text.clone(), value);
        } else {
            let message = format!("the string `{}` is neither a text nor a set of plural forms", key.text);
            let place = Place::at(file.path.clone(), key.span);
            let help = "write `key: text`, or `key: {one: …, other: …}`";
            diagnostics.push(Diagnostic::new(&rules::WRONG_TYPE, place, message).help(help));
        }
    }
}

fn is_word(value: &Free) -> bool {
    match value {
        Free::Text(_) => true,
        Free::Map(forms) => !forms.is_empty() && forms.values().all(|form| matches!(form, Free::Text(_))),
        _ => false,
    }
}

/// Names the words that a language of the site lacks.
pub(super) fn check(all: &ByLanguage, config: &Config, diagnostics: &mut Vec<Diagnostic>) {
    let Some(complete) = all.get(FALLBACK) else { return };
    for language in &config.languages {
        let base = language.code.split('-').next().unwrap_or_default();
        let own = [language.code.as_str(), base].iter().filter_map(|code| all.get(*code)).collect::<Vec<_>>();
        let missing: Vec<&str> = complete
            .keys()
            .map(String::as_str)
            .filter(|key| own.iter().all(|words| !words.contains_key(*key)))
            .collect();
        if missing.is_empty() {
            continue;
        }
        let shown = missing.iter().take(5).map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
        let more = missing.len().saturating_sub(5);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let message = format!("the theme has no words in `{}` for {shown}{more}", language.code);
        let help = format!("add them to `strings/{}.yaml` in the site's folder", language.code);
        diagnostics.push(Diagnostic::new(&rules::MISSING_STRING, Place::file("guidepost.yaml"), message).help(help));
    }
}
