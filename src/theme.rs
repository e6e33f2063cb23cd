//! The theme: templates, components, assets, words and options.
//!
//! Input: the theme named in the configuration, the themes it extends, and the site's own files of the same names. Output: one
//! [`Theme`] in which the nearest file wins: the site's, then the theme's, then those of the theme it extends. The default
//! theme is part of the program. Nothing here compiles a template or knows a page.

mod copies;
mod inventory;
mod layers;
mod manifest;
mod palette;
mod strings;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use inventory::{ThemeFile, files};
pub use layers::embedded_text;
pub use manifest::describe;
pub use strings::Strings;

use crate::cache::Key;
use crate::color::Shades;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Outcome, Place, rules};
use crate::source::{Origin, Sources};
use crate::yaml::Free;

/// The text of a file of the site or of the default theme, for messages that show it.
#[must_use]
pub fn text_of(origin: &Origin, path: &str) -> Option<String> {
    let own = origin.read(path).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    own.or_else(|| embedded_text(path))
}

/// The version of the agreement between themes and Guidepost: the names and fields of the values that templates read.
pub const CONTRACT: u32 = 1;

/// The theme that is part of the program.
pub const DEFAULT_THEME: &str = "wayside";

/// The template of the list of pages for programs that answer questions.
pub const LLMS_TXT: &str = "llms.txt";

/// The asset that begins with the colours and sizes of the theme.
const STYLE_SHEET: &str = "style.css";

/// The folder of the templates that make a file of their own.
pub const OUTPUTS: &str = "outputs/";

/// The templates that every theme has, its own or those of a theme that it extends.
const TEMPLATES: [&str; 7] =
    ["404.html", "home.html", "page.html", "redirect.html", "section.html", "taxonomy.html", "term.html"];

/// A theme with everything a site and the themes below it change.
#[derive(Debug, Default)]
pub struct Theme {
    /// Templates by name, for example `page.html` and `partials/footer.html`. A theme's own version of a template that another
    /// layer replaces is there too, as `wayside/page.html`, so that it can be extended.
    pub templates: BTreeMap<String, TextFile>,
    /// Component files by name.
    pub components: BTreeMap<String, TextFile>,
    /// Assets by name, for example `style.css`.
    pub assets: BTreeMap<String, AssetFile>,
    /// The templates that make a file of their own, by name, for example `outputs/pages.json`.
    pub outputs: BTreeSet<String>,
    /// The value of each option.
    pub options: BTreeMap<String, Free>,
    /// The colours by name, for drawings.
    pub colors: BTreeMap<String, Shades>,
    strings: BTreeMap<String, BTreeMap<String, Free>>,
    default_language: String,
}

/// A text file of a theme or of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextFile {
    /// The path that diagnostics show.
    pub path: Arc<str>,
    /// Its text, without a byte order mark.
    pub text: String,
    /// How many bytes of the file stand before the text: those of its byte order mark, if it has one.
    pub start: usize,
}

/// An asset of a theme or of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssetFile {
    /// Its bytes.
    pub bytes: Cow<'static, [u8]>,
    /// Hash of its bytes, which becomes part of its name.
    pub key: Key,
}

impl AssetFile {
    /// An asset made of these bytes.
    #[must_use]
    pub fn new(bytes: Cow<'static, [u8]>) -> Self {
        Self { key: Key::of(&bytes), bytes }
    }
}

/// What pages may ask a theme for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Design {
    /// The names of its templates, for example `landing.html`.
    pub templates: BTreeSet<String>,
    /// Its components, which render directives, by name.
    pub components: BTreeMap<String, Component>,
    /// The templates that make a file of their own, by name, each with the path of its file.
    pub outputs: BTreeMap<String, Arc<str>>,
    /// The values of a page that any of its templates reads. What none reads need not be found out.
    pub reads: BTreeSet<&'static str>,
}

/// What a component, and so a directive, accepts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Component {
    /// The arguments that authors may give.
    pub arguments: Vec<Argument>,
    /// The values of the page that the component reads by itself.
    pub implicit: Vec<String>,
    /// Arguments that need another one beside them when they are given and not `false`.
    pub needs: BTreeMap<String, String>,
    /// Arguments that are the address of a page on another website.
    pub addresses: BTreeSet<String>,
    /// What must stand in its text: `link` for one link and no other, `picture` for a picture of the site, else the name of a
    /// directive.
    pub holds: Vec<String>,
    /// The form in which it can be used: `block`, `leaf` or `inline`; `None` means any.
    pub form: Option<String>,
    /// Whether words of the glossary are explained in its text.
    pub glossary: bool,
}

impl Component {
    /// The argument of this name.
    #[must_use]
    pub fn argument(&self, name: &str) -> Option<&Argument> {
        self.arguments.iter().find(|argument| argument.name == name)
    }
}

/// One argument of a component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// Its name.
    pub name: String,
    /// What its value may be.
    pub kind: ArgumentKind,
    /// Whether it must be given.
    pub required: bool,
    /// The values to choose from; empty means any.
    pub choices: Vec<String>,
}

/// What the value of an argument may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArgumentKind {
    /// Any text.
    Text,
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Integer,
    /// A number.
    Number,
}

impl Theme {
    /// The words in a language.
    #[must_use]
    pub fn strings_in(&self, language: &str) -> Strings<'_> {
        Strings::new(&self.strings, language, &self.default_language)
    }

    /// The name under which an asset is written: its hash stands before the ending.
    #[must_use]
    pub fn asset_address(name: &str, asset: &AssetFile) -> String {
        let hash = asset.key.short();
        match name.rsplit_once('.') {
            Some((stem, ending)) if !stem.is_empty() && !ending.contains('/') => {
                format!("assets/{stem}.{hash}.{ending}")
            }
            _ => format!("assets/{name}.{hash}"),
        }
    }
}

/// Loads the theme of a site.
#[must_use]
pub fn load(config: &Config, sources: &Sources) -> Outcome<Theme> {
    let mut diagnostics = Vec::new();
    let layers = layers::find(config, sources, &mut diagnostics);
    let mut theme = Theme { default_language: config.default_language.clone(), ..Theme::default() };
    for layer in &layers {
        add_layer(&mut theme, layer, &mut diagnostics);
    }
    if layers.len() > 1 {
        let missing = TEMPLATES.iter().filter(|name| !theme.templates.contains_key(**name));
        diagnostics.extend(missing.map(|name| missing_template(&config.theme.value, name, "every theme")));
        let asked_for = [
            (config.outputs.markdown.value, "page.md", "`outputs: {markdown: true}`"),
            (config.outputs.llms_txt.value, LLMS_TXT, "`outputs: {llms_txt: true}`"),
        ];
        let missing = asked_for.iter().filter(|(wanted, name, _)| *wanted && !theme.templates.contains_key(*name));
        diagnostics.extend(missing.map(|(_, name, by)| missing_template(&config.theme.value, name, by)));
    }
    theme.options = manifest::option_values(config, &layers, &theme.assets, &mut diagnostics);
    let palette = palette::write(config, &layers, &mut theme.options, &mut diagnostics);
    put_before_style(&mut theme, &palette.sheet);
    theme.colors = palette.colors;
    copies::check(&layers, &mut diagnostics);
    strings::check(&theme.strings, config, &mut diagnostics);
    Outcome::new(theme, diagnostics)
}

/// Puts the custom properties before the style sheet, so that a page asks for one file and not for two.
fn put_before_style(theme: &mut Theme, properties: &str) {
    if let Some(style) = theme.assets.get_mut(STYLE_SHEET).filter(|_| !properties.is_empty()) {
        // A byte order mark within a sheet would be part of the first selector.
        let own = style.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&style.bytes);
        *style = AssetFile::new([properties.as_bytes(), own].concat().into());
    }
}

fn missing_template(theme: &str, name: &str, needed_by: &str) -> Diagnostic {
    let message = format!("the theme `{theme}` has no template `{name}`, which {needed_by} needs");
    Diagnostic::new(&rules::THEME_FILE, Place::file(format!("themes/{theme}/templates/{name}")), message)
        .help(format!("write that file, or let the theme extend another one with `extends: {DEFAULT_THEME}`"))
}

fn add_layer(theme: &mut Theme, layer: &layers::Layer, diagnostics: &mut Vec<Diagnostic>) {
    for (path, bytes) in &layer.files {
        let Some((folder, name)) = path.split_once('/') else { continue };
        let shown: Arc<str> = Arc::from(format!("{}{path}", layer.shown_prefix));
        match folder {
            "templates" => {
                if let Some(file) = layers::text(shown, bytes, diagnostics) {
                    if let Some(theme_name) = &layer.name {
                        theme.templates.insert(format!("{theme_name}/{name}"), file.clone());
                    }
                    if name.starts_with(OUTPUTS) {
                        theme.outputs.insert(name.to_string());
                    }
                    theme.templates.insert(name.to_string(), file);
                }
            }
            "components" => {
                if let Some(file) = layers::text(shown, bytes, diagnostics) {
                    theme.components.insert(name.to_string(), file);
                }
            }
            "assets" => {
                theme.assets.insert(name.to_string(), AssetFile::new(bytes.clone()));
            }
            "strings" => {
                if let Some(file) = layers::text(shown, bytes, diagnostics) {
                    strings::add(&mut theme.strings, name, &file, diagnostics);
                }
            }
            _ => {}
        }
    }
}
