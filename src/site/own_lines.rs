//! Where a page may lead to its own publisher.
//!
//! Input: the text of a page and the snippets in it, the settings and the help lines. Output: an error for each link or value in a
//! care card, or on a page for emergencies, that leads to the publisher: who needs help now must not take a centre's own number
//! for that of a help line. Menus, the foot of the page and all other text are not looked at.

use super::{Page, Parts};
use crate::content::{ContentFile, DirectiveUse, HelplineKind, Telephone, built_in};
use crate::diagnostic::{Diagnostic, Place, Span, rules};

/// The directive that says when to call for help.
const CARE: &str = "care";

/// The values of the settings that are ways to the publisher.
const WAYS: [&str; 4] = ["publisher.address", "publisher.email", "publisher.phone", "publisher.url"];

/// Checks a text: of a page, or of a snippet by itself.
pub(super) fn check(file: &ContentFile, parts: &Parts<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let cards: Vec<Span> =
        file.directives.iter().filter(|directive| directive.name == CARE).map(|card| card.span).collect();
    let is_inside = |span: Span| cards.iter().any(|card| card.start <= span.start && span.end <= card.end);
    for (span, way) in ways(file, parts).into_iter().filter(|(span, _)| is_inside(*span)) {
        let message = format!("a care card leads to the publisher: `{way}`");
        let help = "a care card names emergency and help lines alone; write this below the card";
        diagnostics.push(Diagnostic::new(&rules::OWN_LINE, Place::at(file.path.clone(), span), message).help(help));
    }
}

/// Checks the texts of a page for emergencies.
pub(super) fn check_emergency(page: &Page, parts: &Parts<'_>, diagnostics: &mut Vec<Diagnostic>) {
    if !page.front.emergency {
        return;
    }
    for file in page.texts() {
        for (span, way) in ways(file, parts) {
            let message = format!("a page for emergencies leads to the publisher: `{way}`");
            let help = "take it out: such a page names emergency and help lines alone";
            diagnostics.push(Diagnostic::new(&rules::OWN_LINE, Place::at(file.path.clone(), span), message).help(help));
        }
    }
}

/// The places of a text that lead to the publisher, each with what stands there.
fn ways<'f>(file: &'f ContentFile, parts: &Parts<'_>) -> Vec<(Span, &'f str)> {
    let links = file.links.iter().filter(|link| is_own(&link.target, parts));
    let links = links.map(|link| (link.span, link.target.as_str()));
    let value = |used: &'f DirectiveUse| used.text.as_ref().map(|text| (used.span, text.value.trim()));
    let values = file.directives.iter().filter(|used| used.name == built_in::VAR).filter_map(value);
    links.chain(values.filter(|(_, name)| WAYS.contains(name))).collect()
}

/// Whether a link leads to the publisher.
fn is_own(target: &str, parts: &Parts<'_>) -> bool {
    let publisher = parts.config.publisher.as_ref();
    let own =
        || parts.data.helplines.values().flat_map(|lines| &lines.value).filter(|line| line.kind == HelplineKind::Own);
    if let Some(number) = ["tel:", "sms:"].iter().find_map(|scheme| target.strip_prefix(scheme)) {
        let Some(number) = Telephone::new(number) else { return false };
        let phone = publisher.and_then(|publisher| publisher.phone.as_deref()).and_then(Telephone::new);
        return phone.as_ref() == Some(&number)
            || own().any(|line| [&line.tel, &line.sms].into_iter().flatten().any(|own| *own == number));
    }
    if let Some(mail) = target.strip_prefix("mailto:") {
        let address = mail.split('?').next().unwrap_or_default();
        return publisher.and_then(|publisher| publisher.email.as_deref()) == Some(address);
    }
    let site = publisher.and_then(|publisher| publisher.url.as_ref());
    let of_lines = own().flat_map(|line| [&line.chat_url, &line.url]).flatten();
    site.into_iter().chain(of_lines).any(|address| {
        let address = address.as_str().trim_end_matches('/');
        target.strip_prefix(address).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
    })
}
