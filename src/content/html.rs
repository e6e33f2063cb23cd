//! Raw HTML in a page, which is refused unless the site allows it. Comments are dropped without a word.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::directives::Excerpt;
use crate::diagnostic::{Diagnostic, Span, rules};

/// Collects the places of raw HTML.
#[derive(Debug, Default)]
pub(super) struct RawHtml {
    places: Vec<Range<usize>>,
    block: Option<(Range<usize>, String)>,
}

impl RawHtml {
    pub(super) fn event(&mut self, event: &Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(Tag::HtmlBlock) => self.block = Some((range.clone(), String::new())),
            Event::Html(html) => {
                if let Some((_, text)) = &mut self.block {
                    text.push_str(html);
                }
            }
            Event::End(TagEnd::HtmlBlock) => {
                if let Some((range, text)) = self.block.take()
                    && !is_only_comments(&text)
                {
                    self.places.push(range);
                }
            }
            Event::InlineHtml(html) if !is_only_comments(html) => self.places.push(range.clone()),
            _ => {}
        }
    }

    pub(super) fn finish(self, excerpt: &Excerpt<'_>, diagnostics: &mut Vec<Diagnostic>) {
        for range in self.places {
            let written = excerpt.text.get(range.clone()).unwrap_or_default();
            let end = range.start + written.trim_end().len();
            let message = format!("raw HTML is not allowed in pages: `{}`", first_tag(written));
            diagnostics.push(
                Diagnostic::new(&rules::RAW_HTML, excerpt.place(Span::new(range.start, end)), message)
                    .help("use Markdown or a directive; to show a `<` sign write `\\<`"),
            );
        }
    }
}

fn is_only_comments(html: &str) -> bool {
    let mut rest = html.trim();
    while let Some(comment) = rest.strip_prefix("<!--") {
        // A comment that never ends runs to the end of its block.
        rest = comment.split_once("-->").map_or("", |(_, after)| after.trim_start());
    }
    rest.is_empty()
}

fn first_tag(html: &str) -> String {
    let end = html.find('>').map_or(html.len(), |at| at + 1);
    let tag = &html[..end];
    let line = tag.lines().next().unwrap_or_default();
    if line.chars().count() > 40 { line.chars().take(39).chain(['…']).collect() } else { line.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_comments_are_dropped() {
        assert!(is_only_comments("<!-- a -->\n<!-- b -->\n"));
        assert!(is_only_comments("<!-- never closed"));
        assert!(!is_only_comments("<!-- a --><b>"));
        assert!(!is_only_comments("<b>"));
    }
}
