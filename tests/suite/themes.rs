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
    site.output("a/index.html", str![[r#""#]]);
    site.output("404.html", str![[r#""#]]);
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
    site.clean().output("a/index.html", str![[r#""#]]);
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
    site.clean().output("a/index.html", str![[r#""#]]);
}

#[test]
fn a_theme_that_extends_itself_or_nothing_is_said_at_its_line() {
    let circle = Project::new()
        .edit("themes/test/theme.yaml", "contract: 1", "contract: 1\nextends: other")
        .file("themes/other/theme.yaml", "name: other\ncontract: 1\nextends: test\n");
    circle.build().diagnostics(str![[r#""#]]);
    let nothing = Project::new().edit("themes/test/theme.yaml", "contract: 1", "contract: 1\nextends: waysde");
    nothing.build().diagnostics(str![[r#""#]]);
}

#[test]
fn options_have_kinds_and_defaults() {
    let project = Project::new()
        .file("themes/test/theme.yaml", "name: test\ncontract: 1\noptions:\n  word: {kind: text, default: none}\n  big: {kind: bool, default: false}\n  count: {kind: number, default: 3}\n  accent: {kind: choice, choices: [blue, green], default: blue}\n")
        .file("templates/home.html", "{{ theme.word }} {{ theme.big }} {{ theme.count }} {{ theme.accent }}");
    project.build().clean().output("index.html", str![[r#""#]]);
    let set = project.clone().config("theme_options: {word: 12, big: true, count: 7, accent: green}");
    set.build().clean().output("index.html", str![[r#""#]]);
    let wrong = project.config("theme_options: {word: [a], big: often, count: many, accent: gren, other: 1}");
    wrong.build().diagnostics(str![[r#""#]]);
}

#[test]
fn a_theme_without_a_contract_or_without_its_file_is_refused() {
    Project::new().file("themes/test/theme.yaml", "name: test\n").build().diagnostics(str![[r#""#]]);
    Project::new().without("themes/test/theme.yaml").build().diagnostics(str![[r#""#]]);
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
    site.human(str![[r#""#]]);
}

#[test]
fn a_fault_in_a_component_shows_the_directive_that_used_it() {
    let site = Project::new()
        .file("components/box.html", "{% component box(title: string = \"\") %}\n{{ throw(message=\"`title` is needed\") }}\n{% endcomponent box %}")
        .file("content/a.md", page("A", "Text.\n\n:::box\nInside.\n:::"))
        .build();
    site.human(str![[r#""#]]);
}

#[test]
fn every_template_that_cannot_be_read_is_named() {
    let site = Project::new()
        .file("templates/page.html", "{{ page.title")
        .file("templates/home.html", "{% if page %}\n")
        .file("templates/section.html", "{% include \"no-such.html\" %}")
        .file("content/s/_index.md", page("S", "Text."))
        .build();
    site.diagnostics(str![[r#""#]]);
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
    own.build().clean().output("a/index.html", str![[r#""#]]);
    let wrong = own.file(
        "templates/page.html",
        "{%- set_global body = 1 -%}\n{% set toc %}x{% endset %}\n{{ bdoy }} {{ unheard_of }}",
    );
    wrong.build().diagnostics(str![[r#""#]]);
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
    site.clean().output("a/index.html", str![[r#""#]]);
}

#[test]
fn words_are_taken_from_the_language_then_the_default_language_then_english() {
    let site = Project::new()
        .config("languages: {es: {name: Español}, pt-BR: {name: Português}}")
        .file("templates/home.html", "{{ strings.one }} {{ strings.two }} {{ strings.three }} {{ strings.four }}")
        .file("strings/en.yaml", "one: en\ntwo: en\nthree: en\nfour: en\n")
        .file("strings/es.yaml", "one: es\ntwo: es\nthree: es\n")
        .file("strings/pt.yaml", "one: pt\ntwo: pt\n")
        .file("strings/pt-BR.yaml", "one: pt-BR\n")
        .file("content/_index.pt-BR.md", page("Início", ""))
        .build();
    site.output("pt-BR/index.html", str![[r#""#]]).output("index.html", str![[r#""#]]);
    assert_eq!(site.broken(), ["missing-string", "missing-string"]);
}

#[test]
fn a_page_can_ask_for_another_template() {
    let project = Project::new().file("templates/landing.html", "landing {{ page.title }}");
    let site = project.file("content/a.md", "---\ntitle: A\ntemplate: landing\n---\n").build();
    site.clean().output("a/index.html", str![[r#""#]]);
}

#[test]
fn components_read_values_of_the_page_by_themselves() {
    let site = Project::new()
        .file("components/lines.html", "{% component lines(region: string = \"us\", @data: map = {}, @page, @lang) %}{{ data.helplines?[region]?[0].label }} {{ page.title }} {{ lang.code }}{% endcomponent lines %}")
        .file("content/_data/helplines.yaml", "us: [{id: a, label: The line, tel: \"+1 555 0100\"}]\n")
        .file("content/a.md", page("A", "::lines{region=us}"))
        .build();
    site.clean().body("a/index.html", str![[r#""#]]);
}
