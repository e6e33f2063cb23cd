//! Drawings in the colours of the theme, in light and in dark.
//!
//! Input: the text of a drawing, and the colours of the theme by name. Output: the drawing with those colours in it, where it
//! asks for them as `var(--text)`; and the names that nobody has. A drawing stands in a page as a picture and so learns nothing
//! of the style sheet of the page: what it draws with must be in it. One that asks for no colour of the theme stays as it is.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use roxmltree::{Document, Node, ParsingOptions};

use crate::color::Shades;

/// A drawing with the colours it asks for.
#[derive(Debug, PartialEq, Eq)]
pub struct Themed<'a> {
    /// The text of the drawing.
    pub text: Cow<'a, str>,
    /// The names for which there is no colour, each once, with the bytes of its first place.
    pub unknown: Vec<(String, Range<usize>)>,
}

/// One place at which a drawing asks for a colour, as in `var(--text)`.
struct Asked<'a> {
    name: &'a str,
    at: Range<usize>,
    /// Whether the drawing says what to take where there is no such colour: `var(--text, black)`.
    has_other: bool,
}

/// The drawing with the colours of the theme. What is no XML is refused elsewhere, and stays as it is here.
#[must_use]
pub fn themed<'a>(text: &'a str, colors: &BTreeMap<String, Shades>) -> Themed<'a> {
    let as_it_is = Themed { text: Cow::Borrowed(text), unknown: Vec::new() };
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    // Most drawings ask for nothing, and are then not read a second time.
    let Some(document) = text.contains("var(").then(|| Document::parse_with_options(text, options).ok()).flatten()
    else {
        return as_it_is;
    };
    let root = document.root_element();
    let places = || document.descendants().flat_map(|node| styles_of(&node));
    let own: BTreeSet<&str> = places().flat_map(|place| given(&text[place])).collect();
    let mut asked: Vec<Asked<'_>> = places().flat_map(|place| asked(text, place)).collect();
    asked.retain(|asked| !own.contains(asked.name));
    let unknown = unknown(&asked, colors);
    let used: BTreeMap<&str, Shades> =
        asked.iter().filter_map(|asked| Some((asked.name, *colors.get(asked.name)?))).collect();
    if used.is_empty() || root.tag_name().name() != "svg" {
        return Themed { unknown, ..as_it_is };
    }
    Themed { text: Cow::Owned(written(text, root.range().start, &asked, &used)), unknown }
}

/// Where the text of a style may stand: in any attribute, and in a `style`.
fn styles_of(node: &Node<'_, '_>) -> Vec<Range<usize>> {
    let mut places: Vec<Range<usize>> = node.attributes().map(|attribute| attribute.range()).collect();
    if node.is_element() && node.tag_name().name() == "style" {
        places.extend(node.children().filter(Node::is_text).map(|text| text.range()));
    }
    places
}

/// The names to which a style gives a value itself, as in `--text: black`.
fn given(style: &str) -> impl Iterator<Item = &str> {
    style.match_indices("--").filter_map(|(at, dashes)| {
        let (name, rest) = name(&style[at + dashes.len()..])?;
        rest.trim_start().starts_with(':').then_some(name)
    })
}

fn asked(text: &str, place: Range<usize>) -> Vec<Asked<'_>> {
    let (begin, style) = (place.start, &text[place]);
    let found = style.match_indices("var(").filter_map(|(at, open)| {
        let (name, rest) = name(style[at + open.len()..].trim_start().strip_prefix("--")?)?;
        let start = begin + style.len() - rest.len() - name.len();
        let end = rest.trim_start().chars().next().filter(|end| matches!(end, ',' | ')'))?;
        Some(Asked { name, at: start..start + name.len(), has_other: end == ',' })
    });
    found.collect()
}

/// The name at the beginning of a text, and what follows it.
fn name(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_')).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

/// A name with another colour beside it is none that its author expects of the theme: drawing programs write such.
fn unknown(asked: &[Asked<'_>], colors: &BTreeMap<String, Shades>) -> Vec<(String, Range<usize>)> {
    let mut seen = BTreeSet::new();
    let missing = asked.iter().filter(|asked| !asked.has_other && !colors.contains_key(asked.name));
    missing.filter(|asked| seen.insert(asked.name)).map(|asked| (asked.name.to_string(), asked.at.clone())).collect()
}

/// The text with a style behind its opening tag, and the light colour beside each name. Light comes first and alone, so that a
/// browser that does not know of dark screens takes it; and beside the names, so that the drawing also has its colours where
/// the policy of a host lets no style in a drawing.
fn written(text: &str, start: usize, asked: &[Asked<'_>], used: &BTreeMap<&str, Shades>) -> String {
    let (tag, is_empty) = opening_tag(&text[start..]);
    let qualified = tag[1..].split(|c: char| c.is_whitespace() || matches!(c, '/' | '>')).next().unwrap_or_default();
    let prefix = qualified.strip_suffix("svg").unwrap_or_default();
    let light: Vec<String> = used.iter().map(|(name, shades)| format!("--{name}:{}", shades.light)).collect();
    let differ = used.iter().filter(|(_, shades)| shades.light != shades.dark);
    let dark: Vec<String> = differ.map(|(name, shades)| format!("--{name}:{}", shades.dark)).collect();
    let mut style = format!("<{prefix}style>:root{{{}}}", light.join(";"));
    if !dark.is_empty() {
        style.push_str(&format!("@media screen and (prefers-color-scheme:dark){{:root{{{}}}}}", dark.join(";")));
    }
    style.push_str(&format!("</{prefix}style>"));

    let behind_tag = start + tag.len();
    let mut pieces: BTreeMap<usize, String> = BTreeMap::new();
    for asked in asked.iter().filter(|asked| !asked.has_other) {
        pieces.extend(used.get(asked.name).map(|shades| (asked.at.end, format!(",{}", shades.light))));
    }
    let whole = if is_empty { format!(">{style}</{qualified}>") } else { style };
    pieces.insert(behind_tag, whole);
    let mut out = String::with_capacity(text.len() + 512);
    let mut done = 0;
    for (at, piece) in pieces {
        let until = if is_empty && at == behind_tag { at - "/>".len() } else { at };
        out.push_str(&text[done..until]);
        out.push_str(&piece);
        done = at;
    }
    out.push_str(&text[done..]);
    out
}

/// The tag with which a text begins, and whether it is also the end of its element.
fn opening_tag(text: &str) -> (&str, bool) {
    let mut quote = None;
    for (at, sign) in text.char_indices() {
        match (quote, sign) {
            (None, '>') => return (&text[..=at], text[..at].ends_with('/')),
            (None, '"' | '\'') => quote = Some(sign),
            (Some(open), _) if open == sign => quote = None,
            _ => {}
        }
    }
    (text, false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::Color;

    fn colors() -> BTreeMap<String, Shades> {
        let color = |text| Color::parse(text).unwrap();
        let shades = |light, dark| Shades { light: color(light), dark: color(dark) };
        BTreeMap::from([
            ("bg".to_string(), shades("#ffffff", "#111111")),
            ("on-care".to_string(), shades("#fefefe", "#fefefe")),
            ("text".to_string(), shades("#222222", "#eeeeee")),
        ])
    }

    fn check(text: &str, expected: &str) {
        let colors = colors();
        let made = themed(text, &colors);
        assert_eq!((made.text.as_ref(), made.unknown), (expected, Vec::new()));
        let unsafe_parts = super::super::check_drawing(expected).unwrap_or_default();
        assert!(unsafe_parts.is_empty(), "what is written in is safe: {unsafe_parts:?}");
        assert!(expected == text || !expected.contains("var(--text)"), "each name has its light colour beside it");
    }

    #[test]
    fn a_drawing_gets_the_colours_it_names_in_light_and_dark() {
        check(
            "<svg viewBox='0 0 9 9' a='>'><path fill=\"var(--text)\" style='stroke: var( --bg )'/></svg>",
            "<svg viewBox='0 0 9 9' a='>'><style>:root{--bg:#ffffff;--text:#222222}@media screen and \
             (prefers-color-scheme:dark){:root{--bg:#111111;--text:#eeeeee}}</style>\
             <path fill=\"var(--text,#222222)\" style='stroke: var( --bg,#ffffff )'/></svg>",
        );
        check(
            "<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY a 'b'>]>\n<svg><style><![CDATA[a { fill: var(--on-care) }]]></style></svg>",
            "<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY a 'b'>]>\n<svg><style>:root{--on-care:#fefefe}</style>\
             <style><![CDATA[a { fill: var(--on-care,#fefefe) }]]></style></svg>",
        );
    }

    #[test]
    fn the_tag_that_opens_a_drawing_may_have_any_form() {
        let style = "style>:root{--on-care:#fefefe}";
        check(
            "<s:svg xmlns:s='http://www.w3.org/2000/svg' fill='var(--on-care)'/>",
            &format!(
                "<s:svg xmlns:s='http://www.w3.org/2000/svg' fill='var(--on-care,#fefefe)'><s:{style}</s:style></s:svg>"
            ),
        );
        check(
            "<svg\n fill='var(--on-care, red)'\n></svg>",
            &format!("<svg\n fill='var(--on-care, red)'\n><{style}</style></svg>"),
        );
    }

    #[test]
    fn a_drawing_that_names_no_colour_of_the_theme_stays_byte_for_byte() {
        for text in [
            "<svg fill='red'/>",
            "<svg fill='var(--fill-0, red)'/>",
            "<svg><text>var(--text)</text></svg>",
            "<svg style='--text: red; fill: var(--text)'/>",
            "<svg><style>:root { --text : red }</style><g fill='var(--text)'/></svg>",
            "<svg fill='var(--)'/>",
            "<svg fill='var(--text'/>",
            "<svg fill='var(text)'/>",
            "<svg fill='var(--text",
            "<other fill='var(--text)'/>",
        ] {
            check(text, text);
        }
    }

    #[test]
    fn a_name_without_a_colour_is_told_once() {
        let colors = colors();
        let text = "<svg fill='var(--tetx)'><g fill='var(--tetx)' stroke='var(--bg)'/></svg>";
        let made = themed(text, &colors);
        assert_eq!(made.unknown, [("tetx".to_string(), 17..21)]);
        assert!(made.text.contains("--bg:#ffffff"), "the other colours are there");
    }
}
