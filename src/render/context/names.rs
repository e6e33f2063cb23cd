//! The list of names that templates can read, with what each holds.
//!
//! The reference page is written from this list, a template that reads another name is a diagnostic, and a test compares the
//! list with what templates really get.

/// A name that templates can read.
#[derive(Debug)]
pub struct Name {
    /// The name.
    pub name: &'static str,
    /// What it holds.
    pub about: &'static str,
    /// Its fields, each with what it holds; empty for a plain value or a list. Fields of the items of a list begin with `[]`.
    pub fields: &'static [(&'static str, &'static str)],
}

const CARD_FIELDS: &[(&str, &str)] = &[
    ("title", "its title"),
    ("description", "its description, or the first words of its text"),
    ("url", "link to it"),
    ("permalink", "its absolute address"),
    ("kind", "`home`, `section` or `page`"),
    ("lang", "the language of its words where it is not translated, or none"),
    ("dir", "the direction of that language, or none"),
    ("date", "its date as `YYYY-MM-DD`, or none"),
    ("date_text", "its date as people write it, or none"),
    ("main_message", "its main message, or none"),
    ("in_search", "whether the search may find it: false where its front matter has `search: {exclude: true}`"),
    ("markdown_permalink", "the absolute address of its Markdown twin, or none"),
];

/// Every name that templates can read. Absent values are `none`.
pub const NAMES: &[Name] = &[
    Name {
        name: "all_pages",
        about: "All pages and sections of this language by the first letter of their title, a list: without the front page, pages that the search leaves out and pages of the template `a-z`. Accents are taken off, so that `É` stands under `E`.",
        fields: &[
            ("letter", "the letter, or `0-9` for digits, or `#` for titles without either"),
            ("anchor", "an id for the heading of this letter"),
            (
                "url",
                "the link to that heading on the page of the template `a-z`, which is cut into pages where it lists more than 200",
            ),
            (
                "pages",
                "the cards of its pages, sorted by title; where the list is cut, those that stand on this page of it, or none",
            ),
        ],
    },
    Name {
        name: "alternates",
        about: "The page in every language that it is truly written in, itself included, for search engines; empty when there is no translation.",
        fields: &[
            ("hreflang", "language code, or `x-default` for all other readers"),
            ("permalink", "absolute address"),
        ],
    },
    Name {
        name: "assets",
        about: "The theme's assets: name to link, for example `assets[\"style.css\"]`. The link holds the file's hash.",
        fields: &[],
    },
    Name {
        name: "author",
        about: "On the page of an author: the person.",
        fields: &[
            ("id", "the name of the entry in `people.yaml`"),
            ("name", "the full name"),
            ("kind", "`person`"),
            ("role", "what the person does, or none"),
            ("credentials", "degrees and titles, or none"),
            ("url", "a page about the person elsewhere, or none"),
            ("page_url", "link to this page"),
            ("statement", "a sentence about interests that readers should know of, or none"),
        ],
    },
    Name {
        name: "backlinks",
        about: "The cards of the pages in the same language that link to this page in their text, each once, in the order of their paths.",
        fields: CARD_FIELDS,
    },
    Name {
        name: "body",
        about: "The page's text as HTML; write `{{ body | safe }}`. In the template of a Markdown twin, `page.md`, its text as Markdown.",
        fields: &[],
    },
    Name {
        name: "breadcrumbs",
        about: "The way from the front page to the page above this one: a list.",
        fields: &[
            ("title", "title of that page"),
            ("url", "link to it"),
            ("lang", "the language of the title where that page is not translated, or none"),
            ("dir", "the direction of that language, or none"),
        ],
    },
    Name {
        name: "data",
        about: "The files of `content/_data/`: `data.NAME` is the content of `NAME.yaml`. A page's output depends only on the files that the theme names.",
        fields: &[],
    },
    Name {
        name: "definitions",
        about: "The words of the glossary that the text explains, in its order: a list for the end of the page.",
        fields: &[
            ("id", "the name of the entry in `glossary.yaml`"),
            ("term", "the word"),
            ("definition", "what it means"),
            (
                "anchor",
                "the id that the list must give this entry; with `-beside` behind it, the id of the explanation that opens beside the word",
            ),
            ("url", "link to its entry in the glossary, or to this list where no page shows the glossary"),
        ],
    },
    Name {
        name: "description",
        about: "The text for search engines and link previews: the page's description; on a demonstration the notice stands before it.",
        fields: &[],
    },
    Name {
        name: "feedback",
        about: "Where readers can say what is wrong with this page, or none: where the site asks for nothing, and on pages with `emergency: true` or `feedback: false`.",
        fields: &[
            ("mail", "the e-mail address, or none"),
            ("mail_url", "the link that writes to it, with the id of the page as subject, or none"),
            ("action", "the link to which a form sends its text by POST, or none"),
        ],
    },
    Name {
        name: "feeds",
        about: "The feeds that tell of this page's news: that of the site in its language, and that of this section or term.",
        fields: &[("title", "its title"), ("url", "link to it")],
    },
    Name {
        name: "glossary",
        about: "All entries of the glossary in this language, in the order of their words: a list, for a page with `template: glossary`.",
        fields: &[
            ("id", "the name of the entry in `glossary.yaml`"),
            ("term", "the word"),
            ("definition", "what it means"),
            ("forms", "its other forms: a list"),
            ("anchor", "the id that the page must give this entry, since words in texts lead there"),
        ],
    },
    Name {
        name: "helplines",
        about: "The help lines of the site's region: a list of the entries of `helplines.yaml`, without lines of `kind: own`. `is_confirmed` is true for a line that was rung, and for one that nobody should ring to try it.",
        fields: &[],
    },
    Name {
        name: "lang",
        about: "The language of this page.",
        fields: &[
            ("code", "BCP 47 code, for `lang=`"),
            ("name", "its own name"),
            ("locale", "locale, for `plural`"),
            ("dir", "`ltr` or `rtl`"),
            ("url", "link to the front page in this language"),
        ],
    },
    Name { name: "menus", about: "The menus of `guidepost.yaml` by name, each a list.", fields: &[] },
    Name { name: "next", about: "The card of the next page in reading order, or none.", fields: CARD_FIELDS },
    Name {
        name: "notice",
        about: "On a demonstration the sentence that every page must show above its main message; else none. The build checks that it is shown.",
        fields: &[],
    },
    Name { name: "page", about: "The page itself.", fields: PAGE_FIELDS },
    Name {
        name: "own_lines",
        about: "The lines of the publisher, `kind: own` in `helplines.yaml`: a list like `helplines`, to show after those. Empty on pages with `emergency: true` and on sets that show one.",
        fields: &[],
    },
    Name {
        name: "policy",
        about: "What browsers may load on this page, for `<meta http-equiv=\"Content-Security-Policy\">` before anything that is loaded; none unless the site has `policy_in_pages: true`.",
        fields: &[],
    },
    Name {
        name: "outside_links",
        about: "The links of the text to other websites, each address once: a list for paper. Where a template reads it, the link in the text has its number as `data-note`.",
        fields: &[("number", "its number, from 1"), ("url", "the address")],
    },
    Name {
        name: "page_terms",
        about: "The terms of this page, a list by taxonomy.",
        fields: &[
            ("taxonomy", "its name in front matter"),
            ("title", "its title"),
            ("terms", "a list of `name` and `url`"),
        ],
    },
    Name {
        name: "pages",
        about: "The cards of the pages in this list: pages of the section, of the term or of the author, on this page of the list. In a file from `templates/outputs/`: all pages and sections that are written in its language, with its front page, in the order of their paths.",
        fields: CARD_FIELDS,
    },
    Name {
        name: "pages_by_section",
        about: "In a file from `templates/outputs/` and in `llms.txt`: the pages that are written in its language by the section in which they stand, a list.",
        fields: &[
            ("section", "the card of a section right below the front page; the first is that of the front page"),
            (
                "pages",
                "the cards of all pages and sections below it, in reading order; for the front page, of the pages in no section",
            ),
        ],
    },
    Name {
        name: "paginator",
        about: "The pages of this list, or none when there is only one.",
        fields: &[
            ("current", "number of this page, from 1"),
            ("total", "how many there are"),
            ("first_url", "link to the first"),
            ("last_url", "link to the last"),
            ("previous_url", "link to the one before, or none"),
            ("next_url", "link to the one after, or none"),
            (
                "items",
                "the first, the last and those near this one: `number`, `url`, `current`, and `gap` where numbers before it are left out",
            ),
        ],
    },
    Name {
        name: "parts",
        about: "The pages that this page names by `set`, with their texts, in order: a list.",
        fields: &[
            ("number", "the number of the part, from 1"),
            ("anchor", "the id that the part must have"),
            ("page", "the page, with the fields of `page`"),
            (
                "body",
                "its text as HTML, with headings one level down and with ids that no other part has: `{{ part.body | safe }}`",
            ),
            ("references", "the sources that it cites, with the fields of `references`"),
            ("definitions", "the words of the glossary that it uses, with the fields of `definitions`"),
            ("outside_links", "its links to other websites, with the fields of `outside_links`"),
        ],
    },
    Name { name: "previous", about: "The card of the page before in reading order, or none.", fields: CARD_FIELDS },
    Name {
        name: "qr",
        about: "The QR code of the page's permanent address, for print; none for lists and for what is no page in `content`. It is drawn by `<svg viewBox=\"0 0 SIZE SIZE\"><path d=\"PATH\" stroke=\"#000\"/></svg>`.",
        fields: &[
            ("address", "the address in it: that of `page.short_link`, or the address of the page where there is none"),
            ("size", "width and height with the empty border that it needs, in squares"),
            ("path", "its dark squares, as lines that are one square wide"),
        ],
    },
    Name {
        name: "references",
        about: "The sources that the text cites, in the order of their numbers: a list.",
        fields: &[
            ("number", "the number in the text"),
            ("anchor", "the id that the list must give this entry, since the number in the text leads there"),
            ("citations", "the ids of the places in the text that cite it, for links back"),
            ("source", "the source, with the fields of `page.sources`"),
        ],
    },
    Name {
        name: "related",
        about: "The cards of the pages that readers of this page may want to read next, best first: those that its front matter names, else up to four that are found. An empty list for sections that name none.",
        fields: CARD_FIELDS,
    },
    Name {
        name: "robots",
        about: "`noindex` when search engines must leave this page out, else empty: on a demonstration, and on a page that is not translated.",
        fields: &[],
    },
    Name {
        name: "search",
        about: "Where readers of this language search, or none: where the site has `outputs: {search: false}`, and where no page has `template: search`.",
        fields: &[
            ("module", "the link to the module that searches"),
            ("page", "the link to the page with `template: search`"),
            ("index", "the link to the page with `template: a-z`, or none"),
        ],
    },
    Name {
        name: "sections",
        about: "The cards of the sections in this section; in a file from `templates/outputs/`, those of the front page.",
        fields: CARD_FIELDS,
    },
    Name {
        name: "series",
        about: "The series that this page is a step of, or none.",
        fields: &[
            ("title", "its title"),
            ("description", "what it is for, or none"),
            ("position", "the number of this page in it, from 1"),
            ("total", "how many pages it has"),
            ("previous", "the step before, with the fields of `items`, or none"),
            ("next", "the step after, with the fields of `items`, or none"),
            ("items", "all steps in order: `number`, `title`, `url`, and `current` for this page"),
        ],
    },
    Name {
        name: "site",
        about: "The site.",
        fields: &[
            ("title", "its title"),
            ("description", "its description, or none"),
            ("url", "base URL with final `/`"),
            ("path", "path of the base URL with final `/`"),
            ("status", "`demonstration` or `live`"),
            (
                "publisher",
                "`name`, `url`, `email`, `phone`, `address`, `paid_by`, each a text or none, and `sells_treatment`, true or false",
            ),
        ],
    },
    Name { name: "strings", about: "The theme's words in the page's language, from `strings/LANG.yaml`.", fields: &[] },
    Name {
        name: "structured_data",
        about: "What a page tells machines in the words of schema.org, each part a JSON text for `<script type=\"application/ld+json\">` or none. A template writes the parts whose facts it shows. Lists, pages that are not translated and most parts of a demonstration have none.",
        fields: &[
            ("page", "what the page is, who wrote and who reviewed it, and its sources"),
            ("breadcrumbs", "the way from the front page to it"),
            ("organization", "the publisher"),
        ],
    },
    Name { name: "target", about: "On a redirect: the link to the page it leads to.", fields: &[] },
    Name {
        name: "target_permalink",
        about: "On a redirect: the absolute address of the page it leads to.",
        fields: &[],
    },
    Name {
        name: "terms",
        about: "On the list of a taxonomy: its terms.",
        fields: &[("name", "the term"), ("url", "link to its pages"), ("count", "how many pages carry it")],
    },
    Name {
        name: "taxonomy",
        about: "On the list of a taxonomy and of a term: the taxonomy.",
        fields: &[
            ("name", "its name in front matter"),
            ("title", "its title"),
            ("url", "link to the list of its terms"),
        ],
    },
    Name { name: "theme", about: "The theme's options with the site's values.", fields: &[] },
    Name {
        name: "toc",
        about: "The headings of the text as a nested list; empty when `toc: false`.",
        fields: &[
            ("id", "for `href=\"#…\"`"),
            ("title", "its text"),
            ("level", "2 to 6"),
            ("children", "the headings below it, in the same form"),
        ],
    },
    Name {
        name: "translations",
        about: "The page in every language, itself included; where it is not translated, with the text of the original. For a page that does not exist the front pages, for a term the lists of terms.",
        fields: &[
            ("code", "language code"),
            ("name", "the language's own name"),
            ("dir", "`ltr` or `rtl`"),
            ("locale", "locale"),
            ("title", "title of the page there"),
            ("url", "link"),
            ("permalink", "absolute address"),
            ("current", "whether it is this page"),
            ("is_fallback", "whether the page is not translated into this language and shows the original"),
        ],
    },
];

const PAGE_FIELDS: &[(&str, &str)] = &[
    ("id", "its permanent id, which its translations share; none where there is no such page in `content`"),
    ("short_link", "the absolute address that leads to it also after it is renamed, for print; or none"),
    ("markdown_url", "the link to its Markdown twin, for the head of the page, or none"),
    ("title", "its title"),
    ("description", "its description, or the first words of its text"),
    ("main_message", "its main message, or none"),
    ("url", "link to it"),
    ("permalink", "its absolute address"),
    (
        "canonical",
        "the absolute address for search engines: its own, or where it is not translated that of the original",
    ),
    ("is_fallback", "whether it is not translated and shows the text of the original"),
    ("text_lang", "the language of its text: `code`, `name`, `dir`"),
    ("kind", "`home`, `section`, `page`, `taxonomy`, `term`, `author`, `404`, `redirect` or `file`"),
    ("source", "path of its file"),
    ("date", "its date as `YYYY-MM-DD`, or none"),
    ("date_text", "its date as people write it, or none"),
    ("updated", "when it was last changed, or none"),
    ("updated_text", "the same as people write it, or none"),
    ("has_code", "whether its text holds a code block"),
    ("has_notes", "whether its text has footnotes"),
    ("quick_exit", "whether it offers a quick way out"),
    ("emergency", "whether it is for danger to life, or shows a page that is"),
    ("words", "how many words its text has"),
    ("region", "the region it is for, or none"),
    ("audience", "whom it is for, a list"),
    ("about", "what it is about, a list"),
    (
        "authors",
        "a list of people: `id`, `name`, `kind`, `role`, `credentials`, `url`, and `page_url`, the link to the person's page on this site",
    ),
    ("reviews", "a list: `name`, `role`, `credentials`, `date`, `date_text`, `next_review`, `next_review_text`"),
    ("sources", "a list: `id`, `kind`, `title`, `authors`, `publisher`, `year`, `url`, `doi`, `pmid`"),
    ("translation", "how it was translated: `method`, `reviewer`, `date`; or none"),
    ("extra", "what stands under `extra` in its front matter"),
];
