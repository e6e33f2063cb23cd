//! Rules about files: names, links between files, bytes, and what is written where.

use std::os::unix::fs::symlink;

use snapbox::str;

use super::{check, check_folder, with_page};
use crate::project::{Project, page};

#[test]
fn bad_file_name() {
    let folder = Project::new().file("content/pain\\sleep.md", page("Sleep", "Text.")).in_folder();
    check_folder("bad-file-name", &folder, str![[]]);
}

#[test]
fn symbolic_link() {
    let folder = Project::new().in_folder();
    let outside = folder.path("../notes");
    std::fs::create_dir(&outside).unwrap();
    symlink(&outside, folder.path("content/notes")).unwrap();
    check_folder("symbolic-link", &folder, str![[]]);
}

#[test]
fn unreadable_file() {
    let folder = Project::new().in_folder();
    symlink("gone.md", folder.path("content/families.md")).unwrap();
    check_folder("unreadable-file", &folder, str![[]]);
}

#[test]
fn too_large() {
    let text = "word ".repeat(9 * 1024 * 1024 / 5);
    check("too-large", &with_page(&page("Everything", &text)), str![[]]);
}

#[test]
fn not_utf8() {
    let project = Project::new().file("content/a.md", b"---\ntitle: Caf\xe9\n---\nText.\n");
    check("not-utf8", &project, str![[]]);
}

#[test]
fn output_collision() {
    let project = Project::new().files([
        ("content/families.md", &page("Families", "Text.")),
        ("content/Families/index.md", &page("Families", "Text.")),
    ]);
    check("output-collision", &project, str![[]]);
}

#[test]
fn bad_route() {
    let project = Project::new().file("content/con.md", page("Con", "Text."));
    check("bad-route", &project, str![[]]);
}

#[test]
fn translation_orphan() {
    let project = Project::new()
        .config("languages: {en: {name: English}, es: {name: Español}}")
        .file("themes/test/strings/es.yaml", "demonstration_notice: N\nnot_found_title: T\ndate_format: d\nmonth_1: e\nmonth_3: m\n")
        .file("content/tapering.es.md", page("Reducción", "Texto."));
    check("translation-orphan", &project, str![[]]);
}

#[test]
fn unknown_language_in_a_file_name() {
    let project = Project::new().file("content/tapering.es.md", page("Reducción", "Texto."));
    check("unknown-language", &project, str![[]]);
}
