//! The preview: a site that is built anew with each save and served from memory.
//!
//! Input: the folder of a site. Output: the same outputs as `build` writes, by HTTP, and events for browsers that look at them.
//! It writes no file, joins no address to a folder, and no mistake in a site ends it.
//!
//! ```text
//! watch ──changes──▶ loop: scan, build into `Live`, report ──▶ Live ◀── http: one task a connection
//!   ▲                  ▲ stops when more changes come           │ outputs, problems        ▲
//! system, slow walk    └───────────── wishes ───────────────────┘                    browsers, events
//! ```
//!
//! One thread answers, one builds (with those of rayon), two watch. What a browser asks for is built first.

#![expect(clippy::disallowed_methods, reason = "the preview listens, watches folders and knows what day it is")]

mod answer;
mod changes;
mod connection;
mod editor;
mod events;
mod facts;
mod guard;
mod http;
mod live;
mod report;
mod snapshot;
mod target;
#[cfg(test)]
mod tests;
mod watch;

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use tokio::sync::oneshot;

use crate::config::Config;
use crate::content;
use crate::diagnostic::{Diagnostic, Outcome};
use crate::format::Limits;
use crate::pipeline::{self, BuildError, Built, Caches, Ending, Made, Options, Remember, Unobserved};
use crate::site::{Dates, Drafts, Future};
use crate::source::Origin;
use changes::Changes;
pub use editor::Editor;
use events::Listeners;
use facts::Facts;
use guard::Names;
use http::Service;
use live::Live;
pub use live::is_page;
use report::Report;
pub use watch::Watching;

/// The port that is tried first when none is named.
pub const PORT: u16 = 4000;

/// So many further ports are tried when one is taken.
const FURTHER_PORTS: u16 = 20;

/// How often a build begins again at once because a file changed while it was read.
const ATTEMPTS: usize = 5;

/// The most connections at once, where the system allows them.
const MOST_CONNECTIONS: usize = 1_024;

/// After an edit of a text the whole site is looked at when this much time went by.
const LOOK_AGAIN: Duration = Duration::from_millis(150);

/// What is said of a site without a folder.
pub const FOLDER_GONE: &str = "the folder of the site is gone";
/// What to do then.
pub const FOLDER_GONE_HELP: &str = "put it back, and the preview goes on";

/// Whether a build believes that no other files changed than the system told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trust {
    /// It does; the next one will not.
    Events,
    /// It looks at every file.
    Nothing,
}

/// Whether the browser goes to the page that was edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Follow {
    /// It stays where it is.
    Nothing,
    /// It goes to the page whose file was edited.
    Edits,
}

/// What the preview is asked for.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The folder of the site.
    pub root: PathBuf,
    /// The address to listen at; that of this computer alone without one.
    pub host: Option<String>,
    /// The port; 0 for any that is free.
    pub port: u16,
    /// Whether drafts are shown.
    pub drafts: Drafts,
    /// Whether pages are shown before and after their time.
    pub future: Future,
    /// What counts as now; the clock without it.
    pub now: Option<Timestamp>,
    /// How many threads build; 0 for as many as there are processors.
    pub jobs: usize,
    /// How changes are noticed.
    pub watching: Watching,
    /// Whether browsers follow edits.
    pub follow: Follow,
    /// How files are opened from the browser.
    pub editor: Option<Editor>,
}

impl Settings {
    /// A site with nothing asked for.
    #[must_use]
    pub fn of(root: PathBuf) -> Self {
        Self {
            root,
            host: None,
            port: PORT,
            drafts: Drafts::Hide,
            future: Future::Hide,
            now: None,
            jobs: 0,
            watching: Watching::Events,
            follow: Follow::Nothing,
            editor: None,
        }
    }
}

/// What the preview tells the person who started it.
#[derive(Debug)]
pub enum Told {
    /// It answers at this address of the site.
    Listens {
        /// The address for a browser.
        url: String,
        /// The port that was asked for and is taken.
        taken: Option<u16>,
        /// Whether others than this computer can ask.
        is_open: bool,
    },
    /// The system does not tell of changes, so they are looked for.
    Polls {
        /// Why.
        reason: String,
    },
    /// A build ended.
    Built {
        /// What was built; `None` when the site has errors.
        built: Option<Built>,
        /// How long it took.
        took: Duration,
        /// What is wrong with the site.
        problems: Vec<Diagnostic>,
        /// Whether these are the problems of the build before.
        is_known: bool,
    },
    /// A build could not be brought to its end; the next change begins another.
    Failed {
        /// What happened.
        message: String,
        /// What to do.
        help: String,
    },
    /// The folder of the site is gone; when it comes back, so does the site.
    FolderGone,
}

/// Who is told.
pub type Tell = Arc<dyn Fn(Told) + Send + Sync>;

/// Why the preview could not begin.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct ServeError {
    /// What happened.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// What tells one run of the server from the next.
#[derive(Debug, Clone)]
struct Run(Arc<str>);

impl Run {
    fn new(address: SocketAddr) -> Self {
        let moment = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default().as_nanos();
        let hash = blake3::hash(format!("{moment} {address} {}", std::process::id()).as_bytes());
        Self(hash.to_hex()[..16].into())
    }

    fn as_str(&self) -> &str {
        &self.0
    }
}

/// A preview that runs until it is dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    url: String,
    changes: Arc<Changes>,
    end: Option<oneshot::Sender<()>>,
    threads: Vec<JoinHandle<()>>,
}

impl Server {
    /// Starts to listen, to watch and to build. `tell` learns of everything, from any thread.
    ///
    /// # Errors
    /// When no port is free, or the system refuses what a server needs.
    pub fn start(settings: Settings, tell: &Tell) -> Result<Self, ServeError> {
        let (listener, taken) = bind(settings.host.as_deref(), settings.port)?;
        let address = listener.local_addr().map_err(|error| refused(&error))?;
        widen(&listener);
        let changes = Arc::<Changes>::default();
        let listeners = Arc::<Listeners>::default();
        let live = Arc::new(Live::new(changes.clone(), listeners.clone(), settings.follow));
        let facts = Arc::new(Facts::new(settings.root.clone(), settings.editor.clone()));
        let service = Service {
            live: live.clone(),
            facts: facts.clone(),
            listeners,
            run: Run::new(address),
            names: Names::new(settings.host.as_deref(), address.port()),
            connections: connections(),
        };
        let (end, ends) = oneshot::channel();
        let answers = spawn("http", move || answer(listener, service, ends))?;
        let url = url(settings.host.as_deref(), address, &settings.root);
        tell(Told::Listens { url: url.clone(), taken, is_open: !address.ip().is_loopback() });
        let builds = {
            let (changes, tell) = (changes.clone(), tell.clone());
            let threads =
                rayon::ThreadPoolBuilder::new().num_threads(settings.jobs).build().map_err(|error| ServeError {
                    message: format!("the threads for the build could not be started: {error}"),
                    help: "try again with `--jobs 1`".to_owned(),
                })?;
            spawn("builds", move || threads.install(|| Builds::new(settings, live, facts, changes, tell).run()))?
        };
        Ok(Self { address, url, changes, end: Some(end), threads: vec![builds, answers] })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address for a browser.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Waits as long as it builds and answers, which is until the program is ended.
    pub fn wait(mut self) {
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.changes.end();
        if let Some(end) = self.end.take() {
            let _ = end.send(());
        }
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, ServeError> {
    std::thread::Builder::new().name(name.to_owned()).spawn(work).map_err(|error| refused(&error))
}

fn refused(error: &std::io::Error) -> ServeError {
    ServeError {
        message: format!("the preview could not start: {error}"),
        help: "end other programs that you do not need, and try again".to_owned(),
    }
}

/// Listens at the first port that is free, and says which one was not.
fn bind(host: Option<&str>, port: u16) -> Result<(TcpListener, Option<u16>), ServeError> {
    let bind = |port: u16| match host {
        Some(host) => TcpListener::bind((host.trim_matches(['[', ']']), port)),
        None => TcpListener::bind((IpAddr::V4(Ipv4Addr::LOCALHOST), port)),
    };
    let last = if port == 0 { 0 } else { port.saturating_add(FURTHER_PORTS) };
    for next in port..=last {
        match bind(next) {
            Ok(listener) => return Ok((listener, (next != port).then_some(port))),
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {}
            Err(error) => return Err(cannot_listen(host, next, &error)),
        }
    }
    Err(ServeError {
        message: format!("the ports {port} to {last} are all taken"),
        help: "name another one with `--port`, or write `--port 0` for any that is free".to_owned(),
    })
}

fn cannot_listen(host: Option<&str>, port: u16, error: &std::io::Error) -> ServeError {
    let host = host.unwrap_or("127.0.0.1");
    let (reason, help) = match error.kind() {
        std::io::ErrorKind::PermissionDenied => {
            ("you may not use this port".to_owned(), "choose a port above 1023 with `--port`")
        }
        kind => {
            let is_foreign = kind == std::io::ErrorKind::AddrNotAvailable;
            let reason = if is_foreign { "this computer has no such address".to_owned() } else { error.to_string() };
            (reason, "leave out `--host` to serve this computer alone, or name an address that this computer has")
        }
    };
    ServeError {
        message: format!("the preview cannot listen at `{host}`, port {port}: {reason}"),
        help: help.to_owned(),
    }
}

/// The address of the site for a browser.
fn url(host: Option<&str>, address: SocketAddr, root: &Path) -> String {
    let is_everywhere = address.ip().is_unspecified();
    let named = host.filter(|host| !is_everywhere && host.parse::<IpAddr>().is_err());
    let ip = if is_everywhere { IpAddr::V4(Ipv4Addr::LOCALHOST) } else { address.ip() };
    let host = named.map_or_else(|| guard::in_address(ip), str::to_owned);
    let config = pipeline::configuration(&Origin::Folder(root.to_path_buf())).value;
    let path = config.map_or_else(|| "/".to_owned(), |config| config.base_url.path().to_owned());
    format!("http://{host}:{}{path}", address.port())
}

/// How many connections there may be: half of the files that the system lets this program open, so that it can always read those
/// of the site.
fn connections() -> usize {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let limit = getrlimit(Resource::Nofile);
        let wanted = limit.maximum.unwrap_or(u64::MAX).min(4 * MOST_CONNECTIONS as u64);
        if limit.current.is_some_and(|current| current < wanted) {
            // A system that refuses leaves the limit as it is, which is asked for again.
            let _ = setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum: limit.maximum });
        }
        let files = getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX);
        usize::try_from(files / 2).unwrap_or(usize::MAX).min(MOST_CONNECTIONS)
    }
    #[cfg(not(unix))]
    MOST_CONNECTIONS
}

/// Lets as many connections wait to be taken as there may be: when more come at once, a browser would wait for seconds.
fn widen(listener: &TcpListener) {
    #[cfg(unix)]
    // A system that refuses keeps its own number.
    let _ = rustix::net::listen(listener, i32::try_from(MOST_CONNECTIONS).unwrap_or(i32::MAX));
    #[cfg(not(unix))]
    let _ = listener;
}

/// Whether these are texts of pages and nothing else, and all that changed.
fn are_texts(edited: &BTreeSet<String>) -> bool {
    let is_text = |path: &String| path.starts_with("content/") && content::is_page(path);
    !edited.is_empty() && edited.len() < changes::MOST_NAMES && edited.iter().all(is_text)
}

/// Answers requests until the end comes; a thread of its own.
fn answer(listener: TcpListener, service: Service, end: oneshot::Receiver<()>) {
    // Both fail only when the system gives no more files, before the preview has begun.
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
    runtime.block_on(async {
        let is_ready = listener.set_nonblocking(true);
        if let (Ok(()), Ok(listener)) = (is_ready, tokio::net::TcpListener::from_std(listener)) {
            http::answer(listener, Arc::new(service), end).await;
        }
    });
}

/// The loop that builds after each change.
struct Builds {
    settings: Settings,
    origin: Arc<Origin>,
    live: Arc<Live>,
    facts: Arc<Facts>,
    changes: Arc<Changes>,
    tell: Tell,
    caches: Caches,
    /// What changed since the last build that came to its end: a build that was stopped, or refused before it read all files, has
    /// not seen it for those that follow.
    unseen: BTreeSet<String>,
    problems: Vec<Diagnostic>,
    is_gone: bool,
    /// What there is to tell once the watch holds; `None` from then on.
    untold: Option<Vec<Told>>,
    /// Whether the build that runs only finds out whether there is something to do.
    is_looking_again: bool,
}

impl Builds {
    fn new(settings: Settings, live: Arc<Live>, facts: Arc<Facts>, changes: Arc<Changes>, tell: Tell) -> Self {
        let origin = Arc::new(Origin::Folder(settings.root.clone()));
        let caches = Caches::default();
        Self {
            settings,
            origin,
            live,
            facts,
            changes,
            tell,
            caches,
            unseen: BTreeSet::new(),
            problems: Vec::new(),
            is_gone: false,
            untold: Some(Vec::new()),
            is_looking_again: false,
        }
    }

    /// Builds, begins to watch, and builds after each change until the server ends.
    fn run(mut self) {
        let mut seen = self.changes.count();
        self.settle(seen, BTreeSet::new(), Trust::Nothing);
        // Watching comes after the first page, which somebody waits for; what changed before it is found by looking once more.
        let watch = watch::start(&self.settings.root, self.settings.watching, &self.changes, &self.tell);
        if let Err(error) = &watch {
            let help = "end other programs that you do not need, and start the preview again";
            self.failed(&format!("changes cannot be noticed: {error}"), help);
        }
        seen = self.changes.count();
        self.settle(seen, BTreeSet::new(), Trust::Nothing);
        // Whoever hears that the site is built may edit it at once.
        for told in self.untold.take().into_iter().flatten() {
            (self.tell)(told);
        }
        while let Some((count, edited)) = self.changes.wait(seen) {
            seen = count;
            if self.trust(&edited) == Trust::Nothing {
                self.settle(seen, edited, Trust::Nothing);
                continue;
            }
            self.settle(seen, edited, Trust::Events);
            // The page is loaded meanwhile. More edits of texts may come; then the system is not taken at its word.
            loop {
                let Some((count, edited)) = self.changes.wait_at_most(seen, LOOK_AGAIN) else { return };
                let trust = if count == seen { Trust::Nothing } else { self.trust(&edited) };
                self.is_looking_again = count == seen;
                seen = count;
                self.settle(seen, edited, trust);
                self.is_looking_again = false;
                if trust == Trust::Nothing {
                    break;
                }
            }
        }
    }

    /// Whether the system can be taken at its word after an edit: when this and all that no build has seen are texts.
    fn trust(&self, edited: &BTreeSet<String>) -> Trust {
        let is_open = !self.unseen.is_empty() && !are_texts(&self.unseen);
        if are_texts(edited) && !is_open { Trust::Events } else { Trust::Nothing }
    }

    /// Builds until no file changed while it was read.
    fn settle(&mut self, seen: u64, edited: BTreeSet<String>, trust: Trust) {
        self.unseen.extend(edited.iter().cloned());
        let mut caches = match trust {
            Trust::Events => self.caches.trusting(self.unseen.clone()),
            Trust::Nothing => self.caches.clone(),
        };
        let mut edited = Some(edited);
        for attempt in 1.. {
            if !self.build(seen, edited.take().unwrap_or_default(), &caches, attempt) {
                return;
            }
            // A file was other than the system said.
            caches = self.caches.clone();
        }
    }

    /// Builds once; whether it must be done again at once.
    fn build(&mut self, seen: u64, edited: BTreeSet<String>, caches: &Caches, attempt: usize) -> bool {
        let began = Instant::now();
        let config = pipeline::configuration(&self.origin).value;
        self.live.begin(seen, edited, config.as_ref().map(|config| config.base_url.path()));
        let options = self.options(config.as_ref());
        match pipeline::build(&self.origin, &options, caches, self.live.as_ref(), &Unobserved) {
            Ok(outcome) => self.done(outcome, began),
            Err(BuildError::Changed(_)) if attempt < ATTEMPTS => return true,
            Err(BuildError::Changed(path)) => {
                let help = "wait until your editor or your backup has finished, then save the file again";
                self.failed(&format!("`{path}` keeps changing while the site is built"), help);
            }
            Err(BuildError::Emit(error)) => self.failed(&error.to_string(), &error.help()),
        }
        false
    }

    fn options(&self, config: Option<&Config>) -> Options {
        let zone = config.map_or(TimeZone::UTC, |config| config.timezone.clone());
        let today = zone.to_datetime(self.settings.now.unwrap_or_else(Timestamp::now)).date();
        Options {
            dates: Dates { today, drafts: self.settings.drafts, future: self.settings.future },
            base_url: None,
            held_text: content::HELD_TEXT,
            remember: Remember::Outputs,
            sitemap: Limits::PROTOCOL,
        }
    }

    fn done(&mut self, outcome: Outcome<Made>, began: Instant) {
        let Outcome { value: Made { ending, caches }, diagnostics } = outcome;
        self.caches = caches;
        let built = match ending {
            Ending::Stopped => return,
            Ending::Built(built) => {
                self.unseen.clear();
                Some(built)
            }
            Ending::Refused => None,
        };
        let before = self.caches.linked().map(|linked| self.facts.set(linked.clone(), &diagnostics));
        let is_there = self.settings.root.is_dir();
        let report = if is_there {
            Report::new(&self.origin, &self.settings.root, self.settings.editor.as_ref(), &diagnostics)
        } else {
            Report::of_machine(FOLDER_GONE, FOLDER_GONE_HELP)
        };
        self.live.end(built.is_some(), report);
        drop(before);
        let took = began.elapsed();
        if !is_there && !self.is_gone {
            (self.tell)(Told::FolderGone);
        }
        self.is_gone = !is_there;
        if is_there {
            let is_known = diagnostics == self.problems;
            self.problems.clone_from(&diagnostics);
            let is_news = !is_known || built.as_ref().is_some_and(|built| !built.rendered.is_empty());
            let told = Told::Built { built, took, problems: diagnostics, is_known };
            match &mut self.untold {
                // Looking once more is no news when nothing was found.
                Some(untold) if is_news || untold.is_empty() => untold.push(told),
                None if is_news || !self.is_looking_again => (self.tell)(told),
                Some(_) | None => {}
            }
        }
    }

    fn failed(&mut self, message: &str, help: &str) {
        self.live.end(false, Report::of_machine(message, help));
        (self.tell)(Told::Failed { message: message.to_owned(), help: help.to_owned() });
    }
}
