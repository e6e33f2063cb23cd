//! What HTML becomes, and what must hold for any HTML.

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::*;
use crate::text::escape_html;

fn addresses() -> Addresses {
    Addresses { page: "https://example.org/help/a/".to_string(), origin: "https://example.org".to_string() }
}

#[track_caller]
fn check(html: &str, expected: &str) {
    assert_eq!(markdown(html, &addresses()), expected, "{html}");
}

#[test]
fn paragraphs_and_headings_are_blocks_of_one_line() {
    check(
        "<h2 id=\"x\">The <em>pace</em> #</h2>\n<p>Take\n5&nbsp;mg  &lt; 10.</p><p>Again",
        "## The *pace* \\#\n\nTake 5\u{a0}mg < 10.\n\nAgain",
    );
    check("<p>One<br>- two<br></p>", "One\\\n\\- two");
    check("<h3>One<br>two</h3>", "### One two");
    check("<div>a<div>b</div>c</div><hr>d", "a\n\nb\n\nc\n\n___\n\nd");
    check("<h2></h2><p> </p>", "");
}

#[test]
fn lists_keep_their_numbers_and_their_depth() {
    check("<ul>\n<li>a</li>\n<li>b\n<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>", "- a\n- b\n  - c");
    check("<ol start=\"9\"><li>a</li><li></li><li><p>b</p><p>c</p></li></ol>", "9. a\n\n10.\n\n11. b\n\n    c");
    check("<ul><li>a</li></ul><ul><li>b</li></ul><ol><li>c</ol><ol><li>d</ol>", "- a\n\n* b\n\n1. c\n\n1) d");
    check("<ul><li>a<ol start=\"3\"><li>b</ol></ul>", "- a\n\n  3. b");
    check("<ul><li class=\"task\"><input type=\"checkbox\" disabled checked aria-label=\"Done\"> a</ul>", "- [x] a");
    check("<ul><li><hr></li><li></li></ul>", "- ___");
}

#[test]
fn boxes_are_told_from_what_follows() {
    check(
        "<blockquote>\n<h2>Call 911 now if:</h2>\n<ul><li>a</li></ul>\n</blockquote>\n<p>b</p>",
        "> ## Call 911 now if:\n>\n> - a\n\nb",
    );
    check("<blockquote></blockquote>a", "a");
}

#[test]
fn tables_have_a_head_and_as_many_cells_in_each_row() {
    check(
        "<table><caption>Which</caption><thead><tr><th>a|b<th>c</tr></thead><tbody><tr><td><p>1</p><p>2</p><tr><td><code>x|y</code></td><td><ul><li>z</ul></td></table>",
        "**Which**\n\n| a\\|b | c |\n| --- | --- |\n| 1 2 |  |\n| `x\\|y` | - z |",
    );
    check("<table><tr><td>a</td></tr></table>", "|  |\n| --- |\n| a |");
}

#[test]
fn code_is_left_as_it_is() {
    check(
        "<pre class=\"code\"><code class=\"language-rust\"><span class=\"k\">let</span> x = &quot;```&quot;;\n\n  y\n</code></pre>",
        "````rust\nlet x = \"```\";\n\n  y\n````",
    );
    check("<p><code>a`b</code> <code>`</code> <code>*x*</code></p>", "``a`b`` `` ` `` `*x*`");
}

#[test]
fn links_are_absolute_and_lead_out_of_the_page_only_to_what_is_there() {
    check("<a href=\"/help/b/\">b</a>", "[b](https://example.org/help/b/)");
    check("<a href=\"#pace\">b</a> <a href=\"#_ref-1\">1</a>", "[b](https://example.org/help/a/#pace) 1");
    check(
        "<a href=\"tel:911\">Call</a> <a href=\"//x.org/(a b)\">x</a>",
        "[Call](tel:911) [x](https://x.org/%28a%20b%29)",
    );
    check("<a href=\"java&#10;script:alert(1)\">b</a><a href=\"x.html\"></a>", "b");
    check("No!<a href=\"x.html\"><strong>b</strong></a>", "No\\![**b**](https://example.org/help/a/x.html)");
    check(
        "<img src=\"/p.png\" alt=\"A [plan]\"><img src=\"/d.png\" alt=\"\">",
        "![A \\[plan\\]](https://example.org/p.png)",
    );
    check("<img src=\"data:x\" alt=\"A plan\">", "A plan");
}

#[test]
fn nothing_that_changes_a_meaning_is_lost() {
    check("Take <del>10</del> 5 mg<sup>2</sup>, H<sub>2</sub>O", "Take ~~10~~ 5 mg^2, H\\_2O");
    check("5 mg<sup class=\"footnote-ref\"><a href=\"#_fn-1\" role=\"doc-noteref\">1</a></sup>.", "5 mg\\[^1\\].");
    check("<abbr title=\"a * b\">CBT</abbr> and <q>so</q>", "CBT (a \\* b) and “so”");
    check("<dl><dt>Taper</dt><dd>Less and less.</dd></dl>", "**Taper**\n\nLess and less.");
    check(
        "<details><summary>More <span class=\"print-only\">(folded)</span></summary><p>a</p></details>",
        "**More**\n\na",
    );
    check("<span class=\"visually-hidden\">Emergency: </span>Call", "Emergency: Call");
}

#[test]
fn what_a_page_does_not_show_is_left_out() {
    check("<svg aria-hidden=\"true\"><title>x</title><path/></svg>a", "a");
    check("<li><svg role=\"img\" aria-label=\"Yes:\"><path/></svg> Walk</li>", "Yes: Walk");
    check("<button popovertarget=\"x\" aria-label=\"What?\">?</button><div popover id=x>b</div><p hidden>c</p>a", "a");
    check("<a href=\"#_cite-1\" role=\"doc-backlink\" aria-label=\"Back\">↩</a>a<!-- b --><script>c</script>", "a");
}

#[test]
fn bold_that_markdown_would_not_read_is_left_out_and_its_words_stay() {
    check("<strong> a </strong>b<strong></strong>", "**a** b");
    check("<strong>Note:</strong>text <strong>Note:</strong> text", "Note:text **Note:** text");
    check("<em>a</em><strong>b</strong>", "*a*b");
    check("<p><code></code> - a</p>", "\\- a");
    check("<p>0<strong>.</strong></p>", "0\\.");
    check("<a href=x><code>]:</code></a>", "[\\]:](https://example.org/help/a/x)");
    check("<strong><em>|</em>-</strong>", "**\\|-**");
    check("<strong>a <em>b</em></strong>, <strong><em>c</em> d</strong>", "**a *b***, ***c* d**");
}

/// How deep elements stand in one another makes no more work than their number.
#[test]
fn any_depth_is_read_in_time_that_grows_with_its_length() {
    for tag in ["blockquote", "ul><li", "ol", "table><tr><td", "div", "strong", "a href=x"] {
        let html = format!("{}é", format!("<{tag}>a").repeat(5_000));
        let text = markdown(&html, &addresses());
        assert_eq!(text.matches('é').count(), 1, "{tag}");
        assert!(text.matches(['a', '|']).count() >= 5_000, "{tag}");
    }
}

/// A piece of text in some elements.
fn piece() -> impl Strategy<Value = (String, Vec<&'static str>)> {
    let text = "[-a-c0-9 *_`~\\[\\]()<>!&;#+=|:.\\\\\n\u{e9}—🙂]{0,8}";
    let tags = prop::collection::vec(prop::sample::select(vec!["strong", "em", "span", "a href=\"x\"", "code"]), 0..3);
    (text, tags)
}

/// What a reader of Markdown gets: the text, and what of it is bold.
fn seen(markdown: &str) -> (String, String) {
    let (mut text, mut bold, mut depth) = (String::new(), String::new(), 0);
    for event in
        Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES)
    {
        match event {
            Event::Text(piece) | Event::Code(piece) => {
                text.push_str(&piece);
                bold.push_str(if depth > 0 { &piece } else { "" });
            }
            Event::Start(Tag::Strong) => depth += 1,
            Event::End(TagEnd::Strong) => depth -= 1,
            Event::Start(Tag::Paragraph | Tag::Emphasis | Tag::Link { .. })
            | Event::End(TagEnd::Paragraph | TagEnd::Emphasis | TagEnd::Link) => {}
            other => panic!("{other:?} in {markdown:?}"),
        }
    }
    (text, bold)
}

fn without_spaces(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_whitespace()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    /// No text of an author can become something else, and none is lost, in whatever it stands.
    #[test]
    fn the_words_of_a_paragraph_are_those_of_the_page(pieces in prop::collection::vec(piece(), 0..6)) {
        let (mut html, mut text, mut bold) = (String::from("<p>"), String::new(), String::new());
        for (words, tags) in &pieces {
            let open = tags.iter().fold(String::new(), |open, tag| open + "<" + tag + ">");
            let close = tags.iter().rev().fold(String::new(), |close, tag| close + "</" + &tag.replace(" href=\"x\"", "") + ">");
            html.push_str(&format!("{open}{}{close}", escape_html(words)));
            text.push_str(words);
            bold.push_str(if tags.contains(&"strong") { words } else { "" });
        }
        let markdown = markdown(&html, &addresses());
        let (shown, shown_bold) = seen(&markdown);
        prop_assert_eq!(without_spaces(&shown), without_spaces(&text), "{:?} {:?}", html, markdown);
        let mut rest = bold.chars();
        let is_part = without_spaces(&shown_bold).chars().all(|sign| rest.any(|other| other == sign));
        prop_assert!(is_part, "only what is bold there is bold here: {:?} {:?}", html, markdown);
    }

    #[test]
    fn any_html_becomes_a_text(html in "(<(/?(p|li|ul|ol|table|tr|td|blockquote|h2|pre|a|b|del|br|hr|div|svg))( href=x)?>|[a-c *<&])+{0,40}") {
        let text = markdown(&html, &addresses());
        prop_assert!(!text.contains("<p>"));
    }
}
