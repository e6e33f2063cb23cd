//! Menus of the configuration, resolved for each language.
//!
//! A menu names pages by their file, and everything else by its address. Input: the configuration and the site with its planned
//! outputs. Output: the entries with their links, in the reader's language where there is a translation, and a problem for each
//! that would lead nowhere.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::links::{Finder, check_anchor, shown, split_anchor, with_anchor};
use super::outputs::route_of;
use super::{LanguageId, Numbered, Output, PageId, Site, What};
use crate::config::{self, Config, LinkAddress};
use crate::diagnostic::{Diagnostic, Place, Span, rules};
use crate::text::{closest, percent_decode};
use crate::yaml::Spanned;

/// One entry of a menu.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct MenuItem {
    /// What readers see.
    pub label: String,
    /// Where it leads.
    pub url: String,
    /// The entries below it.
    pub children: Vec<MenuItem>,
}

/// The menus in each language.
pub(super) fn resolve<'a>(
    config: &Config,
    site: &'a Site,
    outputs: &'a [Output],
    finder: &'a Finder<'a>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<BTreeMap<String, Vec<MenuItem>>> {
    let in_language = |language: LanguageId| -> BTreeMap<String, Vec<MenuItem>> {
        let reader = Reader { site, outputs, finder, language };
        let menus = config.menus.iter();
        menus.map(|(name, entries)| (name.clone(), reader.items(entries, diagnostics))).collect()
    };
    (0..site.languages.len()).map(in_language).collect()
}

/// For whom the menus are resolved.
struct Reader<'a> {
    site: &'a Site,
    outputs: &'a [Output],
    finder: &'a Finder<'a>,
    language: LanguageId,
}

/// The name that an entry has when it has no label, and its link.
type Target = (String, String);

impl Reader<'_> {
    fn items(&self, entries: &[Spanned<config::MenuItem>], diagnostics: &mut Vec<Diagnostic>) -> Vec<MenuItem> {
        let mut items = Vec::with_capacity(entries.len());
        let languages = &self.site.languages;
        for entry in entries.iter().map(|entry| &entry.value) {
            let children = self.items(&entry.children, diagnostics);
            let label = entry.label.as_ref();
            let label = label.and_then(|label| label.in_language(&languages[self.language].code, &languages[0].code));
            match self.target(entry) {
                Ok(Some((title, url))) => {
                    items.push(MenuItem { label: label.map_or(title, str::to_string), url, children });
                }
                Ok(None) => {
                    items.push(MenuItem { label: label.unwrap_or_default().to_string(), url: String::new(), children });
                }
                Err(diagnostic) => diagnostics.push(*diagnostic),
            }
        }
        items
    }

    /// Where an entry leads; `None` for one that only holds others.
    fn target(&self, entry: &config::MenuItem) -> Result<Option<Target>, Box<Diagnostic>> {
        match (&entry.page, &entry.url) {
            (Some(page), _) => self.page(page).map(Some),
            (None, Some(url)) => match &url.value {
                LinkAddress::Web(url) => Ok(Some((url.as_str().to_string(), url.as_str().to_string()))),
                LinkAddress::Site(address) => self.address(address, url.span).map(Some),
            },
            (None, None) => Ok(None),
        }
    }

    fn page(&self, page: &Spanned<String>) -> Result<Target, Box<Diagnostic>> {
        let path = page.value.trim_start_matches("content/");
        let Some(id) = self.finder.page_of(path) else {
            let message = format!("the menu names a page that does not exist: `{}`", shown(&page.value));
            let help = match closest(path, self.finder.page_files()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "write the path of the page's file from `content/`, for example `help/where.md`".to_string(),
            };
            return Err(Box::new(Diagnostic::new(&rules::MENU_PAGE, place(page.span), message).help(help)));
        };
        let mut group = self.site.page(id).translations.iter().copied();
        let target = self.site.page(group.find(|id| self.site.page(*id).language == self.language).unwrap_or(id));
        Ok((target.title.clone(), self.site.urls.link(&target.address)))
    }

    /// An address of the site, such as `/topics/` or `/detox/#pace`.
    fn address(&self, written: &str, span: Span) -> Result<Target, Box<Diagnostic>> {
        let (path, anchor) = split_anchor(written);
        let path = percent_decode(path).unwrap_or(Cow::Borrowed(path));
        let path = path.trim_start_matches('/');
        let Some(output) = self.output(path) else { return Err(Box::new(self.dead(written, path, span))) };
        let address = match output.what {
            What::Page { id, number: Numbered(1) } | What::Alias(id) => {
                let target = self.finder.in_language(self.language, id);
                self.check_anchor(id, target, anchor, span)?;
                &self.site.page(target).address
            }
            _ => self.in_language(output),
        };
        Ok((written.to_string(), with_anchor(self.site.urls.link(address), anchor)))
    }

    /// What is written at an address, also where the `/` at its end was left out.
    fn output(&self, address: &str) -> Option<&Output> {
        let outputs = self.outputs;
        let at = |address: &str| {
            let route = route_of(address).ok()?;
            Some(&outputs[outputs.binary_search_by(|output| output.route.cmp(&route)).ok()?])
        };
        at(address).or_else(|| at(&format!("{address}/")))
    }

    /// The address of an output that is no page, or of the same in the reader's language.
    fn in_language<'o>(&'o self, output: &'o Output) -> &'o str {
        let address = address_of(output);
        let translated = format!("{}{address}", self.site.languages[self.language].prefix);
        self.output(&translated).map_or(address, address_of)
    }

    fn check_anchor(
        &self,
        named: PageId,
        target: PageId,
        anchor: Option<&str>,
        span: Span,
    ) -> Result<(), Box<Diagnostic>> {
        let check = |id: PageId| check_anchor(self.site.page(id), anchor, &|| place(span));
        check(target).map_err(|mut dead| {
            if named != target && check(named).is_ok() {
                let anchor = shown(anchor.unwrap_or_default());
                let help =
                    format!("write `{{#{anchor}}}` after the translated heading, so that one menu leads to both");
                dead.help = Some(help);
            }
            dead
        })
    }

    fn dead(&self, written: &str, path: &str, span: Span) -> Diagnostic {
        let message = format!("the menu names an address where nothing is: `{}`", shown(written));
        Diagnostic::new(&rules::MENU_PAGE, place(span), message).help(self.suggest(path))
    }

    fn suggest(&self, path: &str) -> String {
        if self.finder.page_of(path).is_some() {
            return format!("to lead to the page of a file, write `page: {path}`");
        }
        let folder = self.site.urls.path().trim_start_matches('/');
        let inside = path.strip_prefix(folder).filter(|_| !folder.is_empty());
        if let Some(output) = inside.and_then(|path| self.output(path)) {
            return format!(
                "write `/{}`; the folder of `base_url` is put before it when the site is built",
                address_of(output)
            );
        }
        let outputs = self.outputs.iter().filter(|output| !matches!(output.what, What::Asset(_)));
        match closest(path, outputs.map(address_of)) {
            Some(near) => format!("did you mean `/{near}`?"),
            None => "write the address of a list or a file of this site, for example `/topics/`".to_string(),
        }
    }
}

/// The address at which readers find an output.
fn address_of(output: &Output) -> &str {
    let route = output.route.as_str();
    match route.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
        _ => route,
    }
}

fn place(span: Span) -> Place {
    Place::at(config::FILE, span)
}
