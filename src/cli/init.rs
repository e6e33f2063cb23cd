//! `guidepost init DIR`.

#![expect(clippy::disallowed_methods, reason = "the command line looks whether the new folder is empty")]

use std::path::PathBuf;

use clap::Args;
use include_dir::{Dir, include_dir};

use super::{Exit, Failure, output};
use crate::emit::{Existing, write_author_file};

static STARTER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/starter");

#[derive(Debug, Args)]
pub(super) struct InitArguments {
    /// The new folder
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

pub(super) fn run(arguments: &InitArguments) -> Result<Exit, Failure> {
    let folder = &arguments.folder;
    let is_empty = std::fs::read_dir(folder).map_or(true, |mut entries| entries.next().is_none());
    if folder.is_file() || !is_empty {
        return Err(Failure::Usage {
            message: format!("`{}` is there already and is not empty", folder.display()),
            help: "choose a new folder; `init` never writes over anything".to_string(),
        });
    }
    let mut folders = vec![&STARTER];
    while let Some(from) = folders.pop() {
        folders.extend(from.dirs());
        for file in from.files() {
            write_author_file(&folder.join(file.path()), file.contents(), Existing::Refuse)?;
        }
    }
    let shown = folder.display();
    output::print(&format!(
        "Made a site in {shown}\nNext: write in {shown}/content, then run: guidepost build --root {shown}\n"
    ));
    Ok(Exit::Fine)
}
