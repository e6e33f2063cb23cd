//! Anything at all in any file: the build never panics, and an error keeps all outputs back.

use proptest::prelude::*;

use crate::project::{Project, Site, page};

/// What holds of every build.
fn sane(site: &Site) -> Result<(), TestCaseError> {
    let has_error = site.diagnostics.iter().any(guidepost::diagnostic::Diagnostic::is_error);
    prop_assert_eq!(site.failed(), has_error);
    prop_assert!(!site.failed() || site.outputs.is_empty());
    for found in &site.diagnostics {
        prop_assert!(
            !found.message.is_empty() && !found.message.contains('\n') && !found.message.ends_with('.'),
            "{:?}",
            found.message
        );
    }
    for format in guidepost::diagnostic::FORMATS {
        let shown = site.rendered_as(format.format);
        prop_assert!(shown.chars().all(|c| c == '\n' || !c.is_control()), "{:?}", shown);
    }
    for path in site.outputs.keys() {
        prop_assert!(
            !path.starts_with('/') && path.split('/').all(|part| !matches!(part, "" | "." | "..")),
            "{}",
            path
        );
    }
    Ok(())
}

/// Text that reads like Markdown, YAML or a template, and is none.
fn nearly() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-z ]{0,6}",
        2 => prop::sample::select(&["---\n", "\n", "\r\n", "\t", ": ", "- ", "> ", "  ", "title: A\n", "\"", "'", "`", "```\n", "~~~\n", "\u{FEFF}", "\u{200B}", "“", "\\", "&", "<", ">", "%"][..]).prop_map(str::to_owned),
        2 => prop::sample::select(&[":::box\n", ":::box T {size=2}\n", ":::\n", "::::\n", "::lines{region=\"", "::lines", ":short-form[", "]{title=\"", "\"}", "{", "}", "[", "](", ")", "![", "[^1]", "[^1]: ", "|", "|-|\n", "#", "## ", "*", "_", "- [ ] ", "> [!NOTE]\n", "<!--", "-->", "<b>"][..]).prop_map(str::to_owned),
        1 => prop::sample::select(&["{{ ", " }}", "{% ", " %}", "if page", "endif", "for x in pages", "page.title", "body | safe", "block a", "extends \"", "set x = ", "&a ", "*a", "!!", "!x ", "? ", "|\n", ">-\n", "<<: ", "@", "%YAML 1.2\n"][..]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        1 => prop::collection::vec(any::<u8>(), 0..200),
        6 => nearly().prop_map(String::into_bytes),
    ]
}

const PLACES: [&str; 14] = [
    "guidepost.yaml",
    "content/_index.md",
    "content/a.md",
    "content/_data/people.yaml",
    "content/_data/sources.yaml",
    "content/_data/sources.json",
    "content/_data/sources.bib",
    "content/_data/glossary.yaml",
    "content/_data/helplines.yaml",
    "content/_data/free.yaml",
    "themes/test/theme.yaml",
    "templates/page.html",
    "components/box.html",
    "strings/en.yaml",
];

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(600))]

    #[test]
    fn anything_in_any_file_is_built_or_explained(place in prop::sample::select(&PLACES[..]), bytes in bytes()) {
        sane(&Project::new().file("content/b.md", page("B", ":::box\nx\n:::")).file(place, bytes).build())?;
    }

    #[test]
    fn any_text_of_a_page_is_built_or_explained(text in nearly()) {
        let site = Project::new().file("content/a.md", page("A", &text)).build();
        sane(&site)?;
        if !site.failed() {
            let html = site.text("a/index.html").to_lowercase();
            prop_assert!(!html.contains("<script") && !html.contains("javascript:"), "{}", html);
        }
    }
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn any_slug_is_an_address_or_an_error(slug in any::<String>()) {
        let quoted = serde_json_like(&slug);
        sane(&Project::new().file("content/s/a.md", format!("---\ntitle: A\nslug: {quoted}\naliases: [{quoted}]\n---\n")).build())?;
    }

    #[test]
    fn any_target_of_a_link_leads_somewhere_or_is_an_error(target in "[ -~à-ü\u{200B}]{0,30}") {
        let text = format!("[x](<{target}>) ![y](<{target}>)");
        sane(&Project::new().file("content/a.md", page("A", &text)).build())?;
    }

    #[test]
    fn any_name_of_a_file_is_an_address_or_an_error(name in "[ -.0-~à-ü\u{301}\u{200B}😀]{1,20}") {
        let project = Project::new().file(&format!("content/{name}.md"), page("A", "Text."));
        sane(&project.file(&format!("static/{name}"), "x").build())?;
    }

    #[test]
    fn any_arguments_of_a_directive_are_read_or_explained(arguments in "[a-z=\"' {}0-9“”-]{0,30}") {
        let text = format!(":::box {{{arguments}}}\nx\n:::\n\n::lines{{{arguments}}}\n\n:short-form[x]{{{arguments}}}");
        sane(&Project::new().file("content/a.md", page("A", &text)).build())?;
    }
}

/// A text between double quotes, as YAML reads it.
fn serde_json_like(text: &str) -> String {
    let inner: String = text
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c.to_string() } else { format!("\\U{:08X}", u32::from(c)) })
        .collect();
    format!("\"{inner}\"")
}
