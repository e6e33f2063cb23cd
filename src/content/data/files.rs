//! All files of `content/_data` together.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{DataFile, Helpline, Named, Person, Series, Source, Term, name_and_language, parse};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Outcome, Place, rules};
use crate::source::Sources;
use crate::text::did_you_mean;
use crate::yaml::Free;

/// The folder of the data files.
const FOLDER: &str = "content/_data/";

/// The file of the series.
pub const SERIES_FILE: &str = "content/_data/series.yaml";

/// The data files of a site.
#[derive(Debug, Clone, Default)]
pub struct Data {
    /// Who writes and checks pages.
    pub people: Named<Person>,
    /// What pages rest on.
    pub sources: Named<Source>,
    /// Words that need an explanation, in the default language.
    pub glossary: Named<Term>,
    /// Whom to call, by region.
    pub helplines: Named<Vec<Helpline>>,
    /// Pages that belong together in one order.
    pub series: Named<Series>,
    /// The region whose help lines stand on every page.
    pub region: Option<String>,
    /// Every file as it is, by name and language.
    files: BTreeMap<(String, Option<String>), Free>,
}

/// Whether a file belongs to the data files.
#[must_use]
pub fn is_data(path: &str) -> bool {
    path.starts_with(FOLDER)
}

/// Reads all data files.
#[must_use]
pub fn read(sources: &Sources, config: &Config) -> Outcome<Data> {
    let languages: Vec<&str> = config.languages.iter().map(|language| language.code.as_str()).collect();
    let mut outcome = Outcome::fine(Data::default());
    for (path, _) in sources.under(FOLDER) {
        let Some(stem) = path.strip_prefix(FOLDER).and_then(|name| name.strip_suffix(".yaml")) else {
            outcome.diagnostics.push(not_yaml(path));
            continue;
        };
        match sources.read_text(path) {
            Ok(text) => add(&mut outcome, path, &text, name_and_language(stem, &languages)),
            Err(diagnostic) => outcome.diagnostics.push(diagnostic),
        }
    }
    let region = region(&outcome.value, config, &mut outcome.diagnostics);
    outcome.value.region = region;
    outcome
}

fn not_yaml(path: &Arc<str>) -> Diagnostic {
    Diagnostic::new(
        &rules::DATA_VALUE,
        Place::file(path.clone()),
        "only files that end in `.yaml` are read in `content/_data`",
    )
    .help("rename the file, or move it to another folder")
}

fn add(outcome: &mut Outcome<Data>, path: &Arc<str>, text: &str, (name, language): (&str, Option<&str>)) {
    let Some((typed, free)) = parse(name, text, path).take(&mut outcome.diagnostics) else { return };
    let data = &mut outcome.value;
    if language.is_none() {
        match typed {
            DataFile::People(people) => data.people = people,
            DataFile::Sources(sources) => data.sources = sources,
            DataFile::Glossary(glossary) => data.glossary = glossary,
            DataFile::Helplines(helplines) => data.helplines = helplines,
            DataFile::Series(series) => data.series = series,
            DataFile::Free(_) => {}
        }
    }
    data.files.insert((name.to_string(), language.map(str::to_string)), free);
}

/// The configured region, else the first one in the file.
fn region(data: &Data, config: &Config, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
    let first = data.helplines.iter().min_by_key(|(_, lines)| lines.span.start).map(|(name, _)| name.clone());
    let Some(wanted) = &config.region else { return first };
    if data.helplines.contains_key(&wanted.value) {
        return Some(wanted.value.clone());
    }
    let known = data.helplines.keys().map(String::as_str);
    let help =
        did_you_mean(&wanted.value, known).unwrap_or_else(|| "add it to `content/_data/helplines.yaml`".to_string());
    let message = format!("no region `{}` in `content/_data/helplines.yaml`", wanted.value);
    diagnostics
        .push(Diagnostic::new(&rules::CONFIG_VALUE, Place::at(crate::config::FILE, wanted.span), message).help(help));
    first
}

impl Data {
    /// Every file as templates read it in a language: the file of that language where there is one.
    #[must_use]
    pub fn for_templates(&self, language: &str) -> BTreeMap<&str, &Free> {
        let plain = self.files.iter().filter(|((_, code), _)| code.is_none());
        let own = self.files.iter().filter(|((_, code), _)| code.as_deref() == Some(language));
        plain.chain(own).map(|((name, _), free)| (name.as_str(), free)).collect()
    }

    /// The help lines that stand on every page in a language, as templates read them.
    #[must_use]
    pub fn helplines_for_templates(&self, language: &str) -> &Free {
        const NONE: &Free = &Free::List(Vec::new());
        let found = self.for_templates(language).get("helplines").copied().zip(self.region.as_ref());
        match found {
            Some((Free::Map(regions), region)) => regions.get(region).unwrap_or(NONE),
            _ => NONE,
        }
    }
}
