//! Rules about the text of pages: links, pictures and directives.

use snapbox::str;

use super::{check, with_text};
use crate::project::page;

#[test]
fn bad_image() {
    let project = with_text("![A calm room](room.png)").file("content/room.png", "really a text file");
    check(
        "bad-image",
        &project,
        str![[r#"
error[bad-image]: the width and height of `room.png` cannot be found, so it may be no picture
  ╭▸ content/a.md:4:1
  │
4 │ ![A calm room](room.png)
  │ ━━━━━━━━━━━━━━━━━━━━━━━━ shown here
  │
  ╰ help: save it again in a picture program; a drawing (SVG) needs `width` and `height`, or `viewBox`
"#]],
    );
}

#[test]
fn dangerous_link() {
    check(
        "dangerous-link",
        &with_text("[Open the form](javascript:openForm())"),
        str![[r#"
error[dangerous-link]: this link uses a kind of address that can run code or is not known: `javascript:openForm()`
  ╭▸ content/a.md:4:1
  │
4 │ [Open the form](javascript:openForm())
  │ ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ linked here
  │
  ╰ help: use `https:`, `http:`, `mailto:`, `tel:`, `sms:` or a link to a file of the site
"#]],
    );
}

#[test]
fn dead_anchor() {
    let project = with_text("[How slowly?](tapering.md#pase)").file("content/tapering.md", page("Tapering", "## Pace"));
    check(
        "dead-anchor",
        &project,
        str![[r#"
error[dead-anchor]: no heading `#pase` in `content/tapering.md`
  ╭▸ content/a.md:4:1
  │
4 │ [How slowly?](tapering.md#pase)
  │ ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ linked here
  │
  ╰ help: did you mean `#pace`?
"#]],
    );
}

#[test]
fn dead_file() {
    let project = with_text("[The leaflet](leaflet-2025.pdf)").file("content/leaflet-2026.pdf", "%PDF");
    check(
        "dead-file",
        &project,
        str![[r#"
error[dead-file]: no page or file `leaflet-2025.pdf`
  ╭▸ content/a.md:4:1
  │
4 │ [The leaflet](leaflet-2025.pdf)
  │ ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ linked here
  │
  ╰ help: did you mean `leaflet-2026.pdf`?
"#]],
    );
}

#[test]
fn dead_link() {
    let project =
        with_text("See [slow tapering](detox/taperring.md).").file("content/detox/tapering.md", page("T", "T"));
    check(
        "dead-link",
        &project,
        str![[r#"
error[dead-link]: no page `detox/taperring.md`
  ╭▸ content/a.md:4:5
  │
4 │ See [slow tapering](detox/taperring.md).
  │     ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ linked here
  │
  ╰ help: did you mean `detox/tapering.md`?
"#]],
    );
}

#[test]
fn directive_attributes() {
    check(
        "directive-attributes",
        &with_text("::lines{region=us\"}"),
        str![[r#"
error[directive-attributes]: the value of `region` ends here, and `"` follows it at once
  ╭▸ content/a.md:4:18
  │
4 │ ::lines{region=us"}
  │                  ━
  │
  ╰ help: put a space between arguments, and quotes around a value that is not one plain word
"#]],
    );
}

#[test]
fn directive_container() {
    check(
        "directive-container",
        &with_text("- :::box Take care\n  Some text.\n\n:::"),
        str![[r#"
error[directive-container]: `box` was opened in a list item, and this `:::` stands outside of it
  ╭▸ content/a.md:7:1
  │
4 │ - :::box Take care
  │   ──────────────── opened here
  ┆
7 │ :::
  │ ━━━
  │
  ╰ help: begin this line as the line that opens `box` begins: with the same spaces and `>` signs
"#]],
    );
}

#[test]
fn directive_depth() {
    let opening: String = (0..40).map(|level| format!("{}box\n", ":".repeat(43 - level))).collect();
    let closing: String = (0..40).map(|level| format!("{}\n", ":".repeat(level + 4))).collect();
    check(
        "directive-depth",
        &with_text(&format!("{opening}\nText.\n\n{closing}")),
        str![[r#"
error[directive-depth]: `box` stands inside 32 other directives
   ╭▸ content/a.md:36:1
   │
36 │ :::::::::::box
   │ ━━━━━━━━━━━━━━
   │
   ╰ help: at most 32 directives can stand inside one another; close some before this one
"#]],
    );
}

#[test]
fn directive_opening() {
    check(
        "directive-opening",
        &with_text(":::box[Go now]{size=2}\nText.\n:::"),
        str![[r#"
error[directive-opening]: the title of `box` stands in brackets
  ╭▸ content/a.md:4:7
  │
4 │ :::box[Go now]{size=2}
  │       ━━━━━━━━
  │
  ╰ help: write `:::box Go now`
"#]],
    );
}

#[test]
fn directive_stray() {
    check(
        "directive-stray",
        &with_text("Some text.\n\n:::"),
        str![[r#"
error[directive-stray]: this `:::` closes nothing
  ╭▸ content/a.md:6:1
  │
6 │ :::
  │ ━━━
  │
  ╰ help: remove this line, or write the line that opens a directive, such as `:::callout`
"#]],
    );
}

#[test]
fn directive_tangled() {
    let text = format!("x <!-- {}", ":a[b]{c=\"--> <b c='\"} --> :a[b]{c=\"'> <!--\"} '> ".repeat(20));
    check(
        "directive-tangled",
        &with_text(&text).config("markdown: {raw_html: true}"),
        str![[r#"
error[directive-tangled]: the directives of this page cannot be told from its code
  ╭▸ content/a.md:4:8
  │
4 │ x <!-- :a[b]{c="--> <b c='"} --> :a[b]{c="'> <!--"} '> :a[b]{c="--> <b c='"} --> :a[b]{c="'> <!--"} '> :a[b]{c="-->…
  │        ━━━ from here on
  │
  ╰ help: look for a backtick or a line of backticks that has no partner
"#]],
    );
}

#[test]
fn directive_unclosed() {
    check(
        "directive-unclosed",
        &with_text(":::box Take care\nSome text."),
        str![[r#"
error[directive-unclosed]: `box` is opened here and never closed
  ╭▸ content/a.md:4:1
  │
4 │ :::box Take care
  │ ━━━━━━━━━━━━━━━━
  │
  ╰ help: write `:::` on a line of its own after it
"#]],
    );
}

#[test]
fn missing_alt() {
    let project =
        with_text("![](waiting-room.svg)").file("content/waiting-room.svg", "<svg width='2' height='1'></svg>");
    check(
        "missing-alt",
        &project,
        str![[r#"
error[missing-alt]: this image has no words for people who cannot see it
  ╭▸ content/a.md:4:1
  │
4 │ ![](waiting-room.svg)
  │ ━━━━━━━━━━━━━━━━━━━━━ image without words
  │
  ╰ help: write what it shows between the brackets, or mark decoration so: `![](picture.png "decorative")`
"#]],
    );
}

#[test]
fn missing_argument() {
    check(
        "missing-argument",
        &with_text("Ask for :short-form[CBT]."),
        str![[r#"
error[missing-argument]: `short-form` needs `title`
  ╭▸ content/a.md:4:10
  │
4 │ Ask for :short-form[CBT].
  │          ━━━━━━━━━━
  │
  ╰ help: add `{title="text"}` after its name
"#]],
    );
}

#[test]
fn raw_html() {
    check(
        "raw-html",
        &with_text("<div class=\"box\">Ask a pharmacist.</div>"),
        str![[r#"
error[raw-html]: raw HTML is not allowed in pages: `<div class="box">`
  ╭▸ content/a.md:4:1
  │
4 │ <div class="box">Ask a pharmacist.</div>
  │ ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
  │
  ╰ help: use Markdown or a directive; to show a `<` sign write `\<`
"#]],
    );
}

#[test]
fn unknown_argument() {
    check(
        "unknown-argument",
        &with_text("::lines{regoin=\"us\"}"),
        str![[r#"
error[unknown-argument]: `lines` takes no `regoin`
  ╭▸ content/a.md:4:9
  │
4 │ ::lines{regoin="us"}
  │         ━━━━━━
  │
  ╰ help: did you mean `region`?
"#]],
    );
}

#[test]
fn unknown_directive() {
    check(
        "unknown-directive",
        &with_text(":::bxo Take care\nSome text.\n:::"),
        str![[r#"
error[unknown-directive]: no directive `bxo`
  ╭▸ content/a.md:4:4
  │
4 │ :::bxo Take care
  │    ━━━
  │
  ╰ help: did you mean `box`?
"#]],
    );
}

#[test]
fn wrong_argument() {
    check(
        "wrong-argument",
        &with_text(":::box{size=\"large\"}\nText.\n:::"),
        str![[r#"
error[wrong-argument]: `size` must be a whole number, and `large` is not
  ╭▸ content/a.md:4:14
  │
4 │ :::box{size="large"}
  │              ━━━━━
  │
  ╰ help: write for example `size="3"`
"#]],
    );
}

#[test]
fn citation_form() {
    let text = "One [@one @two]. Two [@one;]. Three [see [@one]](b.md) four.";
    let project = with_text(text)
        .file("content/b.md", page("B", "Text."))
        .file("content/_data/sources.yaml", "one: {kind: web, title: One}\n");
    check(
        "citation-form",
        &project,
        str![[r#"
error[citation-form]: this part of a citation cannot be read: `@one @two`
  ╭▸ content/a.md:4:6
  │
4 │ One [@one @two]. Two [@one;]. Three [see [@one]](b.md) four.
  │      ━━━━━━━━━
  │
  ╰ help: write each source as `@name` or `@name, p. 3`, with `;` between them

error[citation-form]: a source is missing in this citation
  ╭▸ content/a.md:4:27
  │
4 │ One [@one @two]. Two [@one;]. Three [see [@one]](b.md) four.
  │                           ━━
  │
  ╰ help: write each source as `@name` or `@name, p. 3`, with `;` between them

error[citation-form]: a citation cannot stand in the words of a link or an image
  ╭▸ content/a.md:4:42
  │
4 │ One [@one @two]. Two [@one;]. Three [see [@one]](b.md) four.
  │                                          ━━━━━━
  │
  ╰ help: write it behind it: `[text](page.md) [@name]`
"#]],
    );
}

#[test]
fn a_citation_of_a_source_that_does_not_exist() {
    let project =
        with_text("A claim [@on, p. 3].").file("content/_data/sources.yaml", "one: {kind: web, title: One}\n");
    check(
        "unknown-source",
        &project,
        str![[r#"
error[unknown-source]: no source `on` in `content/_data/sources.yaml`
  ╭▸ content/a.md:4:11
  │
4 │ A claim [@on, p. 3].
  │           ━━
  │
  ╰ help: did you mean `one`?
"#]],
    );
}
