//! A site in memory, for whoever wants all outputs of one build: tests above all.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use super::{EmitError, Hash, Output, Sink};
use crate::route::Route;

/// One output in memory; a clone shares the bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemoryFile {
    /// The output.
    pub bytes: Arc<[u8]>,
    /// The hash of its bytes.
    pub hash: Hash,
    /// The file it was made from, when it was made from one.
    pub source: Option<String>,
}

/// Keeps outputs in memory.
#[derive(Debug, Default)]
pub struct MemorySink {
    last: BTreeMap<Route, MemoryFile>,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    files: BTreeMap<Route, MemoryFile>,
    folded: HashMap<String, Route>,
}

impl MemorySink {
    /// A sink after no build.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A sink after a build that gave `last`, whose outputs it can use again.
    #[must_use]
    pub fn after(last: BTreeMap<Route, MemoryFile>) -> Self {
        Self { last, taken: Mutex::default() }
    }

    /// The outputs taken.
    #[must_use]
    pub fn into_files(self) -> BTreeMap<Route, MemoryFile> {
        self.taken.into_inner().unwrap_or_else(PoisonError::into_inner).files
    }

    fn take(&self, route: &Route, file: MemoryFile) -> Result<(), EmitError> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(first) = taken.folded.insert(route.fold_key(), route.clone()) {
            return Err(EmitError::Twice { first, second: route.clone() });
        }
        taken.files.insert(route.clone(), file);
        Ok(())
    }
}

impl Sink for MemorySink {
    fn put(&self, output: Output<'_>, bytes: &[u8]) -> Result<Hash, EmitError> {
        let hash = blake3::hash(bytes);
        let file = MemoryFile { bytes: bytes.into(), hash, source: output.source.map(str::to_owned) };
        self.take(output.route, file)?;
        Ok(hash)
    }

    fn keep(&self, output: Output<'_>, hash: &Hash) -> Result<bool, EmitError> {
        let Some(file) = self.last.get(output.route).filter(|file| file.hash == *hash) else { return Ok(false) };
        let file = MemoryFile { source: output.source.map(str::to_owned), ..file.clone() };
        self.take(output.route, file)?;
        Ok(true)
    }
}
