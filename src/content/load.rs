//! Reading all of `content/`, side by side, with what an earlier build found out.

use std::sync::Arc;

use rayon::prelude::*;

use super::cascades::{self, Cascades};
use super::{
    Asset, Content, ContentFile, ParseOptions, Written, body, data, images, is_page, is_snippet, named, parse,
};
use crate::cache::{Key, KeyBuilder};
use crate::diagnostic::{Diagnostic, Outcome, Place, rules};
use crate::source::{Sources, Stamp, not_utf8};

/// Largest content file that is read, in bytes. Longer pages are no pages that people read.
const LARGEST: u64 = 8 * 1024 * 1024;

/// What is remembered of a file between builds.
type Remembered = Outcome<Arc<ContentFile>>;

/// What is remembered of all files between builds.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// The pages and snippets, sorted by path.
    texts: Vec<Text>,
    /// The other files, sorted by path.
    others: Vec<Other>,
    cascades: Cascades,
    /// Whether every file could be read.
    is_whole: bool,
}

/// A page or a snippet as it was loaded.
#[derive(Debug, Clone)]
struct Text {
    path: Arc<str>,
    stamp: Option<Stamp>,
    /// Stands for all that its facts were made from.
    key: Key,
    facts: Arc<Remembered>,
}

/// A file that is no text.
#[derive(Debug, Clone)]
struct Other {
    path: Arc<str>,
    stamp: Option<Stamp>,
    facts: Outcome<images::Facts>,
}

impl Known {
    fn text(&self, path: &str) -> Option<&Text> {
        let found = self.texts.binary_search_by(|text| (*text.path).cmp(path));
        Some(&self.texts[found.ok()?])
    }

    fn other(&self, path: &str) -> Option<&Other> {
        let found = self.others.binary_search_by(|other| (*other.path).cmp(path));
        Some(&self.others[found.ok()?])
    }

    fn content(&self) -> Outcome<Content> {
        let mut outcome = Outcome::fine(Content::default());
        let content = &mut outcome.value;
        for Text { path, facts, .. } in &self.texts {
            outcome.diagnostics.extend(facts.diagnostics.iter().cloned());
            if is_snippet(path) {
                content.snippets.insert(path.clone(), facts.value.clone());
            } else {
                content.files.push(facts.value.clone());
            }
        }
        for Other { path, facts, .. } in &self.others {
            outcome.diagnostics.extend(facts.diagnostics.iter().cloned());
            let images::Facts { size, look } = facts.value;
            if path.starts_with("static/") {
                content.static_pictures.extend(size.is_some().then(|| (path.clone(), Asset { size, look })));
            } else {
                content.assets.insert(path.clone(), Asset { size, look });
            }
        }
        outcome
    }
}

/// Reads all of `content/`. The second value is what the next build may remember.
#[must_use]
pub fn read(sources: &Sources, options: &ParseOptions, known: &Known) -> (Outcome<Content>, Known) {
    let paths: Vec<(&Arc<str>, u64)> = sources.under("content/").filter(|(path, _)| !data::is_data(path)).collect();
    let (mut texts, mut others): (Vec<_>, Vec<_>) = paths.into_iter().partition(|(path, _)| is_page(path));
    let cascades = cascades::gather(sources, texts.iter().map(|(path, _)| *path));
    texts.extend(sources.under("snippets/").filter(|(path, _)| is_page(path)));
    others.extend(sources.under("static/"));
    let loader = Loader { sources, options, base: options.key(), cascades: &cascades, known };
    let mut room = options.held_text;
    let is_kept = |size: u64| {
        let left = room.checked_sub(size);
        room = left.unwrap_or(room);
        left.is_some()
    };
    let kept: Vec<bool> = texts.iter().map(|(_, size)| *size).map(is_kept).collect();
    let results: Vec<Result<Text, Diagnostic>> = texts
        .par_iter()
        .zip(kept)
        .map_init(body::Writer::default, |writer, ((path, size), kept)| loader.load(path, *size, kept, writer))
        .collect();
    let look = |(path, bytes): &(&Arc<str>, u64)| {
        let stamp = sources.stamp(path);
        let same = known.other(path).filter(|known| stamp.is_some() && known.stamp == stamp);
        let facts = same.map_or_else(|| images::facts(sources, path, *bytes), |known| known.facts.clone());
        Other { path: (*path).clone(), stamp, facts }
    };
    let others = others.par_iter().map(look).collect();
    let (texts, failed): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_ok);
    let texts = texts.into_iter().filter_map(Result::ok).collect();
    let known = Known { texts, others, cascades, is_whole: failed.is_empty() };
    let mut content = known.content();
    content.diagnostics.extend(failed.into_iter().filter_map(Result::err));
    (content, known)
}

/// Reads the texts at `changed` and takes everything else from what is known; `None` when that cannot be, because one of them
/// is new or cannot be read. All else that [`read`] looks at must be as it was when `known` was made.
#[must_use]
pub fn read_again(
    sources: &Sources,
    options: &ParseOptions,
    known: &Known,
    changed: &[&Arc<str>],
) -> Option<(Outcome<Content>, Known)> {
    let mut next = known.clone();
    let loader = Loader { sources, options, base: options.key(), cascades: &known.cascades, known };
    let mut writer = body::Writer::default();
    for path in changed {
        let index = known.texts.binary_search_by(|text| text.path.cmp(path)).ok().filter(|_| known.is_whole)?;
        let is_kept = known.texts[index].facts.value.written.is_kept();
        next.texts[index] = loader.load(path, sources.size(path)?, is_kept, &mut writer).ok()?;
    }
    Some((next.content(), next))
}

/// What loading a file looks at.
struct Loader<'a> {
    sources: &'a Sources,
    options: &'a ParseOptions,
    base: KeyBuilder,
    cascades: &'a Cascades,
    known: &'a Known,
}

impl Loader<'_> {
    /// The facts of a file, whose HTML is kept or not.
    fn load(&self, path: &Arc<str>, size: u64, is_kept: bool, writer: &mut body::Writer) -> Result<Text, Diagnostic> {
        if size > LARGEST {
            let message =
                format!("this page is {} MB; the most that is read is {} MB", size / 1_048_576, LARGEST / 1_048_576);
            return Err(Diagnostic::new(&rules::TOO_LARGE, Place::file(path.clone()), message)
                .help("split it into several pages"));
        }
        let (stamp, file) = (self.sources.stamp(path), named(path));
        let text = |key, facts| Text { path: path.clone(), stamp, key, facts };
        let known = self.known.text(path);
        if let Some(known) = known.filter(|known| stamp.is_some() && known.stamp == stamp)
            && self.key(&file, &known.facts.value.hash) == known.key
        {
            return Ok(text(known.key, known.facts.clone()));
        }
        let bytes = self.sources.read(path)?;
        let hash = Key::of(&bytes);
        let key = self.key(&file, &hash);
        if let Some(known) = known.filter(|known| known.key == key) {
            return Ok(text(key, known.facts.clone()));
        }
        let file = ContentFile { hash, written: Written::nothing(is_kept), ..file };
        Ok(text(key, Arc::new(self.parse(file, &bytes, writer)?)))
    }

    /// Stands for all that the facts of a file are made from.
    fn key(&self, file: &ContentFile, hash: &Key) -> Key {
        let mut key = self.base.clone();
        key.text(&file.path).key(hash).key(self.cascades.above(file).1);
        if let Some(terms) = self.options.terms_of(file) {
            key.key(terms.key());
        }
        key.finish()
    }

    fn parse(&self, file: ContentFile, bytes: &[u8], writer: &mut body::Writer) -> Result<Remembered, Diagnostic> {
        let text = std::str::from_utf8(bytes).map_err(|_| not_utf8(&file.path, bytes))?;
        let cascade = self.cascades.above(&file).0;
        let parsed = parse(file, text, cascade, self.options, writer);
        Ok(Outcome::new(Arc::new(parsed.value), parsed.diagnostics))
    }
}
