//! The layers of a theme, from the one that is extended to the site's own files.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use super::manifest::{self, Manifest};
use super::{CONTRACT, DEFAULT_THEME, TextFile};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Place, rules};
use crate::source::{Sources, not_utf8};
use crate::text::did_you_mean;

static WAYSIDE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/wayside");

/// The folders of the site whose files stand in for those of the theme.
const SITE_FOLDERS: [&str; 4] = ["assets/", "components/", "strings/", "templates/"];

/// One layer: a theme, or the site's own files.
pub(super) struct Layer {
    /// The theme's name; `None` for the site.
    pub(super) name: Option<String>,
    /// What stands before a path where it is shown.
    pub(super) shown_prefix: String,
    /// The files by path below the layer's folder.
    pub(super) files: BTreeMap<String, Cow<'static, [u8]>>,
    pub(super) manifest: Manifest,
    home: Home,
}

/// Where a layer lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Home {
    /// In the folder of the site.
    Site,
    /// In the program.
    Program,
}

impl Layer {
    /// The path of its `theme.yaml`, as it is shown.
    pub(super) fn manifest_path(&self) -> String {
        format!("{}theme.yaml", self.shown_prefix)
    }

    /// The layer in words.
    pub(super) fn shown(&self) -> String {
        match (&self.name, self.home) {
            (None, _) => "this site".to_string(),
            (Some(name), Home::Site) => format!("themes/{name}"),
            (Some(name), Home::Program) => format!("{name}, which is part of Guidepost"),
        }
    }
}

/// Whether a path lies in one of the folders whose files a site can replace.
pub(super) fn is_in_folder(path: &str) -> bool {
    SITE_FOLDERS.iter().any(|folder| path.starts_with(folder))
}

/// All layers of the site's theme, the one extended last first, the site's own files at the end.
pub(super) fn find(config: &Config, sources: &Sources, diagnostics: &mut Vec<Diagnostic>) -> Vec<Layer> {
    let mut layers: Vec<Layer> = Vec::new();
    let mut wanted = Some((config.theme.value.clone(), Place::at("guidepost.yaml", config.theme.span)));
    while let Some((name, place)) = wanted.take() {
        if layers.iter().any(|layer| layer.name.as_deref() == Some(name.as_str())) {
            let message = format!("the theme `{name}` extends itself");
            diagnostics.push(
                Diagnostic::new(&rules::THEME_FILE, place, message).help("take the `extends` out of one of them"),
            );
            break;
        }
        let Some(layer) = theme_layer(&name, sources, diagnostics) else {
            diagnostics.push(missing(&name, place, sources));
            break;
        };
        wanted = layer
            .manifest
            .extends
            .as_ref()
            .map(|extends| (extends.value.clone(), Place::at(layer.manifest_path(), extends.span)));
        layers.push(layer);
    }
    layers.reverse();
    layers.push(site_layer(sources, diagnostics));
    layers
}

fn theme_layer(name: &str, sources: &Sources, diagnostics: &mut Vec<Diagnostic>) -> Option<Layer> {
    let prefix = format!("themes/{name}/");
    let mut files = read_under(&prefix, sources, diagnostics);
    let mut home = Home::Site;
    if files.is_empty() && name == DEFAULT_THEME {
        files = embedded();
        home = Home::Program;
    }
    if files.is_empty() {
        return None;
    }
    let manifest = if let Some(bytes) = files.get("theme.yaml") {
        manifest::read(&format!("{prefix}theme.yaml"), bytes, diagnostics)
    } else {
        let message = format!("the theme `{name}` has no file `theme.yaml`");
        let help = format!("write one with the lines `name: {name}` and `contract: {CONTRACT}`");
        diagnostics.push(Diagnostic::new(&rules::THEME_CONTRACT, Place::file(prefix.clone()), message).help(help));
        Manifest::default()
    };
    Some(Layer { name: Some(name.to_string()), shown_prefix: prefix, files, manifest, home })
}

fn site_layer(sources: &Sources, diagnostics: &mut Vec<Diagnostic>) -> Layer {
    let mut files = BTreeMap::new();
    for folder in SITE_FOLDERS {
        let found = read_under(folder, sources, diagnostics);
        files.extend(found.into_iter().map(|(path, bytes)| (format!("{folder}{path}"), bytes)));
    }
    Layer { name: None, shown_prefix: String::new(), files, manifest: Manifest::default(), home: Home::Site }
}

fn read_under(
    prefix: &str,
    sources: &Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Cow<'static, [u8]>> {
    let mut files = BTreeMap::new();
    for (path, _) in sources.under(prefix) {
        match sources.read(path) {
            Ok(bytes) => {
                files.insert(path[prefix.len()..].to_string(), Cow::Owned(bytes));
            }
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
    }
    files
}

/// The files of the theme that is part of the program.
fn embedded() -> BTreeMap<String, Cow<'static, [u8]>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![&WAYSIDE];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        for file in folder.files() {
            let path =
                file.path().components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
            files.insert(path, Cow::Borrowed(file.contents()));
        }
    }
    files
}

/// The text of a file of the theme that is part of the program, by the path that diagnostics show.
#[must_use]
pub fn embedded_text(path: &str) -> Option<String> {
    let below = path.strip_prefix("themes/")?.strip_prefix(DEFAULT_THEME)?.strip_prefix('/')?;
    WAYSIDE.get_file(below)?.contents_utf8().map(str::to_string)
}

fn missing(name: &str, place: Place, sources: &Sources) -> Diagnostic {
    let mut known: Vec<&str> = sources.under("themes/").filter_map(|(path, _)| path.split('/').nth(1)).collect();
    known.push(DEFAULT_THEME);
    known.sort_unstable();
    known.dedup();
    let help = did_you_mean(name, known.iter().copied())
        .unwrap_or_else(|| format!("put the theme into the folder `themes/{name}/`, or use `{DEFAULT_THEME}`"));
    Diagnostic::new(&rules::THEME_MISSING, place, format!("no theme `{name}`")).help(help)
}

/// A file as text.
pub(super) fn text(path: Arc<str>, bytes: &[u8], diagnostics: &mut Vec<Diagnostic>) -> Option<TextFile> {
    let Ok(whole) = std::str::from_utf8(bytes) else {
        diagnostics.push(not_utf8(&path, bytes));
        return None;
    };
    let text = whole.strip_prefix('\u{FEFF}').unwrap_or(whole);
    Some(TextFile { path, text: text.to_string(), start: whole.len() - text.len() })
}
