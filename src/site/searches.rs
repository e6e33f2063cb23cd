//! The pages that the files of the search name.
//!
//! Input: `content/_data/urgent_searches.yaml`, the same of other languages, and `searches.yaml`; and the pages. Output:
//! diagnostics. Whoever searches for help in danger must not be led to nothing, so a page that is not there, or not shown, is an
//! error. It looks for no words: the search does.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Parts;
use super::visibility::Hidden;
use crate::content::data::{SEARCHES_FILE, urgent_searches_file};
use crate::diagnostic::{Diagnostic, Place, rules};
use crate::text::did_you_mean_path;
use crate::yaml::Spanned;

/// Judges every page that a file of the search names, and the languages of what must be found.
pub(super) fn check(parts: &Parts<'_>, hidden: &BTreeMap<Arc<str>, Hidden>, diagnostics: &mut Vec<Diagnostic>) {
    let paths: BTreeSet<&str> =
        parts.content.files.iter().map(|file| file.path.trim_start_matches("content/")).collect();
    let known = Known { paths, hidden };
    for (language, searches) in &parts.data.all_urgent_searches {
        let file = Arc::from(urgent_searches_file(language.as_deref()));
        diagnostics
            .extend(searches.iter().filter_map(|search| known.problem(&search.page, "this urgent search", &file)));
    }
    let file = Arc::from(SEARCHES_FILE);
    let languages: BTreeSet<&str> = parts.config.languages.iter().map(|language| language.code.as_str()).collect();
    for (code, searches) in &parts.data.searches {
        if !languages.contains(code.as_str()) {
            let message = format!("there are searches in the language `{code}`, which the site does not have");
            let help = format!("add `{code}` under `languages:` in `guidepost.yaml`, or take the searches out");
            let place = Place::at(Arc::clone(&file), searches.span);
            diagnostics.push(Diagnostic::new(&rules::UNKNOWN_LANGUAGE, place, message).help(help));
        }
        diagnostics
            .extend(searches.value.iter().filter_map(|search| known.problem(&search.page, "this search", &file)));
    }
}

/// The pages that can be named.
struct Known<'a> {
    paths: BTreeSet<&'a str>,
    hidden: &'a BTreeMap<Arc<str>, Hidden>,
}

impl Known<'_> {
    fn problem(&self, page: &Spanned<String>, what: &str, file: &Arc<str>) -> Option<Diagnostic> {
        let path = page.value.trim_start_matches("content/");
        // That a page is missing altogether is reported where the file is read.
        if path.trim().is_empty() {
            return None;
        }
        let hidden = self.hidden.get(format!("content/{path}").as_str());
        let (message, help) = match hidden {
            Some(hidden) => (
                format!("{what} names the page `{path}`, which is {}", hidden.words()),
                "publish the page, or name another one".to_string(),
            ),
            None if self.paths.contains(path) => return None,
            None => (
                format!("{what} names a page that does not exist: `{path}`"),
                did_you_mean_path(path, self.paths.iter().copied())
                    .unwrap_or_else(|| "write the path of the page's file from `content/`".to_string()),
            ),
        };
        Some(Diagnostic::new(&rules::SEARCH_PAGE, page.place(file), message).help(help))
    }
}
