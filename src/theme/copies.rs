//! Copies of a theme's files in a site: they remember what they were made from.
//!
//! Input: a file of a theme, or the layers of a theme. Output: the file with a first line that names it and its version, and a
//! warning for each copy whose original has changed since. A kind of file that has no comments cannot remember anything.

use std::borrow::Cow;
use std::sync::Arc;

use super::layers::Layer;
use crate::cache::Key;
use crate::diagnostic::{Diagnostic, Place, Span, rules};

/// What stands in the first line of a copy before the path of the original, and between that and its version.
const MARK: &str = "guidepost: copy of ";
const VERSION: &str = ", version ";

/// The folders whose files are templates, in which a comment leaves no trace, and the signs around it.
const TEMPLATES: [&str; 2] = ["templates/", "components/"];
const IN_TEMPLATES: (&str, &str) = ("{#- ", " -#}");

/// The signs around a comment, by the ending of another file.
const COMMENTS: [(&str, &str, &str); 5] = [
    (".css", "/* ", " */"),
    (".js", "/* ", " */"),
    (".yaml", "# ", ""),
    (".svg", "<!-- ", " -->"),
    (".xml", "<!-- ", " -->"),
];

/// The file with a first line that says what it is a copy of; `None` when it cannot have one.
pub(super) fn marked(path: &str, original: &[u8]) -> Option<Vec<u8>> {
    let (open, close) = comment(path)?;
    // Nothing may stand before the declaration of an XML file.
    let may_begin = |text: &str| (open, close) == IN_TEMPLATES || !text.starts_with("<?xml");
    let is_text = std::str::from_utf8(original).is_ok_and(may_begin);
    let version = Key::of(original).short();
    let line = format!("{open}{MARK}{path}{VERSION}{version}{close}\n");
    is_text.then(|| [line.as_bytes(), original].concat())
}

/// The signs around a comment in a file of this path.
fn comment(path: &str) -> Option<(&'static str, &'static str)> {
    if TEMPLATES.iter().any(|folder| path.starts_with(folder)) {
        return Some(IN_TEMPLATES);
    }
    COMMENTS.iter().find(|(ending, ..)| path.ends_with(ending)).map(|(_, open, close)| (*open, *close))
}

/// Names the copies whose original is another one now. The last layer is the site's own.
pub(super) fn check(layers: &[Layer], diagnostics: &mut Vec<Diagnostic>) {
    let Some((site, themes)) = layers.split_last() else { return };
    for (path, bytes) in &site.files {
        let Some(mark) = mark_of(path, bytes) else { continue };
        let original = themes.iter().rev().find_map(|layer| layer.files.get(mark.path));
        let now = original.map(|bytes: &Cow<'static, [u8]>| Key::of(bytes).short());
        if now.as_deref() != Some(mark.version) {
            let place = Place::at(Arc::from(format!("{}{path}", site.shown_prefix)), mark.span);
            diagnostics.push(outdated(mark.path, place, now.as_deref()));
        }
    }
}

fn outdated(path: &str, place: Place, now: Option<&str>) -> Diagnostic {
    let (message, help) = match now {
        Some(now) => (
            format!("the theme has changed its `{path}` since this copy of it was made"),
            format!(
                "compare the two (`guidepost theme show {path} --original` shows the new one), take over what you want, \
                 and write `{now}` here; or delete your copy"
            ),
        ),
        None => (
            format!("the theme no longer has the file `{path}`, of which this is a copy"),
            "delete the copy, or its first line if you go on using it".to_string(),
        ),
    };
    Diagnostic::new(&rules::THEME_COPY, place, message).help(help)
}

/// What the first line of a copy says.
struct Mark<'a> {
    /// The path of the original.
    path: &'a str,
    /// Its version when the copy was made.
    version: &'a str,
    /// The place of the version.
    span: Span,
}

/// The mark in the first line of a file, when it stands in a comment of the file's kind.
fn mark_of<'a>(path: &str, bytes: &'a [u8]) -> Option<Mark<'a>> {
    let (open, _) = comment(path)?;
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
    let line = std::str::from_utf8(&bytes[..end]).ok()?;
    let (path, after) =
        line.trim_start_matches('\u{FEFF}').strip_prefix(open)?.strip_prefix(MARK)?.split_once(VERSION)?;
    let version = &after[..after.bytes().take_while(u8::is_ascii_hexdigit).count()];
    let start = line.len() - after.len();
    Some(Mark { path, version, span: Span::new(start, start + version.len()) })
}
