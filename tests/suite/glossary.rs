//! The glossary: words explained where they are used first, a list at the end of the page, a page of all.

use snapbox::str;

use crate::project::{Desk, Project, page, same};

const GLOSSARY: &str = "\
taper: {term: taper, forms: [tapering], definition: Taking less in small steps.}
slow-taper: {term: slow taper, definition: A taper over months.}
cbt: {term: talking therapy, forms: [CBT], definition: Help by talking.}
";

/// A site whose pages list what they explain in the plainest way.
fn site(text: &str) -> Project {
    Project::new()
        .file("content/a.md", page("A", text))
        .file("content/_data/glossary.yaml", GLOSSARY)
        .file(
            "templates/page.html",
            "{{ body | safe }}{% for entry in definitions %}\n{{ entry.anchor }} {{ entry.url }}{% endfor %}",
        )
        .file("templates/glossary.html", "{% for entry in glossary %}{{ entry.anchor }} {{ entry.term }}\n{% endfor %}")
        .file("components/card.html", "{% component card() {\"glossary\": false} %}[{{ body }}]{% endcomponent card %}")
}

fn with_glossary_page(project: Project) -> Project {
    project.file("content/words.md", "---\ntitle: Words\ntemplate: glossary\n---\nAll words.\n")
}

#[test]
fn the_first_use_of_a_word_leads_to_its_entry() {
    let site = with_glossary_page(site("A taper, and CBT.\n\nMore CBT\nand a *tapering*.\n")).build();
    same(
        &site.clean().text("a/index.html"),
        str![[r#"
<p>A <a class="term" href="/words/#term-taper">taper</a><button type="button" class="term-button" popovertarget="_def-taper-beside" aria-label="">?</button>, and CBT.</p>
<p>More <a class="term" href="/words/#term-cbt">CBT</a><button type="button" class="term-button" popovertarget="_def-cbt-beside" aria-label="">?</button>
and a <em>tapering</em>.</p>

_def-taper /words/#term-taper
_def-cbt /words/#term-cbt
"#]],
    );
    same(
        &site.text("words/index.html"),
        str![[r#"
term-slow-taper slow taper
term-cbt talking therapy
term-taper taper

"#]],
    );
}

#[test]
fn without_a_page_for_the_glossary_a_word_leads_to_the_end_of_its_page() {
    let html = site("A taper.").build().clean().text("a/index.html");
    assert!(html.contains("<a class=\"term\" href=\"#_def-taper\">taper</a>"), "{html}");
}

#[test]
fn a_word_may_go_on_in_the_next_line_and_the_longest_counts() {
    let html = site("A slow\ntaper & a talking\ntherapy.").build().clean().text("a/index.html");
    assert!(html.contains("href=\"#_def-slow-taper\">slow\ntaper</a>"), "{html}");
    assert!(!html.contains("_def-taper\""), "{html}");
    // One word a paragraph.
    assert!(!html.contains("_def-cbt\""), "{html}");
}

#[test]
fn some_text_explains_no_word() {
    let text = "## The taper\n\n[A taper](b.md) and `taper` and ![taper](/p.svg)\n\n:::card\nA taper.\n:::\n\n\
                | taper |\n|---|\n\n```\ntaper\n```\n\n:card[taper] [@s, taper]\n";
    let project = site(text)
        .file("content/b.md", page("B", "Text."))
        .file("static/p.svg", "<svg width='3' height='2'></svg>")
        .file("content/_data/sources.yaml", "s: {kind: web, title: S}\n");
    let html = project.build().clean().text("a/index.html");
    assert!(!html.contains("class=\"term\""), "{html}");
}

#[test]
fn a_word_that_a_card_leaves_plain_is_explained_after_it() {
    let html = site(":::card\nA taper.\n:::\n\nA taper.").build().clean().text("a/index.html");
    assert!(html.contains("<p>A <a class=\"term\" href=\"#_def-taper\">taper</a>"), "{html}");
}

#[test]
fn a_page_can_explain_nothing() {
    let project = site("").file("content/a.md", "---\ntitle: A\nglossary: false\n---\nA taper.\n");
    same(
        &project.build().clean().text("a/index.html"),
        str![[r#"
<p>A taper.</p>

"#]],
    );
}

#[test]
fn a_text_is_explained_in_its_own_language_only() {
    let project = with_glossary_page(site("A taper."))
        .config("languages: {en: {name: English, locale: en}, es: {name: Español, locale: es}}")
        .file("content/a.es.md", page("A", "Un taper. Éxtasis."))
        .file("content/words.es.md", "---\ntitle: Palabras\ntemplate: glossary\n---\nTodas.\n");
    let words = "demonstration_notice: x\nnot_found_title: x\ndate_format: x\nmonth_1: x\nmonth_3: x\ntable: x\ntask_done: x\ntask_open: x\nfootnotes: x\nfootnote_back: x\n";
    let project = project.file("strings/es.yaml", words);
    let html = project.build().clean().text("es/a/index.html");
    assert!(!html.contains("class=\"term\""), "{html}");
    let project = project.file("content/_data/glossary.es.yaml", "x: {term: éxtasis, definition: MDMA.}\n");
    let site = project.build();
    let html = site.clean().text("es/a/index.html");
    assert!(html.contains("<a class=\"term\" href=\"/es/words/#term-x\">Éxtasis</a>"), "{html}");
    assert!(site.text("a/index.html").contains("href=\"/words/#term-taper\""));
}

#[test]
fn another_meaning_renders_the_pages_that_explain_the_word_and_the_glossary() {
    let templates = "{{ body | safe }}{% for entry in definitions %}{{ entry.definition }}{% endfor %}";
    let project = with_glossary_page(site("A taper."))
        .file("content/b.md", page("B", "About CBT."))
        .file("templates/page.html", templates)
        .file("templates/glossary.html", "{% for entry in glossary %}{{ entry.definition }}{% endfor %}");
    let mut desk = Desk::new();
    desk.build(&project).clean();
    let edited = GLOSSARY.replace("small steps", "steps");
    let after = desk.build(&project.clone().file("content/_data/glossary.yaml", &edited));
    assert_eq!(after.clean().rendered(), ["a/index.html", "words/index.html"]);
    // Another form is looked for in every text, and renders the pages that have it.
    let edited = GLOSSARY.replace("[CBT]", "[CBT, \"about\"]");
    let after = desk.build(&project.file("content/_data/glossary.yaml", &edited));
    assert!(after.clean().text("b/index.html").contains("href=\"/words/#term-cbt\">About</a>"));
}

#[test]
fn the_default_theme_explains_words_without_a_script() {
    let project = Project::wayside()
        .file("content/a.md", page("A", "A slow taper."))
        .file("content/_data/glossary.yaml", GLOSSARY);
    let html = project.build().clean().text("a/index.html");
    let (_, body) = html.split_once("<div class=\"body\">").unwrap();
    let (shown, _) = body.split_once("<section class=\"about-page\"").unwrap();
    same(
        shown,
        str![[r##"

<p>A <a class="term" href="#_def-slow-taper">slow taper</a><button type="button" class="term-button" popovertarget="_def-slow-taper-beside" aria-label="What does “slow taper” mean?">?</button>.</p>

</div>
<section class="definitions" aria-labelledby="_definitions">
<h2 id="_definitions">Words on this page</h2>
<dl>
<dt id="_def-slow-taper">slow taper</dt>
<dd>A taper over months.</dd>
</dl>
</section>
<div class="beside" popover id="_def-slow-taper-beside"><p><strong>slow taper</strong></p><p>A taper over months.</p></div>
"##]],
    );
}

#[test]
fn a_word_that_gave_way_to_another_is_explained_at_its_next_use() {
    let text = ":::card\nA taper.\n:::\n\nCBT and a taper.\n\nMore CBT and a taper.\n\nA taper.\n";
    let html = site(text).build().clean().text("a/index.html");
    let (first, rest) = html.split_once("More ").unwrap();
    assert!(first.contains(">CBT</a>") && !first.contains(">taper</a>"), "{html}");
    assert!(rest.starts_with("CBT and a <a class=\"term\" href=\"#_def-taper\">taper</a>"), "{html}");
    assert_eq!(html.matches("class=\"term\"").count(), 2, "{html}");
}
