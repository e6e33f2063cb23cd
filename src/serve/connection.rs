//! One connection, with an end to every wait for the other side.
//!
//! Whoever sends the head of a request slowly, sends none, or does not read its answer loses the connection; nobody else notices.

use std::io::{Error, ErrorKind};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use hyper::rt::ReadBufCursor;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep};

/// How long the head of a request may take from its first byte on.
pub(super) const HEAD: Duration = Duration::from_secs(5);
/// How long a connection may stay without a request.
pub(super) const IDLE: Duration = Duration::from_secs(30);
/// How long the other side may take none of its answer.
const STALLED: Duration = Duration::from_secs(30);

/// What is read at once.
const PIECE: usize = 4_096;

/// How often an answer began or ended: while it is odd, an answer is on its way, and nothing is awaited from the other side.
#[derive(Debug, Clone, Default)]
pub(super) struct Answering(Arc<AtomicU64>);

impl Answering {
    /// An answer begins or has ended.
    pub(super) fn turn(&self) {
        self.0.fetch_add(1, Ordering::AcqRel);
    }
}

/// What the reading side waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Waits {
    Request,
    Head,
    Answer,
}

/// A connection that knows how long it may wait.
#[derive(Debug)]
pub(super) struct Connection {
    stream: TcpStream,
    answering: Answering,
    /// The turns of [`Answering`] that were noticed.
    turns: u64,
    waits: Waits,
    reading: Pin<Box<Sleep>>,
    writing: Pin<Box<Sleep>>,
    is_stalled: bool,
}

impl Connection {
    /// A connection on which nothing was said yet.
    pub(super) fn new(stream: TcpStream, answering: Answering) -> Self {
        let (reading, writing) = (Box::pin(sleep(HEAD)), Box::pin(sleep(STALLED)));
        Self { stream, answering, turns: 0, waits: Waits::Request, reading, writing, is_stalled: false }
    }

    fn wait_for(&mut self, next: Waits) {
        self.waits = next;
        let time = if next == Waits::Head { HEAD } else { IDLE };
        self.reading.as_mut().reset(Instant::now() + time);
    }

    /// Notices that an answer began or ended.
    fn turn(&mut self) {
        let turns = self.answering.0.load(Ordering::Acquire);
        if turns != self.turns {
            self.turns = turns;
            self.wait_for(if turns.is_multiple_of(2) { Waits::Request } else { Waits::Answer });
        }
    }

    fn poll_written(
        &mut self,
        cx: &mut Context<'_>,
        written: Poll<Result<usize, Error>>,
    ) -> Poll<Result<usize, Error>> {
        if written.is_ready() {
            self.is_stalled = false;
            // An answer that is still being taken is no idle connection.
            if self.waits == Waits::Request {
                self.reading.as_mut().reset(Instant::now() + IDLE);
            }
            return written;
        }
        if !self.is_stalled {
            self.is_stalled = true;
            self.writing.as_mut().reset(Instant::now() + STALLED);
        }
        ready!(self.writing.as_mut().poll(cx));
        Poll::Ready(Err(ErrorKind::TimedOut.into()))
    }
}

impl hyper::rt::Read for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        mut into: ReadBufCursor<'_>,
    ) -> Poll<Result<(), Error>> {
        self.turn();
        let mut bytes = [0; PIECE];
        let most = PIECE.min(into.remaining());
        let mut piece = ReadBuf::new(&mut bytes[..most]);
        if Pin::new(&mut self.stream).poll_read(cx, &mut piece)?.is_ready() {
            if self.waits == Waits::Request && !piece.filled().is_empty() {
                self.wait_for(Waits::Head);
            }
            into.put_slice(piece.filled());
            return Poll::Ready(Ok(()));
        }
        if self.waits == Waits::Answer {
            return Poll::Pending;
        }
        ready!(self.reading.as_mut().poll(cx));
        Poll::Ready(Err(ErrorKind::TimedOut.into()))
    }
}

impl hyper::rt::Write for Connection {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<Result<usize, Error>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.poll_written(cx, written)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        all: &[std::io::IoSlice<'_>],
    ) -> Poll<Result<usize, Error>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, all);
        self.poll_written(cx, written)
    }
}
