//! The text of a page as HTML, but for what the page alone does not know.
//!
//! Input: the steps of the walk. Output: a [`Body`]: HTML without inline styles, scripts or handlers, with a [`Hole`] wherever
//! the theme, the language or another page has a word in it: where a link leads, what a directive looks like, how code is
//! coloured. The n-th heading, link and directive here is the n-th of the page's facts. It is the last collector of the walk, so
//! that a page is read and parsed once; nothing here looks anything up.

use std::borrow::Cow;
use std::mem::take;
use std::sync::Arc;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, Tag, TagEnd};

use super::links::DECORATIVE;
use super::terms::{TermUse, Terms};
use super::walk::Step;
use crate::text::push_escaped_html;

/// HTML with holes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Body {
    html: Box<str>,
    /// Where each hole is, in order.
    holes: Box<[(u32, Hole)]>,
}

/// What is missing from a [`Body`] at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hole {
    /// The id of the next heading.
    HeadingId,
    /// The link of this number begins; it may have a title.
    LinkStart(usize, Option<Box<str>>),
    /// The link that began last ends.
    LinkEnd,
    /// The image of this number among the links, with its words.
    Image(usize, Box<str>),
    /// A block of code: its language and its text.
    Code(Box<(String, String)>),
    /// The name of a table for people who do not see it.
    TableName,
    /// A box of a task list and whether it is ticked.
    Task(bool),
    /// A number that leads to the footnote of this label.
    NoteReference(Box<str>),
    /// What follows, up to [`Hole::NoteEnd`], is the footnote of this label.
    NoteStart(Box<str>),
    /// The footnote that began last ends.
    NoteEnd,
    /// The citation of this number.
    Citation(usize),
    /// The word of the glossary of this number among those of the page begins.
    TermStart(usize),
    /// It ends.
    TermEnd(usize),
    /// What follows, up to its end, is the text of an alert or a directive.
    Gather,
    /// An alert such as `> [!NOTE]`, by its word in small letters, around what was gathered last.
    Alert(&'static str),
    /// The directive of this number, around what was gathered last.
    Directive(usize),
    /// The directive of this number, without a text.
    Leaf(usize),
}

/// A stretch of a body: HTML, then the hole behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch<'a> {
    /// The HTML.
    pub html: &'a str,
    /// What comes next; `None` at the end.
    pub hole: Option<&'a Hole>,
}

impl Body {
    /// The body from its beginning to its end.
    pub fn stretches(&self) -> impl Iterator<Item = Stretch<'_>> {
        let mut start = 0;
        let ends = self.holes.iter().map(|(at, hole)| (*at as usize, Some(hole))).chain([(self.html.len(), None)]);
        ends.map(move |(end, hole)| {
            let html = self.html.get(start..end).unwrap_or_default();
            start = end;
            Stretch { html, hole }
        })
    }

    /// Its blocks of code, each with its language.
    pub fn code(&self) -> impl Iterator<Item = (&str, &str)> {
        self.holes.iter().filter_map(|(_, hole)| match hole {
            Hole::Code(code) => Some((code.0.as_str(), code.1.as_str())),
            _ => None,
        })
    }

    /// About how many bytes of memory it takes.
    #[must_use]
    pub fn size(&self) -> usize {
        self.html.len() + self.holes.len() * size_of::<(u32, Hole)>()
    }
}

/// What a [`Writer`] made of a text.
#[derive(Debug)]
pub(super) struct Finished {
    pub(super) body: Body,
    /// The words of the glossary in it, in order.
    pub(super) terms: Vec<TermUse>,
    /// How many words it has.
    pub(super) words: usize,
}

/// Collects the body. It is used again for the next page, so that its buffers need not grow anew.
#[derive(Debug, Default)]
pub(super) struct Writer {
    html: String,
    holes: Vec<(u32, Hole)>,
    raw_html: bool,
    terms: Option<Arc<Terms>>,
    /// Text that is not written yet, since a word of the glossary may go on in what comes next.
    run: String,
    /// The words of the glossary so far.
    uses: Vec<TermUse>,
    /// How many words there were.
    words: usize,
    /// By entry: whether it is explained by now whatever the theme wants, so that further uses of it are only text.
    explained: Vec<bool>,
    /// The number of the paragraph or the like that began last.
    block: usize,
    /// How many headings, links and heads of tables are open, in which no word is explained.
    plain: usize,
    /// The directives that are open.
    open: Vec<usize>,
    /// How many links and images began.
    links: usize,
    /// How many citations there were.
    citations: usize,
    /// The images that are open: its number, whether it is decoration, and its words so far.
    images: Vec<(usize, bool, String)>,
    table: Option<Table>,
    /// The language and the text of the code block that is open.
    code: Option<Box<(String, String)>>,
}

#[derive(Debug)]
struct Table {
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
}

impl Writer {
    /// Begins a page, whose text may hold words of a glossary.
    pub(super) fn begin(&mut self, raw_html: bool, terms: Option<Arc<Terms>>) {
        let (html, holes, run) = (take(&mut self.html), take(&mut self.holes), take(&mut self.run));
        *self = Self { html, holes, raw_html, terms, run, ..Self::default() };
        self.html.clear();
        self.holes.clear();
        self.run.clear();
    }

    /// What became of the page that was walked through.
    pub(super) fn finish(&mut self) -> Finished {
        self.end_run();
        let body = Body { html: self.html.as_str().into(), holes: self.holes.drain(..).collect() };
        Finished { body, terms: take(&mut self.uses), words: self.words }
    }

    /// Takes a step; the words of some are none of the text.
    pub(super) fn step(&mut self, step: &Step<'_>, counts: bool) {
        if let Step::Event(Event::Text(text) | Event::Code(text)) = step
            && counts
        {
            self.words += words_in(text);
        }
        self.citations += usize::from(*step == Step::Citation);
        if !matches!(step, Step::Event(Event::Text(_) | Event::SoftBreak)) {
            self.end_run();
        }
        match step {
            Step::Event(event) if self.images.is_empty() => self.event(event),
            Step::Event(event) => self.event_in_image(event),
            // In the words of an image only text counts.
            _ if !self.images.is_empty() => {}
            Step::Open(index) | Step::InlineOpen(index) => {
                self.open.push(*index);
                self.hole(Hole::Gather);
            }
            Step::Close(index) | Step::InlineClose(index) => {
                self.open.pop();
                self.hole(Hole::Directive(*index));
            }
            Step::Leaf(index) => self.hole(Hole::Leaf(*index)),
            Step::Citation => self.hole(Hole::Citation(self.citations - 1)),
        }
    }

    fn hole(&mut self, hole: Hole) {
        // Pages are at most 8 MB, so that their HTML is far from 4 GB.
        self.holes.push((u32::try_from(self.html.len()).unwrap_or(u32::MAX), hole));
    }

    fn write(&mut self, html: &str) {
        self.html.push_str(html);
    }

    fn event_in_image(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag @ Tag::Image { .. }) => self.start(tag),
            Event::Start(Tag::Link { .. }) => self.links += 1,
            Event::End(TagEnd::Image) => self.end_image(),
            Event::Text(text) | Event::Code(text) => self.words(text),
            Event::SoftBreak | Event::HardBreak => self.words(" "),
            _ => {}
        }
    }

    fn words(&mut self, text: &str) {
        if let Some((_, _, words)) = self.images.last_mut() {
            words.push_str(text);
        }
    }

    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(*tag),
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => match &mut self.code {
                Some(code) => code.1.push_str(text),
                None => self.text(text),
            },
            Event::Code(code) => {
                self.write("<code>");
                push_escaped_html(&mut self.html, code);
                self.write("</code>");
            }
            Event::Html(html) | Event::InlineHtml(html) => self.raw(html),
            Event::SoftBreak => self.text("\n"),
            Event::HardBreak => self.write("<br>\n"),
            Event::Rule => self.write("<hr>\n"),
            Event::FootnoteReference(label) => self.hole(Hole::NoteReference(boxed(label))),
            Event::TaskListMarker(done) => self.task(*done),
        }
    }

    fn text(&mut self, text: &str) {
        if self.terms.is_some() && self.plain == 0 {
            self.run.push_str(text);
        } else {
            push_escaped_html(&mut self.html, text);
        }
    }

    /// Writes the text that waits, with a hole before and behind each word of the glossary.
    fn end_run(&mut self) {
        if self.run.is_empty() {
            return;
        }
        let run = take(&mut self.run);
        let mut start = 0;
        // Threads that counted who holds the words would wait for one another.
        let terms = self.terms.take();
        if let Some(terms) = &terms {
            // A word may go on in the next line.
            let line =
                if run.contains('\n') { Cow::Owned(run.replace('\n', " ")) } else { Cow::Borrowed(run.as_str()) };
            self.explained.resize(terms.entries(), false);
            for sighting in terms.sightings(&line) {
                if self.explained[sighting.entry] || !Terms::is_use(&line, &sighting) {
                    continue;
                }
                self.settle(sighting.entry);
                let range = sighting.range.clone();
                push_escaped_html(&mut self.html, &run[start..range.start]);
                let number = self.uses.len();
                self.uses.push(TermUse {
                    entry: sighting.entry,
                    at: self.html.len(),
                    block: self.block,
                    directives: self.open.clone(),
                });
                self.hole(Hole::TermStart(number));
                push_escaped_html(&mut self.html, &run[range.clone()]);
                self.hole(Hole::TermEnd(number));
                start = range.end;
            }
        }
        push_escaped_html(&mut self.html, &run[start..]);
        self.terms = terms;
        self.run = run;
        self.run.clear();
    }

    /// The first use in a paragraph that stands in no directive settles its word: there it is explained, or was before.
    fn settle(&mut self, entry: usize) {
        let is_first = self.uses.last().is_none_or(|last| last.block != self.block);
        if is_first && self.open.is_empty() {
            self.explained[entry] = true;
        }
    }

    /// Raw HTML is written only where the site allows it; comments never are.
    fn raw(&mut self, html: &str) {
        if self.raw_html && !html.trim_start().starts_with("<!--") {
            self.write(html);
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        self.block += usize::from(is_block(tag));
        self.plain += usize::from(is_plain(tag.to_end()));
        match tag {
            Tag::Heading { level, .. } => {
                self.write("<");
                self.write(heading(*level as u8));
                self.write(" id=\"");
                self.hole(Hole::HeadingId);
                self.write("\">");
            }
            Tag::CodeBlock(kind) => self.code = Some(Box::new((language_of(kind), String::new()))),
            Tag::BlockQuote(Some(_)) => self.hole(Hole::Gather),
            Tag::List(Some(start)) if *start != 1 => self.write(&format!("<ol start=\"{start}\">\n")),
            Tag::FootnoteDefinition(label) => self.hole(Hole::NoteStart(boxed(label))),
            Tag::Table(alignments) => {
                self.table = Some(Table { alignments: alignments.clone(), column: 0, in_head: false });
                self.write("<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"");
                self.hole(Hole::TableName);
                self.write("\"><table>");
            }
            Tag::TableHead => {
                self.start_row(true);
                self.write("<thead><tr>");
            }
            Tag::TableRow => {
                self.start_row(false);
                self.write("<tr>");
            }
            Tag::TableCell => self.start_cell(),
            Tag::Link { title, .. } => {
                self.hole(Hole::LinkStart(self.links, (!title.is_empty()).then(|| boxed(title))));
                self.links += 1;
            }
            Tag::Image { title, .. } => {
                self.images.push((self.links, &**title == DECORATIVE, String::new()));
                self.links += 1;
            }
            tag => self.write(opening(tag)),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        self.plain = self.plain.saturating_sub(usize::from(is_plain(tag)));
        match tag {
            TagEnd::Heading(level) => {
                self.write("</");
                self.write(heading(level as u8));
                self.write(">\n");
            }
            TagEnd::CodeBlock => {
                if let Some(code) = self.code.take() {
                    self.hole(Hole::Code(code));
                }
            }
            TagEnd::BlockQuote(Some(kind)) => self.hole(Hole::Alert(alert(kind))),
            TagEnd::FootnoteDefinition => self.hole(Hole::NoteEnd),
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
            TagEnd::TableCell => {
                let in_head = self.table.as_ref().is_some_and(|table| table.in_head);
                self.write(if in_head { "</th>" } else { "</td>" });
            }
            TagEnd::Link => self.hole(Hole::LinkEnd),
            TagEnd::Image => self.end_image(),
            tag => self.write(closing(tag)),
        }
    }

    fn start_row(&mut self, in_head: bool) {
        if let Some(table) = &mut self.table {
            (table.in_head, table.column) = (in_head, 0);
        }
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
        let cell = if table.in_head { "<th scope=\"col\"" } else { "<td" };
        self.write(cell);
        self.write(class);
        self.write(">");
    }

    /// An image in the words of another is only its words.
    fn end_image(&mut self) {
        let Some((number, decorative, words)) = self.images.pop() else { return };
        if self.images.is_empty() {
            self.hole(Hole::Image(number, if decorative { Box::default() } else { words.into() }));
        } else {
            self.words(&words);
        }
    }

    /// A box of the task list; the item says so by its class, so that no list marker is drawn beside it.
    fn task(&mut self, done: bool) {
        if let Some(before) = self.html.strip_suffix("<li>").map(str::len) {
            self.html.truncate(before);
            self.write("<li class=\"task\">");
        }
        self.hole(Hole::Task(done));
    }
}

/// What counts as a paragraph where only one word is explained.
fn is_block(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Paragraph | Tag::Item | Tag::TableCell | Tag::DefinitionListDefinition)
}

/// Where no word is explained.
fn is_plain(tag: TagEnd) -> bool {
    matches!(tag, TagEnd::Heading(_) | TagEnd::Link | TagEnd::TableHead | TagEnd::DefinitionListTitle)
}

fn boxed(text: &CowStr<'_>) -> Box<str> {
    (&**text).into()
}

/// The first word after the opening fence, in lower case; only letters, digits and a few signs can be part of a class.
fn language_of(kind: &CodeBlockKind<'_>) -> String {
    let CodeBlockKind::Fenced(info) = kind else { return String::new() };
    let word = info.split([' ', ',', '{']).next().unwrap_or_default();
    word.chars().filter(|c| c.is_alphanumeric() || "+#-_.".contains(*c)).collect::<String>().to_lowercase()
}

fn alert(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "note",
        BlockQuoteKind::Tip => "tip",
        BlockQuoteKind::Important => "important",
        BlockQuoteKind::Warning => "warning",
        BlockQuoteKind::Caution => "caution",
    }
}

fn heading(level: u8) -> &'static str {
    ["h1", "h2", "h3", "h4", "h5", "h6"].get(usize::from(level).saturating_sub(1)).copied().unwrap_or("h6")
}

/// How many words begin in `text`: places where a space, or the beginning, is followed by something else.
fn words_in(text: &str) -> usize {
    let bytes = text.as_bytes();
    let Some((first, after)) = bytes.split_first() else { return 0 };
    // Every byte of a site passes here: they are counted in short stretches, whose sums fit into a byte, without a branch.
    let stretches = bytes.chunks(128).zip(after.chunks(128));
    let begins = |(a, b): (&u8, &u8)| u8::from(*a <= b' ') & u8::from(*b > b' ');
    let sum = |(a, b): (&[u8], &[u8])| a.iter().zip(b).map(begins).fold(0_u8, u8::wrapping_add);
    usize::from(*first > b' ') + stretches.map(|stretch| usize::from(sum(stretch))).sum::<usize>()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_apart_by_spaces() {
        for (text, words) in [("", 0), (" ", 0), ("one", 1), (" one  two\n", 2), ("a\tb\u{a0}c é", 3)] {
            assert_eq!(words_in(text), words, "{text:?}");
        }
    }
}
