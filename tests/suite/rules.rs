//! What every rule says, word by word.
//!
//! Each rule of the table has a case here: a site that breaks this rule alone, and the message as people see it. A rule without
//! a case is a rule that nobody has seen speak.

mod files;
mod pages;
mod pictures;
mod safety;
mod settings;
mod text;
mod themes;

use std::collections::BTreeSet;

use guidepost::diagnostic::{Severity, rules};
use snapbox::data::Inline;

use crate::project::{Folder, Project, page, same};

/// The site breaks this rule, once or more, and no other; the message is exactly this.
#[track_caller]
fn check(rule: &str, project: &Project, human: Inline) {
    let site = project.build();
    site.human(human);
    let broken: BTreeSet<&str> = site.broken().into_iter().collect();
    assert_eq!(broken, BTreeSet::from([rule]));
    let is_error = rules::find(rule).unwrap().severity == Severity::Error;
    assert_eq!(site.failed(), is_error, "an error keeps the site from being written, a warning does not");
}

/// The same for a site on disk, for problems that only a disk has.
#[track_caller]
fn check_folder(rule: &str, folder: &Folder, said: Inline) {
    let build = folder.run(&["build", "--quiet"]);
    same(build.err.trim_end(), said);
    assert!(build.err.contains(&format!("[{rule}]")));
    assert_eq!((build.code, build.out.as_str()), (1, ""));
    assert!(!folder.path("public").exists(), "nothing is written");
}

/// A site with one page `content/a.md` of these bytes.
fn with_page(text: &str) -> Project {
    Project::new().file("content/a.md", text)
}

/// A site with one page whose front matter has these lines besides the title.
fn with_keys(lines: &str) -> Project {
    with_page(&format!("---\ntitle: A\n{lines}\n---\nText.\n"))
}

/// A site with one page of this text.
fn with_text(text: &str) -> Project {
    with_page(&page("A", text))
}

/// The texts of the files with the cases.
const CASES: [&str; 7] = [
    include_str!("rules/files.rs"),
    include_str!("rules/pages.rs"),
    include_str!("rules/pictures.rs"),
    include_str!("rules/safety.rs"),
    include_str!("rules/settings.rs"),
    include_str!("rules/text.rs"),
    include_str!("rules/themes.rs"),
];

#[test]
fn every_rule_has_a_case() {
    let cases: String = CASES.concat().split_whitespace().collect();
    let has_case = |name: &str| {
        [format!("check(\"{name}\","), format!("check_folder(\"{name}\",")].iter().any(|call| cases.contains(call))
    };
    let missing: Vec<&str> = rules::ALL.iter().map(|rule| rule.name).filter(|name| !has_case(name)).collect();
    assert!(missing.is_empty(), "rules without a case: {missing:?}");
}
