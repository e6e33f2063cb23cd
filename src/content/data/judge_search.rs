//! What the files of the search can get wrong although every value is of the right kind.
//!
//! Input: decoded entries of one file. Output: diagnostics. It never looks at pages: whether a page is there is judged where the
//! site is known. The work grows with the number of words, because some lists have ten thousand.

use std::collections::{BTreeMap, BTreeSet};

use super::Named;
use super::fields::{Search, Synonym, UrgentSearch};
use super::judge::report;
use crate::diagnostic::{Diagnostic, Span, rules};
use crate::text::unaccented;
use crate::yaml::{Findings, Spanned, shortened};

/// Judges a file of synonyms: what people type means one thing, unless the author says that it means two.
pub(super) fn synonyms(synonyms: &[Spanned<Synonym>], findings: &mut Findings) {
    let reported = Reported::by(findings);
    for Spanned { value: synonym, span, .. } in synonyms.iter().filter(|synonym| !reported.is_in(synonym.span)) {
        not_blank(&synonym.canonical, "canonical", findings);
        if synonym.aliases().next().is_none() {
            let message = format!("nothing stands for `{}` here", shortened(&synonym.canonical.value));
            let help = "add what people type for it: `brands`, `lay`, `street` or `misspellings`";
            report(findings, *span, message, help);
        }
    }
    let canonical = canonical_words(synonyms, findings);
    let mut owners: BTreeMap<String, Owner<'_>> = BTreeMap::new();
    for (entry, Spanned { value: synonym, .. }) in synonyms.iter().enumerate() {
        for alias in synonym.aliases() {
            one_meaning(alias, synonym, &canonical, findings);
        }
        // What stands under `also` means two things on purpose.
        for alias in synonym.aliases().take(synonym.aliases().count() - synonym.also.len()) {
            let owner = Owner { entry, canonical: &synonym.canonical.value, span: alias.span };
            one_owner(alias, owner, &mut owners, findings);
        }
    }
}

/// The entry that a word stands for.
#[derive(Clone, Copy)]
struct Owner<'a> {
    entry: usize,
    canonical: &'a str,
    span: Span,
}

/// The canonical words, each with its place. Two entries of one word would share what stands for it at random.
fn canonical_words(synonyms: &[Spanned<Synonym>], findings: &mut Findings) -> BTreeMap<String, Span> {
    let mut all = BTreeMap::new();
    for word in synonyms.iter().map(|synonym| &synonym.value.canonical).filter(|word| !word.value.is_empty()) {
        let Some(first) = all.insert(typed(&word.value), word.span) else { continue };
        let message = format!("two entries have the canonical word `{}`", shortened(&word.value));
        ambiguous(word, message, "put all that stands for it into one entry", first, findings);
    }
    all
}

/// Reports an alias that says nothing, or that the pages use for something else.
fn one_meaning(alias: &Spanned<String>, of: &Synonym, canonical: &BTreeMap<String, Span>, findings: &mut Findings) {
    let word = typed(&alias.value);
    if word.is_empty() {
        return not_blank(alias, "each synonym", findings);
    }
    let Some(other) = canonical.get(&word).filter(|_| word != typed(&of.canonical.value)) else { return };
    let (alias_shown, own) = (shortened(&alias.value), shortened(&of.canonical.value));
    let message = format!("`{alias_shown}` stands for `{own}`, and is the canonical word of another entry");
    ambiguous(alias, message, "take it out here, or make the two entries one", *other, findings);
}

/// Reports an alias that another entry has already.
fn one_owner<'a>(
    alias: &Spanned<String>,
    owner: Owner<'a>,
    owners: &mut BTreeMap<String, Owner<'a>>,
    findings: &mut Findings,
) {
    let first = *owners.entry(typed(&alias.value)).or_insert(owner);
    if first.entry == owner.entry || typed(&alias.value).is_empty() {
        return;
    }
    let (word, one, two) = (shortened(&alias.value), shortened(first.canonical), shortened(owner.canonical));
    let message = format!("`{word}` stands for two words, `{one}` and `{two}`");
    let help = "take it out of one of the two; when both are meant, move it to `also` in one of them";
    ambiguous(alias, message, help, first.span, findings);
}

fn ambiguous(word: &Spanned<String>, message: String, help: &str, first: Span, findings: &mut Findings) {
    let problem = Diagnostic::new(&rules::SYNONYM_AMBIGUOUS, findings.place(word.span), message).help(help);
    let first = findings.place(first);
    findings.push(problem.related(first, "the other one"));
}

/// Judges `never_correct.yaml`.
pub(super) fn never_correct(words: &[Spanned<String>], findings: &mut Findings) {
    for word in words {
        not_blank(word, "each word", findings);
    }
}

/// Judges a file of urgent searches: each entry has words, a page and something to say.
pub(super) fn urgent_searches(searches: &[Spanned<UrgentSearch>], findings: &mut Findings) {
    let reported = Reported::by(findings);
    for Spanned { value: search, span, .. } in searches.iter().filter(|search| !reported.is_in(search.span)) {
        if search.words.is_empty() {
            let message = "this urgent search has no words, so nobody would find its help".to_owned();
            report(findings, *span, message, "write what people type, for example `words: [overdose, wont wake up]`");
        }
        for word in &search.words {
            not_blank(word, "each of `words`", findings);
        }
        not_blank(&search.page, "page", findings);
        not_blank(&search.say, "say", findings);
    }
}

/// Judges `searches.yaml`: what is typed leads to one page.
pub(super) fn searches(languages: &Named<Vec<Spanned<Search>>>, findings: &mut Findings) {
    let reported = Reported::by(findings);
    for (language, searches) in languages {
        let mut seen: BTreeMap<String, Span> = BTreeMap::new();
        for Spanned { value: Search { query, page }, .. } in
            searches.value.iter().filter(|search| !reported.is_in(search.span))
        {
            not_blank(query, "query", findings);
            not_blank(page, "page", findings);
            let words = query.value.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
            if let Some(first) = seen.insert(words, query.span) {
                let message = format!("`{}` stands under `{language}` twice", shortened(&query.value));
                let problem = Diagnostic::new(&rules::DATA_VALUE, findings.place(query.span), message);
                let first = findings.place(first);
                findings.push(problem.help("take one of the two out").related(first, "the other one"));
            }
        }
    }
}

/// A word as searches compare it: without capitals, accents and signs, and with single spaces.
fn typed(word: &str) -> String {
    unaccented(word).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn not_blank(text: &Spanned<String>, what: &str, findings: &mut Findings) {
    if typed(&text.value).is_empty() {
        let is_key = !what.contains(' ');
        let what = if is_key { format!("`{what}`") } else { what.to_owned() };
        let help = if is_key { "write what belongs here" } else { "write the word, or take it out" };
        report(findings, text.span, format!("{what} needs at least one letter or digit"), help);
    }
}

/// Where something is reported already. Asking the findings for each entry would take long in a long file.
struct Reported(BTreeSet<usize>);

impl Reported {
    fn by(findings: &Findings) -> Self {
        Self(findings.problems().iter().filter_map(|problem| Some(problem.place.as_ref()?.span?.start)).collect())
    }

    fn is_in(&self, span: Span) -> bool {
        self.0.range(span.start..=span.end).next().is_some()
    }
}
