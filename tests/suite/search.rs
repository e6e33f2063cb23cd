//! The search of whole sites: what its files are, what readers and authors find, and what an edit changes.

use std::collections::BTreeSet;

use snapbox::str;

use crate::project::{Desk, Project, page, same};

fn site() -> Project {
    Project::bilingual().files([
        ("content/_index.es.md", "---\ntitle: Inicio\n---\n"),
        ("content/safety/_index.md", &page("Safety", "What is dangerous.")),
        ("content/safety/seizure.md", "---\ntitle: A seizure\ndescription: What to do.\n---\nStay near.\n\n## After the *seizure*\n\nSpeak softly. `code` [link](stop.md)\n"),
        ("content/safety/stop.md", "---\ntitle: Do not stop\nsearch: {keywords: [quit], boost: 2}\n---\n::include{file=\"snippets/never.md\"}\n\n:::box{title=\"Ask first\"}\nTalk with a prescriber.\n:::\n"),
        ("content/safety/stop.es.md", "---\ntitle: No lo deje\n---\nHable con alguien. El año que viene.\n"),
        ("content/safety/hidden.md", "---\ntitle: Hidden\nsearch: {exclude: true}\n---\nseizure\n"),
        ("snippets/never.md", "Never stop :var[publisher.name] *sudden*ly.\n"),
    ]).config("publisher: {name: Harbour Clinic}")
}

fn search_files(site: &crate::project::Site) -> BTreeSet<String> {
    site.outputs.keys().filter(|path| path.starts_with("search/")).cloned().collect()
}

/// A path with `GEN` in the place of its generation.
fn general(path: &str) -> String {
    let parts = path.split('/').map(|part| {
        let is_generation = part.len() == 10 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
        if is_generation { "GEN" } else { part }
    });
    parts.collect::<Vec<_>>().join("/")
}

#[test]
fn each_language_has_a_module_words_pages_and_filters() {
    let built = site().build();
    built.clean();
    let files: Vec<String> = search_files(&built).iter().map(|path| general(path)).collect();
    same(
        &files.join("\n"),
        str![[r#"
search/en/GEN/f/0.json
search/en/GEN/p/0/0.json
search/en/GEN/w/0/0.json
search/es/GEN/f/0.json
search/es/GEN/p/0/0.json
search/es/GEN/w/0/0.json
search/es/search.js
search/search.js
"#]],
    );
    let module = built.text("search/search.js");
    let (index, _) = module.split_once('\n').unwrap();
    let generation = index.split('/').nth(3).unwrap();
    built.contains(
        "search/search.js",
        &format!("const INDEX={{\"lang\":\"en\",\"base\":\"/search/en/{generation}/\",\"pages\":4,"),
    );
    built.contains("search/search.js", "\"languages\":{\"en\":\"/search/search.js\",\"es\":\"/search/es/search.js\"}");
}

#[test]
fn a_result_shows_what_the_page_says_of_itself() {
    let built = site().build();
    let path =
        search_files(&built).into_iter().find(|path| path.starts_with("search/en/") && path.contains("/p/")).unwrap();
    built.output(&path, str![[r#"[["/","Home","",[],""],["/safety/","Safety","What is dangerous.",[],"Safety"],["/safety/seizure/","A seizure","What to do.",[["after-the-seizure","After the seizure"]],"Safety"],["/safety/stop/","Do not stop","",[],"Safety"]]"#]]);
}

#[test]
fn a_site_below_a_folder_loads_its_index_from_there() {
    let built = site().base_url("https://example.org/help/").build();
    built.contains("search/search.js", "\"base\":\"/help/search/en/");
}

#[test]
fn a_site_can_do_without_a_search() {
    let built = site().config("outputs: {search: false}").build();
    assert_eq!(search_files(built.clean()), BTreeSet::new());
    let said = site().config("outputs: {search: false}").in_folder().run(&["search", "seizure"]);
    assert_eq!(said.code, 2);
    same(
        said.err.trim_end(),
        str![[r#"
error: this site has no search: `guidepost.yaml` says `outputs: {search: false}`
  = help: take that out, and ask again
"#]],
    );
}

#[test]
fn a_file_of_the_site_cannot_stand_in_for_one_of_the_search() {
    let built = site().file("static/search/search.js", "1").build();
    built.diagnostics(str!["static/search/search.js: error[output-collision]: two things would be written at `search/search.js`: `static/search/search.js` and `the search of the site` (help: rename one of them, or give one another `slug` or alias)"]);
}

#[test]
fn templates_learn_where_to_search() {
    let shows = "{{ search?.module or \"no\" }} {{ search?.page or \"\" }} {{ search?.index or \"\" }}";
    let with = site()
        .file("themes/test/templates/page.html", shows)
        .file("themes/test/templates/search.html", "found")
        .file("themes/test/templates/a-z.html", "all");
    let none = with.build();
    none.clean().output("safety/seizure/index.html", str!["no"]);
    let both = with
        .file("content/find.md", "---\ntitle: Search\ntemplate: search\n---\n")
        .file("content/all.md", "---\ntitle: All\ntemplate: a-z\n---\n");
    let built = both.build();
    built.clean().output("safety/seizure/index.html", str!["/search/search.js /find/ /all/"]);
    built.output("es/safety/stop/index.html", str!["/search/es/search.js /es/find/ /es/all/"]);
    let off = both.config("outputs: {search: false}").build();
    off.clean().output("safety/seizure/index.html", str!["no"]);
}

#[test]
fn an_edit_of_a_body_changes_that_page_and_the_index_of_its_language() {
    let mut desk = Desk::new();
    let before = desk.build(&site());
    let after = desk.build(&site().edit("content/safety/seizure.md", "Speak softly", "Speak very softly"));
    // The Spanish reader gets the same text, since nobody has translated it.
    assert_eq!(after.clean().rendered(), ["es/safety/seizure/index.html", "safety/seizure/index.html"]);
    let changed: BTreeSet<String> = before
        .outputs
        .iter()
        .filter(|(path, bytes)| after.outputs.get(*path) != Some(bytes))
        .map(|(path, _)| general(path))
        .collect();
    let expected = [
        "es/safety/seizure/index.html",
        "safety/seizure/index.html",
        "search/en/GEN/f/0.json",
        "search/en/GEN/p/0/0.json",
        "search/en/GEN/w/0/0.json",
        "search/search.js",
    ];
    assert_eq!(changed, expected.map(String::from).into());
}

#[test]
fn texts_that_were_not_kept_in_memory_are_found_as_well() {
    let (kept, again) = (site().build(), site().held_text(0).build());
    assert_eq!(kept.outputs, again.outputs);
}

fn ask(project: &Project, arguments: &[&str]) -> String {
    let said = project.in_folder().run(&[&["search"], arguments].concat());
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    said.out
}

/// The links of the results.
fn found(project: &Project, arguments: &[&str]) -> Vec<String> {
    let out = ask(project, &[arguments, &["--format", "json"]].concat());
    let answer: serde_json::Value = serde_json::from_str(&out).unwrap();
    answer["results"].as_array().unwrap().iter().map(|hit| hit["url"].as_str().unwrap().to_string()).collect()
}

#[test]
fn all_that_a_page_shows_is_found() {
    for (query, expected) in [
        ("harbour", "/safety/stop/"),
        ("suddenly", "/safety/stop/"),
        ("quit", "/safety/stop/"),
        ("\"ask first\"", "/safety/stop/"),
        ("code", "/safety/seizure/"),
    ] {
        assert_eq!(found(&site(), &[query]), [expected], "{query}");
    }
    assert_eq!(found(&site(), &["seizures"]), ["/safety/seizure/"], "and no page that its author left out");
    assert_eq!(found(&site(), &["ano", "--lang", "es"]), ["/es/safety/stop/"]);
}

#[test]
fn the_command_line_shows_what_readers_find() {
    same(
        ask(&site(), &["seizur afterwards"]).trim_end(),
        str![[r#"
Answered for: seizure afterwards
1 page
  1. A seizure  /safety/seizure/#after-the-seizure  (score 105300)
"#]],
    );
    same(ask(&site(), &["zzz"]).trim_end(), str!["No page was found"]);
    same(
        ask(&site(), &["after seizure", "--explain", "--limit", "1"]).trim_end(),
        str![[r#"
1 page
  1. A seizure  /safety/seizure/#after-the-seizure  (score 222912)
       `after`: weight 64 x rarity 27 x impact 18 = 31104
       `seizure`: weight 64 x rarity 27 x impact 25 = 43200

How the words were understood:
  `after`
    `after`: weight 64 of 64, rarity 27 (16 for each halving), on 1 page
  `seizure`
    `seizure`: weight 64 of 64, rarity 27 (16 for each halving), on 1 page
"#]],
    );
    same(
        ask(&site(), &["seizure", "--format", "json"]).trim_end(),
        str![[r#"
{
  "query": "seizure",
  "corrected": null,
  "alternatives": [],
  "total": {
    "count": 1,
    "exact": true
  },
  "results": [
    {
      "url": "/safety/seizure/",
      "title": "A seizure",
      "section": "After the seizure",
      "description": "What to do.",
      "anchor": "after-the-seizure",
      "within": "Safety",
      "score": 129600
    }
  ]
}
"#]],
    );
}

#[test]
fn a_word_that_says_not_is_never_corrected() {
    let site = Project::new().file("content/a.md", page("Want", "They want it."));
    same(ask(&site, &["wont"]).trim_end(), str!["No page was found"]);
    assert_eq!(found(&site, &["wanr"]), ["/a/"]);
}

#[test]
fn a_language_without_pages_is_named_with_those_that_there_are() {
    let said = site().in_folder().run(&["search", "seizure", "--lang", "fr"]);
    assert_eq!(said.code, 2);
    same(
        said.err.trim_end(),
        str![[r#"
error: the site has no pages in the language `fr`
  = help: it has pages in `en`, `es`
"#]],
    );
}

#[test]
fn a_site_with_errors_is_not_searched() {
    let said = site().edit("content/safety/seizure.md", "stop.md", "gone.md").in_folder().run(&["search", "seizure"]);
    assert_eq!((said.code, said.out.as_str()), (1, ""));
    assert!(said.err.contains("error[dead-link]"), "{}", said.err);
}

#[test]
fn worried_people_find_the_page_that_helps_among_the_first_three() {
    let real = Project::real();
    let data = real.data();
    let mut missed = Vec::new();
    for language in ["en", "es"] {
        let first = real.searched(language);
        let prefix = if language == "en" { "" } else { "/es" };
        for search in &data.searches[language].value {
            let wanted = format!("{prefix}/{}/", search.page.value.trim_end_matches(".md").trim_end_matches("/index"));
            let found = first(&search.query.value);
            if !found.contains(&wanted) {
                missed.push(format!("{language} `{}`: {wanted} is not in {found:?}", search.query.value));
            }
        }
    }
    assert!(missed.is_empty(), "{} searches miss their page\n{}", missed.len(), missed.join("\n"));
}
