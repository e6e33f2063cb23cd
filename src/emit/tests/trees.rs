//! What lies in the trees after one build and after many.

use std::fs;
use std::io::{self, Read};

use proptest::prelude::*;

use super::{Site, expected, keep, put, put_all, route, tree};
use crate::emit::{Changes, EmitError, Exchanged, Manifest, Output, Sink, Stay};

#[test]
fn a_build_gives_exactly_its_outputs_and_our_two_files() {
    let site = Site::new();
    let finished = site.build(&[("index.html", "home"), ("a/b/c.html", "deep")]);
    assert_eq!(
        tree(&site.path("public")).keys().collect::<Vec<_>>(),
        [".gitignore", ".guidepost-manifest.json", "a/b/c.html", "index.html"]
    );
    assert_eq!((finished.written, finished.unchanged, finished.removed, finished.bytes), (2, 0, 0, 8));
    assert_eq!(finished.changes, Changes { added: 2, changed: 0, removed: 0 });
    assert_eq!(finished.exchanged, Exchanged::New);
}

#[test]
fn the_manifest_is_sorted_and_the_same_for_the_same_outputs() {
    let manifest = |order: [usize; 2]| {
        let site = Site::new();
        let sink = site.open();
        let outputs = [("b.html", "2", Some("content/b.md")), ("a.html", "1", None)];
        for at in order {
            let (name, text, source) = outputs[at];
            sink.put(Output { route: &route(name), source, stay: Stay::WhileMade }, text.as_bytes()).unwrap();
        }
        sink.finish().unwrap();
        fs::read_to_string(site.path("public/.guidepost-manifest.json")).unwrap()
    };
    let text = manifest([0, 1]);
    assert_eq!(text, manifest([1, 0]));
    assert_eq!(
        text,
        r#"{
  "format": 1,
  "generator": "guidepost test",
  "outputs": {
    "a.html": {
      "hash": "9a83c8b26fdf2e94dd6ee3d56b6eae9d5eb1e5d3ac6a5ec7d5ad7dd5ef0fc3f8"
    },
    "b.html": {
      "hash": "HASH_B",
      "source": "content/b.md"
    }
  }
}
"#
        .replace("9a83c8b26fdf2e94dd6ee3d56b6eae9d5eb1e5d3ac6a5ec7d5ad7dd5ef0fc3f8", &blake3::hash(b"1").to_hex())
        .replace("HASH_B", &blake3::hash(b"2").to_hex())
    );
}

#[test]
fn the_manifest_can_be_read_back() {
    let site = Site::new();
    assert_eq!(Manifest::read(&site.path("public")).unwrap(), None);
    site.build(&[("a.html", "1")]);
    let manifest = Manifest::read(&site.path("public")).unwrap().unwrap();
    assert_eq!(manifest.outputs["a.html"].hash, blake3::hash(b"1").to_hex().as_str());
}

#[test]
fn a_build_that_is_not_finished_leaves_the_site_byte_for_byte() {
    let site = Site::new();
    site.build(&[("index.html", "old"), ("a/b.html", "old")]);
    site.build(&[("index.html", "old"), ("a/b.html", "old too")]);
    let before = tree(&site.path("public"));
    let sink = site.open();
    put_all(&sink, &[("index.html", "new"), ("a", "new"), ("c/d/e.html", "new")]);
    drop(sink);
    assert_eq!(tree(&site.path("public")), before);
    site.build(&[("index.html", "newer")]);
    assert_eq!(site.front(), expected(&[("index.html", "newer")]));
}

#[test]
fn a_build_in_which_an_output_failed_cannot_be_finished() {
    let site = Site::new();
    site.build(&[("index.html", "old")]);
    let sink = site.open();
    put(&sink, "index.html", "new").unwrap();
    assert!(put(&sink, "index.html", "newer").is_err());
    let error = sink.finish().unwrap_err();
    assert!(error.to_string().starts_with("not every output could be written, so the site in `"), "{error}");
    assert_eq!(error.help(), "put the first error right and build again");
    assert_eq!(site.front(), expected(&[("index.html", "old")]));
}

#[cfg(unix)]
#[test]
fn only_what_differs_is_written() {
    use std::os::unix::fs::MetadataExt;
    let site = Site::new();
    let stamp = |name: &str| {
        let found = fs::metadata(site.path(name)).unwrap();
        (found.ino(), found.mtime(), found.mtime_nsec(), found.ctime(), found.ctime_nsec())
    };
    site.build(&[("same.html", "same"), ("other.html", "1")]);
    let first = (stamp("public/same.html"), stamp("public/other.html"));
    site.build(&[("same.html", "same"), ("other.html", "2")]);
    let finished = site.build(&[("same.html", "same"), ("other.html", "3")]);
    assert_eq!((finished.written, finished.unchanged), (1, 1));
    assert_eq!(finished.changes, Changes { added: 0, changed: 1, removed: 0 });
    assert_eq!(stamp("public/same.html"), first.0);
    assert_ne!(stamp("public/other.html"), first.1);
    assert_eq!(site.front(), expected(&[("same.html", "same"), ("other.html", "3")]));
}

#[test]
fn bytes_are_compared_and_dates_are_not_trusted() {
    let site = Site::new();
    let files = [("a.html", "right")];
    site.build(&files);
    site.build(&files);
    let damaged = site.path(".public.guidepost/back/a.html");
    let date = fs::metadata(&damaged).unwrap().modified().unwrap();
    fs::write(&damaged, "wrong").unwrap();
    fs::File::options().write(true).open(&damaged).unwrap().set_modified(date).unwrap();
    let finished = site.build(&files);
    assert_eq!((finished.written, finished.unchanged), (1, 0));
    assert_eq!(site.front(), expected(&files));
}

#[cfg(unix)]
#[test]
fn writing_over_a_file_does_not_reach_its_other_names() {
    let site = Site::new();
    site.build(&[("a.html", "one")]);
    fs::hard_link(site.path("public/a.html"), site.path("copy.html")).unwrap();
    site.build(&[("a.html", "two")]);
    site.build(&[("a.html", "three")]);
    assert_eq!(fs::read_to_string(site.path("copy.html")).unwrap(), "one");
}

#[test]
fn what_is_no_longer_an_output_vanishes_with_its_folders() {
    let site = Site::new();
    let all = [("index.html", "1"), ("a/b/c.html", "2"), ("a/b/d.html", "3"), ("a-b.html", "4")];
    site.build(&all);
    site.build(&all);
    let finished = site.build(&[("index.html", "1")]);
    assert_eq!((finished.unchanged, finished.removed), (1, 3));
    assert_eq!(finished.changes, Changes { added: 0, changed: 0, removed: 3 });
    assert_eq!(site.front(), expected(&[("index.html", "1")]));
}

#[test]
fn files_and_folders_may_change_places_between_builds() {
    let site = Site::new();
    let flat = [("a", "file"), ("b/c", "file"), ("b.html", "x")];
    let deep = [("a/x/y", "inside"), ("a/z", "inside"), ("b", "file"), ("b.html", "x")];
    for files in [&flat[..], &deep, &deep, &flat, &flat, &deep, &flat, &[]] {
        site.build(files);
        assert_eq!(site.front(), expected(files));
    }
}

#[test]
fn names_that_differ_only_in_case_between_builds_are_told_apart() {
    let site = Site::new();
    let large = [("About/Index.html", "1"), ("Read.me", "1")];
    let small = [("about/index.html", "2"), ("read.me", "2")];
    for files in [&large, &small, &large, &large, &small, &small, &large] {
        site.build(files);
        assert_eq!(site.front(), expected(files));
    }
}

#[test]
fn two_outputs_cannot_share_a_place() {
    let cases = [
        (["a.html", "a.html"], "two outputs want the same place: `a.html` and `a.html`"),
        (["Detox.html", "detox.html"], "two outputs want the same place: `Detox.html` and `detox.html`"),
        (["a", "a/b"], "`a` is a file, and `a/b` needs a folder of that name"),
        (["a/b/c", "a"], "`a` is a file, and `a/b/c` needs a folder of that name"),
        (["a/b", "A"], "`A` is a file, and `a/b` needs a folder of that name"),
        (["A", "a/b"], "`A` is a file, and `a/b` needs a folder of that name"),
    ];
    for ([first, second], message) in cases {
        let site = Site::new();
        let sink = site.open();
        put(&sink, first, "1").unwrap();
        assert_eq!(put(&sink, second, "2").unwrap_err().to_string(), message);
    }
}

#[cfg(unix)]
#[test]
fn links_in_the_back_tree_are_removed_and_never_followed() {
    use std::os::unix::fs::symlink;
    let site = Site::new();
    let files = [("index.html", "home"), ("a/b.html", "page")];
    site.build(&files);
    site.build(&files);
    site.write("outside/b.html", "mine").write("mine.html", "mine");
    let back = site.path(".public.guidepost/back");
    fs::remove_file(back.join("index.html")).unwrap();
    symlink(site.path("mine.html"), back.join("index.html")).unwrap();
    fs::remove_dir_all(back.join("a")).unwrap();
    symlink(site.path("outside"), back.join("a")).unwrap();
    symlink("/nowhere", back.join("dangling")).unwrap();
    site.build(&files);
    assert_eq!(site.front(), expected(&files));
    assert_eq!(fs::read_to_string(site.path("outside/b.html")).unwrap(), "mine");
    assert_eq!(fs::read_to_string(site.path("mine.html")).unwrap(), "mine");
}

#[cfg(unix)]
#[test]
fn a_back_tree_that_is_itself_a_link_is_replaced() {
    let site = Site::new();
    site.build(&[("a", "1")]);
    site.build(&[("a", "1")]);
    site.write("outside/a", "mine");
    fs::remove_dir_all(site.path(".public.guidepost/back")).unwrap();
    std::os::unix::fs::symlink(site.path("outside"), site.path(".public.guidepost/back")).unwrap();
    site.build(&[("a", "2")]);
    assert_eq!(fs::read_to_string(site.path("outside/a")).unwrap(), "mine");
    assert_eq!(site.front(), expected(&[("a", "2")]));
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_not_text_are_swept_from_the_back_tree() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let site = Site::new();
    site.build(&[("a", "1")]);
    site.build(&[("a", "1")]);
    let odd = site.path(".public.guidepost/back").join(OsStr::from_bytes(b"odd-\xff"));
    fs::create_dir(&odd).unwrap();
    fs::write(odd.join(OsStr::from_bytes(b"\xfe")), "x").unwrap();
    site.build(&[("a", "1")]);
    assert_eq!(site.front(), expected(&[("a", "1")]));
}

#[test]
fn the_last_builds_output_can_be_kept() {
    let site = Site::new();
    site.build(&[("a.html", "one"), ("b/c.html", "two")]);
    let date = fs::metadata(site.path("public/a.html")).unwrap().modified().unwrap();
    let sink = site.open();
    assert!(keep(&sink, "a.html", "one"));
    assert!(keep(&sink, "b/c.html", "two"));
    let finished = sink.finish().unwrap();
    assert_eq!((finished.written, finished.unchanged), (2, 0));
    assert_eq!(fs::metadata(site.path("public/a.html")).unwrap().modified().unwrap(), date);
    let sink = site.open();
    assert!(keep(&sink, "a.html", "one"));
    assert!(keep(&sink, "b/c.html", "two"));
    let finished = sink.finish().unwrap();
    assert_eq!((finished.written, finished.unchanged, finished.bytes), (0, 2, 6));
    assert_eq!(site.front(), expected(&[("a.html", "one"), ("b/c.html", "two")]));
}

#[test]
fn an_output_that_is_not_as_it_was_is_not_kept() {
    let site = Site::new();
    site.build(&[("a.html", "one"), ("folder/x", "1")]);
    site.write("public/a.html", "edited by hand");
    let sink = site.open();
    assert!(!keep(&sink, "a.html", "one"), "its bytes were changed");
    assert!(!keep(&sink, "absent.html", "one"), "it was never there");
    assert!(!keep(&sink, "folder", "one"), "it is a folder");
    assert!(!keep(&sink, "folder/x/y", "one"), "a file is in the way");
    put_all(&sink, &[("a.html", "one"), ("folder", "now a file")]);
    sink.finish().unwrap();
    assert_eq!(site.front(), expected(&[("a.html", "one"), ("folder", "now a file")]));
}

#[test]
fn a_large_file_is_taken_as_it_is_read_and_can_be_kept() {
    let site = Site::new();
    let large: Vec<u8> = (0..3_000_001u32).map(|n| n.to_le_bytes()[usize::from(n % 7 == 0)]).collect();
    let name = route("files/large.bin");
    let output = Output { route: &name, source: Some("static/files/large.bin"), stay: Stay::WhileMade };
    let mut hashes = Vec::new();
    for _ in 0..3 {
        let sink = site.open();
        hashes.push(sink.put_file(output, &mut large.as_slice()).unwrap());
        sink.finish().unwrap();
        assert_eq!(fs::read(site.path("public/files/large.bin")).unwrap(), large);
    }
    assert_eq!(hashes, [blake3::hash(&large); 3]);
    fs::remove_dir_all(site.path(".public.guidepost/back")).unwrap();
    let sink = site.open();
    assert!(!sink.keep(output, &blake3::hash(b"other")).unwrap());
    assert!(sink.keep(output, &hashes[0]).unwrap());
    assert_eq!(sink.finish().unwrap().bytes, 3_000_001);
    assert_eq!(fs::read(site.path("public/files/large.bin")).unwrap(), large);
    assert_eq!(fs::read_dir(site.path(".public.guidepost/incoming")).map_or(0, Iterator::count), 0);
}

#[test]
fn a_large_file_with_one_other_byte_is_written_again() {
    let site = Site::new();
    let name = route("large.bin");
    let output = Output { route: &name, source: None, stay: Stay::WhileMade };
    let mut large = vec![b'x'; 2_000_000];
    for (last, wrote) in [(b'1', 1), (b'1', 1), (b'1', 0), (b'2', 1), (b'2', 1), (b'2', 0)] {
        large[1_999_999] = last;
        let sink = site.open();
        sink.put_file(output, &mut large.as_slice()).unwrap();
        assert_eq!(sink.finish().unwrap().written, wrote);
        assert_eq!(fs::read(site.path("public/large.bin")).unwrap(), large);
    }
}

#[test]
fn a_source_that_cannot_be_read_to_its_end_stops_the_build() {
    struct Torn;
    impl Read for Torn {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::ErrorKind::PermissionDenied.into())
        }
    }
    let site = Site::new();
    let sink = site.open();
    let (name, start) = (route("x.pdf"), vec![b'x'; 1 << 21]);
    let output = Output { route: &name, source: None, stay: Stay::WhileMade };
    let error = sink.put_file(output, &mut start.chain(Torn)).unwrap_err();
    assert_eq!(error.to_string(), "could not read the file that becomes `x.pdf`: you do not have permission");
    assert!(sink.finish().is_err());
    assert!(!site.path("public").exists());
}

#[test]
fn many_threads_may_put_at_once() {
    let site = Site::new();
    let name = |at: usize| format!("s{}/t{}/page-{at}.html", at % 7, at % 13);
    for round in 0..3 {
        let sink = site.open();
        std::thread::scope(|scope| {
            for thread in 0..8 {
                let sink = &sink;
                scope.spawn(move || {
                    for at in (thread..400).step_by(8) {
                        put(sink, &name(at), &format!("{at} {}", at % 2 * round)).unwrap();
                    }
                });
            }
        });
        let finished = sink.finish().unwrap();
        assert_eq!(finished.written + finished.unchanged, 400);
        let all = (0..400).map(|at| (name(at), format!("{at} {}", at % 2 * round))).collect();
        assert_eq!(site.front(), all);
    }
}

#[test]
fn one_of_two_threads_with_the_same_route_is_refused() {
    let site = Site::new();
    let sink = site.open();
    let results: Vec<bool> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| put(&sink, "a/b", "x").is_ok())).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(results.iter().filter(|fine| **fine).count(), 1);
}

#[cfg(unix)]
#[test]
fn the_output_folder_keeps_its_permissions() {
    use std::os::unix::fs::PermissionsExt;
    let site = Site::new();
    site.build(&[("a", "1")]);
    fs::set_permissions(site.path("public"), fs::Permissions::from_mode(0o2750)).unwrap();
    for text in ["2", "3"] {
        site.build(&[("a", text)]);
        assert_eq!(fs::metadata(site.path("public")).unwrap().permissions().mode() & 0o7777, 0o2750);
    }
}

#[test]
fn the_cache_comes_back_and_a_damaged_one_is_none() {
    let site = Site::new();
    let path = site.path(".public.guidepost/cache");
    assert_eq!(site.open().load_cache(), None);
    site.open().store_cache(b"first").unwrap();
    site.open().store_cache(b"remember").unwrap();
    assert_eq!(site.open().load_cache().as_deref(), Some(b"remember".as_slice()));
    let whole = fs::read(&path).unwrap();
    for at in 0..whole.len() {
        let mut damaged = whole.clone();
        damaged[at] ^= 1;
        fs::write(&path, damaged).unwrap();
        assert_eq!(site.open().load_cache(), None, "byte {at} is damaged");
        fs::write(&path, &whole[..at]).unwrap();
        assert_eq!(site.open().load_cache(), None, "cut at byte {at}");
    }
}

#[test]
fn a_name_too_long_for_the_disk_is_said_in_words() {
    let error = EmitError::Disk {
        attempt: "write",
        path: "public/a.html".into(),
        source: io::ErrorKind::InvalidFilename.into(),
    };
    assert_eq!(error.to_string(), "could not write `public/a.html`: the name is too long or not allowed on this disk");
    assert_eq!(error.help(), "shorten the page's name or its slug, or the names of its folders");
}

#[test]
fn a_full_disk_is_said_in_words() {
    let words = |kind: io::ErrorKind| {
        let error = EmitError::Disk { attempt: "write", path: "public/a.html".into(), source: kind.into() };
        format!("{error}; {}", error.help())
    };
    assert_eq!(
        words(io::ErrorKind::StorageFull),
        "could not write `public/a.html`: the disk is full; make room and build again; the site that was there is unchanged"
    );
    assert_eq!(
        words(io::ErrorKind::ReadOnlyFilesystem),
        "could not write `public/a.html`: the disk can only be read, not written; choose an output folder on a disk that can be written"
    );
    assert_eq!(
        words(io::ErrorKind::PermissionDenied),
        "could not write `public/a.html`: you do not have permission; ask for permission to read and write `public/a.html`, or choose another output folder"
    );
}

/// A few names, so that generations share some, with a file and a folder that want the same one now and then.
fn a_generation() -> impl Strategy<Value = Vec<(String, String)>> {
    let name = "[ab](/[aB](/[ab])?)?";
    let files = prop::collection::btree_map(name, "[xy]{0,2}", 0..6);
    files.prop_map(|files| {
        let mut kept: Vec<(String, String)> = Vec::new();
        for (name, text) in files {
            let clash = kept.iter().any(|(other, _)| name.starts_with(&format!("{other}/")));
            if !clash {
                kept.push((name, text));
            }
        }
        kept
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn after_any_builds_the_front_tree_is_exactly_the_last_one(
        builds in prop::collection::vec((a_generation(), any::<bool>()), 1..8)
    ) {
        let site = Site::new();
        let mut front = Vec::new();
        for (files, finish) in builds {
            let sink = site.open();
            for (name, text) in &files {
                if !keep(&sink, name, text) {
                    put(&sink, name, text).unwrap();
                }
            }
            if finish {
                sink.finish().unwrap();
                front = files;
            }
            let all: Vec<_> = front.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
            if site.path("public").exists() {
                prop_assert_eq!(site.front(), expected(&all));
            }
        }
    }
}
