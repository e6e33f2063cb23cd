//! The way without an exchange, and what the next run makes of a crash on it.

use std::fs;
use std::io;
use std::path::Path;

use super::{Site, expected, options, put_all, refused, tree};
use crate::emit::claim::locate;
use crate::emit::exchange::{STEPS, recover};
use crate::emit::{Exchanged, FolderSink};

const OLD: [(&str, &str); 2] = [("index.html", "old"), ("a/b.html", "old")];
const NEW: [(&str, &str); 2] = [("index.html", "new"), ("c.html", "new")];

#[test]
fn a_refused_exchange_takes_two_steps_and_says_so() {
    let site = Site::new();
    assert_eq!(site.build_with(&OLD, refused).exchanged, Exchanged::New);
    let reason = io::Error::from(io::ErrorKind::Unsupported).to_string();
    for files in [&NEW, &OLD, &NEW] {
        assert_eq!(site.build_with(files, refused).exchanged, Exchanged::InTwoSteps { reason: reason.clone() });
        assert_eq!(site.front(), expected(files));
        let beside = fs::read_dir(site.path(".public.guidepost")).unwrap();
        let mut names: Vec<_> = beside.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        assert_eq!(names, [".gitignore", "back", "lock"]);
    }
}

#[cfg(any(target_os = "linux", target_vendor = "apple"))]
#[test]
fn the_system_exchanges_two_folders_at_once() {
    let site = Site::new();
    site.build(&OLD);
    assert_eq!(site.build(&NEW).exchanged, Exchanged::AtOnce);
    assert_eq!(site.front(), expected(&NEW));
}

#[cfg(any(target_os = "linux", target_vendor = "apple"))]
#[test]
fn a_reader_never_finds_the_site_missing() {
    let site = Site::new();
    site.build(&OLD);
    let page = site.path("public/index.html");
    std::thread::scope(|scope| {
        let builder = scope.spawn(|| {
            for turn in 0..100 {
                site.build([&OLD, &NEW][turn % 2]);
            }
        });
        while !builder.is_finished() {
            assert!(page.exists());
        }
    });
}

#[test]
fn a_crash_after_any_step_leaves_a_whole_site_after_the_next_start() {
    for crash_after in 0..=STEPS.len() {
        let site = Site::new();
        site.build(&OLD);
        // The new tree is whole in the back when the steps begin.
        site.build(&NEW);
        let places = locate(&site.path("public"), &site.root).unwrap();
        let (old, new) = (tree(&places.back()), tree(&places.front));
        fs::rename(places.back(), site.path("aside")).unwrap();
        fs::rename(&places.front, places.back()).unwrap();
        fs::rename(site.path("aside"), &places.front).unwrap();

        STEPS[..crash_after].iter().for_each(|step| step(&places).unwrap());
        recover(&places).unwrap();
        let front = tree(&places.front);
        assert_eq!(front, if crash_after < 2 { old } else { new }, "crash after step {crash_after}");
        recover(&places).unwrap();
        assert_eq!(tree(&places.front), front);
        assert!(!places.journal().exists() && !places.old().exists() && places.back().exists());

        let last = [("last.html", "last")];
        site.build_with(&last, refused);
        assert_eq!(site.front(), expected(&last));
    }
}

#[test]
fn a_crash_between_the_steps_is_mended_even_by_a_build_that_fails() {
    let site = Site::new();
    site.build(&OLD);
    site.build(&NEW);
    let places = locate(&site.path("public"), &site.root).unwrap();
    STEPS[..2].iter().for_each(|step| step(&places).unwrap());
    assert!(!site.path("public").exists());
    drop(site.open());
    assert_eq!(site.front(), expected(&OLD), "the tree in the back came forward");
}

#[test]
fn an_old_tree_without_a_new_one_comes_back() {
    let site = Site::new();
    site.build(&OLD);
    let places = locate(&site.path("public"), &site.root).unwrap();
    STEPS[..2].iter().for_each(|step| step(&places).unwrap());
    drop(site.open());
    assert_eq!(site.front(), expected(&OLD));
}

#[test]
fn a_folder_that_somebody_made_between_the_steps_is_judged_like_any_other() {
    let site = Site::new();
    site.build(&OLD);
    site.build(&NEW);
    let places = locate(&site.path("public"), &site.root).unwrap();
    STEPS[..2].iter().for_each(|step| step(&places).unwrap());
    site.write("public/thesis.txt", "years of work");
    assert!(site.try_open("public").is_err());
    assert_eq!(fs::read_to_string(site.path("public/thesis.txt")).unwrap(), "years of work");
    assert_eq!(fs::read_to_string(places.old().join("c.html")).unwrap(), "new", "nothing was cleared");
    fs::remove_file(site.path("public/thesis.txt")).unwrap();
    site.build(&NEW);
    assert_eq!(site.front(), expected(&NEW));
}

#[test]
fn a_refusal_between_the_steps_puts_the_old_site_back() {
    /// Takes the back tree away, so that the second rename finds nothing.
    fn thief(_: &Path, back: &Path) -> io::Result<()> {
        fs::rename(back, back.with_file_name("stolen"))?;
        Err(io::ErrorKind::Unsupported.into())
    }
    let site = Site::new();
    site.build(&OLD);
    let sink = FolderSink::open_with(&options(&site.root, "public"), thief).unwrap();
    put_all(&sink, &NEW);
    let error = sink.finish().unwrap_err();
    assert!(error.to_string().starts_with("could not put the new site at `"), "{error}");
    assert_eq!(site.front(), expected(&OLD));
    assert!(!site.path(".public.guidepost/journal").exists());
}
