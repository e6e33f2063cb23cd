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
    check("missing-notice", &project, str![[]]);
}

#[test]
fn missing_string() {
    let project = Project::new()
        .config("languages: {en: {name: English}, es: {name: Español}}")
        .file("themes/test/strings/es.yaml", "demonstration_notice: N\nnot_found_title: T\ndate_format: d\nmonth_1: e\n");
    check("missing-string", &project, str![[]]);
}

#[test]
fn template_error() {
    check("template-error", &with_template("<h1>{{ page.title }}</h1>\n<p>{{ page.titel | upper }}</p>"), str![[]]);
}

#[test]
fn template_set() {
    check("template-set", &with_template("{% set page = pages | first %}{{ page.title }}"), str![[]]);
}

#[test]
fn template_value() {
    check("template-value", &with_template("<h1>{{ pag.title }}</h1>"), str![[]]);
}

#[test]
fn theme_contract() {
    check("theme-contract", &Project::new().edit("themes/test/theme.yaml", "contract: 1", "contract: 99"), str![[]]);
}

#[test]
fn theme_file() {
    let project = Project::new().without("themes/test/templates/page.html").file("content/a.md", page("A", "Text."));
    check("theme-file", &project, str![[]]);
}

#[test]
fn theme_missing() {
    let project = Project::new().edit("guidepost.yaml", "theme: test", "theme: waysid");
    check("theme-missing", &project, str![[]]);
}

#[test]
fn theme_option() {
    check("theme-option", &Project::new().config("theme_options:\n  acent: blue"), str![[]]);
}
