//! Cases are written as what a reader of the events would see: `<p>…</p>` for tags, `{name: … }` for blocks, `{name}` for leaves
//! and `(name: …)` for inline directives.

mod properties;

use pulldown_cmark::{Event, TagEnd};

use super::*;

fn excerpt(text: &str) -> Excerpt<'_> {
    Excerpt { file: "content/a.md".into(), offset: 0, text }
}

fn tag(end: TagEnd) -> String {
    match end {
        TagEnd::Paragraph => "p".to_string(),
        TagEnd::Heading(level) => level.to_string(),
        TagEnd::BlockQuote(_) => "quote".to_string(),
        TagEnd::CodeBlock => "pre".to_string(),
        TagEnd::List(false) => "ul".to_string(),
        TagEnd::List(true) => "ol".to_string(),
        TagEnd::Item => "li".to_string(),
        TagEnd::FootnoteDefinition => "note".to_string(),
        TagEnd::Table => "table".to_string(),
        TagEnd::TableHead => "th".to_string(),
        TagEnd::TableRow => "tr".to_string(),
        TagEnd::TableCell => "td".to_string(),
        TagEnd::Emphasis => "em".to_string(),
        TagEnd::Strong => "b".to_string(),
        TagEnd::Link => "a".to_string(),
        TagEnd::Image => "img".to_string(),
        other => format!("{other:?}").to_lowercase(),
    }
}

fn show(prepared: &Prepared<'_>) -> String {
    let name = |index: usize| prepared.directives[index].name;
    let shown = walk(prepared).map(|(step, _)| match step {
        Step::Open(index) => format!("{{{}:", name(index)),
        Step::Close(_) => "}".to_string(),
        Step::Leaf(index) => format!("{{{}}}", name(index)),
        Step::InlineOpen(index) => format!("({}:", name(index)),
        Step::InlineClose(_) => ")".to_string(),
        Step::Citation => "(cited)".to_string(),
        Step::Event(Event::Start(start)) => format!("<{}>", tag(start.to_end())),
        Step::Event(Event::End(end)) => format!("</{}>", tag(end)),
        Step::Event(Event::Text(text)) => text.to_string(),
        Step::Event(Event::Code(text)) => format!("`{text}`"),
        Step::Event(Event::Html(text) | Event::InlineHtml(text)) => format!("!{text}!"),
        Step::Event(Event::FootnoteReference(text)) => format!("[^{text}]"),
        Step::Event(Event::SoftBreak) => " ".to_string(),
        Step::Event(Event::Rule) => "<hr>".to_string(),
        Step::Event(other) => format!("{other:?}"),
    });
    shown.collect()
}

/// The steps of a text without errors.
#[track_caller]
fn check(source: &str, steps: &str) {
    let outcome = prepare(&excerpt(source));
    assert_eq!(outcome.diagnostics, [], "{source}");
    assert_eq!(show(&outcome.value), steps, "{source}");
}

fn word_of(diagnostic: &Diagnostic, source: &str) -> String {
    let span = diagnostic.place.as_ref().and_then(|place| place.span).unwrap_or(Span::new(0, 0));
    let mut text = format!("{}: {}\n  at: {}", diagnostic.rule.name, diagnostic.message, &source[span.start..span.end]);
    if let Some(help) = &diagnostic.help {
        text.push_str("\n  help: ");
        text.push_str(help);
    }
    for (place, words) in &diagnostic.related {
        let span = place.span.unwrap_or(Span::new(0, 0));
        text.extend(["\n  ", words.as_str(), ": ", &source[span.start..span.end]]);
    }
    text
}

/// The steps and the errors of a text.
#[track_caller]
fn check_errors(source: &str, steps: &str, errors: &[&str]) {
    let outcome = prepare(&excerpt(source));
    let told: Vec<_> = outcome.diagnostics.iter().map(|diagnostic| word_of(diagnostic, source)).collect();
    assert_eq!(told, errors, "{source}");
    assert_eq!(show(&outcome.value), steps, "{source}");
}

#[test]
fn a_block_holds_blocks() {
    check(":::care Go now\nText.\n:::\n", "{care:<p>Text.</p>}");
    check("Before\n:::care\nText.\n\nMore.\n:::\nAfter", "<p>Before</p>{care:<p>Text.</p><p>More.</p>}<p>After</p>");
    check("::: care\n:::", "{care:}");
    check("", "");
    check(":::care\n:::", "{care:}");
}

#[test]
fn a_closing_line_ends_a_list_a_quote_and_a_table() {
    check(":::care\n- a\n- b\n:::\n- c", "{care:<ul><li>a</li><li>b</li></ul>}<ul><li>c</li></ul>");
    check("- z\n:::care\n* a\n:::", "<ul><li>z</li></ul>{care:<ul><li>a</li></ul>}");
    check(":::care\n1. a\n2. b\n:::\n3. c", "{care:<ol><li>a</li><li>b</li></ol>}<ol><li>c</li></ol>");
    check(":::care\n> a\n:::\nb", "{care:<quote><p>a</p></quote>}<p>b</p>");
    check(
        ":::care\n| a | b |\n|---|---|\n| c | d |\n:::\ne",
        "{care:<table><th><td>a</td><td>b</td></th><tr><td>c</td><td>d</td></tr></table>}<p>e</p>",
    );
    check(
        ":::care\nterm\n: text\n:::\ne",
        "{care:<definitionlist><definitionlisttitle>term</definitionlisttitle><definitionlistdefinition>text</definitionlistdefinition></definitionlist>}<p>e</p>",
    );
    check(":::care\nTitle\n:::\n===\n", "{care:<p>Title</p>}<p>===</p>");
}

#[test]
fn a_block_can_stand_in_a_list_item_a_quote_and_a_footnote() {
    check("- :::care\n  a\n  :::\n- b", "<ul><li>{care:a}</li><li>b</li></ul>");
    check("* :::care\n  a\n  :::", "<ul><li>{care:a}</li></ul>");
    check("- a\n\n  :::care\n  - b\n  :::\n\n  c", "<ul><li><p>a</p>{care:<ul><li>b</li></ul>}<p>c</p></li></ul>");
    check("1. :::care\n   a\n   :::", "<ol><li>{care:a}</li></ol>");
    check("> :::care\n> a\n> :::\n> b", "<quote>{care:<p>a</p>}<p>b</p></quote>");
    check("> - :::care\n>   a\n>   :::", "<quote><ul><li>{care:a}</li></ul></quote>");
    check("> [!WARNING]\n> :::care\n> a\n> :::", "<quote>{care:<p>a</p>}</quote>");
    check("a[^1]\n\n[^1]: b\n\n    :::care\n    c\n    :::", "<p>a[^1]</p><note><p>b</p>{care:<p>c</p>}</note>");
}

#[test]
fn blocks_nest_by_colons_or_by_order() {
    check(":::::one\n::::two\n:::three\na\n:::\n::::\n:::::\nb", "{one:{two:{three:<p>a</p>}}}<p>b</p>");
    check(":::one\n:::two\na\n:::\nb\n:::\nc", "{one:{two:<p>a</p>}<p>b</p>}<p>c</p>");
    let outcome = prepare(&excerpt(":::::one\n::::two\n:::three :a[b]\n:c[d]\n:::\n::::\n:::::"));
    let depths: Vec<_> = outcome.value.directives.iter().map(|one| (one.name, one.depth)).collect();
    assert_eq!(depths, [("one", 0), ("two", 1), ("three", 2), ("c", 3)]);
}

#[test]
fn nothing_is_a_directive_in_code_or_html() {
    check("```\n:::care\n:a[b]{c}\n:::\n```", "<pre>:::care\n:a[b]{c}\n:::\n</pre>");
    check("    :::care\n    ::leaf\n", "<pre>:::care\n::leaf\n</pre>");
    check("a\n\n\t:::care\n\n:::care\n```\n:::\n```\n:::", "<p>a</p><pre>:::care\n</pre>{care:<pre>:::\n</pre>}");
    check("- ```\n  :::care\n  ```\n\n  :::care\n  :::", "<ul><li><pre>:::care\n</pre>{care:}</li></ul>");
    check("> ```\n> :::care {a=b}\n> ```", "<quote><pre>:::care {a=b}\n</pre></quote>");
    check("`:a[b]{c}` and :a[b]", "<p>`:a[b]{c}` and (a:b)</p>");
    check("`a\n- :b[c]` :d[e]", "<p>`a</p><ul><li>(b:c)` (d:e)</li></ul>");
    check("`a\nx :b[c]` :d[e]", "<p>`a x :b[c]` (d:e)</p>");
    check("<!--\n:::care\n-->\n\n:::care\n:::", "<htmlblock>!<!--\n!!:::care\n!!-->\n!</htmlblock>{care:}");
    check("<b title=':a[b]'>x</b>", "<p>!<b title=':a[b]'>!x!</b>!</p>");
    check("~~~\n:::care\n~~~\n:::care\n:::\n", "<pre>:::care\n</pre>{care:}");
}

#[test]
fn addresses_keep_their_bytes() {
    let source = "[a](/b/:c[d]{e}) <https://x.org/:y[z]> [f]\n\n[f]: /g/:h[i]";
    let outcome = prepare(&excerpt(source));
    let links: Vec<String> = walk(&outcome.value)
        .filter_map(|(step, _)| match step {
            Step::Event(Event::Start(pulldown_cmark::Tag::Link { dest_url, .. })) => Some(dest_url.to_string()),
            _ => None,
        })
        .collect();
    assert_eq!(links, ["/b/:c[d]{e}", "https://x.org/:y[z]", "/g/:h[i]"]);
}

#[test]
fn a_leaf_stands_on_its_own_line() {
    check("a\n::helplines{region=\"us\"}\nb", "<p>a</p>{helplines}<p>b</p>");
    check("- ::helplines{region=\"us\"}\n- b", "<ul><li>{helplines}</li><li>b</li></ul>");
    check("- a\n  ::helplines Call us {region=us}\n- b", "<ul><li>a{helplines}</li><li>b</li></ul>");
    check(":::care\n::helplines\n:::", "{care:{helplines}}");
    check("a ::helplines{region=us}", "<p>a ::helplines{region=us}</p>");
}

#[test]
fn inline_directives_stand_in_any_text() {
    check("See :abbr[CBT]{title=\"talking\"}.", "<p>See (abbr:CBT).</p>");
    check(":abbr[CBT]", "<p>(abbr:CBT)</p>");
    check("# About :abbr[CBT]{title=a} {#cbt}", "<h1>About (abbr:CBT)</h1>");
    check("About :abbr[CBT]\n===", "<h1>About (abbr:CBT)</h1>");
    check(
        "| :abbr[a]{title=\"x|y\"} | b |\n|---|---|\n| c | :abbr[d] |",
        "<table><th><td>(abbr:a)</td><td>b</td></th><tr><td>c</td><td>(abbr:d)</td></tr></table>",
    );
    check(
        "*see :abbr[CBT]{a=b}* _:abbr[d]_ **:abbr[e]**",
        "<p><em>see (abbr:CBT)</em> <em>(abbr:d)</em> <b>(abbr:e)</b></p>",
    );
    check("[see :abbr[CBT]{a=b} here](b.md)", "<p><a>see (abbr:CBT) here</a></p>");
    check("[:abbr[CBT]](b.md) ![:abbr[x]](c.png)", "<p><a>(abbr:CBT)</a> <img>(abbr:x)</img></p>");
    check(":abbr[*a* _b_ **c** `d]` e]{f}", "<p>(abbr:<em>a</em> <em>b</em> <b>c</b> `d]` e)</p>");
    check(":abbr[a [b](c.md) d] e", "<p>(abbr:a <a>b</a> d) e</p>");
    check(":a[b :c[d]{e=\"]\"} f]{g=h}", "<p>(a:b (c:d) f)</p>");
    check("(:a[b]) “:a[c]” é :a[d]", "<p>((a:b)) “(a:c)” é (a:d)</p>");
    check("a :b[c\nd] e", "<p>a (b:c d) e</p>");
    check("> a :b[c\n> d] e", "<quote><p>a (b:c d) e</p></quote>");
    check("- [ ] :a[b]", "<ul><li>TaskListMarker(false)(a:b)</li></ul>");
    check(":a[b](c)", "<p>(a:b)(c)</p>");
    check(":a[]{b}", "<p>(a:)</p>");
    check(":a[b]:c[d]", "<p>(a:b)(c:d)</p>");
    check(
        "text\n: :a[b]",
        "<definitionlist><definitionlisttitle>text</definitionlisttitle><definitionlistdefinition>(a:b)</definitionlistdefinition></definitionlist>",
    );
}

#[test]
fn a_definition_of_the_same_label_changes_nothing() {
    check(":abbr[CBT] and [CBT]\n\n[CBT]: /cbt", "<p>(abbr:CBT) and <a>CBT</a></p>");
    check(":::care\n[a]\n:::\n\n[a]: /a", "{care:<p><a>a</a></p>}");
}

#[test]
fn a_citation_is_one_step_wherever_it_stands() {
    check("a [@b, p. 3; @c] d", "<p>a (cited) d</p>");
    check("# a [@b]", "<h1>a (cited)</h1>");
    check(":::care\n- *a [@b]*\n:::", "{care:<ul><li><em>a (cited)</em></li></ul>}");
    check(":abbr[CBT]{title=x} [@b] :abbr[d]", "<p>(abbr:CBT) (cited) (abbr:d)</p>");
    check("a![@b]", "<p>a!(cited)</p>");
    check("[@a]\n\n[@a]: /a", "<p><a>@a</a></p>");
    check("[@a]: b [y](@a) `[@a]`", "<p>(cited): b <a>y</a> `[@a]`</p>");
    let source = "a [@b :c[d]] e";
    assert_eq!(prepare(&excerpt(source)).diagnostics, []);
}

#[test]
fn colons_in_text_are_text() {
    for source in [
        "At 5:30 and 17:00:05",
        "https://x.org:80/a[1]",
        "a:b[c]",
        "é:b[c]",
        "1:b[c]",
        "std::vec[0]",
        "a : b[c]",
        "a :smile: b",
        "a :B[c]",
        "a :b [c]",
        "a ::b[c]",
    ] {
        let outcome = prepare(&excerpt(source));
        assert_eq!(outcome.diagnostics, [], "{source}");
        assert_eq!(outcome.value.directives, [], "{source}");
        assert!(matches!(outcome.value.text, Cow::Borrowed(_)), "{source}");
    }
    check("\\:a[b]", "<p>:a[b]</p>");
    check("\\\\:a[b]", "<p>\\(a:b)</p>");
    check(":a[b\\]", "<p>:a[b]</p>");
    check("a\n:smile: b\n:+1:", "<p>a :smile: b :+1:</p>");
    check("a\n\n:smile:[b](c)\n\n> :_a_\n::1", "<p>a</p><p>:smile:<a>b</a></p><quote><p>:<em>a</em> ::1</p></quote>");
    check("a\n\n:b[c", "<p>a</p><p>:b[c</p>");
    check("a\n:b[c]", "<p>a (b:c)</p>");
    check("\u{1}:a[\u{1}]\u{1}", "<p>\u{1}(a:\u{1})\u{1}</p>");
}

#[test]
fn lines_may_end_in_any_way() {
    check(":::care T\r\n- a\r\n- b\r\n:::\r\nc :d[e\r\nf]\r\n", "{care:<ul><li>a</li><li>b</li></ul>}<p>c (d:e f)</p>");
    check(":::care T\r- a\r- b\r:::\rc", "{care:<ul><li>a</li><li>b</li></ul>}<p>c</p>");
    let outcome = prepare(&excerpt(":::care T\r\na\r\n:::\r\n"));
    let title = outcome.value.directives[0].title;
    assert_eq!(title.map(|title| title.text), Some("T"));
}

#[test]
fn text_in_any_script_keeps_its_places() {
    let source = "äé :::x\n\n:::care Größe “ñ” {a=\"日本\"}\n日 :abbr[本語]{t='ü'} ü\n:::\n";
    let outcome = prepare(&excerpt(source));
    assert_eq!(outcome.diagnostics, []);
    assert_eq!(show(&outcome.value), "<p>äé :::x</p>{care:<p>日 (abbr:本語) ü</p>}");
    for (step, range) in walk(&outcome.value) {
        if let Step::Event(Event::Text(text)) = step {
            assert_eq!(*text, source[range]);
        }
    }
    let care = &outcome.value.directives[0];
    assert_eq!(&source[care.span.start..care.span.end], ":::care Größe “ñ” {a=\"日本\"}\n日 :abbr[本語]{t='ü'} ü\n:::");
    assert_eq!(&source[care.opening.start..care.opening.end], ":::care Größe “ñ” {a=\"日本\"}");
}

#[test]
fn steps_have_their_bytes_in_the_source() {
    let source = "- :::care T\n  a :b[c]{d=e}\n  :::\n\n::leaf {x} \n";
    let outcome = prepare(&excerpt(source));
    let places: Vec<_> = walk(&outcome.value)
        .filter(|(step, _)| !matches!(step, Step::Event(_)))
        .map(|(step, range)| (step, &source[range]))
        .collect();
    let expected = [
        (Step::Open(0), ":::care T"),
        (Step::InlineOpen(1), ":b["),
        (Step::InlineClose(1), "]{d=e}"),
        (Step::Close(0), ":::"),
        (Step::Leaf(2), "::leaf {x} "),
    ];
    assert_eq!(places, expected);
}

#[test]
fn a_block_without_an_end_is_an_error() {
    check_errors(
        "a\n\n:::care Go\nb",
        "<p>a</p>{care:<p>b</p>}",
        &[
            "directive-unclosed: `care` is opened here and never closed\n  at: :::care Go\n  help: write `:::` on a line of its own after it",
        ],
    );
    check_errors(
        "- :::care\n  a\n- b",
        "<ul><li>{care:a}</li><li>b</li></ul>",
        &[
            "directive-unclosed: `care` is opened here and never closed\n  at: :::care\n  help: write `:::` on a line of its own after it, in the same list item",
        ],
    );
    check_errors(
        "::::one\n:::two\na\n::::\nb",
        "{one:{two:<p>a</p>}}<p>b</p>",
        &[
            "directive-unclosed: `two` is opened here and never closed\n  at: :::two\n  help: write `:::` on a line of its own after it",
        ],
    );
}

#[test]
fn a_closing_line_without_a_block_is_an_error() {
    check_errors(
        "a\n:::\nb",
        "<p>a</p><p>b</p>",
        &[
            "directive-stray: this `:::` closes nothing\n  at: :::\n  help: remove this line, or write the line that opens a directive, such as `:::callout`",
        ],
    );
    check_errors(
        "::::care\na\n:::\nb",
        "{care:<p>a</p><p>b</p>}",
        &[
            "directive-stray: this `:::` closes nothing\n  at: :::\n  help: to close `care`, write `::::`, as many colons as it was opened with\n  opened here: ::::care",
        ],
    );
}

#[test]
fn a_block_ends_in_the_container_where_it_began() {
    check_errors(
        "- :::care\n  a\n\n:::\nb",
        "<ul><li>{care:a}</li></ul><p>b</p>",
        &[
            "directive-container: `care` was opened in a list item, and this `:::` stands outside of it\n  at: :::\n  help: begin this line as the line that opens `care` begins: with the same spaces and `>` signs\n  opened here: :::care",
        ],
    );
    check_errors(
        ":::care\n> a\n> :::\n\nb",
        "{care:<quote><p>a</p></quote><p>b</p>}",
        &[
            "directive-container: this `:::` stands in a quote, and `care` was opened outside of it\n  at: :::\n  help: begin this line as the line that opens `care` begins: with the same spaces and `>` signs\n  opened here: :::care",
        ],
    );
    check_errors(
        ":::care\n- a\n  :::\n:::\nb",
        "{care:<ul><li>a</li></ul>}<p>b</p>",
        &[
            "directive-container: this `:::` stands in a list item, and `care` was opened outside of it\n  at: :::\n  help: begin this line as the line that opens `care` begins: with the same spaces and `>` signs\n  opened here: :::care",
        ],
    );
}

#[test]
fn a_line_that_is_indented_too_far_is_an_error() {
    let message = "this line begins too far to the right to be a directive, and would be shown as it is";
    let help = "remove the spaces before it, or in a list as many as let it begin below the text of the list item";
    check_errors(
        "a\n    :::care  \nb",
        "<p>a :::careHardBreakb</p>",
        &[&format!("directive-opening: {message}\n  at: :::care  \n  help: {help}")],
    );
    check_errors(
        "- a\n      :::\n",
        "<ul><li>a :::</li></ul>",
        &[&format!("directive-stray: {message}\n  at: :::\n  help: {help}")],
    );
}

#[test]
fn an_inline_directive_stays_whole() {
    check_errors(
        "*a :b[c* d]{e}",
        "<p><em>a :b[c</em> d]{e}</p>",
        &[
            "directive-container: the text of `:b[…]` begins and ends in different places\n  at: :b[c* d]{e}\n  help: keep it whole: inside one paragraph or table cell, and inside or outside of bold, italics and links",
        ],
    );
    let source = "- a :b[c\n  ***\n  d] e";
    assert_eq!(prepare(&excerpt(source)).diagnostics.len(), 1);
}

#[test]
fn directives_nest_32_deep_and_no_deeper() {
    let nested = |depth: usize| format!("{}a\n\n{}", ":::x\n".repeat(depth), ":::\n".repeat(depth));
    assert_eq!(prepare(&excerpt(&nested(32))).diagnostics, []);
    let source = nested(34);
    let outcome = prepare(&excerpt(&source));
    let told: Vec<_> = outcome.diagnostics.iter().map(|diagnostic| word_of(diagnostic, &source)).collect();
    assert_eq!(
        told,
        [
            "directive-depth: `x` stands inside 32 other directives\n  at: :::x\n  help: at most 32 directives can stand inside one another; close some before this one"
        ]
    );
    assert_eq!(outcome.value.directives.len(), 32);
    let inline = format!("{}a{}", ":x[".repeat(33), "]".repeat(33));
    check_errors(
        &inline,
        &format!("<p>{}a{}</p>", "(x:".repeat(32), ")".repeat(32)),
        &[
            "directive-depth: `x` stands inside 32 other directives\n  at: :x[\n  help: at most 32 directives can stand inside one another; close some before this one",
        ],
    );
}

#[test]
fn errors_are_told_at_their_place_in_the_file() {
    let outcome = prepare(&Excerpt { file: "content/a.md".into(), offset: 100, text: "a\n:::\n" });
    let place = outcome.diagnostics[0].place.clone();
    assert_eq!(place, Some(crate::diagnostic::Place::at("content/a.md", Span::new(102, 105))));
}

#[test]
fn errors_in_code_are_none() {
    check("```\n:::Care {#a .b c=“d”}\n:a[b]{\n```\n", "<pre>:::Care {#a .b c=“d”}\n:a[b]{\n</pre>");
}

#[test]
fn an_opening_line_with_a_bad_name_still_takes_its_closing_line() {
    check_errors(
        ":::Care\na\n:::\n",
        "<p>a</p>",
        &["directive-opening: `Care` has capital letters\n  at: Care\n  help: write `:::care`"],
    );
}

/// Each reading puts back one directive, whose value then begins the comment or tag in which the next is lost.
#[test]
fn text_in_which_every_reading_hides_another_directive_is_an_error() {
    let links = ":a[b]{c=\"--> <b c='\"} --> :a[b]{c=\"'> <!--\"} '> ";
    let source = format!("x <!-- {}", links.repeat(20));
    let outcome = prepare(&excerpt(&source));
    let told: Vec<_> = outcome.diagnostics.iter().map(|diagnostic| word_of(diagnostic, &source)).collect();
    assert_eq!(
        told,
        [
            "directive-tangled: the directives of this page cannot be told from its code\n  at: :a[\n  help: look for a backtick or a line of backticks that has no partner"
        ]
    );
    assert_eq!(outcome.value, plain(&excerpt(&source)));
}

#[test]
fn text_without_directives_is_not_copied() {
    assert!(matches!(prepare(&excerpt("a: b\n\n- c")).value.text, Cow::Borrowed(_)));
    assert!(matches!(prepare(&excerpt("`:a[b]`")).value.text, Cow::Borrowed(_)));
    assert!(matches!(prepare(&excerpt("```\n:::a\n```")).value.text, Cow::Borrowed(_)));
}
