//! Writes the reference pages from the program itself: `cargo run --example reference -- FOLDER`.
//!
//! Input: the folder of the documentation site, which is `docs` in this repository. Output: one page in its
//! `content/reference` for each kind of file that people write, with front matter. Each key, value, filter and rule is
//! described where it is read, so these pages cannot say anything else than the program does. It never touches another file;
//! `scripts/test` compares the committed pages with what this makes.
#![expect(clippy::disallowed_methods, reason = "a program of its own, which writes the pages")]

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::Write as _;
use std::path::PathBuf;

use guidepost::content::{data, front_matter};
use guidepost::diagnostic::{Rule, rules};
use guidepost::render::{context, filters};
use guidepost::theme;
use guidepost::yaml::{self, Choice, Field, Node, Record, Shape};

/// Where the pages lie in the site.
const BELOW: &str = "content/reference";

/// One page. Its address is made of its file, so the file keeps its name.
struct Page {
    file: &'static str,
    title: &'static str,
    description: &'static str,
    make: fn() -> Option<String>,
}

/// All pages, in the order in which the site lists them.
const PAGES: [Page; 6] = [
    Page {
        file: "front-matter.md",
        title: "Front matter",
        description: "Every key that a page can have between its two lines of three dashes.",
        make: front_matter_page,
    },
    Page {
        file: "configuration.md",
        title: "Settings: guidepost.yaml",
        description: "Every key of the file that holds the settings of a site.",
        make: configuration,
    },
    Page {
        file: "data-files.md",
        title: "People, sources, glossary, help lines and the search",
        description: "Every key of the files in content/_data that have a fixed form.",
        make: || Some(data_files()),
    },
    Page {
        file: "rules.md",
        title: "Rules",
        description: "Every message of Guidepost, why it is there, and a wrong and a right example.",
        make: || Some(rules_page()),
    },
    Page {
        file: "template-values.md",
        title: "What themes work with",
        description: "Every value that templates read, every filter, and every key of theme.yaml.",
        make: template_values,
    },
    Page {
        file: "wayside.md",
        title: "Wayside, the default theme",
        description: "Every option of the theme that a new site starts with.",
        make: wayside,
    },
];

/// Pages that people write may stand before these.
const FIRST_WEIGHT: usize = 20;

/// The line in the front matter that tells people where the text comes from.
const MADE: &str = "# Made by `cargo run --example reference -- docs`. Change the comments in the code, not this page.";

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os().nth(1).map(PathBuf::from);
    let folder = folder.ok_or("name the folder of the site, for example: cargo run --example reference -- docs")?;
    let folder = folder.join(BELOW);
    std::fs::create_dir_all(&folder)?;
    for (index, page) in PAGES.iter().enumerate() {
        let text = (page.make)().ok_or_else(|| format!("nothing describes what belongs into {}", page.file))?;
        std::fs::write(folder.join(page.file), front_matter_of(page, FIRST_WEIGHT + 10 * index) + &text)?;
    }
    Ok(())
}

/// What stands above the text of a page.
fn front_matter_of(page: &Page, weight: usize) -> String {
    let Page { title, description, .. } = page;
    format!("---\n{MADE}\ntitle: \"{title}\"\ndescription: {description}\nweight: {weight}\n---\n")
}

fn configuration() -> Option<String> {
    let record = guidepost::config::describe()?;
    let mut page = Reference::default();
    page.paragraph(&record.about);
    page.paragraph(
        "Only `title` and `base_url` must be there. A key that Guidepost does not know is an error, with the key that was \
         probably meant. For help while typing, give your editor the schema that `guidepost schema config` prints.",
    );
    page.code("yaml", "title: Harbour Clinic\nbase_url: https://example.org/");
    page.records(&record);
    Some(page.text)
}

fn front_matter_page() -> Option<String> {
    let record = front_matter::describe(&["topics"])?;
    let mut page = Reference::default();
    page.paragraph(&record.about);
    page.paragraph(
        "Only `title` must be there. The key `topics` is the taxonomy that a site has when `guidepost.yaml` names none; \
         every other taxonomy of the site is a key in the same way. For help while typing, give your editor the schema that \
         `guidepost schema front-matter` prints.",
    );
    page.code(
        "markdown",
        "---\ntitle: Sleeping again\ndescription: What helps at night while you taper.\n---\n\nThe text.",
    );
    page.records(&record);
    Some(page.text)
}

fn data_files() -> String {
    let mut page = Reference::default();
    page.paragraph(
        "These files have a fixed form, and are described below: `people.yaml`, `sources.yaml`, `glossary.yaml`, \
         `helplines.yaml` and `series.yaml`; and for the search `synonyms.yaml`, `urgent_searches.yaml`, `searches.yaml` and \
         `never_correct.yaml`. In `helplines.yaml` each region stands under its name and holds a list, and in `searches.yaml` \
         each language. `synonyms.yaml`, `urgent_searches.yaml` and `never_correct.yaml` are lists. In the others each entry \
         stands under a short name of your own. Pages use the names of people and sources.",
    );
    page.code(
        "yaml",
        "# content/_data/people.yaml\njane-doe:\n  name: Jane Doe\n\n# content/_data/helplines.yaml\nus:\n  - id: us-988\n    \
         label: 988 Suicide & Crisis Lifeline\n    tel: \"988\"",
    );
    page.paragraph(
        "Every other file there may hold what you like; templates of the theme read it as `data.NAME`. A file for another \
         language of the site has its code in the name: `glossary.es.yaml`.",
    );
    page.paragraph(
        "Sources may also lie in `sources.json` (CSL JSON) and `sources.bib` (BibTeX or BibLaTeX), as programs for references \
         export them. Their names are the `citation-key` or `id` of CSL and the key of BibTeX, and no name may stand in two \
         files. An article becomes `article`, a web page `web`, a law `law`, anything else `report`; the `genre` of CSL or the \
         `type` of BibTeX may name another kind, for example `guideline` or `label`. Authors become family name and initials.",
    );
    for (name, record) in data::describe() {
        page.heading(2, &format!("`{name}.yaml`"));
        page.paragraph(&record.about);
        page.fields(&record, 3);
        page.waiting_records(3);
    }
    page.heading(2, "`never_correct.yaml`");
    page.paragraph(
        "A list of words that a search neither changes into others nor changes others into, such as the names of two medicines \
         that are like each other. It is one file for all languages. A search may still ask whether another word was meant.",
    );
    page.paragraph("Example: `- clonidine`");
    page.text
}

fn template_values() -> Option<String> {
    let mut page = Reference::default();
    page.paragraph(&format!(
        "This is contract {} between themes and Guidepost: the values that templates read, the filters that Guidepost adds to \
         [Tera](https://keats.github.io/tera/), and the keys of `theme.yaml`. How to make a theme is told in \
         [the guide for theme makers](../for-theme-makers.md).",
        theme::CONTRACT
    ));
    page.heading(2, "Values");
    page.paragraph(
        "A template that reads another name is an error. A value that is absent is `none`. Every text is escaped where it is \
         printed, but for those that are said to be HTML. Links begin with the path of the base URL already.",
    );
    for name in context::NAMES {
        page.heading(3, &format!("`{}`", name.name));
        page.paragraph(name.about);
        page.table(
            ["Field", "What it holds"],
            name.fields.iter().map(|(field, about)| [format!("`{field}`"), (*about).to_owned()]),
        );
    }
    page.heading(2, "Filters");
    for filter in &filters::FILTERS {
        page.heading(3, &format!("`{}`", filter.name));
        page.paragraph(filter.about);
        page.code("jinja", filter.example);
        page.paragraph(&format!("gives `{}`", filter.gives));
    }
    let record = theme::describe()?;
    page.heading(2, "`theme.yaml`");
    page.paragraph(&record.about);
    page.fields(&record, 3);
    page.waiting_records(3);
    Some(page.text)
}

/// The options of the default theme, from its own `theme.yaml`.
fn wayside() -> Option<String> {
    let file = "themes/wayside/theme.yaml";
    let manifest = yaml::parse(&theme::embedded_text(file)?, 0, &file.into()).value?;
    let text = |node: &Node, key: &str| node.get(key).and_then(Node::text).map(str::to_string);
    let mut page = Reference::default();
    page.paragraph(&text(&manifest, "description")?);
    page.paragraph("A site sets these options in `guidepost.yaml`. An option that is not here is an error.");
    page.code("yaml", "theme: wayside\ntheme_options:\n  brand: \"#0b5c4a\"\n  corners: round");
    page.heading(2, "Options");
    for (name, option) in manifest.get("options")?.entries() {
        page.heading(3, &format!("`{}`", name.text));
        page.paragraph(match text(option, "kind")?.as_str() {
            "bool" => "*`true` or `false`*",
            "number" => "*whole number*",
            "choice" => "*one of the words below*",
            "asset" => "*name of a file in the folder `assets`*",
            "color" => "*colour such as `\"#0b5c4a\"`, in quotes*",
            _ => "*text*",
        });
        page.paragraph(&text(option, "description")?);
        let choices = option.get("choices").map_or(&[][..], Node::items);
        page.bullets(choices.iter().filter_map(Node::text).map(|choice| format!("`{choice}`")));
        match text(option, "default").filter(|default| !default.is_empty()) {
            Some(default) => page.paragraph(&match text(option, "follows") {
                Some(leader) => format!("Without it: made from `{leader}` where that is set, else `{default}`"),
                None => format!("Without it: `{default}`"),
            }),
            None => page.paragraph("Without it: nothing"),
        }
    }
    Some(page.text)
}

fn rules_page() -> String {
    let mut page = Reference::default();
    page.paragraph(
        "Each message of Guidepost names its rule in brackets, as in `error[dead-link]`. While there is an error the site is \
         not written, and the one that was there stays. A warning is worth a look. `guidepost explain RULE` shows the same \
         text on the terminal.",
    );
    for rule in rules::ALL {
        page.rule(rule);
    }
    page.text
}

/// A page that is being written.
#[derive(Default)]
struct Reference {
    text: String,
    /// The records that fields pointed to and that are still to be described, each with the keys that lead to it.
    waiting: Vec<(String, Record)>,
    /// The names of the records that are described, since a record may hold itself.
    described: BTreeSet<&'static str>,
}

impl Reference {
    fn heading(&mut self, level: usize, title: &str) {
        self.add(&format!("{} {title}", "#".repeat(level)));
    }

    fn paragraph(&mut self, text: &str) {
        self.add(text);
    }

    fn code(&mut self, language: &str, code: &str) {
        let fence = if code.contains("```") { "````" } else { "```" };
        self.add(&format!("{fence}{language}\n{code}\n{fence}"));
    }

    fn bullets(&mut self, items: impl Iterator<Item = String>) {
        let lines: Vec<String> = items.map(|item| format!("- {item}")).collect();
        if !lines.is_empty() {
            self.add(&lines.join("\n"));
        }
    }

    /// A table, for what is too long to be a list.
    fn table(&mut self, heads: [&str; 2], rows: impl ExactSizeIterator<Item = [String; 2]>) {
        if rows.len() == 0 {
            return;
        }
        let mut lines = vec![format!("| {} |", heads.join(" | ")), "|---|---|".to_owned()];
        lines.extend(rows.map(|row| format!("| {} |", row.join(" | "))));
        self.add(&lines.join("\n"));
    }

    /// One block, with an empty line before it.
    fn add(&mut self, block: &str) {
        // Writing to a text cannot fail.
        let _ = writeln!(self.text, "\n{block}");
    }

    fn rule(&mut self, rule: &Rule) {
        self.heading(2, rule.name);
        self.paragraph(&format!("{}: {}", capitalised(rule.severity.word()), rule.about));
        self.paragraph("Wrong:");
        self.code("text", rule.wrong);
        self.paragraph("Right:");
        self.code("text", rule.right);
    }

    /// The keys of a whole file, then every group of keys in it.
    fn records(&mut self, record: &Record) {
        self.described.insert(record.name);
        self.heading(2, "Keys");
        self.fields(record, 3);
        self.waiting_records(2);
    }

    fn fields(&mut self, record: &Record, level: usize) {
        for field in &record.fields {
            self.heading(level, &format!("`{}`", field.name));
            let needed = if field.is_needed { ", must be there" } else { "" };
            self.paragraph(&format!("*{}{needed}*", field.shape.words()));
            self.paragraph(&field.about);
            self.bullets(choices(&field.shape).iter().map(|choice| format!("`{}`: {}", choice.word, choice.about)));
            self.point_to_record(field);
        }
    }

    /// A line that says where the keys of a group are described, and the note that they are to be.
    fn point_to_record(&mut self, field: &Field) {
        let Some(make) = record_in(&field.shape) else { return };
        let record = make();
        let title = format!("Keys of `{}`", field.name);
        match self.waiting.iter().find(|(_, other)| other.name == record.name) {
            Some((known, _)) => self.paragraph(&format!("Its keys: [{known}](#{}).", anchor(known))),
            None if self.described.contains(record.name) => self.paragraph("Its keys are the same as here."),
            None => {
                self.paragraph(&format!("Its keys: [{title}](#{}).", anchor(&title)));
                self.waiting.push((title, record));
            }
        }
    }

    fn waiting_records(&mut self, level: usize) {
        while !self.waiting.is_empty() {
            let (title, record) = self.waiting.remove(0);
            self.described.insert(record.name);
            self.heading(level, &title);
            self.paragraph(&record.about);
            self.fields(&record, level + 1);
        }
    }
}

/// The record that a value of this form holds, alone, in a list or under keys of the author's own.
fn record_in(shape: &Shape) -> Option<fn() -> Record> {
    match shape {
        Shape::Record(make) => Some(*make),
        Shape::List(inner) | Shape::Entries(inner) => record_in(inner),
        Shape::Either(one, other) => record_in(one).or_else(|| record_in(other)),
        _ => None,
    }
}

/// The words that a value of this form may be.
fn choices(shape: &Shape) -> &[Choice] {
    match shape {
        Shape::Choice(choices) => choices,
        Shape::List(inner) | Shape::Entries(inner) => choices(inner),
        _ => &[],
    }
}

/// The anchor that code hosts give a heading.
fn anchor(title: &str) -> String {
    let kept = title.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
