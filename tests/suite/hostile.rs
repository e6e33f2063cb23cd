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
    site.diagnostics(str![[r#"
content/_data/people.yaml:1:1: error[missing-key]: `name` is missing (help: write for example `name: some text`)
content/_data/people.yaml:1:7: error[unknown-key]: there is no key `nmae` (help: did you mean `name`?)
content/a.md: error[not-utf8]: this file is not saved as UTF-8 text: line 2 holds a character that cannot be read (help: open the file in your editor and save it with the encoding `UTF-8`)
content/b.md:3:1: error[unknown-key]: there is no key `tilte` (help: did you mean `title`?)
content/b.md:4:7: error[bad-date]: `date` must be a date written like `2026-03-05`, not `tomorrow` (help: write the year, the month and the day with two hyphens, for example `2026-03-05`)
content/c.md:4:1: error[dead-link]: no page `gone.md` (help: a link is a path from this file, for example `../help/where.md`)
content/c.md:6:4: error[unknown-directive]: no directive `nothing` (help: the theme has `box`, `lines`, `short-form`)
content/d.md:1:1: error[front-matter-missing]: this page has no front matter (help: begin the file with a line `---`, a line `title: …` and another line `---`)
guidepost.yaml:5:1: error[unknown-key]: there is no key `titel` (help: did you mean `title`?)
strings/en.yaml:1:1: error[wrong-type]: the string `a` is neither a text nor a set of plural forms (help: write `key: text`, or `key: {one: …, other: …}`)
"#]]);
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
    site.human(str![[r#"
error[missing-key]: `name` is missing
  ╭▸ content/_data/people.yaml:1:1
  │
1 │ ada: {nmae: x}
  │ ━━━
  │
  ╰ help: write for example `name: some text`

error[unknown-key]: there is no key `nmae`
  ╭▸ content/_data/people.yaml:1:7
  │
1 │ ada: {nmae: x}
  │       ━━━━
  │
  ╰ help: did you mean `name`?

error[unknown-key]: there is no key `wieght`
  ╭▸ content/a.md:3:1
  │
3 │ wieght: 1
  │ ━━━━━━
  │
  ╰ help: did you mean `weight`?

error[dead-link]: no page `gone.md`
  ╭▸ content/a.md:5:1
  │
5 │ [x](gone.md)
  │ ━━━━━━━━━━━━ linked here
  │
  ╰ help: a link is a path from this file, for example `../help/where.md`

error[unknown-key]: there is no key `titel`
  ╭▸ guidepost.yaml:1:1
  │
1 │ titel: x
  │ ━━━━━
  │
  ╰ help: did you mean `title`?

error[unknown-key]: there is no key `unknown`
  ╭▸ guidepost.yaml:6:1
  │
6 │ unknown: 1
  │ ━━━━━━━
  │
  ╰ help: the keys here are `title`, `description`, `base_url`, `publisher`, `status`, `languages`, `default_language`, `theme`, `theme_options`, `taxonomies`, `menus`, `timezone`, `ignore`, `outputs`, `markdown`, `paginate_by`, `feeds`, `keep_assets`, `region`, `feedback`, `policy_in_pages` and `symbolic_links`

error[wrong-type]: the string `a` is neither a text nor a set of plural forms
  ╭▸ strings/en.yaml:1:1
  │
1 │ a: [1]
  │ ━
  │
  ╰ help: write `key: text`, or `key: {one: …, other: …}`

error[template-value]: templates have no value `pag`
  ╭▸ templates/page.html:1:4
  │
1 │ {{ pag.title }}
  │    ━━━
  │
  ╰ help: did you mean `page`?
"#]]);
}

#[test]
fn places_are_right_with_windows_line_breaks() {
    let site =
        Project::new().file("content/a.md", "---\r\ntitle: A\r\nwieght: 1\r\n---\r\nText.\r\n[x](gone.md)\r\n").build();
    site.diagnostics(str![[r#"
content/a.md:3:1: error[unknown-key]: there is no key `wieght` (help: did you mean `weight`?)
content/a.md:6:1: error[dead-link]: no page `gone.md` (help: a link is a path from this file, for example `../help/where.md`)
"#]]);
}

#[test]
fn an_empty_file_of_each_kind_is_said_or_harmless() {
    let site = Project::new().file("content/a.md", "").file("content/_index.md", "").build();
    site.diagnostics(str![[r#"
content/_index.md: error[front-matter-missing]: this file is empty (help: begin it with a line `---`, a line `title: …` and another line `---`)
content/a.md: error[front-matter-missing]: this file is empty (help: begin it with a line `---`, a line `title: …` and another line `---`)
"#]]);
    Project::new().file("guidepost.yaml", "").build().diagnostics(str!["guidepost.yaml: error[missing-key]: this file is empty (help: write at least `title: …` and `base_url: https://…`)"]);
    Project::new().file("themes/test/theme.yaml", "").build().diagnostics(str!["themes/test/theme.yaml: error[theme-contract]: this theme does not say which contract it keeps (help: see what changed in the reference page of template values, then write `contract: 1`)"]);
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
        ">".repeat(200_000) + "a\n" + &"b\n".repeat(200_000),
        "text\n\n1. > ".to_owned() + &"- ".repeat(200_000) + "a\n" + &"b\n".repeat(200_000),
        "[^a]: - ".repeat(50_000) + "a\n" + &"b\n".repeat(200_000),
        ">".repeat(100) + "a\n" + &"b\n".repeat(20_000),
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
        assert!(site.failed() || site.outputs.contains_key("a/index.html"), "{text:.40}");
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
        .file("content/😀 smile.md", page("B", "[x](50%25%20off%3F%20%231%20%22quote%22%20&%20'more'.md)"))
        .file("static/a#b.txt", "x")
        .file("static/ünïcode.txt", "x")
        .build();
    site.clean();
    let outputs: Vec<&str> = site
        .outputs
        .keys()
        .map(String::as_str)
        .filter(|path| !["assets/", "h/", "search/"].iter().any(|folder| path.starts_with(folder)))
        .collect();
    crate::project::same(
        &outputs.join("\n"),
        str![[r#"
100%.svg
404.html
50-off-1-quote-more/index.html
_headers
_hosting/apache.conf
_hosting/nginx.conf
_redirects
a b%.svg
a#b.txt
identifiers.csv
index.html
robots.txt
sitemap.xml
smile/index.html
ünïcode.txt
"#]],
    );
    site.body("smile/index.html", str![[r#"<p><a href="/50-off-1-quote-more/">x</a></p>"#]]);
    site.body("50-off-1-quote-more/index.html", str![[r#"<p><img src="/a%20b%25.svg" alt="P" width="1" height="1" loading="lazy" decoding="async"> <img src="/100%25.svg" alt="P" width="1" height="1" loading="lazy" decoding="async"></p>"#]]);
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
        let site = Project::new().file(name, "<svg/>").build();
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
    site.build().diagnostics(str![[r#"
content/topics.md: error[output-collision]: two things would be written at `topics/index.html`: `content/topics.md` and taxonomy `topics` (help: rename one of them, or give one another `slug` or alias)
static/404.html: error[output-collision]: two things would be written at `404.html`: `content/_index.md` and `static/404.html` (help: rename one of them, or give one another `slug` or alias)
static/Robots.TXT: error[output-collision]: `Robots.TXT` and `robots.txt` cannot both be written, since some systems treat them as one path: `static/Robots.TXT` and `the site itself` (help: rename one of them, or give one another `slug` or alias)
static/_redirects: error[output-collision]: two things would be written at `_redirects`: `static/_redirects` and `the site itself` (help: rename one of them, or give one another `slug` or alias)
static/sitemap.xml: error[output-collision]: two things would be written at `sitemap.xml`: `static/sitemap.xml` and `the site itself` (help: rename one of them, or give one another `slug` or alias)
"#]]);
}

#[test]
fn control_signs_in_messages_cannot_speak_to_the_terminal() {
    let site =
        Project::new().file("content/a.md", keys("A", "\"\\e[31m\\u202Ered\": 1\nauthors: [\"\\e[2J\"]")).build();
    let shown = site.rendered_as(guidepost::diagnostic::Format::Human);
    assert!(site.failed() && !shown.contains('\u{1b}') && !shown.contains('\u{202e}'), "{shown:?}");
}
