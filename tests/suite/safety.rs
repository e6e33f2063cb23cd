//! What keeps a reader safe besides the words of a page: the way out, and what pages on danger leave out.

use crate::project::{Project, page};

/// A site with a page that can be left at once, and one that cannot.
fn with_way_out() -> Project {
    Project::wayside()
        .file("content/home-is-not-safe.md", "---\ntitle: When home is not safe\nquick_exit: true\n---\nText.\n")
        .file("content/a.md", page("A", "Text."))
}

fn head(html: &str) -> &str {
    html.split("</head>").next().unwrap()
}

#[test]
fn a_page_that_can_be_left_at_once_offers_a_link_that_works_without_a_script() {
    let site = with_way_out().build();
    let html = site.clean().text("home-is-not-safe/index.html");
    let body = html.split("<body>").nth(1).unwrap();
    let link = "<a class=\"button\" href=\"https://www.weather.gov/\" rel=\"nofollow noreferrer\">Leave this page</a>";
    assert!(body.find(link).unwrap() < body.find("<header").unwrap(), "the way out comes first");
    assert!(body.contains("<summary>This does not clear your browser history.</summary>"), "{body}");
    assert!(body.contains("choose History and delete this page there"), "it says how to clear it");
    // Without the script the keys do nothing, so nothing is said of them.
    assert!(body.contains("<span class=\"quick-exit-keys\" hidden>You can also press the Shift key three times"));
    site.lacks("a/index.html", "quick-exit").lacks("404.html", "quick-exit");
}

#[test]
fn the_script_of_the_way_out_is_small_waits_and_stands_on_no_other_page() {
    let site = with_way_out().build();
    let html = site.clean().text("home-is-not-safe/index.html");
    assert_eq!(html.matches("<script src=\"/assets/quick-exit.").count(), 1);
    assert!(html.contains(".js\" defer></script>"));
    let script = site.outputs.keys().find(|path| path.starts_with("assets/quick-exit.")).unwrap();
    let text = site.text(script);
    assert!(text.len() < 2500, "{}", text.len());
    assert!(text.contains("location.replace(") && text.contains("presses === 3"));
    for word in ["=>", "const ", "let ", "`", "storage", "cookie", "fetch", "XMLHttp", "http:", "https:"] {
        assert!(!text.contains(word), "an old phone cannot read it, or it keeps or sends something: {word}");
    }
    site.lacks("a/index.html", "<script src");
}

#[test]
fn the_tab_and_the_history_say_nothing_of_the_subject() {
    let site = with_way_out()
        .edit(
            "guidepost.yaml",
            "{en: {name: English, locale: en-US}}",
            "{en: {name: English}, es: {name: Español}, ar: {name: العربية}}",
        )
        .file("content/_index.es.md", page("Inicio", "Hola."))
        .file("content/_index.ar.md", page("البداية", "نص."))
        .build();
    for (folder, neutral) in [("", "Information"), ("es/", "Información"), ("ar/", "معلومات")] {
        let html = site.clean().text(&format!("{folder}home-is-not-safe/index.html"));
        assert!(head(&html).contains(&format!("<title>{neutral}</title>")), "{}", head(&html));
        assert!(head(&html).contains(&format!("<meta property=\"og:title\" content=\"{neutral}\">")));
        assert!(!head(&html).contains("og:site_name") && !head(&html).contains("og:description"));
        assert!(html.contains(">When home is not safe</h1>"), "the heading stays as it is");
    }
    site.contains("a/index.html", "<title>A – Harbour Clinic</title>");
    let own = with_way_out().file("strings/en.yaml", "quick_exit_title: Notes\n").build();
    own.clean().contains("home-is-not-safe/index.html", "<title>Notes</title>");
}

#[test]
fn the_button_that_stays_never_covers_what_has_the_focus() {
    let site = with_way_out().build();
    site.clean().contains("home-is-not-safe/index.html", " data-quick-exit>").lacks("a/index.html", "data-quick-exit");
    let css = with_way_out().text("themes/wayside/assets/style.css").unwrap();
    assert!(css.contains(".quick-exit { position: sticky; top: 0;"));
    assert!(css.contains("[data-quick-exit] { scroll-padding-top: 5rem; }"));
    let print: String = css.split("@media print").skip(1).collect();
    assert!(print.contains(".quick-exit, .quick-exit-note,"), "paper cannot be left");
}

#[test]
fn a_site_without_an_address_to_leave_to_has_no_button_and_keeps_the_title_neutral() {
    let site = with_way_out().config("theme_options: {quick_exit_url: \"\"}").build();
    site.clean()
        .lacks("home-is-not-safe/index.html", "quick-exit")
        .contains("home-is-not-safe/index.html", "<title>Information</title>");
}
