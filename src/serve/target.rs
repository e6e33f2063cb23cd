//! What a request asks for: its target becomes an address below the root of the server, or is refused.
//!
//! Input: path and query as they were sent. Output: text that was decoded once and holds nothing that could mean another place.
//! An answer is then looked up by this text in a map; no path of a disk is ever made of it.

use std::borrow::Cow;

use crate::route::Route;
use crate::text::percent_decode;

/// The longest target, in bytes.
pub(super) const LONGEST: usize = 2_048;

/// Why a target is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// It is longer than [`LONGEST`].
    TooLong,
    /// It could mean more than one thing.
    Bad,
}

/// The address of a target, decoded, without the `/` at its beginning; a query is left out.
pub(super) fn address(target: &str) -> Result<String, Refused> {
    if target.len() > LONGEST {
        return Err(Refused::TooLong);
    }
    let path = target.split_once('?').map_or(target, |(path, _)| path);
    let address = decoded(path.strip_prefix('/').ok_or(Refused::Bad)?)?;
    let mut parts: Vec<&str> = address.split('/').collect();
    if parts.last() == Some(&"") {
        parts.pop();
    }
    if parts.iter().any(|part| matches!(*part, "" | "." | "..")) {
        return Err(Refused::Bad);
    }
    Ok(address)
}

/// The value of a field of the query, decoded.
pub(super) fn field(target: &str, name: &str) -> Option<String> {
    let (_, query) = target.split_once('?')?;
    let value = query.split('&').find_map(|field| field.strip_prefix(name)?.strip_prefix('='))?;
    percent_decode(value).map(Cow::into_owned)
}

/// The output that an address names: that of a folder is its `index.html`.
pub(super) fn route(address: &str) -> Option<Route> {
    if address.is_empty() || address.ends_with('/') {
        return Route::parse(&format!("{address}index.html")).ok();
    }
    Route::parse(address).ok()
}

fn decoded(path: &str) -> Result<String, Refused> {
    // A `/` that was written as `%2f` is part of a name for some programs and between two names for others.
    let has_hidden_slash = path.as_bytes().windows(3).any(|sign| sign.eq_ignore_ascii_case(b"%2f"));
    if has_hidden_slash || path.contains('#') {
        return Err(Refused::Bad);
    }
    let text = percent_decode(path).ok_or(Refused::Bad)?;
    let is_refused = |sign: char| sign.is_control() || matches!(sign, '\\' | ':');
    if text.chars().any(is_refused) { Err(Refused::Bad) } else { Ok(text.into_owned()) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_address_is_decoded_once_and_its_query_is_left_out() {
        for (target, expected) in [
            ("/", ""),
            ("/a/b/", "a/b/"),
            ("/a/b", "a/b"),
            ("/a?b=../c#d", "a"),
            ("/a%20b/m%C3%A1s/", "a b/más/"),
            ("/%252e%252e/a", "%2e%2e/a"),
            ("/...", "..."),
            ("/.well-known/x", ".well-known/x"),
            ("/~a/*/!", "~a/*/!"),
        ] {
            assert_eq!(address(target), Ok(expected.to_owned()), "{target}");
        }
    }

    #[test]
    fn what_could_mean_another_place_is_refused() {
        for target in [
            "",
            "a",
            "*",
            "//",
            "//a",
            "/a//b",
            "/a//",
            "/.",
            "/..",
            "/../a",
            "/a/..",
            "/a/./b",
            "/%2e%2e/a",
            "/%2E%2e/a",
            "/.%2e/a",
            "/a/%2e/b",
            "/..%2fa",
            "/%2fetc/passwd",
            "/a%2Fb",
            "/a\\b",
            "/..\\a",
            "/%5c%5chost/share",
            "/..%5Ca",
            "/c:/windows",
            "/c%3a/windows",
            "/a:b",
            "/a%00.html",
            "/a%0d%0aSet-Cookie",
            "/a%09b",
            "/a%7f",
            "/%c2%85",
            "/a#/../b",
            "/%ff",
            "/%c0%ae%c0%ae/",
            "/%e0%80%ae/",
            "/%",
            "/%4",
            "/%zz",
            "/%+1",
            "/%\u{e9}1",
        ] {
            assert_eq!(address(target), Err(Refused::Bad), "{target}");
        }
        assert_eq!(address(&format!("/{}", "a".repeat(LONGEST))), Err(Refused::TooLong));
        assert!(address(&format!("/{}", "a".repeat(LONGEST - 1))).is_ok());
    }

    #[test]
    fn a_field_of_the_query_is_decoded() {
        assert_eq!(field("/s?page=%2Fa%2Fb%2F", "page"), Some("/a/b/".to_owned()));
        assert_eq!(field("/s?x=1&page=/a/&y", "page"), Some("/a/".to_owned()));
        assert_eq!(field("/s?pages=1", "page"), None);
        assert_eq!(field("/s?page=%f", "page"), None);
        assert_eq!(field("/s", "page"), None);
    }

    #[test]
    fn a_folder_is_its_index() {
        let text = |address: &str| route(address).map(|route| route.to_string());
        assert_eq!(text(""), Some("index.html".to_owned()));
        assert_eq!(text("a/b/"), Some("a/b/index.html".to_owned()));
        assert_eq!(text("a/b.css"), Some("a/b.css".to_owned()));
        assert_eq!(text(".guidepost-manifest.json"), None);
    }

    proptest! {
        #[test]
        fn no_target_leads_anywhere_else(target in "/(\\PC|[./%\\\\]|%2e|%5C|%2F){0,12}") {
            if let Ok(address) = address(&target) {
                prop_assert!(!address.contains(['\\', ':', '\0']));
                prop_assert!(!address.split('/').any(|part| part == ".." || part == "."));
            }
        }
    }
}
