//! The values that the templates read, each made only where a template reads it.
//!
//! Input: the linked site and one output. Output: a value with its key. What a value is called and holds, the reference page of
//! template values tells; what several outputs share is in [`super::context`].

use super::context::{self, PageContext};
use super::outside::Outside;
use super::value::Keyed;
use super::{RenderError, Renderer, qr, structured, words};
use crate::config::Feedback;
use crate::content::Heading;
use crate::site::{FeedOf, Numbered, Output, Page, PageId, Paginator, What};

impl Renderer<'_> {
    /// One value of the context, by its name.
    pub(super) fn value(&self, name: &'static str, template: &str, output: &Output) -> Result<Keyed, RenderError> {
        let shared = &self.shared;
        let language = &shared.by_language[self.language_of(output)];
        Ok(match name {
            "all_pages" => self.all_pages(output),
            "assets" => shared.assets.clone(),
            "data" => language.data(self.templates.reads_data(template)),
            "helplines" => language.helplines.clone(),
            "own_lines" if self.is_emergency(output) => shared.empty.clone(),
            "own_lines" => language.own_lines.clone(),
            "policy" => shared.policy.clone(),
            "feedback" => Keyed::new(&self.feedback(output)),
            "lang" => language.lang.clone(),
            "menus" => language.menus.clone(),
            "notice" => language.notice.clone(),
            "robots" => self.robots(output),
            "search" => language.search.clone(),
            "site" => language.site.clone(),
            "strings" => language.strings.clone(),
            "theme" => shared.theme.clone(),
            "page" => return self.page_value(output),
            "description" => Keyed::new(&self.description(output)),
            _ => return self.value_of_kind(name, output),
        })
    }

    /// All pages from A to Z; on a page of a list that is cut, those that it shows.
    fn all_pages(&self, output: &Output) -> Keyed {
        let language = self.language_of(output);
        let shown = match output.what {
            What::Page { id, number } => self.site.page(id).alphabet.map(|list| (list, number)),
            _ => None,
        };
        match shown {
            Some((list, number)) if list.total() > 1 => {
                self.shared.some_pages(self.site, language, list.range(number.0))
            }
            _ => self.shared.all_pages(self.site, language),
        }
    }

    /// A value that depends on what the output is.
    fn value_of_kind(&self, name: &str, output: &Output) -> Result<Keyed, RenderError> {
        let site = self.site;
        Ok(match (name, &output.what) {
            ("breadcrumbs", _) => context::breadcrumbs(site, &self.above(output)),
            ("next", What::Page { id, .. }) => self.shared.card(site.page(*id).next),
            ("previous", What::Page { id, .. }) => self.shared.card(site.page(*id).previous),
            ("page_terms", What::Page { id, .. }) => context::page_terms(site, site.page(*id)),
            ("alternates", What::Page { id, number: Numbered(1) }) => context::alternates(site, site.page(*id)),
            ("structured_data", What::Page { id, number: Numbered(1) }) => {
                structured::texts(site, self.config, self.data, site.page(*id))
            }
            ("translations", What::Page { id, .. }) => context::translations(site, site.page(*id)),
            ("translations", What::NotFound(language)) => context::front_pages(site, *language),
            ("translations", What::Taxonomy(taxonomy) | What::Term { taxonomy, .. }) => {
                context::term_lists(site, *taxonomy)
            }
            ("toc", What::Page { id, .. }) => self.toc(*id),
            ("related", What::Page { id, number: Numbered(1) }) => self.shared.list(&site.page(*id).related),
            ("backlinks", What::Page { id, number: Numbered(1) }) => self.shared.list(&site.page(*id).backlinks),
            ("definitions", What::Page { id, .. }) => self.glossary_words(site.page(*id))?.definitions(),
            ("glossary", _) => words::glossary(site, self.data, self.language_of(output)),
            ("references", What::Page { id, .. }) => {
                Keyed::new(&context::references(&self.shared.sources, site.page(*id)))
            }
            ("sections", What::Page { id, number }) if number.0 == 1 => self.shared.list(&site.page(*id).sections),
            ("sections", What::NotFound(language) | What::Template { language, .. }) => site
                .homes
                .get(language)
                .map_or_else(|| self.shared.empty.clone(), |home| self.shared.list(&site.page(*home).sections)),
            ("pages", What::Page { id, number }) => {
                let page = site.page(*id);
                self.shared.list(page.pages.get(page.list().range(number.0)).unwrap_or_default())
            }
            ("pages", What::Term { taxonomy, term, number }) => {
                let pages = &site.taxonomies[*taxonomy].terms[*term].pages;
                self.shared.list(&pages[self.term_list(*taxonomy, *term).range(number.0)])
            }
            ("pages", What::Template { language, .. }) => self.shared.list(&site.written_in(*language)),
            ("pages_by_section", What::Template { language, .. }) => {
                context::pages_by_section(site, &self.shared, *language)
            }
            ("paginator", What::Page { id, number }) => {
                let page = site.page(*id);
                context::paginator(site, &page.address, page.list(), *number)
            }
            ("paginator", What::Term { taxonomy, term, number }) => {
                let address = &site.taxonomies[*taxonomy].terms[*term].address;
                context::paginator(site, address, self.term_list(*taxonomy, *term), *number)
            }
            ("pages", What::Author { author, number }) => {
                let author = &site.authors[*author];
                self.shared.list(&author.pages[author.list.range(number.0)])
            }
            ("paginator", What::Author { author, number }) => {
                let author = &site.authors[*author];
                context::paginator(site, &author.address, author.list, *number)
            }
            ("author", What::Author { author, .. }) => context::author(site, self.data, &site.authors[*author]),
            ("translations", What::Author { author, .. }) => context::author_translations(site, &site.authors[*author]),
            ("outside_links", What::Page { id, number: Numbered(1) }) => {
                Keyed::new(&Outside::of(site.page(*id)).list())
            }
            ("parts", _) => self.parts(self.parts_of(output), &[])?,
            ("qr", What::Page { id, .. }) => self.qr(site.page(*id)),
            ("series", What::Page { id, .. }) => context::series(site, site.page(*id)),
            ("terms", What::Taxonomy(taxonomy)) => context::terms(site, *taxonomy),
            ("taxonomy", What::Taxonomy(taxonomy) | What::Term { taxonomy, .. }) => context::taxonomy(site, *taxonomy),
            ("feeds", what) if !matches!(what, What::Alias(_) | What::Short(_)) => {
                context::feeds(site, self.config, self.language_of(output), feed_of(output))
            }
            ("target", What::Alias(id) | What::Short(id)) => Keyed::new(&site.urls.link(&site.page(*id).address)),
            ("target_permalink", What::Alias(id) | What::Short(id)) => {
                Keyed::new(&site.urls.absolute(&site.page(*id).address))
            }
            (
                "alternates" | "backlinks" | "feeds" | "page_terms" | "translations" | "toc" | "definitions"
                | "outside_links" | "references" | "related" | "sections" | "pages" | "pages_by_section" | "terms",
                _,
            ) => self.shared.empty.clone(),
            _ => self.shared.none.clone(),
        })
    }

    /// Whether a page is for danger to life, or shows one that is.
    fn is_emergency(&self, output: &Output) -> bool {
        let own = match &output.what {
            What::Page { id, .. } => Some(id),
            _ => None,
        };
        own.into_iter().chain(self.parts_of(output)).any(|id| self.site.page(*id).front.emergency)
    }

    /// Where readers can say what is wrong with this page: only pages that somebody wrote ask, and none in an emergency.
    fn feedback(&self, output: &Output) -> Option<context::FeedbackContext> {
        let What::Page { id, number: Numbered(1) } = &output.what else { return None };
        let page = self.site.page(*id);
        let asks = page.file.is_some() && page.front.feedback && !self.is_emergency(output);
        let feedback = self.config.feedback.as_ref().filter(|_| asks)?;
        Some(match feedback {
            Feedback::Mail(address) => context::FeedbackContext {
                mail: Some(address.clone()),
                mail_url: Some(format!("mailto:{address}?subject={}", page.id)),
                action: None,
            },
            Feedback::Form(path) => context::FeedbackContext {
                mail: None,
                mail_url: None,
                action: Some(self.site.urls.link(path.trim_start_matches('/'))),
            },
        })
    }

    fn robots(&self, output: &Output) -> Keyed {
        match output.what {
            What::Page { id, .. } if self.site.page(id).is_fallback => self.shared.noindex.clone(),
            _ => self.shared.robots.clone(),
        }
    }

    fn term_list(&self, taxonomy: usize, term: usize) -> Paginator {
        let taxonomy = &self.site.taxonomies[taxonomy];
        Paginator { items: taxonomy.terms[term].pages.len(), size: taxonomy.paginate_by }
    }

    fn above(&self, output: &Output) -> Vec<PageId> {
        match &output.what {
            What::Page { id, .. } => self.site.ancestors(*id),
            _ => self.site.homes.get(&self.language_of(output)).copied().into_iter().collect(),
        }
    }

    fn toc(&self, id: PageId) -> Keyed {
        let page = self.site.page(id);
        match &page.file {
            Some(file) if page.front.toc.unwrap_or(true) => Keyed::new(&Heading::nest(&file.outline)),
            _ => self.shared.empty.clone(),
        }
    }

    fn page_value(&self, output: &Output) -> Result<Keyed, RenderError> {
        let (site, source) = (self.site, output.source.as_ref());
        let strings = self.theme.strings_in(&site.languages[self.language_of(output)].code);
        let plain = |title, kind, address: &str| {
            let (url, permalink) = (site.urls.link(address), site.urls.absolute(address));
            let text_lang = Some(context::text_lang(&site.languages[self.language_of(output)]));
            let canonical = permalink.clone();
            Keyed::new(&PageContext {
                title,
                url,
                permalink,
                canonical,
                kind,
                text_lang,
                source,
                ..PageContext::default()
            })
        };
        Ok(match &output.what {
            What::Page { id, number } => {
                let page = site.page(*id);
                let mut context = context::page_context(site, self.theme, self.data, page, self.words(page)?, source);
                context.short_link = self.short_link(page);
                context.emergency = self.is_emergency(output);
                let address = number.address(&page.address);
                let twin = page.twin_address(self.config).filter(|_| *number == Numbered(1));
                context.markdown_url = twin.map(|address| site.urls.link(&address));
                context.url = site.urls.link(&address);
                context.permalink = site.urls.absolute(&address);
                context.canonical = site.urls.absolute(&number.address(&site.original(page).address));
                Keyed::new(&context)
            }
            What::Taxonomy(index) => {
                plain(&site.taxonomies[*index].title, "taxonomy", &site.taxonomies[*index].address)
            }
            What::Term { taxonomy, term, number } => {
                let term = &site.taxonomies[*taxonomy].terms[*term];
                plain(&term.name, "term", &number.address(&term.address))
            }
            What::Author { author, number } => {
                let author = &site.authors[*author];
                plain(&author.name, "author", &number.address(&author.address))
            }
            What::NotFound(language) => {
                plain(strings.text("not_found_title"), "404", &site.languages[*language].prefix)
            }
            What::Alias(id) | What::Short(id) => plain(&site.page(*id).title, "redirect", &site.page(*id).address),
            What::Template { language, .. } => {
                plain(self.config.title_in(&site.languages[*language].code), "file", output.route.as_str())
            }
            What::Twin(_)
            | What::File(_)
            | What::Picture { .. }
            | What::Asset(_)
            | What::Search(_)
            | What::Format { .. } => self.shared.none.clone(),
        })
    }

    /// The code of the address that stays when the page is renamed; where the site has no such addresses, that of the page.
    fn qr(&self, page: &Page) -> Keyed {
        let address = self.short_link(page).unwrap_or_else(|| self.site.urls.absolute(&page.address));
        qr::draw(address).map_or_else(Keyed::none, |drawing| Keyed::new(&drawing))
    }

    pub(super) fn short_link(&self, page: &Page) -> Option<String> {
        let prefix = &self.site.languages[page.language].prefix;
        self.config.outputs.short_links.then(|| self.site.urls.absolute(&page.short_address(prefix)))
    }

    /// The text for search engines: the notice of a demonstration stands before it.
    fn description(&self, output: &Output) -> Option<String> {
        let notice = self.shared.by_language[self.language_of(output)].notice_text.as_deref();
        let own = match &output.what {
            What::Page { id, .. } => Some(self.site.page(*id).description()).filter(|text| !text.is_empty()),
            _ => None,
        };
        let own = own.or(self.config.description_in(&self.site.languages[self.language_of(output)].code));
        let parts: Vec<&str> = notice.into_iter().chain(own).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }
}

/// The feed that an output has for itself; a front page shares that of its language.
fn feed_of(output: &Output) -> Option<FeedOf> {
    match output.what {
        What::Page { id, .. } => Some(FeedOf::Section(id)),
        What::Term { taxonomy, term, .. } => Some(FeedOf::Term { taxonomy, term }),
        _ => None,
    }
}
