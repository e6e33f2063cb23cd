//! Everything the pages know of each other.
//!
//! Input: the facts of each content file, the configuration, the data files, the names of all other files. Output: [`Site`]:
//! every page with its address, its place in the tree and in reading order, its terms, its translations and its resolved
//! links, and the plan of every output. Pure: nothing here is read or written, and all of it is made anew unless nothing but texts
//! changed that tell it the same. Work grows with n log n of the number of pages.

mod again;
mod alphabet;
mod authors;
mod feeds;
mod glossary;
mod identifiers;
pub mod includes;
mod languages;
mod links;
mod listing;
mod menus;
mod outputs;
mod own_lines;
mod pictures;
mod references;
mod related;
mod searches;
mod series;
pub mod tables;
mod taxonomies;
mod translations;
mod tree;
mod twins;
mod urls;
mod variables;
mod visibility;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::config::Config;
use crate::content::{Content, ContentFile, Data, FileKind, FrontMatter};
use crate::diagnostic::Outcome;
use crate::source::Sources;
use crate::theme::Design;
use includes::Gathered;

pub use again::again;
pub use alphabet::LetterPages;
pub use authors::{AUTHOR_TEMPLATE, Author};
pub use feeds::{FeedOf, Feeds};
pub use glossary::explained;
pub use includes::{Includes, Snippet};
pub use languages::Alternate;
pub use links::ResolvedLink;
pub use listing::{Numbered, Paginator};
pub use menus::MenuItem;
pub use outputs::{Output, Part, What, add_search};
pub(crate) use references::is_right;
pub use series::{Series, SeriesPlace};
pub use taxonomies::{Taxonomy, Term};
pub use urls::Urls;
pub use variables::{Values, values};
pub use visibility::{Dates, Drafts, Future};

/// The index of a page in [`Site::pages`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageId(u32);

impl PageId {
    /// The place in [`Site::pages`].
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The index of a language in [`Site::languages`].
pub type LanguageId = usize;

/// One language of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language {
    /// BCP 47 code used in file names and addresses, for example `es`.
    pub code: String,
    /// The language's own name, for example `Español`.
    pub name: String,
    /// BCP 47 locale for plurals, for example `es-US`.
    pub locale: String,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    /// The first part of its addresses: empty for the default language, else `es/`.
    pub prefix: String,
}

/// What a page is in the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PageKind {
    /// The front page of a language.
    Home,
    /// A folder with pages below it.
    Section,
    /// An ordinary page.
    Page,
}

/// One page of the site in one language.
#[derive(Debug, Clone)]
pub struct Page {
    /// What it is in the tree.
    pub kind: PageKind,
    /// Its language.
    pub language: LanguageId,
    /// Whether it stands in for a translation that is not there: its text is that of the default language.
    pub is_fallback: bool,
    /// The content file; `None` for a section that has no `_index.md`.
    pub file: Option<Arc<ContentFile>>,
    /// Its front matter, with what the sections above it hand down.
    pub front: Arc<FrontMatter>,
    /// The title, which every page has.
    pub title: String,
    /// Its permanent id, the same for all translations and kept when the page is renamed, for example `k7m2p4qd`.
    pub id: Arc<str>,
    /// Its folder and name without language and ending, the same for all translations, for example `detox/tapering`.
    pub name: String,
    /// The address below the site's base, for example `detox/tapering/`; empty for the front page.
    pub address: String,
    /// The section that holds it; `None` for a front page.
    pub parent: Option<PageId>,
    /// Pages directly in this section, in listing order.
    pub pages: Vec<PageId>,
    /// Sections directly in this section, in listing order.
    pub sections: Vec<PageId>,
    /// The page before it in reading order.
    pub previous: Option<PageId>,
    /// The page after it in reading order.
    pub next: Option<PageId>,
    /// The page in every language it has, itself included, in the order of the languages.
    pub translations: Vec<PageId>,
    /// The terms it carries: taxonomy and term index.
    pub terms: Vec<(usize, usize)>,
    /// The template that it asks for, for example `landing.html`.
    pub template: Option<String>,
    /// The most pages of one page of its list.
    pub paginate_by: Option<usize>,
    /// How the list of all pages is cut that it shows, if it shows that.
    pub alphabet: Option<Paginator>,
    /// Where each link and image of its text leads, in the order of the text.
    pub links: Vec<ResolvedLink>,
    /// The snippets that its text takes in, directly or through others.
    pub snippets: Vec<Snippet>,
    /// Which snippet each of its own directives takes in.
    pub includes: Includes,
    /// The pages of its language that link to it in their text, each once, in the order of the site.
    pub backlinks: Vec<PageId>,
    /// The pages that its readers may want to read next, best first.
    pub related: Vec<PageId>,
    /// The pages whose texts it shows one after the other.
    pub set: Vec<PageId>,
    /// Its place in a series, when it is part of one.
    pub series: Option<SeriesPlace>,
}

impl Page {
    /// The path of the content file, or of the folder where there is none.
    #[must_use]
    pub fn source(&self) -> Arc<str> {
        match &self.file {
            Some(file) => file.path.clone(),
            None => Arc::from(format!("content/{}", self.name)),
        }
    }

    /// Its own text and those of the snippets in it.
    pub fn texts(&self) -> impl Iterator<Item = &Arc<ContentFile>> {
        self.file.iter().chain(self.snippets.iter().map(|snippet| &snippet.file))
    }

    /// Its description, or the first words of its text.
    #[must_use]
    pub fn description(&self) -> &str {
        let own = self.front.description.as_deref();
        own.or_else(|| self.file.as_ref().map(|file| file.summary.as_str())).unwrap_or_default()
    }

    /// Whether files may lie beside it: sections and bundles.
    #[must_use]
    pub fn is_folder(&self) -> bool {
        self.kind != PageKind::Page || self.file.as_ref().is_some_and(|file| file.kind == FileKind::Bundle)
    }
}

/// The whole site. A clone shares its pages.
#[derive(Debug, Clone)]
pub struct Site {
    /// The languages, default first.
    pub languages: Vec<Language>,
    /// Makes addresses under the base URL.
    pub urls: Urls,
    /// All pages, sorted by language and name.
    pub pages: Vec<Arc<Page>>,
    /// The front page of each language that has pages.
    pub homes: BTreeMap<LanguageId, PageId>,
    /// The page that shows the glossary of each language that has one.
    pub glossaries: BTreeMap<LanguageId, PageId>,
    /// The taxonomies of each language that has terms in them.
    pub taxonomies: Vec<Taxonomy>,
    /// The authors who have a page of their own, sorted by language and id.
    pub authors: Vec<Author>,
    /// The series of all languages.
    pub series: Vec<Series>,
    /// The menus of each language.
    pub menus: Vec<BTreeMap<String, Vec<MenuItem>>>,
    /// The feeds, each with its pages.
    pub feeds: Feeds,
    /// Everything that will be written, sorted by route.
    pub outputs: Vec<Output>,
    /// The next day on which the output changes without any edit, by `publish_on` and `expires_on`.
    pub next_change: Option<Date>,
    /// How many pages were left out as draft, future or expired.
    pub left_out: usize,
}

impl Site {
    /// The page of this index.
    #[must_use]
    pub fn page(&self, id: PageId) -> &Page {
        &self.pages[id.0 as usize]
    }

    /// All page indexes in order.
    pub fn ids(&self) -> impl Iterator<Item = PageId> + use<> {
        (0..u32::try_from(self.pages.len()).unwrap_or(u32::MAX)).map(PageId)
    }

    /// The sections above a page, front page first.
    #[must_use]
    pub fn ancestors(&self, id: PageId) -> Vec<PageId> {
        let mut above: Vec<PageId> = std::iter::successors(self.page(id).parent, |id| self.page(*id).parent).collect();
        above.reverse();
        above
    }
}

/// All that [`link`] looks at.
#[derive(Debug, Clone, Copy)]
pub struct Parts<'a> {
    /// The configuration.
    pub config: &'a Config,
    /// The content files.
    pub content: &'a Content,
    /// The data files.
    pub data: &'a Data,
    /// The names of all files.
    pub sources: &'a Sources,
    /// The templates and components of the theme, when they could be read.
    pub design: Option<&'a Design>,
    /// Which pages to leave out.
    pub dates: Dates,
}

/// The outputs that come besides those that the site itself knows of, by their address. It is asked when the site is whole but
/// for its outputs, so that there can be as many as the site needs.
pub type Made<'a> = &'a (dyn Fn(&Site) -> Vec<(String, What)> + Sync);

/// Makes the site out of its parts.
#[must_use]
pub fn link(parts: &Parts<'_>, made: Made<'_>) -> Outcome<Site> {
    let mut diagnostics = Vec::new();
    let languages = tree::languages(parts.config);
    let urls = Urls::new(parts.config.base_url.as_str());
    let visible = visibility::choose(parts);
    let mut pages = tree::grow(parts, &languages, visible.files, &mut diagnostics);
    tree::set_addresses(&mut pages, &languages);
    let homes = tree::homes(&pages);
    listing::sort_children(&mut pages, parts.config);
    listing::set_reading_order(&mut pages, &homes);
    tree::set_translations(&mut pages);
    alphabet::set_lengths(&mut pages);
    identifiers::set(&mut pages, parts, &mut diagnostics);
    let taxonomies = taxonomies::gather(&mut pages, &languages, parts.config);
    let glossaries = glossary::pages(&pages);
    let authors = authors::gather(&pages, &languages, parts);
    let series = series::gather(&mut pages, &languages, parts, &mut diagnostics);
    searches::check(parts, &visible.hidden, &mut diagnostics);
    let mut site = Site {
        languages,
        urls,
        pages: pages.into_iter().map(Arc::new).collect(),
        homes,
        glossaries,
        taxonomies,
        authors,
        series,
        menus: Vec::new(),
        feeds: Feeds::new(),
        outputs: Vec::new(),
        next_change: visible.next_change,
        left_out: visible.hidden.len(),
    };
    site.feeds = feeds::gather(&site, parts.config);
    let finder = links::Finder::new(parts, &site.urls, &site.pages, &visible.hidden);
    let plan = || {
        let mut said = Vec::new();
        (outputs::plan(&site, parts, made, &mut said), said)
    };
    let ((outputs, said), relations) = rayon::join(plan, || Relations::find(&site, parts, &finder));
    diagnostics.extend(said);
    let menus = menus::resolve(parts.config, &site, &outputs, &finder, &mut diagnostics);
    let Relations { resolved, related, sets, gathered } = relations;
    let found = resolved.into_iter().zip(gathered).zip(related).zip(sets);
    for (page, (((links, gathered), related), set)) in site.pages.iter_mut().zip(found) {
        let page = Arc::make_mut(page);
        page.links = links.take(&mut diagnostics);
        (page.snippets, page.includes) = (gathered.snippets, gathered.includes);
        diagnostics.extend(gathered.diagnostics);
        page.related = related;
        page.set = set;
    }
    links::set_backlinks(&mut site.pages);
    (site.menus, site.outputs) = (menus, outputs);
    references::check(&site, parts, &mut diagnostics);
    translations::check(&site, &mut diagnostics);
    Outcome::new(site, diagnostics)
}

/// What the pages have to do with each other and with other files, each in the order of the pages.
struct Relations {
    resolved: Vec<Outcome<Vec<ResolvedLink>>>,
    related: Vec<Vec<PageId>>,
    sets: Vec<Vec<PageId>>,
    gathered: Vec<Gathered>,
}

impl Relations {
    fn find<'a>(site: &'a Site, parts: &'a Parts<'a>, finder: &'a links::Finder<'a>) -> Self {
        let wants_related = parts.design.is_some_and(|design| design.reads.contains("related"));
        let set = |id: PageId| related::named(&site.page(id).front.set, id, site.page(id), finder);
        let gather = |page: &'a Arc<Page>| includes::gather(page, &site.text_language(page).code, parts, finder);
        Self {
            resolved: site.pages.par_iter().map(|page| finder.resolve(page)).collect(),
            related: if wants_related {
                related::find(&site.pages, finder)
            } else {
                vec![Vec::new(); site.pages.len()]
            },
            sets: site.ids().map(set).collect(),
            gathered: site.pages.par_iter().map(gather).collect(),
        }
    }
}
