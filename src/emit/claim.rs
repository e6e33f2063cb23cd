//! Which folders a build may write.
//!
//! Input: the output folder as given and the site's root. Output: [`Places`], or an error that says what is in the way.
//! Everything here only looks; nothing is made or changed.

use std::ffi::OsString;
use std::fs::{self, Metadata};
use std::path::{Component, Path, PathBuf};

use super::error::{At, EmitError, if_there};
use super::manifest::{MANIFEST_NAME, Manifest};

/// The name of the file that keeps the output out of Git.
pub(super) const GITIGNORE_NAME: &str = ".gitignore";
/// What that file holds.
pub(super) const GITIGNORE: &str = "*\n!.gitignore\n";

/// Folders of the site that hold what it is made from.
const SOURCE_FOLDERS: [&str; 9] =
    ["content", "snippets", "static", "themes", "templates", "components", "assets", "strings", "archetypes"];

/// The front tree, and the folder beside it that holds all else.
#[derive(Debug, Clone)]
pub(super) struct Places {
    /// The output folder.
    pub(super) front: PathBuf,
    /// `.NAME.guidepost` beside it.
    pub(super) side: PathBuf,
}

impl Places {
    pub(super) fn back(&self) -> PathBuf {
        self.side.join("back")
    }

    pub(super) fn old(&self) -> PathBuf {
        self.side.join("old")
    }

    pub(super) fn journal(&self) -> PathBuf {
        self.side.join("journal")
    }

    pub(super) fn incoming(&self) -> PathBuf {
        self.side.join("incoming")
    }

    pub(super) fn lock(&self) -> PathBuf {
        self.side.join("lock")
    }

    pub(super) fn cache(&self) -> PathBuf {
        self.side.join("cache")
    }
}

/// Finds the places for `output` and refuses an output folder that holds the site or lies among its sources.
pub(super) fn locate(output: &Path, site_root: &Path) -> Result<Places, EmitError> {
    let root = fs::canonicalize(site_root).at("find", site_root)?;
    let front = resolve(output)?;
    let (Some(name), Some(parent)) = (front.file_name(), front.parent()) else {
        return Err(EmitError::HoldsSite { output: front });
    };
    // What is there may be spelled otherwise than it was given, on disks that take `SITE` and `site` for one.
    let real = real(&front);
    if root.starts_with(&real) {
        return Err(EmitError::HoldsSite { output: front });
    }
    let holds_front = |folder: &&str| real.starts_with(self::real(&root.join(folder)));
    if let Some(source_folder) = SOURCE_FOLDERS.into_iter().find(holds_front) {
        return Err(EmitError::InSource { output: front, source_folder });
    }
    let mut side = OsString::from(".");
    side.push(name);
    side.push(".guidepost");
    Ok(Places { side: parent.join(side), front })
}

fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// The full path of `output`, with every link on the way to it followed but not the last part, which is judged on its own.
fn resolve(output: &Path) -> Result<PathBuf, EmitError> {
    let full = without_dots(&std::path::absolute(output).at("find", output)?);
    let (Some(parent), Some(name)) = (full.parent(), full.file_name()) else { return Ok(full) };
    let mut missing = vec![name];
    for folder in parent.ancestors() {
        if let Some(found) = if_there(fs::canonicalize(folder)).at("find", folder)? {
            return Ok(missing.iter().rev().fold(found, |path, part| path.join(part)));
        }
        missing.extend(folder.file_name());
    }
    Ok(full)
}

fn without_dots(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(plain.pop()),
            Component::CurDir => {}
            other => plain.push(other),
        }
    }
    plain
}

/// Refuses an output folder, or a folder beside it, that Guidepost did not make.
pub(super) fn check(places: &Places) -> Result<(), EmitError> {
    check_front(&places.front)?;
    check_side(places)
}

/// Allows an output folder that is absent, empty, holds only our `.gitignore`, or has our manifest.
pub(super) fn check_front(front: &Path) -> Result<(), EmitError> {
    if !is_folder(front)? {
        return Ok(());
    }
    if is_plain_file(&front.join(MANIFEST_NAME))? {
        return Manifest::read(front).map(drop);
    }
    let foreign = names(front)?.into_iter().find(|name| name != GITIGNORE_NAME);
    match foreign {
        Some(name) => Err(foreign_file(front, &name)),
        None => check_gitignore(front),
    }
}

fn check_gitignore(front: &Path) -> Result<(), EmitError> {
    let path = front.join(GITIGNORE_NAME);
    let Some(text) = if_there(fs::read(&path)).at("read", &path)? else { return Ok(()) };
    // Git may have turned the line ends into those of Windows.
    if String::from_utf8_lossy(&text).replace("\r\n", "\n") == GITIGNORE {
        return Ok(());
    }
    Err(foreign_file(front, GITIGNORE_NAME))
}

fn check_side(places: &Places) -> Result<(), EmitError> {
    if !is_folder(&places.side)? || is_plain_file(&places.lock())? {
        return Ok(());
    }
    match names(&places.side)?.first() {
        Some(name) => Err(foreign_file(&places.side, name)),
        None => Ok(()),
    }
}

fn foreign_file(folder: &Path, example: &str) -> EmitError {
    EmitError::Foreign { folder: folder.to_owned(), example: example.to_owned() }
}

/// The names in a folder, sorted.
fn names(folder: &Path) -> Result<Vec<String>, EmitError> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).at("read the folder", folder)? {
        names.push(entry.at("read the folder", folder)?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

/// Whether a folder lies at `path`; a file or a link there is an error.
fn is_folder(path: &Path) -> Result<bool, EmitError> {
    let Some(found) = look(path)? else { return Ok(false) };
    if found.is_symlink() {
        let target = fs::canonicalize(path).or_else(|_| fs::read_link(path)).at("read the link", path)?;
        return Err(EmitError::Link { path: path.to_owned(), target });
    }
    if found.is_dir() { Ok(true) } else { Err(EmitError::NotAFolder { path: path.to_owned() }) }
}

fn is_plain_file(path: &Path) -> Result<bool, EmitError> {
    Ok(look(path)?.is_some_and(|found| found.is_file()))
}

/// What lies at `path`, a link being a link; `None` when nothing does.
pub(super) fn look(path: &Path) -> Result<Option<Metadata>, EmitError> {
    if_there(fs::symlink_metadata(path)).at("read", path)
}
