//! The default theme, with the site that ships with Guidepost and with one of each kind of page.

use std::collections::BTreeSet;

use crate::project::{Project, Site, page};

const NOTICE: &str = "Not checked by a clinician. Do not change any medicine because of this page.";
const NOTICE_ES: &str = "Ningún profesional clínico la ha revisado. No cambie ningún medicamento por esta página.";

/// The notice in the language of a page.
fn notice_of(path: &str) -> &'static str {
    if path.starts_with("es/") { NOTICE_ES } else { NOTICE }
}

/// A demonstration with every kind of page.
fn every_kind() -> Project {
    Project::wayside()
        .file("content/s/_index.md", page("Section", "Text."))
        .file(
            "content/s/all.md",
            "---\ntitle: All\ndescription: All of it.\nmain_message: Never stop suddenly.\ntopics: [Sleep]\nauthors: [ada]\naliases: [/old/]\ndate: 2026-01-05\n---\n\
             ## One\n\n:::care{level=\"emergency\"}\n- Call.\n:::\n\n:::callout Title {kind=\"tip\"}\nText.\n:::\n\n:::do\n- Walk.\n:::\n\n:::dont\n- Stop.\n:::\n\n\
             :::steps\n1. One.\n:::\n\n:::details More\nText.\n:::\n\n:::key-facts\n- One.\n:::\n\n::helplines\n\n:abbr[CBT]{title=\"talking\"}\n\n\
             > [!CAUTION]\n> Text.\n\n## Two\n\n| a | b |\n|:-:|--:|\n| 1 | 2 |\n\n```rust\nlet x = 1;\n```\n\n- [ ] open\n\n## Three\n\nA note[^1].\n\n[^1]: Text.\n",
        )
        .file("content/_data/helplines.yaml", "us: [{id: a, label: The line, tel: \"+1 555 0100\", sms: \"555\", chat_url: \"https://example.com/chat\", confirmed_on: 2026-03-01, confirmed_by: desk, method: rang}]\n")
        .file("content/_data/people.yaml", "ada: {name: Ada Example, role: Writer, credentials: BA, url: \"https://example.com/ada\", statement: Ada writes.}\n")
        .file("content/_data/series.yaml", "way: {title: The way, description: In order., pages: [s/all.md, bundle/index.md]}\n")
        .file("content/a-z.md", "---\ntitle: All pages\ntemplate: a-z\n---\n")
        .file("content/bundle/index.md", page("Bundle", "![A plan](plan.svg)"))
        .file("content/bundle/plan.svg", "<svg width='2' height='1'></svg>")
}

fn pages(site: &Site) -> impl Iterator<Item = (&str, String)> {
    site.outputs.keys().filter(|path| path.ends_with(".html")).map(|path| (path.as_str(), site.text(path)))
}

/// Redirects hold nothing to read.
fn is_redirect(html: &str) -> bool {
    html.contains("http-equiv=\"refresh\"")
}

/// The tags of a page: name, and attributes by name with their values. Enough for HTML that the theme wrote.
fn tags(html: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut found = Vec::new();
    for piece in html.split('<').skip(1).filter(|piece| piece.starts_with(|c: char| c.is_ascii_alphabetic())) {
        let (tag, _) = piece.split_once('>').unwrap_or((piece, ""));
        let name_end = tag.find(|c: char| c.is_whitespace()).unwrap_or(tag.len());
        let (name, mut rest) = tag.split_at(name_end);
        let mut attributes = Vec::new();
        while let Some((before, after)) = rest.split_once("=\"") {
            let key = before.split_whitespace().last().unwrap_or_default().to_lowercase();
            let (value, next) = after.split_once('"').unwrap_or((after, ""));
            attributes.push((key, value.to_owned()));
            rest = next;
        }
        found.push((name.to_lowercase(), attributes));
    }
    found
}

/// The ids of a page, and those of them that stand there twice.
fn ids(html: &str) -> (BTreeSet<String>, Vec<String>) {
    let all =
        tags(html).into_iter().flat_map(|(_, attributes)| attributes).filter(|(key, _)| key == "id").map(|(_, id)| id);
    let mut seen = BTreeSet::new();
    let twice = all.filter(|id| !seen.insert(id.clone())).collect();
    (seen, twice)
}

fn check_demonstration(site: &Site) {
    site.clean();
    for (path, html) in pages(site).filter(|(_, html)| !is_redirect(html)) {
        let main = html.split_once("<main").map_or_else(|| panic!("{path} has no main part"), |(_, main)| main);
        let notice = notice_of(path);
        let shown = main.find(notice).unwrap_or_else(|| panic!("{path} does not show the notice"));
        assert!(
            main.find("main-message").is_none_or(|message| shown < message),
            "{path}: the notice stands below the main message"
        );
        assert!(html.contains(&format!("<meta name=\"description\" content=\"{notice}")), "{path}: description");
        assert!(html.contains("<meta name=\"robots\" content=\"noindex\">"), "{path}: robots");
    }
}

#[test]
fn a_demonstration_says_so_on_every_kind_of_page() {
    let site = every_kind().build();
    check_demonstration(&site);
    let kinds = [
        "index.html",
        "404.html",
        "s/index.html",
        "s/all/index.html",
        "a-z/index.html",
        "authors/ada/index.html",
        "bundle/index.html",
        "topics/index.html",
        "topics/sleep/index.html",
        "old/index.html",
    ];
    for kind in kinds {
        assert!(site.outputs.contains_key(kind), "{kind}");
    }
    assert!(is_redirect(&site.text("old/index.html")));
}

#[test]
fn the_real_site_is_a_demonstration_and_says_so() {
    check_demonstration(&Project::real().build());
}

#[test]
fn the_notice_is_printed_too() {
    let css = Project::wayside().text("themes/wayside/assets/style.css").unwrap();
    let print = css.split("@media print").nth(1).unwrap_or_default();
    let hidden = print.split('}').filter(|rule| rule.contains("display: none") || rule.contains("display:none"));
    for rule in hidden {
        let selectors = rule.split('{').next().unwrap_or_default();
        assert!(!selectors.split([',', ' ', '\n']).any(|name| name == ".notice"), "{rule}");
    }
}

#[test]
fn a_live_site_says_none_of_it() {
    let site = every_kind().edit("guidepost.yaml", "title:", "status: live\ntitle:").build();
    site.clean();
    for (path, html) in pages(&site) {
        assert!(!html.contains(NOTICE) && !html.contains("class=\"notice\""), "{path}");
        assert!(!html.contains("noindex") || path == "404.html" || is_redirect(&html), "{path}");
    }
}

#[test]
fn no_page_holds_a_script_a_style_or_a_handler() {
    for project in [every_kind(), Project::real()] {
        let site = project.build();
        site.clean();
        for (path, html) in pages(&site) {
            for (name, attributes) in tags(&html) {
                // Browsers run no script of this type: it is data for machines.
                let is_data = attributes == [("type".to_owned(), "application/ld+json".to_owned())];
                // Of scripts there is one, a file of the site that holds up nothing, on the pages that can be left at once.
                let is_way_out = html.contains(" data-quick-exit")
                    && matches!(&attributes[..], [(key, value)] if key == "src" && value.starts_with("/assets/quick-exit."))
                    && html.contains(" defer></script>");
                // And two to search with, which hold up nothing either.
                let is_search = matches!(&attributes[..], [(key, value)] if key == "src" && value.starts_with("/assets/search-"))
                    && html.contains(" defer></script>");
                assert!(
                    (name == "script" && (is_data || is_way_out || is_search))
                        || !matches!(name.as_str(), "script" | "style" | "iframe" | "object" | "embed" | "base"),
                    "{path}: <{name}>"
                );
                for (key, value) in attributes {
                    assert!(key != "style" && !key.starts_with("on"), "{path}: <{name} {key}=\"{value}\">");
                    assert!(!value.to_lowercase().contains("javascript:"), "{path}: <{name} {key}=\"{value}\">");
                }
            }
        }
    }
}

#[test]
fn nothing_is_loaded_from_another_website() {
    for project in [every_kind(), Project::real()] {
        let site = project.build();
        for (path, html) in pages(site.clean()) {
            for (name, attributes) in tags(&html) {
                let rel = attributes.iter().find(|(key, _)| key == "rel").map_or("", |(_, rel)| rel.as_str());
                let loads = |key: &str| {
                    key == "src"
                        || key == "srcset"
                        || (key == "href" && name == "link" && matches!(rel, "stylesheet" | "icon" | "preload"))
                };
                for (key, value) in attributes.iter().filter(|(key, _)| loads(key)) {
                    assert!(value.starts_with('/') && !value.starts_with("//"), "{path}: <{name} {key}=\"{value}\">");
                }
            }
        }
        for (path, bytes) in site.outputs.iter().filter(|(path, _)| path.ends_with(".css")) {
            let css = String::from_utf8_lossy(bytes);
            assert!(!css.contains("@import") && !css.contains("url(http") && !css.contains("url(//"), "{path}");
        }
    }
}

#[test]
fn links_to_other_websites_do_not_tell_where_the_reader_came_from() {
    for project in [every_kind(), Project::real()] {
        let site = project.build();
        for (path, html) in pages(site.clean()) {
            for (name, attributes) in tags(&html).into_iter().filter(|(name, _)| name == "a") {
                let get = |wanted: &str| {
                    attributes.iter().find(|(key, _)| key == wanted).map_or("", |(_, value)| value.as_str())
                };
                let is_outside =
                    get("href").starts_with("http") && !get("href").starts_with("https://guidepost.example/");
                assert!(
                    !is_outside || get("rel").split(' ').any(|word| word == "noreferrer"),
                    "{path}: <{name} href=\"{}\">",
                    get("href")
                );
            }
        }
    }
}

#[test]
fn every_page_has_one_main_heading_a_language_and_no_id_twice() {
    for project in [every_kind(), Project::real()] {
        let site = project.build();
        for (path, html) in pages(site.clean()) {
            assert_eq!(html.matches("<h1").count(), 1, "{path}");
            let language = if path.starts_with("es/") { "es" } else { "en" };
            assert!(html.contains(&format!("<html lang=\"{language}\" dir=\"ltr\"")), "{path}");
            assert_eq!(ids(&html).1, Vec::<String>::new(), "{path}: ids that stand twice");
        }
    }
}

#[test]
fn a_heading_never_takes_the_id_of_a_part_of_the_page() {
    let own: BTreeSet<String> = pages(&every_kind().build()).flat_map(|(_, html)| ids(&html).0).collect();
    let headings: String = own.iter().map(|id| format!("## {}\n\nText.\n\n", id.trim_start_matches('_'))).collect();
    let text = format!("{headings}\nA note[^1].\n\n[^1]: Text.\n");
    for path in ["content/_index.md", "content/a.md", "content/s/_index.md"] {
        let site = every_kind().file("content/s/b.md", page("B", "Text.")).file(path, page("A", &text)).build();
        site.clean();
        for (path, html) in pages(&site) {
            assert_eq!(ids(&html).1, Vec::<String>::new(), "{path}: ids that stand twice");
        }
    }
}

#[test]
fn every_link_within_the_real_site_leads_to_an_output() {
    let site = Project::real().build();
    for (path, html) in pages(site.clean()) {
        for (name, attributes) in tags(&html) {
            for (key, value) in attributes
                .iter()
                .filter(|(key, value)| matches!(key.as_str(), "href" | "src") && value.starts_with('/'))
            {
                let value = guidepost::text::percent_decode(value).unwrap();
                let (address, anchor) = value.split_once('#').unwrap_or((&value, ""));
                let file = if address.ends_with('/') {
                    format!("{}index.html", &address[1..])
                } else {
                    address[1..].to_owned()
                };
                assert!(site.outputs.contains_key(&file), "{path}: <{name} {key}=\"{value}\"> leads nowhere");
                assert!(
                    anchor.is_empty() || site.text(&file).contains(&format!("id=\"{anchor}\"")),
                    "{path}: no `{anchor}` in {file}"
                );
            }
        }
    }
}

#[test]
fn the_real_site_has_nothing_to_complain_about() {
    Project::real().build().clean();
}

#[test]
fn a_language_from_right_to_left_says_so() {
    let site = Project::wayside()
        .edit("guidepost.yaml", "en: {name: English, locale: en-US}", "ar: {name: العربية}")
        .file("content/_index.md", page("البداية", "نص."))
        .build();
    site.clean().contains("index.html", "<html lang=\"ar\" dir=\"rtl\"");
}

#[test]
fn every_page_says_who_publishes_it_who_pays_and_who_sells_treatment() {
    let publisher = "publisher: {name: Harbour <Clinic>, sells_treatment: true, paid_by: {en: The clinic & its patients, es: La clínica}}";
    let project = every_kind()
        .edit(
            "guidepost.yaml",
            "languages: {en: {name: English, locale: en-US}}",
            "languages: {en: {name: English, locale: en-US}, es: {name: Español, locale: es-US}}",
        )
        .config(publisher)
        .file("content/_index.es.md", page("Inicio", "Texto."));
    let site = project.build();
    for (path, html) in pages(&site).filter(|(_, html)| !is_redirect(html)) {
        let (_, footer) = html.split_once("<footer").unwrap_or_else(|| panic!("{path} has no foot"));
        let said = if path.starts_with("es/") {
            [
                "Publicado por",
                "<p>Esta organización vende tratamientos.</p>",
                "Quién paga este sitio web: <bdi>La clínica</bdi>",
            ]
        } else {
            [
                "Published by",
                "<p>This organization sells treatment.</p>",
                "Who pays for this website: <bdi>The clinic &amp; its patients</bdi>",
            ]
        };
        for words in said {
            assert!(footer.contains(words), "{path} does not say: {words}");
        }
    }
    // The site that ships says it too, on every page that it has.
    let real = Project::real().build();
    let kinds = ["404.html", "es/404.html", "index.html", "tools/set-discharge/index.html", "topics/index.html"];
    for kind in kinds {
        assert!(real.outputs.contains_key(kind), "{kind}");
    }
    for (path, html) in pages(real.clean()).filter(|(_, html)| !is_redirect(html)) {
        let (_, footer) = html.split_once("<footer").unwrap_or_else(|| panic!("{path} has no foot"));
        let paid = if path.starts_with("es/") {
            "<bdi>Nadie. Es una demostración."
        } else {
            "<bdi>Nobody. This is a demonstration."
        };
        assert!(footer.contains("<bdi>Guidepost project</bdi>") && footer.contains(paid), "{path}");
    }
    // Paper shows the foot too.
    let css = Project::wayside().text("themes/wayside/assets/style.css").unwrap();
    let print: String = css.split("@media print").skip(1).collect();
    for rule in print.split('}').filter(|rule| rule.contains("display: none")) {
        let selectors: Vec<&str> = rule.split('{').next().unwrap_or_default().split(',').map(str::trim).collect();
        for shown in [".site-footer", ".site-footer p", ".helplines", ".own-lines", ".not-confirmed", "footer"] {
            assert!(!selectors.contains(&shown), "{shown} is not printed: {rule}");
        }
    }
    let silent = every_kind().config("publisher: {name: Harbour Clinic}").build();
    let text = silent.clean().text("index.html");
    assert!(!text.contains("sells treatment") && !text.contains("Who pays"), "what is not said is not shown");
}
