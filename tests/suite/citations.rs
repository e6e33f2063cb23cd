//! Citations: numbers in the text, and the list that they lead to.

use snapbox::str;

use crate::project::{Project, page, same};

const SOURCES: &str = "\
fda-2020: {kind: web, title: A safety warning, publisher: FDA, year: 2020, url: https://example.gov/a}
asam: {kind: guideline, title: A guideline, authors: [Brunner E, Chen A], doi: 10.1000/xyz}
";

/// A site that lists its references in the plainest way.
fn site(text: &str) -> Project {
    let list = "{{ body | safe }}{% for reference in references %}\n\
                {{ reference.number }} {{ reference.anchor }} {{ reference.source.title }} {{ reference.citations | join(sep=\" \") }}{% endfor %}";
    Project::new()
        .file("content/a.md", page("A", text))
        .file("content/_data/sources.yaml", SOURCES)
        .file("templates/page.html", list)
}

#[test]
fn sources_are_numbered_in_the_order_in_which_they_are_cited_first() {
    let built = site("One [@asam, pp. 3 & 4; @fda-2020].\n\n- Two [@fda-2020]\n").build();
    same(
        &built.clean().text("a/index.html"),
        str![[r##"
<p>One <span class="citation">[<a id="_cite-1" href="#_ref-1" role="doc-biblioref">1</a>, pp. 3 &amp; 4; <a id="_cite-2" href="#_ref-2" role="doc-biblioref">2</a>]</span>.</p>
<ul>
<li>Two <span class="citation">[<a id="_cite-2-2" href="#_ref-2" role="doc-biblioref">2</a>]</span></li>
</ul>

1 _ref-1 A guideline _cite-1
2 _ref-2 A safety warning _cite-2 _cite-2-2
"##]],
    );
}

#[test]
fn brackets_that_are_no_citation_stay_as_they_are() {
    let text = "[a] [@] [@ b] \\[@asam] `[@asam]` me@asam.org [@asam](https://example.org/)\n\n```\n[@asam]\n```\n";
    same(
        &site(text).build().clean().text("a/index.html"),
        str![[r#"
<p>[a] [@] [@ b] [@asam] <code>[@asam]</code> me@asam.org <a href="https://example.org/" rel="noreferrer">@asam</a></p>
<pre class="code" tabindex="0"><code>[@asam]
</code></pre>

"#]],
    );
}

#[test]
fn a_citation_can_stand_wherever_text_can() {
    let text = "# Head [@asam]\n\n:::box\n*Yes [@fda-2020]*!\n:::\n\n| a [@asam] | b |\n|---|---|\n\nx![@asam]\n";
    same(
        &site(text).build().clean().text("a/index.html"),
        str![[r##"
<h1 id="head">Head <span class="citation">[<a id="_cite-1" href="#_ref-1" role="doc-biblioref">1</a>]</span></h1>
[|1|<p><em>Yes <span class="citation">[<a id="_cite-2" href="#_ref-2" role="doc-biblioref">2</a>]</span></em>!</p>
]
<div class="table" role="group" tabindex="0" aria-label="Table"><table><thead><tr><th scope="col">a <span class="citation">[<a id="_cite-1-2" href="#_ref-1" role="doc-biblioref">1</a>]</span></th><th scope="col">b</th></tr></thead><tbody>
</tbody></table></div>
<p>x!<span class="citation">[<a id="_cite-1-3" href="#_ref-1" role="doc-biblioref">1</a>]</span></p>

1 _ref-1 A guideline _cite-1 _cite-1-2 _cite-1-3
2 _ref-2 A safety warning _cite-2
"##]],
    );
}

#[test]
fn a_changed_source_renders_the_pages_that_cite_it_and_no_other() {
    let project = site("One [@asam].").file("content/b.md", page("B", "Two [@fda-2020]."));
    let mut desk = crate::project::Desk::new();
    desk.build(&project).clean();
    let edited = SOURCES.replace("A guideline", "The guideline");
    let after = desk.build(&project.file("content/_data/sources.yaml", edited));
    assert_eq!(after.clean().rendered(), ["a/index.html"]);
}

#[test]
fn the_default_theme_lists_references_with_links_back() {
    let project = Project::wayside()
        .file("content/a.md", page("A", "One [@asam]. Two [@fda-2020; @asam]."))
        .file("content/_data/sources.yaml", SOURCES);
    let html = project.build().clean().text("a/index.html");
    let list =
        html.split_once("<section class=\"sources\"").and_then(|(_, rest)| rest.split_once("</section>")).unwrap().0;
    same(
        list,
        str![[r##"
 role="doc-bibliography" aria-labelledby="_sources">
<h2 id="_sources">Sources</h2>
<ol>
<li id="_ref-1"><bdi>Brunner E, Chen A. <a href="https://doi.org/10.1000/xyz" rel="noreferrer"><cite>A guideline</cite></a>. No date.</bdi> <bdi class="print-only" dir="ltr">https://doi.org/10.1000/xyz</bdi>
 <a class="back" href="#_cite-1" role="doc-backlink" aria-label="Back to place 1 in the text that cites source 1">↩</a> <a class="back" href="#_cite-1-2" role="doc-backlink" aria-label="Back to place 2 in the text that cites source 1">↩</a></li>
<li id="_ref-2"><bdi>FDA. <a href="https://example.gov/a" rel="noreferrer"><cite>A safety warning</cite></a>. 2020.</bdi> <bdi class="print-only" dir="ltr">https://example.gov/a</bdi>
 <a class="back" href="#_cite-2" role="doc-backlink" aria-label="Back to place 1 in the text that cites source 2">↩</a></li>
</ol>

"##]],
    );
}
