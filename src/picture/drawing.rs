//! Drawings (SVG) that can do nothing but be drawn.
//!
//! Input: the text of a drawing. Output: what in it could run code, load something from elsewhere or show a page within it.
//! A drawing is passed on or refused; nothing is taken out of it, since it would then be another one than its author saw.

use roxmltree::{Document, Node, ParsingOptions};

/// What is unsafe in a drawing, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsafe {
    /// What it is, as in "it holds …"; names in backticks.
    pub what: String,
    /// Its first bytes in the file.
    pub at: std::ops::Range<usize>,
}

/// Elements that run code, load something, or show something that is no drawing.
const ELEMENTS: [&str; 14] = [
    "a",
    "animate",
    "audio",
    "canvas",
    "discard",
    "embed",
    "foreignobject",
    "handler",
    "iframe",
    "listener",
    "object",
    "script",
    "set",
    "video",
];

const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// All that is unsafe in a drawing, in its order; an error when it is no XML.
///
/// # Errors
/// What is wrong with the XML, with the line and column.
pub fn check(text: &str) -> Result<Vec<Unsafe>, String> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| error.to_string())?;
    Ok(document.descendants().flat_map(|node| of_node(&node)).collect())
}

fn of_node(node: &Node<'_, '_>) -> Vec<Unsafe> {
    let begin = node.range().start;
    let at = begin..begin + 1;
    if let Some(instruction) = node.pi() {
        let is_style = instruction.target.eq_ignore_ascii_case("xml-stylesheet");
        return is_style
            .then(|| Unsafe { what: "the instruction `xml-stylesheet`".to_string(), at })
            .into_iter()
            .collect();
    }
    if !node.is_element() {
        return Vec::new();
    }
    let name = node.tag_name().name();
    let is_moving_text = name.eq_ignore_ascii_case("animate") && !animates_a_link(node);
    let mut found = Vec::new();
    let is_named = ELEMENTS.iter().any(|unsafe_one| name.eq_ignore_ascii_case(unsafe_one));
    if (is_named && !is_moving_text) || node.tag_name().namespace() == Some(XHTML) {
        found.push(Unsafe { what: format!("the element `{name}`"), at: begin..begin + 1 + name.len() });
    }
    for attribute in node.attributes() {
        if is_unsafe(attribute.name(), attribute.value()) {
            let what = format!("the attribute `{}` of the element `{name}`", attribute.name());
            found.push(Unsafe { what, at: attribute.range() });
        }
    }
    let text: String = node.children().filter(Node::is_text).filter_map(|text| text.text()).collect();
    if name.eq_ignore_ascii_case("style") && loads(&text) {
        found.push(Unsafe { what: "a style that loads something".to_string(), at: begin..begin + 1 + name.len() });
    }
    found
}

fn animates_a_link(node: &Node<'_, '_>) -> bool {
    node.attribute("attributeName").is_none_or(|name| name.to_lowercase().ends_with("href"))
}

fn is_unsafe(name: &str, value: &str) -> bool {
    let name = name.to_lowercase();
    match name.as_str() {
        "href" | "src" => !leads_inside(value),
        "base" => true,
        _ => name.starts_with("on") || loads(value),
    }
}

/// Whether an address is a place in the drawing itself, or a picture that is written out in it.
fn leads_inside(address: &str) -> bool {
    let address = address.trim().to_lowercase();
    let pictures = ["data:image/png;", "data:image/jpeg;", "data:image/gif;", "data:image/webp;"];
    address.starts_with('#') || pictures.iter().any(|begin| address.starts_with(begin))
}

/// Whether a style loads something that is not in the drawing. Signs that a style can hide behind are refused with it.
fn loads(style: &str) -> bool {
    let style = style.to_lowercase();
    let urls = style.match_indices("url(").map(|(at, found)| &style[at + found.len()..]);
    let leads_out = urls.into_iter().any(|url| !leads_inside(url.trim_start_matches(['"', '\'', ' '])));
    let is_hidden = style.contains('\\') || style.contains("/*");
    leads_out || style.contains("@import") || style.contains("image-set(") || (is_hidden && style.contains('('))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(inside: &str) -> Vec<String> {
        let text = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'>{inside}</svg>"
        );
        check(&text).unwrap().into_iter().map(|found| found.what).collect()
    }

    #[test]
    fn what_could_run_or_load_something_is_named() {
        let cases = [
            ("<script>alert(1)</script>", "the element `script`"),
            ("<g><ScRiPt/></g>", "the element `ScRiPt`"),
            ("<foreignObject><p/></foreignObject>", "the element `foreignObject`"),
            ("<p xmlns='http://www.w3.org/1999/xhtml'/>", "the element `p`"),
            ("<a xlink:href='#x'/>", "the element `a`"),
            ("<animate attributeName='xlink:href' to='javascript:x'/>", "the element `animate`"),
            ("<set attributeName='onload' to='x'/>", "the element `set`"),
            ("<g onclick='x'/>", "the attribute `onclick` of the element `g`"),
            ("<g ONLOAD='x'/>", "the attribute `ONLOAD` of the element `g`"),
            ("<image href='https://example.com/x.png'/>", "the attribute `href` of the element `image`"),
            ("<use xlink:href='other.svg#x'/>", "the attribute `href` of the element `use`"),
            ("<image href='data:image/svg+xml;base64,x'/>", "the attribute `href` of the element `image`"),
            ("<g xml:base='//example.com/'/>", "the attribute `base` of the element `g`"),
            ("<g fill='url(https://example.com/#x)'/>", "the attribute `fill` of the element `g`"),
            ("<g style='background: URL( \"//example.com\")'/>", "the attribute `style` of the element `g`"),
            ("<g style='background: u\\72l(//example.com)'/>", "the attribute `style` of the element `g`"),
            ("<style>@import '//example.com/x.css';</style>", "a style that loads something"),
            ("<style><![CDATA[@font-face { src: url(x.woff) }]]></style>", "a style that loads something"),
        ];
        for (inside, what) in cases {
            assert_eq!(found(inside), [what], "{inside}");
        }
        assert_eq!(check("<?xml-stylesheet href='x'?><svg/>").unwrap()[0].what, "the instruction `xml-stylesheet`");
    }

    #[test]
    fn an_entity_hides_nothing() {
        let text = "<!DOCTYPE svg [<!ENTITY x 'javascript:alert(1)'>]><svg><image href='&x;'/></svg>";
        assert_eq!(check(text).unwrap().len(), 1);
        let bomb = "<!DOCTYPE svg [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;'><!ENTITY e '&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;'>]><svg>&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;</svg>";
        assert!(check(bomb).is_err(), "what grows without end is refused");
    }

    #[test]
    fn what_only_draws_is_left_alone() {
        let inside = "<defs><linearGradient id='g'/></defs><style>.a { fill: url(#g) }</style><g fill='url(#g)' style='stroke: red'/>\
            <use xlink:href='#g'/><image href='data:image/png;base64,x'/><animate attributeName='x' to='1'/><text>on url</text>";
        assert_eq!(found(inside), [""; 0]);
        assert!(check("<svg><g>").is_err());
    }
}
