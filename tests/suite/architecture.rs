//! The shape of the code, read from its text.
//!
//! These tests hold what ARCHITECTURE.md promises: which module may use which, who may touch the machine, and that each crate
//! has one user.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::project::tree_of;

/// The modules, from those that know nothing to the one that knows all. A module uses those of its own group and of the groups
/// before it.
const ORDER: [&[&str]; 12] = [
    &["diagnostic", "cache", "color", "text", "route", "picture"],
    &["yaml"],
    &["config", "source"],
    &["theme"],
    &["content"],
    &["site"],
    &["lens"],
    &["render", "format", "search"],
    &["emit"],
    &["pipeline"],
    &["serve"],
    &["cli"],
];

/// What only some modules may name, each with those modules.
const KEPT: [(&str, &[&str]); 22] = [
    ("std::fs", &["source", "emit", "serve", "cli"]),
    ("std::env", &["source", "emit", "cli", "main"]),
    ("TcpStream", &["source", "emit", "serve", "cli"]),
    ("TcpListener", &["source", "emit", "serve", "cli"]),
    ("UdpSocket", &["source", "emit", "cli"]),
    ("ToSocketAddrs", &["source", "emit", "cli"]),
    ("std::time", &["source", "emit", "serve", "cli"]),
    ("Timestamp::now", &["source", "emit", "serve", "cli"]),
    ("Zoned::now", &["source", "emit", "cli"]),
    ("std::process", &["emit", "serve", "cli", "main"]),
    ("hyper::", &["serve"]),
    ("notify::", &["serve"]),
    ("tokio::", &["serve"]),
    ("image::", &["picture"]),
    ("qrcode::", &["render"]),
    ("roxmltree::", &["picture"]),
    ("snowball_stemmers_rs::", &["search"]),
    ("tera::", &["render"]),
    ("syntect::", &["render"]),
    ("pulldown_cmark::", &["content", "render"]),
    ("serde_saphyr", &["yaml"]),
    ("walkdir::", &["source", "emit", "serve"]),
];

/// The text of each source file without comments, and without its tests.
fn sources() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let is_code = |path: &str| path.ends_with(".rs") && !path.ends_with("tests.rs") && !path.contains("/tests/");
    let files = tree_of(&root, &is_code).into_iter();
    files.map(|(path, bytes)| (path, code(&String::from_utf8(bytes).unwrap()))).collect()
}

fn code(text: &str) -> String {
    let (code, _) = text.split_once("#[cfg(test)]\nmod tests {").unwrap_or((text, ""));
    code.lines().filter(|line| !line.trim_start().starts_with("//")).map(|line| format!("{line}\n")).collect()
}

/// `site/links.rs` belongs to `site`.
fn module(path: &str) -> &str {
    path.split('/').next().unwrap_or(path).trim_end_matches(".rs")
}

/// The modules of this crate that a text names after `crate::`, also in `use crate::{a, b::c}`.
fn used(code: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(group) => names.extend(top_names(group)),
            None => names.extend(first_name(rest)),
        }
    }
    names
}

fn first_name(text: &str) -> Option<String> {
    let name: String = text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!name.is_empty()).then_some(name)
}

/// The first names of a group of paths, up to the brace that closes it.
fn top_names(group: &str) -> Vec<String> {
    let (mut depth, mut start, mut names) = (0, 0, Vec::new());
    for (at, sign) in group.char_indices() {
        match sign {
            '{' => depth += 1,
            '}' if depth == 0 => {
                names.extend(first_name(&group[start..at]));
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.extend(first_name(&group[start..at]));
                start = at + 1;
            }
            _ => {}
        }
    }
    names
}

fn level(module: &str) -> Option<usize> {
    ORDER.iter().position(|group| group.contains(&module))
}

#[test]
fn a_module_uses_only_modules_before_it() {
    let mut wrong = Vec::new();
    for (path, code) in sources() {
        let Some(own) = level(module(&path)) else { continue };
        for name in used(&code) {
            if level(&name).is_some_and(|other| other > own) {
                wrong.push(format!("src/{path} uses `crate::{name}`, which comes after `{}`", module(&path)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_module_has_its_place_in_the_order() {
    let sources = sources();
    let modules: BTreeSet<&str> =
        sources.keys().map(|path| module(path)).filter(|name| !matches!(*name, "lib" | "main")).collect();
    let ordered: BTreeSet<&str> = ORDER.iter().flat_map(|group| group.iter().copied()).collect();
    assert_eq!(modules, ordered);
}

#[test]
fn files_the_environment_and_the_clock_have_few_users() {
    let mut wrong = Vec::new();
    for (path, code) in sources() {
        for (name, users) in KEPT {
            if code.contains(name) && !users.contains(&module(&path)) {
                wrong.push(format!("src/{path} names `{name}`, which only {users:?} may"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_command_line_prints() {
    for (path, code) in sources() {
        let prints = ["println!", "eprintln!", "print!(", "eprint!(", "stdout()", "stderr()", "dbg!"];
        let found = prints.into_iter().find(|name| code.contains(name));
        assert!(found.is_none() || module(&path) == "cli", "src/{path} holds {found:?}");
    }
}

#[test]
fn main_says_nothing() {
    let main = &sources()["main.rs"];
    assert!(!main.contains('"'), "a text stands in main.rs:\n{main}");
    assert!(
        main.lines().filter(|line| !line.trim().is_empty()).count() <= 8,
        "main.rs does more than to call the library:\n{main}"
    );
}

#[test]
fn every_file_says_what_it_is_for_and_can_be_read_in_one_sitting() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let is_rust = |path: &str| {
        path.ends_with(".rs") && ["src/", "tests/", "examples/"].iter().any(|folder| path.starts_with(folder))
    };
    for (path, bytes) in tree_of(root, &is_rust) {
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.starts_with("//!"), "{path} does not open with `//!`");
        let lines = text.lines().count();
        // The one table of rules is a list of texts and longer than any file of code.
        assert!(lines <= 600 || path == "src/diagnostic/rules.rs", "{path} has {lines} lines");
    }
}

#[test]
fn lints_are_expected_with_a_reason_and_never_allowed() {
    for (path, code) in sources() {
        assert!(!code.contains("allow("), "src/{path} allows a lint; write `#[expect(…, reason = \"…\")]`");
    }
}

#[test]
fn the_reader_of_this_test_sees_every_way_to_use_a_module() {
    let text = "use crate::a::{b, c};\nuse crate::{d, e::{f, g}, h};\nfn x() { crate::i::y() }\n// use crate::j;\n#[cfg(test)]\nmod tests {\nuse crate::k;\n}";
    assert_eq!(used(&code(text)).into_iter().collect::<Vec<_>>(), ["a", "d", "e", "h", "i"]);
}
