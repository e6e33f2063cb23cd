//! Addresses under the base URL, which may hold a sub-path.

use crate::text::url_path;

/// Makes links and absolute addresses. An address is a path below the site's base without a leading `/`, in Unicode.
#[derive(Debug, Clone)]
pub struct Urls {
    base: String,
    path: String,
}

impl Urls {
    /// For a base URL that ends in `/`, for example `https://example.org/help/`.
    #[must_use]
    pub fn new(base: &str) -> Self {
        let after_host = base.split_once("://").map_or(base, |(_, rest)| rest);
        let path = after_host.find('/').map_or("/", |at| &after_host[at..]);
        Self { base: base.to_string(), path: path.to_string() }
    }

    /// The base URL with its final `/`.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The path of the base URL, for example `/help/`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The link to an address from any page, for example `/help/detox/tapering/`.
    #[must_use]
    pub fn link(&self, address: &str) -> String {
        [self.path.as_str(), &url_path(address)].concat()
    }

    /// The absolute form of an address, for example `https://example.org/help/detox/tapering/`.
    #[must_use]
    pub fn absolute(&self, address: &str) -> String {
        [self.base.as_str(), &url_path(address)].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_stay_under_the_path_of_the_base_url() {
        let urls = Urls::new("https://example.org/help/");
        assert_eq!(urls.link("detox/más/"), "/help/detox/m%C3%A1s/");
        assert_eq!(urls.absolute(""), "https://example.org/help/");
        assert_eq!(Urls::new("https://example.org/").link("a/"), "/a/");
    }
}
