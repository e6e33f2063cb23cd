//! What Markdown becomes.

use snapbox::{data::Inline, str};

use crate::project::{Project, page};

/// A page of this text has exactly this body.
#[track_caller]
fn check(text: &str, html: Inline) {
    Project::new().file("content/a.md", page("A", text)).build().clean().body("a/index.html", html);
}

#[test]
fn common_markdown_is_written_as_html() {
    check("One *two* **three** `four` ~~five~~\\\nsix\n\n> A quote\n\n1. a\n2. b\n\n- c\n\n---", str![[r#""#]]);
}

#[test]
fn a_list_begins_at_its_own_number() {
    check("3. three\n4. four", str![[r#""#]]);
}

#[test]
fn a_table_has_classes_in_place_of_styles_and_can_be_scrolled_by_keyboard() {
    check("| a | b | c | d |\n|:--|:-:|--:|---|\n| 1 | 2 | 3 | 4 |", str![[r#""#]]);
}

#[test]
fn notes_stand_at_the_end_and_lead_back() {
    check("One[^a], two[^b], one again[^a].\n\n[^b]: Second.\n[^a]: First, with *stress*.", str![[r#""#]]);
}

#[test]
fn a_note_that_nobody_calls_is_not_shown() {
    check("Text.\n\n[^a]: Unused.", str![[r#""#]]);
}

#[test]
fn boxes_of_a_task_list_have_names() {
    check("- [x] called\n- [ ] still open", str![[r#""#]]);
}

#[test]
fn definition_lists_are_written() {
    check("Taper\n: To take less and less.\n: Slowly.", str![[r#""#]]);
}

#[test]
fn headings_have_ids_that_keep_the_letters_of_every_script() {
    check(
        "## Señales de alarma\n\n## 离脱\n\n## متى تتصل\n\n## लक्षण\n\n## What's *next*?\n\n## 100 mg / day\n\n## !!!",
        str![[r#""#]],
    );
}

#[test]
fn ids_of_headings_are_unique_and_an_own_id_wins() {
    check("## Pace\n\n## Pace\n\n## Other {#pace-1}\n\n## Pace", str![[r#""#]]);
}

#[test]
fn the_list_of_contents_is_nested() {
    let template = "{% for a in toc %}{{ a.level }} {{ a.id }} {{ a.title }}\n{% for b in a.children %}- {{ b.level }} {{ b.title }}\n{% for c in b.children %}-- {{ c.title }}\n{% endfor %}{% endfor %}{% endfor %}";
    let project = Project::new().file("templates/page.html", template);
    let text = "## First `code` & more\n\n### Below\n\n#### Deep\n\n## Second\n\n#### Skipped a level";
    project.clone().file("content/a.md", page("A", text)).build().clean().output("a/index.html", str![[r#""#]]);
    let without = project.file("content/a.md", format!("---\ntitle: A\ntoc: false\n---\n{text}\n"));
    without.build().clean().output("a/index.html", str![[r#""#]]);
}

#[test]
fn code_is_coloured_by_class() {
    check("```rust\nfn main() { let x = \"<b>\"; } // done\n```", str![[r#""#]]);
}

#[test]
fn code_of_a_language_that_nobody_knows_stays_plain() {
    check("```no-such<language>\n<b>&\n```\n\n    indented <i>", str![[r#""#]]);
}

#[test]
fn an_alert_without_a_callout_in_the_theme_is_a_quote_with_a_class() {
    check("> [!WARNING]\n> Take care.", str![[r#""#]]);
}

#[test]
fn an_alert_is_rendered_by_the_callout_of_the_theme() {
    let callout = "{% component callout(kind: string = \"\", title: string = \"\") %}<aside class=\"{{ kind }}\">{{ title }}{{ body }}</aside>{% endcomponent callout %}";
    let project =
        Project::new().file("components/callout.html", callout).file("strings/en.yaml", "callout_tip: Good to know\n");
    project.file("content/a.md", page("A", "> [!TIP]\n> Walk.")).build().clean().body("a/index.html", str![[r#""#]]);
}

#[test]
fn directives_stand_in_blocks_in_lines_and_alone() {
    check(
        ":::box A title {size=2}\nWith **text**.\n\n- and a list\n:::\n\nAsk for :short-form[*CBT*]{title=\"talking therapy\"}.\n\n::lines{region=us}",
        str![[r#""#]],
    );
}

#[test]
fn directives_stand_inside_one_another() {
    check("::::box Outer\nBefore.\n\n:::box Inner\nInside.\n:::\n\nAfter.\n::::", str![[r#""#]]);
}

#[test]
fn a_directive_between_lists_ends_the_first_list() {
    check("- one\n:::box\ntwo\n:::\n- three", str![[r#""#]]);
}

#[test]
fn directives_in_code_are_code() {
    check("```text\n:::box\n:::\n```\n\n`:short-form[a]{title=\"b\"}`", str![[r#""#]]);
}

#[test]
fn the_title_and_values_of_a_directive_are_text_not_html() {
    check(":::box <b>\"Bold\" & more\nx\n:::\n\n:short-form[a]{title='\"><script>'}", str![[r#""#]]);
}

#[test]
fn a_hyphen_in_the_name_of_a_directive_is_an_underscore_in_the_theme() {
    check(":short-form[a]{title=\"b\"}", str![[r#""#]]);
}

#[test]
fn an_image_has_width_and_height_and_waits_until_it_is_seen() {
    let site = Project::new()
        .file(
            "content/a/index.md",
            page("A", "![A plan](plan.svg)\n\n![](plan.svg \"decorative\")\n\n![A \"*dot*\"](/dot.gif)"),
        )
        .file("content/a/plan.svg", "<svg viewBox=\"0 0 640 480\"></svg>")
        .file("static/dot.gif", b"GIF89a\x02\x00\x03\x00\x00\x00\x00;")
        .build();
    site.clean().body("a/index.html", str![[r#""#]]);
    assert!(site.outputs.contains_key("a/plan.svg") && site.outputs.contains_key("dot.gif"));
}

#[test]
fn links_that_leave_the_site_do_not_tell_where_the_reader_came_from() {
    check(
        "[web](https://example.com/?a=1&b=2 \"Its title\") <https://example.com/x> [mail](mailto:a@example.org) <a@example.org> [call](tel:+15550100) [text](sms:+15550100)",
        str![[r#""#]],
    );
}

#[test]
fn raw_html_passes_only_where_the_site_allows_it_and_comments_never() {
    let project = Project::new().file("content/a.md", page("A", "<!-- note -->\n\nA <kbd>key</kbd><!-- x -->."));
    project.build().diagnostics(str![[r#""#]]);
    let allowed = project.config("markdown: {raw_html: true}").build();
    allowed.clean().body("a/index.html", str![[r#""#]]);
}

#[test]
fn comments_are_dropped_without_a_word() {
    check("Before.\n\n<!-- a note to myself -->\n\nAfter<!-- another -->.", str![[r#""#]]);
}

#[test]
fn signs_that_html_uses_are_escaped_everywhere() {
    let project =
        Project::new().file("content/a.md", page("\"<i>&\"", "<3 & \"quotes\" `<code>` &lt;b&gt; &#60;script&#62;"));
    project.build().clean().output("a/index.html", str![[r#""#]]);
}

#[test]
fn windows_line_breaks_and_a_byte_order_mark_change_nothing() {
    let unix = page("A", "## B\n\nText\\\nmore.\n\n:::box T\nInside.\n:::\n\n```\ncode\n```");
    let html = |text: String| Project::new().file("content/a.md", text).build().clean().text("a/index.html");
    let expected = html(unix.clone());
    assert_eq!(html(unix.replace('\n', "\r\n")).replace("\r\n", "\n"), expected);
    assert_eq!(html(format!("\u{FEFF}{unix}")), expected);
}
