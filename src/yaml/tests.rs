//! What the reader takes, what it says about slips, and that nothing breaks it.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::diagnostic::{Diagnostic, Outcome};

fn file() -> Arc<str> {
    Arc::from("test.yaml")
}

/// Each diagnostic on one line: rule, marked text, message and help.
pub(crate) fn told(text: &str, diagnostics: &[Diagnostic]) -> String {
    let line = |problem: &Diagnostic| {
        let span = problem.place.as_ref().and_then(|place| place.span);
        let marked = span.map_or("the file", |span| &text[span.start..span.end]);
        let help = problem.help.as_deref().unwrap_or("no help");
        format!("{}: {marked:?}: {}; {help}", problem.rule.name, problem.message)
    };
    diagnostics.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn json(node: Option<&Node>) -> String {
    serde_json::to_string(&node.map(Free::from)).unwrap()
}

fn check_value(text: &str, expected: &str) {
    let outcome = parse(text, 0, &file());
    assert_eq!(told(text, &outcome.diagnostics), "", "{text:?}");
    assert_eq!(json(outcome.value.as_ref()), expected, "{text:?}");
}

fn check_slip(text: &str, expected: &str) {
    assert_eq!(told(text, &parse(text, 0, &file()).diagnostics), expected, "{text:?}");
}

/// Decodes the value of `k` as `T`; the value in debug form, or what is said.
fn check_decode<T: Decode + std::fmt::Debug>(text: &str, expected: &str) {
    let outcome = parse(text, 0, &file());
    assert_eq!(told(text, &outcome.diagnostics), "", "{text:?}");
    let node = outcome.value.unwrap();
    let (key, value) = &node.entries()[0];
    let mut findings = Findings::new(&file());
    let decoded = findings.in_key("k", key, |findings| T::decode(value, findings));
    let diagnostics = findings.into_diagnostics();
    let found = if diagnostics.is_empty() { format!("{:?}", decoded.unwrap()) } else { told(text, &diagnostics) };
    assert_eq!(found, expected, "{text:?}");
}

#[test]
fn an_empty_text_has_no_tree() {
    for text in ["", "\n\n", "# only a remark\n", "\u{FEFF}", "---\n"] {
        let outcome = parse(text, 0, &file());
        assert_eq!(outcome.diagnostics, [], "{text:?}");
        assert!(outcome.value.is_none_or(|node| node.is_null()), "{text:?}");
    }
}

#[test]
fn the_usual_forms_are_read() {
    check_value("a: b\n", r#"{"a":"b"}"#);
    check_value("\u{FEFF}a: b\r\nc: d\r\n", r#"{"a":"b","c":"d"}"#);
    check_value("a: [x, \"y z\", 'w']\nb:\n- 1\n- 2\n", r#"{"a":["x","y z","w"],"b":[1,2]}"#);
    check_value("a:\n  b: 1\n  c:\n    - d: 2\n      e: 3\n", r#"{"a":{"b":1,"c":[{"d":2,"e":3}]}}"#);
    check_value("a: |\n  one\n  two\nb: >\n  one\n  two\n", r#"{"a":"one\ntwo\n","b":"one two\n"}"#);
    check_value("a: # a remark\nb: x # another\n", r#"{"a":null,"b":"x"}"#);
    check_value("a: one\n  two\n", r#"{"a":"one two"}"#);
    check_value("título: señal 😀\n", r#"{"título":"señal 😀"}"#);
}

#[test]
fn only_clear_numbers_are_numbers() {
    check_value("a: [0, -7, 10, 1.10, -0.5]\n", r#"{"a":[0,-7,10,1.1,-0.5]}"#);
    check_value(
        "a: [007, +15550100, 1e5, 0x1F, .5, 1., .inf, 1_000, 2026-01-05, 99999999999999999999]\n",
        r#"{"a":["007","+15550100","1e5","0x1F",".5","1.",".inf","1_000","2026-01-05","99999999999999999999"]}"#,
    );
    check_value("a: [true, False, yes, no, on]\n", r#"{"a":[true,false,"yes","no","on"]}"#);
    check_value("a: [~, null, 'null', '']\n", r#"{"a":[null,null,"null",""]}"#);
}

#[test]
fn places_are_bytes_of_the_whole_file() {
    let text = "é: ü\nlist:\n  - ñandú\n  - {k: ß}\nlast: |\n  ö\n  ä\n\n";
    let node = parse(text, 100, &file()).value.unwrap();
    let shown = |span: Span| &text[span.start - 100..span.end - 100];
    assert_eq!(shown(node.span), text.trim_end());
    assert_eq!(shown(node.entries()[0].0.span), "é");
    assert_eq!(shown(node.entries()[0].1.span), "ü");
    let list = node.get("list").unwrap();
    assert_eq!(shown(list.span), "- ñandú\n  - {k: ß}");
    assert_eq!(shown(list.items()[0].span), "ñandú");
    assert_eq!(shown(list.items()[1].span), "{k: ß}");
    assert_eq!(shown(node.get("last").unwrap().span), "|\n  ö\n  ä".trim_start_matches("|\n  "));
}

#[test]
fn a_colon_in_a_value_is_explained() {
    let said = "a value that holds `: ` needs quotes around it";
    check_slip(
        "title: Detox: what to expect\n",
        &format!("yaml-syntax: \"Detox: what to expect\": {said}; write `title: \"Detox: what to expect\"`"),
    );
    check_slip(
        "title: He said: \"no\"\n",
        &format!(r#"yaml-syntax: "He said: \"no\"": {said}; write `title: 'He said: "no"'`"#),
    );
    check_slip("- by: a: b\n", &format!("yaml-syntax: \"a: b\": {said}; write `by: \"a: b\"`"));
}

#[test]
fn tabs_and_hidden_signs_are_named() {
    let tab =
        r#"yaml-syntax: "\t": this line is indented with a tab; delete the tab and type two spaces for each level"#;
    check_slip("a:\n\t- b\n", tab);
    check_slip("a: b\n\tc: d\n", tab);
    check_slip("a: |\n\tfoo\n", tab);
    check_slip(
        "a:\n\u{A0}\u{A0}b: 2\n",
        "hidden-character: \"\\u{a0}\": this line is indented with a no-break space (U+00A0); \
         delete what stands before the first letter and type ordinary spaces",
    );
    check_slip(
        "a:\u{A0}b\nc: d\n",
        "hidden-character: \"\\u{a0}\": here stands a no-break space (U+00A0); delete it and type an ordinary space",
    );
    check_slip(
        "a: x\n\u{200B}b: y\n",
        "hidden-character: \"\\u{200b}b\": the key `b` holds an invisible space (U+200B); \
         delete it and type `b` again by hand",
    );
    check_slip(
        "x: 1\n\u{FEFF}a: 1\n",
        "hidden-character: \"\\u{feff}\": here stands an invisible byte order mark (U+FEFF); \
         delete it and type an ordinary space",
    );
}

#[test]
fn curly_quotes_are_named() {
    check_slip(
        "title: “Hello”\n",
        "hidden-character: \"“Hello”\": curly quotes around a value become part of it; \
         write `\"…\"` with straight quotes; to show the curly ones, put straight quotes outside them",
    );
    check_slip(
        "title: “Hello: x”\n",
        "hidden-character: \"“\": curly quotes cannot enclose a value; type straight quotes instead: `\"…\"`",
    );
    check_value("title: \"“Hello”\"\n", r#"{"title":"“Hello”"}"#);
    check_value("title: Don’t stop\n", r#"{"title":"Don’t stop"}"#);
}

#[test]
fn quotes_and_brackets_are_explained() {
    check_slip("t: \"abc\nb: c\n", r#"yaml-syntax: "\"": this quote is never closed; type `"` where the text ends"#);
    check_slip(
        "a: 'it's'\n",
        "yaml-syntax: \"s'\": the text goes on after its closing quote; \
         to show `'` inside, write it twice: `''`, or put the whole text in `\"…\"`",
    );
    check_slip(
        "t: \"Hi\" there\n",
        "yaml-syntax: \"there\": the text goes on after its closing quote; \
         to show `\"` inside, write `\\\"`, or put the whole text in `'…'`",
    );
    check_slip(
        "a: \"C:\\path\"\n",
        "yaml-syntax: \"a: \\\"C:\\\\path\\\"\": in `\"…\"` the sign `\\` has a meaning of its own; \
         write `\\\\` for one `\\`, or put the whole text in `'…'`",
    );
    let help = "type `]` where the list ends, or put the whole value in quotes";
    check_slip("a: [1, 2\nb: 3\n", &format!("yaml-syntax: \"[\": this `[` is never closed; {help}"));
    check_slip("a: [1, 2}\n", "yaml-syntax: \"[\": this `[` cannot be closed by `}`; close it with `]`");
    check_slip(
        "title: [Draft] Hello\n",
        "yaml-syntax: \"Hello\": the value ends at `]`, but the line goes on; \
         put the whole value in straight quotes: `\"…\"`",
    );
    for (text, sign) in
        [("a: @x", "`@`"), ("a: *x*", "`*`"), ("a: &x 1", "`&`"), ("a: !x b", "`!`"), ("a: `x`", "a backtick")]
    {
        let first = &text[3..4];
        let said = "put the whole value in straight quotes: `\"…\"`";
        check_slip(text, &format!("yaml-syntax: {first:?}: a value cannot begin with {sign}; {said}"));
    }
}

#[test]
fn indentation_and_missing_colons_are_explained() {
    check_slip(
        "a: 1\n  b: 2\n",
        "yaml-syntax: \"b: 2\": this line is indented, but the line above already has a value; \
         begin it under `a`; if it belongs to the value of `a`, put that whole value in straight quotes",
    );
    check_slip(
        "a:\n    b: 1\n  c: 2\n",
        "yaml-syntax: \"c: 2\": this line begins under none of the lines above; \
         indent it exactly like the other lines of its group, with spaces",
    );
    check_slip("title:x\ndate: 1\n", "yaml-syntax: \"title:x\": there is no space after the `:`; write `title: x`");
    let no_colon = "this line has no `:`; a line is a key, a colon, a space and a value, \
                    for example `title: Sleep`; the second line of a longer text is indented";
    check_slip("title Hello\ndate: 1\n", &format!("yaml-syntax: \"title Hello\": {no_colon}"));
    check_slip("date: 1\ntitle Hello\n", &format!("yaml-syntax: \"title Hello\": {no_colon}"));
    check_slip(
        "a: - b\n",
        "yaml-syntax: \"-\": a list with `-` cannot begin behind its key; \
         put the `-` on the next line, or put the whole value in quotes",
    );
    check_slip(
        "a: 1\n- b\n",
        "yaml-syntax: \"- b\": this `-` begins a list, but the lines above are keys; \
         put a key with a `:` above the list",
    );
    check_slip(
        "- a\nb: 1\n",
        "yaml-syntax: \"b: 1\": the lines above are a list, but this line is not an item of it; begin it with `- `",
    );
    check_slip(": x\n", "yaml-syntax: \":\": there is no key before this `:`; write a key before the `:`");
}

#[test]
fn a_repeated_key_is_shown_with_both_places() {
    let text = "a: 1\nb: 2\na: 3\n";
    let outcome = parse(text, 0, &file());
    assert_eq!(
        told(text, &outcome.diagnostics),
        "duplicate-key: \"a\": the key `a` stands here twice; keep one of the two"
    );
    let problem = &outcome.diagnostics[0];
    assert_eq!(problem.place.as_ref().unwrap().span, Some(Span::new(10, 11)));
    assert_eq!(problem.related[0].0.span, Some(Span::new(0, 1)));
    assert_eq!(json(outcome.value.as_ref()), r#"{"a":1,"b":2}"#);
    let many = (0..100).map(|number| format!("k{}: {number}\n", number % 60)).collect::<Vec<_>>().concat();
    assert_eq!(parse(&many, 0, &file()).diagnostics.len(), 40);
}

#[test]
fn a_small_text_never_makes_a_large_tree() {
    let deep = "[".repeat(100);
    check_slip(
        &deep,
        "too-deep: \"[\": more than 32 lists or groups of keys stand inside one another here; use fewer levels",
    );
    let blocks = (0..100).map(|level| format!("{}a:\n", " ".repeat(level))).collect::<Vec<_>>().concat();
    assert_eq!(parse(&blocks, 0, &file()).diagnostics[0].rule.name, "too-deep");
    let dashes = "- ".repeat(10_000);
    assert_eq!(parse(&dashes, 0, &file()).diagnostics[0].rule.name, "too-deep");
    check_slip(
        "a: &a [x, x]\nb: [*a, *a]\n",
        "yaml-syntax: \"&\": a value cannot begin with `&`; put the whole value in straight quotes: `\"…\"`",
    );
    check_slip(
        "<<: {a: 1}\n",
        "yaml-syntax: \"<<\": `<<` does not copy keys here; write the keys out where they are needed",
    );
    check_slip(
        "a: b\n---\nc: d\n",
        "yaml-syntax: \"---\": after this line a second set of keys would begin; \
         remove this line; if it belongs to a text, indent it under its key or put the text in quotes",
    );
    let far_above = format!("a: 1\n{}  b: c\n", "# x\n".repeat(100_000));
    assert_eq!(parse(&far_above, 0, &file()).diagnostics[0].rule.name, "yaml-syntax");
    let large = "a".repeat(17 * 1024 * 1024);
    check_slip(
        &large,
        "too-large: \"the file\": this file has more than 16 megabytes of keys and values; split it into several files",
    );
}

#[test]
fn a_text_is_what_the_author_typed() {
    for (text, expected) in [
        ("k: 2026", "2026"),
        ("k: 1.10", "1.10"),
        ("k: no", "no"),
        ("k: True", "True"),
        ("k: 2026-01-05", "2026-01-05"),
        ("k: ''", ""),
    ] {
        check_decode::<String>(text, &format!("{expected:?}"));
    }
    check_decode::<String>("k: [a]", "wrong-type: \"[a]\": `k` must be text, not a list; for example `k: some text`");
    check_decode::<String>(
        "k: {a: 1}",
        "wrong-type: \"{a: 1}\": `k` must be text, not a group of keys; for example `k: some text`",
    );
    check_decode::<String>(
        "k:",
        "wrong-type: \"k\": `k` must be text, but nothing stands here; for example `k: some text`",
    );
}

#[test]
fn yes_and_no_are_read_where_they_are_asked_for() {
    for text in ["k: true", "k: yes", "k: On", "k: 'true'"] {
        check_decode::<bool>(text, "true");
    }
    for text in ["k: false", "k: NO", "k: off"] {
        check_decode::<bool>(text, "false");
    }
    check_decode::<bool>(
        "k: often",
        "wrong-type: \"often\": `k` must be `true` or `false`, not the text `often`; for example `k: true`",
    );
    check_decode::<bool>(
        "k: 1",
        "wrong-type: \"1\": `k` must be `true` or `false`, not the number `1`; for example `k: true`",
    );
}

#[test]
fn numbers_are_read_where_they_are_asked_for() {
    check_decode::<i64>("k: -3", "-3");
    check_decode::<i64>("k: '12'", "12");
    check_decode::<i64>(
        "k: 1.5",
        "wrong-type: \"1.5\": `k` must be a whole number, not the number `1.5`; for example `k: 10`",
    );
    check_decode::<i64>(
        "k: ten",
        "wrong-type: \"ten\": `k` must be a whole number, not the text `ten`; for example `k: 10`",
    );
    check_decode::<u32>("k: -3", "bad-value: \"-3\": `k` must be between 0 and 4294967295, not `-3`; no help");
    check_decode::<f64>("k: 2", "2.0");
    check_decode::<f64>("k: 2.5", "2.5");
    check_decode::<f64>(
        "k: nan",
        "wrong-type: \"nan\": `k` must be a number, not the text `nan`; for example `k: 1.5`",
    );
    check_decode::<f64>("k: true", "wrong-type: \"true\": `k` must be a number, not `true`; for example `k: 1.5`");
}

#[test]
fn a_date_is_written_in_one_way() {
    check_decode::<jiff::civil::Date>("k: 2026-03-05", "2026-03-05");
    check_decode::<jiff::civil::Date>("k: \"2026-03-05\"", "2026-03-05");
    check_decode::<jiff::civil::Date>(
        "k: 5 March 2026",
        "bad-date: \"5 March 2026\": `k` must be a date written like `2026-03-05`, not `5 March 2026`; write `2026-03-05`",
    );
    check_decode::<jiff::civil::Date>(
        "k: 2026-02-30",
        "bad-date: \"2026-02-30\": there is no day `2026-02-30`; that month has 28 days",
    );
    check_decode::<jiff::civil::Date>(
        "k: [2026-02-03]",
        "wrong-type: \"[2026-02-03]\": `k` must be a date, not a list; for example `k: 2026-03-05`",
    );
}

#[test]
fn one_value_is_a_list_of_one() {
    check_decode::<Vec<String>>("k: [a, 7]", r#"["a", "7"]"#);
    check_decode::<Vec<String>>("k: a", r#"["a"]"#);
    check_decode::<Vec<String>>("k:", "[]");
    check_decode::<Vec<String>>(
        "k: {a: b}",
        "wrong-type: \"{a: b}\": `k` must be a list, not a group of keys; for example `k: [one, two]`",
    );
    check_decode::<Vec<String>>(
        "k: [a, [b], c, {d: e}]",
        "wrong-type: \"[b]\": each item of `k` must be text, not a list; for example `- some text`\n\
         wrong-type: \"{d: e}\": each item of `k` must be text, not a group of keys; for example `- some text`",
    );
}

choice! {
    /// Colours.
    pub(crate) enum Colour {
        /// Like blood.
        Red = "red",
        /// Like the sky.
        Blue = "blue",
    }
}

record! {
    /// A thing.
    pub(crate) struct Thing {
        /// Its name.
        pub name: String,
        /// Its colour.
        pub colour: Colour = Colour::Blue,
        /// How many.
        pub count: Option<u32>,
        /// Things in it.
        pub parts: Vec<Thing>,
        /// Colours by name.
        pub others: std::collections::BTreeMap<String, Colour>,
    }
}

fn check_thing(text: &str, expected: &str) {
    check_decode::<Thing>(text, expected);
}

#[test]
fn a_record_reports_every_problem_at_every_depth() {
    check_thing(
        "k: {nmae: x, colour: bleu, count: many, parts: [{name: y, colour: green}, {}, 5], others: {a: red, b: [1]}, size: 3}",
        "unknown-key: \"nmae\": there is no key `nmae`; did you mean `name`?\n\
         bad-value: \"bleu\": `colour` must be `red` or `blue`, not `bleu`; did you mean `blue`?\n\
         wrong-type: \"many\": `count` must be a whole number, not the text `many`; for example `count: 10`\n\
         bad-value: \"green\": `colour` must be `red` or `blue`, not `green`; no help\n\
         missing-key: \"{}\": `name` is missing; write for example `name: some text`\n\
         wrong-type: \"5\": each item of `parts` must be a group of keys, not the number `5`; for example `- {key: value}`\n\
         wrong-type: \"[1]\": each entry of `others` must be a word, not a list; for example `key: some text`\n\
         unknown-key: \"size\": there is no key `size`; the keys here are `name`, `colour`, `count`, `parts` and `others`\n\
         missing-key: \"k\": `name` is missing; write for example `name: some text`",
    );
    check_thing(
        "k: {name: , count: 2}",
        "missing-key: \"name\": `name` has no value; write for example `name: some text`",
    );
    check_thing(
        "k: thing",
        "wrong-type: \"thing\": `k` must be a group of keys, not the text `thing`; for example `k: {key: value}`",
    );
}

#[test]
fn a_record_fills_in_defaults() {
    let expected = Thing { name: "x".to_owned(), ..Thing::default() };
    check_thing("k: {name: x}", &format!("{expected:?}"));
    assert_eq!(expected.colour, Colour::Blue);
    assert_eq!(Colour::Red.word(), "red");
}

#[test]
fn a_record_describes_itself_for_editors() {
    let schema = json_schema(&Record::of::<Thing>().unwrap());
    let expected = r##"{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "description": "A thing.",
  "type": "object",
  "properties": {
    "name": {
      "description": "Its name.",
      "type": "string"
    },
    "colour": {
      "description": "Its colour.",
      "oneOf": [
        {
          "const": "red",
          "description": "Like blood."
        },
        {
          "const": "blue",
          "description": "Like the sky."
        }
      ]
    },
    "count": {
      "description": "How many.",
      "type": "integer",
      "minimum": 0
    },
    "parts": {
      "description": "Things in it.",
      "type": "array",
      "items": {
        "$ref": "#/$defs/Thing"
      }
    },
"##;
    assert!(schema.starts_with(expected), "{schema}");
    assert!(
        schema.contains("\"required\": [\n    \"name\"\n  ],\n  \"additionalProperties\": false,\n  \"$defs\": {"),
        "{schema}"
    );
    assert!(serde_json::from_str::<serde_json::Value>(&schema).is_ok());
    assert_eq!(Thing::shape().words(), "group of keys");
    assert_eq!(Colour::shape().words(), "`red` or `blue`");
}

#[test]
fn no_message_speaks_like_a_programmer() {
    let source =
        [include_str!("explain.rs"), include_str!("decode.rs"), include_str!("map.rs"), include_str!("date.rs")];
    for line in source.iter().flat_map(|source| source.lines()).filter(|line| line.contains('"')) {
        let quoted: String = line.split('"').skip(1).step_by(2).collect::<Vec<_>>().join(" ").to_lowercase();
        for word in
            ["scalar", "mapping", "sequence", "token", "deserial", "anchor", "integer", "boolean", "string", "null"]
        {
            assert!(!quoted.contains(word), "{word} in {line}");
        }
    }
}

/// Every span in the tree and in the diagnostics lies in the text and on whole characters.
fn check_bounds(text: &str, outcome: &Outcome<Option<Node>>) {
    fn tree(text: &str, node: &Node) {
        assert!(text.get(node.span.start..node.span.end).is_some(), "{:?}", node.span);
        node.items().iter().for_each(|item| tree(text, item));
        for (key, node) in node.entries() {
            assert!(text.get(key.span.start..key.span.end).is_some(), "{:?}", key.span);
            tree(text, node);
        }
    }
    outcome.value.iter().for_each(|node| tree(text, node));
    for problem in &outcome.diagnostics {
        let related = problem.related.iter().map(|(place, _)| place);
        for span in problem.place.iter().chain(related).filter_map(|place| place.span) {
            assert!(text.get(span.start..span.end).is_some(), "{span:?} in {}", text.len());
        }
    }
}

/// Where the quick way answers, the whole reader gives the same.
fn check_quick(text: &str) -> bool {
    let Some(quick) = quick::parse(text, 7) else { return false };
    let whole = parse::parse_in_full(text, 7, &file());
    assert_eq!(told(text, &whole.diagnostics), "", "{text:?}");
    assert_eq!(Some(quick), whole.value, "{text:?}");
    true
}

/// Text out of the pieces of YAML, so that odd neighbours are common.
fn yaml_like() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "a", "b", "key", "title", ": ", ":", "\n", "\n  ", "\n    ", "- ", "\n- ", "\n  - ", "[", "]", ", ", "{", "}",
            "\"", "'", " ", "#", " # ", "&a", "*a", "!t", "|", ">", "\t", "\r\n", "\u{A0}", "\u{200B}", "\u{FEFF}", "“", "”",
            "---\n", "...\n", "é", "😀", "1", "-1", "1.5", "007", "true", "no", "~", "null", "2026-01-05", "<<: ", "%", "@", "`",
            "\\", "? ", "\u{85}", "\u{2028}", "\0",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Front matter as people write it.
fn front_matter_like() -> impl Strategy<Value = String> {
    let key = prop::sample::select(vec!["title", "date", "weight", "tags", "a-b", "x_1", "2026", "true"]);
    let value = prop_oneof![
        "[a-zA-Z0-9é/(][ -~é]{0,20}",
        "[-0-9.+]{1,6}",
        prop::sample::select(vec![
            "",
            "true",
            "no",
            "~",
            "''",
            "\"a b\"",
            "'x: y'",
            "[a, b]",
            "[ a , 'b c', 3]",
            "[]",
            "[a,]",
            "x #y",
            "a:b"
        ])
        .prop_map(str::to_owned),
    ];
    let indent = prop::sample::select(vec!["", "", "", "  ", "    ", "- ", "  - ", "  - - "]);
    let line = (indent, key, value, 0..10).prop_map(|(indent, key, value, form)| match form {
        0 => format!("{indent}{value}"),
        1 | 2 => format!("{indent}{key}:"),
        _ => format!("{indent}{key}: {value}"),
    });
    let end = prop::sample::select(vec!["\n", "\n", "\n", "\r\n", "\n\n", " \n"]);
    prop::collection::vec((line, end), 0..8).prop_map(|lines| lines.into_iter().map(|(line, end)| line + end).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_breaks_the_reader(text in yaml_like()) {
        check_bounds(&text, &parse(&text, 0, &file()));
        check_bounds(&text, &parse::parse_in_full(&text, 0, &file()));
    }

    #[test]
    fn the_quick_way_is_never_another_way(text in yaml_like()) {
        check_quick(&text);
    }

    #[test]
    fn the_quick_way_is_never_another_way_for_front_matter(text in front_matter_like()) {
        check_quick(&text);
    }
}

#[test]
fn usual_front_matter_takes_the_quick_way() {
    for text in [
        "title: Sleep\n",
        "title: \"Sleep: a guide\"\r\ndate: 2026-01-05\r\ntags: [a, b]\r\n",
        "reviews:\n  - by: a\n    date: 2026-01-05\n  - by: b\nsearch:\n  keywords: [x]\n\naliases:\n- /old/\n- /older/\n",
        "title: Señal\ndescription: It’s what you (and we) need: not yet.\n".replace(": not", " not").as_str(),
    ] {
        assert!(check_quick(text), "{text:?}");
    }
}
