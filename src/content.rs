//! What each content file says, as facts.
//!
//! Input: the files under `content/`. Output: a [`ContentFile`] for each page (front matter, outline, links, directives, a
//! summary, the text as HTML with holes), the other files that lie beside pages, and the typed data files. One walk over the
//! Markdown events feeds one collector for each kind of fact. Files are read side by side and remembered by the hash of their
//! bytes. Nothing here knows of other pages.

mod body;
pub mod built_in;
mod cascades;
mod citations;
pub mod data;
mod depth;
pub mod directives;
pub mod front_matter;
mod held;
mod html;
pub mod images;
mod links;
mod lists;
mod load;
mod outline;
mod same;
pub mod sections;
mod summary;
mod terms;
pub mod walk;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

pub use body::{Body, Hole};
pub use citations::{Citation, Cited};
pub use data::{
    Data, Helpline, HelplineKind, Named, Need, Person, PersonKind, Search, SourceKind, Synonym, SynonymKind, Telephone,
    Term, UrgentSearch,
};
pub use front_matter::{FrontMatter, Review, SortBy, TranslationMethod};
pub use held::{Unheld, Written, held, terms, words};
pub use links::{Link, LinkKind};
pub use load::{Known, read, read_again};
pub use outline::Heading;
pub use terms::{TermUse, Terms};

pub(crate) use cascades::folders_above;

pub use crate::yaml::Free;

use crate::cache::{Key, KeyBuilder};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Outcome, Place, Span, rules};
use crate::picture::Look;
use crate::yaml::Spanned;
use directives::{Directive, Excerpt};
use front_matter::Cascade;
use walk::Step;

/// All of `content/` but the data files.
#[derive(Debug, Default)]
pub struct Content {
    /// The pages and sections, sorted by path.
    pub files: Vec<Arc<ContentFile>>,
    /// The texts of `snippets/`, which pages take in, by path.
    pub snippets: BTreeMap<Arc<str>, Arc<ContentFile>>,
    /// The other files, by path.
    pub assets: BTreeMap<Arc<str>, Asset>,
    /// The pictures in `static/`, by path.
    pub static_pictures: BTreeMap<Arc<str>, Asset>,
}

/// A file that lies beside pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asset {
    /// Width and height in pixels, when it is an image that tells.
    pub size: Option<(u32, u32)>,
    /// How it is stored, when it is a picture of which smaller ones can be made.
    pub look: Option<Look>,
}

/// What a content file is by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// `_index.md`.
    Section,
    /// `index.md`: a page with its files in its own folder.
    Bundle,
    /// Any other `.md`.
    Page,
}

/// The facts of one content file.
#[derive(Debug, Clone)]
pub struct ContentFile {
    /// Path from the site's root.
    pub path: Arc<str>,
    /// The folder below `content/`, without a final `/`; empty for the root.
    pub folder: String,
    /// The name without language and ending.
    pub stem: String,
    /// The language in the name: `es` of `tapering.es.md`.
    pub language: Option<String>,
    /// What it is by its name.
    pub kind: FileKind,
    /// Hash of its bytes.
    pub hash: Key,
    /// Its front matter, with what the sections above it hand down.
    pub front: Arc<FrontMatter>,
    /// The bytes of its Markdown; they end early where the text stands too deep to be read.
    pub markdown: Range<usize>,
    /// The headings, in order.
    pub outline: Vec<Heading>,
    /// The hash of the text before the first heading, and of each section, in order.
    pub sections: Vec<Key>,
    /// The links and images, in order.
    pub links: Vec<Link>,
    /// The directives, in order.
    pub directives: Vec<DirectiveUse>,
    /// The citations, in order.
    pub citations: Vec<Citation>,
    /// The first words of the text.
    pub summary: String,
    /// Whether the text holds a code block.
    pub has_code: bool,
    /// Whether the text has footnotes.
    pub has_notes: bool,
    /// The text as HTML and its words, for [`held`], [`terms`] and [`words`].
    pub written: Written,
}

impl ContentFile {
    /// The name that all translations share: `detox/tapering`, and the folder for sections and bundles.
    #[must_use]
    pub fn name(&self) -> String {
        match (self.kind, self.folder.as_str()) {
            (FileKind::Section | FileKind::Bundle, folder) => folder.to_string(),
            (FileKind::Page, "") => self.stem.clone(),
            (FileKind::Page, folder) => format!("{folder}/{}", self.stem),
        }
    }

    /// The names of the values that the text shows.
    pub fn variables(&self) -> impl Iterator<Item = &str> {
        let named = self.directives.iter().filter(|used| used.name == built_in::VAR);
        named.filter_map(|used| used.text.as_ref()).map(|text| text.value.trim())
    }

    /// The directives that show a data file.
    pub fn data_uses(&self) -> impl Iterator<Item = &DirectiveUse> {
        self.directives.iter().filter(|used| matches!(used.name.as_str(), built_in::DATA_TABLE | built_in::DATA_LIST))
    }

    /// The ids that links can lead to.
    pub fn anchors(&self) -> impl Iterator<Item = &str> {
        self.outline.iter().map(|heading| heading.id.as_str())
    }
}

/// A directive as it is used, for the check against the theme's components.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectiveUse {
    /// Its form.
    pub kind: directives::Kind,
    /// Its name as written.
    pub name: String,
    /// Where the name stands in the file.
    pub name_span: Span,
    /// The place of its first line.
    pub opening: Span,
    /// The place of all of it.
    pub span: Span,
    /// Its title, when it has one.
    pub title: Option<Spanned<String>>,
    /// The text of an inline directive without arguments.
    pub text: Option<Spanned<String>>,
    /// Its arguments: key, place of the key, value, place of the value.
    pub arguments: Vec<(String, Span, String, Span)>,
}

/// The component that renders directives of this name: `key-facts` is rendered by `key_facts`.
#[must_use]
pub fn component_name(directive: &str) -> String {
    directive.replace('-', "_")
}

/// How many bytes of Markdown may be held as HTML while a site is built: enough for about forty thousand pages. Texts beyond are
/// written again whenever somebody asks for them.
pub const HELD_TEXT: u64 = 384 * 1024 * 1024;

/// When the text of a file becomes HTML. It changes no byte of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Write {
    /// When its facts are read, which takes the least time where all texts are shown.
    WithFacts,
    /// When somebody asks for it, which takes the least time until the first page can be shown.
    WhenAsked,
}

/// What parsing looks at besides the bytes.
#[derive(Debug, Clone)]
pub struct ParseOptions {
    /// How many bytes of Markdown may be held as HTML; it changes no byte of a site.
    pub held_text: u64,
    /// When texts become HTML.
    pub write: Write,
    /// The taxonomies that front matter may name.
    pub taxonomies: Vec<String>,
    /// Whether raw HTML is allowed.
    pub raw_html: bool,
    /// The language of files without one in their name.
    pub default_language: String,
    /// Whether there can be translations, which need a hash of each section of their original.
    pub is_translated: bool,
    /// The words to look for, by language.
    pub terms: BTreeMap<String, Arc<Terms>>,
}

impl ParseOptions {
    /// As the configuration and the glossaries say.
    #[must_use]
    pub fn new(config: &Config, data: &Data, held_text: u64, write: Write) -> Self {
        let taxonomies = config.taxonomies.iter().map(|taxonomy| taxonomy.name.value.clone()).collect();
        let codes = config.languages.iter().map(|language| &language.code);
        let terms = codes.filter_map(|code| {
            let glossary = data.glossary(code, &config.default_language)?;
            Some((code.clone(), Arc::new(Terms::new(glossary)?)))
        });
        let terms = terms.collect();
        let default_language = config.default_language.clone();
        let is_translated = config.languages.len() > 1;
        let raw_html = config.markdown.raw_html;
        Self { held_text, write, taxonomies, raw_html, default_language, is_translated, terms }
    }

    /// Those of a site with one language and nothing besides its texts.
    #[cfg(test)]
    fn plain(held_text: u64) -> Self {
        Self {
            held_text,
            write: Write::WhenAsked,
            taxonomies: Vec::new(),
            raw_html: false,
            default_language: "en".to_string(),
            is_translated: false,
            terms: BTreeMap::new(),
        }
    }

    /// The words to look for in a file.
    fn terms_of(&self, file: &ContentFile) -> Option<&Arc<Terms>> {
        self.terms.get(file.language.as_ref().unwrap_or(&self.default_language))
    }

    fn key(&self) -> KeyBuilder {
        let mut key = KeyBuilder::new("content");
        key.text(env!("CARGO_PKG_VERSION")).number(u64::from(self.raw_html)).number(u64::from(self.is_translated));
        for taxonomy in &self.taxonomies {
            key.text(taxonomy);
        }
        key
    }
}

/// Whether a path is that of a page, by its ending.
#[must_use]
pub fn is_page(path: &str) -> bool {
    std::path::Path::new(path).extension().is_some_and(|end| end == "md")
}

/// The facts of one file whose name is read.
fn parse(
    mut file: ContentFile,
    text: &str,
    cascade: &Cascade,
    options: &ParseOptions,
    writer: &mut body::Writer,
) -> Outcome<ContentFile> {
    let mut diagnostics = Vec::new();
    let path = file.path.clone();
    if is_snippet(&path) {
        snippet(&mut file, text, options, writer, &mut diagnostics);
        return Outcome::new(file, diagnostics);
    }
    let split = front_matter::split(text, &path).take(&mut diagnostics);
    if let Some(node) = front_matter::parse(text, split, &path).take(&mut diagnostics) {
        let taxonomies: Vec<&str> = options.taxonomies.iter().map(String::as_str).collect();
        let inherited = front_matter::inherit(&node, cascade);
        file.front = Arc::new(front_matter::decode(&inherited, &path, &taxonomies).take(&mut diagnostics));
    }
    markdown(&mut file, text, split.body, options, writer, &mut diagnostics);
    Outcome::new(file, diagnostics)
}

/// The facts of a text that begins at byte `start` of its file.
fn markdown(
    file: &mut ContentFile,
    text: &str,
    start: usize,
    options: &ParseOptions,
    writer: &mut body::Writer,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut excerpt = Excerpt { file: file.path.clone(), offset: start, text: text.get(start..).unwrap_or_default() };
    let length = depth::readable(&excerpt).take(diagnostics);
    excerpt.text = &excerpt.text[..length];
    file.markdown = start..start + length;
    collect(file, &excerpt, options, writer, diagnostics);
}

/// Whether a path is that of a section, by its name.
#[must_use]
pub fn is_section(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|name| name.starts_with("_index."))
}

/// Whether a file is a text that pages take in.
fn is_snippet(path: &str) -> bool {
    path.starts_with("snippets/")
}

/// The facts of a text that pages take in. Headings and notes have their ids on one page, so a text of many has none.
fn snippet(
    file: &mut ContentFile,
    text: &str,
    options: &ParseOptions,
    writer: &mut body::Writer,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let start = text.len() - text.trim_start_matches('\u{FEFF}').len();
    markdown(file, text, start, options, writer, diagnostics);
    if !file.outline.is_empty() || file.has_notes {
        let message = "a snippet cannot hold headings or footnotes";
        diagnostics.push(
            Diagnostic::new(&rules::SNIPPET_FORM, Place::file(file.path.clone()), message)
                .help("write the heading in the pages that include it; write a note as a citation: `[@name]`"),
        );
    }
}

/// The facts that a file's name tells.
fn named(path: &Arc<str>) -> ContentFile {
    let below = path.strip_prefix("content/").unwrap_or(path);
    let (folder, name) = below.rsplit_once('/').unwrap_or(("", below));
    let name = name.strip_suffix(".md").unwrap_or(name);
    let (stem, language) = match name.rsplit_once('.') {
        Some((stem, code)) if !stem.is_empty() && looks_like_language(code) => (stem, Some(code.to_string())),
        _ => (name, None),
    };
    let kind = match stem {
        "_index" => FileKind::Section,
        "index" => FileKind::Bundle,
        _ => FileKind::Page,
    };
    ContentFile {
        path: path.clone(),
        folder: folder.to_string(),
        stem: stem.to_string(),
        language,
        kind,
        hash: Key::default(),
        front: Arc::default(),
        markdown: 0..0,
        outline: Vec::new(),
        sections: Vec::new(),
        links: Vec::new(),
        directives: Vec::new(),
        citations: Vec::new(),
        summary: String::new(),
        has_code: false,
        has_notes: false,
        written: Written::default(),
    }
}

/// `es`, `pt-BR`, `zh-Hant`: two or three small letters, and perhaps more after a hyphen.
fn looks_like_language(code: &str) -> bool {
    let mut parts = code.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|b| b.is_ascii_lowercase())
        && parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// Walks the text once and hands every step to each collector.
fn collect(
    file: &mut ContentFile,
    excerpt: &Excerpt<'_>,
    options: &ParseOptions,
    writer: &mut body::Writer,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let prepared = walk::prepare(excerpt).take(diagnostics);
    let mut outline = outline::Outline::default();
    let mut sections = sections::Sections::default();
    let mut links = links::Links::default();
    let mut summary = summary::Summary::default();
    let mut raw_html = html::RawHtml::default();
    let mut lists = lists::Lists::default();
    let mut citations = Vec::new();
    let mut writer = Some(writer).filter(|_| options.write == Write::WithFacts);
    if let Some(writer) = &mut writer {
        writer.begin(options.raw_html, options.terms_of(file).cloned());
    }
    let mut variables = Variables::of(&prepared.directives);
    walk::walk(&prepared).for_each(|(step, range)| {
        let is_text = variables.step(&step);
        if let Step::InlineOpen(index) = &step
            && is_variable(&prepared.directives, *index)
            && outline.is_open()
        {
            diagnostics.push(variable_in_heading(excerpt, &prepared.directives[*index]));
        }
        if let Step::Event(event) = &step {
            outline.event(event, &range);
            sections.event(event, &range);
            links.event(event, &range);
            raw_html.event(event, &range);
        }
        lists.step(&step, &range, &prepared.directives);
        if step == Step::Citation {
            citations.push(range);
        }
        if is_text {
            summary.step(&step);
        }
        if let Some(writer) = &mut writer {
            writer.step(&step, is_text);
        }
    });
    if let Some(writer) = writer {
        file.written.keep(writer.finish());
    }
    file.citations = citations::collect(excerpt, &citations, diagnostics);
    file.outline = outline.finish();
    if options.is_translated {
        file.sections = sections.finish(excerpt);
    }
    file.links = links.finish(excerpt, diagnostics);
    if !options.raw_html {
        raw_html.finish(excerpt, diagnostics);
    }
    lists.finish(excerpt, diagnostics);
    summary.finish(file);
    file.directives = prepared.directives.iter().map(|directive| use_of(directive, excerpt)).collect();
}

fn is_variable(directives: &[Directive<'_>], index: usize) -> bool {
    directives.get(index).is_some_and(|directive| directive.name == built_in::VAR)
}

/// Tells the text of a page from the names of variables, which are none.
struct Variables<'a> {
    directives: &'a [Directive<'a>],
    open: Option<usize>,
}

impl<'a> Variables<'a> {
    fn of(directives: &'a [Directive<'a>]) -> Self {
        Self { directives, open: None }
    }

    /// Whether a step is one of the text.
    fn step(&mut self, step: &Step<'_>) -> bool {
        match step {
            Step::InlineOpen(index) if is_variable(self.directives, *index) => self.open = Some(*index),
            Step::InlineClose(index) if self.open == Some(*index) => self.open = None,
            _ => {}
        }
        self.open.is_none()
    }
}

/// A heading has its id and its place in the list of contents from its words, which must be there.
fn variable_in_heading(excerpt: &Excerpt<'_>, directive: &Directive<'_>) -> Diagnostic {
    let message = "a heading cannot show a value by `var`";
    Diagnostic::new(&rules::DIRECTIVE_CONTAINER, excerpt.place(directive.span), message)
        .help("write the words of the heading themselves, and show the value in the text below it")
}

/// Writes the HTML of a file whose facts are known, from the text of that file.
fn write(file: &ContentFile, text: &str, options: &ParseOptions) -> body::Finished {
    let body = text.get(file.markdown.clone()).unwrap_or_default();
    let excerpt = Excerpt { file: file.path.clone(), offset: file.markdown.start, text: body };
    let prepared = if file.directives.is_empty() { walk::plain(&excerpt) } else { walk::prepare(&excerpt).value };
    let mut writer = body::Writer::default();
    writer.begin(options.raw_html, options.terms_of(file).cloned());
    let mut variables = Variables::of(&prepared.directives);
    walk::walk(&prepared).for_each(|(step, _)| {
        let is_text = variables.step(&step);
        writer.step(&step, is_text);
    });
    writer.finish()
}

/// What stands between the brackets of an inline directive that nothing follows.
fn own_text(directive: &Directive<'_>, excerpt: &Excerpt<'_>) -> Option<Spanned<String>> {
    let is_bare = directive.kind == directives::Kind::Inline && directive.arguments.is_empty();
    let span = Span::new(directive.opening.end, directive.span.end.saturating_sub(1));
    let text = excerpt.text.get(span.start..span.end).filter(|_| is_bare)?;
    Some(Spanned::new(text.to_string(), span.shifted(excerpt.offset)))
}

fn use_of(directive: &Directive<'_>, excerpt: &Excerpt<'_>) -> DirectiveUse {
    let offset = excerpt.offset;
    let arguments = directive.arguments.iter().map(|argument| {
        let (key, value) = (argument.key.to_string(), argument.value.to_string());
        (key, argument.key_span.shifted(offset), value, argument.value_span.shifted(offset))
    });
    DirectiveUse {
        kind: directive.kind,
        name: directive.name.to_string(),
        name_span: directive.name_span.shifted(offset),
        opening: directive.opening.shifted(offset),
        span: directive.span.shifted(offset),
        text: own_text(directive, excerpt),
        title: directive.title.as_ref().map(|title| Spanned::new(title.text.to_string(), title.span.shifted(offset))),
        arguments: arguments.collect(),
    }
}
