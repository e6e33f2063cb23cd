//! The sink in memory keeps the same promises.

use std::sync::Arc;

use super::{keep, put, put_all, route};
use crate::emit::{MemorySink, Output, Sink, Stay};

#[test]
fn outputs_come_back_in_order_with_their_hashes() {
    let sink = MemorySink::new();
    put_all(&sink, &[("b", "2"), ("a/c", "1")]);
    let name = route("d");
    let hash = sink
        .put_file(Output { route: &name, source: Some("static/d"), stay: Stay::WhileMade }, &mut b"3".as_slice())
        .unwrap();
    let files = sink.into_files();
    assert_eq!(files.keys().map(crate::route::Route::as_str).collect::<Vec<_>>(), ["a/c", "b", "d"]);
    let file = &files["d"];
    assert_eq!((&*file.bytes, file.hash, file.source.as_deref()), (b"3".as_slice(), hash, Some("static/d")));
}

#[test]
fn the_last_builds_bytes_are_shared_when_kept() {
    let sink = MemorySink::new();
    put_all(&sink, &[("a", "1"), ("b", "2")]);
    let last = sink.into_files();
    let sink = MemorySink::after(last.clone());
    assert!(keep(&sink, "a", "1"));
    assert!(!keep(&sink, "b", "3"));
    assert!(!keep(&sink, "c", "1"));
    put(&sink, "b", "3").unwrap();
    let files = sink.into_files();
    assert!(Arc::ptr_eq(&files["a"].bytes, &last["a"].bytes));
    assert_eq!(&*files["b"].bytes, b"3");
}

#[test]
fn two_outputs_cannot_share_a_place_in_memory() {
    let sink = MemorySink::new();
    put(&sink, "a", "1").unwrap();
    let error = put(&sink, "A", "2").unwrap_err();
    assert_eq!(error.to_string(), "two outputs want the same place: `a` and `A`");
    assert_eq!(error.help(), "give one of them another name; on many systems capital and small letters are the same");
}
