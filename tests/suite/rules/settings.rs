//! Rules about `guidepost.yaml` and the data files.

use snapbox::str;

use super::check;
use crate::project::{Project, page};

#[test]
fn config_missing() {
    check("config-missing", &Project::empty().file("content/a.md", page("A", "Text.")), str![[]]);
}

#[test]
fn config_value() {
    let project = Project::new().edit("guidepost.yaml", "https://example.org/", "example.org");
    check("config-value", &project, str![[]]);
}

#[test]
fn data_value() {
    let lines = "us:\n- id: main-line\n  label: Our telephone\n  tel: ask at the desk\n";
    check("data-value", &Project::new().file("content/_data/helplines.yaml", lines), str![[]]);
}

#[test]
fn menu_page() {
    let project = Project::new()
        .config("menus:\n  main:\n    - page: familys.md")
        .file("content/families.md", page("Families", "Text."));
    check("menu-page", &project, str![[]]);
}

#[test]
fn missing_key() {
    let project = Project::new().file("content/_data/people.yaml", "ada:\n  role: Nurse\n");
    check("missing-key", &project, str![[]]);
}

#[test]
fn unknown_language() {
    check("unknown-language", &Project::new().config("default_language: sp"), str![[]]);
}
