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

const PEOPLE: &str = "ada: {name: Ada Example, role: Writer, credentials: BA, statement: Ada writes.}\n\
    Bo.b: {name: Bo Example}\nclinic: {name: The clinic, kind: organisation, url: \"https://example.org/\"}\nnobody: {name: Nobody}\n";

/// A demonstration whose pages have authors.
fn written_site() -> Project {
    Project::wayside()
        .edit(
            "guidepost.yaml",
            "languages: {en: {name: English, locale: en-US}}",
            "languages: {en: {name: English, locale: en-US}, es: {name: Español}}\npaginate_by: 2",
        )
        .file("content/_data/people.yaml", PEOPLE)
        .file("content/_index.es.md", page("Inicio", ""))
        .files([
            ("content/one.md", &with("One", "authors: [ada, clinic]\ndate: 2026-01-01", "Words.")),
            ("content/two.md", &with("Two", "authors: [Bo.b, ada]\ndate: 2026-01-02", "Words.")),
            ("content/three.md", &with("Three", "authors: [ada]\ndate: 2026-01-03", "Words.")),
            ("content/draft.md", &with("Draft", "authors: [nobody]\ndraft: true", "Words.")),
            ("content/one.es.md", &with("Uno", "authors: [ada]", "Palabras.")),
        ])
}

#[test]
fn a_person_who_wrote_a_page_has_a_page_with_all_of_them() {
    let site = written_site().build();
    site.clean();
    let first = site.text("authors/ada/index.html");
    assert!(first.contains("<h1><bdi>Ada Example, BA</bdi></h1>\n<p>Writer</p>\n<p>Ada writes.</p>"), "{first}");
    assert!(
        first.contains("More from this author</h2>\n<ul class=\"cards\">\n<li><a href=\"/three/\">Three</a>"),
        "{first}"
    );
    assert!(first.contains("href=\"/two/\"") && !first.contains("href=\"/one/\""), "{first}");
    assert!(first.contains("href=\"/es/authors/ada/\" lang=\"es\""), "{first}");
    site.contains("authors/ada/page/2/index.html", "<a href=\"/one/\">One</a>");
    site.contains("es/authors/ada/index.html", "<a href=\"/es/one/\">Uno</a>");
    site.contains("authors/Bo.b/index.html", "<h1><bdi>Bo Example</bdi></h1>");
    site.contains("sitemap.xml", "<loc>https://example.org/authors/ada/</loc>");
    site.contains("one/index.html", "<a href=\"/authors/ada/\">Ada Example</a>");
    site.contains("es/one/index.html", "<a href=\"/es/authors/ada/\">Ada Example</a>");
}

#[test]
fn organisations_have_no_page_and_neither_has_who_wrote_nothing_that_is_shown() {
    let site = written_site().build();
    site.clean();
    for path in ["authors/clinic/index.html", "authors/nobody/index.html", "es/authors/Bo.b/index.html"] {
        site.absent(path);
    }
    site.contains("one/index.html", "<a href=\"https://example.org/\" rel=\"noreferrer\">The clinic</a>");
    site.lacks("one/index.html", "/authors/clinic/");
}

#[test]
fn the_page_of_an_author_says_nothing_of_a_review() {
    let html = written_site().build().text("authors/ada/index.html");
    let main = html.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
    let below_notice = main.split("</section>").skip(1).collect::<String>();
    assert!(!below_notice.to_lowercase().contains("review") && !below_notice.contains("clinician"), "{below_notice}");
}

#[test]
fn a_site_or_a_theme_can_do_without_pages_of_authors() {
    let site = written_site().config("outputs: {authors: false}").build();
    site.clean().absent("authors/ada/index.html").lacks("one/index.html", "/authors/");
    let theme = Project::new()
        .file("content/_data/people.yaml", PEOPLE)
        .file("content/one.md", with("One", "authors: [ada]", "Words."))
        .file(
            "templates/page.html",
            "{% for author in page.authors %}{{ author.name }}{{ author.page_url or \" none\" }}{% endfor %}",
        );
    theme.build().clean().absent("authors/ada/index.html").output("one/index.html", str!["Ada Example none"]);
    let own = theme.file("templates/author.html", "{{ author.name }} {{ page.kind }}");
    own.build().clean().output("authors/ada/index.html", str!["Ada Example author"]);
    own.build().output("one/index.html", str!["Ada Example/authors/ada/"]);
}

#[test]
fn a_page_at_the_address_of_an_author_is_an_error() {
    let site = written_site().file("content/authors/ada.md", page("Ada", "Words.")).build();
    site.diagnostics(str![[r#"
content/authors/ada.md: error[output-collision]: two things would be written at `authors/ada/index.html`: `content/authors/ada.md` and the person `ada` in `content/_data/people.yaml` (help: rename one of them, or give one another `slug` or alias)
content/authors/ada.md: error[output-collision]: two things would be written at `es/authors/ada/index.html`: `content/authors/ada.md` and the person `ada` in `content/_data/people.yaml` (help: rename one of them, or give one another `slug` or alias)
"#]]);
}

#[test]
fn an_edit_of_a_page_renders_its_author_again_only_when_its_card_changes() {
    let mut desk = Desk::new();
    let site = || written_site().edit("content/one.md", "Words.", "Words.\n\n## More\n\nOther words.");
    desk.build(&site()).clean();
    let body = desk.build(&site().edit("content/one.md", "Other", "Some other"));
    assert_eq!(body.clean().rendered(), ["one/index.html"]);
    let title = desk.build(&site().edit("content/one.md", "title: One", "title: First"));
    assert!(title.clean().rendered().contains(&"authors/ada/page/2/index.html"));
    assert!(!title.rendered().contains(&"authors/ada/index.html"));
}

/// A site with a list of all pages.
fn alphabet_site() -> Project {
    Project::bilingual()
        .file("templates/a-z.html", "{% for group in all_pages %}{{ group.letter }} {{ group.anchor }}:{% for card in group.pages %} {{ card.title }}{% endfor %}\n{% endfor %}")
        .files([
            ("content/list.md", &with("List", "template: a-z", "")),
            ("content/b/_index.md", &page("Benzos", "")),
            ("content/b/one.md", &page("éclair", "Words.")),
            ("content/b/two.md", &page("Eclipse", "Words.")),
            ("content/c.md", &page("\"“Easy”\"", "Words.")),
            ("content/d.md", &page("988", "Words.")),
            ("content/e.md", &page("Same", "Words.")),
            ("content/a.md", &page("Same", "Words.")),
            ("content/hidden.md", &with("Hidden", "search: {exclude: true}", "Words.")),
            ("content/draft.md", &with("Draft", "draft: true", "Words.")),
            ("content/_index.es.md", &page("Inicio", "")),
            ("content/list.es.md", &with("Lista", "template: a-z", "")),
            ("content/c.es.md", &page("Ñandú", "x")),
        ])
}

#[test]
fn all_pages_stand_in_a_list_by_their_first_letter() {
    let site = alphabet_site().build();
    site.clean();
    site.output(
        "list/index.html",
        str![[r#"
B _letter-b: Benzos
E _letter-e: “Easy” éclair Eclipse
S _letter-s: Same Same
0-9 _letter-0-9: 988
"#]],
    );
    site.output(
        "es/list/index.html",
        str![[r#"
B _letter-b: Benzos
E _letter-e: éclair Eclipse
N _letter-n: Ñandú
S _letter-s: Same Same
0-9 _letter-0-9: 988
"#]],
    );
}

#[test]
fn a_long_list_of_all_pages_is_cut_into_pages_and_its_letters_lead_to_theirs() {
    let many = |start: &str, count: usize| {
        let start = start.to_string();
        (0..count).map(move |at| (format!("content/{start}{at}.md"), page(&format!("{start} {at:03}"), "Words.")))
    };
    let files: Vec<(String, String)> = many("Ask", 150).chain(many("Be", 60)).chain(many("Zed", 1)).collect();
    let project = files.iter().fold(Project::real(), |site, (path, text)| site.file(path, text.as_str()));
    let site = project.build();
    let first = site.text("a-z/index.html");
    let second = site.text("a-z/page/2/index.html");
    assert!(first.contains("<h2 id=\"_letter-a\">") && !first.contains("<h2 id=\"_letter-z\">"));
    assert!(!second.contains("<h2 id=\"_letter-a\">") && second.contains("<h2 id=\"_letter-z\">"));
    // Both lead to every letter, and open with the help lines.
    for html in [&first, &second] {
        let (lines, list) = (html.find("tel:988").unwrap(), html.find("<nav class=\"letters\"").unwrap());
        assert!(lines < list, "help comes first");
    }
    assert!(first.contains("<li><a href=\"#_letter-a\">A</a></li>"));
    assert!(first.contains("<li><a href=\"/a-z/page/2/#_letter-z\">Z</a></li>"));
    assert!(second.contains("<li><a href=\"/a-z/#_letter-a\">A</a></li>"));
    assert!(second.contains("<li><a href=\"#_letter-z\">Z</a></li>"));
    assert!(first.contains("<a href=\"/a-z/page/2/\" rel=\"next\">"));
    assert!(second.contains("<title>All pages from A to Z (page 2 of 2) – "), "{second:.400}");
    // Each page stands in the list once, in Spanish as well, where the pages that are not translated stand in for themselves.
    let listed = |folder: &str| {
        let one = |path: &str| site.text(&format!("{folder}a-z/{path}index.html")).matches("<h2 id=\"_letter-").count();
        (one(""), one("page/2/"))
    };
    assert!(listed("").0 > 1 && listed("es/").1 > 1);
    for (path, _) in files.iter().filter(|(path, _)| path.contains("Ask")) {
        let link = format!("<a href=\"/{}/\">", path["content/".len()..path.len() - 3].to_lowercase());
        assert_eq!(first.matches(&link).count() + second.matches(&link).count(), 1, "{link}");
    }
    // The letters of the page of the search lead there too.
    assert!(site.text("search/index.html").contains("<a href=\"/a-z/page/2/#_letter-z\">Z</a>"));
}

#[test]
fn only_the_list_of_all_pages_pays_for_it() {
    let mut desk = Desk::new();
    desk.build(&alphabet_site()).clean();
    let title = desk.build(&alphabet_site().edit("content/d.md", "988", "911"));
    let pages = ["d/index.html", "es/d/index.html", "es/list/index.html", "list/index.html"];
    assert_eq!(title.clean().rendered(), pages, "the page that stands in for the translation too");
    let edited = alphabet_site().edit("content/d.md", "988", "911").edit("content/d.md", "Words.", "Words.\n\nMore.");
    assert_eq!(desk.build(&edited).clean().rendered(), ["d/index.html", "es/d/index.html"]);
}

#[test]
fn the_letters_of_the_real_list_lead_to_their_headings() {
    let site = Project::real().build();
    let html = site.text("a-z/index.html");
    for letter in ["a", "s", "w"] {
        assert!(
            html.contains(&format!("href=\"#_letter-{letter}\""))
                && html.contains(&format!("<h2 id=\"_letter-{letter}\">"))
        );
    }
    assert!(html.contains("<nav class=\"letters\" aria-label=\"Letters\">"));
    let spanish = site.text("es/a-z/index.html");
    let is_listed = |path: &&String| {
        path.ends_with("/index.html") && !path.contains("topics") && !path.contains("temas") && !path.contains("h/")
    };
    for path in site.outputs.keys().filter(is_listed) {
        let address = format!("<a href=\"/{}\">", path.trim_end_matches("index.html"));
        let list = if path.starts_with("es/") { &spanish } else { &html };
        let is_itself = path.ends_with("a-z/index.html") || path == "es/index.html";
        assert!(list.contains(&address) || is_itself, "{path} is not in the list");
    }
    site.contains("index.html", "<a href=\"/a-z/\">All pages from A to Z</a>");
}

/// A site with a series of three pages, of which the Spanish part has two.
fn series_site() -> Project {
    let show = "{% if series %}{{ series.title }} {{ series.position }}/{{ series.total }} {{ series.previous?.title or \"-\" }} {{ series.next?.url or \"-\" }}:\
        {% for item in series.items %} {{ item.number }} {{ item.title }}{% if item.current %}*{% endif %}{% endfor %}{% endif %}{{ body | safe }}";
    Project::bilingual()
        .file("templates/page.html", show)
        .file("templates/section.html", show)
        .file("content/_data/series.yaml", "way:\n  title: {en: The way, es: El camino}\n  pages: [b.md, s/_index.md, content/a.md]\nother: {title: Other, pages: [x.md, y.md]}\n")
        .files([
            ("content/a.md", &page("A", "")),
            ("content/b.md", &page("B", "")),
            ("content/s/_index.md", &page("S", "")),
            ("content/x.md", &page("X", "")),
            ("content/y.md", &with("Y", "draft: true", "")),
            ("content/_index.es.md", &page("Inicio", "")),
            ("content/a.es.md", &page("A es", "")),
            ("content/b.es.md", &page("B es", "")),
            ("content/x.es.md", &page("X es", "")),
        ])
}

#[test]
fn a_page_of_a_series_knows_its_place_in_its_language() {
    let site = series_site().build();
    site.clean();
    site.output("b/index.html", str!["The way 1/3 - /s/: 1 B* 2 S 3 A"]);
    site.output("s/index.html", str!["The way 2/3 B /a/: 1 B 2 S* 3 A"]);
    site.output("a/index.html", str!["The way 3/3 S -: 1 B 2 S 3 A*"]);
    site.output("es/a/index.html", str!["El camino 3/3 S -: 1 B es 2 S 3 A es*"]);
    // The other page of this series is a draft, and one page is no way.
    site.output("x/index.html", str![""]);
    let with_draft = series_site().drafts().build();
    with_draft.clean().output("x/index.html", str!["Other 1/2 - /y/: 1 X* 2 Y"]);
    with_draft.output("es/x/index.html", str!["Other 1/2 - /es/y/: 1 X es* 2 Y"]);
}

#[test]
fn the_title_of_a_step_renders_the_other_steps_and_its_text_does_not() {
    let mut desk = Desk::new();
    desk.build(&series_site()).clean();
    let text = desk.build(&series_site().edit("content/a.md", "---\n\n", "---\nWords.\n"));
    assert_eq!(text.clean().rendered(), ["a/index.html"]);
    desk.build(&series_site()).clean();
    let title = desk.build(&series_site().edit("content/a.md", "title: A", "title: End"));
    assert_eq!(title.clean().rendered(), ["a/index.html", "b/index.html", "s/index.html"]);
}

#[test]
fn a_series_that_names_a_page_wrongly_is_said_at_its_line() {
    let series = "way: {title: {en: Way, fr: Voie}, pages: [a.md, aa.md, b.md, a.md]}\nlast: {title: Last, pages: [x.md, b.md]}\nshort: {title: Short, pages: [y.md]}\n";
    series_site().file("content/_data/series.yaml", series).build().diagnostics(str![[r#"
content/_data/series.yaml:1:24: error[unknown-language]: the series `way` has words in the language `fr`, which the site does not have (help: add `fr` under `languages:` in `guidepost.yaml`, or take the words out)
content/_data/series.yaml:1:49: error[series-page]: the series `way` names a page that does not exist: `aa.md` (help: did you mean `a.md`?)
content/_data/series.yaml:1:62: error[series-page]: the series `way` names the page `a.md` twice (help: a page can be one step only: take it out of one of the two places)
content/_data/series.yaml:2:35: error[series-page]: the page `b.md` is part of two series, `way` and `last` (help: a page can be one step only: take it out of one of the two places)
content/_data/series.yaml:3:1: error[data-value]: the series `short` has fewer than two pages (help: name its pages in their order: `pages: [first.md, second.md]`)
"#]]);
}

#[test]
fn wayside_shows_the_steps_of_a_series_and_where_the_reader_is() {
    let site = Project::real().build();
    let path = "treatment/tapering/index.html";
    site.contains(
        path,
        "<p class=\"series-place\"><a href=\"#_series\">Step 3 of 6: From first questions to staying well</a></p>",
    );
    site.contains(path, "<nav class=\"series\" id=\"_series\" aria-labelledby=\"_series-label\">\n<h2 id=\"_series-label\">Step 3 of 6: From first questions to staying well</h2>");
    site.contains(path, "<li><a href=\"/treatment/tapering/\" aria-current=\"step\">Safe detox and tapering</a></li>");
    site.contains(
        path,
        "<a href=\"/treatment/withdrawal/\" rel=\"next\"><span class=\"label\">Next step</span> Withdrawal</a>",
    );
    site.lacks(path, "class=\"neighbours\"");
    let last = "after/staying-well/index.html";
    site.contains(last, "aria-current=\"step\"").contains(last, "class=\"neighbours\"").lacks(last, "Next step");
    site.lacks("treatment/dual-diagnosis/index.html", "class=\"series");
}
