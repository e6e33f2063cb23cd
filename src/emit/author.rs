//! Files that belong to the author: written whole, through a temporary file that takes the name at the end.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::error::{At, EmitError};

/// What to do with a file that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// Leave it and give an error.
    Refuse,
    /// Write over it; its permissions stay, and a link stays a link.
    Replace,
}

/// Writes a file of the author's, and the folders on the way. A reader sees the old bytes or the new ones, never a part.
///
/// # Errors
/// When the file exists and `existing` refuses, or the disk does.
pub fn write_author_file(path: &Path, bytes: &[u8], existing: Existing) -> Result<(), EmitError> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).at("make the folder", folder)?;
    }
    match existing {
        Existing::Refuse => create(path, bytes),
        Existing::Replace => replace(&fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()), bytes),
    }
}

fn create(path: &Path, bytes: &[u8]) -> Result<(), EmitError> {
    if fs::symlink_metadata(path).is_ok() {
        return Err(EmitError::AuthorFile { path: path.to_owned() });
    }
    let draft = Draft::write(path, bytes)?;
    // A second name for the draft, unlike a rename, is refused when somebody made the file in the meantime.
    let named = fs::hard_link(&draft.path, path).or_else(|error| match error.kind() {
        ErrorKind::AlreadyExists => Err(error),
        _ => write_new(path, bytes),
    });
    match named {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(EmitError::AuthorFile { path: path.to_owned() }),
        other => other.at("write", path),
    }
}

/// Puts `bytes` in the place of whatever file lies at `path`, in one step.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<(), EmitError> {
    let draft = Draft::write(path, bytes)?;
    if let Ok(before) = fs::metadata(path) {
        fs::set_permissions(&draft.path, before.permissions()).at("write", path)?;
    }
    fs::rename(&draft.path, path).at("write", path)
}

/// A temporary file beside the one that is meant; removed when it is dropped, unless it was renamed.
struct Draft {
    path: PathBuf,
}

impl Draft {
    fn write(beside: &Path, bytes: &[u8]) -> Result<Self, EmitError> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = beside.with_file_name(format!(".guidepost-{}-{number}.tmp", std::process::id()));
        // A process of the same number may have left one when it was killed.
        let _ = fs::remove_file(&path);
        let draft = Self { path };
        write_new(&draft.path, bytes).at("write", beside)?;
        Ok(draft)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// Writes a file that must not exist yet and waits until the disk has it.
fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
