//! The server: connections, their limits, and which answer each request gets.
//!
//! All connections share one thread, which never builds and never waits for one of them: each is a task of its own.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::http::request::Parts;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use serde_json::json;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, oneshot};
use tokio::time::{sleep, timeout};

use super::answer::{self, Answer, Content, Sent, Stamp};
use super::connection::{Answering, Connection};
use super::events::{Listeners, comment};
use super::facts::Facts;
use super::guard::{self, Names, OWN, Refusal};
use super::live::{Found, Live, Served};
use super::{Run, target};

/// The largest head of a request, in bytes.
const LARGEST_HEAD: usize = 16 * 1_024;
/// The most headers of a request.
const MOST_HEADERS: usize = 100;
/// How long a request waits for a build; then it gets what is there.
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// How often a stream of events gives a sign of life.
const SIGN_OF_LIFE: Duration = Duration::from_secs(15);
/// How long the server rests when the system gives it no more connections.
const REST: Duration = Duration::from_millis(50);

/// What the tasks of all connections share.
#[derive(Debug)]
pub(super) struct Service {
    pub(super) live: Arc<Live>,
    pub(super) facts: Arc<Facts>,
    pub(super) listeners: Arc<Listeners>,
    pub(super) run: Run,
    pub(super) names: Names,
    /// The most connections at once.
    pub(super) connections: usize,
}

/// Answers until `end` comes.
pub(super) async fn answer(listener: TcpListener, service: Arc<Service>, mut end: oneshot::Receiver<()>) {
    let free = Arc::new(Semaphore::new(service.connections));
    let listeners = service.listeners.clone();
    tokio::spawn(async move {
        loop {
            sleep(SIGN_OF_LIFE).await;
            listeners.tell(&comment());
        }
    });
    loop {
        let accepted = std::pin::pin!(listener.accept());
        let Some(accepted) = unless_ended(accepted, &mut end).await else { return };
        let Ok((stream, _)) = accepted else {
            // Most often there are too many open files; as soon as a connection ends, there is room again.
            sleep(REST).await;
            continue;
        };
        // A connection that finds no room is closed by dropping it.
        let Ok(place) = free.clone().try_acquire_owned() else { continue };
        let service = service.clone();
        tokio::spawn(async move {
            connection(stream, service).await;
            drop(place);
        });
    }
}

/// What `future` gives, or nothing when the end comes first.
async fn unless_ended<F: Future>(
    mut future: std::pin::Pin<&mut F>,
    end: &mut oneshot::Receiver<()>,
) -> Option<F::Output> {
    std::future::poll_fn(|cx| {
        if std::pin::Pin::new(&mut *end).poll(cx).is_ready() {
            return std::task::Poll::Ready(None);
        }
        future.as_mut().poll(cx).map(Some)
    })
    .await
}

async fn connection(stream: TcpStream, service: Arc<Service>) {
    let Ok(own) = stream.local_addr() else { return };
    // Without it a small answer could wait for an acknowledgement; a system that refuses only makes the answer later.
    let _ = stream.set_nodelay(true);
    let names = Arc::new(service.names.clone().at(own.ip().to_canonical()));
    let answering = Answering::default();
    let connection = Connection::new(stream, answering.clone());
    let answers = service_fn(move |request: Request<Incoming>| {
        let (service, names, answering) = (service.clone(), names.clone(), answering.clone());
        async move {
            answering.turn();
            let (request, _) = request.into_parts();
            let answer = service.answer(&request, &names).await;
            Ok::<Response<Sent>, Infallible>(answer.map(|content| Sent::new(content, answering)))
        }
    });
    let mut server = http1::Builder::new();
    server.max_buf_size(LARGEST_HEAD).max_headers(MOST_HEADERS).half_close(false);
    // How a connection ended is the other side's affair.
    let _ = server.serve_connection(connection, answers).await;
}

impl Service {
    async fn answer(&self, request: &Parts, names: &Names) -> Answer {
        if let Err(refusal) = guard::check(request, names) {
            return answer::refused(refusal);
        }
        let target = request.uri.path_and_query().map_or("", |target| target.as_str());
        let address = match target::address(target) {
            Ok(address) => address,
            Err(refused) => return answer::refused(words(refused)),
        };
        match address.strip_prefix(OWN.trim_start_matches('/')) {
            Some(own) => self.own(own, target).await,
            None => self.output(&address).await,
        }
    }

    /// What the preview itself answers.
    async fn own(&self, name: &str, target: &str) -> Answer {
        match name {
            "events" => self.events(),
            "state" => self.state(target).await,
            "lens" => self.lens(target).await,
            name => answer::client(name).unwrap_or_else(|| answer::nothing(self.stamp())),
        }
    }

    fn events(&self) -> Answer {
        match self.live.listen(&self.run) {
            Some(events) => answer::new(StatusCode::OK, "text/event-stream", Content::Events(events)),
            None => answer::whole(StatusCode::SERVICE_UNAVAILABLE, "text/plain; charset=utf-8", "Too many streams.\n"),
        }
    }

    /// The page that a question is about.
    async fn asked(&self, target: &str) -> Found {
        match target::field(target, "page").and_then(|page| target::address(&page).ok()) {
            Some(page) => self.find(&page).await,
            None => Found::Nothing,
        }
    }

    async fn lens(&self, target: &str) -> Answer {
        let Found::File(Served { route, bytes, .. }) = self.asked(target).await else {
            return answer::json(&json!({"problems": [], "weight": null}));
        };
        self.built().await;
        let (facts, live) = (self.facts.clone(), self.live.clone());
        // It reads files, and other requests must not wait for that.
        let looking = tokio::task::spawn_blocking(move || {
            let bytes_of = |link: &str| match live.look_now(&target::address(link).ok()?) {
                Found::File(served) => u64::try_from(served.bytes.len()).ok(),
                _ => None,
            };
            facts.of(&route, &String::from_utf8_lossy(&bytes), &bytes_of)
        });
        match looking.await {
            Ok(facts) => answer::json(&facts),
            Err(_) => answer::nothing(self.stamp()),
        }
    }

    async fn state(&self, target: &str) -> Answer {
        let found = self.asked(target).await;
        let path = self.live.path();
        let report = self.live.report();
        // A page that does not say what it knows has just been loaded.
        let known = target::field(target, "files").and_then(|count| count.parse().ok());
        let (replaced, files) = self.live.replaced_since(known.unwrap_or(u64::MAX));
        let (version, skeleton, sheets) = match found {
            Found::File(Served { bytes, hash, .. }) => {
                let (skeleton, sheets) = answer::skeleton(&bytes, &path);
                (Some(hash.to_hex().to_string()), Some(skeleton), sheets)
            }
            _ => (None, None, Vec::new()),
        };
        answer::json(&json!({
            "run": self.run.as_str(),
            "build": self.live.build(),
            "version": version,
            "skeleton": skeleton,
            "sheets": sheets,
            "files": files,
            "replaced": replaced,
            "problems": *report.problems,
            "errors": report.errors,
            "warnings": report.warnings,
        }))
    }

    async fn output(&self, address: &str) -> Answer {
        // Taken first: a page that says it is older than it is asks once too often, and never too seldom.
        let stamp = self.stamp();
        match self.find(address).await {
            Found::File(served) if !is_for_hosts(&served) => {
                answer::output(StatusCode::OK, &served, stamp, &self.live.path())
            }
            Found::Redirect(link) => {
                // The front page may move with the settings; where a folder is, stays.
                let status = if address.is_empty() { StatusCode::FOUND } else { StatusCode::MOVED_PERMANENTLY };
                answer::redirect(status, &link)
            }
            Found::File(_) | Found::Nothing | Found::Wait => self.nothing(address).await,
        }
    }

    /// The site's own page for wrong addresses, in the language of the address.
    async fn nothing(&self, address: &str) -> Answer {
        let report = self.live.report();
        if report.errors > 0 {
            return answer::cannot_be_shown(&report, self.stamp());
        }
        let path = self.live.path();
        let path = path.trim_start_matches('/');
        let below = address.strip_prefix(path).unwrap_or_default();
        let language = below.split_once('/').map(|(language, _)| format!("{path}{language}/404.html"));
        for page in language.into_iter().chain([format!("{path}404.html")]) {
            if let Found::File(served) = self.find(&page).await {
                return answer::output(StatusCode::NOT_FOUND, &served, self.stamp(), &self.live.path());
            }
        }
        answer::nothing(self.stamp())
    }

    /// What stands at an address; waits while the build that runs has not made it yet.
    async fn find(&self, address: &str) -> Found {
        let waited = timeout(LONGEST_WAIT, async {
            loop {
                let mut settled = std::pin::pin!(self.live.settled());
                settled.as_mut().enable();
                match self.live.look(address) {
                    Found::Wait => settled.await,
                    found => return found,
                }
            }
        });
        waited.await.unwrap_or_else(|_| self.live.look_now(address))
    }

    /// Waits until no build runs: only then the facts of pages are known.
    async fn built(&self) {
        let waited = timeout(LONGEST_WAIT, async {
            loop {
                let mut settled = std::pin::pin!(self.live.settled());
                settled.as_mut().enable();
                if !self.live.is_building() {
                    return;
                }
                settled.await;
            }
        });
        // What was known before is better than nothing.
        let _ = waited.await;
    }

    fn stamp(&self) -> Stamp<'_> {
        Stamp { run: self.run.as_str(), build: self.live.build(), files: self.live.replacements() }
    }
}

/// Settings for hosts are no page of the site, and hosts do not show them either.
fn is_for_hosts(served: &Served) -> bool {
    served.route.as_str().starts_with("_hosting/")
}

fn words(refused: target::Refused) -> Refusal {
    match refused {
        target::Refused::TooLong => Refusal { status: StatusCode::URI_TOO_LONG, words: "That address is too long." },
        target::Refused::Bad => Refusal { status: StatusCode::BAD_REQUEST, words: "That is no address of a page." },
    }
}
