//! Writing to the terminal. A reader that goes away, as `head` does, is no error.

#![expect(clippy::disallowed_methods, reason = "the command line asks the terminal whether it takes colours")]

use std::io::{IsTerminal, Write};

use crate::diagnostic::Colour;

/// Writes to standard output.
pub(super) fn print(text: &str) {
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

/// Writes to standard error.
pub(super) fn error(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// Whether standard error takes colours: a terminal, and nobody asked for none (<https://no-color.org>).
pub(super) fn colour() -> Colour {
    let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    if wanted && std::io::stderr().is_terminal() { Colour::Ansi } else { Colour::Plain }
}

/// A number with its word: `1 page`, `2 pages`.
pub(super) fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}
