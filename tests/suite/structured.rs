//! What pages tell machines in the words of schema.org: only what the reader sees, and never a review that was not made.

use snapbox::str;

use crate::project::{Project, Site, same};

/// The JSON texts of a page as they stand there.
fn data(site: &Site, path: &str) -> Vec<String> {
    let html = site.text(path);
    let pieces = html.split("<script type=\"application/ld+json\">").skip(1);
    pieces.map(|piece| piece.split_once("</script>").unwrap().0.to_owned()).collect()
}

/// The same with line breaks, each key in its place.
fn texts(site: &Site, path: &str) -> String {
    let broken = |text: &String| {
        let value: serde_json::Value = serde_json::from_str(text).unwrap();
        serde_json::to_string_pretty(&value).unwrap() + "\n"
    };
    data(site, path).iter().map(broken).collect()
}

/// A live site with one page below a section.
fn live() -> Project {
    Project::wayside()
        .edit("guidepost.yaml", "title:", "status: live\ntitle:")
        .config("publisher: {name: Harbour Clinic, url: \"https://clinic.example/\", phone: \"+1 555 0100\"}")
        .files([
            ("content/detox/_index.md", "---\ntitle: Detox\n---\n"),
            (
                "content/detox/a.md",
                "---\ntitle: Tapering\ndescription: Not shown on the page.\nmain_message: Never stop suddenly.\ndate: 2026-01-05\nupdated: 2026-02-05\n\
                 authors: [ada, team]\nsources: [label, other]\naudience: [families]\nabout: [Benzodiazepines]\ncodes: [{system: icd-10-cm, code: F13.20}]\n---\nText [@label, p. 3; @other].\n",
            ),
            (
                "content/_data/people.yaml",
                "ada: {name: Ada Example, role: Writer, credentials: RN, url: \"https://clinic.example/ada\"}\nteam: {name: The team, kind: organisation, role: Editors}\nbo: {name: Bo Example, credentials: MD}\n",
            ),
            (
                "content/_data/sources.yaml",
                "label: {kind: label, title: A label, pmid: \"1\"}\nother: {kind: article, title: An article, doi: 10.1000/x, authors: [A B]}\n",
            ),
        ])
}

#[test]
fn a_page_without_a_review_tells_what_it_shows_and_of_no_review() {
    let site = live().build();
    same(
        texts(site.clean(), "detox/a/index.html").trim_end(),
        str![[r#"
{
  "@context": "https://schema.org",
  "@id": "https://example.org/detox/a/#page",
  "@type": "MedicalWebPage",
  "abstract": "Never stop suddenly.",
  "author": [
    {
      "@type": "Person",
      "honorificSuffix": "RN",
      "jobTitle": "Writer",
      "name": "Ada Example",
      "url": "https://clinic.example/ada"
    },
    {
      "@type": "Organization",
      "name": "The team"
    }
  ],
  "breadcrumb": {
    "@id": "https://example.org/detox/a/#breadcrumbs"
  },
  "citation": [
    {
      "@type": "CreativeWork",
      "name": "A label",
      "url": "https://pubmed.ncbi.nlm.nih.gov/1/"
    },
    {
      "@type": "ScholarlyArticle",
      "name": "An article",
      "url": "https://doi.org/10.1000/x"
    }
  ],
  "dateModified": "2026-02-05",
  "datePublished": "2026-01-05",
  "inLanguage": "en",
  "isPartOf": {
    "@type": "WebSite",
    "name": "Harbour Clinic",
    "url": "https://example.org/"
  },
  "name": "Tapering",
  "publisher": {
    "@id": "https://example.org/#publisher"
  },
  "url": "https://example.org/detox/a/"
}
{
  "@context": "https://schema.org",
  "@id": "https://example.org/detox/a/#breadcrumbs",
  "@type": "BreadcrumbList",
  "itemListElement": [
    {
      "@type": "ListItem",
      "item": "https://example.org/",
      "name": "Home",
      "position": 1
    },
    {
      "@type": "ListItem",
      "item": "https://example.org/detox/",
      "name": "Detox",
      "position": 2
    },
    {
      "@type": "ListItem",
      "item": "https://example.org/detox/a/",
      "name": "Tapering",
      "position": 3
    }
  ]
}
{
  "@context": "https://schema.org",
  "@id": "https://example.org/#publisher",
  "@type": "Organization",
  "name": "Harbour Clinic",
  "telephone": "+1 555 0100",
  "url": "https://clinic.example/"
}
"#]],
    );
}

#[test]
fn a_page_with_reviews_tells_of_the_last_one_and_who_made_it() {
    let site = live()
        .edit(
            "content/detox/a.md",
            "title: T",
            "reviews:\n  - {by: ada, date: 2025-01-01}\n  - {by: bo, role: Physician, date: 2026-03-01, next_review: 2027-03-01}\ntitle: T",
        )
        .build();
    let all = texts(site.clean(), "detox/a/index.html");
    let (_, review) = all.split_once("\"lastReviewed\"").unwrap();
    assert!(review.starts_with(": \"2026-03-01\""), "{review}");
    let page: serde_json::Value = serde_json::from_str(&data(&site, "detox/a/index.html")[0]).unwrap();
    assert_eq!(
        page["reviewedBy"],
        serde_json::json!([{"@type": "Person", "name": "Bo Example", "honorificSuffix": "MD", "jobTitle": "Physician"}])
    );
    for fact in ["Bo Example", "MD", "Physician", "March 1, 2026"] {
        site.contains("detox/a/index.html", fact);
    }
}

#[test]
fn only_pages_are_described_and_only_with_what_stands_on_them() {
    let site = live().build();
    let page = texts(site.clean(), "detox/a/index.html");
    for hidden in ["Not shown", "families", "Benzodiazepines", "F13.20", "lastReviewed", "reviewedBy", "p. 3"] {
        assert!(!page.contains(hidden), "{hidden}: {page}");
    }
    for path in ["detox/index.html", "index.html"] {
        let list = texts(&site, path);
        assert!(!list.contains("MedicalWebPage") && list.contains("\"@type\": \"Organization\""), "{path}: {list}");
    }
    assert!(!texts(&site, "index.html").contains("BreadcrumbList"), "a front page has no way to it");
    site.lacks("404.html", "ld+json");
    let plain = live().config("theme_options: {show_breadcrumbs: false}").build();
    assert!(!texts(plain.clean(), "detox/a/index.html").contains("\"@type\": \"BreadcrumbList\""));
}

#[test]
fn a_page_whose_notes_stand_for_its_sources_tells_of_none() {
    let site = live().edit("content/detox/a.md", "Text [@label, p. 3; @other].", "Text[^1].\n\n[^1]: A note.").build();
    let page = texts(&site, "detox/a/index.html");
    assert_eq!(page.contains("\"citation\""), site.text("detox/a/index.html").contains("An article"));
}

#[test]
fn a_demonstration_makes_no_claims() {
    let reviewed = "reviews: [{by: bo, date: 2026-03-01}]\ntitle: T";
    let site =
        live().edit("guidepost.yaml", "status: live\n", "").edit("content/detox/a.md", "title: T", reviewed).build();
    let page = texts(site.clean(), "detox/a/index.html");
    assert!(page.contains("\"@type\": \"BreadcrumbList\""), "{page}");
    for claim in ["MedicalWebPage", "lastReviewed", "reviewedBy", "Organization", "Person", "author"] {
        assert!(!page.contains(claim), "{claim}: {page}");
    }
    site.contains("detox/a/index.html", "<meta name=\"robots\" content=\"noindex\">");
}

#[test]
fn a_page_that_is_not_translated_is_described_at_its_own_address_alone() {
    let site = live()
        .edit("guidepost.yaml", "locale: en-US}", "locale: en-US}, es: {name: Español}")
        .file("content/_index.es.md", "---\ntitle: Inicio\n---\n")
        .build();
    site.clean().contains("detox/a/index.html", "MedicalWebPage").lacks("es/detox/a/index.html", "ld+json");
}

#[test]
fn no_title_can_break_out_of_the_data() {
    for title in
        ["</script><script>alert(1)</script>", "<!-- <script>", "]]> & \\\" \\u003c/script>", "line\\nbreak \\u2028"]
    {
        let site = live()
            .edit(
                "content/detox/a.md",
                "title: Tapering",
                &format!("title: \"{}\"", title.replace("\\\"", "\"").replace('\\', "\\\\").replace('"', "\\\"")),
            )
            .build();
        let html = site.clean().text("detox/a/index.html");
        let pieces: Vec<&str> = html.split("<script type=\"application/ld+json\">").skip(1).collect();
        assert_eq!(pieces.len(), 3, "{title}");
        for piece in pieces {
            let (data, rest) = piece.split_once("</script>").unwrap();
            assert!(!data.contains(['<', '>', '&']), "{title}: {data}");
            assert!(rest.starts_with('\n'), "{title}: {rest}");
        }
        assert_eq!(html.matches("<script").count(), 3, "{title}");
        assert_eq!(html.matches("<!--").count(), 0, "{title}");
        let page =
            html.split("<script type=\"application/ld+json\">").nth(1).unwrap().split_once("</script>").unwrap().0;
        let page: serde_json::Value = serde_json::from_str(page).unwrap();
        assert_eq!(page["name"], title.replace("\\\"", "\""), "the title is what the author wrote");
    }
}
