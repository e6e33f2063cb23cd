//! Outputs that are made from the whole site: one entry in [`FORMATS`] each, and one file in `format/`.
//!
//! Input: the linked site and the configuration. Output: which files there are, and the bytes of each. Pure; escapes all text
//! for the format it writes.

mod feed;
mod hosting;
mod identifiers;
mod redirects;
mod robots;
mod sitemap;

use crate::config::Config;
use crate::content::Data;
use crate::site::{Part, Site, What};

pub use feed::title as feed_title;
pub(crate) use hosting::{HEADERS, POLICY_IN_PAGES};
pub use sitemap::Limits;

/// All that formats read.
#[derive(Debug, Clone, Copy)]
pub struct Material<'a> {
    /// The linked site.
    pub site: &'a Site,
    /// The configuration.
    pub config: &'a Config,
    /// The data files.
    pub data: &'a Data,
    /// The notice of a demonstration in each language of the site.
    pub notices: &'a [Option<&'a str>],
}

/// One output format.
#[derive(Debug)]
pub struct Format {
    /// Its name, which no other format has.
    pub name: &'static str,
    /// Whether the site wants it.
    pub wanted: fn(&Config) -> bool,
    /// Where its files are written, and what each holds. The outputs of the site are not planned yet.
    pub files: fn(&Site, Limits) -> Vec<(String, Part)>,
    /// Makes one of its files.
    pub write: fn(&Material<'_>, &Part) -> String,
}

/// All formats.
pub const FORMATS: [Format; 8] = [
    Format {
        name: "feeds",
        wanted: |config| config.outputs.feeds,
        files: |site, _| feed::files(site),
        write: feed::write,
    },
    Format {
        name: "host_apache",
        wanted: |config| config.outputs.host_files,
        files: |_, _| vec![("_hosting/apache.conf".to_string(), Part::Whole)],
        write: |material, _| hosting::apache(material.site),
    },
    Format {
        name: "host_headers",
        wanted: |config| config.outputs.host_files,
        files: |_, _| vec![("_headers".to_string(), Part::Whole)],
        write: |material, _| hosting::headers(material.site),
    },
    Format {
        name: "host_nginx",
        wanted: |config| config.outputs.host_files,
        files: |_, _| vec![("_hosting/nginx.conf".to_string(), Part::Whole)],
        write: |material, _| hosting::nginx(material.site),
    },
    Format {
        name: "identifiers",
        wanted: |config| config.outputs.identifiers,
        files: |_, _| vec![("identifiers.csv".to_string(), Part::Whole)],
        write: |material, _| identifiers::write(material),
    },
    Format {
        name: "redirects_file",
        wanted: |config| config.outputs.redirects_file,
        files: |_, _| vec![("_redirects".to_string(), Part::Whole)],
        write: |material, part| redirects::write(material.site, material.config, part),
    },
    Format {
        name: "robots",
        wanted: |config| config.outputs.robots,
        files: |_, _| vec![("robots.txt".to_string(), Part::Whole)],
        write: |material, part| robots::write(material.site, material.config, part),
    },
    Format {
        name: "sitemap",
        wanted: |config| config.outputs.sitemap,
        files: sitemap::files,
        write: |material, part| sitemap::write(material.site, material.config, part),
    },
];

/// The format of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// The files of all formats that the site wants.
#[must_use]
pub fn files(site: &Site, config: &Config, limits: Limits) -> Vec<(String, What)> {
    let formats = FORMATS.iter().filter(|format| (format.wanted)(config));
    let files = formats.flat_map(|format| {
        let files = (format.files)(site, limits).into_iter();
        files.map(|(address, part)| (address, What::Format { name: format.name, part }))
    });
    files.collect()
}
