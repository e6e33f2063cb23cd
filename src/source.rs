//! The only reader: lists and reads the files of a site.
//!
//! Input: a site's folder, or files in memory (tests, `init`). Output: [`Sources`], the sorted list of files, each read on
//! demand. Files outside the site's folder are never read, symbolic links that leave it included, unless the site allows it.

#![expect(clippy::disallowed_methods, reason = "the only reader")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use crate::cache::Key;
use crate::diagnostic::{Diagnostic, Outcome, Place, rules};
use crate::yaml::Spanned;

/// The folders of a site that are read; everything else in the site's folder is left alone.
pub const FOLDERS: [&str; 8] =
    ["assets", "components", "content", "snippets", "static", "strings", "templates", "themes"];

/// Files that operating systems leave behind; never part of a site.
const LITTER: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/// Where a site's files are.
#[derive(Debug, Clone)]
pub enum Origin {
    /// A folder on disk.
    Folder(PathBuf),
    /// Files by path from the site's root, held in memory.
    Memory(BTreeMap<String, Vec<u8>>),
}

impl Origin {
    /// Reads one file by its path from the site's root.
    ///
    /// # Errors
    /// The system's own error, for example when the file does not exist.
    pub fn read(&self, path: &str) -> std::io::Result<Vec<u8>> {
        match self {
            Self::Folder(root) => std::fs::read(root.join(path)),
            Self::Memory(files) => files.get(path).cloned().ok_or_else(|| std::io::ErrorKind::NotFound.into()),
        }
    }

    /// Opens one file for reading piece by piece.
    ///
    /// # Errors
    /// The system's own error.
    pub fn open(&self, path: &str) -> std::io::Result<Box<dyn std::io::Read + '_>> {
        match self {
            Self::Folder(root) => Ok(Box::new(std::fs::File::open(root.join(path))?)),
            Self::Memory(files) => match files.get(path) {
                Some(bytes) => Ok(Box::new(bytes.as_slice())),
                None => Err(std::io::ErrorKind::NotFound.into()),
            },
        }
    }
}

/// What to leave out and what to allow while listing files.
#[derive(Debug, Clone)]
pub struct ScanOptions {
    /// Globs over paths from the site's root, for example `content/drafts/**`.
    pub ignore: Vec<Spanned<String>>,
    /// Whether symbolic links may lead out of the site's folder.
    pub links: Links,
}

/// What may be done with symbolic links that leave the site's folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// They are an error.
    Refuse,
    /// They are followed.
    Follow,
}

/// Stands for the bytes of a file at one moment: as long as a path has the same stamp, it has the same bytes.
///
/// On disk it is what the system changes whenever a file is written, and the times count only once they lie some seconds back:
/// a clock that ticks slowly gives two changes one time (the same care that Git takes,
/// <https://git-scm.com/docs/racy-git>). A file without a stamp must be read to know what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp(Stands);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stands {
    #[cfg_attr(not(unix), expect(dead_code, reason = "other systems tell no time that nobody can set"))]
    Disk {
        device: u64,
        file: u64,
        size: u64,
        modified: (i64, i64),
        changed: (i64, i64),
    },
    Memory(Key),
}

/// For so many seconds after a change a file has no stamp. FAT counts time in steps of two seconds.
#[cfg(unix)]
const UNSETTLED: i64 = 3;

/// What is known of a file without reading it.
#[derive(Debug, Clone, Copy)]
struct Listed {
    size: u64,
    stamp: Option<Stamp>,
}

/// The files of a site, sorted by path. Paths use `/` and begin at the site's root.
#[derive(Debug, Clone)]
pub struct Sources {
    origin: Arc<Origin>,
    files: BTreeMap<Arc<str>, Listed>,
}

impl Sources {
    /// Files held in memory.
    #[must_use]
    pub fn from_memory(files: BTreeMap<String, Vec<u8>>) -> Self {
        let listed = files.iter().map(|(path, bytes)| (Arc::from(path.as_str()), Listed::in_memory(bytes))).collect();
        Self { origin: Arc::new(Origin::Memory(files)), files: listed }
    }

    /// The paths that begin with `prefix`, in order, each with its size in bytes.
    pub fn under<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a Arc<str>, u64)> {
        self.files
            .range::<str, _>((std::ops::Bound::Included(prefix), std::ops::Bound::Unbounded))
            .take_while(move |(path, _)| path.starts_with(prefix))
            .map(|(path, listed)| (path, listed.size))
    }

    /// How many bytes a file has.
    #[must_use]
    pub fn size(&self, path: &str) -> Option<u64> {
        Some(self.files.get(path)?.size)
    }

    /// What stands for the bytes of a file, when that can be known.
    #[must_use]
    pub fn stamp(&self, path: &str) -> Option<Stamp> {
        self.files.get(path)?.stamp
    }

    /// The same files, of which these and no others changed since they were listed; `None` when one of them is not among the
    /// files or is no file any longer.
    #[must_use]
    pub fn again(&self, origin: &Arc<Origin>, changed: &BTreeSet<String>) -> Option<Self> {
        let mut again = Self { origin: origin.clone(), files: self.files.clone() };
        for path in changed {
            let listed = again.files.get_mut(path.as_str())?;
            *listed = match origin.as_ref() {
                Origin::Folder(root) => {
                    let data = std::fs::symlink_metadata(root.join(path)).ok().filter(Metadata::is_file)?;
                    Listed::on_disk(&data, SystemTime::now())
                }
                Origin::Memory(files) => Listed::in_memory(files.get(path)?),
            };
        }
        Some(again)
    }

    /// The files that may say something else than they did in `earlier`; `None` when other files are there now.
    #[must_use]
    pub fn changed_since(&self, earlier: &Self) -> Option<Vec<&Arc<str>>> {
        let are_same_files = self.files.len() == earlier.files.len() && self.files.keys().eq(earlier.files.keys());
        let pairs = self.files.iter().zip(earlier.files.values());
        let changed = pairs.filter(|((_, now), then)| now.stamp.is_none() || now.stamp != then.stamp);
        are_same_files.then(|| changed.map(|((path, _), _)| path).collect())
    }

    /// Whether the site has this file.
    #[must_use]
    pub fn contains(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// Reads a file whole.
    ///
    /// # Errors
    /// A diagnostic that names the file when it cannot be read.
    pub fn read(&self, path: &str) -> Result<Vec<u8>, Diagnostic> {
        self.origin.read(path).map_err(|error| unreadable(path, &error))
    }

    /// Reads a file as text.
    ///
    /// # Errors
    /// A diagnostic that names the file when it cannot be read, or the first place that is not UTF-8.
    pub fn read_text(&self, path: &str) -> Result<String, Diagnostic> {
        let bytes = self.read(path)?;
        String::from_utf8(bytes).map_err(|error| not_utf8(path, error.as_bytes()))
    }

    /// Opens a file for reading piece by piece.
    ///
    /// # Errors
    /// A diagnostic that names the file when it cannot be opened.
    pub fn open(&self, path: &str) -> Result<Box<dyn std::io::Read + '_>, Diagnostic> {
        self.origin.open(path).map_err(|error| unreadable(path, &error))
    }
}

/// Lists the files of a site.
#[must_use]
pub fn scan(origin: Arc<Origin>, options: &ScanOptions) -> Outcome<Sources> {
    let mut diagnostics = Vec::new();
    let ignore = globs(&options.ignore, &mut diagnostics);
    let mut files = BTreeMap::new();
    match origin.as_ref() {
        Origin::Folder(root) => {
            let real_root = std::fs::canonicalize(root).unwrap_or_else(|_| root.clone());
            let walk =
                Walk { root, real_root: &real_root, links: options.links, ignore: &ignore, now: SystemTime::now() };
            let mut entries = Vec::new();
            for folder in FOLDERS {
                walk.folder(folder, &mut entries, &mut diagnostics);
            }
            // Asking the system for sizes and times takes most of the time.
            let listed = entries.par_iter().map(|(path, entry)| (path.clone(), walk.list(entry)));
            files = listed.collect::<Vec<_>>().into_iter().collect();
        }
        Origin::Memory(held) => {
            let chosen = held.iter().filter(|(path, _)| is_part_of_site(path) && !ignore.is_match(path));
            files.extend(chosen.map(|(path, bytes)| (Arc::from(path.as_str()), Listed::in_memory(bytes))));
        }
    }
    Outcome::new(Sources { origin, files }, diagnostics)
}

fn is_part_of_site(path: &str) -> bool {
    path.split_once('/').is_some_and(|(folder, _)| FOLDERS.contains(&folder))
}

fn globs(patterns: &[Spanned<String>], diagnostics: &mut Vec<Diagnostic>) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        match GlobBuilder::new(&pattern.value).literal_separator(true).build() {
            Ok(glob) => {
                set.add(glob);
            }
            Err(error) => diagnostics.push(
                Diagnostic::new(
                    &rules::BAD_VALUE,
                    Place::at("guidepost.yaml", pattern.span),
                    format!("`ignore` has a pattern that cannot be read: `{}`", pattern.value),
                )
                .help(format!("{}; write for example `content/notes/**`", error.kind())),
            ),
        }
    }
    set.build().unwrap_or_default()
}

impl Listed {
    fn in_memory(bytes: &[u8]) -> Self {
        Self { size: bytes.len() as u64, stamp: Some(Stamp(Stands::Memory(Key::of(bytes)))) }
    }

    #[cfg(unix)]
    fn on_disk(data: &Metadata, now: SystemTime) -> Self {
        use std::os::unix::fs::MetadataExt;

        let seconds = now.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let is_settled = i64::try_from(seconds).is_ok_and(|seconds| data.ctime() < seconds.saturating_sub(UNSETTLED));
        let stands = Stands::Disk {
            device: data.dev(),
            file: data.ino(),
            size: data.len(),
            modified: (data.mtime(), data.mtime_nsec()),
            changed: (data.ctime(), data.ctime_nsec()),
        };
        Self { size: data.len(), stamp: is_settled.then_some(Stamp(stands)) }
    }

    #[cfg(not(unix))]
    fn on_disk(data: &Metadata, _: SystemTime) -> Self {
        Self { size: data.len(), stamp: None }
    }
}

/// What listing a folder looks at.
struct Walk<'a> {
    root: &'a Path,
    real_root: &'a Path,
    links: Links,
    ignore: &'a GlobSet,
    now: SystemTime,
}

impl Walk<'_> {
    fn list(&self, entry: &DirEntry) -> Listed {
        let unknown = Listed { size: 0, stamp: None };
        entry.metadata().map_or(unknown, |data| Listed::on_disk(&data, self.now))
    }

    fn folder(&self, folder: &str, files: &mut Vec<(Arc<str>, DirEntry)>, diagnostics: &mut Vec<Diagnostic>) {
        let start = self.root.join(folder);
        if std::fs::symlink_metadata(&start).is_err() {
            return;
        }
        let mut entries = WalkDir::new(&start).follow_links(true).sort_by_file_name().into_iter();
        while let Some(entry) = entries.next() {
            match entry {
                Ok(entry) => {
                    let verdict = self.judge(&entry);
                    if !matches!(verdict, Verdict::Take(..)) && entry.file_type().is_dir() {
                        entries.skip_current_dir();
                    }
                    match verdict {
                        Verdict::Take(path) if entry.file_type().is_file() => files.push((path, entry)),
                        Verdict::Refuse(diagnostic) => diagnostics.push(*diagnostic),
                        Verdict::Take(..) | Verdict::Ignore => {}
                    }
                }
                Err(error) => diagnostics.push(walk_error(self.root, &error)),
            }
        }
    }

    fn judge(&self, entry: &DirEntry) -> Verdict {
        let shown = shown_path(self.root, entry.path());
        let Some(name) = entry.file_name().to_str() else {
            return refuse(&rules::BAD_FILE_NAME, &shown, "the name of this file is not valid text", "rename the file");
        };
        if self.ignore.is_match(&shown) || LITTER.contains(&name) {
            return Verdict::Ignore;
        }
        if name.chars().any(|c| c.is_control() || c == '\\') {
            let message = "the name of this file holds a backslash or a control character";
            return refuse(&rules::BAD_FILE_NAME, &shown, message, "rename the file");
        }
        if shown.starts_with("content/") && (name.starts_with('.') || name.ends_with('~')) {
            return Verdict::Ignore;
        }
        if entry.path_is_symlink() && self.links == Links::Refuse && !stays_inside(self.real_root, entry.path()) {
            let help = "copy the file into the site, or set `symbolic_links: true` in `guidepost.yaml`";
            return refuse(&rules::SYMBOLIC_LINK, &shown, "this symbolic link leads out of the site", help);
        }
        Verdict::Take(Arc::from(shown))
    }
}

enum Verdict {
    Take(Arc<str>),
    Ignore,
    Refuse(Box<Diagnostic>),
}

fn stays_inside(real_root: &Path, link: &Path) -> bool {
    std::fs::canonicalize(link).is_ok_and(|target| target.starts_with(real_root))
}

fn refuse(rule: &'static crate::diagnostic::Rule, path: &str, message: &str, help: &str) -> Verdict {
    Verdict::Refuse(Box::new(Diagnostic::new(rule, Place::file(path), message).help(help)))
}

/// The path from the site's root with `/`, for showing and for looking up.
fn shown_path(root: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(root).unwrap_or(path);
    if let Some(text) = relative.to_str().filter(|_| std::path::MAIN_SEPARATOR == '/') {
        return text.to_string();
    }
    let parts: Vec<_> = relative.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

fn walk_error(root: &Path, error: &walkdir::Error) -> Diagnostic {
    let path = error.path().map_or_else(String::new, |path| shown_path(root, path));
    if error.loop_ancestor().is_some() {
        return Diagnostic::new(
            &rules::SYMBOLIC_LINK,
            Place::file(path),
            "this symbolic link leads to a folder above itself",
        )
        .help("remove the link");
    }
    match error.io_error() {
        Some(io) => unreadable(&path, io),
        None => Diagnostic::new(&rules::UNREADABLE_FILE, Place::file(path), "this file cannot be read"),
    }
}

/// The diagnostic for a file that the system does not give.
#[must_use]
pub fn unreadable(path: &str, error: &std::io::Error) -> Diagnostic {
    let reason = match error.kind() {
        std::io::ErrorKind::NotFound => "it does not exist".to_string(),
        std::io::ErrorKind::PermissionDenied => "you have no permission to read it".to_string(),
        _ => error.to_string(),
    };
    Diagnostic::new(&rules::UNREADABLE_FILE, Place::file(path), format!("this file cannot be read: {reason}"))
        .help("check that the file exists and that you may read it")
}

/// The diagnostic for a text file whose bytes are not UTF-8. The line is part of the message, since a file that is no text
/// cannot be shown.
#[must_use]
pub fn not_utf8(path: &str, bytes: &[u8]) -> Diagnostic {
    let offset = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    let line = memchr::memchr_iter(b'\n', &bytes[..offset]).count() + 1;
    Diagnostic::new(
        &rules::NOT_UTF8,
        Place::at(path, crate::diagnostic::Span::new(offset, offset + 1)),
        format!("this file is not saved as UTF-8 text: line {line} holds a character that cannot be read"),
    )
    .help("open the file in your editor and save it with the encoding `UTF-8`")
}
