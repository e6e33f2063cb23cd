//! Small pure functions on text that more than one stage needs.
//!
//! Job: suggestions for a misspelt name, slugs, heading ids and ids of pages, escaping for HTML, XML, Markdown, addresses and terminals, the
//! judgement whether an address is safe to link to, and how hard a text is to read. Input: text. Output: text, counts, or a yes or
//! no. Nothing here reads a file, keeps a state between calls or depends on the machine: the same text always gives the same
//! answer.

mod address;
mod alphabet;
mod closest;
mod escape;
mod logarithm;
mod markdown;
mod names;
pub mod reading;
mod short_id;
mod visible;

pub use address::{is_dangerous, is_external, percent_decode, refused_scheme, url_fragment, url_path};
pub use alphabet::{IndexLetter, index_letter, unaccented};
pub use closest::{closest, closest_path, did_you_mean, did_you_mean_path};
pub use escape::{escape_html, escape_xml, push_escaped_html};
pub use logarithm::{BIT, log2};
pub use markdown::{escape_markdown, is_space, markdown_address, push_escaped_markdown};
pub use names::{HeadingIds, folded, heading_id, slug};
pub use short_id::{is_short_id, short_id};
pub use visible::{is_deceptive, is_hidden, visible};
