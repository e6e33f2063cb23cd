//! The loop of builds, step by step and without a clock: what is told of changes, and what is served then.

use std::collections::BTreeMap;
use std::sync::Mutex;

use tempfile::TempDir;

use super::live::Found;
use super::*;
use crate::emit::MemorySink;
use crate::pipeline::{Observer, Stage};

/// A site in memory, where no change is too young to be told from the one before, and the builds of its preview.
struct Bench {
    _root: TempDir,
    files: BTreeMap<String, Vec<u8>>,
    builds: Builds,
    outputs: Arc<Mutex<usize>>,
}

impl Bench {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let settings = Settings { jobs: 1, ..Settings::of(root.path().to_path_buf()) };
        let (changes, outputs) = (Arc::<Changes>::default(), Arc::<Mutex<usize>>::default());
        let live = Arc::new(Live::new(changes.clone(), Arc::default(), Follow::Nothing));
        let facts = Arc::new(Facts::new(settings.root.clone(), None));
        let tell: Tell = {
            let outputs = outputs.clone();
            Arc::new(move |told| {
                if let Told::Built { built: Some(built), .. } = told {
                    *outputs.lock().unwrap() = built.outputs;
                }
            })
        };
        let mut builds = Builds::new(settings, live, facts, changes, tell);
        builds.untold = None;
        let mut bench = Self { _root: root, files: BTreeMap::new(), builds, outputs };
        bench.write("guidepost.yaml", "title: Test\nbase_url: https://example.org/\nstatus: live\n");
        bench.write("content/_index.md", "---\ntitle: Home\n---\n");
        bench.text("a", "First.");
        bench.text("b", "First.");
        bench.build(&[], Trust::Nothing);
        assert!(bench.shows("a", "First.") && bench.shows("b", "First."));
        bench
    }

    fn write(&mut self, path: &str, text: &str) {
        self.files.insert(path.to_owned(), text.as_bytes().to_vec());
    }

    /// Writes a page, and gives its file.
    fn text(&mut self, name: &str, text: &str) -> String {
        let path = format!("content/{name}.md");
        self.write(&path, &format!("---\ntitle: Page\ndescription: A page.\n---\n\n{text}\n"));
        path
    }

    /// One build, which is told that these files changed.
    fn build(&mut self, edited: &[&str], trust: Trust) {
        let seen = self.builds.changes.count();
        self.builds.origin = Arc::new(Origin::Memory(self.files.clone()));
        self.builds.settle(seen, edited.iter().map(|path| (*path).to_owned()).collect(), trust);
    }

    /// The same, but another change comes while it runs.
    fn stopped(&mut self, edited: &[&str], trust: Trust) {
        let seen = self.builds.changes.count();
        self.builds.changes.add([]);
        self.builds.origin = Arc::new(Origin::Memory(self.files.clone()));
        self.builds.settle(seen, edited.iter().map(|path| (*path).to_owned()).collect(), trust);
        assert!(self.builds.live.is_building(), "the build came to its end");
    }

    /// A build that nothing stops, and what was seen of it.
    fn observed(&mut self) -> Seen {
        let origin = Arc::new(Origin::Memory(self.files.clone()));
        let Builds { live, caches, changes, .. } = &self.builds;
        live.begin(changes.count(), BTreeSet::new(), None);
        let seen = Seen { live: live.clone(), found: Mutex::default(), rendered: Mutex::default() };
        pipeline::build(&origin, &self.builds.options(None), caches, live.as_ref(), &seen).unwrap();
        seen
    }

    fn shows(&self, name: &str, text: &str) -> bool {
        match self.builds.live.look_now(&format!("{name}/")) {
            Found::File(served) => String::from_utf8_lossy(&served.bytes).contains(text),
            _ => false,
        }
    }

    fn trust(&self, edited: &[&str]) -> Trust {
        self.builds.trust(&edited.iter().map(|path| (*path).to_owned()).collect())
    }
}

/// What somebody finds who asks for a page and for one that never was, just before the outputs of a build are made, and the
/// templates that render them.
struct Seen {
    live: Arc<Live>,
    found: Mutex<Vec<Found>>,
    rendered: Mutex<Vec<String>>,
}

impl Observer for Seen {
    fn begin(&self, stage: Stage, _: usize) {
        if stage == Stage::Render {
            self.found.lock().unwrap().extend(["b/", "c/"].map(|address| self.live.look(address)));
        }
    }

    fn output(&self, template: Option<&str>) {
        self.rendered.lock().unwrap().extend(template.map(str::to_owned));
    }
}

#[test]
fn an_edit_whose_build_was_stopped_by_another_edit_is_shown_with_it() {
    let mut bench = Bench::new();
    let a = bench.text("a", "Second.");
    bench.stopped(&[&a], Trust::Events);
    let b = bench.text("b", "Second.");
    bench.build(&[&b], Trust::Events);
    assert!(bench.shows("a", "Second.") && bench.shows("b", "Second."));
}

#[test]
fn the_system_is_taken_at_its_word_only_when_nothing_but_texts_is_new() {
    let mut bench = Bench::new();
    let (text, data) = ("content/a.md", "content/_data/own.yaml");
    assert_eq!((bench.trust(&[text]), bench.trust(&[text, data])), (Trust::Events, Trust::Nothing));
    assert_eq!(bench.trust(&[]), Trust::Nothing);
    // A build that has not seen the data file comes to no end,
    bench.write(data, "key: value");
    bench.stopped(&[data], Trust::Nothing);
    assert_eq!(bench.trust(&[text]), Trust::Nothing);
    bench.build(&[text], Trust::Nothing);
    assert_eq!(bench.trust(&[text]), Trust::Events);
    // or is refused before it looks at any file.
    let settings = bench.files["guidepost.yaml"].clone();
    bench.write("guidepost.yaml", "title: [");
    bench.build(&["guidepost.yaml"], Trust::Nothing);
    assert_eq!(bench.trust(&[text]), Trust::Nothing);
    bench.files.insert("guidepost.yaml".to_owned(), settings);
    bench.build(&["guidepost.yaml"], Trust::Nothing);
    assert_eq!(bench.trust(&[text]), Trust::Events);
    // So many names at once may not be all.
    let many: Vec<String> = (0..changes::MOST_NAMES).map(|number| format!("content/p{number}.md")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert_eq!((bench.trust(&many[1..]), bench.trust(&many)), (Trust::Events, Trust::Nothing));
}

#[test]
fn sixty_saves_hold_no_more_than_the_outputs_of_the_last() {
    let mut bench = Bench::new();
    for number in 1..=60 {
        // Each time another page comes, and the last one goes.
        let new = bench.text(&format!("p{number}"), &format!("Words {number}."));
        let old = format!("content/p{}.md", number - 1);
        bench.files.remove(&old);
        let a = bench.text("a", &format!("Words {number}."));
        bench.build(&[&new, &old], Trust::Nothing);
        bench.build(&[&a], Trust::Events);
    }
    assert!(bench.shows("p60", "Words 60.") && bench.shows("a", "Words 60."));
    assert_eq!(bench.builds.live.held(), *bench.outputs.lock().unwrap());
    assert!(bench.builds.unseen.is_empty());
}

#[test]
fn a_build_that_finds_errors_ends_as_soon_as_something_else_is_saved() {
    let mut bench = Bench::new();
    let wrong = bench.text("a", "[There](nowhere.md).");
    bench.build(&[&wrong], Trust::Nothing);
    assert_eq!(bench.builds.live.report().errors, 1);
    bench.stopped(&[&wrong], Trust::Nothing);
    let right = bench.text("a", "Second.");
    bench.build(&[&right], Trust::Events);
    assert!(bench.shows("a", "Second.") && bench.builds.live.report().errors == 0);
}

#[test]
fn the_last_good_pages_are_shown_at_once_while_the_errors_of_a_site_are_looked_for() {
    let mut bench = Bench::new();
    bench.text("a", "[There](nowhere.md).");
    let seen = bench.observed();
    let found = seen.found.lock().unwrap();
    assert!(matches!(found[..], [Found::File(_), Found::Wait]), "{found:?}");
}

#[test]
fn errors_are_looked_for_only_in_pages_that_changed() {
    let mut bench = Bench::new();
    bench.text("a", "[There](nowhere.md).");
    assert_eq!(*bench.observed().rendered.lock().unwrap(), ["page.html"]);
}

/// Takes a file away as soon as all texts are read.
struct TakesAway(PathBuf);

impl Observer for TakesAway {
    fn begin(&self, stage: Stage, _: usize) {
        if stage == Stage::Link {
            std::fs::remove_file(&self.0).unwrap();
        }
    }

    fn output(&self, _: Option<&str>) {}
}

#[test]
fn a_page_that_goes_away_while_the_site_is_built_is_no_mistake_of_its_author() {
    let root = tempfile::tempdir().unwrap();
    let path = |path: &str| root.path().join(path);
    std::fs::create_dir(path("content")).unwrap();
    for (name, text) in &Bench::new().files {
        std::fs::write(path(name), text).unwrap();
    }
    let options = Bench::new().builds.options(None);
    let build = |observer: &dyn Observer| {
        let origin = Arc::new(Origin::Folder(root.path().to_path_buf()));
        pipeline::build(&origin, &options, &Caches::default(), &MemorySink::new(), observer)
    };
    let first = build(&TakesAway(path("content/a.md")));
    assert!(matches!(&first, Err(BuildError::Changed(path)) if &**path == "content/a.md"));
    // It begins again.
    assert!(matches!(build(&Unobserved).unwrap().value.ending, Ending::Built(_)));
}
