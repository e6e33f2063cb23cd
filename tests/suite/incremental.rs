//! What a build after an edit does: it renders what the edit can be seen in, and gives what a build from nothing gives.

mod edits;

use std::fmt::Write as _;
use std::sync::Arc;

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;

use crate::project::{Desk, Project, Site, page};
use edits::Edit;

/// Templates that show what the templates of a real theme show: cards in lists, neighbours, the way up, sources, strings,
/// options, menus, assets and one data file.
fn site() -> Project {
    Project::new()
        .config("menus: {main: [{page: a/_index.md}]}\ntaxonomies: {topics: {}}\noutputs: {short_links: false}")
        .files([
            ("templates/home.html", "{{ page.title }}{{ body | safe }}{% for source in references %}{{ source.number }}{% endfor %}{% for card in sections %}{{ card.title }}{% endfor %}{% for item in menus.main %}{{ item.label }}{% endfor %}"),
            ("templates/section.html", "{{ page.title }}{{ body | safe }}{% for card in pages %}{{ card.title }}: {{ card.description }}{% endfor %}{{ data.colours.paper }}"),
            (
                "templates/page.html",
                "<link href=\"{{ assets[\"style.css\"] }}\">{{ page.title }}{{ body | safe }}{{ previous?.title or \"\" }}{{ next?.title or \"\" }}\
                 {% for step in breadcrumbs %}{{ step.title }}{% endfor %}{% for source in page.sources %}{{ source.title }}{% endfor %}\
                 {% for heading in toc %}{{ heading.title }}{% endfor %}{{ theme.accent }}",
            ),
            ("content/a/_index.md", &page("Detox", "All about it.")),
            ("content/a/one.md", "---\ntitle: One\nweight: 1\ntopics: [Sleep]\n---\nThe first words.\n\n## Pace\n\nMore text.\n"),
            ("content/a/two.md", "---\ntitle: Two\nweight: 2\ntopics: [Sleep]\nsources: [label]\nauthors: [ada]\naliases: [/old/]\n---\nSecond.\n\nOther text. [@label]\n"),
            ("content/a/three.md", "---\ntitle: Three\nweight: 3\n---\nThird. See [the second](two.md).\n"),
            ("content/a/four.md", "---\ntitle: Four\nweight: 4\nsources: [guideline]\n---\nFourth.\n\nMore. [@guideline]\n"),
            ("content/b/_index.md", &page("Help", "Where.")),
            ("content/b/five.md", "---\ntitle: Five\n---\nFifth. See [the pace](../a/one.md#pace).\n"),
            ("content/_data/sources.yaml", "label: {kind: label, title: A label}\nguideline: {kind: guideline, title: A guideline}\n"),
            ("content/_data/people.yaml", "ada: {name: Ada Example}\n"),
            ("content/_data/colours.yaml", "paper: white\n"),
            ("content/_data/unused.yaml", "a: 1\n"),
            ("static/leaflet.pdf", "%PDF"),
        ])
}

/// Every output of [`site`] that a template makes.
const ALL: [&str; 12] = [
    "404.html",
    "a/four/index.html",
    "a/index.html",
    "a/one/index.html",
    "a/three/index.html",
    "a/two/index.html",
    "b/five/index.html",
    "b/index.html",
    "index.html",
    "old/index.html",
    "topics/index.html",
    "topics/sleep/index.html",
];

/// The pages that `page.html` makes.
const PAGES: [&str; 5] =
    ["a/four/index.html", "a/one/index.html", "a/three/index.html", "a/two/index.html", "b/five/index.html"];

/// An edit, and the outputs that are rendered after it.
struct Row {
    edit: &'static str,
    change: fn(Project) -> Project,
    rendered: &'static [&'static str],
}

const TABLE: &[Row] = &[
    Row { edit: "nothing", change: |site| site, rendered: &[] },
    Row {
        edit: "a body, where summary, headings and links stay",
        change: |site| site.edit("content/a/two.md", "Other text", "Some other text"),
        rendered: &["a/two/index.html"],
    },
    Row {
        edit: "a heading that nothing links to",
        change: |site| site.edit("content/a/two.md", "Other text", "## A heading"),
        rendered: &["a/two/index.html"],
    },
    Row {
        edit: "the first words, which stand in cards",
        change: |site| site.edit("content/a/two.md", "Second", "Again"),
        rendered: &[
            "a/index.html",
            "a/one/index.html",
            "a/three/index.html",
            "a/two/index.html",
            "topics/sleep/index.html",
        ],
    },
    Row {
        edit: "a title: the page, its lists, its neighbours",
        change: |site| site.edit("content/a/two.md", "title: Two", "title: Second"),
        rendered: &[
            "a/index.html",
            "a/one/index.html",
            "a/three/index.html",
            "a/two/index.html",
            "topics/sleep/index.html",
        ],
    },
    Row {
        edit: "the title of a section: the section, the way up from its pages, the list and the menu it stands in",
        change: |site| site.edit("content/a/_index.md", "Detox", "Getting off"),
        rendered: &[
            "a/four/index.html",
            "a/index.html",
            "a/one/index.html",
            "a/three/index.html",
            "a/two/index.html",
            "index.html",
        ],
    },
    Row {
        edit: "a slug: the page at its new address, the pages that link to it, its lists, its neighbours, its old addresses",
        change: |site| site.edit("content/a/one.md", "weight: 1", "weight: 1\nslug: first"),
        rendered: &[
            "a/first/index.html",
            "a/index.html",
            "a/two/index.html",
            "b/five/index.html",
            "topics/sleep/index.html",
        ],
    },
    Row {
        edit: "the order of a list: the list, and the pages whose neighbours change",
        change: |site| site.edit("content/a/three.md", "weight: 3", "weight: 9"),
        rendered: &["a/four/index.html", "a/index.html", "a/three/index.html", "a/two/index.html", "b/five/index.html"],
    },
    Row {
        edit: "a source: the pages that cite it",
        change: |site| site.edit("content/_data/sources.yaml", "A label", "The label"),
        rendered: &["a/two/index.html"],
    },
    Row {
        edit: "a source that no page cites",
        change: |site| {
            site.file(
                "content/_data/sources.yaml",
                format!("{}new: {{kind: web, title: New}}\n", site_text("content/_data/sources.yaml")),
            )
        },
        rendered: &[],
    },
    Row {
        edit: "a person: the pages that name the person",
        change: |site| site.edit("content/_data/people.yaml", "Ada", "Dr. Ada"),
        rendered: &["a/two/index.html"],
    },
    Row {
        edit: "a data file that the theme does not name",
        change: |site| site.edit("content/_data/unused.yaml", "1", "2"),
        rendered: &[],
    },
    Row {
        edit: "a data file that the theme names: what its template makes",
        change: |site| site.edit("content/_data/colours.yaml", "white", "cream"),
        rendered: &["a/index.html", "b/index.html"],
    },
    Row {
        edit: "a template",
        change: |site| site.edit("templates/home.html", "page.title", "page.title | upper"),
        rendered: &ALL,
    },
    Row {
        edit: "a component",
        change: |site| site.edit("themes/test/components/box.html", "[{{", "({{"),
        rendered: &ALL,
    },
    Row {
        edit: "a string: what names strings, and every text, whose notes and tables have words of the theme",
        change: |site| site.edit("themes/test/strings/en.yaml", "Page not found", "Nothing here"),
        rendered: &[
            "404.html",
            "a/four/index.html",
            "a/index.html",
            "a/one/index.html",
            "a/three/index.html",
            "a/two/index.html",
            "b/five/index.html",
            "b/index.html",
            "index.html",
        ],
    },
    Row {
        edit: "an option: what names options",
        change: |site| site.config("theme_options: {accent: green}"),
        rendered: &PAGES,
    },
    Row {
        edit: "a menu: what shows menus",
        change: |site| site.edit("guidepost.yaml", "{page: a/_index.md}", "{page: a/_index.md}, {page: b/five.md}"),
        rendered: &["index.html"],
    },
    Row {
        edit: "an asset: what names assets",
        change: |site| site.edit("themes/test/assets/style.css", "black", "navy"),
        rendered: &PAGES,
    },
    Row { edit: "a file in static", change: |site| site.file("static/leaflet.pdf", "%PDF-2"), rendered: &[] },
    Row {
        edit: "a new page: the page, its lists, its neighbours",
        change: |site| site.file("content/a/new.md", "---\ntitle: New\nweight: 5\n---\nNew.\n"),
        rendered: &["a/four/index.html", "a/index.html", "a/new/index.html", "b/five/index.html"],
    },
    Row {
        edit: "a page that is taken away: its lists, its neighbours",
        change: |site| site.without("content/a/four.md"),
        rendered: &["a/index.html", "a/three/index.html", "b/five/index.html"],
    },
    Row {
        edit: "a page that becomes a draft, as one that is taken away",
        change: |site| site.edit("content/a/four.md", "weight: 4", "weight: 4\ndraft: true"),
        rendered: &["a/index.html", "a/three/index.html", "b/five/index.html"],
    },
    Row {
        edit: "a topic: the page, the list of the topic, the list of topics",
        change: |site| site.edit("content/a/four.md", "weight: 4", "weight: 4\ntopics: [Hope]"),
        rendered: &["a/four/index.html", "topics/hope/index.html", "topics/index.html"],
    },
    Row {
        edit: "the name of the site, which these templates do not show",
        change: |site| site.edit("guidepost.yaml", "title: Test", "title: New"),
        rendered: &[],
    },
    Row {
        edit: "another day, when no page has a date that counts",
        change: |site| site.today("2026-03-16"),
        rendered: &[],
    },
];

fn site_text(path: &str) -> String {
    site().text(path).unwrap()
}

#[test]
fn an_edit_renders_only_what_it_can_be_seen_in() {
    let mut wrong = String::new();
    for row in TABLE {
        let mut desk = Desk::new();
        assert_eq!(desk.build(&site()).clean().rendered(), ALL);
        let edited = desk.build(&(row.change)(site()));
        let rendered = edited.clean().rendered();
        if rendered != row.rendered {
            writeln!(wrong, "{}\n  expected {:?}\n  rendered {rendered:?}", row.edit, row.rendered).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_body_changes_no_related_page_and_a_heading_those_that_become_related() {
    let shows = "{{ page.title }}{{ body | safe }}{% for card in related %}{{ card.title }}{% endfor %}";
    let site = || site().file("templates/page.html", shows).edit("content/a/four.md", "Four", "Pace of life");
    let mut desk = Desk::new();
    desk.build(&site()).clean();
    let body = desk.build(&site().edit("content/a/two.md", "Other text", "Pace of life, life"));
    assert_eq!(body.clean().rendered(), ["a/two/index.html"]);
    let heading = desk.build(&site().edit("content/a/two.md", "Other text", "## Pace of life"));
    assert_eq!(heading.clean().rendered(), ["a/four/index.html", "a/two/index.html"]);
}

#[test]
fn a_typo_in_the_real_site_renders_one_page() {
    let mut desk = Desk::new();
    let site = Project::real();
    desk.build(&site).clean();
    let path = "content/treatment/tapering.md";
    let text = site.text(path).unwrap();
    let last = text.rfind(" the ").unwrap();
    let typo = format!("{} thee{}", &text[..last], &text[last + " the".len()..]);
    let edited = desk.build(&site.file(path, typo));
    // The translation was made from another text now, which its author is told.
    assert_eq!(
        (edited.broken(), edited.rendered()),
        (vec!["translation-stale"], vec!["treatment/tapering/index.html"])
    );
}

#[test]
fn what_an_error_kept_from_being_built_is_built_when_the_error_is_gone() {
    let mut desk = Desk::new();
    desk.build(&site()).clean();
    let half = site().edit("content/a/two.md", "title: Two", "title: Second");
    assert!(desk.build(&half.clone().edit("content/b/five.md", "one.md", "gone.md")).failed());
    let whole = desk.build(&half);
    assert_eq!(whole.clean().rendered().len(), 5);
    assert_eq!(whole.outputs, half.build().outputs);
}

/// How many pages were linked anew after an edit.
fn linked_anew(change: impl FnOnce(Project) -> Project) -> usize {
    let mut desk = Desk::new();
    let start = site().edit("content/a/three.md", "Third. See", "Third.\n\nSee");
    let (before, after) = (desk.build(&start), desk.build(&change(start)));
    after.clean().pages().iter().filter(|page| !before.pages().iter().any(|known| Arc::ptr_eq(known, page))).count()
}

#[test]
fn a_change_in_a_text_links_no_other_page_again() {
    assert_eq!(linked_anew(|site| site), 0);
    assert_eq!(linked_anew(|site| site.edit("content/a/two.md", "Other text", "Some other text")), 1);
    // A link keeps what it leads to, wherever it stands.
    assert_eq!(linked_anew(|site| site.edit("content/a/three.md", "See [", "Look, here is [")), 1);
    let all = site().build().pages().len();
    assert_eq!(linked_anew(|site| site.edit("content/a/three.md", "two.md", "one.md")), all);
    assert_eq!(linked_anew(|site| site.edit("content/a/two.md", "Other text", "## A heading")), all);
    assert_eq!(linked_anew(|site| site.edit("content/_data/unused.yaml", "a: 1", "a: 2")), all);
}

#[test]
fn a_few_texts_leave_the_site_linked_and_very_many_link_it_anew() {
    let with = |changed: usize| {
        (0..120).fold(site(), |site, number| {
            let word = if number < changed { "Changed" } else { "Old" };
            site.file(&format!("content/m{number}.md"), format!("---\ntitle: M\ndescription: M.\n---\n{word} words.\n"))
        })
    };
    for (changed, is_anew) in [(100, false), (101, true)] {
        let mut desk = Desk::new();
        let (before, after) = (desk.build(&with(0)), desk.build(&with(changed)));
        assert_eq!(after.outputs, with(changed).build().outputs);
        let kept =
            after.pages().iter().filter(|page| before.pages().iter().any(|known| Arc::ptr_eq(known, page))).count();
        assert_eq!(kept == 0, is_anew, "{changed}");
    }
}

#[test]
fn a_text_is_linked_anew_when_its_translation_says_something_else_of_it() {
    let languages = "languages: {en: {name: English}, es: {name: Español}}";
    let two = |record: &str| format!("---\ntitle: Dos\n{record}---\nSegundo.\n\nOtro texto.\n");
    let site = |record: &str| site().config(languages).file("content/a/two.es.md", two(record));
    let anew = |start: Project, path: &str, from: &str, to: &str| {
        let mut desk = Desk::new();
        let edited = start.clone().edit(path, from, to);
        let (before, after) = (desk.build(&start), desk.build(&edited));
        let cold = edited.build();
        assert_eq!((&after.outputs, after.broken()), (&cold.outputs, cold.broken()));
        after.pages().iter().filter(|page| !before.pages().iter().any(|known| Arc::ptr_eq(known, page))).count()
    };
    let all = site("").build().pages().len();
    let edit = |record: &str| anew(site(record), "content/a/two.md", "Other text", "Some other text");
    assert_eq!(edit(""), 1);
    // It was made from other words already, and from these.
    assert_eq!(edit("translated_sections: {_head: \"HEAD\", _start: \"0000000000\"}\n"), 1);
    assert_eq!(edit(&record_of(&site(""))), all);
    assert_eq!(anew(site(""), "content/a/two.es.md", "Otro", "Este otro"), 1);
    assert_eq!(anew(site(""), "content/a/four.md", "More", "Some more"), 1);
}

/// The record that a translation made from the page `two` today would keep.
fn record_of(site: &Project) -> String {
    let linked =
        site.build().pages().iter().filter_map(|page| page.file.clone()).find(|file| &*file.path == "content/a/two.md");
    let hashes = linked.as_ref().map(|file| file.section_hashes()).unwrap();
    let lines: Vec<String> = hashes.iter().map(|(name, hash)| format!("{name}: \"{hash}\"")).collect();
    format!("translated_sections: {{{}}}\n", lines.join(", "))
}

#[test]
fn a_build_that_takes_somebody_at_their_word_is_put_right_by_the_next_one() {
    let mut desk = Desk::new();
    desk.build(&site()).clean();
    let both = site().edit("content/a/two.md", "Other", "New").edit("content/a/four.md", "More", "Less");
    assert_eq!(desk.build_trusting(&both, &["content/a/two.md"]).clean().rendered(), ["a/two/index.html"]);
    let whole = desk.build(&both);
    assert_eq!(whole.clean().rendered(), ["a/four/index.html"]);
    assert_eq!(whole.outputs, both.build().outputs);
}

#[test]
fn what_a_stopped_build_did_not_make_is_made_by_the_next_one() {
    let mut desk = Desk::new();
    desk.build(&site()).clean();
    let other = site().edit("templates/page.html", "{{ theme.accent }}", "{{ theme.accent }} new");
    desk.stop(&other);
    // Now nothing but a text is different from what was linked last, and most outputs are still those of the old template.
    let edited = other.edit("content/a/two.md", "Other", "New");
    assert_eq!(desk.build(&edited).clean().outputs, edited.build().outputs);
}

#[test]
fn files_that_came_or_went_are_found_whatever_somebody_says() {
    let mut desk = Desk::new();
    desk.build(&site()).clean();
    let more = site().file("content/a/new.md", page("New", "Words."));
    assert_eq!(desk.build_trusting(&more, &["content/a/new.md"]).outputs, more.build().outputs);
    assert_eq!(desk.build_trusting(&site(), &["content/a/new.md"]).outputs, site().build().outputs);
}

#[test]
fn a_notice_that_no_template_reads_is_missed_by_a_warm_build_too() {
    let mut desk = Desk::new();
    desk.build(&site()).clean();
    let demonstration = site().edit("guidepost.yaml", "live", "demonstration");
    assert_eq!(same_as_cold(&mut desk, &demonstration).unwrap().broken(), demonstration.build().broken());
}

/// Builds with what is known and with nothing known, and compares all that comes out.
fn same_as_cold(desk: &mut Desk, project: &Project) -> Result<Site, TestCaseError> {
    let (warm, cold) = (desk.build(project), project.build());
    prop_assert_eq!(&warm.diagnostics, &cold.diagnostics);
    prop_assert_eq!(warm.outputs.keys().collect::<Vec<_>>(), cold.outputs.keys().collect::<Vec<_>>());
    for (path, bytes) in &warm.outputs {
        prop_assert_eq!(String::from_utf8_lossy(bytes), String::from_utf8_lossy(&cold.outputs[path]), "{}", path);
    }
    if !warm.failed() {
        let counts = |site: &Site| {
            let built = site.built();
            (built.pages, built.outputs, built.left_out, built.next_change)
        };
        prop_assert_eq!(counts(&warm), counts(&cold));
    }
    Ok(warm)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, max_shrink_iters: 4000, ..ProptestConfig::default() })]

    /// The promise on which everything fast rests.
    #[test]
    fn a_warm_build_gives_what_a_cold_build_gives(edits in prop::collection::vec(edits::any(), 1..12)) {
        let mut desk = Desk::new();
        let mut project = edits::start();
        same_as_cold(&mut desk, &project)?;
        for edit in &edits {
            project = Edit::apply(edit, project);
            same_as_cold(&mut desk, &project)?;
        }
    }
}

#[test]
fn random_edits_leave_most_sites_without_errors() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut fine, mut all) = (0, 0);
    for _ in 0..40 {
        let edits = prop::collection::vec(edits::any(), 1..12).new_tree(&mut runner).unwrap().current();
        let mut project = edits::start();
        for edit in &edits {
            project = Edit::apply(edit, project);
            all += 1;
            fine += usize::from(!project.build().failed());
        }
    }
    assert!(fine * 10 > all * 4, "the property above would compare mostly empty sites: {fine} of {all} have no error");
    assert!(fine < all, "errors in between are part of the property");
}
