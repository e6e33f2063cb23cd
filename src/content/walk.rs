//! The one way through the Markdown of a page.
//!
//! Job: turn text into a sequence of [`Step`]s, Markdown events with the borders of directives among them. Input: an
//! [`Excerpt`]. Output: a [`Prepared`] text, and any number of [`walk`]s over it, all alike: one collects facts, another renders.
//! It never looks up a name, resolves a link or writes HTML.
//!
//! How the two grammars live together: a list would swallow a raw `:::` line, and braces would be read as text. So a copy of the
//! text of the same length is made in which directive lines are thematic breaks (`___`, which no list marker before it can turn
//! into something else) and the brackets and braces of inline directives are letters. Markdown is read from the copy, so that
//! all offsets hold in the source and reference definitions are shared. A break at the place of a directive line is a border;
//! text is cut at the places of inline brackets. What was hidden but is not found again where text or a break should be, stands
//! in code, HTML or an address, where nothing is a directive: it is put back and the copy is read again.
//!
//! Borders are found by their offset, so no byte of the author's is special; and what hides is cut out by its offset, so no event
//! holds it.

mod pairing;
pub mod prose;
mod sightings;

use std::borrow::Cow;
use std::collections::VecDeque;
use std::ops::Range;

use pulldown_cmark::{
    BrokenLink, BrokenLinkCallback, CowStr, Event, LinkType, OffsetIter, Options, Parser, Tag, TagEnd,
};

use super::citations;
use super::directives::{self, Candidate, Directive, Excerpt, Shape};
use crate::diagnostic::{Diagnostic, Outcome, Span, rules};
use sightings::{Masks, Sightings};

/// How many directives can stand inside one another.
pub const DEEPEST: usize = 32;

/// How often a text is read before it counts as tangled. Ordinary text needs one reading, or two when code shows directives.
const READINGS: usize = 6;

/// The parts of Markdown beyond `CommonMark` that a page can use.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_GFM)
    .union(Options::ENABLE_DEFINITION_LIST);

/// A text whose directives are found. Every byte offset in it holds in the source.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Prepared<'a> {
    /// What the Markdown parser reads: the source, or a copy of the same length with the directives hidden.
    text: Cow<'a, str>,
    /// The directives in the order in which they begin.
    pub directives: Vec<Directive<'a>>,
    /// Where they begin and end, in the order of the walk.
    borders: Vec<Border>,
}

/// A place where a directive begins or ends.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Border {
    /// The number of the Markdown event at which it stands; `usize::MAX` stands for the end of the text.
    event: usize,
    /// Its bytes; empty where a directive ends without a closing line.
    at: Range<usize>,
    edge: Edge,
}

/// What a [`Border`] is. The numbers count [`Prepared::directives`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edge {
    Open(usize),
    Close(usize),
    Leaf(usize),
    InlineOpen(usize),
    InlineClose(usize),
    /// A colon that was hidden and is text.
    Colon,
    /// A line or bracket that is an error: hidden, and no step.
    Dropped,
}

/// One step through a text. The numbers count [`Prepared::directives`].
#[derive(Debug, Clone, PartialEq)]
pub enum Step<'p> {
    /// Markdown.
    Event(Event<'p>),
    /// A block directive begins.
    Open(usize),
    /// A block directive ends. Blocks end in the reverse order of their beginning, in the container where they began.
    Close(usize),
    /// A leaf.
    Leaf(usize),
    /// The text of an inline directive begins. It may stand in a heading, a link or the text of an image.
    InlineOpen(usize),
    /// The text of an inline directive ends, in the same paragraph and the same emphasis or link as it began.
    InlineClose(usize),
    /// A citation, such as `[@source, p. 3]`.
    Citation,
}

/// Finds the directives of a text, and says what is wrong with them.
#[must_use]
pub fn prepare<'a>(excerpt: &Excerpt<'a>) -> Outcome<Prepared<'a>> {
    let candidates = directives::scan(excerpt);
    let mut masks = Masks::of(&candidates);
    let mut diagnostics = Vec::new();
    for _ in 0..READINGS {
        if masks.is_empty() {
            return Outcome::new(plain(excerpt), diagnostics);
        }
        let text = masks.hide(excerpt.text);
        let seen = sightings::look(&text, &masks);
        let lost = seen.lost(&masks);
        let torn = if lost.is_empty() { seen.torn(&masks) } else { Vec::new() };
        if lost.is_empty() && torn.is_empty() {
            return found(excerpt, text, candidates, &seen, diagnostics);
        }
        diagnostics.extend(seen.misplaced.iter().map(|index| indented_too_far(excerpt, &candidates[*index])));
        diagnostics.extend(torn.iter().filter_map(|index| torn_apart(excerpt, &candidates[*index])));
        masks.put_back(lost.iter().chain(&torn));
    }
    diagnostics.extend(candidates.first().map(|first| tangled(excerpt, first)));
    Outcome::new(plain(excerpt), diagnostics)
}

/// A text that is known to have no directives, which spares looking for them.
#[must_use]
pub fn plain<'a>(excerpt: &Excerpt<'a>) -> Prepared<'a> {
    Prepared { text: Cow::Borrowed(excerpt.text), directives: Vec::new(), borders: Vec::new() }
}

/// A text in which every candidate that is still hidden was found.
fn found<'a>(
    excerpt: &Excerpt<'a>,
    text: String,
    candidates: Vec<Candidate<'a>>,
    seen: &Sightings,
    mut diagnostics: Vec<Diagnostic>,
) -> Outcome<Prepared<'a>> {
    let paired = pairing::pair(excerpt, candidates, seen);
    diagnostics.extend(paired.diagnostics);
    let prepared = Prepared { text: Cow::Owned(text), directives: paired.directives, borders: paired.borders };
    Outcome::new(prepared, diagnostics)
}

fn torn_apart(excerpt: &Excerpt<'_>, candidate: &Candidate<'_>) -> Option<Diagnostic> {
    let directive = candidate.directive.as_ref()?;
    let name = directive.name;
    let message = format!("the text of `:{name}[…]` begins and ends in different places");
    let diagnostic = Diagnostic::new(&rules::DIRECTIVE_CONTAINER, excerpt.place(directive.span), message)
        .help("keep it whole: inside one paragraph or table cell, and inside or outside of bold, italics and links");
    Some(diagnostic)
}

fn indented_too_far(excerpt: &Excerpt<'_>, candidate: &Candidate<'_>) -> Diagnostic {
    let rule = match candidate.shape {
        Shape::Closing { .. } => &rules::DIRECTIVE_STRAY,
        _ => &rules::DIRECTIVE_OPENING,
    };
    let place = excerpt.place(candidate.hidden.clone().into());
    Diagnostic::new(rule, place, "this line begins too far to the right to be a directive, and would be shown as it is")
        .help("remove the spaces before it, or in a list as many as let it begin below the text of the list item")
}

fn tangled(excerpt: &Excerpt<'_>, first: &Candidate<'_>) -> Diagnostic {
    let span = Span::from(first.hidden.clone());
    let message = "the directives of this page cannot be told from its code";
    Diagnostic::new(&rules::DIRECTIVE_TANGLED, excerpt.place(span), message)
        .label("from here on")
        .help("look for a backtick or a line of backticks that has no partner")
}

/// Answers the Markdown parser when it meets brackets that no definition explains: those of a citation become a link of a type
/// that nothing else has.
#[derive(Debug, Clone, Copy)]
struct Undefined;

impl<'p> BrokenLinkCallback<'p> for Undefined {
    fn handle_broken_link(&mut self, link: BrokenLink<'p>) -> Option<(CowStr<'p>, CowStr<'p>)> {
        if link.link_type != LinkType::Shortcut {
            return None;
        }
        citations::is_citation(&link.reference).then_some((CowStr::Borrowed(""), CowStr::Borrowed("")))
    }
}

/// The events of `text`, before directives.
fn events(text: &str) -> OffsetIter<'_, Undefined> {
    Parser::new_with_broken_link_callback(text, OPTIONS, Some(Undefined)).into_offset_iter()
}

/// The steps through a text, each with its bytes in the source.
#[must_use]
pub fn walk<'p>(prepared: &'p Prepared<'_>) -> Walk<'p> {
    Walk {
        text: &prepared.text,
        events: events(&prepared.text),
        number: 0,
        borders: &prepared.borders,
        waiting: VecDeque::new(),
    }
}

/// See [`walk`].
#[derive(Debug)]
pub struct Walk<'p> {
    text: &'p str,
    events: OffsetIter<'p, Undefined>,
    /// The number of the next event.
    number: usize,
    /// The borders that are not passed yet.
    borders: &'p [Border],
    /// Steps to take before the next event.
    waiting: VecDeque<(Step<'p>, Range<usize>)>,
}

impl<'p> Iterator for Walk<'p> {
    type Item = (Step<'p>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(step) = self.waiting.pop_front() {
                return Some(step);
            }
            let Some((event, range)) = self.events.next() else {
                let rest = self.pass(usize::MAX);
                self.borders(rest);
                return self.waiting.pop_front();
            };
            if self.is_a_step(&event) {
                return Some((Step::Event(event), range));
            }
            self.cut_up(event, range);
        }
    }

    /// The same walk for `for_each`, without moving each step through an `Option`: every page is walked so.
    fn fold<B, F: FnMut(B, Self::Item) -> B>(mut self, init: B, mut take: F) -> B {
        let mut folded = init;
        loop {
            while let Some(step) = self.waiting.pop_front() {
                folded = take(folded, step);
            }
            let Some((event, range)) = self.events.next() else { break };
            if self.is_a_step(&event) {
                folded = take(folded, (Step::Event(event), range));
            } else {
                self.cut_up(event, range);
            }
        }
        let rest = self.pass(usize::MAX);
        self.borders(rest);
        self.waiting.into_iter().fold(folded, take)
    }
}

impl<'p> Walk<'p> {
    /// Whether the event that was just read is a step as it is: neither a border nor a citation.
    fn is_a_step(&mut self, event: &Event<'p>) -> bool {
        let has_border = self.borders.first().is_some_and(|border| border.event == self.number);
        let is_a_step = !has_border && !is_citation(event);
        self.number += usize::from(is_a_step);
        is_a_step
    }

    /// Takes any other event apart, into steps that wait.
    fn cut_up(&mut self, event: Event<'p>, range: Range<usize>) {
        let here = self.pass(self.number);
        self.number += 1;
        match event {
            event if here.is_empty() => self.citation(&event, range),
            Event::Rule => self.borders(here),
            Event::Text(_) => self.cut(range, here),
            other => {
                self.borders(here);
                self.waiting.push_back((Step::Event(other), range));
            }
        }
    }

    /// Steps over the brackets of a citation, which hold nothing else.
    fn citation(&mut self, event: &Event<'p>, mut range: Range<usize>) {
        for (inner, _) in self.events.by_ref() {
            self.number += 1;
            if matches!(inner, Event::End(TagEnd::Link | TagEnd::Image)) {
                break;
            }
        }
        if matches!(event, Event::Start(Tag::Image { .. })) {
            // An exclamation mark before a citation is one.
            self.text_piece(range.start..range.start + 1);
            range.start += 1;
        }
        self.waiting.push_back((Step::Citation, range));
    }

    /// Takes the borders at one event.
    fn pass(&mut self, event: usize) -> &'p [Border] {
        let count = self.borders.iter().take_while(|border| border.event == event).count();
        let (here, rest) = self.borders.split_at(count);
        self.borders = rest;
        here
    }

    fn borders(&mut self, borders: &[Border]) {
        let steps = borders.iter().filter_map(|border| Some((border.edge.step()?, border.at.clone())));
        self.waiting.extend(steps);
    }

    /// Text between borders, and the borders.
    fn cut(&mut self, range: Range<usize>, borders: &[Border]) {
        let mut start = range.start;
        for border in borders {
            self.text_piece(start..border.at.start);
            self.borders(std::slice::from_ref(border));
            start = border.at.end;
        }
        self.text_piece(start..range.end);
    }

    fn text_piece(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            let text = self.text;
            self.waiting.push_back((Step::Event(Event::Text(CowStr::Borrowed(&text[range.clone()]))), range));
        }
    }
}

fn is_citation(event: &Event<'_>) -> bool {
    use LinkType::{CollapsedUnknown, ReferenceUnknown, ShortcutUnknown};
    let Event::Start(Tag::Link { link_type, .. } | Tag::Image { link_type, .. }) = event else {
        return false;
    };
    matches!(link_type, CollapsedUnknown | ReferenceUnknown | ShortcutUnknown)
}

impl Edge {
    fn step<'p>(self) -> Option<Step<'p>> {
        match self {
            Self::Open(index) => Some(Step::Open(index)),
            Self::Close(index) => Some(Step::Close(index)),
            Self::Leaf(index) => Some(Step::Leaf(index)),
            Self::InlineOpen(index) => Some(Step::InlineOpen(index)),
            Self::InlineClose(index) => Some(Step::InlineClose(index)),
            Self::Colon => Some(Step::Event(Event::Text(CowStr::Borrowed(":")))),
            Self::Dropped => None,
        }
    }
}

#[cfg(test)]
mod tests;
