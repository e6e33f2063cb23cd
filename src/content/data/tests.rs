//! What data files take, and what is said about slips.

use super::*;
use crate::yaml::tests::told;

fn file() -> Arc<str> {
    Arc::from("content/_data/x.yaml")
}

fn check(name: &str, text: &str, expected: &str) {
    assert_eq!(told(text, &parse(name, Form::Yaml, text, &file()).diagnostics), expected, "{text}");
}

/// What templates see of a file without problems.
fn check_view(name: &str, text: &str, expected: &str) {
    let outcome = parse(name, Form::Yaml, text, &file());
    assert_eq!(told(text, &outcome.diagnostics), "", "{text}");
    assert_eq!(serde_json::to_string(&outcome.value.unwrap().1).unwrap(), expected);
}

#[test]
fn templates_see_every_key() {
    check_view(
        "people",
        "ada: {name: Ada Example}\n",
        r#"{"ada":{"credentials":null,"kind":"person","name":"Ada Example","role":null,"statement":null,"url":null}}"#,
    );
    check_view(
        "sources",
        "s: {kind: law, title: T, authors: A, year: 2020, pmid: 31452104, doi: 10.1000/x, accessed: 2026-01-02}\n",
        r#"{"s":{"accessed":"2026-01-02","authors":["A"],"doi":"10.1000/x","kind":"law","note":null,"pmid":"31452104","publisher":null,"title":"T","url":null,"year":2020}}"#,
    );
    check_view(
        "glossary",
        "taper: {term: Tapering, definition: Less and less., forms: [taper]}\n",
        r#"{"taper":{"definition":"Less and less.","forms":["taper"],"term":"Tapering"}}"#,
    );
    check_view(
        "helplines",
        "us:\n  - {id: crisis, label: Lifeline, tel: +1 (800) 662-4357, sms: 988, confirmed_on: 2026-01-02, languages: [en]}\n",
        r#"{"us":[{"accessed":null,"chat_url":null,"confirmed_by":null,"confirmed_on":"2026-01-02","emergency":false,"hours":null,"id":"crisis","is_confirmed":false,"kind":"help","label":"Lifeline","languages":["en"],"method":null,"number":"+18006624357","purpose":null,"relay":null,"sms":"988","source":null,"spanish":null,"tel":"+18006624357","url":null}]}"#,
    );
    check_view(
        "series",
        "way: {title: {en: W, es: C}, pages: [a.md, b.md]}\n",
        r#"{"way":{"description":null,"pages":["a.md","b.md"],"title":{"en":"W","es":"C"}}}"#,
    );
    check_view("other", "- 1\n- {a: no}\n", r#"[1,{"a":"no"}]"#);
    check_view("people", "", "{}");
}

#[test]
fn people_are_judged() {
    check(
        "people",
        "ada: {role: nurse}\n",
        "missing-key: \"ada\": `name` is missing; write for example `name: some text`",
    );
    check("people", "ada:\n", "missing-key: \"ada\": `name` is missing; write for example `name: some text`");
    check(
        "people",
        "'ada, b': {name: A, kind: robot, url: javascript:x}\n",
        "bad-value: \"robot\": `kind` must be `person` or `organisation`, not `robot`; no help\n\
         bad-value: \"javascript:x\": `url` is not a web address: it must begin with `https://` or `http://`; for example `https://example.org/`\n\
         data-value: \"'ada, b'\": `ada, b` cannot be the name of an entry; use letters, digits, `-`, `_` and `.`, for example `jane-doe`",
    );
    check(
        "people",
        "- name: Ada\n",
        "wrong-type: \"- name: Ada\": this file must be a group of keys, not a list; for example `title: Sleep`",
    );
}

#[test]
fn sources_are_judged() {
    check(
        "sources",
        "s: {kind: web, title: T, doi: 'https://doi.org/10.1000/x', pmid: PMC1, year: 26}\n",
        "data-value: \"'https://doi.org/10.1000/x'\": `https://doi.org/10.1000/x` is not a DOI; write `doi: 10.1000/x`\n\
         data-value: \"PMC1\": `PMC1` is not a number of `PubMed`; it is a number of up to eight digits, for example `31452104`\n\
         data-value: \"26\": `26` is not a year; write the year with four digits, for example `year: 2025`",
    );
}

#[test]
fn a_word_stands_for_one_entry() {
    check(
        "glossary",
        "a: {term: Taper, definition: D}\nb: {term: B, definition: D, forms: [taper]}\n",
        "data-value: \"taper\": the word `taper` stands for two entries, `a` and `b`; remove it from one of them",
    );
}

#[test]
fn a_series_has_two_pages_and_a_title() {
    check(
        "series",
        "way: {title: W, pages: a.md}\n",
        "data-value: \"way\": the series `way` has fewer than two pages; name its pages in their order: `pages: [first.md, second.md]`",
    );
    check(
        "series",
        "way: {pages: [a.md, b.md]}\n",
        "missing-key: \"way\": `title` is missing; write for example `title: some text`",
    );
}

#[test]
fn help_lines_can_be_reached() {
    check(
        "helplines",
        "us: []\n",
        "data-value: \"us\": the region `us` has no help line; add a help line, or remove the region",
    );
    check(
        "helplines",
        "us:\n",
        "data-value: \"us\": the region `us` has no help line; add a help line, or remove the region",
    );
    check(
        "helplines",
        "us: [{id: a, label: A, confirmed_on: 2026-01-02}]\n",
        "data-value: \"{id: a, label: A, confirmed_on: 2026-01-02}\": the help line `a` cannot be reached; give it `tel`, `sms`, `chat_url` or `url`",
    );
    check(
        "helplines",
        "us: [{id: a, label: A, tel: ask at the desk, confirmed_on: 2026-01-02}]\n",
        "data-value: \"ask at the desk\": `tel` cannot be dialled: `ask at the desk`; \
         write 3 to 15 digits, perhaps with a `+` before them, for example `\"+1 800 662 4357\"`",
    );
    check(
        "helplines",
        "us:\n- {id: a, label: A, tel: 988, confirmed_on: 2026-01-02}\n- {id: a, label: B, tel: 911, confirmed_on: soon}\n",
        "bad-date: \"soon\": `confirmed_on` must be a date written like `2026-03-05`, not `soon`; \
         write the year, the month and the day with two hyphens, for example `2026-03-05`\n\
         data-value: \"a\": two help lines of `us` are called `a`; give each its own `id`",
    );
}

#[test]
fn numbers_to_dial_have_3_to_15_digits() {
    for (text, expected) in [
        ("988", Some("988")),
        ("+1 (800) 662-4357", Some("+18006624357")),
        ("+44 20.7946\u{A0}0000", Some("+442079460000")),
        ("98", None),
        ("", None),
        ("+", None),
        ("1-800-HELP", None),
        ("1+23456", None),
        ("٩٨٨", None),
        ("1234567890123456", None),
    ] {
        assert_eq!(Telephone::new(text).as_ref().map(Telephone::as_str), expected, "{text}");
    }
}

#[test]
fn a_file_can_be_of_one_language() {
    assert_eq!(name_and_language("glossary", &["es"]), ("glossary", None));
    assert_eq!(name_and_language("glossary.es", &["es"]), ("glossary", Some("es")));
    assert_eq!(name_and_language("glossary.fr", &["es"]), ("glossary.fr", None));
    assert_eq!(name_and_language(".es", &["es"]), (".es", None));
}
