//! Texts that pages share: `::include{file="snippets/never-stop.md"}`.
//!
//! Input: the directives of a page, and the snippets of the site. Output: every snippet that the page takes in, directly or
//! through another, each where it stands, in the reader's language where there is one. A snippet that leads back to itself is an
//! error.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::links::Finder;
use super::{Page, Parts, ResolvedLink};
use crate::content::built_in::INCLUDE;
use crate::content::directives::Kind;
use crate::content::{Citation, ContentFile, DirectiveUse};
use crate::diagnostic::{Diagnostic, Place, rules};
use crate::text::closest_path;
use crate::yaml::Spanned;

/// The most snippets on one page: snippets that each take in two others would double with every step.
const MOST: usize = 200;

/// Which snippet each directive of a text takes in: the number of the directive, and the place in [`Page::snippets`].
pub type Includes = BTreeMap<usize, usize>;

/// A snippet as one page takes it in.
#[derive(Debug)]
pub struct Snippet {
    /// Its facts.
    pub file: Arc<ContentFile>,
    /// Where its links lead from this page.
    pub links: Vec<ResolvedLink>,
    /// The snippets that it takes in itself.
    pub includes: Includes,
}

/// Finds the snippets of a page.
pub(super) fn gather<'a>(page: &'a Page, code: &'a str, parts: &'a Parts<'a>, finder: &'a Finder<'a>) -> Gathered {
    let mut gather = Gather { page, code, parts, finder, way: Vec::new(), gathered: Gathered::default() };
    if let Some(file) = &page.file {
        gather.gathered.includes = gather.text(file);
    }
    gather.gathered
}

/// What [`gather`] found.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) snippets: Vec<Snippet>,
    pub(super) includes: Includes,
    pub(super) diagnostics: Vec<Diagnostic>,
}

struct Gather<'a> {
    page: &'a Page,
    code: &'a str,
    parts: &'a Parts<'a>,
    finder: &'a Finder<'a>,
    /// The snippets on the way from the page to the text at hand.
    way: Vec<Arc<str>>,
    gathered: Gathered,
}

impl Gather<'_> {
    fn text(&mut self, file: &ContentFile) -> Includes {
        let mut includes = BTreeMap::new();
        let used = file.directives.iter().enumerate().filter(|(_, used)| used.name == INCLUDE);
        for (number, used) in used {
            match self.snippet(file, used) {
                Ok(place) => {
                    includes.insert(number, place);
                }
                Err(diagnostic) => self.gathered.diagnostics.push(*diagnostic),
            }
        }
        includes
    }

    fn snippet(&mut self, file: &ContentFile, used: &DirectiveUse) -> Result<usize, Box<Diagnostic>> {
        let (path, place) = wanted(file, used)?;
        let found = find(&path, self.code, self.parts).cloned().ok_or_else(|| self.unknown(&path, place.clone()))?;
        if let Some(start) = self.way.iter().position(|passed| *passed == found.path) {
            return Err(Box::new(cycle(&self.way[start..], &found.path, place)));
        }
        if self.gathered.snippets.len() >= MOST {
            let message = format!("this page would take in more than {MOST} snippets");
            let help = "take some `include` lines out, of this text or of the snippets in it";
            return Err(Box::new(Diagnostic::new(&rules::INCLUDE_CYCLE, place, message).help(help)));
        }
        self.way.push(found.path.clone());
        let links = self.finder.resolve_text(self.page, &found).take(&mut self.gathered.diagnostics);
        let includes = self.text(&found);
        self.way.pop();
        self.gathered.snippets.push(Snippet { file: found, links, includes });
        Ok(self.gathered.snippets.len() - 1)
    }

    fn unknown(&self, path: &str, place: Place) -> Box<Diagnostic> {
        let known = self.parts.content.snippets.keys().map(AsRef::as_ref);
        let near = closest_path(path, known).map(|near| format!("did you mean `{near}`?"));
        let help = near.unwrap_or_else(|| {
            "put the text into the folder `snippets`, and name it from there: `snippets/name.md`".to_string()
        });
        Box::new(Diagnostic::new(&rules::DEAD_FILE, place, format!("no snippet `{path}`")).help(help))
    }
}

/// The snippet that a directive takes in, in a text of the language `code`.
pub(super) fn named<'p>(used: &DirectiveUse, code: &str, parts: &Parts<'p>) -> Option<&'p Arc<ContentFile>> {
    let (.., path, _) = used.arguments.iter().filter(|_| used.name == INCLUDE).find(|(key, ..)| key == "file")?;
    find(path, code, parts)
}

/// The snippet in the reader's language, or as it is named.
fn find<'p>(path: &str, code: &str, parts: &Parts<'p>) -> Option<&'p Arc<ContentFile>> {
    let snippets = &parts.content.snippets;
    let stem = path.strip_suffix(".md")?;
    snippets.get(format!("{stem}.{code}.md").as_str()).or_else(|| snippets.get(path))
}

/// The path that a directive names, and its place.
fn wanted(file: &ContentFile, used: &DirectiveUse) -> Result<(String, Place), Box<Diagnostic>> {
    let place = |span| Place::at(file.path.clone(), span);
    if used.kind != Kind::Leaf {
        let message = "`include` cannot be used in this form";
        let help = "write it on a line of its own: `::include{file=\"snippets/name.md\"}`";
        return Err(Box::new(Diagnostic::new(&rules::WRONG_ARGUMENT, place(used.name_span), message).help(help)));
    }
    match used.arguments.iter().find(|(key, ..)| key == "file") {
        Some((_, _, value, span)) => Ok((value.clone(), place(*span))),
        None => Err(Box::new(
            Diagnostic::new(&rules::MISSING_ARGUMENT, place(used.name_span), "`include` needs `file`")
                .help("add `{file=\"snippets/name.md\"}` after its name"),
        )),
    }
}

fn cycle(way: &[Arc<str>], back: &Arc<str>, place: Place) -> Diagnostic {
    let steps: Vec<String> = way.iter().chain([back]).map(|path| format!("`{path}`")).collect();
    let message = format!("this text would take in itself without end: {}", steps.join(" → "));
    Diagnostic::new(&rules::INCLUDE_CYCLE, place, message).help("take one of these `include` lines out")
}

/// One thing in the order of a text.
enum Next<'a> {
    Cite(&'a Citation),
    Take(&'a Snippet),
}

/// The citations of a page and of all that it takes in, in the order in which readers meet them.
#[must_use]
pub fn citations(page: &Page) -> Vec<&Citation> {
    let mut all = Vec::new();
    if let Some(file) = &page.file {
        add_citations(page, file, &page.includes, &mut all);
    }
    all
}

fn add_citations<'a>(page: &'a Page, file: &'a ContentFile, includes: &'a Includes, all: &mut Vec<&'a Citation>) {
    let cited = file.citations.iter().filter_map(|one| Some((one.items.first()?.source.span.start, Next::Cite(one))));
    let taken = includes.iter().filter_map(|(number, place)| {
        let at = file.directives.get(*number)?.opening.start;
        Some((at, Next::Take(page.snippets.get(*place)?)))
    });
    let mut order: Vec<(usize, Next<'a>)> = cited.chain(taken).collect();
    order.sort_by_key(|(at, _)| *at);
    for (_, next) in order {
        match next {
            Next::Cite(citation) => all.push(citation),
            Next::Take(snippet) => add_citations(page, &snippet.file, &snippet.includes, all),
        }
    }
}

/// The sources that a page cites, each once, in the order in which they are cited first. A source's number on the page is its
/// place in this list.
#[must_use]
pub fn cited(page: &Page) -> Vec<&Spanned<String>> {
    let mut seen = std::collections::BTreeSet::new();
    let all = citations(page).into_iter().flat_map(|citation| &citation.items).map(|item| &item.source);
    all.filter(|source| seen.insert(source.value.as_str())).collect()
}
