//! The only writer.
//!
//! Job: take outputs one by one, from many threads, and turn them into a whole site. Input: a [`Route`] with its bytes, or
//! the hash of an output that the last build made. Output: a folder ([`FolderSink`]) or a map in memory ([`MemorySink`]).
//! Never changes the site that is there until the new one is whole, never clears a folder that Guidepost did not make, never
//! follows a link to write, and never decides what an output says.
//!
//! ```text
//! site/public/                    the front tree: the site, always whole
//! site/.public.guidepost/back/    the back tree: brought to the new outputs, then exchanged with the front one
//!                        lock     held while a build runs
//!                        cache    what the next build may remember
//!                        old, journal, incoming   only while a build runs, or after it was killed
//! ```
//!
//! A killed process leaves a whole site. After a power failure the disk itself may have lost what it was told; the next
//! build compares bytes, not dates, and puts that right.

#![expect(clippy::disallowed_methods, reason = "the only writer")]

mod arrival;
mod author;
mod back;
mod cache;
mod claim;
mod error;
mod exchange;
mod file;
mod folder;
mod generations;
mod manifest;
mod memory;
#[cfg(test)]
mod tests;

use std::io::Read;

pub use author::{Existing, write_author_file};
pub use blake3::Hash;
pub use error::EmitError;
pub use exchange::Exchanged;
pub use folder::{Changes, Finished, FolderOptions, FolderSink};
pub use manifest::{MANIFEST_NAME, Manifest, ManifestEntry};
pub use memory::{MemoryFile, MemorySink};

use crate::route::Route;

/// Where an output goes and what it was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Output<'a> {
    /// Its path in the site.
    pub route: &'a Route,
    /// The file it was made from, as a path from the site's root; `None` when it was made from many.
    pub source: Option<&'a str>,
    /// How long it stays in a folder.
    pub stay: Stay,
}

/// How long an output stays in a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stay {
    /// As long as builds make it.
    WhileMade,
    /// For some generations longer: its name holds the hash of its bytes, and a page that a browser has kept may still ask for
    /// it. So many generations have begun since a build made it.
    Generations(u32),
}

/// What a sink asks for before it is given the next output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// Any output.
    Any,
    /// This one, since somebody waits for it. A route that is not to come, or came before, is passed over.
    This(Route),
    /// Nothing more: what this build makes is out of date already.
    Stop,
}

/// Takes outputs in any order and from any thread; each route once.
pub trait Sink: Sync {
    /// Learns which outputs are to come, in order, before the first of them; those of the search come without notice.
    fn expect(&self, _routes: &mut dyn Iterator<Item = &Route>) {}

    /// Learns that none is to come, since the site has errors: what the build still does only finds the rest of them.
    fn expect_nothing(&self) {}

    /// What it would like next; asked before each output, from many threads.
    fn wish(&self) -> Wish {
        Wish::Any
    }

    /// Takes an output whole and gives the hash of its bytes.
    ///
    /// # Errors
    /// When the route was given before, or the disk refuses.
    fn put(&self, output: Output<'_>, bytes: &[u8]) -> Result<Hash, EmitError>;

    /// Takes an output as it is read, so that a large file need not lie in memory, and gives the hash of its bytes.
    ///
    /// # Errors
    /// When the route was given before, `from` cannot be read, or the disk refuses.
    fn put_file(&self, output: Output<'_>, from: &mut dyn Read) -> Result<Hash, EmitError> {
        let mut bytes = Vec::new();
        from.read_to_end(&mut bytes).map_err(|source| EmitError::Source { route: output.route.clone(), source })?;
        self.put(output, &bytes)
    }

    /// Uses the last build's output of this route again if its bytes still have this hash; then there is no need to `put` it.
    /// Gives `false`, and takes nothing, when they do not.
    ///
    /// # Errors
    /// When the route was given before, or the disk refuses.
    fn keep(&self, output: Output<'_>, hash: &Hash) -> Result<bool, EmitError>;
}
