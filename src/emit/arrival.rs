//! An output that is read from somewhere: into memory when it is small, into a file beside the trees when it is not, so that
//! its hash is known before its place is touched.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use super::error::{At, EmitError};
use super::{Hash, Output};

/// Outputs up to this size are held in memory; larger ones go through a file of their own.
const SMALL: u64 = 1 << 20;

/// An output that has arrived but has no place yet.
pub(super) struct Arrival {
    pub(super) hash: Hash,
    pub(super) length: u64,
    pub(super) content: Content,
    /// The date the file should bear, when that is not the time of writing.
    pub(super) modified: Option<SystemTime>,
}

pub(super) enum Content {
    Small(Vec<u8>),
    Large(Incoming),
}

/// A file beside the trees; removed when it is dropped, unless it was moved to its place.
pub(super) struct Incoming(pub(super) PathBuf);

impl Drop for Incoming {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// Reads an output to its end; `waiting` is the folder for large ones.
pub(super) fn receive(output: Output<'_>, from: &mut dyn Read, waiting: &Path) -> Result<Arrival, EmitError> {
    let mut head = Vec::new();
    read_some(output, from, SMALL + 1, &mut head)?;
    if head.len() as u64 > SMALL {
        return receive_large(output, head, from, waiting);
    }
    let (hash, length) = (blake3::hash(&head), head.len() as u64);
    Ok(Arrival { hash, length, content: Content::Small(head), modified: None })
}

fn receive_large(
    output: Output<'_>,
    mut chunk: Vec<u8>,
    from: &mut dyn Read,
    waiting: &Path,
) -> Result<Arrival, EmitError> {
    let (incoming, mut file) = make_incoming(waiting)?;
    let mut hasher = blake3::Hasher::new();
    let mut length = 0;
    while !chunk.is_empty() {
        hasher.update(&chunk);
        length += chunk.len() as u64;
        file.write_all(&chunk).at("write", &incoming.0)?;
        chunk.clear();
        read_some(output, from, SMALL, &mut chunk)?;
    }
    Ok(Arrival { hash: hasher.finalize(), length, content: Content::Large(incoming), modified: None })
}

fn read_some(output: Output<'_>, from: &mut dyn Read, most: u64, into: &mut Vec<u8>) -> Result<(), EmitError> {
    let unread = |source| EmitError::Source { route: output.route.clone(), source };
    from.take(most).read_to_end(into).map_err(unread).map(drop)
}

fn make_incoming(waiting: &Path) -> Result<(Incoming, File), EmitError> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    fs::create_dir_all(waiting).at("make the folder", waiting)?;
    let path = waiting.join(COUNT.fetch_add(1, Ordering::Relaxed).to_string());
    let file = File::create_new(&path).at("write", &path)?;
    Ok((Incoming(path), file))
}
