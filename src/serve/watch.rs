//! Notices that files of a site changed.
//!
//! Input: the folder of a site. Output: [`Changes`]. What the system tells is taken as a hint and no more: once it has been quiet
//! for a moment, the whole site is looked at anew. Beside it a slow walk over names, sizes and times finds what the system did
//! not tell, for example after a folder was exchanged; where the system tells nothing at all, that walk is all there is.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime};

use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::changes::Changes;
use super::snapshot::{Snapshot, is_watched};
use super::{Tell, Told};
use crate::config;
use crate::source::FOLDERS;

/// After a change that is whole, such as a file that was closed or renamed, others of the same save come at once.
const SHORT_QUIET: Duration = Duration::from_millis(3);
/// After a change that may go on, such as some bytes more.
const LONG_QUIET: Duration = Duration::from_millis(20);
/// The longest wait for quiet; what comes later begins another build.
const LONGEST_WAIT: Duration = Duration::from_millis(200);

/// How often the slow walk looks while the system tells of changes.
const SELDOM: Duration = Duration::from_secs(2);
/// The same where a walk takes long.
const VERY_SELDOM: Duration = Duration::from_secs(5);
/// How often it looks where the system tells nothing.
const OFTEN: Duration = Duration::from_millis(500);
/// A walk that takes longer than this takes long.
const LONG_WALK: Duration = Duration::from_millis(30);

/// How changes are noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watching {
    /// The system tells of them.
    Events,
    /// By looking again and again.
    Polling,
}

/// Watches until it is dropped.
#[derive(Debug)]
pub(super) struct Watch {
    heard: Sender<Heard>,
    asked: Sender<Asked>,
    threads: Vec<JoinHandle<()>>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        // A thread that has ended already hears nothing.
        let _ = self.heard.send(Heard::End);
        let _ = self.asked.send(Asked::End);
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

/// What the thread that waits for quiet hears.
#[derive(Debug)]
enum Heard {
    Event(Event),
    /// The watch does not hold: events were lost, or folders stand elsewhere.
    WatchAgain,
    /// The system cannot tell of changes any longer.
    Failed(String),
    End,
}

/// What the thread of the slow walk is asked.
enum Asked {
    /// Events may have been lost.
    Look,
    End,
}

/// What both threads know.
struct Shared {
    root: PathBuf,
    changes: Arc<Changes>,
    tell: Tell,
    /// What was told since the slow walk looked last, and when: a build that came after it has seen all that was older.
    named: Mutex<BTreeMap<String, SystemTime>>,
    polls: AtomicBool,
}

/// Begins to watch: what changes after this is noticed.
pub(super) fn start(
    root: &Path,
    watching: Watching,
    changes: &Arc<Changes>,
    tell: &Tell,
) -> Result<Watch, std::io::Error> {
    let shared = Arc::new(Shared {
        root: root.to_path_buf(),
        changes: changes.clone(),
        tell: tell.clone(),
        named: Mutex::default(),
        polls: AtomicBool::new(watching == Watching::Polling),
    });
    let (heard, inbox) = channel();
    let (asked, is_asked) = channel();
    let watcher = match watching {
        Watching::Events => watcher(&heard, &asked).and_then(|watcher| Folders::watch(watcher, root)),
        Watching::Polling => Ok(None),
    };
    let folders = watcher.unwrap_or_else(|error| {
        shared.poll(&reason(&error));
        None
    });
    let first = Snapshot::of(root);
    let walks = {
        let (shared, heard) = (shared.clone(), heard.clone());
        thread("walk", move || walk(&shared, first, &heard, &is_asked))?
    };
    let waits = {
        let asked = asked.clone();
        thread("watch", move || wait_for_quiet(&shared, folders, &inbox, &asked))?
    };
    Ok(Watch { heard, asked, threads: vec![walks, waits] })
}

fn thread(name: &str, work: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, std::io::Error> {
    std::thread::Builder::new().name(name.to_owned()).spawn(work)
}

fn watcher(heard: &Sender<Heard>, asked: &Sender<Asked>) -> notify::Result<RecommendedWatcher> {
    let (heard, asked) = (heard.clone(), asked.clone());
    // Who listens may have ended already.
    notify::recommended_watcher(move |event: notify::Result<Event>| match event {
        // Some events were lost. A build itself opens all files, so the walk says whether there is anything to do.
        Ok(event) if event.need_rescan() => {
            let _ = asked.send(Asked::Look);
        }
        Ok(event) if is_change(event.kind) => {
            let _ = heard.send(Heard::Event(event));
        }
        Ok(_) => {}
        Err(error) if is_gone(&error) => {}
        Err(error) => {
            let _ = heard.send(Heard::Failed(reason(&error)));
        }
    })
}

/// Whether an event is more than that somebody reads.
fn is_change(kind: EventKind) -> bool {
    !matches!(kind, EventKind::Access(access) if access != AccessKind::Close(AccessMode::Write))
}

/// Whether a change is whole.
fn is_whole(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::Access(AccessKind::Close(AccessMode::Write))
            | EventKind::Modify(ModifyKind::Name(_))
            | EventKind::Remove(_)
    )
}

/// What was watched does not exist any longer, of which its folder tells as well.
fn is_gone(error: &notify::Error) -> bool {
    match &error.kind {
        notify::ErrorKind::PathNotFound | notify::ErrorKind::WatchNotFound => true,
        notify::ErrorKind::Io(error) => error.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}

fn reason(error: &notify::Error) -> String {
    match &error.kind {
        notify::ErrorKind::MaxFilesWatch => "the system's limit of watched folders is reached".to_owned(),
        notify::ErrorKind::Io(error) if are_too_many(error) => "too many programs watch folders already".to_owned(),
        notify::ErrorKind::Io(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
            "a folder may not be read".to_owned()
        }
        notify::ErrorKind::Io(error) => error.to_string(),
        _ => error.to_string(),
    }
}

/// Whether the system gives no more files or watchers.
fn are_too_many(error: &std::io::Error) -> bool {
    #[cfg(unix)]
    {
        use rustix::io::Errno;
        error
            .raw_os_error()
            .map(Errno::from_raw_os_error)
            .is_some_and(|code| matches!(code, Errno::MFILE | Errno::NFILE))
    }
    #[cfg(not(unix))]
    {
        let _ = error;
        false
    }
}

impl Shared {
    /// From now on only the slow walk looks, and often.
    fn poll(&self, reason: &str) {
        if !self.polls.swap(true, Ordering::AcqRel) {
            (self.tell)(Told::Polls { reason: reason.to_owned() });
        }
    }

    fn named(&self) -> BTreeMap<String, SystemTime> {
        std::mem::take(&mut *self.named.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn add(&self, paths: BTreeSet<String>) {
        let now = SystemTime::now();
        let named = paths.iter().map(|path| (path.clone(), now));
        self.named.lock().unwrap_or_else(PoisonError::into_inner).extend(named);
        self.changes.add(paths);
    }
}

/// The folders of a site under watch.
struct Folders {
    watcher: RecommendedWatcher,
    root: PathBuf,
}

impl Folders {
    /// Watches the folders of a site, and the site's own folder for those that come and go.
    fn watch(watcher: RecommendedWatcher, root: &Path) -> notify::Result<Option<Self>> {
        let mut folders = Self { watcher, root: root.to_path_buf() };
        folders.again(&FOLDERS)?;
        Ok(Some(folders))
    }

    /// Watches some of the folders again, since others may stand in their places now.
    fn again(&mut self, names: &[&str]) -> notify::Result<()> {
        let root = self.root.clone();
        self.one(&root, RecursiveMode::NonRecursive)?;
        names.iter().try_for_each(|name| self.one(&root.join(name), RecursiveMode::Recursive))
    }

    fn one(&mut self, folder: &Path, mode: RecursiveMode) -> notify::Result<()> {
        // It may not be watched yet, or be gone.
        let _ = self.watcher.unwatch(folder);
        // Each system says in its own words that there is no such folder.
        self.watcher.watch(folder, mode).or_else(|error| if folder.is_dir() { Err(error) } else { Ok(()) })
    }
}

fn wait_for_quiet(shared: &Shared, mut folders: Option<Folders>, inbox: &Receiver<Heard>, asked: &Sender<Asked>) {
    while let Ok(first) = inbox.recv() {
        let Some(burst) = Burst::from(shared, first, inbox) else { return };
        if let Some(reason) = burst.failed {
            shared.poll(&reason);
        }
        if let Some(folders) = &mut folders
            && !burst.folders.is_empty()
            && let Err(error) = folders.again(&burst.folders)
        {
            shared.poll(&reason(&error));
        }
        if !burst.paths.is_empty() {
            shared.add(burst.paths);
        }
        if !burst.folders.is_empty() {
            // What was written between the event and the new watch is found by the walk.
            let _ = asked.send(Asked::Look);
        }
    }
}

/// Changes that belong together.
#[derive(Default)]
struct Burst {
    paths: BTreeSet<String>,
    /// Folders that must be watched again.
    folders: Vec<&'static str>,
    failed: Option<String>,
}

impl Burst {
    /// Everything from `first` on until there is quiet; `None` when the server ends.
    fn from(shared: &Shared, first: Heard, inbox: &Receiver<Heard>) -> Option<Self> {
        let mut burst = Self::default();
        let latest = Instant::now() + LONGEST_WAIT;
        let mut next = first;
        loop {
            let quiet = burst.add(shared, next)?;
            let wait = quiet.min(latest.saturating_duration_since(Instant::now()));
            next = match inbox.recv_timeout(wait) {
                Ok(next) => next,
                Err(RecvTimeoutError::Timeout) => return Some(burst),
                Err(RecvTimeoutError::Disconnected) => return None,
            };
        }
    }

    /// Adds one change, and says how long it must be quiet after it.
    fn add(&mut self, shared: &Shared, heard: Heard) -> Option<Duration> {
        match heard {
            Heard::End => return None,
            Heard::Failed(reason) => self.failed = Some(reason),
            Heard::WatchAgain => self.folders = FOLDERS.to_vec(),
            Heard::Event(event) => {
                let found = event.paths.iter().filter_map(|path| below(&shared.root, path));
                let found: Vec<String> = found.filter(|path| is_watched(path)).collect();
                let is_quiet = found.is_empty();
                for path in found {
                    let folder = FOLDERS.into_iter().find(|folder| *folder == path);
                    self.folders.extend(folder.filter(|folder| !self.folders.contains(folder)));
                    self.paths.insert(path);
                }
                return Some(if is_quiet || is_whole(event.kind) { SHORT_QUIET } else { LONG_QUIET });
            }
        }
        Some(SHORT_QUIET)
    }
}

/// The path of a file from the site's root, with `/`.
fn below(root: &Path, path: &Path) -> Option<String> {
    let parts: Vec<_> = path.strip_prefix(root).ok()?.iter().map(|part| part.to_string_lossy()).collect();
    Some(parts.join("/"))
}

fn walk(shared: &Shared, mut last: Snapshot, heard: &Sender<Heard>, asked: &Receiver<Asked>) {
    let mut took = Duration::ZERO;
    loop {
        let polls = shared.polls.load(Ordering::Acquire);
        let wait = match (polls, took > LONG_WALK) {
            (true, _) => OFTEN.max(took * 5),
            (false, false) => SELDOM,
            (false, true) => VERY_SELDOM,
        };
        let were_lost = match asked.recv_timeout(wait) {
            Ok(Asked::Look) => true,
            Err(RecvTimeoutError::Timeout) => false,
            Ok(Asked::End) | Err(RecvTimeoutError::Disconnected) => return,
        };
        let began = Instant::now();
        let mut named = shared.named();
        let next = Snapshot::of(&shared.root);
        took = began.elapsed();
        if next.places != last.places {
            let _ = heard.send(Heard::WatchAgain);
        }
        named.extend(shared.named.lock().unwrap_or_else(PoisonError::into_inner).clone());
        if were_lost {
            named.clear();
        }
        let missed = missed(&next, &last, &named);
        if !missed.is_empty() {
            shared.changes.add(missed);
        }
        last = next;
    }
}

/// The files that differ between two looks and that no build has seen since: what was told of after its last change is known.
fn missed(next: &Snapshot, last: &Snapshot, named: &BTreeMap<String, SystemTime>) -> BTreeSet<String> {
    let is_known =
        |path: &str| named.get(path).is_some_and(|told| next.changed(path).is_none_or(|changed| changed <= *told));
    next.differences(last).filter(|path| !is_known(path)).map(str::to_owned).collect()
}

/// The file with the settings is watched beside the folders.
pub(super) const SETTINGS: &str = config::FILE;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_after_the_one_that_was_told_of_is_no_known_one() {
        let folder = tempfile::tempdir().unwrap();
        let before = Snapshot::of(folder.path());
        std::fs::create_dir(folder.path().join("content")).unwrap();
        std::fs::write(folder.path().join("content/a.md"), "a").unwrap();
        let after = Snapshot::of(folder.path());
        let changed = after.changed("content/a.md").unwrap();
        let told = |time: SystemTime| BTreeMap::from([("content/a.md".to_owned(), time)]);
        let found =
            |named: &BTreeMap<String, SystemTime>| missed(&after, &before, named).into_iter().collect::<Vec<_>>();
        assert_eq!(found(&BTreeMap::new()), ["content/a.md"]);
        assert!(found(&told(changed)).is_empty());
        assert_eq!(found(&told(changed - Duration::from_millis(1))), ["content/a.md"]);
        assert!(missed(&before, &after, &told(changed)).is_empty());
    }

    #[test]
    fn why_the_system_does_not_tell_of_changes_is_said_in_plain_words() {
        let said = |kind: notify::ErrorKind| reason(&notify::Error::new(kind));
        assert_eq!(said(notify::ErrorKind::MaxFilesWatch), "the system's limit of watched folders is reached");
        let denied = std::io::ErrorKind::PermissionDenied.into();
        assert_eq!(said(notify::ErrorKind::Io(denied)), "a folder may not be read");
        #[cfg(unix)]
        {
            let too_many = std::io::Error::from_raw_os_error(rustix::io::Errno::MFILE.raw_os_error());
            assert_eq!(said(notify::ErrorKind::Io(too_many)), "too many programs watch folders already");
        }
    }
}
