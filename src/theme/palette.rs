//! The colours and sizes of a theme: custom properties for its style sheet, and whether readers can read it.
//!
//! Input: the `colors`, `pairs` and options of all layers, with the values that the site sets. Output: the style rules that stand
//! before the theme's own, the colours by name for drawings, and a diagnostic for colours with too little contrast. What becomes part of the sheet is a [`Color`],
//! a checked size or a checked name, so no value of an option can bring in a rule of its own.

use std::collections::{BTreeMap, BTreeSet};

use super::layers::Layer;
use super::manifest::{self, A_COLOR, OptionDeclaration, OptionKind, PairKind};
use crate::color::{Color, Shades};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Place, Rule, rules};
use crate::text::did_you_mean;
use crate::yaml::{Free, Spanned};

/// The units a size may have.
const UNITS: [&str; 5] = ["", "%", "em", "px", "rem"];

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mode {
    Light,
    Dark,
}

impl Mode {
    const ALL: [Self; 2] = [Self::Light, Self::Dark];

    fn word(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// Where the value of a colour is written down. Several colours may share one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Slot<'a> {
    Option(&'a str),
    Own(&'a str, Mode),
}

/// The value of a slot.
struct Value {
    color: Color,
    /// The layer that gives the value. The site comes after all themes.
    layer: usize,
    place: Place,
    /// The key that someone would write to change it.
    key: String,
}

/// One pair of colours, by name.
struct Pair<'a> {
    front: &'a str,
    back: &'a str,
    kind: PairKind,
}

/// What is said of each pair, by its colours in front and behind.
type Words<'a> = BTreeMap<(&'a str, &'a str), String>;

impl PairKind {
    /// The contrast that WCAG 2.2 asks for, in criteria 1.4.3 and 1.4.11.
    fn needs(self) -> f64 {
        match self {
            Self::Text => 4.5,
            Self::Large | Self::Control => 3.0,
        }
    }
}

#[derive(Default)]
struct Palette<'a> {
    values: BTreeMap<Slot<'a>, Value>,
    slots: BTreeMap<(&'a str, Mode), Slot<'a>>,
    pairs: Vec<Pair<'a>>,
}

/// What a palette is read from: style rules with all custom properties, and all colours by name.
pub(super) struct Written {
    pub(super) sheet: String,
    pub(super) colors: BTreeMap<String, Shades>,
}

/// The palette of a site. A colour option that follows another one gets its value in `options`.
pub(super) fn write(
    config: &Config,
    layers: &[Layer],
    options: &mut BTreeMap<String, Free>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Written {
    let declared = manifest::declared(layers);
    let mut palette = Palette::default();
    palette.add_options(config, layers, diagnostics);
    palette.add_colors(layers, &declared, diagnostics);
    palette.add_pairs(layers, diagnostics);
    palette.follow(config, &declared, options);
    palette.check(diagnostics);
    let sizes = sizes(layers, &declared, options, &palette, diagnostics);
    Written { sheet: palette.sheet(&sizes), colors: palette.shades() }
}

impl<'a> Palette<'a> {
    /// The colour of each option: the site's, else the default of the nearest layer.
    fn add_options(&mut self, config: &Config, layers: &'a [Layer], diagnostics: &mut Vec<Diagnostic>) {
        for (index, layer) in layers.iter().enumerate() {
            for (name, option) in layer.manifest.options.iter().filter(|(_, option)| option.kind == OptionKind::Color) {
                let file = layer.manifest_path();
                let place = option
                    .default
                    .as_ref()
                    .map_or_else(|| Place::file(file.clone()), |node| Place::at(file.clone(), node.span));
                let default = option.default.as_ref().and_then(|node| node.text()).and_then(Color::parse);
                let Some(color) = default else {
                    let message = format!("the default of the option `{name}` must be {A_COLOR}");
                    diagnostics.push(Diagnostic::new(&rules::THEME_FILE, place, message));
                    continue;
                };
                let key = "default".to_string();
                self.values.insert(Slot::Option(name), Value { color, layer: index, place, key });
            }
        }
        for (key, node) in config.theme_options.entries() {
            let slot = self.values.keys().copied().find(|slot| *slot == Slot::Option(&key.text));
            let (Some(slot), Some(color)) = (slot, node.text().and_then(Color::parse)) else { continue };
            let place = Place::at("guidepost.yaml", node.span);
            self.values.insert(slot, Value { color, layer: layers.len(), place, key: key.text.clone() });
        }
    }

    fn add_colors(
        &mut self,
        layers: &'a [Layer],
        declared: &BTreeMap<&str, &OptionDeclaration>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        for (index, layer) in layers.iter().enumerate() {
            for (name, color) in &layer.manifest.colors {
                if let Err(problem) = check_name(name, layer, &color.light) {
                    diagnostics.push(*problem);
                    continue;
                }
                for (mode, written) in Mode::ALL.into_iter().zip([&color.light, &color.dark]) {
                    let place = Place::at(layer.manifest_path(), written.span);
                    let option = self.values.keys().copied().find(|slot| *slot == Slot::Option(&written.value));
                    if let Some(color) = Color::parse(&written.value) {
                        let slot = Slot::Own(name, mode);
                        let key = mode.word().to_string();
                        self.values.insert(slot, Value { color, layer: index, place, key });
                        self.slots.insert((name, mode), slot);
                    } else if let Some(slot) = option {
                        self.slots.insert((name, mode), slot);
                    } else if declared.get(written.value.as_str()).is_none_or(|o| o.kind != OptionKind::Color) {
                        // An option whose default is no colour has been said already.
                        let colors = declared.iter().filter(|(_, option)| option.kind == OptionKind::Color);
                        let near = did_you_mean(&written.value, colors.map(|(name, _)| *name));
                        let message = format!(
                            "the colour `{name}` in {} must be {A_COLOR}, or the name of an option of the kind `color`",
                            mode.word()
                        );
                        diagnostics.push(Diagnostic::new(&rules::THEME_FILE, place, message).maybe_help(near));
                    }
                }
            }
        }
    }

    fn add_pairs(&mut self, layers: &'a [Layer], diagnostics: &mut Vec<Diagnostic>) {
        let known: BTreeSet<&str> =
            layers.iter().flat_map(|layer| layer.manifest.colors.keys().map(String::as_str)).collect();
        for layer in layers {
            for pair in &layer.manifest.pairs {
                for name in pair.foreground.iter().chain(&pair.background) {
                    if !known.contains(name.value.as_str()) {
                        let place = Place::at(layer.manifest_path(), name.span);
                        let message = format!("the theme has no colour `{}`", name.value);
                        let near = did_you_mean(&name.value, known.iter().copied());
                        diagnostics.push(Diagnostic::new(&rules::THEME_FILE, place, message).maybe_help(near));
                    }
                }
                for front in &pair.foreground {
                    let backs = pair.background.iter();
                    self.pairs.extend(backs.map(|back| Pair {
                        front: &front.value,
                        back: &back.value,
                        kind: pair.kind,
                    }));
                }
            }
        }
    }

    /// Gives each option that follows one of the site the nearest form of that colour which can be read.
    fn follow(
        &mut self,
        config: &Config,
        declared: &BTreeMap<&'a str, &'a OptionDeclaration>,
        options: &mut BTreeMap<String, Free>,
    ) {
        for (name, option) in declared {
            let Some(leader) = &option.follows else { continue };
            let is_set = |name: &str| config.theme_options.get(name).is_some();
            let slot = Slot::Option(name);
            let Some(led_by) = self.values.get(&Slot::Option(&leader.value)) else { continue };
            if !is_set(&leader.value) || is_set(name) || !self.values.contains_key(&slot) {
                continue;
            }
            let (layer, place) = (led_by.layer, led_by.place.clone());
            if let Some(color) = self.nearest(slot, led_by.color) {
                options.insert((*name).to_string(), Free::Text(color.to_string()));
                self.values.insert(slot, Value { color, layer, place, key: (*name).to_string() });
            }
        }
    }

    /// The colour of a name, as it would be if the value of one slot changed.
    fn color(&self, name: &str, mode: Mode, changed: Option<(Slot<'_>, Color)>) -> Option<(Slot<'a>, Color)> {
        let slot = *self.slots.get(&(name, mode))?;
        let color = match changed {
            Some((other, color)) if other == slot => color,
            _ => self.values.get(&slot)?.color,
        };
        Some((slot, color))
    }

    /// The form of `color` nearest to it that can be read in every pair in which the slot has a part.
    fn nearest(&self, slot: Slot<'_>, color: Color) -> Option<Color> {
        color.nearest(|form| {
            self.pairs.iter().all(|pair| {
                Mode::ALL.into_iter().all(|mode| {
                    let color = |name| self.color(name, mode, Some((slot, form)));
                    let (Some((front, a)), Some((back, b))) = (color(pair.front), color(pair.back)) else {
                        return true;
                    };
                    (front != slot && back != slot) || a.contrast(b) >= pair.kind.needs()
                })
            })
        })
    }

    /// Says which pairs cannot be read: once for each value that someone wrote last, and each mode.
    fn check(&self, diagnostics: &mut Vec<Diagnostic>) {
        let mut failing: BTreeMap<(Slot<'_>, Mode), Words<'_>> = BTreeMap::new();
        for pair in &self.pairs {
            for mode in Mode::ALL {
                let (Some((front, a)), Some((back, b))) =
                    (self.color(pair.front, mode, None), self.color(pair.back, mode, None))
                else {
                    continue;
                };
                let (ratio, needs) = (a.contrast(b), pair.kind.needs());
                if ratio >= needs {
                    continue;
                }
                // Cut off, since 4.499 must not read like 4.5.
                let shown = (ratio * 100.0).floor() / 100.0;
                let layer = |slot| self.values.get(&slot).map(|value| value.layer);
                let blamed = if layer(back) > layer(front) { back } else { front };
                let words = format!(
                    "`{}` {a} on `{}` {b} has {shown:.2}:1 and needs {needs}:1 ({})",
                    pair.front,
                    pair.back,
                    pair.kind.word()
                );
                failing.entry((blamed, mode)).or_default().entry((pair.front, pair.back)).or_insert(words);
            }
        }
        for ((slot, mode), pairs) in failing {
            let Some(value) = self.values.get(&slot) else { continue };
            let pairs: Vec<String> = pairs.into_values().collect();
            let message = format!("too little contrast in {}: {}", mode.word(), pairs.join("; "));
            let help = match self.nearest(slot, value.color) {
                Some(color) => format!("the nearest colour that passes is {color}: write `{}: \"{color}\"`", value.key),
                None => format!(
                    "no lighter or darker form of {} can be read with the other colours; choose another colour",
                    value.color
                ),
            };
            diagnostics.push(Diagnostic::new(&rules::THEME_CONTRAST, value.place.clone(), message).help(help));
        }
    }

    /// The colours that are given in light and in dark. What is missing has been said, and the build then writes nothing.
    fn shades(&self) -> BTreeMap<String, Shades> {
        let color = |name, mode| self.color(name, mode, None).map(|(_, color)| color);
        let names = self.slots.keys().filter(|(_, mode)| *mode == Mode::Light);
        let shades = names.filter_map(|(name, _)| {
            let (light, dark) = color(name, Mode::Light).zip(color(name, Mode::Dark))?;
            Some(((*name).to_string(), Shades { light, dark }))
        });
        shades.collect()
    }

    fn sheet(&self, sizes: &BTreeMap<&str, &str>) -> String {
        let in_mode = |mode| {
            let names = self.slots.keys().filter(move |(_, other)| *other == mode);
            names.filter_map(move |(name, _)| self.color(name, mode, None).map(|(_, color)| (*name, color)))
        };
        let light: BTreeMap<&str, Color> = in_mode(Mode::Light).collect();
        let property = |(name, color): (&str, Color)| format!("--{name}:{color}");
        let sizes = sizes.iter().map(|(name, size)| format!("--{name}:{size}"));
        let normal: Vec<String> = light.iter().map(|(name, color)| property((name, *color))).chain(sizes).collect();
        let dark: Vec<String> =
            in_mode(Mode::Dark).filter(|(name, color)| light.get(name) != Some(color)).map(property).collect();
        let mut sheet = String::new();
        if !normal.is_empty() {
            sheet.push_str(&format!(":root{{{}}}\n", normal.join(";")));
        }
        if !dark.is_empty() {
            sheet.push_str(&format!("@media screen and (prefers-color-scheme:dark){{:root{{{}}}}}\n", dark.join(";")));
        }
        sheet
    }
}

/// The sizes that the chosen options stand for. Those of the other choices are checked too.
fn sizes<'a>(
    layers: &'a [Layer],
    declared: &BTreeMap<&'a str, &'a OptionDeclaration>,
    options: &BTreeMap<String, Free>,
    palette: &Palette<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<&'a str, &'a str> {
    for layer in layers {
        for (name, option) in &layer.manifest.options {
            check_sizes(name, option, layer, palette, diagnostics);
        }
        for option in layer.manifest.options.values() {
            let Some(leader) = &option.follows else { continue };
            if declared.get(leader.value.as_str()).is_none_or(|leader| leader.kind != OptionKind::Color) {
                let message = format!("the theme has no option `{}` of the kind `color`", leader.value);
                diagnostics.push(at(&rules::THEME_FILE, layer, leader, message));
            }
        }
    }
    let chosen = declared.iter().filter_map(|(name, option)| match options.get(*name) {
        Some(Free::Text(choice)) => option.properties.get(choice),
        _ => None,
    });
    chosen.flatten().map(|(name, size)| (name.as_str(), size.value.as_str())).collect()
}

fn check_sizes(
    name: &str,
    option: &OptionDeclaration,
    layer: &Layer,
    palette: &Palette<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let names: BTreeSet<&String> = option.properties.values().flat_map(BTreeMap::keys).collect();
    for choice in option.choices.iter().filter(|_| !names.is_empty()) {
        let given = option.properties.get(choice);
        let missing = names.iter().find(|name| !given.is_some_and(|given| given.contains_key(**name)));
        if let Some(missing) = missing {
            let message = format!("the choice `{choice}` of the option `{name}` gives no size for `{missing}`");
            diagnostics.push(Diagnostic::new(&rules::THEME_FILE, Place::file(layer.manifest_path()), message));
        }
    }
    for (choice, properties) in &option.properties {
        for (property, size) in properties {
            if let Err(problem) = check_name(property, layer, size) {
                diagnostics.push(*problem);
            }
            let message = if !option.choices.contains(choice) {
                format!("`{choice}` is not one of the choices of the option `{name}`")
            } else if palette.slots.contains_key(&(property.as_str(), Mode::Light)) {
                format!("`{property}` is the name of a colour already")
            } else if is_size(&size.value) {
                continue;
            } else {
                format!("the size `{property}` must be a number with `%`, `em`, `px` or `rem`, or a number alone")
            };
            diagnostics.push(at(&rules::THEME_FILE, layer, size, message));
        }
    }
}

/// A name that can be one of a custom property.
fn check_name(name: &str, layer: &Layer, beside: &Spanned<String>) -> Result<(), Box<Diagnostic>> {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(is_plain) {
        return Ok(());
    }
    let message = "the name of a colour or a size is made of small letters, digits and `-`";
    Err(Box::new(at(&rules::THEME_FILE, layer, beside, message.to_string())))
}

fn is_size(text: &str) -> bool {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    number.ends_with(|c: char| c.is_ascii_digit()) && number.matches('.').count() < 2 && UNITS.contains(&unit)
}

fn at(rule: &'static Rule, layer: &Layer, written: &Spanned<String>, message: String) -> Diagnostic {
    Diagnostic::new(rule, Place::at(layer.manifest_path(), written.span), message)
}
