//! Diagnostics as text.
//!
//! Job: show diagnostics to people on a terminal, to editors one line each, and to programs. Input: diagnostics, in the order
//! in which they shall appear, and a way to get at the text of a file. Output: one text. It never prints, never reads a file
//! itself, and never lets a file of the site speak to the terminal: what could mislead is made visible.
//!
//! To add a format, add a variant to [`Format`], a line to [`FORMATS`] and a file beside the others.

mod human;
mod json;
mod short;
mod texts;

use std::cell::RefCell;
use std::fmt;

use self::texts::Texts;
use super::{Diagnostic, Place, Severity};

/// How diagnostics are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people: the line of the file, with a mark under the place.
    Human,
    /// One line for each diagnostic, as editors read it.
    Short,
    /// One JSON object on each line, for programs.
    Json,
}

/// Whether colours may be used. Every format is whole without them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// Plain text.
    Plain,
    /// Colours by ANSI codes, for a terminal.
    Ansi,
}

/// One line of the table of formats.
#[derive(Debug)]
pub struct FormatRow {
    /// The format.
    pub format: Format,
    /// Its name on the command line.
    pub name: &'static str,
    /// What it is for, in a few words.
    pub about: &'static str,
    write: fn(&[Diagnostic], Colour, &mut Texts<'_>) -> String,
}

/// Every format, in the order in which help lists them.
pub static FORMATS: &[FormatRow] = &[
    FormatRow {
        format: Format::Human,
        name: "human",
        about: "for people: the line of the file, with a mark under the place",
        write: human::write,
    },
    FormatRow {
        format: Format::Short,
        name: "short",
        about: "one line for each problem, as editors read it",
        write: short::write,
    },
    FormatRow {
        format: Format::Json,
        name: "json",
        about: "one JSON object on each line, for programs",
        write: json::write,
    },
];

/// Lines and columns of places. Each text is read and its lines are counted once.
pub struct Lines<'a>(RefCell<Texts<'a>>);

impl fmt::Debug for Lines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lines")
    }
}

impl<'a> Lines<'a> {
    /// For files whose text `read` gives.
    #[must_use]
    pub fn new(read: &'a dyn Fn(&str) -> Option<String>) -> Self {
        Self(RefCell::new(Texts::new(read)))
    }

    /// The line and the column at which a place begins, counted from one, columns in letters; `None` for a file as a whole, and
    /// for one that cannot be read.
    #[must_use]
    pub fn of(&self, place: &Place) -> Option<(usize, usize)> {
        let found = self.0.borrow_mut().locate(place)?;
        Some((found.start.line, found.start.column))
    }
}

impl Format {
    /// The format that is called `name` on the command line.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        FORMATS.iter().find(|row| row.name == name).map(|row| row.format)
    }
}

/// `diagnostics` as text, in the given order, each ending with a line break; empty when there are none.
///
/// `texts` gives the text of a file by the name that stands in a [`Place`](super::Place), the same text that the spans were
/// counted in, or `None` when it cannot be read. Each file is asked for once, as long as its diagnostics stand together.
#[must_use]
pub fn render(
    diagnostics: &[Diagnostic],
    format: Format,
    colour: Colour,
    texts: &dyn Fn(&str) -> Option<String>,
) -> String {
    let mut texts = Texts::new(texts);
    let row = FORMATS.iter().find(|row| row.format == format);
    row.map(|row| (row.write)(diagnostics, colour, &mut texts)).unwrap_or_default()
}

/// How many problems there are; shown as `3 errors, 1 warning`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Problems that keep the site from being written.
    pub errors: usize,
    /// Problems that do not.
    pub warnings: usize,
}

impl Summary {
    /// Counts `diagnostics`.
    #[must_use]
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        let count = |severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity() == severity).count();
        Self { errors: count(Severity::Error), warnings: count(Severity::Warning) }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counted = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
        match (self.errors, self.warnings) {
            (0, 0) => f.write_str("no problems"),
            (errors, 0) => f.write_str(&counted(errors, "error")),
            (0, warnings) => f.write_str(&counted(warnings, "warning")),
            (errors, warnings) => write!(f, "{}, {}", counted(errors, "error"), counted(warnings, "warning")),
        }
    }
}

/// What stands before the message in every format for people: `error[dead-link]`.
fn headline(diagnostic: &Diagnostic) -> String {
    format!("{}[{}]", diagnostic.severity().word(), diagnostic.rule.name)
}

#[cfg(test)]
mod tests;
