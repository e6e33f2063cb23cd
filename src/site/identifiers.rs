//! Permanent ids: one for each page, which its translations share.
//!
//! Input: the pages with their translations, and all content files. Output: each page with its id, and an error where two pages
//! claim one. A page that names no `id` gets one that is made from the path of its file, so that two builds never differ.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use super::{Page, PageId, PageKind, Parts};
use crate::content::FileKind;
use crate::diagnostic::{Diagnostic, Place, rules};
use crate::text::short_id;
use crate::yaml::Spanned;

/// What all languages of a page have in common: its name, and whether it is a page and no section.
type Original<'a> = (&'a str, bool);

/// The originals with the ids that their authors wrote.
type Declared<'a> = HashMap<(String, bool), Option<&'a Spanned<String>>>;

/// Gives every page its id.
pub(super) fn set(pages: &mut [Page], parts: &Parts<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let declared = declared(parts);
    let ids: Vec<Arc<str>> = pages.par_iter().map(|page| id_of(page, &declared)).collect();
    for (page, id) in pages.iter_mut().zip(&ids) {
        page.id = id.clone();
    }
    let mut owners: HashMap<&str, &Page> = HashMap::with_capacity(pages.len());
    for (index, page) in (0..).zip(pages.iter()) {
        if let Some(own) = page.front.id.as_ref().filter(|own| *own.value != *page.id) {
            diagnostics.push(differs(page, own));
        }
        match owners.get(page.id.as_ref()) {
            Some(owner) if original(owner) != original(page) => {
                // Its translations share the fault and would only repeat the message.
                let is_first = page.translations.first() == Some(&PageId(index));
                diagnostics.extend(is_first.then(|| twice(owner, page)));
            }
            Some(_) => {}
            None => {
                owners.insert(&page.id, page);
            }
        }
    }
}

/// The pages of the default language, each with the id that its author wrote. Pages that are left out count too: a translation keeps its id
/// when its original becomes a draft.
fn declared<'a>(parts: &'a Parts<'_>) -> Declared<'a> {
    let default = parts.config.default_language.as_str();
    let files =
        parts.content.files.par_iter().filter(|file| file.language.as_deref().is_none_or(|code| code == default));
    files.map(|file| ((file.name(), file.kind != FileKind::Section), file.front.id.as_ref())).collect()
}

fn id_of(page: &Page, declared: &Declared<'_>) -> Arc<str> {
    let (name, is_page) = original(page);
    // A translation without an original is on its own.
    let own = declared.get(&(name.to_string(), is_page)).copied().unwrap_or(page.front.id.as_ref());
    let made = || short_id(&if is_page { format!("{name}.md") } else { format!("{name}/_index.md") });
    own.map_or_else(|| made().into(), |id| id.value.as_str().into())
}

fn original(page: &Page) -> Original<'_> {
    (&page.name, page.kind == PageKind::Page)
}

fn differs(page: &Page, own: &Spanned<String>) -> Diagnostic {
    let message =
        format!("the id `{}` of this translation differs from that of its original, `{}`", own.value, page.id);
    Diagnostic::new(&rules::PAGE_ID, own.place(&page.source()), message)
        .help("take the line out: a translation has the id of its original")
}

fn twice(owner: &Page, page: &Page) -> Diagnostic {
    let (first, second) = (owner.source(), page.source());
    let message = format!("two pages have the id `{}`: `{first}` and `{second}`", page.id);
    let place_of = |page: &Page| match &page.front.id {
        Some(id) => id.place(&page.source()),
        None => Place::file(page.source()),
    };
    Diagnostic::new(&rules::PAGE_ID, place_of(page), message)
        .help(format!("give this page an `id` of its own, for example `id: {}`", short_id(&format!("{second} again"))))
        .related(place_of(owner), "the other one")
}

impl Page {
    /// The permanent address of the page below the site's base, for example `es/h/k7m2p4qd/`; `prefix` is that of its language.
    #[must_use]
    pub fn short_address(&self, prefix: &str) -> String {
        format!("{prefix}h/{}/", self.id)
    }
}

/// The pages with their permanent addresses; where two claim one, which is an error, only the first.
pub(super) fn addresses(site: &super::Site) -> BTreeMap<String, PageId> {
    let mut all = BTreeMap::new();
    for id in site.ids() {
        let page = site.page(id);
        all.entry(page.short_address(&site.languages[page.language].prefix)).or_insert(id);
    }
    all
}
