//! What the files of `content/_data` can get wrong although every value is of the right kind.
//!
//! Input: decoded entries. Output: diagnostics. It never looks at other files.

use std::collections::BTreeMap;

use super::Named;
use super::fields::{Helpline, Series, Source, Term};
use crate::diagnostic::{Diagnostic, Span, rules};
use crate::text::folded;
use crate::yaml::{Findings, Spanned, shortened};

/// Whether an entry can be called `name`; pages write it between `[@` and `]` or in lists.
pub(super) fn name(name: &Spanned<String>, findings: &mut Findings) -> bool {
    let is_sign = |sign: char| sign.is_alphanumeric() || matches!(sign, '-' | '_' | '.');
    let is_right = name.value.chars().all(is_sign) && name.value.starts_with(char::is_alphanumeric);
    if !is_right {
        let message = format!("`{}` cannot be the name of an entry", shortened(&name.value));
        report(findings, name.span, message, "use letters, digits, `-`, `_` and `.`, for example `jane-doe`");
    }
    is_right
}

/// Judges `sources.yaml`.
pub(super) fn sources(sources: &Named<Source>, findings: &mut Findings) {
    for Spanned { value: source, .. } in sources.values() {
        if let Some(doi) = source.doi.as_ref().filter(|doi| !is_doi(&doi.value)) {
            let help = doi.value.find("10.").filter(|at| is_doi(&doi.value[*at..])).map_or_else(
                || "it begins with `10.`, for example `10.1000/xyz123`".to_owned(),
                |at| format!("write `doi: {}`", &doi.value[at..]),
            );
            report(findings, doi.span, format!("`{}` is not a DOI", shortened(&doi.value)), &help);
        }
        if let Some(pmid) = source.pmid.as_ref().filter(|pmid| !is_pmid(&pmid.value)) {
            let help = "it is a number of up to eight digits, for example `31452104`";
            report(findings, pmid.span, format!("`{}` is not a number of `PubMed`", shortened(&pmid.value)), help);
        }
        if let Some(year) = source.year.as_ref().filter(|year| !(1500..2200).contains(&year.value)) {
            let help = "write the year with four digits, for example `year: 2025`";
            report(findings, year.span, format!("`{}` is not a year", year.value), help);
        }
    }
}

fn is_doi(text: &str) -> bool {
    let Some((register, rest)) = text.strip_prefix("10.").and_then(|text| text.split_once('/')) else { return false };
    let is_register = register.len() >= 4 && register.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    is_register && !rest.is_empty() && !rest.contains(char::is_whitespace)
}

fn is_pmid(text: &str) -> bool {
    (1..=8).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Judges `glossary.yaml`: a word can stand for one entry only.
pub(super) fn glossary(terms: &Named<Term>, findings: &mut Findings) {
    let mut owners: BTreeMap<String, &str> = BTreeMap::new();
    for (name, term) in terms {
        let own = (folded(&term.value.term), term.span);
        let forms = term.value.forms.iter().map(|form| (folded(&form.value), form.span));
        for (word, span) in std::iter::once(own).chain(forms) {
            match owners.insert(word.clone(), name) {
                Some(other) if other != name => {
                    let word = shortened(&word);
                    let message = format!("the word `{word}` stands for two entries, `{other}` and `{name}`");
                    report(findings, span, message, "remove it from one of them");
                }
                _ => {}
            }
        }
    }
}

/// Judges `helplines.yaml`: every region helps somehow, and every line can be reached.
pub(super) fn helplines(regions: &Named<Vec<Spanned<Helpline>>>, findings: &mut Findings) {
    for (region, lines) in regions {
        if lines.value.is_empty() && !findings.has_problem_in(lines.span) {
            let message = format!("the region `{region}` has no help line");
            report(findings, lines.span, message, "add a help line, or remove the region");
        }
        let mut ids: BTreeMap<&str, Span> = BTreeMap::new();
        for line in &lines.value {
            helpline(line, findings);
            let id = &line.value.id;
            if let Some(first) = ids.insert(&id.value, id.span).filter(|_| !id.value.is_empty()) {
                let message = format!("two help lines of `{region}` are called `{}`", shortened(&id.value));
                let problem = Diagnostic::new(&rules::DATA_VALUE, findings.place(id.span), message);
                let first = findings.place(first);
                findings.push(problem.help("give each its own `id`").related(first, "the other one"));
            }
        }
    }
}

fn helpline(line: &Spanned<Helpline>, findings: &mut Findings) {
    let Helpline { id, tel, sms, chat_url, url, .. } = &line.value;
    let is_web = chat_url.is_some() || url.is_some();
    if tel.is_some() || sms.is_some() || is_web || findings.has_problem_in(line.span) {
        return;
    }
    let message = format!("the help line `{}` cannot be reached", shortened(&id.value));
    report(findings, line.span, message, "give it `tel`, `sms`, `chat_url` or `url`");
}

/// Judges `series.yaml`: one page alone is no series.
pub(super) fn series(all: &Named<Series>, findings: &mut Findings) {
    for (name, series) in all {
        if series.value.pages.len() < 2 && !findings.has_problem_in(series.span) {
            let message = format!("the series `{name}` has fewer than two pages");
            report(findings, series.span, message, "name its pages in their order: `pages: [first.md, second.md]`");
        }
    }
}

pub(super) fn report(findings: &mut Findings, span: Span, message: String, help: &str) {
    let problem = Diagnostic::new(&rules::DATA_VALUE, findings.place(span), message).help(help);
    findings.push(problem);
}
