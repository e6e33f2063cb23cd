//! The notice of a demonstration, which every page must show.
//!
//! Input: the bytes of a page and the notice. Output: whether it is there, and what to say when it is not.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Place, rules};
use crate::text::escape_html;

/// Whether the visible part of a page holds a text, as it is or escaped; what stands in the head is not shown to anyone.
pub(super) fn shows(bytes: &[u8], text: &str) -> bool {
    let bytes = memchr::memmem::find(bytes, b"<body").map_or(bytes, |at| &bytes[at..]);
    let escaped = escape_html(text);
    let needle = escaped.as_bytes();
    memchr::memmem::find(bytes, needle).is_some() || memchr::memmem::find(bytes, text.as_bytes()).is_some()
}

/// What is said of a template that leaves it out.
pub(super) fn missing(template: &str, notice: &str, source: &Arc<str>) -> Diagnostic {
    let message = format!("the template `{template}` does not show the notice of a demonstration: “{notice}”");
    Diagnostic::new(&rules::MISSING_NOTICE, Place::file(source.clone()), message)
        .help("write `{{ notice }}` above the main message in that template or in one that it extends")
}
