//! Same input, same bytes; and the output folder is only ever a whole site.

use std::collections::BTreeMap;
use std::time::SystemTime;

use snapbox::str;
use walkdir::WalkDir;

use crate::project::{Folder, Project, page, same, tree_of};

/// A site with enough pages that threads get in each other's way if they can.
fn large() -> Project {
    let start = Project::wayside().config("paginate_by: 7").file("static/plan.svg", "<svg width='3' height='2'></svg>");
    (0..120).fold(start, |project, n| {
        let text = format!(
            "## Part\n\nSee [the next]({:03}.md).\n\n![A plan](/plan.svg)\n\n```rust\nlet x = {n};\n```\n",
            (n + 1) % 120
        );
        let front = format!(
            "---\ntitle: Page {n}\ntopics: [topic {}, topic {}]\nweight: {}\n---\n{text}",
            n % 11,
            n % 7,
            n % 5
        );
        project.file(&format!("content/{n:03}.md"), front)
    })
}

fn build(folder: &Folder, arguments: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let build = folder.run(&[&["build"], arguments].concat());
    assert_eq!((build.code, build.err.as_str()), (0, ""), "{}", build.out);
    folder.tree("public")
}

fn assert_same_trees(a: &BTreeMap<String, Vec<u8>>, b: &BTreeMap<String, Vec<u8>>) {
    assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>());
    for (path, bytes) in a {
        assert!(bytes == &b[path], "{path} differs");
    }
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let site = large();
    let one = build(&site.in_folder(), &["--jobs", "1"]);
    let four = build(&site.in_folder(), &["--jobs", "4"]);
    assert!(one.len() > 150);
    assert_same_trees(&one, &four);
}

#[test]
fn neither_when_texts_become_html_nor_how_much_memory_they_may_take_changes_a_byte() {
    let rich = "---\ntitle: Rich\n---\n# A {#x}\n\n:::callout T {kind=warning}\n- [ ] b[^n] ![c [d](000.md)](/plan.svg)\n:::\n\n> [!NOTE]\n> e\n\n\
                [^n]: f\n\n| a | b |\n|--:|---|\n| c | d |\n\nA taper is slow.\n";
    let glossary = "taper: {term: taper, definition: Taking less in small steps.}\n";
    let site = large().file("content/rich.md", rich).file("content/_data/glossary.yaml", glossary);
    let all = site.build().clean().contains("rich/index.html", "class=\"term\"").outputs.clone();
    assert!(all.len() > 150);
    for bytes in [0, 10_000] {
        let site = site.clone().held_text(bytes);
        assert!(site.build().outputs == all, "with {bytes} bytes");
        assert!(site.once().build().outputs == all, "at once, with {bytes} bytes");
    }
    assert!(site.once().build().outputs == all, "at once");
}

#[test]
fn neither_the_folder_nor_the_order_in_which_files_were_made_changes_a_byte() {
    let site = large();
    let first = site.in_folder();
    let second = Project::empty().in_folder();
    let elsewhere = second.path("../a much longer/path to/the site");
    let mut paths: Vec<&str> = site.paths().collect();
    paths.reverse();
    for path in paths {
        let to = elsewhere.join(path);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::write(to, site.text(path).unwrap()).unwrap();
    }
    let said = second.run(&["build", "--root", elsewhere.to_str().unwrap()]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert_same_trees(&build(&first, &[]), &tree_of(&elsewhere.join("public"), &|_| true));
}

#[test]
fn the_folder_that_the_program_runs_in_changes_no_byte() {
    let site = Project::wayside().file("content/a.md", page("A", "Text."));
    let (inside, outside) = (site.in_folder(), site.in_folder());
    let said = outside.run_in(&std::env::temp_dir(), &["build", "--root", outside.root().to_str().unwrap()]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert_same_trees(&build(&inside, &[]), &outside.tree("public"));
}

#[test]
fn the_real_site_holds_no_trace_of_the_machine() {
    let folder = Project::real().in_folder();
    let user = std::env::var("USER").unwrap_or_default();
    for (path, bytes) in build(&folder, &[]) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(
            !text.contains(&*folder.root().to_string_lossy()) && !text.contains("/tmp/"),
            "{path} names a folder of this machine"
        );
        assert!(user.len() < 5 || !text.contains(&user), "{path} names the user");
    }
}

fn dates(folder: &Folder) -> BTreeMap<String, SystemTime> {
    let files =
        WalkDir::new(folder.path("public")).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| (entry.path().to_string_lossy().into_owned(), entry.metadata().unwrap().modified().unwrap()))
        .collect()
}

#[test]
fn a_build_without_an_edit_writes_no_file_again() {
    let folder = Project::wayside().file("content/a.md", page("A", "Text.")).in_folder();
    let first = build(&folder, &[]);
    build(&folder, &[]);
    let (third_dates, third) = (build(&folder, &[]), dates(&folder));
    assert_same_trees(&first, &third_dates);
    build(&folder, &[]);
    build(&folder, &[]);
    // The two trees take turns, so the one in front is the one that was there two builds ago.
    assert_eq!(dates(&folder), third);
}

#[test]
fn a_site_with_an_error_leaves_the_last_good_one_as_it_was() {
    let folder = Project::wayside().file("content/a.md", page("A", "Text.")).in_folder();
    let good = build(&folder, &[]);
    let before = dates(&folder);
    folder.write("content/a.md", page("A", "[x](gone.md)"));
    folder.write("content/b.md", page("B", "Text."));
    let failed = folder.run(&["build"]);
    assert_eq!(failed.code, 1);
    same(
        failed.err.trim_end(),
        str![[r#"
error[dead-link]: no page `gone.md`
  ╭▸ content/a.md:4:1
  │
4 │ [x](gone.md)
  │ ━━━━━━━━━━━━ linked here
  │
  ╰ help: a link is a path from this file, for example `../help/where.md`

1 error: the site was not written; what was there before is unchanged
"#]],
    );
    assert_same_trees(&good, &folder.tree("public"));
    assert_eq!(dates(&folder), before);
}

#[test]
fn what_is_gone_from_the_site_is_gone_from_the_output() {
    let folder = Project::wayside().file("content/a.md", page("A", "Text.")).file("static/old.txt", "x").in_folder();
    build(&folder, &[]);
    std::fs::remove_file(folder.path("content/a.md")).unwrap();
    std::fs::remove_file(folder.path("static/old.txt")).unwrap();
    let after = build(&folder, &[]);
    assert!(!after.keys().any(|path| path.starts_with("a/") || path == "old.txt"));
    assert!(!folder.path("public/a").exists(), "no empty folder is left");
    assert_same_trees(&after, &build(&Project::wayside().in_folder(), &[]));
}

#[test]
fn a_folder_that_guidepost_did_not_make_is_never_touched() {
    let folder = Project::wayside().in_folder();
    folder.write("public/thesis.txt", "years of work");
    let said = folder.run(&["build"]);
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    same(
        said.err.trim_end(),
        str![[r#"
error: `[TEMP]/site/public` holds files that guidepost did not make, for example `thesis.txt`
  = help: nothing was touched; choose an empty or new folder for the site, or move what is in `[TEMP]/site/public` somewhere else
"#]],
    );
    assert_eq!(folder.tree("public"), BTreeMap::from([("thesis.txt".to_owned(), b"years of work".to_vec())]));
    for output in ["content", ".", "..", "content/out"] {
        let said = folder.run(&["build", "--output", output]);
        assert_eq!(said.code, 2, "{output}: {}", said.err);
    }
}

#[test]
fn a_file_that_somebody_put_into_the_output_is_not_lost_in_silence() {
    let folder = Project::wayside().in_folder();
    build(&folder, &[]);
    folder.write("public/.htaccess", "Deny from nobody");
    folder.write("public/index.html", "edited by hand");
    let said = folder.run(&["build"]);
    let kept = folder.tree("public").contains_key(".htaccess")
        || folder.tree(".public.guidepost/back").contains_key(".htaccess");
    assert!(said.code == 2 || kept, "{}", said.err);
}

#[test]
fn two_builds_at_once_do_not_mix() {
    let folder = large().in_folder();
    let good = build(&folder, &[]);
    let runs: Vec<_> =
        (0..3).map(|_| crate::project::program().arg("build").current_dir(folder.root()).output()).collect();
    for run in runs {
        assert!(run.is_ok());
    }
    let mut children: Vec<_> = (0..3)
        .map(|_| {
            crate::project::program()
                .arg("build")
                .arg("--quiet")
                .current_dir(folder.root())
                .stderr(std::process::Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    let codes: Vec<_> = children.iter_mut().map(|child| child.wait().unwrap().code().unwrap()).collect();
    assert!(codes.iter().all(|code| matches!(code, 0 | 2)) && codes.contains(&0), "{codes:?}");
    assert_same_trees(&good, &folder.tree("public"));
}
