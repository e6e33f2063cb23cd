//! What an author got wrong, as a value.
//!
//! Every stage of the build returns an [`Outcome`]: what it could make, and the [`Diagnostic`]s it met on the way. No stage
//! stops at the first problem and no stage prints. `cli` shows all diagnostics at once, sorted by file and place, through one
//! of the renderers below.

mod render;
pub mod rules;

use std::sync::Arc;

pub use render::{Colour, FORMATS, Format, FormatRow, Lines, Summary, render};

/// A range of bytes in one file, `start` included, `end` excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte; never less than `start`.
    pub end: usize,
}

impl Span {
    /// The span of `start..end`; an `end` before `start` gives an empty span at `start`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end: end.max(start) }
    }

    /// The same span in a text that begins `offset` bytes later.
    #[must_use]
    pub fn shifted(self, offset: usize) -> Self {
        Self { start: self.start + offset, end: self.end + offset }
    }
}

impl From<std::ops::Range<usize>> for Span {
    fn from(range: std::ops::Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// How much a diagnostic weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The site is not written while one of these stands.
    Error,
    /// The site is written; the author should look.
    Warning,
}

impl Severity {
    /// The word shown to people and machines.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// One kind of problem: its name, how much it weighs, and the text behind `guidepost explain`.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// The name in brackets, for example `dead-link`.
    pub name: &'static str,
    /// How much a diagnostic of this rule weighs.
    pub severity: Severity,
    /// What the rule is for, in a sentence or two.
    pub about: &'static str,
    /// An example that breaks the rule.
    pub wrong: &'static str,
    /// The same example put right.
    pub right: &'static str,
}

/// A place in a file of the site or of a theme.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Path from the site's root with `/` between folders, for example `content/signs/seizures.md`.
    pub file: Arc<str>,
    /// Where in the file; `None` means the file as a whole.
    pub span: Option<Span>,
}

impl Place {
    /// The file as a whole.
    #[must_use]
    pub fn file(file: impl Into<Arc<str>>) -> Self {
        Self { file: file.into(), span: None }
    }

    /// A range of bytes in `file`.
    #[must_use]
    pub fn at(file: impl Into<Arc<str>>, span: Span) -> Self {
        Self { file: file.into(), span: Some(span) }
    }
}

/// One problem, with its place and what to do about it.
///
/// Message, label and help are one line each. Messages are lower case, without a final period, with names in backticks, and make sense without colour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule that is broken.
    pub rule: &'static Rule,
    /// Where; `None` when the problem has no one place.
    pub place: Option<Place>,
    /// What is wrong.
    pub message: String,
    /// A word or two written under the marked text, for example `linked here`.
    pub label: Option<String>,
    /// What to do.
    pub help: Option<String>,
    /// Other places that belong to the problem, each with a few words.
    pub related: Vec<(Place, String)>,
}

impl Diagnostic {
    /// A diagnostic of `rule` at `place`.
    pub fn new(rule: &'static Rule, place: Place, message: impl Into<String>) -> Self {
        Self { rule, place: Some(place), message: message.into(), label: None, help: None, related: Vec::new() }
    }

    /// A diagnostic that has no one place, for example a missing configuration file.
    pub fn without_place(rule: &'static Rule, message: impl Into<String>) -> Self {
        Self { rule, place: None, message: message.into(), label: None, help: None, related: Vec::new() }
    }

    /// The files that it names a place in.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.place.iter().chain(self.related.iter().map(|(place, _)| place)).map(|place| &*place.file)
    }

    /// Adds the words under the marked text.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds what to do, when there is something to say.
    #[must_use]
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }

    /// Adds another place that belongs to the problem.
    #[must_use]
    pub fn related(mut self, place: Place, words: impl Into<String>) -> Self {
        self.related.push((place, words.into()));
        self
    }

    /// How much this diagnostic weighs.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.rule.severity
    }

    /// Whether the site may not be written while this stands.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity() == Severity::Error
    }
}

/// Sorts by file, place, rule and words, so that the order never depends on which thread was first, and drops exact repeats.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| {
        let key = |d: &Diagnostic| {
            (d.place.clone(), d.rule.name, d.message.clone(), d.label.clone(), d.help.clone(), d.related.clone())
        };
        key(a).cmp(&key(b))
    });
    diagnostics.dedup();
}

/// What a stage made, and the problems it met.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome<T> {
    /// The value, as whole as it could be made.
    pub value: T,
    /// The problems, in no particular order until [`sort`].
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Outcome<T> {
    /// A value without problems.
    pub fn fine(value: T) -> Self {
        Self { value, diagnostics: Vec::new() }
    }

    /// A value with problems.
    pub fn new(value: T, diagnostics: Vec<Diagnostic>) -> Self {
        Self { value, diagnostics }
    }

    /// Hands the problems to `all` and gives the value.
    pub fn take(self, all: &mut Vec<Diagnostic>) -> T {
        all.extend(self.diagnostics);
        self.value
    }
}
