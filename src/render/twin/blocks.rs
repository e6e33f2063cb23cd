//! Paragraphs, lists, quotes and tables, put together from the inside out.
//!
//! Input: the borders of HTML elements and runs of text between them. Output: the blocks as Markdown. An element that is not closed
//! ends with the one around it, and an end without a beginning means nothing, so that any order of calls gives a text.

use std::collections::BTreeMap;
use std::mem::take;

use super::inline::{self, Kind, Place, Run, Style, longest_run};
use crate::text::is_space;

/// How deep quotes, lists and tables are told apart. Below that their text stays in the level above.
const DEEPEST: usize = 128;

/// The largest number that a list may begin with and still have room for its items.
const LARGEST_NUMBER: u64 = 99_999_999;

/// A line between two parts. A list could begin with `-` or `*`, so it is neither.
const RULE: &str = "___";

/// What stands around blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Page,
    Quote,
    Bullets,
    Numbers,
    Item,
    Table,
    Cell,
}

/// What a block is for those beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Text that is no paragraph of its own, as in a short list item.
    Line,
    /// A list by the sign behind or for its items, and whether it may begin in the line after a text.
    List {
        sign: char,
        follows_text: bool,
    },
    /// An item, and whether it has several parts with space between them.
    Item {
        is_loose: bool,
    },
    Other,
}

#[derive(Debug)]
struct Block {
    text: String,
    form: Form,
}

#[derive(Debug)]
struct Frame {
    level: Level,
    /// The number of the first item.
    start: u64,
    blocks: Vec<Block>,
    rows: Vec<Vec<String>>,
    has_head: bool,
}

/// See the top of this file.
#[derive(Debug)]
pub(super) struct Blocks {
    frames: Vec<Frame>,
    /// How many levels of each kind are open below the deepest.
    beyond: BTreeMap<Level, usize>,
    runs: Vec<Run>,
    addresses: Vec<String>,
    heading: Option<usize>,
    in_paragraph: bool,
}

impl Default for Blocks {
    fn default() -> Self {
        Self {
            frames: vec![Frame::new(Level::Page)],
            beyond: BTreeMap::new(),
            runs: Vec::new(),
            addresses: Vec::new(),
            heading: None,
            in_paragraph: false,
        }
    }
}

impl Frame {
    fn new(level: Level) -> Self {
        Self { level, start: 1, blocks: Vec::new(), rows: Vec::new(), has_head: false }
    }
}

impl Blocks {
    /// Everything, as one text.
    pub(super) fn finish(mut self) -> String {
        self.end_text();
        while self.frames.len() > 1 {
            self.fold();
        }
        joined(&self.frames.iter_mut().flat_map(|frame| take(&mut frame.blocks)).collect::<Vec<_>>())
    }

    /// The number for an address.
    pub(super) fn address(&mut self, address: String) -> usize {
        self.addresses.push(address);
        self.addresses.len() - 1
    }

    pub(super) fn run(&mut self, run: Run) {
        let is_blank = run.kind == Kind::Text && run.text.chars().all(is_space);
        if !(is_blank && self.runs.is_empty()) {
            self.runs.push(run);
        }
    }

    /// An element begins that is not only a way to set text.
    pub(super) fn open_element(&mut self, name: &str) {
        match name {
            "blockquote" => self.open(Level::Quote),
            "ul" | "menu" => self.open(Level::Bullets),
            "table" => self.open(Level::Table),
            "li" => {
                self.end(Level::Item);
                if self.is_on(|level| matches!(level, Level::Bullets | Level::Numbers)) {
                    self.open(Level::Item);
                }
            }
            "tr" => {
                self.end(Level::Cell);
                if let Some(table) = self.frames.last_mut().filter(|frame| frame.level == Level::Table) {
                    table.rows.push(Vec::new());
                }
            }
            "td" | "th" => {
                self.end(Level::Cell);
                if let Some(table) = self.frames.last_mut().filter(|frame| frame.level == Level::Table) {
                    if table.rows.is_empty() {
                        table.rows.push(Vec::new());
                    }
                    table.has_head |= name == "th" && table.rows.len() == 1;
                    self.open(Level::Cell);
                }
            }
            "hr" => {
                self.end_text();
                self.add(RULE.to_string(), Form::Other);
            }
            "p" => {
                self.end_text();
                self.in_paragraph = true;
            }
            _ if heading(name).is_some() => {
                self.end_text();
                self.heading = heading(name);
            }
            _ if is_block(name) => self.end_text(),
            _ => {}
        }
    }

    /// It ends.
    pub(super) fn close_element(&mut self, name: &str) {
        match name {
            "blockquote" => self.end(Level::Quote),
            "ul" | "menu" => self.end(Level::Bullets),
            "ol" => self.end(Level::Numbers),
            "li" => self.end(Level::Item),
            "table" => self.end(Level::Table),
            "td" | "th" => self.end(Level::Cell),
            _ if heading(name).is_some() => {
                self.end_text();
                self.heading = None;
            }
            _ if name == "p" || is_block(name) => self.end_text(),
            _ => {}
        }
    }

    /// A list with numbers begins.
    pub(super) fn open_numbers(&mut self, start: u64) {
        self.open(Level::Numbers);
        if let Some(list) = self.frames.last_mut().filter(|frame| frame.level == Level::Numbers) {
            list.start = start.min(LARGEST_NUMBER);
        }
    }

    /// A block of code. In a table there is no place for one.
    pub(super) fn code(&mut self, language: &str, code: &str) {
        let code = code.replace("\r\n", "\n").replace('\r', "\n");
        let code = code.strip_prefix('\n').unwrap_or(&code);
        if self.is_in_cell() {
            self.run(Run { text: code.trim().to_string(), kind: Kind::Code, style: Style::default() });
            return;
        }
        let language: String = language.chars().filter(|c| c.is_alphanumeric() || "+#-_.".contains(*c)).collect();
        let fence = "`".repeat(longest_run(code, '`').max(2) + 1);
        let code = code.strip_suffix('\n').unwrap_or(code);
        self.add(format!("{fence}{language}\n{code}\n{fence}"), Form::Other);
    }

    /// What was written so far is a block of its own.
    pub(super) fn end_text(&mut self) {
        let (runs, in_paragraph) = (take(&mut self.runs), take(&mut self.in_paragraph));
        let place = match self.heading {
            _ if self.is_in_cell() => Place::Cell,
            Some(_) => Place::Line,
            None => Place::Paragraph,
        };
        let text = inline::write(runs, &self.addresses, place);
        if text.is_empty() {
            return;
        }
        match self.heading.filter(|_| place == Place::Line) {
            Some(level) => self.add(format!("{} {text}", "#".repeat(level)), Form::Other),
            None => self.add(text, if in_paragraph { Form::Other } else { Form::Line }),
        }
    }

    fn open(&mut self, level: Level) {
        self.end_text();
        if self.frames.len() > DEEPEST {
            *self.beyond.entry(level).or_default() += 1;
        } else {
            self.frames.push(Frame::new(level));
        }
    }

    /// Ends the innermost level of a kind, with those in it that are still open, if it can be seen from here.
    fn end(&mut self, level: Level) {
        self.end_text();
        if let Some(open) = self.beyond.get_mut(&level).filter(|open| **open > 0) {
            *open -= 1;
            return;
        }
        let hides = |other: Level| match level {
            Level::Item => matches!(other, Level::Bullets | Level::Numbers | Level::Cell),
            Level::Cell => other == Level::Table,
            Level::Table => false,
            _ => other == Level::Cell,
        };
        let above = self.frames.iter().rev().take_while(|frame| frame.level == level || !hides(frame.level));
        let Some(depth) = above.map(|frame| frame.level).position(|other| other == level) else { return };
        for _ in 0..=depth {
            self.fold();
        }
    }

    fn is_on(&self, wanted: impl Fn(Level) -> bool) -> bool {
        self.frames.last().is_some_and(|frame| wanted(frame.level))
    }

    fn is_in_cell(&self) -> bool {
        self.frames.iter().any(|frame| frame.level == Level::Cell)
    }

    fn add(&mut self, text: String, form: Form) {
        if let Some(frame) = self.frames.last_mut() {
            frame.blocks.push(Block { text, form });
        }
    }

    /// The innermost level becomes a block of the one around it.
    fn fold(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        match frame.level {
            Level::Page => self.frames.push(frame),
            Level::Quote if frame.blocks.is_empty() => {}
            Level::Quote => self.add(indented(&joined(&frame.blocks), ">", "> "), Form::Other),
            Level::Item => {
                let is_loose = frame.blocks.windows(2).any(|pair| !is_tight(&pair[0], &pair[1]));
                let text = if is_loose { joined(&frame.blocks) } else { joined_by(&frame.blocks, "\n") };
                self.add(text, Form::Item { is_loose });
            }
            Level::Bullets | Level::Numbers => self.fold_list(&frame),
            Level::Cell => {
                let text = joined_by(&frame.blocks, " ").replace('\n', " ");
                if let Some(row) = self.frames.last_mut().and_then(|table| table.rows.last_mut()) {
                    row.push(text);
                }
            }
            Level::Table => self.fold_table(frame),
        }
    }

    fn fold_list(&mut self, list: &Frame) {
        let signs = if list.level == Level::Bullets { ['-', '*'] } else { ['.', ')'] };
        let before = self.frames.last().and_then(|frame| frame.blocks.last());
        // A list right behind another one of the same sign would go on with it.
        let is_same = before.is_some_and(|block| matches!(block.form, Form::List { sign, .. } if sign == signs[0]));
        let sign = if is_same { signs[1] } else { signs[0] };
        let mut items = Vec::new();
        for (number, block) in (list.start..).zip(&list.blocks) {
            let marker = if list.level == Level::Bullets { sign.to_string() } else { format!("{number}{sign}") };
            if block.text.is_empty() && list.level == Level::Bullets {
                continue;
            }
            let spaces = " ".repeat(marker.len() + 1);
            let text = indented(&block.text, "", &spaces);
            items.push(format!("{marker} {}", text.trim_start()).trim_end().to_string());
        }
        let is_loose = list.blocks.iter().any(|block| block.form != Form::Item { is_loose: false });
        let follows_text = list.level == Level::Bullets || list.start == 1;
        if !items.is_empty() {
            self.add(items.join(if is_loose { "\n\n" } else { "\n" }), Form::List { sign, follows_text });
        }
    }

    /// A table in the form that most programs know, below what else stands in it.
    fn fold_table(&mut self, table: Frame) {
        if let Some(frame) = self.frames.last_mut() {
            frame.blocks.extend(table.blocks);
        }
        let columns = table.rows.iter().map(Vec::len).max().unwrap_or_default();
        if columns == 0 {
            return;
        }
        let row = |cells: &[String]| {
            let texts = (0..columns).map(|column| format!(" {} |", cells.get(column).map_or("", String::as_str)));
            format!("|{}", texts.collect::<String>())
        };
        let (head, rows) = if table.has_head { table.rows.split_at(1) } else { (&[][..], &table.rows[..]) };
        let head = row(head.first().map_or(&[][..], Vec::as_slice));
        let line = format!("|{}", " --- |".repeat(columns));
        let lines: Vec<String> = [head, line].into_iter().chain(rows.iter().map(|cells| row(cells))).collect();
        self.add(lines.join("\n"), Form::Other);
    }
}

/// Whether a block may stand in the line behind another one.
fn is_tight(first: &Block, second: &Block) -> bool {
    first.form == Form::Line && matches!(second.form, Form::List { follows_text: true, .. })
}

fn joined(blocks: &[Block]) -> String {
    joined_by(blocks, "\n\n")
}

fn joined_by(blocks: &[Block], between: &str) -> String {
    blocks.iter().map(|block| block.text.as_str()).collect::<Vec<_>>().join(between)
}

/// The text with something before each line: another sign where the line is empty.
fn indented(text: &str, empty: &str, full: &str) -> String {
    let lines = text.split('\n').map(|line| if line.is_empty() { empty.to_string() } else { format!("{full}{line}") });
    lines.collect::<Vec<_>>().join("\n")
}

fn heading(name: &str) -> Option<usize> {
    let level = name.strip_prefix('h')?.parse().ok()?;
    (1..=6).contains(&level).then_some(level)
}

/// Whether an element stands on lines of its own.
fn is_block(name: &str) -> bool {
    const BLOCKS: [&str; 31] = [
        "address",
        "article",
        "aside",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hgroup",
        "html",
        "legend",
        "main",
        "nav",
        "noscript",
        "option",
        "pre",
        "search",
        "section",
        "select",
        "tbody",
        "tfoot",
        "thead",
        "video",
    ];
    BLOCKS.contains(&name)
}
