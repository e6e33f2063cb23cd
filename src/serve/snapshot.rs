//! Names, sizes and times of the files of a site, to be compared with those of a moment ago.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::path::Path;
use std::time::{Duration, SystemTime};

use walkdir::{DirEntry, WalkDir};

use super::watch::SETTINGS;
use crate::source::FOLDERS;

/// Longer than any tick of a clock by which a system gives files their times.
const TICK: Duration = Duration::from_millis(20);

/// What a disk says of one file or folder without its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Look {
    size: u64,
    modified: Option<SystemTime>,
    changed: Option<SystemTime>,
    place: Place,
    /// Whether its last change lies so far back that another one has another time.
    is_settled: bool,
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
        Self::at(root, SystemTime::now())
    }

    fn at(root: &Path, now: SystemTime) -> Self {
        let look = |data: &Metadata| look(data, now);
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

    /// When a file changed last, as far as the system says; `None` when it is not there.
    pub(super) fn changed(&self, path: &str) -> Option<SystemTime> {
        self.files.get(path)?.changed
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

/// A change that follows another one within the same tick of the clock leaves size and time as they were. So a file that has just
/// changed differs from the same one a moment later.
fn look(data: &Metadata, now: SystemTime) -> Look {
    let changed = changed(data);
    let is_settled = changed.is_none_or(|changed| now.duration_since(changed).is_ok_and(|since| since > TICK));
    let size = if data.is_dir() { 0 } else { data.len() };
    Look { size, modified: data.modified().ok(), changed, place: place(data), is_settled }
}

/// The time of the last change, which nobody can set as that of the last writing.
#[cfg(unix)]
fn changed(data: &Metadata) -> Option<SystemTime> {
    use std::os::unix::fs::MetadataExt;
    let since = Duration::new(u64::try_from(data.ctime()).ok()?, u32::try_from(data.ctime_nsec()).ok()?);
    SystemTime::UNIX_EPOCH.checked_add(since)
}

#[cfg(not(unix))]
fn changed(data: &Metadata) -> Option<SystemTime> {
    data.modified().ok()
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
        // So late that every time is settled.
        let snapshot = || Snapshot::at(root, SystemTime::now() + Duration::from_hours(1));
        let write = |path: &str, text: &str| std::fs::write(root.join(path), text).unwrap();
        std::fs::create_dir(root.join("content")).unwrap();
        write("guidepost.yaml", "a");
        write("content/same.md", "a");
        write("content/gone.md", "a");
        write("content/other.md", "a");
        let before = snapshot();
        std::fs::remove_file(root.join("content/gone.md")).unwrap();
        write("content/other.md", "ab");
        write("content/new.md", "a");
        write("content/.new.md.swp", "a");
        write("note.txt", "a");
        let after = snapshot();
        let mut found: Vec<&str> = after.differences(&before).collect();
        found.sort_unstable();
        assert_eq!(found, ["content/gone.md", "content/new.md", "content/other.md"]);
        assert_eq!(after.places, before.places);
        std::fs::rename(root.join("content"), root.join("old")).unwrap();
        std::fs::create_dir(root.join("content")).unwrap();
        assert_ne!(snapshot().places, before.places);
    }

    /// A site with one file.
    fn one_file() -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("content/a.md");
        std::fs::create_dir(folder.path().join("content")).unwrap();
        std::fs::write(&path, "a").unwrap();
        (folder, path)
    }

    #[test]
    fn a_file_that_may_change_within_the_same_tick_of_the_clock_is_looked_at_once_more() {
        let (folder, path) = one_file();
        let root = folder.path();
        let time = changed(&std::fs::metadata(&path).unwrap()).unwrap();
        let [early, late, later] =
            [1, 1_000, 2_000].map(|after| Snapshot::at(root, time + Duration::from_millis(after)));
        assert_eq!(late.differences(&early).collect::<Vec<_>>(), ["content/a.md"]);
        assert_eq!(later.differences(&late).count(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn a_change_that_hides_its_size_and_time_is_found() {
        let (folder, path) = one_file();
        let root = folder.path();
        let first = std::fs::metadata(&path).unwrap();
        let snapshot = || Snapshot::at(root, SystemTime::now() + Duration::from_hours(1));
        let before = snapshot();
        // Until the clock by which files get their times has ticked.
        while changed(&std::fs::metadata(&path).unwrap()) == changed(&first) {
            std::fs::write(&path, "b").unwrap();
            std::fs::File::options().write(true).open(&path).unwrap().set_modified(first.modified().unwrap()).unwrap();
        }
        assert_eq!(snapshot().differences(&before).collect::<Vec<_>>(), ["content/a.md"]);
    }
}
