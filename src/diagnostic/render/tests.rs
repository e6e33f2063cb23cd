//! Exact output of every format.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::diagnostic::{Place, Span, rules};

const SEIZURES: &str = "---\ntitle: Seizures\ntitle: Fits\n---\n\nSee [slow tapering](../detox/taperring.md).\n";

/// The place of `needle` in `text`, in the file `a.md`.
fn place(text: &str, needle: &str) -> Place {
    let start = text.find(needle).unwrap();
    Place::at("a.md", (start..start + needle.len()).into())
}

fn shown(format: Format, diagnostics: &[Diagnostic], files: &[(&str, &str)]) -> String {
    let files: BTreeMap<&str, &str> = files.iter().copied().collect();
    render(diagnostics, format, Colour::Plain, &|file| files.get(file).map(|text| (*text).to_owned()))
}

fn dead_link(text: &str) -> Diagnostic {
    Diagnostic::new(&rules::DEAD_LINK, place(text, "../detox/taperring.md"), "no page `detox/taperring.md`")
        .label("linked here")
        .help("did you mean `detox/tapering.md`?")
}

fn duplicate_key() -> Diagnostic {
    Diagnostic::new(&rules::DUPLICATE_KEY, place(SEIZURES, "title: Fits"), "`title` is given twice")
        .label("again here")
        .help("keep one of the two")
        .related(place(SEIZURES, "title: Seizures"), "first here")
}

/// A text with a tab, wide letters, an emoji of several signs, a combining accent, and signs that would mislead a terminal.
const ODD: &str = "\t\u{202E}日本語 \u{1B}[31m👩\u{200D}👧 e\u{301} ../detox/taperring.md\u{9B}\r\nnext";

#[test]
fn people_see_the_line_with_a_mark_and_what_to_do() {
    let expected = "\
error[dead-link]: no page `detox/taperring.md`
  ╭▸ a.md:6:21
  │
6 │ See [slow tapering](../detox/taperring.md).
  │                     ━━━━━━━━━━━━━━━━━━━━━ linked here
  │
  ╰ help: did you mean `detox/tapering.md`?

";
    assert_eq!(shown(Format::Human, &[dead_link(SEIZURES)], &[("a.md", SEIZURES)]), expected);
}

#[test]
fn places_that_belong_together_are_shown_together() {
    let expected = "\
error[duplicate-key]: `title` is given twice
  ╭▸ a.md:3:1
  │
2 │ title: Seizures
  │ ─────────────── first here
3 │ title: Fits
  │ ━━━━━━━━━━━ again here
  │
  ╰ help: keep one of the two

";
    assert_eq!(shown(Format::Human, &[duplicate_key()], &[("a.md", SEIZURES)]), expected);
}

#[test]
fn wide_letters_align_and_hidden_signs_are_seen() {
    let expected = "\
error[dead-link]: no page `detox/taperring.md`
  ╭▸ a.md:1:19
  │
1 │     �日本語 ␛[31m👩👧 e\u{301} ../detox/taperring.md�
  │                         ━━━━━━━━━━━━━━━━━━━━━ linked here
  │
  ╰ help: did you mean `detox/tapering.md`?

";
    assert_eq!(shown(Format::Human, &[dead_link(ODD)], &[("a.md", ODD)]), expected);
}

#[test]
fn a_file_that_cannot_be_read_is_still_named() {
    let expected = "\
error[dead-link]: no page `detox/taperring.md`
 ╭▸ a.md
 ╰ help: did you mean `detox/tapering.md`?

";
    assert_eq!(shown(Format::Human, &[dead_link(SEIZURES)], &[]), expected);
}

#[test]
fn other_files_are_shown_after_the_first() {
    let collision = Diagnostic::new(&rules::OUTPUT_COLLISION, Place::file("content/a.md"), "two pages at `/a/`")
        .related(Place::file("content/A.md"), "the other page")
        .related(place("slug: a\n", "a"), "its slug");
    let expected = "\
error[output-collision]: two pages at `/a/`
  ╭▸ content/a.md
  │
  ⸬  a.md:1:7
  │
1 │ slug: a
  │       ─ its slug
  │
  ╰ note: the other page: content/A.md

";
    assert_eq!(shown(Format::Human, &[collision], &[("a.md", "slug: a\n")]), expected);
}

#[test]
fn a_message_cannot_break_out_of_its_line() {
    let message = "no file `guidepost.yaml`\u{1B}[2J\nerror: all is well\u{202E}";
    let nowhere = Diagnostic::without_place(&rules::CONFIG_MISSING, message).help("run `guidepost init .`");
    let human = "\
error[config-missing]: no file `guidepost.yaml`␛[2J␊error: all is well<U+202E>
 │
 ╰ help: run `guidepost init .`

";
    let short = "error[config-missing]: no file `guidepost.yaml`␛[2J␊error: all is well<U+202E> (help: run `guidepost init .`)\n";
    let json = concat!(
        r#"{"rule":"config-missing","severity":"error","file":null,"line":null,"column":null,"end_line":null,"#,
        r#""end_column":null,"span":null,"message":"no file `guidepost.yaml`\u001b[2J\nerror: all is well\u202e","#,
        r#""label":null,"help":"run `guidepost init .`","related":[]}"#,
        "\n"
    );
    for (format, expected) in [(Format::Human, human), (Format::Short, short), (Format::Json, json)] {
        assert_eq!(shown(format, std::slice::from_ref(&nowhere), &[]), expected);
    }
}

#[test]
fn a_mark_over_a_few_lines_encloses_them_and_a_longer_one_shows_the_first() {
    let marked = |needle| Diagnostic::new(&rules::UNUSED_SOURCE, place(SEIZURES, needle), "no text").label("all this");
    let few = "\
warning[unused-source]: no text
  ╭▸ a.md:1:1
  │
1 │ ┏ ---
2 │ ┃ title: Seizures
  ╰╴┗━━━━━━━━━━━━━━━┛ all this

";
    assert_eq!(shown(Format::Human, &[marked("---\ntitle: Seizures\n")], &[("a.md", SEIZURES)]), few);
    let many = "x\n".repeat(20);
    let first = "\
warning[unused-source]: no text
  ╭▸ a.md:1:1
  │
1 │ x
  ╰╴━ all this

";
    let diagnostic =
        Diagnostic::new(&rules::UNUSED_SOURCE, Place::at("a.md", (0..40).into()), "no text").label("all this");
    assert_eq!(shown(Format::Human, &[diagnostic], &[("a.md", &many)]), first);
}

#[test]
fn a_very_long_line_is_cut_around_the_mark() {
    let long = "wörd ".repeat(20_000);
    let diagnostic =
        Diagnostic::new(&rules::DEAD_LINK, Place::at("a.md", (60_000..60_005).into()), "no page").label("here");
    let expected = "\
error[dead-link]: no page
  ╭▸ a.md:1:50001
  │
1 │ …wörd wörd wörd wörd wörd wörd wörd wörd wörd wörd wörd wörd wörd wörd wörd wörd wörd wörd wörd wörd wörd wörd wörd…
  ╰╴                     ━━━━ here

";
    assert_eq!(shown(Format::Human, &[diagnostic], &[("a.md", &long)]), expected);
}

#[test]
fn editors_read_one_line_for_each_diagnostic() {
    let collision = Diagnostic::new(&rules::OUTPUT_COLLISION, Place::file("content/a.md"), "two pages at `/a/`");
    let orphan = Diagnostic::new(&rules::TRANSLATION_ORPHAN, place(SEIZURES, "title"), "no page to translate");
    let expected = "\
a.md:6:21: error[dead-link]: no page `detox/taperring.md` (help: did you mean `detox/tapering.md`?)
content/a.md: error[output-collision]: two pages at `/a/`
a.md:2:1: warning[translation-orphan]: no page to translate
";
    assert_eq!(shown(Format::Short, &[dead_link(SEIZURES), collision, orphan], &[("a.md", SEIZURES)]), expected);
}

#[test]
fn programs_read_one_json_object_on_each_line() {
    let expected = concat!(
        r#"{"rule":"duplicate-key","severity":"error","file":"a.md","line":3,"column":1,"end_line":3,"end_column":12,"#,
        r#""span":{"start":20,"end":31},"message":"`title` is given twice","label":"again here","#,
        r#""help":"keep one of the two","related":[{"message":"first here","file":"a.md","line":2,"column":1,"#,
        r#""end_line":2,"end_column":16,"span":{"start":4,"end":19}}]}"#,
        "\n",
        r#"{"rule":"dead-link","severity":"error","file":"b\u202e.md","line":null,"column":null,"end_line":null,"#,
        r#""end_column":null,"span":{"start":57,"end":78},"message":"no page `detox/taperring.md`","label":"linked here","#,
        r#""help":"did you mean `detox/tapering.md`?","related":[]}"#,
        "\n",
    );
    let mut elsewhere = dead_link(SEIZURES);
    elsewhere.place = elsewhere.place.map(|place| Place { file: "b\u{202E}.md".into(), ..place });
    let json = shown(Format::Json, &[duplicate_key(), elsewhere], &[("a.md", SEIZURES)]);
    assert_eq!(json, expected);
    for line in json.lines() {
        assert!(serde_json::from_str::<serde_json::Value>(line).is_ok());
    }
}

#[test]
fn colours_change_nothing_but_colours() {
    let coloured = render(&[dead_link(SEIZURES)], Format::Human, Colour::Ansi, &|_| Some(SEIZURES.to_owned()));
    let mut plain = String::new();
    for (index, part) in coloured.split('\u{1B}').enumerate() {
        plain.push_str(if index == 0 { part } else { part.split_once('m').unwrap().1 });
    }
    assert!(coloured.contains('\u{1B}'));
    assert_eq!(plain, shown(Format::Human, &[dead_link(SEIZURES)], &[("a.md", SEIZURES)]));
}

#[test]
fn nothing_gives_nothing() {
    for row in FORMATS {
        assert_eq!(shown(row.format, &[], &[]), "", "{}", row.name);
        assert_eq!(Format::named(row.name), Some(row.format));
    }
    assert_eq!(Format::named("sarif"), None);
}

#[test]
fn the_summary_knows_one_from_many() {
    for (errors, warnings, expected) in [
        (3, 1, "3 errors, 1 warning"),
        (1, 2, "1 error, 2 warnings"),
        (1, 0, "1 error"),
        (0, 1, "1 warning"),
        (0, 0, "no problems"),
    ] {
        assert_eq!(Summary { errors, warnings }.to_string(), expected);
    }
    let orphan = Diagnostic::new(&rules::TRANSLATION_ORPHAN, Place::file("a.es.md"), "no page to translate");
    assert_eq!(Summary::of(&[dead_link(SEIZURES), orphan, duplicate_key()]), Summary { errors: 2, warnings: 1 });
}

#[test]
fn thousands_of_diagnostics_in_one_file_read_it_once() {
    let reads = std::cell::Cell::new(0);
    let text = "word ".repeat(20_000);
    let read = |_: &str| {
        reads.set(reads.get() + 1);
        Some(text.clone())
    };
    let many: Vec<_> = (0..2_000)
        .map(|at| Diagnostic::new(&rules::DEAD_LINK, Place::at("a.md", (at * 50..at * 50 + 4).into()), "no page"))
        .collect();
    assert_eq!(render(&many, Format::Short, Colour::Plain, &read).lines().count(), 2_000);
    assert_eq!(reads.get(), 1);
}

/// Short texts made of whatever could go wrong in a line.
const ROUGH: &str = "([a日é🙂 \t\u{202E}\u{1B}\u{301}\u{85}\u{2028}\u{200D}⸬│]|\r|\n|\r\n|\u{FEFF}){0,30}";

proptest! {
    #[test]
    fn no_text_and_no_span_can_mislead_or_stop_us(
        text in ROUGH, words in ROUGH, times in prop_oneof![Just(1_usize), Just(40), Just(900)],
        start in 0_usize..2_000, length in 0_usize..2_000, other in 0_usize..2_000,
    ) {
        let text = text.repeat(times);
        let diagnostic = Diagnostic::new(&rules::DEAD_LINK, Place::at("a.md", (start..start + length).into()), words.as_str())
            .label(words.as_str())
            .help(words.as_str())
            .related(Place::at("a.md", Span::new(other, other + 3)), words.as_str())
            .related(Place::at(words.as_str(), Span::new(other, other)), words.as_str());
        for row in FORMATS {
            let shown = shown(row.format, std::slice::from_ref(&diagnostic), &[("a.md", &text)]);
            let misleading = |sign: char| sign != '\n' && crate::text::is_deceptive(sign);
            prop_assert!(!shown.contains(misleading), "{:?}", shown);
        }
    }
}
