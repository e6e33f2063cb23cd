//! The templates of a theme, compiled, with what each of them reads.
//!
//! Input: the theme's template and component files. Output: [`Templates`], which renders a template from exactly the values
//! that it names. Functions, filters and tests capture nothing, and there is no global context: what is not in the key of an
//! output cannot be in the output.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tera::{Context, Error, ErrorKind, ReportError, Tera, Value};

use crate::cache::{Key, KeyBuilder};
use crate::diagnostic::{Diagnostic, Outcome, Place, Span, rules};
use crate::render::context::NAMES;
use crate::render::filters;
use crate::text::did_you_mean;
use crate::theme::{Argument, ArgumentKind, Component, LLMS_TXT, TextFile, Theme};

/// Compiled templates.
#[derive(Debug)]
pub(crate) struct Templates {
    tera: Tera,
    /// Hash of all template and component files.
    key: Key,
    /// For each template, the context names it may read.
    names: BTreeMap<String, BTreeSet<&'static str>>,
    /// For each template, the `data.NAME`s it may read; `None` when it reads `data` as a whole.
    data: BTreeMap<String, Option<BTreeSet<String>>>,
    /// The files by the name under which they were compiled.
    files: BTreeMap<String, TextFile>,
    components: BTreeMap<String, Component>,
}

/// Compiles all templates and components of `theme`; every file with a fault is named, not only the first.
pub(crate) fn compile(theme: &Theme) -> Outcome<Option<Templates>> {
    let files = named_files(theme);
    let mut tera = Tera::new();
    filters::register(&mut tera);
    let texts = files.iter().map(|(name, file)| (name.as_str(), file.text.as_str()));
    if let Err(error) = tera.add_raw_templates(texts) {
        return Outcome::new(None, compile_errors(&files, &error));
    }
    let components = declared_components(&tera);
    let mut templates =
        Templates { key: key_of(&files), tera, names: BTreeMap::new(), data: BTreeMap::new(), files, components };
    let diagnostics = templates.find_names(&theme.outputs);
    Outcome::new(Some(templates), diagnostics)
}

impl Templates {
    /// Whether the theme has a template of this name, for example `page.html`.
    pub(crate) fn contains(&self, name: &str) -> bool {
        self.names.contains_key(name)
    }

    /// The template of this name that can render an output.
    pub(crate) fn named(&self, name: &str) -> Option<&str> {
        self.names.get_key_value(name).map(|(name, _)| name.as_str())
    }

    /// The names of the templates that can render an output.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    /// Those of them that pages can ask for.
    pub(crate) fn for_pages(&self) -> impl Iterator<Item = &str> {
        self.names().filter(|name| !name.contains('/'))
    }

    /// Those of them that make a file of their own, each with the path of its file.
    pub(crate) fn for_files(&self) -> impl Iterator<Item = (&str, &Arc<str>)> {
        let names = self.names().filter(|name| name.contains('/') || *name == LLMS_TXT);
        names.filter_map(|name| Some((name, &self.files.get(name)?.path)))
    }

    /// The components that authors can use as directives.
    pub(crate) fn components(&self) -> &BTreeMap<String, Component> {
        &self.components
    }

    /// The key of all template files.
    pub(crate) fn key(&self) -> &Key {
        &self.key
    }

    /// The context names that a template may read.
    pub(crate) fn reads(&self, template: &str) -> impl Iterator<Item = &'static str> + '_ {
        self.names.get(template).into_iter().flatten().copied()
    }

    /// The data files that a template may read; `None` means all of them.
    pub(crate) fn reads_data(&self, template: &str) -> Option<&BTreeSet<String>> {
        self.data.get(template).and_then(Option::as_ref)
    }

    /// Renders a template.
    pub(crate) fn render(
        &self,
        template: &str,
        context: &Context,
        source: &str,
        words: &str,
    ) -> Result<Vec<u8>, Diagnostic> {
        let mut out = Vec::with_capacity(16 * 1024);
        match self.tera.render_to(template, context, &mut out) {
            Ok(()) => Ok(out),
            Err(error) => Err(self.render_error(&error, &Place::file(source), words)),
        }
    }

    /// Renders a directive through the component of its name.
    pub(crate) fn render_component(
        &self,
        name: &str,
        arguments: &Context,
        implicits: &Context,
        body: Option<&str>,
        place: &Place,
    ) -> Result<String, Diagnostic> {
        self.tera
            .render_component_with_implicits(name, arguments, implicits, body, true)
            .map_err(|error| self.render_error(&error, place, "used here"))
    }

    fn render_error(&self, error: &Error, place: &Place, words: &str) -> Diagnostic {
        diagnose(&self.files, error).related(place.clone(), words)
    }

    /// Finds which values each template reads, and what is wrong with that.
    fn find_names(&mut self, files: &BTreeSet<String>) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        let sets: BTreeMap<&str, Vec<(String, Span)>> =
            self.files.iter().map(|(name, file)| (name.as_str(), assignments(&file.text))).collect();
        for (name, assigned) in &sets {
            let place = |span| place_in(&self.files[*name], span);
            let clashes = assigned.iter().filter(|(set, _)| NAMES.iter().any(|known| known.name == set));
            diagnostics.extend(clashes.map(|(set, span)| template_sets(set, place(*span))));
        }
        let assigned: BTreeSet<String> = sets.into_values().flatten().map(|(name, _)| name).collect();
        let implicits: BTreeSet<&'static str> = self.implicit_names();
        let is_output = |name: &&String| {
            let is_part = name.contains('/') || name.starts_with(COMPONENT_PREFIX);
            !is_part || files.contains(*name)
        };
        for template in self.files.keys().filter(is_output).cloned().collect::<Vec<_>>() {
            let read = self.tera.get_template_variables(&template).unwrap_or_default();
            let read: BTreeSet<String> = read.into_iter().map(str::to_string).collect();
            let mut names = implicits.clone();
            for name in read {
                match NAMES.iter().find(|known| known.name == name) {
                    Some(known) => {
                        names.insert(known.name);
                    }
                    None if assigned.contains(&name) => {}
                    None => diagnostics.push(self.unknown_name(&name)),
                }
            }
            self.data.insert(template.clone(), self.data_names());
            self.names.insert(template, names);
        }
        diagnostics
    }

    fn implicit_names(&self) -> BTreeSet<&'static str> {
        let implicit: BTreeSet<&str> =
            self.components.values().flat_map(|component| component.implicit.iter().map(String::as_str)).collect();
        NAMES.iter().map(|known| known.name).filter(|name| implicit.contains(name)).collect()
    }

    /// The names after `data.` in any file of the theme; `None` when `data` is read in another way.
    fn data_names(&self) -> Option<BTreeSet<String>> {
        let mut names = BTreeSet::new();
        for TextFile { text, .. } in self.files.values() {
            for at in words(text, "data") {
                let rest = &text[at + "data".len()..];
                let name: String =
                    rest.strip_prefix('.')?.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
                names.insert(name);
            }
        }
        Some(names)
    }

    fn unknown_name(&self, name: &str) -> Diagnostic {
        let found = self.files.values().find_map(|file| words(&file.text, name).next().map(|at| (file, at)));
        let message = format!("templates have no value `{name}`");
        let known = NAMES.iter().map(|known| known.name);
        let help = did_you_mean(name, known).unwrap_or_else(|| "the reference page lists all values".to_string());
        match found {
            Some((file, at)) => {
                let span = Span::new(at, at + name.len());
                Diagnostic::new(&rules::TEMPLATE_VALUE, place_in(file, span), message).help(help)
            }
            None => Diagnostic::without_place(&rules::TEMPLATE_VALUE, message).help(help),
        }
    }
}

/// Components are compiled under this prefix, so that no template can share their name.
const COMPONENT_PREFIX: &str = "components:";

fn named_files(theme: &Theme) -> BTreeMap<String, TextFile> {
    let templates = theme.templates.iter().map(|(name, file)| (name.clone(), file));
    let components = theme.components.iter().map(|(name, file)| (format!("{COMPONENT_PREFIX}{name}"), file));
    templates.chain(components).map(|(name, file)| (name, file.clone())).collect()
}

/// The place of a span that counts from the beginning of a template's text.
fn place_in(file: &TextFile, span: Span) -> Place {
    Place::at(file.path.clone(), span.shifted(file.start))
}

fn key_of(files: &BTreeMap<String, TextFile>) -> Key {
    let mut key = KeyBuilder::new("templates");
    for (name, TextFile { text, .. }) in files {
        key.text(name).text(text);
    }
    key.finish()
}

fn template_sets(name: &str, place: Place) -> Diagnostic {
    Diagnostic::new(
        &rules::TEMPLATE_SET,
        place,
        format!("a template may not set `{name}`, which is a value of the page"),
    )
    .help(format!("choose another name, for example `my_{name}`"))
}

fn declared_components(tera: &Tera) -> BTreeMap<String, Component> {
    let names: BTreeSet<&str> = tera.get_component_names().collect();
    let infos = names.into_iter().filter_map(|name| tera.get_component_definition(name));
    infos.map(|info| (info.name().to_string(), component(&info))).collect()
}

fn component(info: &tera::ComponentInfo) -> Component {
    let (implicit, declared): (Vec<_>, Vec<_>) = info.args().iter().partition(|argument| argument.is_implicit());
    let choices = info.metadata().get("choices").and_then(Value::as_map);
    let choices_of = |name: &str| {
        let found = choices.and_then(|choices| choices.iter().find(|(key, _)| key.as_str() == Some(name)));
        found
            .and_then(|(_, values)| values.as_array())
            .unwrap_or_default()
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_string)
    };
    let needs = info.metadata().get("needs").and_then(Value::as_map);
    let needs = needs
        .into_iter()
        .flatten()
        .filter_map(|(name, other)| Some((name.as_str()?.to_string(), other.as_str()?.to_string())));
    let words = |key: &str| {
        let listed = info.metadata().get(key).and_then(Value::as_array).unwrap_or_default();
        listed.iter().filter_map(Value::as_str).map(str::to_string).collect::<Vec<_>>()
    };
    Component {
        needs: needs.collect(),
        addresses: words("addresses").into_iter().collect(),
        holds: words("holds"),
        arguments: declared
            .into_iter()
            .map(|declared| argument(declared, choices_of(declared.name()).collect()))
            .collect(),
        implicit: implicit.into_iter().map(|argument| argument.name().to_string()).collect(),
        form: info.metadata().get("form").and_then(Value::as_str).map(str::to_string),
        glossary: info.metadata().get("glossary").and_then(Value::as_bool).unwrap_or(true),
    }
}

fn argument(argument: &tera::ComponentArg, choices: Vec<String>) -> Argument {
    use tera::ComponentArgType as Type;
    let kind = match argument.arg_type() {
        Some(Type::Bool) => ArgumentKind::Bool,
        Some(Type::Integer) => ArgumentKind::Integer,
        Some(Type::Float | Type::Number) => ArgumentKind::Number,
        _ => ArgumentKind::Text,
    };
    Argument { name: argument.name().to_string(), kind, required: argument.is_required(), choices }
}

/// All faults that keep the templates from compiling.
fn compile_errors(files: &BTreeMap<String, TextFile>, first: &Error) -> Vec<Diagnostic> {
    let alone = files.iter().filter_map(|(name, TextFile { text, .. })| {
        let mut tera = Tera::new();
        filters::register(&mut tera);
        let error = tera.add_raw_template(name, text).err()?;
        matches!(error.kind(), ErrorKind::SyntaxError(_)).then(|| diagnose(files, &error))
    });
    let alone: Vec<Diagnostic> = alone.collect();
    if alone.is_empty() { vec![diagnose(files, first)] } else { alone }
}

fn diagnose(files: &BTreeMap<String, TextFile>, error: &Error) -> Diagnostic {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => from_report(files, report),
        other => Diagnostic::without_place(&rules::TEMPLATE_ERROR, first_line(&other.to_string())),
    }
}

fn from_report(files: &BTreeMap<String, TextFile>, report: &ReportError) -> Diagnostic {
    let message = first_line(report.message());
    match files.get(report.filename()) {
        Some(file) => {
            let text = &file.text;
            let start = offset(text, report.span().start_line, report.span().start_col);
            let end = offset(text, report.span().end_line, report.span().end_col);
            let span = Span::new(start, end.max(start + 1).min(text.len().max(start)));
            Diagnostic::new(&rules::TEMPLATE_ERROR, place_in(file, span), message)
        }
        None => Diagnostic::without_place(&rules::TEMPLATE_ERROR, format!("`{}`: {message}", report.filename())),
    }
}

/// The first line of a message of the template engine, in the form that all our messages have.
fn first_line(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default().trim_end_matches('.');
    let mut chars = line.chars();
    match (chars.next(), chars.next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => {
            first.to_lowercase().collect::<String>() + &line[first.len_utf8()..]
        }
        _ => line.to_string(),
    }
}

/// The byte at `line` (from 1) and `column` (characters, from 0).
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = text.get(start..).unwrap_or_default();
    start + rest.char_indices().nth(column).map_or(rest.len(), |(at, _)| at)
}

/// Where `word` stands in `text` as a whole word that no `.` precedes and inside a template's brackets.
fn words<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).map(|(at, _)| at).filter(move |at| {
        let before = text[..*at].chars().next_back();
        let after = text[*at + word.len()..].chars().next();
        !before.is_some_and(|c| is_part(c) || matches!(c, '.' | '-' | '"' | '\'' | '@'))
            && !after.is_some_and(|c| is_part(c) || c == '-')
            && is_in_code(text, *at)
    })
}

/// Whether the nearest template bracket before `at` is an opening `{{` or `{%`.
fn is_in_code(text: &str, at: usize) -> bool {
    let before = &text[..at];
    let opened = before.rfind("{{").max(before.rfind("{%"));
    let closed = before.rfind("}}").max(before.rfind("%}"));
    opened > closed
}

/// The names that a template sets, each with its place.
fn assignments(text: &str) -> Vec<(String, Span)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("{%") {
        let rest = &text[at + 2..];
        let inner = rest.trim_start_matches('-').trim_start();
        let Some(after) = inner.strip_prefix("set_global").or_else(|| inner.strip_prefix("set")) else { continue };
        let trimmed = after.trim_start();
        if trimmed.len() == after.len() {
            continue;
        }
        let name: String = trimmed.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let start = text.len() - trimmed.len();
        let end = start + name.len();
        found.push((name, Span::new(start, end)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn assignments_are_found_with_their_place() {
        let text = "{% set a = 1 %}{%- set_global  b = 2 -%}{% settle %}";
        let names: Vec<_> =
            assignments(text).into_iter().map(|(name, span)| (name, &text[span.start..span.end])).collect();
        assert_eq!(names, [("a".to_string(), "a"), ("b".to_string(), "b")]);
    }

    #[test]
    fn words_are_whole_and_inside_brackets() {
        let text = "data {{ data.people }} {{ page.data }} {% if data %}";
        assert_eq!(words(text, "data").collect::<Vec<_>>(), [8, 45]);
    }
}
