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
fn directive_text() {
    let next = "{% component next() {\"holds\": [\"link\"]} %}{{ body }}{% endcomponent next %}";
    let text = ":::next\n[Call 988](tel:988) or [text 988](sms:988)\n:::";
    check(
        "directive-text",
        &with_text(text).file("components/next.html", next),
        str![[r#"
error[directive-text]: `next` needs one link in its text
  ╭▸ content/a.md:4:4
  │
4 │ :::next
  │    ━━━━
  │
  ╰ help: write one link between its lines, and no other: `[words](page.md)`
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

#[test]
fn include_cycle() {
    let project = with_text("::include{file=\"snippets/a.md\"}")
        .file("snippets/a.md", "::include{file=\"snippets/b.md\"}\n")
        .file("snippets/b.md", "::include{file=\"snippets/a.md\"}\n");
    check(
        "include-cycle",
        &project,
        str![[r#"
error[include-cycle]: this text would take in itself without end: `snippets/a.md` → `snippets/b.md` → `snippets/a.md`
  ╭▸ snippets/b.md:1:17
  │
1 │ ::include{file="snippets/a.md"}
  │                 ━━━━━━━━━━━━━
  │
  ╰ help: take one of these `include` lines out
"#]],
    );
}

#[test]
fn includes_that_lead_nowhere() {
    let text =
        "::include{file=\"snippets/stopp.md\"}\n\n::include\n\n:include[x]\n\n::include{file=\"../secret.md\"}\n";
    let site = with_text(text).file("snippets/stop.md", "Stop.\n").build();
    site.diagnostics(str![[r#"
content/a.md:4:17: error[dead-file]: no snippet `snippets/stopp.md` (help: did you mean `snippets/stop.md`?)
content/a.md:6:3: error[missing-argument]: `include` needs `file` (help: add `{file="snippets/name.md"}` after its name)
content/a.md:8:2: error[wrong-argument]: `include` cannot be used in this form (help: write it on a line of its own: `::include{file="snippets/name.md"}`)
content/a.md:10:17: error[dead-file]: no snippet `../secret.md` (help: put the text into the folder `snippets`, and name it from there: `snippets/name.md`)
"#]]);
}

#[test]
fn snippet_form() {
    let project = with_text("::include{file=\"snippets/a.md\"}").file("snippets/a.md", "## Stop\n\nText.\n");
    check(
        "snippet-form",
        &project,
        str![[r#"
error[snippet-form]: a snippet cannot hold headings or footnotes
 ╭▸ snippets/a.md
 ╰ help: write the heading in the pages that include it; write a note as a citation: `[@name]`
"#]],
    );
}

#[test]
fn unknown_variable() {
    let text = ":var[publisher.fone] :var[publisher.phone] :var[data.centre.fax] :var[]{a=b}\n";
    let project = with_text(text).file("content/_data/centre.yaml", "phone: 1\n");
    check(
        "unknown-variable",
        &project,
        str![[r#"
error[unknown-variable]: there is no value `publisher.fone`
  ╭▸ content/a.md:4:6
  │
4 │ :var[publisher.fone] :var[publisher.phone] :var[data.centre.fax] :var[]{a=b}
  │      ━━━━━━━━━━━━━━
  │
  ╰ help: did you mean `publisher.phone`?

error[unknown-variable]: `publisher.phone` is not set in `guidepost.yaml`
  ╭▸ content/a.md:4:27
  │
4 │ :var[publisher.fone] :var[publisher.phone] :var[data.centre.fax] :var[]{a=b}
  │                           ━━━━━━━━━━━━━━━
  │
  ╰ help: add `phone:` under `publisher:` there

error[unknown-variable]: there is no value `data.centre.fax`
  ╭▸ content/a.md:4:49
  │
4 │ :var[publisher.fone] :var[publisher.phone] :var[data.centre.fax] :var[]{a=b}
  │                                                 ━━━━━━━━━━━━━━━
  │
  ╰ help: write the name of the file and the keys, for example `:var[data.centre.phone]` for the key `phone` of `content/_data/centre.yaml`

error[unknown-variable]: `var` needs the name of a value and nothing else
  ╭▸ content/a.md:4:67
  │
4 │ :var[publisher.fone] :var[publisher.phone] :var[data.centre.fax] :var[]{a=b}
  │                                                                   ━━━
  │
  ╰ help: write the name of a setting, for example `:var[publisher.phone]`, or of a value in a data file, for example `:var[data.centre.phone]`
"#]],
    );
}

#[test]
fn tables_that_cannot_be_shown() {
    let text = "::data-table{file=\"meeting\"}\n\n::data-table{file=\"meetings\" columns=\"dya\"}\n\n::data-table{fil=\"meetings\"}\n\n\
                ::data-list{file=\"meetings\"}\n\n::data-list{file=\"flat\"}\n\n::data-list\n";
    let site = with_text(text)
        .file("content/_data/meetings.csv", "day,place\nMonday,Hall\n")
        .file("content/_data/flat.yaml", "a: 1\n")
        .build();
    site.diagnostics(str![[r#"
content/a.md:4:20: error[dead-file]: no data file `meeting` (help: did you mean `meetings`?)
content/a.md:6:39: error[wrong-argument]: no entry has a key `dya` (help: did you mean `day`?)
content/a.md:8:14: error[unknown-argument]: `data-table` takes no `fil` (help: did you mean `file`?)
content/a.md:10:3: error[missing-argument]: `data-list` needs `field` (help: name the key of each entry that the list shows: `{file="name" field="title"}`)
content/a.md:12:19: error[wrong-argument]: `flat` is no list of entries (help: a table or a list is made of a list of entries, or of entries with names)
content/a.md:14:3: error[missing-argument]: `data-list` needs `file` (help: add `{file="name"}` after its name, for `content/_data/name.yaml` or `name.csv`)
"#]]);
}

#[test]
fn tables_of_a_spreadsheet_that_cannot_be_read() {
    let site = with_text("Text.")
        .file("content/_data/ragged.csv", "day,place\nMonday\nFriday,Hall,19:00\nSunday,Church\n")
        .file("content/_data/twice.csv", "day,day\n1,2\n")
        .file("content/_data/people.csv", "name\nAda\n")
        .file("content/_data/same.csv", "name\nAda\n")
        .file("content/_data/same.yaml", "a: 1\n")
        .file("content/_data/empty.csv", "")
        .build();
    site.diagnostics(str![[r#"
content/_data/people.csv: error[data-value]: `people` is kept as `people.yaml`, and this is another file of that name (help: give it another name)
content/_data/ragged.csv:2:1: error[data-value]: this row has 1 cell, and the first row has 2 (help: give every row as many cells as the first one; a cell with a comma in it stands in quotes)
content/_data/ragged.csv:3:1: error[data-value]: this row has 3 cells, and the first row has 2 (help: give every row as many cells as the first one; a cell with a comma in it stands in quotes)
content/_data/same.csv: error[data-value]: `same` is kept as `same.yaml`, and this is another file of that name (help: give it another name)
content/_data/twice.csv:1:1: error[data-value]: two columns are called `day` (help: give each column a name of its own in the first row)
"#]]);
}

#[test]
fn a_heading_shows_no_variable() {
    let site = with_text("## Call :var[title]\n\nText.\n").build();
    site.diagnostics(str!["content/a.md:4:9: error[directive-container]: a heading cannot show a value by `var` (help: write the words of the heading themselves, and show the value in the text below it)"]);
}
