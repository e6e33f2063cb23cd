//! Rules about files: names, links between files, bytes, and what is written where.

use std::os::unix::fs::symlink;

use snapbox::str;

use super::{check, check_folder, with_page};
use crate::project::{Project, page};

#[test]
fn bad_file_name() {
    let folder = Project::new().file("content/pain\\sleep.md", page("Sleep", "Text.")).in_folder();
    check_folder(
        "bad-file-name",
        &folder,
        str![[r#"
error[bad-file-name]: the name of this file holds a backslash or a control character
 ╭▸ content/pain\sleep.md
 ╰ help: rename the file

1 error: the site was not written; what was there before is unchanged
"#]],
    );
}

#[test]
fn symbolic_link() {
    let folder = Project::new().in_folder();
    let outside = folder.path("../notes");
    std::fs::create_dir(&outside).unwrap();
    symlink(&outside, folder.path("content/notes")).unwrap();
    check_folder(
        "symbolic-link",
        &folder,
        str![[r#"
error[symbolic-link]: this symbolic link leads out of the site
 ╭▸ content/notes
 ╰ help: copy the file into the site, or set `symbolic_links: true` in `guidepost.yaml`

1 error: the site was not written; what was there before is unchanged
"#]],
    );
}

#[test]
fn unreadable_file() {
    let folder = Project::new().in_folder();
    symlink("gone.md", folder.path("content/families.md")).unwrap();
    check_folder(
        "unreadable-file",
        &folder,
        str![[r#"
error[unreadable-file]: this file cannot be read: it does not exist
 ╭▸ content/families.md
 ╰ help: check that the file exists and that you may read it

1 error: the site was not written; what was there before is unchanged
"#]],
    );
}

#[test]
fn too_large() {
    let text = "word ".repeat(9 * 1024 * 1024 / 5);
    check(
        "too-large",
        &with_page(&page("Everything", &text)),
        str![[r#"
error[too-large]: this page is 9 MB; the most that is read is 8 MB
 ╭▸ content/a.md
 ╰ help: split it into several pages
"#]],
    );
}

#[test]
fn not_utf8() {
    let project = Project::new().file("content/a.md", b"---\ntitle: Caf\xe9\n---\nText.\n");
    check(
        "not-utf8",
        &project,
        str![[r#"
error[not-utf8]: this file is not saved as UTF-8 text: line 2 holds a character that cannot be read
 ╭▸ content/a.md
 ╰ help: open the file in your editor and save it with the encoding `UTF-8`
"#]],
    );
}

#[test]
fn output_collision() {
    let project = Project::new().files([
        ("content/families.md", &page("Families", "Text.")),
        ("content/Families/index.md", &page("Families", "Text.")),
    ]);
    check(
        "output-collision",
        &project,
        str![[r#"
error[output-collision]: two things would be written at `families/index.html`: `content/Families/index.md` and `content/families.md`
 ╭▸ content/families.md
 ├ note: the other one: content/Families/index.md
 ╰ help: rename one of them, or give one another `slug` or alias
"#]],
    );
}

#[test]
fn bad_route() {
    let project = Project::new().file("content/con.md", page("Con", "Text."));
    check(
        "bad-route",
        &project,
        str![[r#"
error[bad-route]: this cannot be written at `con/`: the name `con` in `con/index.html` means a device on Windows; choose another name
 ╭▸ content/con.md
 ╰ help: give the page another `slug`, or rename the file
"#]],
    );
}

#[test]
fn translation_orphan() {
    let project = Project::bilingual().file("content/tapering.es.md", page("Reducción", "Texto."));
    check(
        "translation-orphan",
        &project,
        str![[r#"
warning[translation-orphan]: this translation has no page in the default language `en`
 ╭▸ content/tapering.es.md
 ╰ help: name it like the page that it translates, with `.es` before `.md`
"#]],
    );
}

#[test]
fn translation_stale() {
    let project = Project::bilingual().files([
        ("content/tapering.md", &page("Tapering", "## Pace\n\nSlowly.")),
        ("content/tapering.es.md", "---\ntitle: Reducir\ntranslated_sections:\n  pace: \"0123456789\"\n---\nTexto.\n"),
    ]);
    check(
        "translation-stale",
        &project,
        str![[r#"
warning[translation-stale]: `content/tapering.md` has changed since it was translated here: its title, description or main message, “Pace”
  ╭▸ content/tapering.es.md:4:9
  │
4 │   pace: "0123456789"
  │         ━━━━━━━━━━━━
  │
  ╰ help: bring the translation up to date, then run `guidepost translation sync content/tapering.es.md`
"#]],
    );
}

#[test]
fn unknown_language_in_a_file_name() {
    let project = Project::new().file("content/tapering.es.md", page("Reducción", "Texto."));
    check(
        "unknown-language",
        &project,
        str![[r#"
error[unknown-language]: the file name says language `es`, which is not in `guidepost.yaml`
 ╭▸ content/tapering.es.md
 ╰ help: add `es` under `languages:`, or rename the file
"#]],
    );
}
