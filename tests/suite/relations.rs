//! What pages have to do with each other: related pages, backlinks, authors, series, and the list of all pages.

use snapbox::str;

use crate::project::{Desk, Project, page};

/// A page with lines of front matter besides its title.
fn with(title: &str, lines: &str, text: &str) -> String {
    format!("---\ntitle: {title}\n{lines}\n---\n{text}\n")
}

/// A site whose pages show their related pages, one a line.
fn related_site() -> Project {
    Project::bilingual()
        .file("templates/page.html", "{% for card in related %}{{ card.title }}\n{% endfor %}")
        .file("templates/section.html", "{% for card in related %}{{ card.title }}\n{% endfor %}none")
        .files([
            ("content/sleep.md", &with("Sleep at night", "topics: [Sleep]", "## What helps\n\nWords.")),
            ("content/rest.md", &with("Rest and night", "topics: [Sleep]", "## What helps\n\nWords. [@label]")),
            ("content/walks.md", &with("Walks", "description: A walk before the night.", "Words. [@label]")),
            ("content/money.md", &with("Money", "topics: [Cost]", "Sleep at night. Rest. Walks.")),
            ("content/bills.md", &with("Bills", "topics: [Cost]", "Words.")),
            ("content/s/_index.md", &with("Night and sleep", "topics: [Sleep]", "Words.")),
            ("content/_data/sources.yaml", "label: {kind: label, title: A label}\n"),
        ])
}

#[test]
fn pages_are_related_by_what_their_authors_say_of_them_the_rarer_the_nearer() {
    let site = related_site().build();
    site.clean();
    site.output("sleep/index.html", str!["Rest and night"]);
    // The topic and two words of the one, the source and a word of the other.
    site.output(
        "rest/index.html",
        str![[r#"
Sleep at night
Walks
"#]],
    );
    site.output("walks/index.html", str!["Rest and night"]);
    // Its text speaks of sleep, and that does not count.
    site.output("money/index.html", str!["Bills"]);
    site.output("s/index.html", str!["none"]);
}

#[test]
fn related_pages_that_an_author_names_are_the_only_ones_in_their_order() {
    let named = "topics: [Sleep]\nrelated: [money.md, content/walks.md, draft.md, sleep.md, money.md]";
    let site = related_site()
        .file("content/sleep.md", with("Sleep at night", named, "Words."))
        .file("content/draft.md", with("Draft", "draft: true", "Words."))
        .file("content/rest.md", with("Rest and night", "topics: [Sleep]\nrelated: []", "Words."))
        .file("content/walks.md", with("Walks", "related: [rest.md]", "Words. [@label]"))
        .build();
    site.clean();
    site.output(
        "sleep/index.html",
        str![[r#"
Money
Walks
"#]],
    );
    site.output("rest/index.html", str![""]);
    site.output("walks/index.html", str!["Rest and night"]);
}

#[test]
fn a_section_can_take_related_pages_from_all_pages_below_it() {
    let site = related_site()
        .file("content/now/_index.md", with("Emergencies", "cascade: {related: []}", ""))
        .file("content/now/call.md", with("Sleep at night and call", "topics: [Sleep]", "Words."))
        .build();
    site.clean().output("now/call/index.html", str![""]);
    site.contains("sleep/index.html", "Sleep at night and call");
}

#[test]
fn a_page_that_the_search_leaves_out_is_not_proposed() {
    let site = related_site().edit("content/rest.md", "topics:", "search: {exclude: true}\ntopics:").build();
    site.clean().output("sleep/index.html", str![""]);
}

#[test]
fn related_pages_are_of_the_language_of_the_page() {
    let site = related_site()
        .file("content/sleep.es.md", with("Dormir de noche", "topics: [Sleep]", "x"))
        .file("content/rest.es.md", with("Descansar de noche", "topics: [Sleep]", "x"))
        .file("content/_index.es.md", page("Inicio", ""))
        .file("content/walks.es.md", with("Paseos", "related: [rest.md]", "x"))
        .build();
    site.clean();
    site.output("es/sleep/index.html", str!["Descansar de noche"]);
    site.output("es/walks/index.html", str!["Descansar de noche"]);
    site.output("sleep/index.html", str!["Rest and night"]);
}

#[test]
fn no_page_has_more_than_four_related_pages_and_equals_stand_in_the_order_of_their_paths() {
    let pages = (0..9).fold(related_site(), |site, number| {
        site.file(&format!("content/p{number}.md"), with("Same", "topics: [Alike]", "Words."))
    });
    let linked = pages.file("templates/page.html", "{% for card in related %}{{ card.url }} {% endfor %}");
    linked.build().clean().output("p5/index.html", str!["/p0/ /p1/ /p2/ /p3/"]);
}

#[test]
fn wayside_shows_related_pages_at_the_end_of_a_page_and_nowhere_else() {
    let site = Project::wayside()
        .file("content/a.md", with("A", "topics: [Sleep]", "Words."))
        .file("content/b.md", with("B", "topics: [Sleep]\nrelated: []", "Words."))
        .file("content/s/_index.md", with("S", "related: [a.md]", "Words."))
        .build();
    site.clean().contains("a/index.html", "</article>\n<section class=\"related\" aria-labelledby=\"_related\">\n<h2 id=\"_related\">Related pages</h2>\n<ul class=\"cards\">\n<li><a href=\"/b/\">B</a>");
    for path in ["b/index.html", "s/index.html", "index.html", "topics/sleep/index.html"] {
        site.lacks(path, "class=\"related\"");
    }
}

/// A site whose pages show who links to them.
fn linked_site() -> Project {
    Project::bilingual().file("templates/page.html", "{% for card in backlinks %}{{ card.title }}\n{% endfor %}").files(
        [
            ("content/target.md", &page("Target", "## Part\n\nSee [this part](#part) and [this page](target.md).")),
            ("content/z.md", &page("Z", "See [one](target.md), [two](/target/) and [three](target.md#part).")),
            ("content/a/one.md", &page("One", "See [it](../target.md) and [the web](https://example.org/target/).")),
            ("content/a/_index.md", &page("A", "See [it](../target.md).")),
            ("content/none.md", &page("None", "Target.")),
            ("content/target.es.md", &page("Meta", "x")),
            ("content/z.es.md", &page("Zeta", "Vea [la meta](target.md).")),
            ("content/uno.md", &page("Uno", "x")),
            ("content/uno.es.md", &page("Uno es", "Vea [none](none.md).")),
            ("content/_index.es.md", &page("Inicio", "")),
        ],
    )
}

#[test]
fn a_page_knows_which_pages_of_its_language_link_to_it_each_once() {
    let site = linked_site().build();
    site.clean();
    site.output(
        "target/index.html",
        str![[r#"
A
One
Z
"#]],
    );
    site.output("es/target/index.html", str!["Zeta"]);
    site.output("none/index.html", str![""]);
}

#[test]
fn a_link_renders_the_page_it_leads_to_again_and_a_word_beside_it_does_not() {
    let site = || linked_site().edit("templates/page.html", "{% for", "{{ body | safe }}{% for");
    let mut desk = Desk::new();
    desk.build(&site()).clean();
    let word = desk.build(&site().edit("content/none.md", "Target.", "Target. More."));
    // Its text stands in for the translation too.
    assert_eq!(word.clean().rendered(), ["es/none/index.html", "none/index.html"]);
    let link = desk.build(&site().edit("content/none.md", "Target.", "[Target](target.md)."));
    assert_eq!(link.clean().rendered(), ["es/none/index.html", "none/index.html", "target/index.html"]);
}
