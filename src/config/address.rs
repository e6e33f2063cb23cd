//! Web addresses in settings and data.
//!
//! Input: a text. Output: an address that begins with `https://` or `http://` and holds nothing a link could not, or one of
//! the site itself where that is allowed, or the reason why not. It never opens an address, and never takes `javascript:` or
//! the like.

use crate::diagnostic::{Diagnostic, rules};
use crate::text::is_external;
use crate::yaml::{Decode, Describe, Expected, Findings, Node, Shape};

/// An address that begins with `https://` or `http://`.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WebAddress(String);

impl WebAddress {
    /// The address as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Where an entry of a menu leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkAddress {
    /// To another website.
    Web(WebAddress),
    /// To an address of this site: a path that begins with one `/`, and perhaps an anchor. Whether something is there, the
    /// whole site tells.
    Site(String),
}

/// The address of a site: scheme, host, perhaps a port, and a path that ends with `/`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BaseUrl {
    url: String,
    path: usize,
}

impl Default for BaseUrl {
    fn default() -> Self {
        Self { url: "http://localhost/".to_owned(), path: "http://localhost".len() }
    }
}

impl BaseUrl {
    /// The whole address, for example `https://example.org/help/`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.url
    }

    /// The address without its path, for example `https://example.org`.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.url[..self.path]
    }

    /// The path, for example `/` or `/help/`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.url[self.path..]
    }

    /// The base address that `text` is, with a final `/` added.
    ///
    /// # Errors
    ///
    /// What is wrong with `text`, and what to do.
    pub fn new(text: &str) -> Result<Self, WrongAddress> {
        let parts = Parts::of(text)?;
        if let Some(sign) = parts.after.chars().find(|sign| matches!(sign, '?' | '#')) {
            return Err(WrongAddress::new(format!("it cannot hold `{sign}`"), "end it before that sign"));
        }
        let path = parts.after.trim_end_matches('/');
        let is_part = |part: &str| !matches!(part, "" | "." | "..") && part.bytes().all(is_path_byte);
        if !path.is_empty() && !path.split('/').skip(1).all(is_part) {
            let help =
                "use letters, digits, `-`, `_` and `.` between single `/`, for example `https://example.org/help/`";
            return Err(WrongAddress::new("its path cannot be read", help));
        }
        let origin = format!("{}://{}", parts.scheme, parts.host.to_ascii_lowercase());
        Ok(Self { path: origin.len(), url: format!("{origin}{path}/") })
    }
}

/// What is wrong with an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongAddress {
    /// What is wrong, as the second half of a sentence.
    pub reason: String,
    /// What to do.
    pub help: String,
}

impl WrongAddress {
    fn new(reason: impl Into<String>, help: impl Into<String>) -> Self {
        Self { reason: reason.into(), help: help.into() }
    }
}

/// An address taken apart: `scheme://host after`.
struct Parts<'a> {
    scheme: &'static str,
    host: &'a str,
    after: &'a str,
}

impl<'a> Parts<'a> {
    fn of(text: &'a str) -> Result<Self, WrongAddress> {
        let (scheme, rest) = scheme(text).ok_or_else(|| no_scheme(text))?;
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (host, after) = rest.split_at(end);
        if !is_host(host) {
            return Err(WrongAddress::new(
                "the name of its website cannot be read",
                "for example `https://example.org/`",
            ));
        }
        if let Some(sign) = after.chars().find(|sign| !is_address_sign(*sign)) {
            let sign = if sign == ' ' { "a space".to_owned() } else { format!("`{}`", sign.escape_default()) };
            return Err(WrongAddress::new(format!("it cannot hold {sign}"), "copy the address from the browser again"));
        }
        Ok(Self { scheme, host, after })
    }
}

fn scheme(text: &str) -> Option<(&'static str, &str)> {
    ["https", "http"].into_iter().find_map(|scheme| {
        let (head, rest) = text.split_once("://")?;
        head.eq_ignore_ascii_case(scheme).then_some((scheme, rest))
    })
}

fn no_scheme(text: &str) -> WrongAddress {
    let help = if !text.contains([':', ' ', '@']) && text.contains('.') && is_host(text.split('/').next().unwrap_or(""))
    {
        format!("write `https://{text}`")
    } else {
        "for example `https://example.org/`".to_owned()
    };
    WrongAddress::new("it must begin with `https://` or `http://`", help)
}

/// A name of dots, letters, digits and hyphens, perhaps with a port; or an address in `[…]`.
fn is_host(host: &str) -> bool {
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => (name, Some(port)),
        _ => (host, None),
    };
    let is_label = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    let is_bracketed = |name: &str| {
        let inner = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
        inner.is_some_and(|inner| inner.parse::<std::net::Ipv6Addr>().is_ok())
    };
    let is_name = name.len() <= 253 && (name.trim_end_matches('.').split('.').all(is_label) || is_bracketed(name));
    is_name && port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0))
}

fn is_path_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~')
}

/// Signs outside ASCII are left to the browser; spaces, quotes and angle brackets never belong to an address.
fn is_address_sign(sign: char) -> bool {
    if !sign.is_ascii() {
        return !sign.is_whitespace() && !sign.is_control();
    }
    !sign.is_ascii_control() && !matches!(sign, ' ' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}')
}

impl Decode for WebAddress {
    const EXPECTED: Expected = Expected::WebAddress;

    fn decode(node: &Node, findings: &mut Findings) -> Option<Self> {
        let Some(text) = node.text().filter(|_| !node.is_null()) else {
            return findings.wrong_type(node, Self::EXPECTED);
        };
        let Err(wrong) = Parts::of(text) else { return Some(Self(text.to_owned())) };
        let message = format!("{} is not a web address: {}", findings.subject(), wrong.reason);
        findings.push(Diagnostic::new(&rules::BAD_VALUE, findings.place(node.span), message).help(wrong.help));
        None
    }
}

impl Decode for LinkAddress {
    const EXPECTED: Expected = Expected::LinkAddress;

    fn decode(node: &Node, findings: &mut Findings) -> Option<Self> {
        let Some(text) = node.text().filter(|_| !node.is_null()) else {
            return findings.wrong_type(node, Self::EXPECTED);
        };
        // An address that leads out although it begins with `/`, such as `//example.org/`, lacks its scheme.
        if text.starts_with('/') && !is_external(text) {
            return Some(Self::Site(text.to_owned()));
        }
        if scheme(text).is_some() {
            return WebAddress::decode(node, findings).map(Self::Web);
        }
        let reason = "it must begin with `https://`, `http://` or, within this site, with `/`";
        let message = format!("{} is not an address: {reason}", findings.subject());
        let help = likely_meant(text).map_or_else(
            || "for example `https://example.org/` or `/topics/`".to_owned(),
            |meant| format!("write `{meant}`"),
        );
        findings.push(Diagnostic::new(&rules::BAD_VALUE, findings.place(node.span), message).help(help));
        None
    }
}

/// What an address without a beginning was probably meant to be.
fn likely_meant(text: &str) -> Option<String> {
    if text.contains([':', ' ', '@', '\\']) {
        return None;
    }
    let without = text.trim_start_matches('/');
    let host = without.split('/').next().unwrap_or_default();
    if host.contains('.') && is_host(host) {
        return Some(format!("https://{without}"));
    }
    without.contains('/').then(|| format!("/{without}"))
}

impl Describe for LinkAddress {
    fn shape() -> Shape {
        Shape::Either(Box::new(Shape::WebAddress), Box::new(Shape::SiteAddress))
    }
}

impl Describe for WebAddress {
    fn shape() -> Shape {
        Shape::WebAddress
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let found = match BaseUrl::new(text) {
            Ok(base) => format!("{} {}", base.origin(), base.path()),
            Err(wrong) => format!("{}; {}", wrong.reason, wrong.help),
        };
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_base_address_ends_with_a_slash() {
        check("https://example.org", "https://example.org /");
        check("https://example.org/", "https://example.org /");
        check("HTTP://Example.org:8080/help", "http://example.org:8080 /help/");
        check("https://example.org/help/us//", "https://example.org /help/us/");
        check("http://[::1]:3000/", "http://[::1]:3000 /");
    }

    #[test]
    fn what_cannot_be_a_base_address_is_refused_with_a_reason() {
        check("example.org", "it must begin with `https://` or `http://`; write `https://example.org`");
        check("ftp://example.org", "it must begin with `https://` or `http://`; for example `https://example.org/`");
        check("javascript:alert(1)", "it must begin with `https://` or `http://`; for example `https://example.org/`");
        check("https://", "the name of its website cannot be read; for example `https://example.org/`");
        check(
            "https://user@example.org/",
            "the name of its website cannot be read; for example `https://example.org/`",
        );
        check(
            "https://example.org:99999/",
            "the name of its website cannot be read; for example `https://example.org/`",
        );
        check("https://example.org/?a=b", "it cannot hold `?`; end it before that sign");
        check("https://example.org#a", "it cannot hold `#`; end it before that sign");
        check("https://example.org/a b", "it cannot hold a space; copy the address from the browser again");
        let help = "use letters, digits, `-`, `_` and `.` between single `/`, for example `https://example.org/help/`";
        check("https://example.org/../a", &format!("its path cannot be read; {help}"));
        check("https://example.org/a//b", &format!("its path cannot be read; {help}"));
    }
}
