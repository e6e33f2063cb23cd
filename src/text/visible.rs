//! Signs that nobody sees, and text in which everybody sees them.
//!
//! Input: text from files of the site, which may have been written to mislead. Output: the same text with nothing hidden in it.
//! It is for people to read on a terminal, never for pages: there, [`super::escape_html`] is the right one.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::RangeInclusive;

/// Whether `sign` shows nothing itself, but may change how others look or are ordered.
#[must_use]
pub fn is_hidden(sign: char) -> bool {
    let alone = [0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFEFF, 0xFFA0];
    let number = u32::from(sign);
    // Nearly every sign of nearly every text is below the first of them.
    number >= 0xAD && (alone.contains(&number) || HIDDEN_RANGES.iter().any(|range| range.contains(&number)))
}

/// Joiners, marks of direction, selectors of variants, tags and the like.
const HIDDEN_RANGES: [RangeInclusive<u32>; 9] = [
    0x180B..=0x180F,
    0x200B..=0x200F,
    0x202A..=0x202E,
    0x2060..=0x206F,
    0xFE00..=0xFE0F,
    0xFFF0..=0xFFFB,
    0x1_BCA0..=0x1_BCA3,
    0x1_D173..=0x1_D17A,
    0xE_0000..=0xE_0FFF,
];

/// Whether `sign` could make a terminal show something else than what is in the text.
///
/// Hidden signs that words and emoji honestly need, joiners and variation selectors, do not deceive anybody.
#[must_use]
pub fn is_deceptive(sign: char) -> bool {
    let honest = matches!(sign, '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}');
    let breaks_line = matches!(sign, '\u{2028}' | '\u{2029}');
    sign.is_control() || breaks_line || (is_hidden(sign) && !honest)
}

/// `text` with its control characters shown as their pictures, such as `␛`, and other deceptive signs by number: `<U+202E>`.
///
/// What comes back is one line.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_deceptive) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for sign in text.chars() {
        push_visible(&mut out, sign);
    }
    Cow::Owned(out)
}

fn push_visible(out: &mut String, sign: char) {
    match control_picture(sign) {
        _ if !is_deceptive(sign) => out.push(sign),
        Some(picture) => out.push(picture),
        // Writing to a `String` cannot fail.
        None => write!(out, "<U+{:04X}>", u32::from(sign)).unwrap_or_default(),
    }
}

/// The one sign that Unicode keeps for showing an ASCII control character.
fn control_picture(sign: char) -> Option<char> {
    match u32::from(sign) {
        number @ 0..=0x1F => char::from_u32(0x2400 + number),
        0x7F => Some('\u{2421}'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_could_mislead_is_shown() {
        for (text, expected) in [
            ("plain, qué 戒断 🙂", "plain, qué 戒断 🙂"),
            ("\u{1B}[31mred", "␛[31mred"),
            ("a\u{202E}b\u{2069}", "a<U+202E>b<U+2069>"),
            ("one\ntwo\r\t\0\u{7F}", "one␊two␍␉␀␡"),
            ("\u{85}\u{9B}\u{2028}\u{200B}\u{FEFF}", "<U+0085><U+009B><U+2028><U+200B><U+FEFF>"),
            ("می\u{200C}خواهم ⚠\u{FE0F} 👩\u{200D}👧", "می\u{200C}خواهم ⚠\u{FE0F} 👩\u{200D}👧"),
        ] {
            assert_eq!(visible(text), expected);
        }
    }

    proptest! {
        #[test]
        fn nothing_deceptive_is_left(text in any::<String>()) {
            let shown = visible(&text);
            prop_assert!(!shown.chars().any(is_deceptive));
            prop_assert_eq!(shown.lines().count().max(1), 1);
        }
    }
}
