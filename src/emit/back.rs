//! The back tree: what lies in it from two builds ago, and what the new build has taken so far.
//!
//! Input: routes, in any order, from many threads. Output: for each, the place to write and whether a file lies there.
//! Folders are made on the way; whatever stands where a folder or a file must be is removed. Links are never followed.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::{self, FileType};
use std::io;
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use walkdir::{DirEntry, WalkDir};

use super::claim::look;
use super::error::{At, EmitError, if_there};
use super::file::in_folder;
use super::manifest::ManifestEntry;
use super::{Hash, Output, Stay};
use crate::route::{Route, fold};

/// A tree on its way to the new outputs.
#[derive(Debug)]
pub(super) struct Back {
    root: PathBuf,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// What lies in the tree and no output has claimed yet, by its folded name.
    found: BTreeMap<String, Found>,
    /// The outputs taken so far.
    outputs: BTreeMap<Route, Taken>,
    /// Their folded forms, so that two names that some disk takes for one are told apart on all.
    folded: HashMap<String, Route>,
    /// The folders that the outputs so far lie in: their folded names, and under each the names as they were given.
    folders: HashMap<String, BTreeSet<String>>,
    /// How many files were removed.
    removed: usize,
}

#[derive(Debug)]
struct Taken {
    hash: Hash,
    source: Option<String>,
    stay: Stay,
}

/// Something that lies in the tree, with its name as it is spelled there.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Found {
    name: String,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    File,
    Folder,
}

/// The place of an output.
#[derive(Debug)]
pub(super) enum Spot {
    /// Nothing lies there.
    Free(PathBuf),
    /// A file lies there, with bytes that may be the right ones.
    Taken(PathBuf),
}

/// What the outputs came to.
pub(super) struct Taking {
    pub(super) outputs: BTreeMap<String, ManifestEntry>,
    pub(super) removed: usize,
}

impl Back {
    /// Looks through the tree at `root`, which is made if it is not there, and removes what is neither file nor folder.
    pub(super) fn open(root: PathBuf) -> Result<Self, EmitError> {
        match look(&root)? {
            Some(there) if there.is_dir() => {}
            Some(_) => fs::remove_file(&root).at("remove", &root)?,
            None => {}
        }
        fs::create_dir_all(&root).at("make the folder", &root)?;
        let found = inventory(&root)?;
        Ok(Self { root, state: Mutex::new(State { found, ..State::default() }) })
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// The file that lies at `route` from an earlier build and that no output has claimed.
    pub(super) fn unclaimed(&self, route: &Route) -> Option<PathBuf> {
        let state = self.state();
        let found = state.found.get(&route.fold_key())?;
        (found.kind == Kind::File && found.name == route.as_str()).then(|| self.root.join(&found.name))
    }

    /// Takes an output and clears the way to its place.
    pub(super) fn admit(&self, output: Output<'_>, hash: Hash) -> Result<Spot, EmitError> {
        let route = output.route;
        let fold = route.fold_key();
        let mut state = self.state();
        state.refuse_clash(route, &fold)?;
        let missing = state.claim_folders(&self.root, route, &fold)?;
        let spot = state.clear_spot(&self.root, route.as_str(), &fold)?;
        state
            .outputs
            .insert(route.clone(), Taken { hash, source: output.source.map(str::to_owned), stay: output.stay });
        state.folded.insert(fold, route.clone());
        // Folders are made without the lock, so that threads need not wait for each other's.
        drop(state);
        missing.iter().try_for_each(|folder| make_folder(folder).at("make the folder", folder))?;
        Ok(spot)
    }

    /// The outputs so far that stay for some generations.
    pub(super) fn staying(&self) -> BTreeSet<String> {
        let state = self.state();
        let staying = state.outputs.iter().filter(|(_, taken)| taken.stay != Stay::WhileMade);
        staying.map(|(route, _)| route.as_str().to_owned()).collect()
    }

    /// The place of one of our own files, which is not an output.
    pub(super) fn own(&self, name: &str) -> Result<Spot, EmitError> {
        self.state().clear_spot(&self.root, name, name)
    }

    /// Removes what no output has claimed, our own files aside, and gives the outputs.
    pub(super) fn sweep(&self, own: &[&str]) -> Result<Taking, EmitError> {
        let mut state = self.state();
        let found = std::mem::take(&mut state.found);
        // Backwards, so that a folder is empty when its turn comes.
        for (fold, found) in found.into_iter().rev() {
            if own.contains(&found.name.as_str()) && found.kind == Kind::File {
                state.found.insert(fold, found);
                continue;
            }
            state.removed += usize::from(found.kind == Kind::File);
            remove(&self.root.join(&found.name), found.kind)?;
        }
        let outputs = std::mem::take(&mut state.outputs).into_iter().map(entry).collect();
        Ok(Taking { outputs, removed: state.removed })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn entry((route, taken): (Route, Taken)) -> (String, ManifestEntry) {
    let age = match taken.stay {
        Stay::WhileMade => None,
        Stay::Generations(age) => Some(age),
    };
    (route.as_str().to_owned(), ManifestEntry { hash: taken.hash.to_hex().to_string(), source: taken.source, age })
}

impl State {
    fn refuse_clash(&self, route: &Route, fold: &str) -> Result<(), EmitError> {
        if let Some(first) = self.folded.get(fold) {
            return Err(EmitError::Twice { first: first.clone(), second: route.clone() });
        }
        let Some(folder) = self.folders.get(fold).and_then(BTreeSet::first) else { return Ok(()) };
        let inside = self.outputs.range::<str, _>((Bound::Excluded(folder.as_str()), Bound::Unbounded));
        let inside = inside.map(|(other, _)| other.as_str()).find(|other| is_inside(other, folder));
        Err(EmitError::FileAndFolder { file: route.to_string(), inside: inside.unwrap_or(folder).to_owned() })
    }

    fn has_folder(&self, folder: &str, fold: &str) -> bool {
        self.folders.get(fold).is_some_and(|names| names.contains(folder))
    }

    /// Claims the folders on the way to `route` and gives those that have to be made, outermost first.
    fn claim_folders(&mut self, root: &Path, route: &Route, fold: &str) -> Result<Vec<PathBuf>, EmitError> {
        let mut missing = Vec::new();
        let fold_folder = fold.rsplit_once('/').map_or("", |(folder, _)| folder);
        if route.folder().is_none_or(|folder| self.has_folder(folder, fold_folder)) {
            return Ok(missing);
        }
        let folds = fold.match_indices('/').map(|(at, _)| &fold[..at]);
        for (folder, fold) in route.folders().zip(folds) {
            if let Some(file) = self.folded.get(fold) {
                return Err(EmitError::FileAndFolder { file: file.to_string(), inside: route.to_string() });
            }
            if !self.has_folder(folder, fold) && !self.claim_folder(root, folder, fold)? {
                missing.push(root.join(folder));
            }
        }
        Ok(missing)
    }

    /// Claims one folder and says whether it lies there already.
    fn claim_folder(&mut self, root: &Path, folder: &str, fold: &str) -> Result<bool, EmitError> {
        let found = self.found.remove(fold);
        let there = found.as_ref().is_some_and(|found| found.kind == Kind::Folder && found.name == folder);
        if let Some(found) = found.filter(|_| !there) {
            self.remove_all(root, &found, fold)?;
        }
        self.folders.entry(fold.to_owned()).or_default().insert(folder.to_owned());
        Ok(there)
    }

    /// The place `name`; a folder that lay there, or a name that some disk takes for the same, is removed.
    fn clear_spot(&mut self, root: &Path, name: &str, fold: &str) -> Result<Spot, EmitError> {
        let path = root.join(name);
        let Some(found) = self.found.remove(fold) else { return Ok(Spot::Free(path)) };
        if found.kind == Kind::File && found.name == name {
            return Ok(Spot::Taken(path));
        }
        self.remove_all(root, &found, fold)?;
        Ok(Spot::Free(path))
    }

    /// Removes a file, or a folder with all in it, none of which an output has claimed.
    fn remove_all(&mut self, root: &Path, found: &Found, fold: &str) -> Result<(), EmitError> {
        remove(&root.join(&found.name), found.kind)?;
        self.removed += usize::from(found.kind == Kind::File);
        // `/` is followed by `0`, so this range is all that begins with the folder's name and a `/`.
        let inside = self.found.range(format!("{fold}/")..format!("{fold}0"));
        let folds: Vec<String> = inside.map(|(fold, _)| fold.clone()).collect();
        for fold in folds {
            self.removed += usize::from(self.found.remove(&fold).is_some_and(|found| found.kind == Kind::File));
        }
        Ok(())
    }
}

/// Makes a folder, unless it is there: another thread may have made it, or another spelling of its name on a disk that
/// takes the two for one.
fn make_folder(path: &Path) -> io::Result<()> {
    let made = in_folder(path, || fs::create_dir(path));
    let there = || fs::symlink_metadata(path).is_ok_and(|found| found.is_dir());
    if made.is_err() && there() { Ok(()) } else { made }
}

fn is_inside(name: &str, folder: &str) -> bool {
    name.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// All files and folders under `root` by their folded path from it. What no output can want is removed: links, devices,
/// names that are not text, and the second of two names that some disk takes for one.
fn inventory(root: &Path) -> Result<BTreeMap<String, Found>, EmitError> {
    let mut found = BTreeMap::new();
    let mut walk = WalkDir::new(root).min_depth(1).follow_links(false).sort_by_file_name().into_iter();
    while let Some(entry) = walk.next() {
        let entry = entry.map_err(|error| walk_error(error, root))?;
        let kind = kind_of(entry.file_type());
        let name = name_of(&entry, root).map(|name| (fold(&name), name));
        match (name, kind) {
            (Some((fold, name)), Some(kind)) if !found.contains_key(&fold) => {
                found.insert(fold, Found { name, kind });
            }
            _ => {
                if kind == Some(Kind::Folder) {
                    walk.skip_current_dir();
                }
                remove(entry.path(), kind.unwrap_or(Kind::File))?;
            }
        }
    }
    Ok(found)
}

fn kind_of(file_type: FileType) -> Option<Kind> {
    match (file_type.is_file(), file_type.is_dir()) {
        (true, _) => Some(Kind::File),
        (_, true) => Some(Kind::Folder),
        _ => None,
    }
}

/// The path from `root` with `/` between the folders, unless it is not text.
fn name_of(entry: &DirEntry, root: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = entry.path().strip_prefix(root).ok()?.iter().map(|part| part.to_str()).collect();
    Some(parts?.join("/"))
}

fn walk_error(error: walkdir::Error, root: &Path) -> EmitError {
    let path = error.path().unwrap_or(root).to_owned();
    let source = error.into_io_error().unwrap_or_else(|| io::ErrorKind::Other.into());
    EmitError::Disk { attempt: "read", path, source }
}

fn remove(path: &Path, kind: Kind) -> Result<(), EmitError> {
    let result = match kind {
        Kind::File => fs::remove_file(path),
        Kind::Folder => fs::remove_dir_all(path),
    };
    if_there(result).at("remove", path).map(drop)
}
