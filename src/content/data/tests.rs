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
        r#"{"us":[{"accessed":null,"chat_url":null,"confirmed_by":null,"confirmed_on":"2026-01-02","emergency":false,"hours":null,"id":"crisis","is_confirmed":false,"kind":"help","label":"Lifeline","languages":["en"],"method":null,"number":"+18006624357","purpose":null,"relay":null,"short_label":null,"sms":"988","source":null,"spanish":null,"tel":"+18006624357","url":null}]}"#,
    );
    check_view(
        "series",
        "way: {title: {en: W, es: C}, pages: [a.md, b.md]}\n",
        r#"{"way":{"description":null,"pages":["a.md","b.md"],"title":{"en":"W","es":"C"}}}"#,
    );
    check_view(
        "synonyms",
        "- {canonical: alprazolam, kind: medicine, brands: Xanax, street: [bars]}\n- {canonical: fit, lay: [988]}\n",
        r#"[{"also":[],"brands":["Xanax"],"canonical":"alprazolam","kind":"medicine","lay":[],"misspellings":[],"street":["bars"]},{"also":[],"brands":[],"canonical":"fit","kind":"word","lay":["988"],"misspellings":[],"street":[]}]"#,
    );
    check_view("synonyms", "", "[]");
    check_view("never_correct", "- clonidine\n", r#"["clonidine"]"#);
    check_view(
        "urgent_searches",
        "- {need: suicide, words: [suicidal], page: a.md, say: Call 988.}\n",
        r#"[{"need":"suicide","page":"a.md","say":"Call 988.","words":["suicidal"]}]"#,
    );
    check_view(
        "searches",
        "en:\n- {query: Can I stop, page: a.md}\n",
        r#"{"en":[{"page":"a.md","query":"Can I stop"}]}"#,
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
fn what_people_type_means_one_thing_or_two_on_purpose() {
    check(
        "synonyms",
        "- {canonical: a, street: [bars]}\n- {canonical: b, lay: [Bárs, b, B]}\n",
        "synonym-ambiguous: \"Bárs\": `Bárs` stands for two words, `a` and `b`; \
         take it out of one of the two; when both are meant, move it to `also` in one of them",
    );
    check(
        "synonyms",
        "- {canonical: a, street: [bars]}\n- {canonical: b, also: [bars]}\n- {canonical: c, also: [bars]}\n",
        "",
    );
    check("synonyms", "- {canonical: a, also: [bars]}\n- {canonical: b, street: [bars, bars]}\n", "");
    check(
        "synonyms",
        "- {canonical: detox, also: [taper]}\n- {canonical: taper, lay: [wean]}\n- {canonical: Taper, lay: [cut down]}\n",
        "synonym-ambiguous: \"Taper\": two entries have the canonical word `Taper`; put all that stands for it into one entry\n\
         synonym-ambiguous: \"taper\": `taper` stands for `detox`, and is the canonical word of another entry; \
         take it out here, or make the two entries one",
    );
}

#[test]
fn a_synonym_says_something() {
    check(
        "synonyms",
        "- {canonical: taper}\n- {canonical: '?!', lay: [wean, ' ']}\n",
        "data-value: \"{canonical: taper}\": nothing stands for `taper` here; \
         add what people type for it: `brands`, `lay`, `street` or `misspellings`\n\
         data-value: \"'?!'\": `canonical` needs at least one letter or digit; write what belongs here\n\
         data-value: \"' '\": each synonym needs at least one letter or digit; write the word, or take it out",
    );
    check(
        "synonyms",
        "- {lay: [wean]}\n- {canonical: x, slang: y}\n",
        "missing-key: \"lay\": `canonical` is missing; write for example `canonical: some text`\n\
         unknown-key: \"slang\": there is no key `slang`; the keys here are `canonical`, `kind`, `brands`, `lay`, `street`, `misspellings` and `also`",
    );
    check(
        "never_correct",
        "[clonidine, '-']\n",
        "data-value: \"'-'\": each word needs at least one letter or digit; write the word, or take it out",
    );
}

/// Some sites have lists of ten thousand words. Each of them here is faulty, or stands for two things.
#[test]
fn long_lists_of_synonyms_are_judged_in_time_that_grows_with_their_length() {
    let lines = |line: &dyn Fn(usize) -> String| (0..10_000).map(line).collect::<String>();
    for (text, problems) in [
        (lines(&|number| format!("- {{canonical: a{number}, lay: [b{number}, same]}}\n")), 9_999),
        (lines(&|number| format!("- {{canonical: a{number}}}\n")), 10_000),
        (lines(&|number| format!("- {{canonical: same, lay: [b{number}]}}\n")), 9_999),
        (lines(&|number| format!("- {{lay: [b{number}]}}\n")), 10_000),
    ] {
        assert_eq!(parse("synonyms", Form::Yaml, &text, &file()).diagnostics.len(), problems, "{text:.40}");
    }
}

#[test]
fn an_urgent_search_has_words_a_page_and_something_to_say() {
    check(
        "urgent_searches",
        "- {need: danger, words: [a], page: a.md, say: S}\n- {need: emergency, words: [], page: '', say: ' '}\n- {need: stopping, words: ['…'], page: a.md}\n",
        "bad-value: \"danger\": `need` must be `emergency`, `suicide` or `stopping`, not `danger`; no help\n\
         missing-key: \"need\": `say` is missing; write for example `say: some text`\n\
         data-value: \"{need: emergency, words: [], page: '', say: ' '}\": this urgent search has no words, so nobody would find its help; \
         write what people type, for example `words: [overdose, wont wake up]`\n\
         data-value: \"''\": `page` needs at least one letter or digit; write what belongs here\n\
         data-value: \"' '\": `say` needs at least one letter or digit; write what belongs here",
    );
    check(
        "urgent_searches",
        "- {need: stopping, words: ['…'], page: a.md, say: S}\n",
        "data-value: \"'…'\": each of `words` needs at least one letter or digit; write the word, or take it out",
    );
}

#[test]
fn what_must_be_found_is_said_once() {
    check(
        "searches",
        "en:\n- {query: Cold  Turkey, page: a.md}\n- {query: cold turkey, page: b.md}\n- {query: '', page: ''}\nes:\n- {query: cold turkey, page: a.md}\n- {page: a.md}\n",
        "missing-key: \"page\": `query` is missing; write for example `query: some text`\n\
         data-value: \"cold turkey\": `cold turkey` stands under `en` twice; take one of the two out\n\
         data-value: \"''\": `query` needs at least one letter or digit; write what belongs here\n\
         data-value: \"''\": `page` needs at least one letter or digit; write what belongs here",
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
