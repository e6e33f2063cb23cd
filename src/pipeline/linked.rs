//! The stages of a build up to the site, which everything that is made of a site begins with.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Observer, Options, Stage, configuration, scan_options};
use crate::cache::Cache;
use crate::config::Config;
use crate::content::{self, Data, ParseOptions, Remembered};
use crate::diagnostic::{Diagnostic, Outcome};
use crate::format::{self, Limits};
use crate::render::{self, Templates};
use crate::search;
use crate::site::{self, Parts, Site, What};
use crate::source::{self, Origin, Sources};
use crate::theme::{self, AssetFile, Theme};

/// A site that is whole, and what it was made from.
#[derive(Debug)]
pub struct Linked {
    /// The configuration.
    pub config: Config,
    /// The names of all files.
    pub sources: Sources,
    /// The theme.
    pub theme: Theme,
    /// `None` when the theme has errors: what is wrong with it would be said again of every page that it renders.
    pub(super) templates: Option<Templates>,
    /// The data files.
    pub data: Data,
    pub(super) parse_options: ParseOptions,
    pub(super) facts: Arc<Cache<Remembered>>,
    /// Everything the pages know of each other.
    pub site: Site,
    /// The addresses of the theme's assets by name.
    pub(super) assets: BTreeMap<String, String>,
}

impl Linked {
    /// What the search is made from.
    pub(super) fn search(&self) -> search::Inputs<'_> {
        let Self { site, config, data, sources, parse_options, .. } = self;
        search::Inputs { site, config, data, sources, parse_options }
    }
}

/// Reads and links a site; `None` when it has no settings that can be read.
pub(super) fn make(
    origin: &Arc<Origin>,
    options: &Options,
    known: &Cache<Remembered>,
    observer: &dyn Observer,
    all: &mut Vec<Diagnostic>,
) -> Option<Linked> {
    observer.begin(Stage::Scan, 0);
    let mut config = configuration(origin).take(all)?;
    config.base_url = options.base_url.clone().unwrap_or(config.base_url);
    let sources = source::scan(origin.clone(), &scan_options(&config)).take(all);
    observer.begin(Stage::Theme, 0);
    let before_theme = all.len();
    let theme = load_theme(&config, &sources).take(all);
    let templates = render::compile(&theme).take(all);
    let theme_is_right = !all[before_theme..].iter().any(Diagnostic::is_error);
    observer.begin(Stage::Parse, 0);
    let data = content::data::read(&sources, &config).take(all);
    let parse_options = ParseOptions::new(&config, &data, options.held_text);
    let (content, facts) = content::read(&sources, &parse_options, known);
    let facts = Arc::new(facts);
    let content = content.take(all);
    observer.begin(Stage::Link, 0);
    let assets = asset_addresses(&theme);
    let design = templates.as_ref().map(Templates::design);
    let parts = Parts {
        config: &config,
        content: &content,
        data: &data,
        sources: &sources,
        design: design.as_ref(),
        dates: options.dates,
    };
    let made = |site: &Site| made_outputs(site, &config, &assets, options.sitemap);
    let (site, ()) = rayon::join(|| site::link(&parts, &made), || render::make_ready(&content));
    let site = site.take(all);
    let templates = templates.filter(|_| theme_is_right);
    Some(Linked { config, sources, theme, templates, data, parse_options, facts, site, assets })
}

/// The theme, and the style sheet for code where the theme brings none of its own.
fn load_theme(config: &Config, sources: &Sources) -> Outcome<Theme> {
    let mut loaded = theme::load(config, sources);
    let sheet = || AssetFile::new(render::highlight_sheet().into_bytes().into());
    loaded.value.assets.entry("highlight.css".to_string()).or_insert_with(sheet);
    loaded
}

fn asset_addresses(theme: &Theme) -> BTreeMap<String, String> {
    theme.assets.iter().map(|(name, asset)| (name.clone(), Theme::asset_address(name, asset))).collect()
}

fn made_outputs(
    site: &Site,
    config: &Config,
    assets: &BTreeMap<String, String>,
    sitemap: Limits,
) -> Vec<(String, What)> {
    let assets = assets.iter().map(|(name, address)| (address.clone(), What::Asset(name.clone())));
    assets.chain(format::files(site, config, sitemap)).collect()
}
