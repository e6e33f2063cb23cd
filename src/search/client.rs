//! The module that browsers load: what they must know of the index, and the program that reads it.

use super::write::{self, Index};

/// The program of the client.
const PROGRAM: &str = include_str!("client.js");

/// What stands before the index in the module, and behind it.
const BEFORE: &str = "const INDEX=";
const BEHIND: &str = ";\n";

/// The module of one language.
pub(super) fn module(index: &Index) -> String {
    format!("{BEFORE}{}{BEHIND}{}", write::json(index), shortened(PROGRAM))
}

/// The index that a module names; `None` when it is no such module.
pub(super) fn index_of(module: &[u8]) -> Option<Index> {
    let text = std::str::from_utf8(module).ok()?;
    let (line, _) = text.strip_prefix(BEFORE)?.split_once(BEHIND)?;
    serde_json::from_str(line).ok()
}

/// A program without its comments, its indentation, and the ends of lines and spaces that nothing needs, which only those who write
/// it read.
fn shortened(program: &str) -> String {
    let lines = program.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    // Behind these signs a statement or an expression goes on or is over in any case.
    let ends = |line: &str| if line.ends_with(['{', ';', ',', '(', '[']) { "" } else { "\n" };
    lines.flat_map(|line| [tight(line), ends(line).to_string()]).collect()
}

/// A line without the spaces that do not part two words. What stands in quotes stays, and so does an expression between slashes;
/// a slash with a space behind it divides.
fn tight(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut open: Option<char> = None;
    let (mut is_escaped, mut is_class) = (false, false);
    let mut signs = line.chars().peekable();
    while let Some(sign) = signs.next() {
        let next = signs.peek().copied();
        match open {
            Some(_) if is_escaped => is_escaped = false,
            Some(_) if sign == '\\' => is_escaped = true,
            Some('/') if sign == '[' || sign == ']' => is_class = sign == '[',
            Some(end) if sign == end && !is_class => open = None,
            None if matches!(sign, '\'' | '"') || sign == '/' && next != Some(' ') => open = Some(sign),
            None if sign == ' ' => {
                let before = out.chars().next_back();
                let is_word =
                    |sign: Option<char>| sign.is_some_and(|sign| sign.is_alphanumeric() || "_$".contains(sign));
                // Two signs that are alike may mean something else together, such as "+ +".
                if before != next && !(is_word(before) && is_word(next)) {
                    continue;
                }
            }
            _ => {}
        }
        out.push(sign);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_indentation_are_left_out_of_the_module() {
        assert_eq!(shortened("// a\nif (a) {\n  b(\n    1,\n  );\n\n}\nc();\n"), "if(a){b(1,);}\nc();");
    }

    #[test]
    fn only_spaces_that_mean_nothing_are_left_out_of_a_line() {
        for (line, expected) in [
            ("const a = b / c;", "const a=b/c;"),
            ("return a + ' + ' + \"it's\";", "return a+' + '+\"it's\";"),
            ("a.match(/[/ '] \\/ /) || [];", "a.match(/[/ '] \\/ /)||[];"),
            ("a + +b - -c", "a+ +b- -c"),
            ("'\\' ' + 1", "'\\' '+1"),
        ] {
            assert_eq!(tight(line), expected);
        }
    }
}
