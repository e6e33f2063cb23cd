//! A preview that runs while a test does: what it answers on a real socket, and what it tells.
//!
//! Nothing here sleeps: a test waits for an answer, for an event, or for what the preview tells the person who started it, and
//! fails when that takes longer than anybody would wait.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use guidepost::diagnostic::Summary;
use guidepost::serve::{Server, Settings, Tell, Told};
use serde_json::Value;

use crate::project::{Folder, TODAY};

/// Longer than any machine takes for a small site.
const LONGEST_WAIT: Duration = Duration::from_mins(1);

/// A preview; it ends with the test.
pub(crate) struct Preview {
    server: Server,
    told: Arc<(Mutex<Vec<String>>, Condvar)>,
}

/// The answer to a request.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header; it stands there once.
    #[track_caller]
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        let mut found = lines.by_ref().filter(|(own, _)| own.eq_ignore_ascii_case(name));
        let first = found.next().map(|(_, value)| value);
        assert!(found.next().is_none(), "{name} stands twice in\n{}", self.head);
        first
    }
}

impl Preview {
    /// The preview of a site in a folder.
    pub(crate) fn of(folder: &Folder) -> Self {
        Self::with(folder, |_| {})
    }

    /// The same with other settings.
    pub(crate) fn with(folder: &Folder, change: impl FnOnce(&mut Settings)) -> Self {
        let day =
            jiff::tz::TimeZone::UTC.to_timestamp(TODAY.parse::<jiff::civil::Date>().unwrap().at(12, 0, 0, 0)).unwrap();
        let mut settings = Settings { port: 0, jobs: 2, now: Some(day), ..Settings::of(folder.root()) };
        change(&mut settings);
        let told = Arc::<(Mutex<Vec<String>>, Condvar)>::default();
        let tell: Tell = {
            let told = told.clone();
            Arc::new(move |what| {
                told.0.lock().unwrap().push(words(&what));
                told.1.notify_all();
            })
        };
        Self { server: Server::start(settings, &tell).unwrap(), told }
    }

    /// The address for a browser.
    pub(crate) fn url(&self) -> &str {
        self.server.url()
    }

    /// The port.
    pub(crate) fn port(&self) -> u16 {
        self.server.address().port()
    }

    /// What was told so far.
    pub(crate) fn told(&self) -> Vec<String> {
        self.told.0.lock().unwrap().clone()
    }

    /// Waits until something holds; looks again each time the preview tells of a build.
    #[track_caller]
    pub(crate) fn until(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        let began = Instant::now();
        loop {
            let count = self.told.0.lock().unwrap().len();
            if holds(self) {
                return;
            }
            let told = self.told.0.lock().unwrap();
            let left = LONGEST_WAIT.saturating_sub(began.elapsed());
            let (told, _) = self.told.1.wait_timeout_while(told, left, |told| told.len() == count).unwrap();
            assert!(told.len() > count, "{what} does not come true; it was told {told:#?}");
        }
    }

    /// Waits until a page holds a piece of text.
    #[track_caller]
    pub(crate) fn shows(&self, address: &str, piece: &str) {
        self.until(&format!("{piece} at {address}"), |preview| preview.get(address).text().contains(piece));
    }

    /// Waits until an address has a status.
    #[track_caller]
    pub(crate) fn answers(&self, address: &str, status: u16) {
        self.until(&format!("{status} at {address}"), |preview| preview.get(address).status == status);
    }

    /// A new connection.
    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.server.address()).unwrap();
        stream.set_read_timeout(Some(LONGEST_WAIT)).unwrap();
        stream
    }

    /// The answer to an ordinary request.
    #[track_caller]
    pub(crate) fn get(&self, target: &str) -> Answer {
        self.ask(format!("GET {target} HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\n\r\n", self.port()))
    }

    /// The answer to any bytes; no answer is one with status 0.
    #[track_caller]
    pub(crate) fn ask(&self, request: impl AsRef<[u8]>) -> Answer {
        let mut stream = self.connect();
        // The server may have refused and closed before it got everything.
        let _ = stream.write_all(request.as_ref());
        let mut bytes = Vec::new();
        match stream.read_to_end(&mut bytes) {
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => {}
            Err(error) => panic!("no end of the answer: {error}\n{}", String::from_utf8_lossy(&bytes)),
        }
        answer(&bytes)
    }

    /// The values that the script of the preview asks for.
    #[track_caller]
    pub(crate) fn state(&self, page: &str) -> Value {
        serde_json::from_slice(&self.get(&format!("/_guidepost/state?page={page}")).body).unwrap()
    }

    /// A stream of events.
    pub(crate) fn events(&self) -> Events {
        let mut stream = self.connect();
        write!(stream, "GET /_guidepost/events HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        let mut events = Events(BufReader::new(stream));
        let head: Vec<String> =
            std::iter::from_fn(|| Some(events.line())).take_while(|line| !line.is_empty()).collect();
        assert!(
            head[0].contains("200") && head.iter().any(|line| line == "content-type: text/event-stream"),
            "{head:?}"
        );
        events
    }
}

/// A stream of server-sent events.
pub(crate) struct Events(BufReader<TcpStream>);

impl Events {
    /// The next event of a name, with its data.
    #[track_caller]
    pub(crate) fn next(&mut self, name: &str) -> Value {
        loop {
            if self.line() == format!("event: {name}") {
                return serde_json::from_str(self.line().strip_prefix("data: ").unwrap()).unwrap();
            }
        }
    }

    /// Waits until a page is told to have changed.
    pub(crate) fn until_page(&mut self, page: &str) {
        while !self.next("changed")["pages"].as_array().is_some_and(|pages| pages.iter().any(|own| own == page)) {}
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        assert!(self.0.read_line(&mut line).expect("an event comes in time") > 0, "the stream has ended");
        line.trim_end().to_owned()
    }
}

fn words(told: &Told) -> String {
    match told {
        Told::Listens { taken, is_open, .. } => format!("listens {taken:?} {is_open}"),
        Told::Polls { reason } => format!("polls {reason}"),
        Told::Built { built, problems, is_known, .. } => {
            let how = if built.is_some() { "built" } else { "refused" };
            format!("{how}, {}{}", Summary::of(problems), if *is_known { ", as before" } else { "" })
        }
        Told::Failed { message, .. } => format!("failed: {message}"),
        Told::FolderGone => "the folder is gone".to_owned(),
    }
}

/// An answer taken apart.
fn answer(bytes: &[u8]) -> Answer {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(bytes.len());
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    Answer { status, head, body: bytes.get(end + 4..).unwrap_or_default().to_vec() }
}
