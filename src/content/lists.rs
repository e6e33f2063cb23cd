//! How long lists are, and how much a care card says.
//!
//! Input: the steps of the walk. Output: a warning for each list that holds more than readers keep in mind, and for each care card
//! that says more than can be taken in when it is needed. That a list of more than seven points must be split is item 8 of the
//! Clear Communication Index of the CDC (<https://www.cdc.gov/ccindex/>); the numbers for care cards are this project's own.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::directives::{Directive, Excerpt};
use super::walk::Step;
use crate::diagnostic::{Diagnostic, Rule, Span, rules};

/// The directive that says when to call for help.
const CARE: &str = "care";

/// The most points of a list.
const MOST_POINTS: usize = 7;

/// The most points of a care card.
const MOST_IN_CARD: usize = 6;

/// The most words of a point in a care card.
const MOST_WORDS: usize = 12;

/// Collects lists and care cards.
#[derive(Debug, Default)]
pub(super) struct Lists {
    /// The directives that are open, each with whether it is a care card.
    open: Vec<bool>,
    /// The lists that are open: how many points began, and where the first one too many did.
    begun: Vec<(usize, Option<Range<usize>>)>,
    /// The points of care cards that are open: where they began, and their words.
    points: Vec<(Range<usize>, String)>,
    /// The points of the care card that is open, and where the first one too many began.
    card: (usize, Option<Range<usize>>),
    found: Vec<Found>,
}

/// A list or a point that is too long.
#[derive(Debug)]
enum Found {
    List(usize, Range<usize>),
    Card(usize, Range<usize>),
    Point(usize, Range<usize>),
}

impl Lists {
    pub(super) fn step(&mut self, step: &Step<'_>, range: &Range<usize>, directives: &[Directive<'_>]) {
        match step {
            Step::Open(index) => {
                let is_care = directives.get(*index).is_some_and(|directive| directive.name == CARE);
                if is_care {
                    self.card = (0, None);
                }
                self.open.push(is_care);
            }
            Step::Close(_) => {
                if self.open.pop() == Some(true)
                    && let Some(range) = self.card.1.take()
                {
                    self.found.push(Found::Card(self.card.0, range));
                }
            }
            Step::Event(event) => self.event(event, range),
            Step::Leaf(_) | Step::InlineOpen(_) | Step::InlineClose(_) | Step::Citation => {}
        }
    }

    fn is_in_card(&self) -> bool {
        self.open.contains(&true)
    }

    fn event(&mut self, event: &Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(Tag::List(_)) => self.begun.push((0, None)),
            Event::End(TagEnd::List(_)) => {
                if let Some((points, Some(range))) = self.begun.pop()
                    && !self.is_in_card()
                {
                    self.found.push(Found::List(points, range));
                }
            }
            Event::Start(Tag::Item) => {
                if let Some(list) = self.begun.last_mut() {
                    count(list, MOST_POINTS, range);
                }
                if self.is_in_card() {
                    count(&mut self.card, MOST_IN_CARD, range);
                    self.points.push((range.clone(), String::new()));
                }
            }
            Event::End(TagEnd::Item) if self.is_in_card() => {
                if let Some((range, text)) = self.points.pop() {
                    let is_word = |word: &&str| word.chars().any(char::is_alphanumeric);
                    let words = text.split_whitespace().filter(is_word).count();
                    if words > MOST_WORDS {
                        self.found.push(Found::Point(words, range));
                    }
                }
            }
            Event::Text(text) | Event::Code(text) => self.push(text),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph) => self.push(" "),
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        if let Some((_, words)) = self.points.last_mut() {
            words.push_str(text);
        }
    }

    pub(super) fn finish(self, excerpt: &Excerpt<'_>, diagnostics: &mut Vec<Diagnostic>) {
        diagnostics.extend(self.found.into_iter().map(|found| found.diagnostic(excerpt)));
    }
}

fn count(list: &mut (usize, Option<Range<usize>>), most: usize, range: &Range<usize>) {
    list.0 += 1;
    if list.0 == most + 1 {
        list.1 = Some(range.clone());
    }
}

impl Found {
    fn diagnostic(self, excerpt: &Excerpt<'_>) -> Diagnostic {
        let (rule, range, message, help): (&'static Rule, _, _, _) = match self {
            Self::List(points, range) => (
                &rules::LONG_LIST,
                range,
                format!("this list has {points} points; readers keep {MOST_POINTS} in mind at most"),
                "make two lists of it, each below a heading or a sentence of its own, or leave out what matters least",
            ),
            Self::Card(points, range) => (
                &rules::CARE_CARD,
                range,
                format!("this care card has {points} points; {MOST_IN_CARD} are the most"),
                "keep those that matter most, and write the others below the card",
            ),
            Self::Point(words, range) => (
                &rules::CARE_CARD,
                range,
                format!("this point of a care card has {words} words; {MOST_WORDS} are the most"),
                "say it in fewer words, or write the rest below the card",
            ),
        };
        let line = excerpt.text.get(range.clone()).and_then(|text| text.lines().next()).unwrap_or_default();
        let span = Span::new(range.start, range.start + line.trim_end().len());
        Diagnostic::new(rule, excerpt.place(span), message).help(help)
    }
}
