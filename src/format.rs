//! Outputs that are made from the whole site: one entry in [`FORMATS`] each, and one file in `format/`.
//!
//! Input: the linked site and the configuration. Output: bytes. Pure; escapes all text for the format it writes.

mod redirects;
mod robots;
mod sitemap;

use crate::config::Config;
use crate::site::Site;

/// One output format.
#[derive(Debug)]
pub struct Format {
    /// Its name, the key under `outputs` in `guidepost.yaml`.
    pub name: &'static str,
    /// Where it is written.
    pub address: &'static str,
    /// Whether the site wants it.
    pub wanted: fn(&Config) -> bool,
    /// Makes it.
    pub write: fn(&Site, &Config) -> String,
}

/// All formats.
pub const FORMATS: [Format; 3] = [
    Format {
        name: "redirects_file",
        address: "_redirects",
        wanted: |config| config.outputs.redirects_file,
        write: redirects::write,
    },
    Format { name: "robots", address: "robots.txt", wanted: |config| config.outputs.robots, write: robots::write },
    Format { name: "sitemap", address: "sitemap.xml", wanted: |config| config.outputs.sitemap, write: sitemap::write },
];

/// The format of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}
