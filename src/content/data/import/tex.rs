//! TeX as plain text, as far as titles and names use it.
//!
//! Input: the value of a field. Output: the text that TeX would set: accents put together, special letters, dashes and quotes;
//! braces and commands that only change the look are left out, and their text stays. Work grows with the length of the text.

use unicode_normalization::UnicodeNormalization as _;

/// Commands that stand for a sign.
const SIGNS: [(&str, &str); 31] = [
    ("AA", "Å"),
    ("AE", "Æ"),
    ("L", "Ł"),
    ("O", "Ø"),
    ("OE", "Œ"),
    ("aa", "å"),
    ("ae", "æ"),
    ("copyright", "©"),
    ("dots", "…"),
    ("i", "i"),
    ("j", "j"),
    ("l", "ł"),
    ("ldots", "…"),
    ("o", "ø"),
    ("oe", "œ"),
    ("ss", "ß"),
    ("textasciitilde", "~"),
    ("textbackslash", "\\"),
    ("textdegree", "°"),
    ("textellipsis", "…"),
    ("textemdash", "—"),
    ("textendash", "–"),
    ("textgreater", ">"),
    ("textless", "<"),
    ("textquotedblleft", "“"),
    ("textquotedblright", "”"),
    ("textquoteleft", "‘"),
    ("textquoteright", "’"),
    ("textregistered", "®"),
    ("texttrademark", "™"),
    ("textunderscore", "_"),
];

/// The accent that the sign or letter after a backslash puts on the next letter.
fn accent(command: &str) -> Option<char> {
    Some(match command {
        "`" => '\u{300}',
        "'" => '\u{301}',
        "^" => '\u{302}',
        "~" => '\u{303}',
        "=" => '\u{304}',
        "u" => '\u{306}',
        "." => '\u{307}',
        "\"" => '\u{308}',
        "r" => '\u{30A}',
        "H" => '\u{30B}',
        "v" => '\u{30C}',
        "d" => '\u{323}',
        "c" => '\u{327}',
        "k" => '\u{328}',
        "b" => '\u{331}',
        _ => return None,
    })
}

/// The text that `tex` stands for, on one line.
pub(super) fn plain(tex: &str) -> String {
    let mut out = String::with_capacity(tex.len());
    let (mut rest, mut waiting) = (tex, None);
    while let Some(sign) = rest.chars().next() {
        let after = &rest[sign.len_utf8()..];
        let (piece, next): (&str, &str) = match sign {
            '\\' => {
                let (command, next) = command(after);
                if let Some(accent) = accent(command) {
                    (waiting, rest) = (Some(accent), next);
                    continue;
                }
                (meaning(command), next)
            }
            '{' | '}' | '$' => ("", after),
            '~' => (" ", after),
            '-' if rest.starts_with("---") => ("—", &rest[3..]),
            '-' if rest.starts_with("--") => ("–", &rest[2..]),
            '`' if rest.starts_with("``") => ("“", &rest[2..]),
            '\'' if rest.starts_with("''") => ("”", &rest[2..]),
            _ => (&rest[..sign.len_utf8()], after),
        };
        out.push_str(piece);
        if !piece.is_empty() {
            out.extend(waiting.take());
        }
        rest = next;
    }
    let words: Vec<&str> = out.split_whitespace().collect();
    words.join(" ").nfc().collect()
}

/// The text of an address or a number, in which only escaped signs mean something else.
pub(super) fn verbatim(tex: &str) -> String {
    let unescaped = ["_", "%", "&", "#", "~", "$"]
        .iter()
        .fold(tex.to_owned(), |text, sign| text.replace(&format!("\\{sign}"), sign));
    let inner = unescaped.trim().trim_start_matches("\\url").trim();
    inner.chars().filter(|sign| !matches!(sign, '{' | '}')).collect::<String>().trim().to_owned()
}

/// What follows a backslash: one sign, or letters with the spaces behind them, which TeX skips.
fn command(text: &str) -> (&str, &str) {
    let letters = text.find(|sign: char| !sign.is_ascii_alphabetic()).unwrap_or(text.len());
    if letters > 0 {
        return (&text[..letters], text[letters..].trim_start());
    }
    text.split_at(text.chars().next().map_or(0, char::len_utf8))
}

fn meaning(command: &str) -> &str {
    let found = SIGNS.iter().find(|(name, _)| *name == command);
    match found {
        Some((_, sign)) => sign,
        None if command.starts_with(|sign: char| sign.is_ascii_alphabetic()) => "",
        None if command == "\\" => " ",
        None => command,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn tex_becomes_what_it_looks_like() {
        for (tex, expected) in [
            ("{Benzodiazepine} tapering", "Benzodiazepine tapering"),
            ("Fran{\\c{c}}ois G{\\\"o}del \\'Alvarez \\'{\\i}", "François Gödel Álvarez í"),
            ("\\v{S}i\\v Zek and \\o ystein \\ss{} {\\AA}", "ŠiŽek and øystein ß Å"),
            ("pages 1--2 --- ``so'' it's", "pages 1–2 — “so” it's"),
            ("R\\&D, 50\\% \\emph{off}~now\n  and $x$", "R&D, 50% off now and x"),
            ("a\\\\b \\", "a b"),
            ("é\\'", "é"),
            ("", ""),
        ] {
            assert_eq!(plain(tex), expected, "{tex}");
        }
        assert_eq!(verbatim(" \\url{https://example.org/a\\_b--c?x=50\\%} "), "https://example.org/a_b--c?x=50%");
    }

    #[test]
    fn the_signs_are_sorted_and_none_stands_there_twice() {
        assert!(SIGNS.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_is_read(tex in "(\\\\|\\{|\\}|'|-|[a-zé ]|\\PC)*") {
            let plain = plain(&tex);
            prop_assert_eq!(plain.trim(), &plain);
            prop_assert!(!plain.contains('\n'), "{}", plain);
            verbatim(&tex);
        }
    }
}
