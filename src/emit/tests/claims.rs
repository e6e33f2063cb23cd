//! Which folders a build may write, and the words when it may not.

use std::fs;

use super::{Site, put, tree};
use crate::emit::EmitError;

/// Opens `output` and gives the error's words.
fn words(site: &Site, output: &str) -> (String, String) {
    site.words(&site.try_open(output).unwrap_err())
}

#[test]
fn a_folder_with_foreign_files_is_never_touched() {
    let site = Site::new();
    site.write("public/thesis.txt", "years of work").write("public/.gitignore", "*\n!.gitignore\n");
    let before = tree(&site.root);
    let (message, help) = words(&site, "public");
    assert_eq!(message, "`SITE/public` holds files that guidepost did not make, for example `thesis.txt`");
    assert_eq!(
        help,
        "nothing was touched; choose an empty or new folder for the site, or move what is in `SITE/public` somewhere else"
    );
    assert_eq!(tree(&site.root), before);
}

#[test]
fn a_gitignore_of_the_authors_is_a_foreign_file() {
    let site = Site::new();
    site.write("public/.gitignore", "*.tmp\n");
    let (message, _) = words(&site, "public");
    assert_eq!(message, "`SITE/public` holds files that guidepost did not make, for example `.gitignore`");
    assert_eq!(tree(&site.root).len(), 1);
}

#[test]
fn an_absent_folder_an_empty_one_and_one_with_our_gitignore_are_claimed() {
    for gitignore in ["*\n!.gitignore\n", "*\r\n!.gitignore\r\n"] {
        let site = Site::new();
        site.write("with/.gitignore", gitignore);
        fs::create_dir(site.path("empty")).unwrap();
        for output in ["with", "empty", "absent", "deep/down/absent"] {
            let sink = site.try_open(output).unwrap();
            put(&sink, "index.html", "home").unwrap();
            sink.finish().unwrap();
            assert_eq!(fs::read_to_string(site.path(output).join(".gitignore")).unwrap(), "*\n!.gitignore\n");
            assert_eq!(fs::read_to_string(site.path(output).join("index.html")).unwrap(), "home");
        }
    }
}

#[test]
fn a_folder_beside_the_output_that_is_not_ours_is_never_touched() {
    let site = Site::new();
    site.write(".public.guidepost/back/keepsake.txt", "mine");
    let before = tree(&site.root);
    let (message, _) = words(&site, "public");
    assert_eq!(message, "`SITE/.public.guidepost` holds files that guidepost did not make, for example `back`");
    assert_eq!(tree(&site.root), before);
}

#[test]
fn a_damaged_manifest_claims_nothing() {
    let site = Site::new();
    site.build(&[("index.html", "home")]);
    for damage in ["", "{", "[]", "{\"format\":1}", "{\"format\":\"one\",\"outputs\":{}}"] {
        site.write("public/.guidepost-manifest.json", damage);
        let (message, _) = words(&site, "public");
        assert_eq!(
            message,
            "the list of files in `SITE/public` is damaged, so guidepost cannot tell whether it made that folder"
        );
    }
}

#[test]
fn a_newer_manifest_is_left_alone() {
    let site = Site::new();
    site.write("public/.guidepost-manifest.json", r#"{"format":2,"generator":"guidepost 9.0.0","pages":[]}"#);
    let (message, help) = words(&site, "public");
    assert_eq!(message, "`SITE/public` was made by a newer guidepost (guidepost 9.0.0)");
    assert_eq!(help, "use that version, or delete `SITE/public` and build again");
}

#[test]
fn the_output_may_not_hold_the_site_or_lie_among_its_sources() {
    let site = Site::new();
    site.write("content/index.md", "hello");
    let before = tree(&site.root);
    for output in ["", ".", "..", "content/..", "/"] {
        let error = site.try_open(output).unwrap_err();
        assert!(matches!(error, EmitError::HoldsSite { .. }), "{output}: {error}");
    }
    let (message, help) = words(&site, "content/public");
    assert_eq!(message, "the output folder `SITE/content/public` lies in `content/`, which the site is made from");
    assert_eq!(help, "choose a folder of its own, for example `public` beside `guidepost.yaml`");
    for output in ["content", "static", "themes/wayside", "static/a/b", "public/../content"] {
        assert!(matches!(site.try_open(output), Err(EmitError::InSource { .. })), "{output}");
    }
    assert_eq!(tree(&site.root), before);
    assert!(site.try_open("contents").is_ok());
}

#[test]
fn a_file_in_the_place_of_the_output_folder_stays() {
    let site = Site::new();
    site.write("public", "a note");
    let (message, help) = words(&site, "public");
    assert_eq!(message, "`SITE/public` is a file, not a folder");
    assert_eq!(help, "move or rename `SITE/public`, or choose another output folder");
    assert_eq!(fs::read_to_string(site.path("public")).unwrap(), "a note");
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_the_output_folder_is_refused_with_its_target() {
    let site = Site::new();
    fs::create_dir(site.path("real")).unwrap();
    std::os::unix::fs::symlink("real", site.path("public")).unwrap();
    let (message, help) = words(&site, "public");
    assert_eq!(message, "`SITE/public` is a link to `SITE/real`");
    assert_eq!(
        help,
        "the folder is exchanged as a whole, which would replace the link; give the real folder `SITE/real` instead"
    );
    std::os::unix::fs::symlink("nowhere", site.path("lost")).unwrap();
    assert_eq!(words(&site, "lost").0, "`SITE/lost` is a link to `nowhere`");
    std::os::unix::fs::symlink(".", site.path("home")).unwrap();
    assert!(matches!(site.try_open("home"), Err(EmitError::HoldsSite { .. })));
}

#[cfg(unix)]
#[test]
fn a_link_on_the_way_to_the_output_folder_is_followed() {
    let site = Site::new();
    fs::create_dir(site.path("disk")).unwrap();
    std::os::unix::fs::symlink("disk", site.path("link")).unwrap();
    let sink = site.try_open("link/public").unwrap();
    put(&sink, "a", "1").unwrap();
    sink.finish().unwrap();
    assert_eq!(fs::read_to_string(site.path("disk/public/a")).unwrap(), "1");
    std::os::unix::fs::symlink("content", site.path("words")).unwrap();
    site.write("content/a.md", "a");
    assert!(matches!(site.try_open("words/public"), Err(EmitError::InSource { .. })));
}

#[test]
fn two_builds_of_one_output_are_kept_apart() {
    let site = Site::new();
    let first = site.open();
    let (message, help) = words(&site, "public");
    assert_eq!(message, "another build is writing `SITE/public`");
    assert_eq!(help, "wait until it is done, or stop it, then build again");
    assert!(site.try_open("other").is_ok());
    drop(first);
    assert!(site.try_open("public").is_ok());
}

#[test]
fn a_folder_that_turns_foreign_during_the_build_is_not_exchanged() {
    let site = Site::new();
    let sink = site.open();
    put(&sink, "index.html", "home").unwrap();
    site.write("public/thesis.txt", "years of work");
    assert!(matches!(sink.finish(), Err(EmitError::Foreign { .. })));
    assert_eq!(tree(&site.path("public")).keys().collect::<Vec<_>>(), ["thesis.txt"]);
}
