//! Text made safe inside Markdown.
//!
//! Input: any text, or an address. Output: Markdown that shows the text as it is, whatever it holds, or the address as a link
//! needs it. It is written for people too, so a sign is escaped only where it could mean something.

/// `text` as Markdown in one line, without spaces at its ends.
#[must_use]
pub fn escape_markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let line = text.split(is_space).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    push_escaped_markdown(&mut out, &line);
    out
}

/// Writes a line of text at the end of `out`, which holds what stands before it in its block.
pub fn push_escaped_markdown(out: &mut String, text: &str) {
    // A number that begins the line makes a list together with a dot that comes now.
    let number = out.bytes().rev().take_while(u8::is_ascii_digit).count();
    let before = &out[..out.len() - number];
    let is_start = before.is_empty() || before.ends_with('\n');
    let marker = if is_start { marker(number, text) } else { None };
    let mut signs = text.char_indices().peekable();
    while let Some((at, sign)) = signs.next() {
        let next = signs.peek().map(|(_, next)| *next);
        if marker == Some(at) || is_special(sign, next) {
            out.push('\\');
        }
        out.push(if sign == '\0' { char::REPLACEMENT_CHARACTER } else { sign });
    }
}

/// An address between the brackets of a link. Signs that would end it are written with `%`.
#[must_use]
pub fn markdown_address(address: &str) -> String {
    let mut out = String::with_capacity(address.len() + 8);
    for (at, sign) in address.char_indices() {
        match sign {
            '<' | '>' | '(' | ')' | '\\' | '`' | '\u{7F}' | '\0'..=' ' => {
                out.push_str(&format!("%{:02X}", u32::from(sign)));
            }
            '&' if is_entity(&address[at..]) => out.push_str("&amp;"),
            _ => out.push(sign),
        }
    }
    out
}

/// White space that HTML and Markdown take for one space.
#[must_use]
pub fn is_space(sign: char) -> bool {
    sign.is_ascii_whitespace() || sign == '\u{B}'
}

/// Whether `sign` means something within a line, before `next`. What follows the last sign is not known.
fn is_special(sign: char, next: Option<char>) -> bool {
    match sign {
        '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '|' | '#' => true,
        '<' => next.is_none_or(|next| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?')),
        '&' => next.is_none_or(|next| next.is_ascii_alphanumeric() || next == '#'),
        _ => false,
    }
}

/// Where a sign must be escaped because a line that begins like `text` would be a list, a quote or the like; so many digits of
/// the line are written already.
fn marker(written: usize, text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    match text[digits..].chars().next() {
        Some('>' | '+' | '-' | '=' | ':') if written + digits == 0 => Some(0),
        Some('.' | ')') if written + digits > 0 => Some(digits),
        _ => None,
    }
}

/// Whether a text begins like `&copy;`.
fn is_entity(text: &str) -> bool {
    let name = text[1..].split(';').next().unwrap_or_default();
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#');
    is_name && text[1 + name.len()..].starts_with(';')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_mean_something_is_escaped_and_nothing_else() {
        let rows = [
            ("Take 5 mg (not 10), < 6 weeks & more! 50% = half.", "Take 5 mg (not 10), < 6 weeks & more! 50% = half."),
            ("*a* _b_ `c` [d](e) <f> ~~g~~ |h| #i \\j", r"\*a\* \_b\_ \`c\` \[d\](e) \<f> \~\~g\~\~ \|h\| \#i \\j"),
            ("&copy; &#1; A&B &", r"\&copy; \&#1; A\&B \&"),
            ("- a", r"\- a"),
            ("12. a", r"12\. a"),
            ("3) a", r"3\) a"),
            ("3.5 mg", r"3\.5 mg"),
            ("> a", r"\> a"),
            ("# a", r"\# a"),
            ("=== a", r"\=== a"),
            ("::: a", r"\::: a"),
            ("  a\n- b\r\n\tc ", "a - b c"),
            ("", ""),
        ];
        for (text, expected) in rows {
            // The sign for "number" is written as its own escape.
            let expected = expected.replace("\\&#1;", "\\&\\#1;");
            assert_eq!(escape_markdown(text), expected, "{text}");
        }
    }

    #[test]
    fn an_address_cannot_end_its_link() {
        assert_eq!(markdown_address("https://a/b_(c)?d=<e> f&g=1"), "https://a/b_%28c%29?d=%3Ce%3E%20f&g=1");
        assert_eq!(markdown_address("https://a/?x&copy;y\n"), "https://a/?x&amp;copy;y%0A");
    }
}
