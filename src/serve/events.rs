//! The stream of server-sent events (<https://html.spec.whatwg.org/multipage/server-sent-events.html>).
//!
//! Each reader has a short queue of its own. One that does not keep up loses its stream: its browser connects again and asks for
//! the state, so nobody else waits and nothing grows.

use std::sync::{Mutex, MutexGuard, PoisonError};

use hyper::body::Bytes;
use serde_json::Value;
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// The most streams at once.
pub(super) const MOST_STREAMS: usize = 256;

/// The most events that wait for one reader.
const QUEUE: usize = 64;

/// Everybody who listens.
#[derive(Debug, Default)]
pub(super) struct Listeners(Mutex<Vec<Sender<Bytes>>>);

impl Listeners {
    /// Adds a stream that begins with `first`; `None` when there are too many.
    pub(super) fn add(&self, first: Bytes) -> Option<Receiver<Bytes>> {
        let mut all = self.lock();
        all.retain(|one| !one.is_closed());
        if all.len() >= MOST_STREAMS {
            return None;
        }
        let (sender, receiver) = channel(QUEUE);
        // The queue is new and empty.
        let _ = sender.try_send(first);
        all.push(sender);
        Some(receiver)
    }

    /// Tells everybody.
    pub(super) fn tell(&self, event: &Bytes) {
        self.lock().retain(|one| match one.try_send(event.clone()) {
            Ok(()) => true,
            Err(TrySendError::Full(_) | TrySendError::Closed(_)) => false,
        });
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Sender<Bytes>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An event with its data. JSON as it is written here holds no line break, which would end the data.
pub(super) fn event(name: &str, data: &Value) -> Bytes {
    Bytes::from(format!("event: {name}\ndata: {data}\n\n"))
}

/// A line that browsers pass over, so that nobody between takes the stream for dead.
pub(super) fn comment() -> Bytes {
    Bytes::from_static(b":\n\n")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_event_is_one_block_whatever_it_holds() {
        let event = event("changed", &json!({"pages": ["/a\nb/\r\n\n"]}));
        assert_eq!(event, "event: changed\ndata: {\"pages\":[\"/a\\nb/\\r\\n\\n\"]}\n\n");
    }

    #[test]
    fn who_does_not_keep_up_is_dropped_and_nobody_else() {
        let listeners = Listeners::default();
        let mut lagging = listeners.add(comment()).unwrap();
        let mut other = listeners.add(comment()).unwrap();
        for _ in 0..QUEUE {
            other.try_recv().unwrap();
            listeners.tell(&comment());
        }
        assert_eq!(listeners.lock().len(), 1);
        assert!((0..QUEUE).all(|_| lagging.try_recv().is_ok()) && lagging.try_recv().is_err());
        assert!(other.try_recv().is_ok());
    }

    #[test]
    fn there_is_an_end_to_streams_and_one_that_is_closed_makes_room() {
        let listeners = Listeners::default();
        let mut all: Vec<_> = (0..MOST_STREAMS).map(|_| listeners.add(comment()).unwrap()).collect();
        assert!(listeners.add(comment()).is_none());
        all.pop();
        assert!(listeners.add(comment()).is_some());
    }
}
