//! The plan of every output, and the check that no two of them share a path.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use super::links::asset_address;
use super::pictures;
use super::{FeedOf, LanguageId, Made, Numbered, Page, PageId, PageKind, Paginator, Parts, Site, identifiers};
use crate::diagnostic::{Diagnostic, Place, rules};
use crate::picture::{Look, Version};
use crate::route::Route;
use crate::theme::{LLMS_TXT, OUTPUTS};

/// One file that will be written.
#[derive(Debug, Clone)]
pub struct Output {
    /// Where.
    pub route: Route,
    /// What.
    pub what: What,
    /// The file that causes it, for messages.
    pub source: Arc<str>,
}

/// What an output is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A page, or one page of the list of a section.
    Page {
        /// The page.
        id: PageId,
        /// Which page of its list.
        number: Numbered,
    },
    /// The Markdown twin of a page.
    Twin(PageId),
    /// The list of the terms of a taxonomy.
    Taxonomy(usize),
    /// One page of the list of pages that carry a term.
    Term {
        /// Index of the taxonomy.
        taxonomy: usize,
        /// Index of the term in it.
        term: usize,
        /// Which page of the list.
        number: Numbered,
    },
    /// One page of the list of pages that an author wrote.
    Author {
        /// Index of the author.
        author: usize,
        /// Which page of the list.
        number: Numbered,
    },
    /// The page that a web host shows for an address that does not exist.
    NotFound(usize),
    /// A page that sends readers on to the new address of a page.
    Alias(PageId),
    /// A page at the permanent address of a page, which sends readers on to where the page is now.
    Short(PageId),
    /// A file of the site, copied as it is.
    File(Arc<str>),
    /// A picture, without what it says of people and places.
    Picture {
        /// The file.
        path: Arc<str>,
        /// Which one of those that are made of the file.
        version: Version,
        /// Whether it is the largest one that pages show.
        is_largest: bool,
    },
    /// A file of the theme, under a name that holds its hash.
    Asset(String),
    /// A file of the search, by its address.
    Search(Arc<str>),
    /// A file that a template in `outputs/` makes.
    Template {
        /// The language whose pages it lists.
        language: LanguageId,
        /// The name of the template.
        name: Arc<str>,
    },
    /// A file made from the whole site.
    Format {
        /// Its name in the table of formats.
        name: &'static str,
        /// What of the format it holds.
        part: Part,
    },
}

/// What one file of a format holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// The list of its other files, of which there are so many.
    Index(usize),
    /// These of its entries.
    Entries(Range<usize>),
    /// The news of one list.
    Feed(FeedOf),
}

/// Plans all outputs, sorted by route.
pub(super) fn plan(site: &Site, parts: &Parts<'_>, made: Made<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Output> {
    let mut planned: Vec<(String, What, Arc<str>)> = Vec::with_capacity(site.pages.len() * 5 / 4);
    plan_pages(site, parts, &mut planned);
    plan_terms(site, &mut planned);
    plan_authors(site, &mut planned);
    plan_files(site, parts, &mut planned);
    plan_short_links(site, parts, &mut planned);
    plan_templates(site, parts, &mut planned);
    planned.extend(made(site).into_iter().map(|(address, what)| (address, what, Arc::from("the site itself"))));
    let mut outputs = Vec::with_capacity(planned.len());
    let routed = planned.into_par_iter().map(|(address, what, source)| match route_of(&address) {
        Ok(route) => Ok(Output { route, what, source }),
        Err(reason) => Err(bad_route(&address, &what, &source, &reason)),
    });
    for output in routed.collect::<Vec<_>>() {
        match output {
            Ok(output) => outputs.push(output),
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
    }
    plan_aliases(site, &mut outputs, diagnostics);
    sort(&mut outputs);
    check_collisions(&outputs, |_| true, diagnostics);
    outputs
}

fn sort(outputs: &mut [Output]) {
    outputs.par_sort_by(|a, b| (&a.route, &a.source).cmp(&(&b.route, &b.source)));
}

/// Adds the files of the search to the plan. Their names hold a hash of what they say, which is known only when the site is
/// whole.
#[must_use]
pub fn add_search(site: &mut Site, addresses: impl Iterator<Item = Arc<str>>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let before = site.outputs.len();
    for address in addresses {
        let (what, source) = (What::Search(address.clone()), Arc::from("the search of the site"));
        match route_of(&address) {
            Ok(route) => site.outputs.push(Output { route, what, source }),
            Err(reason) => diagnostics.push(bad_route(&address, &what, &source, &reason)),
        }
    }
    if site.outputs.len() > before {
        sort(&mut site.outputs);
        check_collisions(&site.outputs, |output| matches!(output.what, What::Search(_)), &mut diagnostics);
    }
    diagnostics
}

/// `a/` is written at `a/index.html`.
pub(super) fn route_of(address: &str) -> Result<Route, String> {
    let path =
        if address.is_empty() || address.ends_with('/') { format!("{address}index.html") } else { address.to_string() };
    Route::parse(&path).map_err(|error| error.to_string())
}

fn bad_route(address: &str, what: &What, source: &Arc<str>, reason: &str) -> Diagnostic {
    let message = format!("this cannot be written at `{address}`: {reason}");
    let help = match what {
        What::Page { .. } | What::Twin(_) => "give the page another `slug`, or rename the file",
        What::Alias(_) => "write an alias as a path of this site, for example `/old/name/`",
        _ => "rename the file",
    };
    Diagnostic::new(&rules::BAD_ROUTE, Place::file(source.clone()), message).help(help)
}

fn plan_pages(site: &Site, parts: &Parts<'_>, planned: &mut Vec<(String, What, Arc<str>)>) {
    for id in site.ids() {
        let page = site.page(id);
        let pages = page.list().total();
        for number in (1..=pages).map(Numbered) {
            planned.push((number.address(&page.address), What::Page { id, number }, page.source()));
        }
        planned.extend(page.twin_address(parts.config).map(|address| (address, What::Twin(id), page.source())));
    }
    for (language, home) in &site.homes {
        let address = format!("{}404.html", site.languages[*language].prefix);
        planned.push((address, What::NotFound(*language), site.page(*home).source()));
    }
}

impl Page {
    /// How the list of this page is cut; a page that is no section has one page, unless it shows all pages from A to Z.
    #[must_use]
    pub fn list(&self) -> Paginator {
        match self.kind {
            PageKind::Page => self.alphabet.unwrap_or(Paginator { items: 0, size: None }),
            PageKind::Home | PageKind::Section => Paginator { items: self.pages.len(), size: self.paginate_by },
        }
    }
}

fn plan_terms(site: &Site, planned: &mut Vec<(String, What, Arc<str>)>) {
    for (index, taxonomy) in site.taxonomies.iter().enumerate() {
        let source: Arc<str> = Arc::from(format!("taxonomy `{}`", taxonomy.name));
        planned.push((taxonomy.address.clone(), What::Taxonomy(index), source));
        for (term_index, term) in taxonomy.terms.iter().enumerate() {
            let source: Arc<str> = Arc::from(format!("term `{}` of `{}`", term.name, taxonomy.name));
            let list = Paginator { items: term.pages.len(), size: taxonomy.paginate_by };
            for number in (1..=list.total()).map(Numbered) {
                let what = What::Term { taxonomy: index, term: term_index, number };
                planned.push((number.address(&term.address), what, source.clone()));
            }
        }
    }
}

fn plan_authors(site: &Site, planned: &mut Vec<(String, What, Arc<str>)>) {
    for (index, author) in site.authors.iter().enumerate() {
        let source: Arc<str> = Arc::from(format!("the person `{}` in `content/_data/people.yaml`", author.id));
        for number in (1..=author.list.total()).map(Numbered) {
            planned.push((number.address(&author.address), What::Author { author: index, number }, source.clone()));
        }
    }
}

fn plan_files(site: &Site, parts: &Parts<'_>, planned: &mut Vec<(String, What, Arc<str>)>) {
    let folders: BTreeMap<&str, &str> = site
        .pages
        .iter()
        .filter(|page| page.language == 0 && page.is_folder())
        .map(|page| (page.name.as_str(), page.address.as_str()))
        .collect();
    for (path, asset) in &parts.content.assets {
        let below = path.trim_start_matches("content/");
        let address = asset_address(below, |folder| folders.get(folder).map(ToString::to_string));
        match asset.look.zip(asset.size) {
            Some((look, sides)) => plan_picture(path, address, look, sides, planned),
            None => planned.push((address, What::File(path.clone()), path.clone())),
        }
    }
    for (path, _) in parts.sources.under("static/") {
        // A picture tells nothing of people and places here either; smaller ones are made of those beside pages alone, since
        // icons and the like must stay as large as they are.
        let has_look = parts.content.static_pictures.get(path).is_some_and(|picture| picture.look.is_some());
        let picture = What::Picture { path: path.clone(), version: Version::Own, is_largest: true };
        let what = if has_look { picture } else { What::File(path.clone()) };
        planned.push((path.trim_start_matches("static/").to_string(), what, path.clone()));
    }
}

/// The picture itself and those that are made of it.
fn plan_picture(
    path: &Arc<str>,
    address: String,
    look: Look,
    size: (u32, u32),
    planned: &mut Vec<(String, What, Arc<str>)>,
) {
    for made in pictures::made(&address, look, size) {
        let what = What::Picture { path: path.clone(), version: made.version, is_largest: made.is_largest };
        planned.push((made.address, what, path.clone()));
    }
}

fn plan_short_links(site: &Site, parts: &Parts<'_>, planned: &mut Vec<(String, What, Arc<str>)>) {
    if parts.config.outputs.short_links {
        let links = identifiers::addresses(site).into_iter();
        planned.extend(links.map(|(address, id)| (address, What::Short(id), site.page(id).source())));
    }
}

/// The files that templates make, one in each language, below its front page.
fn plan_templates(site: &Site, parts: &Parts<'_>, planned: &mut Vec<(String, What, Arc<str>)>) {
    let wanted = |name: &str| name != LLMS_TXT || parts.config.outputs.llms_txt.value;
    let outputs = parts.design.into_iter().flat_map(|design| &design.outputs);
    for (name, file) in outputs.filter(|(name, _)| wanted(name)) {
        let below = name.strip_prefix(OUTPUTS).unwrap_or(name);
        for language in site.homes.keys().copied() {
            let address = format!("{}{below}", site.languages[language].prefix);
            planned.push((address, What::Template { language, name: Arc::from(name.as_str()) }, file.clone()));
        }
    }
}

fn plan_aliases(site: &Site, outputs: &mut Vec<Output>, diagnostics: &mut Vec<Diagnostic>) {
    for id in site.ids() {
        let page = site.page(id);
        // The old addresses of a page are those of its original alone.
        for alias in page.front.aliases.iter().filter(|_| !page.is_fallback) {
            let what = What::Alias(id);
            let source = page.source();
            match alias_address(&alias.value).and_then(|address| route_of(&address)) {
                Ok(route) => outputs.push(Output { route, what, source }),
                Err(reason) => {
                    let message = format!("the alias `{}` is not a path of this site: {reason}", alias.value);
                    let place = Place::at(source, alias.span);
                    let help = "write an alias as the old path of the page, for example `/old/name/`";
                    diagnostics.push(Diagnostic::new(&rules::ALIAS_ESCAPES, place, message).help(help));
                }
            }
        }
    }
}

/// The address that an alias stands for; `/old/name` means the folder `/old/name/`, as browsers and hosts treat it.
fn alias_address(alias: &str) -> Result<String, String> {
    let path = alias.strip_prefix('/').unwrap_or(alias);
    if path.is_empty() {
        return Err("it is empty".to_string());
    }
    let last = path.rsplit('/').next().unwrap_or_default();
    let is_file = std::path::Path::new(last).extension().is_some_and(|end| end.eq_ignore_ascii_case("html"));
    Ok(if last.is_empty() || is_file { path.to_string() } else { format!("{path}/") })
}

/// Two outputs at one path, also where a file system or a web host does not tell upper from lower case or one Unicode form
/// from another, and a file where another output needs a folder. Only those are told of which one side `is_new`.
fn check_collisions(outputs: &[Output], is_new: fn(&Output) -> bool, diagnostics: &mut Vec<Diagnostic>) {
    let mut tell = |first: &Output, second: &Output| {
        if is_new(first) || is_new(second) {
            diagnostics.push(collision(first, second));
        }
    };
    let keys: Vec<String> = outputs.par_iter().map(|output| output.route.fold_key()).collect();
    let mut taken: HashMap<&str, usize> = HashMap::with_capacity(outputs.len());
    for (index, key) in keys.iter().enumerate() {
        if let Some(first) = taken.insert(key, index) {
            tell(&outputs[first], &outputs[index]);
        }
    }
    for (index, key) in keys.iter().enumerate() {
        for (at, _) in key.match_indices('/') {
            if let Some(file) = taken.get(&key[..at]) {
                tell(&outputs[*file], &outputs[index]);
            }
        }
    }
}

fn collision(first: &Output, second: &Output) -> Diagnostic {
    let (a, b) = (&first.route, &second.route);
    let message = if a.as_str() == b.as_str() {
        format!("two things would be written at `{a}`: {} and {}", named(first), named(second))
    } else {
        format!(
            "`{a}` and `{b}` cannot both be written, since some systems treat them as one path: {} and {}",
            named(first),
            named(second)
        )
    };
    let help = "rename one of them, or give one another `slug` or alias";
    // Lists of terms, assets and the like come from no one file, so the other one is the place to look.
    let (place, other) = if is_file(second) { (second, first) } else { (first, second) };
    let diagnostic = Diagnostic::new(&rules::OUTPUT_COLLISION, Place::file(place.source.clone()), message).help(help);
    if is_file(other) && first.source != second.source {
        diagnostic.related(Place::file(other.source.clone()), "the other one")
    } else {
        diagnostic
    }
}

fn is_file(output: &Output) -> bool {
    matches!(
        output.what,
        What::Page { .. }
            | What::Twin(_)
            | What::Alias(_)
            | What::Short(_)
            | What::File(_)
            | What::Picture { .. }
            | What::Template { .. }
            | What::NotFound(_)
    )
}

fn named(output: &Output) -> String {
    let source = if output.source.contains('`') { output.source.to_string() } else { format!("`{}`", output.source) };
    match output.what {
        What::Alias(_) => format!("an alias in {source}"),
        What::Short(_) => format!("the short link of {source}"),
        What::Twin(_) => format!("the Markdown twin of {source}"),
        _ => source,
    }
}
