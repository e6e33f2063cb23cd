//! The text of a page as HTML.
//!
//! Input: the bytes of a content file, its facts, and where its links lead. Output: HTML without inline styles, scripts or
//! handlers: alignment is a class, code is coloured by class. Directives are rendered by the theme's component of their name.
//! The walk is the same as the one that collected the facts, so the n-th heading and the n-th link here are the n-th there.

use std::collections::BTreeMap;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, HeadingLevel, Tag, TagEnd};
use tera::{Context, Value};

use super::highlight;
use super::templates::Templates;
use crate::content::directives::{Directive, Excerpt, Kind};
use crate::content::walk::{Step, plain, prepare, walk};
use crate::content::{ContentFile, component_name};
use crate::diagnostic::Diagnostic;
use crate::site::{ResolvedLink, is_right};
use crate::text::{escape_html, push_escaped_html};
use crate::theme::{ArgumentKind, Strings};

/// What the writer knows of a page besides its text.
pub(super) struct PageText<'a> {
    pub(super) file: &'a ContentFile,
    pub(super) links: &'a [ResolvedLink],
    pub(super) strings: &'a Strings<'a>,
    pub(super) raw_html: bool,
}

/// Renders the body of a page; `implicits` are the values that components may read by `@name`.
pub(super) fn to_html(
    page: &PageText<'_>,
    text: &str,
    templates: &Templates,
    implicits: &Context,
) -> Result<String, Diagnostic> {
    let body = text.get(page.file.body_start..).unwrap_or_default();
    let excerpt = Excerpt { file: page.file.path.clone(), offset: page.file.body_start, text: body };
    let prepared = if page.file.directives.is_empty() { plain(&excerpt) } else { prepare(&excerpt).value };
    let mut writer = Writer {
        page,
        excerpt: &excerpt,
        directives: &prepared.directives,
        templates,
        implicits,
        buffers: vec![String::with_capacity(body.len() * 3 / 2)],
        headings: 0,
        links: 0,
        open_links: Vec::new(),
        images: Vec::new(),
        table: None,
        code: None,
        footnotes: Footnotes::default(),
    };
    for (step, _) in walk(&prepared) {
        match step {
            Step::Event(event) => writer.event(event)?,
            Step::Open(_) | Step::InlineOpen(_) => writer.buffers.push(String::new()),
            Step::Close(index) | Step::InlineClose(index) => {
                let body = writer.buffers.pop().unwrap_or_default();
                writer.directive(index, Some(&body))?;
            }
            Step::Leaf(index) => writer.directive(index, None)?,
        }
    }
    Ok(writer.finish())
}

struct Writer<'a> {
    page: &'a PageText<'a>,
    excerpt: &'a Excerpt<'a>,
    directives: &'a [Directive<'a>],
    templates: &'a Templates,
    implicits: &'a Context,
    /// The last is written to; a directive, an alert or a footnote is gathered in one of its own until it ends.
    buffers: Vec<String>,
    headings: usize,
    links: usize,
    /// Whether each link that is open was written as one.
    open_links: Vec<bool>,
    /// The images that are open: index of the link, and the text between the brackets so far.
    images: Vec<(usize, bool, String)>,
    table: Option<Table>,
    /// The language and the text of the code block that is open.
    code: Option<(String, String)>,
    footnotes: Footnotes,
}

struct Table {
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
}

#[derive(Default)]
struct Footnotes {
    numbers: BTreeMap<String, usize>,
    uses: Vec<usize>,
    texts: BTreeMap<String, String>,
    open: Vec<String>,
}

impl Writer<'_> {
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

    fn event(&mut self, event: Event<'_>) -> Result<(), Diagnostic> {
        if let Some((_, _, alt)) = self.images.last_mut() {
            match &event {
                Event::Text(text) | Event::Code(text) => alt.push_str(text),
                Event::SoftBreak | Event::HardBreak => alt.push(' '),
                _ => {}
            }
            if !matches!(
                event,
                Event::Start(Tag::Image { .. } | Tag::Link { .. }) | Event::End(TagEnd::Image | TagEnd::Link)
            ) {
                return Ok(());
            }
        }
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => return self.end(tag),
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text),
            Event::Code(code) => {
                self.write("<code>");
                push_escaped_html(self.out(), &code);
                self.write("</code>");
            }
            Event::Html(html) | Event::InlineHtml(html) => self.raw(&html),
            Event::SoftBreak => self.write("\n"),
            Event::HardBreak => self.write("<br>\n"),
            Event::Rule => self.write("<hr>\n"),
            Event::FootnoteReference(label) => self.footnote_reference(&label),
            Event::TaskListMarker(done) => self.task(done),
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        match &mut self.code {
            Some((_, code)) => code.push_str(text),
            None => push_escaped_html(self.out(), text),
        }
    }

    /// Raw HTML is written only where the site allows it; comments never are.
    fn raw(&mut self, html: &str) {
        if self.page.raw_html && !html.trim_start().starts_with("<!--") {
            self.write(html);
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => self.start_heading(level),
            Tag::CodeBlock(kind) => self.code = Some((language_of(&kind), String::new())),
            Tag::BlockQuote(Some(_)) => self.buffers.push(String::new()),
            Tag::List(Some(start)) if start != 1 => self.write(&format!("<ol start=\"{start}\">\n")),
            Tag::FootnoteDefinition(label) => {
                self.footnotes.open.push(label.to_string());
                self.buffers.push(String::new());
            }
            Tag::Table(alignments) => self.start_table(alignments),
            Tag::TableHead => {
                if let Some(table) = &mut self.table {
                    (table.in_head, table.column) = (true, 0);
                }
                self.write("<thead><tr>");
            }
            Tag::TableRow => {
                if let Some(table) = &mut self.table {
                    table.column = 0;
                }
                self.write("<tr>");
            }
            Tag::TableCell => self.start_cell(),
            Tag::Link { title, .. } => self.start_link(&title),
            Tag::Image { title, .. } => {
                self.images.push((self.links, &*title == "decorative", String::new()));
                self.links += 1;
            }
            tag => self.write(opening(&tag)),
        }
    }

    fn end(&mut self, tag: TagEnd) -> Result<(), Diagnostic> {
        match tag {
            TagEnd::Heading(level) => self.write(&format!("</{level}>\n")),
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::BlockQuote(Some(kind)) => return self.alert(kind),
            TagEnd::FootnoteDefinition => {
                let html = self.buffers.pop().unwrap_or_default();
                if let Some(label) = self.footnotes.open.pop() {
                    self.footnotes.texts.insert(label, html);
                }
            }
            TagEnd::Table => {
                self.table = None;
                self.write("</tbody></table></div>\n");
            }
            TagEnd::TableHead => {
                if let Some(table) = &mut self.table {
                    table.in_head = false;
                }
                self.write("</tr></thead><tbody>\n");
            }
            TagEnd::TableCell => self.end_cell(),
            TagEnd::Link => {
                if self.open_links.pop().unwrap_or(false) {
                    self.write("</a>");
                }
            }
            TagEnd::Image => self.end_image(),
            tag => self.write(closing(tag)),
        }
        Ok(())
    }

    fn start_heading(&mut self, level: HeadingLevel) {
        let id = self.page.file.outline.get(self.headings).map(|heading| heading.id.as_str()).unwrap_or_default();
        let html = format!("<{level} id=\"{}\">", escape_html(id));
        self.headings += 1;
        self.write(&html);
    }

    fn end_code(&mut self) {
        let Some((language, code)) = self.code.take() else { return };
        self.write("<pre class=\"code\" tabindex=\"0\"><code");
        if !language.is_empty() {
            let class = format!(" class=\"language-{}\"", escape_html(&language));
            self.write(&class);
        }
        self.write(">");
        highlight::highlight_into(self.out(), &language, &code);
        self.write("</code></pre>\n");
    }

    fn start_table(&mut self, alignments: Vec<Alignment>) {
        self.table = Some(Table { alignments, column: 0, in_head: false });
        let label = escape_html(self.page.strings.text("table")).to_string();
        self.write("<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"");
        self.write(&label);
        self.write("\"><table>");
    }

    fn start_cell(&mut self) {
        let Some(table) = &mut self.table else { return };
        let class = match table.alignments.get(table.column) {
            Some(Alignment::Left) => " class=\"left\"",
            Some(Alignment::Center) => " class=\"center\"",
            Some(Alignment::Right) => " class=\"right\"",
            Some(Alignment::None) | None => "",
        };
        table.column += 1;
        let html = if table.in_head { format!("<th scope=\"col\"{class}>") } else { format!("<td{class}>") };
        self.write(&html);
    }

    fn end_cell(&mut self) {
        let in_head = self.table.as_ref().is_some_and(|table| table.in_head);
        self.write(if in_head { "</th>" } else { "</td>" });
    }

    fn start_link(&mut self, title: &CowStr<'_>) {
        let link = self.page.links.get(self.links).cloned().unwrap_or_default();
        self.links += 1;
        let written = self.images.is_empty() && !link.href.is_empty();
        self.open_links.push(written);
        if !written {
            return;
        }
        let mut html = format!("<a href=\"{}\"", escape_html(&link.href));
        if !title.is_empty() {
            html.push_str(&format!(" title=\"{}\"", escape_html(title)));
        }
        if link.external && is_web(&link.href) {
            html.push_str(" rel=\"noreferrer\"");
        }
        html.push('>');
        self.write(&html);
    }

    fn end_image(&mut self) {
        let Some((index, decorative, alt)) = self.images.pop() else { return };
        if let Some((_, _, outer)) = self.images.last_mut() {
            outer.push_str(&alt);
            return;
        }
        let link = self.page.links.get(index).cloned().unwrap_or_default();
        let alt = if decorative { String::new() } else { alt };
        let mut html = format!("<img src=\"{}\" alt=\"{}\"", escape_html(&link.href), escape_html(&alt));
        if let Some((width, height)) = link.size {
            html.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
        }
        html.push_str(" loading=\"lazy\" decoding=\"async\">");
        self.write(&html);
    }

    /// A box of the task list; the item says so by its class, so that no list marker is drawn beside it.
    fn task(&mut self, done: bool) {
        let name = escape_html(self.page.strings.text(if done { "task_done" } else { "task_open" })).to_string();
        let out = self.out();
        if let Some(before) = out.strip_suffix("<li>").map(str::len) {
            out.truncate(before);
            out.push_str("<li class=\"task\">");
        }
        let checked = if done { " checked" } else { "" };
        out.push_str(&format!("<input type=\"checkbox\" disabled{checked} aria-label=\"{name}\"> "));
    }

    /// `> [!NOTE]` and its like are rendered by the theme's `callout`, as `:::callout` is.
    fn alert(&mut self, kind: BlockQuoteKind) -> Result<(), Diagnostic> {
        let body = self.buffers.pop().unwrap_or_default();
        let kind = match kind {
            BlockQuoteKind::Note => "note",
            BlockQuoteKind::Tip => "tip",
            BlockQuoteKind::Important => "important",
            BlockQuoteKind::Warning => "warning",
            BlockQuoteKind::Caution => "caution",
        };
        if !self.templates.components().contains_key("callout") {
            self.write(&format!("<blockquote class=\"{kind}\">\n{body}</blockquote>\n"));
            return Ok(());
        }
        let mut arguments = Context::new();
        arguments.insert("kind", kind);
        arguments.insert("title", self.page.strings.text(&format!("callout_{kind}")));
        let place = crate::diagnostic::Place::file(self.page.file.path.clone());
        let html = self.templates.render_component("callout", &arguments, self.implicits, Some(&body), &place)?;
        self.block(&html);
        Ok(())
    }

    fn directive(&mut self, index: usize, body: Option<&str>) -> Result<(), Diagnostic> {
        let Some(directive) = self.directives.get(index) else { return Ok(()) };
        let name = component_name(directive.name);
        let components = self.templates.components();
        let used = self.page.file.directives.get(index);
        let is_right = used.is_some_and(|used| is_right(used, self.page.file, components));
        let Some(component) = components.get(&name).filter(|_| is_right) else {
            // A directive that is not right is an error of the page already; its text is kept so that nothing is lost.
            self.write(body.unwrap_or_default());
            return Ok(());
        };
        let mut arguments = Context::new();
        if let Some(title) = &directive.title {
            arguments.insert("title", title.text);
        }
        for argument in &directive.arguments {
            let kind = component.argument(argument.key).map_or(ArgumentKind::Text, |declared| declared.kind);
            arguments.insert_value(argument.key.to_string(), value_of(kind, argument.value));
        }
        let place = self.excerpt.place(directive.opening);
        let html = self.templates.render_component(&name, &arguments, self.implicits, body, &place)?;
        if directive.kind == Kind::Inline {
            self.write(html.trim());
        } else {
            self.block(&html);
        }
        Ok(())
    }

    fn block(&mut self, html: &str) {
        self.write(html.trim());
        self.write("\n");
    }

    fn footnote_reference(&mut self, label: &str) {
        let next = self.footnotes.numbers.len() + 1;
        let number = *self.footnotes.numbers.entry(label.to_string()).or_insert(next);
        if number == next {
            self.footnotes.uses.push(0);
        }
        self.footnotes.uses[number - 1] += 1;
        let id = reference_id(number, self.footnotes.uses[number - 1]);
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
                let id = reference_id(*number, nth);
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

/// Whether an address that leaves the site opens a website, and not a mail or a call.
fn is_web(address: &str) -> bool {
    let scheme = address.split_once(':').map_or("", |(scheme, _)| scheme);
    !["mailto", "sms", "tel"].iter().any(|other| scheme.eq_ignore_ascii_case(other))
}

fn reference_id(number: usize, nth: usize) -> String {
    if nth == 1 { format!("_fnref-{number}") } else { format!("_fnref-{number}-{nth}") }
}

/// The first word after the opening fence, in lower case; only letters, digits and a few signs can be part of a class.
fn language_of(kind: &CodeBlockKind<'_>) -> String {
    let CodeBlockKind::Fenced(info) = kind else { return String::new() };
    let word = info.split([' ', ',', '{']).next().unwrap_or_default();
    word.chars().filter(|c| c.is_alphanumeric() || "+#-_.".contains(*c)).collect::<String>().to_lowercase()
}

fn value_of(kind: ArgumentKind, text: &str) -> Value {
    match kind {
        ArgumentKind::Text => Value::from(text),
        ArgumentKind::Bool => Value::from(text == "true"),
        ArgumentKind::Integer => text.parse::<i64>().map_or_else(|_| Value::from(text), Value::from),
        ArgumentKind::Number => text.parse::<f64>().map_or_else(|_| Value::from(text), Value::from),
    }
}

fn opening(tag: &Tag<'_>) -> &'static str {
    match tag {
        Tag::Paragraph => "<p>",
        Tag::BlockQuote(_) => "<blockquote>\n",
        Tag::List(None) => "<ul>\n",
        Tag::List(Some(_)) => "<ol>\n",
        Tag::Item => "<li>",
        Tag::DefinitionList => "<dl>\n",
        Tag::DefinitionListTitle => "<dt>",
        Tag::DefinitionListDefinition => "<dd>",
        Tag::Emphasis => "<em>",
        Tag::Strong => "<strong>",
        Tag::Strikethrough => "<del>",
        Tag::Superscript => "<sup>",
        Tag::Subscript => "<sub>",
        _ => "",
    }
}

fn closing(tag: TagEnd) -> &'static str {
    match tag {
        TagEnd::Paragraph => "</p>\n",
        TagEnd::BlockQuote(_) => "</blockquote>\n",
        TagEnd::List(false) => "</ul>\n",
        TagEnd::List(true) => "</ol>\n",
        TagEnd::Item => "</li>\n",
        TagEnd::DefinitionList => "</dl>\n",
        TagEnd::DefinitionListTitle => "</dt>\n",
        TagEnd::DefinitionListDefinition => "</dd>\n",
        TagEnd::TableRow => "</tr>\n",
        TagEnd::Emphasis => "</em>",
        TagEnd::Strong => "</strong>",
        TagEnd::Strikethrough => "</del>",
        TagEnd::Superscript => "</sup>",
        TagEnd::Subscript => "</sub>",
        _ => "",
    }
}
