//! Sources from programs for references, beside those that people write.

use snapbox::str;

use crate::project::{Project, page};

const BIBTEX: &str = "@article{brunner-2025, author = {Brunner, Emily}, title = {Tapering}, journal = {Journal of Sleep}, year = 2025, doi = {10.1000/x}}\n";
const CSL: &str = r#"[{"id": "fda-2020", "type": "webpage", "title": "A warning", "author": [{"literal": "FDA"}], "URL": "https://example.gov/a"}]"#;
const YAML: &str = "asam: {kind: guideline, title: A guideline}\n";

fn site() -> Project {
    Project::new()
        .file("content/_data/sources.bib", BIBTEX)
        .file("content/_data/sources.json", CSL)
        .file("content/_data/sources.yaml", YAML)
}

#[test]
fn pages_cite_sources_of_all_three_files() {
    let template = "{{ body | safe }}\n{% for reference in references %}{% set source = reference.source %}{{ reference.number }} {{ source.kind }} {{ source.title }} {{ source.authors | join(sep=\", \") }} {{ source.publisher or \"\" }} {{ source.year or \"\" }} {{ source.url or source.doi or \"\" }}\n{% endfor %}{% for name, source in data.sources %}{{ name }}: {{ source.title }}\n{% endfor %}";
    let site = site()
        .file("templates/page.html", template)
        .file("content/a.md", page("A", "One [@asam]. Two [@brunner-2025, p. 3]. Three [@fda-2020]."))
        .build();
    let text = site.clean().text("a/index.html");
    let (_, list) = text.split_once('\n').unwrap();
    crate::project::same(
        list.trim(),
        str![[r#"
1 guideline A guideline    
2 article Tapering Brunner E Journal of Sleep 2025 10.1000/x
3 web A warning FDA   https://example.gov/a
asam: A guideline
brunner-2025: Tapering
fda-2020: A warning
"#]],
    );
}

#[test]
fn one_name_in_two_files_is_an_error_that_names_both() {
    let project = site()
        .file("content/_data/sources.json", CSL.replace("fda-2020", "asam"))
        .file("content/_data/sources.bib", BIBTEX.replace("brunner-2025", "asam"));
    project.build().human(str![[r#"
error[data-value]: the source `asam` stands in two files, `content/_data/sources.bib` and `content/_data/sources.json`
  ╭▸ content/_data/sources.json:1:9
  │
1 │ [{"id": "asam", "type": "webpage", "title": "A warning", "author": [{"literal": "FDA"}], "URL": "https://example.go…
  │         ━━━━━━
  │
  ⸬  content/_data/sources.bib:1:10
  │
1 │ @article{asam, author = {Brunner, Emily}, title = {Tapering}, journal = {Journal of Sleep}, year = 2025, doi = {10.…
  │          ──── the other one
  │
  ╰ help: take it out of one of them, or give it another name there

error[data-value]: the source `asam` stands in two files, `content/_data/sources.bib` and `content/_data/sources.yaml`
  ╭▸ content/_data/sources.yaml:1:1
  │
1 │ asam: {kind: guideline, title: A guideline}
  │ ━━━━
  │
  ⸬  content/_data/sources.bib:1:10
  │
1 │ @article{asam, author = {Brunner, Emily}, title = {Tapering}, journal = {Journal of Sleep}, year = 2025, doi = {10.…
  │          ──── the other one
  │
  ╰ help: take it out of one of them, or give it another name there
"#]]);
}

#[test]
fn faults_of_all_files_are_shown_at_once_with_their_lines() {
    let project = Project::new()
        .file("content/_data/sources.bib", "@book{a, title = {T}}\n\n@book{b, title = {T\n\n@book{c, title = jor}\n")
        .file(
            "content/_data/sources.json",
            "[\n  {\"id\": \"d\", \"title\": \"T\", \"DOI\": \"11\"},\n  {\"title\": \"T\"}\n]\n",
        )
        .file("content/_data/more.bib", "");
    project.build().diagnostics(str![[r#"
content/_data/more.bib: error[data-value]: only files that end in `.yaml` or `.csv`, `sources.json` and `sources.bib` are read in `content/_data` (help: rename the file, or move it to another folder)
content/_data/sources.bib:3:18: error[bibliography]: this brace is never closed (help: close it before the next field, for example `title = {…},`)
content/_data/sources.bib:5:18: error[bibliography]: no `@string` says what `jor` stands for (help: write the text in braces)
content/_data/sources.json:2:36: error[data-value]: `11` is not a DOI (help: it begins with `10.`, for example `10.1000/xyz123`)
content/_data/sources.json:3:4: error[bibliography]: this source has no `id` (help: add for example `"id": "guideline-2025"`, the name that pages use)
"#]]);
}

#[test]
fn signs_that_json_writes_as_numbers_are_read() {
    let json = r#"[{"id": "d", "type": "book", "title": "A \u00fc \ud83d\ude00 \/ \u201cB\u201d"}]"#;
    let site = Project::new()
        .file("templates/page.html", "{% for name, source in data.sources %}{{ source.title }}{% endfor %}")
        .file("content/a.md", page("A", ""))
        .file("content/_data/sources.json", json);
    assert_eq!(site.build().clean().text("a/index.html"), "A ü 😀 / “B”");
}
