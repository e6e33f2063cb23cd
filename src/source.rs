//! The only reader: lists and reads the files of a site.
//!
//! Input: a site's folder, or files in memory (tests, `init`). Output: [`Sources`], the sorted list of files, each read on
//! demand. Files outside the site's folder are never read, symbolic links that leave it included, unless the site allows it.

#![expect(clippy::disallowed_methods, reason = "the only reader")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use walkdir::{DirEntry, WalkDir};

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

/// The files of a site, sorted by path. Paths use `/` and begin at the site's root.
#[derive(Debug, Clone)]
pub struct Sources {
    origin: Arc<Origin>,
    files: BTreeMap<Arc<str>, u64>,
}

impl Sources {
    /// Files held in memory.
    #[must_use]
    pub fn from_memory(files: BTreeMap<String, Vec<u8>>) -> Self {
        let sizes = files.iter().map(|(path, bytes)| (Arc::from(path.as_str()), bytes.len() as u64)).collect();
        Self { origin: Arc::new(Origin::Memory(files)), files: sizes }
    }

    /// The paths that begin with `prefix`, in order, each with its size in bytes.
    pub fn under<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a Arc<str>, u64)> {
        self.files
            .range::<str, _>((std::ops::Bound::Included(prefix), std::ops::Bound::Unbounded))
            .take_while(move |(path, _)| path.starts_with(prefix))
            .map(|(path, size)| (path, *size))
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
            for folder in FOLDERS {
                walk(root, folder, options.links, &ignore, &mut files, &mut diagnostics);
            }
        }
        Origin::Memory(held) => {
            let sizes = held.iter().filter(|(path, _)| is_part_of_site(path) && !ignore.is_match(path));
            files.extend(sizes.map(|(path, bytes)| (Arc::from(path.as_str()), bytes.len() as u64)));
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

fn walk(
    root: &Path,
    folder: &str,
    links: Links,
    ignore: &GlobSet,
    files: &mut BTreeMap<Arc<str>, u64>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let start = root.join(folder);
    if std::fs::symlink_metadata(&start).is_err() {
        return;
    }
    let real_root = std::fs::canonicalize(root).unwrap_or_else(|_| root.to_path_buf());
    let mut entries = WalkDir::new(&start).follow_links(true).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        match entry {
            Ok(entry) => {
                let verdict = judge(root, &real_root, &entry, links, ignore);
                if !matches!(verdict, Verdict::Take(..)) && entry.file_type().is_dir() {
                    entries.skip_current_dir();
                }
                match verdict {
                    Verdict::Take(path, size) if entry.file_type().is_file() => {
                        files.insert(path, size);
                    }
                    Verdict::Refuse(diagnostic) => diagnostics.push(*diagnostic),
                    Verdict::Take(..) | Verdict::Ignore => {}
                }
            }
            Err(error) => diagnostics.push(walk_error(root, &error)),
        }
    }
}

enum Verdict {
    Take(Arc<str>, u64),
    Ignore,
    Refuse(Box<Diagnostic>),
}

fn judge(root: &Path, real_root: &Path, entry: &DirEntry, links: Links, ignore: &GlobSet) -> Verdict {
    let shown = shown_path(root, entry.path());
    let Some(name) = entry.file_name().to_str() else {
        return refuse(&rules::BAD_FILE_NAME, &shown, "the name of this file is not valid text", "rename the file");
    };
    if ignore.is_match(&shown) || LITTER.contains(&name) {
        return Verdict::Ignore;
    }
    if name.chars().any(|c| c.is_control() || c == '\\') {
        let message = "the name of this file holds a backslash or a control character";
        return refuse(&rules::BAD_FILE_NAME, &shown, message, "rename the file");
    }
    if shown.starts_with("content/") && (name.starts_with('.') || name.ends_with('~')) {
        return Verdict::Ignore;
    }
    if entry.path_is_symlink() && links == Links::Refuse && !stays_inside(real_root, entry.path()) {
        let help = "copy the file into the site, or set `symbolic_links: true` in `guidepost.yaml`";
        return refuse(&rules::SYMBOLIC_LINK, &shown, "this symbolic link leads out of the site", help);
    }
    let size = if entry.file_type().is_file() { entry.metadata().map_or(0, |data| data.len()) } else { 0 };
    Verdict::Take(Arc::from(shown), size)
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
