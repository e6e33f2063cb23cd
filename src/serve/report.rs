//! The problems of a site as the preview shows them: values for its script, and text for its own pages.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};

use super::editor::Editor;
use crate::diagnostic::{self, Colour, Diagnostic, Format, Severity, Summary};
use crate::source::Origin;
use crate::theme;

/// More are not shown at once: nobody reads them, and the first ones often cause the rest.
const MOST_SHOWN: usize = 50;

/// The problems of one build.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Report {
    /// How many errors there are.
    pub(super) errors: usize,
    /// How many warnings there are.
    pub(super) warnings: usize,
    /// The first of them, errors before warnings.
    pub(super) problems: Arc<Vec<Value>>,
}

impl Report {
    /// The problems that a build found, sorted by file and place.
    pub(super) fn new(origin: &Origin, root: &Path, editor: Option<&Editor>, found: &[Diagnostic]) -> Self {
        let Summary { errors, warnings } = Summary::of(found);
        let of = |severity: Severity| found.iter().filter(move |one| one.severity() == severity);
        let first: Vec<Diagnostic> =
            of(Severity::Error).chain(of(Severity::Warning)).take(MOST_SHOWN).cloned().collect();
        let problems = first.iter().map(|one| problem(origin, root, editor, one)).collect();
        Self { errors, warnings, problems: Arc::new(problems) }
    }

    /// A problem that no file of the site is the place of.
    pub(super) fn of_machine(message: &str, help: &str) -> Self {
        let text = format!("error: {message}\n  = help: {help}");
        let problem = json!({
            "severity": "error", "rule": null, "file": null, "line": null, "column": null,
            "message": message, "help": help, "text": text, "edit": null,
        });
        Self { errors: 1, warnings: 0, problems: Arc::new(vec![problem]) }
    }

    /// The problems as the terminal shows them, without colour.
    pub(super) fn text(&self) -> String {
        self.problems.iter().filter_map(|problem| problem["text"].as_str()).collect::<Vec<_>>().join("\n\n")
    }
}

/// A problem as the script of the preview reads it.
pub(super) fn problem(origin: &Origin, root: &Path, editor: Option<&Editor>, found: &Diagnostic) -> Value {
    let one = std::slice::from_ref(found);
    let texts = |path: &str| theme::text_of(origin, path);
    let text = |format: Format| diagnostic::render(one, format, Colour::Plain, &texts);
    let place: Value = serde_json::from_str(&text(Format::Json)).unwrap_or_default();
    let number = |name: &str| place[name].as_u64();
    // The theme inside the program has no file that an editor could open.
    let file = found.place.as_ref().map(|place| place.file.as_ref()).filter(|file| origin.open(file).is_ok());
    let edit = editor.zip(file).map(|(editor, file)| editor.link(&root.join(file), number("line"), number("column")));
    json!({
        "severity": found.severity().word(),
        "rule": found.rule.name,
        "file": place["file"],
        "line": place["line"],
        "column": place["column"],
        "message": found.message,
        "help": found.help,
        "text": text(Format::Human).trim_end(),
        "edit": edit,
    })
}
