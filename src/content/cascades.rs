//! What the sections hand down to the pages below them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::front_matter::{self, Cascade};
use super::{ContentFile, FileKind, named};
use crate::cache::{Key, KeyBuilder};
use crate::source::Sources;
use crate::yaml::Node;

/// The cascade that holds in each folder with an `_index.md`, by language in the name and folder.
#[derive(Debug, Default, Clone)]
pub(super) struct Cascades {
    by_folder: BTreeMap<(Option<String>, String), (Cascade, Key)>,
    none: (Cascade, Key),
}

/// Reads the front matter of all sections. What is wrong with it is reported where the section itself is read.
pub(super) fn gather<'a>(sources: &Sources, pages: impl Iterator<Item = &'a Arc<str>>) -> Cascades {
    let mut sections: Vec<(ContentFile, Node)> = Vec::new();
    for file in pages.map(named).filter(|file| file.kind == FileKind::Section) {
        let Ok(text) = sources.read_text(&file.path) else { continue };
        let split = front_matter::split(&text, &file.path).value;
        if let Some(node) = front_matter::parse(&text, split, &file.path).value {
            sections.push((file, node));
        }
    }
    // A folder comes after the folders above it, and a translation after its original.
    sections.sort_by(|(a, _), (b, _)| (&a.folder, &a.language).cmp(&(&b.folder, &b.language)));
    let mut cascades = Cascades::default();
    for (file, node) in &sections {
        let original = cascades.by_folder.get(&(None, file.folder.clone())).filter(|_| file.language.is_some());
        let base = original.map_or_else(|| cascades.above(file).0, |(cascade, _)| cascade);
        let cascade = base.below(node, &file.path);
        let key = KeyBuilder::new("cascade").text(&format!("{cascade:?}")).finish();
        cascades.by_folder.insert((file.language.clone(), file.folder.clone()), (cascade, key));
    }
    cascades
}

impl Cascades {
    /// What is handed down to `file`: by the nearest section in its language, else in the default language.
    pub(super) fn above(&self, file: &ContentFile) -> (&Cascade, &Key) {
        let own = usize::from(file.kind == FileKind::Section);
        let folders = folders_above(&file.folder).skip(own);
        let mut found = folders.filter_map(|folder| {
            let find = |language: Option<String>| self.by_folder.get(&(language, folder.to_string()));
            find(file.language.clone()).or_else(|| find(None))
        });
        let (cascade, key) = if self.by_folder.is_empty() { &self.none } else { found.next().unwrap_or(&self.none) };
        (cascade, key)
    }
}

/// The folder and all folders above it, nearest first, down to the root folder, whose name is empty.
pub(crate) fn folders_above(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder), |folder| {
        if folder.is_empty() { None } else { Some(folder.rsplit_once('/').map_or("", |(above, _)| above)) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_above_run_up_to_the_root() {
        assert_eq!(folders_above("a/b").collect::<Vec<_>>(), ["a/b", "a", ""]);
        assert_eq!(folders_above("").collect::<Vec<_>>(), [""]);
    }
}
