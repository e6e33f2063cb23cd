//! The text of a page as HTML, whole.
//!
//! Input: the [`Body`] of a page and what fills its holes: where its links lead, the words of the language, the components of the
//! theme. Output: HTML without inline styles, scripts or handlers. Directives are rendered by the theme's component of their name.

use std::borrow::Cow;
use std::collections::BTreeMap;

use tera::{Context, Value};

use super::highlight;
use super::outside::{Outside, is_web};
use super::templates::Templates;
use super::words::{Word, Words};
use crate::content::directives::Kind;
use crate::content::{Body, ContentFile, DirectiveUse, Hole, built_in, component_name};
use crate::diagnostic::{Diagnostic, Place};
use crate::site::includes;
use crate::site::tables::{self, Shown};
use crate::site::{Includes, Page, ResolvedLink, Values, is_right};
use crate::text::{escape_html, push_escaped_html};
use crate::theme::{ArgumentKind, Strings};

/// How wide a picture is on screen: as wide as the text, which is never much wider than 42 letters of its size are high.
const SIZES: &str = "(min-width: 45em) 42em, 100vw";

/// What fills the holes of a page's text.
pub(super) struct PageText<'a> {
    pub(super) page: &'a Page,
    pub(super) file: &'a ContentFile,
    pub(super) links: &'a [ResolvedLink],
    pub(super) words: &'a Words<'a>,
    /// The numbers of other websites, for paper; empty where no template lists them.
    pub(super) outside: &'a Outside<'a>,
    /// The texts of the page's snippets, in their order.
    pub(super) bodies: &'a [Cow<'a, Body>],
    /// What variables stand for.
    pub(super) values: Values<'a>,
    pub(super) strings: &'a Strings<'a>,
    pub(super) templates: &'a Templates,
    /// The values that components may read by `@name`.
    pub(super) implicits: &'a Context,
    pub(super) form: Form,
}

/// For whom the HTML is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Browsers.
    Page,
    /// The Markdown twin, in which boxes are quotes, so that their end is seen.
    Twin,
}

/// Renders the body of a page.
pub(super) fn to_html(page: &PageText<'_>, body: &Body) -> Result<String, Diagnostic> {
    let mut writer = Writer {
        page,
        buffers: vec![String::with_capacity(body.size() * 5 / 4)],
        headings: 0,
        open_links: Vec::new(),
        footnotes: Footnotes::default(),
        cited: numbers(page.page),
        at: Text { file: page.file, links: page.links, includes: &page.page.includes, is_snippet: false },
    };
    writer.fill_all(body)?;
    Ok(writer.finish())
}

struct Writer<'a> {
    page: &'a PageText<'a>,
    /// The last is written to; a directive, an alert or a footnote is gathered in one of its own until it ends.
    buffers: Vec<String>,
    headings: usize,
    /// Whether each link that is open was written as one.
    open_links: Vec<bool>,
    footnotes: Footnotes,
    /// The number of each source that the text cites, and how often it did so far.
    cited: BTreeMap<&'a str, (usize, usize)>,
    /// The text at hand.
    at: Text<'a>,
}

/// The text of the page, or of a snippet in it.
#[derive(Clone, Copy)]
struct Text<'a> {
    file: &'a ContentFile,
    links: &'a [ResolvedLink],
    includes: &'a Includes,
    is_snippet: bool,
}

#[derive(Default)]
struct Footnotes {
    numbers: BTreeMap<String, usize>,
    uses: Vec<usize>,
    texts: BTreeMap<String, String>,
    open: Vec<String>,
}

impl<'a> Writer<'a> {
    fn fill_all(&mut self, body: &Body) -> Result<(), Diagnostic> {
        for stretch in body.stretches() {
            self.write(stretch.html);
            stretch.hole.map_or(Ok(()), |hole| self.fill(hole))?;
        }
        Ok(())
    }

    fn out(&mut self) -> &mut String {
        if self.buffers.is_empty() {
            self.buffers.push(String::new());
        }
        let last = self.buffers.len() - 1;
        &mut self.buffers[last]
    }

    fn write(&mut self, html: &str) {
        self.out().push_str(html);
    }

    fn write_text(&mut self, text: &str) {
        push_escaped_html(self.out(), text);
    }

    fn fill(&mut self, hole: &Hole) -> Result<(), Diagnostic> {
        match hole {
            Hole::HeadingId => self.heading_id(),
            Hole::LinkStart(number, title) => self.start_link(*number, title.as_deref()),
            Hole::LinkEnd => {
                if self.open_links.pop().unwrap_or(false) {
                    self.write("</a>");
                }
            }
            Hole::Image(number, words) => self.image(*number, words),
            Hole::Code(code) => self.code(&code.0, &code.1),
            Hole::TableName => self.write_text(self.page.strings.text("table")),
            Hole::Task(done) => self.task(*done),
            Hole::NoteReference(label) => self.footnote_reference(label),
            Hole::NoteStart(label) => {
                self.footnotes.open.push(label.to_string());
                self.buffers.push(String::new());
            }
            Hole::NoteEnd => {
                let html = self.buffers.pop().unwrap_or_default();
                if let Some(label) = self.footnotes.open.pop() {
                    self.footnotes.texts.insert(label, html);
                }
            }
            Hole::Gather => self.buffers.push(String::new()),
            Hole::Alert(kind) => return self.alert(kind),
            Hole::Directive(number) => {
                let body = self.buffers.pop().unwrap_or_default();
                return self.directive(*number, Some(&body));
            }
            Hole::Leaf(number) => return self.directive(*number, None),
            Hole::Citation(number) => self.citation(*number),
            Hole::TermStart(number) => self.write(self.word(*number).map_or("", |word| &word.before)),
            Hole::TermEnd(number) => self.write(self.word(*number).map_or("", |word| &word.behind)),
        }
        Ok(())
    }

    fn heading_id(&mut self) {
        let id = self.at.file.outline.get(self.headings).map(|heading| heading.id.as_str()).unwrap_or_default();
        self.write_text(id);
        self.headings += 1;
    }

    fn code(&mut self, language: &str, code: &str) {
        self.write("<pre class=\"code\" tabindex=\"0\"><code");
        if !language.is_empty() {
            self.write(" class=\"language-");
            self.write_text(language);
            self.write("\"");
        }
        self.write(">");
        highlight::highlight_into(self.out(), language, code);
        self.write("</code></pre>\n");
    }

    fn start_link(&mut self, number: usize, title: Option<&str>) {
        let link = self.at.links.get(number).filter(|link| !link.href.is_empty());
        self.open_links.push(link.is_some());
        let Some(link) = link else { return };
        self.write("<a href=\"");
        self.write_text(&link.href);
        if let Some(title) = title {
            self.write("\" title=\"");
            self.write_text(title);
        }
        let leaves = link.external && is_web(&link.href);
        if let Some(number) = self.page.outside.number(&link.href).filter(|_| leaves) {
            self.write(&format!("\" data-note=\"{number}"));
        }
        self.write(if leaves { "\" rel=\"noreferrer\">" } else { "\">" });
    }

    fn image(&mut self, number: usize, words: &str) {
        let Some(link) = self.at.links.get(number) else { return };
        let offers_webp = !link.webp.is_empty() && self.page.form == Form::Page;
        if offers_webp {
            self.write("<picture><source type=\"image/webp\"");
            self.offers(&link.webp);
            self.write(">");
        }
        self.write("<img src=\"");
        // A browser that knows no `srcset` gets the one in the middle.
        let middle = link.widths.get(link.widths.len() / 2).map_or(&link.href, |(_, href)| href);
        self.write_text(middle);
        self.write("\" alt=\"");
        self.write_text(words);
        self.write("\"");
        if let Some((width, height)) = link.size {
            self.write(&format!(" width=\"{width}\" height=\"{height}\""));
        }
        if !link.widths.is_empty() {
            self.offers(&link.widths);
        }
        self.write(" loading=\"lazy\" decoding=\"async\">");
        self.write(if offers_webp { "</picture>" } else { "" });
    }

    /// The same picture in several widths, from which a browser chooses.
    fn offers(&mut self, widths: &[(u32, String)]) {
        let offers: Vec<String> = widths.iter().map(|(width, href)| format!("{href} {width}w")).collect();
        self.write(" srcset=\"");
        self.write_text(&offers.join(", "));
        self.write(&format!("\" sizes=\"{SIZES}\""));
    }

    /// Numbers in brackets that lead to the list of references, each with its place in the source.
    fn citation(&mut self, number: usize) {
        let Some(citation) = self.at.file.citations.get(number) else { return };
        self.write("<span class=\"citation\">[");
        for (index, item) in citation.items.iter().enumerate() {
            let Some((number, uses)) = self.cited.get_mut(item.source.value.as_str()) else { continue };
            *uses += 1;
            let link = format!(
                "<a id=\"{}\" href=\"#{}\" role=\"doc-biblioref\">{number}</a>",
                citation_id(*number, *uses),
                reference_id(*number)
            );
            self.write(if index == 0 { "" } else { "; " });
            self.write(&link);
            if let Some(place) = &item.place {
                self.write(", ");
                self.write_text(place);
            }
        }
        self.write("]</span>");
    }

    fn task(&mut self, done: bool) {
        self.write("<input type=\"checkbox\" disabled");
        self.write(if done { " checked aria-label=\"" } else { " aria-label=\"" });
        self.write_text(self.page.strings.text(if done { "task_done" } else { "task_open" }));
        self.write("\"> ");
    }

    /// `> [!NOTE]` and its like are rendered by the theme's `callout`, as `:::callout` is.
    fn alert(&mut self, kind: &str) -> Result<(), Diagnostic> {
        let body = self.buffers.pop().unwrap_or_default();
        if !self.page.templates.components().contains_key("callout") {
            self.write(&format!("<blockquote class=\"{kind}\">\n{body}</blockquote>\n"));
            return Ok(());
        }
        let mut arguments = Context::new();
        arguments.insert("kind", kind);
        arguments.insert("title", self.page.strings.text(&format!("callout_{kind}")));
        let place = Place::file(self.page.file.path.clone());
        let html =
            self.page.templates.render_component("callout", &arguments, self.page.implicits, Some(&body), &place)?;
        self.boxed(&html);
        Ok(())
    }

    fn directive(&mut self, number: usize, body: Option<&str>) -> Result<(), Diagnostic> {
        let file = self.at.file;
        let Some(directive) = file.directives.get(number) else { return Ok(()) };
        match directive.name.as_str() {
            built_in::INCLUDE => return self.include(number),
            built_in::VAR => {
                self.variable(directive);
                return Ok(());
            }
            built_in::DATA_TABLE | built_in::DATA_LIST => {
                // What is wrong with it is an error of the page already.
                if let Ok(shown) = tables::shown(directive, file, self.page.values) {
                    self.data(&shown);
                }
                return Ok(());
            }
            _ => {}
        }
        let name = component_name(&directive.name);
        let components = self.page.templates.components();
        let Some(component) = components.get(&name).filter(|_| is_right(directive, file, components)) else {
            // A directive that is not right is an error of the page already; its text is kept so that nothing is lost.
            self.write(body.unwrap_or_default());
            return Ok(());
        };
        let mut arguments = Context::new();
        if let Some(title) = &directive.title {
            arguments.insert("title", &title.value);
        }
        for (key, _, value, _) in &directive.arguments {
            let kind = component.argument(key).map_or(ArgumentKind::Text, |declared| declared.kind);
            arguments.insert_value(key.clone(), value_of(kind, value));
        }
        let place = Place::at(file.path.clone(), directive.opening);
        let html = self.page.templates.render_component(&name, &arguments, self.page.implicits, body, &place)?;
        match directive.kind {
            Kind::Inline => self.write(html.trim()),
            Kind::Leaf => self.block(&html),
            Kind::Block => self.boxed(&html),
        }
        Ok(())
    }

    /// The text of a snippet. One that is not there is an error of the page already.
    fn include(&mut self, number: usize) -> Result<(), Diagnostic> {
        let Some(place) = self.at.includes.get(&number) else { return Ok(()) };
        let page = self.page;
        let Some((snippet, body)) = page.page.snippets.get(*place).zip(page.bodies.get(*place)) else { return Ok(()) };
        let text = Text { file: &snippet.file, links: &snippet.links, includes: &snippet.includes, is_snippet: true };
        let around = std::mem::replace(&mut self.at, text);
        self.fill_all(body)?;
        self.at = around;
        Ok(())
    }

    /// A table as Markdown makes it, or a list.
    fn data(&mut self, shown: &Shown) {
        if shown.heads.is_empty() {
            self.write("<ul>\n");
            for item in shown.rows.iter().flatten() {
                self.element("li", item);
                self.write("\n");
            }
            self.write("</ul>\n");
            return;
        }
        self.write("<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"");
        self.write_text(shown.caption.as_deref().unwrap_or_else(|| self.page.strings.text("table")));
        self.write("\"><table>");
        if let Some(caption) = &shown.caption {
            self.element("caption", caption);
        }
        self.write("<thead><tr>");
        for head in &shown.heads {
            self.write("<th scope=\"col\">");
            self.write_text(head);
            self.write("</th>");
        }
        self.write("</tr></thead><tbody>\n");
        for row in &shown.rows {
            self.write("<tr>");
            for cell in row {
                self.element("td", cell);
            }
            self.write("</tr>\n");
        }
        self.write("</tbody></table></div>\n");
    }

    fn element(&mut self, name: &str, text: &str) {
        self.write(&format!("<{name}>"));
        self.write_text(text);
        self.write(&format!("</{name}>"));
    }

    fn variable(&mut self, used: &DirectiveUse) {
        let name = used.text.as_ref().map(|text| text.value.trim()).unwrap_or_default();
        self.write_text(&self.page.values.get(name).unwrap_or_default());
    }

    /// The word of the glossary of this number, if it is explained here; in a snippet none is.
    fn word(&self, number: usize) -> Option<&'a Word<'a>> {
        self.page.words.get(number).filter(|_| !self.at.is_snippet)
    }

    fn block(&mut self, html: &str) {
        self.write(html.trim());
        self.write("\n");
    }

    /// HTML around a text. What is a box on the page is a quote in the twin.
    fn boxed(&mut self, html: &str) {
        match self.page.form {
            Form::Page => self.block(html),
            Form::Twin => self.block(&format!("<blockquote>\n{}\n</blockquote>", html.trim())),
        }
    }

    fn footnote_reference(&mut self, label: &str) {
        let next = self.footnotes.numbers.len() + 1;
        let number = *self.footnotes.numbers.entry(label.to_string()).or_insert(next);
        if number == next {
            self.footnotes.uses.push(0);
        }
        self.footnotes.uses[number - 1] += 1;
        let id = note_id(number, self.footnotes.uses[number - 1]);
        self.write(&format!(
            "<sup class=\"footnote-ref\"><a id=\"{id}\" href=\"#_fn-{number}\" role=\"doc-noteref\">{number}</a></sup>"
        ));
    }

    fn finish(mut self) -> String {
        let mut html = self.buffers.first_mut().map(std::mem::take).unwrap_or_default();
        self.write_footnotes(&mut html);
        html
    }

    fn write_footnotes(&self, html: &mut String) {
        let mut labels: Vec<(&usize, &String)> =
            self.footnotes.numbers.iter().map(|(label, number)| (number, label)).collect();
        labels.sort();
        if labels.is_empty() {
            return;
        }
        let title = escape_html(self.page.strings.text("footnotes"));
        html.push_str(&format!(
            "<section class=\"footnotes\" role=\"doc-endnotes\">\n<h2 id=\"_footnotes\">{title}</h2>\n<ol>\n"
        ));
        for (number, label) in labels {
            let text = self.footnotes.texts.get(label).map(|text| text.trim_end()).unwrap_or_default();
            let (text, end) = text.strip_suffix("</p>").map_or((text, ""), |inner| (inner, "</p>"));
            html.push_str(&format!("<li id=\"_fn-{number}\">{text}"));
            for nth in 1..=self.footnotes.uses[number - 1] {
                let id = note_id(*number, nth);
                let label = self.page.strings.text("footnote_back").replace("{n}", &number.to_string());
                let label = escape_html(&label).to_string();
                html.push_str(&format!(
                    " <a class=\"back\" href=\"#{id}\" role=\"doc-backlink\" aria-label=\"{label}\">↩</a>"
                ));
            }
            html.push_str(&format!("{end}</li>\n"));
        }
        html.push_str("</ol>\n</section>\n");
    }
}

/// The sources that a page cites, with their numbers.
fn numbers(page: &Page) -> BTreeMap<&str, (usize, usize)> {
    includes::cited(page).into_iter().zip(1..).map(|(source, number)| (source.value.as_str(), (number, 0))).collect()
}

/// The id of a source in the list of references.
pub(super) fn reference_id(number: usize) -> String {
    format!("_ref-{number}")
}

/// The id of the n-th citation of a source.
pub(super) fn citation_id(number: usize, nth: usize) -> String {
    if nth == 1 { format!("_cite-{number}") } else { format!("_cite-{number}-{nth}") }
}

fn note_id(number: usize, nth: usize) -> String {
    if nth == 1 { format!("_fnref-{number}") } else { format!("_fnref-{number}-{nth}") }
}

fn value_of(kind: ArgumentKind, text: &str) -> Value {
    match kind {
        ArgumentKind::Text => Value::from(text),
        ArgumentKind::Bool => Value::from(text == "true"),
        ArgumentKind::Integer => text.parse::<i64>().map_or_else(|_| Value::from(text), Value::from),
        ArgumentKind::Number => text.parse::<f64>().map_or_else(|_| Value::from(text), Value::from),
    }
}
