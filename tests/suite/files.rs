//! Files that templates in `outputs/` make: where they are written, what they may hold, and when they are made again.

use serde_json::Value;
use snapbox::str;

use crate::project::{Desk, Project, Site, page};

/// A list of all pages as a theme would write it.
const LIST: &str = r#"{
  "site": {{ site.title | json_encode }},
  "language": {{ lang.code | json_encode }},
  "pages": [
{%- for card in pages %}
    {"title": {{ card.title | json_encode }}, "url": {{ card.url | json_encode }}, "kind": {{ card.kind | json_encode }}, "in_search": {{ card.in_search | json_encode }}, "message": {{ card.main_message | json_encode }}}
{%- if not loop.last %},{% endif %}
{%- endfor %}
  ]
}
"#;

/// A site with this list.
fn listed(project: Project) -> Project {
    project.file("themes/test/templates/outputs/pages.json", LIST)
}

#[track_caller]
fn json(site: &Site, path: &str) -> Value {
    serde_json::from_str(&site.text(path)).unwrap_or_else(|error| panic!("{error}\n{}", site.text(path)))
}

/// One field of each page in a list.
#[track_caller]
fn each(site: &Site, path: &str, field: &str) -> Vec<Value> {
    json(site, path)["pages"].as_array().unwrap().iter().map(|page| page[field].clone()).collect()
}

#[test]
fn a_template_makes_one_file_in_each_language_with_the_pages_that_are_written_in_it() {
    let site = listed(Project::bilingual())
        .base_url("https://example.org/help/")
        .files([
            ("content/_index.es.md", &page("Inicio", "")),
            ("content/s/_index.md", &page("S", "")),
            ("content/s/a.md", &page("A", "Text.")),
            ("content/s/a.es.md", &page("Á", "Texto.")),
            ("content/b.md", "---\ntitle: B\nsearch: {exclude: true}\nmain_message: Never stop.\n---\n"),
            ("content/draft.md", "---\ntitle: D\ndraft: true\n---\n"),
            ("content/later.md", "---\ntitle: L\npublish_on: 2030-01-01\n---\n"),
        ])
        .build();
    site.clean();
    assert_eq!(each(&site, "pages.json", "url"), ["/help/", "/help/b/", "/help/s/", "/help/s/a/"]);
    assert_eq!(each(&site, "pages.json", "kind"), ["home", "page", "section", "page"]);
    assert_eq!(each(&site, "pages.json", "in_search"), [true, false, true, true]);
    assert_eq!(each(&site, "pages.json", "message")[..2], [Value::Null, "Never stop.".into()]);
    assert_eq!(json(&site, "es/pages.json")["language"], "es");
    assert_eq!(
        each(&site, "es/pages.json", "url"),
        ["/help/es/", "/help/es/s/a/"],
        "pages that stand in for a translation are not listed"
    );
}

#[test]
fn the_pages_are_there_by_section_too() {
    let text = "{% for group in pages_by_section %}{{ group.section.title }}:{% for card in group.pages %} {{ card.title }}{% endfor %}\n{% endfor %}";
    let site = Project::bilingual()
        .file("templates/outputs/map.txt", text)
        .files([
            ("content/_index.es.md", &page("Inicio", "")),
            ("content/z.md", &page("Z", "")),
            ("content/s/_index.md", "---\ntitle: S\nweight: 2\n---\n"),
            ("content/s/_index.es.md", "---\ntitle: ES\nweight: 2\n---\n"),
            ("content/s/a.md", "---\ntitle: A\nweight: 2\n---\n"),
            ("content/s/b.md", "---\ntitle: B\nweight: 1\n---\n"),
            ("content/s/b.es.md", "---\ntitle: Be\n---\n"),
            ("content/s/deep/_index.md", &page("Deep", "")),
            ("content/s/deep/c.md", &page("C", "")),
            ("content/t/_index.md", "---\ntitle: T\nweight: 1\n---\n"),
        ])
        .build();
    site.clean().output("map.txt", str!["Home: Z\nT:\nS: B A Deep C"]);
    site.output("es/map.txt", str!["Inicio:\nT:\nES: Be"]);
}

#[test]
fn a_language_without_a_page_has_no_file() {
    let site = listed(Project::bilingual()).file("content/a.md", page("A", "Text.")).build();
    site.clean().absent("es/pages.json");
    assert_eq!(each(&site, "pages.json", "title"), ["Home", "A"]);
}

#[test]
fn no_title_can_break_out_of_json() {
    let title = "\"Quoted\" </script><b> & 'c' \\ back\nslash \u{2028}\t{{ x }}, ]}";
    let front = serde_json::to_string(title).unwrap();
    let site = listed(Project::new()).file("content/a.md", format!("---\ntitle: {front}\n---\n")).build();
    site.clean().lacks("pages.json", "</script");
    assert_eq!(each(&site, "pages.json", "title"), ["Home", title]);
}

#[test]
fn only_html_and_xml_are_escaped() {
    let text = "{{ pages[1].title }}";
    let site = Project::new()
        .files([
            ("templates/outputs/a.html", text),
            ("templates/outputs/a.xml", text),
            ("templates/outputs/a.txt", text),
            ("templates/outputs/deep/er/a.csv", text),
        ])
        .file("content/a.md", page("\"<A> & B\"", "Text."))
        .build();
    site.clean().output("a.html", str!["&lt;A&gt; &amp; B"]).output("a.xml", str!["&lt;A&gt; &amp; B"]);
    site.output("a.txt", str!["<A> & B"]).output("deep/er/a.csv", str!["<A> & B"]);
}

#[test]
fn a_file_of_the_site_replaces_that_of_the_theme_or_adds_to_it() {
    let site = Project::new()
        .file("themes/test/templates/outputs/one.txt", "theme")
        .file("themes/test/templates/outputs/two.txt", "theme{% block more %}{% endblock more %}")
        .file("templates/outputs/one.txt", "site")
        .file(
            "templates/outputs/two.txt",
            "{% extends \"test/outputs/two.txt\" %}{% block more %} and site{% endblock more %}",
        )
        .file("templates/outputs/three.txt", "{{ page.kind }} {{ page.permalink }} {{ page.title }}")
        .build();
    site.clean().output("one.txt", str!["site"]).output("two.txt", str!["theme and site"]);
    site.output("three.txt", str!["file https://example.org/three.txt Test"]);
}

#[test]
fn a_theme_that_is_called_like_the_folder_makes_no_file_of_its_pages() {
    let site = Project::new()
        .edit("guidepost.yaml", "theme: test", "theme: outputs")
        .file("themes/outputs/theme.yaml", "name: outputs\ncontract: 1\nextends: test\n")
        .file("themes/outputs/templates/landing.html", "landing")
        .build();
    site.clean().absent("landing.html");
}

#[test]
fn a_fault_in_such_a_template_shows_its_line_and_the_file_and_is_said_once() {
    let site = Project::bilingual()
        .file("content/_index.es.md", page("Inicio", ""))
        .file("templates/outputs/pages.txt", "{% for card in pages %}\n{{ card.titel | upper }}\n{% endfor %}")
        .build();
    site.human(str![[r#"
error[template-error]: invalid type for the value, expected `string` but got `undefined`
  ╭▸ templates/outputs/pages.txt:2:4
  │
2 │ {{ card.titel | upper }}
  │    ━━━━
  │
  ╰ note: while making this file: es/pages.txt
"#]]);
    Project::new().file("templates/outputs/pages.txt", "{{ paegs }}").build().diagnostics(str![[r#"
templates/outputs/pages.txt:1:4: error[template-value]: templates have no value `paegs` (help: did you mean `pages`?)
"#]]);
}

#[test]
fn a_value_that_does_not_exist_is_not_written_as_json() {
    let site = Project::new().file("templates/outputs/a.json", "[{{ page.titel | json_encode }}]").build();
    site.diagnostics(str!["templates/outputs/a.json:1:18: error[template-error]: this value does not exist, so it cannot be written as JSON"]);
}

#[test]
fn json_that_no_program_can_read_is_an_error_that_names_the_template() {
    let project = |text: &str| {
        Project::new().file("templates/outputs/pages.json", text).file("content/a.md", page("A \"b\"", "Text.")).build()
    };
    let site = project("[\n{% for card in pages %}\"{{ card.title }}\",\n{% endfor %}\"\"]");
    site.human(str![[r#"
error[template-error]: what the template `outputs/pages.json` makes is not JSON: it goes wrong in line 3 at `b"",`
 ╭▸ templates/outputs/pages.json
 ├ note: in this file: pages.json
 ╰ help: write each value by `{{ value | json_encode }}`, and commas only between two values
"#]]);
    assert!(site.failed());
    project("{\"a\": [1, 2").diagnostics(str![[r#"
templates/outputs/pages.json: error[template-error]: what the template `outputs/pages.json` makes is not JSON: it ends too early (help: write each value by `{{ value | json_encode }}`, and commas only between two values)
"#]]);
    project("[1, 2] [3]").diagnostics(str![[r#"
templates/outputs/pages.json: error[template-error]: what the template `outputs/pages.json` makes is not JSON: it goes wrong in line 1 at `[3]` (help: write each value by `{{ value | json_encode }}`, and commas only between two values)
"#]]);
    project("\n").diagnostics(str![[r#"
templates/outputs/pages.json: error[template-error]: what the template `outputs/pages.json` makes is not JSON: it ends too early (help: write each value by `{{ value | json_encode }}`, and commas only between two values)
"#]]);
}

#[test]
fn a_file_cannot_be_written_where_another_one_is() {
    let site = Project::new()
        .file("templates/outputs/sitemap.xml", "x")
        .file("templates/outputs/a/index.html", "x")
        .file("content/a.md", page("A", "Text."))
        .build();
    site.diagnostics(str![[r#"
templates/outputs/a/index.html: error[output-collision]: two things would be written at `a/index.html`: `content/a.md` and `templates/outputs/a/index.html` (help: rename one of them, or give one another `slug` or alias)
templates/outputs/sitemap.xml: error[output-collision]: two things would be written at `sitemap.xml`: `templates/outputs/sitemap.xml` and `the site itself` (help: rename one of them, or give one another `slug` or alias)
"#]]);
}

#[test]
fn a_page_of_a_demonstration_shows_the_notice_also_when_it_is_such_a_file() {
    let project = listed(Project::new())
        .edit("guidepost.yaml", "live", "demonstration")
        .files([("templates/home.html", "{{ notice }}"), ("templates/404.html", "{{ notice }}")]);
    project.build().clean();
    project.file("templates/outputs/list.html", "<p>List</p>").build().diagnostics(str![[r#"
templates/outputs/list.html: error[missing-notice]: the template `outputs/list.html` does not show the notice of a demonstration: “Not checked by a clinician. Do not change any medicine because of this page.” (help: write `{{ notice }}` above the main message in that template or in one that it extends)
"#]]);
}

#[test]
fn no_page_can_ask_for_such_a_template() {
    let site = Project::new()
        .file("templates/outputs/list.html", "x")
        .file("content/a.md", "---\ntitle: A\ntemplate: outputs/list\n---\n")
        .build();
    site.diagnostics(str![[r#"
content/a.md:3:11: error[unknown-template]: the theme has no template `outputs/list` (help: its templates are `404`, `home`, `page`, `redirect`, `section`, `taxonomy`, `term`)
"#]]);
}

#[test]
fn the_file_is_made_again_when_a_page_that_it_lists_changes_and_only_then() {
    let project = listed(Project::bilingual()).config("outputs: {feeds: false}").files([
        ("content/_index.es.md", &page("Inicio", "")),
        ("content/a.md", &page("A", "The first words.\n\nOther text.")),
        ("content/b.md", "---\ntitle: B\ndraft: true\n---\nText.\n"),
    ]);
    let edits = [
        ("content/a.md", "Other text", "More text", false),
        ("content/b.md", "Text", "More", false),
        ("content/_index.es.md", "Inicio", "Portada", false),
        ("content/a.md", "title: A", "title: B", true),
        ("content/a.md", "title: A", "title: A\nsearch: {exclude: true}", true),
        ("content/a.md", "title: A", "title: A\nslug: other", true),
        ("content/b.md", "draft: true", "draft: false", true),
    ];
    for (path, from, to, is_made) in edits {
        let mut desk = Desk::new();
        desk.build(&project).clean();
        let edited = project.clone().edit(path, from, to);
        let warm = desk.build(&edited);
        assert_eq!(warm.clean().rendered().contains(&"pages.json"), is_made, "{path}: {to}");
        assert_eq!(warm.text("pages.json"), edited.build().text("pages.json"), "{path}: {to}");
    }
}
