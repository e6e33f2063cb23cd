//! What an author is told of a page beside it: how hard it is to read and why, its words, sources, review and links, each with
//! its place in a file.

use guidepost::lens::{self, Inputs, Lens};
use guidepost::render;
use guidepost::route::Route;
use guidepost::serve::Editor;
use serde_json::{Value, json};

use crate::preview::Preview;
use crate::project::{Project, page};

/// The facts of the page at a route.
fn lens(project: &Project, route: &str) -> Option<Lens> {
    let linked = project.linked();
    let design = render::compile(linked.theme()).value.unwrap().design();
    let inputs = Inputs {
        site: &linked.site,
        data: linked.data(),
        sources: &linked.sources,
        parse_options: &linked.parse_options,
        components: &design.components,
        editor: &|file, line, column| Some(format!("editor://{file}:{line}:{column}")),
    };
    lens::page(inputs, &Route::parse(route).unwrap())
}

/// One part of the facts as programs read it.
#[track_caller]
fn check(project: &Project, route: &str, part: &str, expected: &Value) {
    let facts = serde_json::to_value(lens(project, route).unwrap()).unwrap();
    let found = facts.pointer(part).unwrap_or_else(|| panic!("no {part} in {facts:#}"));
    assert_eq!(found, expected, "{found:#}");
}

/// A place as the facts give it.
fn at(mut value: Value, file: &str, line: usize, column: usize) -> Value {
    value["file"] = json!(file);
    value["line"] = json!(line);
    value["column"] = json!(column);
    value["edit"] = json!(format!("editor://{file}:{line}:{column}"));
    value
}

fn whole(file: &str) -> Value {
    json!({"file": file, "line": null, "column": null, "edit": format!("editor://{file}:1:1")})
}

/// A sentence of so many words of one syllable.
fn sentence(words: usize) -> String {
    format!("Go{}.", " on".repeat(words - 1))
}

#[test]
fn a_page_is_graded_and_what_makes_it_hard_stands_with_its_line() {
    let long = sentence(26);
    let text = format!(
        "# Heading of medication\n\n{}\n\n- {}\n- Benzodiazepines and\n  medicines. Benzodiazepines.\n",
        sentence(21),
        long
    );
    let project = Project::new().file("content/a.md", page("Sleep", &text));
    let file = "content/a.md";
    check(&project, "a/index.html", "/source", &whole(file));
    check(&project, "a/index.html", "/title", &json!("Sleep"));
    check(&project, "a/index.html", "/language", &json!("en"));
    check(
        &project,
        "a/index.html",
        "/reading/long_sentences",
        &json!([
            at(json!({"text": sentence(21), "words": 21, "is_too_long": false}), file, 6, 1),
            at(json!({"text": long, "words": 26, "is_too_long": true}), file, 8, 3),
        ]),
    );
    check(
        &project,
        "a/index.html",
        "/reading/hard_words",
        &json!([
            at(json!({"text": "benzodiazepines", "syllables": 6, "count": 2}), file, 9, 3),
            at(json!({"text": "medicines", "syllables": 3, "count": 1}), file, 10, 3),
        ]),
    );
    check(&project, "a/index.html", "/reading/words", &json!(51));
    check(&project, "a/index.html", "/reading/sentences", &json!(4));
    check(&project, "a/index.html", "/reading/level", &Value::Null);
    check(&project, "a/index.html", "/reading/said", &json!("Too few words for a grade: it takes 60."));
}

#[test]
fn each_language_has_its_own_scale_and_others_are_only_counted() {
    let text = sentence(10).repeat(7).replace(".G", ". G");
    let project = Project::bilingual()
        .config("# The language of a test.")
        .file("content/a.md", page("A", &text))
        .file("content/a.es.md", page("A", &text));
    for (route, scale, level, said) in [
        ("a/index.html", "Flesch-Kincaid grade level", json!(0.1), "Good: grade 0.1. Aim for 6 to 7, and 8 at most."),
        ("es/a/index.html", "INFLESZ", json!(134.5), "Very easy: INFLESZ 134.5. Aim for 60 or more."),
    ] {
        check(&project, route, "/reading/scale", &json!(scale));
        check(&project, route, "/reading/level", &level);
        check(&project, route, "/reading/is_readable", &json!(true));
        check(&project, route, "/reading/said", &json!(said));
        check(&project, route, "/reading/minutes", &json!(1));
    }
    let french = Project::new()
        .edit("guidepost.yaml", "theme: test", "theme: test\nlanguages: {fr: {name: Français}}")
        .file("themes/test/strings/fr.yaml", Project::new().text("themes/test/strings/en.yaml").unwrap())
        .file("content/a.md", page("A", &text));
    check(&french, "a/index.html", "/reading/scale", &Value::Null);
    check(&french, "a/index.html", "/reading/hard_words", &json!([]));
    check(
        &french,
        "a/index.html",
        "/reading/said",
        &json!("There is no grade for this language. Sentences and words are counted."),
    );
}

#[test]
fn explained_words_and_cited_sources_lead_to_their_entries() {
    let project = Project::new()
        .file(
            "content/a.md",
            page("A", "To taper is to go slowly [@two]. Then [@one, p. 3; @two].\n\n::include{file=\"snippets/s.md\"}"),
        )
        .file("snippets/s.md", "A snippet [@three].\n")
        .file("content/_data/glossary.yaml", "taper:\n  term: taper\n  definition: Less and less.\n")
        .file(
            "content/_data/sources.yaml",
            "one:\n  kind: web\n  title: First\n  url: https://example.org/1\n  accessed: 2026-01-01\n\
             three:\n  kind: web\n  title: Third\n  url: https://example.org/3\n  accessed: 2026-01-01\n",
        )
        .file("content/_data/sources.bib", "@article{two,\n title={Second},\n year={2020},\n author={Doe, Jane}\n}\n");
    check(
        &project,
        "a/index.html",
        "/terms",
        &json!([at(json!({"term": "taper", "definition": "Less and less."}), "content/_data/glossary.yaml", 1, 1)]),
    );
    let cited = |number: usize, title: &str, entry: Value| json!({"number": number, "title": title, "entry": entry});
    let yaml = "content/_data/sources.yaml";
    check(
        &project,
        "a/index.html",
        "/sources",
        &json!([
            at(cited(1, "Second", at(json!({}), "content/_data/sources.bib", 1, 10)), "content/a.md", 4, 28),
            at(cited(2, "First", at(json!({}), yaml, 1, 1)), "content/a.md", 4, 41),
            at(cited(3, "Third", at(json!({}), yaml, 6, 1)), "snippets/s.md", 1, 13),
        ]),
    );
}

#[test]
fn nobody_is_said_to_have_reviewed_a_page_unless_the_page_names_them() {
    let project = Project::new().file("content/a.md", page("A", "Text."));
    check(&project, "a/index.html", "/review", &json!({"said": "Nobody has reviewed this page.", "items": []}));
    check(&project, "a/index.html", "/translation", &Value::Null);
    let reviewed =
        Project::new().file("content/_data/people.yaml", "jane-doe:\n  name: Jane Doe\n  role: nurse\n").file(
            "content/a.md",
            "---\ntitle: A\nreviews:\n  - {by: jane-doe, date: 2026-02-01, next_review: 2027-02-01}\n---\nText.\n",
        );
    let text = "Jane Doe, nurse, on 2026-02-01; to be reviewed again by 2027-02-01";
    check(
        &reviewed,
        "a/index.html",
        "/review",
        &json!({"said": "The page names one review.", "items": [at(json!({"text": text}), "content/a.md", 4, 10)]}),
    );
}

#[test]
fn a_translation_says_who_made_it_who_checked_it_and_what_has_changed_since() {
    let translated = |front: &str| format!("---\ntitle: A\ntranslation: {{method: machine}}\n{front}---\nTexto.\n");
    let project = Project::bilingual()
        .file("content/_index.es.md", page("Inicio", ""))
        .file("content/b.md", page("B", "Only in English."))
        .file("content/a.md", page("A", "Text."))
        .file("content/a.es.md", translated(""));
    let said = "A computer translated this page; nobody has compared it with the original.";
    let missing = "it does not record what it was made from, so changes of the original are not noticed";
    let demonstration = project.edit("guidepost.yaml", "status: live", "status: demonstration");
    check(&demonstration, "es/a/index.html", "/translation", &json!({"said": said, "items": [{"text": missing}]}));
    let stale =
        demonstration.clone().file("content/a.es.md", translated("translated_sections: {_head: \"0000000000\"}\n"));
    let items = lens(&stale, "es/a/index.html").unwrap().translation.unwrap().items;
    let texts: Vec<(&str, Option<usize>)> =
        items.iter().map(|item| (item.text.as_str(), item.spot.as_ref().and_then(|spot| spot.line))).collect();
    assert_eq!(
        texts,
        [
            ("changed in the original: its title, description or main message", Some(4)),
            ("changed in the original: the text before its first heading", Some(4))
        ]
    );
    check(
        &demonstration,
        "es/b/index.html",
        "/translation/said",
        &json!("This page is not translated. It shows the text in its original language, English."),
    );
}

#[test]
fn links_are_listed_in_both_directions_with_their_places() {
    let project = Project::new()
        .file("content/_index.md", page("Home", "See [a](a.md) and [a](a.md)."))
        .file("content/a.md", "---\ntitle: A\ntopics: [Sleep]\n---\n[B](b.md#x), [here](#y), [call](tel:911), [out](https://example.org/).\n\n## y\n")
        .file("content/b.md", page("B", "## x\n\n[back](a.md)"));
    let project = project.config("taxonomies: {topics: {title: Topics}}");
    let link = |kind: &str, title: Value, address: &str| json!({"kind": kind, "title": title, "address": address});
    check(
        &project,
        "a/index.html",
        "/links_out",
        &json!([
            at(link("page", json!("B"), "/b/#x"), "content/a.md", 5, 1),
            at(link("outside", Value::Null, "tel:911"), "content/a.md", 5, 26),
            at(link("outside", Value::Null, "https://example.org/"), "content/a.md", 5, 43),
        ]),
    );
    check(
        &project,
        "a/index.html",
        "/links_in",
        &json!([
            at(link("page", json!("Home"), "/"), "content/_index.md", 4, 5),
            at(link("page", json!("B"), "/b/"), "content/b.md", 6, 1),
        ]),
    );
    check(
        &project,
        "a/index.html",
        "/topics",
        &json!([at(json!({"taxonomy": "Topics", "name": "Sleep"}), "content/a.md", 3, 10)]),
    );
}

#[test]
fn what_no_single_page_made_has_no_facts() {
    let project = Project::new()
        .config("taxonomies: {topics: {title: Topics}}")
        .file("content/a.md", "---\ntitle: A\ntopics: [Sleep]\n---\n")
        .file("content/s/c.md", page("C", ""));
    assert_eq!(lens(&project, "topics/index.html"), None);
    assert_eq!(lens(&project, "nowhere/index.html"), None);
    let section = lens(&project, "s/index.html").unwrap();
    assert_eq!((section.source, section.reading), (None, None));
}

#[test]
fn the_preview_tells_the_facts_of_a_page_with_its_own_problems_and_its_weight() {
    let folder = Project::new()
        .file("content/a.md", page("A", "![Stairs](stairs.svg)"))
        .file("content/stairs.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"2\" height=\"1\"></svg>")
        .file("content/b.md", page("B", "Text."))
        .in_folder();
    let preview = Preview::with(&folder, |settings| settings.editor = Some(Editor::new("vscode").unwrap()));
    preview.answers("/a/", 200);
    let facts = |address: &str| -> Value {
        serde_json::from_slice(&preview.get(&format!("/_guidepost/lens?page={address}")).body).unwrap()
    };
    let bytes = |address: &str| preview.get(address).body.len();
    let found = facts("/a/");
    assert_eq!((&found["title"], &found["problems"]), (&json!("A"), &json!([])));
    assert!(found["source"]["edit"].as_str().unwrap().ends_with("/content/a.md:1:1"), "{found:#}");
    let picture = json!({"address": "/stairs.svg", "kind": "picture", "bytes": bytes("/stairs.svg")});
    assert_eq!(found["weight"]["files"], json!([picture]));
    let page_alone =
        found["weight"]["total"].as_u64().unwrap() - found["weight"]["files"][0]["bytes"].as_u64().unwrap();
    assert_eq!(found["weight"]["page"], json!(page_alone));
    folder.write("content/b.md", page("B", "[gone](gone.md)"));
    preview.until("the mistake is known", |preview| preview.state("/b/")["errors"] == json!(1));
    assert_eq!(facts("/b/")["problems"][0]["message"], json!("no page `gone.md`"));
    assert_eq!(facts("/a/")["problems"], json!([]));
    assert_eq!(facts("/nowhere/"), json!({"problems": [], "weight": null}));
}
