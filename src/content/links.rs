//! The links and images of a page, in the order of its text.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::directives::Excerpt;
use crate::diagnostic::{Diagnostic, Span, rules};

/// The title that marks an image as decoration, which screen readers skip.
pub(super) const DECORATIVE: &str = "decorative";

/// A link or an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Which of the two.
    pub kind: LinkKind,
    /// Where it leads, as written.
    pub target: String,
    /// Where it stands in the file.
    pub span: Span,
}

/// A link or an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// `[text](target)`.
    Link,
    /// `![text](target)`.
    Image,
}

/// Collects links and images.
#[derive(Debug, Default)]
pub(super) struct Links {
    found: Vec<Link>,
    /// The images that are open: place, whether decorative, whether they have words.
    open: Vec<(Range<usize>, bool, bool)>,
    without_words: Vec<Range<usize>>,
}

impl Links {
    pub(super) fn event(&mut self, event: &Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                let target = match link_type {
                    LinkType::Email => format!("mailto:{dest_url}"),
                    _ => dest_url.to_string(),
                };
                self.push(LinkKind::Link, target, range);
            }
            Event::Start(Tag::Image { dest_url, title, .. }) => {
                self.push(LinkKind::Image, dest_url.to_string(), range);
                self.open.push((range.clone(), &**title == DECORATIVE, false));
            }
            Event::End(TagEnd::Image) => {
                if let Some((range, decorative, words)) = self.open.pop()
                    && !decorative
                    && !words
                {
                    self.without_words.push(range);
                }
            }
            Event::Text(text) | Event::Code(text) => {
                if let Some((_, _, words)) = self.open.last_mut() {
                    *words |= !text.trim().is_empty();
                }
            }
            _ => {}
        }
    }

    fn push(&mut self, kind: LinkKind, target: String, range: &Range<usize>) {
        self.found.push(Link { kind, target, span: Span::from(range.clone()) });
    }

    pub(super) fn finish(mut self, excerpt: &Excerpt<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Link> {
        for link in &mut self.found {
            link.span = link.span.shifted(excerpt.offset);
        }
        let missing = self.without_words.into_iter().map(|range| {
            Diagnostic::new(
                &rules::MISSING_ALT,
                excerpt.place(Span::from(range)),
                "this image has no words for people who cannot see it",
            )
            .label("image without words")
            .help("write what it shows between the brackets, or mark decoration so: `![](picture.png \"decorative\")`")
        });
        diagnostics.extend(missing);
        self.found
    }
}
