//! `guidepost schema KIND`.

use clap::{Args, ValueEnum};

use super::{Exit, output};
use crate::config;
use crate::content::front_matter;
use crate::yaml::{Record, json_schema};

#[derive(Debug, Args)]
pub(super) struct SchemaArguments {
    /// What the schema is for
    #[arg(value_enum, default_value_t = Kind::FrontMatter)]
    kind: Kind,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    /// The front matter of pages
    FrontMatter,
    /// guidepost.yaml
    Config,
}

/// The taxonomy that a site has when its configuration names none.
const DEFAULT_TAXONOMIES: [&str; 1] = ["topics"];

pub(super) fn run(arguments: &SchemaArguments) -> Exit {
    let record: Option<Record> = match arguments.kind {
        Kind::FrontMatter => front_matter::describe(&DEFAULT_TAXONOMIES),
        Kind::Config => config::describe(),
    };
    let schema = record.as_ref().map(json_schema).unwrap_or_default();
    output::print(&schema);
    Exit::Fine
}
