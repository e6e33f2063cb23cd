//! Text made safe inside HTML and XML.
//!
//! Input: any text. Output: text that a browser or a feed reader shows as it was, in content and in quoted attributes alike.
//! It borrows when there is nothing to do, which is nearly always. It never trusts that a text is already escaped.

use std::borrow::Cow;

/// `text` for HTML content or a quoted attribute.
#[must_use]
pub fn escape_html(text: &str) -> Cow<'_, str> {
    if first_escaped(text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    push_escaped_html(&mut out, text);
    Cow::Owned(out)
}

/// Writes `text`, escaped as by [`escape_html`], at the end of `out`.
pub fn push_escaped_html(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some((at, entity)) = first_entity(rest) {
        let (plain, after) = rest.split_at(at);
        out.push_str(plain);
        out.push_str(entity);
        // Every escaped sign is one byte long.
        rest = after.get(1..).unwrap_or_default();
    }
    out.push_str(rest);
}

/// `text` for XML content or a quoted attribute.
///
/// Signs that XML 1.0 cannot hold at all, not even escaped, become the replacement character: one of them would make a whole
/// feed or sitemap unreadable.
#[must_use]
pub fn escape_xml(text: &str) -> Cow<'_, str> {
    if text.chars().all(in_xml) {
        return escape_html(text);
    }
    let whole: String =
        text.chars().map(|sign| if in_xml(sign) { sign } else { char::REPLACEMENT_CHARACTER }).collect();
    Cow::Owned(escape_html(&whole).into_owned())
}

fn first_entity(text: &str) -> Option<(usize, &'static str)> {
    let at = first_escaped(text.as_bytes())?;
    Some((at, html_entity(text.as_bytes()[at])?))
}

/// The first byte that has an [`html_entity`]. Nearly every byte of a site passes here and has none, so sixteen are looked at
/// together, without a branch.
fn first_escaped(bytes: &[u8]) -> Option<usize> {
    let (blocks, rest) = bytes.as_chunks::<16>();
    let holds_one = |block: &[u8; 16]| block.iter().fold(false, |found, byte| found | is_escaped(*byte));
    let start = blocks.iter().position(holds_one).unwrap_or(blocks.len()) * 16;
    let block = blocks.get(start / 16).map_or(rest, |block| block.as_slice());
    block.iter().position(|byte| is_escaped(*byte)).map(|at| start + at)
}

#[expect(clippy::needless_bitwise_bool, reason = "a branch would keep the bytes from being looked at together")]
fn is_escaped(byte: u8) -> bool {
    (byte == b'&') | (byte == b'<') | (byte == b'>') | (byte == b'"') | (byte == b'\'') | (byte == 0)
}

/// What stands for `byte` in HTML; the numbers are used where XML knows no name.
fn html_entity(byte: u8) -> Option<&'static str> {
    match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' => Some("&quot;"),
        b'\'' => Some("&#39;"),
        // No browser may see this byte: some stop reading, some skip it.
        0 => Some("\u{FFFD}"),
        _ => None,
    }
}

/// Whether XML 1.0 can hold `sign`.
fn in_xml(sign: char) -> bool {
    matches!(sign, '\t' | '\n' | '\r' | '\u{20}'..='\u{FFFD}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_five_signs_of_html_are_escaped() {
        assert_eq!(
            escape_html(r#"<a href="x">Tom & Ann's</a>"#),
            "&lt;a href=&quot;x&quot;&gt;Tom &amp; Ann&#39;s&lt;/a&gt;"
        );
        assert_eq!(escape_html("a\0b"), "a\u{FFFD}b");
        assert_eq!(escape_html("&amp;"), "&amp;amp;");
    }

    #[test]
    fn plain_text_is_borrowed() {
        assert!(matches!(escape_html("Qué esperar 戒断 🙂"), Cow::Borrowed(_)));
        assert!(matches!(escape_xml("Qué esperar\n"), Cow::Borrowed(_)));
    }

    #[test]
    fn signs_that_xml_cannot_hold_are_replaced() {
        assert_eq!(escape_xml("a\u{1}b\u{1B}<\u{FFFF}"), "a\u{FFFD}b\u{FFFD}&lt;\u{FFFD}");
        assert_eq!(escape_xml("tab\tline\r\n"), "tab\tline\r\n");
    }

    proptest! {
        #[test]
        fn nothing_escaped_can_open_a_tag_or_end_an_attribute(text in any::<String>()) {
            for escaped in [escape_html(&text), escape_xml(&text)] {
                prop_assert!(!escaped.contains(['<', '>', '"', '\'', '\0']));
            }
        }

        #[test]
        fn escaping_loses_nothing(text in "[^\0]*") {
            let escaped = escape_html(&text);
            let back = escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
            prop_assert_eq!(back.replace("&amp;", "&"), text);
        }
    }
}
