//! What the lens shows of a page: its facts, its own problems, and what a browser loads for it.
//!
//! Input: the site as the last build linked it, and the outputs as they are served. Output: values for the script of the preview. A
//! build that fails leaves the facts of its pages here too, since they are about the files as they are now.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Map, Value, json};

use super::editor::Editor;
use super::report::problem;
use crate::diagnostic::Diagnostic;
use crate::lens::{self, Inputs};
use crate::pipeline::Linked;
use crate::route::Route;
use crate::site::{Page, What};
use crate::source::Origin;

/// The site as it was linked last.
#[derive(Debug)]
pub(super) struct Facts {
    origin: Arc<Origin>,
    root: PathBuf,
    editor: Option<Editor>,
    known: Mutex<Option<Arc<Known>>>,
}

/// What one build found out.
#[derive(Debug)]
pub(super) struct Known {
    linked: Arc<Linked>,
    problems: Vec<Diagnostic>,
}

impl Known {
    fn page(&self, route: &Route) -> Option<&Page> {
        let site = &self.linked.site;
        let output = site.outputs.iter().find(|output| output.route == *route)?;
        match output.what {
            What::Page { id, .. } => Some(site.page(id)),
            _ => None,
        }
    }
}

impl Facts {
    /// Nothing is known yet of the site in the folder `root`.
    pub(super) fn new(root: PathBuf, editor: Option<Editor>) -> Self {
        Self { origin: Arc::new(Origin::Folder(root.clone())), root, editor, known: Mutex::new(None) }
    }

    /// A build linked the site and found these problems. Gives what was known before: to forget a large site takes a moment.
    pub(super) fn set(&self, linked: Arc<Linked>, problems: &[Diagnostic]) -> Option<Arc<Known>> {
        let known = Known { linked, problems: problems.to_vec() };
        self.known.lock().unwrap_or_else(PoisonError::into_inner).replace(Arc::new(known))
    }

    /// The facts of the page at a route, of which this is the HTML. `bytes_of` knows how large an output is, by its address.
    pub(super) fn of(&self, route: &Route, html: &str, bytes_of: &dyn Fn(&str) -> Option<u64>) -> Value {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut facts = known.as_ref().and_then(|known| self.lens(known, route)).unwrap_or_default();
        let problems = known.as_ref().map(|known| self.problems(known, route)).unwrap_or_default();
        facts.insert("problems".to_owned(), Value::Array(problems));
        facts.insert("weight".to_owned(), json!(lens::weigh(html, bytes_of)));
        Value::Object(facts)
    }

    fn lens(&self, known: &Known, route: &Route) -> Option<Map<String, Value>> {
        let Linked { site, sources, parse_options, .. } = &*known.linked;
        let (data, components) = (known.linked.data(), known.linked.components());
        let number = |number: usize| u64::try_from(number).ok();
        let editor = |file: &str, line: usize, column: usize| {
            let editor = self.editor.as_ref()?;
            Some(editor.link(&self.root.join(file), number(line), number(column)))
        };
        let inputs = Inputs { site, data, sources, parse_options, components, editor: &editor };
        match json!(lens::page(inputs, route)?) {
            Value::Object(facts) => Some(facts),
            _ => None,
        }
    }

    /// The problems in the files of a page: its own, and the snippets that it takes in.
    fn problems(&self, known: &Known, route: &Route) -> Vec<Value> {
        let Some(page) = known.page(route) else { return Vec::new() };
        let is_of_page = |one: &&Diagnostic| {
            one.place.as_ref().is_some_and(|place| page.texts().any(|file| file.path == place.file))
        };
        let own = known.problems.iter().filter(is_of_page);
        own.map(|one| problem(&self.origin, &self.root, self.editor.as_ref(), one)).collect()
    }
}
