//! The build, from files to outputs: one function that every command uses.

mod drawings;
mod linked;
mod outputs;
mod pictures;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use crate::cache::Key;
use crate::config::{self, Config};
use crate::content::{self, ParseOptions, Unheld, Write};
use crate::diagnostic::{self, Diagnostic, Outcome, rules};
use crate::emit::{EmitError, Hash, Sink};
use crate::format::Limits;
pub use crate::render::Remember;

use crate::route::Route;
use crate::search;
use crate::site::{self, Dates};
use crate::source::{self, Links, Origin, ScanOptions};
use crate::theme;
pub use linked::Linked;
use outputs::Given;
use pictures::Pictures;

/// What a build is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The day and what is shown besides the pages of that day.
    pub dates: Dates,
    /// Stands in for the `base_url` of the configuration.
    pub base_url: Option<config::BaseUrl>,
    /// How many bytes of the texts of pages may be held in memory, most often [`content::HELD_TEXT`].
    pub held_text: u64,
    /// Whether a next build will be given the caches of this one.
    pub remember: Remember,
    /// The most that one sitemap may hold.
    pub sitemap: Limits,
}

/// What one build leaves for the next. Empty caches give the same outputs, only later.
#[derive(Debug, Default, Clone)]
pub struct Caches {
    linked: Option<Arc<Linked>>,
    rendered: Arc<BTreeMap<Route, (Key, Hash)>>,
    /// Whether `rendered` is what became of every output of `linked`, and not of some alone.
    is_whole: bool,
    pictures: Arc<Pictures>,
    search: Arc<Vec<search::Index>>,
    /// The files that changed since `linked`, where somebody says so.
    changed: Option<Arc<BTreeSet<String>>>,
}

impl Caches {
    /// Caches that know what an earlier run of the program made of the pictures. Bytes that were not made by
    /// [`Caches::pictures`] give caches that know nothing.
    #[must_use]
    pub fn with_pictures(bytes: &[u8]) -> Self {
        Self { pictures: Arc::new(Pictures::from_bytes(bytes)), ..Self::default() }
    }

    /// The same for a build that takes somebody's word for it that these files changed, by their paths from the site's root, and
    /// no others. It is quicker, and only as right as they are.
    #[must_use]
    pub fn trusting(&self, changed: BTreeSet<String>) -> Self {
        Self { changed: Some(Arc::new(changed)), ..self.clone() }
    }

    /// The site that was linked last and what it was made from; `None` when there were never settings that could be read.
    #[must_use]
    pub fn linked(&self) -> Option<&Arc<Linked>> {
        self.linked.as_ref()
    }

    /// What the next run of the program may know of the pictures.
    #[must_use]
    pub fn pictures(&self) -> Vec<u8> {
        self.pictures.to_bytes()
    }
}

/// What became of a build, and what the next one may use.
#[derive(Debug)]
pub struct Made {
    /// How it ended.
    pub ending: Ending,
    /// For the next build. A build that was refused or stopped leaves what it found out as well.
    pub caches: Caches,
}

/// How a build ended.
#[derive(Debug)]
pub enum Ending {
    /// The sink has every output.
    Built(Built),
    /// The site has errors; the sink must be dropped, not finished.
    Refused,
    /// The sink wanted no more ([`crate::emit::Wish::Stop`]).
    Stopped,
}

/// What a build made.
#[derive(Debug)]
pub struct Built {
    /// Pages of the site, in all languages.
    pub pages: usize,
    /// Files given to the sink.
    pub outputs: usize,
    /// The outputs that were rendered, sorted; the others were known to be the same as before.
    pub rendered: Vec<Route>,
    /// Pages that were left out as draft, future or expired, or as a translation that nobody has checked.
    pub left_out: usize,
    /// The next day on which the output changes without any edit.
    pub next_change: Option<Date>,
}

/// A part of the build, for progress and timings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Listing files.
    Scan,
    /// Loading the theme and compiling its templates.
    Theme,
    /// Reading pages.
    Parse,
    /// Finding out what pages know of each other.
    Link,
    /// Making the index of the search.
    Search,
    /// Rendering and writing.
    Render,
}

impl Stage {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Scan => "scan",
            Self::Theme => "theme",
            Self::Parse => "parse",
            Self::Link => "link",
            Self::Search => "search",
            Self::Render => "render and write",
        }
    }
}

/// Watches a build without taking part in it.
pub trait Observer: Sync {
    /// A stage begins.
    fn begin(&self, stage: Stage, outputs: usize);
    /// One more output is done; `template` rendered it, or `None` when it was copied or known.
    fn output(&self, template: Option<&str>);
    /// What the time is, in nanoseconds from any moment on. A build has no clock; only an observer that wants to know how
    /// long templates take has one.
    fn moment(&self) -> u64 {
        0
    }
    /// A template and its values took so many nanoseconds for one output.
    fn rendered(&self, _template: &str, _nanoseconds: u64) {}
}

/// An observer that does nothing.
#[derive(Debug, Clone, Copy)]
pub struct Unobserved;

impl Observer for Unobserved {
    fn begin(&self, _: Stage, _: usize) {}
    fn output(&self, _: Option<&str>) {}
}

/// Reads the configuration.
#[must_use]
pub fn configuration(origin: &Origin) -> Outcome<Option<Config>> {
    match origin.read(config::FILE).map(String::from_utf8) {
        Ok(Ok(text)) => config::parse(&text),
        Ok(Err(error)) => Outcome::new(None, vec![source::not_utf8(config::FILE, error.as_bytes())]),
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Outcome::new(None, vec![source::unreadable(config::FILE, &error)])
        }
        Err(_) => {
            let message = format!("there is no `{}` here, so this folder is no site", config::FILE);
            let help = "run `guidepost init my-site` to make one, or name the folder with `--root`";
            Outcome::new(None, vec![Diagnostic::without_place(&rules::CONFIG_MISSING, message).help(help)])
        }
    }
}

/// The files of a site's theme; the value is absent when the settings cannot be read or there is no such theme.
#[must_use]
pub fn theme_files(origin: &Arc<Origin>) -> Outcome<Option<Vec<theme::ThemeFile>>> {
    let mut all = Vec::new();
    let Some(config) = configuration(origin).take(&mut all) else { return Outcome::new(None, all) };
    let sources = source::scan(origin.clone(), &scan_options(&config)).take(&mut all);
    let files = theme::files(&config, &sources).take(&mut all);
    let is_fine = !all.iter().any(Diagnostic::is_error);
    Outcome::new(is_fine.then_some(files), all)
}

/// Why a build could not be brought to its end, although the site may be fine.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The sink could not take an output, for example because the disk is full.
    #[error(transparent)]
    Emit(#[from] EmitError),
    /// A content file changed or went away between the two times it was read. The build can begin again, with a new sink.
    #[error("`{0}` changed while the site was built")]
    Changed(Arc<str>),
}

impl From<Unheld> for BuildError {
    fn from(Unheld(path): Unheld) -> Self {
        Self::Changed(path)
    }
}

/// Builds the site of `origin` into `sink`. All errors are reported, from every stage.
///
/// # Errors
/// When the sink refuses an output, or a file changed under the build.
pub fn build(
    origin: &Arc<Origin>,
    options: &Options,
    caches: &Caches,
    sink: &dyn Sink,
    observer: &dyn Observer,
) -> Result<Outcome<Made>, BuildError> {
    let mut all = Vec::new();
    let mut next = Caches { changed: None, ..caches.clone() };
    let Some(mut linked) = linked::make(origin, options, caches, observer, &mut all) else {
        return Ok(ended(Ending::Refused, next, all));
    };
    let target = |all: &[Diagnostic]| if all.iter().any(Diagnostic::is_error) { None } else { Some(sink) };
    let given = Given { options, caches, sink: target(&all), wishes: sink, observer };
    if given.sink.is_none() {
        sink.expect_nothing();
    }
    let wished = linked.templates().map(|templates| outputs::wished(&linked, templates, given)).transpose()?;
    if wished.as_ref().is_some_and(|wished| wished.was_stopped) {
        return Ok(ended(Ending::Stopped, next, all));
    }
    observer.begin(Stage::Search, 0);
    if !linked.is_as_before() {
        next.search = Arc::new(indexes(&linked, &caches.search)?);
    }
    let files: search::Files = next.search.iter().flat_map(|index| index.files.clone()).collect();
    all.extend(site::add_search(&mut linked.site, files.keys().cloned()));
    let linked = Arc::new(linked);
    next.linked = Some(linked.clone());
    next.is_whole = false;
    let site = &linked.site;
    observer.begin(Stage::Render, site.outputs.len());
    let Some(templates) = linked.templates() else { return Ok(ended(Ending::Refused, next, all)) };
    let given = Given { sink: target(&all), ..given };
    let done = outputs::make(&linked, templates, &files, wished.unwrap_or_default(), given)?.take(&mut all);
    next.rendered = Arc::new(done.known);
    next.pictures = Arc::new(done.pictures);
    let built = Built {
        pages: site.pages.iter().filter(|page| !page.is_fallback).count(),
        outputs: site.outputs.len(),
        rendered: done.rendered,
        left_out: site.left_out,
        next_change: site.next_change,
    };
    next.is_whole = done.is_whole;
    keep_first_pages(&mut all);
    let has_errors = all.iter().any(Diagnostic::is_error);
    let ending = match (has_errors, done.was_stopped) {
        (_, true) => Ending::Stopped,
        (true, false) => Ending::Refused,
        (false, false) => Ending::Built(built),
    };
    Ok(ended(ending, next, all))
}

fn ended(ending: Ending, caches: Caches, mut diagnostics: Vec<Diagnostic>) -> Outcome<Made> {
    diagnostic::sort(&mut diagnostics);
    Outcome::new(Made { ending, caches }, diagnostics)
}

/// The configuration and the content of a site, for commands that change files of the author; `None` when there is no
/// configuration. What is wrong with the site is for a build to say.
#[must_use]
pub fn content(origin: &Arc<Origin>) -> Option<(Config, content::Content)> {
    let config = configuration(origin).value?;
    let sources = source::scan(origin.clone(), &scan_options(&config)).value;
    let data = content::data::read(&sources, &config).value;
    let (content, _) =
        content::read(&sources, &ParseOptions::new(&config, &data, 0, Write::WhenAsked), &content::Known::default());
    Some((config, content.value))
}

/// The index of the search in each language.
fn indexes(linked: &Linked, known: &[search::Index]) -> Result<Vec<search::Index>, BuildError> {
    if !linked.config.outputs.search {
        return Ok(Vec::new());
    }
    Ok(search::index(linked.search(), known)?)
}

/// The index of the search in one language, and the texts of its pages; all that is wrong with the site on the way.
///
/// # Errors
/// When a file changed meanwhile.
pub fn search_index(
    origin: &Arc<Origin>,
    options: &Options,
    language: Option<&str>,
) -> Result<Outcome<Option<Searched>>, BuildError> {
    let mut all = Vec::new();
    let linked = linked::make(origin, options, &Caches::default(), &Unobserved, &mut all);
    let Some(linked) = linked.filter(|_| !all.iter().any(Diagnostic::is_error)) else {
        diagnostic::sort(&mut all);
        return Ok(Outcome::new(None, all));
    };
    let languages = linked.site.homes.keys().map(|id| linked.site.languages[*id].code.clone()).collect();
    let code = language.unwrap_or(&linked.config.default_language);
    let index = search::index_with_texts(linked.search(), code)?;
    Ok(Outcome::new(Some(Searched { languages, index }), all))
}

/// What [`search_index`] found.
#[derive(Debug)]
pub struct Searched {
    /// The codes of the languages that can be searched.
    pub languages: Vec<String>,
    /// The index and the texts of the language that was asked for; `None` when the site has no such pages.
    pub index: Option<(search::Index, search::Texts)>,
}

/// A fault of a template is the same on every page that the template renders: the first page stands for all.
fn keep_first_pages(diagnostics: &mut Vec<Diagnostic>) {
    let mut seen = BTreeSet::new();
    diagnostics.retain(|found| {
        let names_a_line = found.related.iter().any(|(place, _)| place.span.is_some());
        match found.rule {
            rule if *rule == rules::PICTURE_DAMAGED => seen.insert((found.place.clone(), found.message.clone())),
            rule if *rule == rules::MISSING_NOTICE => seen.insert((None, found.message.clone())),
            rule if *rule == rules::TEMPLATE_ERROR && !names_a_line => {
                seen.insert((found.place.clone(), found.message.clone()))
            }
            _ => true,
        }
    });
}

fn scan_options(config: &Config) -> ScanOptions {
    let links = if config.symbolic_links { Links::Follow } else { Links::Refuse };
    ScanOptions { ignore: config.ignore.clone(), links }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::MemorySink;
    use crate::site::{Drafts, Future};

    /// Builds a site with one page after a build that left these caches.
    fn build(text: &str, caches: &Caches) -> Caches {
        let files = [
            ("guidepost.yaml", "title: Test\nbase_url: https://example.org/\nstatus: live\n".to_owned()),
            ("content/_index.md", "---\ntitle: Home\n---\n".to_owned()),
            ("content/a.md", format!("---\ntitle: A\ndescription: A page.\n---\n{text}\n")),
        ];
        let files = files.into_iter().map(|(path, text)| (path.to_owned(), text.into_bytes())).collect();
        let today = jiff::civil::date(2026, 3, 15);
        let options = Options {
            dates: Dates { today, drafts: Drafts::Hide, future: Future::Hide },
            base_url: None,
            held_text: content::HELD_TEXT,
            remember: Remember::Outputs,
            sitemap: Limits::PROTOCOL,
        };
        let origin = Arc::new(Origin::Memory(files));
        let made = super::build(&origin, &options, caches, &MemorySink::new(), &Unobserved).unwrap().value;
        assert!(matches!(made.ending, Ending::Built(_)));
        made.caches
    }

    #[test]
    fn the_words_of_all_pages_are_read_again_only_when_a_page_says_something_else() {
        let first = build("Words.", &Caches::default());
        assert!(!first.search.is_empty());
        let same = build("Words.", &first);
        assert!(Arc::ptr_eq(&first.search, &same.search));
        assert!(!Arc::ptr_eq(&same.search, &build("Other words.", &same).search));
    }
}
