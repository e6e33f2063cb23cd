//! Data entries as templates see them.
//!
//! Input: what one file holds. Output: a [`Free`] value. Every key is there, also when the author left it out: a template that
//! asks for it then gets nothing instead of an error. Numbers to dial come without spaces.

use super::{DataFile, Helpline, Named, Person, Search, Series, Source, Synonym, Telephone, Term, UrgentSearch};
use crate::config::{WebAddress, Words};
use crate::yaml::{Free, Spanned};

/// The file as `data.NAME` gives it to templates.
pub(super) fn view(file: &DataFile) -> Free {
    match file {
        DataFile::People(people) => group(people),
        DataFile::Sources(sources) => group(sources),
        DataFile::Glossary(terms) => group(terms),
        DataFile::Helplines(regions) => groups(regions),
        DataFile::Series(series) => group(series),
        DataFile::Synonyms(synonyms) => list(synonyms, |synonym| synonym.into()),
        DataFile::NeverCorrect(words) => spelled(words),
        DataFile::UrgentSearches(searches) => list(searches, |search| search.into()),
        DataFile::Searches(languages) => groups(languages),
        DataFile::Free(free) => free.clone(),
    }
}

fn group<T>(entries: &Named<T>) -> Free
where
    for<'a> Free: From<&'a T>,
{
    Free::Map(entries.iter().map(|(name, entry)| (name.clone(), Free::from(&entry.value))).collect())
}

fn groups<T>(groups: &Named<Vec<T>>) -> Free
where
    for<'a> Free: From<&'a T>,
{
    Free::Map(groups.iter().map(|(name, entries)| (name.clone(), list(&entries.value, |entry| entry.into()))).collect())
}

fn spelled(words: &[Spanned<String>]) -> Free {
    list(words, |word| text(&word.value))
}

fn list<T>(items: &[T], free: impl Fn(&T) -> Free) -> Free {
    Free::List(items.iter().map(free).collect())
}

fn keys<const N: usize>(keys: [(&str, Free); N]) -> Free {
    Free::Map(keys.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

fn text(text: &(impl ToString + ?Sized)) -> Free {
    Free::Text(text.to_string())
}

fn maybe(text: Option<&str>) -> Free {
    text.map_or(Free::Null, self::text)
}

fn words(words: &Words) -> Free {
    match words {
        Words::Same(text) => self::text(text),
        Words::ByLanguage(texts) => {
            Free::Map(texts.iter().map(|(code, text)| (code.clone(), self::text(&text.value))).collect())
        }
    }
}

fn value(text: Option<&Spanned<String>>) -> Free {
    maybe(text.map(|text| text.value.as_str()))
}

impl From<&Person> for Free {
    fn from(person: &Person) -> Self {
        keys([
            ("name", text(&person.name)),
            ("kind", text(person.kind.word())),
            ("role", maybe(person.role.as_deref())),
            ("credentials", maybe(person.credentials.as_deref())),
            ("url", maybe(person.url.as_ref().map(WebAddress::as_str))),
            ("statement", maybe(person.statement.as_deref())),
        ])
    }
}

impl From<&Source> for Free {
    fn from(source: &Source) -> Self {
        keys([
            ("kind", text(source.kind.word())),
            ("title", text(&source.title)),
            ("authors", list(&source.authors, text)),
            ("publisher", maybe(source.publisher.as_deref())),
            ("year", source.year.as_ref().map_or(Self::Null, |year| Self::Integer(year.value.into()))),
            ("url", maybe(source.url.as_ref().map(WebAddress::as_str))),
            ("doi", value(source.doi.as_ref())),
            ("pmid", value(source.pmid.as_ref())),
            ("accessed", source.accessed.as_ref().map_or(Self::Null, text)),
            ("note", maybe(source.note.as_deref())),
        ])
    }
}

impl From<&Term> for Free {
    fn from(term: &Term) -> Self {
        keys([("term", text(&term.term)), ("definition", text(&term.definition)), ("forms", spelled(&term.forms))])
    }
}

impl From<&Series> for Free {
    fn from(series: &Series) -> Self {
        keys([
            ("title", words(&series.title)),
            ("description", series.description.as_ref().map_or(Self::Null, words)),
            ("pages", spelled(&series.pages)),
        ])
    }
}

impl From<&Synonym> for Free {
    fn from(synonym: &Synonym) -> Self {
        keys([
            ("canonical", text(&synonym.canonical.value)),
            ("kind", text(synonym.kind.word())),
            ("brands", spelled(&synonym.brands)),
            ("lay", spelled(&synonym.lay)),
            ("street", spelled(&synonym.street)),
            ("misspellings", spelled(&synonym.misspellings)),
            ("also", spelled(&synonym.also)),
        ])
    }
}

impl From<&UrgentSearch> for Free {
    fn from(search: &UrgentSearch) -> Self {
        keys([
            ("need", text(search.need.word())),
            ("words", spelled(&search.words)),
            ("page", text(&search.page.value)),
            ("say", text(&search.say.value)),
        ])
    }
}

impl From<&Search> for Free {
    fn from(search: &Search) -> Self {
        keys([("query", text(&search.query.value)), ("page", text(&search.page.value))])
    }
}

impl From<&Helpline> for Free {
    fn from(line: &Helpline) -> Self {
        let tel = line.tel.as_ref().map(Telephone::as_str);
        keys([
            ("id", text(&line.id.value)),
            ("label", text(&line.label)),
            ("short_label", maybe(line.short_label.as_deref())),
            ("kind", text(line.kind.word())),
            ("number", maybe(line.number.as_deref().or(tel))),
            ("tel", maybe(tel)),
            ("sms", maybe(line.sms.as_ref().map(Telephone::as_str))),
            ("chat_url", maybe(line.chat_url.as_ref().map(WebAddress::as_str))),
            ("url", maybe(line.url.as_ref().map(WebAddress::as_str))),
            ("relay", maybe(line.relay.as_deref())),
            ("spanish", maybe(line.spanish.as_deref())),
            ("languages", spelled(&line.languages)),
            ("hours", maybe(line.hours.as_deref())),
            ("purpose", maybe(line.purpose.as_deref())),
            ("source", value(line.source.as_ref())),
            ("emergency", Self::Bool(line.is_emergency())),
            ("accessed", line.accessed.as_ref().map_or(Self::Null, text)),
            ("confirmed_on", line.confirmed_on.as_ref().map_or(Self::Null, |day| text(&day.value))),
            ("confirmed_by", maybe(line.confirmed_by.as_deref())),
            ("method", maybe(line.method.as_deref())),
            ("is_confirmed", Self::Bool(line.missing_confirmation().is_empty())),
        ])
    }
}
