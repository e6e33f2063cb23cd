//! Handing keys down from a section to the pages below it.
//!
//! Input: the front matter of sections and pages, as trees. Output: the tree of a page with the keys that it did not set
//! itself. The nearest section wins, and the page wins over all, also with `false` or an empty list. Keys are not mixed: a page
//! that sets `search` sets all of it; only `extra` is filled up key by key. A key that was handed down keeps its place and the
//! name of its file.

use std::borrow::Cow;
use std::sync::Arc;

use crate::yaml::{Key, Node, Value};

/// Keys that belong to one page alone.
pub(super) const NEVER_HANDED_DOWN: [&str; 7] =
    ["title", "slug", "id", "aliases", "set", "cascade", "translated_sections"];

/// The keys that a section hands to the pages below it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cascade {
    entries: Vec<(Key, Node)>,
}

impl Cascade {
    /// Nothing is handed down.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// What a section with the front matter `section`, in `file`, hands down: its own `cascade:` before what comes from above.
    #[must_use]
    pub fn below(&self, section: &Node, file: &Arc<str>) -> Self {
        let own = section.get("cascade").map_or(&[][..], Node::entries);
        let mut entries: Vec<(Key, Node)> = own
            .iter()
            .filter(|(key, _)| !NEVER_HANDED_DOWN.contains(&key.text.as_str()))
            .map(|(key, node)| (handed_down(key, file), handed_down_inside(key, node, file)))
            .collect();
        fill(&mut entries, &self.entries);
        Self { entries }
    }
}

/// The front matter `node` with the keys from `cascade` that it does not set itself.
#[must_use]
pub fn inherit<'a>(node: &'a Node, cascade: &Cascade) -> Cow<'a, Node> {
    if cascade.entries.is_empty() {
        return Cow::Borrowed(node);
    }
    let mut filled = node.clone();
    if let Value::Map(entries) = &mut filled.value {
        fill(entries, &cascade.entries);
    }
    Cow::Owned(filled)
}

fn fill(entries: &mut Vec<(Key, Node)>, from_above: &[(Key, Node)]) {
    for (key, node) in from_above {
        match entries.iter_mut().find(|(own, _)| own.text == key.text) {
            None => entries.push((key.clone(), node.clone())),
            Some((own, value)) if own.text == "extra" => fill_extra(value, node),
            Some(_) => {}
        }
    }
}

fn fill_extra(own: &mut Node, from_above: &Node) {
    if let (Value::Map(own), Value::Map(above)) = (&mut own.value, &from_above.value) {
        for (key, node) in above {
            if own.iter().all(|(known, _)| known.text != key.text) {
                own.push((key.clone(), node.clone()));
            }
        }
    }
}

fn handed_down(key: &Key, file: &Arc<str>) -> Key {
    Key { inherited: Some(Arc::clone(file)), ..key.clone() }
}

/// The keys inside `extra` are marked one by one, because a page may have some of its own beside them.
fn handed_down_inside(key: &Key, node: &Node, file: &Arc<str>) -> Node {
    let mut node = node.clone();
    if let ("extra", Value::Map(entries)) = (key.text.as_str(), &mut node.value) {
        for (key, _) in entries {
            key.inherited = Some(Arc::clone(file));
        }
    }
    node
}
