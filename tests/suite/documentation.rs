//! The documentation is a site of Guidepost, and its guides tell what is so.
//!
//! The samples of the guides are the input of these tests. A code block that names a file behind its language is that file; a
//! block of Markdown that names none is a page, or the text of one.

use std::collections::BTreeSet;

use crate::project::{Project, Site, program};

const GUIDES: [&str; 3] = ["for-authors", "for-centres", "for-theme-makers"];

/// A code block of a guide: its language, the file that it is, and its text without the indent of the list it may stand in.
struct Sample {
    language: String,
    file: Option<String>,
    text: String,
}

fn source(guide: &str) -> String {
    let path = format!("content/{guide}.md");
    Project::documentation().text(&path).unwrap_or_else(|| panic!("there is no `{path}`"))
}

fn samples(guide: &str) -> Vec<Sample> {
    let text = source(guide);
    let mut lines = text.lines();
    let mut samples = Vec::new();
    while let Some(line) = lines.next() {
        let Some(info) = line.trim_start().strip_prefix("```") else { continue };
        let (indent, mut info) = (line.len() - line.trim_start().len(), info.split_whitespace());
        let inside = lines.by_ref().take_while(|line| line.trim_start() != "```");
        let text = inside.map(|line| format!("{}\n", line.get(indent..).unwrap_or_default())).collect();
        let language = info.next().unwrap_or_default().to_owned();
        samples.push(Sample { language, file: info.next().map(str::to_owned), text });
    }
    samples
}

/// A new site with all the samples of a guide in it.
fn site_of_samples(guide: &str) -> Project {
    let picture = "<svg xmlns='http://www.w3.org/2000/svg' width='2' height='1'></svg>";
    let mut project = Project::starter().file("content/lamp.svg", picture);
    for (index, sample) in samples(guide).into_iter().enumerate() {
        let sample_page = format!("content/sample-{index}.md");
        project = match (sample.language.as_str(), sample.file) {
            // A part of the settings, for a site that has the others.
            ("yaml", Some(file)) if file == "guidepost.yaml" && !sample.text.contains("title:") => {
                project.config(&sample.text)
            }
            (_, Some(file)) => project.file(&file, sample.text),
            ("markdown", None) if sample.text.starts_with("---") => project.file(&sample_page, sample.text),
            ("markdown", None) => project.file(&sample_page, format!("---\ntitle: Sample\n---\n\n{}", sample.text)),
            _ => project,
        };
    }
    project
}

/// The commands that a guide shows.
fn commands(guide: &str) -> Vec<String> {
    let shell = samples(guide).into_iter().filter(|sample| sample.language == "sh");
    shell.flat_map(|sample| sample.text.lines().map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// The pages of the documentation, without those at permanent addresses, which only send readers on.
fn pages(site: &Site) -> impl Iterator<Item = (&str, String)> {
    let paths = site.outputs.keys().filter(|path| path.ends_with(".html") && !path.starts_with("h/"));
    paths.map(|path| (path.as_str(), site.text(path)))
}

#[test]
fn the_documentation_is_a_site_without_a_message() {
    let site = Project::documentation().build();
    site.clean();
    for guide in GUIDES.into_iter().chain(["comparison", "reference", "reference/rules"]) {
        assert!(site.outputs.contains_key(&format!("{guide}/index.html")), "{guide}");
    }
}

#[test]
fn every_page_of_the_documentation_says_that_it_is_no_medical_advice() {
    let site = Project::documentation().build();
    for (path, html) in pages(site.clean()) {
        assert!(html.contains("They are no medical advice."), "{path}");
        assert!(!html.contains("has not been reviewed by a clinician"), "{path}");
        assert!(!html.contains("class=\"notice\""), "{path}");
    }
}

#[test]
fn a_site_without_help_lines_has_no_empty_place_for_them() {
    let site = Project::wayside().file("content/a.md", "---\ntitle: A\n---\n\nText.\n").build();
    for (path, html) in pages(site.clean()) {
        let body = html.split_once("<body>").map_or("", |(_, body)| body);
        for piece in ["help-strip", "_help-lines", "class=\"helplines\"", "Need help now?"] {
            assert!(!body.contains(piece), "{path}: {piece}");
        }
    }
}

#[test]
fn the_documentation_shows_help_lines_as_a_sample_alone() {
    let site = Project::documentation().build();
    for (path, html) in pages(site.clean()) {
        for piece in ["class=\"help-strip\"", "id=\"_help-lines\"", "href=\"tel:911\""] {
            let is_sample = path == "components/index.html" && piece.contains("tel:");
            assert_eq!(html.contains(piece), is_sample, "{path}: {piece}");
        }
    }
}

#[test]
fn every_page_of_the_documentation_is_reached_from_its_front_page() {
    let site = Project::documentation().build();
    site.clean();
    let (mut seen, mut waiting) = (BTreeSet::new(), vec![String::from("index.html")]);
    while let Some(path) = waiting.pop() {
        if seen.insert(path.clone()) {
            let html = site.text(&path);
            let links = html.split("href=\"/").skip(1).filter_map(|rest| rest.split(['"', '#']).next());
            waiting.extend(links.filter(|link| link.ends_with('/')).map(|link| format!("{link}index.html")));
        }
    }
    let all: BTreeSet<String> =
        pages(&site).map(|(path, _)| path.to_owned()).filter(|path| path != "404.html").collect();
    assert_eq!(seen, all);
}

#[test]
fn the_samples_of_every_guide_build_without_a_message() {
    for guide in GUIDES {
        let site = site_of_samples(guide).build();
        assert!(site.diagnostics.is_empty(), "{guide}:\n{}", site.rendered_as(guidepost::diagnostic::Format::Human));
    }
}

#[test]
fn the_samples_for_authors_do_what_the_guide_says() {
    let site = site_of_samples("for-authors").build();
    site.clean();
    let all: String = pages(&site).map(|(_, html)| html).collect();
    for piece in [
        "A leaflet about sleep",
        "Taking less and less of a medicine in small steps.",
        "from one day to the next",
        "Town hall",
        "Reviewed by <bdi>Jane Doe",
        "alt=\"A bedside lamp with a warm, low light\"",
        "class=\"care emergency\"",
        "<th scope=\"col\">What the label says</th>",
        "id=\"_part-2-title\">Medicine list</h2>",
    ] {
        assert!(all.contains(piece), "{piece}");
    }
}

#[test]
fn the_samples_for_theme_makers_do_what_the_guide_says() {
    let site = site_of_samples("for-theme-makers").build();
    site.clean();
    site.contains("first-steps/index.html", "<title>First steps | Harbour Clinic</title>");
    let all: String = pages(&site).map(|(_, html)| html).collect();
    for piece in ["<figcaption>A mother</figcaption>", "3 pages"] {
        assert!(all.contains(piece), "{piece}");
    }
    let list: Vec<serde_json::Value> = serde_json::from_str(&site.text("pages.json")).unwrap();
    let title = |address: &str| list.iter().find(|page| page["address"] == address).map(|page| page["title"].clone());
    assert_eq!(title("https://example.org/first-steps/"), Some("First steps".into()));
}

#[test]
fn the_guide_for_authors_asks_for_one_command() {
    assert_eq!(commands("for-authors"), ["guidepost build"]);
}

#[test]
fn every_guidepost_command_of_the_guides_works_in_their_order() {
    let folder = Project::starter().in_folder();
    for guide in GUIDES {
        for command in commands(guide) {
            let Some(words) = command.strip_prefix("guidepost ") else { continue };
            let done = folder.finish(program().args(words.split(' ')).current_dir(folder.root()));
            assert_eq!(done.code, 0, "{guide}: `{command}`\n{}", done.err);
        }
    }
}

#[test]
fn the_message_in_the_guide_for_authors_is_the_one_that_the_program_shows() {
    let shown = samples("for-authors").into_iter().find(|sample| sample.language == "text").expect("a message");
    let text = "---\ntitle: Sleep\n---\n\nPoor sleep is common. Read [the first steps](first-step.md).\n";
    let site = Project::starter().file("content/sleep.md", text).build();
    assert_eq!(site.rendered_as(guidepost::diagnostic::Format::Human).trim_end(), shown.text.trim_end());
}
