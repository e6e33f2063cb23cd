//! Names, sizes and times of the files of a site, to be compared with those of a moment ago.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::path::Path;
use std::time::SystemTime;

use walkdir::{DirEntry, WalkDir};

use super::watch::SETTINGS;
use crate::source::FOLDERS;

/// What a disk says of one file or folder without its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Look {
    size: u64,
    changed: Option<SystemTime>,
    place: Place,
}

/// What tells a file from another one of the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    number: u128,
    is_folder: bool,
}

/// A site at one moment.
#[derive(Debug, Default)]
pub(super) struct Snapshot {
    files: BTreeMap<String, Look>,
    /// The site's folder and those in it that are watched, where they are.
    pub(super) places: Vec<Option<Place>>,
}

impl Snapshot {
    /// The site in the folder `root` as it is now. What cannot be read is not there.
    pub(super) fn of(root: &Path) -> Self {
        let mut files = BTreeMap::new();
        let data = |path: &Path| std::fs::metadata(path).ok();
        files.extend(data(&root.join(SETTINGS)).map(|data| (SETTINGS.to_owned(), look(&data))));
        for folder in FOLDERS {
            let entries = WalkDir::new(root.join(folder)).follow_links(true).into_iter();
            let path = |entry: &DirEntry| {
                let path = entry.path().strip_prefix(root).unwrap_or(entry.path());
                path.to_string_lossy().replace('\\', "/")
            };
            for entry in entries.filter_entry(|entry| is_watched(&path(entry))).filter_map(Result::ok) {
                // The time of a folder changes with each file that an editor keeps in it beside the real one.
                if !entry.file_type().is_dir() {
                    files.extend(entry.metadata().ok().map(|data| (path(&entry), look(&data))));
                }
            }
        }
        let folders = FOLDERS.into_iter().map(|folder| root.join(folder));
        let places =
            std::iter::once(root.to_path_buf()).chain(folders).map(|path| data(&path).map(|data| place(&data)));
        Self { files, places: places.collect() }
    }

    /// The files that are not as in `before`: new, changed and gone ones.
    pub(super) fn differences<'a>(&'a self, before: &'a Self) -> impl Iterator<Item = &'a str> {
        let other = |a: &'a Self, b: &'a Self| {
            a.files.iter().filter(|(path, look)| b.files.get(*path) != Some(look)).map(|(path, _)| path.as_str())
        };
        let gone = before.files.keys().filter(|path| !self.files.contains_key(*path)).map(String::as_str);
        other(self, before).chain(gone)
    }
}

/// Whether a path from the site's root may belong to the site: the settings, or what lies in a folder of sites. Beside content
/// editors keep copies and locks, in names that begin with a dot or end with `~`, which no site is made from.
pub(super) fn is_watched(path: &str) -> bool {
    let mut parts = path.split('/');
    let is_of_editor = |part: &str| part.starts_with('.') || part.ends_with('~');
    match parts.next() {
        Some("content") => !parts.any(is_of_editor),
        Some(first) => path == SETTINGS || FOLDERS.contains(&first),
        None => false,
    }
}

fn look(data: &Metadata) -> Look {
    Look { size: if data.is_dir() { 0 } else { data.len() }, changed: data.modified().ok(), place: place(data) }
}

#[cfg(unix)]
fn place(data: &Metadata) -> Place {
    use std::os::unix::fs::MetadataExt;
    Place { number: (u128::from(data.dev()) << 64) | u128::from(data.ino()), is_folder: data.is_dir() }
}

#[cfg(not(unix))]
fn place(data: &Metadata) -> Place {
    let since = |time: SystemTime| time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_nanos();
    Place { number: data.created().map(since).unwrap_or_default(), is_folder: data.is_dir() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_editors_keep_for_themselves_is_not_watched() {
        for path in
            ["guidepost.yaml", "content/a.md", "static/.well-known/x", "static/a~", "themes/own/theme.yaml", "content"]
        {
            assert!(is_watched(path), "{path}");
        }
        for path in ["public/a", "content/.a.md.swp", "content/a.md~", "content/.git/x", "a.md", "guidepost.yaml~", ""]
        {
            assert!(!is_watched(path), "{path}");
        }
    }

    #[test]
    fn new_changed_and_missing_files_differ_and_no_others() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let write = |path: &str, text: &str| std::fs::write(root.join(path), text).unwrap();
        std::fs::create_dir(root.join("content")).unwrap();
        write("guidepost.yaml", "a");
        write("content/same.md", "a");
        write("content/gone.md", "a");
        write("content/other.md", "a");
        let before = Snapshot::of(root);
        std::fs::remove_file(root.join("content/gone.md")).unwrap();
        write("content/other.md", "ab");
        write("content/new.md", "a");
        write("content/.new.md.swp", "a");
        write("note.txt", "a");
        let after = Snapshot::of(root);
        let mut found: Vec<&str> = after.differences(&before).collect();
        found.sort_unstable();
        assert_eq!(found, ["content/gone.md", "content/new.md", "content/other.md"]);
        assert_eq!(after.places, before.places);
        std::fs::rename(root.join("content"), root.join("old")).unwrap();
        std::fs::create_dir(root.join("content")).unwrap();
        assert_ne!(Snapshot::of(root).places, before.places);
    }
}
