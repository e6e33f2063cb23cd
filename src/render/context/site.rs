//! What templates read as `site`, in one language.

use serde::Serialize;

use crate::config::{Config, WebAddress};
use crate::site::Site;

#[derive(Serialize)]
pub(super) struct SiteContext<'a> {
    title: &'a str,
    description: Option<&'a str>,
    url: &'a str,
    path: &'a str,
    status: &'static str,
    publisher: PublisherContext<'a>,
}

#[derive(Serialize)]
struct PublisherContext<'a> {
    name: Option<&'a str>,
    url: Option<&'a str>,
    email: Option<&'a str>,
    phone: Option<&'a str>,
    address: Option<&'a str>,
    paid_by: Option<&'a str>,
    sells_treatment: bool,
}

/// The site and its publisher, in the words of a language.
pub(super) fn context<'a>(site: &'a Site, config: &'a Config, language: &str) -> SiteContext<'a> {
    let publisher = config.publisher.as_ref();
    SiteContext {
        title: config.title_in(language),
        description: config.description_in(language),
        url: site.urls.base(),
        path: site.urls.path(),
        status: config.status.word(),
        publisher: PublisherContext {
            name: publisher.map(|publisher| publisher.name.as_str()),
            url: publisher.and_then(|publisher| publisher.url.as_ref()).map(WebAddress::as_str),
            email: publisher.and_then(|publisher| publisher.email.as_deref()),
            phone: publisher.and_then(|publisher| publisher.phone.as_deref()),
            address: publisher.and_then(|publisher| publisher.address.as_deref()),
            paid_by: publisher
                .and_then(|publisher| publisher.paid_by.as_ref())
                .and_then(|words| words.in_language(language, &config.default_language)),
            sells_treatment: publisher.is_some_and(|publisher| publisher.sells_treatment),
        },
    }
}
