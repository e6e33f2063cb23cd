//! What authors are told about their front matter, and what sections hand down.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::config::FRONT_MATTER_KEYS;
use crate::yaml::tests::told;

const TAXONOMIES: [&str; 2] = ["topics", "medicines"];

fn file() -> Arc<str> {
    Arc::from("content/page.md")
}

/// The front matter of a whole page, and what is said about it.
fn read(text: &str) -> Outcome<Option<FrontMatter>> {
    let mut all = Vec::new();
    let split = split(text, &file()).take(&mut all);
    let node = parse(text, split, &file()).take(&mut all);
    let front_matter = node.map(|node| decode(&node, &file(), &TAXONOMIES).take(&mut all));
    Outcome::new(front_matter, all)
}

/// What is said about front matter with these lines after its title.
fn check(lines: &str, expected: &str) {
    let text = format!("---\ntitle: T\n{lines}\n---\nBody\n");
    assert_eq!(told(&text, &read(&text).diagnostics), expected, "{lines}");
}

fn check_page(text: &str, expected: &str) {
    assert_eq!(told(text, &read(text).diagnostics), expected, "{text:?}");
}

#[test]
fn every_key_is_read() {
    let text = "---
title: 2026
description: no
main_message: \"Stop: think\"
date: 2026-01-05
updated: 2026-01-05
draft: yes
publish_on: 2026-02-01
expires_on: 2026-02-02
weight: -3
slug: señal-7
aliases: /old/
template: landing
toc: false
authors: [ada, bo]
reviews:
  - by: ada
    role: nurse
    date: 2026-01-06
    next_review: 2027-01-06
sources: [asam-2025]
topics: [Sleep, 2026]
medicines: Diazepam
audience: [patients]
region: us
about: [Withdrawal]
codes:
  - {system: icd-10-cm, code: F13.20}
  - {system: snomed-ct, code: 66214007}
related: [detox/seizures.md]
set: [detox/tapering.md]
search: {exclude: true, keywords: [taper], boost: 2}
quick_exit: true
translation: {method: human, reviewer: ana, date: 2026-01-07}
extra: {colour: blue, deep: [1, {a: no}]}
cascade: {draft: true}
sort_by: date
paginate_by: 5
---
";
    let outcome = read(text);
    assert_eq!(told(text, &outcome.diagnostics), "");
    let page = outcome.value.unwrap();
    assert_eq!(page.title.as_deref(), Some("2026"));
    assert_eq!(page.description.as_deref(), Some("no"));
    assert!(page.draft);
    assert_eq!((page.toc, page.quick_exit, page.weight), (Some(false), Some(true), Some(-3)));
    assert_eq!(page.slug.as_ref().unwrap().value, "señal-7");
    let span = page.authors[1].span;
    assert_eq!((page.authors[1].value.as_str(), &text[span.start..span.end]), ("bo", "bo"));
    assert_eq!(page.reviews[0].date.to_string(), "2026-01-06");
    assert_eq!(page.codes[1].system.value, CodeSystem::SnomedCt);
    assert_eq!(page.search.boost.as_ref().unwrap().value.to_string(), "2");
    assert_eq!(page.set[0].value, "detox/tapering.md");
    assert_eq!(page.translation.unwrap().method, TranslationMethod::Human);
    assert_eq!(page.sort_by, Some(SortBy::Date));
    let terms: Vec<&str> = page.terms["topics"].iter().map(|term| term.value.as_str()).collect();
    assert_eq!(terms, ["Sleep", "2026"]);
    assert_eq!(page.terms["medicines"][0].value, "Diazepam");
    assert_eq!(serde_json::to_string(&page.extra).unwrap(), r#"{"colour":"blue","deep":[1,{"a":"no"}]}"#);
}

#[test]
fn the_two_parts_of_a_page_are_found() {
    for (text, front_matter, body) in [
        ("---\na: b\n---\nBody", "a: b\n", "Body"),
        ("\u{FEFF}---\r\na: b\r\n---\r\nBody", "a: b\r\n", "Body"),
        ("---\n---\n", "", ""),
        ("---\na: b\n---", "a: b\n", ""),
        ("--- \na: |\n  ---\n---  \n---\n", "a: |\n  ---\n", "---\n"),
    ] {
        let outcome = split(text, &file());
        assert_eq!(outcome.diagnostics, [], "{text:?}");
        let span = outcome.value.front_matter.unwrap();
        assert_eq!((&text[span.start..span.end], &text[outcome.value.body..]), (front_matter, body), "{text:?}");
    }
}

#[test]
fn missing_front_matter_is_explained() {
    let begin = "begin the file with a line `---`, a line `title: …` and another line `---`";
    check_page(
        "",
        "front-matter-missing: \"the file\": this file is empty; begin it with a line `---`, a line `title: …` and another line `---`",
    );
    check_page("# Sleep\n", &format!("front-matter-missing: \"# Sleep\": this page has no front matter; {begin}"));
    check_page(
        "—-\ntitle: x\n—-\n",
        "front-matter-missing: \"—-\": the first line must be exactly three hyphens; delete this line and type `---` by hand",
    );
    check_page(
        "\n---\ntitle: x\n---\n",
        "front-matter-missing: \"\": front matter must begin on the first line; delete the empty lines above `---`",
    );
    check_page(
        "+++\ntitle = \"x\"\n+++\n",
        "front-matter-missing: \"+++\": this kind of front matter is not read here; \
         write `key: value` lines between two lines of `---`",
    );
}

#[test]
fn front_matter_without_end_is_explained() {
    check_page(
        "---\ntitle: x\n\nBody\n",
        "front-matter-unclosed: \"---\": this front matter never ends; \
         add a line `---` between the last key and the text of the page",
    );
    let text = "---\ntitle: x\n----\nBody\n";
    check_page(
        text,
        "front-matter-unclosed: \"---\": this front matter never ends; \
         delete the line that is not exactly three hyphens and type `---` by hand",
    );
    assert_eq!(split(text, &file()).diagnostics[0].related[0].1, "not exactly `---`");
    assert_eq!(split(text, &file()).value.body, text.len());
}

#[test]
fn a_page_needs_a_title() {
    let said = "this page has no title; add a line `title: …` to the front matter";
    check_page("---\n---\n", &format!("missing-title: \"\": {said}"));
    check_page("---\ndraft: true\n---\n", &format!("missing-title: \"draft\": {said}"));
    check_page("---\ndraft: true\ntitle:\n---\n", &format!("missing-title: \"title\": {said}"));
    check_page("---\ntitle: ' '\n---\n", &format!("missing-title: \"title\": {said}"));
    check_page(
        "---\ntitle: [a]\n---\n",
        "wrong-type: \"[a]\": `title` must be text, not a list; for example `title: some text`",
    );
    check_page(
        "---\njust words\n---\n",
        "wrong-type: \"just words\": this file must be a group of keys, not the text `just words`; for example `title: Sleep`",
    );
}

#[test]
fn unknown_keys_are_answered_with_a_suggestion() {
    check("desciption: x", "unknown-key: \"desciption\": there is no key `desciption`; did you mean `description`?");
    check("topic: x", "unknown-key: \"topic\": there is no key `topic`; did you mean `topics`?");
    check("flavour: x", "unknown-key: \"flavour\": there is no key `flavour`; keys of your own belong under `extra:`");
    check(
        "reviews: [{by: a, date: 2026-01-01, rol: x}]",
        "unknown-key: \"rol\": there is no key `rol`; did you mean `role`?",
    );
}

#[test]
fn days_must_be_in_order() {
    check(
        "date: 2026-02-01\nupdated: 2026-01-31",
        "bad-value: \"2026-01-31\": `updated` cannot be earlier than `date`, which is `2026-02-01`; put the two days in order",
    );
    check(
        "publish_on: 2026-02-01\nexpires_on: 2026-02-01",
        "bad-value: \"2026-02-01\": `expires_on` must be later than `publish_on`, which is `2026-02-01`; put the two days in order",
    );
    check(
        "reviews: {by: a, date: 2026-02-01, next_review: 2026-02-01}",
        "bad-value: \"2026-02-01\": `next_review` must be later than the review, which was on `2026-02-01`; \
         write the day by which the page should be checked again",
    );
    check(
        "reviews: [{role: x}]",
        "missing-key: \"role\": `by` is missing; write for example `by: some text`\n\
         missing-key: \"role\": `date` is missing; write for example `date: 2026-03-05`",
    );
}

#[test]
fn values_must_be_usable() {
    for (slug, suggestion) in
        [("help/for families", "help-for-families"), (".hidden", "hidden"), ("-a", "a"), ("a.b", "a-b")]
    {
        check(
            &format!("slug: '{slug}'"),
            &format!(
                "bad-slug: \"'{slug}'\": `{slug}` cannot be the last part of an address; write `slug: {suggestion}`"
            ),
        );
    }
    for slug in ["..", ".", "''"] {
        let text = format!("---\ntitle: T\nslug: {slug}\n---\n");
        let outcome = read(&text);
        assert_eq!(outcome.diagnostics[0].rule.name, "bad-slug");
        assert_eq!(outcome.value.unwrap().slug, None);
    }
    check("slug: हिन्दी", "");
    check(
        "search: {boost: 11}",
        "bad-value: \"11\": `boost` must be between 0 and 10, not `11`; 1 is the boost of every other page",
    );
    check("paginate_by: 0", "bad-value: \"0\": `paginate_by` must be 1 or more; for example `paginate_by: 20`");
    check(
        "codes: [{system: icd-10-cm, code: 1320}, {system: icd10, code: x}]",
        "bad-value: \"icd10\": `system` must be `icd-10-cm`, `rxnorm`, `snomed-ct` or `loinc`, not `icd10`; no help\n\
         bad-value: \"1320\": `1320` is not a code of `icd-10-cm`; \
         such a code is a letter, a digit, a digit or letter, then perhaps a dot and up to four more, as in `F13.20`",
    );
}

#[test]
fn what_is_handed_down_is_judged_in_the_section() {
    check(
        "cascade: {slug: x, draft: often, colour: red, topics: [a]}",
        "wrong-type: \"often\": `draft` must be `true` or `false`, not the text `often`; for example `draft: true`\n\
         unknown-key: \"colour\": there is no key `colour`; keys of your own belong under `extra:`\n\
         bad-value: \"slug\": `slug` cannot be handed down to other pages; remove it from `cascade:`; each page has its own",
    );
    check(
        "cascade: yes",
        "wrong-type: \"yes\": `cascade` must be a group of keys, not the text `yes`; for example `cascade: {key: value}`",
    );
}

fn node(text: &str) -> Node {
    crate::yaml::parse(text, 0, &file()).value.unwrap()
}

/// The page `page` below two sections, as JSON, with the files that its keys come from.
fn check_cascade(outer: &str, inner: &str, page: &str, expected: &str) {
    let cascade = Cascade::none().below(&node(outer), &Arc::from("outer.md"));
    let cascade = cascade.below(&node(inner), &Arc::from("inner.md"));
    let page = node(page);
    let whole = inherit(&page, &cascade);
    let keys = whole.entries().iter().map(|(key, value)| {
        let from = key.inherited.as_deref().map_or(String::new(), |file| format!(" from {file}"));
        format!("{}={}{from}", key.text, serde_json::to_string(&crate::yaml::Free::from(value)).unwrap())
    });
    assert_eq!(keys.collect::<Vec<_>>().join("; "), expected);
}

#[test]
fn the_nearest_section_wins_and_the_page_wins_over_all() {
    check_cascade(
        "cascade: {draft: true, region: us, toc: true}",
        "cascade: {region: gb, title: never}",
        "{title: T, draft: false}",
        "title=\"T\"; draft=false; region=\"gb\" from inner.md; toc=true from outer.md",
    );
    check_cascade("a: 1", "b: 1", "{title: T}", "title=\"T\"");
    check_cascade(
        "cascade: {audience: [a], search: {boost: 2}}",
        "x: 1",
        "{audience: [], search: {exclude: true}}",
        "audience=[]; search={\"exclude\":true}",
    );
    check_cascade(
        "cascade: {extra: {a: 1, b: 1, c: 1}}",
        "cascade: {extra: {b: 2}}",
        "{extra: {a: 3}}",
        "extra={\"a\":3,\"b\":2,\"c\":1}",
    );
}

#[test]
fn a_value_handed_down_keeps_its_file_and_is_not_reported_again() {
    let section = node("cascade: {authors: [ada], paginate_by: 0, weight: x, updated: 2020-01-01, topics: [a]}");
    let cascade = Cascade::none().below(&section, &Arc::from("content/_index.md"));
    let page = node("{title: T, sources: [s], date: 2026-01-01}");
    let outcome = decode(&inherit(&page, &cascade), &file(), &TAXONOMIES);
    let front_matter = outcome.value;
    assert_eq!(&*front_matter.authors[0].place(&file()).file, "content/_index.md");
    assert_eq!(&*front_matter.sources[0].place(&file()).file, "content/page.md");
    assert_eq!(&*front_matter.terms["topics"][0].place(&file()).file, "content/_index.md");
    let text = "{title: T, sources: [s], date: 2026-01-01}";
    assert_eq!(
        told(text, &outcome.diagnostics),
        "bad-value: \"2026-01-01\": `updated` cannot be earlier than `date`, which is `2026-01-01`; put the two days in order"
    );
}

#[test]
fn no_taxonomy_can_take_the_name_of_a_key() {
    for key in FrontMatter::KEYS {
        assert!(FRONT_MATTER_KEYS.contains(key), "{key}");
    }
}

#[test]
fn every_key_is_described_with_an_example_that_can_be_read() {
    fn examples(record: &Record, seen: &mut Vec<(String, String)>) {
        for field in &record.fields {
            let example = field
                .about
                .lines()
                .find_map(|line| line.strip_prefix("Example: `"))
                .map(|line| line.trim_end_matches('`'));
            seen.push((
                field.name.clone(),
                example.unwrap_or_else(|| panic!("{} has no example", field.name)).to_owned(),
            ));
        }
    }
    let mut seen = Vec::new();
    examples(&Record::of::<FrontMatter>().unwrap(), &mut seen);
    for (name, example) in seen {
        assert!(example.starts_with(&format!("{name}: ")), "{example}");
        let text = if name == "title" { example } else { format!("title: T\n{example}") };
        let outcome = decode(&node(&text), &file(), &TAXONOMIES);
        assert_eq!(told(&text, &outcome.diagnostics), "");
    }
    let schema = crate::yaml::json_schema(&describe(&TAXONOMIES).unwrap());
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    assert_eq!(schema["properties"]["topics"]["type"], "array");
    assert_eq!(schema["$defs"]["Review"]["required"], serde_json::json!(["by", "date"]));
    assert_eq!(schema["additionalProperties"], false);
}

/// Front matter made of real keys with values of every kind.
fn page() -> impl Strategy<Value = String> {
    let key = prop::sample::select(
        FrontMatter::KEYS
            .iter()
            .copied()
            .chain(["topics", "by", "nothing", "system", "code", "boost"])
            .collect::<Vec<_>>(),
    );
    let value = prop::sample::select(vec![
        "",
        "x",
        "7",
        "-1",
        "1.5",
        "true",
        "[]",
        "[a, 1]",
        "{a: b}",
        "2026-01-05",
        "2026-13-99",
        "[{by: a}]",
        "{boost: 99}",
        "[{system: loinc, code: é}]",
        "é: ü",
        "[[[]]]",
        "{by: {by: x}}",
        "“x”",
        "../..",
        "{draft: 1, cascade: {cascade: {}}}",
    ]);
    let line = (key, value).prop_map(|(key, value)| format!("{key}: {value}\n"));
    prop::collection::vec(line, 0..12).prop_map(|lines| format!("---\n{}---\nBody é\n", lines.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_page_breaks_the_decoder(text in prop_oneof![page(), any::<String>(), any::<String>().prop_map(|text| format!("---\n{text}"))]) {
        for problem in read(&text).diagnostics {
            let words = [Some(&problem.message), problem.help.as_ref(), problem.label.as_ref()];
            prop_assert!(words.into_iter().flatten().all(|words| !words.contains(['\n', '\r'])), "{words:?}");
            let spans = problem.related.iter().map(|(place, _)| place).chain(&problem.place).filter_map(|place| place.span);
            for span in spans {
                prop_assert!(text.get(span.start..span.end).is_some(), "{span:?} in {text:?}");
            }
        }
    }
}
