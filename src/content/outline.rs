//! The headings of a page, with ids that are unique in it and stay the same while the words stay the same.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};
use serde::Serialize;

use crate::text::HeadingIds;

/// One heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// The id that links can lead to.
    pub id: String,
    /// Its text without markup.
    pub text: String,
}

/// A heading with the headings below it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Nested<'a> {
    id: &'a str,
    title: &'a str,
    level: u8,
    children: Vec<Nested<'a>>,
}

impl Heading {
    /// The headings as a contents list: each holds the deeper ones that follow it. The page's own title is not part of it,
    /// so headings of level 1 count as level 2.
    #[must_use]
    pub fn nest(outline: &[Self]) -> Vec<Nested<'_>> {
        let mut open: Vec<Nested<'_>> = Vec::new();
        let mut top = Vec::new();
        for heading in outline.iter().filter(|heading| !heading.text.is_empty()) {
            let level = heading.level.max(2);
            close(&mut open, &mut top, level);
            open.push(Nested { id: &heading.id, title: &heading.text, level, children: Vec::new() });
        }
        close(&mut open, &mut top, 0);
        top
    }
}

/// Ends the open headings that are not above `level`.
fn close<'a>(open: &mut Vec<Nested<'a>>, top: &mut Vec<Nested<'a>>, level: u8) {
    while let Some(last) = open.pop_if(|last| last.level >= level) {
        match open.last_mut() {
            Some(above) => above.children.push(last),
            None => top.push(last),
        }
    }
}

/// Collects headings.
#[derive(Debug, Default)]
pub(super) struct Outline {
    found: Vec<(u8, Option<String>, String)>,
    open: bool,
}

impl Outline {
    /// Whether a heading is open.
    pub(super) fn is_open(&self) -> bool {
        self.open
    }

    pub(super) fn event(&mut self, event: &Event<'_>, _range: &Range<usize>) {
        match event {
            Event::Start(Tag::Heading { level, id, .. }) => {
                self.found.push((*level as u8, id.as_ref().map(ToString::to_string), String::new()));
                self.open = true;
            }
            Event::End(TagEnd::Heading(_)) => self.open = false,
            Event::Text(text) | Event::Code(text) if self.open => {
                if let Some((_, _, words)) = self.found.last_mut() {
                    words.push_str(text);
                }
            }
            Event::SoftBreak | Event::HardBreak if self.open => {
                if let Some((_, _, words)) = self.found.last_mut() {
                    words.push(' ');
                }
            }
            _ => {}
        }
    }

    /// Ids that authors give come first, so that no id made from words takes them.
    pub(super) fn finish(self) -> Vec<Heading> {
        let mut ids = HeadingIds::new(self.found.iter().filter_map(|(_, id, _)| id.as_deref()));
        let mut headings = Vec::with_capacity(self.found.len());
        for (level, id, text) in self.found {
            let text = text.trim().to_string();
            let id = id.unwrap_or_else(|| ids.id_for(&text));
            headings.push(Heading { level, id, text });
        }
        headings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heading(level: u8, text: &str) -> Heading {
        Heading { level, id: text.to_lowercase(), text: text.to_string() }
    }

    fn shown(nested: &[Nested<'_>]) -> String {
        nested.iter().fold(String::new(), |all, heading| all + heading.title + "(" + &shown(&heading.children) + ")")
    }

    #[test]
    fn deeper_headings_lie_inside_the_one_before() {
        let outline = [heading(2, "A"), heading(3, "B"), heading(4, "C"), heading(3, "D"), heading(2, "E")];
        assert_eq!(shown(&Heading::nest(&outline)), "A(B(C())D())E()");
    }

    #[test]
    fn skipped_levels_lose_no_heading() {
        let outline = [heading(4, "A"), heading(2, "B"), heading(6, "C"), heading(1, "D")];
        assert_eq!(shown(&Heading::nest(&outline)), "A()B(C())D()");
    }
}
