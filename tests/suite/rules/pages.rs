//! Rules about the front matter of pages.

use snapbox::str;

use super::{check, with_keys, with_page};
use crate::project::{Project, page};

#[test]
fn alias_escapes() {
    check("alias-escapes", &with_keys("aliases: [\"../../old-page\"]"), str![[]]);
}

#[test]
fn bad_date() {
    check("bad-date", &with_keys("date: 31.02.2026"), str![[]]);
}

#[test]
fn bad_slug() {
    check("bad-slug", &with_keys("slug: help/for families"), str![[]]);
}

#[test]
fn bad_value() {
    let project = Project::new().file("content/_index.md", "---\ntitle: Home\nsort_by: importance\n---\n");
    check("bad-value", &project, str![[]]);
}

#[test]
fn duplicate_key() {
    check("duplicate-key", &with_keys("title: Sleep and rest"), str![[]]);
}

#[test]
fn front_matter_missing() {
    check("front-matter-missing", &with_page("# For families\n\nYou are not alone.\n"), str![[]]);
}

#[test]
fn front_matter_unclosed() {
    check("front-matter-unclosed", &with_page("---\ntitle: For families\n\nYou are not alone.\n"), str![[]]);
}

#[test]
fn missing_title() {
    check("missing-title", &with_page("---\ndescription: How families can help\n---\nText.\n"), str![[]]);
}

#[test]
fn related_page() {
    let project = with_keys("related: [familys.md]").file("content/families.md", page("Families", "Text."));
    check("related-page", &project, str![[]]);
}

#[test]
fn too_deep() {
    let deep = format!("extra: {}x{}", "[".repeat(100), "]".repeat(100));
    check("too-deep", &with_keys(&deep), str![[]]);
}

#[test]
fn unknown_key() {
    check("unknown-key", &with_keys("descripton: How families can help"), str![[]]);
}

#[test]
fn unknown_person() {
    let project = with_keys("authors: [adda]").file("content/_data/people.yaml", "ada: {name: Ada Example}\n");
    check("unknown-person", &project, str![[]]);
}

#[test]
fn unknown_source() {
    let sources = "guideline-2024: {kind: guideline, title: A guideline}\n";
    let project = with_keys("sources: [guidline-2024]").file("content/_data/sources.yaml", sources);
    check("unknown-source", &project, str![[]]);
}

#[test]
fn unknown_template() {
    check("unknown-template", &with_keys("template: pgae"), str![[]]);
}

#[test]
fn wrong_type() {
    check("wrong-type", &with_keys("toc: often"), str![[]]);
}

#[test]
fn yaml_syntax() {
    check("yaml-syntax", &with_page("---\ntitle: Detox: what to expect\n---\nText.\n"), str![[]]);
}
