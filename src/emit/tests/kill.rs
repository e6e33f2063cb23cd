//! A build that is killed at any moment leaves one whole site or the other.
//!
//! The test starts itself again as a child that builds two versions of a site by turns and writes a byte to its output after
//! each thing it does. The parent reads some number of these bytes and kills the child; no clock is involved.

use std::collections::BTreeMap;
use std::env;
use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use super::{Site, options, put, refused, tree};
use crate::emit::FolderSink;
use crate::emit::exchange::{Exchange, STEPS, system_exchange};

const ROOT: &str = "GUIDEPOST_TEST_KILL_ROOT";
const WAY: &str = "GUIDEPOST_TEST_KILL_WAY";

/// Two versions with other bytes, other names, and files and folders in each other's place.
fn version(which: usize) -> Vec<(String, String)> {
    let mut files: Vec<_> = (0..30)
        .map(|at| (format!("s{}/page-{at}.html", at % 5), format!("{at} {}", which * (at % 2)).repeat(200)))
        .collect();
    let swapped = ["swap", "swap/inside"][which];
    files.extend([swapped, ["left", "right/deep/down"][which]].map(|name| (name.to_owned(), "x".to_owned())));
    files
}

fn say() {
    let mut out = io::stdout();
    out.write_all(b".").and_then(|()| out.flush()).unwrap();
}

fn spoken_exchange(one: &Path, other: &Path) -> io::Result<()> {
    say();
    system_exchange(one, other).inspect(|()| say())
}

fn spoken_refusal(one: &Path, other: &Path) -> io::Result<()> {
    say();
    refused(one, other)
}

fn exchange_of(way: &str) -> Exchange {
    if way == "at once" { spoken_exchange } else { spoken_refusal }
}

fn build(root: &Path, which: usize, exchange: Exchange) {
    let sink = FolderSink::open_with(&options(root, "public"), exchange).unwrap();
    for (name, text) in version(which) {
        put(&sink, &name, &text).unwrap();
        say();
    }
    sink.finish().unwrap();
    say();
}

/// Not a test of its own: what the child runs, for ever, until it is killed.
#[test]
fn child() {
    let (Ok(root), Ok(way)) = (env::var(ROOT), env::var(WAY)) else { return };
    for turn in 0.. {
        build(Path::new(&root), turn % 2, exchange_of(&way));
    }
}

fn start_child(root: &Path, way: &str) -> Child {
    let name = module_path!().split_once("::").unwrap().1;
    Command::new(env::current_exe().unwrap())
        .args([&format!("{name}::child"), "--exact", "--nocapture", "--test-threads=1"])
        .env(ROOT, root)
        .env(WAY, way)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Lets a child build until it has said `count` bytes, then kills it.
fn kill_after(root: &Path, way: &str, count: u64) {
    let mut child = start_child(root, way);
    let mut said = child.stdout.take().unwrap();
    let heard = io::copy(&mut Read::take(&mut said, count), &mut io::sink()).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(heard, count, "the child stopped on its own");
}

fn both_versions(way: &str) -> [BTreeMap<String, String>; 2] {
    [0, 1].map(|which| {
        let site = Site::new();
        build_quietly(&site.root, which, way);
        tree(&site.path("public"))
    })
}

fn build_quietly(root: &Path, which: usize, way: &str) {
    let exchange: Exchange = if way == "at once" { system_exchange } else { refused };
    let sink = FolderSink::open_with(&options(root, "public"), exchange).unwrap();
    for (name, text) in version(which) {
        put(&sink, &name, &text).unwrap();
    }
    sink.finish().unwrap();
}

/// Counts that wander over several builds of some thirty-five bytes each, the same on every run.
fn counts(how_many: u64) -> impl Iterator<Item = u64> {
    (0..how_many).map(|at| 90 + (at * 0x9E37_79B9) % 260)
}

#[cfg(any(target_os = "linux", target_vendor = "apple"))]
#[test]
fn a_build_killed_at_any_moment_leaves_one_whole_site() {
    let versions = both_versions("at once");
    let site = Site::new();
    build_quietly(&site.root, 0, "at once");
    for count in counts(30) {
        kill_after(&site.root, "at once", count);
        let front = tree(&site.path("public"));
        assert!(versions.contains(&front), "after {count}: {:?}", front.keys());
    }
    build_quietly(&site.root, 1, "at once");
    assert_eq!(tree(&site.path("public")), versions[1]);
}

#[test]
fn without_an_exchange_the_next_start_finds_or_restores_one_whole_site() {
    let versions = both_versions("two steps");
    let site = Site::new();
    build_quietly(&site.root, 0, "two steps");
    for count in counts(15) {
        kill_after(&site.root, "two steps", count);
        drop(site.open());
        let front = tree(&site.path("public"));
        assert!(versions.contains(&front), "after {count}: {:?}", front.keys());
    }
    assert_eq!(STEPS.len(), 5, "a new step needs a case in the tests of crashes");
}
