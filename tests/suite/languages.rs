//! A site in several languages: translations, and what becomes of pages that are not translated.

use snapbox::str;

use crate::project::{Folder, Project, page};

/// The default theme in English and Spanish. `seizures` and the section `detox` are not translated.
fn half_translated() -> Project {
    Project::wayside()
        .edit("guidepost.yaml", "title:", "status: live\ntitle:")
        .edit("guidepost.yaml", "locale: en-US}", "locale: en-US}, es: {name: Español, locale: es-US}")
        .files([
            ("content/_index.es.md", &page("Inicio", "Lea [más](detox/seizures.md#signs).")),
            ("content/detox/_index.md", &page("Detox", "")),
            ("content/detox/tapering.md", "---\ntitle: Tapering\ntopics: [Sleep]\n---\n## Pace\n"),
            ("content/detox/tapering.es.md", "---\ntitle: Reducir\ntopics: [Sueño]\n---\n## Ritmo\n"),
            (
                "content/detox/seizures.md",
                "---\ntitle: Seizures\nmain_message: Call 911.\ntopics: [Sleep]\naliases: [/old/]\n---\n## Signs\n\n## What to do\n\n## Then\n\n[Taper](tapering.md#pace)\n\n:::do\n- Call.\n:::\n",
            ),
        ])
}

const FALLBACK: &str = "es/detox/seizures/index.html";

#[test]
fn a_page_that_is_not_translated_stands_in_its_original_language_and_says_so_in_the_readers() {
    let site = half_translated().build();
    site.clean()
        .contains(FALLBACK, "<html lang=\"es\" dir=\"ltr\"")
        .contains(FALLBACK, "<p>Esta página todavía no está traducida. Se muestra en su idioma original: <bdi lang=\"en\">English</bdi></p>")
        .contains(FALLBACK, "<h1 lang=\"en\" dir=\"ltr\">Seizures</h1>")
        .contains(FALLBACK, "<p lang=\"en\" dir=\"ltr\">Call 911.</p>")
        .contains(FALLBACK, "<div class=\"body\" lang=\"en\" dir=\"ltr\">")
        .contains(FALLBACK, "<ul lang=\"en\" dir=\"ltr\">\n<li><a href=\"#signs\">Signs</a></li>");
    for path in ["detox/seizures/index.html", "es/detox/tapering/index.html", "es/index.html"] {
        site.lacks(path, "class=\"not-translated\"").lacks(path, "class=\"body\" lang");
    }
}

#[test]
fn the_site_has_its_name_and_its_description_in_the_readers_language() {
    let texts = "description: {en: Plain facts., es: Hechos claros.}\ntitle: {en: Harbour Clinic, es: Clínica del Puerto}\nstatus: live\n";
    let site = half_translated()
        .edit("guidepost.yaml", "status: live\ntitle: Harbour Clinic\n", texts)
        .edit("content/detox/tapering.es.md", "title: Reducir\n", "title: Reducir\ndate: 2026-01-02\n")
        .build();
    site.clean()
        .contains("index.html", "content=\"Harbour Clinic\"")
        .contains("404.html", "<meta name=\"description\" content=\"Plain facts.\">")
        .contains("es/index.html", "content=\"Clínica del Puerto\"")
        .contains("es/404.html", "<meta name=\"description\" content=\"Hechos claros.\">")
        .contains("es/feed.xml", "<title>Clínica del Puerto</title>")
        .lacks("es/index.html", "Harbour Clinic")
        .lacks("es/feed.xml", "Harbour Clinic");
}

#[test]
fn search_engines_are_led_from_a_page_that_is_not_translated_to_its_original() {
    let site = half_translated().build();
    site.clean()
        .contains(FALLBACK, "<link rel=\"canonical\" href=\"https://example.org/detox/seizures/\">")
        .contains(FALLBACK, "<meta name=\"robots\" content=\"noindex\">")
        .lacks(FALLBACK, "<link rel=\"alternate\"")
        .lacks("detox/seizures/index.html", "<link rel=\"alternate\"")
        .lacks("detox/seizures/index.html", "noindex")
        .lacks("es/detox/tapering/index.html", "noindex");
}

#[test]
fn search_engines_are_told_of_true_translations_only() {
    let site = half_translated().build();
    let alternates = |path: &str| -> String {
        let html = site.text(path);
        html.lines()
            .filter(|line| line.starts_with("<link rel=\"alternate\""))
            .map(|line| format!("{line}\n"))
            .collect()
    };
    let expected = "<link rel=\"alternate\" hreflang=\"en\" href=\"https://example.org/detox/tapering/\">\n\
        <link rel=\"alternate\" hreflang=\"es\" href=\"https://example.org/es/detox/tapering/\">\n\
        <link rel=\"alternate\" hreflang=\"x-default\" href=\"https://example.org/detox/tapering/\">\n";
    assert_eq!(alternates("detox/tapering/index.html"), expected);
    assert_eq!(alternates("es/detox/tapering/index.html"), expected);
    site.output("sitemap.xml", str![[r#"
<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
<url><loc>https://example.org/</loc><xhtml:link rel="alternate" hreflang="en" href="https://example.org/"/><xhtml:link rel="alternate" hreflang="es" href="https://example.org/es/"/><xhtml:link rel="alternate" hreflang="x-default" href="https://example.org/"/></url>
<url><loc>https://example.org/detox/</loc></url>
<url><loc>https://example.org/detox/seizures/</loc></url>
<url><loc>https://example.org/detox/tapering/</loc><xhtml:link rel="alternate" hreflang="en" href="https://example.org/detox/tapering/"/><xhtml:link rel="alternate" hreflang="es" href="https://example.org/es/detox/tapering/"/><xhtml:link rel="alternate" hreflang="x-default" href="https://example.org/detox/tapering/"/></url>
<url><loc>https://example.org/es/</loc><xhtml:link rel="alternate" hreflang="en" href="https://example.org/"/><xhtml:link rel="alternate" hreflang="es" href="https://example.org/es/"/><xhtml:link rel="alternate" hreflang="x-default" href="https://example.org/"/></url>
<url><loc>https://example.org/es/detox/tapering/</loc><xhtml:link rel="alternate" hreflang="en" href="https://example.org/detox/tapering/"/><xhtml:link rel="alternate" hreflang="es" href="https://example.org/es/detox/tapering/"/><xhtml:link rel="alternate" hreflang="x-default" href="https://example.org/detox/tapering/"/></url>
<url><loc>https://example.org/topics/</loc></url>
<url><loc>https://example.org/topics/sleep/</loc></url>
<url><loc>https://example.org/es/topics/</loc></url>
<url><loc>https://example.org/es/topics/sue%C3%B1o/</loc></url>
</urlset>
"#]]);
}

#[test]
fn the_parts_of_a_sitemap_with_languages_keep_within_the_limit_too() {
    let whole = half_translated().build().text("sitemap.xml").len();
    let site = half_translated().sitemap_limits(100, whole - 1).build();
    let parts: Vec<usize> = ["sitemap-1.xml", "sitemap-2.xml"].map(|path| site.text(path).len()).to_vec();
    assert!(parts.iter().all(|bytes| *bytes < whole), "{parts:?}");
    half_translated().sitemap_limits(100, whole).build().absent("sitemap-1.xml");
}

#[test]
fn readers_stay_in_their_language_and_the_switch_leads_to_the_same_page() {
    let site = half_translated().config("menus: {main: [{page: detox/seizures.md, label: S}]}").build();
    site.clean()
        .contains("es/index.html", "<a href=\"/es/detox/seizures/#signs\">más</a>")
        .contains("es/index.html", "<a href=\"/es/detox/seizures/\">S</a>")
        .contains("index.html", "<a href=\"/detox/seizures/\">S</a>")
        .contains("detox/seizures/index.html", "<li><a href=\"/es/detox/seizures/\" lang=\"es\" dir=\"ltr\">Español</a></li>")
        .contains(FALLBACK, "<li><a href=\"/detox/seizures/\" lang=\"en\" dir=\"ltr\" hreflang=\"en\" rel=\"alternate\">English</a></li>")
        .contains("es/detox/index.html", "<li lang=\"en\" dir=\"ltr\"><a href=\"/es/detox/seizures/\">Seizures</a>")
        .contains("es/detox/index.html", "<li><a href=\"/es/detox/tapering/\">Reducir</a>");
}

#[test]
fn a_link_of_a_page_that_is_not_translated_leads_to_the_top_of_a_translation_whose_headings_differ() {
    let site = half_translated().build();
    site.clean()
        .contains("detox/seizures/index.html", "<a href=\"/detox/tapering/#pace\">Taper</a>")
        .contains(FALLBACK, "<a href=\"/es/detox/tapering/\">Taper</a>");
    let kept = half_translated().edit("content/detox/tapering.es.md", "## Ritmo", "## Ritmo {#pace}").build();
    kept.clean().contains(FALLBACK, "<a href=\"/es/detox/tapering/#pace\">Taper</a>");
}

#[test]
fn directives_in_a_text_that_is_not_translated_speak_the_language_of_the_text() {
    let site = half_translated()
        .file("content/_data/helplines.yaml", "us: [{id: a, label: The line, tel: \"+1 555 0100\", confirmed_on: 2026-03-01, confirmed_by: desk, method: rang}]\n")
        .file("content/_data/helplines.es.yaml", "us: [{id: a, label: La línea, tel: \"+1 555 0100\"}]\n")
        .edit("content/detox/seizures.md", ":::do", "::helplines\n\n:::do")
        .build();
    let html = site.clean().text(FALLBACK);
    let (_, body) = html.split_once("<div class=\"body\" lang=\"en\"").unwrap();
    let (body, rest) = body.split_once("<section class=\"about-page\"").unwrap();
    for words in [">Do</h2>", "aria-label=\"Yes:\"", "<strong>The line</strong>"] {
        assert!(body.contains(words), "{words}: {body}");
    }
    assert!(rest.contains("<strong>La línea</strong>"), "the foot of the page speaks to the reader: {rest}");
}

#[test]
fn old_addresses_and_terms_are_those_of_the_original_alone() {
    let site = half_translated().build();
    let redirects = site.clean().text("_redirects");
    let moved: Vec<&str> = redirects.lines().filter(|line| line.ends_with(" 301")).collect();
    assert_eq!(moved, ["/old/ /detox/seizures/ 301"]);
    site.contains("topics/sleep/index.html", "/detox/seizures/").absent("es/topics/sleep/index.html");
    site.lacks("es/topics/sueño/index.html", "seizures");
}

#[test]
fn pages_are_left_out_where_the_site_says_so_or_the_language_has_no_front_page() {
    let off = half_translated().edit("guidepost.yaml", "locale: es-US", "locale: es-US, fallback: false").build();
    off.clean().absent(FALLBACK).contains("es/index.html", "<a href=\"/detox/seizures/#signs\">más</a>");
    let no_front = half_translated().without("content/_index.es.md").build();
    no_front.clean().absent(FALLBACK).contains("es/detox/tapering/index.html", "Reducir");
}

#[test]
fn a_translation_that_is_a_draft_is_not_there_yet() {
    let site = half_translated().edit("content/detox/tapering.es.md", "title:", "draft: true\ntitle:").build();
    site.clean()
        .contains("es/detox/tapering/index.html", "Tapering</h1>")
        .contains("es/detox/tapering/index.html", "not-translated");
}

#[test]
fn a_fault_in_a_page_that_is_not_translated_is_said_once() {
    let site = half_translated().edit("content/detox/seizures.md", "(tapering.md#pace)", "(nowhere.md)").build();
    assert_eq!(site.broken(), ["dead-link"]);
}

#[test]
fn pages_that_stand_in_are_not_counted_as_pages() {
    let site = half_translated().build();
    assert_eq!(site.built().pages, 6);
}

#[test]
fn a_text_from_left_to_right_says_so_on_a_page_from_right_to_left() {
    let site = half_translated()
        .edit("guidepost.yaml", "es: {name: Español, locale: es-US}", "ar: {name: العربية}")
        .without("content/_index.es.md")
        .without("content/detox/tapering.es.md")
        .file("content/_index.ar.md", page("البداية", "نص."))
        .build();
    let path = "ar/detox/seizures/index.html";
    site.clean()
        .contains(path, "<html lang=\"ar\" dir=\"rtl\"")
        .contains(path, "<h1 lang=\"en\" dir=\"ltr\">")
        .contains(path, "لم تُترجم هذه الصفحة بعد")
        .contains("ar/detox/index.html", "<bdi")
        .contains("index.html", "lang=\"ar\" dir=\"rtl\" hreflang=\"ar\" rel=\"alternate\">العربية</a>");
}

#[test]
fn dates_and_numbers_are_written_as_the_reader_does_with_latin_digits() {
    let site = half_translated()
        .edit("content/detox/seizures.md", "title:", "date: 2026-03-05\ntitle:")
        .file("templates/term.html", "{{ 1234567 | number(locale=lang.locale) }} {{ strings.pages_count | plural(count=12345, locale=lang.locale) }}")
        .build();
    site.clean()
        .contains(FALLBACK, "<time datetime=\"2026-03-05\">5 de marzo de 2026</time>")
        .contains("detox/seizures/index.html", "<time datetime=\"2026-03-05\">March 5, 2026</time>");
    assert_eq!(site.text("topics/sleep/index.html"), "1,234,567 12,345 pages");
    assert_eq!(site.text("es/topics/sueño/index.html"), "1,234,567 12,345 páginas");
    let arabic = Project::wayside()
        .edit("guidepost.yaml", "en: {name: English, locale: en-US}", "ar: {name: العربية, locale: ar-EG}")
        .file("content/a.md", "---\ntitle: أ\ndate: 2026-03-05\n---\n")
        .build();
    arabic.clean().contains("a/index.html", "<time datetime=\"2026-03-05\">5 مارس 2026</time>");
}

/// A page and its translation, which was recorded before the page had its last words.
fn recorded() -> Folder {
    let folder = Project::bilingual()
        .files([
            ("content/a.md", "---\ntitle: A\n---\nFirst.\n\n## Pace\n\nSlowly.\n\n## Sleep\n\nBadly.\n"),
            ("content/a.es.md", "---\ntitle: Á\n---\nPrimero.\n\n## Ritmo\n\nDespacio.\n"),
        ])
        .in_folder();
    let said = folder.run(&["translation", "sync", "content/a.es.md"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    assert_eq!(said.out, "content/a.es.md now says that it translates content/a.md as it is\n");
    folder
}

fn build(folder: &Folder) -> String {
    folder.run(&["build", "--quiet", "--format", "short"]).err
}

#[test]
fn a_translation_that_was_recorded_is_not_complained_about_and_keeps_its_own_words() {
    let folder = recorded();
    assert_eq!(build(&folder), "");
    let text = std::fs::read_to_string(folder.path("content/a.es.md")).unwrap();
    let (before, after) = text.split_once("translated_sections:\n").unwrap();
    assert_eq!(before, "---\ntitle: Á\n");
    assert!(after.ends_with("---\nPrimero.\n\n## Ritmo\n\nDespacio.\n"), "{after}");
    let keys: Vec<&str> = after.lines().take(4).map(|line| line.split(':').next().unwrap().trim()).collect();
    assert_eq!(keys, ["_head", "_start", "pace", "sleep"]);
    assert_eq!(folder.run(&["translation", "sync", "a.es.md"]).code, 0, "the path may begin below `content`");
    assert_eq!(std::fs::read_to_string(folder.path("content/a.es.md")).unwrap(), text, "and nothing changes");
}

#[test]
fn a_translation_names_the_sections_of_its_original_that_changed() {
    let cases = [
        ("title: A", "title: The A", "its title, description or main message"),
        ("title: A", "title: A\nmain_message: Stop.", "its title, description or main message"),
        ("First.", "At first.", "the text before its first heading"),
        ("Slowly.", "Quickly.", "“Pace”"),
        ("## Sleep", "## Rest", "“Rest”, which is new, `#sleep`, which is gone"),
        ("Badly.", "Well.\n\n### At night\n\nDark.", "“Sleep”, “At night”, which is new"),
    ];
    for (from, to, named) in cases {
        let folder = recorded();
        let text = std::fs::read_to_string(folder.path("content/a.md")).unwrap();
        folder.write("content/a.md", text.replace(from, to));
        let said = build(&folder);
        let message = format!(
            "warning[translation-stale]: `content/a.md` has changed since it was translated here: {named} (help: bring the translation up to date, then run `guidepost translation sync content/a.es.md`)\n"
        );
        assert!(said.ends_with(&message) && said.lines().count() == 1, "{to}: {said}");
        assert_eq!(folder.run(&["translation", "sync", "content/a.es.md"]).code, 0);
        assert_eq!(build(&folder), "", "{to}");
    }
}

#[test]
fn spaces_and_dates_of_the_original_make_no_translation_old() {
    let folder = recorded();
    let text = std::fs::read_to_string(folder.path("content/a.md")).unwrap();
    let text = text.replace("title: A", "date: 2026-01-05\ntitle: A").replace("## Pace\n\n", "## Pace\r\n\r\n\r\n");
    folder.write("content/a.md", text);
    assert_eq!(build(&folder), "");
}

#[test]
fn an_original_that_cannot_be_read_makes_no_translation_old() {
    let folder = recorded();
    let text = std::fs::read_to_string(folder.path("content/a.md")).unwrap();
    folder.write("content/a.md", text.replace("title: A", "title: [A"));
    let said = build(&folder);
    assert!(said.contains("yaml-syntax") && !said.contains("translation-stale"), "{said}");
}

#[test]
fn what_is_no_translation_cannot_be_recorded_and_then_nothing_is_written() {
    let folder = Project::bilingual()
        .files([
            ("content/a.md", &page("A", "")),
            ("content/a.es.md", &page("Á", "")),
            ("content/b.es.md", &page("B", "")),
            ("content/c.md", &page("C", "")),
            ("content/c.es.md", "---\n{title: C}\n---\n"),
        ])
        .in_folder();
    let before = folder.tree("content");
    for (file, message) in [
        ("content/a.md", "`content/a.md` is no translation"),
        ("x.es.md", "there is no page `content/x.es.md`"),
        ("../a.es.md", "there is no page `content/../a.es.md`"),
        ("b.es.md", "`content/b.es.md` has no page in the default language `en` that it could translate"),
        ("c.es.md", "the front matter of `content/c.es.md` cannot be changed"),
    ] {
        let said = folder.run(&["translation", "sync", "content/a.es.md", file]);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{file}");
        assert!(said.err.starts_with(&format!("error: {message}\n  = help: ")), "{}", said.err);
        assert_eq!(folder.tree("content"), before, "{file}");
    }
}

#[test]
fn a_live_site_shows_the_original_until_somebody_has_checked_what_a_computer_translated() {
    let translated = |method: &str| format!("---\ntitle: Hola\ntranslation: {method}\n---\nTexto.\n");
    let person = "ana: {name: Ana Ruiz}\n";
    let project = Project::bilingual()
        .file("content/_data/people.yaml", person)
        .file("content/s/_index.md", page("S", "Text."))
        .files([("content/_index.es.md", &*translated("{method: machine}"))])
        .files([("content/s/_index.es.md", &*translated("{method: machine}"))]);
    let project = ["a", "b", "c"]
        .iter()
        .fold(project, |project, name| project.file(&format!("content/s/{name}.md"), page("A", "Text.")));
    let project = project
        .file("content/s/a.es.md", translated("{method: machine}"))
        .file("content/s/b.es.md", translated("{method: machine, reviewer: ana}"))
        .file("content/s/c.es.md", translated("{method: human}"))
        .file("content/s/d.md", translated("{method: machine}"));
    let site = project.build();
    for path in ["es/index.html", "es/s/index.html", "es/s/a/index.html"] {
        site.clean().lacks(path, "Texto.");
    }
    for path in ["es/s/b/index.html", "es/s/c/index.html", "s/d/index.html", "es/s/d/index.html"] {
        site.contains(path, "Texto.");
    }
}

#[test]
fn a_reader_of_lists_and_of_wrong_addresses_can_change_the_language_too() {
    let site = half_translated().build();
    for (path, link) in [
        ("404.html", "<a href=\"/es/\" lang=\"es\" dir=\"ltr\">Español</a>"),
        ("es/404.html", "<a href=\"/\" lang=\"en\" dir=\"ltr\">English</a>"),
        (
            "topics/index.html",
            "<a href=\"/es/topics/\" lang=\"es\" dir=\"ltr\" hreflang=\"es\" rel=\"alternate\">Español</a>",
        ),
        ("topics/sleep/index.html", "<a href=\"/es/topics/\" lang=\"es\" dir=\"ltr\">Español</a>"),
    ] {
        site.clean().contains(path, link);
    }
}
