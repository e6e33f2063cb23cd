//! Portable links: a link to a content file becomes the address of its page.
//!
//! Authors link to files, as their editor and code hosts understand it: `../detox/tapering.md#pace`. Here each link is looked
//! up: pages by their file, in the reader's language where there is a translation; files that lie beside pages; files of
//! `static/`; addresses that begin with `/`. What leads nowhere is an error that names what was probably meant.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

use super::visibility::Hidden;
use super::{LanguageId, Page, PageId, Parts, Urls, pictures};
use crate::content::{ContentFile, Link, LinkKind, is_page};
use crate::diagnostic::{Diagnostic, Outcome, Place, rules};
use crate::picture::Look;
use crate::text::{closest, closest_path, is_dangerous, is_external, percent_decode, url_fragment};

/// The most paths that one dead link is compared with.
const COMPARED: usize = 500;

/// Where a link or an image of a page leads.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ResolvedLink {
    /// The `href` or `src`; empty where the link leads nowhere, which is always an error too.
    pub href: String,
    /// Whether it leaves the site.
    pub external: bool,
    /// Width and height in pixels, for images whose file tells.
    pub size: Option<(u32, u32)>,
    /// The page it leads to; `None` for what is no other page of the site.
    pub page: Option<PageId>,
    /// The same picture in several widths, each with its link, for pictures of which there are smaller ones.
    pub widths: Vec<(u32, String)>,
    /// The same as WebP.
    pub webp: Vec<(u32, String)>,
}

/// Looks up what links lead to.
pub(super) struct Finder<'a> {
    parts: &'a Parts<'a>,
    urls: &'a Urls,
    pages: &'a [Arc<Page>],
    hidden: &'a BTreeMap<Arc<str>, Hidden>,
    by_path: HashMap<&'a str, PageId>,
    by_folder: HashMap<(usize, &'a str), PageId>,
    by_address: HashMap<&'a str, PageId>,
    names: OnceLock<BTreeMap<&'a str, Vec<&'a str>>>,
}

impl<'a> Finder<'a> {
    pub(super) fn new(
        parts: &'a Parts<'a>,
        urls: &'a Urls,
        pages: &'a [Arc<Page>],
        hidden: &'a BTreeMap<Arc<str>, Hidden>,
    ) -> Self {
        let ids = || (0..).map(PageId).zip(pages);
        let written = ids().filter(|(_, page)| !page.is_fallback);
        let by_path = written.filter_map(|(id, page)| Some((page.file.as_ref()?.path.as_ref(), id))).collect();
        let folders = ids().filter(|(_, page)| page.is_folder());
        let by_folder = folders.map(|(id, page)| ((page.language, page.name.as_str()), id)).collect();
        let by_address = ids().map(|(id, page)| (page.address.as_str(), id)).collect();
        Self { parts, urls, pages, hidden, by_path, by_folder, by_address, names: OnceLock::new() }
    }

    /// Resolves every link and image of a page, in the order of its text.
    pub(super) fn resolve(&self, page: &Page) -> Outcome<Vec<ResolvedLink>> {
        match &page.file {
            Some(file) => self.resolve_text(page, file),
            None => Outcome::fine(Vec::new()),
        }
    }

    /// The same for a text that is shown on a page: its own, or a snippet.
    pub(super) fn resolve_text(&self, page: &Page, file: &ContentFile) -> Outcome<Vec<ResolvedLink>> {
        let mut outcome = Outcome::fine(Vec::with_capacity(file.links.len()));
        for link in &file.links {
            match self.resolve_one(page, file, link) {
                Ok(resolved) => outcome.value.push(resolved),
                // It is said of the page whose text this is.
                Err(_) if page.is_fallback => outcome.value.push(ResolvedLink::default()),
                Err(diagnostic) => {
                    outcome.value.push(ResolvedLink::default());
                    outcome.diagnostics.push(*diagnostic);
                }
            }
        }
        outcome
    }

    fn resolve_one(&self, page: &Page, file: &ContentFile, link: &Link) -> Result<ResolvedLink, Box<Diagnostic>> {
        let place = || Place::at(file.path.clone(), link.span);
        if is_dangerous(&link.target) {
            let message = format!(
                "this link uses a kind of address that can run code or is not known: `{}`",
                shown(&link.target)
            );
            return Err(Box::new(
                Diagnostic::new(&rules::DANGEROUS_LINK, place(), message)
                    .label("linked here")
                    .help("use `https:`, `http:`, `mailto:`, `tel:`, `sms:` or a link to a file of the site"),
            ));
        }
        if is_external(&link.target) {
            return Ok(ResolvedLink { href: link.target.clone(), external: true, ..ResolvedLink::default() });
        }
        let (path, anchor) = split_anchor(&link.target);
        let path = path.split('?').next().unwrap_or_default();
        let path = percent_decode(path).unwrap_or(Cow::Borrowed(path));
        let path = path.as_ref();
        if path.is_empty() && link.kind == LinkKind::Link {
            check_anchor(page, anchor, &place)?;
            return Ok(ResolvedLink { href: with_anchor(String::new(), anchor), ..ResolvedLink::default() });
        }
        let found = if let Some(absolute) = path.strip_prefix('/') {
            self.at_root(page, absolute)
        } else {
            from_content(file, path).and_then(|path| self.in_content(page, &path))
        };
        match found {
            Some(Found::Page(id)) if link.kind == LinkKind::Link => {
                let target = &self.pages[id.0 as usize];
                // Nobody wrote this link for the translation, whose headings may have other ids: then it leads to its top.
                let is_there = check_anchor(target, anchor, &place);
                let anchor = anchor.filter(|_| is_there.is_ok() || !page.is_fallback);
                is_there.or_else(|dead| if page.is_fallback { Ok(()) } else { Err(dead) })?;
                let href = with_anchor(self.urls.link(&target.address), anchor);
                Ok(ResolvedLink { href, page: Some(id), ..ResolvedLink::default() })
            }
            Some(Found::File { size: None, .. }) if link.kind == LinkKind::Image => {
                Err(Box::new(bad_image(path, place())))
            }
            Some(Found::File { address, size, look }) if link.kind == LinkKind::Image => {
                let shown =
                    look.zip(size).map(|(look, size)| pictures::shown(&address, look, size)).unwrap_or_default();
                let linked = |offers: Vec<(u32, String)>| {
                    offers.into_iter().map(|(width, address)| (width, self.urls.link(&address))).collect()
                };
                let (widths, webp) = (linked(shown.plain), linked(shown.webp));
                Ok(ResolvedLink { href: self.urls.link(&address), size, widths, webp, ..ResolvedLink::default() })
            }
            Some(Found::File { address, .. }) => {
                let href = with_anchor(self.urls.link(&address), anchor);
                Ok(ResolvedLink { href, ..ResolvedLink::default() })
            }
            Some(Found::Page(_)) | None => Err(Box::new(self.dead_link(file, link, path, place()))),
        }
    }

    /// `/x`: a content file from the root of `content/`, a file of `static/`, or the address of a page.
    fn at_root(&self, page: &Page, path: &str) -> Option<Found> {
        if let Some(found) = join("", path).and_then(|path| self.in_content(page, &path)) {
            return Some(found);
        }
        if self.parts.sources.contains(&format!("static/{path}")) {
            return Some(Found::File {
                address: path.to_string(),
                size: self.size_of(&format!("static/{path}")),
                look: None,
            });
        }
        let address = if path.is_empty() || path.ends_with('/') { path.to_string() } else { format!("{path}/") };
        self.by_address.get(address.as_str()).map(|id| Found::Page(*id))
    }

    /// A path from the root of `content/`: a page, a folder, or another file.
    fn in_content(&self, page: &Page, path: &str) -> Option<Found> {
        let full = format!("content/{path}");
        if let Some(id) = self.by_path.get(full.as_str()) {
            return Some(Found::Page(self.in_language(page.language, *id)));
        }
        if let Some(id) = self.folder(page.language, path.trim_end_matches('/')) {
            return Some(Found::Page(id));
        }
        let asset = self.parts.content.assets.get(full.as_str())?;
        let address =
            asset_address(path, |folder| self.folder(0, folder).map(|id| self.pages[id.0 as usize].address.clone()));
        Some(Found::File { address, size: asset.size, look: asset.look })
    }

    fn folder(&self, language: usize, folder: &str) -> Option<PageId> {
        self.by_folder.get(&(language, folder)).or_else(|| self.by_folder.get(&(0, folder))).copied()
    }

    /// The translation for readers of a language, when a link names the page in the default language.
    pub(super) fn in_language(&self, language: LanguageId, id: PageId) -> PageId {
        let target = &self.pages[id.0 as usize];
        if target.language != 0 || language == 0 {
            return id;
        }
        let mut translations = target.translations.iter().copied();
        translations.find(|other| self.pages[other.0 as usize].language == language).unwrap_or(id)
    }

    /// The page of a file, by its path from `content/`.
    pub(super) fn page_of(&self, path: &str) -> Option<PageId> {
        self.by_path.get(format!("content/{path}").as_str()).copied()
    }

    /// The files of all pages, as paths from `content/`, in order.
    pub(super) fn page_files(&self) -> impl Iterator<Item = &str> {
        self.page_paths().map(|path| path.trim_start_matches("content/"))
    }

    fn page_paths(&self) -> impl Iterator<Item = &'a str> {
        let paths = self.parts.content.files.iter().map(|file| file.path.as_ref());
        paths.filter(|path| self.by_path.contains_key(path))
    }

    fn size_of(&self, path: &str) -> Option<(u32, u32)> {
        self.parts.content.static_pictures.get(path)?.size
    }

    fn dead_link(&self, file: &ContentFile, link: &Link, path: &str, place: Place) -> Diagnostic {
        let is_page = is_page(path);
        let full = join(&file.folder, path.trim_start_matches('/')).map(|path| format!("content/{path}"));
        if let Some(hidden) = full.as_deref().and_then(|full| self.hidden.get(full)) {
            let message = format!("the page `{}` is {}, so this link would lead nowhere", shown(path), hidden.words());
            return Diagnostic::new(&rules::DEAD_LINK, place, message)
                .label("linked here")
                .help("publish that page first, or take the link out");
        }
        let (rule, what) = match (link.kind, is_page) {
            (LinkKind::Image, _) => (&rules::DEAD_FILE, "no image"),
            (LinkKind::Link, true) => (&rules::DEAD_LINK, "no page"),
            (LinkKind::Link, false) => (&rules::DEAD_FILE, "no page or file"),
        };
        let help = if link.kind == LinkKind::Image && (is_page || path.is_empty() || path.ends_with('/')) {
            "name the file of a picture; to link to a page, leave out the `!`".to_string()
        } else {
            self.suggest(file, path)
        };
        Diagnostic::new(rule, place, format!("{what} `{}`", shown(path))).label("linked here").help(help)
    }

    /// What was probably meant. Only the files of the folder that the link names and the files of the same name anywhere are
    /// compared, so that a renamed folder does not compare every link with every page.
    fn suggest(&self, file: &ContentFile, path: &str) -> String {
        let target = join(&file.folder, path).unwrap_or_default();
        let (folder, name) = target.rsplit_once('/').unwrap_or(("", &target));
        let same_folder = self.files_in(folder, is_page(path));
        let same_name = self.by_file_name().get(name).into_iter().flatten().copied();
        let candidates: BTreeSet<String> =
            same_folder.chain(same_name).take(COMPARED).map(|path| relative(&file.folder, path)).collect();
        match closest_path(path, candidates.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None if path.contains('.') => "a link is a path from this file, for example `../help/where.md`".to_string(),
            None => "link to the file of the page, for example `../help/where.md`".to_string(),
        }
    }

    /// The pages or other files directly in a folder, as paths from `content/`.
    fn files_in<'b>(&'b self, folder: &str, pages: bool) -> Box<dyn Iterator<Item = &'a str> + 'b> {
        let prefix = if folder.is_empty() { "content/".to_string() } else { format!("content/{folder}/") };
        let content = self.parts.content;
        // Both are sorted by path, so that only what lies below the folder is looked at.
        let files = &content.files[content.files.partition_point(|file| *file.path < *prefix)..];
        let from = (std::ops::Bound::Included(prefix.as_str()), std::ops::Bound::Unbounded);
        let assets = content.assets.range::<str, _>(from).map(|(path, _)| path.as_ref());
        let paths: Box<dyn Iterator<Item = &'a str>> =
            if pages { Box::new(files.iter().map(|file| file.path.as_ref())) } else { Box::new(assets) };
        let below = paths.map_while(move |path| Some((path, path.strip_prefix(prefix.as_str())?)));
        let own = below.filter(move |(path, rest)| !rest.contains('/') && (!pages || self.by_path.contains_key(path)));
        Box::new(own.map(|(path, _)| path.trim_start_matches("content/")))
    }

    /// All pages and files by the name of their file, made when the first dead link asks for it.
    fn by_file_name(&self) -> &BTreeMap<&'a str, Vec<&'a str>> {
        self.names.get_or_init(|| {
            let assets = self.parts.content.assets.keys().map(AsRef::as_ref);
            let mut names: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
            for path in self.page_paths().chain(assets) {
                let below = path.trim_start_matches("content/");
                names.entry(below.rsplit('/').next().unwrap_or_default()).or_default().push(below);
            }
            names
        })
    }
}

/// Lets every page know which pages of its language link to it.
pub(super) fn set_backlinks(pages: &mut [Arc<Page>]) {
    let mut backlinks: Vec<Vec<PageId>> = vec![Vec::new(); pages.len()];
    for (from, page) in (0..).map(PageId).zip(&*pages).filter(|(_, page)| !page.is_fallback) {
        for to in page.links.iter().filter_map(|link| link.page) {
            let is_other = to != from && pages[to.index()].language == page.language;
            let known = &mut backlinks[to.index()];
            // Pages come one after the other, so a second link from the same page finds it at the end.
            if is_other && known.last() != Some(&from) {
                known.push(from);
            }
        }
    }
    for (page, backlinks) in pages.iter_mut().zip(backlinks) {
        Arc::make_mut(page).backlinks = backlinks;
    }
}

/// A heading that an anchor names must be there; `#` and `#top` are the top of any page.
pub(super) fn check_anchor(
    target: &Page,
    anchor: Option<&str>,
    place: &dyn Fn() -> Place,
) -> Result<(), Box<Diagnostic>> {
    let Some(anchor) = anchor.filter(|anchor| !anchor.is_empty() && *anchor != "top") else { return Ok(()) };
    let anchor = percent_decode(anchor).unwrap_or(Cow::Borrowed(anchor));
    let Some(file) = &target.file else { return Ok(()) };
    if file.anchors().any(|id| id == anchor) {
        return Ok(());
    }
    let message = format!("no heading `#{}` in `{}`", shown(&anchor), file.path);
    let help = match closest(&anchor, file.anchors()) {
        Some(near) => format!("did you mean `#{near}`?"),
        None => match file.anchors().next() {
            Some(_) => format!("its headings are {}", listed(file.anchors())),
            None => "that page has no headings".to_string(),
        },
    };
    Err(Box::new(Diagnostic::new(&rules::DEAD_ANCHOR, place(), message).label("linked here").help(help)))
}

enum Found {
    Page(PageId),
    File { address: String, size: Option<(u32, u32)>, look: Option<Look> },
}

fn bad_image(path: &str, place: Place) -> Diagnostic {
    let message = format!("the width and height of `{}` cannot be found, so it may be no picture", shown(path));
    Diagnostic::new(&rules::BAD_IMAGE, place, message)
        .label("shown here")
        .help("save it again in a picture program; a drawing (SVG) needs `width` and `height`, or `viewBox`")
}

/// The address of a file that lies in a content folder: beside the page of the nearest folder that has one.
pub(super) fn asset_address(path: &str, address_of_folder: impl Fn(&str) -> Option<String>) -> String {
    let mut at = path.rfind('/').unwrap_or(0);
    loop {
        let (folder, rest) = (&path[..at], path[at..].trim_start_matches('/'));
        if let Some(address) = address_of_folder(folder) {
            return format!("{address}{rest}");
        }
        match folder.rfind('/') {
            Some(next) => at = next,
            None if folder.is_empty() => return path.to_string(),
            None => at = 0,
        }
    }
}

/// The path from `content/` that a link in a file means. A snippet lies beside `content/`, not in it.
fn from_content(file: &ContentFile, path: &str) -> Option<String> {
    let joined = join(&file.folder, path)?;
    match file.path.strip_prefix("content/") {
        Some(_) => Some(joined),
        None => joined.strip_prefix("content/").map(str::to_string),
    }
}

/// `path` seen from `folder`, with `.` and `..` resolved; `None` when it leaves the root.
fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// `path` as a link from a file in `folder`.
fn relative(folder: &str, path: &str) -> String {
    let from: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = path.split('/').collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", from.len() - shared);
    up.chain(to[shared..].iter().copied()).collect::<Vec<_>>().join("/")
}

pub(super) fn split_anchor(target: &str) -> (&str, Option<&str>) {
    target.split_once('#').map_or((target, None), |(path, anchor)| (path, Some(anchor)))
}

pub(super) fn with_anchor(href: String, anchor: Option<&str>) -> String {
    match anchor {
        Some(anchor) => {
            let anchor = percent_decode(anchor).unwrap_or(Cow::Borrowed(anchor));
            format!("{href}#{}", url_fragment(&anchor))
        }
        None => href,
    }
}

/// Long targets are cut where they are shown.
pub(super) fn shown(text: &str) -> String {
    if text.chars().count() <= 80 { text.to_string() } else { text.chars().take(79).chain(['…']).collect() }
}

fn listed<'b>(names: impl Iterator<Item = &'b str>) -> String {
    names.take(6).map(|name| format!("`#{name}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_joined_and_never_leave_the_root() {
        assert_eq!(join("detox", "../signs/a.md").as_deref(), Some("signs/a.md"));
        assert_eq!(join("a/b", "./c.md").as_deref(), Some("a/b/c.md"));
        assert_eq!(join("a", "../../etc/passwd"), None);
    }

    #[test]
    fn relative_paths_lead_back() {
        for (folder, path) in [("a/b", "a/c.md"), ("", "x.md"), ("a", "b/c/d.md"), ("a/b", "a/b/c.md")] {
            assert_eq!(join(folder, &relative(folder, path)).as_deref(), Some(path));
        }
    }

    #[test]
    fn a_file_lies_beside_the_page_of_its_nearest_folder() {
        let pages = |folder: &str| (folder == "a/b").then(|| "x/y/".to_string());
        assert_eq!(asset_address("a/b/img/p.png", pages), "x/y/img/p.png");
        assert_eq!(asset_address("c/p.png", pages), "c/p.png");
    }
}
