//! The outputs as they are served, and what is awaited of the build that runs.
//!
//! Input: outputs from many threads while a build runs ([`Sink`]). Output: the newest bytes of each address. What a build has not
//! made yet keeps its old bytes; whoever asks for it makes the build do it next. Nothing here touches a disk.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hyper::body::Bytes;
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::json;
use tokio::sync::Notify;
use tokio::sync::futures::Notified;

use super::answer;
use super::changes::Changes;
use super::events::{Listeners, event};
use super::report::Report;
use super::target;
use super::{Follow, Run};
use crate::emit::{EmitError, Hash, Output, Sink, Wish};
use crate::route::Route;
use crate::text::url_path;

/// So many of the pages that were asked for most recently are made first in each build: they are what authors look at.
const RECENT: usize = 16;

/// When more pages than these changed, everybody is told to look.
const MOST_TOLD: usize = 100;

/// Outputs below it come without notice.
const SEARCH: &str = "search/";

/// Outputs below it are named after what they hold, but for those that lie there in the site's own `static/assets/`.
const NAMED_BY_CONTENT: &str = "assets/";

/// One output as it is served; a clone shares the bytes.
#[derive(Debug, Clone)]
pub(super) struct Served {
    /// Its path in the site.
    pub(super) route: Route,
    /// The bytes, as `build` would write them.
    pub(super) bytes: Arc<[u8]>,
    /// The hash of the bytes.
    pub(super) hash: Hash,
}

/// What stands at an address.
#[derive(Debug)]
pub(super) enum Found {
    /// An output.
    File(Served),
    /// A folder with a page, asked for without its last `/`: the link to that page.
    Redirect(String),
    /// Nothing.
    Nothing,
    /// The build that runs will say.
    Wait,
}

/// The outputs, and who waits for them.
#[derive(Debug)]
pub(super) struct Live {
    changes: Arc<Changes>,
    listeners: Arc<Listeners>,
    follow: Follow,
    state: Mutex<State>,
    settled: Notify,
    has_wishes: AtomicBool,
    /// How many changes there were when the build that runs began.
    begun: AtomicU64,
}

#[derive(Debug)]
struct State {
    files: FxHashMap<Route, File>,
    /// The outputs of the build that runs, as soon as they are known.
    plan: Option<FxHashSet<Route>>,
    /// Whether the build that runs makes none, since the site has errors.
    is_refused: bool,
    is_building: bool,
    build: u64,
    /// The path of the base URL.
    path: String,
    /// What is to be made next, the most urgent last.
    wishes: Vec<Route>,
    awaited: BTreeSet<Route>,
    /// Pages that were asked for, the most recent last.
    recent: VecDeque<Route>,
    replaced: Replaced,
    news: News,
    report: Arc<Report>,
}

#[derive(Debug, Clone)]
struct File {
    bytes: Arc<[u8]>,
    hash: Hash,
    /// The last build that made it or found it unchanged.
    build: u64,
}

/// Files that pages show, such as pictures, and that are no longer what they were under the same name: the page stays as it is, so
/// its version says nothing of them. Each stands here once, however often it was replaced.
#[derive(Debug, Default)]
struct Replaced {
    /// How many times a file was replaced; this numbers them.
    count: u64,
    last: BTreeMap<Route, u64>,
}

impl Replaced {
    fn note(&mut self, route: &Route) {
        self.count += 1;
        self.last.insert(route.clone(), self.count);
    }
}

/// The pages that changed in the build that runs, and the files that pages show.
#[derive(Debug, Default)]
struct News {
    told: usize,
    waiting: Vec<String>,
    files: Vec<String>,
    has_followed: bool,
    /// The first build of all has no old pages that anybody could look at.
    is_first: bool,
    /// Content files that were edited.
    edited: BTreeSet<String>,
}

impl Live {
    /// No output yet; the first build is about to begin.
    pub(super) fn new(changes: Arc<Changes>, listeners: Arc<Listeners>, follow: Follow) -> Self {
        let state = State {
            files: FxHashMap::default(),
            plan: None,
            is_refused: false,
            is_building: true,
            build: 0,
            path: "/".to_owned(),
            wishes: Vec::new(),
            awaited: BTreeSet::new(),
            recent: VecDeque::new(),
            replaced: Replaced::default(),
            news: News::default(),
            report: Arc::default(),
        };
        Self {
            changes,
            listeners,
            follow,
            state: Mutex::new(state),
            settled: Notify::new(),
            has_wishes: AtomicBool::new(false),
            begun: AtomicU64::new(0),
        }
    }

    /// A build begins that knows of so many changes, for a base URL with this path when the settings can be read.
    pub(super) fn begin(&self, changes: u64, edited: BTreeSet<String>, path: Option<&str>) {
        self.begun.store(changes, Ordering::Release);
        let mut state = self.lock();
        state.build += 1;
        state.is_building = true;
        state.plan = None;
        state.is_refused = false;
        if let Some(path) = path {
            path.clone_into(&mut state.path);
        }
        state.wishes.clear();
        // A build that was stopped has told some of its news; the rest goes on.
        state.news.is_first = state.files.is_empty();
        state.news.edited.extend(edited);
    }

    /// A build ended. What it did not make is gone when it made all it could.
    pub(super) fn end(&self, is_whole: bool, report: Report) {
        let mut gone = Vec::new();
        let mut state = self.lock();
        let State { files, replaced, news, build, path, .. } = &mut *state;
        if is_whole {
            let old: Vec<Route> =
                files.iter().filter(|(_, file)| file.build != *build).map(|(route, _)| route.clone()).collect();
            news.waiting.extend(old.iter().filter(|route| is_page(route)).map(|route| link(path, route)));
            for route in old.iter().filter(|route| is_shown(route) && may_be_missed(route)) {
                replaced.note(route);
                news.files.push(link(path, route));
            }
            gone.extend(old.iter().filter_map(|route| files.remove(route)));
        }
        state.is_building = false;
        state.plan = None;
        state.wishes.clear();
        state.awaited.clear();
        self.has_wishes.store(false, Ordering::Relaxed);
        self.tell_rest(&mut state);
        let report = Arc::new(report);
        let is_news = state.report != report;
        state.report = report.clone();
        if is_news {
            let data = json!({"build": state.build, "errors": report.errors, "warnings": report.warnings});
            self.listeners.tell(&event("problems", &data));
        }
        drop(state);
        self.settled.notify_waiters();
    }

    /// What stands at an address of the server, which may still be on its way.
    pub(super) fn look(&self, address: &str) -> Found {
        self.lock().look(address, &self.has_wishes)
    }

    /// What stands there now, whatever the build that runs will make.
    pub(super) fn look_now(&self, address: &str) -> Found {
        self.lock().look_now(address)
    }

    /// Ends when something that was awaited is there; made before [`Live::look`], it misses nothing.
    pub(super) fn settled(&self) -> Notified<'_> {
        self.settled.notified()
    }

    /// How many outputs are held.
    #[cfg(test)]
    pub(super) fn held(&self) -> usize {
        self.lock().files.len()
    }

    /// Whether a build runs.
    pub(super) fn is_building(&self) -> bool {
        self.lock().is_building
    }

    /// The number of the build, of which many can stop before their end.
    pub(super) fn build(&self) -> u64 {
        self.lock().build
    }

    /// How many times a file that pages show was replaced.
    pub(super) fn replacements(&self) -> u64 {
        self.lock().replaced.count
    }

    /// The addresses of the files that were replaced after so many replacements, and how many there are by now.
    pub(super) fn replaced_since(&self, count: u64) -> (Vec<String>, u64) {
        let state = self.lock();
        let later = state.replaced.last.iter().filter(|(_, number)| **number > count);
        (later.map(|(route, _)| link(&state.path, route)).collect(), state.replaced.count)
    }

    /// The path of the base URL.
    pub(super) fn path(&self) -> String {
        self.lock().path.clone()
    }

    /// The problems of the last build that ended.
    pub(super) fn report(&self) -> Arc<Report> {
        self.lock().report.clone()
    }

    /// A new stream of events, which begins with who answers.
    pub(super) fn listen(&self, run: &Run) -> Option<tokio::sync::mpsc::Receiver<Bytes>> {
        let state = self.lock();
        self.listeners.add(event("hello", &json!({"run": run.as_str(), "build": state.build})))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes `file` when its bytes are new, or says that they are the same as before. The lock is held for neither copies nor
    /// hashes.
    fn take(&self, output: Output<'_>, hash: Hash, bytes: &dyn Fn() -> Arc<[u8]>) -> Result<(), EmitError> {
        if !self.is_same(output.route, hash)? {
            let bytes = bytes();
            let mut state = self.lock();
            let file = File { bytes, hash, build: state.build };
            let old = state.files.insert(output.route.clone(), file);
            if is_page(output.route) {
                self.tell_page(&mut state, output);
            } else if is_shown(output.route) && !state.news.is_first && (old.is_some() || may_be_missed(output.route)) {
                state.replaced.note(output.route);
                let address = link(&state.path, output.route);
                state.news.files.push(address);
            }
            drop(state);
            drop(old);
        }
        self.tell_who_waits(output.route);
        Ok(())
    }

    /// Whether the bytes of a route are those that are served; then they are settled.
    fn is_same(&self, route: &Route, hash: Hash) -> Result<bool, EmitError> {
        let mut state = self.lock();
        let build = state.build;
        let Some(file) = state.files.get_mut(route) else { return Ok(false) };
        if file.build == build {
            return Err(EmitError::Twice { first: route.clone(), second: route.clone() });
        }
        if file.hash != hash {
            return Ok(false);
        }
        file.build = build;
        Ok(true)
    }

    fn tell_who_waits(&self, route: &Route) {
        if self.lock().awaited.remove(route) {
            self.settled.notify_waiters();
        }
    }

    /// A page changed: the first one of a build, and those that are looked at, are told at once.
    fn tell_page(&self, state: &mut State, output: Output<'_>) {
        if state.news.is_first {
            return;
        }
        let page = link(&state.path, output.route);
        let is_edited = output.source.is_some_and(|source| state.news.edited.contains(source));
        let follows = is_edited && self.follow == Follow::Edits && !state.news.has_followed;
        if !follows && state.news.told > 0 && !state.recent.contains(output.route) {
            state.news.waiting.push(page);
            return;
        }
        state.news.told += 1;
        state.news.has_followed |= follows;
        let follow = follows.then_some(&page);
        let data = json!({"build": state.build, "pages": [page], "files": [], "follow": follow});
        self.listeners.tell(&event("changed", &data));
    }

    fn tell_rest(&self, state: &mut State) {
        let News { told, waiting: mut pages, mut files, is_first, .. } = std::mem::take(&mut state.news);
        for addresses in [&mut pages, &mut files] {
            addresses.sort_unstable();
            addresses.dedup();
        }
        if pages.is_empty() && files.is_empty() && !is_first {
            return;
        }
        let is_for_all = is_first || told + pages.len() + files.len() > MOST_TOLD;
        let pages = (!is_for_all).then_some(pages);
        files.truncate(MOST_TOLD);
        let data = json!({"build": state.build, "pages": pages, "files": files, "follow": null});
        self.listeners.tell(&event("changed", &data));
    }
}

impl State {
    fn look(&mut self, address: &str, has_wishes: &AtomicBool) -> Found {
        if !self.is_building {
            return self.look_now(address);
        }
        let Some(below) = below(address, &self.path) else { return self.look_now(address) };
        let Some(route) = target::route(below) else { return Found::Nothing };
        let folder = target::route(&format!("{below}/"));
        if self.is_refused {
            match self.look_now(address) {
                // The site's problems are shown in its place, as soon as all are found.
                Found::Nothing => {}
                last_good => return last_good,
            }
        }
        let Some(plan) = &self.plan else {
            // Which of the two it is, is not known yet; both are made soon.
            self.awaited.extend(folder);
            self.awaited.insert(route);
            return Found::Wait;
        };
        let is_planned = plan.contains(&route);
        let is_made = self.files.get(&route).is_some_and(|file| file.build == self.build);
        match folder {
            Some(folder) if !is_planned && !is_made && plan.contains(&folder) => {
                return Found::Redirect(link(&self.path, &folder));
            }
            _ => {}
        }
        if is_made {
            return self.served(&route);
        }
        let may_come = route.as_str().starts_with(SEARCH) || self.files.contains_key(&route);
        if !is_planned && !may_come {
            return Found::Nothing;
        }
        if self.awaited.insert(route.clone()) {
            self.wishes.push(route);
            has_wishes.store(true, Ordering::Relaxed);
        }
        Found::Wait
    }

    fn look_now(&mut self, address: &str) -> Found {
        let Some(below) = below(address, &self.path) else {
            let is_root = address.is_empty() || format!("/{address}/") == self.path;
            return if is_root { Found::Redirect(self.path.clone()) } else { Found::Nothing };
        };
        let Some(route) = target::route(below) else { return Found::Nothing };
        if self.files.contains_key(&route) {
            return self.served(&route);
        }
        match target::route(&format!("{below}/")) {
            Some(folder) if self.files.contains_key(&folder) => Found::Redirect(link(&self.path, &folder)),
            _ => Found::Nothing,
        }
    }

    fn served(&mut self, route: &Route) -> Found {
        let Some(file) = self.files.get(route) else { return Found::Nothing };
        let served = Served { route: route.clone(), bytes: file.bytes.clone(), hash: file.hash };
        if is_page(route) {
            self.recent.retain(|other| other != route);
            self.recent.push_back(route.clone());
            if self.recent.len() > RECENT {
                self.recent.pop_front();
            }
        }
        Found::File(served)
    }
}

/// The part of an address below the path of the base URL.
fn below<'a>(address: &'a str, path: &str) -> Option<&'a str> {
    address.strip_prefix(path.strip_prefix('/').unwrap_or(path))
}

/// Whether an output is a page, which browsers show, and not a part of one.
#[must_use]
pub fn is_page(route: &Route) -> bool {
    route.as_str().rsplit_once('.').is_some_and(|(_, ending)| ending == "html")
}

/// Whether pages show an output, or are shown with its help, and know it by a name that stays when it is replaced. The modules of the
/// search say where the index lies: they change with each edit, and nothing that is on the screen does.
fn is_shown(route: &Route) -> bool {
    let name = route.as_str();
    let is_of_search = name.starts_with(SEARCH) && name.rsplit_once('.').is_some_and(|(_, ending)| ending == "js");
    !is_of_search && answer::is_part_of_pages(name)
}

/// Whether a page may still name a file that comes or goes; where names come from what files hold, the page changes with them.
fn may_be_missed(route: &Route) -> bool {
    !route.as_str().starts_with(NAMED_BY_CONTENT)
}

/// The address of an output for a browser, for example `/help/a/b/`.
fn link(path: &str, route: &Route) -> String {
    let text = route.as_str();
    let folder = text.strip_suffix("index.html").filter(|folder| folder.is_empty() || folder.ends_with('/'));
    [path, &url_path(folder.unwrap_or(text))].concat()
}

impl Sink for Live {
    fn expect(&self, routes: &mut dyn Iterator<Item = &Route>) {
        let plan: FxHashSet<Route> = routes.cloned().collect();
        let mut state = self.lock();
        let wished = state.recent.iter().chain(&state.awaited).filter(|route| plan.contains(*route));
        state.wishes = wished.cloned().collect();
        self.has_wishes.store(!state.wishes.is_empty(), Ordering::Relaxed);
        state.plan = Some(plan);
        drop(state);
        self.settled.notify_waiters();
    }

    fn expect_nothing(&self) {
        self.lock().is_refused = true;
        self.settled.notify_waiters();
    }

    fn wish(&self) -> Wish {
        if self.changes.count() != self.begun.load(Ordering::Acquire) {
            return Wish::Stop;
        }
        if !self.has_wishes.load(Ordering::Relaxed) {
            return Wish::Any;
        }
        let mut state = self.lock();
        let next = state.wishes.pop();
        if next.is_none() {
            self.has_wishes.store(false, Ordering::Relaxed);
        }
        next.map_or(Wish::Any, Wish::This)
    }

    fn put(&self, output: Output<'_>, bytes: &[u8]) -> Result<Hash, EmitError> {
        let hash = blake3::hash(bytes);
        self.take(output, hash, &|| bytes.into())?;
        Ok(hash)
    }

    fn keep(&self, output: Output<'_>, hash: &Hash) -> Result<bool, EmitError> {
        let is_same = self.is_same(output.route, *hash)?;
        if is_same {
            self.tell_who_waits(output.route);
        }
        Ok(is_same)
    }
}
