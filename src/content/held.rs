//! The text of a page whose facts are known: as it was kept, or made again from its file.

use std::borrow::Cow;
use std::sync::Arc;

use super::{Body, ContentFile, ParseOptions, body_of};
use crate::cache::Key;
use crate::diagnostic::Diagnostic;
use crate::source::Sources;

/// Why a text could not be made again.
#[derive(Debug)]
pub enum Unheld {
    /// The file cannot be read any more.
    Diagnostic(Box<Diagnostic>),
    /// The file changed after its facts were read: the build must begin again.
    Changed(Arc<str>),
}

/// The text of a page or a snippet.
///
/// # Errors
/// When it was not kept, and its file changed or cannot be read.
pub fn held<'f>(file: &'f ContentFile, sources: &Sources, options: &ParseOptions) -> Result<Cow<'f, Body>, Unheld> {
    match &file.body {
        Some(body) => Ok(Cow::Borrowed(body)),
        None => body_again(file, sources, options).map(Cow::Owned),
    }
}

fn body_again(file: &ContentFile, sources: &Sources, options: &ParseOptions) -> Result<Body, Unheld> {
    let changed = || Unheld::Changed(file.path.clone());
    let bytes = sources.read(&file.path).map_err(|diagnostic| Unheld::Diagnostic(Box::new(diagnostic)))?;
    if Key::of(&bytes) != file.hash {
        return Err(changed());
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| changed())?;
    Ok(body_of(file, text, options))
}
