//! Bad input: never a panic, a half-written site or a silent skip; each fault with its place, all at once.

mod disk;
mod random;

use snapbox::str;

use crate::project::{Project, page};

fn keys(title: &str, lines: &str) -> String {
    format!("---\ntitle: {title}\n{lines}\n---\nText.\n")
}

#[test]
fn all_faults_of_a_site_are_shown_at_once_in_the_order_of_files_and_places() {
    let site = Project::new()
        .config("titel: x")
        .file("content/a.md", b"---\ntitle: \xff\n---\n")
        .file("content/b.md", keys("B", "tilte: x\ndate: tomorrow"))
        .file("content/c.md", page("C", "[x](gone.md)\n\n:::nothing\n:::"))
        .file("content/d.md", "no front matter")
        .file("content/_data/people.yaml", "ada: {nmae: x}\n")
        .file("strings/en.yaml", "a: [1]\n")
        .build();
    assert!(site.failed() && site.outputs.is_empty(), "nothing is written");
    site.diagnostics(str![[r#""#]]);
}

#[test]
fn places_are_right_after_a_byte_order_mark() {
    let site = Project::new()
        .file(
            "guidepost.yaml",
            "\u{FEFF}titel: x\ntitle: Test\nbase_url: https://example.org/\nstatus: live\ntheme: test\nunknown: 1\n",
        )
        .file("content/a.md", "\u{FEFF}---\ntitle: A\nwieght: 1\n---\n[x](gone.md)\n")
        .file("content/_data/people.yaml", "\u{FEFF}ada: {nmae: x}\n")
        .file("strings/en.yaml", "\u{FEFF}a: [1]\n")
        .file("templates/page.html", "\u{FEFF}{{ pag.title }}")
        .build();
    site.human(str![[r#""#]]);
}

#[test]
fn places_are_right_with_windows_line_breaks() {
    let site =
        Project::new().file("content/a.md", "---\r\ntitle: A\r\nwieght: 1\r\n---\r\nText.\r\n[x](gone.md)\r\n").build();
    site.diagnostics(str![[r#""#]]);
}

#[test]
fn an_empty_file_of_each_kind_is_said_or_harmless() {
    let site = Project::new().file("content/a.md", "").file("content/_index.md", "").build();
    site.diagnostics(str![[r#""#]]);
    Project::new().file("guidepost.yaml", "").build().diagnostics(str![[r#""#]]);
    Project::new().file("themes/test/theme.yaml", "").build().diagnostics(str![[r#""#]]);
    let harmless = Project::new()
        .files([
            ("content/_data/people.yaml", ""),
            ("content/_data/free.yaml", ""),
            ("strings/en.yaml", ""),
            ("templates/extra.html", ""),
            ("components/none.html", ""),
        ])
        .file("content/a.md", "---\ntitle: A\n---");
    harmless.build().clean();
}

#[test]
fn front_matter_that_is_no_group_of_keys_is_said() {
    for front in ["- a\n- b", "just words", "42", "[a]", "", "~", "title"] {
        let site = Project::new().file("content/a.md", format!("---\n{front}\n---\nText.\n")).build();
        assert!(site.failed(), "{front:?}");
        assert!(
            site.diagnostics
                .iter()
                .all(|found| found.place.as_ref().is_some_and(|place| &*place.file == "content/a.md")),
            "{front:?}"
        );
    }
}

#[test]
fn a_bomb_of_aliases_is_refused() {
    let bomb: String = (1..=9).fold("a0: &a0 [x]\n".to_owned(), |text, n| {
        let before = format!("*a{},", n - 1).repeat(9);
        format!("{text}a{n}: &a{n} [{}]\n", before.trim_end_matches(','))
    });
    for (path, text) in [
        (
            "content/a.md",
            format!(
                "---\ntitle: A\nextra:\n{}---\n",
                bomb.lines().map(|line| format!("  {line}\n")).collect::<String>()
            ),
        ),
        ("content/_data/free.yaml", bomb.clone()),
        ("guidepost.yaml", format!("title: T\nbase_url: https://example.org/\n{bomb}")),
        ("strings/en.yaml", bomb.clone()),
        ("themes/test/theme.yaml", format!("name: test\ncontract: 1\n{bomb}")),
    ] {
        let site = Project::new().file(path, text).build();
        assert!(site.failed(), "{path}");
        assert!(
            site.diagnostics.iter().any(|found| found.place.as_ref().is_some_and(|place| &*place.file == path)),
            "{path}: {:?}",
            site.broken()
        );
    }
}

#[test]
fn deep_nesting_in_settings_is_refused() {
    let deep = format!("a: {}1{}\n", "[".repeat(20_000), "]".repeat(20_000));
    let maps: String = (0..2_000).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
    for text in [deep, maps, "{".repeat(50_000), "- ".repeat(50_000)] {
        for path in ["content/_data/free.yaml", "strings/en.yaml", "themes/test/theme.yaml", "guidepost.yaml"] {
            let site = Project::new().file(path, &text).build();
            assert!(site.failed(), "{path}");
        }
        assert!(Project::new().file("content/a.md", format!("---\n{text}\n---\n")).build().failed());
    }
}

#[test]
fn markdown_of_any_depth_is_read_in_time_that_grows_with_its_length() {
    for text in [
        ">".repeat(10_000),
        "> ".repeat(10_000) + "deep",
        "- ".repeat(10_000) + "deep",
        (0..400).map(|level| format!("{}- a\n", "  ".repeat(level))).collect(),
        "*a **a ".repeat(10_000),
        "[".repeat(20_000),
        "![".repeat(10_000),
        "`".repeat(50_000),
        "<".repeat(50_000),
        "\\[x](".repeat(10_000),
        "[^a]".repeat(5_000),
        "| a ".repeat(5_000),
        ":a[".repeat(5_000),
        ":::".repeat(10_000),
        "::: a\n".repeat(2_000),
        "{".repeat(20_000),
        "x".repeat(100_000),
        "word ".repeat(20_000),
        "&#".repeat(20_000),
        "# ".repeat(10_000),
        "[a]: b\n".repeat(5_000),
        "a\n: b\n\n".repeat(3_000),
    ] {
        let site = Project::new().file("content/a.md", page("A", &text)).build();
        assert!(site.failed() || site.outputs.contains_key("a/index.html"), "{:.40}", text);
        assert_eq!(site.failed(), !site.diagnostics.is_empty());
    }
}

#[test]
fn a_very_long_line_is_cut_where_it_is_shown() {
    let text = format!("{} [x](gone.md) {}", "before ".repeat(20_000), "after ".repeat(20_000));
    let site = Project::new().file("content/a.md", page("A", &text)).build();
    let shown = site.rendered_as(guidepost::diagnostic::Format::Human);
    assert!(shown.contains("gone.md") && shown.len() < 1_000, "{shown:.2000}");
}

#[test]
fn names_that_people_give_to_files_work() {
    let site = Project::new()
        .file("content/50% off? #1 \"quote\" & 'more'.md", page("A", "![P](<a b%.svg>) ![P](100%25.svg)"))
        .file("content/a b%.svg", "<svg width='1' height='1'></svg>")
        .file("content/100%.svg", "<svg width='1' height='1'></svg>")
        .file("content/😀 smile.md", page("B", "[x](<50% off? #1 \"quote\" & 'more'.md>)"))
        .file("static/a#b.txt", "x")
        .file("static/ünïcode.txt", "x")
        .build();
    site.diagnostics(str![[r#""#]]);
}

#[test]
fn names_that_no_address_can_hold_are_refused() {
    let names = [
        "content/what?.svg",
        "content/a:b.svg",
        "content/a*.svg",
        "static/con.txt",
        "static/end.",
        "static/<x>.txt",
        "static/.guidepost/x",
        "static/.gitignore",
    ];
    for name in names {
        let site = Project::new().file(name, "x").build();
        assert_eq!(site.broken(), ["bad-route"], "{name}");
    }
}

#[test]
fn slugs_cannot_leave_their_folder() {
    for slug in [
        "..",
        ".",
        "a/b",
        "/a",
        "a/../b",
        "\"\"",
        "\" \"",
        "a b",
        "\"a\\\\b\"",
        "\"a\\0b\"",
        "con",
        "\"%2e%2e\"",
        "a.",
        "\"a\\u202eb\"",
        "-",
        "~",
    ] {
        let site = Project::new().file("content/s/a.md", keys("A", &format!("slug: {slug}"))).build();
        let is_fine = slug == "~";
        assert_eq!(site.failed(), !is_fine, "{slug}: {:?} {:?}", site.broken(), site.outputs.keys());
        assert!(site.diagnostics.iter().all(|found| found.place.is_some()));
    }
}

#[test]
fn addresses_that_some_disks_take_for_one_are_refused() {
    for (first, second) in [
        ("static/A.txt", "static/a.txt"),
        ("static/é.txt", "static/e\u{301}.txt"),
        ("static/straße.txt", "static/STRASSE.txt"),
        ("static/Σ.txt", "static/ς.txt"),
        ("static/a", "static/a/b.txt"),
        ("static/A", "static/a/b.txt"),
        ("static/x/index.html", "content/x.md"),
        ("content/Über.md", "content/u\u{308}ber/index.md"),
    ] {
        let text = |path: &str| if path.ends_with(".md") { page("X", "") } else { "x".to_owned() };
        let site = Project::new().file(first, text(first)).file(second, text(second)).build();
        assert_eq!(site.broken(), ["output-collision"], "{first} {second}");
        let shown = site.rendered_as(guidepost::diagnostic::Format::Short);
        assert!(shown.contains(first) && shown.contains(second), "{first} {second}: {shown}");
    }
}

#[test]
fn a_page_cannot_stand_where_the_program_writes() {
    let site = Project::new().files([
        ("static/sitemap.xml", "x"),
        ("static/Robots.TXT", "x"),
        ("static/_redirects", "x"),
        ("static/404.html", "x"),
        ("content/topics.md", "---\ntitle: T\ntopics: [a]\n---\n"),
    ]);
    site.build().diagnostics(str![[r#""#]]);
}

#[test]
fn control_signs_in_messages_cannot_speak_to_the_terminal() {
    let site =
        Project::new().file("content/a.md", keys("A", "\"\\e[31m\\u202Ered\": 1\nauthors: [\"\\e[2J\"]")).build();
    let shown = site.rendered_as(guidepost::diagnostic::Format::Human);
    assert!(site.failed() && !shown.contains('\u{1b}') && !shown.contains('\u{202e}'), "{shown:?}");
}
