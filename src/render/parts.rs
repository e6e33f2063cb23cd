//! The pages of a set, shown one after the other on one page.
//!
//! Input: the pages that a page names by `set`. Output: what templates read of each, with its text. In that text headings are one
//! level down, and ids begin with the number of the part, so that no two of them are alike on the page.

use serde::Serialize;
use tera::{Context, Value};

use super::context::{self, PageContext, ReferenceContext};
use super::markdown::Form;
use super::outside::{Outside, OutsideLink};
use super::twin;
use super::value::Keyed;
use super::{Prepared, RenderError, Renderer, Role};
use crate::site::{Numbered, Output, PageId, What};

/// One page of a set, as templates read it.
#[derive(Serialize)]
struct PartContext<'a> {
    number: usize,
    anchor: String,
    page: PageContext<'a>,
    body: &'a str,
    references: Vec<ReferenceContext>,
    definitions: Value,
    outside_links: Vec<OutsideLink<'a>>,
}

impl Renderer<'_> {
    /// The pages that an output shows as its parts.
    pub(super) fn parts_of(&self, output: &Output) -> &[PageId] {
        match output.what {
            What::Page { id, number: Numbered(1) } => &self.site.page(id).set,
            _ => &[],
        }
    }

    /// What templates read of the parts, with these texts; without texts it is what their key is made from, with those of the
    /// texts themselves.
    pub(super) fn parts(&self, ids: &[PageId], bodies: &[String]) -> Result<Keyed, RenderError> {
        let parts = ids.iter().enumerate().map(|(at, id)| {
            let page = self.site.page(*id);
            let source = page.file.as_ref().map_or("", |file| file.path.as_ref());
            let mut context = context::page_context(self.site, self.theme, self.data, page, self.words(page)?, source);
            context.short_link = self.short_link(page);
            let number = at + 1;
            let mut references = context::references(&self.shared.sources, page);
            for reference in &mut references {
                for id in reference.citations.iter_mut().chain([&mut reference.anchor]) {
                    *id = nested_id(number, id);
                }
            }
            Ok(PartContext {
                number,
                anchor: anchor(number),
                page: context,
                body: bodies.get(at).map_or("", String::as_str),
                references,
                definitions: self.glossary_words(page)?.definitions().value,
                outside_links: Outside::of(page).list(),
            })
        });
        Ok(Keyed::new(&parts.collect::<Result<Vec<_>, RenderError>>()?))
    }

    /// The parts of an output with their texts.
    pub(super) fn whole_parts(&self, prepared: &Prepared<'_>, context: &Context) -> Result<Keyed, RenderError> {
        let form = if prepared.twin.is_some() { Form::Twin } else { Form::Page };
        let mut bodies = Vec::with_capacity(prepared.parts.len());
        for (id, number) in prepared.parts.iter().zip(1..) {
            let html = nested(&self.body(*id, prepared.template, context, form, Role::Part)?, number);
            bodies.push(prepared.twin.as_ref().map_or_else(|| html.clone(), |to| twin::markdown(&html, to)));
        }
        self.parts(&prepared.parts, &bodies)
    }
}

/// The id of a part.
fn anchor(number: usize) -> String {
    format!("_part-{number}")
}

/// An id of a page as it is called where the page is the part of this number.
fn nested_id(number: usize, id: &str) -> String {
    format!("{}-{id}", anchor(number))
}

/// Attributes that hold ids.
const IDS: [&str; 9] = [
    "aria-controls",
    "aria-describedby",
    "aria-details",
    "aria-labelledby",
    "for",
    "headers",
    "id",
    "list",
    "popovertarget",
];

/// The text of a page as the part of this number: headings one level down, ids with the number of the part.
fn nested(html: &str, number: usize) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        if let Some(comment) = from.strip_prefix("<!--") {
            let end = comment.find("-->").map_or(from.len(), |end| "<!--".len() + end + "-->".len());
            out.push_str(&from[..end]);
            rest = &from[end..];
            continue;
        }
        let end = tag_end(from);
        push_tag(&mut out, &from[..end], number);
        rest = &from[end..];
    }
    out.push_str(rest);
    out
}

/// Where the tag that begins here ends: behind the first `>` that is not in quotes.
fn tag_end(from: &str) -> usize {
    let is_tag = from[1..].starts_with(|sign: char| sign.is_ascii_alphabetic() || sign == '/');
    if !is_tag {
        return 1;
    }
    let mut quote = None;
    for (at, sign) in from.char_indices() {
        match (quote, sign) {
            (None, '>') => return at + 1,
            (None, '"' | '\'') => quote = Some(sign),
            (Some(open), _) if open == sign => quote = None,
            _ => {}
        }
    }
    from.len()
}

fn push_tag(out: &mut String, tag: &str, number: usize) {
    let name_end =
        tag[1..].find(|sign: char| !sign.is_ascii_alphanumeric() && sign != '/').map_or(tag.len(), |at| at + 1);
    let (name, mut rest) = tag.split_at(name_end);
    out.push_str(&lowered(name));
    while let Some(at) = rest.find('=') {
        let (before, value) = rest.split_at(at + 1);
        let key = before.trim_end_matches('=').split_ascii_whitespace().next_back().unwrap_or_default();
        out.push_str(before);
        let Some(quote) = value.chars().next().filter(|sign| matches!(sign, '"' | '\'')) else {
            rest = value;
            continue;
        };
        let inside = &value[1..];
        let (text, after) = inside.split_at(inside.find(quote).unwrap_or(inside.len()));
        out.push(quote);
        out.push_str(&renamed(key, text, number));
        rest = after;
        if let Some(behind) = rest.strip_prefix(quote) {
            out.push(quote);
            rest = behind;
        }
    }
    out.push_str(rest);
}

/// `<h2` as `<h3`.
fn lowered(name: &str) -> String {
    let level = ["<h", "</h", "<H", "</H"].iter().find_map(|start| name.strip_prefix(start));
    match level.and_then(|level| level.parse::<u8>().ok()) {
        Some(level @ 1..=6) => format!("{}{}", &name[..name.len() - 1], (level + 1).min(6)),
        _ => name.to_string(),
    }
}

/// The value of an attribute, where it names ids of the same page.
fn renamed(key: &str, value: &str, number: usize) -> String {
    if key.eq_ignore_ascii_case("href") {
        return value.strip_prefix('#').map_or_else(|| value.to_string(), |id| format!("#{}", nested_id(number, id)));
    }
    if IDS.iter().any(|known| key.eq_ignore_ascii_case(known)) {
        return value.split_ascii_whitespace().map(|id| nested_id(number, id)).collect::<Vec<_>>().join(" ");
    }
    value.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_go_down_and_ids_get_the_number_of_the_part() {
        for (html, expected) in [
            ("<h2 id=\"pace\">Pace</h2>", "<h3 id=\"_part-2-pace\">Pace</h3>"),
            ("<h6>a</h6><hr><header>", "<h6>a</h6><hr><header>"),
            (
                "<a href=\"#pace\">a</a> <a href=\"/x/#pace\">b</a>",
                "<a href=\"#_part-2-pace\">a</a> <a href=\"/x/#pace\">b</a>",
            ),
            ("<p aria-labelledby='a b' class=\"id\">", "<p aria-labelledby='_part-2-a _part-2-b' class=\"id\">"),
            ("<img alt=\"a > b = c id=\" id=\"x\">", "<img alt=\"a > b = c id=\" id=\"_part-2-x\">"),
            ("1 < 2 &lt;h2> <!-- <h2 id=\"a\"> --> é", "1 < 2 &lt;h2> <!-- <h2 id=\"a\"> --> é"),
            ("<h2 id=\"a", "<h3 id=\"_part-2-a"),
            ("<", "<"),
            ("</", "</"),
        ] {
            assert_eq!(nested(html, 2), expected);
        }
    }
}
