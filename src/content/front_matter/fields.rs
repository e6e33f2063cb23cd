//! Every key of front matter.
//!
//! The comments below are what authors read: the reference page and the JSON Schema are made from them. Each says what the key
//! is for, what it may hold, and shows an example.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::yaml::{Free, KeysOnly, Spanned, choice, record};

record! {
    /// What a page says about itself, between two lines of `---` at the top of its file.
    pub struct FrontMatter {
        /// The title of the page: its heading, its name in menus and lists, and what search engines show. Every page needs one.
        ///
        /// Example: `title: Tapering from benzodiazepines`
        pub title: Option<String>,
        /// One or two sentences that say what the page is about. They stand in lists, in search results and in shared links.
        ///
        /// Example: `description: How a slow, supervised reduction works, and what helps on the way.`
        pub description: Option<String>,
        /// The one thing a reader should take away, in a sentence. It is shown above the text of the page.
        ///
        /// Example: `main_message: Never stop suddenly. A slow reduction with your doctor is safer.`
        pub main_message: Option<String>,
        /// The day the page was first published, written as year, month and day. Lists by date use it.
        ///
        /// Example: `date: 2026-01-05`
        pub date: Option<Date>,
        /// The day the text was last changed in a way that matters to readers. It cannot be earlier than `date`.
        ///
        /// Example: `updated: 2026-03-02`
        pub updated: Option<Date>,
        /// `true` keeps the page off the site while you work on it. Without this key the page is published.
        ///
        /// Example: `draft: true`
        pub draft: bool = false,
        /// The page is left out of the site until this day.
        ///
        /// Example: `publish_on: 2026-09-01`
        pub publish_on: Option<Date>,
        /// The page is left out of the site from this day on. It must be later than `publish_on`.
        ///
        /// Example: `expires_on: 2027-09-01`
        pub expires_on: Option<Date>,
        /// A whole number that orders the pages of a section: smaller numbers come first.
        ///
        /// Example: `weight: 20`
        pub weight: Option<i64>,
        /// The last part of the page's address, when it should differ from the name of the file: letters, digits, `-` and `_`.
        ///
        /// Example: `slug: tapering`
        pub slug: Option<Spanned<String>>,
        /// The short, permanent name of the page: 4 to 12 small letters and digits, without `0`, `1`, `i`, `l` and `o`, which
        /// look alike. The address `/h/` with this id always leads to the page. Keep it when you rename the page. Translations
        /// have the id of their original. Without this key it is made from the path of the file, and a new path makes a new id.
        ///
        /// Example: `id: k7m2p4qd`
        pub id: Option<Spanned<String>>,
        /// Old addresses of the page. Whoever opens one of them is led to the page.
        ///
        /// Example: `aliases: [/old/tapering/]`
        pub aliases: Vec<Spanned<String>>,
        /// The name of another template of the theme, without `.html`, for pages that need a look of their own.
        ///
        /// Example: `template: landing`
        pub template: Option<Spanned<String>>,
        /// `false` leaves out the list of contents. Without this key a page has one.
        ///
        /// Example: `toc: true`
        pub toc: Option<bool>,
        /// Who wrote the page: names from `content/_data/people.yaml`.
        ///
        /// Example: `authors: [jane-doe]`
        pub authors: Vec<Spanned<String>>,
        /// Who checked the page, and when. Each review has the keys `by`, `role`, `date` and `next_review`.
        ///
        /// Example: `reviews: [{by: jane-doe, date: 2026-02-01, next_review: 2027-02-01}]`
        pub reviews: Vec<Review>,
        /// The sources the page rests on: names from `content/_data/sources.yaml`.
        ///
        /// Example: `sources: [asam-2025]`
        pub sources: Vec<Spanned<String>>,
        /// Whom the page is for.
        ///
        /// Example: `audience: [patients, families]`
        pub audience: Vec<String>,
        /// The country or region the page holds for, for example because it names telephone numbers or laws.
        ///
        /// Example: `region: us`
        pub region: Option<Spanned<String>>,
        /// The conditions, medicines or treatments the page is about, in words that machines can look up.
        ///
        /// Example: `about: [Benzodiazepine withdrawal]`
        pub about: Vec<String>,
        /// Medical codes of what the page is about, for other systems. Each has the keys `system` and `code`.
        ///
        /// Example: `codes: [{system: icd-10-cm, code: F13.20}]`
        pub codes: Vec<MedicalCode>,
        /// Pages to read next, by their file in `content`, in the order in which readers shall see them. Guidepost then adds
        /// none of its own. An empty list, `related: []`, means that the page shows none. Without this key Guidepost looks for
        /// pages that have words of their title, description and headings, terms or sources in common with this one.
        ///
        /// Example: `related: [detox/seizures.md]`
        pub related: Option<Vec<Spanned<String>>>,
        /// Other pages that this page shows one after the other, to print as one document: their files in `content`, in order.
        /// A page with this key has the template `set`. In other languages translations stand in for them. It is never
        /// proposed as a related page. This key cannot be handed down.
        ///
        /// Example: `set: [families/helping-someone.md, safety/seizure.md]`
        pub set: Vec<Spanned<String>>,
        /// How the search of the site treats the page: `exclude`, `keywords` and `boost`.
        ///
        /// Example: `search: {keywords: [taper, wean], boost: 2}`
        pub search: Search = Search::default(),
        /// `true` shows a button that leaves the page at once, for readers who are not safe where they read. The title in the
        /// tab and in the history of the browser then says nothing of the subject. Without this key there is no button.
        ///
        /// Example: `quick_exit: true`
        pub quick_exit: Option<bool>,
        /// `true` says that readers open the page when a life is in danger: an overdose, a seizure, thoughts of suicide. Then
        /// nothing on it leads away from help: no related pages but those that it names, no question for feedback, and neither
        /// the telephone number nor a line of the publisher.
        ///
        /// Example: `emergency: true`
        pub emergency: bool = false,
        /// `false` leaves out the question for feedback on this page. It is asked where `feedback` in `guidepost.yaml` says whom
        /// it goes to.
        ///
        /// Example: `feedback: false`
        pub feedback: bool = true,
        /// `false` explains no word of the glossary on this page.
        ///
        /// Example: `glossary: false`
        pub glossary: Option<bool>,
        /// How this page was translated: `method`, `reviewer` and `date`. Pages that are not translations have no such key.
        ///
        /// Example: `translation: {method: human, reviewer: ana-ruiz, date: 2026-02-20}`
        pub translation: Option<Translation>,
        /// Only in translations: a hash of each section of the original at the time of the translation, by the id of its
        /// heading. `guidepost translation sync` writes them; a build then names the sections that have changed since.
        ///
        /// Example: `translated_sections: {pace: "5d0c7f2a91"}`
        pub translated_sections: BTreeMap<String, Spanned<String>>,
        /// Keys of your own, for templates.
        ///
        /// Example: `extra: {colour: blue}`
        pub extra: BTreeMap<String, Free>,
        /// Only in `_index.md`: keys that hold for every page below this section, unless the page or a section nearer to it
        /// says otherwise. `title`, `slug`, `id`, `aliases`, `set`, `translated_sections` and `cascade` cannot be handed down.
        ///
        /// Example: `cascade: {audience: [families], draft: true}`
        pub cascade: Option<KeysOnly>,
        /// Only in `_index.md`: the order of the pages of this section. Without this key it is `weight`.
        ///
        /// Example: `sort_by: date`
        pub sort_by: Option<SortBy>,
        /// Only in `_index.md`: how many pages one list shows before it goes on to a next one.
        ///
        /// Example: `paginate_by: 20`
        pub paginate_by: Option<u32>,
    }
    beside {
        /// The terms of the page by taxonomy, in the order of the page. The keys are the taxonomies of the site.
        pub terms: BTreeMap<String, Vec<Spanned<String>>>,
    }
}

record! {
    /// One check of a page by a person who knows the subject.
    pub struct Review {
        /// Who checked the page: a name from `content/_data/people.yaml`.
        ///
        /// Example: `by: jane-doe`
        pub by: Spanned<String>,
        /// As what they checked it.
        ///
        /// Example: `role: addiction physician`
        pub role: Option<String>,
        /// The day of the check.
        ///
        /// Example: `date: 2026-02-01`
        pub date: Date,
        /// The day by which the page should be checked again. It must be later than `date`.
        ///
        /// Example: `next_review: 2027-02-01`
        pub next_review: Option<Spanned<Date>>,
    }
}

record! {
    /// A medical code.
    pub struct MedicalCode {
        /// The system the code belongs to.
        ///
        /// Example: `system: icd-10-cm`
        pub system: Spanned<CodeSystem>,
        /// The code as the system writes it.
        ///
        /// Example: `code: F13.20`
        pub code: Spanned<String>,
    }
}

choice! {
    /// A system of medical codes.
    pub enum CodeSystem {
        /// Diagnoses, as used in the United States, for example `F13.20`.
        Icd10Cm = "icd-10-cm",
        /// Medicines, as used in the United States, for example `596`.
        RxNorm = "rxnorm",
        /// Clinical terms, for example `66214007`.
        SnomedCt = "snomed-ct",
        /// Measurements and observations, for example `55758-7`.
        Loinc = "loinc",
    }
}

record! {
    /// How the search of the site treats a page.
    pub struct Search {
        /// `true` leaves the page out of the search, out of the pages that Guidepost proposes as related, and out of the list of
        /// all pages from A to Z.
        ///
        /// Example: `exclude: true`
        pub exclude: bool = false,
        /// Words that readers may search for and that are not in the text.
        ///
        /// Example: `keywords: [taper, wean]`
        pub keywords: Vec<String>,
        /// How much more the page counts than others, from 0 to 10. Without this key it is 1.
        ///
        /// Example: `boost: 2`
        pub boost: Option<Spanned<f64>>,
    }
}

record! {
    /// How a page was translated.
    pub struct Translation {
        /// Who translated it.
        ///
        /// Example: `method: human`
        pub method: TranslationMethod,
        /// Who compared it with the original: a name from `content/_data/people.yaml`.
        ///
        /// Example: `reviewer: ana-ruiz`
        pub reviewer: Option<Spanned<String>>,
        /// The day of the translation.
        ///
        /// Example: `date: 2026-02-20`
        pub date: Option<Date>,
    }
}

choice! {
    /// Who translated a page.
    pub enum TranslationMethod {
        /// A person.
        Human = "human",
        /// A computer. Readers are told so; and a site with `status: live` shows the original until there is a `reviewer`.
        Machine = "machine",
    }
}

choice! {
    /// The order of the pages of a section.
    pub enum SortBy {
        /// By `weight`, small numbers first.
        Weight = "weight",
        /// By `date`, newest first.
        Date = "date",
        /// By `title`, in the order of the alphabet.
        Title = "title",
    }
}
