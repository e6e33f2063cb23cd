//! Files that templates in `outputs/` make, such as a list of all pages for a program.
//!
//! Input: a planned output and the bytes that its template made. Output: whether it is a page that readers see, and what is wrong
//! with JSON that no program could read.

use std::sync::Arc;

use serde::de::IgnoredAny;

use crate::diagnostic::{Diagnostic, Place, rules};
use crate::site::{Output, What};

/// How many signs of a faulty line a message shows.
const SHOWN: usize = 40;

/// What a file is by its ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Page,
    Json,
    Other,
}

/// A file that a template makes.
#[derive(Debug)]
pub(super) struct File {
    route: Arc<str>,
    kind: Kind,
}

impl File {
    /// The file that an output is; `None` when the output is of another kind.
    pub(super) fn of(output: &Output) -> Option<Self> {
        let route = output.route.as_str();
        matches!(output.what, What::Template { .. }).then(|| Self { route: Arc::from(route), kind: kind_of(route) })
    }

    /// Whether readers see it as a page.
    pub(super) fn is_page(&self) -> bool {
        self.kind == Kind::Page
    }

    /// Where it is written.
    pub(super) fn route(&self) -> &str {
        &self.route
    }

    /// What its ending promises must be so.
    pub(super) fn check(&self, bytes: &[u8], template: &str, source: &Arc<str>) -> Result<(), Diagnostic> {
        if self.kind != Kind::Json {
            return Ok(());
        }
        serde_json::from_slice::<IgnoredAny>(bytes).map(|_| ()).map_err(|error| {
            let message = format!("what the template `{template}` makes is not JSON: {}", fault(bytes, &error));
            let help = "write each value by `{{ value | json_encode }}`, and commas only between two values";
            Diagnostic::new(&rules::TEMPLATE_ERROR, Place::file(source.clone()), message)
                .help(help)
                .related(Place::file(self.route.clone()), "in this file")
        })
    }
}

fn kind_of(route: &str) -> Kind {
    let ending = route.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref() {
        Some("html" | "htm") => Kind::Page,
        Some("json") => Kind::Json,
        _ => Kind::Other,
    }
}

/// Where JSON ends to be JSON, with the signs that stand there.
fn fault(bytes: &[u8], error: &serde_json::Error) -> String {
    if error.is_eof() {
        return "it ends too early".to_string();
    }
    let line = bytes.split(|byte| *byte == b'\n').nth(error.line().saturating_sub(1)).unwrap_or_default();
    let rest = line.get(error.column().saturating_sub(1)..).unwrap_or_default();
    let shown: String = String::from_utf8_lossy(rest).chars().take(SHOWN).collect();
    format!("it goes wrong in line {} at `{}`", error.line(), shown.trim_end())
}
