//! Text and data in one place and on many pages: snippets, variables, tables and lists.

use snapbox::str;

use crate::project::{Desk, Project, page, same};

fn with(text: &str) -> Project {
    Project::new().file("content/a.md", page("A", text)).file("templates/page.html", "{{ body | safe }}")
}

#[test]
fn a_snippet_stands_on_every_page_that_includes_it() {
    let project = with("Before.\n\n::include{file=\"snippets/stop.md\"}\n\n- ::include{file=\"snippets/stop.md\"}\n")
        .file("content/b/c.md", page("C", "::include{file=\"snippets/stop.md\"}"))
        .file("content/help/where.md", page("Where", "## Now\n\nText."))
        .file("snippets/stop.md", ":::box Stop\nNever **stop**. [Get help](../content/help/where.md#now).\n:::\n\n::include{file=\"snippets/more.md\"}\n")
        .file("snippets/more.md", "More `code`.\n");
    let site = project.build();
    same(
        &site.clean().text("a/index.html"),
        str![[r#"
<p>Before.</p>
[Stop|1|<p>Never <strong>stop</strong>. <a href="/help/where/#now">Get help</a>.</p>
]
<p>More <code>code</code>.</p>
<ul>
<li>[Stop|1|<p>Never <strong>stop</strong>. <a href="/help/where/#now">Get help</a>.</p>
]
<p>More <code>code</code>.</p>
</li>
</ul>

"#]],
    );
    same(
        &site.text("b/c/index.html"),
        str![[r#"
[Stop|1|<p>Never <strong>stop</strong>. <a href="/help/where/#now">Get help</a>.</p>
]
<p>More <code>code</code>.</p>

"#]],
    );
}

#[test]
fn sources_are_numbered_across_snippets() {
    let project = with("One [@b].\n\n::include{file=\"snippets/x.md\"}\n\nThree [@c; @a].\n")
        .file("snippets/x.md", "Two [@a; @b].\n")
        .file("content/_data/sources.yaml", "a: {kind: web, title: A}\nb: {kind: web, title: B}\nc: {kind: web, title: C}\n")
        .file("templates/page.html", "{{ body | safe }}{% for r in references %}\n{{ r.number }} {{ r.source.title }} {{ r.citations | join(sep=\" \") }}{% endfor %}");
    same(
        &project.build().clean().text("a/index.html"),
        str![[r##"
<p>One <span class="citation">[<a id="_cite-1" href="#_ref-1" role="doc-biblioref">1</a>]</span>.</p>
<p>Two <span class="citation">[<a id="_cite-2" href="#_ref-2" role="doc-biblioref">2</a>; <a id="_cite-1-2" href="#_ref-1" role="doc-biblioref">1</a>]</span>.</p>
<p>Three <span class="citation">[<a id="_cite-3" href="#_ref-3" role="doc-biblioref">3</a>; <a id="_cite-2-2" href="#_ref-2" role="doc-biblioref">2</a>]</span>.</p>

1 B _cite-1 _cite-1-2
2 A _cite-2 _cite-2-2
3 C _cite-3
"##]],
    );
}

#[test]
fn a_source_that_only_a_snippet_cites_is_cited() {
    let project = Project::new()
        .file("content/a.md", "---\ntitle: A\nsources: [a]\n---\n::include{file=\"snippets/x.md\"}\n")
        .file("snippets/x.md", "Two [@a].\n")
        .file("content/_data/sources.yaml", "a: {kind: web, title: A}\n");
    project.build().clean();
}

#[test]
fn a_page_takes_in_the_snippet_of_its_language() {
    let project = Project::bilingual()
        .file("templates/page.html", "{{ body | safe }}")
        .file("content/a.md", page("A", "::include{file=\"snippets/x.md\"}"))
        .file("content/a.es.md", page("Á", "::include{file=\"snippets/x.md\"}"))
        .file("content/help.md", page("Help", "Text."))
        .file("content/help.es.md", page("Ayuda", "Texto."))
        .file("snippets/x.md", "Hello [help](../content/help.md).\n")
        .file("snippets/x.es.md", "Hola [ayuda](../content/help.md).\n");
    let site = project.build();
    assert_eq!(site.clean().text("a/index.html").trim(), "<p>Hello <a href=\"/help/\">help</a>.</p>");
    assert_eq!(site.text("es/a/index.html").trim(), "<p>Hola <a href=\"/es/help/\">ayuda</a>.</p>");
}

#[test]
fn a_typo_in_a_snippet_renders_the_pages_that_include_it() {
    let project = with("::include{file=\"snippets/x.md\"}")
        .file("content/b.md", page("B", "::include{file=\"snippets/y.md\"}"))
        .file("content/c.md", page("C", "No snippet."))
        .file("snippets/x.md", "Text of x.\n")
        .file("snippets/y.md", "::include{file=\"snippets/x.md\"}\n");
    let mut desk = Desk::new();
    desk.build(&project).clean();
    let after = desk.build(&project.file("snippets/x.md", "Text of X.\n"));
    assert_eq!(after.clean().rendered(), ["a/index.html", "b/index.html"]);
    assert_eq!(after.text("b/index.html").trim(), "<p>Text of X.</p>");
}

#[test]
fn a_fault_in_a_snippet_is_told_once() {
    let project = with("::include{file=\"snippets/x.md\"}")
        .file("content/b.md", page("B", "::include{file=\"snippets/x.md\"}"))
        .file("snippets/x.md", "[x](../content/gone.md) [y](outside.md)\n");
    project.build().diagnostics(str![[r#"
snippets/x.md:1:1: error[dead-link]: no page `../content/gone.md` (help: a link is a path from this file, for example `../help/where.md`)
snippets/x.md:1:25: error[dead-link]: no page `outside.md` (help: a link is a path from this file, for example `../help/where.md`)
"#]]);
}

#[test]
fn settings_and_data_stand_in_text() {
    let project = with("Call :var[publisher.phone] or *:var[ data.centre.rooms.2.name ]*, :var[title].\n\n:var[data.centre.beds] beds\n")
        .config("publisher: {name: P, phone: \"<555> 0100\"}")
        .file("content/_data/centre.yaml", "rooms: [{name: One}, {name: Two & more}]\nbeds: 12\n");
    same(
        &project.build().clean().text("a/index.html"),
        str![[r#"
<p>Call &lt;555&gt; 0100 or <em>Two &amp; more</em>, Test.</p>
<p>12 beds</p>

"#]],
    );
}

#[test]
fn another_value_renders_the_pages_that_show_it() {
    let project = with(":var[data.centre.phone]")
        .file("content/b.md", page("B", ":var[data.centre.name]"))
        .file("content/c.md", page("C", "::data-list{file=\"places\"}"))
        .file("content/_data/places.yaml", "[One, Two]\n")
        .file("content/_data/centre.yaml", "phone: 1\nname: A\n");
    let mut desk = Desk::new();
    desk.build(&project).clean();
    let project = project.file("content/_data/centre.yaml", "phone: 2\nname: A\n");
    assert_eq!(desk.build(&project).clean().rendered(), ["a/index.html"]);
    let project = project.file("content/_data/places.yaml", "[One, Three]\n");
    assert_eq!(desk.build(&project).clean().rendered(), ["c/index.html"]);
}

#[test]
fn data_files_are_shown_as_tables_and_lists() {
    let text = "::data-table{file=\"meetings.csv\" columns=\"day=Day, place=Where\" caption=\"Meetings\"}\n\n\
                ::data-table{file=\"rooms\"}\n\n::data-list{file=\"meetings\" field=\"place\"}\n\n::data-list{file=\"words\"}\n";
    let project = with(text)
        .file(
            "content/_data/meetings.csv",
            "\u{FEFF}day;place;time\r\nMonday;\"Hall; left <1>\";19:00\r\nFriday;Church;18:00\r\n",
        )
        .file("content/_data/rooms.yaml", "b: {name: Blue, beds: 2}\na: {name: Amber}\n")
        .file("content/_data/words.yaml", "[calm, 2, [a, b]]\n");
    same(
        &project.build().clean().text("a/index.html"),
        str![[r#"
<div class="table" role="group" tabindex="0" aria-label="Meetings"><table><caption>Meetings</caption><thead><tr><th scope="col">Day</th><th scope="col">Where</th></tr></thead><tbody>
<tr><td>Monday</td><td>Hall; left &lt;1&gt;</td></tr>
<tr><td>Friday</td><td>Church</td></tr>
</tbody></table></div>
<div class="table" role="group" tabindex="0" aria-label="Table"><table><thead><tr><th scope="col">beds</th><th scope="col">name</th></tr></thead><tbody>
<tr><td></td><td>Amber</td></tr>
<tr><td>2</td><td>Blue</td></tr>
</tbody></table></div>
<ul>
<li>Hall; left &lt;1&gt;</li>
<li>Church</li>
</ul>
<ul>
<li>calm</li>
<li>2</li>
<li>a, b</li>
</ul>

"#]],
    );
}

#[test]
fn snippets_that_double_with_every_step_are_an_error() {
    let twice = |n: usize| format!("::include{{file=\"snippets/{n}.md\"}}\n\n").repeat(2);
    let start = with("::include{file=\"snippets/0.md\"}");
    let project = (0..40).fold(start, |project, n| project.file(&format!("snippets/{n}.md"), twice(n + 1)));
    let site = project.file("snippets/40.md", "End.\n").build();
    assert!(site.failed());
    let messages: Vec<&str> = site.diagnostics.iter().map(|found| found.message.as_str()).collect();
    assert!(
        messages.iter().all(|message| *message == "this page would take in more than 200 snippets"),
        "{messages:?}"
    );
}
