//! The list of a tree's outputs, which is also the mark that Guidepost made the tree.
//!
//! Input: the outputs of a build. Output: JSON with sorted keys, the same bytes for the same outputs. Written into the tree
//! after everything else, so that a tree that has it is whole.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::error::{At, EmitError, if_there};

/// The manifest's name at the top of the output folder.
pub const MANIFEST_NAME: &str = ".guidepost-manifest.json";
/// The form this version writes; a higher number in a folder means that a later version made it.
const FORMAT: u32 = 1;

/// Every output of a tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The form of the manifest itself.
    pub format: u32,
    /// The version of Guidepost that made the tree.
    pub generator: String,
    /// Route to what lies there.
    pub outputs: BTreeMap<String, ManifestEntry>,
}

/// What the manifest says of one output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestEntry {
    /// BLAKE3 of the bytes, in hexadecimal digits.
    pub hash: String,
    /// The file it was made from, when it was made from one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// For an output that stays for some generations: how many have begun since a build made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age: Option<u32>,
}

/// The two fields that every form of the manifest has.
#[derive(Deserialize)]
struct Head {
    format: u32,
    #[serde(default)]
    generator: String,
}

impl Manifest {
    pub(super) fn new(generator: &str, outputs: BTreeMap<String, ManifestEntry>) -> Self {
        Self { format: FORMAT, generator: generator.to_owned(), outputs }
    }

    /// Reads the manifest of an output folder; `None` when the folder has none.
    ///
    /// # Errors
    /// When it cannot be read, is damaged, or was written by a later version.
    pub fn read(folder: &Path) -> Result<Option<Self>, EmitError> {
        let path = folder.join(MANIFEST_NAME);
        let Some(bytes) = if_there(fs::read(&path)).at("read", &path)? else { return Ok(None) };
        let damaged = |_| EmitError::Damaged { folder: folder.to_owned() };
        let head: Head = serde_json::from_slice(&bytes).map_err(damaged)?;
        if head.format > FORMAT {
            return Err(EmitError::Newer { folder: folder.to_owned(), generator: head.generator });
        }
        serde_json::from_slice(&bytes).map(Some).map_err(damaged)
    }

    pub(super) fn to_bytes(&self) -> Result<Vec<u8>, EmitError> {
        let mut bytes =
            serde_json::to_vec_pretty(self).map_err(std::io::Error::other).at("write", Path::new(MANIFEST_NAME))?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}
