//! `guidepost theme`: which files a theme has, what is in them, and a copy of one to change.

use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, Subcommand};

use super::{Exit, Failure, output};
use crate::diagnostic::{self, Format};
use crate::emit::{Existing, write_author_file};
use crate::pipeline;
use crate::source::Origin;
use crate::text::did_you_mean_path;
use crate::theme::{self, ThemeFile};

#[derive(Debug, Args)]
pub(super) struct ThemeArguments {
    #[command(subcommand)]
    command: ThemeCommand,
    /// The folder of the site
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    root: PathBuf,
}

#[derive(Debug, Subcommand)]
enum ThemeCommand {
    /// List the templates, components, assets and words of the theme, and where each comes from
    List,
    /// Print a file of the theme
    Show {
        /// Its path as `list` shows it, for example templates/page.html
        file: String,
        /// The theme's file, also where the site has its own in its place
        #[arg(long)]
        original: bool,
    },
    /// Copy a file of the theme into the site, to change it there
    Copy {
        /// Its path as `list` shows it, for example templates/page.html
        file: String,
    },
}

pub(super) fn run(arguments: &ThemeArguments) -> Result<Exit, Failure> {
    let origin = Arc::new(Origin::Folder(arguments.root.clone()));
    let mut diagnostics = Vec::new();
    let files = pipeline::theme_files(&origin).take(&mut diagnostics);
    diagnostic::sort(&mut diagnostics);
    let texts = |path: &str| theme::text_of(&origin, path);
    output::error(&diagnostic::render(&diagnostics, Format::Human, output::colour(), &texts));
    let Some(files) = files else { return Ok(Exit::SiteHasErrors) };
    match &arguments.command {
        ThemeCommand::List => output::print(&list(&files)),
        ThemeCommand::Show { file, original } => {
            let file = find(&files, file)?;
            let bytes = if *original { original_of(file)? } else { &file.bytes };
            output::print(std::str::from_utf8(bytes).map_err(|_| not_text(&file.path))?);
        }
        ThemeCommand::Copy { file } => copy(&arguments.root, find(&files, file)?)?,
    }
    Ok(Exit::Fine)
}

/// One line for each file, in columns.
fn list(files: &[ThemeFile]) -> String {
    let width = files.iter().map(|file| file.path.chars().count()).max().unwrap_or_default();
    let lines = files.iter().map(|file| {
        let (first, others) = file.layers.split_first().map_or(("", &[][..]), |(first, others)| (first, others));
        let instead = if others.is_empty() { String::new() } else { format!(", in place of {}", others.join(", ")) };
        format!("{:width$}  {first}{instead}\n", file.path)
    });
    lines.collect()
}

fn find<'a>(files: &'a [ThemeFile], wanted: &str) -> Result<&'a ThemeFile, Failure> {
    let wanted = wanted.strip_prefix("./").unwrap_or(wanted);
    files.iter().find(|file| file.path == wanted).ok_or_else(|| Failure::Usage {
        message: format!("the theme has no file `{wanted}`"),
        help: did_you_mean_path(wanted, files.iter().map(|file| file.path.as_str()))
            .unwrap_or_else(|| "run `guidepost theme list` for the list of its files".to_string()),
    })
}

fn original_of(file: &ThemeFile) -> Result<&[u8], Failure> {
    file.original.as_deref().ok_or_else(|| Failure::Usage {
        message: format!("`{}` is a file of this site alone: the theme has none of that name", file.path),
        help: "run `guidepost theme list` for the files of the theme".to_string(),
    })
}

fn not_text(path: &str) -> Failure {
    Failure::Usage {
        message: format!("`{path}` is no text, so it cannot be shown here"),
        help: format!("run `guidepost theme copy {path}` and open the copy"),
    }
}

fn copy(root: &std::path::Path, file: &ThemeFile) -> Result<(), Failure> {
    let original = original_of(file)?;
    let marked = file.marked();
    let path = root.join(&file.path);
    write_author_file(&path, marked.as_deref().unwrap_or(original), Existing::Refuse)?;
    let note = match marked {
        Some(_) => {
            "Its first line says which version it is a copy of: leave it, and a build warns when the theme changes the file"
        }
        None => "This kind of file cannot say which version it is a copy of, so look yourself when the theme changes",
    };
    output::print(&format!("Wrote {}\n{note}\n", path.display()));
    Ok(())
}
