//! Every key of the typed files in `content/_data`.
//!
//! The comments below are what authors read on the reference page. Each says what the key is for, what it may hold, and shows
//! an example.

use jiff::civil::Date;

use crate::config::{WebAddress, Words};
use crate::diagnostic::{Diagnostic, rules};
use crate::yaml::{Decode, Describe, Expected, Findings, Node, Shape, Spanned, choice, record, shortened};

record! {
    /// A person or an organisation that writes or checks pages. The name above these keys is what pages use.
    pub struct Person {
        /// The full name, as readers see it.
        ///
        /// Example: `name: Jane Doe`
        pub name: String,
        /// Whether this is a person or an organisation. Without this key it is a person.
        ///
        /// Example: `kind: organisation`
        pub kind: PersonKind = PersonKind::Person,
        /// What the person does.
        ///
        /// Example: `role: Addiction physician`
        pub role: Option<String>,
        /// Degrees and titles.
        ///
        /// Example: `credentials: MD, FASAM`
        pub credentials: Option<String>,
        /// A page about the person or organisation.
        ///
        /// Example: `url: https://example.org/jane-doe/`
        pub url: Option<WebAddress>,
        /// A sentence about interests that readers should know of.
        ///
        /// Example: `statement: Has no financial interest in any medicine.`
        pub statement: Option<String>,
    }
}

choice! {
    /// Who writes or checks pages.
    pub enum PersonKind {
        /// One person.
        Person = "person",
        /// A group, a clinic, an authority.
        Organisation = "organisation",
    }
}

record! {
    /// A source that pages rest on. The name above these keys is what pages use.
    pub struct Source {
        /// What kind of source it is.
        ///
        /// Example: `kind: guideline`
        pub kind: SourceKind,
        /// The title of the source.
        ///
        /// Example: `title: Joint clinical practice guideline on benzodiazepine tapering`
        pub title: String,
        /// Who wrote it, in the order of the source.
        ///
        /// Example: `authors: [Brunner E, Chen A]`
        pub authors: Vec<String>,
        /// Who published it: a journal, an authority, a company.
        ///
        /// Example: `publisher: American Society of Addiction Medicine`
        pub publisher: Option<String>,
        /// The year it was published.
        ///
        /// Example: `year: 2025`
        pub year: Option<Spanned<u32>>,
        /// Where it can be read.
        ///
        /// Example: `url: https://example.org/guideline`
        pub url: Option<WebAddress>,
        /// Its number in the register of digital objects, which begins with `10.`.
        ///
        /// Example: `doi: 10.1000/xyz123`
        pub doi: Option<Spanned<String>>,
        /// Its number in the `PubMed` catalogue.
        ///
        /// Example: `pmid: 31452104`
        pub pmid: Option<Spanned<String>>,
        /// The day it was last read for this site.
        ///
        /// Example: `accessed: 2026-02-20`
        pub accessed: Option<Date>,
        /// A remark for readers.
        ///
        /// Example: `note: Summary in plain language on page 4.`
        pub note: Option<String>,
    }
}

choice! {
    /// What kind of source it is.
    pub enum SourceKind {
        /// An article in a journal.
        Article = "article",
        /// Advice of a medical body to clinicians.
        Guideline = "guideline",
        /// The official label of a medicine.
        Label = "label",
        /// A page on a website.
        Web = "web",
        /// A report of an authority or organisation.
        Report = "report",
        /// A law or regulation.
        Law = "law",
    }
}

record! {
    /// A word that needs an explanation.
    pub struct Term {
        /// The word as readers see it.
        ///
        /// Example: `term: tapering`
        pub term: String,
        /// What it means, in a sentence.
        ///
        /// Example: `definition: Taking less and less of a medicine in small steps.`
        pub definition: String,
        /// Other forms of the word that stand for it in texts.
        ///
        /// Example: `forms: [taper, tapered]`
        pub forms: Vec<Spanned<String>>,
    }
}

record! {
    /// Pages that belong together in one order, such as the steps of a way. The name above these keys is your own. A page can be
    /// part of one series only. A language shows those of the pages that it has, when there are two at least.
    pub struct Series {
        /// What the series is called, one text or one for each language.
        ///
        /// Example: `title: {en: The way through a taper, es: El camino de la reducción}`
        pub title: Words,
        /// What it is for, in a sentence, one text or one for each language.
        ///
        /// Example: `description: Read these pages one after the other.`
        pub description: Option<Words>,
        /// The pages in their order, by their file in `content`. In other languages their translations stand in for them.
        ///
        /// Example: `pages: [detox/tapering.md, detox/withdrawal.md]`
        pub pages: Vec<Spanned<String>>,
    }
}

record! {
    /// A word of the pages, and what people type for it in the search. The file is a list, and each language has its own:
    /// `synonyms.es.yaml` holds the Spanish ones. A language without a file has none. Capitals, accents and signs make no
    /// difference, and a word may be several words, such as `nerve pills`.
    pub struct Synonym {
        /// The word as it stands on the pages.
        ///
        /// Example: `canonical: alprazolam`
        pub canonical: Spanned<String>,
        /// Whether it is the name of a medicine. Without this key it is a word.
        ///
        /// Example: `kind: medicine`
        pub kind: SynonymKind = SynonymKind::Word,
        /// Names under which it is sold.
        ///
        /// Example: `brands: [Xanax, Xanax XR]`
        pub brands: Vec<Spanned<String>>,
        /// Words that people use for it at home.
        ///
        /// Example: `lay: [nerve pills]`
        pub lay: Vec<Spanned<String>>,
        /// Words for it on the street and among young people.
        ///
        /// Example: `street: [bars, zannies]`
        pub street: Vec<Spanned<String>>,
        /// How it or one of its brands is often misspelt.
        ///
        /// Example: `misspellings: [xanex, zanax]`
        pub misspellings: Vec<Spanned<String>>,
        /// Words that stand for this and for another entry too. One word for two things is reported unless it stands here in
        /// one of them, so that it is on purpose.
        ///
        /// Example: `also: [bars]`
        pub also: Vec<Spanned<String>>,
    }
}

choice! {
    /// What the canonical word of a synonym is.
    pub enum SynonymKind {
        /// Any word.
        Word = "word",
        /// The name of a medicine. A search never changes one medicine into another without asking.
        Medicine = "medicine",
    }
}

impl Synonym {
    /// All that stands for the canonical word, in the order of the reference.
    pub fn aliases(&self) -> impl Iterator<Item = &Spanned<String>> {
        [&self.brands, &self.lay, &self.street, &self.misspellings, &self.also].into_iter().flatten()
    }
}

record! {
    /// Searches that sound like danger, and the help that stands above the results. The file is a list, and each language has its
    /// own: `urgent_searches.es.yaml` holds the Spanish ones. A language without a file has none: nobody is warned in a language
    /// that they may not read.
    pub struct UrgentSearch {
        /// What kind of help is needed.
        ///
        /// Example: `need: emergency`
        pub need: Need,
        /// Words and phrases that people type then. A phrase fits when all its words stand in the search in this order, also with
        /// other words between them. Capitals, accents and apostrophes make no difference: write `wont wake up`.
        ///
        /// Example: `words: [overdose, wont wake up]`
        pub words: Vec<Spanned<String>>,
        /// The page that helps, by its file in `content` in its original language. Its translation stands in for it.
        ///
        /// Example: `page: safety/overdose.md`
        pub page: Spanned<String>,
        /// One plain sentence that says what to do now, as on that page.
        ///
        /// Example: `say: Call 911 now.`
        pub say: Spanned<String>,
    }
}

choice! {
    /// What somebody needs who searches for such words.
    pub enum Need {
        /// A life may be in danger: the emergency number stands first.
        Emergency = "emergency",
        /// Thoughts of suicide: the line for them stands first.
        Suicide = "suicide",
        /// Somebody wants to stop a medicine suddenly, did, or has none left: the warning stands first.
        Stopping = "stopping",
    }
}

record! {
    /// Words that people type into the search, and the page that must be among the first three answers. Each language of the site
    /// stands under its code and holds a list.
    pub struct Search {
        /// What is typed, slips and all.
        ///
        /// Example: `query: can i just stop xanex`
        pub query: Spanned<String>,
        /// The page that helps, by its file in `content` in its original language. Its translation stands in for it.
        ///
        /// Example: `page: detox/tapering.md`
        pub page: Spanned<String>,
    }
}

record! {
    /// Whom to call, text or chat with.
    pub struct Helpline {
        /// A short name for the line, used in the address of the data and nowhere twice in a region.
        ///
        /// Example: `id: crisis`
        pub id: Spanned<String>,
        /// What the line is called.
        ///
        /// Example: `label: Suicide & Crisis Lifeline`
        pub label: String,
        /// A shorter name for the top of pages, where the number stands beside it and a small phone has room for two or three words.
        /// Without this key `label` is used.
        ///
        /// Example: `short_label: Suicide & crisis`
        pub short_label: Option<String>,
        /// Whether it is a help line, or a line of the organisation that publishes the site. The latter stands after all help lines
        /// at the foot of pages and is called what it is: never at the top, and not on pages with `emergency: true`.
        ///
        /// Example: `kind: own`
        pub kind: HelplineKind = HelplineKind::Help,
        /// The number as readers see it. Without this key it is `tel`.
        ///
        /// Example: `number: 1-800-662-HELP (4357)`
        pub number: Option<String>,
        /// The number that a telephone dials: digits, perhaps with a `+` before them.
        ///
        /// Example: `tel: "+1 800 662 4357"`
        pub tel: Option<Telephone>,
        /// The number for text messages.
        ///
        /// Example: `sms: "988"`
        pub sms: Option<Telephone>,
        /// Where to chat.
        ///
        /// Example: `chat_url: https://example.org/chat`
        pub chat_url: Option<WebAddress>,
        /// A website that helps without a call, such as a list of places.
        ///
        /// Example: `url: https://example.org/places`
        pub url: Option<WebAddress>,
        /// How people who are Deaf or hard of hearing reach the line by a text telephone (TTY) or a relay service.
        ///
        /// Example: `relay: TTY 1-800-487-4889`
        pub relay: Option<String>,
        /// How Spanish speakers reach somebody who speaks Spanish.
        ///
        /// Example: `spanish: press 2`
        pub spanish: Option<String>,
        /// The languages that are spoken there, by their codes.
        ///
        /// Example: `languages: [en, es]`
        pub languages: Vec<Spanned<String>>,
        /// When someone answers.
        ///
        /// Example: `hours: 24 hours a day`
        pub hours: Option<String>,
        /// What the line is for.
        ///
        /// Example: `purpose: Thoughts of suicide, or a crisis of any kind`
        pub purpose: Option<String>,
        /// Whether the number is the one to call when a life is in danger. Without this key that holds for 112, 911, 999 and 000.
        ///
        /// Example: `emergency: true`
        pub emergency: Option<bool>,
        /// Where the number was found: a web address, or a name from `content/_data/sources.yaml`.
        ///
        /// Example: `source: https://example.org/numbers`
        pub source: Option<Spanned<String>>,
        /// The day the source was last read, where it is a web address. A source in `sources.yaml` says it there.
        ///
        /// Example: `accessed: 2026-02-20`
        pub accessed: Option<Date>,
        /// The day somebody last rang the line and made sure that it answers. Leave it out until somebody has. Until then a
        /// demonstration says so beside its help lines, and a build of a live site warns. Nobody rings an emergency number to
        /// try it, so none is asked for there.
        ///
        /// Example: `confirmed_on: 2026-03-01`
        pub confirmed_on: Option<Spanned<Date>>,
        /// Who did.
        ///
        /// Example: `confirmed_by: front desk of Harbour Clinic`
        pub confirmed_by: Option<String>,
        /// How it was done.
        ///
        /// Example: `method: rang the number and asked what it is for`
        pub method: Option<String>,
    }
}

choice! {
    /// Whose line it is.
    pub enum HelplineKind {
        /// A line that is there to help anybody.
        Help = "help",
        /// A line of the organisation that publishes the site.
        Own = "own",
    }
}

/// Numbers that are for danger to life wherever they can be called.
const EMERGENCY_NUMBERS: [&str; 4] = ["000", "112", "911", "999"];

impl Helpline {
    /// What nobody has written down yet of the call that made sure of the number; empty for a line that needs no such call.
    #[must_use]
    pub fn missing_confirmation(&self) -> Vec<&'static str> {
        let has_number = self.tel.is_some() || self.sms.is_some();
        if !has_number || self.kind == HelplineKind::Own || self.is_emergency() {
            return Vec::new();
        }
        let given = [
            ("confirmed_on", self.confirmed_on.is_some()),
            ("confirmed_by", self.confirmed_by.is_some()),
            ("method", self.method.is_some()),
        ];
        given.into_iter().filter(|(_, is_given)| !is_given).map(|(key, _)| key).collect()
    }

    /// Whether it is the line to call when a life is in danger.
    #[must_use]
    pub fn is_emergency(&self) -> bool {
        let is_known = |tel: &Telephone| EMERGENCY_NUMBERS.contains(&tel.as_str());
        self.emergency.unwrap_or_else(|| self.tel.as_ref().is_some_and(is_known))
    }
}

/// A number that a telephone can dial: an optional `+`, then 3 to 15 digits.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Telephone(String);

impl Telephone {
    /// The number without spaces and other signs, for example `+18006624357`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number that `text` is; spaces, hyphens, dots and brackets in it are for the eye only.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let is_for_the_eye =
            |sign: char| matches!(sign, ' ' | '\u{A0}' | '\u{202F}' | '-' | '\u{2011}' | '.' | '(' | ')');
        let number: String = text.chars().filter(|sign| !is_for_the_eye(*sign)).collect();
        let digits = number.strip_prefix('+').unwrap_or(&number);
        let is_dialable = (3..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_dialable.then_some(Self(number))
    }
}

impl Decode for Telephone {
    const EXPECTED: Expected = Expected::Text;

    fn decode(node: &Node, findings: &mut Findings) -> Option<Self> {
        let text = String::decode(node, findings)?;
        let number = Self::new(&text);
        if number.is_none() {
            let message = format!("{} cannot be dialled: `{}`", findings.subject(), shortened(&text));
            let help = "write 3 to 15 digits, perhaps with a `+` before them, for example `\"+1 800 662 4357\"`";
            findings.push(Diagnostic::new(&rules::DATA_VALUE, findings.place(node.span), message).help(help));
        }
        number
    }
}

impl Describe for Telephone {
    fn shape() -> Shape {
        Shape::Text
    }
}
