//! A site as data: its files, how it is built, and what a build made of it.
//!
//! Job: let a test say which files a site has and what must come out. Input: files in memory. Output: the outputs and messages
//! of a build, in memory ([`Project::build`]) or in a temporary folder by the real program ([`Project::in_folder`]). It makes
//! no claim of its own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use guidepost::config::{self, BaseUrl};
use guidepost::content::data::{self, Data};
use guidepost::diagnostic::{self, Colour, Diagnostic, Format};
use guidepost::emit::{EmitError, Hash, MemoryFile, MemorySink, Output, Sink, Wish};
use guidepost::format::Limits;
use guidepost::pipeline::{self, Built, Caches, Ending, Linked, Options, Unobserved};
use guidepost::route::Route;
use guidepost::search;
use guidepost::site::{Dates, Drafts, Future};
use guidepost::source::{Origin, Sources};
use guidepost::theme::embedded_text;
use jiff::civil::Date;
use snapbox::data::Inline;
use snapbox::{Assert, IntoData};
use walkdir::WalkDir;

/// The day of every build that names none.
pub(crate) const TODAY: &str = "2026-03-15";

/// The configuration of a project that gives none: live, so that short templates need no notice.
pub(crate) const CONFIG: &str = "\
title: Test
base_url: https://example.org/
status: live
theme: test
";

/// The words of the theme `test` in Spanish.
const SPANISH: &str = "\
demonstration_notice: Sin revisar por un profesional.
not_found_title: No está
date_format: \"{day} de {month} de {year}\"
month_1: enero
month_3: marzo
table: Tabla
task_done: Hecho
task_open: Por hacer
footnotes: Notas
footnote_back: Volver a la nota {n}
";

/// A theme that shows the text and little else, so that outputs are short. A test replaces what it wants to look at.
const TEST_THEME: [(&str, &str); 13] = [
    (
        "theme.yaml",
        "name: test\ncontract: 1\noptions:\n  accent: {kind: choice, choices: [blue, green], default: blue}\n",
    ),
    (
        "templates/home.html",
        "<h1>{{ page.title }}</h1>\n{{ body | safe }}{% for source in references %}<cite>{{ source.number }}</cite>{% endfor %}",
    ),
    ("templates/section.html", "<h1>{{ page.title }}</h1>\n{{ body | safe }}"),
    ("templates/page.html", "<h1>{{ page.title }}</h1>\n{{ body | safe }}"),
    ("templates/taxonomy.html", "{% for term in terms %}{{ term.name }} {{ term.url }} {{ term.count }}\n{% endfor %}"),
    ("templates/term.html", "{{ page.title }}\n{% for card in pages %}{{ card.url }}\n{% endfor %}"),
    ("templates/404.html", "<h1>{{ strings.not_found_title }}</h1>"),
    ("templates/redirect.html", "<a href=\"{{ target }}\">{{ target_permalink }}</a>"),
    (
        "components/box.html",
        "{% component box(title: string = \"\", size: integer = 1) %}[{{ title }}|{{ size }}|{{ body }}]{% endcomponent box %}",
    ),
    (
        "components/short_form.html",
        "{% component short_form(title: string) %}<abbr title=\"{{ title }}\">{{ body }}</abbr>{% endcomponent short_form %}",
    ),
    (
        "components/lines.html",
        "{% component lines(region: string = \"\") %}<p>{{ region }}</p>{% endcomponent lines %}",
    ),
    ("assets/style.css", "p { color: black }\n"),
    (
        "strings/en.yaml",
        "demonstration_notice: Not checked by a clinician. Do not change any medicine because of this page.\n\
         not_found_title: Page not found\ndate_format: \"{day} {month} {year}\"\nmonth_1: January\nmonth_3: March\n\
         table: Table\ntask_done: Done\ntask_open: Not done yet\nfootnotes: Notes\nfootnote_back: Back to note {n}\n",
    ),
];

/// A content file with a title and a text.
pub(crate) fn page(title: &str, text: &str) -> String {
    format!("---\ntitle: {title}\n---\n{text}\n")
}

/// A site before it is built.
#[derive(Debug, Clone)]
pub(crate) struct Project {
    files: BTreeMap<String, Vec<u8>>,
    options: Options,
}

impl Project {
    /// No file at all.
    pub(crate) fn empty() -> Self {
        let today = TODAY.parse().unwrap();
        let dates = Dates { today, drafts: Drafts::Hide, future: Future::Hide };
        Self {
            files: BTreeMap::new(),
            options: Options {
                dates,
                base_url: None,
                held_text: guidepost::content::HELD_TEXT,
                sitemap: Limits::PROTOCOL,
                remember: pipeline::Remember::Outputs,
            },
        }
    }

    /// A live site with the small theme `test` and a front page.
    pub(crate) fn new() -> Self {
        let theme = TEST_THEME.iter().map(|(path, text)| (format!("themes/test/{path}"), *text));
        let project = theme.fold(Self::empty(), |project, (path, text)| project.file(&path, text));
        project.file("guidepost.yaml", CONFIG).file("content/_index.md", page("Home", ""))
    }

    /// The same in English and Spanish.
    pub(crate) fn bilingual() -> Self {
        Self::new()
            .config("languages: {en: {name: English}, es: {name: Español, locale: es-US}}")
            .file("themes/test/strings/es.yaml", SPANISH)
    }

    /// A demonstration with the default theme and a front page.
    pub(crate) fn wayside() -> Self {
        Self::empty()
            .file("guidepost.yaml", "title: Harbour Clinic\nbase_url: https://example.org/\nlanguages: {en: {name: English, locale: en-US}}\n")
            .file("content/_index.md", page("Home", "Welcome."))
    }

    /// The site that ships with Guidepost.
    pub(crate) fn real() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let folders = ["content/", "snippets/", "static/"];
        let own = |path: &str| path == "guidepost.yaml" || folders.iter().any(|folder| path.starts_with(folder));
        Self::of_folder(root, &own)
    }

    /// The same for real readers, as if somebody had rung its help lines.
    pub(crate) fn real_and_live() -> Self {
        let lines = Self::real().text("content/_data/helplines.yaml").unwrap();
        let rung = "    confirmed_on: 2026-03-01\n    confirmed_by: desk\n    method: rang\n    source:";
        Self::real()
            .edit("guidepost.yaml", "status: demonstration", "status: live")
            .file("content/_data/helplines.yaml", lines.replace("    source:", rung))
    }

    /// The site that tells how to use Guidepost.
    pub(crate) fn documentation() -> Self {
        Self::of_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("docs"), &|_| true)
    }

    /// The small site that `guidepost init` makes.
    pub(crate) fn starter() -> Self {
        Self::of_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("starter"), &|_| true)
    }

    fn of_folder(root: &Path, wanted: &dyn Fn(&str) -> bool) -> Self {
        let files = tree_of(root, wanted).into_iter();
        files.fold(Self::empty(), |project, (path, bytes)| project.file(&path, bytes))
    }

    /// Puts a file into the site, or in the place of the one that is there.
    pub(crate) fn file(mut self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        self.files.insert(path.to_owned(), bytes.as_ref().to_vec());
        self
    }

    /// Puts several files into the site.
    pub(crate) fn files<const N: usize>(self, files: [(&str, &str); N]) -> Self {
        files.into_iter().fold(self, |project, (path, text)| project.file(path, text))
    }

    /// Takes a file out.
    pub(crate) fn without(mut self, path: &str) -> Self {
        assert!(self.files.remove(path).is_some(), "`{path}` is not there to be taken out");
        self
    }

    /// Adds lines to `guidepost.yaml`.
    pub(crate) fn config(mut self, lines: &str) -> Self {
        let config = self.files.entry("guidepost.yaml".to_owned()).or_default();
        config.extend_from_slice(lines.as_bytes());
        config.push(b'\n');
        self
    }

    /// Replaces a piece of text in a file, which must be there.
    pub(crate) fn edit(self, path: &str, from: &str, to: &str) -> Self {
        let text = self.text(path).unwrap_or_else(|| panic!("no file `{path}`"));
        assert!(text.contains(from), "`{path}` does not hold `{from}`");
        self.file(path, text.replace(from, to))
    }

    /// Builds on another day.
    pub(crate) fn today(mut self, day: &str) -> Self {
        self.options.dates.today = day.parse::<Date>().unwrap();
        self
    }

    /// Shows drafts.
    pub(crate) fn drafts(mut self) -> Self {
        self.options.dates.drafts = Drafts::Show;
        self
    }

    /// Shows pages outside their dates.
    pub(crate) fn future(mut self) -> Self {
        self.options.dates.future = Future::Show;
        self
    }

    /// Lets the texts of pages take so many bytes of memory.
    #[must_use]
    pub(crate) fn held_text(mut self, bytes: u64) -> Self {
        self.options.held_text = bytes;
        self
    }

    /// Builds as a program does that builds once, and leaves nothing for a next build.
    #[must_use]
    pub(crate) fn once(mut self) -> Self {
        self.options.remember = pipeline::Remember::Nothing;
        self
    }

    /// Builds for another address.
    pub(crate) fn base_url(mut self, url: &str) -> Self {
        self.options.base_url = Some(BaseUrl::new(url).unwrap());
        self
    }

    /// Lets one sitemap hold only so many addresses and bytes.
    pub(crate) fn sitemap_limits(mut self, addresses: usize, bytes: usize) -> Self {
        self.options.sitemap = Limits { addresses, bytes };
        self
    }

    /// The paths of the files.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The text of a file of the site or of the default theme.
    pub(crate) fn text(&self, path: &str) -> Option<String> {
        let own = self.files.get(path).and_then(|bytes| String::from_utf8(bytes.clone()).ok());
        own.or_else(|| embedded_text(path))
    }

    /// What its data files hold. There is no problem in them.
    pub(crate) fn data(&self) -> Data {
        let config = config::parse(&self.text(config::FILE).unwrap()).value.unwrap();
        let read = data::read(&Sources::from_memory(self.files.clone()), &config);
        assert_eq!(read.diagnostics, []);
        read.value
    }

    /// Answers a query as the search of this site does in a language, with the addresses of the first three pages.
    pub(crate) fn searched(&self, language: &str) -> impl Fn(&str) -> Vec<String> {
        let origin = Arc::new(Origin::Memory(self.files.clone()));
        let found = pipeline::search_index(&origin, &self.options, Some(language)).unwrap();
        let (index, texts) = found.value.unwrap().index.unwrap();
        move |query| {
            let answer = search::search(&index, &texts, query, 3).unwrap();
            answer.results.into_iter().map(|hit| hit.url).collect()
        }
    }

    /// Builds with nothing known from before.
    pub(crate) fn build(&self) -> Site {
        Desk::new().build(self)
    }

    /// The linked site, as the preview knows it.
    pub(crate) fn linked(&self) -> Arc<Linked> {
        let origin = Arc::new(Origin::Memory(self.files.clone()));
        let sink = MemorySink::new();
        let built = pipeline::build(&origin, &self.options, &Caches::default(), &sink, &Unobserved).unwrap();
        built.value.caches.linked().unwrap().clone()
    }

    /// Writes the files into a temporary folder.
    pub(crate) fn in_folder(&self) -> Folder {
        let folder = Folder { dir: tempfile::tempdir().unwrap(), below: String::from("site") };
        for (path, bytes) in &self.files {
            folder.write(path, bytes);
        }
        folder
    }
}

/// Somebody who builds again and again, with what the last build left.
#[derive(Debug, Default)]
pub(crate) struct Desk {
    caches: Caches,
    last: BTreeMap<Route, MemoryFile>,
}

impl Desk {
    /// Nothing is known yet.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Builds, trusting that these files changed and no others.
    pub(crate) fn build_trusting(&mut self, project: &Project, changed: &[&str]) -> Site {
        self.caches = self.caches.trusting(changed.iter().map(ToString::to_string).collect());
        self.build(project)
    }

    /// Begins to build, and wants no more after the first output.
    pub(crate) fn stop(&mut self, project: &Project) {
        let origin = Arc::new(Origin::Memory(project.files.clone()));
        let sink = Impatient { sink: MemorySink::after(self.last.clone()), asked: AtomicUsize::new(0) };
        let made = pipeline::build(&origin, &project.options, &self.caches, &sink, &Unobserved).unwrap().value;
        assert!(matches!(made.ending, Ending::Stopped));
        self.caches = made.caches;
    }

    /// Builds, with what the last build left.
    pub(crate) fn build(&mut self, project: &Project) -> Site {
        let origin = Arc::new(Origin::Memory(project.files.clone()));
        let sink = MemorySink::after(self.last.clone());
        let outcome = pipeline::build(&origin, &project.options, &self.caches, &sink, &Unobserved).unwrap();
        let taken = sink.into_files();
        let mut site = Site {
            project: project.clone(),
            diagnostics: outcome.diagnostics,
            outputs: BTreeMap::new(),
            built: None,
            linked: outcome.value.caches.linked().cloned(),
        };
        self.caches = outcome.value.caches;
        if let Ending::Built(built) = outcome.value.ending {
            self.last.clone_from(&taken);
            site.outputs = taken.into_iter().map(|(route, file)| (route.to_string(), file.bytes)).collect();
            site.built = Some(built);
        }
        site
    }
}

/// A sink that wants one output and then nothing more.
struct Impatient {
    sink: MemorySink,
    asked: AtomicUsize,
}

impl Sink for Impatient {
    fn wish(&self) -> Wish {
        // The first time it is asked for what somebody waits for, before any output.
        if self.asked.fetch_add(1, Ordering::Relaxed) < 2 { Wish::Any } else { Wish::Stop }
    }

    fn put(&self, output: Output<'_>, bytes: &[u8]) -> Result<Hash, EmitError> {
        self.sink.put(output, bytes)
    }

    fn keep(&self, output: Output<'_>, hash: &Hash) -> Result<bool, EmitError> {
        self.sink.keep(output, hash)
    }
}

/// What a build made.
#[derive(Debug)]
pub(crate) struct Site {
    project: Project,
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) outputs: BTreeMap<String, Arc<[u8]>>,
    built: Option<Built>,
    linked: Option<Arc<Linked>>,
}

impl Site {
    /// The pages as they were linked.
    pub(crate) fn pages(&self) -> &[Arc<guidepost::site::Page>] {
        self.linked.as_ref().map_or(&[], |linked| &linked.site.pages)
    }

    /// An output as text.
    #[track_caller]
    pub(crate) fn text(&self, path: &str) -> String {
        let Some(bytes) = self.outputs.get(path) else {
            panic!("no output `{path}`; there are {:?}\n{}", self.outputs.keys(), self.rendered_as(Format::Human));
        };
        String::from_utf8(bytes.to_vec()).unwrap()
    }

    /// An output is exactly this, but for line breaks at its end.
    #[track_caller]
    pub(crate) fn output(&self, path: &str, expected: Inline) -> &Self {
        same(self.text(path).trim_end(), expected);
        self
    }

    /// The part of an output below its first line, which in the theme `test` is the title.
    #[track_caller]
    pub(crate) fn body(&self, path: &str, expected: Inline) -> &Self {
        let text = self.text(path);
        let (_, body) = text.split_once('\n').unwrap_or_default();
        same(body.trim_end(), expected);
        self
    }

    /// An output holds a piece of text.
    #[track_caller]
    pub(crate) fn contains(&self, path: &str, piece: &str) -> &Self {
        let text = self.text(path);
        assert!(text.contains(piece), "`{path}` does not hold\n{piece}\nIt is\n{text}");
        self
    }

    /// An output does not hold a piece of text.
    #[track_caller]
    pub(crate) fn lacks(&self, path: &str, piece: &str) -> &Self {
        let text = self.text(path);
        assert!(!text.contains(piece), "`{path}` holds\n{piece}\nIt is\n{text}");
        self
    }

    /// There is no output of this path.
    #[track_caller]
    pub(crate) fn absent(&self, path: &str) -> &Self {
        assert!(!self.outputs.contains_key(path), "there is an output `{path}`");
        self
    }

    /// The messages, one line each, are exactly these.
    #[track_caller]
    pub(crate) fn diagnostics(&self, expected: Inline) -> &Self {
        same(self.rendered_as(Format::Short).trim_end(), expected);
        self
    }

    /// The messages as people see them are exactly these.
    #[track_caller]
    pub(crate) fn human(&self, expected: Inline) -> &Self {
        same(self.rendered_as(Format::Human).trim_end(), expected);
        self
    }

    /// There is nothing to say about the site.
    #[track_caller]
    pub(crate) fn clean(&self) -> &Self {
        assert!(self.diagnostics.is_empty(), "{}", self.rendered_as(Format::Human));
        assert!(self.built.is_some(), "the site is not built");
        self
    }

    /// The messages in one of the formats.
    pub(crate) fn rendered_as(&self, format: Format) -> String {
        diagnostic::render(&self.diagnostics, format, Colour::Plain, &|path| self.project.text(path))
    }

    /// The names of the rules that are broken, in order.
    pub(crate) fn broken(&self) -> Vec<&'static str> {
        self.diagnostics.iter().map(|diagnostic| diagnostic.rule.name).collect()
    }

    /// Whether the site has errors, and nothing is written.
    pub(crate) fn failed(&self) -> bool {
        self.built.is_none()
    }

    /// What the build says of itself; only a site without errors has it.
    #[track_caller]
    pub(crate) fn built(&self) -> &Built {
        self.built.as_ref().unwrap_or_else(|| panic!("the site is not built:\n{}", self.rendered_as(Format::Human)))
    }

    /// The outputs that were rendered, not taken from the last build.
    #[track_caller]
    pub(crate) fn rendered(&self) -> Vec<&str> {
        self.built().rendered.iter().map(Route::as_str).collect()
    }
}

/// A site in a temporary folder, built by the real program.
#[derive(Debug)]
pub(crate) struct Folder {
    dir: tempfile::TempDir,
    below: String,
}

/// What the program said.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Folder {
    /// The folder that holds `guidepost.yaml`.
    pub(crate) fn root(&self) -> PathBuf {
        self.dir.path().join(&self.below)
    }

    /// A path in the site.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    /// Writes one file.
    pub(crate) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    /// Runs the program in the site's folder, on the day [`TODAY`].
    pub(crate) fn run(&self, arguments: &[&str]) -> Said {
        std::fs::create_dir_all(self.root()).unwrap();
        self.run_in(&self.root(), arguments)
    }

    /// Runs the program in any folder.
    pub(crate) fn run_in(&self, folder: &Path, arguments: &[&str]) -> Said {
        self.finish(program().args(arguments).current_dir(folder))
    }

    /// Runs a command and takes the temporary folder's name out of what it says.
    pub(crate) fn finish(&self, command: &mut Command) -> Said {
        let done = command.output().unwrap();
        let clean =
            |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(&*self.dir.path().to_string_lossy(), "[TEMP]");
        Said { code: done.status.code().unwrap_or(-1), out: clean(&done.stdout), err: clean(&done.stderr) }
    }

    /// All files below a folder of the site with their bytes; links are followed nowhere.
    pub(crate) fn tree(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        tree_of(&self.path(folder), &|_| true)
    }
}

/// The program, in a plain environment.
pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_guidepost"));
    let day = jiff::tz::TimeZone::UTC.to_timestamp(TODAY.parse::<Date>().unwrap().at(0, 0, 0, 0)).unwrap();
    command.env("SOURCE_DATE_EPOCH", day.as_second().to_string()).env_remove("NO_COLOR");
    command
}

/// All files below a folder whose path from there is wanted, with their bytes.
pub(crate) fn tree_of(root: &Path, wanted: &dyn Fn(&str) -> bool) -> BTreeMap<String, Vec<u8>> {
    let skipped = ["target", ".git", "public", ".public.guidepost", "node_modules"];
    let is_kept =
        |entry: &walkdir::DirEntry| entry.depth() != 1 || !skipped.iter().any(|name| entry.file_name() == *name);
    let entries = WalkDir::new(root).into_iter().filter_entry(is_kept).map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file()).filter_map(|entry| {
        let path = entry.path().strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
        wanted(&path).then(|| (path, std::fs::read(entry.path()).unwrap()))
    });
    files.collect()
}

/// Two texts are the same, letter by letter; `SNAPSHOTS=overwrite` writes the new one into the test.
#[track_caller]
pub(crate) fn same(actual: &str, expected: Inline) {
    Assert::new().action_env("SNAPSHOTS").eq(actual.to_owned().into_data().raw(), expected.into_data().raw());
}
