//! What holds of any text, however odd or long.

use proptest::prelude::*;
use pulldown_cmark::{Event, Parser, TagEnd};

use super::super::*;
use super::excerpt;

/// Long and deep texts. What is asserted is that they end at all: no step may take quadratic time or use the stack.
#[test]
fn huge_and_deep_texts_end() {
    let deep = 10_000;
    let texts = [
        ":a[".repeat(deep) + &"]".repeat(deep),
        ":a[b]{c=\"".repeat(deep),
        ":a[b]{c".repeat(deep),
        ":a[b]{}".repeat(deep),
        ":a[b]{c=' ".repeat(deep) + &":a[b]{c=\" } ".repeat(deep),
        "[".repeat(100_000) + ":a[b]",
        "]".repeat(100_000) + ":a[b]",
        ":".repeat(100_000),
        ":a".repeat(100_000) + "[b]",
        ":::a\n".repeat(deep),
        ":::\n".repeat(deep),
        ":::a\n".repeat(deep) + &"::::\n".repeat(deep),
        (3..400).map(|colons| ":".repeat(colons) + "a\n").collect::<String>(),
        ":".repeat(100_000) + "a\n" + &":::\n".repeat(deep),
        format!(":::{}\n", "a".repeat(100_000)) + &"::::\n".repeat(deep),
        ">".repeat(deep) + ":::a\n" + &">".repeat(deep) + ":::",
        "> ".repeat(deep) + ":a[b]",
        "- ".repeat(2_000) + ":::a\n",
        "`".repeat(50_000) + ":a[b]" + &"` `` ``` ".repeat(deep),
        "*".repeat(50_000) + ":a[b]",
        "*:a[b*]".repeat(deep),
        "x".repeat(100_000) + " :a[b] " + &"x".repeat(100_000),
        "::a{b} ".repeat(deep),
        ":::a{".to_string() + &"b ".repeat(50_000) + "}",
        ":::a{".to_string() + &"#b,".repeat(50_000) + "}",
    ];
    for text in &texts {
        let outcome = prepare(&excerpt(text));
        let (mut opened, mut closed) = (0, 0);
        for (step, _) in walk(&outcome.value) {
            match step {
                Step::Open(_) | Step::InlineOpen(_) => opened += 1,
                Step::Close(_) | Step::InlineClose(_) => closed += 1,
                _ => {}
            }
        }
        assert_eq!(opened, closed);
    }
}

/// Pieces that a hostile or careless author might put in any order.
fn markdown() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        ":::a\n",
        ":::\n",
        "::::b T {c=\"d\"}\n",
        "::::\n",
        "::leaf{x=y}\n",
        ":::B\n",
        ":n[",
        ":m[t]{u=\"v\"}",
        "]{w}",
        "]",
        "[",
        "(x)",
        "> ",
        "- ",
        "  ",
        "    ",
        "1. ",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "`",
        "```\n",
        "``",
        "*",
        "**",
        "_",
        "~~",
        "| ",
        "|---|---|\n",
        "# ",
        "===\n",
        "---\n",
        "<b>",
        "<!--",
        "-->",
        "<div>\n",
        "\\",
        "&amp;",
        "word",
        " ",
        "é",
        "日本",
        ":",
        "{",
        "}",
        "\"",
        "'",
        "“",
        "[^1]",
        "[^1]: ",
        "[a]: /b\n",
        "[a]",
        "![",
        "](c)",
        ": ",
        "\u{1}",
        ",",
        "___\n",
        "***\n",
        "[ ] ",
        "\t",
        "[!NOTE]\n",
        "\u{a0}",
        "{#id}",
        ".",
        "\u{0}",
    ]);
    prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat())
}

fn sound(source: &str) -> Result<(), TestCaseError> {
    let outcome = prepare(&excerpt(source));
    let in_bounds = |span: Span| span.start <= span.end && source.get(span.start..span.end).is_some();
    for diagnostic in &outcome.diagnostics {
        let places = diagnostic.place.iter().chain(diagnostic.related.iter().map(|(place, _)| place));
        prop_assert!(places.filter_map(|place| place.span).all(in_bounds), "{diagnostic:?}");
    }
    for directive in &outcome.value.directives {
        prop_assert!([directive.name_span, directive.opening, directive.span].into_iter().all(in_bounds));
        prop_assert_eq!(&source[directive.name_span.start..directive.name_span.end], directive.name);
        for argument in &directive.arguments {
            prop_assert_eq!(&source[argument.key_span.start..argument.key_span.end], argument.key);
            prop_assert!(in_bounds(argument.value_span));
        }
    }
    balanced(source, &outcome.value)
}

/// Every border is inside of the tag where its partner is, every directive is met once, and no text holds what hides.
fn balanced(source: &str, prepared: &Prepared<'_>) -> Result<(), TestCaseError> {
    #[derive(Debug, PartialEq)]
    enum Open {
        Tag(TagEnd),
        Block(usize),
        Inline(usize),
    }
    let mut open = Vec::new();
    let mut met = Vec::new();
    for (step, range) in walk(prepared) {
        prop_assert!(source.get(range.clone()).is_some(), "{step:?} {range:?}");
        match step {
            Step::Open(index) => {
                met.push(index);
                open.push(Open::Block(index));
            }
            Step::InlineOpen(index) => {
                met.push(index);
                open.push(Open::Inline(index));
            }
            Step::Leaf(index) => met.push(index),
            Step::Close(index) => prop_assert_eq!(open.pop(), Some(Open::Block(index))),
            Step::InlineClose(index) => prop_assert_eq!(open.pop(), Some(Open::Inline(index))),
            Step::Event(Event::Start(tag)) => open.push(Open::Tag(tag.to_end())),
            Step::Event(Event::End(tag)) => prop_assert_eq!(open.pop(), Some(Open::Tag(tag))),
            Step::Event(Event::Text(text)) => {
                let is_source = source[range.clone()].starts_with(&*text);
                let is_reference = source[range.clone()].starts_with('&') && *text == *"&";
                let is_indentation = range.is_empty() && text.trim().is_empty();
                prop_assert!(is_source || is_reference || is_indentation, "{text:?} {range:?}");
            }
            Step::Event(Event::Code(text) | Event::Html(text) | Event::InlineHtml(text)) => {
                let words = |text: &str| text.replace(char::is_whitespace, "");
                prop_assert!(words(source).contains(&words(&text)) || source.contains('>'), "{text:?} {range:?}");
            }
            Step::Citation | Step::Event(_) => {}
        }
    }
    prop_assert_eq!(open, []);
    prop_assert_eq!(met, (0..prepared.directives.len()).collect::<Vec<_>>());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_walked(source in any::<String>()) {
        sound(&source)?;
    }

    #[test]
    fn any_markdown_is_walked(source in markdown()) {
        sound(&source)?;
    }

    #[test]
    fn both_walks_are_alike(source in markdown()) {
        let prepared = prepare(&excerpt(&source)).value;
        prop_assert!(walk(&prepared).eq(walk(&prepared)));
    }

    #[test]
    fn a_walk_in_one_go_takes_the_same_steps(source in markdown()) {
        let prepared = prepare(&excerpt(&source)).value;
        let mut steps = Vec::new();
        walk(&prepared).for_each(|step| steps.push(step));
        prop_assert!(walk(&prepared).eq(steps));
    }

    #[test]
    fn text_without_colons_is_markdown_and_no_more(source in markdown()) {
        let source = source.replace(':', "");
        let prepared = prepare(&excerpt(&source)).value;
        let steps = Parser::new_ext(&source, OPTIONS).into_offset_iter().map(|(event, range)| (Step::Event(event), range));
        prop_assert!(walk(&prepared).eq(steps));
    }

    #[test]
    fn text_in_code_keeps_its_bytes(source in markdown()) {
        let fenced = format!("`````````\n{}\n`````````\n", source.replace(['\r', '`', '\0'], ""));
        let outcome = prepare(&excerpt(&fenced));
        prop_assert_eq!(outcome.diagnostics, []);
        let code: String = walk(&outcome.value)
            .filter_map(|(step, _)| match step {
                Step::Event(Event::Text(text)) => Some(text.to_string()),
                _ => None,
            })
            .collect();
        prop_assert_eq!(code, &fenced[10..fenced.len() - 10]);
    }
}
