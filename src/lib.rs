//! Guidepost turns a folder of Markdown pages into a website that people can trust with their health.
//!
//! ```text
//!  disk ─scan─▶ Sources ─parse─▶ Content ─link─▶ Site ─render─▶ outputs, one by one ─emit─▶ public/
//!  (only reader)  paths          facts per      the whole    pages, lists, sitemap,  (only writer)
//!                                file, memo     graph, pure  redirects
//!  Theme (templates, components, assets, strings) ─────────────▶ │
//! ```
//!
//! The modules stand in the order in which a build uses them; each uses only those above it. [`pipeline::build`] tells the
//! whole story.

pub mod cache;
pub mod color;
pub mod diagnostic;
pub mod picture;
pub mod route;
pub mod text;

pub mod yaml;

pub mod config;
pub mod source;

pub mod theme;

pub mod content;

pub mod site;

pub mod lens;

pub mod format;
pub mod render;
pub mod search;

pub mod emit;

pub mod pipeline;

pub mod serve;

pub mod cli;
