//! What others may send to a preview, as bytes on a real socket.
//!
//! Every answer is looked at: its status, that no other website may read it, and that it holds nothing of the computer's files or
//! of the files that the site is made from.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};

use crate::preview::{Answer, Preview};
use crate::project::{Folder, Project, page};

/// Stands in a comment of the settings, so it is in no output.
const SECRET: &str = "only-in-the-source";

fn site() -> Folder {
    Project::new()
        .config(&format!("# {SECRET}"))
        .file("content/a/b.md", page("B", "Words."))
        .file("content/a/_index.md", page("A", ""))
        .in_folder()
}

/// An answer gives nothing away.
#[track_caller]
fn harmless(what: &str, answer: &Answer, statuses: &[u16]) {
    assert!(statuses.contains(&answer.status), "{what}\n{}\n{}", answer.head, answer.text());
    assert!(!answer.head.to_ascii_lowercase().contains("access-control-"), "{what}\n{}", answer.head);
    for secret in [SECRET, "root:", "[fonts]", "alert("] {
        assert!(!answer.text().contains(secret) && !answer.head.contains(secret), "{what}\n{}", answer.text());
    }
}

#[test]
fn no_target_leads_out_of_the_site() {
    let folder = site();
    let preview = Preview::of(&folder);
    let root = folder.root().display().to_string();
    let deep = "../".repeat(12);
    let targets = [
        "/../guidepost.yaml".to_owned(),
        "/a/../../guidepost.yaml".to_owned(),
        format!("/{deep}etc/passwd"),
        "/%2e%2e/guidepost.yaml".to_owned(),
        "/%2E%2E%2Fguidepost.yaml".to_owned(),
        "/..%2fguidepost.yaml".to_owned(),
        "/.%2e/guidepost.yaml".to_owned(),
        "/%252e%252e/guidepost.yaml".to_owned(),
        "/%252e%252e%252fguidepost.yaml".to_owned(),
        "/..%5cguidepost.yaml".to_owned(),
        "/..\\guidepost.yaml".to_owned(),
        "/a\\..\\..\\guidepost.yaml".to_owned(),
        "/%5c%5c127.0.0.1%5cshare".to_owned(),
        "/..%c0%afguidepost.yaml".to_owned(),
        "/%c0%ae%c0%ae/guidepost.yaml".to_owned(),
        "/%e0%80%ae%e0%80%ae/guidepost.yaml".to_owned(),
        "/..%00/guidepost.yaml".to_owned(),
        "/guidepost.yaml%00.html".to_owned(),
        "/..;/guidepost.yaml".to_owned(),
        "/....//guidepost.yaml".to_owned(),
        "//etc/passwd".to_owned(),
        "///etc/passwd".to_owned(),
        "/%2fetc%2fpasswd".to_owned(),
        format!("/{root}/guidepost.yaml"),
        format!("{root}/guidepost.yaml"),
        "/c:/windows/win.ini".to_owned(),
        "/c%3a%5cwindows%5cwin.ini".to_owned(),
        "/file:///etc/passwd".to_owned(),
        "/@fs/etc/passwd".to_owned(),
        "/guidepost.yaml".to_owned(),
        "/guidepost.yaml?raw".to_owned(),
        "/content/a/b.md".to_owned(),
        "/themes/test/templates/page.html".to_owned(),
        "/.git/config".to_owned(),
        "/_guidepost/../guidepost.yaml".to_owned(),
        "/_guidepost/%2e%2e/guidepost.yaml".to_owned(),
        "/_guidepost/client/preview.js".to_owned(),
        "/_guidepost/state/../../guidepost.yaml".to_owned(),
        "/a/./b/".to_owned(),
        "/%0d%0aSet-Cookie:%20a=b".to_owned(),
        "/<script>alert(1)</script>".to_owned(),
        "/%3Cscript%3Ealert(1)%3C/script%3E".to_owned(),
        "*".to_owned(),
        "a/".to_owned(),
        String::new(),
    ];
    for target in targets {
        harmless(&target, &preview.get(&target), &[400, 404]);
        let state = preview.get(&format!("/_guidepost/state?page={target}"));
        harmless(&target, &state, &[200, 400]);
        assert!(state.status == 400 || state.text().contains("\"version\":null"), "{target}\n{}", state.text());
    }
    let long = preview.get(&format!("/{}", "a".repeat(2_100)));
    harmless("a long target", &long, &[414]);
    for byte in 0..=u8::MAX {
        let mut request = b"GET /../".to_vec();
        request.push(byte);
        request.extend_from_slice(b"/guidepost.yaml HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        harmless(&format!("byte {byte}"), &preview.ask(request), &[400, 404]);
    }
}

#[test]
fn what_stands_behind_a_number_sign_leads_nowhere() {
    let folder = site();
    let preview = Preview::of(&folder);
    for target in ["/#/../../etc/passwd", "/a/b/#/../guidepost.yaml", "/guidepost.yaml#/a/b/", "/@fs/etc/passwd#a.html"]
    {
        let answer = preview.get(target);
        harmless(target, &answer, &[200, 400, 404]);
        if answer.status == 200 {
            // The program that reads requests cuts targets there, and what is left names a page.
            assert!(answer.text().contains("<h1>"), "{target}\n{}", answer.text());
        }
    }
}

#[test]
fn only_its_own_names_reach_the_server() {
    let folder = site();
    let preview = Preview::of(&folder);
    let port = preview.port();
    let own =
        ["localhost".to_owned(), format!("localhost:{port}"), format!("127.0.0.1:{port}"), format!("[::1]:{port}")];
    let foreign =
        ["evil.example", "localhost.evil.example", "evil.example:80", "127.0.0.1.evil.example", "0.0.0.0", "[::]"];
    for address in ["/", "/a/b/", "/_guidepost/events", "/_guidepost/state?page=/", "/_guidepost/preview.js", "/none"] {
        for host in foreign {
            let answer = preview.ask(format!("GET {address} HTTP/1.1\r\nHost: {host}\r\n\r\n"));
            harmless(host, &answer, &[403]);
            assert!(!answer.text().contains("evil"), "{}", answer.text());
        }
        for hosts in ["", "Host: localhost\r\nHost: localhost\r\n", "Host: localhost\r\nHost: evil.example\r\n"] {
            harmless(hosts, &preview.ask(format!("GET {address} HTTP/1.1\r\n{hosts}\r\n")), &[400]);
            harmless(hosts, &preview.ask(format!("GET {address} HTTP/1.0\r\n{hosts}\r\n")), &[400]);
        }
        let whole = format!("GET http://evil.example{address} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        harmless(&whole, &preview.ask(&whole), &[403]);
    }
    for host in own {
        let answer = preview.ask(format!("GET /a/b/ HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
        harmless(&host, &answer, &[200]);
        let whole = format!("GET http://{host}/a/b/ HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        harmless(&whole, &preview.ask(&whole), &[200]);
    }
    let forwarded =
        "GET / HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: localhost\r\nForwarded: host=localhost\r\n\r\n";
    harmless("a host that was forwarded", &preview.ask(forwarded), &[403]);
}

#[test]
fn other_websites_get_nothing() {
    let folder = site();
    let preview = Preview::of(&folder);
    let port = preview.port();
    let ask = |address: &str, headers: &str| {
        preview
            .ask(format!("GET {address} HTTP/1.1\r\nHost: localhost:{port}\r\n{headers}\r\nConnection: close\r\n\r\n"))
    };
    for address in ["/", "/a/b/", "/_guidepost/events", "/_guidepost/state?page=/", "/_guidepost/preview.js"] {
        for headers in [
            "Origin: http://evil.example",
            "Origin: null",
            "Origin: file://",
            "Origin: http://localhost:1",
            "Origin: https://127.0.0.1",
            "Origin: http://192.168.0.1",
            "Sec-Fetch-Site: cross-site",
            "Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty",
            "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: script",
            "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe",
            "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Site: cross-site",
        ] {
            harmless(&format!("{address} {headers}"), &ask(address, headers), &[403]);
        }
    }
    let link = "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document";
    harmless("a link", &ask("/a/b/", link), &[200]);
    harmless("a link to the events", &ask("/_guidepost/events", link), &[403]);
    harmless(
        "its own",
        &ask("/a/b/", &format!("Origin: http://localhost:{port}\r\nSec-Fetch-Site: same-origin")),
        &[200],
    );
    let socket = "Upgrade: websocket\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13";
    harmless("a web socket", &ask("/a/b/", socket), &[200]);
}

#[test]
fn nothing_but_reading_is_possible() {
    let folder = site();
    let preview = Preview::of(&folder);
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "get", "CONNECT", "PRI"] {
        let target = if method == "CONNECT" { "localhost:80" } else { "/a/b/" };
        let answer =
            preview.ask(format!("{method} {target} HTTP/1.1\r\nHost: localhost\r\nX-Secret: alert(1)\r\n\r\n"));
        harmless(method, &answer, &[405]);
        assert_eq!(answer.header("allow"), Some("GET, HEAD"), "{method}");
    }
    harmless("every target", &preview.ask("OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n"), &[405]);
    let asked = "OPTIONS / HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example\r\nAccess-Control-Request-Method: GET\r\n\r\n";
    harmless("a question of another website", &preview.ask(asked), &[405]);
}

#[test]
fn no_request_is_hidden_in_another() {
    let folder = site();
    let preview = Preview::of(&folder);
    let hidden = "GET /hidden HTTP/1.1\r\nHost: localhost\r\n\r\n";
    for head in [
        "Content-Length: 5\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 5",
        "Content-Length: 5",
        "Content-Length: 0\r\nContent-Length: 60",
        "Content-Length: 5\r\nContent-Length: 5",
        "Content-Length: +5",
        "Content-Length: -1",
        "Content-Length: 5, 5",
        "Content-Length: 99999999999999999999999",
        "Transfer-Encoding: chunked",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
        "Transfer-Encoding : chunked",
        "Content-Length : 5",
        "X: a\rContent-Length: 5",
        " X: folded",
    ] {
        let answer = preview.ask(format!("GET /a/b/ HTTP/1.1\r\nHost: localhost\r\n{head}\r\n\r\n0\r\n\r\n{hidden}"));
        harmless(head, &answer, &[400]);
        assert!(!answer.text().contains("HTTP/1.1"), "{head}: a second answer\n{}", answer.text());
    }
    for (what, request) in [
        ("a line that ends with LF", "GET /a/b/ HTTP/1.1\nHost: localhost\nConnection: close\n\n"),
        ("an old protocol", "GET /a/b/\r\n\r\n"),
        ("another protocol", "GET /a/b/ HTTP/2.0\r\nHost: localhost\r\n\r\n"),
        ("no protocol", "\u{16}\u{3}\u{1}\u{2}\u{0}\r\n\r\n"),
        ("the beginning of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        ("a space in the target", "GET /a/ b/ HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    ] {
        let answer = preview.ask(request);
        harmless(what, &answer, &[0, 200, 400, 405, 505]);
        assert!(answer.status != 200 || answer.text().contains("<h1>B</h1>"), "{what}");
    }
}

#[test]
fn heads_have_an_end() {
    let folder = site();
    let preview = Preview::of(&folder);
    let ask = |headers: &str| {
        preview.ask(format!("GET /a/b/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n"))
    };
    harmless("a large header", &ask(&format!("X: {}\r\n", "a".repeat(64 * 1_024))), &[0, 431]);
    harmless("many headers", &ask(&"X: a\r\n".repeat(200)), &[0, 431]);
    harmless("a large cookie", &ask(&format!("Cookie: {}\r\n", "a".repeat(1_000_000))), &[0, 431]);
    harmless("ordinary headers", &ask(&"X: a\r\n".repeat(50)), &[200]);
}

#[test]
fn who_is_slow_holds_nobody_up_and_is_let_go() {
    let folder = site();
    let preview = Preview::of(&folder);
    let mut slow: Vec<TcpStream> = (0..50).map(|_| preview.connect()).collect();
    for stream in &mut slow {
        stream.write_all(b"GET /a/b/ HTTP/1.1\r\nHost: loc").unwrap();
    }
    let silent: Vec<TcpStream> = (0..50).map(|_| preview.connect()).collect();
    // Readers that take none of what they asked for.
    let deaf: Vec<TcpStream> = (0..50)
        .map(|_| {
            let mut stream = preview.connect();
            stream.write_all(b"GET /_guidepost/events HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
            stream
        })
        .collect();
    harmless("a request beside slow ones", &preview.get("/a/b/"), &[200]);
    folder.write("content/a/b.md", page("B", "Beside slow ones."));
    preview.shows("/a/b/", "Beside slow ones.");
    for mut stream in slow.into_iter().chain(silent) {
        let mut rest = Vec::new();
        // The server ends these by itself; the reading would fail when it did not.
        assert!(stream.read_to_end(&mut rest).is_ok_and(|_| rest.is_empty()), "{}", String::from_utf8_lossy(&rest));
    }
    drop(deaf);
}

#[test]
fn a_thousand_connections_at_once_do_no_harm() {
    let folder = site();
    let preview = Preview::of(&folder);
    let mut all: Vec<TcpStream> = (0..1_000).map(|_| preview.connect()).collect();
    for stream in &mut all {
        stream.write_all(b"GET /a/b/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    }
    for mut stream in all {
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        assert!(text.contains("<h1>B</h1>"), "{text}");
    }
    let more: Vec<TcpStream> = (0..1_500).map(|_| preview.connect()).collect();
    drop(more);
    // Those beyond the most were closed at once; the others make room as soon as the server notices that they have gone.
    let tries = (0..100_000).take_while(|_| preview.get("/a/b/").status != 200).count();
    assert!(tries < 100_000, "no room again");
    folder.write("content/a/b.md", page("B", "Afterwards."));
    preview.shows("/a/b/", "Afterwards.");
}

#[test]
fn there_is_an_end_to_streams() {
    let folder = site();
    let preview = Preview::of(&folder);
    let streams: Vec<_> = (0..256).map(|_| preview.events()).collect();
    harmless("one more", &preview.get("/_guidepost/events"), &[503]);
    harmless("a page", &preview.get("/a/b/"), &[200]);
    drop(streams);
}

#[test]
fn who_leaves_in_the_middle_does_no_harm() {
    let folder = site();
    let preview = Preview::of(&folder);
    for round in 0..200 {
        let mut stream = preview.connect();
        let request = b"GET /a/b/ HTTP/1.1\r\nHost: localhost\r\n\r\n";
        stream.write_all(&request[..round % request.len()]).unwrap();
        if round % 2 == 0 {
            stream.shutdown(Shutdown::Both).unwrap();
        }
    }
    harmless("afterwards", &preview.get("/a/b/"), &[200]);
}
