//! Where a site may lead to its own publisher.
//!
//! Input: the texts of pages with the snippets in them, the settings and the help lines. Output: an error for each link or value in
//! a care card, on a page for emergencies or in a menu above the text that leads to the publisher: who needs help now must not take
//! a centre's own number for that of a help line. And one where a publisher that sells treatment comes before a list of all places
//! for it. The foot of the page is not looked at: the theme shows the publisher there after all help lines.

use std::collections::BTreeSet;

use super::includes::{self, Includes, Snippet};
use super::{Page, Parts};
use crate::config::{self, LinkAddress, MenuItem, WebAddress};
use crate::content::data::HELPLINES_FILE;
use crate::content::{ContentFile, DirectiveUse, Helpline, HelplineKind, Telephone, built_in};
use crate::diagnostic::{Diagnostic, Place, Span, rules};
use crate::yaml::Spanned;

/// The directive that says when to call for help.
const CARE: &str = "care";

/// The directive that lists all help lines.
const HELP_LINES: &str = "helplines";

/// The menu at the foot of pages. All others stand above the text.
const FOOT: &str = "footer";

/// The values of the settings that are ways to the publisher.
const WAYS: [&str; 4] = ["publisher.address", "publisher.email", "publisher.phone", "publisher.url"];

/// Checks what belongs to no page: menus and help lines.
pub(super) fn check_settings(parts: &Parts<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for (_, entries) in parts.config.menus.iter().filter(|(name, _)| name.as_str() != FOOT) {
        check_menu(entries, parts, diagnostics);
    }
    if !sells_treatment(parts) {
        return;
    }
    for (region, lines) in &parts.data.helplines {
        let own = lines.value.iter().find(|line| line.kind == HelplineKind::Own);
        if let Some(own) = own.filter(|_| lists(&lines.value).next().is_none()) {
            let message = format!(
                "the publisher sells treatment, and no list of other places for it comes before its own line `{}`",
                own.id.value
            );
            let help = format!(
                "add a help line to `{region}` whose `url` leads to a list that takes no side, such as https://findtreatment.gov"
            );
            diagnostics.push(error(Place::at(HELPLINES_FILE, own.id.span), message, &help));
        }
    }
}

fn check_menu(entries: &[Spanned<MenuItem>], parts: &Parts<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for entry in entries.iter().map(|entry| &entry.value) {
        let web = entry.url.as_ref().and_then(|url| match &url.value {
            LinkAddress::Web(address) => Some((url.span, address.as_str())),
            LinkAddress::Site(_) => None,
        });
        if let Some((span, url)) = web.filter(|(_, url)| is_own(url, parts)) {
            let message = format!("a menu above the text leads to the publisher: `{url}`");
            let help = "move it to the menu `footer`, or take it out: this menu stands before the main message, also on pages for emergencies";
            diagnostics.push(error(Place::at(config::FILE, span), message, help));
        }
        check_menu(&entry.children, parts, diagnostics);
    }
}

/// Checks a text, of a page or of a snippet by itself, that is in the language `code`.
pub(super) fn check(file: &ContentFile, code: &str, parts: &Parts<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let cards: Vec<Span> =
        file.directives.iter().filter(|directive| directive.name == CARE).map(|card| card.span).collect();
    let is_inside = |span: Span| cards.iter().any(|card| card.start <= span.start && span.end <= card.end);
    for (span, way) in ways(file, parts).into_iter().filter(|(span, _)| is_inside(*span)) {
        let message = format!("a care card leads to the publisher: `{way}`");
        let help = "a care card names emergency and help lines alone; write this below the card";
        diagnostics.push(error(Place::at(file.path.clone(), span), message, help));
    }
    for used in file.directives.iter().filter(|used| is_inside(used.span)) {
        for snippet in taken_in(used, code, parts) {
            for (_, way) in ways(snippet, parts) {
                let message = format!("a care card leads to the publisher: `{way}` in `{}`", snippet.path);
                let help = "a care card names emergency and help lines alone; take this text in below the card";
                diagnostics.push(error(Place::at(file.path.clone(), used.span), message, help));
            }
        }
    }
}

/// The snippets that a directive takes in, itself and through others, in the order in which they are found.
fn taken_in<'p>(used: &DirectiveUse, code: &str, parts: &Parts<'p>) -> Vec<&'p ContentFile> {
    let mut found: Vec<&ContentFile> = includes::named(used, code, parts).into_iter().map(AsRef::as_ref).collect();
    let mut seen: BTreeSet<&str> = found.iter().map(|file| &*file.path).collect();
    let mut at = 0;
    while let Some(file) = found.get(at).copied() {
        let further = file.directives.iter().filter_map(|used| includes::named(used, code, parts));
        found.extend(further.map(AsRef::as_ref).filter(|file: &&ContentFile| seen.insert(&file.path)));
        at += 1;
    }
    found
}

/// Checks a page: one for emergencies never leads to the publisher, and no other leads there before it leads to a list of all
/// treatment, where the publisher sells it.
pub(super) fn check_page(page: &Page, parts: &Parts<'_>, diagnostics: &mut Vec<Diagnostic>) {
    if page.front.emergency {
        for file in page.texts() {
            for (span, way) in ways(file, parts) {
                let message = format!("a page for emergencies leads to the publisher: `{way}`");
                let help = "take it out: such a page names emergency and help lines alone";
                diagnostics.push(error(Place::at(file.path.clone(), span), message, help));
            }
        }
    } else if let Some(file) = page.file.as_ref().filter(|_| sells_treatment(parts))
        && let Some(First::Own(span, way)) = first(page, file, &page.includes, parts)
    {
        let message =
            format!("the publisher sells treatment, and this page leads to it before any list of places: `{way}`");
        let list = parts.data.helplines.values().find_map(|lines| lists(&lines.value).next());
        let help = match list {
            Some(list) => format!("write a link to {} above it, so that readers can choose", list.as_str()),
            None => "write a link to a list that takes no side above it, such as https://findtreatment.gov, and add the list to the help lines"
                .to_owned(),
        };
        diagnostics.push(error(Place::at(file.path.clone(), span), message, &help));
    }
}

/// What a reader of a page meets first.
enum First<'a> {
    /// A list of places for treatment that takes no side.
    List,
    /// A way to the publisher, and where it stands in the text, or where that takes it in.
    Own(Span, &'a str),
}

/// One thing in the order of a text.
enum Next<'a> {
    Here(First<'a>),
    Take(Span, &'a Snippet),
}

/// What comes first in a text: a list of places or a way to the publisher.
fn first<'a>(page: &'a Page, file: &'a ContentFile, includes: &'a Includes, parts: &Parts<'_>) -> Option<First<'a>> {
    let to_list = file.links.iter().filter(|link| is_list(&link.target, parts)).map(|link| link.span);
    let has_list = parts.data.helplines.values().any(|lines| lists(&lines.value).next().is_some());
    let of_lines = file.directives.iter().filter(|used| has_list && used.name == HELP_LINES).map(|used| used.span);
    let lists = to_list.chain(of_lines).map(|span| (span.start, Next::Here(First::List)));
    // An address to write to sells nothing, and is where readers tell what is wrong with a page.
    let is_sold = |way: &str| !way.starts_with("mailto:") && way != "publisher.email" && way != "publisher.address";
    let own = ways(file, parts).into_iter().filter(|(_, way)| is_sold(way));
    let own = own.map(|(span, way)| (span.start, Next::Here(First::Own(span, way))));
    let taken = includes.iter().filter_map(|(number, place)| {
        let span = file.directives.get(*number)?.span;
        Some((span.start, Next::Take(span, page.snippets.get(*place)?)))
    });
    let mut order: Vec<(usize, Next<'a>)> = lists.chain(own).chain(taken).collect();
    order.sort_by_key(|(at, _)| *at);
    order.into_iter().find_map(|(_, next)| match next {
        Next::Here(found) => Some(found),
        Next::Take(span, snippet) => match first(page, &snippet.file, &snippet.includes, parts)? {
            First::Own(_, way) => Some(First::Own(span, way)),
            First::List => Some(First::List),
        },
    })
}

fn error(place: Place, message: String, help: &str) -> Diagnostic {
    Diagnostic::new(&rules::OWN_LINE, place, message).help(help)
}

fn sells_treatment(parts: &Parts<'_>) -> bool {
    parts.config.publisher.as_ref().is_some_and(|publisher| publisher.sells_treatment)
}

/// The lists of places among help lines.
fn lists(lines: &[Helpline]) -> impl Iterator<Item = &WebAddress> {
    lines.iter().filter(|line| line.kind == HelplineKind::Help).filter_map(|line| line.url.as_ref())
}

fn is_list(target: &str, parts: &Parts<'_>) -> bool {
    parts.data.helplines.values().flat_map(|lines| lists(&lines.value)).any(|list| leads_to(target, list.as_str()))
}

/// The places of a text that lead to the publisher, each with what stands there.
fn ways<'f>(file: &'f ContentFile, parts: &Parts<'_>) -> Vec<(Span, &'f str)> {
    let links = file.links.iter().map(|link| (link.span, link.target.as_str()));
    let arguments = file.directives.iter().flat_map(|used| &used.arguments);
    let arguments = arguments.map(|(_, _, value, span)| (*span, value.as_str()));
    let links = links.chain(arguments).filter(|(_, target)| is_own(target, parts));
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
    site.into_iter().chain(of_lines).any(|address| leads_to(target, address.as_str()))
}

/// Whether a link leads to an address or below it.
fn leads_to(target: &str, address: &str) -> bool {
    let below = target.strip_prefix(address.trim_end_matches('/'));
    below.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
}
