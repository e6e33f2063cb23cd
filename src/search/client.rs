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

/// A program without its comments, its indentation, and the ends of lines that nothing needs, which only those who write it read.
fn shortened(program: &str) -> String {
    let lines = program.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    // Behind these signs a statement or an expression goes on or is over in any case.
    lines.flat_map(|line| [line, if line.ends_with(['{', ';', ',', '(', '[']) { "" } else { "\n" }]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_indentation_are_left_out_of_the_module() {
        assert_eq!(shortened("// a\nif (a) {\n  b(\n    1,\n  );\n\n}\nc();\n"), "if (a) {b(1,);}\nc();");
    }
}
