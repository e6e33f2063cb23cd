//! The preview as authors use it: they save, and see it.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::process::Stdio;

use guidepost::serve::{Editor, Follow, Watching};
use guidepost::site::{Drafts, Future};
use serde_json::json;

use crate::preview::Preview;
use crate::project::{CONFIG, Folder, Project, page, program};

fn site() -> Folder {
    Project::new()
        .file("content/guide/_index.md", page("Guide", "Words."))
        .file("content/guide/a.md", page("A", "First."))
        .in_folder()
}

#[test]
fn a_site_is_served_by_its_addresses() {
    let folder = site();
    let preview = Preview::of(&folder);
    assert_eq!(preview.url(), format!("http://127.0.0.1:{}/", preview.port()));
    for (address, kind) in [
        ("/", "text/html; charset=utf-8"),
        ("/guide/", "text/html; charset=utf-8"),
        ("/guide/a/index.html", "text/html; charset=utf-8"),
        ("/guide/a/?utm=1&b=../..", "text/html; charset=utf-8"),
        ("/sitemap.xml", "application/xml; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/_guidepost/preview.js", "text/javascript; charset=utf-8"),
        ("/_guidepost/preview.css", "text/css; charset=utf-8"),
    ] {
        let answer = preview.get(address);
        assert_eq!((answer.status, answer.header("content-type")), (200, Some(kind)), "{address}");
        assert_eq!(answer.header("content-length"), Some(answer.body.len().to_string().as_str()), "{address}");
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{address}");
        assert_eq!(answer.header("cross-origin-resource-policy"), Some("same-origin"), "{address}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{address}");
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; script-src 'self';"), "{policy}");
    }
}

#[test]
fn a_folder_is_found_without_its_last_sign_and_nothing_is_the_sites_own_page() {
    let folder = site();
    let preview = Preview::of(&folder);
    let moved = preview.get("/guide/a");
    assert_eq!((moved.status, moved.header("location")), (301, Some("/guide/a/")));
    for nothing in
        ["/none", "/none/", "/guide/a/none", "/_guidepost/none", "/_hosting/nginx.conf", "/content/guide/a.md"]
    {
        let answer = preview.get(nothing);
        assert_eq!(answer.status, 404, "{nothing}");
        if !nothing.contains("_guidepost") {
            assert!(answer.text().contains("<h1>Page not found</h1>"), "{nothing}");
        }
    }
}

#[test]
fn nothing_is_said_in_the_language_of_the_address() {
    let folder = Project::bilingual().file("content/_index.es.md", page("Inicio", "")).in_folder();
    let preview = Preview::of(&folder);
    assert!(preview.get("/es/nada/").text().contains("<h1>No está</h1>"));
    assert!(preview.get("/fr/rien/").text().contains("<h1>Page not found</h1>"));
}

#[test]
fn what_is_served_is_what_build_writes_and_the_script_of_the_preview() {
    let project = Project::wayside().file("content/a.md", page("A", "Words.")).file("static/a.bin", b"\0\xff");
    let folder = project.in_folder();
    let preview = Preview::of(&folder);
    let built = project.build();
    assert!(built.outputs.len() > 10);
    for (route, bytes) in &built.outputs {
        let answer = preview.get(&format!("/{route}"));
        if route.starts_with("_hosting/") {
            assert_eq!(answer.status, 404, "{route}");
            continue;
        }
        assert_eq!(answer.status, 200, "{route}");
        let body = if route.ends_with(".html") { without_script(&answer.text()).into_bytes() } else { answer.body };
        assert!(body[..] == bytes[..], "{route}");
    }
    let written = folder.run(&["build"]);
    assert_eq!(written.code, 0);
    assert!(folder.tree("public").values().all(|bytes| !String::from_utf8_lossy(bytes).contains("_guidepost")));
}

/// A page without the one line that the preview adds.
fn without_script(page: &str) -> String {
    let start = page.find("<script src=\"/_guidepost/preview.js\"").unwrap();
    let end = start + page[start..].find("</script>\n").unwrap() + "</script>\n".len();
    format!("{}{}", &page[..start], &page[end..])
}

#[test]
fn a_request_for_the_head_gets_no_body() {
    let folder = site();
    let preview = Preview::of(&folder);
    let whole = preview.get("/");
    let head = preview.ask("HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.header("content-length"), whole.header("content-length"));
}

#[test]
fn a_site_below_a_path_is_served_there() {
    let folder = Project::new()
        .edit("guidepost.yaml", "https://example.org/", "https://example.org/help/")
        .file("content/a.md", page("A", "Words."))
        .in_folder();
    let preview = Preview::of(&folder);
    assert!(preview.url().ends_with("/help/"), "{}", preview.url());
    let root = preview.get("/");
    assert_eq!((root.status, root.header("location")), (302, Some("/help/")));
    let moved = preview.get("/help");
    assert_eq!((moved.status, moved.header("location")), (301, Some("/help/")));
    let moved = preview.get("/help/a");
    assert_eq!((moved.status, moved.header("location")), (301, Some("/help/a/")));
    assert_eq!(
        (preview.get("/help/a/").status, preview.get("/a/").status, preview.get("/helpa/").status),
        (200, 404, 404)
    );
    preview.until("a first build", |preview| preview.told().len() > 1);
    let mut events = preview.events();
    events.next("hello");
    folder.write("content/a.md", page("A", "Other words."));
    assert_eq!(events.next("changed")["pages"], json!(["/help/a/"]));
}

#[test]
fn a_save_is_seen_and_only_pages_that_changed_are_told() {
    let folder = site();
    let preview = Preview::of(&folder);
    assert_eq!(preview.get("/guide/a/").status, 200);
    preview.until("a first build", |preview| preview.told().len() > 1);
    let before = preview.state("/guide/a/");
    let mut events = preview.events();
    let hello = events.next("hello");
    assert_eq!((&hello["run"], &hello["build"]), (&before["run"], &before["build"]));
    folder.write("content/guide/a.md", page("A", "Second."));
    let changed = events.next("changed");
    assert_eq!((&changed["pages"], &changed["follow"]), (&json!(["/guide/a/"]), &json!(null)));
    assert!(preview.get("/guide/a/").text().contains("Second."));
    let after = preview.state("/guide/a/");
    assert_ne!(after["version"], before["version"]);
    assert!(preview.get("/guide/a/").text().contains(after["version"].as_str().unwrap()));
    folder.write("content/new.md", page("New", "Third."));
    events.until_page("/new/");
    fs::remove_file(folder.path("content/new.md")).unwrap();
    events.until_page("/new/");
    preview.answers("/new/", 404);
}

#[test]
fn a_picture_that_is_replaced_under_its_name_is_told_and_pages_stay_as_they_are() {
    let drawing = |color: &str| {
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"><path fill=\"{color}\"/></svg>")
    };
    let folder = Project::new()
        .edit("guidepost.yaml", "https://example.org/", "https://example.org/help/")
        .file("content/a.md", page("A", "![A line.](line.svg)"))
        .file("content/line.svg", drawing("red"))
        .file("static/notes.pdf", b"%PDF-1")
        .file("static/assets/own.png", b"one")
        .in_folder();
    let preview = Preview::of(&folder);
    preview.until("a first build", |preview| preview.told().len() > 1);
    let state = |known: &str| preview.state(&format!("/help/a/&files={known}"));
    let before = state("0");
    assert_eq!((&before["files"], &before["replaced"]), (&json!(0), &json!([])));
    let mut events = preview.events();
    events.next("hello");
    folder.write("content/line.svg", drawing("blue"));
    let changed = events.next("changed");
    assert_eq!((&changed["pages"], &changed["files"]), (&json!([]), &json!(["/help/line.svg"])));
    assert!(preview.get("/help/line.svg").text().contains("blue"));
    let after = state("0");
    assert_eq!((&after["files"], &after["replaced"]), (&json!(1), &json!(["/help/line.svg"])));
    assert_eq!(after["version"], before["version"]);
    // Who knows of it, or was loaded since, is not told again, and a file that no page shows is never told of.
    assert!(preview.get("/help/a/").text().contains("data-files=\"1\""));
    folder.write("static/notes.pdf", "%PDF-1.7");
    folder.write("content/a.md", page("A", "![A line.](line.svg) Words."));
    events.until_page("/help/a/");
    preview.shows("/help/notes.pdf", "1.7");
    for known in ["1", "99", "", "-1", "x", "99999999999999999999999"] {
        assert_eq!(state(known)["replaced"], json!([]), "{known}");
    }
    // Names below `assets/` come from what files hold, except for files of the site's own.
    folder.write("static/assets/own.png", "two");
    while events.next("changed")["files"] != json!(["/help/assets/own.png"]) {}
    folder.write("content/a.md", page("A", "Words."));
    fs::remove_file(folder.path("content/line.svg")).unwrap();
    while events.next("changed")["files"] != json!(["/help/line.svg"]) {}
}

#[test]
fn everybody_is_told_to_look_when_many_pages_change() {
    let project =
        (0..120).fold(Project::new(), |project, n| project.file(&format!("content/p{n}.md"), page("P", "Words.")));
    let folder = project.in_folder();
    let preview = Preview::of(&folder);
    preview.until("a first build", |preview| preview.told().len() > 1);
    let mut events = preview.events();
    events.next("hello");
    folder.write("themes/test/templates/page.html", "<h2>{{ page.title }}</h2>\n{{ body | safe }}");
    while !events.next("changed")["pages"].is_null() {}
    preview.shows("/p7/", "<h2>P</h2>");
}

#[test]
fn the_browser_follows_the_file_that_is_edited() {
    let folder = site();
    let preview = Preview::with(&folder, |settings| settings.follow = Follow::Edits);
    preview.until("a first build", |preview| preview.told().len() > 1);
    let mut events = preview.events();
    folder.write("content/guide/a.md", page("A", "Second."));
    let changed = events.next("changed");
    assert_eq!((&changed["pages"], &changed["follow"]), (&json!(["/guide/a/"]), &json!("/guide/a/")));
}

#[test]
fn every_kind_of_mistake_is_shown_and_the_last_good_page_stays() {
    for (file, wrong, rule) in [
        ("content/guide/a.md", "---\ntitle: [\n---\n", "yaml-syntax"),
        ("themes/test/templates/page.html", "{% if %}", "template-error"),
        ("guidepost.yaml", "title: \"", "yaml-syntax"),
        ("content/_data/glossary.yaml", "- {", "yaml-syntax"),
        ("themes/test/strings/en.yaml", "table: [", "yaml-syntax"),
    ] {
        let folder = site();
        let right = fs::read(folder.path(file)).ok();
        let preview = Preview::with(&folder, |settings| settings.editor = Some(Editor::new("vscode").unwrap()));
        preview.shows("/guide/a/", "First.");
        preview.until("a first build", |preview| preview.told().len() > 1);
        let mut events = preview.events();
        folder.write(file, wrong);
        assert!(events.next("problems")["errors"].as_u64() > Some(0), "{file}");
        let state = preview.state("/guide/a/");
        let problem = &state["problems"][0];
        assert_eq!(
            (&problem["rule"], &problem["severity"], &problem["file"]),
            (&json!(rule), &json!("error"), &json!(file))
        );
        let edit = problem["edit"].as_str().unwrap();
        assert!(edit.starts_with("vscode://file/") && edit.contains(&format!("/{file}:")), "{edit}");
        assert!(problem["text"].as_str().unwrap().starts_with(&format!("error[{rule}]: ")), "{problem}");
        let page = preview.get("/guide/a/");
        assert!(page.status == 200 && page.text().contains("First."), "{file}");
        assert_eq!(preview.get("/nothing/").status, 503, "{file}");
        match right {
            Some(right) => folder.write(file, right),
            None => fs::remove_file(folder.path(file)).unwrap(),
        }
        assert_eq!(events.next("problems")["errors"], 0, "{file}");
        assert_eq!(preview.state("/guide/a/")["problems"], json!([]), "{file}");
    }
}

#[test]
fn a_site_that_was_never_right_shows_its_problems_as_text_until_it_is() {
    let folder = site();
    folder.write("content/guide/a.md", "---\ntitle: A\n<script>alert(1)</script>: b\n---\n");
    let preview = Preview::of(&folder);
    let answer = preview.get("/guide/a/");
    let text = answer.text();
    assert_eq!(answer.status, 503);
    assert!(text.contains("<h1>This page cannot be shown yet</h1>") && text.contains("content/guide/a.md:3"), "{text}");
    assert!(text.contains("&lt;script>alert(1)") || text.contains("&lt;script&gt;alert(1)"), "{text}");
    assert_eq!(text.matches("<script").count(), 1, "{text}");
    folder.write("content/guide/a.md", page("A", "Put right."));
    preview.shows("/guide/a/", "Put right.");
}

#[test]
fn the_same_warnings_are_not_told_again_and_again() {
    let folder =
        Project::wayside().file("content/a.md", page("A", "- a\n- b\n- c\n- d\n- e\n- f\n- g\n- h")).in_folder();
    let preview = Preview::of(&folder);
    preview.until("a first build", |preview| preview.told().len() > 1);
    let first = preview.told()[1].clone();
    assert!(!first.ends_with("as before") && first.starts_with("built, 1 warning"), "{first}");
    folder.write("content/_index.md", page("Home", "Other words."));
    preview.until("the same again", |preview| preview.told().len() > 2);
    assert_eq!(preview.told()[2], format!("{first}, as before"));
}

#[test]
fn every_way_to_save_is_seen() {
    let folder = site();
    let preview = Preview::of(&folder);
    let path = folder.path("content/guide/a.md");
    preview.shows("/guide/a/", "First.");
    // Editors write another file and move it into the place of the old one,
    folder.write("content/guide/.a.md.tmp", page("A", "Moved into place."));
    fs::rename(folder.path("content/guide/.a.md.tmp"), &path).unwrap();
    preview.shows("/guide/a/", "Moved into place.");
    // or move the old one away first,
    fs::rename(&path, folder.path("content/guide/a.md~")).unwrap();
    folder.write("content/guide/a.md", page("A", "A new file."));
    fs::remove_file(folder.path("content/guide/a.md~")).unwrap();
    preview.shows("/guide/a/", "A new file.");
    // and some put a folder where a file was.
    fs::remove_file(&path).unwrap();
    folder.write("content/guide/a/index.md", page("A", "A folder."));
    preview.shows("/guide/a/", "A folder.");
    fs::remove_dir_all(folder.path("content/guide/a")).unwrap();
    folder.write("content/guide/a.md", page("A", "A file again."));
    preview.shows("/guide/a/", "A file again.");
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    preview.answers("/guide/a/", 404);
    fs::remove_dir(&path).unwrap();
    folder.write("content/guide/a.md", page("A", "The end."));
    preview.shows("/guide/a/", "The end.");
}

#[test]
fn folders_may_go_and_come_back() {
    let folder = site();
    let preview = Preview::of(&folder);
    preview.shows("/guide/a/", "First.");
    fs::rename(folder.path("content"), folder.path("away")).unwrap();
    preview.until("an answer without content", |preview| {
        preview.get("/guide/a/").status != 200 || preview.told().len() > 2
    });
    fs::rename(folder.path("away"), folder.path("content")).unwrap();
    preview.until("the folder again", |preview| preview.told().last().unwrap().starts_with("built"));
    preview.shows("/guide/a/", "First.");
    folder.write("content/guide/a.md", page("A", "After it came back."));
    preview.shows("/guide/a/", "After it came back.");
    fs::remove_dir_all(folder.path("content/guide")).unwrap();
    preview.answers("/guide/a/", 404);
    folder.write("content/guide/a.md", page("A", "A new folder."));
    preview.shows("/guide/a/", "A new folder.");
}

#[test]
fn another_folder_in_the_place_of_one_is_seen_as_it_is_and_watched() {
    let folder = site();
    let preview = Preview::of(&folder);
    preview.shows("/guide/a/", "First.");
    for round in ["another branch", "and back", "and once more"] {
        folder.write("next/_index.md", page("Home", ""));
        folder.write("next/guide/a.md", page("A", round));
        fs::rename(folder.path("content"), folder.path("old")).unwrap();
        fs::rename(folder.path("next"), folder.path("content")).unwrap();
        fs::remove_dir_all(folder.path("old")).unwrap();
        preview.shows("/guide/a/", round);
        folder.write("content/guide/a.md", page("A", &format!("edited after {round}")));
        preview.shows("/guide/a/", &format!("edited after {round}"));
    }
}

#[test]
fn the_whole_site_may_go_and_come_back() {
    let folder = site();
    let preview = Preview::of(&folder);
    preview.shows("/guide/a/", "First.");
    let away = folder.root().with_extension("away");
    fs::rename(folder.root(), &away).unwrap();
    preview.until("that the folder is gone", |preview| preview.told().iter().any(|told| told == "the folder is gone"));
    assert!(preview.get("/guide/a/").text().contains("First."));
    assert_eq!(
        preview.state("/guide/a/")["problems"][0]["text"],
        "error: the folder of the site is gone\n  = help: put it back, and the preview goes on"
    );
    fs::rename(&away, folder.root()).unwrap();
    preview.until("the site again", |preview| preview.state("/guide/a/")["errors"] == 0);
    folder.write("content/guide/a.md", page("A", "Here again."));
    preview.shows("/guide/a/", "Here again.");
}

#[test]
fn a_thousand_files_at_once_are_all_there() {
    let folder = site();
    let preview = Preview::of(&folder);
    preview.shows("/guide/a/", "First.");
    for n in 0..1_000 {
        folder.write(&format!("content/many/p{n}.md"), page(&format!("P{n}"), "Words."));
    }
    preview.until("all pages", |preview| {
        [0, 1, 500, 998, 999].iter().all(|n| preview.get(&format!("/many/p{n}/")).status == 200)
    });
    fs::remove_dir_all(folder.path("content/many")).unwrap();
    preview.answers("/many/p999/", 404);
}

#[test]
fn changes_are_found_where_the_system_does_not_tell_of_them() {
    let folder = site();
    let preview = Preview::with(&folder, |settings| settings.watching = Watching::Polling);
    preview.shows("/guide/a/", "First.");
    folder.write("content/guide/a.md", page("A", "Found by looking."));
    preview.shows("/guide/a/", "Found by looking.");
    // Programs that copy files give them the time of the original, and its size may be that of the old one.
    let path = folder.path("content/guide/a.md");
    let time = fs::metadata(&path).unwrap().modified().unwrap();
    folder.write("content/guide/a.md", page("A", "Found by LOOKING."));
    fs::File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
    preview.shows("/guide/a/", "Found by LOOKING.");
    fs::remove_file(folder.path("content/guide/a.md")).unwrap();
    preview.answers("/guide/a/", 404);
}

#[test]
fn drafts_and_pages_of_other_days_are_shown_when_asked_for() {
    let project = Project::new()
        .file("content/draft.md", "---\ntitle: D\ndraft: true\n---\n")
        .file("content/later.md", "---\ntitle: L\npublish_on: 2030-01-01\n---\n");
    let folder = project.in_folder();
    let statuses = |preview: &Preview| ["/draft/", "/later/"].map(|address| preview.get(address).status);
    assert_eq!(statuses(&Preview::of(&folder)), [404, 404]);
    let all = Preview::with(&folder, |settings| {
        settings.drafts = Drafts::Show;
        settings.future = Future::Show;
    });
    assert_eq!(statuses(&all), [200, 200]);
}

#[test]
fn the_next_free_port_is_taken_and_told() {
    let folder = site();
    let (taken, port) = loop {
        let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        if port < u16::MAX - 20 {
            break (taken, port);
        }
    };
    let preview = Preview::with(&folder, |settings| settings.port = port);
    assert!(preview.port() > port && preview.port() <= port + 20);
    assert_eq!(preview.told()[0], format!("listens Some({port}) false"));
    assert_eq!(preview.get("/").status, 200);
    drop(taken);
}

#[test]
fn another_address_is_told_to_be_open() {
    let folder = site();
    let preview = Preview::with(&folder, |settings| settings.host = Some("0.0.0.0".to_owned()));
    assert_eq!(preview.told()[0], "listens None true");
    assert_eq!(preview.get("/").status, 200);
}

#[test]
fn a_folder_that_is_no_site_is_told_what_to_do() {
    let folder = Project::empty().in_folder();
    let said = folder.run(&["serve"]);
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    assert_eq!(
        said.err,
        "error: there is no `guidepost.yaml` in `.`, so it is no site\n  = help: run `guidepost init my-site` to make one, or \
         name the folder with `--root`\n"
    );
    folder.write("guidepost.yaml", CONFIG);
    let said = folder.run(&["serve", "--editor", "javascript:{path}"]);
    assert_eq!(said.code, 2);
    assert_eq!(
        said.err,
        "error: `--editor javascript:{path}` cannot be used\n  = help: the link must begin with the scheme of an editor, such \
         as `vscode:`\n"
    );
    let said = folder.run(&["serve", "--host", "192.0.2.1", "--port", "0"]);
    assert_eq!(said.code, 2);
    assert_eq!(
        said.err,
        "error: the preview cannot listen at `192.0.2.1`, port 0: this computer has no such address\n  = help: leave out `--host` \
         to serve this computer alone, or name an address that this computer has\n"
    );
}

#[cfg(unix)]
#[test]
fn the_program_says_where_the_site_is_and_leaves_nothing_behind() {
    use rustix::process::{Pid, Signal, kill_process};

    let folder = site();
    let before = folder.tree("");
    let mut child = program()
        .args(["serve", "--port", "0", "--root"])
        .arg(folder.root())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    assert!(line.starts_with("The site is at http://127.0.0.1:") && line.ends_with("/   Ctrl-C ends it\n"), "{line}");
    line.clear();
    out.read_line(&mut line).unwrap();
    assert!(line.starts_with("Built 3 pages in "), "{line}");
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    assert!(!child.wait().unwrap().success());
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!(err, "");
    assert_eq!(folder.tree(""), before);
}

#[cfg(target_os = "linux")]
#[test]
fn the_browser_is_asked_to_open_the_site_and_it_is_said_when_it_cannot() {
    use std::os::unix::fs::PermissionsExt;

    let folder = site();
    folder.write("bin/xdg-open", "#!/bin/sh\necho \"$1\" > \"$0.asked\"\nexit 3\n");
    let browser = folder.path("bin/xdg-open");
    std::fs::set_permissions(&browser, std::fs::Permissions::from_mode(0o755)).unwrap();
    let failed = "note: no browser could be opened (`xdg-open` failed); open the address above yourself\n";
    let missing = "note: no browser could be opened (`xdg-open`: No such file or directory (os error 2)); open the address above yourself\n";
    for (path, note) in [("bin", failed), ("empty", missing)] {
        let mut child = program()
            .args(["serve", "--open", "--port", "0", "--root"])
            .arg(folder.root())
            .env("PATH", folder.path(path))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (mut out, mut err) = (String::new(), String::new());
        let (mut stdout, mut stderr) =
            (BufReader::new(child.stdout.take().unwrap()), BufReader::new(child.stderr.take().unwrap()));
        stdout.read_line(&mut out).unwrap();
        stderr.read_line(&mut err).unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(err, note);
        if path == "bin" {
            let asked = std::fs::read_to_string(folder.path("bin/xdg-open.asked")).unwrap();
            assert!(out.contains(&format!(" {} ", asked.trim())), "{asked} is not in {out}");
        }
    }
}
