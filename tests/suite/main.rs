//! All integration tests: whole sites in, whole sites and messages out.
//!
//! Tests speak in data through [`project::Project`], and their names are claims. What one function does is tested beside it in
//! `src`; here stand the promises that hold for a site.

mod project;

mod architecture;
mod cli;
mod content;
mod determinism;
mod hostile;
mod incremental;
mod links;
mod outputs;
mod readme;
mod reference;
mod rules;
mod site;
mod themes;
mod wayside;
