//! Portable links: a link to a file leads to its page, wherever the page is put.

use snapbox::{data::Inline, str};

use crate::project::{Project, Site, page};

/// A site with slugs, a bundle, sections, a static file and Spanish.
fn site() -> Project {
    Project::bilingual().files([
        ("content/detox/_index.md", "---\ntitle: Detox\nslug: getting-off\n---\n"),
        ("content/detox/tapering.md", "---\ntitle: Tapering\nslug: slowly\n---\n## Pace\n\n## Señales\n"),
        ("content/detox/tapering.es.md", "---\ntitle: Reducción\nslug: despacio\n---\n## Pace\n"),
        ("content/detox/only-english.md", "---\ntitle: Only\n---\n"),
        ("content/care/index.md", &page("Care", "")),
        ("content/care/plan.pdf", "%PDF"),
        ("content/care/img/a plan.svg", "<svg width='2' height='1'></svg>"),
        ("content/detox/chart.svg", "<svg width='2' height='1'></svg>"),
        ("static/leaflet.pdf", "%PDF"),
        ("static/help/map.svg", "<svg width='4' height='3'></svg>"),
    ])
}

/// The addresses in an output.
fn addresses(site: &Site, path: &str) -> String {
    let text = site.text(path);
    let found = text.split(['<', '>']).filter_map(|tag| {
        let (_, rest) = tag.split_once("href=\"").or_else(|| tag.split_once("src=\""))?;
        rest.split_once('"').map(|(address, _)| format!("{address}\n"))
    });
    found.collect()
}

/// Links in the page `content/detox/from.md` lead there.
#[track_caller]
fn check(links: &[&str], expected: Inline) {
    let text: Vec<String> = links.iter().map(|link| format!("[x](<{link}>)")).collect();
    let built = site().file("content/detox/from.md", page("From", &text.join("\n"))).build();
    built.clean();
    crate::project::same(addresses(&built, "getting-off/from/index.html").trim_end(), expected);
}

#[test]
fn a_link_to_a_file_leads_to_its_page_whatever_its_slug() {
    check(
        &[
            "tapering.md",
            "./tapering.md",
            "../detox/tapering.md",
            "/detox/tapering.md",
            "../detox/../detox/tapering.md",
        ],
        str![[r#"
/getting-off/slowly/
/getting-off/slowly/
/getting-off/slowly/
/getting-off/slowly/
/getting-off/slowly/
"#]],
    );
}

#[test]
fn a_link_keeps_its_anchor() {
    check(
        &["tapering.md#pace", "tapering.md#señales", "tapering.md#se%C3%B1ales", "#", "#top", "tapering.md#"],
        str![[r#"
/getting-off/slowly/#pace
/getting-off/slowly/#se%C3%B1ales
/getting-off/slowly/#se%C3%B1ales
#
#top
/getting-off/slowly/#
"#]],
    );
}

#[test]
fn a_link_to_a_folder_leads_to_its_section_or_bundle() {
    check(
        &["_index.md", "../detox/", "../detox", "/detox/", "../care/", "../care/index.md", "/", "../_index.md"],
        str![[r#"
/getting-off/
/getting-off/
/getting-off/
/getting-off/
/care/
/care/
/
/
"#]],
    );
}

#[test]
fn a_link_to_a_file_beside_a_page_leads_to_where_it_is_copied() {
    check(
        &["chart.svg", "../care/plan.pdf", "/care/plan.pdf", "../care/img/a%20plan.svg", "../care/img/a plan.svg"],
        str![[r#"
/getting-off/chart.svg
/care/plan.pdf
/care/plan.pdf
/care/img/a%20plan.svg
/care/img/a%20plan.svg
"#]],
    );
}

#[test]
fn a_link_from_the_root_finds_static_files_and_addresses() {
    check(
        &["/leaflet.pdf", "/help/map.svg", "/getting-off/slowly/", "/getting-off/slowly"],
        str![[r#"
/leaflet.pdf
/help/map.svg
/getting-off/slowly/
/getting-off/slowly/
"#]],
    );
}

#[test]
fn a_link_leads_to_the_translation_for_the_reader_where_there_is_one() {
    let text = "[a](tapering.md) [b](tapering.es.md) [c](tapering.md#pace) [d](only-english.md) [e](../care/plan.pdf)";
    let built = site()
        .file("content/detox/from.md", page("From", text))
        .file("content/detox/from.es.md", page("De", text))
        .build();
    built.clean();
    crate::project::same(
        addresses(&built, "getting-off/from/index.html").trim_end(),
        str![[r#"
/getting-off/slowly/
/es/detox/despacio/
/getting-off/slowly/#pace
/getting-off/only-english/
/care/plan.pdf
"#]],
    );
    crate::project::same(
        addresses(&built, "es/detox/from/index.html").trim_end(),
        str![[r#"
/es/detox/despacio/
/es/detox/despacio/
/es/detox/despacio/#pace
/getting-off/only-english/
/care/plan.pdf
"#]],
    );
}

#[test]
fn reference_links_and_images_are_resolved_too() {
    let text = "[x][t] ![A chart](chart.svg) [![A chart](chart.svg)](tapering.md)\n\n[t]: tapering.md#pace";
    let built = site().file("content/detox/from.md", page("From", text)).build();
    built.clean().body("getting-off/from/index.html", str![[r#"<p><a href="/getting-off/slowly/#pace">x</a> <img src="/getting-off/chart.svg" alt="A chart" width="2" height="1" loading="lazy" decoding="async"> <a href="/getting-off/slowly/"><img src="/getting-off/chart.svg" alt="A chart" width="2" height="1" loading="lazy" decoding="async"></a></p>"#]]);
}

#[test]
fn what_leads_nowhere_is_said_with_what_was_probably_meant() {
    let text = "[a](taperin.md)\n[b](../tapering.md)\n[c](tapering.md#pase)\n[d](chart.png)\n[e](/no/such/)\n[f](../../outside.md)\n![g](plan.svg)\n[h](tapering)";
    site().file("content/detox/from.md", page("From", text)).build().diagnostics(str![[r#"
content/detox/from.md:4:1: error[dead-link]: no page `taperin.md` (help: did you mean `tapering.md`?)
content/detox/from.md:5:1: error[dead-link]: no page `../tapering.md` (help: did you mean `tapering.md`?)
content/detox/from.md:6:1: error[dead-anchor]: no heading `#pase` in `content/detox/tapering.md` (help: did you mean `#pace`?)
content/detox/from.md:7:1: error[dead-file]: no page or file `chart.png` (help: did you mean `chart.svg`?)
content/detox/from.md:8:1: error[dead-file]: no page or file `/no/such/` (help: link to the file of the page, for example `../help/where.md`)
content/detox/from.md:9:1: error[dead-link]: no page `../../outside.md` (help: a link is a path from this file, for example `../help/where.md`)
content/detox/from.md:10:1: error[dead-file]: no image `plan.svg` (help: a link is a path from this file, for example `../help/where.md`)
content/detox/from.md:11:1: error[dead-file]: no page or file `tapering` (help: link to the file of the page, for example `../help/where.md`)
"#]]);
}

#[test]
fn only_a_picture_can_be_shown_as_one() {
    let text = "![a](tapering.md)\n![b](../care/plan.pdf)\n![c]()\n![d](#pace)\n![e](../detox/)\n![f](drawing.svg)\n![g](chart.svg#part)";
    let built =
        site().file("content/detox/from.md", page("From", text)).file("content/detox/drawing.svg", "<svg></svg>");
    built.build().diagnostics(str![[r#"
content/detox/from.md:4:1: error[dead-file]: no image `tapering.md` (help: name the file of a picture; to link to a page, leave out the `!`)
content/detox/from.md:5:1: error[bad-image]: the width and height of `../care/plan.pdf` cannot be found, so it may be no picture (help: save it again in a picture program; a drawing (SVG) needs `width` and `height`, or `viewBox`)
content/detox/from.md:6:1: error[dead-file]: no image `` (help: name the file of a picture; to link to a page, leave out the `!`)
content/detox/from.md:7:1: error[dead-file]: no image `` (help: name the file of a picture; to link to a page, leave out the `!`)
content/detox/from.md:8:1: error[dead-file]: no image `../detox/` (help: name the file of a picture; to link to a page, leave out the `!`)
content/detox/from.md:9:1: error[bad-image]: the width and height of `drawing.svg` cannot be found, so it may be no picture (help: save it again in a picture program; a drawing (SVG) needs `width` and `height`, or `viewBox`)
"#]]);
}

#[test]
fn a_link_to_a_page_that_is_left_out_says_why() {
    let built = site()
        .file("content/detox/draft.md", "---\ntitle: D\ndraft: true\n---\n")
        .file("content/detox/later.md", "---\ntitle: D\npublish_on: 2027-01-01\n---\n")
        .file("content/detox/gone.md", "---\ntitle: D\nexpires_on: 2026-01-01\n---\n")
        .file("content/detox/from.md", page("From", "[a](draft.md)\n[b](later.md)\n[c](gone.md)"))
        .build();
    built.diagnostics(str![[r#"
content/detox/from.md:4:1: error[dead-link]: the page `draft.md` is a draft, so this link would lead nowhere (help: publish that page first, or take the link out)
content/detox/from.md:5:1: error[dead-link]: the page `later.md` is not published before 2027-01-01, so this link would lead nowhere (help: publish that page first, or take the link out)
content/detox/from.md:6:1: error[dead-link]: the page `gone.md` is expired since 2026-01-01, so this link would lead nowhere (help: publish that page first, or take the link out)
"#]]);
}

#[test]
fn every_address_lies_under_the_path_of_the_base_url() {
    let text =
        "[a](tapering.md#pace) [b](/) [c](/leaflet.pdf) [d](../care/plan.pdf) ![e](/help/map.svg)\n\n![f](chart.svg)";
    for project in [
        site().base_url("https://example.org/help/").file("content/detox/from.md", page("From", text)),
        Project::real().base_url("https://example.org/help/"),
    ] {
        let built = project.config("").build();
        built.clean();
        for path in built.outputs.keys().filter(|path| path.ends_with(".html")) {
            for address in addresses(&built, path).lines() {
                let is_outside =
                    ["http", "tel:", "sms:", "mailto:", "#"].iter().any(|start| address.starts_with(start));
                assert!(is_outside || address.starts_with("/help/"), "{path}: {address}");
                assert!(
                    !address.starts_with("https://example.org/") || address.starts_with("https://example.org/help/"),
                    "{path}: {address}"
                );
            }
        }
    }
}

#[test]
fn an_address_that_can_run_code_never_reaches_the_output_in_any_disguise() {
    let disguises = [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java&#10;script:alert(1)",
        "java&Tab;script:alert(1)",
        "java&NewLine;script:alert(1)",
        "&#x6A;avascript:alert(1)",
        "javascript&colon;alert(1)",
        "\\javascript:alert(1)",
        "\u{1}javascript:alert(1)",
        "\u{AD}javascript:alert(1)",
        "vbscript:x",
        "data:text/html,<script>",
        "data:image/svg+xml;base64,AAAA",
        "file:///etc/passwd",
        "blob:x",
        "view-source:x",
        "filesystem:x",
        "//example.com/x",
        "\\\\example.com\\x",
        "/\\example.com",
        "http:javascript:alert(1)",
        "javascript%3Aalert(1)",
    ];
    for disguise in disguises {
        for text in [
            format!("[x](<{disguise}>)"),
            format!("![x](<{disguise}>)"),
            format!("[x][r]\n\n[r]: <{disguise}>"),
            format!("<{}>", disguise.trim()),
        ] {
            let built = Project::new().file("content/a.md", page("A", &text)).build();
            let Some(_) = built.outputs.get("a/index.html") else { continue };
            for address in addresses(&built, "a/index.html").lines() {
                let is_plain = ["https:", "http:", "mailto:", "#", "/"].iter().any(|start| address.starts_with(start));
                let leaves = ["//", "/\\", "\\\\"].iter().any(|start| address.starts_with(start));
                let html = built.text("a/index.html");
                assert!(!leaves || html.contains("rel=\"noreferrer\"") || html.contains("<img"), "{html}");
                assert!(is_plain || leaves, "{text}\nbecame {address}");
            }
        }
    }
}
