//! Edits at random: everything an author or a maker of themes may do between two builds, also what is wrong.

use proptest::prelude::*;
use proptest::sample::select;

use crate::project::{Project, page};

/// One edit.
#[derive(Debug, Clone)]
pub(crate) enum Edit {
    /// Writes a file.
    Write(String, String),
    /// Takes a file away, if it is there.
    Remove(&'static str),
    /// Moves a file to another path, if it is there.
    Rename(&'static str, &'static str),
    /// Adds a piece to the end of a file, if it is there.
    Append(&'static str, &'static str),
    /// Adds a piece before the text of a page, if it is there, so that everything in it has another place.
    Prepend(&'static str, &'static str),
    /// Takes away the lines in which directives begin and end, or the first of them, so that what was in a box is out of it.
    Unbox(&'static str),
    /// Adds a line to the front matter of a page, if it is there.
    AddKey(&'static str, &'static str),
    /// Builds on another day.
    Today(&'static str),
}

/// The paths at which pages come and go.
const PAGES: [&str; 14] = [
    "content/_index.md",
    "content/_index.es.md",
    "content/four.md",
    "content/four.es.md",
    "content/a/_index.md",
    "content/a/_index.es.md",
    "content/a/one.md",
    "content/a/one.es.md",
    "content/a/two.md",
    "content/a/b/_index.md",
    "content/a/b/three.md",
    "content/c/index.md",
    "content/c/index.es.md",
    "content/c/below/five.md",
];

/// Lines of front matter; the last ones are wrong.
const KEYS: [&str; 32] = [
    "description: In a sentence.",
    "main_message: Never stop suddenly.",
    "date: 2026-01-05",
    "updated: 2026-03-05",
    "draft: true",
    "publish_on: 2026-03-16",
    "expires_on: 2026-03-16",
    "weight: 1",
    "weight: 2",
    "slug: other",
    "aliases: [/old/, /older/]",
    "template: landing",
    "toc: false",
    "authors: [ada]",
    "reviews: [{by: ada, date: 2026-01-01, next_review: 2027-01-01}]",
    "sources: [label, guideline]",
    "topics: [Sleep]",
    "topics: [Sleep, Hope]",
    "quick_exit: true",
    "emergency: true",
    "feedback: false",
    "region: us",
    "extra: {colour: blue}",
    "cascade: {topics: [Handed down], extra: {colour: red}}",
    "cascade: {draft: true}",
    "sort_by: title",
    "paginate_by: 1",
    "translation: {method: machine}",
    "related: [four.md]",
    "related: []",
    "slug: a/b",
    "tilte: B",
];

/// Pieces of text; the last ones are wrong, at least while nothing makes them right.
const PIECES: [&str; 22] = [
    "Some words.",
    "A claim. [@label]",
    ":::box Title {size=2}\nInside. [four](/four.md)\n:::",
    "Other words with *stress*.",
    "## A heading",
    "## A heading\n\n### One below",
    "```rust\nfn main() {}\n```",
    "- [x] done\n- [ ] open",
    "| a | b |\n|:--|--:|\n| 1 | 2 |",
    "A note[^1].\n\n[^1]: Its text.",
    ":::box Title {size=2}\nInside.\n:::",
    "::lines{region=us}",
    "> [!WARNING]\n> Take care.",
    "[out](https://example.com/) and <mailto:a@example.org>",
    "[home](/)",
    "[style](/leaflet.pdf)",
    "![A plan](/plan.svg)",
    "[four](/four.md)",
    "[one](/a/one.md#a-heading)",
    "[bundle](/c/)",
    ":::bxo\nInside.\n:::",
    "<b>raw</b>",
];

/// Other files, each with its versions.
const FILES: [(&str, &[&str]); 23] = [
    (
        "content/_data/people.yaml",
        &["ada: {name: Ada Example}\n", "ada: {name: Dr. Ada Example, role: Nurse}\n", "ada: {nmae: x}\n"],
    ),
    (
        "content/_data/sources.yaml",
        &[
            "label: {kind: label, title: A label}\nguideline: {kind: guideline, title: A guideline, year: 2025}\n",
            "label: {kind: label, title: The label}\nguideline: {kind: guideline, title: A guideline, year: 2025}\n",
        ],
    ),
    ("content/_data/colours.yaml", &["paper: white\n", "paper: [1, 2]\n", "paper: {a: b: c}\n"]),
    ("content/_data/colours.es.yaml", &["paper: blanco\n", "ink: negro\n"]),
    (
        "content/_data/helplines.yaml",
        &[
            "us: [{id: a, label: A, tel: \"+1 555 0100\"}]\n",
            "us: [{id: a, label: B, tel: \"+1 555 0101\"}, {id: b, label: Desk, kind: own, tel: \"+1 555 0102\"}]\n",
        ],
    ),
    (
        "content/_data/series.yaml",
        &[
            "",
            "way: {title: {en: Way, es: Camino}, pages: [four.md, a/one.md]}\n",
            "way: {title: Other way, pages: [a/_index.md, four.md, a/two.md]}\n",
        ],
    ),
    (
        "templates/author.html",
        &["{{ notice }}{{ author.name }}{{ author.role or \"\" }}{% for card in pages %}{{ card.title }}{% endfor %}"],
    ),
    ("content/c/plan.txt", &["a plan", "another plan"]),
    ("static/plan.svg", &["<svg width='20' height='10'></svg>", "<svg width='40' height='10'></svg>"]),
    ("static/leaflet.pdf", &["%PDF", "%PDF-2"]),
    (
        "templates/page.html",
        &[
            "{{ page.title }} {{ body | safe }}",
            "{{ body | safe }}{{ data.colours?.paper or \"\" }}",
            "{{ series?.title or \"\" }}{{ series?.next?.title or \"\" }}{% for author in page.authors %}{{ author.page_url or \"\" }}{% endfor %}",
            "{% for card in related %}{{ card.title }}{% endfor %}{% for card in backlinks %}{{ card.url }}{% endfor %}",
            "{{ notice }}{{ body | safe }}{{ next?.title or \"\" }}",
            "{{ pag.title }}",
            "{{ body | safe",
        ],
    ),
    (
        "templates/landing.html",
        &[
            "{{ notice }}{% for group in all_pages %}{{ group.letter }}{% for card in group.pages %}{{ card.title }}{% endfor %}{% endfor %}",
            "{{ page.title | upper }}{{ notice }}{{ page.extra?.colour or \"\" }}",
            "{% extends \"page.html\" %}",
            "{{ page.nothing | upper }}",
        ],
    ),
    (
        "templates/section.html",
        &[
            "{{ notice }}{% for card in pages %}{{ card.title }}{{ card.date_text }}{% endfor %}{{ paginator?.total or \"\" }}",
            "{{ strings.word }}{{ body | safe }}{{ notice }}",
        ],
    ),
    (
        "templates/page.md",
        &["{{ body }}", "{{ page.title | escape_markdown }}{{ body }}{{ data.colours?.paper or \"\" }}"],
    ),
    (
        "templates/llms.txt",
        &[
            "{% for group in pages_by_section %}{{ group.section.title }}{% for card in group.pages %}{{ card.description }}{{ card.markdown_permalink }}{% endfor %}{% endfor %}",
        ],
    ),
    (
        "templates/outputs/pages.json",
        &[
            "[{% for card in pages %}{{ card | json_encode }}{% if not loop.last %},{% endif %}{% endfor %}]",
            "[{{ site.title | json_encode }}, {{ sections | length }}, {{ data.colours?.paper | default(value=1) | json_encode }}]",
            "[{{ notice }}]",
        ],
    ),
    (
        "templates/partials/foot.html",
        &["{{ site.title }}", "{{ lang.name }}{% for item in menus?.main or [] %}{{ item.label }}{% endfor %}"],
    ),
    (
        "templates/term.html",
        &["{{ page.title }}{{ notice }}{% include \"partials/foot.html\" %}", "{% set page = 1 %}"],
    ),
    (
        "components/box.html",
        &[
            "{% component box(title: string = \"\", size: integer = 1, @strings) %}({{ strings.word }}{{ body }}){% endcomponent box %}",
            "{% component box(title: string = \"\", size: integer = 1, @data: map = {}) %}({{ data.colours?.paper or \"\" }}{{ body }}){% endcomponent box %}",
        ],
    ),
    (
        "components/callout.html",
        &[
            "{% component callout(kind: string = \"note\", title: string = \"\") %}<b>{{ kind }}</b>{{ body }}{% endcomponent callout %}",
        ],
    ),
    (
        "strings/en.yaml",
        &[
            "word: A word\n",
            "word: {one: \"{count} page\", other: \"{count} pages\"}\ntable: Table\n",
            "demonstration_notice: Another notice.\n",
        ],
    ),
    ("strings/es.yaml", &["word: Una palabra\n", "word: Otra palabra\ntable: Otra tabla\n"]),
    ("assets/style.css", &["p {}", "a {}"]),
];

const CONFIGS: [&str; 11] = [
    "",
    "status: demonstration",
    "outputs: {markdown: true, llms_txt: true}",
    "outputs: {markdown: true}\nmarkdown: {raw_html: true}",
    "description: What this is.\npublisher: {name: Harbour Clinic}",
    "theme_options: {accent: green}",
    "paginate_by: 1",
    "menus: {main: [{page: four.md}, {label: Out, url: https://example.com/}]}",
    "taxonomies: {topics: {paginate_by: 1, title: {en: Subjects, es: Temas}}}",
    "markdown: {raw_html: true}",
    "outputs: {sitemap: false}\nunknown: key",
];

/// The site before the first edit.
pub(crate) fn start() -> Project {
    let is_page = |path: &str| path.starts_with("templates/") && path.ends_with(".html");
    let files = FILES.iter().filter(|(path, _)| !is_page(path) && !path.starts_with("components/"));
    let project = files.fold(configured(""), |project, (path, versions)| project.file(path, versions[0]));
    [
        "content/four.md",
        "content/a/_index.md",
        "content/a/one.md",
        "content/a/one.es.md",
        "content/a/two.md",
        "content/c/index.md",
    ]
    .into_iter()
    .fold(project, |project, path| project.file(path, page(path, "The first words.\n\n## A heading\n\nMore.")))
}

fn configured(lines: &str) -> Project {
    Project::bilingual().config(lines)
}

/// Any edit.
pub(crate) fn any() -> impl Strategy<Value = Edit> {
    let config = select(&CONFIGS[..])
        .prop_map(|lines| Edit::Write("guidepost.yaml".into(), configured(lines).text("guidepost.yaml").unwrap()));
    let file = select(&FILES[..])
        .prop_flat_map(|(path, versions)| select(versions).prop_map(move |text| Edit::Write(path.into(), text.into())));
    prop_oneof![
        6 => (select(&PAGES[..]), select(&["A", "B", "\"C: c\""][..]), usually(&KEYS, 0..4), usually(&PIECES, 0..4)).prop_map(write_page),
        6 => (select(&PAGES[..]), usually(&PIECES, 1..2)).prop_map(|(path, piece)| Edit::Append(path, piece[0])),
        4 => (select(&PAGES[..]), usually(&PIECES, 1..2)).prop_map(|(path, piece)| Edit::Prepend(path, piece[0])),
        1 => select(&PAGES[..]).prop_map(Edit::Unbox),
        6 => (select(&PAGES[..]), usually(&KEYS, 1..2)).prop_map(|(path, key)| Edit::AddKey(path, key[0])),
        4 => file,
        2 => config,
        3 => select(&PAGES[..]).prop_map(Edit::Remove),
        1 => select(&FILES[..]).prop_map(|(path, _)| Edit::Remove(path)),
        2 => (select(&PAGES[..]), select(&PAGES[..])).prop_map(|(from, to)| Edit::Rename(from, to)),
        1 => select(&["2026-03-15", "2026-03-16", "2026-03-17"][..]).prop_map(Edit::Today),
    ]
}

/// Lines of a list, and only now and then one of those at its end, which make errors.
fn usually(lines: &'static [&'static str], count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<&'static str>> {
    let right = &lines[..lines.len() - 2];
    prop::collection::vec(prop_oneof![30 => select(right), 1 => select(lines)], count)
}

fn write_page((path, title, keys, pieces): (&'static str, &'static str, Vec<&'static str>, Vec<&'static str>)) -> Edit {
    let mut names: Vec<&str> = Vec::new();
    let mut front = format!("title: {title}\n");
    for key in keys {
        let name = key.split(':').next().unwrap();
        if is_allowed(path, name) && !names.contains(&name) {
            names.push(name);
            front.push_str(&format!("{key}\n"));
        }
    }
    Edit::Write(path.into(), format!("---\n{front}---\n{}\n", pieces.join("\n\n")))
}

/// Some keys are for sections only.
fn is_allowed(path: &str, key: &str) -> bool {
    !matches!(key, "cascade" | "sort_by" | "paginate_by") || path.contains("_index")
}

impl Edit {
    /// The site after the edit.
    pub(crate) fn apply(edit: &Self, project: Project) -> Project {
        match edit {
            Self::Write(path, text) => project.file(path, text),
            Self::Today(day) => project.today(day),
            Self::Remove(path) if project.text(path).is_some() => project.without(path),
            Self::Rename(from, to) => match project.text(from) {
                Some(text) => project.without(from).file(to, text),
                None => project,
            },
            Self::Append(path, piece) => match project.text(path) {
                Some(text) => project.file(path, format!("{text}\n{piece}\n")),
                None => project,
            },
            Self::Prepend(path, piece) => match project.text(path).and_then(|text| {
                let end = text.rfind("\n---\n")? + 5;
                Some(format!("{}\n{piece}\n\n{}", &text[..end], &text[end..]))
            }) {
                Some(text) => project.file(path, text),
                None => project,
            },
            Self::Unbox(path) => match project.text(path) {
                Some(text) => project.file(
                    path,
                    text.replacen(":::box Title {size=2}\nInside.\n", ":::box Title {size=2}\n:::\nInside.\n", 1),
                ),
                None => project,
            },
            Self::AddKey(path, line) => {
                let name = line.split(':').next().unwrap();
                match project.text(path) {
                    Some(text) if is_allowed(path, name) && !text.contains(&format!("\n{name}:")) => {
                        project.file(path, text.replacen("---\n", &format!("---\n{line}\n"), 1))
                    }
                    _ => project,
                }
            }
            Self::Remove(_) => project,
        }
    }
}
