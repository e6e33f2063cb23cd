//! Pictures in a build: made once, and known again by what they were made from.
//!
//! Input: the bytes of a picture, and which one to make of it. Output: the bytes to write, and what a next build, also one of another run of the
//! program, may know of them. Only one large picture is held in memory at a time.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::cache::{Key, KeyBuilder};
use crate::content::images;
use crate::diagnostic::{Diagnostic, Place, rules};
use crate::emit::Hash;
use crate::picture::{self, Fault, Version};
use crate::site::{Output, What};

/// Pictures of more bytes than this wait for one another. So large a file holds about ten million pixels or more.
const LARGE: usize = 3_000_000;

/// How many bytes one picture takes in the form that is stored: key, hash, length.
const RECORD: usize = 32 + 32 + 8;

/// The pictures that were made, by what they were made from.
#[derive(Debug, Default, Clone)]
pub(super) struct Pictures(BTreeMap<Key, (Hash, u64)>);

/// A picture that was made or known.
pub(super) struct Made {
    pub(super) key: Key,
    /// `None` when nothing was written.
    pub(super) hash: Option<Hash>,
    pub(super) length: u64,
    pub(super) is_new: bool,
}

impl Made {
    /// A warning when pages show it and it is slow to load.
    pub(super) fn warning(&self, output: &Output) -> Option<Diagnostic> {
        match &output.what {
            What::Picture { path, is_largest: true, .. } => images::heavy(path, self.length),
            _ => None,
        }
    }
}

impl Pictures {
    pub(super) fn get(&self, key: &Key) -> Option<(Hash, u64)> {
        self.0.get(key).copied()
    }

    pub(super) fn insert(&mut self, made: &Made) {
        self.0.extend(made.hash.map(|hash| (made.key, (hash, made.length))));
    }

    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let records = self.0.iter().flat_map(|(key, (hash, length))| {
            [key.as_bytes().as_slice(), hash.as_bytes().as_slice(), &length.to_le_bytes()].concat()
        });
        records.collect()
    }

    pub(super) fn from_bytes(bytes: &[u8]) -> Self {
        let (records, rest) = bytes.as_chunks::<RECORD>();
        let records = records.iter().filter(|_| rest.is_empty()).filter_map(|record| {
            let (key, record) = record.split_first_chunk::<32>()?;
            let (hash, length) = record.split_first_chunk::<32>()?;
            let length = u64::from_le_bytes(length.try_into().ok()?);
            Some((Key::from_bytes(*key), (Hash::from_bytes(*hash), length)))
        });
        Self(records.collect())
    }
}

/// Stands for all that a picture is made from.
pub(super) fn key(bytes: &[u8], version: Version) -> Key {
    let (name, width) = match version {
        Version::Own => ("own", 0),
        Version::Plain(width) => ("plain", width),
        Version::WebP(width) => ("webp", width),
    };
    let mut key = KeyBuilder::new("picture");
    key.text(env!("CARGO_PKG_VERSION")).key(&Key::of(bytes)).text(name).number(u64::from(width));
    key.finish()
}

/// One of the pictures that are made of the file at `path`.
pub(super) fn make(bytes: &[u8], version: Version, path: &Arc<str>) -> Result<Vec<u8>, Diagnostic> {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let is_large = bytes.len() > LARGE;
    let _turn = is_large.then(|| ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner));
    let made = picture::look(bytes).ok_or(Fault::Damaged).and_then(|look| picture::make(bytes, look, version));
    made.map_err(|fault| {
        Diagnostic::new(
            &rules::PICTURE_DAMAGED,
            Place::file(path.clone()),
            format!("this picture cannot be used: {fault}"),
        )
        .help("copy it again from where it came, or save it again in a picture program")
    })
}
