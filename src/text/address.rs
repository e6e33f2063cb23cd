//! Web addresses: percent signs, and which addresses may be linked to.
//!
//! Input: a route, or the address that an author wrote in a link. Output: the text for `href`, or a verdict. What is safe is a
//! list of what is allowed, never of what is known to be bad. It never opens an address.

use std::borrow::Cow;
use std::fmt::Write as _;

/// The kinds of address that a page may link to, besides addresses inside the site.
const ALLOWED_SCHEMES: [&str; 5] = ["http", "https", "mailto", "tel", "sms"];

/// How often an address is unwrapped before it counts as hiding something. Honest addresses need one round.
const ROUNDS: usize = 8;

/// `route` for `href`: everything but the signs that RFC 3986 allows in a path is written as `%` and two hexadecimal digits.
///
/// A `%` in the route is itself written as `%25`: a route is never escaped already. The result may hold `&` and `'`, so it
/// still goes through [`super::escape_html`] on its way into a page.
#[must_use]
pub fn url_path(route: &str) -> Cow<'_, str> {
    encoded(route, in_path)
}

/// `anchor` for what stands after `#` in `href`, written as by [`url_path`].
#[must_use]
pub fn url_fragment(anchor: &str) -> Cow<'_, str> {
    encoded(anchor, |byte| in_path(byte) || byte == b'?')
}

fn encoded(text: &str, plain: impl Fn(u8) -> bool) -> Cow<'_, str> {
    if text.bytes().all(&plain) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        if plain(byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a `String` cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    Cow::Owned(out)
}

/// `text` with every `%` and two hexadecimal digits turned back into its byte.
///
/// `None` when a `%` is not followed by two hexadecimal digits, or when the bytes are not UTF-8.
#[must_use]
pub fn percent_decode(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains('%') {
        return Some(Cow::Borrowed(text));
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        if *first == b'%' {
            bytes.push(hex_pair(after)?);
            rest = after.get(2..)?;
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok().map(Cow::Owned)
}

/// Whether a link to `address` must not reach the output.
#[must_use]
pub fn is_dangerous(address: &str) -> bool {
    refused_scheme(address).is_some()
}

/// The scheme for which a link to `address` is refused, for example `javascript`; `None` when it may be linked to.
///
/// Addresses inside the site and the allowed schemes pass. Disguises are taken off first: entities, percent signs, spaces,
/// control characters and hidden signs. An address that is wrapped many times over is refused for that alone; its scheme is
/// then what is left of it.
#[must_use]
pub fn refused_scheme(address: &str) -> Option<String> {
    let mut address = bare(address);
    for _ in 0..ROUNDS {
        if !head(&address).contains(['%', '&']) {
            return verdict(&address);
        }
        let unwrapped = bare(&unwrapped_once(&address)).into_owned();
        if unwrapped == *address {
            return verdict(&address);
        }
        address = Cow::Owned(unwrapped);
    }
    Some(head(&address).chars().take(40).collect())
}

/// Whether `address` leads out of the site: it has a scheme of its own, or begins with the name of another website (`//`).
///
/// Whether it may be linked to is for [`is_dangerous`] to say, first.
#[must_use]
pub fn is_external(address: &str) -> bool {
    let address = bare(address);
    let address = address.as_ref();
    // Browsers read `\` as `/`.
    let other_site = address.chars().take(2).filter(|sign| matches!(sign, '/' | '\\')).count() == 2;
    other_site || scheme(address).is_some()
}

/// The part of `address` that could be a scheme: all before the first `:`, `/`, `?` or `#`. (`\` counts as `/` in browsers.)
fn head(address: &str) -> &str {
    address.split([':', '/', '?', '#', '\\']).next().unwrap_or_default()
}

/// Judges an address without disguises.
fn verdict(address: &str) -> Option<String> {
    let scheme = scheme(address)?;
    let is_allowed = ALLOWED_SCHEMES.iter().any(|allowed| scheme.eq_ignore_ascii_case(allowed));
    (!is_allowed).then(|| scheme.to_ascii_lowercase())
}

/// The scheme of an address without disguises: a `:` follows, and its signs are those of a scheme.
fn scheme(address: &str) -> Option<&str> {
    let head = head(address);
    let colon_follows = address.get(head.len()..).is_some_and(|rest| rest.starts_with(':'));
    let begins_with_letter = head.starts_with(|sign: char| sign.is_ascii_alphabetic());
    let scheme_signs = head.chars().all(|sign| sign.is_ascii_alphanumeric() || "+-.".contains(sign));
    (colon_follows && begins_with_letter && scheme_signs).then_some(head)
}

/// `address` without the signs that browsers skip, or that could hide a scheme from people.
fn bare(address: &str) -> Cow<'_, str> {
    if address.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Cow::Borrowed(address);
    }
    Cow::Owned(address.chars().filter(|sign| !skipped(*sign)).collect())
}

fn skipped(sign: char) -> bool {
    sign.is_control() || sign.is_whitespace() || super::is_hidden(sign)
}

/// One layer of percent signs and entities taken off.
fn unwrapped_once(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    let mut rest = address;
    while let Some(at) = rest.find(['%', '&']) {
        let (plain, wrapped) = rest.split_at(at);
        out.push_str(plain);
        if let Some((sign, length)) = percent_sign(wrapped).or_else(|| entity(wrapped)) {
            out.push(sign);
            rest = wrapped.get(length..).unwrap_or_default();
        } else {
            out.extend(wrapped.chars().next());
            rest = wrapped.get(1..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    out
}

/// The ASCII sign written as `%` and two digits at the start of `text`, and the length of that. A scheme is ASCII, so other
/// bytes are left as they are.
fn percent_sign(text: &str) -> Option<(char, usize)> {
    let byte = hex_pair(text.strip_prefix('%')?.as_bytes())?;
    byte.is_ascii().then_some((char::from(byte), 3))
}

/// The sign written as an entity at the start of `text`, and the length of that. Browsers do not ask for the final `;`.
fn entity(text: &str) -> Option<(char, usize)> {
    let named = [("&colon;", ':'), ("&Tab;", '\t'), ("&NewLine;", '\n'), ("&amp;", '&'), ("&amp", '&')];
    let named = named.into_iter().find(|(name, _)| text.starts_with(name)).map(|(name, sign)| (sign, name.len()));
    named.or_else(|| numbered_entity(text))
}

/// The sign written as `&#106;` or `&#x6A;`. Browsers take any number of zeros before the number.
fn numbered_entity(text: &str) -> Option<(char, usize)> {
    let body = text.strip_prefix("&#")?;
    let (digits, radix) = body.strip_prefix(['x', 'X']).map_or((body, 10), |digits| (digits, 16));
    let count = digits.bytes().take_while(|byte| char::from(*byte).is_digit(radix)).count();
    let number = u32::from_str_radix(digits.get(..count)?, radix).ok()?;
    let sign = char::from_u32(number)?;
    let before = text.len() - digits.len();
    let semicolon = digits.get(count..).is_some_and(|rest| rest.starts_with(';'));
    Some((sign, before + count + usize::from(semicolon)))
}

fn hex_pair(bytes: &[u8]) -> Option<u8> {
    let digit = |index: usize| bytes.get(index).and_then(|byte| char::from(*byte).to_digit(16));
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}

/// Whether RFC 3986 allows `byte` in a path as it is.
fn in_path(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/".contains(&byte)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn routes_are_percent_encoded_as_utf8() {
        for (route, expected) in [
            ("/detox/tapering/", "/detox/tapering/"),
            ("/es/qué-esperar/", "/es/qu%C3%A9-esperar/"),
            ("/a b/100%/", "/a%20b/100%25/"),
            ("/\"<>\\^`{|}?#[]/", "/%22%3C%3E%5C%5E%60%7B%7C%7D%3F%23%5B%5D/"),
            ("/🙂/", "/%F0%9F%99%82/"),
        ] {
            assert_eq!(url_path(route), expected);
        }
    }

    #[test]
    fn percent_signs_are_decoded_strictly() {
        assert_eq!(percent_decode("qu%C3%A9%20x").as_deref(), Some("qué x"));
        assert_eq!(percent_decode("plain").as_deref(), Some("plain"));
        for broken in ["100%", "%4", "%zz", "%C3", "%+1", "%é1"] {
            assert_eq!(percent_decode(broken), None, "{broken}");
        }
    }

    #[test]
    fn disguised_schemes_are_refused() {
        for address in [
            "javascript:alert(1)",
            "JAVASCRIPT:alert(1)",
            " \u{1} javascript:alert(1)",
            "java\tscript:alert(1)",
            "java\nscript:alert(1)",
            "java\0script:alert(1)",
            "java\u{200B}script:alert(1)",
            "&#106;avascript:alert(1)",
            "&#x6A;avascript:alert(1)",
            "&#0000106avascript:alert(1)",
            "&amp;#106;avascript:alert(1)",
            "javascript&colon;alert(1)",
            "java&Tab;script:alert(1)",
            "javascript%3Aalert(1)",
            "%6aavascript:alert(1)//x",
            "%256aavascript:alert(1)",
            "\u{FEFF}javascript:alert(1)",
        ] {
            assert_eq!(refused_scheme(address).as_deref(), Some("javascript"), "{address:?}");
        }
    }

    #[test]
    fn only_the_listed_schemes_pass() {
        for address in
            ["vbscript:x", "data:text/html,x", "file:///etc/passwd", "ftp://x", "blob:x", "x:y", "view-source:x"]
        {
            assert!(is_dangerous(address), "{address}");
        }
        for address in
            ["http://x", "https://x/?u=%2525252525252525252525", "HTTPS://X", "mailto:a@b", "tel:+1", "sms:1"]
        {
            assert!(!is_dangerous(address), "{address}");
        }
    }

    #[test]
    fn addresses_inside_the_site_pass() {
        let inside = "|#pace|?q=a:b|a.md|../a.md#b:c|/a:b|./a:b.md|9:30.md|a%20b.md|a&b.md|100%.md|//example.org|qué:x";
        for address in inside.split('|') {
            assert_eq!(refused_scheme(address), None, "{address}");
        }
    }

    #[test]
    fn addresses_with_a_scheme_or_another_website_lead_out() {
        for address in ["https://x", "HTTP://x", "mailto:a@b", "tel:+1", "//x", "/\\x", "\\\\x", "ht\ttps://x"] {
            assert!(is_external(address), "{address}");
        }
        for address in ["", "/a", "a.md", "../a.md#b:c", "#x", "?a://", "9:30.md", "/a//b", "https%3A//x"] {
            assert!(!is_external(address), "{address}");
        }
    }

    #[test]
    fn anchors_are_percent_encoded_as_utf8() {
        assert_eq!(url_fragment("qué-esperar"), "qu%C3%A9-esperar");
        assert_eq!(url_fragment("a?b#c\"<"), "a?b%23c%22%3C");
    }

    #[test]
    fn an_address_wrapped_without_end_is_refused() {
        let wrapped = format!("%{}6Aavascript:x", "25".repeat(50));
        assert!(is_dangerous(&wrapped));
    }

    proptest! {
        #[test]
        fn encoding_and_decoding_a_route_gives_it_back(route in any::<String>()) {
            let encoded = url_path(&route);
            prop_assert!(encoded.bytes().all(|byte| in_path(byte) || byte == b'%'));
            let decoded = percent_decode(&encoded);
            prop_assert_eq!(decoded.as_deref(), Some(route.as_str()));
        }

        #[test]
        fn skipped_signs_never_hide_a_scheme(noise in "[ \t\n\u{1}\u{200B}\u{FEFF}]{0,5}", at in 0_usize..11) {
            let mut address = String::from("javascript:x");
            address.insert_str(at, &noise);
            prop_assert!(is_dangerous(&address));
        }

        #[test]
        fn any_text_gets_a_verdict(address in any::<String>()) {
            let _ = is_dangerous(&address);
        }
    }
}
