//! What is written besides pages: old addresses, the sitemap, robots, the page for wrong addresses, and what pages tell machines.

use snapbox::str;

use crate::project::{Project, page};

fn keys(title: &str, lines: &str) -> String {
    format!("---\ntitle: {title}\n{lines}\n---\nText.\n")
}

#[test]
fn an_old_address_leads_to_the_page() {
    let site = Project::new()
        .base_url("https://example.org/help/")
        .file("content/a.md", keys("A", "aliases: [/old/, older/name, /page.html, /Mit Leer/]"))
        .build();
    site.clean();
    site.output("old/index.html", str![[r#"<a href="/help/a/">https://example.org/help/a/</a>"#]]);
    site.output(
        "_redirects",
        str![[r#"
/help/Mit%20Leer/ /help/a/ 301
/help/old/ /help/a/ 301
/help/older/name/ /help/a/ 301
/help/page.html /help/a/ 301
/help/h/7xnyykv9/ /help/a/ 302
/help/h/ymt2df63/ /help/ 302
"#]],
    );
    for path in ["older/name/index.html", "page.html", "Mit Leer/index.html"] {
        assert_eq!(site.text(path), site.text("old/index.html"));
    }
}

#[test]
fn an_old_address_cannot_lead_out_of_the_site() {
    let aliases = "aliases: [../up/, /a/../../up/, \"C:/x/\", \"//example.com/x/\", \"\", /, \"/a\\\\b/\", \"/x?y\", \"/con/\", /.guidepost/x/, \"/a/./b/\"]";
    let site = Project::new().file("content/a.md", keys("A", aliases)).build();
    assert!(site.failed());
    site.diagnostics(str![[r#"
content/a.md:3:11: error[alias-escapes]: the alias `../up/` is not a path of this site: `../up/index.html` holds `..`, which could lead out of the output folder (help: write an alias as the old path of the page, for example `/old/name/`)
content/a.md:3:19: error[alias-escapes]: the alias `/a/../../up/` is not a path of this site: `a/../../up/index.html` holds `..`, which could lead out of the output folder (help: write an alias as the old path of the page, for example `/old/name/`)
content/a.md:3:33: error[alias-escapes]: the alias `C:/x/` is not a path of this site: `C:/x/index.html` holds `:`, which Windows does not allow in a file name (help: write an alias as the old path of the page, for example `/old/name/`)
content/a.md:3:42: error[alias-escapes]: the alias `//example.com/x/` is not a path of this site: `/example.com/x/index.html` begins with `/`; write the path from the top of the site without it (help: write an alias as the old path of the page, for example `/old/name/`)
content/a.md:3:62: error[alias-escapes]: the alias `` is not a path of this site: it is empty (help: write an alias as the old path of the page, for example `/old/name/`)
content/a.md:3:66: error[alias-escapes]: the alias `/` is not a path of this site: it is empty (help: write an alias as the old path of the page, for example `/old/name/`)
content/a.md:3:69: error[alias-escapes]: the alias `/a\b/` is not a path of this site: `a\b/index.html` holds `\`; write `/` between folders (help: write an alias as the old path of the page, for example `/old/name/`)
content/a.md:3:79: error[alias-escapes]: the alias `/x?y` is not a path of this site: `x?y/index.html` holds `?`, which Windows does not allow in a file name (help: write an alias as the old path of the page, for example `/old/name/`)
content/a.md:3:87: error[alias-escapes]: the alias `/con/` is not a path of this site: the name `con` in `con/index.html` means a device on Windows; choose another name (help: write an alias as the old path of the page, for example `/old/name/`)
content/a.md:3:96: error[alias-escapes]: the alias `/.guidepost/x/` is not a path of this site: names that begin like `.guidepost` are kept for guidepost's own files at the top of the site (help: write an alias as the old path of the page, for example `/old/name/`)
content/a.md:3:112: error[alias-escapes]: the alias `/a/./b/` is not a path of this site: `a/./b/index.html` holds `.`, which could lead out of the output folder (help: write an alias as the old path of the page, for example `/old/name/`)
"#]]);
}

#[test]
fn the_sitemap_lists_every_page_once_with_the_day_of_its_last_change() {
    let site = Project::new()
        .file("content/a.md", keys("A", "date: 2026-01-05"))
        .file("content/b & c.md", keys("B", "date: 2026-01-05\nupdated: 2026-02-05\ntopics: [Sleep]\naliases: [/old/]"))
        .file("content/draft.md", keys("D", "draft: true"))
        .build();
    site.clean().output(
        "sitemap.xml",
        str![[r#"
<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>https://example.org/</loc></url>
<url><loc>https://example.org/a/</loc><lastmod>2026-01-05</lastmod></url>
<url><loc>https://example.org/b-c/</loc><lastmod>2026-02-05</lastmod></url>
<url><loc>https://example.org/topics/</loc></url>
<url><loc>https://example.org/topics/sleep/</loc></url>
</urlset>
"#]],
    );
}

/// Six addresses, of which one has a day.
fn site_with_six_addresses() -> Project {
    Project::new()
        .base_url("https://example.org/help/")
        .file("content/a.md", keys("A", "date: 2026-01-05"))
        .file("content/b & c.md", page("B", "Text."))
        .file("content/d.md", keys("D", "topics: [Sleep]"))
}

#[test]
fn a_sitemap_with_too_many_addresses_becomes_a_list_of_sitemaps() {
    let site = site_with_six_addresses().sitemap_limits(3, 50_000).build();
    site.clean().absent("sitemap-3.xml");
    site.output(
        "sitemap.xml",
        str![[r#"
<?xml version="1.0" encoding="UTF-8"?>
<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://example.org/help/sitemap-1.xml</loc></sitemap>
<sitemap><loc>https://example.org/help/sitemap-2.xml</loc></sitemap>
</sitemapindex>
"#]],
    );
    site.output(
        "sitemap-1.xml",
        str![[r#"
<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>https://example.org/help/</loc></url>
<url><loc>https://example.org/help/a/</loc><lastmod>2026-01-05</lastmod></url>
<url><loc>https://example.org/help/b-c/</loc></url>
</urlset>
"#]],
    );
    site.output(
        "sitemap-2.xml",
        str![[r#"
<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>https://example.org/help/d/</loc></url>
<url><loc>https://example.org/help/topics/</loc></url>
<url><loc>https://example.org/help/topics/sleep/</loc></url>
</urlset>
"#]],
    );
    site.contains("robots.txt", "Sitemap: https://example.org/help/sitemap.xml\n").lacks("robots.txt", "sitemap-");
}

#[test]
fn no_sitemap_is_larger_than_it_may_be_and_together_they_list_what_one_would() {
    let addresses = |xml: &str| -> Vec<String> {
        xml.lines().filter(|line| line.starts_with("<url>")).map(str::to_owned).collect()
    };
    let whole = site_with_six_addresses().build().text("sitemap.xml");
    let largest = site_with_six_addresses().sitemap_limits(6, whole.len()).build();
    assert_eq!(largest.clean().absent("sitemap-1.xml").text("sitemap.xml"), whole, "what just fits is one file");
    for bytes in [whole.len() - 1, 300, 250] {
        let site = site_with_six_addresses().sitemap_limits(6, bytes).build();
        let parts: Vec<String> = site
            .clean()
            .outputs
            .keys()
            .filter(|path| path.starts_with("sitemap-"))
            .map(|path| site.text(path))
            .collect();
        assert!(parts.len() > 1 && parts.iter().all(|part| part.len() <= bytes), "{bytes}: {parts:?}");
        assert_eq!(parts.iter().flat_map(|part| addresses(part)).collect::<Vec<_>>(), addresses(&whole), "{bytes}");
    }
}

#[test]
fn a_file_cannot_stand_where_a_part_of_the_sitemap_is_written() {
    let project = site_with_six_addresses().file("static/sitemap-2.xml", "x");
    project.build().clean();
    project.sitemap_limits(3, 50_000).build().diagnostics(str![[r#"
static/sitemap-2.xml: error[output-collision]: two things would be written at `sitemap-2.xml`: `static/sitemap-2.xml` and `the site itself` (help: rename one of them, or give one another `slug` or alias)
"#]]);
}

#[test]
fn robots_are_shown_the_sitemap_of_a_live_site_only() {
    let live = Project::new();
    live.build().clean().output(
        "robots.txt",
        str![[r#"
User-agent: *
Allow: /

Sitemap: https://example.org/sitemap.xml
"#]],
    );
    let templates = ["home", "404"]
        .into_iter()
        .fold(live, |project, name| project.file(&format!("templates/{name}.html"), "{{ notice }}"));
    templates.edit("guidepost.yaml", "live", "demonstration").build().clean().output(
        "robots.txt",
        str![[r#"
User-agent: *
Allow: /
"#]],
    );
}

#[test]
fn a_site_can_do_without_each_of_these_files() {
    let site = Project::new().file("content/a.md", keys("A", "date: 2026-01-05")).config("outputs: {sitemap: false, robots: false, redirects_file: false, feeds: false, identifiers: false, short_links: false, host_files: false, search: false}").build();
    let paths: Vec<&str> = site.clean().outputs.keys().map(String::as_str).collect();
    let other: Vec<&str> = paths.into_iter().filter(|path| !path.starts_with("assets/")).collect();
    assert_eq!(other, ["404.html", "a/index.html", "index.html"]);
}

#[test]
fn assets_carry_the_hash_of_their_bytes_in_their_name() {
    let name = |css: &str| {
        let project =
            Project::new().file("templates/home.html", "{{ assets[\"style.css\"] }}").file("assets/style.css", css);
        let site = project.base_url("https://example.org/help/").build();
        let address = site.clean().text("index.html");
        let path = address.strip_prefix("/help/").unwrap().to_owned();
        assert_eq!(site.text(&path), css);
        path
    };
    let (first, second) = (name("p {}"), name("a {}"));
    assert_ne!(first, second);
    let parts: Vec<&str> = first.split('.').collect();
    assert!(matches!(parts[..], ["assets/style", hash, "css"] if hash.len() == 10), "{first}");
}

#[test]
fn a_page_of_the_default_theme_tells_machines_what_it_is() {
    let site = Project::wayside()
        .edit("guidepost.yaml", "title:", "status: live\ntitle:")
        .file(
            "content/a.md",
            "---\ntitle: A & B\ndescription: In a \"sentence\".\nmain_message: Never stop.\n---\nText.\n",
        )
        .build();
    let html = site.clean().text("a/index.html");
    let meta: Vec<&str> = html
        .lines()
        .filter(|line| ["<title", "<meta", "<link", "<html"].iter().any(|tag| line.starts_with(tag)))
        .collect();
    let text = meta.join("\n");
    let without_hash = text.split('\n').map(|line| match line.find("/assets/") {
        Some(at) => &line[..at + "/assets/".len()],
        None => line,
    });
    crate::project::same(
        &without_hash.collect::<Vec<_>>().join("\n"),
        str![[r#"
<html lang="en" dir="ltr" data-print="normal">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>A &amp; B – Harbour Clinic</title>
<meta name="description" content="In a &quot;sentence&quot;.">
<link rel="canonical" href="https://example.org/a/">
<meta property="og:url" content="https://example.org/a/">
<meta property="og:title" content="A &amp; B">
<meta property="og:description" content="In a &quot;sentence&quot;.">
<meta property="og:type" content="article">
<meta property="og:locale" content="en_US">
<meta property="og:site_name" content="Harbour Clinic">
<link rel="stylesheet" href="/assets/
<link rel="icon" type="image/svg+xml" href="/assets/
"#]],
    );
}

#[test]
fn each_language_has_its_own_page_for_wrong_addresses() {
    let site = Project::wayside()
        .edit("guidepost.yaml", "en: {name: English, locale: en-US}", "en: {name: English}, es: {name: Español}")
        .file("content/_index.es.md", page("Inicio", "Texto."))
        .build();
    site.clean().contains("404.html", "<html lang=\"en\"").contains("es/404.html", "<html lang=\"es\"");
    site.contains("404.html", "noindex").lacks("404.html", "rel=\"canonical\"");
}

#[test]
fn a_page_that_a_browser_has_kept_finds_its_style_after_the_site_is_built_anew() {
    let folder = Project::wayside().config("keep_assets: 2").in_folder();
    folder.write("assets/style.css", "p { margin: 0 }");
    let styles = || -> Vec<String> {
        let said = folder.run(&["build", "--quiet"]);
        assert_eq!((said.code, said.err.as_str()), (0, ""));
        folder.tree("public").into_keys().filter(|path| path.starts_with("assets/style.")).collect()
    };
    let asked_for = |page: &[u8]| {
        let html = String::from_utf8(page.to_vec()).unwrap();
        let (_, rest) = html.split_once("rel=\"stylesheet\" href=\"/").unwrap();
        rest.split('"').next().unwrap().to_owned()
    };
    let mut kept_pages = Vec::new();
    for (margin, expected) in [(0, 1), (1, 2), (2, 3), (3, 3)] {
        folder.write("assets/style.css", format!("p {{ margin: {margin}rem }}"));
        let styles = styles();
        assert_eq!(styles.len(), expected, "{styles:?}");
        kept_pages.push(asked_for(&folder.tree("public")["index.html"]));
        let found: Vec<bool> = kept_pages.iter().map(|style| styles.contains(style)).collect();
        assert!(found.iter().rev().take(3).all(|found| *found), "{found:?}");
        assert_eq!(found.iter().filter(|found| **found).count(), expected, "{found:?}");
    }
    assert_eq!(styles().len(), 3, "a build without an edit changes nothing");
    let text = std::fs::read_to_string(folder.path("guidepost.yaml")).unwrap();
    folder.write("guidepost.yaml", text.replace("keep_assets: 2\n", ""));
    assert_eq!(styles().len(), 1, "without the key none stays");
}
