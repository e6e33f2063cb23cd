//! A site on disk: a front tree that is always whole, and a back tree that becomes the next front one.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::SystemTime;

use super::arrival::{Arrival, Content, Incoming, receive};
use super::back::{Back, Spot};
use super::claim::{self, GITIGNORE, GITIGNORE_NAME, Places};
use super::error::{At, EmitError, if_there};
use super::exchange::{self, Exchange, Exchanged};
use super::file::{has_hash, in_folder, same_bytes, set_date, write_new, write_over};
use super::manifest::{MANIFEST_NAME, Manifest, ManifestEntry};
use super::{Hash, Output, Sink, Stay, cache, generations};

/// Where a build writes.
#[derive(Debug, Clone)]
pub struct FolderOptions {
    /// The output folder, for example `public`.
    pub output: PathBuf,
    /// The folder that holds `guidepost.yaml`.
    pub site_root: PathBuf,
    /// The version that goes into the manifest.
    pub generator: String,
    /// For how many generations an output stays that is made to stay.
    pub generations: u32,
}

/// Writes a site into a folder. Until [`FolderSink::finish`] the site that was there does not change, whatever happens.
#[derive(Debug)]
pub struct FolderSink {
    places: Places,
    back: Back,
    generator: String,
    generations: u32,
    exchange: Exchange,
    tally: Tally,
    _lock: Lock,
}

#[derive(Debug, Default)]
struct Tally {
    written: AtomicUsize,
    unchanged: AtomicUsize,
    bytes: AtomicU64,
    failed: AtomicBool,
}

/// The lock on the output folder, given back when it is dropped; the system does so for a process that is killed.
#[derive(Debug)]
struct Lock(File);

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing the file is not enough while a program that was just started still holds a copy of it.
        let _ = self.0.unlock();
    }
}

/// What a build did to the output folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finished {
    /// Files written.
    pub written: usize,
    /// Files that lay in the back tree with the right bytes.
    pub unchanged: usize,
    /// Files removed from the back tree.
    pub removed: usize,
    /// Bytes of all outputs together.
    pub bytes: u64,
    /// How the new site differs from the one before.
    pub changes: Changes,
    /// How the new site came into place.
    pub exchanged: Exchanged,
}

/// How a site differs from the one before it, which is what an author wants to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Changes {
    /// Outputs that were not there before.
    pub added: usize,
    /// Outputs with other bytes than before.
    pub changed: usize,
    /// Outputs that are no longer there.
    pub removed: usize,
}

impl FolderSink {
    /// Claims the output folder, finishes what a killed build left, and gets the back tree ready.
    ///
    /// # Errors
    /// When the folder is not ours to write, another build is writing it, or the disk refuses.
    pub fn open(options: &FolderOptions) -> Result<Self, EmitError> {
        Self::open_with(options, exchange::system_exchange)
    }

    pub(super) fn open_with(options: &FolderOptions, exchange: Exchange) -> Result<Self, EmitError> {
        let places = claim::locate(&options.output, &options.site_root)?;
        claim::check(&places)?;
        let lock = lock(&places)?;
        exchange::recover(&places)?;
        // Only with the lock in hand does what we saw stay true.
        claim::check(&places)?;
        for left in [places.old(), places.incoming()] {
            if_there(fs::remove_dir_all(&left)).at("remove", &left)?;
        }
        let back = Back::open(places.back())?;
        let FolderOptions { generator, generations, .. } = options.clone();
        Ok(Self { places, back, generator, generations, exchange, tally: Tally::default(), _lock: lock })
    }

    /// Removes what belongs to no output, writes the manifest, and puts the new site into place.
    ///
    /// # Errors
    /// When an output could not be written before, or the disk refuses; the site that was there stays.
    pub fn finish(self) -> Result<Finished, EmitError> {
        if self.tally.failed.load(Ordering::Relaxed) {
            return Err(EmitError::Incomplete { folder: self.places.front });
        }
        let before = Manifest::read(&self.places.front)?.map(|manifest| manifest.outputs).unwrap_or_default();
        self.keep_generations(&before)?;
        let taking = self.back.sweep(&[GITIGNORE_NAME, MANIFEST_NAME])?;
        let changes = changes(&before, &taking.outputs);
        self.write_own(GITIGNORE_NAME, GITIGNORE.as_bytes())?;
        self.write_own(MANIFEST_NAME, &Manifest::new(&self.generator, taking.outputs).to_bytes()?)?;
        self.copy_permissions()?;
        claim::check_front(&self.places.front)?;
        let exchanged = exchange::bring_forward(&self.places, self.exchange)?;
        Ok(self.tally.finished(taking.removed, changes, exchanged))
    }

    /// Keeps outputs of earlier builds for which it is too early to go.
    fn keep_generations(&self, before: &BTreeMap<String, ManifestEntry>) -> Result<(), EmitError> {
        for old in generations::kept(before, &self.back.staying(), self.generations) {
            let output = Output { route: &old.route, source: None, stay: Stay::Generations(old.age) };
            match self.keep_any(output, &old.hash) {
                // A new output stands in its place, or somebody changed it: then it is not what a page would ask for.
                Ok(_) | Err(EmitError::Twice { .. } | EmitError::FileAndFolder { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Stores what the next build may remember. Safe at any time: the next build checks what it is told here.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn store_cache(&self, bytes: &[u8]) -> Result<(), EmitError> {
        cache::store(&self.places.cache(), bytes)
    }

    /// What was stored last; `None` if there is nothing, or it is damaged.
    #[must_use]
    pub fn load_cache(&self) -> Option<Vec<u8>> {
        cache::load(&self.places.cache())
    }

    fn write_own(&self, name: &str, bytes: &[u8]) -> Result<(), EmitError> {
        match self.back.own(name)? {
            Spot::Free(path) => write_new(&path, bytes, None),
            Spot::Taken(path) if same_bytes(&path, bytes)? => Ok(()),
            Spot::Taken(path) => write_over(&path, bytes, None),
        }
    }

    /// The output folder keeps its permissions, which the host may have set for its web server.
    fn copy_permissions(&self) -> Result<(), EmitError> {
        let Some(front) = claim::look(&self.places.front)? else { return Ok(()) };
        fs::set_permissions(self.back.root(), front.permissions()).at("set permissions of", self.back.root())
    }

    /// Brings an output to its place, unless the right bytes lie there already.
    fn settle(&self, output: Output<'_>, arrival: &Arrival) -> Result<(), EmitError> {
        match &arrival.content {
            Content::Small(bytes) => self.settle_small(output, arrival.hash, bytes, arrival.modified),
            Content::Large(incoming) => self.settle_large(output, arrival, incoming),
        }
    }

    fn settle_small(
        &self,
        output: Output<'_>,
        hash: Hash,
        bytes: &[u8],
        modified: Option<SystemTime>,
    ) -> Result<(), EmitError> {
        let wrote = match self.back.admit(output, hash)? {
            Spot::Free(path) => write_new(&path, bytes, modified).map(|()| true),
            Spot::Taken(path) if same_bytes(&path, bytes)? => Ok(false),
            Spot::Taken(path) => write_over(&path, bytes, modified).map(|()| true),
        };
        self.tally.count(wrote?, bytes.len() as u64);
        Ok(())
    }

    fn settle_large(&self, output: Output<'_>, arrival: &Arrival, incoming: &Incoming) -> Result<(), EmitError> {
        let there = match self.back.admit(output, arrival.hash)? {
            Spot::Taken(path) if has_hash(&path, &arrival.hash)? => None,
            Spot::Taken(path) | Spot::Free(path) => Some(path),
        };
        if let Some(path) = &there {
            set_date(&incoming.0, arrival.modified)?;
            in_folder(path, || fs::rename(&incoming.0, path)).at("write", path)?;
        }
        self.tally.count(there.is_some(), arrival.length);
        Ok(())
    }

    /// Uses the front tree's file again by copying it, with its date, if its bytes have this hash.
    fn keep_front(&self, output: Output<'_>, hash: &Hash) -> Result<bool, EmitError> {
        let path = self.places.front.join(output.route.as_str());
        let Ok(mut file) = File::open(&path) else { return Ok(false) };
        let Ok(metadata) = file.metadata() else { return Ok(false) };
        if !metadata.is_file() {
            return Ok(false);
        }
        let mut arrival = match receive(output, &mut file, &self.places.incoming()) {
            Err(EmitError::Source { .. }) => return Ok(false),
            other => other?,
        };
        if arrival.hash != *hash {
            return Ok(false);
        }
        arrival.modified = metadata.modified().ok();
        self.settle(output, &arrival).map(|()| true)
    }

    fn keep_any(&self, output: Output<'_>, hash: &Hash) -> Result<bool, EmitError> {
        let Some(path) = self.back.unclaimed(output.route) else { return self.keep_front(output, hash) };
        if !has_hash(&path, hash)? {
            return self.keep_front(output, hash);
        }
        let length = fs::metadata(&path).at("read", &path)?.len();
        self.back.admit(output, *hash)?;
        self.tally.count(false, length);
        Ok(true)
    }

    /// Remembers that something failed, so that a tree with holes never comes to the front.
    fn noting<T>(&self, result: Result<T, EmitError>) -> Result<T, EmitError> {
        result.inspect_err(|_| self.tally.failed.store(true, Ordering::Relaxed))
    }
}

impl Sink for FolderSink {
    fn put(&self, output: Output<'_>, bytes: &[u8]) -> Result<Hash, EmitError> {
        let hash = blake3::hash(bytes);
        self.noting(self.settle_small(output, hash, bytes, None))?;
        Ok(hash)
    }

    fn put_file(&self, output: Output<'_>, from: &mut dyn Read) -> Result<Hash, EmitError> {
        let arrival = self.noting(receive(output, from, &self.places.incoming()))?;
        self.noting(self.settle(output, &arrival))?;
        Ok(arrival.hash)
    }

    fn keep(&self, output: Output<'_>, hash: &Hash) -> Result<bool, EmitError> {
        self.noting(self.keep_any(output, hash))
    }
}

impl Tally {
    fn count(&self, wrote: bool, length: u64) {
        let files = if wrote { &self.written } else { &self.unchanged };
        files.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(length, Ordering::Relaxed);
    }

    fn finished(self, removed: usize, changes: Changes, exchanged: Exchanged) -> Finished {
        Finished {
            written: self.written.into_inner(),
            unchanged: self.unchanged.into_inner(),
            removed,
            bytes: self.bytes.into_inner(),
            changes,
            exchanged,
        }
    }
}

fn changes(before: &BTreeMap<String, ManifestEntry>, after: &BTreeMap<String, ManifestEntry>) -> Changes {
    let hash_before = |route: &String| before.get(route).map(|entry| &entry.hash);
    let mut changes = Changes::default();
    for (route, entry) in after {
        match hash_before(route) {
            None => changes.added += 1,
            Some(hash) if *hash != entry.hash => changes.changed += 1,
            Some(_) => {}
        }
    }
    changes.removed = before.keys().filter(|route| !after.contains_key(*route)).count();
    changes
}

/// Makes the folder beside the output folder and takes its lock. The lock file is never removed: another build may hold it.
fn lock(places: &Places) -> Result<Lock, EmitError> {
    fs::create_dir_all(&places.side).at("make the folder", &places.side)?;
    let path = places.lock();
    let file = File::options().create(true).truncate(false).write(true).open(&path).at("write", &path)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(fs::TryLockError::WouldBlock) => return Err(EmitError::Busy { folder: places.front.clone() }),
        Err(fs::TryLockError::Error(error)) => return Err(error).at("lock", &path),
    }
    let lock = Lock(file);
    keep_out_of_git(&places.side)?;
    Ok(lock)
}

fn keep_out_of_git(folder: &Path) -> Result<(), EmitError> {
    let path = folder.join(GITIGNORE_NAME);
    match claim::look(&path)? {
        Some(_) => Ok(()),
        None => fs::write(&path, "*\n").at("write", &path),
    }
}
