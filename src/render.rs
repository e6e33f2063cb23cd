//! One output at a time: a page of the site and the theme's templates become bytes.
//!
//! Input: the linked site, the compiled templates, one planned output. Output: its key and, when asked, its bytes. The key is
//! made from the templates and from every value that the template is given, so an output whose key is known need not be
//! rendered again. The holes in the text of a page are filled when the page is rendered, and what came of it is gone when it is
//! written. Nothing here writes a file.

pub mod context;
mod files;
pub mod filters;
mod highlight;
mod markdown;
mod notice;
mod outside;
mod parts;
mod qr;
mod structured;
mod template_values;
mod templates;
mod twin;
mod value;
mod words;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use tera::Context;

use crate::cache::{Key, KeyBuilder};
use crate::config::Config;
use crate::content::{self, Body, Content, ContentFile, Data, ParseOptions, TermUse, Unheld};
use crate::diagnostic::{Diagnostic, Outcome};
use crate::format;
use crate::site::tables;
use crate::site::{self, LanguageId, Numbered, Output, Page, PageId, PageKind, Part, Site, Values, What, values};
use crate::source::Sources;
use crate::theme::{Component, Design, Theme};
use context::Shared;
use markdown::Form;
use outside::Outside;
use twin::Addresses;
use words::{Explanations, Words};

/// Why an output could not be made.
#[derive(Debug)]
pub enum RenderError {
    /// Something the author or the theme can put right.
    Diagnostic(Box<Diagnostic>),
    /// A content file changed or went away after its facts were read: the build must begin again.
    Changed(Arc<str>),
}

impl From<Diagnostic> for RenderError {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::Diagnostic(Box::new(diagnostic))
    }
}

impl From<Unheld> for RenderError {
    fn from(Unheld(path): Unheld) -> Self {
        Self::Changed(path)
    }
}

/// The compiled templates of a theme.
#[derive(Debug)]
pub struct Templates(templates::Templates);

impl Templates {
    /// The components that authors can use as directives, by name.
    #[must_use]
    pub fn components(&self) -> &BTreeMap<String, Component> {
        self.0.components()
    }

    /// What pages may ask the theme for.
    #[must_use]
    pub fn design(&self) -> Design {
        Design {
            templates: self.0.for_pages().map(str::to_string).collect(),
            outputs: self.0.for_files().map(|(name, file)| (name.to_string(), file.clone())).collect(),
            components: self.0.components().clone(),
            reads: self.0.names().flat_map(|name| self.0.reads(name)).collect(),
        }
    }
}

/// Compiles the templates of a theme; the value is absent when they cannot be used.
#[must_use]
pub fn compile(theme: &Theme) -> Outcome<Option<Templates>> {
    let compiled = templates::compile(theme);
    Outcome::new(compiled.value.map(Templates), compiled.diagnostics)
}

/// The style sheet for highlighted code.
#[must_use]
pub fn highlight_sheet() -> String {
    highlight::style_sheet()
}

/// Makes ready what the code of these pages needs; it changes no output.
pub fn make_ready(content: &Content) {
    let bodies = content.files.iter().filter(|file| file.has_code).filter_map(|file| file.written.body());
    highlight::make_ready(bodies.flat_map(Body::code));
}

/// Renders the outputs of one site.
pub struct Renderer<'a> {
    site: &'a Site,
    config: &'a Config,
    theme: &'a Theme,
    data: &'a Data,
    sources: &'a Sources,
    templates: &'a templates::Templates,
    parse_options: &'a ParseOptions,
    remember: Remember,
    shared: Shared<'a>,
    /// By the language of the page and then of its text; each made when the first page asks for it.
    explanations: Vec<OnceLock<Explanations<'a>>>,
}

/// As what the text of a page is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// On its own page.
    Page,
    /// As a part of a set.
    Part,
}

/// Whether a next build will ask what this one made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remember {
    /// Every output has its key.
    Outputs,
    /// This is the only build of the program, so that keys would be made for nobody.
    Nothing,
}

/// All that a [`Renderer`] reads.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    /// The linked site.
    pub site: &'a Site,
    /// The configuration.
    pub config: &'a Config,
    /// The theme.
    pub theme: &'a Theme,
    /// The data files.
    pub data: &'a Data,
    /// The files, for the text of pages.
    pub sources: &'a Sources,
    /// The compiled templates.
    pub templates: &'a Templates,
    /// Links to the theme's assets by name.
    pub assets: &'a BTreeMap<String, String>,
    /// How the texts were parsed.
    pub parse_options: &'a ParseOptions,
    /// Whether outputs get keys.
    pub remember: Remember,
}

/// An output that is about to be rendered: its template, its values and its key.
pub struct Prepared<'a> {
    /// Stands for everything the output is made from; `None` when nothing is remembered.
    pub key: Option<Key>,
    /// The template that renders it.
    pub template: &'a str,
    values: Context,
    body: Option<PageId>,
    /// The pages whose texts stand one after the other on it.
    parts: Vec<PageId>,
    notice: Option<&'a str>,
    source: Arc<str>,
    file: Option<files::File>,
    twin: Option<Addresses>,
}

impl<'a> Renderer<'a> {
    /// Makes the values that many pages share.
    #[must_use]
    pub fn new(inputs: Inputs<'a>) -> Self {
        let Inputs { site, config, theme, data, sources, templates, assets, parse_options, remember } = inputs;
        let shared = Shared::new(site, config, theme, data, assets);
        let explanations = (0..site.languages.len().pow(2)).map(|_| OnceLock::new()).collect();
        let templates = &templates.0;
        Self { site, config, theme, data, sources, templates, parse_options, remember, shared, explanations }
    }

    /// The values and the key of an output that a template renders; `None` for files and formats.
    ///
    /// # Errors
    /// When a content file changed or went away under the build.
    pub fn prepare(&'a self, output: &'a Output) -> Result<Option<Prepared<'a>>, RenderError> {
        let Some(template) = self.template_of(output) else { return Ok(None) };
        let mut key = KeyBuilder::new("output");
        key.key(self.templates.key()).text(template);
        let mut values = Context::new();
        let mut body = None;
        let mut parts = Vec::new();
        let twin = self.twin(output);
        // It reads what its page reads.
        let output = twin.as_ref().map_or(output, |twin| &twin.page);
        for value_name in self.templates.reads(template) {
            if value_name == "body" {
                body = body_of(output);
                values.insert_value(value_name, tera::Value::safe_string(""));
                continue;
            }
            if value_name == "parts" {
                parts = self.parts_of(output).to_vec();
            }
            let value = match &twin {
                Some(twin) => self.value_of_twin(value_name, template, twin)?,
                None => self.value(value_name, template, output)?,
            };
            if self.remember == Remember::Outputs {
                key.text(value_name).key(&value.key());
            }
            values.insert_value(value_name, value.value);
        }
        if self.remember == Remember::Outputs {
            for id in body.iter().chain(&parts) {
                self.add_body_key(&mut key, *id, template)?;
                key.text(twin.as_ref().map_or("", |twin| &twin.addresses.page));
            }
        }
        let notice = self.shared.by_language[self.language_of(output)].notice_text.as_deref();
        let file = files::File::of(output);
        let is_page = file.as_ref().is_none_or(files::File::is_page);
        let notice =
            notice.filter(|_| is_page && twin.is_none() && !matches!(output.what, What::Alias(_) | What::Short(_)));
        // The notice is looked for in what the template makes, also when the template does not read it.
        key.text(notice.unwrap_or_default());
        Ok(Some(Prepared {
            key: (self.remember == Remember::Outputs).then(|| key.finish()),
            template,
            values,
            body,
            parts,
            notice,
            source: output.source.clone(),
            file,
            twin: twin.map(|twin| twin.addresses),
        }))
    }

    /// Renders an output.
    ///
    /// # Errors
    /// A fault in the theme or in the page, or a content file that changed under the build.
    pub fn render(&self, prepared: Prepared<'a>) -> Result<Vec<u8>, RenderError> {
        let mut context = prepared.values.clone();
        let template = prepared.template;
        if let Some(id) = prepared.body {
            let form = if prepared.twin.is_some() { Form::Twin } else { Form::Page };
            let body = self.body(id, template, &context, form, Role::Page)?;
            let html = || tera::Value::safe_string(&body);
            context
                .insert_value("body", prepared.twin.as_ref().map_or_else(html, |to| twin::markdown(&body, to).into()));
        }
        if !prepared.parts.is_empty() {
            let parts = self.whole_parts(&prepared, &context)?;
            context.insert_value("parts", parts.value);
        }
        let (source, words) = match &prepared.file {
            Some(file) => (file.route(), "while making this file"),
            None => (prepared.source.as_ref(), "while rendering this page"),
        };
        let bytes = self.templates.render(template, &context, source, words)?;
        if let Some(file) = &prepared.file {
            file.check(&bytes, template, &prepared.source)?;
        }
        match prepared.notice {
            Some(text) if !notice::shows(&bytes, text) => Err(notice::missing(template, text, &prepared.source).into()),
            _ => Ok(bytes),
        }
    }

    /// One file of a format that is made from the whole site.
    #[must_use]
    pub fn format(&self, name: &str, part: &Part) -> Option<String> {
        let notices: Vec<Option<&str>> =
            self.shared.by_language.iter().map(|language| language.notice_text.as_deref()).collect();
        let Self { site, config, data, .. } = *self;
        let material = format::Material { site, config, data, notices: &notices };
        format::find(name).map(|format| (format.write)(&material, part))
    }

    fn template_of(&self, output: &'a Output) -> Option<&'a str> {
        match &output.what {
            What::Page { id, .. } => {
                let page = self.site.page(*id);
                let kind = match page.kind {
                    PageKind::Home => "home.html",
                    PageKind::Section => "section.html",
                    PageKind::Page => "page.html",
                };
                let own = page.template.as_deref().filter(|name| self.templates.contains(name));
                Some(own.unwrap_or(kind))
            }
            What::Taxonomy(_) => Some("taxonomy.html"),
            What::Term { .. } => Some("term.html"),
            What::Author { .. } => Some(site::AUTHOR_TEMPLATE),
            What::NotFound(_) => Some("404.html"),
            What::Alias(_) | What::Short(_) => Some("redirect.html"),
            What::Template { name, .. } => Some(name),
            What::Twin(id) => self.twin_template(self.site.page(*id)),
            What::File(_) | What::Picture { .. } | What::Asset(_) | What::Search(_) | What::Format { .. } => None,
        }
    }

    fn language_of(&self, output: &Output) -> usize {
        match &output.what {
            What::Page { id, .. } | What::Twin(id) | What::Alias(id) | What::Short(id) => self.site.page(*id).language,
            What::Taxonomy(taxonomy) | What::Term { taxonomy, .. } => self.site.taxonomies[*taxonomy].language,
            What::Author { author, .. } => self.site.authors[*author].language,
            What::NotFound(language) | What::Template { language, .. } => *language,
            What::File(_) | What::Picture { .. } | What::Asset(_) | What::Search(_) | What::Format { .. } => 0,
        }
    }

    /// Everything that a body is made from besides the values that its components read, which are in the key already.
    fn add_body_key(&self, key: &mut KeyBuilder, id: PageId, template: &str) -> Result<(), RenderError> {
        let page = self.site.page(id);
        let Some(file) = &page.file else { return Ok(()) };
        let text_language = &self.shared.by_language[self.text_language(page)];
        let strings = text_language.strings.key();
        for (used, word) in self.terms(file)?.iter().zip(self.glossary_words(page)?.words) {
            if let Some(word) = word {
                key.number(used.at as u64).text(word.term).text(&word.href);
            }
        }
        if page.is_fallback {
            let data = text_language.data(self.templates.reads_data(template));
            for value in [&text_language.lang, &text_language.helplines, &data] {
                key.key(&value.key());
            }
        }
        key.text("body")
            .key(&file.hash)
            .text(&file.path)
            .key(&strings)
            .number(u64::from(self.config.markdown.raw_html));
        let values = self.values(page);
        for file in page.texts() {
            key.text("text").key(&file.hash).text(&file.path);
            for name in file.variables() {
                key.text(&values.get(name).unwrap_or_default());
            }
            for shown in file.data_uses().filter_map(|used| tables::shown(used, file, values).ok()) {
                for text in shown.heads.iter().chain(shown.rows.iter().flatten()) {
                    key.text(text);
                }
            }
        }
        for link in page.links.iter().chain(page.snippets.iter().flat_map(|snippet| &snippet.links)) {
            let (width, height) = link.size.unwrap_or_default();
            key.text(&link.href).number(u64::from(link.external)).number(u64::from(width)).number(u64::from(height));
            for (width, href) in link.widths.iter().chain(&link.webp) {
                key.number(u64::from(*width)).text(href);
            }
        }
        Ok(())
    }

    fn body(
        &self,
        id: PageId,
        template: &str,
        context: &Context,
        form: Form,
        role: Role,
    ) -> Result<String, RenderError> {
        let page = self.site.page(id);
        let Some(file) = &page.file else { return Ok(String::new()) };
        let strings = self.theme.strings_in(&self.site.text_language(page).code);
        let (links, templates) = (&page.links, self.templates);
        let own = page.is_fallback.then(|| self.in_text_language(page, template, context));
        let implicits = own.as_ref().unwrap_or(context);
        // The explanations that open beside a word belong to the page of the text.
        let words = match role {
            Role::Page => self.glossary_words(page)?,
            Role::Part => Words::default(),
        };
        let shows_outside = self.templates.reads(template).any(|name| matches!(name, "outside_links" | "parts"));
        let outside = if shows_outside { Outside::of(page) } else { Outside::default() };
        let bodies = page.snippets.iter().map(|snippet| self.held(&snippet.file)).collect::<Result<Vec<_>, _>>()?;
        let text = markdown::PageText {
            page,
            file,
            links,
            words: &words,
            outside: &outside,
            bodies: &bodies,
            values: self.values(page),
            strings: &strings,
            templates,
            implicits,
            form,
        };
        Ok(markdown::to_html(&text, &*self.held(file)?)?)
    }

    /// What the variables of a page stand for.
    fn values(&self, page: &Page) -> Values<'a> {
        values(self.site, self.config, self.data, self.text_language(page))
    }

    /// The text of a page or a snippet.
    fn held<'f>(&self, file: &'f ContentFile) -> Result<Cow<'f, Body>, RenderError> {
        Ok(content::held(file, self.sources, self.parse_options)?)
    }

    /// The words of the glossary in the text of a page.
    fn terms<'f>(&self, file: &'f ContentFile) -> Result<&'f [TermUse], RenderError> {
        Ok(content::terms(file, self.sources, self.parse_options)?)
    }

    /// How many words the text of a page has.
    fn words(&self, page: &Page) -> Result<usize, RenderError> {
        let words = |file: &Arc<ContentFile>| content::words(file, self.sources, self.parse_options);
        Ok(page.file.as_ref().map(words).transpose()?.unwrap_or_default())
    }

    /// The words that are explained on a page.
    fn glossary_words(&self, page: &Page) -> Result<Words<'_>, RenderError> {
        let Some(file) = &page.file else { return Ok(Words::default()) };
        let terms = self.terms(file)?;
        if terms.is_empty() {
            return Ok(Words::default());
        }
        let (language, text) = (page.language, self.text_language(page));
        let made = &self.explanations[language * self.site.languages.len() + text];
        let explanations = made.get_or_init(|| {
            let strings = self.theme.strings_in(&self.site.languages[text].code);
            Explanations::new(self.site, self.data, &strings, language, text)
        });
        Ok(explanations.of(file, terms, self.templates.components()))
    }

    fn text_language(&self, page: &Page) -> LanguageId {
        self.site.original(page).language
    }

    /// The values that directives read by themselves, in the language of the text around them.
    fn in_text_language(&self, page: &Page, template: &str, context: &Context) -> Context {
        let language = &self.shared.by_language[self.text_language(page)];
        let mut own = context.clone();
        own.insert_value("data", language.data(self.templates.reads_data(template)).value);
        own.insert_value("helplines", language.helplines.value.clone());
        own.insert_value("lang", language.lang.value.clone());
        own.insert_value("strings", language.strings.value.clone());
        own
    }
}

fn body_of(output: &Output) -> Option<PageId> {
    match output.what {
        What::Page { id, number: Numbered(1) } => Some(id),
        _ => None,
    }
}
