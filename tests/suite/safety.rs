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
    assert!(body.contains("<summary>This does not clear your history.</summary>"), "{body}");
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

/// A centre with a line of its own, which stands first in its file.
const LINES: &str = "\
us:
  - {id: desk, label: Our front desk, kind: own, tel: +1 555 0100, number: 555-0100, hours: 'Monday to Friday, 9 to 5'}
  - {id: us-911, label: Emergency services, tel: '911'}
  - {id: us-988, label: Lifeline, tel: '988', spanish: press 2, relay: TTY 555}
  - {id: places, label: FindTreatment.gov, url: 'https://findtreatment.gov'}
";

fn centre() -> Project {
    Project::wayside()
        .config("publisher: {name: Harbour Clinic, phone: +1 555 0199, sells_treatment: true}\nregion: us\nfeedback: pages@example.org")
        .file("content/_data/helplines.yaml", LINES)
        .file("content/a.md", "---\ntitle: A\nmain_message: Stay.\n---\n::helplines{region=\"us\"}\n\n::helplines\n")
        .file("content/overdose.md", "---\ntitle: Overdose\nmain_message: Call 911.\nemergency: true\n---\nText.\n")
        .file("content/set.md", "---\ntitle: For the visit\nset: [a.md, overdose.md]\n---\n")
}

#[test]
fn a_centres_own_line_stands_after_all_help_lines_and_says_whose_it_is() {
    let site = centre().build();
    for path in ["a/index.html", "index.html", "404.html"] {
        let html = site.clean().text(path);
        let own = html.find("555-0100").unwrap_or_else(|| panic!("{path} does not show the line"));
        assert_eq!(html.matches("555-0100").count(), 1, "{path}: at the foot and nowhere else");
        assert!(html.rfind("https://findtreatment.gov").unwrap() < own, "{path}: the neutral list comes first");
        assert!(html.find("<main").unwrap() < own && html.find("Stay.").is_none_or(|message| message < own));
        let before = &html[..own];
        let section = &before[before.rfind("<section").unwrap()..];
        assert!(
            section.contains(">Our own line</h2>") && section.contains("It is not an emergency line or a crisis line.")
        );
        assert!(section.contains("This organization sells treatment."), "{path}");
    }
}

#[test]
fn no_line_or_number_of_the_publisher_stands_on_a_page_for_emergencies() {
    let site = centre().build();
    for path in ["overdose/index.html", "set/index.html"] {
        let html = site.clean().text(path);
        assert!(!html.contains("555-0100") && !html.contains("own-lines") && !html.contains("0199"), "{path}");
        assert!(html.contains("href=\"tel:911\"") && html.contains("Harbour Clinic"), "{path}");
    }
    site.contains("a/index.html", "0199");
}

#[test]
fn help_lines_say_how_spanish_speakers_and_deaf_people_reach_them() {
    let site = centre().build();
    site.clean()
        .contains("a/index.html", "<p>In Spanish: press 2</p>")
        .contains("a/index.html", "<p>Text telephone (TTY) or relay: <bdi>TTY 555</bdi></p>")
        .contains("a/index.html", "<a href=\"https://findtreatment.gov\" rel=\"noreferrer\">Website<span class=\"visually-hidden\">: FindTreatment.gov</span></a>");
}

/// A long name takes four lines beside its number on a small phone, and pushes the main message off the screen.
#[test]
fn the_top_of_a_page_shows_the_short_name_of_a_help_line_and_its_foot_the_whole() {
    let lines =
        LINES.replace("label: Lifeline", "label: 988 Suicide and Crisis Lifeline, short_label: Suicide and crisis");
    let html = centre().file("content/_data/helplines.yaml", lines).build().text("404.html");
    let (top, foot) = html.split_once("id=\"_help-lines\"").unwrap();
    assert!(top.contains("<strong>Suicide and crisis</strong>") && !top.contains("Lifeline"), "{top}");
    assert!(foot.contains("<strong>988 Suicide and Crisis Lifeline</strong>"), "{foot}");
}

#[test]
fn a_demonstration_says_which_numbers_nobody_has_rung() {
    let all = "These numbers have not been confirmed by ringing them.";
    let one = "This number has not been confirmed by ringing it.";
    let site = centre().build();
    for path in ["a/index.html", "404.html", "overdose/index.html", "set/index.html"] {
        site.clean().contains(path, all).lacks(path, one);
    }
    let second = "spanish: press 2, confirmed_on: 2026-03-01, confirmed_by: desk, method: rang the number";
    let mixed = LINES.replace("spanish: press 2", second) + "  - {id: other, label: Other, tel: '555'}\n";
    let mixed = centre().file("content/_data/helplines.yaml", mixed).build();
    mixed.clean().contains("404.html", one).lacks("404.html", all);
    let rung = centre().file("content/_data/helplines.yaml", LINES.replace("spanish: press 2", second)).build();
    rung.clean().lacks("404.html", one).lacks("404.html", all);
    let real = Project::real().build();
    for path in real.clean().outputs.keys().filter(|path| path.ends_with(".html")) {
        let html = real.text(path);
        let said = if path.starts_with("es/") { "Nadie ha llamado a estos números para confirmarlos." } else { all };
        assert!(html.contains(said) || html.contains("http-equiv=\"refresh\""), "{path}");
    }
}

/// 911 sends help when life is in danger; 988 is for another need, and must not read like it.
#[test]
fn the_words_for_danger_to_life_are_not_those_for_a_crisis_of_the_mind() {
    let project = Project::real();
    for (file, danger, mind) in [
        ("helplines", ["overdose", "seizure"], "thoughts of suicide"),
        ("helplines.es", ["sobredosis", "convulsión"], "pensamientos de suicidio"),
    ] {
        let text = project.text(&format!("content/_data/{file}.yaml")).unwrap();
        let purpose = |id: &str| {
            let line = text.split("  - id: ").find(|line| line.starts_with(id)).unwrap();
            line.split("purpose: ").nth(1).unwrap().lines().next().unwrap().to_owned()
        };
        let (life, crisis) = (purpose("us-911\n"), purpose("us-988\n"));
        for word in danger {
            assert!(life.contains(word) && !crisis.contains(word), "{file}: {word}");
        }
        assert!(crisis.contains(mind) && !life.contains(mind), "{file}");
        assert!(crisis.contains("911"), "{file}: who rings the wrong one is told");
    }
}

#[test]
fn the_shipped_pages_on_danger_lead_nowhere_but_to_help() {
    let site = Project::real().config("feedback: /feedback").build();
    for page in ["overdose-and-emergency", "seizure", "thoughts-of-suicide"] {
        for language in ["", "es/"] {
            let path = format!("{language}safety/{page}/index.html");
            site.clean().lacks(&path, "class=\"related\"").lacks(&path, "class=\"feedback\"");
        }
    }
    site.contains("families/helping-someone/index.html", "class=\"related\"");
}

#[test]
fn a_page_for_emergencies_has_no_related_pages_but_those_it_names() {
    let with = |keys: &str| {
        let text = format!("---\ntitle: Slow tapering and sleep\ntopics: [Sleep, Tapering]\n{keys}---\nText.\n");
        Project::wayside()
            .file("content/a.md", text)
            .file("content/b.md", "---\ntitle: Slow tapering and dreams\ntopics: [Sleep, Tapering]\n---\nText.\n")
            .file("content/c.md", page("Other", "Text."))
            .file("content/d.md", page("Another", "Text."))
            .build()
    };
    with("").clean().contains("a/index.html", "class=\"related\"");
    with("emergency: true\n").clean().lacks("a/index.html", "class=\"related\"");
    with("emergency: true\nrelated: [c.md]\n").clean().contains("a/index.html", "class=\"related\"");
}

#[test]
fn feedback_goes_by_mail_and_says_that_nobody_watches_it() {
    let site = centre().build();
    let html = site.clean().text("a/index.html");
    let part = html.split("<section class=\"feedback\"").nth(1).unwrap().split("</section>").next().unwrap();
    for words in [
        "<strong>Nobody watches these messages for emergencies. If you need help now, call a help line.</strong>",
        "<a href=\"tel:911\">Call <bdi dir=\"ltr\">911</bdi></a>, <a href=\"tel:988\">Call <bdi dir=\"ltr\">988</bdi></a>",
        "Do not write your name, or anything about your health or the health of someone else.",
        "<bdi dir=\"ltr\">pages@example.org</bdi>",
    ] {
        assert!(part.contains(words), "no `{words}` in {part}");
    }
    assert!(part.contains("href=\"mailto:pages@example.org?subject="), "{part}");
    assert!(html.find("class=\"about-page\"").unwrap() < html.find("class=\"feedback\"").unwrap(), "at the end");
    site.lacks("overdose/index.html", "class=\"feedback\"")
        .lacks("set/index.html", "class=\"feedback\"")
        .lacks("404.html", "class=\"feedback\"");
    let off = centre().edit("content/a.md", "title: A", "title: A\nfeedback: false").build();
    off.clean().lacks("a/index.html", "class=\"feedback\"").contains("index.html", "class=\"feedback\"");
    let none = centre().edit("guidepost.yaml", "feedback: pages@example.org", "").build();
    none.clean().lacks("index.html", "class=\"feedback\"");
}

#[test]
fn feedback_goes_by_a_form_of_this_site_that_needs_no_script() {
    let site = centre()
        .edit("guidepost.yaml", "feedback: pages@example.org", "feedback: /cgi/feedback")
        .base_url("https://example.org/help/")
        .build();
    let html = site.clean().text("a/index.html");
    assert!(html.contains("<form method=\"post\" action=\"/help/cgi/feedback\" autocomplete=\"off\">"), "{html}");
    assert!(html.contains("<label for=\"_feedback-text\">") && html.contains("<textarea id=\"_feedback-text\""));
    assert!(!html.contains("<script src"), "it works without a script");
}

#[test]
fn feedback_to_another_website_is_refused() {
    let says = |address: &str| {
        let site = Project::wayside().config(&format!("feedback: \"{address}\"")).build();
        assert!(site.failed() && site.broken() == ["config-value"], "{address}");
        let problem = &site.diagnostics[0];
        format!("{}; {}", problem.message, problem.help.as_deref().unwrap())
    };
    let example = "for example `feedback: pages@example.org` or `feedback: /feedback`";
    let other = "; what readers write stays on this one";
    for address in ["https://forms.example.com/f", "//forms.example.com/f"] {
        assert_eq!(says(address), format!("`feedback` cannot lead to another website: `{address}`{other}; {example}"));
    }
    let neither = "`feedback` is neither an e-mail address nor a path of this site: ";
    assert_eq!(
        says("https://example.org/form"),
        format!("{neither}`https://example.org/form`; write `feedback: /form`")
    );
    for address in ["yes", "a@b", "a b@example.org", "a@example.org?cc=b", "/a b", "javascript:x"] {
        assert_eq!(says(address), format!("{neither}`{address}`; {example}"));
    }
}
