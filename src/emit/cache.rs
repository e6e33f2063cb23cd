//! One file beside the output folder for what the next build may remember.
//!
//! The bytes mean nothing here. They are stored after their hash, so that a damaged file is the same as none.

use std::fs;
use std::path::Path;

use super::error::{At, EmitError};

/// The first bytes of the file: its name and form.
const MARK: &[u8] = b"guidepost cache 1\n";

/// Stores `bytes` in place of what was there. Not synced: a cache that is lost costs a slower build and nothing else.
pub(super) fn store(path: &Path, bytes: &[u8]) -> Result<(), EmitError> {
    let draft = path.with_extension("tmp");
    let hash = blake3::hash(bytes);
    let file = [MARK, hash.as_bytes().as_slice(), bytes].concat();
    fs::write(&draft, file).at("write", &draft)?;
    fs::rename(&draft, path).at("write", path)
}

/// What was stored last, or `None` if there is nothing or it is damaged.
pub(super) fn load(path: &Path) -> Option<Vec<u8>> {
    let mut file = fs::read(path).ok()?;
    let (hash, bytes) = file.strip_prefix(MARK)?.split_first_chunk::<32>()?;
    let whole = blake3::hash(bytes).as_bytes() == hash;
    whole.then(|| file.split_off(MARK.len() + 32))
}
