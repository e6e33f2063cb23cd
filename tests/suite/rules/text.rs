//! Rules about the text of pages: links, pictures and directives.

use snapbox::str;

use super::{check, with_text};
use crate::project::page;

#[test]
fn dangerous_link() {
    check("dangerous-link", &with_text("[Open the form](javascript:openForm())"), str![[]]);
}

#[test]
fn dead_anchor() {
    let project = with_text("[How slowly?](tapering.md#pase)").file("content/tapering.md", page("Tapering", "## Pace"));
    check("dead-anchor", &project, str![[]]);
}

#[test]
fn dead_file() {
    let project = with_text("[The leaflet](leaflet-2025.pdf)").file("content/leaflet-2026.pdf", "%PDF");
    check("dead-file", &project, str![[]]);
}

#[test]
fn dead_link() {
    let project = with_text("See [slow tapering](detox/taperring.md).").file("content/detox/tapering.md", page("T", "T"));
    check("dead-link", &project, str![[]]);
}

#[test]
fn directive_attributes() {
    check("directive-attributes", &with_text("::lines{region=us\"}"), str![[]]);
}

#[test]
fn directive_container() {
    check("directive-container", &with_text("- :::box Take care\n  Some text.\n\n:::"), str![[]]);
}

#[test]
fn directive_depth() {
    let opening: String = (0..40).map(|level| format!("{}box\n", ":".repeat(43 - level))).collect();
    let closing: String = (0..40).map(|level| format!("{}\n", ":".repeat(level + 4))).collect();
    check("directive-depth", &with_text(&format!("{opening}\nText.\n\n{closing}")), str![[]]);
}

#[test]
fn directive_opening() {
    check("directive-opening", &with_text(":::box[Go now]{size=2}\nText.\n:::"), str![[]]);
}

#[test]
fn directive_stray() {
    check("directive-stray", &with_text("Some text.\n\n:::"), str![[]]);
}

#[test]
fn directive_tangled() {
    let text = "Write `:short-form[CBT]{title=\"`\"}` and then `more.";
    check("directive-tangled", &with_text(text), str![[]]);
}

#[test]
fn directive_unclosed() {
    check("directive-unclosed", &with_text(":::box Take care\nSome text."), str![[]]);
}

#[test]
fn hidden_character() {
    check("hidden-character", &with_text("::lines{region=\u{201C}us\u{201D}}"), str![[]]);
}

#[test]
fn missing_alt() {
    let project = with_text("![](waiting-room.svg)").file("content/waiting-room.svg", "<svg width='2' height='1'></svg>");
    check("missing-alt", &project, str![[]]);
}

#[test]
fn missing_argument() {
    check("missing-argument", &with_text("Ask for :short-form[CBT]."), str![[]]);
}

#[test]
fn raw_html() {
    check("raw-html", &with_text("<div class=\"box\">Ask a pharmacist.</div>"), str![[]]);
}

#[test]
fn unknown_argument() {
    check("unknown-argument", &with_text("::lines{regoin=\"us\"}"), str![[]]);
}

#[test]
fn unknown_directive() {
    check("unknown-directive", &with_text(":::bxo Take care\nSome text.\n:::"), str![[]]);
}

#[test]
fn wrong_argument() {
    check("wrong-argument", &with_text(":::box{size=\"large\"}\nText.\n:::"), str![[]]);
}
