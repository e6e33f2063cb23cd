//! Sources that programs for references wrote, and what is said about faults in their files.

use proptest::prelude::*;

use super::super::{DataFile, Form, parse};
use super::*;
use crate::yaml::tests::told;

fn file() -> Arc<str> {
    Arc::from("content/_data/sources.x")
}

/// The sources of a file without faults as templates see them, without what they do not have.
fn check(form: Form, text: &str, expected: &str) {
    let outcome = parse("sources", form, text, &file());
    assert_eq!(told(text, &outcome.diagnostics), "", "{text}");
    let seen: BTreeMap<String, BTreeMap<String, serde_json::Value>> =
        serde_json::from_str(&serde_json::to_string(&outcome.value.unwrap().1).unwrap()).unwrap();
    let lines = seen.into_iter().map(|(name, source)| {
        let values = source
            .into_iter()
            .filter(|(_, value)| !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty()));
        let values: Vec<String> = values.map(|(key, value)| format!("{key}={value}")).collect();
        format!("{name}: {}\n", values.join(" "))
    });
    assert_eq!(lines.collect::<String>(), expected, "{text}");
}

/// The names that are read from a faulty file, and what is said about it.
fn check_faults(form: Form, text: &str, names: &[&str], expected: &str) {
    let outcome = parse("sources", form, text, &file());
    assert_eq!(told(text, &outcome.diagnostics), expected, "{text}");
    let read = match outcome.value {
        Some((DataFile::Sources(sources), _)) => sources.into_keys().collect(),
        _ => Vec::new(),
    };
    assert_eq!(read, names, "{text}");
}

#[test]
fn csl_json_becomes_sources() {
    check(
        Form::CslJson,
        "[\n\t{\n\t\t\"id\": \"brunner-2025\",\n\t\t\"type\": \"article-journal\",\n\t\t\"title\": \"Tapering \\u2013 \\\"slow\\\"\",\n\
         \t\t\"container-title\": \"Journal\", \"publisher\": \"House\", \"volume\": \"3\",\n\
         \t\t\"author\": [{\"family\": \"Brunner\", \"given\": \"Emily A.\"}, {\"literal\": \"The Group\"}, {\"family\": \"Berg\", \"given\": \"Jan\", \"non-dropping-particle\": \"van der\"}],\n\
         \t\t\"issued\": {\"date-parts\": [[2025, 2]]}, \"DOI\": \"https://doi.org/10.1000/xyz\", \"PMID\": \"31452104\",\n\
         \t\t\"URL\": \"https://example.org/a\", \"accessed\": {\"date-parts\": [[\"2026\", 2, 3]]}\n\t}\n]\n",
        "brunner-2025: accessed=\"2026-02-03\" authors=[\"Brunner EA\",\"The Group\",\"van der Berg J\"] doi=\"10.1000/xyz\" kind=\"article\" pmid=\"31452104\" publisher=\"Journal\" title=\"Tapering – \\\"slow\\\"\" url=\"https://example.org/a\" year=2025\n",
    );
    let kinds = [
        ("report", "report"),
        ("book", "report"),
        ("webpage", "web"),
        ("post-weblog", "web"),
        ("legislation", "law"),
        ("bill", "law"),
        ("paper-conference", "article"),
        ("something-new", "report"),
    ];
    for (kind, expected) in kinds {
        let text = format!("[{{\"id\": 7, \"type\": \"{kind}\", \"title\": \"T\"}}]");
        check(Form::CslJson, &text, &format!("7: kind=\"{expected}\" title=\"T\"\n"));
    }
    let named = r#"[{"id": "a", "type": "report", "genre": "Guideline", "title": "T", "issued": {"literal": "Spring 2024"}, "accessed": {"date-parts": [[2024]]}}]"#;
    check(Form::CslJson, named, "a: kind=\"guideline\" title=\"T\" year=2024\n");
    let cited = r#"[{"id": "http://example.org/items/7", "citation-key": "ada-2020", "type": "book", "title": "T"}]"#;
    check(Form::CslJson, cited, "ada-2020: kind=\"report\" title=\"T\"\n");
    check(Form::CslJson, " \n", "");
    check(Form::CslJson, "[]", "");
}

#[test]
fn bibtex_becomes_sources() {
    check(
        Form::Bibtex,
        "Exported by a program, me@example.org.\n@comment{anything}\n@string{jor = \"Journal of \" # {Sleep}}\n\
         @Article{brunner-2025,\n  author = {Brunner, Emily A. and {The Group}},\n  Title = {{Benzodiazepine} tapering: G{\\\"o}del's \"way\"}, % a remark\n\
         \x20 journal = jor, year = 2025, month = feb,\n  doi = {10.1000/x\\_y}, pmid = \"31452104\", url = {https://example.org/a--b}, urldate = {2026-02-03},\n}\n\
         @online(fda,\n  title = \"Label\", date = {2020-09-23},\n  institution = {FDA}, type = {label}\n)\n",
        "brunner-2025: accessed=\"2026-02-03\" authors=[\"Brunner EA\",\"The Group\"] doi=\"10.1000/x_y\" kind=\"article\" pmid=\"31452104\" publisher=\"Journal of Sleep\" title=\"Benzodiazepine tapering: Gödel's \\\"way\\\"\" url=\"https://example.org/a--b\" year=2025\n\
         fda: kind=\"label\" publisher=\"FDA\" title=\"Label\" year=2020\n",
    );
    for (head, more, expected) in [
        ("techreport", "", "report"),
        ("book", "", "report"),
        ("misc", "howpublished = {\\url{https://example.org/}}", "web"),
        ("misc", "", "report"),
        ("online", "", "web"),
        ("inproceedings", "", "article"),
        ("legislation", "", "law"),
    ] {
        let url = if more.is_empty() { "" } else { " url=\"https://example.org/\"" };
        let text = format!("@{head}{{a, title = {{T}}, {more}}}");
        check(Form::Bibtex, &text, &format!("a: kind=\"{expected}\" title=\"T\"{url}\n"));
    }
    check(Form::Bibtex, "", "");
}

#[test]
fn bad_json_is_pointed_at() {
    check_faults(
        Form::CslJson,
        "[\n  {\"id\": \"a\" \"type\": \"book\"}\n]",
        &[],
        r#"bibliography: "\"": this is not JSON; look for a missing comma, quote or bracket here or just before, or export the file again"#,
    );
    check_faults(
        Form::CslJson,
        "[{\"id\": \"a\"",
        &[],
        r#"bibliography: "\"": the file ends too early; look for a missing comma, quote or bracket here or just before, or export the file again"#,
    );
    check_faults(
        Form::CslJson,
        "{\"id\": \"a\"}",
        &[],
        r#"bibliography: "{\"id\": \"a\"}": this file is no list of sources; export the sources again as CSL JSON"#,
    );
    check_faults(
        Form::CslJson,
        "[1, {\"title\": \"T\"}, {\"id\": \"a b\", \"title\": \"T\"}, {\"id\": \"c\"}, {\"id\": \"d\", \"title\": \"T\", \"URL\": \"x\", \"DOI\": \"11.1\"}, {\"id\": \"d\", \"title\": \"T\"}]",
        &["c", "d"],
        r#"bibliography: "1": this is no source; export the sources again as CSL JSON
bibliography: "\"title\"": this source has no `id`; add for example `"id": "guideline-2025"`, the name that pages use
duplicate-key: "\"d\"": two sources of this file are called `d`; give each its own name
missing-key: "\"c\"": `title` is missing; write for example `title: some text`
bad-value: "\"x\"": `url` is not a web address: it must begin with `https://` or `http://`; for example `https://example.org/`
data-value: "\"a b\"": `a b` cannot be the name of an entry; use letters, digits, `-`, `_` and `.`, for example `jane-doe`
data-value: "\"11.1\"": `11.1` is not a DOI; it begins with `10.`, for example `10.1000/xyz123`"#,
    );
}

#[test]
fn every_faulty_entry_of_a_bibtex_file_is_pointed_at_and_the_others_are_read() {
    check_faults(
        Form::Bibtex,
        "@article{a,\n  title = {Never closed,\n  year = 2020\n}\n\n@article{b, title = {T}, journal = jor}\n@book{c, title = {T}}\n@book{title = {T}}\n@book x\n@book{d, title {T}}\n@book{e, title = {T} year = 2020}\n@book{f, year = 20, url = {x}}\n@book{c, title = {Twice}}\n@book{g, title = {T}",
        &["c", "f"],
        r#"bibliography: "@article": this source is never closed; look for a missing `}` in it or at its end
bibliography: "jor": no `@string` says what `jor` stands for; write the text in braces
bibliography: "@book": this source has no name; write a name and a comma after the brace, for example `@article{brunner-2025, title = {…}}`
bibliography: "@book": `@book` begins no source; write for example `@article{name, title = {…}}`
bibliography: "title": this is no field of a source; write the name of the field, `=` and its value in braces, for example `title = {…}`
bibliography: "y": a comma is missing here; write a comma after each value but the last, and a brace at the end of the source
bibliography: "@book": this source is never closed; look for a missing `}` in it or at its end
duplicate-key: "c": two sources of this file are called `c`; give each its own name
bad-value: "{x}": `url` is not a web address: it must begin with `https://` or `http://`; for example `https://example.org/`
missing-key: "f": `title` is missing; write for example `title: some text`"#,
    );
}

#[test]
fn abbreviations_cannot_grow_without_end() {
    let mut text = String::from("@string{a0 = {word word word}}\n");
    for at in 1..64 {
        text.push_str(&format!("@string{{a{at} = a{0} # a{0} # a{0}}}\n", at - 1));
    }
    text.push_str("@string{self = self}\n@book{a, title = a63}\n");
    let outcome = parse("sources", Form::Bibtex, &text, &file());
    assert!(outcome.diagnostics.iter().any(|problem| problem.message == "this value is too long"));
    assert!(outcome.diagnostics.iter().any(|problem| problem.message == "no `@string` says what `self` stands for"));
}

/// Pieces of both forms, put together in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "@article{",
        "@string{",
        "@comment",
        "a",
        ",",
        "title",
        "=",
        "{",
        "}",
        "\"",
        "#",
        "(",
        ")",
        "\n",
        "\\",
        "é",
        "%",
        " and ",
        "10.1/x",
        "[",
        "]",
        ":",
        "\"id\"",
        "\"author\"",
        "\"issued\"",
        "1",
        "null",
        "\t",
        "\"date-parts\"",
        "\\u00e9",
        "@book{b, year = 2020}",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_or_explained(text in prop_oneof![pieces(), any::<String>()], is_json in any::<bool>()) {
        let form = if is_json { Form::CslJson } else { Form::Bibtex };
        for problem in parse("sources", form, &text, &file()).diagnostics {
            for span in problem.place.iter().chain(problem.related.iter().map(|(place, _)| place)).filter_map(|place| place.span) {
                prop_assert!(text.get(span.start..span.end).is_some(), "{span:?} in {text:?}");
            }
        }
    }
}
