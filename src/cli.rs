//! The command line: what people type, and what they are told. The only module that prints.

mod build;
mod completions;
mod explain;
mod init;
mod new;
mod output;
mod schema;
mod search;
mod serve;
mod theme;
mod translation;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::emit::EmitError;

/// What the program gives back to the shell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    /// All is fine.
    Fine = 0,
    /// The site has errors.
    SiteHasErrors = 1,
    /// The command was typed wrong, or the machine refused.
    Refused = 2,
}

/// What the machine or the command line got wrong; the site may be fine.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Emit(#[from] EmitError),
    #[error("{message}")]
    Usage { message: String, help: String },
}

impl Failure {
    fn help(&self) -> String {
        match self {
            Self::Emit(error) => error.help(),
            Self::Usage { help, .. } => help.clone(),
        }
    }
}

/// Guidepost builds health information websites from Markdown pages.
#[derive(Debug, Parser)]
#[command(name = "guidepost", version, about, long_about = None, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build the site
    Build(build::BuildArguments),
    /// Show the site in a browser while you write
    Serve(serve::ServeArguments),
    /// Make a small working site in a new folder
    Init(init::InitArguments),
    /// Make a new page from an archetype
    New(new::NewArguments),
    /// Keep translations and their originals together
    Translation(translation::TranslationArguments),
    /// Ask the search of the site, and see why it answers so
    Search(search::SearchArguments),
    /// Print the JSON Schema of front matter or of guidepost.yaml, for completion in editors
    Schema(schema::SchemaArguments),
    /// List the files of the theme, print one, or copy one into the site
    Theme(theme::ThemeArguments),
    /// Say what a rule is for, with a wrong and a right example
    Explain(explain::ExplainArguments),
    /// Print a completion script for a shell
    Completions(completions::CompletionsArguments),
}

/// Runs the command that the arguments name.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            let code = if error.use_stderr() { Exit::Refused } else { Exit::Fine };
            // Nothing is left to tell anyone when the terminal itself is gone.
            let _ = error.print();
            return ExitCode::from(code as u8);
        }
    };
    let outcome = match arguments.command {
        Command::Build(arguments) => build::run(&arguments),
        Command::Serve(arguments) => serve::run(arguments),
        Command::Init(arguments) => init::run(&arguments),
        Command::New(arguments) => new::run(&arguments),
        Command::Translation(arguments) => translation::run(&arguments),
        Command::Search(arguments) => search::run(&arguments),
        Command::Schema(arguments) => Ok(schema::run(&arguments)),
        Command::Theme(arguments) => theme::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Completions(arguments) => Ok(completions::run(&arguments)),
    };
    let exit = outcome.unwrap_or_else(|failure| {
        output::error(&format!("error: {failure}\n  = help: {}\n", failure.help()));
        Exit::Refused
    });
    ExitCode::from(exit as u8)
}
