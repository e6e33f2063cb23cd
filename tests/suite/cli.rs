//! The commands, by the real program: what they say, what they write, and with which code they end.

use std::process::Stdio;

use guidepost::content::front_matter;
use guidepost::diagnostic::rules;
use snapbox::str;

use crate::project::{Folder, Project, page, program, same};

fn nowhere() -> Folder {
    Project::empty().in_folder()
}

#[test]
fn help_names_every_command() {
    let help = nowhere().run(&["--help"]);
    assert_eq!((help.code, help.err.as_str()), (0, ""));
    same(
        help.out.trim_end(),
        str![[r#"
A static site generator for health information that people can trust

Usage: guidepost <COMMAND>

Commands:
  build        Build the site
  serve        Show the site in a browser while you write
  init         Make a small working site in a new folder
  new          Make a new page from an archetype
  translation  Keep translations and their originals together
  search       Ask the search of the site, and see why it answers so
  schema       Print the JSON Schema of front matter or of guidepost.yaml, for completion in editors
  theme        List the files of the theme, print one, or copy one into the site
  explain      Say what a rule is for, with a wrong and a right example
  completions  Print a completion script for a shell
  help         Print this message or the help of the given subcommand(s)

Options:
  -h, --help     Print help
  -V, --version  Print version
"#]],
    );
    for command in ["build", "serve", "init", "new", "search", "schema", "theme", "explain", "completions"] {
        let help = nowhere().run(&[command, "--help"]);
        assert!(help.code == 0 && help.out.contains("Usage: guidepost"), "{command}");
    }
}

#[test]
fn build_has_the_options_that_are_promised() {
    let help = nowhere().run(&["build", "--help"]).out;
    let options = [
        "--root <DIR>",
        "--output <DIR>",
        "--base-url <URL>",
        "--drafts",
        "--future",
        "--today <DATE>",
        "--jobs <N>",
        "--format <FORMAT>",
        "--timings",
        "--quiet",
    ];
    for option in options {
        assert!(
            help.contains(&format!("      {option}\n")) || help.contains(&format!(", {option}\n")),
            "{option}\n{help}"
        );
    }
}

#[test]
fn the_version_is_that_of_the_package() {
    let version = nowhere().run(&["--version"]);
    assert_eq!((version.code, version.out), (0, format!("guidepost {}\n", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn what_is_typed_wrong_ends_with_2() {
    let folder = Project::new().in_folder();
    for arguments in [
        &[][..],
        &["biuld"],
        &["build", "--no-such"],
        &["build", "--today", "soon"],
        &["build", "--jobs", "many"],
        &["build", "--base-url", "example.org"],
        &["build", "--format", "xml"],
    ] {
        let said = folder.run(arguments);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{arguments:?}");
        assert!(!said.err.is_empty());
    }
    assert!(!folder.path("public").exists());
}

#[test]
fn a_base_url_that_cannot_be_used_is_explained() {
    let said = Project::new().in_folder().run(&["build", "--base-url", "example.org"]);
    same(
        said.err.trim_end(),
        str![[r#"
error: `--base-url example.org` cannot be used: it must begin with `https://` or `http://`
  = help: write the whole address, for example `https://example.org/help/`
"#]],
    );
}

#[test]
fn a_build_says_what_it_wrote_and_how_to_look_at_it() {
    let folder = Project::new()
        .file("content/a.md", "---\ntitle: A\ndraft: true\n---\n")
        .file("content/b.md", "---\ntitle: B\nexpires_on: 2026-04-01\n---\n")
        .in_folder();
    let said = folder.run(&["build"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    let untimed =
        said.out.split(" in ").next().unwrap().to_owned() + " in …" + &said.out[said.out.find(" s into").unwrap()..];
    same(
        untimed.trim_end(),
        str![[r#"
Built 2 pages (18 files) in … s into ./public
Left out: 1 page (drafts, pages outside their dates, and translations that nobody has checked)
The site changes by itself on 2026-04-01: build again that day
To look at it: guidepost serve
"#]],
    );
    let elsewhere = folder.run_in(folder.path("content").as_path(), &["build", "--root", "..", "--drafts", "--future"]);
    assert!(
        elsewhere.out.ends_with("To look at it: guidepost serve --root .. --drafts --future\n"),
        "{}",
        elsewhere.out
    );
    let timings = folder.run(&["build", "--timings"]);
    assert!(timings.out.contains("parse") && timings.out.contains(" ms"), "{}", timings.out);
    let (_, templates) = timings.out.split_once("Slowest templates, all threads together:\n").unwrap();
    let mut lines: Vec<Vec<&str>> = templates.lines().map(|line| line.split_whitespace().collect()).collect();
    for words in &mut lines {
        words.remove(1);
    }
    lines.sort();
    assert_eq!(
        lines,
        [
            ["404.html", "ms", "1", "file"],
            ["home.html", "ms", "1", "file"],
            ["page.html", "ms", "1", "file"],
            ["redirect.html", "ms", "2", "files"]
        ]
    );
}

#[test]
fn a_quiet_build_says_nothing_but_problems() {
    let folder = Project::new().in_folder();
    let said = folder.run(&["build", "--quiet"]);
    assert_eq!((said.code, said.out.as_str(), said.err.as_str()), (0, "", ""));
    folder.write("content/a.md", page("A", "[x](gone.md)"));
    let said = folder.run(&["build", "--quiet", "--format", "short"]);
    assert_eq!((said.code, said.out.as_str()), (1, ""));
    same(
        said.err.trim_end(),
        str![[r#"
content/a.md:4:1: error[dead-link]: no page `gone.md` (help: a link is a path from this file, for example `../help/where.md`)
1 error: the site was not written; what was there before is unchanged
"#]],
    );
}

#[test]
fn programs_get_one_object_a_line_and_nothing_else() {
    let folder = Project::new().file("content/a.md", page("A", "[x](gone.md)")).in_folder();
    let said = folder.run(&["build", "--format", "json"]);
    assert_eq!((said.code, said.err.as_str()), (1, ""));
    same(
        said.out.trim_end(),
        str![[
            r#"{"rule":"dead-link","severity":"error","file":"content/a.md","line":4,"column":1,"end_line":4,"end_column":13,"span":{"start":17,"end":29},"message":"no page `gone.md`","label":"linked here","help":"a link is a path from this file, for example `../help/where.md`","related":[]}"#
        ]],
    );
    let fine = Project::new().in_folder().run(&["build", "--format", "json"]);
    assert_eq!((fine.code, fine.out.as_str(), fine.err.as_str()), (0, "", ""));
}

#[test]
fn a_warning_does_not_keep_the_site_from_being_written() {
    let folder = Project::bilingual().file("content/tapering.es.md", page("Reducción", "Texto.")).in_folder();
    let said = folder.run(&["build", "--format", "short"]);
    assert_eq!(said.code, 0);
    assert!(said.err.starts_with("content/tapering.es.md: warning[translation-orphan]: "), "{}", said.err);
    assert!(
        said.out.contains("\n1 warning, shown above\n") && folder.path("public/es/tapering/index.html").exists(),
        "{}",
        said.out
    );
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let said = nowhere().run(&["build", "--root", "my-sight"]);
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    same(
        said.err.trim_end(),
        str![[r#"
error: there is no folder `my-sight`
  = help: name the folder of the site after `--root`, or run `guidepost init my-site` to make one
"#]],
    );
}

#[test]
fn a_folder_that_is_no_site_is_explained() {
    let said = nowhere().run(&["build"]);
    assert_eq!((said.code, said.out.as_str()), (1, ""));
    same(
        said.err.trim_end(),
        str![[r#"
error[config-missing]: there is no `guidepost.yaml` here, so this folder is no site
 │
 ╰ help: run `guidepost init my-site` to make one, or name the folder with `--root`

1 error: the site was not written; what was there before is unchanged
"#]],
    );
    let said = nowhere().run(&["new", "a.md"]);
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    same(
        said.err.trim_end(),
        str![[r#"
error: `.` is no site: it has no `guidepost.yaml`
  = help: go into the folder of the site first, or name it with `--root`
"#]],
    );
}

#[test]
fn a_base_url_with_a_folder_is_in_every_link() {
    let folder = Project::wayside().file("content/a.md", page("A", "[home](_index.md)")).in_folder();
    let said = folder.run(&["build", "--base-url", "https://example.org/help"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let html = String::from_utf8(folder.tree("public")["a/index.html"].clone()).unwrap();
    assert!(html.contains("href=\"/help/\"") && !html.contains("href=\"/a"), "{html}");
    assert!(html.contains("https://example.org/help/a/"));
}

#[test]
fn the_day_is_given_or_that_of_source_date_epoch_in_the_time_zone_of_the_site() {
    let folder = Project::new()
        .config("timezone: Pacific/Kiritimati")
        .file("content/a.md", "---\ntitle: A\npublish_on: 2026-03-16\n---\n")
        .in_folder();
    let built = |arguments: &[&str], epoch: Option<&str>| {
        let mut command = program();
        command.arg("build").args(arguments).current_dir(folder.root());
        match epoch {
            Some(epoch) => command.env("SOURCE_DATE_EPOCH", epoch),
            None => command.env_remove("SOURCE_DATE_EPOCH"),
        };
        let said = folder.finish(&mut command);
        (said.code, folder.path("public/a/index.html").exists())
    };
    assert_eq!(built(&["--today", "2026-03-15"], None), (0, false));
    assert_eq!(built(&["--today", "2026-03-16"], None), (0, true));
    assert_eq!(built(&["--future", "--today", "2026-03-15"], None), (0, true));
    // At 09:00 UTC on the 15th it is still the 15th there, at 11:00 UTC the 16th has begun.
    assert_eq!(built(&[], Some("1773565200")), (0, false));
    assert_eq!(built(&[], Some("1773572400")), (0, true));
    assert_eq!(built(&[], Some("yesterday")).0, 2);
    assert_eq!(built(&[], None), (0, true), "without either, it is the day of the clock");
}

#[test]
fn init_makes_a_site_that_builds_without_a_word() {
    let folder = nowhere();
    let said = folder.run(&["init", "my-site"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    same(
        said.out.trim_end(),
        str![[r#"
Made a site in my-site
Next: write in my-site/content, then run: guidepost build --root my-site
"#]],
    );
    let built = folder.run(&["build", "--root", "my-site"]);
    assert_eq!((built.code, built.err.as_str()), (0, ""));
    assert!(folder.path("my-site/public/index.html").exists());
    let again = folder.run(&["init", "my-site"]);
    assert_eq!((again.code, again.out.as_str()), (2, ""));
    same(
        again.err.trim_end(),
        str![[r#"
error: `my-site` is there already and is not empty
  = help: choose a new folder; `init` never writes over anything
"#]],
    );
}

#[test]
fn new_writes_a_page_from_an_archetype_and_never_over_one() {
    let folder =
        Project::new().file("archetypes/story.md", "---\ntitle: \"{title}\"\ndate: {date}\n---\nOnce.\n").in_folder();
    let said = folder.run(&["new", "detox/sleeping-well.md"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{}", said.err);
    let text = std::fs::read_to_string(folder.path("content/detox/sleeping-well.md")).unwrap();
    assert!(text.contains("\nid: "), "{text}");
    assert!(text.contains("title: Sleeping well") && text.contains("draft: true"), "{text}");
    assert_eq!(folder.run(&["build", "--drafts"]).code, 0, "what `new` writes can be built");
    let again = folder.run(&["new", "content/detox/sleeping-well"]);
    assert_eq!(again.code, 2);
    same(
        again.err.trim_end(),
        str![[r#"
error: `./content/detox/sleeping-well.md` exists already
  = help: choose another name, or delete the file first
"#]],
    );
    assert_eq!(std::fs::read_to_string(folder.path("content/detox/sleeping-well.md")).unwrap(), text);
    assert_eq!(folder.run(&["new", "stories/ada/index.md", "--kind", "story"]).code, 0);
    assert!(std::fs::read_to_string(folder.path("content/stories/ada/index.md")).unwrap().contains("title: \"Ada\""));
}

#[test]
fn new_gives_each_page_an_id_of_its_own_but_translations_that_of_their_original() {
    let folder = Project::bilingual().in_folder();
    folder.write("archetypes/own.md", "---\ntitle: A\nid: abcd\n---\n");
    folder.write("archetypes/plain.md", "no front matter\n");
    let made = |arguments: &[&str], path: &str| {
        let said = folder.run(arguments);
        assert_eq!(said.code, 0, "{}", said.err);
        std::fs::read_to_string(folder.path(path)).unwrap()
    };
    let ids = |text: &str| -> Vec<String> {
        text.lines().filter_map(|line| line.strip_prefix("id: ")).map(str::to_owned).collect()
    };
    let first = ids(&made(&["new", "a.md"], "content/a.md"));
    assert_eq!(first.len(), 1);
    std::fs::rename(folder.path("content/a.md"), folder.path("content/b.md")).unwrap();
    let second = ids(&made(&["new", "a.md"], "content/a.md"));
    assert!(second.len() == 1 && first != second, "{first:?}, {second:?}");
    assert_eq!(ids(&made(&["new", "a.es.md"], "content/a.es.md")), [""; 0]);
    assert_eq!(ids(&made(&["new", "c.md", "--kind", "own"], "content/c.md")), ["abcd"]);
    assert_eq!(folder.run(&["build", "--drafts"]).code, 0);
    assert_eq!(made(&["new", "d.md", "--kind", "plain"], "content/d.md"), "no front matter\n");
}

#[test]
fn new_takes_no_path_out_of_content_and_no_archetype_that_is_not_there() {
    let folder = Project::new().in_folder();
    folder.write("secret.md", "secret");
    for arguments in [
        &["new", "../x.md"][..],
        &["new", "/etc/x.md"],
        &["new", "a/../../x.md"],
        &["new", "a\\b.md"],
        &["new", "x.md", "--kind", "../secret"],
        &["new", "x.md", "--kind", "none"],
        &["new", ""],
    ] {
        let said = folder.run(arguments);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{arguments:?} {}", said.err);
    }
    assert!(!folder.path("x.md").exists() && !folder.path("content/x.md").exists());
}

#[test]
fn the_schema_is_json_and_names_every_key() {
    for (kind, record) in
        [("front-matter", front_matter::describe(&["topics"])), ("config", guidepost::config::describe())]
    {
        let said = nowhere().run(&["schema", kind]);
        assert_eq!((said.code, said.err.as_str()), (0, ""));
        let schema: serde_json::Value = serde_json::from_str(&said.out).unwrap();
        let properties = schema["properties"].as_object().unwrap();
        for field in record.unwrap().fields {
            assert!(properties.contains_key(&field.name), "{kind}: {}", field.name);
        }
        assert_eq!(schema["additionalProperties"], serde_json::Value::Bool(false), "{kind}");
    }
}

#[test]
fn every_rule_can_be_explained() {
    let folder = nowhere();
    for rule in rules::ALL {
        let said = folder.run(&["explain", rule.name]);
        assert_eq!((said.code, said.err.as_str()), (0, ""));
        assert!(said.out.starts_with(rule.name) && said.out.contains(rule.about), "{}", rule.name);
    }
    let list = folder.run(&["explain"]);
    assert_eq!(list.out.lines().count(), rules::ALL.len());
    same(
        folder.run(&["explain", "[dead-link]"]).out.trim_end(),
        str![[r#"
dead-link (error)

A link to another page names that page's file, counted from the folder of the page that links. There is no such file, or the page is a draft, not yet published or expired, so readers would see an error page.

Wrong:
    See [slow tapering](../detox/taperring.md).

Right:
    See [slow tapering](../detox/tapering.md).
"#]],
    );
    let wrong = folder.run(&["explain", "dead-lnik"]);
    assert_eq!((wrong.code, wrong.out.as_str()), (2, ""));
    same(
        wrong.err.trim_end(),
        str![[r#"
error: no rule is called `dead-lnik`
  = help: did you mean `dead-link`?
"#]],
    );
}

#[test]
fn there_are_completions_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let said = nowhere().run(&["completions", shell]);
        assert!(said.code == 0 && said.out.contains("guidepost") && said.out.contains("base-url"), "{shell}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = program().arg("explain").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let done = child.wait_with_output().unwrap();
    assert_eq!((done.status.code(), done.stderr.len()), (Some(0), 0));
}

#[test]
fn no_colour_is_written_where_nobody_sees_it() {
    let folder = Project::new().file("content/a.md", page("A", "[x](gone.md)")).in_folder();
    assert!(!folder.run(&["build"]).err.contains('\u{1b}'));
}
