//! What one page can get wrong although every value is of the right kind.
//!
//! Input: the decoded front matter and its tree, for the places. Output: diagnostics. It never looks at other files.

use jiff::civil::Date;
use unicode_normalization::char::is_combining_mark;

use super::cascade::NEVER_HANDED_DOWN;
use super::codes;
use super::fields::{FrontMatter, MedicalCode, Review};
use crate::diagnostic::{Diagnostic, Rule, Span, rules};
use crate::text::is_short_id;
use crate::yaml::{Findings, Node, Spanned, shortened};

/// The largest boost of a page in the search.
const LARGEST_BOOST: f64 = 10.0;

/// Judges the front matter of a page.
pub(super) fn page(front_matter: &FrontMatter, node: &Node, findings: &mut Findings) {
    title(front_matter, node, findings);
    values(front_matter, node, findings);
}

/// Judges what a section hands down.
pub(super) fn cascade(front_matter: &FrontMatter, node: &Node, findings: &mut Findings) {
    for (key, _) in node.entries() {
        if NEVER_HANDED_DOWN.contains(&key.text.as_str()) {
            let message = format!("`{}` cannot be handed down to other pages", key.text);
            let problem = Diagnostic::new(&rules::BAD_VALUE, findings.place(key.span), message);
            findings.push(problem.help("remove it from `cascade:`; each page has its own"));
        }
    }
    values(front_matter, node, findings);
}

/// Takes out values that no later stage could bear.
pub(super) fn without_refused(front_matter: &mut FrontMatter) {
    front_matter.slug = front_matter.slug.take().filter(|slug| is_slug(&slug.value));
    front_matter.id = front_matter.id.take().filter(|id| is_short_id(&id.value));
    front_matter.paginate_by = front_matter.paginate_by.filter(|number| *number > 0);
    front_matter.search.boost = front_matter.search.boost.take().filter(|boost| is_boost(boost.value));
}

fn values(front_matter: &FrontMatter, node: &Node, findings: &mut Findings) {
    days(front_matter, node, findings);
    if let Some(slug) = &front_matter.slug {
        self::slug(slug, findings);
    }
    if let Some(id) = &front_matter.id {
        self::id(id, findings);
    }
    if let Some(boost) = &front_matter.search.boost {
        self::boost(boost, findings);
    }
    if let (Some(0), Some(span)) = (front_matter.paginate_by, own_value(node, "paginate_by")) {
        let message = "`paginate_by` must be 1 or more".to_owned();
        report(findings, &rules::BAD_VALUE, span, message, "for example `paginate_by: 20`");
    }
    front_matter.reviews.iter().for_each(|review| self::review(review, findings));
    front_matter.codes.iter().for_each(|code| self::code(code, findings));
}

fn title(front_matter: &FrontMatter, node: &Node, findings: &mut Findings) {
    let is_empty = front_matter.title.as_ref().is_none_or(|title| title.trim().is_empty());
    let was_refused = front_matter.title.is_none() && node.get("title").is_some_and(|title| !title.is_null());
    if !is_empty || was_refused {
        return;
    }
    let keys = node.entries();
    let own = keys.iter().find(|(key, _)| key.text == "title").or_else(|| keys.first());
    let span = own.map_or(Span::new(node.span.start, node.span.start), |(key, _)| key.span);
    let help = "add a line `title: …` to the front matter";
    report(findings, &rules::MISSING_TITLE, span, "this page has no title".to_owned(), help);
}

fn days(front_matter: &FrontMatter, node: &Node, findings: &mut Findings) {
    let FrontMatter { date, updated, publish_on, expires_on, .. } = front_matter;
    let pairs =
        [("date", *date, "updated", *updated, true), ("publish_on", *publish_on, "expires_on", *expires_on, false)];
    for (first_name, first, second_name, second, may_be_same) in pairs {
        let (Some(first), Some(second)) = (first, second) else { continue };
        if second > first || (may_be_same && second == first) {
            continue;
        }
        let words = if may_be_same { "cannot be earlier than" } else { "must be later than" };
        let message = format!("`{second_name}` {words} `{first_name}`, which is `{first}`");
        // When a section handed one of them down, the other one is what this page can change.
        if let Some(span) = own_value(node, second_name).or_else(|| own_value(node, first_name)) {
            report(findings, &rules::BAD_VALUE, span, message, "put the two days in order");
        }
    }
}

fn slug(slug: &Spanned<String>, findings: &mut Findings) {
    if is_slug(&slug.value) || slug.inherited.is_some() {
        return;
    }
    let message = format!("`{}` cannot be the last part of an address", shortened(&slug.value));
    let suggestion = crate::text::slug(&slug.value);
    let help = if suggestion.is_empty() {
        "use letters, digits, `-` and `_`, for example `slug: help-for-families`".to_owned()
    } else {
        format!("write `slug: {suggestion}`")
    };
    report(findings, &rules::BAD_SLUG, slug.span, message, &help);
}

/// Letters, digits, `-` and `_` of any script, and the marks that belong to letters, for example the vowel signs of Hindi.
fn is_slug(text: &str) -> bool {
    let is_sign = |sign: char| sign.is_alphanumeric() || matches!(sign, '-' | '_') || is_combining_mark(sign);
    text.chars().all(is_sign) && text.starts_with(char::is_alphanumeric)
}

fn id(id: &Spanned<String>, findings: &mut Findings) {
    if is_short_id(&id.value) || id.inherited.is_some() {
        return;
    }
    let message = format!("`{}` cannot be the id of a page", shortened(&id.value));
    let help = "write 4 to 12 small letters and digits, without `0`, `1`, `i`, `l` and `o`, for example `id: k7m2p4qd`";
    report(findings, &rules::BAD_VALUE, id.span, message, help);
}

fn boost(boost: &Spanned<f64>, findings: &mut Findings) {
    if boost.inherited.is_none() && !is_boost(boost.value) {
        let message = format!("`boost` must be between 0 and {LARGEST_BOOST}, not `{}`", boost.value);
        report(findings, &rules::BAD_VALUE, boost.span, message, "1 is the boost of every other page");
    }
}

fn is_boost(boost: f64) -> bool {
    (0.0..=LARGEST_BOOST).contains(&boost)
}

fn review(review: &Review, findings: &mut Findings) {
    let Some(next) = review.next_review.as_ref().filter(|next| next.inherited.is_none()) else { return };
    if next.value <= review.date && review.date != Date::default() {
        let message = format!("`next_review` must be later than the review, which was on `{}`", review.date);
        report(
            findings,
            &rules::BAD_VALUE,
            next.span,
            message,
            "write the day by which the page should be checked again",
        );
    }
}

fn code(code: &MedicalCode, findings: &mut Findings) {
    let (system, text) = (&code.system, &code.code.value);
    // A system or a code that is missing or was refused is reported already; it then has no place.
    let is_whole = [system.span, code.code.span].iter().all(|span| span.end > 0);
    if !is_whole || code.code.inherited.is_some() || codes::fits(system.value, text) {
        return;
    }
    let message = format!("`{}` is not a code of `{}`", shortened(text), system.value.word());
    let help = format!("such a code is {}", codes::form(system.value));
    report(findings, &rules::BAD_VALUE, code.code.span, message, &help);
}

/// The place of the value of `key`, unless a section handed it down: then it is judged there.
fn own_value(node: &Node, key: &str) -> Option<Span> {
    let (_, value) = node.entries().iter().find(|(own, _)| own.text == key && own.inherited.is_none())?;
    Some(value.span)
}

fn report(findings: &mut Findings, rule: &'static Rule, span: Span, message: String, help: &str) {
    let problem = Diagnostic::new(rule, findings.place(span), message).help(help);
    findings.push(problem);
}
