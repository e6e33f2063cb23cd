//! Tests of the writer; each folder is a temporary one.

mod author;
mod claims;
mod exchange;
mod generations;
mod kill;
mod memory;
#[cfg(unix)]
mod permission;
mod trees;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::exchange::{Exchange, system_exchange};
use super::{EmitError, Finished, FolderOptions, FolderSink, Hash, Output, Sink, Stay};
use crate::route::Route;

/// A site's root with an output folder `public`.
struct Site {
    root: PathBuf,
    _folder: tempfile::TempDir,
}

impl Site {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // The system's folder for temporary files may be reached through a link.
        Self { root: fs::canonicalize(folder.path()).unwrap(), _folder: folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    fn write(&self, name: &str, text: &str) -> &Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    fn open(&self) -> FolderSink {
        self.try_open("public").unwrap()
    }

    fn try_open(&self, output: &str) -> Result<FolderSink, EmitError> {
        FolderSink::open(&options(&self.root, output))
    }

    /// The words and the help of an error, alike on every system and in every temporary folder.
    fn words(&self, error: &EmitError) -> (String, String) {
        let short = |text: String| with_slashes(&text.replace(self.root.to_str().unwrap(), "SITE"));
        (short(error.to_string()), short(error.help()))
    }

    fn build(&self, files: &[(&str, &str)]) -> Finished {
        self.build_with(files, system_exchange)
    }

    fn build_with(&self, files: &[(&str, &str)], exchange: Exchange) -> Finished {
        let sink = FolderSink::open_with(&options(&self.root, "public"), exchange).unwrap();
        put_all(&sink, files);
        sink.finish().unwrap()
    }

    /// The outputs in the front tree, without our own two files.
    fn front(&self) -> BTreeMap<String, String> {
        let mut files = tree(&self.path("public"));
        files.retain(|name, _| name != ".gitignore" && name != ".guidepost-manifest.json");
        files
    }
}

fn options(root: &Path, output: &str) -> FolderOptions {
    FolderOptions {
        output: root.join(output),
        site_root: root.to_owned(),
        generator: "guidepost test".to_owned(),
        generations: 0,
    }
}

fn route(text: &str) -> Route {
    Route::parse(text).unwrap()
}

fn put(sink: &dyn Sink, name: &str, text: &str) -> Result<Hash, EmitError> {
    sink.put(Output { route: &route(name), source: None, stay: Stay::WhileMade }, text.as_bytes())
}

fn keep(sink: &dyn Sink, name: &str, text: &str) -> bool {
    sink.keep(Output { route: &route(name), source: None, stay: Stay::WhileMade }, &blake3::hash(text.as_bytes()))
        .unwrap()
}

fn put_all(sink: &dyn Sink, files: &[(&str, &str)]) {
    for (name, text) in files {
        put(sink, name, text).unwrap();
    }
}

fn with_slashes(text: &str) -> String {
    text.replace(std::path::MAIN_SEPARATOR, "/")
}

/// Every file under `root` with its text; a link or an empty folder is an entry of its own.
fn tree(root: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for entry in WalkDir::new(root).min_depth(1) {
        let entry = entry.unwrap();
        let name = with_slashes(entry.path().strip_prefix(root).unwrap().to_str().unwrap());
        if entry.file_type().is_file() {
            files.insert(name, String::from_utf8_lossy(&fs::read(entry.path()).unwrap()).into_owned());
        } else if entry.file_type().is_symlink() {
            files.insert(name, "(link)".to_owned());
        } else if fs::read_dir(entry.path()).unwrap().next().is_none() {
            files.insert(name, "(empty folder)".to_owned());
        }
    }
    files
}

fn expected(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

fn refused(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
