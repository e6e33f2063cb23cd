//! Which outputs of earlier builds stay although the new build does not make them.
//!
//! Input: the manifest of the last build and what the new one made. Output: the outputs to keep, each with its new age. A
//! generation begins when a build makes other such outputs than the last one, so building again without an edit drops nothing
//! and changes nothing. Pure.

use std::collections::{BTreeMap, BTreeSet};

use super::Hash;
use super::manifest::ManifestEntry;
use crate::route::Route;

/// An output of an earlier build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Old {
    pub(super) route: Route,
    pub(super) hash: Hash,
    /// How many generations have begun since a build made it.
    pub(super) age: u32,
}

/// The outputs of the last build, `before`, that stay beside those that were `made` now, for so many `generations`.
pub(super) fn kept(before: &BTreeMap<String, ManifestEntry>, made: &BTreeSet<String>, generations: u32) -> Vec<Old> {
    let last = before.iter().filter(|(_, entry)| entry.age == Some(0)).map(|(route, _)| route);
    let step = u32::from(!last.eq(made));
    let old = before.iter().filter(|(route, _)| !made.contains(*route));
    old.filter_map(|(route, entry)| {
        let age = entry.age?.saturating_add(step);
        // A manifest that somebody changed by hand may hold anything; what cannot be read is not kept.
        let (route, hash) = (Route::parse(route).ok()?, Hash::from_hex(&entry.hash).ok()?);
        (age <= generations).then_some(Old { route, hash, age })
    })
    .collect()
}
