//! Rules about the front matter of pages.

use snapbox::str;

use super::{check, with_keys, with_page};
use crate::project::{Project, page};

#[test]
fn alias_escapes() {
    check(
        "alias-escapes",
        &with_keys("aliases: [\"../../old-page\"]"),
        str![[r#"
error[alias-escapes]: the alias `../../old-page` is not a path of this site: `../../old-page/index.html` holds `..`, which could lead out of the output folder
  ╭▸ content/a.md:3:11
  │
3 │ aliases: ["../../old-page"]
  │           ━━━━━━━━━━━━━━━━
  │
  ╰ help: write an alias as the old path of the page, for example `/old/name/`
"#]],
    );
}

#[test]
fn bad_date() {
    check(
        "bad-date",
        &with_keys("date: 31.02.2026"),
        str![[r#"
error[bad-date]: `date` must be a date written like `2026-03-05`, not `31.02.2026`
  ╭▸ content/a.md:3:7
  │
3 │ date: 31.02.2026
  │       ━━━━━━━━━━
  │
  ╰ help: write the year, the month and the day with two hyphens, for example `2026-03-05`
"#]],
    );
}

#[test]
fn bad_slug() {
    check(
        "bad-slug",
        &with_keys("slug: help/for families"),
        str![[r#"
error[bad-slug]: `help/for families` cannot be the last part of an address
  ╭▸ content/a.md:3:7
  │
3 │ slug: help/for families
  │       ━━━━━━━━━━━━━━━━━
  │
  ╰ help: write `slug: help-for-families`
"#]],
    );
}

#[test]
fn bad_value() {
    let project = Project::new().file("content/_index.md", "---\ntitle: Home\nsort_by: importance\n---\n");
    check(
        "bad-value",
        &project,
        str![[r#"
error[bad-value]: `sort_by` must be `weight`, `date` or `title`, not `importance`
  ╭▸ content/_index.md:3:10
  │
3 │ sort_by: importance
  ╰╴         ━━━━━━━━━━
"#]],
    );
}

#[test]
fn page_id() {
    let project = Project::bilingual().files([
        ("content/a.md", "---\ntitle: A\nid: abcd\n---\n"),
        ("content/b.md", "---\ntitle: B\nid: abcd\n---\n"),
        ("content/b.es.md", "---\ntitle: B\nid: efgh\n---\n"),
    ]);
    check(
        "page-id",
        &project,
        str![[r#"
error[page-id]: the id `efgh` of this translation differs from that of its original, `abcd`
  ╭▸ content/b.es.md:3:5
  │
3 │ id: efgh
  │     ━━━━
  │
  ╰ help: take the line out: a translation has the id of its original

error[page-id]: two pages have the id `abcd`: `content/a.md` and `content/b.md`
  ╭▸ content/b.md:3:5
  │
3 │ id: abcd
  │     ━━━━
  │
  ⸬  content/a.md:3:5
  │
3 │ id: abcd
  │     ──── the other one
  │
  ╰ help: give this page an `id` of its own, for example `id: ywccdc5g`
"#]],
    );
}

#[test]
fn duplicate_key() {
    check(
        "duplicate-key",
        &with_keys("title: Sleep and rest"),
        str![[r#"
error[duplicate-key]: the key `title` stands here twice
  ╭▸ content/a.md:3:1
  │
2 │ title: A
  │ ───── first time
3 │ title: Sleep and rest
  │ ━━━━━ second time
  │
  ╰ help: keep one of the two
"#]],
    );
}

#[test]
fn front_matter_missing() {
    check(
        "front-matter-missing",
        &with_page("# For families\n\nYou are not alone.\n"),
        str![[r#"
error[front-matter-missing]: this page has no front matter
  ╭▸ content/a.md:1:1
  │
1 │ # For families
  │ ━━━━━━━━━━━━━━
  │
  ╰ help: begin the file with a line `---`, a line `title: …` and another line `---`
"#]],
    );
}

#[test]
fn front_matter_unclosed() {
    check(
        "front-matter-unclosed",
        &with_page("---\ntitle: For families\n\nYou are not alone.\n"),
        str![[r#"
error[front-matter-unclosed]: this front matter never ends
  ╭▸ content/a.md:1:1
  │
1 │ ---
  │ ━━━ begins here
  │
  ╰ help: add a line `---` between the last key and the text of the page
"#]],
    );
}

#[test]
fn hidden_character() {
    check(
        "hidden-character",
        &with_keys("region: \u{201C}us\u{201D}"),
        str![[r#"
error[hidden-character]: curly quotes around a value become part of it
  ╭▸ content/a.md:3:9
  │
3 │ region: “us”
  │         ━━━━ type straight quotes here
  │
  ╰ help: write `"…"` with straight quotes; to show the curly ones, put straight quotes outside them
"#]],
    );
}

#[test]
fn missing_title() {
    check(
        "missing-title",
        &with_page("---\ndescription: How families can help\n---\nText.\n"),
        str![[r#"
error[missing-title]: this page has no title
  ╭▸ content/a.md:2:1
  │
2 │ description: How families can help
  │ ━━━━━━━━━━━
  │
  ╰ help: add a line `title: …` to the front matter
"#]],
    );
}

#[test]
fn related_page() {
    let project = with_keys("related: [familys.md]").file("content/families.md", page("Families", "Text."));
    check(
        "related-page",
        &project,
        str![[r#"
error[related-page]: `related` names a page that does not exist: `familys.md`
  ╭▸ content/a.md:3:11
  │
3 │ related: [familys.md]
  │           ━━━━━━━━━━
  │
  ╰ help: did you mean `families.md`?
"#]],
    );
}

#[test]
fn set_page() {
    let project = with_keys("set: [familys.md, a.md, families.md, families.md]\ntemplate: page")
        .file("content/families.md", page("Families", "Text."));
    check(
        "set-page",
        &project,
        str![[r#"
error[set-page]: `set` names a page that does not exist: `familys.md`
  ╭▸ content/a.md:3:7
  │
3 │ set: [familys.md, a.md, families.md, families.md]
  │       ━━━━━━━━━━
  │
  ╰ help: did you mean `families.md`?

error[set-page]: `set` names its own page: `a.md`
  ╭▸ content/a.md:3:19
  │
3 │ set: [familys.md, a.md, families.md, families.md]
  │                   ━━━━
  │
  ╰ help: take it out: a set shows other pages

error[set-page]: `set` names the page `families.md` twice
  ╭▸ content/a.md:3:38
  │
3 │ set: [familys.md, a.md, families.md, families.md]
  │                         ┬──────────  ━━━━━━━━━━━
  │                         │
  │                         the first place
  │
  ╰ help: take it out of one of the two places
"#]],
    );
}

#[test]
fn too_deep() {
    let deep = format!("extra: {}x{}", "[".repeat(100), "]".repeat(100));
    check(
        "too-deep",
        &with_keys(&deep),
        str![[r#"
error[too-deep]: more than 32 lists or groups of keys stand inside one another here
  ╭▸ content/a.md:3:40
  │
3 │ extra: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[x]]]]]]]…
  │                                        ━
  │
  ╰ help: use fewer levels
"#]],
    );
    check(
        "too-deep",
        &with_page(&page("A", &format!("Some text.\n\n{}A quote\n\n[x](gone.md)", ">".repeat(5_000)))),
        str![[r#"
error[too-deep]: more than 100 quotes, lists or notes stand inside one another here
  ╭▸ content/a.md:6:101
  │
6 │ >>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>…
  │                                                                                                     ━
  │
  ╰ help: take out signs such as `>` and `-`, or spaces, at the beginning of this line; nothing after it was looked at
"#]],
    );
}

#[test]
fn unknown_key() {
    check(
        "unknown-key",
        &with_keys("descripton: How families can help"),
        str![[r#"
error[unknown-key]: there is no key `descripton`
  ╭▸ content/a.md:3:1
  │
3 │ descripton: How families can help
  │ ━━━━━━━━━━
  │
  ╰ help: did you mean `description`?
"#]],
    );
}

#[test]
fn unknown_person() {
    let project = with_keys("authors: [adda]").file("content/_data/people.yaml", "ada: {name: Ada Example}\n");
    check(
        "unknown-person",
        &project,
        str![[r#"
error[unknown-person]: no person `adda` in `content/_data/people.yaml`
  ╭▸ content/a.md:3:11
  │
3 │ authors: [adda]
  │           ━━━━
  │
  ╰ help: did you mean `ada`?
"#]],
    );
}

#[test]
fn unknown_source() {
    let sources = "guideline-2024: {kind: guideline, title: A guideline}\n";
    let project = with_keys("sources: [guidline-2024]").file("content/_data/sources.yaml", sources);
    check(
        "unknown-source",
        &project,
        str![[r#"
error[unknown-source]: no source `guidline-2024` in `content/_data/sources.yaml`
  ╭▸ content/a.md:3:11
  │
3 │ sources: [guidline-2024]
  │           ━━━━━━━━━━━━━
  │
  ╰ help: did you mean `guideline-2024`?
"#]],
    );
}

#[test]
fn unused_source() {
    let sources = "one: {kind: guideline, title: One}\ntwo: {kind: web, title: Two}\n";
    let text = "---\ntitle: A\nsources: [one, two]\n---\nA claim [@one].\n";
    check(
        "unused-source",
        &with_page(text).file("content/_data/sources.yaml", sources),
        str![[r#"
warning[unused-source]: the text never cites the source `two`
  ╭▸ content/a.md:3:16
  │
3 │ sources: [one, two]
  │                ━━━
  │
  ╰ help: write `[@two]` where its fact stands, or take it out of `sources`
"#]],
    );
}

#[test]
fn a_source_that_a_section_hands_down_need_not_be_cited_on_every_page() {
    let site = with_page("---\ntitle: A\n---\nText.\n")
        .file("content/_index.md", "---\ntitle: Home\ncascade: {sources: [one]}\n---\nText.\n")
        .file("content/_data/sources.yaml", "one: {kind: guideline, title: One}\n");
    site.build().clean();
}

#[test]
fn unknown_template() {
    check(
        "unknown-template",
        &with_keys("template: pgae"),
        str![[r#"
error[unknown-template]: the theme has no template `pgae`
  ╭▸ content/a.md:3:11
  │
3 │ template: pgae
  │           ━━━━
  │
  ╰ help: did you mean `page`?
"#]],
    );
}

#[test]
fn wrong_type() {
    check(
        "wrong-type",
        &with_keys("toc: often"),
        str![[r#"
error[wrong-type]: `toc` must be `true` or `false`, not the text `often`
  ╭▸ content/a.md:3:6
  │
3 │ toc: often
  │      ━━━━━
  │
  ╰ help: for example `toc: true`
"#]],
    );
}

#[test]
fn yaml_syntax() {
    check(
        "yaml-syntax",
        &with_page("---\ntitle: Detox: what to expect\n---\nText.\n"),
        str![[r#"
error[yaml-syntax]: a value that holds `: ` needs quotes around it
  ╭▸ content/a.md:2:8
  │
2 │ title: Detox: what to expect
  │        ━━━━━━━━━━━━━━━━━━━━━
  │
  ╰ help: write `title: "Detox: what to expect"`
"#]],
    );
}
