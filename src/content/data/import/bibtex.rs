//! BibTeX and BibLaTeX: `@article{name, title = {…}, …}`.
//!
//! Input: the text. Output: the sources. Where an entry cannot be read, that is reported, and reading goes on at the next line
//! that begins with `@`. Work grows with the length of the text: nothing is read twice, and no abbreviation is put together
//! beyond a limit.

mod scan;

use std::collections::BTreeMap;
use std::sync::Arc;

use self::scan::{Field, Scan};
use super::{Entry, doi, fault, group, named_kind, names, tex, year};
use crate::diagnostic::{Outcome, Span};
use crate::yaml::{Node, Value};

/// Reads the file.
pub(in super::super) fn read(text: &str, file: &Arc<str>) -> Outcome<Option<Node>> {
    let mut scan = Scan::new(text);
    let (mut entries, mut diagnostics) = (Vec::new(), Vec::new());
    while scan.next_entry() {
        match scan.entry() {
            Ok(Some(raw)) => {
                let fields = Fields(raw.fields);
                entries.push(entry(&raw.kind, &raw.name, raw.name_span, &fields));
            }
            Ok(None) => {}
            Err(wrong) => diagnostics.push(fault(file, wrong.span, wrong.message, wrong.help)),
        }
    }
    group(entries, file, diagnostics)
}

/// The fields of an entry by their name in small letters.
struct Fields(BTreeMap<String, Field>);

impl Fields {
    /// The first of these that is there and not empty, as plain text.
    fn text(&self, names: &[&str]) -> Option<(Span, String)> {
        self.first(names, tex::plain)
    }

    fn verbatim(&self, names: &[&str]) -> Option<(Span, String)> {
        self.first(names, tex::verbatim)
    }

    fn first(&self, names: &[&str], read: fn(&str) -> String) -> Option<(Span, String)> {
        let found = names.iter().filter_map(|name| self.0.get(*name)).map(|field| (field.span, read(&field.value)));
        found.into_iter().find(|(_, text)| !text.is_empty())
    }
}

fn entry(kind: &str, name: &str, span: Span, fields: &Fields) -> Entry {
    let mut entry = Entry::new(name, span);
    let address = fields
        .verbatim(&["url"])
        .or_else(|| fields.verbatim(&["howpublished"]).filter(|(_, text)| text.starts_with("http")));
    let kind = kind_of(kind, fields, address.is_some());
    entry.set_text("kind", span, kind.to_owned());
    let publisher = match kind {
        "article" => fields.text(&["journaltitle", "journal", "booktitle", "publisher"]),
        _ => fields.text(&["publisher", "institution", "organization", "school", "journaltitle", "journal"]),
    };
    let accessed = fields.text(&["urldate"]).filter(|(_, day)| day.len() == 10);
    let pmid = fields.verbatim(&["pmid"]).or_else(|| {
        let is_pubmed =
            fields.text(&["eprinttype", "archiveprefix"]).is_some_and(|(_, of)| of.eq_ignore_ascii_case("pubmed"));
        fields.verbatim(&["eprint"]).filter(|_| is_pubmed)
    });
    let texts = [
        ("title", title(fields)),
        ("publisher", publisher),
        ("url", address),
        ("doi", fields.verbatim(&["doi"]).map(|(span, text)| (span, doi(&text)))),
        ("pmid", pmid),
        ("accessed", accessed),
    ];
    for (key, (span, text)) in texts.into_iter().filter_map(|(key, found)| Some((key, found?))) {
        entry.set_text(key, span, text);
    }
    if let Some(authors) = fields.0.get("author") {
        let list = authors_of(&authors.value).into_iter().map(|name| Node::new(authors.span, Value::Text(name)));
        entry.set("authors", authors.span, Value::List(list.collect()));
    }
    if let Some((span, year)) = fields.text(&["year", "date"]).and_then(|(span, text)| Some((span, year(&text)?))) {
        entry.set("year", span, Value::Integer(year));
    }
    entry
}

/// The title, with what stands below it on the title page.
fn title(fields: &Fields) -> Option<(Span, String)> {
    let (span, title) = fields.text(&["title"])?;
    let below = fields.text(&["subtitle"]);
    Some((span, below.map_or_else(|| title.clone(), |(_, below)| format!("{title}: {below}"))))
}

fn kind_of(kind: &str, fields: &Fields, has_address: bool) -> &'static str {
    let own = fields.text(&["type"]).and_then(|(_, text)| named_kind(&text));
    own.unwrap_or(match kind {
        "article" | "inproceedings" | "conference" | "suppperiodical" | "review" => "article",
        "online" | "electronic" | "www" => "web",
        "misc" | "unpublished" if has_address => "web",
        "legal" | "legislation" | "jurisdiction" => "law",
        _ => "report",
    })
}

/// The authors of a field: names with ` and ` between them.
fn authors_of(value: &str) -> Vec<String> {
    let words = outer_words(value);
    let names = words.split(|word| word.eq_ignore_ascii_case("and")).filter(|name| !name.is_empty());
    names.map(author_of).filter(|name| !name.is_empty()).collect()
}

/// `Family, Given`, `Family, Jr, Given`, `Given Family`, or the name of a group in braces.
fn author_of(words: &[&str]) -> String {
    if let [only] = words {
        return if only.eq_ignore_ascii_case("others") { "et al.".to_owned() } else { tex::plain(only) };
    }
    let whole = words.join(" ");
    let parts: Vec<String> = outer_split(&whole, ',').into_iter().map(tex::plain).collect();
    match parts.as_slice() {
        [family, given] => names::short(family, given),
        [family, suffix, given, ..] => names::short(&format!("{family} {suffix}"), given),
        _ => {
            // Small words before the family name, such as `van der`, belong to it.
            let is_small = |word: &&str| word.starts_with(char::is_lowercase);
            let family = words.iter().position(is_small).filter(|at| *at > 0).unwrap_or(words.len() - 1);
            names::short(&tex::plain(&words[family..].join(" ")), &tex::plain(&words[..family].join(" ")))
        }
    }
}

/// The words that stand outside of braces or are held together by them.
fn outer_words(text: &str) -> Vec<&str> {
    let words = outer_split_at(text, char::is_whitespace);
    words.into_iter().filter(|word| !word.is_empty()).collect()
}

fn outer_split(text: &str, at: char) -> Vec<&str> {
    outer_split_at(text, |sign| sign == at)
}

fn outer_split_at(text: &str, is_border: impl Fn(char) -> bool) -> Vec<&str> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    for (at, sign) in text.char_indices() {
        match sign {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ if depth == 0 && is_border(sign) => {
                parts.push(&text[start..at]);
                start = at + sign.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authors_are_told_apart_in_every_form() {
        for (value, expected) in [
            ("Brunner, Emily and Chen, A. B.", vec!["Brunner E", "Chen AB"]),
            ("Emily Brunner AND Jan van der Berg", vec!["Brunner E", "van der Berg J"]),
            ("{World Health Organization}", vec!["World Health Organization"]),
            ("{Barnes and Noble} and Plato", vec!["Barnes and Noble", "Plato"]),
            ("King, Jr, Martin Luther and others", vec!["King Jr ML", "et al."]),
            ("G{\\\"o}del, Kurt and {\\'A}lvarez, {\\'E}va", vec!["Gödel K", "Álvarez É"]),
            ("and and", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(authors_of(value), expected, "{value}");
        }
    }
}
