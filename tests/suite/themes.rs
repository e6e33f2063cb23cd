//! Themes: layers, options, words, and what is said when a theme is wrong.

use snapbox::str;

use crate::project::{Project, page};

#[test]
fn a_file_of_the_site_stands_in_for_the_one_of_the_theme() {
    let site = Project::new()
        .file("content/a.md", page("A", ":::box T\nx\n:::"))
        .file("templates/page.html", "own {{ body | safe }}")
        .file("components/box.html", "{% component box(title: string) %}own box {{ title }}{% endcomponent box %}")
        .file("strings/en.yaml", "not_found_title: Nothing here\n")
        .file("assets/style.css", "own {}")
        .build();
    site.clean();
    site.output("a/index.html", str!["own own box T"]);
    site.output("404.html", str!["<h1>Nothing here</h1>"]);
    assert!(site.outputs.iter().any(|(path, bytes)| path.starts_with("assets/style.") && **bytes == *b"own {}"));
}

#[test]
fn a_template_of_the_site_can_build_on_the_one_it_replaces() {
    let site = Project::new()
        .file("themes/test/templates/page.html", "before {% block main %}theme{% endblock main %} after")
        .file(
            "templates/page.html",
            "{% extends \"test/page.html\" %}{% block main %}{{ super() }} and site{% endblock main %}",
        )
        .file("content/a.md", page("A", "Text."))
        .build();
    site.clean().output("a/index.html", str!["before theme and site after"]);
}

#[test]
fn a_theme_can_extend_another_one() {
    let site = Project::new()
        .edit("guidepost.yaml", "theme: test", "theme: child\ntheme_options: {size: 3}")
        .file("themes/child/theme.yaml", "name: child\ncontract: 1\nextends: test\noptions: {size: {kind: number, default: 2}, accent: {kind: choice, choices: [red, blue], default: red}}\n")
        .file("themes/child/templates/page.html", "{{ theme.size }} {{ theme.accent }} {{ body | safe }} {{ strings.word }} {{ strings.not_found_title }}")
        .file("themes/child/strings/en.yaml", "word: A word\n")
        .file("content/a.md", page("A", ":::box T\nx\n:::"))
        .build();
    site.clean().output(
        "a/index.html",
        str![[r#"
3 red [T|1|<p>x</p>
]
 A word Page not found
"#]],
    );
}

#[test]
fn a_theme_that_extends_itself_or_nothing_is_said_at_its_line() {
    let circle = Project::new()
        .edit("themes/test/theme.yaml", "contract: 1", "contract: 1\nextends: other")
        .file("themes/other/theme.yaml", "name: other\ncontract: 1\nextends: test\n");
    circle.build().diagnostics(str!["themes/other/theme.yaml:3:10: error[theme-file]: the theme `test` extends itself (help: take the `extends` out of one of them)"]);
    let nothing = Project::new().edit("themes/test/theme.yaml", "contract: 1", "contract: 1\nextends: waysde");
    nothing.build().diagnostics(str![
        "themes/test/theme.yaml:3:10: error[theme-missing]: no theme `waysde` (help: did you mean `wayside`?)"
    ]);
}

#[test]
fn options_have_kinds_and_defaults() {
    let project = Project::new()
        .file("themes/test/theme.yaml", "name: test\ncontract: 1\noptions:\n  word: {kind: text, default: none}\n  big: {kind: bool, default: false}\n  count: {kind: number, default: 3}\n  accent: {kind: choice, choices: [blue, green], default: blue}\n")
        .file("templates/home.html", "{{ theme.word }} {{ theme.big }} {{ theme.count }} {{ theme.accent }}");
    project.build().clean().output("index.html", str!["none false 3 blue"]);
    let set = project.clone().config("theme_options: {word: 12, big: true, count: 7, accent: green}");
    set.build().clean().output("index.html", str!["12 true 7 green"]);
    let wrong = project.config("theme_options: {word: [a], big: often, count: many, accent: gren, other: 1}");
    wrong.build().diagnostics(str![[r#"
guidepost.yaml:5:23: error[theme-option]: the theme option `word` must be a text
guidepost.yaml:5:33: error[theme-option]: the theme option `big` must be `true` or `false`
guidepost.yaml:5:47: error[theme-option]: the theme option `count` must be a whole number
guidepost.yaml:5:61: error[theme-option]: the theme option `accent` must be one of `blue`, `green` (help: did you mean `green`?)
guidepost.yaml:5:67: error[theme-option]: the theme has no option `other` (help: its options are `accent`, `big`, `count`, `word`)
"#]]);
}

#[test]
fn a_theme_without_a_contract_or_without_its_file_is_refused() {
    Project::new().file("themes/test/theme.yaml", "name: test\n").build().diagnostics(str!["themes/test/theme.yaml: error[theme-contract]: this theme does not say which contract it keeps (help: see what changed in the reference page of template values, then write `contract: 1`)"]);
    Project::new().without("themes/test/theme.yaml").build().diagnostics(str!["themes/test/: error[theme-contract]: the theme `test` has no file `theme.yaml` (help: write one with the lines `name: test` and `contract: 1`)"]);
}

#[test]
fn a_fault_in_a_template_shows_its_file_its_line_and_the_page() {
    let site = Project::new()
        .file("templates/page.html", "{% include \"partials/head.html\" %}\n{{ body | safe }}")
        .file(
            "templates/partials/head.html",
            "<title>\n  {{ page.title | plural(count=\"many\", locale=\"en\") }}\n</title>",
        )
        .file("content/a.md", page("A", "Text."))
        .build();
    site.human(str![[r#"
error[template-error]: invalid type for the value, expected `i64` but got `string`
  ╭▸ templates/partials/head.html:2:6
  │
2 │   {{ page.title | plural(count="many", locale="en") }}
  │      ━━━━
  │
  ╰ note: while rendering this page: content/a.md
"#]]);
}

#[test]
fn a_fault_in_a_template_is_said_once_and_not_for_every_page() {
    let faulty = Project::new().file("templates/page.html", "{{ page.titel | upper }}");
    let pages = |project| {
        ["a", "b", "c"].iter().fold(project, |project: Project, name| {
            project.file(&format!("content/{name}.md"), page(name, ":::box\nx\n:::"))
        })
    };
    pages(faulty).build().diagnostics(str!["templates/page.html:1:4: error[template-error]: invalid type for the value, expected `string` but got `undefined`"]);
    let silent = Project::new()
        .edit("guidepost.yaml", "live", "demonstration")
        .files([("templates/home.html", "{{ notice }}"), ("templates/404.html", "{{ notice }}")]);
    pages(silent).build().diagnostics(str!["content/a.md: error[missing-notice]: the template `page.html` does not show the notice of a demonstration: “Not checked by a clinician. Do not change any medicine because of this page.” (help: write `{{ notice }}` above the main message in that template or in one that it extends)"]);
    let component = "{% component box(title: string = \"\") %}{{ throw(message=\"no\") }}{% endcomponent box %}";
    let used = pages(Project::new().file("components/box.html", component)).build();
    assert_eq!(used.diagnostics.len(), 3, "each use of a directive is its author's to put right");
}

#[test]
fn a_fault_in_a_component_shows_the_directive_that_used_it() {
    let site = Project::new()
        .file("components/box.html", "{% component box(title: string = \"\") %}\n{{ throw(message=\"`title` is needed\") }}\n{% endcomponent box %}")
        .file("content/a.md", page("A", "Text.\n\n:::box\nInside.\n:::"))
        .build();
    site.human(str![[r#"
error[template-error]: `title` is needed
  ╭▸ components/box.html:2:4
  │
2 │ {{ throw(message="`title` is needed") }}
  │    ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
  │
  ⸬  content/a.md:6:1
  │
6 │ :::box
  ╰╴────── used here
"#]]);
}

#[test]
fn every_template_that_cannot_be_read_is_named() {
    let site = Project::new()
        .file("templates/page.html", "{{ page.title")
        .file("templates/home.html", "{% if page %}\n")
        .file("templates/section.html", "{% include \"no-such.html\" %}")
        .file("content/s/_index.md", page("S", "Text."))
        .build();
    site.diagnostics(str![[r#"
templates/home.html:1:14: error[template-error]: unexpected end of input
templates/page.html:1:14: error[template-error]: unexpected end of input
"#]]);
}

#[test]
fn a_component_or_a_filter_that_does_not_exist_is_an_error_not_a_panic() {
    let faulty = [
        "{{ <nothing/> }}",
        "{{ page.title | nothing }}",
        "{{ nothing() }}",
        "{% if page is nothing %}{% endif %}",
        "{% extends \"x.html\" %}",
        "{{ super() }}",
        "{% extends \"page.html\" %}",
    ];
    for text in faulty {
        let site = Project::new().file("templates/page.html", text).file("content/a.md", page("A", "Text.")).build();
        let is_set = site.broken().contains(&"template-error");
        assert!(site.failed() && is_set, "{text}: {:?}", site.broken());
    }
}

#[test]
fn templates_may_use_names_of_their_own_and_no_name_of_a_page() {
    let own = Project::new()
        .file(
            "templates/page.html",
            "{% set words = page.title %}{% for card in [1, 2] %}{{ card }}{{ loop.index }}{% endfor %}{{ words }}",
        )
        .file("content/a.md", page("A", ""));
    own.build().clean().output("a/index.html", str!["1122A"]);
    let wrong = own.file(
        "templates/page.html",
        "{%- set_global body = 1 -%}\n{% set toc %}x{% endset %}\n{{ bdoy }} {{ unheard_of }}",
    );
    wrong.build().diagnostics(str![[r#"
templates/page.html:1:16: error[template-set]: a template may not set `body`, which is a value of the page (help: choose another name, for example `my_body`)
templates/page.html:2:8: error[template-set]: a template may not set `toc`, which is a value of the page (help: choose another name, for example `my_toc`)
templates/page.html:3:4: error[template-value]: templates have no value `bdoy` (help: did you mean `body`?)
templates/page.html:3:15: error[template-value]: templates have no value `unheard_of` (help: the reference page lists all values)
"#]]);
}

#[test]
fn every_text_is_escaped_unless_it_is_the_body() {
    let site = Project::new()
        .file(
            "templates/page.html",
            "{{ page.title }} {{ page.extra.x }} {{ body }} {{ strings.word }} {{ data.free.y }}",
        )
        .file("strings/en.yaml", "word: <b>&\n")
        .file("content/_data/free.yaml", "y: <i>\n")
        .file("content/a.md", "---\ntitle: <script>\nextra: {x: \"\\\"'<\"}\n---\nText.\n")
        .build();
    site.clean().output(
        "a/index.html",
        str![[r#"
&lt;script&gt; &quot;&#39;&lt; <p>Text.</p>
 &lt;b&gt;&amp; &lt;i&gt;
"#]],
    );
}

#[test]
fn words_of_a_region_stand_before_those_of_its_language() {
    let spanish = Project::bilingual().text("themes/test/strings/es.yaml").unwrap();
    let site = Project::new()
        .config("languages: {en: {name: English}, es-MX: {name: Español de México}}")
        .file("templates/home.html", "{{ strings.table }} {{ strings.footnotes }}")
        .file("themes/test/strings/es.yaml", spanish)
        .file("strings/es-MX.yaml", "table: Cuadro\n")
        .file("content/_index.es-MX.md", page("Inicio", ""))
        .build();
    site.clean().output("es-MX/index.html", str!["Cuadro Notas"]).output("index.html", str!["Table Notes"]);
}

#[test]
fn a_page_can_ask_for_another_template() {
    let project = Project::new().file("templates/landing.html", "landing {{ page.title }}");
    let site = project.file("content/a.md", "---\ntitle: A\ntemplate: landing\n---\n").build();
    site.clean().output("a/index.html", str!["landing A"]);
}

#[test]
fn components_read_values_of_the_page_by_themselves() {
    let site = Project::new()
        .file("components/lines.html", "{% component lines(region: string = \"us\", @data: map = {}, @page, @lang) %}{{ data.helplines?[region]?[0].label or \"\" }} {{ page.title }} {{ lang.code }}{% endcomponent lines %}")
        .file("content/_data/helplines.yaml", "us: [{id: a, label: The line, tel: \"+1 555 0100\", confirmed_on: 2026-03-01, confirmed_by: desk, method: rang}]\n")
        .file("content/a.md", page("A", "::lines{region=us}"))
        .build();
    site.clean().body("a/index.html", str!["The line A en"]);
}
