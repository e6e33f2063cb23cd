//! The Markdown twin of a page: its text as HTML becomes plain Markdown.
//!
//! Input: the text of a page as its readers get it, with includes, values, citations and directives in it. Output: CommonMark, with
//! tables and deleted text in the form that most programs know. It is made from the HTML, since only the theme knows what a
//! directive says: so nothing that the page shows can be missing. Every text is escaped and links are absolute. No HTML is written.

mod blocks;
mod html;
mod inline;

use super::value::Keyed;
use super::{RenderError, Renderer};
use crate::site::{Numbered, Output, Page, What};
use crate::text::{is_dangerous, is_external, is_space};
use blocks::Blocks;
use html::{Tag, Token, Tokens};
use inline::{Kind, Run, Style};

/// The template of every twin without one of its own.
pub(super) const TEMPLATE: &str = "page.md";

/// Where links of a page lead when it is read elsewhere.
#[derive(Debug, Clone)]
pub(super) struct Addresses {
    /// The address of the page.
    pub(super) page: String,
    /// That of its host, without a final `/`.
    pub(super) origin: String,
}

impl Addresses {
    /// The absolute form of a link; `None` when it leads to what only the page has, or must not be followed.
    fn absolute(&self, href: &str) -> Option<String> {
        let href = href.trim_matches(is_space);
        if href.is_empty() || is_dangerous(href) || href.starts_with("#_") {
            return None;
        }
        if href.starts_with("//") {
            return Some(format!("https:{href}"));
        }
        if href.starts_with('/') {
            return Some(format!("{}{href}", self.origin));
        }
        let has_scheme = is_external(href);
        Some(if has_scheme { href.to_string() } else { format!("{}{href}", self.page) })
    }
}

/// A twin that is about to be rendered.
pub(super) struct Twin {
    /// Its page, as it is rendered for browsers.
    pub(super) page: Output,
    pub(super) addresses: Addresses,
}

impl<'a> Renderer<'a> {
    /// The twin that an output is.
    pub(super) fn twin(&self, output: &Output) -> Option<Twin> {
        let What::Twin(id) = output.what else { return None };
        let urls = &self.site.urls;
        let origin = urls.base().strip_suffix(urls.path()).unwrap_or(urls.base()).to_string();
        let addresses = Addresses { page: urls.absolute(&self.site.page(id).address), origin };
        Some(Twin { page: Output { what: What::Page { id, number: Numbered(1) }, ..output.clone() }, addresses })
    }

    /// The template of a page's twin: that of the page's own template, for example `glossary.md`, else `page.md`.
    pub(super) fn twin_template(&self, page: &Page) -> Option<&'a str> {
        let own = page.template.as_ref().and_then(|name| name.strip_suffix("html"));
        let templates = self.templates;
        let own = own.and_then(|stem| templates.named(&format!("{stem}md")));
        own.or_else(|| templates.named(TEMPLATE))
    }

    /// The values of a twin are those of its page; only that a list is not cut into several pages.
    pub(super) fn value_of_twin(&self, name: &'static str, template: &str, twin: &Twin) -> Result<Keyed, RenderError> {
        Ok(match (name, &twin.page.what) {
            ("pages", What::Page { id, .. }) => self.shared.list(&self.site.page(*id).pages),
            ("paginator", _) => self.shared.none.clone(),
            _ => self.value(name, template, &twin.page)?,
        })
    }
}

/// The text of a page as Markdown.
pub(super) fn markdown(html: &str, addresses: &Addresses) -> String {
    let mut reader = Reader {
        blocks: Blocks::default(),
        addresses,
        strong: 0,
        emphasis: 0,
        deleted: 0,
        links: Vec::new(),
        words: Vec::new(),
        code: 0,
        block_code: None,
    };
    let mut tokens = Tokens::new(html);
    while let Some(token) = tokens.next() {
        match token {
            Token::Open(tag) if is_left_out(&tag) => tokens.step_over(&tag),
            Token::Open(tag) if is_drawing(&tag) => {
                reader.text(tag.get("aria-label").unwrap_or_default());
                tokens.step_over(&tag);
            }
            Token::Open(tag) => reader.open(&tag),
            Token::Close(name) => reader.close(&name),
            Token::Text(text) => reader.text(&text),
        }
    }
    reader.blocks.finish()
}

/// Elements that show nothing on a page, or only what the page itself has a use for.
fn is_left_out(tag: &Tag<'_>) -> bool {
    let is_hidden = tag.get("aria-hidden") == Some("true") || tag.get("hidden").is_some();
    let opens_later = tag.get("popover").is_some() || tag.get("popovertarget").is_some();
    is_hidden || opens_later || tag.has_class("print-only") || tag.get("role") == Some("doc-backlink")
}

/// Elements of which only their name is text.
fn is_drawing(tag: &Tag<'_>) -> bool {
    matches!(tag.name.as_str(), "svg" | "canvas" | "iframe" | "object")
}

struct Reader<'a> {
    blocks: Blocks,
    addresses: &'a Addresses,
    strong: usize,
    emphasis: usize,
    deleted: usize,
    /// The links that are open.
    links: Vec<Link>,
    /// Elements that end in words of their own: what each will write.
    words: Vec<String>,
    code: usize,
    /// The language and the text of the block of code that is open.
    block_code: Option<(String, String)>,
}

struct Link {
    /// The number of its address, if it leads anywhere.
    address: Option<usize>,
    /// Whether it is the number of a footnote.
    is_note: bool,
}

impl Reader<'_> {
    fn style(&self) -> Style {
        Style {
            strong: self.strong > 0,
            emphasis: self.emphasis > 0,
            deleted: self.deleted > 0,
            link: self.links.last().and_then(|link| link.address),
        }
    }

    fn run(&mut self, kind: Kind, text: &str) {
        let style = self.style();
        self.blocks.run(Run { text: text.to_string(), kind, style });
    }

    fn text(&mut self, text: &str) {
        match &mut self.block_code {
            Some((_, code)) => code.push_str(text),
            None => self.run(if self.code > 0 { Kind::Code } else { Kind::Text }, text),
        }
    }

    fn open(&mut self, tag: &Tag<'_>) {
        if let Some((language, code)) = &mut self.block_code {
            if let Some(name) = tag.get("class").and_then(|class| class.strip_prefix("language-")) {
                *language = name.split(' ').next().unwrap_or_default().to_string();
            }
            code.push_str(if tag.name == "br" { "\n" } else { "" });
            return;
        }
        match tag.name.as_str() {
            "strong" | "b" => self.strong += 1,
            "em" | "i" => self.emphasis += 1,
            "del" | "s" | "strike" => self.deleted += 1,
            "code" | "kbd" | "samp" => self.code += 1,
            "a" => self.open_link(tag),
            "q" => self.text("“"),
            "sup" if !tag.has_class("footnote-ref") => self.text("^"),
            "sub" => self.text("_"),
            "abbr" => self.words.push(tag.get("title").map(|title| format!(" ({title})")).unwrap_or_default()),
            "br" => self.run(Kind::Break, ""),
            "img" => self.image(tag),
            "input" if tag.get("type") == Some("checkbox") => {
                self.run(Kind::Task, if tag.get("checked").is_some() { "[x]" } else { "[ ]" });
                self.text(" ");
            }
            "dt" | "summary" | "caption" => {
                self.blocks.end_text();
                self.strong += 1;
            }
            "pre" => {
                self.blocks.end_text();
                self.block_code = Some(Default::default());
            }
            "ol" => self.blocks.open_numbers(tag.get("start").and_then(|start| start.parse().ok()).unwrap_or(1)),
            name => self.blocks.open_element(name),
        }
    }

    fn close(&mut self, name: &str) {
        if let Some((language, code)) = self.block_code.take_if(|_| name == "pre") {
            self.blocks.code(&language, &code);
        }
        if self.block_code.is_some() {
            return;
        }
        let less = |count: &mut usize| *count = count.saturating_sub(1);
        match name {
            "strong" | "b" => less(&mut self.strong),
            "em" | "i" => less(&mut self.emphasis),
            "del" | "s" | "strike" => less(&mut self.deleted),
            "code" | "kbd" | "samp" => less(&mut self.code),
            "a" => {
                let is_note = self.links.pop().is_some_and(|link| link.is_note);
                self.text(if is_note { "]" } else { "" });
            }
            "q" => self.text("”"),
            "abbr" => {
                let words = self.words.pop().unwrap_or_default();
                self.text(&words);
            }
            "dt" | "summary" | "caption" => {
                self.blocks.end_text();
                less(&mut self.strong);
            }
            _ => self.blocks.close_element(name),
        }
    }

    /// The number of a footnote stands between brackets, since behind a number it would become part of it.
    fn open_link(&mut self, tag: &Tag<'_>) {
        let address = tag.get("href").and_then(|href| self.addresses.absolute(href));
        let address = address.map(|address| self.blocks.address(address));
        let is_note = tag.get("role") == Some("doc-noteref");
        self.text(if is_note { "[^" } else { "" });
        self.links.push(Link { address, is_note });
    }

    /// A picture; one that is only decoration says nothing.
    fn image(&mut self, tag: &Tag<'_>) {
        let words = tag.get("alt").unwrap_or_default().to_string();
        match tag.get("src").and_then(|src| self.addresses.absolute(src)) {
            _ if words.trim().is_empty() => {}
            Some(address) => {
                let number = self.blocks.address(address);
                self.run(Kind::Image(number), &words);
            }
            None => self.text(&words),
        }
    }
}

#[cfg(test)]
mod tests;
