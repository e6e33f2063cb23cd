//! HTML as a row of tags and texts.
//!
//! Input: HTML that Guidepost, a theme or, where the site allows it, an author wrote. Output: its tags with their attributes and its
//! texts with entities resolved, in order. Comments, scripts and styles are left out. It reads any text to its end, each byte
//! once, and never says that something is wrong: browsers do not either.

use std::borrow::Cow;

use pulldown_cmark::{Event, Parser};

/// A piece of HTML.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    Open(Tag<'a>),
    /// The name of an element that ends, in small letters.
    Close(String),
    Text(Cow<'a, str>),
}

/// The beginning of an element.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// Its name in small letters.
    pub(super) name: String,
    attributes: Vec<(String, Cow<'a, str>)>,
    /// Whether it ends itself, as `<path/>`.
    pub(super) is_closed: bool,
}

/// Elements whose text is no text for readers.
const RAW: [&str; 4] = ["script", "style", "template", "title"];

/// Elements that hold nothing, so that they have no end.
const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

impl Tag<'_> {
    /// The value of an attribute; empty when it has none.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_ref())
    }

    pub(super) fn has_class(&self, class: &str) -> bool {
        self.get("class").is_some_and(|classes| classes.split_ascii_whitespace().any(|name| name == class))
    }

    /// Whether it has no end of its own.
    pub(super) fn is_empty(&self) -> bool {
        self.is_closed || VOID.contains(&self.name.as_str())
    }
}

/// Reads HTML piece by piece.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    rest: &'a str,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(html: &'a str) -> Self {
        Self { rest: html }
    }

    /// Steps over an element that began, with all that is in it.
    pub(super) fn step_over(&mut self, tag: &Tag<'_>) {
        let mut depth = usize::from(!tag.is_empty());
        while depth > 0 {
            match self.next() {
                Some(Token::Open(inner)) if inner.name == tag.name && !inner.is_empty() => depth += 1,
                Some(Token::Close(name)) if name == tag.name => depth -= 1,
                Some(_) => {}
                None => return,
            }
        }
    }

    /// The rest behind the first `end`, or nothing.
    fn pass(&mut self, end: &str) {
        self.rest = self.rest.find(end).map_or("", |at| &self.rest[at + end.len()..]);
    }

    fn open(&mut self) -> Tag<'a> {
        self.rest = &self.rest[1..];
        let name = self.name(|sign| sign.is_ascii_whitespace() || matches!(sign, '/' | '>'));
        let mut tag = Tag { name: name.to_ascii_lowercase(), attributes: Vec::new(), is_closed: false };
        loop {
            self.rest = self.rest.trim_ascii_start();
            match self.rest.chars().next() {
                None => break,
                Some('>') => {
                    self.rest = &self.rest[1..];
                    break;
                }
                Some('/') => {
                    self.rest = &self.rest[1..];
                    tag.is_closed = self.rest.starts_with('>');
                }
                Some(_) => {
                    let attribute = self.attribute();
                    tag.attributes.push(attribute);
                }
            }
        }
        if RAW.contains(&tag.name.as_str()) && !tag.is_closed {
            self.pass_raw(&tag.name);
        }
        tag
    }

    /// Steps over the text of a script and the like, up to its end tag.
    fn pass_raw(&mut self, name: &str) {
        while let Some(at) = self.rest.find("</") {
            self.rest = &self.rest[at..];
            let is_end = self.rest.get(2..2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name));
            if is_end {
                return;
            }
            self.rest = &self.rest[2..];
        }
        self.rest = "";
    }

    fn attribute(&mut self) -> (String, Cow<'a, str>) {
        let first = self.rest.chars().next().map_or(0, char::len_utf8);
        let end = self.rest[first..].find(|sign: char| sign.is_ascii_whitespace() || matches!(sign, '/' | '>' | '='));
        let (name, rest) = self.rest.split_at(end.map_or(self.rest.len(), |end| first + end));
        self.rest = rest.trim_ascii_start();
        let Some(rest) = self.rest.strip_prefix('=') else { return (name.to_ascii_lowercase(), Cow::Borrowed("")) };
        self.rest = rest.trim_ascii_start();
        let value = match self.rest.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let inside = &self.rest[1..];
                let end = inside.find(quote).unwrap_or(inside.len());
                self.rest = inside.get(end + 1..).unwrap_or_default();
                &inside[..end]
            }
            _ => self.name(|sign| sign.is_ascii_whitespace() || sign == '>'),
        };
        (name.to_ascii_lowercase(), resolved(value))
    }

    fn name(&mut self, is_end: impl Fn(char) -> bool) -> &'a str {
        let (name, rest) = self.rest.split_at(self.rest.find(is_end).unwrap_or(self.rest.len()));
        self.rest = rest;
        name
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let mut signs = self.rest.chars();
            match (signs.next()?, signs.next()) {
                ('<', Some('!')) if self.rest.starts_with("<!--") => {
                    self.rest = &self.rest[4..];
                    self.pass("-->");
                }
                ('<', Some('!' | '?')) => self.pass(">"),
                ('<', Some('/')) => {
                    self.rest = &self.rest[2..];
                    let name = self.name(|sign| !sign.is_ascii_alphanumeric() && sign != '-').to_ascii_lowercase();
                    self.pass(">");
                    return Some(Token::Close(name));
                }
                ('<', Some(sign)) if sign.is_ascii_alphabetic() => {
                    let tag = self.open();
                    return Some(Token::Open(tag));
                }
                (first, _) => {
                    let at = self.rest[first.len_utf8()..].find('<');
                    let (text, rest) = self.rest.split_at(at.map_or(self.rest.len(), |at| first.len_utf8() + at));
                    self.rest = rest;
                    return Some(Token::Text(resolved(text)));
                }
            }
        }
    }
}

/// A text with its entities resolved.
fn resolved(text: &str) -> Cow<'_, str> {
    let Some(mut at) = text.find('&') else { return Cow::Borrowed(text) };
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    loop {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let length = 1 + from[1..].bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
        let is_whole = from[length..].starts_with(';');
        let (entity, after) = from.split_at(length + usize::from(is_whole));
        push_entity(&mut out, entity);
        rest = after;
        match rest.find('&') {
            Some(next) => at = next,
            None => break,
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Markdown knows the same entities as HTML, so its parser is asked.
fn push_entity(out: &mut String, entity: &str) {
    match entity {
        "&amp;" => out.push('&'),
        "&lt;" => out.push('<'),
        "&gt;" => out.push('>'),
        "&quot;" => out.push('"'),
        "&#39;" => out.push('\''),
        _ if entity.ends_with(';') => {
            let texts =
                Parser::new(entity).filter_map(|event| if let Event::Text(text) = event { Some(text) } else { None });
            texts.for_each(|text| out.push_str(&text));
        }
        _ => out.push_str(entity),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The pieces of HTML in a short form.
    fn read(html: &str) -> String {
        let pieces = Tokens::new(html).map(|token| match token {
            Token::Open(tag) => {
                let attributes = tag.attributes.iter().map(|(name, value)| format!(" {name}={value:?}"));
                format!("<{}{}{}>", tag.name, attributes.collect::<String>(), if tag.is_closed { "/" } else { "" })
            }
            Token::Close(name) => format!("</{name}>"),
            Token::Text(text) => format!("{text:?}"),
        });
        pieces.collect()
    }

    #[test]
    fn html_is_read_as_browsers_do() {
        assert_eq!(read("<P CLASS=\"a b\" id=x hidden>a</P >"), r#"<p class="a b" id="x" hidden="">"a"</p>"#);
        assert_eq!(read("a &lt; b &amp;amp; &eacute;&#x41; &nope; &"), r#""a < b &amp; éA &nope; &""#);
        assert_eq!(read("<a title='x > \"y\"' href=/a/b/>c"), r#"<a title="x > \"y\"" href="/a/b/">"c""#);
        assert_eq!(read("a <!-- <b> --> c<!DOCTYPE x>"), r#""a "" c""#);
        assert_eq!(read("1 < 2 <3 </ b><br/><path d=\"m\"/>"), r#""1 ""< 2 ""<3 "</><br/><path d="m"/>"#);
        assert_eq!(read("<script>if (a < b) </p></SCRIPT>c"), r#"<script></script>"c""#);
        assert_eq!(read("<style>a"), "<style>");
        assert_eq!(read("<a href=\"x>y"), r#"<a href="x>y">"#);
    }

    #[test]
    fn an_element_is_stepped_over_with_all_that_is_in_it() {
        let mut tokens = Tokens::new("<div><div>a</div><br><path/>b</div>c");
        let Some(Token::Open(tag)) = tokens.next() else { panic!("a tag") };
        tokens.step_over(&tag);
        assert_eq!(tokens.next(), Some(Token::Text(Cow::Borrowed("c"))));
    }

    proptest! {
        #[test]
        fn any_text_is_read_to_its_end(html in "[<>/!=\"'&;# a-c\u{e9}-]{0,40}") {
            let tokens = Tokens::new(&html);
            prop_assert!(tokens.count() <= html.len());
        }
    }
}
