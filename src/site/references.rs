//! The names that pages give to other things: people, sources, templates, related pages, directives and their arguments.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::includes;
use super::own_lines;
use super::tables;
use super::tree::SET_TEMPLATE;
use super::variables::{self, Values};
use super::{Page, Parts, Site};

use crate::content::directives::Kind;
use crate::content::{ContentFile, DirectiveUse, LinkKind, built_in, component_name};
use crate::diagnostic::{Diagnostic, Place, Rule, Span, rules};
use crate::text::{closest_path, did_you_mean, is_dangerous, is_external};
use crate::theme::{Argument, ArgumentKind, Component, Design};
use crate::yaml::Spanned;

/// Checks every name that a page gives.
pub(super) fn check(site: &Site, parts: &Parts<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let snippets = parts.content.snippets.par_iter().flat_map_iter(|(_, file)| {
        let mut found = Vec::new();
        check_names(file, site, parts, &mut found);
        found
    });
    let found = site.pages.par_iter().flat_map_iter(|page| {
        let mut found = Vec::new();
        if let Some(file) = page.file.as_ref().filter(|_| !page.is_fallback) {
            check_people(page, file, parts, &mut found);
            check_sources(page, file, parts, &mut found);
            check_related(page, file, parts, &mut found);
            check_set(page, file, parts, &mut found);
            check_names(file, site, parts, &mut found);
            own_lines::check_page(page, parts, &mut found);
            if let Some(design) = parts.design {
                check_template(page, file, design, &mut found);
            }
        }
        found
    });
    own_lines::check_settings(parts, diagnostics);
    diagnostics.par_extend(found.chain(snippets));
    diagnostics.extend(parts.design.and_then(|design| references_not_shown(site, design)));
}

/// A theme that lists no references, on a site that cites: said once, at the first citation.
fn references_not_shown(site: &Site, design: &Design) -> Option<Diagnostic> {
    if design.reads.contains("references") {
        return None;
    }
    let cites = |page: &Page| includes::cited(page).first().map(|source| (*source).clone());
    let (page, source) = site.pages.par_iter().find_map_first(|page| Some((page, cites(page)?)))?;
    let own = page
        .file
        .as_ref()
        .filter(|file| file.citations.iter().flat_map(|one| &one.items).any(|item| item.source == source));
    let place = own.map_or_else(|| Place::file(page.source()), |file| source.place(&file.path));
    let message = "the theme has no list of references, so the numbers of citations lead nowhere";
    let help = "show `references` in the template of pages; `themes/wayside/templates/partials/sources.html` does";
    Some(Diagnostic::new(&rules::REFERENCES_NOT_SHOWN, place, message).help(help))
}

/// The names in a text: sources, variables, directives.
fn check_names(file: &ContentFile, site: &Site, parts: &Parts<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for item in file.citations.iter().flat_map(|citation| &citation.items) {
        diagnostics.extend(unknown_source(&item.source, file, parts));
    }
    let code = file.language.as_deref().unwrap_or(&site.languages[0].code);
    let values = Values { config: parts.config, data: parts.data, language: code };
    variables::check(file, values, diagnostics);
    tables::check(file, values, diagnostics);
    own_lines::check(file, code, parts, diagnostics);
    if let Some(design) = parts.design {
        for directive in &file.directives {
            check_directive(directive, file, &design.components, diagnostics);
        }
    }
}

fn unknown<'a>(
    rule: &'static Rule,
    name: &Spanned<String>,
    file: &ContentFile,
    message: String,
    known: impl IntoIterator<Item = &'a str>,
    otherwise: &str,
) -> Diagnostic {
    let help = did_you_mean(&name.value, known).unwrap_or_else(|| otherwise.to_string());
    Diagnostic::new(rule, name.place(&file.path), message).help(help)
}

fn check_people(page: &Page, file: &ContentFile, parts: &Parts<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let front = &page.front;
    let reviewers = front.reviews.iter().map(|review| &review.by);
    let translators = front.translation.iter().filter_map(|translation| translation.reviewer.as_ref());
    for person in front.authors.iter().chain(reviewers).chain(translators) {
        if !parts.data.people.contains_key(&person.value) {
            let message = format!("no person `{}` in `content/_data/people.yaml`", person.value);
            let known = parts.data.people.keys().map(String::as_str);
            let otherwise = "add an entry of that name to `content/_data/people.yaml`";
            diagnostics.push(unknown(&rules::UNKNOWN_PERSON, person, file, message, known, otherwise));
        }
    }
}

fn unknown_source(source: &Spanned<String>, file: &ContentFile, parts: &Parts<'_>) -> Option<Diagnostic> {
    let known = parts.data.sources.keys().map(String::as_str);
    (!parts.data.sources.contains_key(&source.value)).then(|| {
        let message = format!("no source `{}` in `content/_data/sources.yaml`", source.value);
        let otherwise = "add an entry of that name to `content/_data/sources.yaml`";
        unknown(&rules::UNKNOWN_SOURCE, source, file, message, known, otherwise)
    })
}

fn check_sources(page: &Page, file: &ContentFile, parts: &Parts<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let cited: BTreeSet<&str> = includes::cited(page).into_iter().map(|source| source.value.as_str()).collect();
    for source in &page.front.sources {
        if let Some(unknown) = unknown_source(source, file, parts) {
            diagnostics.push(unknown);
        } else if !cited.contains(source.value.as_str()) && source.inherited.is_none() {
            // A source that a section hands down need not be cited on every page below it.
            let message = format!("the text never cites the source `{}`", source.value);
            let help = format!("write `[@{}]` where its fact stands, or take it out of `sources`", source.value);
            diagnostics.push(Diagnostic::new(&rules::UNUSED_SOURCE, source.place(&file.path), message).help(help));
        }
    }
}

fn check_related(page: &Page, file: &ContentFile, parts: &Parts<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for related in page.front.related.iter().flatten() {
        diagnostics.extend(unknown_page(&rules::RELATED_PAGE, "related", related, file, parts));
    }
}

/// A page that a set names must be there once, and cannot be the set itself.
fn check_set(page: &Page, file: &ContentFile, parts: &Parts<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<&str, &Spanned<String>> = BTreeMap::new();
    for part in &page.front.set {
        let wanted = part.value.trim_start_matches("content/");
        let place = part.place(&file.path);
        if let Some(unknown) = unknown_page(&rules::SET_PAGE, "set", part, file, parts) {
            diagnostics.push(unknown);
        } else if wanted == file.path.trim_start_matches("content/") {
            let message = format!("`set` names its own page: `{}`", part.value);
            let help = "take it out: a set shows other pages";
            diagnostics.push(Diagnostic::new(&rules::SET_PAGE, place, message).help(help));
        } else if let Some(first) = seen.insert(wanted, part) {
            let message = format!("`set` names the page `{}` twice", part.value);
            let problem =
                Diagnostic::new(&rules::SET_PAGE, place, message).help("take it out of one of the two places");
            diagnostics.push(problem.related(first.place(&file.path), "the first place"));
        }
    }
}

fn unknown_page(
    rule: &'static Rule,
    key: &str,
    named: &Spanned<String>,
    file: &ContentFile,
    parts: &Parts<'_>,
) -> Option<Diagnostic> {
    let (wanted, files) = (named.value.trim_start_matches("content/"), &parts.content.files);
    let path = format!("content/{wanted}");
    if files.binary_search_by(|file| (*file.path).cmp(&path)).is_ok() {
        return None;
    }
    let paths = files.iter().map(|file| file.path.trim_start_matches("content/"));
    let near = closest_path(wanted, paths).map(|near| format!("did you mean `{near}`?"));
    let help = near.unwrap_or_else(|| "write the path of the page's file from `content/`".to_string());
    let message = format!("`{key}` names a page that does not exist: `{}`", named.value);
    Some(Diagnostic::new(rule, named.place(&file.path), message).help(help))
}

fn check_template(page: &Page, file: &ContentFile, design: &Design, diagnostics: &mut Vec<Diagnostic>) {
    if let (None, Some(first)) = (&page.front.template, page.front.set.first())
        && !design.templates.contains(SET_TEMPLATE)
    {
        let message = "the theme has no template `set.html`, which shows the pages that `set` names";
        let help = "take `set` out, or add that template: the theme `wayside` has one";
        diagnostics.push(Diagnostic::new(&rules::UNKNOWN_TEMPLATE, first.place(&file.path), message).help(help));
    }
    let (Some(template), Some(name)) = (&page.front.template, &page.template) else { return };
    if design.templates.contains(name) {
        return;
    }
    let message = format!("the theme has no template `{}`", template.value);
    let known: Vec<&str> = design.templates.iter().filter_map(|name| name.strip_suffix(".html")).collect();
    let otherwise =
        format!("its templates are {}", known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "));
    diagnostics.push(unknown(&rules::UNKNOWN_TEMPLATE, template, file, message, known, &otherwise));
}

/// Whether a directive is used as its component declares it.
pub(crate) fn is_right(directive: &DirectiveUse, file: &ContentFile, components: &BTreeMap<String, Component>) -> bool {
    let mut faults = Vec::new();
    check_directive(directive, file, components, &mut faults);
    faults.is_empty()
}

fn check_directive(
    directive: &DirectiveUse,
    file: &ContentFile,
    components: &BTreeMap<String, Component>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if built_in::ALL.contains(&directive.name.as_str()) {
        return;
    }
    let place = |span: Span| Place::at(file.path.clone(), span);
    let Some(component) = components.get(&component_name(&directive.name)) else {
        let message = format!("no directive `{}`", directive.name);
        let names: Vec<String> = components.keys().map(|name| name.replace('_', "-")).collect();
        let help = did_you_mean(&directive.name, names.iter().map(String::as_str)).unwrap_or_else(|| {
            format!("the theme has {}", names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "))
        });
        diagnostics.push(Diagnostic::new(&rules::UNKNOWN_DIRECTIVE, place(directive.name_span), message).help(help));
        return;
    };
    if let Some(form) = component.form.as_deref().filter(|form| *form != form_of(directive.kind)) {
        let message = format!("`{}` cannot be used in this form", directive.name);
        let help = match form {
            "inline" => format!("write it in a line: `:{}[text]`", directive.name),
            "leaf" => format!("write it on a line of its own: `::{}`", directive.name),
            _ => format!("write `:::{}` on a line, then its text, then `:::` on a line", directive.name),
        };
        diagnostics.push(Diagnostic::new(&rules::WRONG_ARGUMENT, place(directive.name_span), message).help(help));
        return;
    }
    if let Some(title) = &directive.title
        && component.argument("title").is_none()
    {
        let message = format!("`{}` takes no title", directive.name);
        let help = "take the words after its name out, or put them into its text";
        diagnostics.push(Diagnostic::new(&rules::UNKNOWN_ARGUMENT, place(title.span), message).help(help));
    }
    for (key, key_span, value, value_span) in &directive.arguments {
        match component.argument(key) {
            None => diagnostics.push(unknown_argument(directive, component, key, place(*key_span))),
            Some(argument) => {
                let wrong = wrong_value(argument, value).map(|message| (message, right_value(argument, value)));
                let wrong = wrong.or_else(|| wrong_address(component, key, value));
                diagnostics.extend(wrong.map(|(message, help)| {
                    Diagnostic::new(&rules::WRONG_ARGUMENT, place(*value_span), message).help(help)
                }));
            }
        }
    }
    check_missing(directive, component, &place(directive.name_span), diagnostics);
    check_needs(directive, component, &place(directive.name_span), diagnostics);
    check_text(directive, component, file, diagnostics);
}

fn form_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Block => "block",
        Kind::Leaf => "leaf",
        Kind::Inline => "inline",
    }
}

fn unknown_argument(directive: &DirectiveUse, component: &Component, key: &str, place: Place) -> Diagnostic {
    let names: Vec<&str> = component.arguments.iter().map(|argument| argument.name.as_str()).collect();
    let help = did_you_mean(key, names.iter().copied()).unwrap_or_else(|| {
        if names.is_empty() {
            "it takes none".to_string()
        } else {
            format!("it takes {}", names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "))
        }
    });
    Diagnostic::new(&rules::UNKNOWN_ARGUMENT, place, format!("`{}` takes no `{key}`", directive.name)).help(help)
}

fn check_missing(directive: &DirectiveUse, component: &Component, place: &Place, diagnostics: &mut Vec<Diagnostic>) {
    let is_given = |name: &str| {
        (name == "title" && directive.title.is_some())
            || (name == "body" && directive.kind != Kind::Leaf)
            || directive.arguments.iter().any(|(key, ..)| key == name)
    };
    for argument in component.arguments.iter().filter(|argument| argument.required && !is_given(&argument.name)) {
        let message = format!("`{}` needs `{}`", directive.name, argument.name);
        let help = match argument.name.as_str() {
            "title" if directive.kind == Kind::Block => {
                format!("write a title after its name: `:::{} Title`", directive.name)
            }
            name => format!("add `{{{name}=\"{}\"}}` after its name", example(argument.kind)),
        };
        diagnostics.push(Diagnostic::new(&rules::MISSING_ARGUMENT, place.clone(), message).help(help));
    }
}

/// Arguments that are of no use, or do harm, without another one.
fn check_needs(directive: &DirectiveUse, component: &Component, place: &Place, diagnostics: &mut Vec<Diagnostic>) {
    let value =
        |name: &str| directive.arguments.iter().find(|(key, ..)| key == name).map(|(_, _, value, _)| value.trim());
    for (name, other) in &component.needs {
        let Some(given) = value(name).filter(|value| *value != "false") else { continue };
        if value(other).is_none_or(str::is_empty) {
            let message = format!("`{}` with `{name}=\"{given}\"` needs `{other}`", directive.name);
            let help = format!("add `{other}=\"…\"` to it, or take `{name}` out where it does not hold");
            diagnostics.push(Diagnostic::new(&rules::MISSING_ARGUMENT, place.clone(), message).help(help));
        }
    }
}

/// What the component wants to stand in its text, and what stands there. A link counts even if it leads nowhere, which is said of
/// the link.
fn check_text(directive: &DirectiveUse, component: &Component, file: &ContentFile, diagnostics: &mut Vec<Diagnostic>) {
    let inside = |span: Span| directive.opening.end <= span.start && span.end <= directive.span.end;
    let links = |wanted: LinkKind| file.links.iter().filter(move |link| link.kind == wanted && inside(link.span));
    for wanted in &component.holds {
        let (is_there, what, help) = match wanted.as_str() {
            "link" => (
                links(LinkKind::Link).count() == 1,
                "one link".to_string(),
                "write one link between its lines, and no other: `[words](page.md)`".to_string(),
            ),
            "picture" => (
                links(LinkKind::Image).count() > 0 && links(LinkKind::Image).all(|link| !is_external(&link.target)),
                "a picture of this site".to_string(),
                "put a picture beside the page and write `![what it shows](picture.jpg)` between its lines".to_string(),
            ),
            name => (
                file.directives.iter().any(|other| component_name(&other.name) == name && inside(other.opening)),
                format!("`{}`", name.replace('_', "-")),
                format!(
                    "write `:::{} Title` and its text between its lines, and give the outer box more colons",
                    name.replace('_', "-")
                ),
            ),
        };
        if !is_there {
            let message = format!("`{}` needs {what} in its text", directive.name);
            let place = Place::at(file.path.clone(), directive.name_span);
            diagnostics.push(Diagnostic::new(&rules::DIRECTIVE_TEXT, place, message).help(help));
        }
    }
}

/// An address that readers follow is checked as those in links are.
fn wrong_address(component: &Component, key: &str, value: &str) -> Option<(String, String)> {
    let is_web = ["https://", "http://"].iter().any(|scheme| value.starts_with(scheme)) && !is_dangerous(value);
    (component.addresses.contains(key) && !is_web).then(|| {
        let message = format!("`{key}` must be the address of a page on another website, and `{value}` is not");
        (message, format!("copy the whole address from the browser: `{key}=\"https://…\"`"))
    })
}

fn wrong_value(argument: &Argument, value: &str) -> Option<String> {
    let (is_right, wanted) = match argument.kind {
        ArgumentKind::Text => (true, ""),
        ArgumentKind::Bool => (matches!(value, "true" | "false"), "`true` or `false`"),
        ArgumentKind::Integer => (value.parse::<i64>().is_ok(), "a whole number"),
        ArgumentKind::Number => (value.parse::<f64>().is_ok_and(f64::is_finite), "a number"),
    };
    if !is_right {
        return Some(format!("`{}` must be {wanted}, and `{value}` is not", argument.name));
    }
    let is_choice = argument.choices.is_empty() || argument.choices.iter().any(|choice| choice == value);
    (!is_choice).then(|| {
        let choices: Vec<String> = argument.choices.iter().map(|choice| format!("`{choice}`")).collect();
        format!("`{}` must be one of {}, and `{value}` is not", argument.name, choices.join(", "))
    })
}

fn right_value(argument: &Argument, value: &str) -> String {
    let near = did_you_mean(value, argument.choices.iter().map(String::as_str));
    near.unwrap_or_else(|| {
        let example = argument.choices.first().map_or_else(|| example(argument.kind), String::as_str);
        format!("write for example `{}=\"{example}\"`", argument.name)
    })
}

fn example(kind: ArgumentKind) -> &'static str {
    match kind {
        ArgumentKind::Text => "text",
        ArgumentKind::Bool => "true",
        ArgumentKind::Integer => "3",
        ArgumentKind::Number => "1.5",
    }
}
