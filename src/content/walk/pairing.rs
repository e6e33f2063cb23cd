//! Which closing line belongs to which opening line.
//!
//! Job: pair them, number the directives, and report lines without a partner. Input: candidates, and [`Sightings`] of them in a
//! text where all were found. Output: the directives and their borders. Whatever the author left out, the borders are balanced:
//! a directive without a closing line ends where its container ends. It never reads text.

use std::collections::BTreeMap;
use std::ops::Range;

use super::sightings::{Sightings, What};
use super::{Border, DEEPEST, Edge};
use crate::content::directives::{Candidate, Directive, Excerpt, Shape};
use crate::diagnostic::{Diagnostic, Rule, Span, rules};

/// What [`pair`] found.
#[derive(Debug, Default)]
pub(super) struct Paired<'a> {
    pub(super) directives: Vec<Directive<'a>>,
    pub(super) borders: Vec<Border>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Pairs the lines that were seen.
pub(super) fn pair<'a>(excerpt: &Excerpt<'a>, candidates: Vec<Candidate<'a>>, sightings: &Sightings) -> Paired<'a> {
    let numbers = vec![None; candidates.len()];
    let mut pairing = Pairing {
        excerpt,
        candidates,
        numbers,
        frames: Vec::new(),
        containers: Vec::new(),
        by_colons: BTreeMap::new(),
        blocks: 0,
        inlines: 0,
        orphans: BTreeMap::new(),
        paired: Paired::default(),
    };
    for sighting in &sightings.seen {
        pairing.sighting(sighting.event, &sighting.what);
    }
    pairing.finish();
    pairing.paired
}

/// A container or a block that has not ended yet.
enum Frame {
    Container(&'static str),
    Block(Block),
}

/// A block that has not ended yet.
struct Block {
    colons: usize,
    /// Its number, unless it is dropped for an error.
    number: Option<usize>,
    /// Its name as written, with its colons.
    shown: String,
    opening: Span,
    /// Whether an error already told what is wrong with its end.
    reported: bool,
}

/// A block whose container ended before it.
struct Orphan {
    block: Block,
    container: &'static str,
}

struct Pairing<'e, 'a> {
    excerpt: &'e Excerpt<'a>,
    candidates: Vec<Candidate<'a>>,
    /// The number of each candidate as a directive, once it has begun.
    numbers: Vec<Option<usize>>,
    frames: Vec<Frame>,
    /// Which frames are containers.
    containers: Vec<usize>,
    /// Which frames are blocks of so many colons, the innermost last.
    by_colons: BTreeMap<usize, Vec<usize>>,
    /// How many blocks and inline directives have not ended.
    blocks: usize,
    inlines: usize,
    /// Blocks of so many colons whose closing line may still come, too late.
    orphans: BTreeMap<usize, Vec<Orphan>>,
    paired: Paired<'a>,
}

impl Pairing<'_, '_> {
    fn sighting(&mut self, event: usize, what: &What) {
        match *what {
            What::Enter(name) => {
                self.containers.push(self.frames.len());
                self.frames.push(Frame::Container(name));
            }
            What::Leave(at) => self.leave(event, at),
            What::Line(index) => self.line(event, index),
            What::InlineOpen(index) => self.inline_open(event, index),
            What::InlineClose(index) => self.inline_close(event, index),
            What::Colon(index) => self.border(event, self.candidates[index].hidden.clone(), Edge::Colon),
        }
    }

    fn line(&mut self, event: usize, index: usize) {
        let at = self.candidates[index].hidden.clone();
        match self.candidates[index].shape {
            Shape::Opening { colons } => self.open(event, index, at, colons),
            Shape::Closing { colons } => self.close(event, at, colons),
            Shape::Leaf | Shape::Colon | Shape::Inline { .. } => {
                let number = self.begin(index);
                self.border(event, at, number.map_or(Edge::Dropped, Edge::Leaf));
            }
        }
    }

    fn border(&mut self, event: usize, at: Range<usize>, edge: Edge) {
        self.paired.borders.push(Border { event, at, edge });
    }

    fn report(&mut self, rule: &'static Rule, span: Span, message: String) -> Option<&mut Diagnostic> {
        self.paired.diagnostics.push(Diagnostic::new(rule, self.excerpt.place(span), message));
        self.paired.diagnostics.last_mut()
    }

    /// Numbers a directive, unless it has no name or stands too deep.
    fn begin(&mut self, index: usize) -> Option<usize> {
        let candidate = &mut self.candidates[index];
        self.paired.diagnostics.append(&mut candidate.faults);
        let mut directive = candidate.directive.take()?;
        directive.depth = self.blocks + self.inlines;
        if directive.depth < DEEPEST {
            let number = self.paired.directives.len();
            self.numbers[index] = Some(number);
            self.paired.directives.push(directive);
            return Some(number);
        }
        if directive.depth == DEEPEST {
            let message = format!("`{}` stands inside {DEEPEST} other directives", shortened(directive.name));
            let help = format!("at most {DEEPEST} directives can stand inside one another; close some before this one");
            if let Some(diagnostic) = self.report(&rules::DIRECTIVE_DEPTH, directive.opening, message) {
                diagnostic.help = Some(help);
            }
        }
        None
    }

    fn open(&mut self, event: usize, index: usize, at: Range<usize>, colons: usize) {
        let (shown, opening) = match &self.candidates[index].directive {
            Some(directive) => (format!("`{}`", shortened(directive.name)), directive.opening),
            None => (colons_shown(colons), at.clone().into()),
        };
        let number = self.begin(index);
        self.border(event, at, number.map_or(Edge::Dropped, Edge::Open));
        self.by_colons.entry(colons).or_default().push(self.frames.len());
        self.frames.push(Frame::Block(Block { colons, number, shown, opening, reported: false }));
        self.blocks += 1;
    }

    /// The position of the first frame in the innermost container.
    fn floor(&self) -> usize {
        self.containers.last().map_or(0, |container| container + 1)
    }

    fn close(&mut self, event: usize, at: Range<usize>, colons: usize) {
        let partner = self.by_colons.get(&colons).and_then(|frames| frames.last()).copied();
        match partner {
            Some(frame) if frame >= self.floor() => {
                while self.frames.len() > frame + 1 {
                    if let Some(block) = self.pop(event, at.start..at.start) {
                        self.unclosed(&block, None);
                    }
                }
                self.pop(event, at);
            }
            _ => {
                self.border(event, at.clone(), Edge::Dropped);
                self.without_partner(at.into(), colons, partner);
            }
        }
    }

    /// Ends the innermost frame.
    fn pop(&mut self, event: usize, at: Range<usize>) -> Option<Block> {
        match self.frames.pop()? {
            Frame::Container(_) => {
                self.containers.pop();
                None
            }
            Frame::Block(block) => {
                self.blocks -= 1;
                if let Some(frames) = self.by_colons.get_mut(&block.colons) {
                    frames.pop();
                }
                if let Some(directive) = block.number.and_then(|number| self.paired.directives.get_mut(number)) {
                    directive.span.end = directive.span.end.max(at.end);
                }
                self.border(event, at, block.number.map_or(Edge::Dropped, Edge::Close));
                Some(block)
            }
        }
    }

    /// A container ends, and with it the blocks that began in it.
    fn leave(&mut self, event: usize, at: usize) {
        let container = match self.containers.last().and_then(|frame| self.frames.get(*frame)) {
            Some(Frame::Container(name)) => *name,
            _ => return,
        };
        let floor = self.floor();
        while self.frames.len() >= floor {
            if let Some(block) = self.pop(event, at..at) {
                self.orphans.entry(block.colons).or_default().push(Orphan { block, container });
            }
        }
    }

    /// A closing line that closes nothing where it stands.
    fn without_partner(&mut self, line: Span, colons: usize, outside: Option<usize>) {
        if let Some(orphan) = self.orphans.get_mut(&colons).and_then(Vec::pop) {
            self.too_late(line, colons, &orphan);
        } else if let Some(Frame::Block(block)) = outside.and_then(|frame| self.frames.get_mut(frame)) {
            block.reported = true;
            let (shown, opening) = (block.shown.clone(), block.opening);
            self.too_deep(line, colons, &shown, opening);
        } else {
            self.stray(line, colons);
        }
    }

    fn too_late(&mut self, line: Span, colons: usize, orphan: &Orphan) {
        let Orphan { block: Block { shown, opening, .. }, container } = orphan;
        let closing = colons_shown(colons);
        let message = format!("{shown} was opened in {container}, and this {closing} stands outside of it");
        self.report_line_elsewhere(line, message, shown, *opening);
    }

    fn too_deep(&mut self, line: Span, colons: usize, shown: &str, opening: Span) {
        let container = match self.containers.last().and_then(|frame| self.frames.get(*frame)) {
            Some(Frame::Container(name)) => *name,
            _ => "something else",
        };
        let closing = colons_shown(colons);
        let message = format!("this {closing} stands in {container}, and {shown} was opened outside of it");
        self.report_line_elsewhere(line, message, shown, opening);
    }

    fn report_line_elsewhere(&mut self, line: Span, message: String, shown: &str, opening: Span) {
        let place = self.excerpt.place(opening);
        let help = format!("begin this line as the line that opens {shown} begins: with the same spaces and `>` signs");
        if let Some(diagnostic) = self.report(&rules::DIRECTIVE_CONTAINER, line, message) {
            diagnostic.help = Some(help);
            diagnostic.related.push((place, "opened here".to_string()));
        }
    }

    fn stray(&mut self, line: Span, colons: usize) {
        let floor = self.floor();
        let mut related = None;
        let mut help = "remove this line, or write the line that opens a directive, such as `:::callout`".to_string();
        if let Some(Frame::Block(block)) = self.frames.get_mut(floor..).and_then(<[Frame]>::last_mut) {
            block.reported = true;
            let wanted = colons_shown(block.colons);
            help = format!("to close {}, write {wanted}, as many colons as it was opened with", block.shown);
            related = Some((self.excerpt.place(block.opening), "opened here".to_string()));
        }
        let message = format!("this {} closes nothing", colons_shown(colons));
        if let Some(diagnostic) = self.report(&rules::DIRECTIVE_STRAY, line, message) {
            diagnostic.help = Some(help);
            diagnostic.related.extend(related);
        }
    }

    fn unclosed(&mut self, block: &Block, container: Option<&'static str>) {
        if block.reported {
            return;
        }
        let after =
            container.map_or_else(String::new, |name| format!(", in the same {}", name.trim_start_matches("a ")));
        let help = format!("write {} on a line of its own after it{after}", colons_shown(block.colons));
        let message = format!("{} is opened here and never closed", block.shown);
        if let Some(diagnostic) = self.report(&rules::DIRECTIVE_UNCLOSED, block.opening, message) {
            diagnostic.help = Some(help);
        }
    }

    fn inline_open(&mut self, event: usize, index: usize) {
        let number = self.begin(index);
        self.inlines += 1;
        let at = self.candidates[index].hidden.clone();
        self.border(event, at, number.map_or(Edge::Dropped, Edge::InlineOpen));
    }

    fn inline_close(&mut self, event: usize, index: usize) {
        self.inlines = self.inlines.saturating_sub(1);
        if let Shape::Inline { end } = self.candidates[index].shape.clone() {
            self.border(event, end, self.numbers[index].map_or(Edge::Dropped, Edge::InlineClose));
        }
    }

    /// The text ends, and with it every block.
    fn finish(&mut self) {
        let end = self.excerpt.text.len();
        while !self.frames.is_empty() {
            if let Some(block) = self.pop(usize::MAX, end..end) {
                self.unclosed(&block, None);
            }
        }
        for orphan in std::mem::take(&mut self.orphans).into_values().flatten() {
            self.unclosed(&orphan.block, Some(orphan.container));
        }
    }
}

/// A run of colons as an error shows it: a long one in words, because many errors may show the same.
fn colons_shown(colons: usize) -> String {
    if colons <= 20 { format!("`{}`", ":".repeat(colons)) } else { format!("line of {colons} colons") }
}

/// A name as an error shows it.
fn shortened(name: &str) -> &str {
    &name[..name.len().min(60)]
}
