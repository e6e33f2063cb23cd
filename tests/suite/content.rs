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
    check(
        "One *two* **three** `four` ~~five~~\\\nsix\n\n> A quote\n\n1. a\n2. b\n\n- c\n\n---",
        str![[r#"
<p>One <em>two</em> <strong>three</strong> <code>four</code> <del>five</del><br>
six</p>
<blockquote>
<p>A quote</p>
</blockquote>
<ol>
<li>a</li>
<li>b</li>
</ol>
<ul>
<li>c</li>
</ul>
<hr>
"#]],
    );
}

#[test]
fn a_list_begins_at_its_own_number() {
    check(
        "3. three\n4. four",
        str![[r#"
<ol start="3">
<li>three</li>
<li>four</li>
</ol>
"#]],
    );
}

#[test]
fn a_table_has_classes_in_place_of_styles_and_can_be_scrolled_by_keyboard() {
    check(
        "| a | b | c | d |\n|:--|:-:|--:|---|\n| 1 | 2 | 3 | 4 |",
        str![[r#"
<div class="table" role="group" tabindex="0" aria-label="Table"><table><thead><tr><th scope="col" class="left">a</th><th scope="col" class="center">b</th><th scope="col" class="right">c</th><th scope="col">d</th></tr></thead><tbody>
<tr><td class="left">1</td><td class="center">2</td><td class="right">3</td><td>4</td></tr>
</tbody></table></div>
"#]],
    );
}

#[test]
fn notes_stand_at_the_end_and_lead_back() {
    check(
        "One[^a], two[^b], one again[^a].\n\n[^b]: Second.\n[^a]: First, with *stress*.",
        str![[r##"
<p>One<sup class="footnote-ref"><a id="_fnref-1" href="#_fn-1" role="doc-noteref">1</a></sup>, two<sup class="footnote-ref"><a id="_fnref-2" href="#_fn-2" role="doc-noteref">2</a></sup>, one again<sup class="footnote-ref"><a id="_fnref-1-2" href="#_fn-1" role="doc-noteref">1</a></sup>.</p>
<section class="footnotes" role="doc-endnotes">
<h2 id="_footnotes">Notes</h2>
<ol>
<li id="_fn-1"><p>First, with <em>stress</em>. <a class="back" href="#_fnref-1" role="doc-backlink" aria-label="Back to note 1">↩</a> <a class="back" href="#_fnref-1-2" role="doc-backlink" aria-label="Back to note 1">↩</a></p></li>
<li id="_fn-2"><p>Second. <a class="back" href="#_fnref-2" role="doc-backlink" aria-label="Back to note 2">↩</a></p></li>
</ol>
</section>
"##]],
    );
}

#[test]
fn a_note_that_nobody_calls_is_not_shown() {
    check("Text.\n\n[^a]: Unused.", str!["<p>Text.</p>"]);
}

#[test]
fn boxes_of_a_task_list_have_names() {
    check(
        "- [x] called\n- [ ] still open",
        str![[r#"
<ul>
<li class="task"><input type="checkbox" disabled checked aria-label="Done"> called</li>
<li class="task"><input type="checkbox" disabled aria-label="Not done yet"> still open</li>
</ul>
"#]],
    );
}

#[test]
fn definition_lists_are_written() {
    check(
        "Taper\n: To take less and less.\n: Slowly.",
        str![[r#"
<dl>
<dt>Taper</dt>
<dd>To take less and less.</dd>
<dd>Slowly.</dd>
</dl>
"#]],
    );
}

#[test]
fn headings_have_ids_that_keep_the_letters_of_every_script() {
    check(
        "## Señales de alarma\n\n## 离脱\n\n## متى تتصل\n\n## लक्षण\n\n## What's *next*?\n\n## 100 mg / day\n\n## !!!",
        str![[r#"
<h2 id="señales-de-alarma">Señales de alarma</h2>
<h2 id="离脱">离脱</h2>
<h2 id="متى-تتصل">متى تتصل</h2>
<h2 id="लक्षण">लक्षण</h2>
<h2 id="whats-next">What&#39;s <em>next</em>?</h2>
<h2 id="100-mg--day">100 mg / day</h2>
<h2 id="section">!!!</h2>
"#]],
    );
}

#[test]
fn ids_of_headings_are_unique_and_an_own_id_wins() {
    check(
        "## Pace\n\n## Pace\n\n## Other {#pace-1}\n\n## Pace",
        str![[r#"
<h2 id="pace">Pace</h2>
<h2 id="pace-2">Pace</h2>
<h2 id="pace-1">Other</h2>
<h2 id="pace-3">Pace</h2>
"#]],
    );
}

#[test]
fn the_list_of_contents_is_nested() {
    let template = "{% for a in toc %}{{ a.level }} {{ a.id }} {{ a.title }}\n{% for b in a.children %}- {{ b.level }} {{ b.title }}\n{% for c in b.children %}-- {{ c.title }}\n{% endfor %}{% endfor %}{% endfor %}";
    let project = Project::new().file("templates/page.html", template);
    let text = "## First `code` & more\n\n### Below\n\n#### Deep\n\n## Second\n\n#### Skipped a level";
    project.clone().file("content/a.md", page("A", text)).build().clean().output(
        "a/index.html",
        str![[r#"
2 first-code--more First code &amp; more
- 3 Below
-- Deep
2 second Second
- 4 Skipped a level
"#]],
    );
    let without = project.file("content/a.md", format!("---\ntitle: A\ntoc: false\n---\n{text}\n"));
    without.build().clean().output("a/index.html", str![[r#""#]]);
}

#[test]
fn code_is_coloured_by_class() {
    check(
        "```rust\nfn main() { let x = \"<b>\"; } // done\n```",
        str![[r#"
<pre class="code" tabindex="0"><code class="language-rust"><span class="hl-k">fn</span> <span class="hl-f">main</span>() { <span class="hl-k">let</span> x <span class="hl-k">=</span> <span class="hl-s">&quot;&lt;b&gt;&quot;</span>; } <span class="hl-c">// done</span>
</code></pre>
"#]],
    );
}

#[test]
fn code_of_a_language_that_nobody_knows_stays_plain() {
    check(
        "```no-such<language>\n<b>&\n```\n\n    indented <i>",
        str![[r#"
<pre class="code" tabindex="0"><code class="language-no-suchlanguage">&lt;b&gt;&amp;
</code></pre>
<pre class="code" tabindex="0"><code>indented &lt;i&gt;
</code></pre>
"#]],
    );
}

#[test]
fn an_alert_without_a_callout_in_the_theme_is_a_quote_with_a_class() {
    check(
        "> [!WARNING]\n> Take care.",
        str![[r#"
<blockquote class="warning">
<p>Take care.</p>
</blockquote>
"#]],
    );
}

#[test]
fn an_alert_is_rendered_by_the_callout_of_the_theme() {
    let callout = "{% component callout(kind: string = \"\", title: string = \"\") %}<aside class=\"{{ kind }}\">{{ title }}{{ body }}</aside>{% endcomponent callout %}";
    let project =
        Project::new().file("components/callout.html", callout).file("strings/en.yaml", "callout_tip: Good to know\n");
    project.file("content/a.md", page("A", "> [!TIP]\n> Walk.")).build().clean().body(
        "a/index.html",
        str![[r#"
<aside class="tip">Good to know<p>Walk.</p>
</aside>
"#]],
    );
}

#[test]
fn directives_stand_in_blocks_in_lines_and_alone() {
    check(
        ":::box A title {size=2}\nWith **text**.\n\n- and a list\n:::\n\nAsk for :short-form[*CBT*]{title=\"talking therapy\"}.\n\n::lines{region=us}",
        str![[r#"
[A title|2|<p>With <strong>text</strong>.</p>
<ul>
<li>and a list</li>
</ul>
]
<p>Ask for <abbr title="talking therapy"><em>CBT</em></abbr>.</p>
<p>us</p>
"#]],
    );
}

#[test]
fn directives_stand_inside_one_another() {
    check(
        "::::box Outer\nBefore.\n\n:::box Inner\nInside.\n:::\n\nAfter.\n::::",
        str![[r#"
[Outer|1|<p>Before.</p>
[Inner|1|<p>Inside.</p>
]
<p>After.</p>
]
"#]],
    );
}

#[test]
fn a_directive_between_lists_ends_the_first_list() {
    check(
        "- one\n:::box\ntwo\n:::\n- three",
        str![[r#"
<ul>
<li>one</li>
</ul>
[|1|<p>two</p>
]
<ul>
<li>three</li>
</ul>
"#]],
    );
}

#[test]
fn directives_in_code_are_code() {
    check(
        "```text\n:::box\n:::\n```\n\n`:short-form[a]{title=\"b\"}`",
        str![[r#"
<pre class="code" tabindex="0"><code class="language-text">:::box
:::
</code></pre>
<p><code>:short-form[a]{title=&quot;b&quot;}</code></p>
"#]],
    );
}

#[test]
fn the_title_and_values_of_a_directive_are_text_not_html() {
    check(
        ":::box <b>\"Bold\" & more\nx\n:::\n\n:short-form[a]{title='\"><script>'}",
        str![[r#"
[&lt;b&gt;&quot;Bold&quot; &amp; more|1|<p>x</p>
]
<p><abbr title="&quot;&gt;&lt;script&gt;">a</abbr></p>
"#]],
    );
}

#[test]
fn a_hyphen_in_the_name_of_a_directive_is_an_underscore_in_the_theme() {
    check(":short-form[a]{title=\"b\"}", str![[r#"<p><abbr title="b">a</abbr></p>"#]]);
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
    site.clean().body(
        "a/index.html",
        str![[r#"
<p><img src="/a/plan.svg" alt="A plan" width="640" height="480" loading="lazy" decoding="async"></p>
<p><img src="/a/plan.svg" alt="" width="640" height="480" loading="lazy" decoding="async"></p>
<p><img src="/dot.gif" alt="A &quot;dot&quot;" width="2" height="3" loading="lazy" decoding="async"></p>
"#]],
    );
    assert!(site.outputs.contains_key("a/plan.svg") && site.outputs.contains_key("dot.gif"));
}

#[test]
fn links_that_leave_the_site_do_not_tell_where_the_reader_came_from() {
    check(
        "[web](https://example.com/?a=1&b=2 \"Its title\") <https://example.com/x> [mail](mailto:a@example.org) <a@example.org> [call](tel:+15550100) [text](sms:+15550100) [loud](HTTPS://EXAMPLE.COM/) [same](//example.com/) [windows](</\\\\example.com/>)",
        str![[
            r#"<p><a href="https://example.com/?a=1&amp;b=2" title="Its title" rel="noreferrer">web</a> <a href="https://example.com/x" rel="noreferrer">https://example.com/x</a> <a href="mailto:a@example.org">mail</a> <a href="mailto:a@example.org">a@example.org</a> <a href="tel:+15550100">call</a> <a href="sms:+15550100">text</a> <a href="HTTPS://EXAMPLE.COM/" rel="noreferrer">loud</a> <a href="//example.com/" rel="noreferrer">same</a> <a href="/\example.com/" rel="noreferrer">windows</a></p>"#
        ]],
    );
}

#[test]
fn raw_html_passes_only_where_the_site_allows_it_and_comments_never() {
    let project = Project::new().file("content/a.md", page("A", "<!-- note -->\n\nA <kbd>key</kbd><!-- x -->."));
    project.build().diagnostics(str![[r#"
content/a.md:6:3: error[raw-html]: raw HTML is not allowed in pages: `<kbd>` (help: use Markdown or a directive; to show a `<` sign write `\<`)
content/a.md:6:11: error[raw-html]: raw HTML is not allowed in pages: `</kbd>` (help: use Markdown or a directive; to show a `<` sign write `\<`)
"#]]);
    let allowed = project.config("markdown: {raw_html: true}").build();
    allowed.clean().body("a/index.html", str!["<p>A <kbd>key</kbd>.</p>"]);
}

#[test]
fn comments_are_dropped_without_a_word() {
    check(
        "Before.\n\n<!-- a note to myself -->\n\nAfter<!-- another -->.",
        str![[r#"
<p>Before.</p>
<p>After.</p>
"#]],
    );
}

#[test]
fn signs_that_html_uses_are_escaped_everywhere() {
    let project =
        Project::new().file("content/a.md", page("\"<i>&\"", "<3 & \"quotes\" `<code>` &lt;b&gt; &#60;script&#62;"));
    project.build().clean().output(
        "a/index.html",
        str![[r#"
<h1>&lt;i&gt;&amp;</h1>
<p>&lt;3 &amp; &quot;quotes&quot; <code>&lt;code&gt;</code> &lt;b&gt; &lt;script&gt;</p>
"#]],
    );
}

#[test]
fn windows_line_breaks_and_a_byte_order_mark_change_nothing() {
    let unix = page("A", "## B\n\nText\\\nmore.\n\n:::box T\nInside.\n:::\n\n```\ncode\n```");
    let html = |text: String| Project::new().file("content/a.md", text).build().clean().text("a/index.html");
    let expected = html(unix.clone());
    assert_eq!(html(unix.replace('\n', "\r\n")).replace("\r\n", "\n"), expected);
    assert_eq!(html(format!("\u{FEFF}{unix}")), expected);
}

#[test]
fn the_words_of_a_text_are_counted_whenever_it_is_written_and_names_of_values_are_none() {
    let text = "Three words here.\n\n- And `two more`\n\n:var[data.centre.phone]\n\n![A line](line.svg)\n\n```\nfour in a block\n```\n\n[@label]\n";
    let site = Project::new()
        .file("content/_data/centre.yaml", "phone: a number of four\n")
        .file("themes/test/templates/page.html", "{{ page.words }}{{ body | safe }}")
        .file("content/_data/sources.yaml", "label: {kind: label, title: A label}\n")
        .file("content/line.svg", "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'/>")
        .file("content/a.md", page("A", text));
    for site in [site.clone(), site.clone().once(), site.clone().held_text(0), site.once().held_text(0)] {
        assert!(site.build().text("a/index.html").starts_with("12<p>Three"), "{}", site.build().text("a/index.html"));
    }
}
