//! Front matter: the `key: value` lines at the top of a page.
//!
//! Job: find the block, read it into a [`FrontMatter`], and hand a section's `cascade:` down to the pages below it. Input: the
//! text of a page. Output: the record, the place where the body begins, and every problem found. It judges what one file can
//! tell; whether a person, a source or a page exists is judged later, with the whole site at hand.

mod cascade;
mod codes;
mod fields;
mod judge;
mod split;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use cascade::{Cascade, inherit};
pub use fields::{CodeSystem, FrontMatter, MedicalCode, Review, Search, SortBy, Translation, TranslationMethod};
pub use split::{Split, parse, split};

use crate::diagnostic::Outcome;
use crate::yaml::{Decode, Field, Findings, Key, Node, Record, Rest, Shape, Spanned};

/// The record that `node` holds, in a site with these taxonomies.
///
/// The node is a group of keys, as [`parse`] and [`inherit`] give it.
#[must_use]
pub fn decode(node: &Node, file: &Arc<str>, taxonomies: &[&str]) -> Outcome<FrontMatter> {
    let mut findings = Findings::new(file);
    let mut front_matter = fields(node, &mut findings, taxonomies);
    judge::page(&front_matter, node, &mut findings);
    if let Some(cascade) = &front_matter.cascade {
        let handed_down = fields(&cascade.0, &mut findings, taxonomies);
        judge::cascade(&handed_down, &cascade.0, &mut findings);
    }
    judge::without_refused(&mut front_matter);
    Outcome::new(front_matter, findings.into_diagnostics())
}

fn fields(node: &Node, findings: &mut Findings, taxonomies: &[&str]) -> FrontMatter {
    let mut terms = Terms { taxonomies, found: BTreeMap::new() };
    let mut front_matter = FrontMatter::decode_with(node, findings, &mut terms).unwrap_or_default();
    front_matter.terms = terms.found;
    front_matter
}

/// What front matter may hold in a site with these taxonomies, for the reference page and the schema.
#[must_use]
pub fn describe(taxonomies: &[&str]) -> Option<Record> {
    let mut record = Record::of::<FrontMatter>()?;
    record.fields.extend(taxonomies.iter().map(|name| Field {
        name: (*name).to_owned(),
        about: format!("The {name} that the page belongs to. The page is listed under each of them."),
        shape: Shape::List(Box::new(Shape::Text)),
        is_needed: false,
    }));
    Some(record)
}

/// Takes the keys that are names of taxonomies.
struct Terms<'a> {
    taxonomies: &'a [&'a str],
    found: BTreeMap<String, Vec<Spanned<String>>>,
}

impl Rest for Terms<'_> {
    fn names(&self) -> &[&str] {
        self.taxonomies
    }

    fn take(&mut self, key: &Key, node: &Node, findings: &mut Findings) {
        let terms = findings.in_key(key.text.clone(), key, |findings| Vec::decode(node, findings));
        self.found.insert(key.text.clone(), terms.unwrap_or_default());
    }
}

#[cfg(test)]
mod tests;
