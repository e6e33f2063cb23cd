//! `guidepost completions SHELL`.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Arguments, Exit, output};

#[derive(Debug, Args)]
pub(super) struct CompletionsArguments {
    /// The shell
    shell: Shell,
}

pub(super) fn run(arguments: &CompletionsArguments) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "guidepost", &mut script);
    output::print(&String::from_utf8_lossy(&script));
    Exit::Fine
}
