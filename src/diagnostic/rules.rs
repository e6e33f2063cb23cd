//! The one table of rules.
//!
//! Job: name every kind of problem that Guidepost reports, say how much it weighs, and explain it in plain words with a wrong
//! and a right example. Input: nothing. Output: one `static` for each rule, and [`ALL`], sorted by name. It never looks at a
//! site: the stages do, and point here. `guidepost explain` and the reference page of rules print these texts as they are.
//!
//! To add a rule, add its lines at the right place in the alphabet.

use super::{Rule, Severity};
use crate::text;

/// The rule called `name`.
#[must_use]
pub fn find(name: &str) -> Option<&'static Rule> {
    ALL.binary_search_by(|rule| rule.name.cmp(name)).ok().and_then(|index| ALL.get(index)).copied()
}

/// The name of the rule that `name` was probably meant to be.
#[must_use]
pub fn suggest(name: &str) -> Option<&'static str> {
    text::closest(name, ALL.iter().map(|rule| rule.name))
}

/// Makes one `static` for each line of the table, and the list of all of them in the same order.
macro_rules! rules {
    ($($constant:ident = $name:literal, $severity:ident,
        about: $about:literal, wrong: $wrong:literal, right: $right:literal;)*) => {
        $(
            #[doc = concat!("`", $name, "`: ", $about)]
            pub static $constant: Rule = Rule {
                name: $name,
                severity: Severity::$severity,
                about: $about,
                wrong: $wrong,
                right: $right,
            };
        )*

        /// Every rule, sorted by name.
        pub static ALL: &[&Rule] = &[$(&$constant),*];
    };
}

rules! {
    ALIAS_ESCAPES = "alias-escapes", Error,
    about: "An alias is an old address of the page. It must stay inside the site: it may not climb out with `..`, \
        name another website or use signs that a web address cannot hold.",
    wrong: "aliases: [\"../../old-page\"]",
    right: "aliases: [\"/old-page/\"]";

    BAD_DATE = "bad-date", Error,
    about: "A date is written as year, month and day, and the day must exist. Dates written in another order are \
        read differently in different countries, so they are refused.",
    wrong: "date: 31.02.2026",
    right: "date: 2026-02-28";

    BAD_FILE_NAME = "bad-file-name", Error,
    about: "The name of a file becomes part of a web address. Names that no web host can serve everywhere, for \
        example with a backslash or a colon or a hidden sign, are refused.",
    wrong: "content/pain\\sleep.md",
    right: "content/pain-and-sleep.md";

    BAD_IMAGE = "bad-image", Error,
    about: "Every picture needs its width and height, so that the page does not jump while it loads. This file says \
        it is a picture, but it is damaged, empty, or of another kind than its name says.",
    wrong: "![A calm room](room.png)   where room.png is really a text file",
    right: "![A calm room](room.png)   where room.png opens in a picture viewer";

    BAD_ROUTE = "bad-route", Error,
    about: "Every page needs an address that a web host can serve. This page's address, made of its folders and its \
        name or slug, is empty, too long, or holds something an address cannot hold.",
    wrong: "content/../families.md",
    right: "content/families.md";

    BAD_SLUG = "bad-slug", Error,
    about: "The slug is the last part of the page's address. It is one plain name: letters, digits and hyphens, \
        without `/`, `..` or spaces.",
    wrong: "slug: help/for families",
    right: "slug: help-for-families";

    BAD_VALUE = "bad-value", Error,
    about: "The value is of the right kind, but it is not one that this key takes: for example a word outside the \
        list of allowed words, or a number that is too small.",
    wrong: "sort_by: importance",
    right: "sort_by: weight";

    BIBLIOGRAPHY = "bibliography", Error,
    about: "The files `content/_data/sources.json` and `content/_data/sources.bib` hold sources as programs for references \
        export them: the first as CSL JSON, the second as BibTeX. This place in such a file cannot be read.",
    wrong: "@article{brunner-2025, title = {Tapering, year = 2025}",
    right: "@article{brunner-2025, title = {Tapering}, year = 2025}";

    CARE_CARD = "care-card", Warning,
    about: "A care card is read in fear, on a small screen. It says few things in few words: at most six points, and at most \
        12 words in each.",
    wrong: ":::care Call 911 if {level=\"emergency\"}\n- the person has had a seizure, or several of them, or you are not \
        sure whether it was one\n:::",
    right: ":::care Call 911 if {level=\"emergency\"}\n- the person has a seizure\n:::";

    CITATION_FORM = "citation-form", Error,
    about: "A citation is written in square brackets: `@` and the short name of a source in `content/_data/sources.yaml`, \
        perhaps a comma and the place in it, and `;` before the next source. It cannot stand inside a link.",
    wrong: "A slow taper is safer [@guideline-2024 @fda-2020].",
    right: "A slow taper is safer [@guideline-2024, p. 3; @fda-2020].";

    CONFIG_MISSING = "config-missing", Error,
    about: "A site is a folder with a file `guidepost.yaml`, which says at least the title of the site and the \
        address it will have. Without that file Guidepost does not know what to build.",
    wrong: "my-site/content/families.md   with no my-site/guidepost.yaml beside content",
    right: "title: Harbour Clinic\nbase_url: https://example.org/";

    CONFIG_VALUE = "config-value", Error,
    about: "A setting in `guidepost.yaml` is of the right kind, but it cannot work: for example an address that does \
        not begin with `https://`, a language that is not listed, or a time zone that does not exist.",
    wrong: "base_url: example.org",
    right: "base_url: https://example.org/";

    DANGEROUS_LINK = "dangerous-link", Error,
    about: "A link may open a web page, an email, a telephone call or a text message, or lead to another page of \
        this site. Every other kind can run a program in the reader's browser, so it is refused.",
    wrong: "[Open the form](javascript:openForm())",
    right: "[Open the form](https://example.org/form)";

    DATA_VALUE = "data-value", Error,
    about: "An entry in `content/_data` (people, sources, glossary, help lines) holds something that cannot be used: \
        for example a telephone number with letters, or two entries with one name.",
    wrong: "- id: main-line\n  label: Our telephone\n  tel: ask at the desk",
    right: "- id: main-line\n  label: Our telephone\n  tel: \"+1 555 0100\"";

    DEAD_ANCHOR = "dead-anchor", Error,
    about: "The part of a link after `#` names a heading on the page it leads to. The page is there, but no heading \
        on it has this name, so readers would land at the top of the page.",
    wrong: "[How slowly?](tapering.md#pase)",
    right: "[How slowly?](tapering.md#pace)";

    DEAD_FILE = "dead-file", Error,
    about: "A link or a picture names a file that is not there: neither beside the page, nor in `static`, nor in the \
        theme. Readers would see an error page or a broken picture.",
    wrong: "[The leaflet](leaflet-2025.pdf)   when only leaflet-2026.pdf is in the folder",
    right: "[The leaflet](leaflet-2026.pdf)";

    DEAD_LINK = "dead-link", Error,
    about: "A link to another page names that page's file, counted from the folder of the page that links. There is \
        no such file, or the page is a draft, not yet published or expired, so readers would see an error page.",
    wrong: "See [slow tapering](../detox/taperring.md).",
    right: "See [slow tapering](../detox/tapering.md).";

    DEMONSTRATION_OUTPUT = "demonstration-output", Warning,
    about: "While a site is a demonstration, no clinician has checked its pages, and each of them says so. A program \
        that takes over the text of a page may leave that notice out, so files that are made for such programs are \
        not written then, although the settings ask for them.",
    wrong: "status: demonstration\noutputs: {markdown: true}",
    right: "status: live\noutputs: {markdown: true}";

    DIRECTIVE_ATTRIBUTES = "directive-attributes", Error,
    about: "What stands between `{` and `}` after a directive is a list of `name=\"value\"`, separated by spaces, \
        with straight quotes. This one cannot be read.",
    wrong: "::helplines{region=us\"}",
    right: "::helplines{region=\"us\"}";

    DIRECTIVE_CONTAINER = "directive-container", Error,
    about: "A directive that holds text must begin and end at the same level: both outside lists and quotes, or both \
        inside the same list item or quote. This one begins in one and ends in another.",
    wrong: "- :::callout Take care\n  Some text.\n\n:::",
    right: ":::callout Take care\n- Some text.\n:::";

    DIRECTIVE_DEPTH = "directive-depth", Error,
    about: "Directives can stand inside one another, but so many levels cannot be shown on a page and are nearly \
        always a closing line that is missing.",
    wrong: "::::::::::::::::::::callout\n:::::::::::::::::::callout\n(and many more)",
    right: "::::callout\n:::steps\n1. Call the desk.\n:::\n::::";

    DIRECTIVE_OPENING = "directive-opening", Error,
    about: "The first line of a directive is colons, its name, then perhaps a title and arguments in braces. The \
        name is made of small letters, digits and hyphens. This line is written in another way.",
    wrong: ":::Care[Go now]{level=\"urgent\"}",
    right: ":::care Go now {level=\"urgent\"}";

    DIRECTIVE_STRAY = "directive-stray", Error,
    about: "A line of only colons ends a directive. This one has nothing to end: the directive was already closed, \
        or its first line is missing or has more colons.",
    wrong: "Some text.\n\n:::",
    right: ":::callout Take care\nSome text.\n:::";

    DIRECTIVE_TANGLED = "directive-tangled", Error,
    about: "The page holds both directives and code, and the two overlap so much that it cannot be told which is \
        which. Most often one backtick or one line that closes a block of code is missing.",
    wrong: "<!-- :abbr[a]{title=\"--> <b c='\"} --> :abbr[b]{title=\"'> <!--\"} (and so on, many times)",
    right: ":abbr[a]{title=\"one\"} :abbr[b]{title=\"two\"}";

    DIRECTIVE_TEXT = "directive-text", Error,
    about: "Something must stand between the lines of this directive, and does not: one next step is one link, and a \
        video has a picture of this site and its words to read.",
    wrong: ":::action\n[Call 988](tel:988) or [text 988](sms:988)\n:::",
    right: ":::action\n[Call 988](tel:988)\n:::";

    DIRECTIVE_UNCLOSED = "directive-unclosed", Error,
    about: "A directive that begins with `:::` and a name must end with a line of as many colons. Without it the \
        rest of the page would become part of the box.",
    wrong: ":::callout Take care\nSome text.",
    right: ":::callout Take care\nSome text.\n:::";

    DUPLICATE_KEY = "duplicate-key", Error,
    about: "The same key stands twice in one list of keys. Only one of the two values could count, and it would be a \
        guess which one you mean.",
    wrong: "title: Sleep\ntitle: Sleep and rest",
    right: "title: Sleep and rest";

    FRONT_MATTER_MISSING = "front-matter-missing", Error,
    about: "Every page begins with its front matter: lines of `key: value` between two lines of `---`, with at least \
        a title. This file begins with something else.",
    wrong: "# For families\n\nYou are not alone.",
    right: "---\ntitle: For families\n---\n\nYou are not alone.";

    FRONT_MATTER_UNCLOSED = "front-matter-unclosed", Error,
    about: "The front matter begins with a line of `---` and must end with another one. Without it nobody can tell \
        where the text of the page begins.",
    wrong: "---\ntitle: For families\n\nYou are not alone.",
    right: "---\ntitle: For families\n---\n\nYou are not alone.";

    HELP_LINE_UNCONFIRMED = "help-line-unconfirmed", Warning,
    about: "On a live site somebody has rung each help line, and wrote down when, who and how. A number that nobody has rung \
        may be wrong, or may no longer answer. Emergency numbers are never rung to try them, so nothing is asked for them.",
    wrong: "- id: us-988\n  label: 988 Suicide & Crisis Lifeline\n  tel: \"988\"",
    right: "- id: us-988\n  label: 988 Suicide & Crisis Lifeline\n  tel: \"988\"\n  confirmed_on: 2026-03-01\n  \
        confirmed_by: front desk\n  method: rang the number";

    HIDDEN_CHARACTER = "hidden-character", Error,
    about: "Word processors change straight quotes to curly ones and ordinary spaces to special ones, and text \
        copied from elsewhere can bring signs that nobody sees. Where Guidepost reads names and settings they break \
        the meaning, so they must be typed plainly.",
    wrong: "region: \u{201C}us\u{201D}",
    right: "region: \"us\"";

    INCLUDE_CYCLE = "include-cycle", Error,
    about: "A snippet takes in another one that, directly or through others, takes in the first again. The text would never end.",
    wrong: "snippets/a.md: ::include{file=\"snippets/b.md\"}\nsnippets/b.md: ::include{file=\"snippets/a.md\"}",
    right: "snippets/a.md: ::include{file=\"snippets/b.md\"}\nsnippets/b.md: Call before you stop.";

    LONG_LIST = "long-list", Warning,
    about: "A list with more than seven points is read in part. Two short lists, each with its own heading or sentence, are read \
        to their ends.",
    wrong: "## Bring along\n\n(a list of twelve things)",
    right: "## Bring along for the visit\n\n(a list of six things)\n\n## If you stay\n\n(a list of six things)";

    MENU_PAGE = "menu-page", Error,
    about: "A menu in `guidepost.yaml` names a page that does not exist or is not published, or an address of the \
        site where nothing is, so the menu would hold a dead link.",
    wrong: "menus:\n  main:\n    - page: familys.md\n    - {label: Topics, url: /topic/}",
    right: "menus:\n  main:\n    - page: families.md\n    - {label: Topics, url: /topics/}";

    MISSING_ALT = "missing-alt", Error,
    about: "People who do not see a picture hear its description instead, so every picture needs one between `[` and \
        `]`. A picture that only decorates is marked with \"decorative\", and is then passed over.",
    wrong: "![](waiting-room.jpg)",
    right: "![Three chairs in a bright waiting room](waiting-room.jpg)\n\n![](wave.png \"decorative\")";

    MISSING_ARGUMENT = "missing-argument", Error,
    about: "The directive needs an argument that was not given. The message names it, and the reference page of \
        directives lists the arguments of each.",
    wrong: ":::care\n- You have a question about your appointment.\n:::",
    right: ":::care{level=\"routine\"}\n- You have a question about your appointment.\n:::";

    MISSING_KEY = "missing-key", Error,
    about: "A key that is always needed is not there: for example the title and the address of the site, or the name \
        of a person.",
    wrong: "- id: ada\n  role: Nurse",
    right: "- id: ada\n  name: Ada Example\n  role: Nurse";

    MISSING_NOTICE = "missing-notice", Error,
    about: "While a site is a demonstration, every page must show the notice that no clinician has checked it, above \
        its main message. A template of the theme leaves it out.",
    wrong: "<main>{{ body | safe }}</main>",
    right: "{% if notice %}<p class=\"notice\">{{ notice }}</p>{% endif %}\n<main>{{ body | safe }}</main>";

    MISSING_STRING = "missing-string", Error,
    about: "The theme shows some words of its own, such as \"Next page\", and keeps them in one file for each \
        language. This language's file lacks one that a template uses.",
    wrong: "# strings/es.yaml\nhome: Inicio",
    right: "# strings/es.yaml\nhome: Inicio\nnext_page: Página siguiente";

    MISSING_TITLE = "missing-title", Error,
    about: "Every page needs a title: it is the heading of the page, the name in menus and lists, and what search \
        engines show.",
    wrong: "---\ndescription: How families can help\n---",
    right: "---\ntitle: For families\ndescription: How families can help\n---";

    NOT_UTF8 = "not-utf8", Error,
    about: "Text files must be saved as UTF-8, the form of text that holds the letters of every language. This file \
        was saved in another form, so some letters would come out wrong.",
    wrong: "A file saved as \"Western (Windows 1252)\"",
    right: "The same file, opened in an editor and saved again as \"UTF-8\"";

    OUTPUT_COLLISION = "output-collision", Error,
    about: "Two things would be written to the same place, so one would hide the other. Addresses that differ only \
        in capital letters, or in how an accent is typed, count as the same, because many computers cannot tell them \
        apart.",
    wrong: "content/families.md\ncontent/Families/index.md",
    right: "content/families.md\ncontent/families-in-crisis/index.md";

    OWN_LINE = "own-line", Error,
    about: "Whoever needs help now must not take the number of the site's publisher for that of a help line. So care cards, \
        pages with `emergency: true` and menus above the text never lead to the publisher. Its own line stands at the foot of all other \
        pages. Who looks for treatment must be able to choose, so where the publisher sells it, each page leads to a list that takes no \
        side before it leads to the publisher: to the `url` of a help line, or by `::helplines`.",
    wrong: ":::care Get help now {level=\"urgent\"}\n- Call [our front desk](tel:+15550100).\n:::",
    right: ":::care Get help now {level=\"urgent\"}\n- Call [988](tel:988).\n:::";

    PAGE_ID = "page-id", Error,
    about: "The id of a page is its permanent name: the address `/h/` with this id leads to the page wherever it is \
        moved. So no two pages can have the same id. Only the translations of a page share that of the original.",
    wrong: "id: k7m2p4qd   in two pages",
    right: "id: k7m2p4qd   in one of them, and id: t3vhx9bz in the other";

    PICTURE_DAMAGED = "picture-damaged", Error,
    about: "The file of a picture is not whole, or its bytes cannot be understood. Readers would see half of it or none. \
        Most often it was not copied to its end.",
    wrong: "content/room.jpg   of which only the first half was copied",
    right: "content/room.jpg   copied again";

    PICTURE_HEAVY = "picture-heavy", Warning,
    about: "The picture takes many bytes even in the size in which pages show it, so it is slow to load on a phone, and \
        readers with little data pay for it.",
    wrong: "content/room.png   a photograph of 3 MB",
    right: "content/room.jpg   the same photograph of 300 KB";

    PICTURE_TOO_LARGE = "picture-too-large", Error,
    about: "The picture has more pixels than can be read into memory, or says so. No screen shows as many.",
    wrong: "content/plan.png   of 60000 × 60000 pixels",
    right: "content/plan.png   of 2400 × 2400 pixels";

    RAW_HTML = "raw-html", Error,
    about: "HTML typed into a page can break the page, look different from everything else and shut out people who \
        use a screen reader, so it is refused. Use Markdown or a directive, or let the owner of the site allow it \
        with `markdown: {raw_html: true}`.",
    wrong: "<div class=\"box\">Ask a pharmacist.</div>",
    right: ":::callout\nAsk a pharmacist.\n:::";

    REFERENCES_NOT_SHOWN = "references-not-shown", Warning,
    about: "Pages cite sources, and no template of the theme lists them. Readers see numbers in brackets and never learn \
        what stands behind them.",
    wrong: "templates/page.html: {{ body | safe }}",
    right: "templates/page.html: {{ body | safe }} {% for reference in references %}<li id=\"{{ reference.anchor }}\">…{% endfor %}";

    RELATED_PAGE = "related-page", Error,
    about: "The list `related` in the front matter names a page that does not exist. A page that is \
        not published yet may stand there: it shows from the day it is.",
    wrong: "related: [familys.md]",
    right: "related: [families.md]";

    SEARCH_PAGE = "search-page", Error,
    about: "The files of the search in `content/_data` name pages: `urgent_searches.yaml` the page that helps at once, and \
        `searches.yaml` the page that must be found. There is no such page, or readers do not see it, so somebody in danger \
        would be led to nothing.",
    wrong: "- need: emergency\n  words: [overdose]\n  page: safety/overdoze.md\n  say: Call 911 now.",
    right: "- need: emergency\n  words: [overdose]\n  page: safety/overdose.md\n  say: Call 911 now.";

    SERIES_PAGE = "series-page", Error,
    about: "A series in `content/_data/series.yaml` leads readers from page to page in one order. It names a page that \
        does not exist, or one that is a step already, here or in another series.",
    wrong: "taper:\n  title: The way through a taper\n  pages: [tapering.md, withdrawl.md]",
    right: "taper:\n  title: The way through a taper\n  pages: [tapering.md, withdrawal.md]";

    SET_PAGE = "set-page", Error,
    about: "The list `set` in the front matter names the pages that this page shows one after the other, to print them as \
        one document. It names a page that does not exist, its own page, or a page twice. A page that is not published yet \
        may stand there: it is shown from the day it is.",
    wrong: "set: [familys.md]",
    right: "set: [families.md]";

    SNIPPET_FORM = "snippet-form", Error,
    about: "A snippet is a text that many pages show. A heading or a footnote has its own address on one page, so a snippet \
        holds none. It has no front matter either.",
    wrong: "## Never stop suddenly\n\nTalk with the prescriber first.",
    right: "Never stop suddenly. Talk with the prescriber first. [@guideline-2024]";

    SYMBOLIC_LINK = "symbolic-link", Error,
    about: "A symbolic link is a file that only points to another place. This one leads outside the site, so private \
        files could be published by mistake, or it leads round in a circle.",
    wrong: "content/notes -> /home/ada/notes",
    right: "content/notes/   with copies of the files that belong to the site";

    SYNONYM_AMBIGUOUS = "synonym-ambiguous", Warning,
    about: "Synonyms tell the search what people mean by a word. One word stands for two entries here, or is itself the word \
        of another entry, so the search cannot know which is meant. When both are, say so with `also` in one of them.",
    wrong: "- {canonical: alprazolam, street: [bars]}\n- {canonical: bromazolam, street: [bars]}",
    right: "- {canonical: alprazolam, street: [bars]}\n- {canonical: bromazolam, also: [bars]}";

    TEMPLATE_ERROR = "template-error", Error,
    about: "A template or a component of the theme could not be read, or failed while a page was made with it, or made a \
        JSON file that no program can read. The message shows the line in the template and the page or file.",
    wrong: "{% if page.toc %}{{ body | safe }}",
    right: "{% if page.toc %}{{ body | safe }}{% endif %}";

    TEMPLATE_SET = "template-set", Error,
    about: "A template gives a new meaning to a name that Guidepost itself fills in. Everything after it, and \
        whoever reads the theme next, would be misled. Choose another name.",
    wrong: "{% set page = pages | first %}",
    right: "{% set first_page = pages | first %}";

    TEMPLATE_VALUE = "template-value", Error,
    about: "A template uses a name that Guidepost does not fill in. The reference page of template values lists all \
        names.",
    wrong: "<h1>{{ pag.title }}</h1>",
    right: "<h1>{{ page.title }}</h1>";

    THEME_CONTRACT = "theme-contract", Error,
    about: "A theme says for which version of the agreement between themes and Guidepost it was made. This theme was \
        made for another one, so its pages could come out wrong.",
    wrong: "# theme.yaml\ncontract: 99",
    right: "# theme.yaml\ncontract: 1";

    THEME_CONTRAST = "theme-contrast", Error,
    about: "Two colours of the theme that stand on each other are too alike for readers who see badly, or who read \
        on a poor screen or in the sun. WCAG 2.2 asks for a contrast of 4.5:1 for text, and of 3:1 for large text, \
        controls and lines that matter. The build computes it for light and for dark screens, and names the nearest \
        colour that can be read.",
    wrong: "theme_options:\n  brand: \"#9fd5c0\"",
    right: "theme_options:\n  brand: \"#0b5c4a\"";

    THEME_COPY = "theme-copy", Warning,
    about: "A file of this site is a copy of a file of the theme, as its first line says. The theme has changed that \
        file since, so the copy may lack a correction, or no longer fit the rest of the theme.",
    wrong: "{#- guidepost: copy of templates/page.html, version 0000000000 -#}",
    right: "{#- guidepost: copy of templates/page.html, version 5c3b1d9e07 -#}   the version of the theme's file now";

    THEME_FILE = "theme-file", Error,
    about: "A file of the theme is missing or cannot be used: for example a template that every theme needs, or a \
        theme that extends itself.",
    wrong: "themes/harbour/templates/   without page.html",
    right: "themes/harbour/templates/page.html";

    THEME_MISSING = "theme-missing", Error,
    about: "The theme named in `guidepost.yaml` is neither a folder in `themes` nor the one that comes with \
        Guidepost.",
    wrong: "theme: waysid",
    right: "theme: wayside";

    THEME_OPTION = "theme-option", Error,
    about: "An option of the theme is not one that this theme has, or its value is not of the kind the theme \
        expects. The file `theme.yaml` of the theme lists its options.",
    wrong: "theme_options:\n  cornes: round",
    right: "theme_options:\n  corners: round";

    TOO_DEEP = "too-deep", Error,
    about: "Things can stand inside one another, such as lists in lists, quotes in quotes or folders in folders, but \
        not without end. So many levels are nearly always a mistake, and would make the page impossible to read.",
    wrong: "> > > > > > > > (and hundreds more) A quote",
    right: "> A quote";

    TOO_LARGE = "too-large", Error,
    about: "The file is larger than any page, entry or picture should be. Readers on a telephone would wait for \
        minutes. Split it, or make it smaller.",
    wrong: "content/everything.md   with 200 MB of text",
    right: "content/everything/_index.md   with one page for each subject beside it";

    TRANSLATION_ORPHAN = "translation-orphan", Warning,
    about: "The name of the file says that it is a translation, but the page it translates is not there, so readers \
        cannot change between the two languages.",
    wrong: "content/tapering.es.md   without content/tapering.md",
    right: "content/tapering.es.md\ncontent/tapering.md";

    TRANSLATION_STALE = "translation-stale", Warning,
    about: "The page in the default language has changed since this translation was made, so readers of the two may be \
        told different things. Compare the sections that the message names, bring the translation up to date, and run \
        `guidepost translation sync` with its path.",
    wrong: "content/tapering.es.md   made before `## Pace` of content/tapering.md was changed",
    right: "content/tapering.es.md   brought up to date and recorded with `guidepost translation sync`";

    UNKNOWN_ARGUMENT = "unknown-argument", Error,
    about: "The directive has no argument of this name, so what you wrote would be lost. Most often it is a spelling \
        mistake.",
    wrong: "::helplines{regoin=\"us\"}",
    right: "::helplines{region=\"us\"}";

    UNKNOWN_COLOR = "unknown-color", Warning,
    about: "A drawing (SVG) can take the colours of the theme by name, so that it can be seen on light and on dark screens. \
        The theme has no colour of this name, so browsers paint black there, or nothing.",
    wrong: "<path fill=\"var(--txet)\" d=\"…\"/>",
    right: "<path fill=\"var(--text)\" d=\"…\"/>";

    UNKNOWN_DIRECTIVE = "unknown-directive", Error,
    about: "The theme has no directive of this name, so it cannot show what you wrote. Most often it is a spelling \
        mistake.",
    wrong: ":::calout Take care\nSome text.\n:::",
    right: ":::callout Take care\nSome text.\n:::";

    UNKNOWN_KEY = "unknown-key", Error,
    about: "Guidepost does not know this key, so what you wrote there would be lost. Most often it is a spelling \
        mistake. Keys of your own belong under `extra:`.",
    wrong: "titel: For families",
    right: "title: For families";

    UNKNOWN_LANGUAGE = "unknown-language", Error,
    about: "A language is named that the site does not have. The languages of a site are listed under `languages` in \
        `guidepost.yaml`.",
    wrong: "default_language: sp",
    right: "languages:\n  es: {name: Español, locale: es}\ndefault_language: es";

    UNKNOWN_PERSON = "unknown-person", Error,
    about: "An author or a reviewer is named by the short name (`id`) in `content/_data/people.yaml`. Nobody there \
        has this one.",
    wrong: "authors: [adda]",
    right: "authors: [ada]";

    UNKNOWN_SOURCE = "unknown-source", Error,
    about: "A source is named by the short name (`id`) in `content/_data/sources.yaml`. No source there has this \
        one, so readers could not check the claim.",
    wrong: "sources: [guidline-2024]",
    right: "sources: [guideline-2024]";

    UNKNOWN_TEMPLATE = "unknown-template", Error,
    about: "The page asks for a template that neither the theme nor the site has.",
    wrong: "template: artical",
    right: "template: page";

    UNKNOWN_VARIABLE = "unknown-variable", Error,
    about: "A text can show values of `guidepost.yaml` and of the data files by their name, so that a telephone number stands in \
        one place only. There is no value of this name, or it is a list.",
    wrong: ":var[publisher.fone]",
    right: ":var[publisher.phone]";

    UNREADABLE_FILE = "unreadable-file", Error,
    about: "The file is there, but the computer does not let Guidepost read it. Most often the permission to read is \
        missing, or the disk has a fault.",
    wrong: "content/families.md   that only another user may read",
    right: "content/families.md   that you may read, too";

    UNSAFE_DRAWING = "unsafe-drawing", Error,
    about: "A drawing (SVG) can hold scripts, pages and things from other websites. A drawing on this site may hold only \
        what is drawn, so that opening it is as safe as opening a photograph.",
    wrong: "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>…</script></svg>",
    right: "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"…\"/></svg>";

    UNUSED_SOURCE = "unused-source", Warning,
    about: "The page names a source in `sources`, but no sentence cites it. Readers cannot tell which claim rests on it. \
        Cite it where its fact stands, or take it out of the list.",
    wrong: "sources: [guideline-2024]",
    right: "sources: [guideline-2024]\n---\nA slow taper is safer [@guideline-2024].";

    WRONG_ARGUMENT = "wrong-argument", Error,
    about: "The directive knows this argument, but not this value: it is of another kind, for example text where a \
        number belongs, or not one of the words it takes.",
    wrong: ":::care{level=\"soon\"}\n- You have a question about your appointment.\n:::",
    right: ":::care{level=\"routine\"}\n- You have a question about your appointment.\n:::";

    WRONG_TYPE = "wrong-type", Error,
    about: "The key takes another kind of value, for example a list where you wrote one word, or `true` or `false` \
        where you wrote a number.",
    wrong: "toc: often",
    right: "toc: true";

    YAML_SYNTAX = "yaml-syntax", Error,
    about: "The lines of `key: value` are written in a form called YAML, and these lines cannot be read as YAML. \
        Common causes: a missing quote, a tab instead of spaces, a `:` inside a text without quotes, or a line that \
        is not indented like its neighbours.",
    wrong: "title: Detox: what to expect",
    right: "title: \"Detox: what to expect\"";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_no_name_stands_twice() {
        for pair in ALL.windows(2) {
            assert!(pair[0].name < pair[1].name, "`{}` stands before `{}`", pair[0].name, pair[1].name);
        }
    }

    #[test]
    fn names_are_lower_case_words_with_hyphens() {
        for rule in ALL {
            let plain = rule
                .name
                .split('-')
                .all(|word| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()));
            assert!(plain, "`{}`", rule.name);
        }
    }

    #[test]
    fn every_rule_says_what_it_is_for_with_a_wrong_and_a_right_example() {
        for rule in ALL {
            assert!(rule.about.len() > 40 && rule.about.ends_with('.'), "`{}`: about", rule.name);
            assert!(!rule.wrong.trim().is_empty() && !rule.right.trim().is_empty(), "`{}`: examples", rule.name);
            assert_ne!(rule.wrong, rule.right, "`{}`", rule.name);
        }
    }

    #[test]
    fn the_texts_hold_no_words_that_only_programmers_know() {
        let refused =
            ["scalar", "mapping", "deserial", "serde", "token", "parse", "boolean", "string ", "integer", "null"];
        for rule in ALL {
            let about = rule.about.to_lowercase();
            for word in refused {
                assert!(!about.contains(word), "`{}` says `{word}`", rule.name);
            }
        }
    }

    #[test]
    fn a_rule_is_found_by_its_exact_name_only() {
        for rule in ALL {
            assert_eq!(find(rule.name), Some(*rule));
        }
        assert_eq!(find("dead"), None);
        assert_eq!(find("Dead-Link"), None);
    }

    #[test]
    fn a_misspelt_rule_is_suggested() {
        assert_eq!(suggest("dead-lnik"), Some("dead-link"));
        assert_eq!(suggest("yaml"), None);
        assert_eq!(suggest("something-else-entirely"), None);
    }
}
