//! Signs that a word processor or a web page brings along, and that break keys and values.
//!
//! Input: a character. Output: whether it is such a sign, and its name in plain words. It never changes a text.

/// Quotes that are bent towards the text.
pub(super) const CURLY_QUOTES: [char; 6] = ['\u{201C}', '\u{201D}', '\u{201E}', '\u{2018}', '\u{2019}', '\u{201A}'];

/// Whether `sign` looks like an ordinary space and is none.
pub(super) fn is_odd_space(sign: char) -> bool {
    matches!(sign, '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}')
}

/// Whether `sign` shows nothing and may not stand in a key.
///
/// The two joiners are left out: Persian and Hindi words need them.
pub(super) fn is_invisible(sign: char) -> bool {
    matches!(sign, '\u{AD}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// Whether `sign` is one of both kinds.
pub(super) fn is_hidden(sign: char) -> bool {
    is_odd_space(sign) || is_invisible(sign)
}

/// What to call a hidden sign, for example `a no-break space (U+00A0)`.
pub(super) fn name(sign: char) -> String {
    let name = match sign {
        '\u{A0}' | '\u{202F}' | '\u{2007}' => "a no-break space",
        '\u{200B}' | '\u{2060}' => "an invisible space",
        '\u{FEFF}' => "an invisible byte order mark",
        '\u{AD}' => "an invisible hyphen",
        _ if is_odd_space(sign) => "a special space",
        _ => "an invisible sign",
    };
    format!("{name} (U+{:04X})", u32::from(sign))
}
