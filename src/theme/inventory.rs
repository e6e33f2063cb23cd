//! The files of a site's theme, each with the layer it comes from, for those who want to change one.
//!
//! Input: the configuration and the names of all files. Output: one entry for each path below `templates`, `components`,
//! `assets` and `strings`. It writes nothing.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{copies, layers};
use crate::config::Config;
use crate::diagnostic::Outcome;
use crate::source::Sources;

/// One file of a theme as a site sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeFile {
    /// Its path below the theme or the site, for example `templates/page.html`.
    pub path: String,
    /// Where it comes from, nearest first: the first one counts, and stands in for the others.
    pub layers: Vec<String>,
    /// The bytes that count.
    pub bytes: Cow<'static, [u8]>,
    /// The bytes of the theme, without the site's own file; `None` when only the site has it.
    pub original: Option<Cow<'static, [u8]>>,
}

impl ThemeFile {
    /// The theme's file with a first line that says what it is a copy of; `None` when this kind of file cannot have one.
    #[must_use]
    pub fn marked(&self) -> Option<Vec<u8>> {
        copies::marked(&self.path, self.original.as_ref()?)
    }
}

/// The files of the theme of a site, sorted by path.
#[must_use]
pub fn files(config: &Config, sources: &Sources) -> Outcome<Vec<ThemeFile>> {
    let mut diagnostics = Vec::new();
    let layers = layers::find(config, sources, &mut diagnostics);
    let mut files: BTreeMap<String, ThemeFile> = BTreeMap::new();
    for layer in layers {
        let (is_theme, shown) = (layer.name.is_some(), layer.shown());
        for (path, bytes) in layer.files.into_iter().filter(|(path, _)| layers::is_in_folder(path)) {
            let known = files.remove(&path);
            let (mut names, before) = known.map_or_else(Default::default, |file| (file.layers, file.original));
            names.insert(0, shown.clone());
            let original = if is_theme { Some(bytes.clone()) } else { before };
            files.insert(path.clone(), ThemeFile { path, layers: names, bytes, original });
        }
    }
    Outcome::new(files.into_values().collect(), diagnostics)
}
