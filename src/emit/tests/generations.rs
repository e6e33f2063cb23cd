//! Outputs that stay for some generations after the last build that made them.

use super::*;

/// Builds with one page and these assets; old ones stay for so many generations.
fn build(site: &Site, assets: &[&str], generations: u32) -> Finished {
    let sink = FolderSink::open(&FolderOptions { generations, ..options(&site.root, "public") }).unwrap();
    put(&sink, "index.html", "page").unwrap();
    for name in assets {
        let output = Output { route: &route(&format!("assets/{name}")), source: None, stay: Stay::Generations(0) };
        sink.put(output, name.as_bytes()).unwrap();
    }
    sink.finish().unwrap()
}

/// The names of the assets in the front tree, each of which holds what it held when it was made.
fn assets(site: &Site) -> Vec<String> {
    let files = site.front();
    let assets = files.iter().filter_map(|(name, text)| Some((name.strip_prefix("assets/")?, text)));
    let checked = assets.map(|(name, text)| {
        assert_eq!(name, text);
        name.to_owned()
    });
    checked.collect()
}

fn check(generations: u32, builds: &[(&[&str], &[&str])]) {
    let site = Site::new();
    for (made, expected) in builds {
        build(&site, made, generations);
        assert_eq!(assets(&site), *expected, "{generations} generations, after {made:?}");
    }
}

#[test]
fn old_outputs_stay_for_so_many_generations() {
    check(0, &[(&["a1"], &["a1"]), (&["a2"], &["a2"])]);
    check(1, &[(&["a1"], &["a1"]), (&["a2"], &["a1", "a2"]), (&["a3"], &["a2", "a3"]), (&["a4"], &["a3", "a4"])]);
    check(
        2,
        &[(&["a1"], &["a1"]), (&["a2"], &["a1", "a2"]), (&["a3"], &["a1", "a2", "a3"]), (&["a4"], &["a2", "a3", "a4"])],
    );
}

#[test]
fn a_build_without_another_asset_begins_no_generation() {
    check(1, &[(&["a1"], &["a1"]), (&["a2"], &["a1", "a2"]), (&["a2"], &["a1", "a2"]), (&["a2"], &["a1", "a2"])]);
    let site = Site::new();
    build(&site, &["a1"], 1);
    build(&site, &["a2"], 1);
    let manifest = || fs::read_to_string(site.path("public/.guidepost-manifest.json")).unwrap();
    let before = manifest();
    build(&site, &["a2"], 1);
    let again = build(&site, &["a2"], 1);
    assert_eq!((again.written, manifest()), (0, before));
}

#[test]
fn an_asset_that_is_made_again_is_new_again() {
    check(
        1,
        &[
            (&["a1", "b1"], &["a1", "b1"]),
            (&["a2", "b1"], &["a1", "a2", "b1"]),
            (&["a1", "b1"], &["a1", "a2", "b1"]),
            (&["a3", "b1"], &["a1", "a3", "b1"]),
        ],
    );
}

#[test]
fn what_is_kept_is_what_was_made_and_nothing_else() {
    let site = Site::new();
    build(&site, &["a1", "b1", "c1"], 5);
    site.write("public/assets/a1", "changed by hand");
    fs::remove_file(site.path("public/assets/b1")).unwrap();
    let sink = FolderSink::open(&FolderOptions { generations: 5, ..options(&site.root, "public") }).unwrap();
    put(&sink, "assets/c1", "a page in its place").unwrap();
    sink.finish().unwrap();
    assert_eq!(site.front(), expected(&[("assets/c1", "a page in its place")]));
}

#[test]
fn other_outputs_go_at_once() {
    let site = Site::new();
    site.build(&[("a.html", "1"), ("assets/x.html", "1")]);
    build(&site, &["a1"], 5);
    assert_eq!(site.front(), expected(&[("assets/a1", "a1"), ("index.html", "page")]));
}

#[test]
fn a_manifest_of_an_older_version_is_read() {
    let site = Site::new();
    build(&site, &["a1"], 1);
    let path = site.path("public/.guidepost-manifest.json");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("\"age\": 0"), "{text}");
    fs::write(&path, text.replace(",\n      \"age\": 0", "")).unwrap();
    build(&site, &["a2"], 1);
    assert_eq!(assets(&site), ["a2"], "nothing says that the old one was an asset");
}
