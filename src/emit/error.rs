//! What stops the writer, in words for the person at the keyboard.
//!
//! Each error says what happened and where ([`std::fmt::Display`]) and what to do about it ([`EmitError::help`]).

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::route::Route;

/// What the machine, or the choice of a folder, got wrong. It stops the build; the site that was there stays as it was.
#[derive(Debug, thiserror::Error)]
pub enum EmitError {
    /// The disk refused.
    #[error("could not {attempt} `{}`: {}", path.display(), reason(source))]
    Disk {
        /// What was tried, for example `write`.
        attempt: &'static str,
        /// Where.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file that becomes an output could not be read to its end.
    #[error("could not read the file that becomes `{route}`: {}", reason(source))]
    Source {
        /// The output.
        route: Route,
        /// What the system said.
        source: io::Error,
    },
    /// The folder holds files that are not ours.
    #[error("`{}` holds files that guidepost did not make, for example `{example}`", folder.display())]
    Foreign {
        /// The folder.
        folder: PathBuf,
        /// The first of them by name.
        example: String,
    },
    /// The folder's own list of files is damaged, so that it does not show who made the folder.
    #[error("the list of files in `{}` is damaged, so guidepost cannot tell whether it made that folder", folder.display())]
    Damaged {
        /// The folder.
        folder: PathBuf,
    },
    /// A later version made the folder.
    #[error("`{}` was made by a newer guidepost ({generator})", folder.display())]
    Newer {
        /// The folder.
        folder: PathBuf,
        /// The version that made it.
        generator: String,
    },
    /// A file lies where the folder should be.
    #[error("`{}` is a file, not a folder", path.display())]
    NotAFolder {
        /// The place.
        path: PathBuf,
    },
    /// A link lies where the folder should be.
    #[error("`{}` is a link to `{}`", path.display(), target.display())]
    Link {
        /// The place.
        path: PathBuf,
        /// Where it leads.
        target: PathBuf,
    },
    /// The output folder is the site's root, or holds it.
    #[error("the output folder `{}` holds the site itself", output.display())]
    HoldsSite {
        /// The output folder.
        output: PathBuf,
    },
    /// The output folder lies among the files the site is made from.
    #[error("the output folder `{}` lies in `{source_folder}/`, which the site is made from", output.display())]
    InSource {
        /// The output folder.
        output: PathBuf,
        /// The folder of the site, for example `content`.
        source_folder: &'static str,
    },
    /// Another build holds the lock.
    #[error("another build is writing `{}`", folder.display())]
    Busy {
        /// The output folder.
        folder: PathBuf,
    },
    /// Two outputs for one place.
    #[error("two outputs want the same place: `{first}` and `{second}`")]
    Twice {
        /// The one that came first.
        first: Route,
        /// The one that came after it.
        second: Route,
    },
    /// An output is a folder of another one.
    #[error("`{file}` is a file, and `{inside}` needs a folder of that name")]
    FileAndFolder {
        /// The output that is a file.
        file: String,
        /// The output that lies inside.
        inside: String,
    },
    /// An output failed before and the tree is not whole.
    #[error("not every output could be written, so the site in `{}` stays as it was", folder.display())]
    Incomplete {
        /// The output folder.
        folder: PathBuf,
    },
    /// A file of the author's would be written over.
    #[error("`{}` exists already", path.display())]
    AuthorFile {
        /// The file.
        path: PathBuf,
    },
}

impl EmitError {
    /// What to do, in one sentence or two.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::Disk { source, path, .. } => remedy(source, path),
            Self::Source { source, .. } => remedy(source, Path::new("the file")),
            Self::Foreign { folder, .. } | Self::Damaged { folder } => format!(
                "nothing was touched; choose an empty or new folder for the site, or move what is in `{}` somewhere else",
                folder.display()
            ),
            Self::Newer { folder, .. } => {
                format!("use that version, or delete `{}` and build again", folder.display())
            }
            Self::NotAFolder { path } => {
                format!("move or rename `{}`, or choose another output folder", path.display())
            }
            Self::Link { target, .. } => format!(
                "the folder is exchanged as a whole, which would replace the link; give the real folder `{}` instead",
                target.display()
            ),
            Self::HoldsSite { .. } | Self::InSource { .. } => {
                "choose a folder of its own, for example `public` beside `guidepost.yaml`".to_owned()
            }
            Self::Busy { .. } => "wait until it is done, or stop it, then build again".to_owned(),
            Self::Twice { .. } => {
                "give one of them another name; on many systems capital and small letters are the same".to_owned()
            }
            Self::FileAndFolder { file, .. } => format!("rename `{file}` or the folder"),
            Self::Incomplete { .. } => "put the first error right and build again".to_owned(),
            Self::AuthorFile { .. } => "choose another name, or delete the file first".to_owned(),
        }
    }
}

/// What the system said, in plain words where there are some.
fn reason(error: &io::Error) -> String {
    let words = match error.kind() {
        ErrorKind::StorageFull => "the disk is full",
        ErrorKind::QuotaExceeded => "your share of the disk is used up",
        ErrorKind::PermissionDenied => "you do not have permission",
        ErrorKind::ReadOnlyFilesystem => "the disk can only be read, not written",
        ErrorKind::InvalidFilename => "the name is too long or not allowed on this disk",
        ErrorKind::NotFound => "it is not there",
        ErrorKind::AlreadyExists => "something of that name is there already",
        ErrorKind::ResourceBusy => "the system is using it",
        ErrorKind::CrossesDevices => "it lies on another disk",
        _ => return error.to_string(),
    };
    words.to_owned()
}

fn remedy(error: &io::Error, path: &Path) -> String {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            "make room and build again; the site that was there is unchanged".to_owned()
        }
        ErrorKind::PermissionDenied => {
            format!("ask for permission to read and write `{}`, or choose another output folder", path.display())
        }
        ErrorKind::ReadOnlyFilesystem => "choose an output folder on a disk that can be written".to_owned(),
        ErrorKind::InvalidFilename => "shorten the page's name or its slug, or the names of its folders".to_owned(),
        ErrorKind::NotFound | ErrorKind::AlreadyExists => {
            "another program changed the folder during the build; build again".to_owned()
        }
        ErrorKind::ResourceBusy | ErrorKind::CrossesDevices => {
            "the output folder seems to be the top of a disk of its own; choose a folder inside it".to_owned()
        }
        _ => "build again; if it happens again, check the disk".to_owned(),
    }
}

/// Names what was tried and where when the disk refuses.
pub(super) trait At<T> {
    /// Adds the attempt and the place to an error.
    fn at(self, attempt: &'static str, path: &Path) -> Result<T, EmitError>;
}

impl<T> At<T> for io::Result<T> {
    fn at(self, attempt: &'static str, path: &Path) -> Result<T, EmitError> {
        self.map_err(|source| EmitError::Disk { attempt, path: path.to_owned(), source })
    }
}

/// A thing that is not there is `None`, any other error stays.
pub(super) fn if_there<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
