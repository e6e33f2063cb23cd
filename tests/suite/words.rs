//! What a site tells its search in `content/_data`: synonyms, words that are never corrected, urgent searches, and what must be
//! found.

use guidepost::content::{Need, SynonymKind};

use crate::project::{Project, page};

#[test]
fn each_language_has_its_own_words_and_borrows_none() {
    let project = Project::bilingual()
        .file("content/_data/synonyms.yaml", "- {canonical: taper, lay: [wean]}\n")
        .file("content/_data/never_correct.yaml", "[clonidine]\n")
        .file(
            "content/_data/urgent_searches.es.yaml",
            "- {need: suicide, words: [suicidio], page: _index.md, say: Llame al 988.}\n",
        );
    project.build().clean();
    let data = project.data();
    let words = |code| {
        let synonyms = data.synonyms(code, "en").iter();
        synonyms.map(|synonym| (synonym.canonical.value.clone(), synonym.kind)).collect::<Vec<_>>()
    };
    assert_eq!(words("en"), [("taper".to_owned(), SynonymKind::Word)]);
    assert_eq!(words("es"), [], "nobody who searches in Spanish is answered by English slang");
    assert_eq!(data.urgent_searches("en", "en"), []);
    let [urgent] = data.urgent_searches("es", "en") else { panic!("one") };
    assert_eq!((urgent.need, urgent.say.value.as_str()), (Need::Suicide, "Llame al 988."));
    assert_eq!(data.never_correct().iter().map(|word| word.value.as_str()).collect::<Vec<_>>(), ["clonidine"]);
}

#[test]
fn the_words_of_an_entry_come_in_one_order() {
    let text = "- {misspellings: [d], also: [e], street: [c], canonical: x, lay: [b], brands: [a]}\n";
    let data = Project::new().file("content/_data/synonyms.yaml", text).data();
    let aliases = data.synonyms("en", "en").iter().flat_map(guidepost::content::Synonym::aliases);
    assert_eq!(aliases.map(|alias| alias.value.as_str()).collect::<String>(), "abcde");
}

#[test]
fn a_file_for_all_languages_is_not_kept_for_one_of_them() {
    Project::bilingual()
        .file("content/_data/never_correct.es.yaml", "[clonidina]\n")
        .file("content/_data/searches.es.yaml", "es: [{query: recaída, page: _index.md}]\n")
        .build()
        .human(snapbox::str![[r#"
error[data-value]: `never_correct.yaml` is one file for all languages, and nothing reads this one
 ╭▸ content/_data/never_correct.es.yaml
 ╰ help: move what stands here to `content/_data/never_correct.yaml`

error[data-value]: `searches.yaml` is one file for all languages, and nothing reads this one
 ╭▸ content/_data/searches.es.yaml
 ╰ help: move what stands here to `content/_data/searches.yaml`
"#]]);
}

#[test]
fn a_table_never_takes_the_place_of_a_file_that_the_search_reads() {
    Project::new().file("content/_data/never_correct.csv", "word\nclonidine\n").build().human(snapbox::str![[r#"
error[data-value]: `never_correct` is kept as `never_correct.yaml`, and this is another file of that name
 ╭▸ content/_data/never_correct.csv
 ╰ help: give it another name
"#]]);
}

#[test]
fn searches_are_in_a_language_that_the_site_has() {
    let project = Project::new()
        .file("content/a.md", page("A", "Text."))
        .file("content/_data/searches.yaml", "en: [{query: a, page: a.md}]\nfr: [{query: b, page: content/a.md}]\n");
    project.build().human(snapbox::str![[r#"
error[unknown-language]: there are searches in the language `fr`, which the site does not have
  ╭▸ content/_data/searches.yaml:2:1
  │
2 │ fr: [{query: b, page: content/a.md}]
  │ ━━
  │
  ╰ help: add `fr` under `languages:` in `guidepost.yaml`, or take the searches out
"#]]);
}
