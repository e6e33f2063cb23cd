//! What a page has to do with the data files and with other pages.

use std::sync::Arc;

use super::{Cited, Desk, Fact, Link, Spot, State, Term, Topic};
use crate::content::{ContentFile, LinkKind, Review, TranslationMethod, terms};
use crate::diagnostic::{Place, Span};
use crate::site::{PageId, ResolvedLink, explained, includes};
use crate::yaml::Spanned;

/// The files that sources may stand in.
const SOURCE_FILES: [&str; 3] =
    ["content/_data/sources.yaml", "content/_data/sources.json", "content/_data/sources.bib"];

impl Desk<'_> {
    pub(super) fn terms(&self) -> Vec<Term> {
        let site = self.inputs.site;
        let Some(file) = &self.page.file else { return Vec::new() };
        let Some(glossary) = self.inputs.data.glossary(self.code(), &site.languages[0].code) else { return Vec::new() };
        let own = format!("content/_data/glossary.{}.yaml", self.code());
        let files = [own.as_str(), "content/_data/glossary.yaml"];
        // Where the file is another by now, another build is on its way.
        let Ok(terms) = terms(file, self.inputs.sources, self.inputs.parse_options) else { return Vec::new() };
        let is_explained = explained(file, terms, self.inputs.components);
        let used = terms.iter().zip(is_explained).filter(|(_, is_explained)| *is_explained);
        let terms = used.filter_map(|(used, _)| {
            let (name, entry) = glossary.iter().nth(used.entry)?;
            Some(Term {
                term: entry.value.term.clone(),
                definition: entry.value.definition.clone(),
                spot: self.entry(&files, name, entry.span),
            })
        });
        terms.collect()
    }

    pub(super) fn cited(&self) -> Vec<Cited> {
        let texts: Vec<&Arc<ContentFile>> = self.page.texts().collect();
        let cited = includes::cited(self.page).into_iter().zip(1..).filter_map(|(source, number)| {
            let entry = self.inputs.data.sources.get(&source.value);
            // The same name may stand at the same bytes of two texts; what is the very same value tells them apart.
            let is_in = |file: &&&Arc<ContentFile>| {
                file.citations
                    .iter()
                    .flat_map(|one| &one.items)
                    .any(|item| std::ptr::eq(&raw const item.source, source))
            };
            let file = texts.iter().find(is_in)?;
            Some(Cited {
                number,
                title: entry.map_or(&source.value, |entry| &entry.value.title).clone(),
                spot: self.spot(&source.place(&file.path)),
                entry: entry.and_then(|entry| self.entry(&SOURCE_FILES, &source.value, entry.span)),
            })
        });
        cited.collect()
    }

    /// The place of an entry of a data file: that of `files` which holds its name there.
    fn entry(&self, files: &[&str], name: &str, span: Span) -> Option<Spot> {
        let holds = |path: &&&str| {
            let text = self.inputs.sources.read_text(path).ok();
            text.is_some_and(|text| text.get(span.start..span.end).is_some_and(|found| found.contains(name)))
        };
        let known = files.iter().filter(|path| self.inputs.sources.contains(path));
        let path = known.into_iter().find(holds)?;
        Some(self.spot(&Place::at(*path, span)))
    }

    pub(super) fn review(&self) -> State {
        let items: Vec<Fact> = self.page.front.reviews.iter().map(|review| self.reviewed(review)).collect();
        let said = match items.len() {
            0 => "Nobody has reviewed this page.".to_string(),
            1 => "The page names one review.".to_string(),
            count => format!("The page names {count} reviews."),
        };
        State { said, items }
    }

    fn reviewed(&self, review: &Review) -> Fact {
        let person = self.inputs.data.people.get(&review.by.value).map(|person| &person.value);
        let name = person.map_or(&review.by.value, |person| &person.name);
        let role = review.role.as_ref().or(person.and_then(|person| person.role.as_ref()));
        let role = role.map(|role| format!(", {role}")).unwrap_or_default();
        let next = review.next_review.as_ref().map(|date| format!("; to be reviewed again by {}", date.value));
        let text = format!("{name}{role}, on {}{}", review.date, next.unwrap_or_default());
        Fact { text, spot: self.of_front(&review.by) }
    }

    /// The place of a value of the front matter.
    fn of_front<T>(&self, value: &Spanned<T>) -> Option<Spot> {
        let file = self.page.file.as_ref()?;
        Some(self.spot(&value.place(&file.path)))
    }

    pub(super) fn translation(&self) -> Option<State> {
        let site = self.inputs.site;
        if self.page.is_fallback {
            let original = &site.text_language(self.page).name;
            let said = format!("This page is not translated. It shows the text in its original language, {original}.");
            return Some(State { said, items: Vec::new() });
        }
        let changes = site.changes_since_translation(self.page);
        let translation = self.page.front.translation.as_ref();
        if translation.is_none() && changes.is_none() {
            return None;
        }
        let method = match translation.map(|translation| translation.method) {
            Some(TranslationMethod::Human) => "A person translated this page",
            Some(TranslationMethod::Machine) => "A computer translated this page",
            None => "The page does not say who translated it",
        };
        let reviewer = translation.and_then(|translation| translation.reviewer.as_ref());
        let checked = match reviewer {
            Some(reviewer) => format!("{} compared it with the original", self.name_of(&reviewer.value)),
            None => "nobody has compared it with the original".to_string(),
        };
        let mut items: Vec<Fact> = reviewer
            .map(|reviewer| Fact { text: format!("reviewer: {}", reviewer.value), spot: self.of_front(reviewer) })
            .into_iter()
            .collect();
        let recorded = self.page.front.translated_sections.values().next();
        let fact = |text: String| Fact { text, spot: recorded.and_then(|recorded| self.of_front(recorded)) };
        match changes {
            None => items.push(Fact {
                text: "it does not record what it was made from, so changes of the original are not noticed"
                    .to_string(),
                spot: None,
            }),
            Some(changes) if changes.is_empty() => {
                items.push(fact("the original has not changed since".to_string()));
            }
            Some(changes) => {
                items.extend(changes.into_iter().map(|change| fact(format!("changed in the original: {change}"))));
            }
        }
        Some(State { said: format!("{method}; {checked}."), items })
    }

    fn name_of(&self, id: &str) -> String {
        self.inputs.data.people.get(id).map_or(id, |person| person.value.name.as_str()).to_string()
    }

    pub(super) fn links_out(&self) -> Vec<Link> {
        let own = self.page.file.as_ref().map(|file| (file, &self.page.links));
        let taken = self.page.snippets.iter().map(|snippet| (&snippet.file, &snippet.links));
        let mut all = Vec::new();
        for (file, resolved) in own.into_iter().chain(taken) {
            let links = file.links.iter().zip(resolved).filter(|(link, _)| link.kind == LinkKind::Link);
            all.extend(
                links.filter_map(|(link, resolved)| self.link_out(resolved, &Place::at(file.path.clone(), link.span))),
            );
        }
        all
    }

    /// A link; none when it stays on the page or leads nowhere, which is a problem and said as one.
    fn link_out(&self, resolved: &ResolvedLink, place: &Place) -> Option<Link> {
        if resolved.href.is_empty() || resolved.href.starts_with('#') {
            return None;
        }
        let title = resolved.page.map(|id| self.inputs.site.page(id).title.clone());
        let kind = match (resolved.external, resolved.page) {
            (true, _) => "outside",
            (false, Some(_)) => "page",
            (false, None) => "file",
        };
        Some(Link { kind, title, address: resolved.href.clone(), spot: self.spot(place) })
    }

    pub(super) fn links_in(&self, own: PageId) -> Vec<Link> {
        let site = self.inputs.site;
        let links = self.page.backlinks.iter().filter_map(|id| {
            let from = site.page(*id);
            let file = from.file.as_ref()?;
            let (link, _) = file.links.iter().zip(&from.links).find(|(_, resolved)| resolved.page == Some(own))?;
            Some(Link {
                kind: "page",
                title: Some(from.title.clone()),
                address: site.urls.link(&from.address),
                spot: self.spot(&Place::at(file.path.clone(), link.span)),
            })
        });
        links.collect()
    }

    pub(super) fn topics(&self) -> Vec<Topic> {
        let topics = self.page.terms.iter().filter_map(|(taxonomy, term)| {
            let taxonomy = self.inputs.site.taxonomies.get(*taxonomy)?;
            let name = &taxonomy.terms.get(*term)?.name;
            let written = self.page.front.terms.get(&taxonomy.name).into_iter().flatten();
            let slug = crate::text::slug(name);
            let written = written.into_iter().find(|written| crate::text::slug(&written.value) == slug);
            Some(Topic {
                taxonomy: taxonomy.title.clone(),
                name: name.clone(),
                spot: written.and_then(|written| self.of_front(written)),
            })
        });
        topics.collect()
    }
}
