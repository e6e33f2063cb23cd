//! Who may ask: the one check that every request passes before anything else is looked at.
//!
//! A page of any website can make the reader's browser send requests to this computer. What gives it away is the `Host` that it
//! used (a name that leads here, DNS rebinding), its `Origin`, and `Sec-Fetch-Site`
//! (<https://www.w3.org/TR/fetch-metadata/>). None of the three is trusted for being absent where it must be there, and nothing
//! is looked up for a request that is refused.

use std::net::IpAddr;

use hyper::header::{CONTENT_LENGTH, HOST, HeaderMap, ORIGIN, TRANSFER_ENCODING};
use hyper::http::request::Parts;
use hyper::{Method, StatusCode, Version};

/// The addresses of the server itself, under which nothing is ever asked for from another website.
pub(super) const OWN: &str = "/_guidepost/";

/// The names under which the server may be asked.
#[derive(Debug, Clone)]
pub(super) struct Names {
    hosts: Vec<String>,
    port: u16,
}

/// A request that is not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Refusal {
    /// The status of the answer.
    pub(super) status: StatusCode,
    /// What the answer says; never what was asked.
    pub(super) words: &'static str,
}

const fn refusal(status: StatusCode, words: &'static str) -> Refusal {
    Refusal { status, words }
}

const METHOD: Refusal = refusal(StatusCode::METHOD_NOT_ALLOWED, "This server answers GET and HEAD only.");
const PROTOCOL: Refusal = refusal(StatusCode::HTTP_VERSION_NOT_SUPPORTED, "This server speaks HTTP/1.0 and HTTP/1.1.");
const BODY: Refusal = refusal(StatusCode::BAD_REQUEST, "This server takes no body.");
const NO_HOST: Refusal = refusal(StatusCode::BAD_REQUEST, "A request needs exactly one Host.");
const FOREIGN_HOST: Refusal = refusal(
    StatusCode::FORBIDDEN,
    "This preview is not served under that name. Open the address that `guidepost serve` printed.",
);
const FOREIGN_ORIGIN: Refusal = refusal(StatusCode::FORBIDDEN, "This preview is not for other websites.");

impl Names {
    /// `localhost` and the loop-back addresses, and `host` when the server was asked to listen there.
    pub(super) fn new(host: Option<&str>, port: u16) -> Self {
        let mut hosts: Vec<String> = ["localhost", "127.0.0.1", "[::1]"].map(str::to_owned).to_vec();
        hosts.extend(host.map(|host| host.parse::<IpAddr>().map_or_else(|_| host.to_ascii_lowercase(), in_address)));
        Self { hosts, port }
    }

    /// With the address of this computer at which a connection arrived: whoever listens at all addresses cannot name them, and a
    /// foreign name that leads to one is still foreign.
    pub(super) fn at(mut self, address: IpAddr) -> Self {
        self.hosts.push(in_address(address));
        self
    }

    /// Whether `host`, or `host:port`, is one of them.
    fn hold(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        let named = host.strip_suffix(&format!(":{}", self.port)).unwrap_or(&host);
        self.hosts.iter().any(|own| own == named)
    }

    /// Whether a page of this origin came from here.
    fn hold_origin(&self, origin: &str) -> bool {
        let Some(host) = origin.strip_prefix("http://") else { return false };
        self.hold(host) && (self.port == 80 || host.ends_with(&format!(":{}", self.port)))
    }
}

/// An address as it stands in a URL.
pub(super) fn in_address(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("[{address}]"),
    }
}

/// Whether a request may be answered.
pub(super) fn check(request: &Parts, names: &Names) -> Result<(), Refusal> {
    if request.method != Method::GET && request.method != Method::HEAD {
        return Err(METHOD);
    }
    if request.version != Version::HTTP_10 && request.version != Version::HTTP_11 {
        return Err(PROTOCOL);
    }
    if has_body(&request.headers) {
        return Err(BODY);
    }
    check_host(request, names)?;
    check_origin(&request.headers, names)?;
    check_site(request)
}

fn has_body(headers: &HeaderMap) -> bool {
    headers.contains_key(TRANSFER_ENCODING) || headers.get_all(CONTENT_LENGTH).iter().any(|length| length != "0")
}

fn check_host(request: &Parts, names: &Names) -> Result<(), Refusal> {
    let mut hosts = request.headers.get_all(HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else { return Err(NO_HOST) };
    let in_target = request.uri.authority().map(|authority| authority.as_str());
    let scheme = request.uri.scheme_str().is_none_or(|scheme| scheme == "http");
    let all = [Some(host.to_str().unwrap_or_default()), in_target];
    if scheme && all.into_iter().flatten().all(|host| names.hold(host)) { Ok(()) } else { Err(FOREIGN_HOST) }
}

fn check_origin(headers: &HeaderMap, names: &Names) -> Result<(), Refusal> {
    let is_own = |origin: &hyper::header::HeaderValue| origin.to_str().is_ok_and(|origin| names.hold_origin(origin));
    if headers.get_all(ORIGIN).iter().all(is_own) { Ok(()) } else { Err(FOREIGN_ORIGIN) }
}

/// A link on another website may lead to a page of the preview; nothing else of another website may ask for anything.
fn check_site(request: &Parts) -> Result<(), Refusal> {
    let only = |name: &str, value: &str| {
        let mut values = request.headers.get_all(name).iter();
        values.next().is_some_and(|first| first == value) && values.next().is_none()
    };
    let is_own = !request.headers.contains_key("sec-fetch-site")
        || only("sec-fetch-site", "same-origin")
        || only("sec-fetch-site", "none");
    let is_link = request.method == Method::GET
        && (only("sec-fetch-site", "cross-site") || only("sec-fetch-site", "same-site"))
        && only("sec-fetch-mode", "navigate")
        && only("sec-fetch-dest", "document")
        && !request.uri.path().starts_with(OWN);
    if is_own || is_link { Ok(()) } else { Err(FOREIGN_ORIGIN) }
}
