//! The documented values of templates are those that templates get.

use std::collections::{BTreeMap, BTreeSet};

use guidepost::render::context::NAMES;

use crate::project::{Project, Site};

/// A site in which every value is there on some page.
fn site() -> Project {
    let dump = dump();
    let kinds = ["home", "section", "page", "taxonomy", "term", "author", "404", "redirect", "search"];
    let project =
        kinds.iter().fold(Project::bilingual(), |project, kind| project.file(&format!("templates/{kind}.html"), &dump));
    project
        .edit("guidepost.yaml", "live", "demonstration")
        .config("menus: {main: [{label: A, page: s/a.md, children: [{page: s/b.md}]}]}\npaginate_by: 1\npublisher: {name: P}\nfeedback: pages@example.org\npolicy_in_pages: true")
        .file("templates/outputs/dump.html", &dump)
        .file("content/find.md", "---\ntitle: F\ntemplate: search\n---\n")
        .file("content/s/_index.md", "---\ntitle: S\n---\n")
        .file(
            "content/s/a.md",
            "---\ntitle: A\ndate: 2026-01-01\ntopics: [Sleep]\nauthors: [ada]\nreviews: [{by: ada, date: 2026-01-01}]\nsources: [label]\ntranslation: {method: human}\naliases: [/old/]\n---\n## B\n\n### C\n\nText [@label]. See [b](b.md).\n",
        )
        .file("content/s/a.es.md", "---\ntitle: Á\n---\n")
        .file("content/s/b.md", "---\ntitle: B\ntopics: [Sleep]\n---\nSee [it](https://example.com/).\n")
        .file("content/_data/people.yaml", "ada: {name: Ada}\n")
        .file("content/_data/series.yaml", "way: {title: W, pages: [s/a.md, s/b.md, s/c.md]}\n")
        .file("templates/search.html", &dump)
        .file("templates/a-z.html", &dump)
        .file("content/search.md", "---\ntitle: Find\ntemplate: search\n---\n")
        .file("content/all.md", "---\ntitle: All\ntemplate: a-z\n---\n")
        .file("content/s/c.md", "---\ntitle: C\nset: [s/a.md]\ntemplate: page\n---\n")
        .file("content/_data/sources.yaml", "label: {kind: label, title: A label}\n")
        .file("content/_data/glossary.yaml", "word: {term: text, forms: [texts], definition: Words.}\n")
        .file("content/_data/helplines.yaml", "us: [{id: a, label: A, tel: \"+1 555 0100\"}, {id: b, label: B, kind: own, tel: \"+1 555 0101\"}]\n")
}

/// A template that writes, for every name, the keys of its value or of the items of its list.
fn dump() -> String {
    let mut text = String::from("{{ notice }}\n");
    for name in NAMES {
        let name = name.name;
        let keys = |path: &str, value: &str| {
            format!("{{% if {value} is map %}}{path}={{{{ {value} | keys | join(sep=\",\") }}}}\n{{% endif %}}")
        };
        text.push_str(&format!("{{% if {name} is map %}}{}{{% elif {name} is array %}}{{% for item in {name} %}}{}{{% endfor %}}{{% endif %}}", keys(name, name), keys(name, "item")));
        text.push_str(&format!("{{% if {name} is defined and {name} %}}given={name}\n{{% endif %}}"));
    }
    for list in ["authors", "reviews", "sources"] {
        text.push_str(&format!(
            "{{% for item in page.{list} %}}page.{list}={{{{ item | keys | join(sep=\",\") }}}}\n{{% endfor %}}"
        ));
    }
    for map in ["page.text_lang", "page.translation", "site.publisher"] {
        text.push_str(&format!("{{% if {map} %}}{map}={{{{ {map} | keys | join(sep=\",\") }}}}\n{{% endif %}}"));
    }
    text.push_str("{% if series %}{% for item in series.items %}series.items={{ item | keys | join(sep=\",\") }}\n{% endfor %}{% endif %}");
    text.push_str("{% for group in page_terms %}{% for item in group.terms %}page_terms.terms={{ item | keys | join(sep=\",\") }}\n{% endfor %}{% endfor %}");
    text.push_str("{% if paginator %}{% for item in paginator.items %}paginator.items={{ item | keys | join(sep=\",\") }}\n{% endfor %}{% endif %}");
    text
}

/// The fields that were seen of each value, on all pages together.
fn seen(site: &Site) -> (BTreeMap<String, BTreeSet<String>>, BTreeSet<String>) {
    let (mut fields, mut given): (BTreeMap<String, BTreeSet<String>>, BTreeSet<String>) = Default::default();
    for path in site.outputs.keys().filter(|path| path.ends_with(".html")) {
        for line in site.text(path).lines() {
            let Some((name, keys)) = line.split_once('=') else { continue };
            match name {
                "given" => {
                    given.insert(keys.to_owned());
                }
                name => fields.entry(name.to_owned()).or_default().extend(keys.split(',').map(str::to_owned)),
            }
        }
    }
    (fields, given)
}

#[test]
fn every_documented_name_is_given_on_some_page() {
    let (_, given) = seen(site().build().clean());
    let documented: BTreeSet<String> = NAMES.iter().map(|name| name.name.to_owned()).collect();
    assert_eq!(given, documented);
}

#[test]
fn every_field_that_templates_get_is_documented_and_no_other_is() {
    let (fields, _) = seen(site().build().clean());
    for name in NAMES.iter().filter(|name| !name.fields.is_empty()) {
        let documented: BTreeSet<String> = name.fields.iter().map(|(field, _)| (*field).to_owned()).collect();
        assert_eq!(fields.get(name.name), Some(&documented), "`{}`", name.name);
    }
}

#[test]
fn fields_within_fields_are_named_in_the_text() {
    let (fields, _) = seen(site().build().clean());
    let about = |path: &str| {
        let (name, field) = path.split_once('.').unwrap();
        let name = NAMES.iter().find(|known| known.name == name).unwrap();
        name.fields.iter().find(|(known, _)| *known == field).unwrap().1
    };
    for (path, keys) in fields.iter().filter(|(path, _)| path.contains('.')) {
        let named: BTreeSet<String> = about(path).split('`').skip(1).step_by(2).map(str::to_owned).collect();
        assert_eq!(&named, keys, "`{path}`");
    }
}

#[test]
fn no_name_is_documented_twice_and_each_says_what_it_holds() {
    let names: BTreeSet<&str> = NAMES.iter().map(|name| name.name).collect();
    assert_eq!(names.len(), NAMES.len());
    for name in NAMES {
        assert!(name.about.ends_with('.') && name.fields.iter().all(|(_, about)| !about.is_empty()), "`{}`", name.name);
    }
}
