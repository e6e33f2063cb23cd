//! What pages know of each other: the tree, order, lists, languages, days and addresses.

use snapbox::str;

use crate::project::{Project, Site, page};

/// The titles that a template lists, for sites whose templates show what is asked for.
fn with_templates(project: Project) -> Project {
    let way = "{% for step in breadcrumbs %}{{ step.title }} {{ step.url }} > {% endfor %}{{ page.title }}";
    let near = "\n{{ previous?.title or \"\" }} < > {{ next?.title or \"\" }}";
    let list = "\n{% for card in sections %}[{{ card.title }}]{% endfor %}{% for card in pages %}({{ card.title }}){% endfor %}";
    let pages = "\n{% if paginator %}{{ paginator.current }} of {{ paginator.total }}: {{ paginator.previous_url }} {{ paginator.next_url }}{% endif %}";
    project
        .file("templates/home.html", format!("{way}{list}{pages}"))
        .file("templates/section.html", format!("{way}{list}{pages}"))
        .file("templates/page.html", format!("{way}{near}"))
        .file("templates/term.html", format!("{way}{list}{pages}"))
}

fn keys(title: &str, lines: &str) -> String {
    format!("---\ntitle: {title}\n{lines}\n---\n")
}

/// The outputs that are pages.
/// The pages of a site, without those that only lead on to them.
fn routes(site: &Site) -> String {
    let is_page = |path: &&String| path.ends_with(".html") && !path.starts_with("h/") && !path.starts_with("es/h/");
    site.outputs.keys().filter(is_page).map(|path| format!("{path}\n")).collect()
}

#[test]
fn every_page_has_an_address_of_its_own() {
    let site = Project::new()
        .files([
            ("content/about.md", &page("About", "")),
            ("content/Care at Home/_index.md", &page("Care", "")),
            ("content/Care at Home/Él & Ella's.md", &page("Both", "")),
            ("content/bundle/index.md", &page("Bundle", "")),
            ("content/no-index/deep/er/page.md", &page("Deep", "")),
            ("content/slugged/_index.md", &keys("Slugged", "slug: other")),
            ("content/slugged/inside.md", &keys("Inside", "slug: más")),
        ])
        .build();
    site.clean();
    crate::project::same(
        routes(&site).trim_end(),
        str![[r#"
404.html
about/index.html
bundle/index.html
care-at-home/index.html
care-at-home/él-ellas/index.html
index.html
no-index/deep/er/index.html
no-index/deep/er/page/index.html
no-index/deep/index.html
no-index/index.html
other/index.html
other/más/index.html
"#]],
    );
}

#[test]
fn two_pages_cannot_share_a_permalink() {
    let site = Project::new()
        .files([
            ("content/a.md", &page("A", "")),
            ("content/b.md", &keys("B", "slug: a")),
            ("content/c.md", &keys("C", "aliases: [/a/]")),
            ("static/a/index.html", "static"),
            ("content/topics.md", &keys("T", "topics: [x]")),
        ])
        .build();
    site.diagnostics(str![[r#"
content/b.md: error[output-collision]: two things would be written at `a/index.html`: `content/a.md` and `content/b.md` (help: rename one of them, or give one another `slug` or alias)
content/c.md: error[output-collision]: two things would be written at `a/index.html`: `content/b.md` and an alias in `content/c.md` (help: rename one of them, or give one another `slug` or alias)
content/topics.md: error[output-collision]: two things would be written at `topics/index.html`: `content/topics.md` and taxonomy `topics` (help: rename one of them, or give one another `slug` or alias)
static/a/index.html: error[output-collision]: two things would be written at `a/index.html`: an alias in `content/c.md` and `static/a/index.html` (help: rename one of them, or give one another `slug` or alias)
"#]]);
}

#[test]
fn the_way_to_a_page_and_its_neighbours_follow_the_reading_order() {
    let site = with_templates(Project::new())
        .files([
            ("content/z.md", &keys("Last of home", "weight: 2")),
            ("content/y.md", &keys("First of home", "weight: 1")),
            ("content/b/_index.md", &keys("B", "weight: 2")),
            ("content/b/one.md", &keys("B one", "")),
            ("content/a/_index.md", &keys("A", "weight: 3")),
            ("content/a/old.md", &keys("Old", "date: 2020-01-01")),
            ("content/a/new.md", &keys("New", "date: 2026-01-01")),
            ("content/a/heavy.md", &keys("Weighed", "weight: 5\ndate: 2019-01-01")),
            ("content/a/deep/page.md", &keys("Deep page", "")),
        ])
        .build();
    site.clean();
    site.output(
        "index.html",
        str![[r#"
Home
[B][A](First of home)(Last of home)
"#]],
    );
    site.output(
        "a/index.html",
        str![[r#"
Home / > A
[Deep](Weighed)(New)(Old)
"#]],
    );
    site.output(
        "y/index.html",
        str![[r#"
Home / > First of home
 < > Last of home
"#]],
    );
    site.output(
        "z/index.html",
        str![[r#"
Home / > Last of home
First of home < > B one
"#]],
    );
    site.output(
        "a/heavy/index.html",
        str![[r#"
Home / > A /a/ > Weighed
B one < > New
"#]],
    );
    site.output(
        "a/deep/page/index.html",
        str![[r#"
Home / > A /a/ > Deep /a/deep/ > Deep page
Old < >
"#]],
    );
}

#[test]
fn a_section_says_how_its_pages_are_ordered() {
    for (sort_by, expected) in [("title", "(A)(B)(C)"), ("date", "(B)(C)(A)"), ("weight", "(C)(A)(B)")] {
        let site = with_templates(Project::new())
            .file("content/s/_index.md", keys("S", &format!("sort_by: {sort_by}")))
            .file("content/s/1.md", keys("A", "date: 2024-01-01\nweight: 2"))
            .file("content/s/2.md", keys("B", "date: 2026-01-01"))
            .file("content/s/3.md", keys("C", "date: 2025-01-01\nweight: 1"))
            .build();
        site.clean().contains("s/index.html", expected);
    }
}

#[test]
fn a_long_list_is_cut_into_numbered_pages() {
    let start = with_templates(Project::new()).file("content/s/_index.md", keys("S", "paginate_by: 2"));
    let project = (1..=5).fold(start, |project, n| {
        project.file(&format!("content/s/{n}.md"), keys(&format!("P{n}"), "topics: [Sleep]"))
    });
    let site = project.config("taxonomies: {topics: {paginate_by: 3}}").build();
    site.clean();
    site.output(
        "s/index.html",
        str![[r#"
Home / > S
(P1)(P2)
1 of 3:  /s/page/2/
"#]],
    );
    site.output(
        "s/page/2/index.html",
        str![[r#"
Home / > S
(P3)(P4)
2 of 3: /s/ /s/page/3/
"#]],
    );
    site.output(
        "s/page/3/index.html",
        str![[r#"
Home / > S
(P5)
3 of 3: /s/page/2/
"#]],
    );
    site.output(
        "topics/sleep/page/2/index.html",
        str![[r#"
Home / > Sleep
(P4)(P5)
2 of 2: /topics/sleep/
"#]],
    );
    site.absent("s/page/1/index.html").absent("s/page/4/index.html");
}

#[test]
fn spellings_that_make_one_address_are_one_term() {
    let site = Project::new()
        .config("taxonomies: {topics: {}, medicines: {title: {en: All medicines}}}")
        .file("templates/taxonomy.html", "{{ page.title }} {{ taxonomy.name }} {{ taxonomy.url }}\n{% for term in terms %}{{ term.name }} {{ term.url }} {{ term.count }}\n{% endfor %}")
        .file("templates/page.html", "{% for group in page_terms %}{{ group.title }}:{% for term in group.terms %} {{ term.name }} {{ term.url }}{% endfor %}\n{% endfor %}")
        .file("content/a.md", keys("A", "topics: [Panic attacks, Sleep]\nmedicines: [Diazepam]"))
        .file("content/b.md", keys("B", "topics: [panic-attacks, PANIC ATTACKS]"))
        .build();
    site.clean();
    site.output(
        "topics/index.html",
        str![[r#"
Topics topics /topics/
Panic attacks /topics/panic-attacks/ 2
Sleep /topics/sleep/ 1
"#]],
    );
    site.output(
        "topics/panic-attacks/index.html",
        str![[r#"
Panic attacks
/a/
/b/
"#]],
    );
    site.output(
        "medicines/index.html",
        str![[r#"
All medicines medicines /medicines/
Diazepam /medicines/diazepam/ 1
"#]],
    );
    site.output(
        "a/index.html",
        str![[r#"
Topics: Panic attacks /topics/panic-attacks/ Sleep /topics/sleep/
All medicines: Diazepam /medicines/diazepam/
"#]],
    );
}

#[test]
fn a_section_hands_its_keys_down_until_a_page_or_a_nearer_section_says_otherwise() {
    let site = Project::new()
        .file("templates/page.html", "{{ page.audience | join(sep=\" \") }}|{{ page.region }}|{{ page.extra?.a or \"\" }}{{ page.extra?.b or \"\" }}|{{ page.title }}")
        .files([
            ("content/_index.md", &keys("Home", "cascade: {region: us, audience: [all], extra: {a: 1, b: 2}}")),
            ("content/plain.md", &keys("Plain", "")),
            ("content/s/_index.md", &keys("S", "cascade: {audience: [families], extra: {a: 3}}")),
            ("content/s/nearer.md", &keys("Nearer", "")),
            ("content/s/own.md", &keys("Own", "audience: [clinicians]\nextra: {b: 4}")),
        ])
        .build();
    site.clean();
    site.output("plain/index.html", str!["all|us|12|Plain"]);
    site.output("s/nearer/index.html", str!["families|us|32|Nearer"]);
    site.output("s/own/index.html", str!["clinicians|us|34|Own"]);
}

#[test]
fn what_belongs_to_one_page_cannot_be_handed_down() {
    let project = Project::new()
        .file("content/_index.md", keys("Home", "cascade: {title: T, slug: s, aliases: [/x/], drafft: true}"));
    project.build().diagnostics(str![[r#"
content/_index.md:3:11: error[bad-value]: `title` cannot be handed down to other pages (help: remove it from `cascade:`; each page has its own)
content/_index.md:3:21: error[bad-value]: `slug` cannot be handed down to other pages (help: remove it from `cascade:`; each page has its own)
content/_index.md:3:30: error[bad-value]: `aliases` cannot be handed down to other pages (help: remove it from `cascade:`; each page has its own)
content/_index.md:3:46: error[unknown-key]: there is no key `drafft` (help: did you mean `draft`?)
"#]]);
}

#[test]
fn drafts_future_and_expired_pages_are_left_out_unless_asked_for() {
    let project = Project::new().files([
        ("content/draft.md", &keys("D", "draft: true")),
        ("content/later.md", &keys("L", "publish_on: 2026-03-16")),
        ("content/gone.md", &keys("G", "expires_on: 2026-03-15")),
        ("content/both.md", &keys("B", "publish_on: 2026-03-15\nexpires_on: 2026-03-20")),
        ("content/s/_index.md", &keys("S", "draft: true")),
        ("content/s/below.md", &keys("Below", "")),
        ("content/s/deep/below.md", &keys("Below", "")),
    ]);
    let pages = |project: &Project| routes(project.build().clean()).replace("404.html\n", "").replace("index.html", "");
    assert_eq!(pages(&project), "both/\n\n");
    assert_eq!(pages(&project.clone().drafts()), "both/\ndraft/\n\ns/below/\ns/deep/below/\ns/deep/\ns/\n");
    assert_eq!(pages(&project.clone().future()), "both/\ngone/\n\nlater/\n");
    assert_eq!(pages(&project.clone().today("2026-03-16")), "both/\n\nlater/\n");
    assert_eq!(pages(&project.clone().today("2026-03-14")), "gone/\n\n");
    let site = project.build();
    assert_eq!(
        (site.built().left_out, site.built().next_change.map(|day| day.to_string())),
        (6, Some("2026-03-16".into()))
    );
    let last = project.clone().today("2026-03-20").build();
    assert_eq!(last.built().next_change, None);
}

#[test]
fn a_draft_that_is_hidden_never_makes_the_site_change_by_itself() {
    let site = Project::new().file("content/a.md", keys("A", "draft: true\npublish_on: 2026-04-01")).build();
    assert_eq!(site.clean().built().next_change, None);
    let below = Project::new()
        .file("content/s/_index.md", keys("S", "draft: true"))
        .file("content/s/a.md", keys("A", "publish_on: 2026-04-01"));
    assert_eq!(below.build().clean().built().next_change, None);
}

#[test]
fn a_translation_is_told_by_its_file_name() {
    let site = Project::bilingual()
        .file("templates/page.html", "{{ lang.code }} {{ lang.dir }} {{ lang.url }} {{ page.url }}\n{% for one in translations %}{{ one.code }} {{ one.title }} {{ one.url }} {{ one.current }}\n{% endfor %}")
        .files([
            ("content/detox/_index.md", &page("Detox", "")),
            ("content/detox/a.md", &page("A", "")),
            ("content/detox/a.es.md", &page("Á", "")),
            ("content/detox/b.md", &page("B", "")),
            ("content/c/index.md", &page("C", "")),
            ("content/c/index.es.md", &page("Ç", "")),
        ])
        .build();
    site.clean();
    crate::project::same(
        routes(&site).trim_end(),
        str![[r#"
404.html
c/index.html
detox/a/index.html
detox/b/index.html
detox/index.html
es/404.html
es/c/index.html
es/detox/a/index.html
es/detox/index.html
es/index.html
index.html
"#]],
    );
    site.output(
        "es/detox/a/index.html",
        str![[r#"
es ltr /es/ /es/detox/a/
en A /detox/a/ false
es Á /es/detox/a/ true
"#]],
    );
    site.output(
        "detox/b/index.html",
        str![[r#"
en ltr / /detox/b/
en B /detox/b/ true
"#]],
    );
}

#[test]
fn a_section_without_a_file_in_a_language_is_called_as_in_the_default_language() {
    let site = with_templates(Project::bilingual())
        .files([
            ("content/detox/_index.md", &page("Getting off", "")),
            ("content/detox/a.md", &page("A", "")),
            ("content/detox/a.es.md", &page("Á", "")),
        ])
        .build();
    site.clean()
        .output(
            "es/detox/index.html",
            str![[r#"
Home /es/ > Getting off
(Á)
"#]],
        )
        .output(
            "es/detox/a/index.html",
            str![[r#"
Home /es/ > Getting off /es/detox/ > Á
 < >
"#]],
        );
}

#[test]
fn menus_lead_to_the_translation_and_speak_the_language_of_the_page() {
    let site = Project::bilingual()
        .config("menus:\n  main:\n    - page: a.md\n    - {label: {en: Help, es: Ayuda}, page: b.md, children: [{page: a.md, label: Same}]}\n    - {label: Out, url: https://example.com/}\n    - {label: {en: More, es: Más}, children: [{page: b.md}]}")
        .file("templates/page.html", "{% for item in menus.main %}{{ item.label }} {{ item.url }}{% for below in item.children %} ({{ below.label }} {{ below.url }}){% endfor %}\n{% endfor %}")
        .files([
            ("content/a.md", &page("A", "")),
            ("content/a.es.md", &page("Á", "")),
            ("content/b.md", &page("B", "")),
        ])
        .build();
    site.clean()
        .output(
            "a/index.html",
            str![[r#"
A /a/
Help /b/ (Same /a/)
Out https://example.com/
More  (B /b/)
"#]],
        )
        .output(
            "es/a/index.html",
            str![[r#"
Á /es/a/
Ayuda /b/ (Same /es/a/)
Out https://example.com/
Más  (B /b/)
"#]],
        );
}

/// A site in two languages with a menu of one entry that leads to an address of the site.
fn with_menu(address: &str) -> Project {
    Project::bilingual()
        .base_url("https://example.org/help/")
        .config(&format!("menus: {{main: [{{label: Entry, url: \"{address}\"}}]}}"))
        .file("templates/home.html", "{% for item in menus.main %}{{ item.label }} {{ item.url }}{% endfor %}")
        .files([
            ("content/_index.es.md", &page("Inicio", "")),
            ("content/a.md", "---\ntitle: A\ntopics: [Sleep]\naliases: [/old/]\n---\n## Pace\n"),
            ("content/a.es.md", "---\ntitle: Á\nslug: otro\ntopics: [Sueño]\n---\n## Ritmo {#pace}\n"),
            ("content/b.md", &page("B", "")),
            ("static/hand out.pdf", "%PDF"),
        ])
}

#[test]
fn menus_lead_to_any_address_of_the_site_in_the_language_of_the_page() {
    let cases = [
        ("/", "/help/", "/help/es/"),
        ("/topics/", "/help/topics/", "/help/es/topics/"),
        ("/topics", "/help/topics/", "/help/es/topics/"),
        ("/topics/sleep/", "/help/topics/sleep/", "/help/topics/sleep/"),
        ("/es/topics/", "/help/es/topics/", "/help/es/topics/"),
        ("/hand out.pdf", "/help/hand%20out.pdf", "/help/hand%20out.pdf"),
        ("/hand%20out.pdf#page=2", "/help/hand%20out.pdf#page=2", "/help/hand%20out.pdf#page=2"),
        ("/a/", "/help/a/", "/help/es/otro/"),
        ("/a/#pace", "/help/a/#pace", "/help/es/otro/#pace"),
        ("/b/", "/help/b/", "/help/es/b/"),
        ("/es/otro/", "/help/es/otro/", "/help/es/otro/"),
        ("/old/", "/help/a/", "/help/es/otro/"),
        ("/sitemap.xml", "/help/sitemap.xml", "/help/sitemap.xml"),
        ("https://example.com/a", "https://example.com/a", "https://example.com/a"),
    ];
    for (address, english, spanish) in cases {
        let site = with_menu(address).build();
        site.clean();
        assert_eq!(site.text("index.html"), format!("Entry {english}"), "{address}");
        assert_eq!(site.text("es/index.html"), format!("Entry {spanish}"), "{address}");
    }
}

#[test]
fn a_menu_entry_that_would_lead_nowhere_is_an_error_that_says_what_was_meant() {
    let cases = [
        ("/topcs/", "did you mean `/topics/`?"),
        ("/handout.pdf", "did you mean `/hand out.pdf`?"),
        ("/../a/", "write the address of a list or a file of this site, for example `/topics/`"),
        ("/help/topics/", "write `/topics/`; the folder of `base_url` is put before it when the site is built"),
        ("/a.md", "to lead to the page of a file, write `page: a.md`"),
        ("/somewhere/else/", "write the address of a list or a file of this site, for example `/topics/`"),
    ];
    for (address, help) in cases {
        let site = with_menu(address).build();
        let said = site.rendered_as(guidepost::diagnostic::Format::Short);
        let message = format!("the menu names an address where nothing is: `{address}`");
        assert_eq!(said, format!("guidepost.yaml:6:36: error[menu-page]: {message} (help: {help})\n"));
        assert!(site.failed(), "{address}");
    }
}

#[test]
fn a_menu_entry_leads_to_a_heading_that_is_there_in_every_language() {
    with_menu("/b/#pace").build().diagnostics(str![[r#"guidepost.yaml:6:36: error[dead-anchor]: no heading `#pace` in `content/b.md` (help: that page has no headings)"#]]);
    with_menu("/a/#pac").build().diagnostics(str![[r#"
guidepost.yaml:6:36: error[dead-anchor]: no heading `#pac` in `content/a.es.md` (help: did you mean `#pace`?)
guidepost.yaml:6:36: error[dead-anchor]: no heading `#pac` in `content/a.md` (help: did you mean `#pace`?)
"#]]);
    let translated = with_menu("/a/#pace").edit("content/a.es.md", " {#pace}", "");
    translated.build().diagnostics(str![[r#"guidepost.yaml:6:36: error[dead-anchor]: no heading `#pace` in `content/a.es.md` (help: write `{#pace}` after the translated heading, so that one menu leads to both)"#]]);
}

#[test]
fn files_of_a_bundle_lie_beside_its_page_and_those_of_static_at_the_root() {
    let site = Project::new()
        .files([
            ("content/s/_index.md", &keys("S", "slug: other")),
            ("content/s/plan.pdf", "1"),
            ("content/s/b/index.md", &keys("B", "slug: renamed")),
            ("content/s/b/img/chart.svg", "<svg/>"),
            ("content/loose/notes.txt", "2"),
            ("static/favicon.ico", "3"),
            ("static/.well-known/security.txt", "4"),
            ("static/CNAME", "example.org"),
        ])
        .build();
    site.clean();
    let files: Vec<&str> = site
        .outputs
        .keys()
        .map(String::as_str)
        .filter(|path| !path.ends_with(".html") && !path.starts_with("assets/") && !path.starts_with("search/"))
        .collect();
    crate::project::same(
        &files.join("\n"),
        str![[r#"
.well-known/security.txt
CNAME
_headers
_hosting/apache.conf
_hosting/nginx.conf
_redirects
favicon.ico
identifiers.csv
loose/notes.txt
other/plan.pdf
other/renamed/img/chart.svg
robots.txt
sitemap.xml
"#]],
    );
}

#[test]
fn ignored_files_are_no_part_of_the_site() {
    let project = Project::new().config("ignore: [\"content/notes/**\", \"**/*.psd\"]").files([
        ("content/notes/a.md", "no front matter"),
        ("content/b/c.psd", "x"),
        ("static/d.psd", "x"),
        ("static/e.txt", "x"),
    ]);
    let site = project.build();
    site.clean().absent("b/c.psd").absent("d.psd").contains("e.txt", "x");
}
