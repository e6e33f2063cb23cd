//! The boxes that authors write with the default theme: each is shown in the documentation, and keeps its promise to readers.

use std::collections::BTreeSet;
use std::path::Path;

use snapbox::data::Inline;
use snapbox::str;

use crate::project::{Project, Site, page, same};

const PAGE: &str = "components/index.html";

/// The components of the theme: how authors name them, and their text.
fn components() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/wayside/components");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let named = files.map(|path| {
        let name = path.file_stem().unwrap().to_str().unwrap().replace('_', "-");
        (name, std::fs::read_to_string(&path).unwrap())
    });
    named.collect()
}

/// The part of the page of components that is about one of them.
fn part<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(&format!("\n## `{name}` {{#{name}}}\n"))?;
    Some(rest.split("\n## ").next().unwrap_or(rest))
}

/// What stands in a part: the words before the sample, the sample, and what follows it.
fn sample(part: &str) -> Option<(&str, &str, &str)> {
    let (words, rest) = part.split_once("\n```markdown\n")?;
    let (markdown, result) = rest.split_once("\n```\n")?;
    Some((words.trim(), markdown, result.trim()))
}

#[test]
fn every_component_is_shown_in_the_documentation_with_its_markdown_and_its_result() {
    let project = Project::documentation();
    let text = project.text("content/components.md").expect("the page of components");
    let html = project.build().clean().text(PAGE);
    for (name, source) in components() {
        let part = part(&text, &name).unwrap_or_else(|| panic!("no part about `{name}`"));
        let (words, markdown, result) = sample(part).unwrap_or_else(|| panic!("`{name}` has no sample"));
        assert!(!words.is_empty(), "nothing says what `{name}` is for");
        let is_used = [" ", "{", "[", "\n"].iter().any(|next| markdown.contains(&format!(":{name}{next}")));
        assert!(is_used, "the sample of `{name}` does not use it");
        assert_eq!(result, markdown, "the result below the sample of `{name}` is that of other words");
        // In the page of the reader, the mark of the component stands between its heading and the next one.
        let (_, after) = html.split_once(&format!("<h2 id=\"{name}\">")).unwrap_or_else(|| panic!("no `{name}`"));
        let shown = after.split("<h2 id=").next().unwrap_or(after);
        let class = source.rsplit_once("endset").map_or(source.as_str(), |(_, rest)| rest);
        if let Some((_, class)) = class.split_once(" class=\"") {
            let class = class.split(['"', ' ']).next().unwrap_or_default();
            let is_there = ["\"", " "].iter().any(|next| shown.contains(&format!(" class=\"{class}{next}")));
            assert!(is_there, "`{name}` makes no `{class}` on its page");
        }
    }
}

#[test]
fn the_documentation_shows_no_component_that_is_not_there() {
    let text = Project::documentation().text("content/components.md").unwrap();
    let shown: BTreeSet<&str> =
        text.split("\n## `").skip(1).filter_map(|rest| rest.split_once('`')).map(|(name, _)| name).collect();
    let all = components();
    assert_eq!(shown, all.iter().map(|(name, _)| name.as_str()).collect());
}

#[test]
fn every_component_has_a_part_in_the_reference() {
    let text = Project::documentation().text("content/reference/directives.md").unwrap();
    for (name, _) in components() {
        let is_there = text.lines().any(|line| line.starts_with("### ") && line.contains(&format!("`{name}`")));
        assert!(is_there, "the reference says nothing of `{name}`");
    }
}

fn with(text: &str) -> Project {
    let drawing = "<svg xmlns='http://www.w3.org/2000/svg' width='16' height='9'/>";
    Project::wayside().file("content/a/index.md", page("A", text)).file("content/a/film.svg", drawing)
}

/// The page holds exactly this between the beginning of an element and its end.
#[track_caller]
fn shows(text: &str, from: &str, to: &str, expected: Inline) {
    let site = with(text).build();
    same(&between(&site, from, to), expected);
}

#[track_caller]
fn between(site: &Site, from: &str, to: &str) -> String {
    let html = site.clean().text("a/index.html");
    let start = html.find(from).unwrap_or_else(|| panic!("no `{from}`"));
    let end = html[start..].find(to).unwrap_or_else(|| panic!("no `{to}`")) + start + to.len();
    html[start..end].to_owned()
}

#[test]
fn each_point_of_a_checklist_has_a_box_of_its_name() {
    shows(
        ":::checklist Bring {heading=3}\n- all **bottles**\n- questions\n:::",
        "<div class=\"checklist\">",
        "</div>",
        str![[r#"
<div class="checklist">
<h3 class="box-title">Bring</h3>
<ul>
<li><label><input type="checkbox" autocomplete="off"> <span>all <strong>bottles</strong></span></label></li>
<li><label><input type="checkbox" autocomplete="off"> <span>questions</span></label></li>
</ul>

</div>
"#]],
    );
}

#[test]
fn a_checklist_that_cannot_be_ticked_is_refused() {
    for text in ["Words.", "- a\n\n- b", "- a\n  - b", "- a\n\n1. b", "- [ ] a"] {
        let site = with(&format!(":::checklist\n{text}\n:::")).build();
        let said = site.rendered_as(guidepost::diagnostic::Format::Human);
        assert!(said.contains("a checklist holds one list and nothing else"), "{text}: {said}");
        assert!(said.contains("content/a/index.md:4:1"), "{text}: {said}");
        assert!(site.failed(), "{text}");
    }
}

#[test]
fn a_quote_names_its_source() {
    let quote = ":::quote{source=\"A report\" source_url=\"https://example.org/r\"}\nOne sentence.\n:::";
    shows(
        quote,
        "<figure class=\"quote\">",
        "</figure>",
        str![[r#"
<figure class="quote">
<blockquote>
<p>One sentence.</p>

</blockquote>
<figcaption>Source: <bdi><a href="https://example.org/r" rel="noreferrer">A report</a></bdi></figcaption>
</figure>
"#]],
    );
    let people = ":::quote{source=\"A mother\" people=true consent=\"Written, in the office\"}\nOne sentence.\n:::";
    let site = with(people).build();
    site.clean().contains("a/index.html", "Shown with the consent of the person who said it.");
    site.lacks("a/index.html", "Written, in the office");
}

#[test]
fn a_quote_without_its_source_or_its_consent_is_refused() {
    with(":::quote\nOne sentence.\n:::").build().diagnostics(str![[r#"content/a/index.md:4:4: error[missing-argument]: `quote` needs `source` (help: add `{source="text"}` after its name)"#]]);
    with(":::quote{source=\"A mother\" people=true}\nOne sentence.\n:::").build().diagnostics(str![[r#"content/a/index.md:4:4: error[missing-argument]: `quote` with `people="true"` needs `consent` (help: add `consent="…"` to it, or take `people` out where it does not hold)"#]]);
}

#[test]
fn the_next_step_is_one_link() {
    let from = "<div class=\"action\">";
    for (link, expected) in [
        ("[Call 988](tel:988)", "<a href=\"tel:988\">Call 988</a>"),
        ("[Text 988](sms:988)", "<a href=\"sms:988\">Text 988</a>"),
        ("[Home](/_index.md)", "<a href=\"/\">Home</a>"),
    ] {
        let shown = between(&with(&format!(":::action\n{link}\n:::")).build(), from, "</div>");
        assert!(shown.contains(expected), "{shown}");
    }
    with(":::action\nNo link.\n:::\n\n[Elsewhere](/_index.md)").build().diagnostics(str!["content/a/index.md:4:4: error[directive-text]: `action` needs one link in its text (help: write one link between its lines, and no other: `[words](page.md)`)"]);
}

const VIDEO: &str = "\
::::video How to ask {url=\"https://example.org/film\" host=\"example.org\"}
![Two people talk](film.svg)

:::details The words
You can ask.
:::
::::";

#[test]
fn a_video_is_a_picture_that_leads_away_and_its_words() {
    shows(
        VIDEO,
        "<div class=\"video\">",
        "</details>",
        str![[r#"
<div class="video">
<h2 class="box-title">How to ask</h2>
<a class="poster" href="https://example.org/film" rel="noreferrer"><img src="/a/film.svg" alt="Two people talk" width="16" height="9" loading="lazy" decoding="async">
<span class="watch"><svg class="icon" aria-hidden="true" focusable="false" viewBox="0 0 24 24" width="24" height="24"><path fill="currentColor" d="M5 2v20l17-10z"/></svg> <span>Watch this on example.org. You leave this website.</span></span></a>

<details class="more">
<summary>The words <span class="print-only">(folded away on screen)</span></summary>
<div class="box-body">
<p>You can ask.</p>

</div>
</details>
"#]],
    );
    with(VIDEO).build().lacks("a/index.html", "<iframe").lacks("a/index.html", "<video");
}

#[test]
fn a_video_without_its_picture_or_its_words_is_refused() {
    with(&VIDEO.replace("film.svg", "https://example.org/film.jpg")).build().diagnostics(str!["content/a/index.md:4:5: error[directive-text]: `video` needs a picture of this site in its text (help: put a picture beside the page and write `![what it shows](picture.jpg)` between its lines)"]);
    with(&VIDEO.replace("![Two people talk](film.svg)\n", "")).build().diagnostics(str!["content/a/index.md:4:5: error[directive-text]: `video` needs a picture of this site in its text (help: put a picture beside the page and write `![what it shows](picture.jpg)` between its lines)"]);
    with(&VIDEO.replace(":::details The words\n", "").replace("ask.\n:::\n", "ask.\n"))
        .build()
        .diagnostics(str!["content/a/index.md:4:5: error[directive-text]: `video` needs `details` in its text (help: write `:::details Title` and its text between its lines, and give the outer box more colons)"]);
    let linked = VIDEO.replace("![Two people talk](film.svg)", "[![Two people talk](film.svg)](/_index.md)");
    for text in [VIDEO.replace("![Two", "Look.\n\n![Two"), linked] {
        let said = with(&text).build().rendered_as(guidepost::diagnostic::Format::Human);
        assert!(said.contains("the text of a video begins with its picture, which holds no link of its own"), "{said}");
    }
    let other = VIDEO.replace("You can ask.", "![More](https://example.org/more.jpg)");
    assert_eq!(with(&other).build().broken(), ["directive-text"]);
}

#[test]
fn what_looks_like_an_address_is_one() {
    for address in ["javascript:alert(1)", "example.org/film", "../film.md", "java\tscript:x", "https:film"] {
        let site = with(&VIDEO.replace("https://example.org/film", address)).build();
        assert_eq!(site.broken(), ["wrong-argument"], "{address}");
    }
    with(":::figure{source=\"A\" source_url=\"javascript:x\"}\n![A](film.svg)\n:::").build().diagnostics(str![[r#"content/a/index.md:4:34: error[wrong-argument]: `source_url` must be the address of a page on another website, and `javascript:x` is not (help: copy the whole address from the browser: `source_url="https://…"`)"#]]);
}

#[test]
fn inset_text_a_summary_ways_on_and_a_change_log_are_told_apart_without_seeing_them() {
    shows(
        ":::inset\nText.\n:::",
        "<div class=\"inset\">",
        "</div>",
        str![[r#"
<div class="inset">
<span class="visually-hidden">Information: </span>
<p>Text.</p>

</div>
"#]],
    );
    shows(
        ":::summary\nText.\n:::",
        "<div class=\"in-short\">",
        "</div>\n</div>",
        str![[r#"
<div class="in-short">
<h2 class="box-title">In short</h2>
<div class="box-body">
<p>Text.</p>

</div>
</div>
"#]],
    );
    shows(
        ":::cards\n- [Home](/_index.md) All pages.\n:::",
        "<div class=\"hub\">",
        "</div>",
        str![[r#"
<div class="hub">
<ul>
<li><a href="/">Home</a> All pages.</li>
</ul>

</div>
"#]],
    );
    shows(
        ":::change-log\n- May 2, 2026: Written.\n:::",
        "<details class=\"more",
        "</details>",
        str![[r#"
<details class="more change-log">
<summary>What changed on this page <span class="print-only">(folded away on screen)</span></summary>
<div class="box-body">
<ul>
<li>May 2, 2026: Written.</li>
</ul>

</div>
</details>
"#]],
    );
}
