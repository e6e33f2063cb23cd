//! The stages of a build up to the site, which everything that is made of a site begins with.
//!
//! A stage whose inputs say what they said in the last build gives what it gave then. So a change in the text of a page costs
//! the reading of that page, however many there are.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Caches, Observer, Options, Remember, Stage, configuration, scan_options};
use crate::config::Config;
use crate::content::{self, Content, Data, ParseOptions, Write};
use crate::diagnostic::{Diagnostic, Outcome};
use crate::format::{self, Limits};
use crate::render::{self, Templates};
use crate::search;
use crate::site::{self, Output, PageId, Parts, Site, What};
use crate::source::{self, Origin, Sources};
use crate::theme::{self, AssetFile, Component, Theme};

/// A site that is whole, and what it was made from.
#[derive(Debug)]
pub struct Linked {
    options: Options,
    /// The configuration.
    pub config: Config,
    /// The names of all files.
    pub sources: Sources,
    /// Whether nothing was wrong with the files as such.
    is_listed_whole: bool,
    design: Arc<Outcome<Design>>,
    read: Arc<Outcome<Data>>,
    /// How the texts were parsed.
    pub parse_options: ParseOptions,
    content: Content,
    known: content::Known,
    /// Everything the pages know of each other.
    pub site: Site,
    /// What linking said.
    said: Vec<Diagnostic>,
    /// The texts that say something else than in the build before, when nothing else in the site is different.
    changed: Option<BTreeSet<Arc<str>>>,
    /// The addresses of the theme's assets by name.
    pub(super) assets: BTreeMap<String, String>,
}

/// What the theme brings.
#[derive(Debug)]
struct Design {
    theme: Theme,
    templates: Option<Templates>,
}

impl Linked {
    /// The theme.
    #[must_use]
    pub fn theme(&self) -> &Theme {
        &self.design.value.theme
    }

    /// The data files.
    #[must_use]
    pub fn data(&self) -> &Data {
        &self.read.value
    }

    /// The components of the theme, by name; none when they cannot be read.
    #[must_use]
    pub fn components(&self) -> &BTreeMap<String, Component> {
        static NONE: BTreeMap<String, Component> = BTreeMap::new();
        self.design.value.templates.as_ref().map_or(&NONE, Templates::components)
    }

    /// `None` when the theme has errors: what is wrong with it would be said again of every page that it renders.
    pub(super) fn templates(&self) -> Option<&Templates> {
        self.design.value.templates.as_ref().filter(|_| !self.design.diagnostics.iter().any(Diagnostic::is_error))
    }

    /// Whether an output is what it was in the build before, which then need not be found out from all that it is made from:
    /// nothing but texts changed, and it shows none of them.
    pub(super) fn shows_the_same(&self, output: &Output) -> bool {
        let Some(changed) = &self.changed else { return false };
        let shows = |id: PageId| self.site.page(id).texts().any(|file| changed.contains(&file.path));
        match &output.what {
            What::Page { id, .. } | What::Twin(id) => {
                !shows(*id) && !self.site.page(*id).set.iter().any(|part| shows(*part))
            }
            What::Taxonomy(_)
            | What::Term { .. }
            | What::Author { .. }
            | What::NotFound(_)
            | What::Alias(_)
            | What::Short(_) => true,
            What::Template { .. }
            | What::File(_)
            | What::Picture { .. }
            | What::Asset(_)
            | What::Search(_)
            | What::Format { .. } => false,
        }
    }

    /// Whether the site says all that it said in the build before.
    pub(super) fn is_as_before(&self) -> bool {
        self.changed.as_ref().is_some_and(BTreeSet::is_empty)
    }

    /// What the search is made from.
    pub(super) fn search(&self) -> search::Inputs<'_> {
        let Self { site, config, sources, parse_options, .. } = self;
        search::Inputs { site, config, data: self.data(), sources, parse_options }
    }
}

/// Reads and links a site; `None` when it has no settings that can be read.
pub(super) fn make(
    origin: &Arc<Origin>,
    options: &Options,
    caches: &Caches,
    observer: &dyn Observer,
    all: &mut Vec<Diagnostic>,
) -> Option<Linked> {
    observer.begin(Stage::Scan, 0);
    let mut config = configuration(origin).take(all)?;
    config.base_url = options.base_url.clone().unwrap_or(config.base_url);
    let before = caches.linked.as_deref();
    let same = before.filter(|before| before.options == *options && before.config == config);
    let listed = list(origin, &config, same, caches.changed.as_deref());
    let is_listed_whole = listed.diagnostics.is_empty();
    let sources = listed.take(all);
    let last = same.and_then(|linked| Some(Last { linked, texts: changed_texts(&sources, &linked.sources)? }));
    let last = last.as_ref();
    observer.begin(Stage::Theme, 0);
    let design = last.map_or_else(|| Arc::new(load_design(&config, &sources)), |last| last.linked.design.clone());
    all.extend(design.diagnostics.iter().cloned());
    observer.begin(Stage::Parse, 0);
    let read = last.map_or_else(|| Arc::new(content::data::read(&sources, &config)), |last| last.linked.read.clone());
    all.extend(read.diagnostics.iter().cloned());
    // Who waits for one page waits for the text of that page alone.
    let write = match options.remember {
        Remember::Nothing => Write::WithFacts,
        Remember::Outputs => Write::WhenAsked,
    };
    let new_options = || ParseOptions::new(&config, &read.value, options.held_text, write);
    let parse_options = last.map_or_else(new_options, |last| last.linked.parse_options.clone());
    let again = last.and_then(|last| last.content(&sources, &parse_options));
    let (content, known) = again.unwrap_or_else(|| {
        let none = content::Known::default();
        content::read(&sources, &parse_options, before.map_or(&none, |before| &before.known))
    });
    let content = content.take(all);
    observer.begin(Stage::Link, 0);
    let assets = asset_addresses(&design.value.theme);
    let again = last.and_then(|last| last.site(&content));
    let changed = last.filter(|_| again.is_some()).map(|last| last.changed(&content));
    let linked = again.unwrap_or_else(|| {
        let asked = design.value.templates.as_ref().map(Templates::design);
        let parts = Parts {
            config: &config,
            content: &content,
            data: &read.value,
            sources: &sources,
            design: asked.as_ref(),
            dates: options.dates,
        };
        link(&parts, &assets, options)
    });
    let (site, said) = (linked.value, linked.diagnostics);
    all.extend(said.iter().cloned());
    let options = options.clone();
    Some(Linked {
        options,
        config,
        sources,
        is_listed_whole,
        design,
        read,
        parse_options,
        content,
        known,
        site,
        said,
        changed,
        assets,
    })
}

/// The last build, when nothing but texts of pages may be different now.
struct Last<'a> {
    linked: &'a Linked,
    /// The texts that may be different.
    texts: Vec<&'a Arc<str>>,
}

impl Last<'_> {
    /// What all texts say, where only those that may be different are read.
    fn content(&self, sources: &Sources, options: &ParseOptions) -> Option<(Outcome<Content>, content::Known)> {
        content::read_again(sources, options, &self.linked.known, &self.texts)
    }

    /// The texts of which there are other facts now.
    fn changed(&self, content: &Content) -> BTreeSet<Arc<str>> {
        let pairs = content.files.iter().zip(&self.linked.content.files);
        pairs.filter(|(now, then)| !Arc::ptr_eq(now, then)).map(|(now, _)| now.path.clone()).collect()
    }

    /// The site with these texts, when they tell the rest of it the same.
    fn site(&self, content: &Content) -> Option<Outcome<Site>> {
        let Linked { site, content: last, said, .. } = self.linked;
        Some(Outcome::new(site::again(site, last, content, said)?, said.clone()))
    }
}

/// The files of a site: as they were but for those that are said to have changed, or else as they are found.
fn list(
    origin: &Arc<Origin>,
    config: &Config,
    same: Option<&Linked>,
    changed: Option<&BTreeSet<String>>,
) -> Outcome<Sources> {
    let trusted = same.filter(|last| last.is_listed_whole).zip(changed);
    let trusted = trusted.and_then(|(last, changed)| last.sources.again(origin, changed));
    trusted.map_or_else(|| source::scan(origin.clone(), &scan_options(config)), Outcome::fine)
}

/// Links a site anew.
fn link(parts: &Parts<'_>, assets: &BTreeMap<String, String>, options: &Options) -> Outcome<Site> {
    let made = |site: &Site| made_outputs(site, parts.config, assets, options.sitemap);
    // Who waits for one page waits for the code on that page alone.
    let ready = || match options.remember {
        Remember::Nothing => render::make_ready(parts.content),
        Remember::Outputs => {}
    };
    rayon::join(|| site::link(parts, &made), ready).0
}

/// The texts of pages that may say something else, when the same files are there and no others may. What a section hands down
/// to the pages below it is no text, and a file that pages take in is part of theirs.
fn changed_texts<'a>(now: &'a Sources, then: &Sources) -> Option<Vec<&'a Arc<str>>> {
    let is_text = |path: &str| content::is_page(path) && path.starts_with("content/") && !content::is_section(path);
    now.changed_since(then).filter(|changed| changed.iter().all(|path| is_text(path)))
}

/// The theme and its templates, and what is wrong with them.
fn load_design(config: &Config, sources: &Sources) -> Outcome<Design> {
    let mut diagnostics = Vec::new();
    let theme = load_theme(config, sources).take(&mut diagnostics);
    let templates = render::compile(&theme).take(&mut diagnostics);
    Outcome::new(Design { theme, templates }, diagnostics)
}

/// The theme, and the style sheet for code where the theme brings none of its own.
fn load_theme(config: &Config, sources: &Sources) -> Outcome<Theme> {
    let mut loaded = theme::load(config, sources);
    let sheet = || AssetFile::new(render::highlight_sheet().into_bytes().into());
    loaded.value.assets.entry("highlight.css".to_string()).or_insert_with(sheet);
    loaded
}

fn asset_addresses(theme: &Theme) -> BTreeMap<String, String> {
    theme.assets.iter().map(|(name, asset)| (name.clone(), Theme::asset_address(name, asset))).collect()
}

fn made_outputs(
    site: &Site,
    config: &Config,
    assets: &BTreeMap<String, String>,
    sitemap: Limits,
) -> Vec<(String, What)> {
    let assets = assets.iter().map(|(name, address)| (address.clone(), What::Asset(name.clone())));
    assets.chain(format::files(site, config, sitemap)).collect()
}
