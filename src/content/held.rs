//! The text of a file as HTML and the words in it: as they were kept, or written when somebody asks for them.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use super::body::Finished;
use super::{Body, ContentFile, ParseOptions, TermUse, write};
use crate::cache::Key;
use crate::source::Sources;

/// What is kept of the text of a file, as soon as it was written once.
#[derive(Debug, Clone, Default)]
pub struct Written {
    body: OnceLock<Body>,
    terms: OnceLock<Vec<TermUse>>,
    words: OnceLock<usize>,
    /// Whether the body is kept. What is told of its words always is.
    is_kept: bool,
}

/// What was written, as somebody asked for it.
pub(super) struct Kept<'a> {
    body: Cow<'a, Body>,
    terms: &'a [TermUse],
    words: usize,
}

/// A text that cannot be written, since its file changed or went away after its facts were read: the build must begin again. A
/// file that is still there and cannot be read is found then.
#[derive(Debug)]
pub struct Unheld(pub Arc<str>);

impl Written {
    /// Nothing yet, of a text whose body is kept or not.
    pub(super) fn nothing(is_kept: bool) -> Self {
        Self { is_kept, ..Self::default() }
    }

    /// Whether the body is kept once it was written.
    pub(super) fn is_kept(&self) -> bool {
        self.is_kept
    }

    /// The body, when it was written and kept.
    #[must_use]
    pub fn body(&self) -> Option<&Body> {
        self.body.get()
    }

    /// Keeps what was written, as far as it is kept.
    pub(super) fn keep(&self, finished: Finished) -> Kept<'_> {
        let Finished { body, terms, words } = finished;
        Kept {
            terms: self.terms.get_or_init(|| terms),
            words: *self.words.get_or_init(|| words),
            body: if self.is_kept { Cow::Borrowed(self.body.get_or_init(|| body)) } else { Cow::Owned(body) },
        }
    }
}

/// The text of a page or a snippet.
///
/// # Errors
/// When it was not kept, and its file changed or went away.
pub fn held<'f>(file: &'f ContentFile, sources: &Sources, options: &ParseOptions) -> Result<Cow<'f, Body>, Unheld> {
    match file.written.body() {
        Some(body) => Ok(Cow::Borrowed(body)),
        None => Ok(write_now(file, sources, options)?.body),
    }
}

/// The words of the glossary that may be explained in the text of a page or a snippet, in order.
///
/// # Errors
/// When nobody asked for the text so far, and its file changed or went away.
pub fn terms<'f>(file: &'f ContentFile, sources: &Sources, options: &ParseOptions) -> Result<&'f [TermUse], Unheld> {
    match file.written.terms.get() {
        Some(terms) => Ok(terms),
        None if options.terms_of(file).is_none() => Ok(&[]),
        None => Ok(write_now(file, sources, options)?.terms),
    }
}

/// How many words the text of a page or a snippet has.
///
/// # Errors
/// When nobody asked for the text so far, and its file changed or went away.
pub fn words(file: &ContentFile, sources: &Sources, options: &ParseOptions) -> Result<usize, Unheld> {
    match file.written.words.get() {
        Some(words) => Ok(*words),
        None => Ok(write_now(file, sources, options)?.words),
    }
}

fn write_now<'f>(file: &'f ContentFile, sources: &Sources, options: &ParseOptions) -> Result<Kept<'f>, Unheld> {
    let changed = || Unheld(file.path.clone());
    let bytes = sources.read(&file.path).map_err(|_| changed())?;
    if Key::of(&bytes) != file.hash {
        return Err(changed());
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| changed())?;
    Ok(file.written.keep(write(file, text, options)))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::content::{Known, read};

    fn site(text: &str) -> Sources {
        let file = format!("---\ntitle: A\n---\n{text}\n").into_bytes();
        Sources::from_memory(BTreeMap::from([("content/a.md".to_string(), file)]))
    }

    fn html(body: &Body) -> String {
        body.stretches().map(|stretch| stretch.html).collect()
    }

    /// The facts of a page that says "One."
    fn page(options: &ParseOptions) -> Arc<ContentFile> {
        read(&site("One."), options, &Known::default()).0.value.files[0].clone()
    }

    #[test]
    fn a_text_is_written_when_somebody_asks_and_is_kept_where_there_is_room() {
        for (room, is_kept) in [(0, false), (1_000, true)] {
            let options = ParseOptions::plain(room);
            let page = page(&options);
            assert!(page.written.body().is_none());
            assert_eq!(html(&held(&page, &site("One."), &options).unwrap()), "<p>One.</p>\n");
            assert_eq!(page.written.body().is_some(), is_kept);
        }
    }

    #[test]
    fn a_text_that_changed_or_went_away_after_its_facts_were_read_is_not_written() {
        let options = ParseOptions::plain(1_000);
        let page = page(&options);
        for other in [site("Two."), Sources::from_memory(BTreeMap::new())] {
            assert!(matches!(held(&page, &other, &options), Err(Unheld(path)) if &*path == "content/a.md"));
            assert!(page.written.body().is_none());
        }
    }
}
