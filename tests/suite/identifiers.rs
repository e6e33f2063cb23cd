//! Permanent ids of pages: where they come from, what keeps them, and what leads from them to a page.

use snapbox::str;

use crate::project::{Desk, Project, Site, page};

fn keys(title: &str, lines: &str) -> String {
    format!("---\ntitle: {title}\n{lines}\n---\nText.\n")
}

/// A template that shows the id and the short link of a page.
fn showing_ids() -> Project {
    Project::bilingual().file("templates/page.html", "{{ page.id }} {{ page.short_link }}")
}

#[test]
fn a_short_link_leads_to_the_page_also_when_it_is_renamed() {
    let text = keys("A", "id: k7m2p4qd");
    let before = Project::new().base_url("https://example.org/help/").file("content/a.md", &text);
    before
        .build()
        .clean()
        .output("h/k7m2p4qd/index.html", str![[r#"<a href="/help/a/">https://example.org/help/a/</a>"#]]);
    let after = before.without("content/a.md").file("content/s/other.md", &text).build();
    after
        .clean()
        .output("h/k7m2p4qd/index.html", str![[r#"<a href="/help/s/other/">https://example.org/help/s/other/</a>"#]]);
    after.contains("_redirects", "/help/h/k7m2p4qd/ /help/s/other/ 302\n");
}

#[test]
fn a_page_without_an_id_gets_one_from_its_path_whatever_is_in_it() {
    let id = |project: &Project, path: &str| project.build().clean().text(path);
    let project = showing_ids().file("content/a.md", page("A", "Text.")).file("content/b.md", page("B", "Text."));
    let first = id(&project, "a/index.html");
    assert_eq!(first, "7xnyykv9 https://example.org/h/7xnyykv9/");
    assert_ne!(first, id(&project, "b/index.html"));
    let changed = project
        .file("content/a.md", keys("Other", "slug: elsewhere\ndate: 2026-01-01"))
        .today("2027-01-01")
        .base_url("https://example.com/");
    assert_eq!(id(&changed, "elsewhere/index.html"), first.replace("example.org", "example.com"));
    let bundle = showing_ids().file("content/a/index.md", page("A", "Text."));
    assert_eq!(id(&bundle, "a/index.html"), first, "a page that becomes a folder keeps its id");
}

#[test]
fn translations_share_the_id_and_have_a_short_link_of_their_own() {
    let site = showing_ids()
        .files([
            ("content/a.md", &keys("A", "id: abcd")),
            ("content/a.es.md", &page("Á", "Texto.")),
            ("content/b.md", &page("B", "Text.")),
            ("content/b.es.md", &page("Be", "Texto.")),
            ("content/c.md", &keys("C", "id: efgh")),
            ("content/c.es.md", &keys("Ce", "id: efgh")),
        ])
        .build();
    site.clean();
    let ids = |path: &str| site.text(path).split(' ').next().unwrap().to_owned();
    for name in ["a", "b", "c"] {
        assert_eq!(ids(&format!("{name}/index.html")), ids(&format!("es/{name}/index.html")), "{name}");
    }
    site.output("h/abcd/index.html", str![[r#"<a href="/a/">https://example.org/a/</a>"#]]);
    site.output("es/h/abcd/index.html", str![[r#"<a href="/es/a/">https://example.org/es/a/</a>"#]]);
    site.output("es/a/index.html", str!["abcd https://example.org/es/h/abcd/"]);
}

#[test]
fn a_translation_keeps_its_id_while_its_original_is_a_draft() {
    let project = showing_ids()
        .file("content/a.md", keys("A", "id: abcd\ndraft: true"))
        .file("content/a.es.md", page("Á", "Texto."));
    assert_eq!(project.build().text("es/a/index.html"), "abcd https://example.org/es/h/abcd/");
}

#[test]
fn a_translation_without_an_original_is_on_its_own() {
    let site = showing_ids().file("content/a.es.md", keys("Á", "id: abcd")).build();
    assert_eq!(site.broken(), ["translation-orphan"]);
    site.output("es/a/index.html", str!["abcd https://example.org/es/h/abcd/"]);
}

#[test]
fn an_id_that_nobody_could_read_aloud_is_refused() {
    for id in ["abc", "abcd0", "k1m2", "solo", "Abcd", "abcdefghjkmnp", "ab cd", "áéúñ"] {
        let site = Project::new().file("content/a.md", keys("A", &format!("id: {id}"))).build();
        assert_eq!(site.broken(), ["bad-value"], "{id}");
    }
    for id in ["abcd", "2345", "abcdefghjkmn", "2e45", "null5"] {
        let right = !id.contains('l');
        let site = Project::new().file("content/a.md", keys("A", &format!("id: {id}"))).build();
        assert_eq!(site.outputs.contains_key(&format!("h/{id}/index.html")), right, "{id}");
    }
    Project::new().file("content/a.md", keys("A", "id: solo")).build().diagnostics(str!["content/a.md:3:5: error[bad-value]: `solo` cannot be the id of a page (help: write 4 to 12 small letters and digits, without `0`, `1`, `i`, `l` and `o`, for example `id: k7m2p4qd`)"]);
}

#[test]
fn a_section_cannot_hand_its_id_down() {
    let site = Project::new().file("content/s/_index.md", keys("S", "cascade: {id: abcd}")).build();
    assert_eq!(site.broken(), ["bad-value"]);
}

#[test]
fn two_pages_with_one_id_are_named_once_and_nothing_else_is_said() {
    let site = Project::new()
        .files([
            ("content/a.md", &keys("A", "id: 7xnyykv9")),
            ("content/b/_index.md", &keys("B", "id: abcd")),
            ("content/c.md", &keys("C", "id: abcd")),
        ])
        .build();
    assert!(site.failed());
    site.diagnostics(str!["content/c.md:3:5: error[page-id]: two pages have the id `abcd`: `content/b/_index.md` and `content/c.md` (help: give this page an `id` of its own, for example `id: 4q2ycvkr`)"]);
    // The id that `content/x.md` is given is the one that another page has written down.
    let made = Project::new().file("content/x.md", page("X", "")).build();
    let id =
        made.clean().outputs.keys().find(|path| path.starts_with("h/") && made.text(path).contains("/x/")).unwrap();
    let id = id.split('/').nth(1).unwrap();
    let site = Project::new()
        .file("content/x.md", page("X", ""))
        .file("content/a.md", keys("A", &format!("id: {id}")))
        .build();
    assert_eq!(site.broken(), ["page-id"]);
}

#[test]
fn renaming_a_page_renders_its_short_link_again() {
    let text = keys("A", "id: abcd");
    let project = Project::new().file("content/a.md", &text).file("content/c.md", page("C", "Text."));
    let mut desk = Desk::new();
    desk.build(&project).clean();
    assert_eq!(desk.build(&project).clean().rendered(), [""; 0]);
    let renamed = desk.build(&project.without("content/a.md").file("content/b.md", &text));
    assert_eq!(renamed.clean().rendered(), ["b/index.html", "h/abcd/index.html"]);
}

#[test]
fn the_default_theme_prints_id_and_short_link() {
    let printed = |site: &Site| {
        let html = site.text("a/index.html");
        html.split("<div class=\"print-only paper\">").skip(1).any(|rest| {
            let (part, _) = rest.split_once("</div>").unwrap();
            part.contains("abcd") && part.contains("https://example.org/help/h/abcd/")
        })
    };
    let project = Project::wayside().base_url("https://example.org/help/").file("content/a.md", keys("A", "id: abcd"));
    assert!(printed(project.build().clean()));
    let without = project.config("outputs: {short_links: false}").build();
    without.clean().absent("h/abcd/index.html").lacks("a/index.html", "/h/abcd/").contains("a/index.html", "abcd");
}

#[test]
fn the_list_of_identifiers_can_be_opened_in_any_spreadsheet() {
    let site = Project::bilingual()
        .base_url("https://example.org/help/")
        .file("content/_data/people.yaml", "ada: {name: \"Ada, \\\"RN\\\"\"}\nbo: {name: Bo}\n")
        .files([
            ("content/_index.md", "---\ntitle: \"=1+1\"\nid: aaaa\n---\n"),
            ("content/a.md", &keys("\"One, two\"", "id: abcd\ndate: 2026-01-01\nupdated: 2026-02-01\nreviews: [{by: ada, date: 2026-02-01}, {by: bo, date: 2025-02-01}]")),
            ("content/a.es.md", &keys("\"-2 «a»\"", "date: 2026-01-03")),
            ("content/b.md", &keys("'@b \"q\"'", "id: efgh")),
        ])
        .build();
    let csv = site.clean().text("identifiers.csv");
    assert!(csv.ends_with("\r\n") && !csv.replace("\r\n", "").contains(['\r', '\n']), "{csv:?}");
    crate::project::same(
        csv.replace("\r\n", "\n").trim_end(),
        str![[r#"
identifier,title,language,version,review,address
aaaa,'=1+1,en,,not reviewed,https://example.org/help/
abcd,"One, two",en,2026-02-01,"reviewed 2026-02-01 by Ada, ""RN""",https://example.org/help/a/
efgh,"'@b ""q""",en,,not reviewed,https://example.org/help/b/
aaaa,'=1+1,es,,not reviewed,https://example.org/help/es/
abcd,'-2 «a»,es,2026-01-03,not reviewed,https://example.org/help/es/a/
"#]],
    );
}

#[test]
fn every_page_of_the_real_site_has_written_its_id_down() {
    let project = Project::real();
    for path in project.paths().filter(|path| path.starts_with("content/") && path.ends_with(".md")) {
        // A translation has the id of its original.
        let has_id = project.text(path).unwrap().contains("\nid: ");
        assert_eq!(has_id, !path.ends_with(".es.md"), "{path}");
    }
}
