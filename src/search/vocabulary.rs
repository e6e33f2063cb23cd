//! What a site says of words itself: which mean the same, which are never corrected, and which sound like an emergency.

use std::collections::{BTreeMap, BTreeSet};

use crate::cache::KeyBuilder;
use crate::content::{Data, SynonymKind};
use crate::site::{LanguageId, Page, Site};

use super::groups::key_of;

/// Words that lead to the pages of another word.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Synonym {
    /// The word that the pages use.
    pub(super) canonical: String,
    /// Whether it is the name of a medicine.
    pub(super) is_medicine: bool,
    /// Names under which it is sold.
    pub(super) brands: Vec<String>,
    /// All other words for it: those of everyday life and of the street, and misspellings.
    pub(super) others: Vec<String>,
    /// Which of them are misspellings.
    pub(super) misspellings: Vec<String>,
}

/// A search that sounds like an emergency.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) struct Urgent {
    /// `emergency`, `suicide` or `stopping`.
    pub(super) need: String,
    /// Each is met when all its words stand in the search in this order; folded.
    pub(super) words: Vec<String>,
    /// What to do, in a sentence.
    pub(super) say: String,
    /// The link to the page that helps.
    pub(super) url: String,
    /// The title of that page.
    pub(super) title: String,
}

/// All of it, in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Vocabulary {
    pub(super) synonyms: Vec<Synonym>,
    /// Names that are neither corrected nor stand in for others unless the reader says so.
    pub(super) never_corrected: Vec<String>,
    /// Words that say "not", which stay what they are.
    pub(super) negations: Vec<String>,
    pub(super) urgent: Vec<Urgent>,
}

impl Vocabulary {
    /// Adds all that the index is made from.
    pub(super) fn add_to(&self, key: &mut KeyBuilder) {
        let mut list = |texts: &[String]| {
            key.number(texts.len() as u64);
            for text in texts {
                key.text(text);
            }
        };
        for synonym in &self.synonyms {
            list(&[synonym.canonical.clone(), synonym.is_medicine.to_string()]);
            list(&synonym.brands);
            list(&synonym.others);
            list(&synonym.misspellings);
        }
        list(&self.never_corrected);
        list(&self.negations);
        for urgent in &self.urgent {
            list(&[urgent.need.clone(), urgent.say.clone(), urgent.url.clone(), urgent.title.clone()]);
            list(&urgent.words);
        }
    }
}

/// The words of a language.
pub(super) fn of(site: &Site, data: &Data, language: LanguageId) -> Vocabulary {
    let (code, default) = (&site.languages[language].code, &site.languages[0].code);
    let glossary = data.glossary(code, default).into_iter().flat_map(|terms| terms.values());
    let terms = glossary.map(|term| Synonym {
        canonical: term.value.term.clone(),
        others: term.value.forms.iter().map(|form| form.value.clone()).collect(),
        ..Synonym::default()
    });
    let synonyms = data.synonyms(code, default).iter().map(|synonym| {
        let brands: Vec<String> = synonym.brands.iter().map(|brand| brand.value.clone()).collect();
        let others = synonym.aliases().map(|alias| alias.value.clone()).filter(|alias| !brands.contains(alias));
        Synonym {
            canonical: synonym.canonical.value.clone(),
            is_medicine: synonym.kind == SynonymKind::Medicine,
            others: others.collect(),
            misspellings: synonym.misspellings.iter().map(|word| word.value.clone()).collect(),
            brands,
        }
    });
    let urgent = data.urgent_searches(code, default);
    let wanted: BTreeSet<&str> = urgent.iter().map(|search| path_of(&search.page.value)).collect();
    let pages = pages_of(site, language, &wanted);
    let urgent = urgent.iter().map(|search| {
        let page = pages.get(path_of(&search.page.value));
        Urgent {
            need: search.need.word().to_string(),
            words: search.words.iter().filter_map(|words| key_of(&words.value)).collect(),
            say: search.say.value.clone(),
            url: page.map(|page| site.urls.link(&page.address)).unwrap_or_default(),
            title: page.map(|page| page.title.clone()).unwrap_or_default(),
        }
    });
    Vocabulary {
        synonyms: terms.chain(synonyms).collect(),
        never_corrected: data.never_correct().iter().map(|word| word.value.clone()).collect(),
        // A search for "wont wake up" must not become one for "want".
        negations: negations(code).iter().map(ToString::to_string).collect(),
        urgent: urgent.collect(),
    }
}

/// The path of a page below `content`.
fn path_of(path: &str) -> &str {
    path.trim_start_matches("content/")
}

/// By path, the pages of a language that are, or translate, those with these files. All pages are looked at once.
fn pages_of<'a>(site: &'a Site, language: LanguageId, wanted: &BTreeSet<&'a str>) -> BTreeMap<&'a str, &'a Page> {
    let mut found = BTreeMap::new();
    for page in site.pages.iter().filter(|_| !wanted.is_empty()) {
        let source = page.source();
        let Some(path) = wanted.get(path_of(&source)) else { continue };
        let translated = || page.translations.iter().map(|id| site.page(*id)).find(|page| page.language == language);
        found.entry(*path).or_insert_with(|| translated().unwrap_or(page));
    }
    found
}

/// Words that turn what stands near them into its opposite, folded. A passage of a page is never cut after one.
pub(super) fn negations(code: &str) -> &'static [&'static str] {
    match code.split('-').next().unwrap_or(code) {
        "en" => &[
            "not", "never", "no", "dont", "cannot", "cant", "without", "avoid", "unless", "nor", "neither", "none",
            "doesnt", "isnt", "arent", "wont", "shouldnt", "mustnt", "didnt",
        ],
        "es" => &[
            "no", "nunca", "jamas", "ni", "sin", "evite", "evitar", "tampoco", "ningun", "ninguna", "ninguno", "nadie",
            "salvo",
        ],
        _ => &[],
    }
}
