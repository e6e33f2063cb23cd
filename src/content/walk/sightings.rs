//! What a Markdown parser makes of a text whose directives are hidden.
//!
//! Job: hide candidates, read the text, and note which of them came out as a border. Input: candidates. Output: [`Sightings`] in
//! the order of the events. It never pairs opening and closing lines.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::events;
use crate::content::directives::{Candidate, Shape};

/// The bytes that are hidden, in order.
#[derive(Debug)]
pub(super) struct Masks {
    masks: Vec<Mask>,
    /// How many candidates there are, hidden or not.
    candidates: usize,
}

#[derive(Debug)]
struct Mask {
    at: Range<usize>,
    candidate: usize,
    part: Part,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Line,
    Colon,
    InlineOpen,
    InlineClose,
}

impl Masks {
    pub(super) fn of(candidates: &[Candidate<'_>]) -> Self {
        let mut masks = Vec::with_capacity(candidates.len());
        for (index, candidate) in candidates.iter().enumerate() {
            let part = match &candidate.shape {
                Shape::Inline { end } => {
                    masks.push(Mask { at: end.clone(), candidate: index, part: Part::InlineClose });
                    Part::InlineOpen
                }
                Shape::Colon => Part::Colon,
                Shape::Opening { .. } | Shape::Closing { .. } | Shape::Leaf => Part::Line,
            };
            masks.push(Mask { at: candidate.hidden.clone(), candidate: index, part });
        }
        masks.sort_by_key(|mask| mask.at.start);
        Self { masks, candidates: candidates.len() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.masks.is_empty()
    }

    /// Hides these candidates no longer.
    pub(super) fn put_back<'i>(&mut self, candidates: impl Iterator<Item = &'i usize>) {
        let mut gone = vec![false; self.candidates];
        for index in candidates {
            gone[*index] = true;
        }
        self.masks.retain(|mask| !gone[mask.candidate]);
    }

    /// A copy of `source`, of the same length, in which a Markdown parser sees no directive.
    pub(super) fn hide(&self, source: &str) -> String {
        let mut text = String::with_capacity(source.len());
        for mask in &self.masks {
            text.push_str(&source[text.len()..mask.at.start]);
            mask.fill(&mut text);
        }
        text.push_str(&source[text.len()..]);
        text
    }

    /// The masks that begin in `range`, a piece of one line, and do not reach over it. A line may: its last spaces are no text.
    fn within(&self, range: &Range<usize>) -> impl Iterator<Item = &Mask> {
        let first = self.masks.partition_point(|mask| mask.at.start < range.start);
        let end = range.end;
        let begun = self.masks[first..].iter().take_while(move |mask| mask.at.start < end);
        begun.filter(move |mask| mask.at.end <= end || mask.part == Part::Line)
    }
}

impl Mask {
    /// A thematic break for a line. For brackets, letters outside and a comma at the side of the text, so that `_` and `*` beside
    /// them begin and end emphasis as they do beside brackets. Letters and commas may stand in an address, too: what looks like a
    /// directive in an address leaves it an address, and is lost.
    fn fill(&self, text: &mut String) {
        let length = self.at.len();
        let (before, filler, after) = match self.part {
            Part::Line => ("___", ' ', ""),
            Part::InlineOpen => ("", 'x', ","),
            Part::InlineClose | Part::Colon => (",", 'x', ""),
        };
        let rest = length.saturating_sub(before.len() + after.len());
        text.push_str(before);
        text.extend(std::iter::repeat_n(filler, rest));
        text.push_str(after);
    }
}

/// The borders and containers of a text.
#[derive(Debug)]
pub(super) struct Sightings {
    /// In the order of the events.
    pub(super) seen: Vec<Sighting>,
    /// For each candidate, the stretch of text in which its opening bracket stands, and its closing bracket. Lines and
    /// colons stand in stretch 0.
    stretches: Vec<(Option<usize>, Option<usize>)>,
    /// The lines that came out as text, because they are indented too far.
    pub(super) misplaced: Vec<usize>,
}

/// One thing that [`look`] noted.
#[derive(Debug)]
pub(super) struct Sighting {
    /// The number of the event.
    pub(super) event: usize,
    pub(super) what: What,
}

/// What a [`Sighting`] is; candidates by their number.
#[derive(Debug)]
pub(super) enum What {
    /// A container that can hold blocks begins.
    Enter(&'static str),
    /// The innermost container ends; its last byte stands before this one.
    Leave(usize),
    /// A directive line.
    Line(usize),
    InlineOpen(usize),
    InlineClose(usize),
    /// A colon that is text.
    Colon(usize),
}

impl Sightings {
    /// The candidates that are hidden and did not come out as borders.
    pub(super) fn lost(&self, masks: &Masks) -> Vec<usize> {
        self.hidden(masks, |open, close| open.is_none() || close.is_none())
    }

    /// The inline candidates whose brackets do not stand in the same stretch of text.
    pub(super) fn torn(&self, masks: &Masks) -> Vec<usize> {
        self.hidden(masks, |open, close| open != close)
    }

    fn hidden(&self, masks: &Masks, wanted: impl Fn(Option<usize>, Option<usize>) -> bool) -> Vec<usize> {
        let hidden = masks.masks.iter().filter(|mask| mask.part != Part::InlineClose).map(|mask| mask.candidate);
        hidden.filter(|index| wanted(self.stretches[*index].0, self.stretches[*index].1)).collect()
    }
}

/// Reads `text`, in which `masks` are hidden.
pub(super) fn look(text: &str, masks: &Masks) -> Sightings {
    let stretches = vec![(None, None); masks.candidates];
    let mut look = Look {
        masks,
        sightings: Sightings { seen: Vec::new(), stretches, misplaced: Vec::new() },
        open: vec![0],
        last: 0,
        verbatim: false,
    };
    for (number, (event, range)) in events(text).enumerate() {
        look.event(number, &event, range);
    }
    look.sightings
}

struct Look<'m> {
    masks: &'m Masks,
    sightings: Sightings,
    /// For each tag that is open, the number of the stretch of text directly in it.
    open: Vec<usize>,
    /// The last number given to a stretch.
    last: usize,
    /// Whether the text is no Markdown.
    verbatim: bool,
}

impl Look<'_> {
    fn event(&mut self, number: usize, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(number, tag),
            Event::End(tag) => self.end(number, *tag, range.end),
            Event::Rule => {
                self.new_stretch();
                self.line(number, &range);
            }
            Event::Text(text) if !self.verbatim && text.len() == range.len() => self.text(number, &range),
            _ => {}
        }
    }

    fn start(&mut self, number: usize, tag: &Tag<'_>) {
        self.verbatim |= is_verbatim(tag);
        if let Some(name) = container(tag) {
            self.note(number, What::Enter(name));
        }
        self.last += 1;
        self.open.push(self.last);
    }

    fn end(&mut self, number: usize, tag: TagEnd, at: usize) {
        self.verbatim &= !matches!(tag, TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::Link);
        if is_container(tag) {
            self.note(number, What::Leave(at));
        }
        self.open.pop();
        if !is_inline(tag) {
            self.new_stretch();
        }
    }

    /// A block ended, so text after it is not one with text before it, though both stand in the same list item.
    fn new_stretch(&mut self) {
        self.last += 1;
        if let Some(stretch) = self.open.last_mut() {
            *stretch = self.last;
        }
    }

    fn note(&mut self, event: usize, what: What) {
        self.sightings.seen.push(Sighting { event, what });
    }

    fn line(&mut self, number: usize, range: &Range<usize>) {
        let masks = self.masks;
        let at = masks.masks.partition_point(|mask| mask.at.start < range.start);
        if let Some(mask) = masks.masks.get(at).filter(|mask| mask.at.start == range.start && mask.part == Part::Line) {
            self.sightings.stretches[mask.candidate] = (Some(0), Some(0));
            self.note(number, What::Line(mask.candidate));
        }
    }

    fn text(&mut self, number: usize, range: &Range<usize>) {
        let masks = self.masks;
        let stretch = self.open.last().copied();
        for mask in masks.within(range) {
            let stretches = &mut self.sightings.stretches[mask.candidate];
            let what = match mask.part {
                Part::Line => {
                    self.sightings.misplaced.push(mask.candidate);
                    continue;
                }
                Part::Colon => {
                    *stretches = (Some(0), Some(0));
                    What::Colon(mask.candidate)
                }
                Part::InlineOpen => {
                    stretches.0 = stretch;
                    What::InlineOpen(mask.candidate)
                }
                Part::InlineClose => {
                    stretches.1 = stretch;
                    What::InlineClose(mask.candidate)
                }
            };
            self.note(number, what);
        }
    }
}

/// What to call a container that can hold directive lines.
fn container(tag: &Tag<'_>) -> Option<&'static str> {
    match tag {
        Tag::BlockQuote(_) => Some("a quote"),
        Tag::Item => Some("a list item"),
        Tag::FootnoteDefinition(_) => Some("a footnote"),
        Tag::DefinitionListDefinition => Some("a definition"),
        _ => None,
    }
}

/// Whether the text in a tag is taken as it is: nothing with text of Markdown stands in such a tag.
fn is_verbatim(tag: &Tag<'_>) -> bool {
    let address =
        matches!(tag, Tag::Link { link_type: LinkType::Autolink | LinkType::Email | LinkType::ShortcutUnknown, .. });
    address || matches!(tag, Tag::CodeBlock(_) | Tag::HtmlBlock)
}

fn is_container(tag: TagEnd) -> bool {
    matches!(tag, TagEnd::BlockQuote(_) | TagEnd::Item | TagEnd::FootnoteDefinition | TagEnd::DefinitionListDefinition)
}

fn is_inline(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}
