//! What a page tells machines in the words of schema.org (version 30.0, <https://schema.org>), as JSON-LD.
//!
//! Input: the linked site, the data files, a page. Output: up to three texts of JSON for the head. They hold what the default theme
//! shows on the page and nothing else: a search engine is told of a review only when the page names the reviewer and the day.
//! A demonstration says nothing of itself but where a page stands, since whatever it said would be taken for the word of a
//! publisher. A page that stands in for a translation is described at its own address alone.

use serde::Serialize;
use tera::Value;

use super::filters::to_json;
use super::value::Keyed;
use crate::config::{Config, Status, WebAddress};
use crate::content::{Data, Person, PersonKind, Review, SourceKind};
use crate::site::includes;
use crate::site::{Page, PageKind, Site};

const CONTEXT: &str = "https://schema.org";

/// The three texts, each absent where there is nothing to say.
#[derive(Serialize)]
struct Texts {
    page: Option<Value>,
    breadcrumbs: Option<Value>,
    organization: Option<Value>,
}

/// An entity that another text describes.
#[derive(Serialize)]
struct Reference {
    #[serde(rename = "@id")]
    id: String,
}

#[derive(Serialize)]
struct MedicalWebPage<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: String,
    name: &'a str,
    #[serde(rename = "abstract", skip_serializing_if = "Option::is_none")]
    main_message: Option<&'a str>,
    url: String,
    #[serde(rename = "inLanguage")]
    language: &'a str,
    #[serde(rename = "datePublished", skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    #[serde(rename = "dateModified", skip_serializing_if = "Option::is_none")]
    modified: Option<String>,
    #[serde(rename = "lastReviewed", skip_serializing_if = "Option::is_none")]
    reviewed: Option<String>,
    #[serde(rename = "reviewedBy", skip_serializing_if = "Vec::is_empty")]
    reviewers: Vec<Somebody<'a>>,
    #[serde(rename = "author", skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Somebody<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<Reference>,
    #[serde(rename = "citation", skip_serializing_if = "Vec::is_empty")]
    citations: Vec<Work<'a>>,
    #[serde(rename = "isPartOf")]
    site: WebSite<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    breadcrumb: Option<Reference>,
}

#[derive(Serialize)]
struct Somebody<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    #[serde(rename = "honorificSuffix", skip_serializing_if = "Option::is_none")]
    credentials: Option<&'a str>,
    #[serde(rename = "jobTitle", skip_serializing_if = "Option::is_none")]
    role: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

#[derive(Serialize)]
struct Work<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
struct WebSite<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    url: String,
}

#[derive(Serialize)]
struct BreadcrumbList<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: String,
    #[serde(rename = "itemListElement")]
    steps: Vec<Step<'a>>,
}

#[derive(Serialize)]
struct Step<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    position: usize,
    name: &'a str,
    item: String,
}

#[derive(Serialize)]
struct Organization<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: String,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    telephone: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<&'a str>,
}

/// The texts for a page.
pub(super) fn texts(site: &Site, config: &Config, data: &Data, page: &Page) -> Keyed {
    let is_described = !page.is_fallback;
    let is_live = is_described && config.status == Status::Live;
    let is_article = is_live && page.kind == PageKind::Page;
    let breadcrumbs = breadcrumbs(site, page).filter(|_| is_described);
    Keyed::new(&Texts {
        page: is_article.then(|| json(&web_page(site, config, data, page, breadcrumbs.as_ref()))),
        breadcrumbs: breadcrumbs.as_ref().map(json),
        organization: organization(site, config).filter(|_| is_live).as_ref().map(json),
    })
}

fn web_page<'a>(
    site: &'a Site,
    config: &'a Config,
    data: &'a Data,
    page: &'a Page,
    breadcrumbs: Option<&BreadcrumbList<'_>>,
) -> MedicalWebPage<'a> {
    let front = &page.front;
    let url = site.urls.absolute(&page.address);
    let authors = front.authors.iter().filter_map(|id| data.people.get(&id.value));
    let newest = front.reviews.iter().filter(|review| reviewer(data, review).is_some()).map(|review| review.date).max();
    let reviews = front.reviews.iter().filter(|review| Some(review.date) == newest);
    MedicalWebPage {
        context: CONTEXT,
        kind: "MedicalWebPage",
        id: format!("{url}#page"),
        name: &page.title,
        main_message: front.main_message.as_deref(),
        language: &site.languages[page.language].code,
        published: front.date.map(|day| day.to_string()),
        modified: front.updated.map(|day| day.to_string()),
        reviewed: newest.map(|day| day.to_string()),
        reviewers: reviews.filter_map(|review| reviewer(data, review)).collect(),
        authors: authors.map(|person| somebody(&person.value, person.value.role.as_deref(), true)).collect(),
        publisher: organization(site, config).map(|publisher| Reference { id: publisher.id }),
        citations: shown_sources(page).into_iter().filter_map(|id| work(data, id)).collect(),
        site: WebSite {
            kind: "WebSite",
            name: config.title_in(&site.languages[page.language].code),
            url: site.urls.base().to_string(),
        },
        breadcrumb: breadcrumbs.map(|list| Reference { id: list.id.clone() }),
        url,
    }
}

/// Who made a review, as the page says it.
fn reviewer<'a>(data: &'a Data, review: &'a Review) -> Option<Somebody<'a>> {
    let person = &data.people.get(&review.by.value)?.value;
    Some(somebody(person, review.role.as_deref().or(person.role.as_deref()), false))
}

fn somebody<'a>(person: &'a Person, role: Option<&'a str>, is_linked: bool) -> Somebody<'a> {
    let is_person = person.kind == PersonKind::Person;
    Somebody {
        kind: if is_person { "Person" } else { "Organization" },
        name: &person.name,
        // An organization has neither in schema.org.
        credentials: person.credentials.as_deref().filter(|_| is_person),
        role: role.filter(|_| is_person),
        url: person.url.as_ref().map(WebAddress::as_str).filter(|_| is_linked),
    }
}

/// The sources that the page lists: those that its text cites, or else those that it names.
fn shown_sources(page: &Page) -> Vec<&str> {
    let cited: Vec<&str> = includes::cited(page).into_iter().map(|source| source.value.as_str()).collect();
    let has_notes = page.file.as_ref().is_some_and(|file| file.has_notes);
    if cited.is_empty() && !has_notes {
        return page.front.sources.iter().map(|source| source.value.as_str()).collect();
    }
    cited
}

fn work<'a>(data: &'a Data, id: &str) -> Option<Work<'a>> {
    let source = &data.sources.get(id)?.value;
    let kind = match source.kind {
        SourceKind::Article => "ScholarlyArticle",
        SourceKind::Web => "WebPage",
        SourceKind::Report => "Report",
        SourceKind::Law => "Legislation",
        SourceKind::Guideline | SourceKind::Label => "CreativeWork",
    };
    let url = source.url.as_ref().map(|url| url.as_str().to_string());
    let doi = source.doi.as_ref().map(|doi| format!("https://doi.org/{}", doi.value));
    let pmid = source.pmid.as_ref().map(|pmid| format!("https://pubmed.ncbi.nlm.nih.gov/{}/", pmid.value));
    Some(Work { kind, name: &source.title, url: url.or(doi).or(pmid) })
}

/// The way to a page; a front page stands at the beginning of it and has none.
fn breadcrumbs<'a>(site: &'a Site, page: &'a Page) -> Option<BreadcrumbList<'a>> {
    let above = page.parent.iter().flat_map(|_| above(site, page));
    let steps = above.chain([page]).zip(1..).map(|(page, position)| Step {
        kind: "ListItem",
        position,
        name: &page.title,
        item: site.urls.absolute(&page.address),
    });
    page.parent.is_some().then(|| BreadcrumbList {
        context: CONTEXT,
        kind: "BreadcrumbList",
        id: format!("{}#breadcrumbs", site.urls.absolute(&page.address)),
        steps: steps.collect(),
    })
}

/// The pages above a page, front page first.
fn above<'a>(site: &'a Site, page: &Page) -> Vec<&'a Page> {
    let mut pages: Vec<&Page> =
        std::iter::successors(page.parent.map(|id| site.page(id)), |page| page.parent.map(|id| site.page(id)))
            .collect();
    pages.reverse();
    pages
}

fn organization<'a>(site: &Site, config: &'a Config) -> Option<Organization<'a>> {
    let publisher = config.publisher.as_ref()?;
    Some(Organization {
        context: CONTEXT,
        kind: "Organization",
        id: format!("{}#publisher", site.urls.base()),
        name: &publisher.name,
        url: publisher.url.as_ref().map(WebAddress::as_str),
        email: publisher.email.as_deref(),
        telephone: publisher.phone.as_deref(),
        address: publisher.address.as_deref(),
    })
}

/// JSON for a `script` element.
fn json<T: Serialize>(data: &T) -> Value {
    // Plain structs of texts and numbers always become JSON; an empty text would say nothing.
    Value::safe_string(&to_json(data).unwrap_or_default())
}
