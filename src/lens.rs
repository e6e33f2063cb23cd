//! The facts of one page that its author wants to see beside it.
//!
//! Input: the linked site, its data files, and the route of a page. Output: a [`Lens`], which has a JSON form: how hard the page is to
//! read and which sentences and words make it so, the words that it explains, its sources, its review and translation, the
//! links out of it and into it, each with its place in a file. And [`weigh`]: what a browser loads for a page. Pure; it judges by the
//! rules of the field and changes nothing, and no page of the site holds any of it.

mod facts;
mod prose;
mod weight;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::content::{ContentFile, Data, ParseOptions};
use crate::diagnostic::{Lines, Place};
use crate::route::Route;
use crate::site::{Page, Site, What};
use crate::source::Sources;
use crate::theme::Component;

pub use prose::{HardWord, LongSentence, Reading};
pub use weight::{Loaded, Weight, asked_for, weigh};

/// Gives the address that opens an editor at a file, a line and a column, where one is configured.
pub type Editor<'a> = &'a dyn Fn(&str, usize, usize) -> Option<String>;

/// What a lens looks at.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    /// The linked site.
    pub site: &'a Site,
    /// The data files.
    pub data: &'a Data,
    /// The files, for texts and for lines in them.
    pub sources: &'a Sources,
    /// How the texts were parsed.
    pub parse_options: &'a ParseOptions,
    /// The components of the theme, some of which want no explained words.
    pub components: &'a BTreeMap<String, Component>,
    /// How an editor is opened.
    pub editor: Editor<'a>,
}

/// The facts of a page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Lens {
    /// The file of its text; none for a section without one.
    pub source: Option<Spot>,
    /// Its title.
    pub title: String,
    /// Its description, or the first words of its text.
    pub description: String,
    /// The code of the language of its text.
    pub language: String,
    /// How hard its text is to read; none where the file has changed since.
    pub reading: Option<Reading>,
    /// The words that it explains, in the order of its text.
    pub terms: Vec<Term>,
    /// The sources that it cites, in the order of their numbers.
    pub sources: Vec<Cited>,
    /// Who has reviewed it.
    pub review: State,
    /// How it was translated; none for what is no translation.
    pub translation: Option<State>,
    /// The links of its text and of the snippets in it to other pages and places.
    pub links_out: Vec<Link>,
    /// The first link to it of each page in its language.
    pub links_in: Vec<Link>,
    /// Its terms in the taxonomies of the site.
    pub topics: Vec<Topic>,
}

/// A place as people and editors find it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Spot {
    /// The path of the file.
    pub file: String,
    /// The line, from 1; none for the file as a whole.
    pub line: Option<usize>,
    /// The column, from 1, in letters.
    pub column: Option<usize>,
    /// The address that opens an editor there.
    pub edit: Option<String>,
}

/// A word of the glossary that the page explains.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Term {
    /// The word.
    pub term: String,
    /// What it means.
    pub definition: String,
    /// Where the glossary says so.
    #[serde(flatten)]
    pub spot: Option<Spot>,
}

/// A source that the page cites.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cited {
    /// Its number on the page.
    pub number: usize,
    /// Its title, or its name where the data files do not know it.
    pub title: String,
    /// Where it is cited first.
    #[serde(flatten)]
    pub spot: Spot,
    /// Where the source is described.
    pub entry: Option<Spot>,
}

/// A sentence on the review or the translation of the page, and what stands behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct State {
    /// The sentence.
    pub said: String,
    /// The single facts.
    pub items: Vec<Fact>,
}

/// One fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// In words.
    pub text: String,
    /// Where it stands.
    #[serde(flatten)]
    pub spot: Option<Spot>,
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// Where it leads: `page`, `file` or `outside`; in [`Lens::links_in`] it is a `page`, from which it comes.
    pub kind: &'static str,
    /// The title of the page; none for what is no page.
    pub title: Option<String>,
    /// The address.
    pub address: String,
    /// Where it is written.
    #[serde(flatten)]
    pub spot: Spot,
}

/// A term of a taxonomy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Topic {
    /// The title of the taxonomy.
    pub taxonomy: String,
    /// The term.
    pub name: String,
    /// Where the page says so.
    #[serde(flatten)]
    pub spot: Option<Spot>,
}

/// The facts of the page at a route; `None` for what was made from no single page, such as the list of a topic.
#[must_use]
pub fn page(inputs: Inputs<'_>, route: &Route) -> Option<Lens> {
    let Inputs { site, sources, .. } = inputs;
    let output = site.outputs.iter().find(|output| output.route == *route)?;
    let What::Page { id, .. } = output.what else { return None };
    let read = |path: &str| sources.read_text(path).ok();
    let desk = Desk { inputs, page: site.page(id), lines: Lines::new(&read) };
    let page = desk.page;
    Some(Lens {
        source: page.file.as_ref().map(|file| desk.spot(&Place::file(file.path.clone()))),
        title: page.title.clone(),
        description: page.description().to_string(),
        language: site.text_language(page).code.clone(),
        reading: page.file.as_ref().and_then(|file| desk.reading(file)),
        terms: desk.terms(),
        sources: desk.cited(),
        review: desk.review(),
        translation: desk.translation(),
        links_out: desk.links_out(),
        links_in: desk.links_in(id),
        topics: desk.topics(),
    })
}

/// A page with all that its facts are looked up in.
struct Desk<'a> {
    inputs: Inputs<'a>,
    page: &'a Page,
    lines: Lines<'a>,
}

impl Desk<'_> {
    fn spot(&self, place: &Place) -> Spot {
        let (line, column) = self.lines.of(place).unzip();
        let edit = (self.inputs.editor)(&place.file, line.unwrap_or(1), column.unwrap_or(1));
        Spot { file: place.file.to_string(), line, column, edit }
    }

    /// The code of the language of the text.
    fn code(&self) -> &str {
        &self.inputs.site.text_language(self.page).code
    }

    /// The text of a file, as long as it is the one whose facts are known.
    fn text_of(&self, file: &ContentFile) -> Option<String> {
        let text = self.inputs.sources.read_text(&file.path).ok()?;
        (crate::cache::Key::of(text.as_bytes()) == file.hash).then_some(text)
    }
}
