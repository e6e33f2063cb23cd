//! The path of one output inside the finished site.
//!
//! Job: make a bad output path unspeakable. Input: text such as `detox/tapering/index.html`. Output: a [`Route`] that can be
//! joined to a folder on any system without leaving it, or a [`RouteError`] that says why not. Never reads or writes a file.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

/// The longest part between two `/`, in bytes: what every common file system can hold.
pub const LONGEST_PART: usize = 255;
/// The longest route, in bytes.
pub const LONGEST_ROUTE: usize = 1024;

/// Names at the top of the output folder that Guidepost writes itself, folded; a route may not begin with one.
const KEPT_NAMES: [&str; 2] = [".guidepost", ".gitignore"];
/// Characters that Windows refuses in a file name, `/` and `\` aside.
const REFUSED: [char; 7] = ['<', '>', ':', '"', '|', '?', '*'];
/// Names of devices on Windows: a file of that name cannot be made there, whatever its extension.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// A checked path of one output: relative, `/` between its parts, and the same file on every system.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Route(Arc<str>);

impl Route {
    /// Checks `text` and makes a route of it.
    ///
    /// # Errors
    /// When the path could leave the output folder, or could not be written on some system; the error says which part is at
    /// fault.
    pub fn parse(text: &str) -> Result<Self, RouteError> {
        if text.is_empty() {
            return Err(RouteError::Empty);
        }
        if text.len() > LONGEST_ROUTE {
            return Err(RouteError::TooLong { length: text.len() });
        }
        if text.starts_with('/') {
            return Err(RouteError::Absolute { route: text.into() });
        }
        text.split('/').try_for_each(|part| check_part(text, part))?;
        check_kept(text)?;
        Ok(Self(text.into()))
    }

    /// The route as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The parts between the `/`.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        self.0.split('/')
    }

    /// The folders on the way, outermost first: `a/b/c.html` gives `a`, then `a/b`.
    pub fn folders(&self) -> impl Iterator<Item = &str> {
        self.0.match_indices('/').map(|(at, _)| &self.0[..at])
    }

    /// The innermost folder, or `None` for a file at the top.
    #[must_use]
    pub fn folder(&self) -> Option<&str> {
        self.0.rsplit_once('/').map(|(folder, _)| folder)
    }

    /// The form in which two routes are equal when some disk would take them for one file: Unicode's canonical caseless
    /// match, composed (NFC).
    #[must_use]
    pub fn fold_key(&self) -> String {
        fold(&self.0)
    }
}

/// The folded form of any path; see [`Route::fold_key`].
pub(crate) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    crate::text::folded(text)
}

fn check_part(text: &str, part: &str) -> Result<(), RouteError> {
    let route = || text.to_owned();
    let named = || part.to_owned();
    if part.is_empty() {
        return Err(RouteError::EmptyPart { route: route() });
    }
    if part == "." || part == ".." {
        return Err(RouteError::Dots { route: route(), part: named() });
    }
    if part.len() > LONGEST_PART {
        return Err(RouteError::PartTooLong { part: named(), length: part.len() });
    }
    if let Some(found) = part.chars().find(|c| c.is_control()) {
        return Err(RouteError::Hidden { route: route(), code: u32::from(found) });
    }
    if part.contains('\\') {
        return Err(RouteError::Backslash { route: route() });
    }
    if let Some(found) = part.chars().find(|c| REFUSED.contains(c)) {
        return Err(RouteError::Refused { route: route(), found });
    }
    if part.ends_with(['.', ' ']) {
        return Err(RouteError::Ending { route: route(), part: named() });
    }
    if is_device(part) {
        return Err(RouteError::Device { route: route(), part: named() });
    }
    Ok(())
}

fn is_device(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or(part).trim_end().to_lowercase();
    DEVICES.contains(&stem.as_str()) || is_numbered_port(&stem)
}

/// `com1`, `lpt9` and the like; Windows counts the raised digits as well.
fn is_numbered_port(stem: &str) -> bool {
    let Some(number) = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt")) else { return false };
    let mut chars = number.chars();
    matches!((chars.next(), chars.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
}

fn check_kept(text: &str) -> Result<(), RouteError> {
    let first = text.split('/').next().unwrap_or(text);
    let folded = fold(first);
    if KEPT_NAMES.iter().any(|kept| folded.starts_with(kept)) {
        return Err(RouteError::Kept { part: first.to_owned() });
    }
    Ok(())
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for Route {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Route {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for Route {
    type Err = RouteError;

    fn from_str(text: &str) -> Result<Self, RouteError> {
        Self::parse(text)
    }
}

/// Why a text is not a [`Route`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RouteError {
    /// Nothing at all.
    #[error("the path of an output is empty")]
    Empty,
    /// More than [`LONGEST_ROUTE`] bytes.
    #[error("the path of an output is {length} bytes long; the longest that works everywhere is {LONGEST_ROUTE}")]
    TooLong {
        /// How long it is.
        length: usize,
    },
    /// Begins with `/`.
    #[error("`{route}` begins with `/`; write the path from the top of the site without it")]
    Absolute {
        /// The text as given.
        route: String,
    },
    /// `a//b` or `a/`.
    #[error("`{route}` has nothing between two `/` or after the last one")]
    EmptyPart {
        /// The text as given.
        route: String,
    },
    /// A part `.` or `..`.
    #[error("`{route}` holds `{part}`, which could lead out of the output folder")]
    Dots {
        /// The text as given.
        route: String,
        /// `.` or `..`.
        part: String,
    },
    /// A part of more than [`LONGEST_PART`] bytes.
    #[error("the name `{part}` is {length} bytes long; the longest that works everywhere is {LONGEST_PART}")]
    PartTooLong {
        /// The name at fault.
        part: String,
        /// How long it is.
        length: usize,
    },
    /// A tab, a line break or another character that cannot be seen.
    #[error("`{}` holds a hidden character (U+{code:04X})", route.escape_debug())]
    Hidden {
        /// The text as given.
        route: String,
        /// The character's number in Unicode.
        code: u32,
    },
    /// `\` between parts.
    #[error("`{route}` holds `\\`; write `/` between folders")]
    Backslash {
        /// The text as given.
        route: String,
    },
    /// One of the characters that Windows refuses.
    #[error("`{route}` holds `{found}`, which Windows does not allow in a file name")]
    Refused {
        /// The text as given.
        route: String,
        /// The character.
        found: char,
    },
    /// A part that ends in a dot or a space, which Windows drops.
    #[error("the name `{part}` in `{route}` ends in a dot or a space, which Windows drops")]
    Ending {
        /// The text as given.
        route: String,
        /// The name at fault.
        part: String,
    },
    /// A part that is the name of a device on Windows.
    #[error("the name `{part}` in `{route}` means a device on Windows; choose another name")]
    Device {
        /// The text as given.
        route: String,
        /// The name at fault.
        part: String,
    },
    /// A name at the top of the output folder that Guidepost writes itself.
    #[error("names that begin like `{part}` are kept for guidepost's own files at the top of the site")]
    Kept {
        /// The name at fault.
        part: String,
    },
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    fn words(text: &str) -> String {
        Route::parse(text).map_or_else(|error| error.to_string(), |route| format!("ok {route}"))
    }

    #[test]
    fn every_refusal_says_why() {
        let long = "n".repeat(256);
        let cases = [
            ("", "the path of an output is empty"),
            ("/a", "`/a` begins with `/`; write the path from the top of the site without it"),
            ("a//b", "`a//b` has nothing between two `/` or after the last one"),
            ("a/", "`a/` has nothing between two `/` or after the last one"),
            ("a/../b", "`a/../b` holds `..`, which could lead out of the output folder"),
            ("./b", "`./b` holds `.`, which could lead out of the output folder"),
            ("a\tb", "`a\\tb` holds a hidden character (U+0009)"),
            ("a\0b", "`a\\0b` holds a hidden character (U+0000)"),
            ("a\\b", "`a\\b` holds `\\`; write `/` between folders"),
            ("a/b:c", "`a/b:c` holds `:`, which Windows does not allow in a file name"),
            ("a./b", "the name `a.` in `a./b` ends in a dot or a space, which Windows drops"),
            ("a/Con.html", "the name `Con.html` in `a/Con.html` means a device on Windows; choose another name"),
            ("lpt1/x", "the name `lpt1` in `lpt1/x` means a device on Windows; choose another name"),
            (
                ".guidepost-manifest.json",
                "names that begin like `.guidepost-manifest.json` are kept for guidepost's own files at the top of the site",
            ),
            (
                ".GitIgnore",
                "names that begin like `.GitIgnore` are kept for guidepost's own files at the top of the site",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(words(text), expected);
        }
        assert_eq!(
            words(&long),
            format!("the name `{long}` is 256 bytes long; the longest that works everywhere is 255")
        );
        assert_eq!(
            words(&"ab/".repeat(400)),
            "the path of an output is 1200 bytes long; the longest that works everywhere is 1024"
        );
    }

    #[test]
    fn ordinary_paths_are_routes() {
        for text in ["index.html", ".well-known/x", "a/.gitignore", "console/com10.html", "año/índice.html", "a b/c d"]
        {
            assert_eq!(words(text), format!("ok {text}"));
        }
    }

    #[test]
    fn routes_that_a_disk_takes_for_one_share_a_fold_key() {
        let key = |text: &str| Route::parse(text).unwrap().fold_key();
        assert_eq!(key("Detox/A.html"), key("detox/a.html"));
        assert_eq!(key("caf\u{e9}"), key("cafe\u{301}"));
        assert_eq!(key("CAFE\u{301}"), key("caf\u{e9}"));
        assert_eq!(key("STRASSE"), key("straße"));
        assert_ne!(key("a/b"), key("a-b"));
    }

    #[test]
    fn folders_are_listed_outermost_first() {
        let route = Route::parse("a/b/c.html").unwrap();
        assert_eq!(route.folders().collect::<Vec<_>>(), ["a", "a/b"]);
        assert_eq!(route.folder(), Some("a/b"));
        assert_eq!(Route::parse("c").unwrap().folder(), None);
    }

    proptest! {
        #[test]
        fn a_route_never_leaves_its_folder(text in any::<String>()) {
            if let Ok(route) = Route::parse(&text) {
                prop_assert_eq!(route.as_str(), text.as_str());
                let path = std::path::Path::new(route.as_str());
                let normal = path.components().all(|c| matches!(c, std::path::Component::Normal(_)));
                prop_assert!(normal && !path.is_absolute());
                prop_assert_eq!(path.components().count(), route.parts().count());
            }
        }

        #[test]
        fn plain_parts_are_always_allowed(parts in prop::collection::vec("[b-bd-km-z][a-z0-9_]{0,20}(\\.[a-z]{1,4})?", 1..6)) {
            prop_assume!(parts.iter().all(|part| !is_device(part)));
            let text = parts.join("/");
            prop_assert!(Route::parse(&text).is_ok(), "{}", text);
        }

        #[test]
        fn dots_anywhere_are_refused(before in "[b-z]{0,3}", after in "[b-z]{0,3}", dots in "\\.{1,2}") {
            let text = [before, dots, after].iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join("/");
            prop_assert!(Route::parse(&text).is_err());
        }

        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{1,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn composed_and_decomposed_forms_share_a_fold_key(text in "\\PC{1,40}") {
            let composed: String = text.nfc().collect();
            let decomposed: String = text.nfd().collect();
            prop_assert_eq!(fold(&composed), fold(&decomposed));
        }
    }
}
