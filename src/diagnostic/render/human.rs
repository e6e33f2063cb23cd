//! Diagnostics for people: the message, the line of the file with a mark under the place, and what to do.
//!
//! Only the lines around a place are shown, and of a very long line only the part around the mark. This is the only user of
//! `annotate-snippets`, which panics when a mark lies outside its text: marks come from [`Texts`] alone, where that cannot be.

use std::ops::Range;
use std::rc::Rc;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use super::super::{Diagnostic, Place, Severity, Span};
use super::Colour;
use super::texts::{Located, Text, Texts};
use crate::text::{is_deceptive, visible};

/// How many columns of a line may be drawn; longer lines are cut on both sides of the mark.
const WIDTH: usize = 120;

/// A mark over more columns than this is drawn this long.
const MARK_WIDTH: usize = 80;

/// An excerpt of more bytes than this is cut before it is drawn, because drawing costs time for each of its letters. The crate
/// cuts all others, as it sees best.
const LONG: usize = 16_000;

/// What is cut off is drawn as this.
const CUT: &str = "…";

/// A mark over more lines than this is shown by its first line.
const MARKED_LINES: usize = 6;

/// Two places in one file that are no further apart are shown in one excerpt.
const TOGETHER: usize = 8;

/// `diagnostics`, each followed by an empty line.
pub(super) fn write(diagnostics: &[Diagnostic], colour: Colour, texts: &mut Texts<'_>) -> String {
    let renderer = match colour {
        Colour::Plain => Renderer::plain(),
        Colour::Ansi => Renderer::styled(),
    };
    let renderer = renderer.decor_style(DecorStyle::Unicode).term_width(WIDTH);
    let drawn = diagnostics.iter().map(|diagnostic| renderer.render(&[group(diagnostic, texts)]));
    drawn.map(|drawing| without_empty_origins(&drawing) + "\n").collect()
}

/// `drawing` without the lines that the crate draws for an excerpt without a path, see [`Excerpt::window`].
fn without_empty_origins(drawing: &str) -> String {
    let styles = |sign: char| sign.is_ascii_digit() || matches!(sign, ' ' | '⸬' | '\u{1B}' | '[' | ';' | 'm');
    let kept = drawing.lines().filter(|line| !(line.contains('⸬') && line.chars().all(styles)));
    kept.flat_map(|line| [line, "\n"]).collect()
}

/// One diagnostic as the crate wants it: the title, the excerpts, the other places, then the help.
fn group(diagnostic: &Diagnostic, texts: &mut Texts<'_>) -> Group<'static> {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(visible(&diagnostic.message).into_owned()).id(diagnostic.rule.name);
    let mut drawing = Drawing::default();
    if let Some(place) = &diagnostic.place {
        drawing.primary(place, diagnostic.label.as_deref(), texts);
    }
    for (place, words) in &diagnostic.related {
        drawing.related(place, words, texts);
    }
    let help = diagnostic.help.as_deref().map(|help| Level::HELP.message(visible(help).into_owned()));
    let notes = drawing.notes.into_iter().map(|note| Level::NOTE.message(note));
    let excerpts = drawing.excerpts.into_iter().flat_map(Excerpt::elements);
    Group::with_title(title).elements(drawing.origin).elements(excerpts).elements(notes).elements(help)
}

/// What stands under the message.
#[derive(Default)]
struct Drawing {
    /// The file, when there is no line of it to show.
    origin: Option<Origin<'static>>,
    excerpts: Vec<Excerpt>,
    /// Other places without a line to show.
    notes: Vec<String>,
}

impl Drawing {
    fn primary(&mut self, place: &Place, label: Option<&str>, texts: &mut Texts<'_>) {
        let file = visible(&place.file).into_owned();
        match texts.locate(place) {
            Some(found) => {
                let mark = Mark::new(&found, AnnotationKind::Primary, label);
                self.excerpts.push(Excerpt { file, text: found.text, marks: vec![mark] });
            }
            None => self.origin = Some(Origin::path(file)),
        }
    }

    fn related(&mut self, place: &Place, words: &str, texts: &mut Texts<'_>) {
        let file = visible(&place.file).into_owned();
        let Some(found) = texts.locate(place) else {
            self.notes.push(format!("{}: {file}", visible(words)));
            return;
        };
        let mark = Mark::new(&found, AnnotationKind::Context, Some(words));
        match self.excerpts.iter_mut().find(|excerpt| excerpt.file == file && excerpt.is_near(&mark)) {
            Some(excerpt) => excerpt.marks.push(mark),
            None => self.excerpts.push(Excerpt { file, text: found.text, marks: vec![mark] }),
        }
    }
}

/// A few neighbouring lines of one file, and what is marked in them.
struct Excerpt {
    file: String,
    text: Rc<Text>,
    /// Never empty.
    marks: Vec<Mark>,
}

/// One marked place.
struct Mark {
    kind: AnnotationKind,
    label: Option<String>,
    span: Span,
    first_line: usize,
    last_line: usize,
    column: usize,
}

impl Mark {
    fn new(found: &Located, kind: AnnotationKind, label: Option<&str>) -> Self {
        let label = label.map(|label| visible(label).into_owned());
        let first_line = found.start.line;
        let lines = found.end.line - first_line;
        // A mark that ends with a line break ends on that line, not at the beginning of the next.
        let marked = found.text.marked(found.span, if lines < MARKED_LINES { lines } else { 0 });
        let last_line = found.text.line_of(found.span.start + marked.len());
        let marked = if last_line > first_line { marked } else { head(marked, MARK_WIDTH) };
        let span = Span::new(found.span.start, found.span.start + marked.len());
        Self { kind, label, span, first_line, last_line, column: found.start.column }
    }

    /// Where the mark is in [`shown`] of `raw`, which begins with the byte `begin` of the file. Replaced signs may be of
    /// another length, so the mark moves to where its letters now are.
    fn range(&self, raw: &str, begin: usize) -> Range<usize> {
        let moved = |at: usize| shown(raw.get(..at - begin).unwrap_or(raw)).len();
        moved(self.span.start)..moved(self.span.end)
    }

    fn annotation(&self, raw: &str, begin: usize) -> Annotation<'static> {
        self.kind.span(self.range(raw, begin)).label(self.label.clone())
    }
}

impl Excerpt {
    fn is_near(&self, mark: &Mark) -> bool {
        let (first, last) = self.lines();
        mark.first_line + TOGETHER >= first && mark.last_line <= last + TOGETHER
    }

    /// The first and the last line to show.
    fn lines(&self) -> (usize, usize) {
        let first = self.marks.iter().map(|mark| mark.first_line).min();
        let last = self.marks.iter().map(|mark| mark.last_line).max();
        (first.unwrap_or(1), last.unwrap_or(1))
    }

    fn elements(self) -> Vec<Element<'static>> {
        let (first, last) = self.lines();
        let raw = self.text.lines(first, last);
        if raw.len() > LONG {
            return self.marks.iter().flat_map(|mark| self.window(mark)).collect();
        }
        let begin = self.text.line_start(first);
        let annotations = self.marks.iter().map(|mark| mark.annotation(raw, begin));
        let snippet = Snippet::source(shown(raw)).path(self.file).line_start(first).annotations(annotations);
        vec![Element::Cause(snippet)]
    }

    /// The part of a very long line around `mark`. The crate would count the column from where the part begins, so the place
    /// is said apart from it.
    fn window(&self, mark: &Mark) -> [Element<'static>; 2] {
        let line = self.text.lines(mark.first_line, mark.first_line);
        let begin = self.text.line_start(mark.first_line);
        let (before, after) = line.split_at_checked(mark.span.start - begin).unwrap_or((line, ""));
        let (from, to) = (before.len() - tail(before, (WIDTH - MARK_WIDTH) / 2).len(), head(after, WIDTH - 20).len());
        let part = line.get(from..before.len() + to).unwrap_or(line);
        let left = if from > 0 { CUT } else { "" };
        let right = if to < after.len() { CUT } else { "" };

        let place = Origin::path(self.file.clone()).line(mark.first_line).char_column(mark.column);
        let range = mark.range(part, begin + from);
        let annotation = mark.kind.span(range.start + left.len()..range.end + left.len()).label(mark.label.clone());
        let source = format!("{left}{}{right}", shown(part));
        let snippet = Snippet::source(source).line_start(mark.first_line).annotation(annotation);
        [Element::Origin(place), Element::Cause(snippet)]
    }
}

/// The beginning of `text` that fits into so many columns.
fn head(text: &str, columns: usize) -> &str {
    let mut used = 0;
    let over = text.char_indices().find(|(_, sign)| {
        used += columns_of(*sign);
        used > columns
    });
    over.and_then(|(at, _)| text.get(..at)).unwrap_or(text)
}

/// The end of `text` that fits into so many columns.
fn tail(text: &str, columns: usize) -> &str {
    let mut used = 0;
    let over = text.char_indices().rev().find(|(_, sign)| {
        used += columns_of(*sign);
        used > columns
    });
    over.and_then(|(at, sign)| text.get(at + sign.len_utf8()..)).unwrap_or(text)
}

/// About how many columns `sign` takes. Only where to cut depends on it; the crate aligns exactly.
fn columns_of(sign: char) -> usize {
    match sign {
        '\t' => 4,
        '\0'..='\u{10FF}' => 1,
        _ => 2,
    }
}

/// `raw` with one replacement character for each deceptive sign, so that columns stay what they are. ASCII control characters
/// are left: the crate draws their pictures, and tabs as four spaces.
fn shown(raw: &str) -> String {
    let replaced = |sign: char| {
        if is_deceptive(sign) && !sign.is_ascii() { char::REPLACEMENT_CHARACTER } else { sign }
    };
    raw.chars().map(replaced).collect()
}
