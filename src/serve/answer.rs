//! Answers: their headers, their kind, and the page with the script of the preview.
//!
//! Outputs are answered as `build` would write them; what the preview needs is added to the answer alone.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use hyper::body::{Body, Bytes, Frame, SizeHint};
use hyper::header::{ALLOW, CONNECTION, CONTENT_TYPE, ETAG, HeaderName, HeaderValue, LOCATION};
use hyper::{Response, StatusCode};
use tokio::sync::mpsc::Receiver;

use super::connection::Answering;
use super::guard::Refusal;
use super::live::Served;
use super::report::Report;
use crate::format::HEADERS;
use crate::text::escape_html;

/// The kinds of outputs by the ending of their names.
const KINDS: [(&str, &str); 30] = [
    ("avif", "image/avif"),
    ("css", "text/css; charset=utf-8"),
    ("csv", "text/csv; charset=utf-8"),
    ("gif", "image/gif"),
    ("html", HTML),
    ("ico", "image/x-icon"),
    ("ics", "text/calendar; charset=utf-8"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("js", SCRIPT),
    ("json", JSON),
    ("jsonld", "application/ld+json"),
    ("m4a", "audio/mp4"),
    ("md", "text/markdown; charset=utf-8"),
    ("mjs", SCRIPT),
    ("mp3", "audio/mpeg"),
    ("mp4", "video/mp4"),
    ("ogg", "audio/ogg"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("txt", "text/plain; charset=utf-8"),
    ("vtt", "text/vtt; charset=utf-8"),
    ("webm", "video/webm"),
    ("webmanifest", "application/manifest+json"),
    ("webp", "image/webp"),
    ("woff", "font/woff"),
    ("woff2", "font/woff2"),
    ("xml", "application/xml; charset=utf-8"),
    ("yaml", "application/yaml"),
];

/// The kind of pages.
pub(super) const HTML: &str = "text/html; charset=utf-8";
/// The kind of scripts.
pub(super) const SCRIPT: &str = "text/javascript; charset=utf-8";
/// The kind of style sheets.
pub(super) const SHEET: &str = "text/css; charset=utf-8";
/// The kind of values for programs.
pub(super) const JSON: &str = "application/json";
const TEXT: &str = "text/plain; charset=utf-8";
const UNKNOWN: &str = "application/octet-stream";

/// What an answer says after its head.
#[derive(Debug)]
pub(super) enum Content {
    /// Bytes that are there.
    Whole(Bytes),
    /// Events as they come.
    Events(Receiver<Bytes>),
}

/// The body of an answer; it tells its connection when the answer has ended.
#[derive(Debug)]
pub(super) struct Sent {
    content: Content,
    answering: Answering,
}

/// The whole of an answer, before it belongs to a connection.
pub(super) type Answer = Response<Content>;

/// Which run of the server and which build a page came from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stamp<'a> {
    pub(super) run: &'a str,
    pub(super) build: u64,
    /// How many times a file that pages show had been replaced.
    pub(super) files: u64,
}

/// The kind of an output.
fn kind(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    KINDS.binary_search_by(|(known, _)| (*known).cmp(&ending)).map_or(UNKNOWN, |at| KINDS[at].1)
}

/// Whether pages load an output of this name beside their own text: pictures, letters, films, sounds, style sheets and scripts.
pub(super) fn is_part_of_pages(name: &str) -> bool {
    let kind = kind(name);
    ["image/", "font/", "video/", "audio/"].iter().any(|kinds| kind.starts_with(kinds))
        || kind == SHEET
        || kind == SCRIPT
}

/// An answer with the headers that all have.
pub(super) fn new(status: StatusCode, kind: &'static str, content: Content) -> Answer {
    let mut answer = Response::new(content);
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    for (name, value) in HEADERS {
        if let Ok(name) = HeaderName::from_bytes(name.as_bytes()) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert("cache-control", HeaderValue::from_static("no-store"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    answer
}

/// An answer of bytes.
pub(super) fn whole(status: StatusCode, kind: &'static str, bytes: impl Into<Bytes>) -> Answer {
    new(status, kind, Content::Whole(bytes.into()))
}

/// An output; pages get the script of the preview.
pub(super) fn output(status: StatusCode, served: &Served, stamp: Stamp<'_>, path: &str) -> Answer {
    let kind = kind(served.route.as_str());
    let bytes = if kind == HTML {
        let version = served.hash.to_hex();
        Bytes::from(with_script(&served.bytes, &version, &skeleton(&served.bytes, path).0, stamp))
    } else {
        Bytes::from_owner(served.bytes.clone())
    };
    let mut answer = whole(status, kind, bytes);
    // The hash is made of digits and letters.
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{}\"", served.hash.to_hex())) {
        answer.headers_mut().insert(ETAG, tag);
    }
    answer
}

/// An answer that leads to another address of the site.
pub(super) fn redirect(status: StatusCode, link: &str) -> Answer {
    let mut answer = whole(status, TEXT, "");
    if let Ok(link) = HeaderValue::from_str(link) {
        answer.headers_mut().insert(LOCATION, link);
    }
    answer
}

/// An answer to a request that is refused. Its connection ends, so nothing that follows can be taken for another request.
pub(super) fn refused(refusal: Refusal) -> Answer {
    let mut answer = whole(refusal.status, TEXT, format!("{}\n", refusal.words));
    answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    if refusal.status == StatusCode::METHOD_NOT_ALLOWED {
        answer.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
    answer
}

/// A page of the server's own: the problems that keep a page of the site from being shown.
pub(super) fn cannot_be_shown(report: &Report, stamp: Stamp<'_>) -> Answer {
    let count = report.errors;
    let errors = if count == 1 { "1 error".to_owned() } else { format!("{count} errors") };
    let page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>This page cannot be shown yet</title>\n</head>\n<body>\n<main>\n<h1>This page cannot be shown yet</h1>\n\
         <p>The site has {errors}. This page comes by itself when they are put right.</p>\n<pre>{}</pre>\n</main>\n</body>\n</html>\n",
        escape_html(&report.text())
    );
    whole(StatusCode::SERVICE_UNAVAILABLE, HTML, with_script(page.as_bytes(), "", "", stamp))
}

/// A page of the server's own for an address where nothing is, in a site that has no such page itself.
pub(super) fn nothing(stamp: Stamp<'_>) -> Answer {
    let page = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
                <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Nothing is here</title>\n\
                </head>\n<body>\n<main>\n<h1>Nothing is here</h1>\n<p>No page of the site has this address.</p>\n</main>\n\
                </body>\n</html>\n";
    whole(StatusCode::NOT_FOUND, HTML, with_script(page.as_bytes(), "", "", stamp))
}

/// A page with the script of the preview before the end of its body.
fn with_script(page: &[u8], version: &str, skeleton: &str, stamp: Stamp<'_>) -> Vec<u8> {
    let Stamp { run, build, files } = stamp;
    let script = format!(
        "<script src=\"/_guidepost/preview.js\" data-version=\"{version}\" data-skeleton=\"{skeleton}\" data-run=\"{run}\" \
         data-build=\"{build}\" data-files=\"{files}\" defer></script>\n"
    );
    let at = memchr::memmem::rfind(page, b"</body>").unwrap_or(page.len());
    [&page[..at], script.as_bytes(), &page[at..]].concat()
}

/// The hash of a page without the addresses of its style sheets, and those addresses.
pub(super) fn skeleton(page: &[u8], path: &str) -> (String, Vec<String>) {
    let begin = format!("{path}assets/");
    let mut hasher = blake3::Hasher::new();
    let mut sheets = Vec::new();
    let mut rest = page;
    while let Some(at) = memchr::memmem::find(rest, begin.as_bytes()) {
        let is_end = |byte: &u8| matches!(byte, b'"' | b'\'' | b' ' | b'>' | b'<' | b'\n');
        let length = rest[at..].iter().position(is_end).unwrap_or(rest.len() - at);
        let (before, found) = (&rest[..at], &rest[at..at + length]);
        hasher.update(before);
        match std::str::from_utf8(found) {
            Ok(sheet) if sheet.strip_suffix(".css").is_some() => sheets.push(sheet.to_owned()),
            _ => drop(hasher.update(found)),
        }
        rest = &rest[at + length..];
    }
    hasher.update(rest);
    sheets.dedup();
    (hasher.finalize().to_hex().to_string(), sheets)
}

impl Sent {
    /// The body of an answer on a connection.
    pub(super) fn new(content: Content, answering: Answering) -> Self {
        Self { content, answering }
    }
}

impl Drop for Sent {
    fn drop(&mut self) {
        self.answering.turn();
    }
}

impl Body for Sent {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match &mut self.content {
            Content::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Content::Whole(bytes) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes))))),
            Content::Events(events) => events.poll_recv(cx).map(|event| event.map(|event| Ok(Frame::data(event)))),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(&self.content, Content::Whole(bytes) if bytes.is_empty())
    }

    fn size_hint(&self) -> SizeHint {
        match &self.content {
            Content::Whole(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Content::Events(_) => SizeHint::default(),
        }
    }
}

/// The script of the preview: one function, which leaves no name behind in the page.
const PREVIEW: &str = concat!(
    "(() => {\n\"use strict\";\n\n",
    include_str!("client/preview.js"),
    include_str!("client/lens.js"),
    "\nbegin();\n})();\n"
);

/// The files of the preview itself.
pub(super) fn client(name: &str) -> Option<Answer> {
    let (kind, text) = match name {
        "preview.js" => (SCRIPT, PREVIEW),
        "preview.css" => (SHEET, include_str!("client/preview.css")),
        _ => return None,
    };
    Some(whole(StatusCode::OK, kind, text))
}

/// A value as JSON.
pub(super) fn json(value: &serde_json::Value) -> Answer {
    whole(StatusCode::OK, JSON, value.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const STAMP: Stamp<'static> = Stamp { run: "r", build: 3, files: 4 };

    #[test]
    fn the_kinds_are_in_order() {
        assert!(KINDS.is_sorted_by_key(|(ending, _)| *ending));
        assert_eq!((kind("a/b.HTML"), kind("a.woff2"), kind("_headers")), (HTML, "font/woff2", UNKNOWN));
    }

    #[test]
    fn the_script_stands_at_the_end_of_the_body() {
        let text = |page: &str| String::from_utf8(with_script(page.as_bytes(), "v", "s", STAMP)).unwrap();
        let script = "<script src=\"/_guidepost/preview.js\" data-version=\"v\" data-skeleton=\"s\" data-run=\"r\" data-build=\"3\" data-files=\"4\" defer></script>\n";
        assert_eq!(text("<pre>&lt;/body></pre></body></html>"), format!("<pre>&lt;/body></pre>{script}</body></html>"));
        assert_eq!(text("<p>no end"), format!("<p>no end{script}"));
    }

    #[test]
    fn another_style_sheet_leaves_the_skeleton_as_it_was() {
        let page = |sheet: &str, words: &str| {
            format!("<link href=\"/help/assets/{sheet}\"><img src=/help/assets/a.png>{words}")
        };
        let of = |page: &str| skeleton(page.as_bytes(), "/help/");
        let (first, sheets) = of(&page("style.1a.css", "words"));
        assert_eq!(sheets, ["/help/assets/style.1a.css"]);
        assert_eq!(of(&page("style.2b.css", "words")).0, first);
        assert_ne!(of(&page("style.1a.css", "other words")).0, first);
        assert_ne!(of(&page("style.1a.js", "words")).0, first);
        assert_eq!(of("none"), (blake3::hash(b"none").to_hex().to_string(), vec![]));
    }
}
