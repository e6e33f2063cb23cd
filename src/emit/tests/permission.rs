//! Folders that may not be read or written.
//!
//! The superuser may read and write everything, so a test that runs as the superuser starts itself again as nobody.

use std::env;
use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use super::{Site, expected};

/// The number that most systems give to the user `nobody`.
const NOBODY: u32 = 65534;
const AS_NOBODY: &str = "GUIDEPOST_TEST_AS_NOBODY";

/// Whether the test should go on here; the superuser runs it as nobody instead.
fn goes_on(test: &str) -> bool {
    let site = Site::new();
    if fs::metadata(&site.root).unwrap().uid() != 0 {
        return true;
    }
    assert!(env::var(AS_NOBODY).is_err(), "still the superuser");
    let name = format!("{}::{test}", module_path!().split_once("::").unwrap().1);
    let child = Command::new(env::current_exe().unwrap())
        .args([&name, "--exact"])
        .env(AS_NOBODY, "1")
        .uid(NOBODY)
        .gid(NOBODY)
        .current_dir("/")
        .output();
    match child {
        Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout)),
        // Nobody may be kept from the folder that the test itself lies in; then there is nothing to try.
        Err(error) => assert_eq!(error.kind(), ErrorKind::PermissionDenied),
    }
    false
}

fn allow(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

fn words(site: &Site) -> (String, String) {
    site.words(&site.try_open("public").unwrap_err())
}

#[test]
fn an_output_folder_that_cannot_be_read_is_left_alone() {
    if !goes_on("an_output_folder_that_cannot_be_read_is_left_alone") {
        return;
    }
    let site = Site::new();
    site.build(&[("a", "1")]);
    allow(&site.path("public"), 0o000);
    let (message, help) = words(&site);
    allow(&site.path("public"), 0o755);
    assert_eq!(message, "could not read `SITE/public/.guidepost-manifest.json`: you do not have permission");
    assert_eq!(
        help,
        "ask for permission to read and write `SITE/public/.guidepost-manifest.json`, or choose another output folder"
    );
    assert_eq!(site.front(), expected(&[("a", "1")]));
}

#[test]
fn a_back_tree_that_cannot_be_read_stops_the_build_and_leaves_the_site() {
    if !goes_on("a_back_tree_that_cannot_be_read_stops_the_build_and_leaves_the_site") {
        return;
    }
    let site = Site::new();
    site.build(&[("a/b", "1")]);
    site.build(&[("a/b", "2")]);
    allow(&site.path(".public.guidepost/back/a"), 0o000);
    let (message, _) = words(&site);
    allow(&site.path(".public.guidepost/back/a"), 0o755);
    assert_eq!(message, "could not read `SITE/.public.guidepost/back/a`: you do not have permission");
    assert_eq!(site.front(), expected(&[("a/b", "2")]));
}

#[test]
fn a_site_that_cannot_be_written_is_said_in_words() {
    if !goes_on("a_site_that_cannot_be_written_is_said_in_words") {
        return;
    }
    let site = Site::new();
    allow(&site.root, 0o555);
    let (message, _) = words(&site);
    allow(&site.root, 0o755);
    assert_eq!(message, "could not make the folder `SITE/.public.guidepost`: you do not have permission");
}
