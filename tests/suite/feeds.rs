//! Feeds: what they tell, and what stays the same in them.

use snapbox::str;

use crate::project::{Project, Site, page};

fn keys(title: &str, lines: &str) -> String {
    format!("---\ntitle: {title}\n{lines}\n---\nText.\n")
}

/// The addresses of the pages in a feed, in order.
fn entries(site: &Site, path: &str) -> Vec<String> {
    let xml = site.text(path);
    let addresses = xml.split("<entry>").skip(1).map(|entry| {
        let (_, rest) = entry.split_once("href=\"").unwrap();
        rest.split('"').next().unwrap().trim_start_matches("https://example.org/").to_owned()
    });
    addresses.collect()
}

/// All ids of a feed, its own first.
fn ids(site: &Site, path: &str) -> Vec<String> {
    site.text(path).split("<id>").skip(1).map(|rest| rest.split('<').next().unwrap().to_owned()).collect()
}

#[test]
fn a_feed_says_what_is_new_in_the_form_of_rfc_4287() {
    let site = Project::new()
        .config("description: News & more\npublisher: {name: Clinic <A>}\ntimezone: America/New_York")
        .base_url("https://example.org/help/")
        .file("content/_data/people.yaml", "ada: {name: Ada & Co}\n")
        .file(
            "content/a & b.md",
            keys(
                "\"A < B & 'C'\"",
                "date: 2026-01-05\nupdated: 2026-02-05\ndescription: \"<b>Bold</b> & more\"\nauthors: [ada]",
            ),
        )
        .file("content/c.md", keys("C", "date: 2026-01-06\ndescription: D"))
        .build();
    site.clean().output(
        "feed.xml",
        str![[r#"
<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<id>urn:uuid:92514a8f-2391-891a-8be0-2869da83e10f</id>
<title>Test</title>
<subtitle>News &amp; more</subtitle>
<updated>2026-02-05T05:00:00Z</updated>
<link rel="self" type="application/atom+xml" href="https://example.org/help/feed.xml"/>
<link rel="alternate" type="text/html" href="https://example.org/help/"/>
<author><name>Clinic &lt;A&gt;</name></author>
<entry>
<id>urn:uuid:891d5506-b335-8b3b-86f0-23d9262ec9ed</id>
<title>A &lt; B &amp; &#39;C&#39;</title>
<link rel="alternate" type="text/html" href="https://example.org/help/a-b/"/>
<published>2026-01-05T05:00:00Z</published>
<updated>2026-02-05T05:00:00Z</updated>
<author><name>Ada &amp; Co</name></author>
<summary>&lt;b&gt;Bold&lt;/b&gt; &amp; more</summary>
</entry>
<entry>
<id>urn:uuid:205ce7cf-f06a-8368-80a6-fd4033304ab8</id>
<title>C</title>
<link rel="alternate" type="text/html" href="https://example.org/help/c/"/>
<published>2026-01-06T05:00:00Z</published>
<updated>2026-01-06T05:00:00Z</updated>
<summary>D</summary>
</entry>
</feed>
"#]],
    );
}

#[test]
fn the_site_each_section_and_each_term_has_a_feed_in_each_language() {
    let site = Project::bilingual()
        .files([
            ("content/_index.es.md", &page("Inicio", "")),
            ("content/s/_index.md", &page("S", "")),
            ("content/s/a.md", &keys("A", "date: 2026-01-02\ntopics: [Sleep]")),
            ("content/s/a.es.md", &keys("Á", "date: 2026-01-02\ntopics: [Dormir]")),
            ("content/s/deep/_index.md", &page("Deep", "")),
            ("content/s/deep/b.md", &keys("B", "date: 2026-01-01\nupdated: 2026-01-03\ntopics: [Sleep]")),
            ("content/c.md", &keys("C", "date: 2026-01-04")),
            ("content/undated/_index.md", &page("U", "")),
            ("content/undated/u.md", &keys("U", "topics: [Nothing]")),
        ])
        .build();
    let feeds: Vec<&str> =
        site.clean().outputs.keys().map(String::as_str).filter(|path| path.ends_with("feed.xml")).collect();
    assert_eq!(
        feeds,
        [
            "es/feed.xml",
            "es/s/feed.xml",
            "es/topics/dormir/feed.xml",
            "feed.xml",
            "s/deep/feed.xml",
            "s/feed.xml",
            "topics/sleep/feed.xml"
        ],
        "a list without a page that has a date has no feed"
    );
    assert_eq!(entries(&site, "feed.xml"), ["c/", "s/deep/b/", "s/a/"], "newest first");
    assert_eq!(entries(&site, "s/feed.xml"), ["s/deep/b/", "s/a/"], "the sections below belong to it");
    assert_eq!(entries(&site, "s/deep/feed.xml"), ["s/deep/b/"]);
    assert_eq!(entries(&site, "topics/sleep/feed.xml"), ["s/deep/b/", "s/a/"]);
    assert_eq!(entries(&site, "es/feed.xml"), ["es/s/a/"]);
    site.contains("es/feed.xml", "xml:lang=\"es\"").contains("s/feed.xml", "<title>S – Test</title>");
    let mut all: Vec<String> = feeds.iter().map(|feed| ids(&site, feed)[0].clone()).collect();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), feeds.len(), "each feed has an id of its own");
}

#[test]
fn a_feed_holds_so_many_pages_and_no_more() {
    let pages = (1..=25).fold(Project::new(), |project, day| {
        project.file(&format!("content/s/p{day:02}.md"), keys("P", &format!("date: 2026-01-{day:02}")))
    });
    let site = pages.build();
    assert_eq!(entries(site.clean(), "feed.xml").len(), 20);
    let site = pages.config("feeds: {limit: 3}").build();
    for feed in ["feed.xml", "s/feed.xml"] {
        assert_eq!(entries(site.clean(), feed), ["s/p25/", "s/p24/", "s/p23/"]);
    }
}

#[test]
fn a_limit_of_none_is_refused() {
    Project::new().config("feeds: {limit: 0}").build().diagnostics(str![
        "guidepost.yaml:5:16: error[config-value]: `limit` must be 1 or more (help: for example `limit: 20`)"
    ]);
}

#[test]
fn ids_stay_when_a_page_is_renamed_or_changed_and_when_the_site_moves_on_its_host() {
    let text = keys("A", "id: k7m2p4qd\ndate: 2026-01-05\ntopics: [Sleep]");
    let project = Project::new().file("content/s/_index.md", keys("S", "id: abcd")).file("content/s/a.md", &text);
    let first = project.build();
    let moved = project
        .base_url("http://example.org/help/")
        .without("content/s/a.md")
        .file("content/s/other.md", text.replace("title: A", "title: B\nupdated: 2026-02-05"))
        .build();
    for feed in ["feed.xml", "s/feed.xml", "topics/sleep/feed.xml"] {
        assert_eq!(ids(first.clean(), feed), ids(moved.clean(), feed), "{feed}");
        assert_eq!(ids(&first, feed).len(), 2);
    }
    let elsewhere = Project::new().base_url("https://example.com/").file("content/s/a.md", &text).build();
    assert_ne!(ids(&first, "feed.xml"), ids(&elsewhere, "feed.xml"), "another site has other ids");
}

#[test]
fn the_day_of_the_build_changes_no_feed() {
    let project = Project::new().file("content/a.md", keys("A", "date: 2026-01-05"));
    let later = project.clone().today("2027-01-01").build();
    assert_eq!(project.build().clean().text("feed.xml"), later.clean().text("feed.xml"));
}

#[test]
fn a_demonstration_says_so_in_each_feed_and_each_entry() {
    let notice = "Not checked by a clinician. Do not change any medicine because of this page.";
    let notice_es = "Ningún profesional clínico la ha revisado. No cambie ningún medicamento por esta página.";
    let site = Project::real().build();
    let feeds: Vec<&String> = site.clean().outputs.keys().filter(|path| path.ends_with("feed.xml")).collect();
    assert!(feeds.len() > 5, "{feeds:?}");
    for feed in feeds {
        let xml = site.text(feed);
        let notice = if feed.starts_with("es/") { notice_es } else { notice };
        assert!(xml.contains(&format!("<subtitle>{notice}")), "{feed}");
        for entry in xml.split("<entry>").skip(1) {
            assert!(entry.contains(&format!("<summary>{notice}")), "{feed}: {entry}");
        }
    }
    let live = Project::real_and_live().build();
    live.clean().lacks("feed.xml", notice);
}

#[test]
fn the_pages_of_the_default_theme_name_their_feeds() {
    let site = Project::wayside()
        .base_url("https://example.org/help/")
        .file("content/s/_index.md", page("S", ""))
        .file("content/s/a.md", keys("A", "date: 2026-01-05"))
        .file("content/t/b.md", page("B", ""));
    let named = |site: &Site, path: &str| -> Vec<String> {
        let html = site.text(path);
        html.lines().filter(|line| line.contains("application/atom+xml")).map(str::to_owned).collect()
    };
    let built = site.build();
    let of_site =
        "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"Harbour Clinic\" href=\"/help/feed.xml\">";
    let of_section =
        "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"S – Harbour Clinic\" href=\"/help/s/feed.xml\">";
    for path in ["index.html", "s/a/index.html", "t/index.html", "404.html"] {
        assert_eq!(named(built.clean(), path), [of_site], "{path}");
    }
    assert_eq!(named(&built, "s/index.html"), [of_site, of_section]);
    let without = site.config("outputs: {feeds: false}").build();
    for path in without.clean().absent("feed.xml").outputs.keys().filter(|path| path.ends_with(".html")) {
        assert!(named(&without, path).is_empty(), "{path}");
    }
}
