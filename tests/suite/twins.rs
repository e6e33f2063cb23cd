//! The Markdown twins of pages, and `llms.txt`: what they hold, where they are named, and when there are none.

use snapbox::str;

use crate::project::{Desk, Project, Site, page};

/// A live site with the default theme, help lines and twins.
fn live() -> Project {
    Project::wayside()
        .edit("guidepost.yaml", "title:", "status: live\ntitle:")
        .config("description: Plain facts.\npublisher: {name: Harbour <Clinic>, sells_treatment: true, paid_by: Its *patients*}\noutputs: {markdown: true, llms_txt: true}")
        .file(
            "content/_data/helplines.yaml",
            "us: [{id: a, label: Emergency services, tel: \"911\", purpose: For danger to life.}, {id: b, label: The line, number: 1-800-555, tel: \"+1800555\", sms: \"555\", chat_url: \"https://example.com/chat\", hours: Always, confirmed_on: 2026-03-01, confirmed_by: desk, method: rang}]\n",
        )
        .file("content/_data/sources.yaml", "label: {kind: label, title: \"A *label*\", publisher: FDA, year: 2025, url: \"https://example.com/a_(b)\"}\n")
        .file("content/_data/people.yaml", "ada: {name: Ada Example, credentials: MD}\n")
        .file("content/_data/glossary.yaml", "taper: {term: taper, definition: Less and less.}\n")
}

#[test]
fn a_twin_says_what_its_page_says() {
    let site = live()
        .base_url("https://example.org/help/")
        .file("snippets/stop.md", "Never stop :var[publisher.name] suddenly.\n")
        .file("content/s/plan.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='2' height='1'></svg>")
        .file("content/s/_index.md", page("S", ""))
        .file(
            "content/s/a.md",
            "---\ntitle: \"The *pace* of <it>\"\nmain_message: Go [slow]!\ndate: 2026-01-05\nupdated: 2026-02-05\nauthors: [ada]\nid: k7m2p4qd\n---\n\
             You taper with help[^1] [@label, p. 3]. See [below](#when) and [home](/).\n\n\
             :::care Call 911 now if: {level=\"emergency\"}\n- a seizure\n:::\n\n::include{file=\"snippets/stop.md\"}\n\n\
             ## When\n\n> [!WARNING]\n> Never *alone*.\n\n![A plan](plan.svg)\n\n| mg | day |\n|---|---|\n| 5 | 1 |\n\n[^1]: A note.\n",
        )
        .build();
    site.clean().output("s/a/index.md", str![[r#"
# The \*pace\* of \<it>

The main message: **Go \[slow\]!**

> This page has not been reviewed by a clinician.

- Address of this page: <https://example.org/help/s/a/>
- Published: January 5, 2026
- Updated: February 5, 2026
- Written by: Ada Example, MD
- Number of this page: k7m2p4qd. Short address: <https://example.org/help/h/k7m2p4qd/>
- Published by Harbour \<Clinic>
- This organization sells treatment.
- Who pays for this website: Its \*patients\*

You taper with help\[^1\] \[1, p. 3\]. See [below](https://example.org/help/s/a/#when) and [home](https://example.org/help/).

> ## Immediate action required: Call 911 now if:
>
> - a seizure

Never stop Harbour \<Clinic> suddenly.

## When

> Warning
>
> Never *alone*.

![A plan](https://example.org/help/s/plan.svg)

| mg | day |
| --- | --- |
| 5 | 1 |

## Notes

1. A note.

## Words on this page

- **taper**: Less and less.

## Sources

1. FDA. [A \*label\*](https://example.com/a_%28b%29). 2025.

## Help lines

- **Emergency services**: For danger to life.
  - Call 911
- **The line**
  - Call 1-800-555
  - Text 555
  - [Chat online](https://example.com/chat)
  - Hours: Always
"#]]);
    site.contains("s/a/index.html", "<link rel=\"alternate\" type=\"text/markdown\" href=\"/help/s/a/index.md\">");
}

#[test]
fn a_twin_says_who_reviewed_the_page_or_that_nobody_did_and_how_it_was_translated() {
    let reviewed = "reviews: [{by: ada, role: physician, date: 2026-01-05, next_review: 2027-01-05}]";
    let site = live()
        .file("content/a.md", format!("---\ntitle: A\n{reviewed}\n---\nText.\n"))
        .file("content/b.md", "---\ntitle: B\ntranslation: {method: machine}\n---\nText.\n")
        .file("content/c.md", "---\ntitle: C\ntranslation: {method: human, reviewer: ada}\n---\nText.\n")
        .build();
    site.clean();
    let none = "\n> This page has not been reviewed by a clinician.\n";
    site.contains(
        "a/index.md",
        "\n- Reviewed by Ada Example, MD (physician), January 5, 2026. Next review due January 5, 2027.\n",
    );
    site.lacks("a/index.md", none).contains("b/index.md", none).contains("c/index.md", none);
    site.contains("b/index.md", "\n> A computer translated this page. No person has checked the translation.\n");
    site.contains("c/index.md", "\n> A person translated this page. Ada Example checked the translation.\n");
}

#[test]
fn the_twin_of_a_list_holds_all_of_it() {
    let site = live()
        .config("paginate_by: 1")
        .file("content/s/_index.md", page("S", ""))
        .file("content/s/t/_index.md", page("T", "About T."))
        .file("content/s/a.md", page("A", "About A."))
        .file("content/s/b.md", page("B", "About B."))
        .build();
    site.clean().absent("s/page/2/index.md").lacks("s/page/2/index.html", "text/markdown");
    site.contains(
        "s/index.md",
        "\n## In this section\n\n- [T](https://example.org/s/t/): About T.\n- [A](https://example.org/s/a/): About A.\n- [B](https://example.org/s/b/): About B.\n",
    );
    site.contains("index.md", "# Home\n")
        .contains("index.md", "\n## Find information\n\n- [S](https://example.org/s/)\n");
}

#[test]
fn pages_with_a_list_of_their_own_have_it_in_their_twin() {
    let site = live()
        .file("content/words.md", "---\ntitle: Words\ntemplate: glossary\n---\n")
        .file("content/all.md", "---\ntitle: All\ntemplate: a-z\n---\n")
        .build();
    site.clean().contains("words/index.md", "\n- **taper**: Less and less.\n");
    site.contains("all/index.md", "\n## W\n\n- [Words](https://example.org/words/)\n");
}

#[test]
fn a_page_that_is_not_translated_has_no_twin_and_a_translation_has() {
    let site = live()
        .edit(
            "guidepost.yaml",
            "languages: {en: {name: English, locale: en-US}}",
            "languages: {en: {name: English}, es: {name: Español}}",
        )
        .file("content/_index.es.md", page("Inicio", "Hola."))
        .file("content/a.md", page("A", "Text."))
        .file("content/b.md", page("B", "Text."))
        .file("content/b.es.md", page("Bé", "Texto."))
        .build();
    site.clean().absent("es/a/index.md").lacks("es/a/index.html", "text/markdown");
    site.contains("es/b/index.md", "# Bé\n\n> Ningún").contains("es/b/index.html", "href=\"/es/b/index.md\"");
}

/// The words of a text.
fn words(text: &str) -> Vec<&str> {
    text.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

/// The text that readers see of a piece of HTML.
fn visible(html: &str) -> String {
    let folded = ["(folded away on screen)", "(plegado en la pantalla)"];
    let html = folded
        .into_iter()
        .fold(html.to_owned(), |html, words| html.replace(&format!("<span class=\"print-only\">{words}</span>"), ""));
    let pieces = html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
    let text = pieces.collect::<Vec<_>>().join(" ");
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
        .into_iter()
        .fold(text, |text, (entity, sign)| text.replace(entity, sign))
}

#[test]
fn no_word_of_any_page_of_the_real_site_is_missing_from_its_twin() {
    let site = Project::real_and_live().config("outputs: {markdown: true}").build();
    site.clean();
    let (mut pages, mut seen) = (0, 0);
    for path in site.outputs.keys().filter(|path| path.ends_with("index.md")) {
        let (html, twin) = (site.text(&path.replace("index.md", "index.html")), site.text(path));
        assert!(!twin.contains("<div") && !twin.contains("<p>") && !twin.contains("</"), "{path} holds HTML");
        let Some((_, body)) = html.split_once("<div class=\"body\">") else { continue };
        let body = body.split("<section class=\"about-page\"").next().unwrap();
        let body =
            body.split("<dl class=\"terms\"").next().unwrap().split("<section class=\"sources\"").next().unwrap();
        let body = visible(body.split("<section class=\"definitions\"").next().unwrap());
        let twin = twin.replace('\\', "");
        let mut rest = words(&twin).into_iter();
        for word in words(&body) {
            assert!(rest.any(|other| other == word), "{path}: `{word}` is missing\n{twin}");
            seen += 1;
        }
        pages += 1;
    }
    assert!(pages > 25 && seen > 10_000, "{pages} pages with {seen} words");
}

#[test]
fn a_site_has_neither_twins_nor_llms_txt_unless_it_asks_for_them() {
    let site = live().edit("guidepost.yaml", "outputs: {markdown: true, llms_txt: true}", "").build();
    site.clean().lacks("index.html", "text/markdown");
    let made: Vec<&String> =
        site.outputs.keys().filter(|path| path.ends_with(".md") || path.ends_with(".txt")).collect();
    assert_eq!(made, ["robots.txt"]);
}

#[test]
fn a_demonstration_has_neither_and_says_why() {
    let site = live().edit("guidepost.yaml", "status: live\n", "").build();
    site.diagnostics(str![[r#"
guidepost.yaml:6:21: warning[demonstration-output]: `markdown` is not written while the site is a demonstration (help: set `status: live` when clinicians have checked the pages, or take `markdown` out)
guidepost.yaml:6:37: warning[demonstration-output]: `llms_txt` is not written while the site is a demonstration (help: set `status: live` when clinicians have checked the pages, or take `llms_txt` out)
"#]]);
    assert!(!site.failed());
    site.absent("index.md").absent("llms.txt").lacks("index.html", "text/markdown");
}

#[test]
fn a_theme_that_stands_alone_must_bring_the_templates() {
    let site = Project::new().config("outputs: {markdown: true, llms_txt: true}").build();
    site.diagnostics(str![[r#"
themes/test/templates/llms.txt: error[theme-file]: the theme `test` has no template `llms.txt`, which `outputs: {llms_txt: true}` needs (help: write that file, or let the theme extend another one with `extends: wayside`)
themes/test/templates/page.md: error[theme-file]: the theme `test` has no template `page.md`, which `outputs: {markdown: true}` needs (help: write that file, or let the theme extend another one with `extends: wayside`)
"#]]);
    let own = Project::new()
        .config("outputs: {markdown: true, llms_txt: true}")
        .file("templates/page.md", "{{ page.title | escape_markdown }}: {{ body }}")
        .file("templates/llms.txt", "{% for group in pages_by_section %}{% for card in group.pages %}{{ card.markdown_permalink }}{% endfor %}{% endfor %}")
        .file("content/a.md", page("A", "See [home](/)."));
    own.build().clean().output("a/index.md", str!["A: See [home](https://example.org/)."]);
    own.build().output("llms.txt", str!["https://example.org/a/index.md"]);
}

#[test]
fn a_file_cannot_stand_where_a_twin_is_written() {
    let site = live().file("static/a/index.md", "x").file("content/a.md", page("A", "Text.")).build();
    site.diagnostics(str!["static/a/index.md: error[output-collision]: two things would be written at `a/index.md`: the Markdown twin of `content/a.md` and `static/a/index.md` (help: rename one of them, or give one another `slug` or alias)"]);
}

#[test]
fn a_fault_in_the_template_of_twins_shows_its_line_and_the_page() {
    let site = live().file("templates/page.md", "\n{{ page.titel | escape_markdown }}").build();
    site.human(str![[r#"
error[template-error]: invalid type for the value, expected `&str` but got `undefined`
  ╭▸ templates/page.md:2:4
  │
2 │ {{ page.titel | escape_markdown }}
  │    ━━━━
  │
  ╰ note: while rendering this page: content/_index.md
"#]]);
}

#[test]
fn llms_txt_lists_the_pages_of_each_section_below_a_warning() {
    let site = live()
        .edit("guidepost.yaml", "title: Harbour Clinic", "title: Harbour [Clinic]")
        .files([
            ("content/a.md", "---\ntitle: A (1)\ndescription: In *short*.\n---\n"),
            ("content/s/_index.md", "---\ntitle: Second\nweight: 2\n---\nAbout it.\n"),
            ("content/s/b.md", &page("B", "About B.")),
            ("content/s/deep/_index.md", &page("Deep", "")),
            ("content/s/deep/c.md", &page("C", "")),
            ("content/t/_index.md", "---\ntitle: First\nweight: 1\n---\n"),
            ("content/t/hidden.md", "---\ntitle: Hidden\nsearch: {exclude: true}\n---\n"),
            ("content/t/draft.md", "---\ntitle: Draft\ndraft: true\n---\n"),
        ])
        .build();
    site.clean().output(
        "llms.txt",
        str![[r#"
# Harbour \[Clinic\]

> Plain facts.

This website gives general information. It is not medical advice, and it does not take the place of a clinician.

If a life is in danger now, call 911 (Emergency services).

Published by Harbour \<Clinic>

This organization sells treatment.

Who pays for this website: Its \*patients\*

Status: live, for real readers. Pages say whether a clinician has reviewed them.

## Home

- [Home](https://example.org/index.md): Welcome.
- [A (1)](https://example.org/a/index.md): In \*short\*.

## First

- [First](https://example.org/t/index.md)

## Second

- [Second](https://example.org/s/index.md): About it.
- [B](https://example.org/s/b/index.md): About B.
- [Deep](https://example.org/s/deep/index.md)
- [C](https://example.org/s/deep/c/index.md)
"#]],
    );
}

#[test]
fn llms_txt_leads_to_the_pages_where_there_are_no_twins_and_stands_in_each_language() {
    let site = live()
        .edit(
            "guidepost.yaml",
            "languages: {en: {name: English, locale: en-US}}",
            "languages: {en: {name: English}, es: {name: Español}}",
        )
        .edit("guidepost.yaml", "markdown: true, ", "")
        .file("content/_index.es.md", page("Inicio", "Hola."))
        .file("content/s/a.md", page("A", "Text."))
        .file("content/s/b.md", page("B", "Text."))
        .file("content/s/b.es.md", page("Bé", "Texto."))
        .build();
    site.clean().contains("llms.txt", "\n- [A](https://example.org/s/a/): Text.\n").absent("index.md");
    site.contains("es/llms.txt", "No es un consejo médico")
        .contains("es/llms.txt", "- [Bé](https://example.org/es/s/b/): Texto.\n");
    site.lacks("es/llms.txt", "[A]");
}

#[test]
fn the_number_to_call_in_danger_is_the_one_that_the_help_lines_say() {
    let with = |lines: &str| live().file("content/_data/helplines.yaml", format!("de: [{lines}]\n")).build();
    let call = |site: &Site| {
        // Some of these lines are not confirmed, of which the build warns.
        let text = site.text("llms.txt");
        text.lines().filter(|line| line.contains("in danger")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(
        call(&with(
            "{id: a, label: Ambulance, tel: \"192\", emergency: true}, {id: b, label: B, tel: \"193\", confirmed_on: 2026-03-01, confirmed_by: desk, method: rang}"
        )),
        ["If a life is in danger now, call 192 (Ambulance)."]
    );
    assert_eq!(
        call(&with(
            "{id: a, label: Emergency, tel: \"112\"}, {id: b, label: Not here, tel: \"911\", emergency: false}"
        )),
        ["If a life is in danger now, call 112 (Emergency)."]
    );
    assert!(call(&with("{id: a, label: A, tel: \"+49 30 1234\"}")).is_empty());
}

#[test]
fn an_edit_makes_the_twin_again_and_the_list_only_when_it_shows_it() {
    let project = live().config("taxonomies: {}").file("content/a.md", page("A", "The first words.\n\nOther text."));
    let mut desk = Desk::new();
    desk.build(&project).clean();
    let text = desk.build(&project.clone().edit("content/a.md", "Other", "More"));
    assert_eq!(text.clean().rendered(), ["a/index.html", "a/index.md"]);
    let title = project.edit("content/a.md", "title: A", "title: B");
    let warm = desk.build(&title);
    assert!(warm.clean().rendered().contains(&"llms.txt"));
    let moved = title.base_url("https://example.com/");
    assert_eq!(desk.build(&moved).outputs, moved.build().outputs);
}

#[test]
fn a_twin_that_shows_nothing_but_its_text_is_made_again_for_another_address() {
    let project =
        live().file("templates/page.md", "{{ body }}").file("content/a.md", page("A", "See [below](#b).\n\n## B"));
    let mut desk = Desk::new();
    desk.build(&project).clean().contains("a/index.md", "(https://example.org/a/#b)");
    let moved = project.base_url("https://example.com/");
    desk.build(&moved).clean().contains("a/index.md", "(https://example.com/a/#b)");
}
