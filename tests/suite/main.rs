//! All integration tests: whole sites in, whole sites and messages out.
//!
//! Tests speak in data through [`project::Project`], and their names are claims. What one function does is tested beside it in
//! `src`; here stand the promises that hold for a site.

#![expect(
    clippy::case_sensitive_file_extension_comparisons,
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::format_collect,
    clippy::needless_raw_string_hashes,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests make sites on disk, compare names as they wrote them and may panic; str! writes the hashes"
)]

mod preview;
mod project;

mod architecture;
mod citations;
mod cli;
mod colors;
mod components;
mod content;
mod determinism;
mod documentation;
mod feeds;
mod files;
mod glossary;
mod hostile;
mod hosting;
mod identifiers;
mod imports;
mod incremental;
mod languages;
mod lens;
mod links;
mod outputs;
mod paper;
mod pictures;
mod readme;
mod reference;
mod relations;
mod reuse;
mod rules;
mod safety;
mod search;
mod serve;
mod serve_attacks;
mod servers;
mod shipped;
mod site;
mod structured;
mod theme_tools;
mod themes;
mod twins;
mod wayside;
mod words;
