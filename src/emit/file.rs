//! One file of the back tree: whether it holds the right bytes, and writing it when it does not.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;
use std::time::SystemTime;

use super::Hash;
use super::error::{At, EmitError};

/// Does what makes something at `path`. When its folder is claimed by a thread that has not made it yet, this one does.
pub(super) fn in_folder<T>(path: &Path, make: impl Fn() -> io::Result<T>) -> io::Result<T> {
    match (make(), path.parent()) {
        (Err(error), Some(folder)) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(folder)?;
            make()
        }
        (result, _) => result,
    }
}

/// Writes a file where none is.
pub(super) fn write_new(path: &Path, bytes: &[u8], modified: Option<SystemTime>) -> Result<(), EmitError> {
    let mut file = in_folder(path, || File::create_new(path)).at("write", path)?;
    file.write_all(bytes).at("write", path)?;
    modified.map_or(Ok(()), |date| file.set_modified(date)).at("set the date of", path)
}

/// Sets the date that browsers' caches go by.
pub(super) fn set_date(path: &Path, modified: Option<SystemTime>) -> Result<(), EmitError> {
    let Some(date) = modified else { return Ok(()) };
    File::options().write(true).open(path).and_then(|file| file.set_modified(date)).at("set the date of", path)
}

/// A new file takes the old one's name. Writing into the old one would reach a reader who still has it open, and every
/// other name (hard link) that somebody gave it.
pub(super) fn write_over(path: &Path, bytes: &[u8], modified: Option<SystemTime>) -> Result<(), EmitError> {
    fs::remove_file(path).at("remove", path)?;
    write_new(path, bytes, modified)
}

/// Whether the file holds exactly these bytes: its size is looked at first, then every byte, never its date.
pub(super) fn same_bytes(path: &Path, bytes: &[u8]) -> Result<bool, EmitError> {
    let mut file = File::open(path).at("read", path)?;
    if file.metadata().at("read", path)?.len() != bytes.len() as u64 {
        return Ok(false);
    }
    let mut found = Vec::with_capacity(bytes.len() + 1);
    file.read_to_end(&mut found).at("read", path)?;
    Ok(found == bytes)
}

/// Whether the file's bytes have this hash.
pub(super) fn has_hash(path: &Path, hash: &Hash) -> Result<bool, EmitError> {
    let mut file = File::open(path).at("read", path)?;
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(&mut file).at("read", path)?;
    Ok(hasher.finalize() == *hash)
}
