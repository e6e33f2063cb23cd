//! Who may ask: the one check that every request passes before anything else is looked at.
//!
//! A page of any website can make the reader's browser send requests to this computer. What gives it away is the `Host` that it
//! used (a name that leads here, DNS rebinding), its `Origin`, and `Sec-Fetch-Site`
//! (<https://www.w3.org/TR/fetch-metadata/>). None of the three is trusted for being absent where it must be there, and nothing
//! is looked up for a request that is refused.

use std::net::IpAddr;

use hyper::header::{CONTENT_LENGTH, HOST, HeaderMap, ORIGIN, TRANSFER_ENCODING};
use hyper::http::request::Parts;
use hyper::http::uri::Authority;
use hyper::{Method, StatusCode, Version};

use super::target;

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
    let in_target = request.uri.authority().map(Authority::as_str);
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
        && !is_own_address(request.uri.path());
    if is_own || is_link { Ok(()) } else { Err(FOREIGN_ORIGIN) }
}

/// Whether a path leads to the server itself, in whatever way it is written; one that leads nowhere is refused later.
fn is_own_address(path: &str) -> bool {
    target::address(path).is_ok_and(|address| address.starts_with(OWN.trim_start_matches('/')))
}

#[cfg(test)]
mod tests {
    use hyper::Request;

    use super::*;

    fn verdict(line: &str, headers: &[(&str, &str)], names: &Names) -> u16 {
        let (method, target) = line.split_once(' ').unwrap();
        let mut request = Request::builder().method(method).uri(target);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (request, ()) = request.body(()).unwrap().into_parts();
        check(&request, names).map_or_else(|refusal| refusal.status.as_u16(), |()| 200)
    }

    fn of(line: &str, headers: &[(&str, &str)]) -> u16 {
        verdict(line, headers, &Names::new(None, 4000))
    }

    #[test]
    fn only_reading_is_answered() {
        let host = [("host", "localhost:4000")];
        assert_eq!((of("GET /", &host), of("HEAD /", &host)), (200, 200));
        for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get", "BREW"] {
            assert_eq!(of(&format!("{method} /"), &host), 405, "{method}");
        }
        for (name, value) in [("content-length", "1"), ("content-length", "00"), ("transfer-encoding", "chunked")] {
            assert_eq!(of("GET /", &[host[0], (name, value)]), 400, "{name}: {value}");
        }
        assert_eq!(of("GET /", &[host[0], ("content-length", "0")]), 200);
    }

    #[test]
    fn only_names_of_this_server_are_answered() {
        for host in ["localhost", "LOCALHOST:4000", "127.0.0.1", "127.0.0.1:4000", "[::1]", "[::1]:4000"] {
            assert_eq!(of("GET /", &[("host", host)]), 200, "{host}");
        }
        for host in [
            "evil.example",
            "evil.example:4000",
            "localhost:4001",
            "localhost:",
            "localhost.",
            "localhost.evil.example",
            "evil@localhost",
            "127.0.0.2",
            "127.1",
            "2130706433",
            "0.0.0.0",
            "192.168.1.7:4000",
            "::1",
            "[::ffff:127.0.0.1]",
            " ",
            "localhost,evil.example",
            "m\u{e9}",
        ] {
            assert_eq!(of("GET /", &[("host", host)]), 403, "{host}");
        }
        assert_eq!(of("GET /", &[]), 400);
        assert_eq!(of("GET /", &[("host", "localhost"), ("host", "localhost")]), 400);
        assert_eq!(of("GET /", &[("host", "localhost"), ("host", "evil.example")]), 400);
    }

    #[test]
    fn a_whole_address_as_target_is_held_to_the_same_names() {
        let host = [("host", "localhost:4000")];
        assert_eq!(of("GET http://127.0.0.1:4000/a/", &host), 200);
        for target in
            ["http://evil.example/", "http://localhost@evil.example/", "https://localhost/", "http://localhost:80/"]
        {
            assert_eq!(of(&format!("GET {target}"), &host), 403, "{target}");
        }
    }

    #[test]
    fn other_websites_are_refused_whatever_they_call_themselves() {
        let with = |name: &'static str, value: &'static str| of("GET /", &[("host", "localhost:4000"), (name, value)]);
        for origin in ["http://localhost:4000", "http://127.0.0.1:4000", "http://[::1]:4000"] {
            assert_eq!(with("origin", origin), 200, "{origin}");
        }
        for origin in [
            "null",
            "",
            "http://evil.example",
            "http://localhost",
            "http://localhost:4001",
            "https://localhost:4000",
            "http://localhost:4000.evil.example",
            "http://evil.example:4000",
            "http://192.168.1.7:4000",
            "file://",
            "http://localhost:4000 http://evil.example",
        ] {
            assert_eq!(with("origin", origin), 403, "{origin}");
        }
        assert_eq!((with("sec-fetch-site", "same-origin"), with("sec-fetch-site", "none")), (200, 200));
        for site in ["cross-site", "same-site", "", "Same-Origin", "anything"] {
            assert_eq!(with("sec-fetch-site", site), 403, "{site}");
        }
    }

    #[test]
    fn a_link_from_another_website_leads_to_a_page_and_to_nothing_of_the_servers_own() {
        let host = ("host", "localhost:4000");
        let asked = |line: &str, mode: &'static str, dest: &'static str| {
            let fetch = [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", mode), ("sec-fetch-dest", dest)];
            of(line, &[host, fetch[0], fetch[1], fetch[2]])
        };
        assert_eq!(asked("GET /a/", "navigate", "document"), 200);
        assert_eq!(asked("HEAD /a/", "navigate", "document"), 403);
        for own in ["/_guidepost/events", "/%5fguidepost/events", "/%5Fguide%70ost/state?page=/"] {
            assert_eq!(asked(&format!("GET {own}"), "navigate", "document"), 403, "{own}");
        }
        assert_eq!(asked("GET /a/", "navigate", "iframe"), 403);
        assert_eq!(asked("GET /a/", "no-cors", "script"), 403);
        assert_eq!(asked("GET /a/", "cors", "empty"), 403);
    }

    #[test]
    fn another_address_must_be_asked_for() {
        let asked = |host: &str, names: &Names| verdict("GET /", &[("host", host)], names);
        let named = Names::new(Some("Desk.local"), 4000);
        assert_eq!((asked("desk.local:4000", &named), asked("desk.evil:4000", &named)), (200, 403));
        let open = Names::new(Some("0.0.0.0"), 4000).at("192.168.1.7".parse().unwrap());
        assert_eq!((asked("192.168.1.7:4000", &open), asked("192.168.1.8:4000", &open)), (200, 403));
        let six = Names::new(Some("fe80::1"), 4000);
        assert_eq!(asked("[fe80::1]:4000", &six), 200);
    }
}
