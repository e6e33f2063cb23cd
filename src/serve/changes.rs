//! What was noticed of changes to the files of a site: a number that grows, and the files as far as they are known.
//!
//! The watcher adds to it, the loop waits on it, and a build that runs sees by the number that it is out of date.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// More names than these are not kept: so many files at once are no edit that a browser could follow to. Whoever is given so many
/// may not know of all.
pub(super) const MOST_NAMES: usize = 1_000;

/// The changes so far.
#[derive(Debug, Default)]
pub(super) struct Changes {
    count: AtomicU64,
    held: Mutex<Held>,
    heard: Condvar,
}

#[derive(Debug, Default)]
struct Held {
    paths: BTreeSet<String>,
    is_over: bool,
}

impl Changes {
    /// Something changed; `paths` are the files that are known, from the site's root.
    pub(super) fn add(&self, paths: impl IntoIterator<Item = String>) {
        let mut held = self.lock();
        let room = MOST_NAMES.saturating_sub(held.paths.len());
        held.paths.extend(paths.into_iter().take(room));
        self.count.fetch_add(1, Ordering::Release);
        self.heard.notify_all();
    }

    /// How often something changed.
    pub(super) fn count(&self) -> u64 {
        self.count.load(Ordering::Acquire)
    }

    /// Waits until something changed since `count`, and gives the files; `None` when the server ends.
    pub(super) fn wait(&self, count: u64) -> Option<(u64, BTreeSet<String>)> {
        let mut held = self.lock();
        while !held.is_over && self.count() == count {
            held = self.heard.wait(held).unwrap_or_else(PoisonError::into_inner);
        }
        (!held.is_over).then(|| (self.count(), std::mem::take(&mut held.paths)))
    }

    /// The same, but waits no longer than `longest`: then it gives the number and the files as they are.
    pub(super) fn wait_at_most(&self, count: u64, longest: Duration) -> Option<(u64, BTreeSet<String>)> {
        let held = self.lock();
        let waits = |held: &mut Held| !held.is_over && self.count() == count;
        let waited = self.heard.wait_timeout_while(held, longest, waits);
        let (mut held, _) = waited.unwrap_or_else(PoisonError::into_inner);
        (!held.is_over).then(|| (self.count(), std::mem::take(&mut held.paths)))
    }

    /// The server ends: nobody waits any longer, and a build that runs stops.
    pub(super) fn end(&self) {
        self.lock().is_over = true;
        self.count.fetch_add(1, Ordering::Release);
        self.heard.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
