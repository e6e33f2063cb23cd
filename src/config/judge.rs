//! What `guidepost.yaml` can get wrong although every value is of the right kind.
//!
//! Input: the decoded file. Output: the configuration with its defaults, and diagnostics. A value that is refused is replaced
//! by its default, so that the other problems of the site can still be found.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use super::fields::{ConfigFile, Direction, LanguageFields, MenuItem, Outputs, Status, TaxonomyFields, Words};
use super::{BaseUrl, Config, Language, Taxonomy};
use crate::diagnostic::{Diagnostic, Rule, Span, rules};
use crate::text;
use crate::yaml::{Entries, Findings, Spanned, listed, shortened};

/// Languages that are written from right to left.
const RIGHT_TO_LEFT: [&str; 10] = ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"];

/// The configuration that `file` holds.
pub(super) fn config(file: ConfigFile, findings: &mut Findings) -> Config {
    let languages = languages(file.languages, findings);
    let default_language = default_language(file.default_language, &languages, findings);
    words(file.publisher.as_ref().and_then(|publisher| publisher.paid_by.as_ref()), &languages, findings);
    let menus = menus(file.menus, &languages, findings);
    let taxonomies = taxonomies(file.taxonomies, &languages, findings);
    words(Some(&file.title), &languages, findings);
    words(file.description.as_ref(), &languages, findings);
    let base_url = base_url(&file.base_url, findings);
    Config {
        title: file.title,
        description: file.description,
        feedback: file.feedback.and_then(|address| feedback(&address, &base_url, findings)),
        policy_in_pages: file.policy_in_pages,
        base_url,
        publisher: file.publisher,
        status: file.status,
        default_language,
        languages,
        theme: theme(file.theme, findings),
        theme_options: file.theme_options.unwrap_or_default().0,
        taxonomies,
        menus,
        timezone: timezone(file.timezone.as_ref(), findings),
        ignore: file.ignore,
        outputs: outputs(file.outputs, file.status, findings),
        markdown: file.markdown,
        paginate_by: at_least_one("paginate_by", &file.paginate_by, findings),
        feed_limit: at_least_one("limit", &file.feeds.limit, findings),
        keep_assets: file.keep_assets,
        region: file.region,
        symbolic_links: file.symbolic_links,
    }
}

/// Where readers can say what is wrong with a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Feedback {
    /// An e-mail address.
    Mail(String),
    /// A form that sends its text to this path of the site, as if `base_url` had no folder.
    Form(String),
}

fn feedback(address: &Spanned<String>, base: &BaseUrl, findings: &mut Findings) -> Option<Feedback> {
    let text = address.value.as_str();
    let is_path_sign = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.' | b'~');
    if text.starts_with('/') && !text::is_external(text) && text.bytes().all(is_path_sign) {
        return Some(Feedback::Form(text.to_owned()));
    }
    if is_mail(text) {
        return Some(Feedback::Mail(text.to_owned()));
    }
    let own = text.strip_prefix(base.as_str()).map(|rest| format!("write `feedback: /{rest}`"));
    let leads_out = text.contains("://") || text.starts_with("//");
    let message = if leads_out && own.is_none() {
        format!(
            "`feedback` cannot lead to another website: `{}`; what readers write stays on this one",
            shortened(text)
        )
    } else {
        format!("`feedback` is neither an e-mail address nor a path of this site: `{}`", shortened(text))
    };
    let help = own.unwrap_or_else(|| "for example `feedback: pages@example.org` or `feedback: /feedback`".to_owned());
    report(findings, &rules::CONFIG_VALUE, address.span, message, Some(help));
    None
}

/// An e-mail address that needs no escaping in a link.
fn is_mail(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else { return false };
    let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'+');
    let is_label =
        |label: &str| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    !name.is_empty() && name.bytes().all(is_sign) && host.contains('.') && host.split('.').all(is_label)
}

/// A program that answers from a page may leave out the notice of a demonstration, so it gets no page from one.
fn outputs(mut outputs: Outputs, status: Status, findings: &mut Findings) -> Outputs {
    for (key, wanted) in [("markdown", &mut outputs.markdown), ("llms_txt", &mut outputs.llms_txt)] {
        if wanted.value && status == Status::Demonstration {
            let message = format!("`{key}` is not written while the site is a demonstration");
            let help = format!("set `status: live` when clinicians have checked the pages, or take `{key}` out");
            report(findings, &rules::DEMONSTRATION_OUTPUT, wanted.span, message, Some(help));
            wanted.value = false;
        }
    }
    outputs
}

fn base_url(text: &Spanned<String>, findings: &mut Findings) -> BaseUrl {
    if text.value.is_empty() {
        // It is missing, which is already reported.
        return BaseUrl::default();
    }
    BaseUrl::new(&text.value).unwrap_or_else(|wrong| {
        let message = format!("`base_url` is not the address of a site: {}", wrong.reason);
        report(findings, &rules::CONFIG_VALUE, text.span, message, Some(wrong.help));
        BaseUrl::default()
    })
}

fn theme(theme: Option<Spanned<String>>, findings: &mut Findings) -> Spanned<String> {
    let default = || Spanned::new("wayside".to_owned(), Span::new(0, 0));
    let Some(theme) = theme else { return default() };
    if is_name(&theme.value) {
        return theme;
    }
    let message = format!("`{}` cannot be the name of a theme", shortened(&theme.value));
    let help = "write the name of a folder in `themes`: letters, digits, `-` and `_`".to_owned();
    report(findings, &rules::CONFIG_VALUE, theme.span, message, Some(help));
    default()
}

fn timezone(name: Option<&Spanned<String>>, findings: &mut Findings) -> TimeZone {
    let Some(name) = name else { return TimeZone::UTC };
    TimeZone::get(&name.value).unwrap_or_else(|_| {
        let known: Vec<String> = jiff::tz::db().available().map(|name| name.to_string()).collect();
        let help = text::did_you_mean(&name.value, known.iter().map(String::as_str))
            .unwrap_or_else(|| "write a continent and a city, for example `America/New_York`".to_owned());
        let message = format!("there is no time zone `{}`", shortened(&name.value));
        report(findings, &rules::CONFIG_VALUE, name.span, message, Some(help));
        TimeZone::UTC
    })
}

fn at_least_one(key: &str, number: &Spanned<u32>, findings: &mut Findings) -> u32 {
    if number.value == 0 {
        let help = Some(format!("for example `{key}: 20`"));
        report(findings, &rules::CONFIG_VALUE, number.span, format!("`{key}` must be 1 or more"), help);
    }
    number.value.max(1)
}

fn languages(entries: Entries<LanguageFields>, findings: &mut Findings) -> Vec<Language> {
    let languages: Vec<Language> =
        entries.0.into_iter().filter_map(|(code, fields)| language(code, fields, findings)).collect();
    if languages.is_empty() { vec![english()] } else { languages }
}

fn english() -> Language {
    let (code, name, locale) = ("en".to_owned(), "English".to_owned(), "en".to_owned());
    Language { code, span: None, name, locale, direction: Direction::Ltr, fallback: true }
}

fn language(code: Spanned<String>, fields: LanguageFields, findings: &mut Findings) -> Option<Language> {
    if !is_language_code(&code.value) {
        let message = format!("`{}` is not the code of a language", shortened(&code.value));
        let help = "write two or three letters, for example `es`, or a code such as `pt-BR`".to_owned();
        report(findings, &rules::CONFIG_VALUE, code.span, message, Some(help));
        return None;
    }
    let locale = fields.locale.filter(|locale| is_locale(locale, findings));
    let first = code.value.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let known = if RIGHT_TO_LEFT.contains(&first.as_str()) { Direction::Rtl } else { Direction::Ltr };
    Some(Language {
        span: Some(code.span),
        name: fields.name.unwrap_or_else(|| code.value.clone()),
        locale: locale.map_or_else(|| code.value.clone(), |locale| locale.value),
        direction: fields.direction.unwrap_or(known),
        fallback: fields.fallback,
        code: code.value,
    })
}

fn is_locale(locale: &Spanned<String>, findings: &mut Findings) -> bool {
    let is_right = is_language_code(&locale.value);
    if !is_right {
        let message = format!("`{}` is not a locale", shortened(&locale.value));
        let help = "write a language, or a language and a country, for example `es` or `es-MX`".to_owned();
        report(findings, &rules::CONFIG_VALUE, locale.span, message, Some(help));
    }
    is_right
}

/// Whether `code` has the form of a language code: letters, then perhaps parts of letters and digits behind hyphens.
fn is_language_code(code: &str) -> bool {
    let mut parts = code.split('-');
    let is_first = |part: &str| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_later = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    parts.next().is_some_and(is_first) && parts.all(is_later)
}

fn default_language(code: Option<Spanned<String>>, languages: &[Language], findings: &mut Findings) -> String {
    match code {
        Some(code) if has_language(languages, &code.value, code.span, findings) => code.value,
        _ => languages.first().map_or_else(|| "en".to_owned(), |language| language.code.clone()),
    }
}

fn has_language(languages: &[Language], code: &str, span: Span, findings: &mut Findings) -> bool {
    let codes: Vec<&str> = languages.iter().map(|language| language.code.as_str()).collect();
    let is_known = codes.contains(&code);
    if !is_known {
        let code = shortened(code);
        // Codes are too short to guess which one was meant.
        let help = format!("write {}, or add `{code}` to `languages`", listed(&codes, "or"));
        let message = format!("the site has no language `{code}`");
        report(findings, &rules::UNKNOWN_LANGUAGE, span, message, Some(help));
    }
    is_known
}

fn words(words: Option<&Words>, languages: &[Language], findings: &mut Findings) {
    if let Some(Words::ByLanguage(texts)) = words {
        for (code, text) in texts {
            has_language(languages, code, text.span, findings);
        }
    }
}

fn taxonomies(
    entries: Option<Entries<TaxonomyFields>>,
    languages: &[Language],
    findings: &mut Findings,
) -> Vec<Taxonomy> {
    let Some(entries) = entries else {
        let name = Spanned::new("topics".to_owned(), Span::new(0, 0));
        return vec![Taxonomy { name, paginate_by: None, title: None }];
    };
    entries.0.into_iter().filter_map(|(name, fields)| taxonomy(name, fields, languages, findings)).collect()
}

fn taxonomy(
    name: Spanned<String>,
    fields: TaxonomyFields,
    languages: &[Language],
    findings: &mut Findings,
) -> Option<Taxonomy> {
    words(fields.title.as_ref(), languages, findings);
    let paginate_by = fields.paginate_by.map(|number| at_least_one("paginate_by", &number, findings));
    let problem = if is_name(&name.value) {
        taken(&name.value).then_some("pages have another key of that name")
    } else {
        Some("use small letters, digits, `-` and `_`, for example `topics`")
    };
    if let Some(help) = problem {
        let message = format!("`{}` cannot be the name of a taxonomy", shortened(&name.value));
        report(findings, &rules::CONFIG_VALUE, name.span, message, Some(help.to_owned()));
        return None;
    }
    Some(Taxonomy { name, paginate_by, title: fields.title })
}

/// Whether `name` is a key that pages use for something else.
///
/// The list stands here because front matter comes after the configuration; a test over there compares the two.
pub(crate) fn taken(name: &str) -> bool {
    super::FRONT_MATTER_KEYS.contains(&name)
}

/// Whether `name` can stand in an address and in a path.
fn is_name(name: &str) -> bool {
    let is_sign = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_');
    name.bytes().all(is_sign) && name.starts_with(|sign: char| sign.is_ascii_alphanumeric())
}

fn menus(
    entries: Entries<Vec<Spanned<MenuItem>>>,
    languages: &[Language],
    findings: &mut Findings,
) -> BTreeMap<String, Vec<Spanned<MenuItem>>> {
    for item in entries.0.iter().flat_map(|(_, items)| items) {
        menu_item(item, languages, findings);
    }
    entries.0.into_iter().map(|(name, items)| (name.value, items)).collect()
}

fn menu_item(item: &Spanned<MenuItem>, languages: &[Language], findings: &mut Findings) {
    let MenuItem { label, page, url, children } = &item.value;
    words(label.as_ref(), languages, findings);
    let problem = match (page, url) {
        (Some(_), Some(_)) => Some("an entry of a menu cannot have both `page` and `url`"),
        (None, None) if children.is_empty() => Some("this entry of a menu leads nowhere"),
        (None, _) if label.is_none() => Some("an entry of a menu without `page` needs a `label`"),
        _ => None,
    };
    // A value in it that was refused is problem enough.
    if let Some(message) = problem.filter(|_| !findings.has_problem_in(item.span)) {
        let help = "give it a `label`, and either `page: file.md`, `url: https://…` or `url: /…`".to_owned();
        report(findings, &rules::CONFIG_VALUE, item.span, message.to_owned(), Some(help));
    }
    for child in children {
        menu_item(child, languages, findings);
    }
}

fn report(findings: &mut Findings, rule: &'static Rule, span: Span, message: String, help: Option<String>) {
    let problem = Diagnostic::new(rule, findings.place(span), message).maybe_help(help);
    findings.push(problem);
}
