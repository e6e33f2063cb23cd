//! Rules about `guidepost.yaml` and the data files.

use snapbox::str;

use super::check;
use crate::project::{Project, page};

#[test]
fn config_missing() {
    check(
        "config-missing",
        &Project::empty().file("content/a.md", page("A", "Text.")),
        str![[r#"
error[config-missing]: there is no `guidepost.yaml` here, so this folder is no site
 │
 ╰ help: run `guidepost init my-site` to make one, or name the folder with `--root`
"#]],
    );
}

#[test]
fn config_value() {
    let project = Project::new().edit("guidepost.yaml", "https://example.org/", "example.org");
    check(
        "config-value",
        &project,
        str![[r#"
error[config-value]: `base_url` is not the address of a site: it must begin with `https://` or `http://`
  ╭▸ guidepost.yaml:2:11
  │
2 │ base_url: example.org
  │           ━━━━━━━━━━━
  │
  ╰ help: write `https://example.org`
"#]],
    );
}

#[test]
fn data_value() {
    let lines = "us:\n- id: main-line\n  label: Our telephone\n  tel: ask at the desk\n";
    check(
        "data-value",
        &Project::new().file("content/_data/helplines.yaml", lines),
        str![[r#"
error[data-value]: `tel` cannot be dialled: `ask at the desk`
  ╭▸ content/_data/helplines.yaml:4:8
  │
4 │   tel: ask at the desk
  │        ━━━━━━━━━━━━━━━
  │
  ╰ help: write 3 to 15 digits, perhaps with a `+` before them, for example `"+1 800 662 4357"`
"#]],
    );
}

#[test]
fn bibliography() {
    let project = Project::new()
        .file("content/_data/sources.bib", "@article{brunner-2025, title = {Tapering, year = 2025}\n")
        .file("content/_data/sources.json", "[\n  {\"id\": \"a\" \"title\": \"T\"}\n]\n");
    check(
        "bibliography",
        &project,
        str![[r#"
error[bibliography]: this source is never closed
  ╭▸ content/_data/sources.bib:1:1
  │
1 │ @article{brunner-2025, title = {Tapering, year = 2025}
  │ ━━━━━━━━
  │
  ╰ help: look for a missing `}` in it or at its end

error[bibliography]: this is not JSON
  ╭▸ content/_data/sources.json:2:14
  │
2 │   {"id": "a" "title": "T"}
  │              ━
  │
  ╰ help: look for a missing comma, quote or bracket here or just before, or export the file again
"#]],
    );
}

#[test]
fn demonstration_output() {
    let project = Project::wayside().config("outputs:\n  markdown: true\n  llms_txt: true");
    check(
        "demonstration-output",
        &project,
        str![[r#"
warning[demonstration-output]: `markdown` is not written while the site is a demonstration
  ╭▸ guidepost.yaml:5:13
  │
5 │   markdown: true
  │             ━━━━
  │
  ╰ help: set `status: live` when clinicians have checked the pages, or take `markdown` out

warning[demonstration-output]: `llms_txt` is not written while the site is a demonstration
  ╭▸ guidepost.yaml:6:13
  │
6 │   llms_txt: true
  │             ━━━━
  │
  ╰ help: set `status: live` when clinicians have checked the pages, or take `llms_txt` out
"#]],
    );
}

#[test]
fn menu_page() {
    let project = Project::new()
        .config("menus:\n  main:\n    - page: familys.md\n    - {label: Pages, url: /sitmap.xml}")
        .file("content/families.md", page("Families", "Text."));
    check(
        "menu-page",
        &project,
        str![[r#"
error[menu-page]: the menu names a page that does not exist: `familys.md`
  ╭▸ guidepost.yaml:7:13
  │
7 │     - page: familys.md
  │             ━━━━━━━━━━
  │
  ╰ help: did you mean `families.md`?

error[menu-page]: the menu names an address where nothing is: `/sitmap.xml`
  ╭▸ guidepost.yaml:8:27
  │
8 │     - {label: Pages, url: /sitmap.xml}
  │                           ━━━━━━━━━━━
  │
  ╰ help: did you mean `/sitemap.xml`?
"#]],
    );
}

#[test]
fn missing_key() {
    let project = Project::new().file("content/_data/people.yaml", "ada:\n  role: Nurse\n");
    check(
        "missing-key",
        &project,
        str![[r#"
error[missing-key]: `name` is missing
  ╭▸ content/_data/people.yaml:1:1
  │
1 │ ada:
  │ ━━━
  │
  ╰ help: write for example `name: some text`
"#]],
    );
}

#[test]
fn unknown_language() {
    check(
        "unknown-language",
        &Project::new().config("default_language: sp"),
        str![[r#"
error[unknown-language]: the site has no language `sp`
  ╭▸ guidepost.yaml:5:19
  │
5 │ default_language: sp
  │                   ━━
  │
  ╰ help: write `en`, or add `sp` to `languages`
"#]],
    );
}

#[test]
fn series_page() {
    let project = Project::new()
        .file("content/tapering.md", page("Tapering", "Text."))
        .file("content/withdrawal.md", page("Withdrawal", "Text."))
        .file(
            "content/_data/series.yaml",
            "taper:\n  title: The way\n  pages: [tapering.md, withdrawl.md, tapering.md]\n",
        );
    check(
        "series-page",
        &project,
        str![[r#"
error[series-page]: the series `taper` names a page that does not exist: `withdrawl.md`
  ╭▸ content/_data/series.yaml:3:24
  │
3 │   pages: [tapering.md, withdrawl.md, tapering.md]
  │                        ━━━━━━━━━━━━
  │
  ╰ help: did you mean `withdrawal.md`?

error[series-page]: the series `taper` names the page `tapering.md` twice
  ╭▸ content/_data/series.yaml:3:38
  │
3 │   pages: [tapering.md, withdrawl.md, tapering.md]
  │           ┬──────────                ━━━━━━━━━━━
  │           │
  │           the first place
  │
  ╰ help: a page can be one step only: take it out of one of the two places
"#]],
    );
}

#[test]
fn search_page() {
    let project = Project::bilingual()
        .file("content/overdose.md", page("Overdose", "Text."))
        .file("content/later.md", "---\ntitle: Later\ndraft: true\n---\nText.\n")
        .file(
            "content/_data/urgent_searches.yaml",
            "- need: emergency\n  words: [overdose]\n  page: overdoze.md\n  say: Call 911 now.\n",
        )
        .file(
            "content/_data/urgent_searches.es.yaml",
            "- need: emergency\n  words: [sobredosis]\n  page: later.md\n  say: Llame al 911.\n",
        )
        .file(
            "content/_data/searches.yaml",
            "en:\n- {query: OD, page: overdose.md}\n- {query: took too much, page: safety/nowhere-near.md}\n",
        );
    check(
        "search-page",
        &project,
        str![[r#"
error[search-page]: this search names a page that does not exist: `safety/nowhere-near.md`
  ╭▸ content/_data/searches.yaml:3:32
  │
3 │ - {query: took too much, page: safety/nowhere-near.md}
  │                                ━━━━━━━━━━━━━━━━━━━━━━
  │
  ╰ help: write the path of the page's file from `content/`

error[search-page]: this urgent search names the page `later.md`, which is a draft
  ╭▸ content/_data/urgent_searches.es.yaml:3:9
  │
3 │   page: later.md
  │         ━━━━━━━━
  │
  ╰ help: publish the page, or name another one

error[search-page]: this urgent search names a page that does not exist: `overdoze.md`
  ╭▸ content/_data/urgent_searches.yaml:3:9
  │
3 │   page: overdoze.md
  │         ━━━━━━━━━━━
  │
  ╰ help: did you mean `overdose.md`?
"#]],
    );
}

#[test]
fn synonym_ambiguous() {
    let synonyms = "- {canonical: alprazolam, street: [bars, zannies]}\n- {canonical: bromazolam, street: [bars]}\n";
    check(
        "synonym-ambiguous",
        &Project::new().file("content/_data/synonyms.yaml", synonyms),
        str![[r#"
warning[synonym-ambiguous]: `bars` stands for two words, `alprazolam` and `bromazolam`
  ╭▸ content/_data/synonyms.yaml:2:36
  │
1 │ - {canonical: alprazolam, street: [bars, zannies]}
  │                                    ──── the other one
2 │ - {canonical: bromazolam, street: [bars]}
  │                                    ━━━━
  │
  ╰ help: take it out of one of the two; when both are meant, move it to `also` in one of them
"#]],
    );
}
