//! Data files in the text of pages: `::data-table{file="meetings" columns="day=Day, place=Where"}` and
//! `::data-list{file="meetings" field="place"}`.
//!
//! Input: a directive and the data files. Output: the cells of the table or the items of the list, or what is wrong with the
//! directive. It writes no HTML.

use super::Values;
use crate::content::built_in::{DATA_LIST, DATA_TABLE};
use crate::content::directives::Kind;
use crate::content::{ContentFile, DirectiveUse};
use crate::diagnostic::{Diagnostic, Place, Rule, Span, rules};
use crate::text::did_you_mean;
use crate::yaml::Free;

/// The arguments that each of them takes.
const ARGUMENTS: [(&str, &[&str]); 2] =
    [(DATA_TABLE, &["file", "columns", "caption"]), (DATA_LIST, &["file", "field"])];

/// A data file as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// What the table is about.
    pub caption: Option<String>,
    /// The heads of the columns; a list has none.
    pub heads: Vec<String>,
    /// The rows; a list has one cell in each.
    pub rows: Vec<Vec<String>>,
}

/// What a directive shows.
///
/// # Errors
/// What is wrong with the directive, at its place in `file`.
pub fn shown(used: &DirectiveUse, file: &ContentFile, values: Values<'_>) -> Result<Shown, Box<Diagnostic>> {
    let at = |span: Span| Place::at(file.path.clone(), span);
    let fault = |rule: &'static Rule, span: Span, message: String, help: String| {
        Box::new(Diagnostic::new(rule, at(span), message).help(help))
    };
    if used.kind != Kind::Leaf {
        let message = format!("`{}` cannot be used in this form", used.name);
        let help = format!("write it on a line of its own: `::{}{{file=\"name\"}}`", used.name);
        return Err(fault(&rules::WRONG_ARGUMENT, used.name_span, message, help));
    }
    check_arguments(used, &at)?;
    let Some((name, span)) = argument(used, "file") else {
        let help = "add `{file=\"name\"}` after its name, for `content/_data/name.yaml` or `name.csv`".to_string();
        return Err(fault(&rules::MISSING_ARGUMENT, used.name_span, format!("`{}` needs `file`", used.name), help));
    };
    let files = values.data.for_templates(values.language);
    let stem = name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".csv")).unwrap_or(name);
    let Some(data) = files.get(stem) else {
        let help = did_you_mean(stem, files.keys().copied())
            .unwrap_or_else(|| format!("put the file `{stem}.yaml` or `{stem}.csv` into `content/_data`"));
        return Err(fault(&rules::DEAD_FILE, span, format!("no data file `{name}`"), help));
    };
    let Some(entries) = entries(data) else {
        let help = "a table or a list is made of a list of entries, or of entries with names".to_string();
        return Err(fault(&rules::WRONG_ARGUMENT, span, format!("`{name}` is no list of entries"), help));
    };
    if used.name == DATA_LIST { list(used, &entries, &at) } else { table(used, &entries, &at) }
}

fn argument<'u>(used: &'u DirectiveUse, wanted: &str) -> Option<(&'u str, Span)> {
    used.arguments.iter().find(|(key, ..)| key == wanted).map(|(_, _, value, span)| (value.as_str(), *span))
}

fn check_arguments(used: &DirectiveUse, at: &dyn Fn(Span) -> Place) -> Result<(), Box<Diagnostic>> {
    let known = ARGUMENTS.iter().find(|(name, _)| *name == used.name).map_or(&[][..], |(_, known)| known);
    let Some((key, span, ..)) = used.arguments.iter().find(|(key, ..)| !known.contains(&key.as_str())) else {
        return Ok(());
    };
    let names: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
    let help = did_you_mean(key, known.iter().copied()).unwrap_or_else(|| format!("it takes {}", names.join(", ")));
    let message = format!("`{}` takes no `{key}`", used.name);
    Err(Box::new(Diagnostic::new(&rules::UNKNOWN_ARGUMENT, at(*span), message).help(help)))
}

/// The entries of a data file in its order; entries with names are in the order of their names.
fn entries(data: &Free) -> Option<Vec<&Free>> {
    match data {
        Free::List(list) => Some(list.iter().collect()),
        Free::Map(map) if map.values().all(|entry| matches!(entry, Free::Map(_))) => Some(map.values().collect()),
        _ => None,
    }
}

fn list(used: &DirectiveUse, entries: &[&Free], at: &dyn Fn(Span) -> Place) -> Result<Shown, Box<Diagnostic>> {
    let field = argument(used, "field");
    let rows = entries.iter().map(|entry| match field {
        Some((key, _)) => vec![cell(entry, key)],
        None => vec![text(entry)],
    });
    let rows: Vec<Vec<String>> = rows.collect();
    if let Some((key, span)) = field {
        check_column(entries, key, at(span))?;
    } else if entries.iter().any(|entry| matches!(entry, Free::Map(_))) {
        let diagnostic = Diagnostic::new(&rules::MISSING_ARGUMENT, at(used.name_span), "`data-list` needs `field`")
            .help("name the key of each entry that the list shows: `{file=\"name\" field=\"title\"}`");
        return Err(Box::new(diagnostic));
    }
    Ok(Shown { caption: None, heads: Vec::new(), rows })
}

fn table(used: &DirectiveUse, entries: &[&Free], at: &dyn Fn(Span) -> Place) -> Result<Shown, Box<Diagnostic>> {
    let columns: Vec<(String, String)> = match argument(used, "columns") {
        Some((columns, span)) => {
            let columns = columns.split(',').map(|column| {
                let (key, head) = column.split_once('=').unwrap_or((column, column));
                (key.trim().to_string(), head.trim().to_string())
            });
            let columns: Vec<(String, String)> = columns.collect();
            columns.iter().try_for_each(|(key, _)| check_column(entries, key, at(span)))?;
            columns
        }
        None => keys(entries).into_iter().map(|key| (key.to_string(), key.to_string())).collect(),
    };
    let rows = entries.iter().map(|entry| columns.iter().map(|(key, _)| cell(entry, key)).collect());
    Ok(Shown {
        caption: argument(used, "caption").map(|(caption, _)| caption.to_string()),
        rows: rows.collect(),
        heads: columns.into_iter().map(|(_, head)| head).collect(),
    })
}

/// The keys of the entries, in the order of the alphabet.
fn keys<'a>(entries: &[&'a Free]) -> Vec<&'a str> {
    let keys = entries.iter().filter_map(|entry| match entry {
        Free::Map(map) => Some(map.keys().map(String::as_str)),
        _ => None,
    });
    let all: std::collections::BTreeSet<&str> = keys.flatten().collect();
    all.into_iter().collect()
}

fn check_column(entries: &[&Free], key: &str, place: Place) -> Result<(), Box<Diagnostic>> {
    let known = keys(entries);
    if entries.is_empty() || known.contains(&key) {
        return Ok(());
    }
    let names: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
    let help = did_you_mean(key, known.iter().copied()).unwrap_or_else(|| format!("its keys are {}", names.join(", ")));
    Err(Box::new(Diagnostic::new(&rules::WRONG_ARGUMENT, place, format!("no entry has a key `{key}`")).help(help)))
}

fn cell(entry: &Free, key: &str) -> String {
    match entry {
        Free::Map(map) => map.get(key).map(text).unwrap_or_default(),
        _ => String::new(),
    }
}

/// A value as text; a list of values with commas between them.
fn text(value: &Free) -> String {
    match value {
        Free::Text(text) => text.clone(),
        Free::Integer(number) => number.to_string(),
        Free::Float(number) => number.to_string(),
        Free::Bool(yes) => yes.to_string(),
        Free::List(items) => items.iter().map(text).collect::<Vec<_>>().join(", "),
        Free::Null | Free::Map(_) => String::new(),
    }
}

/// What is wrong with the tables and lists of a text.
pub(super) fn check(file: &ContentFile, values: Values<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let used = file.directives.iter().filter(|used| matches!(used.name.as_str(), DATA_TABLE | DATA_LIST));
    diagnostics.extend(used.filter_map(|used| shown(used, file, values).err().map(|diagnostic| *diagnostic)));
}
