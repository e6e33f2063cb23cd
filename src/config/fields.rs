//! Every key of `guidepost.yaml`.
//!
//! The comments below are what authors read: the reference page and the JSON Schema are made from them. Each says what the key
//! is for, what it may hold, and shows an example.

use std::collections::BTreeMap;

use crate::config::{LinkAddress, WebAddress};
use crate::yaml::{
    Decode, Describe, Entries, Expected, Findings, KeysOnly, Node, Shape, Spanned, Value, choice, record,
};

record! {
    /// What holds for the whole site. The file is called `guidepost.yaml` and lies beside the folder `content`.
    pub(super) struct ConfigFile {
        /// The name of the site, one text or one for each language. It is shown on every page and in every search result.
        ///
        /// Example: `title: Harbour Clinic`
        pub title: Words,
        /// One or two sentences that say what the site is about, one text or one for each language.
        ///
        /// Example: `description: {en: Plain facts about withdrawal., es: Lo que hay que saber sobre la abstinencia.}`
        pub description: Option<Words>,
        /// The address under which the site will be found, with a folder if it does not stand alone.
        ///
        /// Example: `base_url: https://example.org/help/`
        pub base_url: Spanned<String>,
        /// Who is responsible for the site: `name`, `url`, `email`, `phone` and `address`.
        ///
        /// Example: `publisher: {name: Harbour Clinic, url: https://example.org/}`
        pub publisher: Option<Publisher>,
        /// Whether the site is for real readers. While it is a demonstration, every page shows a notice that says so, and
        /// search engines are asked to stay away.
        ///
        /// Example: `status: live`
        pub status: Status = Status::Demonstration,
        /// The languages of the site by their code. The first one is the default. Without this key the site is in English.
        ///
        /// Example: `languages: {en: {name: English}, es: {name: Español, locale: es-US}}`
        pub languages: Entries<LanguageFields>,
        /// The language of pages whose file name holds no language. Without this key it is the first of `languages`.
        ///
        /// Example: `default_language: en`
        pub default_language: Option<Spanned<String>>,
        /// The look of the site: a folder in `themes`, or the theme `wayside` that comes with Guidepost.
        ///
        /// Example: `theme: wayside`
        pub theme: Option<Spanned<String>>,
        /// Settings of the theme. The theme says which there are.
        ///
        /// Example: `theme_options: {brand: "#0b5c4a", corners: round}`
        pub theme_options: Option<KeysOnly>,
        /// The ways in which pages are grouped. Each name is a key that pages can use in their front matter, with
        /// `paginate_by` and `title` as settings. Without this key there is one, `topics`.
        ///
        /// Example: `taxonomies: {topics: {}, medicines: {title: {en: Medicines, es: Medicamentos}}}`
        pub taxonomies: Option<Entries<TaxonomyFields>>,
        /// The menus of the site by name, each a list of entries with `label`, `page`, `url` and `children`.
        ///
        /// Example: `menus: {main: [{page: detox/_index.md}, {label: Help now, page: help.md}]}`
        pub menus: Entries<Vec<Spanned<MenuItem>>>,
        /// The time zone that decides when a day begins, by its name in the world's list of time zones.
        /// Without this key it is `UTC`.
        ///
        /// Example: `timezone: America/New_York`
        pub timezone: Option<Spanned<String>>,
        /// Patterns of files and folders in `content` and `static` that are left out.
        ///
        /// Example: `ignore: ["*.psd", "notes/**"]`
        pub ignore: Vec<Spanned<String>>,
        /// Which files are made besides the pages: `sitemap`, `robots`, `redirects_file`, `feeds`,
        /// `identifiers`, `host_files`, `short_links`, `authors`, `markdown` and `llms_txt`.
        ///
        /// Example: `outputs: {redirects_file: false}`
        pub outputs: Outputs = Outputs::default(),
        /// How Markdown is read: `raw_html` and `follow_links`.
        ///
        /// Example: `markdown: {raw_html: false}`
        pub markdown: Markdown = Markdown::default(),
        /// How many pages one list shows before it goes on to a next one. Without this key it is 20.
        ///
        /// Example: `paginate_by: 10`
        pub paginate_by: Spanned<u32> = default_limit(),
        /// How much the feeds hold: `limit`, the number of pages in each.
        ///
        /// Example: `feeds: {limit: 10}`
        pub feeds: Feeds = Feeds::default(),
        /// For how many changes the old files of the theme stay in the output, so that a page that a browser has kept still
        /// finds its style sheet after the site was built anew. Without this key none stays.
        ///
        /// Example: `keep_assets: 3`
        pub keep_assets: u32 = 0,
        /// The region whose help lines stand on every page: a name from `content/_data/helplines.yaml`. Without this key it
        /// is the first one there.
        ///
        /// Example: `region: us`
        pub region: Option<Spanned<String>>,
        /// Where readers can say what is wrong with a page: an e-mail address, or the path of a form on this site that begins with
        /// `/` and that the host answers. The end of each page then asks for it, and says that nobody watches it for emergencies.
        /// Pages never send anything to another website. Without this key no page asks.
        ///
        /// Example: `feedback: pages@example.org`
        pub feedback: Option<Spanned<String>>,
        /// `true` writes into every page what browsers may load and do there, for web hosts that cannot send headers. Where the
        /// files `_headers` and `_hosting` are used it is not needed; both together do no harm.
        ///
        /// Example: `policy_in_pages: true`
        pub policy_in_pages: bool = false,
        /// `true` follows symbolic links that lead out of the site's folder. It is safer to leave this off.
        ///
        /// Example: `symbolic_links: true`
        pub symbolic_links: bool = false,
    }
}

record! {
    /// Who is responsible for the site.
    pub struct Publisher {
        /// The name of the organisation or person.
        ///
        /// Example: `name: Harbour Clinic`
        pub name: String,
        /// Its own website.
        ///
        /// Example: `url: https://example.org/`
        pub url: Option<WebAddress>,
        /// Where readers can write to.
        ///
        /// Example: `email: hello@example.org`
        pub email: Option<String>,
        /// Where readers can call.
        ///
        /// Example: `phone: "+1 555 0100"`
        pub phone: Option<String>,
        /// The postal address.
        ///
        /// Example: `address: 1 Harbour Street, Exampletown`
        pub address: Option<String>,
        /// Who pays for the site, in the words that readers see at the foot of every page.
        ///
        /// Example: `paid_by: Harbour Clinic, from the fees of its patients`
        pub paid_by: Option<Words>,
        /// `true` when the publisher sells treatment. The foot of every page then says so.
        ///
        /// Example: `sells_treatment: true`
        pub sells_treatment: bool = false,
    }
}

choice! {
    /// Whether the site is for real readers.
    pub enum Status {
        /// The site is a demonstration. Every page says so.
        Demonstration = "demonstration",
        /// The site is for real readers.
        Live = "live",
    }
}

record! {
    /// One language of the site.
    pub(super) struct LanguageFields {
        /// The name of the language, in the language itself.
        ///
        /// Example: `name: Español`
        pub name: Option<String>,
        /// How dates and numbers are written. Without this key it is the code of the language.
        ///
        /// Example: `locale: es-US`
        pub locale: Option<Spanned<String>>,
        /// In which direction the language is written. Arabic, Hebrew, Persian and Urdu are known to go from right to left.
        ///
        /// Example: `direction: rtl`
        pub direction: Option<Direction>,
        /// What becomes of pages that are not translated into this language. Once the language has a front page of its own
        /// (for Spanish `_index.es.md`), readers find each of them in their part of the site too, in the default language and
        /// with a sentence that says so; search engines are led to the original. `false` leaves such pages out.
        ///
        /// Example: `fallback: false`
        pub fallback: bool = true,
    }
}

choice! {
    /// In which direction a language is written.
    pub enum Direction {
        /// From left to right.
        Ltr = "ltr",
        /// From right to left.
        Rtl = "rtl",
    }
}

record! {
    /// One way in which pages are grouped.
    pub(super) struct TaxonomyFields {
        /// How many pages one list shows, when it differs from the rest of the site.
        ///
        /// Example: `paginate_by: 50`
        pub paginate_by: Option<Spanned<u32>>,
        /// The name for readers, one text or one for each language.
        ///
        /// Example: `title: {en: Topics, es: Temas}`
        pub title: Option<Words>,
    }
}

record! {
    /// One entry of a menu. It leads to a page, to an address, or only holds other entries together. Readers are led to the
    /// translation in their language where there is one.
    pub struct MenuItem {
        /// What readers see, one text or one for each language. Without this key it is the title of the page.
        ///
        /// Example: `label: {en: Help now, es: Ayuda ahora}`
        pub label: Option<Words>,
        /// The page, by its file in `content`.
        ///
        /// Example: `page: detox/tapering.md`
        pub page: Option<Spanned<String>>,
        /// An address outside the site, or one of the site itself that is no page of `content`, such as a list of topics or a
        /// file of `static`. An address of the site begins with `/`, as if `base_url` had no folder.
        ///
        /// Example: `url: /topics/`
        pub url: Option<Spanned<LinkAddress>>,
        /// Entries below this one.
        ///
        /// Example: `children: [{page: detox/seizures.md}]`
        pub children: Vec<Spanned<MenuItem>>,
    }
}

record! {
    /// How much the feeds hold.
    pub(super) struct Feeds {
        /// How many pages stand in one feed, the newest ones.
        ///
        /// Example: `limit: 10`
        pub limit: Spanned<u32> = default_limit(),
    }
}

/// How many pages one list shows, or one feed holds, when the file does not say.
fn default_limit() -> Spanned<u32> {
    Spanned::new(20, crate::diagnostic::Span::new(0, 0))
}

record! {
    /// Which files are made besides the pages.
    pub struct Outputs {
        /// The list of all pages for search engines, `sitemap.xml`.
        ///
        /// Example: `sitemap: false`
        pub sitemap: bool = true,
        /// What search engines may read, `robots.txt`.
        ///
        /// Example: `robots: false`
        pub robots: bool = true,
        /// The list of old addresses for web hosts that can use it, `_redirects`.
        ///
        /// Example: `redirects_file: false`
        pub redirects_file: bool = true,
        /// The newest pages of the site, of each section and of each term for feed readers, `feed.xml`.
        ///
        /// Example: `feeds: false`
        pub feeds: bool = true,
        /// The list of all pages with their ids, versions and reviews for spreadsheets, `identifiers.csv`.
        ///
        /// Example: `identifiers: false`
        pub identifiers: bool = true,
        /// The search of the site: what readers can find by words, for the pages and for programs, in `search/`.
        ///
        /// Example: `search: false`
        pub search: bool = true,
        /// Settings for web hosts that make the site strict and quick: `_headers`, and `nginx.conf` and `apache.conf` in
        /// `_hosting`.
        ///
        /// Example: `host_files: false`
        pub host_files: bool = true,
        /// A short address for each page that holds also after the page is renamed, `/h/` and the `id` of the page.
        ///
        /// Example: `short_links: false`
        pub short_links: bool = true,
        /// A page for each person in `content/_data/people.yaml` who is named as author of a page, with the pages the person
        /// wrote, in `authors/`. Organisations have none.
        ///
        /// Example: `authors: false`
        pub authors: bool = true,
        /// Each page as plain Markdown beside it, `index.md`, for programs and for people who want no more than the text. A
        /// demonstration has none.
        ///
        /// Example: `markdown: true`
        pub markdown: Spanned<bool> = off(),
        /// A list of the pages for programs that answer questions from them, `llms.txt`, in the form of <https://llmstxt.org>. A
        /// demonstration has none.
        ///
        /// Example: `llms_txt: true`
        pub llms_txt: Spanned<bool> = off(),
    }
}

/// What is not made when the file does not say so.
fn off() -> Spanned<bool> {
    Spanned::new(false, crate::diagnostic::Span::new(0, 0))
}

record! {
    /// How Markdown is read.
    pub struct Markdown {
        /// `true` lets HTML in a page through as it is. It is safer to leave this off and use directives.
        ///
        /// Example: `raw_html: true`
        pub raw_html: bool = false,
        /// `true` lets search engines count links to other websites as a recommendation.
        ///
        /// Example: `follow_links: true`
        pub follow_links: bool = false,
    }
}

/// A text for readers: the same in every language, or one for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Words {
    /// The same in every language.
    Same(String),
    /// One text for each language, by its code.
    ByLanguage(BTreeMap<String, Spanned<String>>),
}

impl Default for Words {
    fn default() -> Self {
        Self::Same(String::new())
    }
}

impl Words {
    /// The text in the language `code`, or else in the language `or_else`.
    #[must_use]
    pub fn in_language(&self, code: &str, or_else: &str) -> Option<&str> {
        match self {
            Self::Same(text) => Some(text),
            Self::ByLanguage(texts) => texts.get(code).or_else(|| texts.get(or_else)).map(|text| text.value.as_str()),
        }
    }
}

impl Decode for Words {
    const EXPECTED: Expected = Expected::Words;

    fn decode(node: &Node, findings: &mut Findings) -> Option<Self> {
        match &node.value {
            Value::Map(entries) => {
                let texts = entries.iter().filter_map(|(key, node)| {
                    let text: String = findings.in_entry(key, |findings| String::decode(node, findings))?;
                    Some((key.text.clone(), Spanned::new(text, key.span)))
                });
                Some(Self::ByLanguage(texts.collect()))
            }
            Value::List(_) => findings.wrong_type(node, Self::EXPECTED),
            _ => String::decode(node, findings).map(Self::Same),
        }
    }
}

impl Describe for Words {
    fn shape() -> Shape {
        Shape::Either(Box::new(Shape::Text), Box::new(Shape::Entries(Box::new(Shape::Text))))
    }
}
