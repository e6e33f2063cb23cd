//! `guidepost translation sync FILE…`.

#![expect(clippy::disallowed_methods, reason = "the command line reads the files that it changes")]

use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, Subcommand};

use super::{Exit, Failure, output};
use crate::content::{Content, ContentFile, sections};
use crate::emit::{Existing, write_author_file};
use crate::pipeline;
use crate::source::Origin;

#[derive(Debug, Args)]
pub(super) struct TranslationArguments {
    #[command(subcommand)]
    command: TranslationCommand,
}

#[derive(Debug, Subcommand)]
enum TranslationCommand {
    /// Write into translations that they say what their originals say now
    Sync(SyncArguments),
}

#[derive(Debug, Args)]
struct SyncArguments {
    /// The translations, as paths below the folder of the site, for example content/sleep.es.md
    #[arg(required = true)]
    files: Vec<String>,
    /// The folder of the site
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
}

pub(super) fn run(arguments: &TranslationArguments) -> Result<Exit, Failure> {
    let TranslationCommand::Sync(arguments) = &arguments.command;
    let Some((config, content)) = pipeline::content(&Arc::new(Origin::Folder(arguments.root.clone()))) else {
        return Err(Failure::Usage {
            message: format!("the site in `{}` cannot be read", arguments.root.display()),
            help: "run `guidepost build` to see what is wrong".to_string(),
        });
    };
    // All are made before the first is written, so that a wrong name changes nothing.
    let changes = arguments.files.iter().map(|file| {
        let path = content_path(file);
        let (translation, original) = pair(&content, &path, &config.default_language)?;
        synced(&arguments.root, translation, original)
    });
    for (path, text, from) in changes.collect::<Result<Vec<_>, _>>()? {
        write_author_file(&arguments.root.join(&*path), text.as_bytes(), Existing::Replace)?;
        output::print(&format!("{path} now says that it translates {from} as it is\n"));
    }
    Ok(Exit::Fine)
}

/// The path from the folder of the site, with `content/`.
fn content_path(file: &str) -> String {
    let path = file.strip_prefix("./").unwrap_or(file).replace('\\', "/");
    if path.starts_with("content/") { path } else { format!("content/{path}") }
}

fn pair<'a>(
    content: &'a Content,
    path: &str,
    default_language: &str,
) -> Result<(&'a ContentFile, &'a ContentFile), Failure> {
    let is_original = |file: &ContentFile| file.language.as_deref().is_none_or(|code| code == default_language);
    let Some(translation) = content.files.iter().find(|file| *file.path == *path) else {
        return Err(Failure::Usage {
            message: format!("there is no page `{path}`"),
            help: "write the path of the translation, for example `content/sleep.es.md`".to_string(),
        });
    };
    if is_original(translation) {
        return Err(Failure::Usage {
            message: format!("`{path}` is no translation"),
            help: "a translation has the code of its language before `.md`, for example `content/sleep.es.md`"
                .to_string(),
        });
    }
    let same = |file: &&Arc<ContentFile>| {
        let is_section = |file: &ContentFile| file.kind == crate::content::FileKind::Section;
        is_original(file) && file.name() == translation.name() && is_section(file) == is_section(translation)
    };
    match content.files.iter().find(same) {
        Some(original) => Ok((translation, original)),
        None => Err(Failure::Usage {
            message: format!(
                "`{path}` has no page in the default language `{default_language}` that it could translate"
            ),
            help: "name it like the page that it translates, with the code of its language before `.md`".to_string(),
        }),
    }
}

/// The path of the translation, its new text and the path of its original.
fn synced(
    root: &std::path::Path,
    translation: &ContentFile,
    original: &ContentFile,
) -> Result<(Arc<str>, String, Arc<str>), Failure> {
    let path = &translation.path;
    let text = std::fs::read_to_string(root.join(&**path)).map_err(|error| Failure::Usage {
        message: format!("`{path}` cannot be read: {error}"),
        help: "try again when no other program changes it".to_string(),
    })?;
    match sections::with_hashes(&text, path, &original.section_hashes()) {
        Some(text) => Ok((path.clone(), text, original.path.clone())),
        None => Err(Failure::Usage {
            message: format!("the front matter of `{path}` cannot be changed"),
            help: "write it as `key: value` lines between two lines of `---`, and build to see what else is wrong"
                .to_string(),
        }),
    }
}
