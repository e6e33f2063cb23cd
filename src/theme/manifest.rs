//! `theme.yaml`: what a theme is, which theme it extends, and its options.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::layers::Layer;
use super::{AssetFile, CONTRACT};
use crate::color::Color;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Place, rules};
use crate::source::not_utf8;
use crate::text::did_you_mean;
use crate::yaml::{self, Findings, Free, Key, Node, Record, Spanned, Value, choice, record, shortened};

record! {
    /// What a theme says about itself in `theme.yaml`.
    pub(super) struct Manifest {
        /// The theme's name: that of its folder.
        ///
        /// Example: `name: wayside`
        pub name: Option<String>,
        /// The version of the agreement between themes and Guidepost that the theme keeps.
        ///
        /// Example: `contract: 1`
        pub contract: Option<Spanned<u32>>,
        /// The theme whose files it builds on.
        ///
        /// Example: `extends: wayside`
        pub extends: Option<Spanned<String>>,
        /// What the theme is for.
        ///
        /// Example: `description: A plain theme for leaflets.`
        pub description: Option<String>,
        /// The licence of its files.
        ///
        /// Example: `license: MIT`
        pub license: Option<String>,
        /// The options that a site may set under `theme_options`.
        ///
        /// Example: `options: {brand: {kind: color, default: "#0b4f8a"}}`
        pub options: BTreeMap<String, OptionDeclaration>,
        /// The colours of the theme. Style sheets read each as a custom property: `bg` is `var(--bg)`.
        ///
        /// Example: `colors: {bg: {light: "#ffffff", dark: "#13181c"}, accent: {light: brand, dark: brand_dark}}`
        pub colors: BTreeMap<String, ColorDeclaration>,
        /// The pairs of colours that readers must be able to tell apart. A build refuses a pair with too little contrast, in
        /// light and in dark. Those of a theme that is extended hold too.
        ///
        /// Example: `pairs: [{foreground: [text, accent], background: [bg], kind: text}]`
        pub pairs: Vec<PairDeclaration>,
    }
}

record! {
    /// One colour of a theme.
    pub(super) struct ColorDeclaration {
        /// On light screens and on paper: a colour such as `"#0b4f8a"`, or the name of an option of the kind `color`.
        ///
        /// Example: `light: "#ffffff"`
        pub light: Spanned<String>,
        /// On dark screens.
        ///
        /// Example: `dark: "#13181c"`
        pub dark: Spanned<String>,
    }
}

record! {
    /// Colours that stand on others. Each one in front is compared with each one behind it.
    pub(super) struct PairDeclaration {
        /// The colours in front, by name.
        ///
        /// Example: `foreground: [text, accent]`
        pub foreground: Vec<Spanned<String>>,
        /// The colours behind them, by name.
        ///
        /// Example: `background: [bg, surface]`
        pub background: Vec<Spanned<String>>,
        /// What the colours in front are for, which says how much contrast they need.
        ///
        /// Example: `kind: text`
        pub kind: PairKind = PairKind::Text,
    }
}

choice! {
    /// What a pair of colours is for.
    pub(super) enum PairKind {
        /// Text. It needs a contrast of 4.5:1.
        Text = "text",
        /// Text of 24 pixels or more, or 18.66 pixels and bold. It needs 3:1.
        Large = "large",
        /// Lines, icons and controls that must be seen. They need 3:1.
        Control = "control",
    }
}

record! {
    /// One option of a theme.
    pub(super) struct OptionDeclaration {
        /// What its value may be.
        ///
        /// Example: `kind: text`
        pub kind: OptionKind,
        /// The value when a site sets none.
        ///
        /// Example: `default: blue`
        pub default: Option<Node>,
        /// The values to choose from, for `kind: choice`.
        ///
        /// Example: `choices: [blue, green]`
        pub choices: Vec<String>,
        /// For `kind: color`: the option that this one is made from when a site sets that one alone. The colour becomes as much
        /// lighter or darker as it must to be readable.
        ///
        /// Example: `follows: brand`
        pub follows: Option<Spanned<String>>,
        /// For `kind: choice`: the sizes that each choice stands for. Style sheets read each as a custom property.
        ///
        /// Example: `properties: {round: {corner: .8rem}, square: {corner: 0}}`
        pub properties: BTreeMap<String, BTreeMap<String, Spanned<String>>>,
        /// What it does.
        ///
        /// Example: `description: Colour of links.`
        pub description: Option<String>,
    }
}

choice! {
    /// What the value of a theme's option may be.
    pub(super) enum OptionKind {
        /// Any text.
        Text = "text",
        /// `true` or `false`.
        Bool = "bool",
        /// A whole number.
        Number = "number",
        /// One of the choices.
        Choice = "choice",
        /// A colour such as `"#0b4f8a"`.
        Color = "color",
        /// The name of a file in the folder `assets` of the theme or of the site, or an empty text for none.
        Asset = "asset",
    }
}

/// What a colour looks like, in words.
pub(super) const A_COLOR: &str = "a colour such as `\"#0b4f8a\"`";

/// What `theme.yaml` may hold, for the reference page.
#[must_use]
pub fn describe() -> Option<Record> {
    Record::of::<Manifest>()
}

/// Reads a `theme.yaml` and checks that the theme keeps the current agreement.
pub(super) fn read(path: &str, bytes: &[u8], diagnostics: &mut Vec<Diagnostic>) -> Manifest {
    let file: Arc<str> = Arc::from(path);
    let Ok(text) = std::str::from_utf8(bytes) else {
        diagnostics.push(not_utf8(path, bytes));
        return Manifest::default();
    };
    let before = diagnostics.len();
    let Some(node) = yaml::parse(text, 0, &file).take(diagnostics) else {
        if diagnostics.len() == before {
            // An empty file keeps no contract; one that cannot be read is already reported.
            check_contract(&Manifest::default(), &file, diagnostics);
        }
        return Manifest::default();
    };
    let mut findings = Findings::new(&file);
    let manifest = <Manifest as yaml::Decode>::decode(&node, &mut findings).unwrap_or_default();
    diagnostics.extend(findings.into_diagnostics());
    check_contract(&manifest, &file, diagnostics);
    manifest
}

fn check_contract(manifest: &Manifest, file: &Arc<str>, diagnostics: &mut Vec<Diagnostic>) {
    let (place, message) = match &manifest.contract {
        Some(contract) if contract.value == CONTRACT => return,
        Some(contract) => {
            let message = format!("this theme keeps contract {}, and this Guidepost needs {CONTRACT}", contract.value);
            (Place::at(file.clone(), contract.span), message)
        }
        None => (Place::file(file.clone()), "this theme does not say which contract it keeps".to_string()),
    };
    let help = format!("see what changed in the reference page of template values, then write `contract: {CONTRACT}`");
    diagnostics.push(Diagnostic::new(&rules::THEME_CONTRACT, place, message).help(help));
}

/// The options of all layers: the declaration of the nearest one.
pub(super) fn declared(layers: &[Layer]) -> BTreeMap<&str, &OptionDeclaration> {
    layers
        .iter()
        .flat_map(|layer| layer.manifest.options.iter().map(|(name, option)| (name.as_str(), option)))
        .collect()
}

/// The value of every option of all layers: the site's, else the default of the nearest theme.
pub(super) fn option_values(
    config: &Config,
    layers: &[Layer],
    assets: &BTreeMap<String, AssetFile>,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Free> {
    let declared = declared(layers);
    let mut values: BTreeMap<String, Free> = declared
        .iter()
        .map(|(name, option)| ((*name).to_string(), option.default.as_ref().map_or(Free::Null, Free::from)))
        .collect();
    for (key, node) in config.theme_options.entries() {
        match declared.get(key.text.as_str()) {
            Some(option) => match checked(key, node, option, assets) {
                Ok(value) => {
                    values.insert(key.text.clone(), value);
                }
                Err(diagnostic) => diagnostics.push(*diagnostic),
            },
            None => diagnostics.push(unknown(key, &declared)),
        }
    }
    values
}

fn unknown(key: &Key, declared: &BTreeMap<&str, &OptionDeclaration>) -> Diagnostic {
    let help = did_you_mean(&key.text, declared.keys().copied()).unwrap_or_else(|| {
        let names: Vec<String> = declared.keys().map(|name| format!("`{name}`")).collect();
        if names.is_empty() {
            "this theme has no options".to_string()
        } else {
            format!("its options are {}", names.join(", "))
        }
    });
    let place = Place::at("guidepost.yaml", key.span);
    Diagnostic::new(&rules::THEME_OPTION, place, format!("the theme has no option `{}`", key.text)).help(help)
}

fn checked(
    key: &Key,
    node: &Node,
    option: &OptionDeclaration,
    assets: &BTreeMap<String, AssetFile>,
) -> Result<Free, Box<Diagnostic>> {
    let text = node.text();
    let value = match (option.kind, &node.value) {
        (OptionKind::Bool, Value::Bool(_)) | (OptionKind::Number, Value::Integer(_)) => Some(Free::from(node)),
        (OptionKind::Text, _) => text.map(|text| Free::Text(text.to_string())),
        (OptionKind::Choice, _) => text
            .filter(|text| option.choices.iter().any(|choice| choice == text))
            .map(|text| Free::Text(text.to_string())),
        (OptionKind::Asset, _) => {
            text.filter(|text| text.is_empty() || assets.contains_key(*text)).map(|text| Free::Text(text.to_string()))
        }
        (OptionKind::Color, _) => text.and_then(Color::parse).map(|color| Free::Text(color.to_string())),
        _ => None,
    };
    value.ok_or_else(|| {
        let wanted = match option.kind {
            OptionKind::Text => format!("a {}", option.kind.word()),
            OptionKind::Bool => "`true` or `false`".to_string(),
            OptionKind::Number => "a whole number".to_string(),
            OptionKind::Choice => {
                let choices: Vec<String> = option.choices.iter().map(|choice| format!("`{choice}`")).collect();
                format!("one of {}", choices.join(", "))
            }
            OptionKind::Color => A_COLOR.to_string(),
            OptionKind::Asset => "the name of a file in the folder `assets`".to_string(),
        };
        let near = match (option.kind, text.and_then(Color::meant_by)) {
            (OptionKind::Color, Some(color)) => Some(format!("write `\"{color}\"`")),
            (OptionKind::Color, None) if node.is_null() => {
                Some("put the colour in quotes: without them, what stands behind `#` is a comment".to_string())
            }
            (OptionKind::Color, None) => Some("six digits or letters from a to f behind `#`, in quotes".to_string()),
            (OptionKind::Asset, _) => text.map(|text| {
                did_you_mean(text, assets.keys().map(String::as_str))
                    .unwrap_or_else(|| format!("there is no file `assets/{}`", shortened(text)))
            }),
            _ => text.and_then(|text| did_you_mean(text, option.choices.iter().map(String::as_str))),
        };
        let message = format!("the theme option `{}` must be {wanted}", key.text);
        Box::new(
            Diagnostic::new(&rules::THEME_OPTION, Place::at("guidepost.yaml", node.span), message).maybe_help(near),
        )
    })
}
