//! All files of `content/_data` together.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{
    DataFile, Form, Helpline, HelplineKind, Named, Person, Search, Series, Source, Synonym, Term, UrgentSearch,
    has_fixed_form, name_and_language, parse,
};
use crate::config::{Config, Status};
use crate::diagnostic::{Diagnostic, Outcome, Place, rules};
use crate::source::Sources;
use crate::text::did_you_mean;
use crate::yaml::{Free, Spanned};

/// The folder of the data files.
const FOLDER: &str = "content/_data/";

/// The file of the help lines.
/// The file of the help lines.
pub const HELPLINES_FILE: &str = "content/_data/helplines.yaml";

/// The file of the series.
pub const SERIES_FILE: &str = "content/_data/series.yaml";

/// The file of what must be found.
pub const SEARCHES_FILE: &str = "content/_data/searches.yaml";

/// The file of the searches that sound like danger in a language; `None` is the one without a language in its name.
#[must_use]
pub fn urgent_searches_file(language: Option<&str>) -> String {
    let language = language.map(|code| format!(".{code}")).unwrap_or_default();
    format!("{FOLDER}urgent_searches{language}.yaml")
}

/// What each language has of one kind of file; `None` is the file without a language in its name.
pub type InLanguage<T> = BTreeMap<Option<String>, T>;

/// The data files of a site.
#[derive(Debug, Clone, Default)]
pub struct Data {
    /// Who writes and checks pages.
    pub people: Named<Person>,
    /// What pages rest on.
    pub sources: Named<Source>,
    /// Words that need an explanation.
    pub glossaries: InLanguage<Named<Term>>,
    /// What people type for the words of the pages.
    pub all_synonyms: InLanguage<Vec<Synonym>>,
    /// Searches that sound like danger.
    pub all_urgent_searches: InLanguage<Vec<UrgentSearch>>,
    /// What must be found, by the code of the language.
    pub searches: Named<Vec<Search>>,
    /// Whom to call, by region.
    pub helplines: Named<Vec<Helpline>>,
    /// Pages that belong together in one order.
    pub series: Named<Series>,
    /// The region whose help lines stand on every page.
    pub region: Option<String>,
    /// Words that a search never changes.
    never_correct: Vec<Spanned<String>>,
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
    let mut owners = Owners::new();
    let mut tables = Vec::new();
    for (path, _) in sources.under(FOLDER) {
        if path.ends_with(".csv") {
            tables.push(path);
            continue;
        }
        let Some((stem, form)) = path.strip_prefix(FOLDER).and_then(stem_and_form) else {
            outcome.diagnostics.push(not_read(path));
            continue;
        };
        match sources.read_text(path) {
            Ok(text) => {
                let parsed = parse(name_and_language(stem, &languages).0, form, &text, path);
                if let Some(read) = parsed.take(&mut outcome.diagnostics) {
                    add(&mut outcome, path, read, name_and_language(stem, &languages), &mut owners);
                }
            }
            Err(diagnostic) => outcome.diagnostics.push(diagnostic),
        }
    }
    // After all others, so that a table never takes the place of a file of its name.
    for path in tables {
        match sources.read_text(path) {
            Ok(text) => {
                let stem = path.trim_start_matches(FOLDER).trim_end_matches(".csv");
                add_table(&mut outcome, path, &text, name_and_language(stem, &languages));
            }
            Err(diagnostic) => outcome.diagnostics.push(diagnostic),
        }
    }
    let region = region(&outcome.value, config, &mut outcome.diagnostics);
    outcome.value.region = region;
    if config.status == Status::Live {
        outcome.diagnostics.extend(unconfirmed(&outcome.value));
    }
    outcome
}

/// The help lines that nobody has rung, or of whose call nobody wrote down enough. Real readers may depend on them.
fn unconfirmed(data: &Data) -> impl Iterator<Item = Diagnostic> {
    data.helplines.values().flat_map(|lines| &lines.value).filter_map(|line| {
        let missing = line.missing_confirmation();
        let keys: Vec<String> = missing.iter().map(|key| format!("`{key}`")).collect();
        let message = format!("nobody has confirmed the help line `{}`: {} missing", line.id.value, listed_as(&keys)?);
        let help =
            "ring the number, then write down the day, who rang, and how; take the line out if it does not answer";
        let place = Place::at(HELPLINES_FILE, line.id.span);
        Some(Diagnostic::new(&rules::HELP_LINE_UNCONFIRMED, place, message).help(help))
    })
}

/// `a is`, `a and b are`, `a, b and c are`; `None` without any.
fn listed_as(keys: &[String]) -> Option<String> {
    let (last, before) = keys.split_last()?;
    Some(if before.is_empty() { format!("{last} is") } else { format!("{} and {last} are", before.join(", ")) })
}

/// Where each source stands.
type Owners = BTreeMap<String, Place>;

/// The name of a file without its ending, and its form.
fn stem_and_form(name: &str) -> Option<(&str, Form)> {
    match name {
        "sources.json" => Some(("sources", Form::CslJson)),
        "sources.bib" => Some(("sources", Form::Bibtex)),
        _ => Some((name.strip_suffix(".yaml")?, Form::Yaml)),
    }
}

fn not_read(path: &Arc<str>) -> Diagnostic {
    Diagnostic::new(
        &rules::DATA_VALUE,
        Place::file(path.clone()),
        "only files that end in `.yaml` or `.csv`, `sources.json` and `sources.bib` are read in `content/_data`",
    )
    .help("rename the file, or move it to another folder")
}

/// A table is free data. It may not stand in for a file with a fixed form, nor beside another file of its name.
fn add_table(outcome: &mut Outcome<Data>, path: &Arc<str>, text: &str, (name, language): (&str, Option<&str>)) {
    let rows = super::csv::parse(text, path).take(&mut outcome.diagnostics);
    let key = (name.to_string(), language.map(str::to_string));
    if has_fixed_form(name) || outcome.value.files.contains_key(&key) {
        let message = format!("`{name}` is kept as `{name}.yaml`, and this is another file of that name");
        outcome
            .diagnostics
            .push(Diagnostic::new(&rules::DATA_VALUE, Place::file(path.clone()), message).help("give it another name"));
        return;
    }
    outcome.value.files.insert(key, rows);
}

fn add(
    outcome: &mut Outcome<Data>,
    path: &Arc<str>,
    (typed, free): (DataFile, Free),
    (name, language): (&str, Option<&str>),
    owners: &mut Owners,
) {
    let data = &mut outcome.value;
    match (typed, language) {
        (DataFile::Glossary(glossary), _) => {
            data.glossaries.insert(language.map(str::to_string), glossary);
        }
        (DataFile::Synonyms(synonyms), _) => {
            data.all_synonyms.insert(language.map(str::to_string), synonyms);
        }
        (DataFile::UrgentSearches(searches), _) => {
            data.all_urgent_searches.insert(language.map(str::to_string), searches);
        }
        (DataFile::NeverCorrect(words), None) => data.never_correct = words,
        (DataFile::Searches(searches), None) => data.searches = searches,
        (DataFile::NeverCorrect(_) | DataFile::Searches(_), Some(_)) => {
            let message = format!("`{name}.yaml` is one file for all languages, and nothing reads this one");
            let problem = Diagnostic::new(&rules::DATA_VALUE, Place::file(path.clone()), message);
            outcome.diagnostics.push(problem.help(format!("move what stands here to `{FOLDER}{name}.yaml`")));
            return;
        }
        (DataFile::Sources(sources), None) => {
            add_sources(data, sources, path, owners, &mut outcome.diagnostics);
            return add_free(data, "sources", free);
        }
        (DataFile::People(people), None) => data.people = people,
        (DataFile::Helplines(helplines), None) => data.helplines = helplines,
        (DataFile::Series(series), None) => data.series = series,
        _ => {}
    }
    data.files.insert((name.to_string(), language.map(str::to_string)), free);
}

/// Adds the sources of one file to those of the files before it.
fn add_sources(
    data: &mut Data,
    sources: Named<Source>,
    path: &Arc<str>,
    owners: &mut Owners,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (name, source) in sources {
        let place = Place::at(path.clone(), source.span);
        if let Some(first) = owners.get(&name) {
            let message = format!("the source `{name}` stands in two files, `{}` and `{path}`", first.file);
            let help = "take it out of one of them, or give it another name there";
            let problem = Diagnostic::new(&rules::DATA_VALUE, place, message).help(help);
            diagnostics.push(problem.related(first.clone(), "the other one"));
            continue;
        }
        owners.insert(name.clone(), place);
        data.sources.insert(name, source);
    }
}

/// Adds what templates see of a file of sources to that of the files before it.
fn add_free(data: &mut Data, name: &str, free: Free) {
    let before = data.files.remove(&(name.to_string(), None));
    let whole = match (before, free) {
        (Some(Free::Map(mut all)), Free::Map(more)) => {
            all.extend(more);
            Free::Map(all)
        }
        (_, free) => free,
    };
    data.files.insert((name.to_string(), None), whole);
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

/// What a language has: its own, or for the default language the one without a language in its name.
fn in_language<'a, T>(all: &'a InLanguage<T>, language: &str, default_language: &str) -> Option<&'a T> {
    let plain = || all.get(&None).filter(|_| language == default_language);
    all.get(&Some(language.to_string())).or_else(plain)
}

impl Data {
    /// The glossary for a language: its own, or for the default language the one without a language in its name. A text is not
    /// explained in another language than its own.
    #[must_use]
    pub fn glossary(&self, language: &str, default_language: &str) -> Option<&Named<Term>> {
        in_language(&self.glossaries, language, default_language)
    }

    /// What people type for the words of the pages in a language; none when the language has no file.
    #[must_use]
    pub fn synonyms(&self, language: &str, default_language: &str) -> &[Synonym] {
        in_language(&self.all_synonyms, language, default_language).map_or(&[], Vec::as_slice)
    }

    /// Words that a search neither changes into others nor changes others into, in any language.
    #[must_use]
    pub fn never_correct(&self) -> &[Spanned<String>] {
        &self.never_correct
    }

    /// Searches that sound like danger in a language; none when the language has no file.
    #[must_use]
    pub fn urgent_searches(&self, language: &str, default_language: &str) -> &[UrgentSearch] {
        in_language(&self.all_urgent_searches, language, default_language).map_or(&[], Vec::as_slice)
    }

    /// Every file as templates read it in a language: the file of that language where there is one.
    #[must_use]
    pub fn for_templates(&self, language: &str) -> BTreeMap<&str, &Free> {
        let plain = self.files.iter().filter(|((_, code), _)| code.is_none());
        let own = self.files.iter().filter(|((_, code), _)| code.as_deref() == Some(language));
        plain.chain(own).map(|((name, _), free)| (name.as_str(), free)).collect()
    }

    /// The lines of one kind that stand on pages in a language, as templates read them.
    #[must_use]
    pub fn lines_for_templates(&self, language: &str, kind: HelplineKind) -> Free {
        let found = self.for_templates(language).get("helplines").copied().zip(self.region.as_ref());
        let lines = match found {
            Some((Free::Map(regions), region)) => regions.get(region),
            _ => None,
        };
        let Some(Free::List(lines)) = lines else { return Free::List(Vec::new()) };
        let word = Free::Text(kind.word().to_string());
        let is_kind = |line: &&Free| matches!(line, Free::Map(keys) if keys.get("kind") == Some(&word));
        Free::List(lines.iter().filter(is_kind).cloned().collect())
    }
}
