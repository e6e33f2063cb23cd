//! Rules about themes.

use snapbox::str;

use super::check;
use crate::project::{Project, page};

fn with_template(text: &str) -> Project {
    Project::new().file("content/a.md", page("A", "Text.")).file("templates/page.html", text)
}

#[test]
fn missing_notice() {
    let project = Project::new()
        .edit("guidepost.yaml", "live", "demonstration")
        .file("content/a.md", page("A", "Text."))
        .files(["home", "404"].map(|name| match name {
            "home" => ("templates/home.html", "{{ notice }}"),
            _ => ("templates/404.html", "{{ notice }}"),
        }));
    check(
        "missing-notice",
        &project,
        str![[r#"
error[missing-notice]: the template `page.html` does not show the notice of a demonstration: “Not checked by a clinician. Do not change any medicine because of this page.”
 ╭▸ content/a.md
 ╰ help: write `{{ notice }}` above the main message in that template or in one that it extends
"#]],
    );
}

#[test]
fn missing_string() {
    let project = Project::bilingual().edit("themes/test/strings/es.yaml", "month_3: marzo\n", "");
    check(
        "missing-string",
        &project,
        str![[r#"
error[missing-string]: the theme has no words in `es` for `month_3`
 ╭▸ guidepost.yaml
 ╰ help: add them to `strings/es.yaml` in the site's folder
"#]],
    );
}

#[test]
fn template_error() {
    check(
        "template-error",
        &with_template("<h1>{{ page.title }}</h1>\n<p>{{ page.titel | upper }}</p>"),
        str![[r#"
error[template-error]: invalid type for the value, expected `string` but got `undefined`
  ╭▸ templates/page.html:2:7
  │
2 │ <p>{{ page.titel | upper }}</p>
  │       ━━━━
  │
  ╰ note: while rendering this page: content/a.md
"#]],
    );
}

#[test]
fn template_set() {
    check(
        "template-set",
        &with_template("{% set page = pages | first %}{{ page.title }}"),
        str![[r#"
error[template-set]: a template may not set `page`, which is a value of the page
  ╭▸ templates/page.html:1:8
  │
1 │ {% set page = pages | first %}{{ page.title }}
  │        ━━━━
  │
  ╰ help: choose another name, for example `my_page`
"#]],
    );
}

#[test]
fn template_value() {
    check(
        "template-value",
        &with_template("<h1>{{ pag.title }}</h1>"),
        str![[r#"
error[template-value]: templates have no value `pag`
  ╭▸ templates/page.html:1:8
  │
1 │ <h1>{{ pag.title }}</h1>
  │        ━━━
  │
  ╰ help: did you mean `page`?
"#]],
    );
}

#[test]
fn theme_contrast() {
    let theme = "name: test\ncontract: 1\noptions: {brand: {kind: color, default: \"#0b4f8a\"}}\ncolors:\n  bg: {light: \"#ffffff\", dark: \"#000000\"}\n  link: {light: brand, dark: \"#ffffff\"}\npairs:\n  - {foreground: [link], background: [bg], kind: text}\n";
    check(
        "theme-contrast",
        &Project::new().file("themes/test/theme.yaml", theme).config("theme_options:\n  brand: \"#787878\""),
        str![[r##"
error[theme-contrast]: too little contrast in light: `link` #787878 on `bg` #ffffff has 4.41:1 and needs 4.5:1 (text)
  ╭▸ guidepost.yaml:6:10
  │
6 │   brand: "#787878"
  │          ━━━━━━━━━
  │
  ╰ help: the nearest colour that passes is #767676: write `brand: "#767676"`
"##]],
    );
}

#[test]
fn theme_contract() {
    check(
        "theme-contract",
        &Project::new().edit("themes/test/theme.yaml", "contract: 1", "contract: 99"),
        str![[r#"
error[theme-contract]: this theme keeps contract 99, and this Guidepost needs 1
  ╭▸ themes/test/theme.yaml:2:11
  │
2 │ contract: 99
  │           ━━
  │
  ╰ help: see what changed in the reference page of template values, then write `contract: 1`
"#]],
    );
}

#[test]
fn theme_file() {
    let project = Project::new().without("themes/test/templates/page.html").file("content/a.md", page("A", "Text."));
    check(
        "theme-file",
        &project,
        str![[r#"
error[theme-file]: the theme `test` has no template `page.html`, which every theme needs
 ╭▸ themes/test/templates/page.html
 ╰ help: write that file, or let the theme extend another one with `extends: wayside`
"#]],
    );
}

#[test]
fn theme_missing() {
    let project = Project::new().edit("guidepost.yaml", "theme: test", "theme: waysid");
    check(
        "theme-missing",
        &project,
        str![[r#"
error[theme-missing]: no theme `waysid`
  ╭▸ guidepost.yaml:4:8
  │
4 │ theme: waysid
  │        ━━━━━━
  │
  ╰ help: did you mean `wayside`?
"#]],
    );
}

#[test]
fn theme_option() {
    check(
        "theme-option",
        &Project::new().config("theme_options:\n  acent: blue"),
        str![[r#"
error[theme-option]: the theme has no option `acent`
  ╭▸ guidepost.yaml:6:3
  │
6 │   acent: blue
  │   ━━━━━
  │
  ╰ help: did you mean `accent`?
"#]],
    );
}

#[test]
fn theme_copy() {
    let project = Project::new()
        .file(
            "templates/home.html",
            "{#- guidepost: copy of templates/home.html, version 0000000000 -#}\n{{ page.title }}",
        )
        .file(
            "templates/old.html",
            "{#- guidepost: copy of templates/gone.html, version 0000000000 -#}\n{{ page.title }}",
        )
        .file("templates/plain.html", "<p>guidepost: copy of templates/home.html, version 0000000000</p>");
    check(
        "theme-copy",
        &project,
        str![[r#"
warning[theme-copy]: the theme has changed its `templates/home.html` since this copy of it was made
  ╭▸ templates/home.html:1:53
  │
1 │ {#- guidepost: copy of templates/home.html, version 0000000000 -#}
  │                                                     ━━━━━━━━━━
  │
  ╰ help: compare the two (`guidepost theme show templates/home.html --original` shows the new one), take over what you want, and write `d0d54bbb2d` here; or delete your copy

warning[theme-copy]: the theme no longer has the file `templates/gone.html`, of which this is a copy
  ╭▸ templates/old.html:1:53
  │
1 │ {#- guidepost: copy of templates/gone.html, version 0000000000 -#}
  │                                                     ━━━━━━━━━━
  │
  ╰ help: delete the copy, or its first line if you go on using it
"#]],
    );
}

#[test]
fn references_not_shown() {
    let cites = "---\ntitle: A\n---\nA claim [@one].\n";
    let project = Project::new()
        .file("content/a.md", cites)
        .file("content/b.md", cites)
        .file("content/_data/sources.yaml", "one: {kind: guideline, title: One}\n")
        .file("templates/home.html", "{{ body | safe }}");
    check(
        "references-not-shown",
        &project,
        str![[r#"
warning[references-not-shown]: the theme has no list of references, so the numbers of citations lead nowhere
  ╭▸ content/a.md:4:11
  │
4 │ A claim [@one].
  │           ━━━
  │
  ╰ help: show `references` in the template of pages; `themes/wayside/templates/partials/sources.html` does
"#]],
    );
    let shown =
        project.file("templates/page.html", "{{ body | safe }}{% for one in references %}{{ one.number }}{% endfor %}");
    shown.build().clean();
}
