//! What readers get on paper: where a page came from, addresses that can be typed, room to write, and sets of pages.

use snapbox::str;

use crate::project::{Desk, Project, page};

/// A site of the default theme with one page that leads to other websites.
fn site() -> Project {
    Project::wayside().file("snippets/more.md", "See [the list](https://example.com/list).\n").file(
        "content/a.md",
        "---\ntitle: A\nid: k7m2p4qd\ndate: 2026-01-05\nupdated: 2026-02-05\n---\n\
         Read [one](https://example.com/one), [two](https://example.com/two), [one again](https://example.com/one) and [home](/).\n\n\
         Write to [us](mailto:a@example.org).\n\n::include{file=\"snippets/more.md\"}\n",
    )
}

/// The part of a page between two pieces of it.
fn between<'a>(html: &'a str, from: &str, to: &str) -> &'a str {
    let (_, rest) = html.split_once(from).unwrap_or_else(|| panic!("no `{from}` in\n{html}"));
    rest.split_once(to).unwrap_or_else(|| panic!("no `{to}` behind `{from}`")).0
}

#[test]
fn paper_says_which_page_it_is_how_old_and_whether_it_was_reviewed() {
    let site = site().build();
    let html = site.clean().text("a/index.html");
    let about = between(&html, "<section class=\"about-page\"", "</section>");
    for words in [
        "<p>This page has not been reviewed by a clinician.</p>",
        "<p>Number of this page: <bdi dir=\"ltr\">k7m2p4qd</bdi></p>",
        "<p>Short address: <bdi dir=\"ltr\">https://example.org/h/k7m2p4qd/</bdi></p>",
        "<p>Version: February 5, 2026</p>",
        "<p class=\"label\">My notes</p>",
    ] {
        assert!(about.contains(words), "no `{words}` in\n{about}");
    }
}

#[test]
fn a_code_leads_from_paper_to_the_address_that_stays() {
    let site = site().build();
    let html = site.text("a/index.html");
    let paper = between(&html, "<div class=\"print-only paper\">", "</div>");
    assert!(
        paper.contains("role=\"img\" aria-label=\"QR code with the address https://example.org/h/k7m2p4qd/\""),
        "{paper}"
    );
    assert_eq!(paper.matches("<path").count(), 2, "a white ground and one path");
    let without = self::site().config("outputs: {short_links: false}").build();
    without.clean().contains("a/index.html", "aria-label=\"QR code with the address https://example.org/a/\"");
    without.lacks("a/index.html", "Short address");
    site.lacks("404.html", "<svg class=\"qr\"");
}

#[test]
fn addresses_of_other_websites_stand_in_a_list_and_only_their_numbers_in_the_text() {
    let site = site().build();
    let html = site.text("a/index.html");
    let body = between(&html, "<div class=\"body\">", "</div>");
    for (address, number) in [("one", 1), ("two", 2), ("list", 3)] {
        let link = format!("<a href=\"https://example.com/{address}\" data-note=\"{number}\" rel=\"noreferrer\">");
        assert!(body.contains(&link), "{body}");
    }
    assert_eq!(body.matches("data-note=\"1\"").count(), 2);
    assert_eq!(body.matches("data-note").count(), 4, "mail and links within the site have no number");
    let list = between(&html, "<div class=\"print-only link-notes\">", "</div>");
    let items: Vec<&str> = list.split("<li>").skip(1).filter_map(|item| item.split("</li>").next()).collect();
    assert_eq!(
        items,
        [
            "(1) <bdi dir=\"ltr\">https://example.com/one</bdi>",
            "(2) <bdi dir=\"ltr\">https://example.com/two</bdi>",
            "(3) <bdi dir=\"ltr\">https://example.com/list</bdi>"
        ]
    );
    let css = self::site().text("themes/wayside/assets/style.css").unwrap();
    assert!(!css.contains("main a[href^=\"http\"]::after"), "no address in the middle of a sentence");
    assert!(css.contains("a[data-note]::after { content: \"\\A0(\" attr(data-note) \")\""), "the number is printed");
}

#[test]
fn a_theme_that_does_not_list_addresses_gets_no_numbers() {
    let site = Project::new().file("content/a.md", page("A", "[web](https://example.com/)")).build();
    site.clean().lacks("a/index.html", "data-note");
}

#[test]
fn letters_on_paper_grow_with_the_readers_own_size_and_can_be_large() {
    let css = site().text("themes/wayside/assets/style.css").unwrap();
    let print: String = css.split("@media print").skip(1).collect();
    assert!(print.contains("html, html[data-print] { font-size: 100%; }"));
    assert!(print.contains("html[data-print=\"large\"] { font-size: 150%; }"), "18 points");
    assert!(print.contains("html:has(#_large-print:target) { font-size: 150%; }"), "the reader's choice");
    assert!(!print.contains("html { font-size: 12pt"), "a size in points would ignore the reader's own");
    site().build().contains("a/index.html", "data-print=\"normal\"");
    let large = site().config("theme_options: {print_size: large}").build();
    large
        .clean()
        .contains("a/index.html", "data-print=\"large\"")
        .contains("a/index.html", "<a href=\"#_large-print\">");
}

#[test]
fn lines_to_write_on_say_what_belongs_there_and_are_silent_themselves() {
    let site = Project::wayside()
        .file(
            "content/a.md",
            page("A", "::blank Name & phone {lines=2}\n\n::blank People {lines=1 columns=\"Name, Phone\"}"),
        )
        .build();
    let html = site.clean().text("a/index.html");
    assert_eq!(
        between(&html, "<div class=\"body\">\n", "\n</div>\n<div class=\"blank table\""),
        "<div class=\"blank\">\n<p>Name &amp; phone <span class=\"visually-hidden\">(space to write)</span></p>\n\
         <div class=\"rules\" aria-hidden=\"true\"><div></div><div></div></div>"
    );
    let table = between(&html, "<div class=\"blank table\"", "</div>");
    for part in [
        "<caption>People <span class=\"visually-hidden\">(space to write)</span></caption>",
        "<th scope=\"col\">Name</th><th scope=\"col\">Phone</th>",
        "<tr><td></td><td></td></tr>",
    ] {
        assert!(table.contains(part), "{table}");
    }
}

#[test]
fn lines_without_end_are_refused() {
    for lines in ["0", "31", "1000000000"] {
        let site =
            Project::wayside().file("content/a.md", page("A", &format!("::blank Name {{lines={lines}}}"))).build();
        assert!(site.failed() && site.broken().contains(&"template-error"), "{lines}");
    }
}

/// A set of two pages, the second of which is named first.
fn set() -> Project {
    Project::wayside()
        .file("content/_data/sources.yaml", "label: {kind: label, title: A label}\n")
        .file("content/_data/helplines.yaml", "us: [{id: a, label: The line, tel: \"911\"}]\n")
        .file("content/one.md", "---\ntitle: One\nmain_message: First things first.\nsources: [label]\n---\nText. [@label]\n\n## Pace\n\nBack to [the pace](#pace).\n\n:::care Call 911 {level=\"emergency\"}\n- a seizure\n:::\n")
        .file("content/two.md", "---\ntitle: Two\ndescription: The second.\nsources: [label]\n---\n## Pace\n\nOther text. [@label] See [out](https://example.com/).\n")
        .file("content/set.md", "---\ntitle: For the visit\nset: [two.md, one.md]\n---\nTake it along.\n")
}

#[test]
fn a_set_shows_its_pages_in_its_order_each_with_title_and_main_message() {
    let site = set().build();
    let html = site.clean().text("set/index.html");
    let order = [
        "<h1>For the visit</h1>",
        "id=\"_help-lines\"",
        "Take it along.",
        "<section class=\"part\" id=\"_part-1\"",
        "<h2 class=\"part-title\" id=\"_part-1-title\">Two</h2>",
        "<h3 id=\"_part-1-pace\">Pace</h3>",
        "Other text.",
        "<section class=\"part\" id=\"_part-2\"",
        "<h2 class=\"part-title\" id=\"_part-2-title\">One</h2>",
        "<p>First things first.</p>",
        "<h3 id=\"_part-2-pace\">Pace</h3>",
        "<a href=\"#_part-2-pace\">the pace</a>",
        "<h3 class=\"care-title\">",
    ];
    let mut rest = html.as_str();
    for part in order {
        rest = rest.split_once(part).unwrap_or_else(|| panic!("no `{part}` in its place in\n{html}")).1;
    }
    assert_eq!(html.matches("id=\"_help-lines\"").count(), 1, "the help lines stand there once");
    assert_eq!(html.matches("<h1").count(), 1);
    let css = set().text("themes/wayside/assets/style.css").unwrap();
    assert!(css.contains(".part { break-before: page;"), "each part begins on a new page");
}

#[test]
fn citations_and_numbered_links_of_a_set_lead_to_the_lists_of_their_part() {
    let site = set().build();
    let html = site.text("set/index.html");
    for number in [1, 2] {
        assert!(html.contains(&format!("<a id=\"_part-{number}-_cite-1\" href=\"#_part-{number}-_ref-1\"")), "{html}");
        assert_eq!(html.matches(&format!("id=\"_part-{number}-_ref-1\"")).count(), 1);
    }
    assert!(html.contains("(1) <bdi dir=\"ltr\">https://example.com/</bdi>"));
}

#[test]
fn a_page_of_a_set_that_is_not_shown_today_is_left_out() {
    let site = set().edit("content/two.md", "title: Two", "title: Two\ndraft: true").build();
    site.clean().contains("set/index.html", "id=\"_part-1-title\">One</h2>").lacks("set/index.html", "_part-2");
}

#[test]
fn a_set_in_another_language_shows_translations_and_else_the_original_as_such() {
    let site = set()
        .edit("guidepost.yaml", "{en: {name: English, locale: en-US}}", "{en: {name: English}, es: {name: Español}}")
        .file("content/_index.es.md", page("Inicio", "Hola."))
        .file("content/two.es.md", page("Dos", "Otro texto."))
        .file("content/set.es.md", "---\ntitle: Para la visita\nset: [two.md, one.md]\n---\nLleve esto.\n")
        .build();
    let html = site.clean().text("es/set/index.html");
    assert!(html.contains("id=\"_part-1-title\">Dos</h2>") && html.contains("Otro texto."), "{html}");
    assert!(
        html.contains(
            "<section class=\"part\" id=\"_part-2\" aria-labelledby=\"_part-2-title\" lang=\"en\" dir=\"ltr\">"
        )
    );
}

#[test]
fn an_edit_of_a_page_changes_the_sets_that_show_it_and_no_other() {
    let mut desk = Desk::new();
    let site = || set().file("content/other.md", "---\ntitle: Other\nset: [one.md]\n---\n");
    desk.build(&site()).clean();
    let edited = site().edit("content/two.md", "Other text", "Another text");
    let warm = desk.build(&edited);
    assert_eq!(warm.clean().rendered(), ["set/index.html", "two/index.html"]);
    assert_eq!(warm.outputs, edited.build().outputs);
    let titled = edited.edit("content/one.md", "First things first", "Begin here");
    let warm = desk.build(&titled);
    assert!(warm.clean().rendered().contains(&"set/index.html") && warm.rendered().contains(&"other/index.html"));
    assert_eq!(warm.outputs, titled.build().outputs);
}

#[test]
fn the_markdown_twin_of_a_set_holds_its_pages() {
    let site =
        set().edit("guidepost.yaml", "title:", "status: live\ntitle:").config("outputs: {markdown: true}").build();
    let twin = site.clean().text("set/index.md");
    for part in [
        "## Two\n\n### Pace\n\nOther text.",
        "## One\n\nThe main message: **First things first.**",
        "### Immediate action",
    ] {
        assert!(twin.contains(part), "no `{part}` in\n{twin}");
    }
}

#[test]
fn a_theme_without_a_template_for_sets_says_so() {
    let site = Project::new()
        .file("content/a.md", "---\ntitle: A\nset: [b.md]\n---\n")
        .file("content/b.md", page("B", ""))
        .build();
    site.diagnostics(str![[r#"
content/a.md:3:7: error[unknown-template]: the theme has no template `set.html`, which shows the pages that `set` names (help: take `set` out, or add that template: the theme `wayside` has one)
"#]]);
}
