//! Each case is a text and what [`scan`] makes of it: `name|title|key=value,…`, and the errors in the order of their places.

use super::*;

fn excerpt(text: &str) -> Excerpt<'_> {
    Excerpt { file: "content/a.md".into(), offset: 0, text }
}

/// The one directive of `source`, in short.
fn shown(source: &str, candidate: &Candidate<'_>) -> String {
    let Some(directive) = &candidate.directive else { return "-".to_string() };
    let slice = |span: Span| &source[span.start..span.end];
    assert_eq!(slice(directive.name_span), directive.name);
    let arguments: Vec<_> = directive
        .arguments
        .iter()
        .map(|argument| {
            assert_eq!(slice(argument.key_span), argument.key);
            assert!(slice(argument.value_span) == argument.value || argument.value_span == argument.key_span);
            format!("{}={}", argument.key, argument.value)
        })
        .collect();
    let title = directive.title.map_or("", |title| {
        assert_eq!(slice(title.span), title.text);
        title.text
    });
    format!("{}|{title}|{}", directive.name, arguments.join(","))
}

/// A text with one directive and no error.
#[track_caller]
fn check(source: &str, expected: &str) {
    check_errors(source, expected, &[]);
}

/// A text with one directive and these errors.
#[track_caller]
fn check_errors(source: &str, expected: &str, errors: &[&str]) {
    let candidates = scan(&excerpt(source));
    assert_eq!(candidates.len(), 1, "{source}: {candidates:?}");
    assert_eq!(shown(source, &candidates[0]), expected, "{source}");
    let told: Vec<_> = candidates[0].faults.iter().map(|fault| told(fault, source)).collect();
    assert_eq!(told, errors, "{source}");
}

/// An error as `message @ marked text; help`.
fn told(fault: &Diagnostic, source: &str) -> String {
    let span = fault.place.as_ref().and_then(|place| place.span).unwrap_or(Span::new(0, 0));
    let help = fault.help.as_deref().unwrap_or("");
    format!("{} @ {}; {help}", fault.message, &source[span.start..span.end])
}

#[track_caller]
fn check_nothing(source: &str) {
    let candidates = scan(&excerpt(source));
    assert!(candidates.iter().all(|candidate| candidate.shape == Shape::Colon), "{source}: {candidates:?}");
}

#[test]
fn an_opening_line_is_a_name_a_title_and_arguments() {
    check(":::care", "care||");
    check(":::key-facts2 In short", "key-facts2|In short|");
    check("::: care  Go now  ", "care|Go now|");
    check(":::care{level=\"urgent\"}", "care||level=urgent");
    check(":::care Go now {level=\"urgent\" a='b' c=d e}", "care|Go now|level=urgent,a=b,c=d,e=true");
    check("::helplines {region=us}", "helplines||region=us");
    check("::helplines Call us", "helplines|Call us|");
    check(":abbr[CBT]{title=\"talking therapy\"}", "abbr||title=talking therapy");
    check(":abbr[CBT]", "abbr||");
    check(":abbr[CBT] {a}", "abbr||");
    check("> - 12. :::care Größe: *so*", "care|Größe: *so*|");
}

#[test]
fn values_are_taken_as_they_are() {
    check(":::a{b=\"c } d\" e='f \"g\"'}", "a||b=c } d,e=f \"g\"");
    check(":::a{b=\"\"}", "a||b=");
    check(":::a{ b = \"c\"\t}", "a||b=c");
    check(":::a{b=\"&amp; \\n\"}", "a||b=&amp; \\n");
    check(":::a{b=1.5 c=x-y/z:é#1 D_e-f=no}", "a||b=1.5,c=x-y/z:é#1,D_e-f=no");
    check(":::a{}", "a||");
    check(":a[b]{c=\"d [e] `f`\"}", "a||c=d [e] `f`");
    check(":::a{b=\"don’t “wait”\"}", "a||b=don’t “wait”");
}

#[test]
fn ordinary_text_is_no_directive() {
    for source in [
        "",
        "a: b",
        "5:30",
        "https://x.org",
        "::",
        "::1",
        ":: a",
        "::A",
        "a:b[c]",
        "a ::b",
        ":a",
        ":a[b",
        "::a-b_c",
        "\\:a[b]",
        "`:a[b]`",
        ":1[b]",
        ":-a[b]",
        "::a/b",
    ] {
        check_nothing(source);
    }
}

#[test]
fn ids_and_classes_are_refused() {
    check_errors(
        ":::a{#b .c-d e=f}",
        "a||e=f",
        &[
            "`#b` cannot be used on a directive @ #b; remove it; to link to this place, give a heading a name: `## Heading {#name}`",
            "`.c-d` cannot be used on a directive @ .c-d; remove it; how a directive looks is the theme's business",
        ],
    );
}

#[test]
fn a_key_is_given_once() {
    check_errors(":a[b]{c=d c=e}", "a||c=d", &["`c` is given twice @ c; keep only one of the two"]);
}

#[test]
fn curly_quotes_are_named_with_the_fix() {
    check_errors(
        ":::a{title=“b c” d=‘e’ f}",
        "a||title=b c,d=e,f=true",
        &[
            "the value of `title` stands in curly quotes @ “b c”; use straight quotes: `title=\"b c\"`",
            "the value of `d` stands in curly quotes @ ‘e’; use straight quotes: `d=\"e\"`",
        ],
    );
    check_errors(
        ":::a{b=„c“ d=”e\"}",
        "a||b=c,d=e",
        &[
            "the value of `b` stands in curly quotes @ „c“; use straight quotes: `b=\"c\"`",
            "the value of `d` stands in curly quotes @ ”e\"; use straight quotes: `d=\"e\"`",
        ],
    );
}

#[test]
fn what_is_left_open_is_told_once() {
    check_errors(
        ":::a{b=c",
        "a||b=c",
        &["this `{` is not closed on its line @ {; write `}` after the last argument, on the same line"],
    );
    check_errors(":::a{b=\"c}", "a||b=c}", &["the value of `b` has no closing quote @ \"; write `\"` after the value"]);
    check_errors(
        ":a[b]{c=“d} e",
        "a||c=d} e",
        &["the value of `c` stands in curly quotes @ “d} e; use straight quotes: `c=\"d} e\"`"],
    );
}

#[test]
fn arguments_are_separated_by_spaces() {
    let commas = "put only spaces between arguments";
    check_errors(
        ":::a{b=\"c\", d=e}",
        "a||b=c,d=e",
        &[
            "the value of `b` ends here, and `,` follows it at once @ ,; put a space between arguments, and quotes around a value that is not one plain word",
        ],
    );
    check_errors(":::a{b , d}", "a||b=true,d=true", &[&format!("`,` cannot stand here @ ,; {commas}")]);
    check_errors(
        ":::a{b=\"c\"d=\"e\"}",
        "a||b=c,d=e",
        &[
            "the value of `b` ends here, and `d` follows it at once @ d; put a space between arguments, and quotes around a value that is not one plain word",
        ],
    );
}

#[test]
fn a_value_follows_the_equals_sign() {
    check_errors(
        ":::a{b= }",
        "a||",
        &["`b` has no value after the `=` @ b= ; write `b=\"value\"`, or `b` alone to switch it on"],
    );
    check_errors(
        ":::a{=b 1c}",
        "a||b=true,c=true",
        &[
            "`=` cannot stand here @ =; write each argument as `name=\"value\"`, with spaces between them",
            "`1` cannot stand here @ 1; write each argument as `name=\"value\"`, with spaces between them",
        ],
    );
}

#[test]
fn names_are_small_letters_digits_and_hyphens() {
    check_errors(":::Care Go", "-", &["`Care` has capital letters @ Care; write `:::care`"]);
    check_errors("::Help{a}", "-", &["`Help` has capital letters @ Help; write `::help`"]);
    let help = "a name is made of the letters a to z, digits and hyphens, and begins with a letter";
    check_errors(":::1a", "-", &[&format!("`1a` cannot name a directive @ 1a; {help}")]);
    check_errors(":::kéy_b {c}", "-", &[&format!("`kéy_b` cannot name a directive @ kéy_b; {help}")]);
    check_errors(
        "::: {.care}",
        "-",
        &["there is no name after `:::` @ {; write the name of a directive after the colons, for example `:::callout`"],
    );
}

#[test]
fn a_title_stands_without_brackets() {
    check_errors(
        ":::care[Go now]{a}",
        "care|Go now|a=true",
        &["the title of `care` stands in brackets @ [Go now]; write `:::care Go now`"],
    );
    check_errors("::care[", "care||", &["the title of `care` stands in brackets @ [; write `::care`"]);
}

#[test]
fn nothing_follows_the_arguments() {
    check_errors(
        ":::care {a} Go now",
        "care||a=true",
        &[
            "there is text after the closing `}` @ Go now; write the title before the `{`, and other text on the next line",
        ],
    );
}

#[test]
fn hidden_spaces_are_named() {
    let help = "delete it and type an ordinary space; it was probably pasted from a word processor";
    let message = |c: char| format!("there is a hidden space here (U+{:04X}) @ {c}; {help}", u32::from(c));
    check_errors(":::care\u{a0}Go now", "care|Go now|", &[&message('\u{a0}')]);
    check_errors(":::care {a=b\u{2009}c=d}", "care||a=b,c=d", &[&message('\u{2009}')]);
    check_errors(":::\u{200b}care", "care||", &[&message('\u{200b}')]);
    check(":::care Go\u{a0}now", "care|Go\u{a0}now|");
}

#[test]
fn lines_of_colons_close_whatever_follows_unseen() {
    for source in [":::", "::::  ", ":::\u{a0}", "> :::", "  - :::\r\n"] {
        let candidates = scan(&excerpt(source));
        assert!(matches!(candidates[..], [Candidate { shape: Shape::Closing { .. }, .. }]), "{source}");
    }
}

#[test]
fn brackets_are_paired_as_in_markdown() {
    let names = |source: &str| {
        let candidates = scan(&excerpt(source));
        let spans =
            candidates.iter().filter_map(|candidate| candidate.directive.as_ref()).map(|directive| directive.span);
        spans.map(|span| source[span.start..span.end].to_string()).collect::<Vec<_>>()
    };
    assert_eq!(names("x :a[b [c] d] e]"), [":a[b [c] d]"]);
    assert_eq!(names("x :a[b :c[d] e]"), [":a[b :c[d] e]", ":c[d]"]);
    assert_eq!(names("x :a[b `]` c]"), [":a[b `]` c]"]);
    assert_eq!(names("x :a[b `` ` ]`` c]"), [":a[b `` ` ]`` c]"]);
    assert_eq!(names("x :a[b ` c]"), [":a[b ` c]"]);
    assert_eq!(names("x :a[b \\] c]"), [":a[b \\] c]"]);
    assert_eq!(names("x :a[b\n\nc]"), [""; 0]);
    assert_eq!(names("x :a[b\n- c]"), [""; 0]);
    assert_eq!(names("x :a[b\n:::c\nd]"), [":::c"]);
}
