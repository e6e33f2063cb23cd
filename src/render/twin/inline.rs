//! The text of one paragraph, heading or cell as Markdown.
//!
//! Input: runs of text, each with how it is set. Output: one line, or several where a line ends on purpose. Every text is escaped. A
//! sign for bold or italics is written only where Markdown reads it as one; where it would not, the words stand without it.

use crate::text::{is_space, markdown_address, push_escaped_markdown};

/// How text is set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) strong: bool,
    pub(super) emphasis: bool,
    pub(super) deleted: bool,
    /// The number of the link that the text belongs to.
    pub(super) link: Option<usize>,
}

/// What a [`Run`] holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Code,
    /// The box of a task list.
    Task,
    /// A line ends here.
    Break,
    /// A picture; the text is what it shows, the number that of its address.
    Image(usize),
}

/// A piece of text that is set in one way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) kind: Kind,
    pub(super) style: Style,
}

/// Where the text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Lines may end in it.
    Paragraph,
    /// One line, as in a heading.
    Line,
    /// A cell of a table.
    Cell,
}

/// Writes runs. The numbers in them are those of `addresses`.
pub(super) fn write(runs: Vec<Run>, addresses: &[String], place: Place) -> String {
    let runs = spaced(runs, place);
    let mut writer = Writer { out: String::new(), opened: None, addresses, place };
    writer.links(&runs);
    writer.out
}

/// The runs with single spaces, none of them at an end, and each space set as what stands on both sides of it.
fn spaced(runs: Vec<Run>, place: Place) -> Vec<Run> {
    let mut pieces: Vec<Run> = Vec::new();
    let mut space = false;
    for mut run in runs {
        // A line that begins with such code in a link would be the address of a link, for which Markdown looks first.
        if run.kind == Kind::Code && run.text.contains("]:") {
            run.kind = Kind::Text;
        }
        let is_break = run.kind == Kind::Break;
        if is_break && place == Place::Paragraph {
            space = false;
            if pieces.last().is_some_and(|last| last.kind != Kind::Break) {
                pieces.push(run);
            }
            continue;
        }
        if is_break || run.kind == Kind::Text {
            space |= is_break || run.text.starts_with(is_space);
            let words = run.text.split(is_space).filter(|word| !word.is_empty());
            let text = words.collect::<Vec<_>>().join(" ");
            let ends_in_space = run.text.ends_with(is_space);
            if !text.is_empty() {
                push(&mut pieces, Run { text, ..run }, space);
                space = false;
            }
            space |= ends_in_space;
        } else if run.kind != Kind::Code || !run.text.is_empty() {
            push(&mut pieces, run, space);
            space = false;
        }
    }
    while pieces.last().is_some_and(|last| last.kind == Kind::Break) {
        pieces.pop();
    }
    pieces
}

/// Adds a run, with a space before it where one is wanted.
fn push(pieces: &mut Vec<Run>, run: Run, space: bool) {
    if let Some(last) = pieces.last_mut().filter(|last| last.kind != Kind::Break) {
        let is_same = last.style == run.style && last.kind == Kind::Text && run.kind == Kind::Text;
        if is_same {
            last.text.push_str(if space { " " } else { "" });
            last.text.push_str(&run.text);
            return;
        }
        // Two stretches of code without a space between them would become one.
        let is_code = last.kind == Kind::Code && run.kind == Kind::Code;
        if space || is_code {
            let (a, b) = (last.style, run.style);
            let style = Style {
                strong: a.strong && b.strong,
                emphasis: a.emphasis && b.emphasis,
                deleted: a.deleted && b.deleted,
                link: a.link.filter(|_| a.link == b.link),
            };
            pieces.push(Run { text: " ".to_string(), kind: Kind::Text, style });
        }
    }
    pieces.push(run);
}

struct Writer<'a> {
    out: String,
    /// How long the text was when a sign that opens bold or italics was written last.
    opened: Option<usize>,
    addresses: &'a [String],
    place: Place,
}

impl Writer<'_> {
    fn links(&mut self, runs: &[Run]) {
        for (group, after) in groups(runs, |style| style.link) {
            match group[0].style.link {
                Some(link) if group.iter().any(|run| !run.text.trim().is_empty()) => {
                    // `!` before a link would make it a picture.
                    if self.out.ends_with('!') {
                        self.out.pop();
                        self.out.push_str("\\!");
                    }
                    self.out.push('[');
                    self.strong(group, None);
                    let address = self.addresses.get(link).map(|address| markdown_address(address));
                    self.out.push_str(&format!("]({})", address.unwrap_or_default()));
                }
                _ => self.strong(group, after),
            }
        }
    }

    fn strong(&mut self, runs: &[Run], end: Option<char>) {
        for (group, after) in groups(runs, |style| style.strong) {
            let after = after.or(end);
            let is_open = group[0].style.strong && self.open("**", group, after);
            self.emphasis(group, after);
            self.out.push_str(if is_open { "**" } else { "" });
        }
    }

    fn emphasis(&mut self, runs: &[Run], end: Option<char>) {
        for (group, after) in groups(runs, |style| style.emphasis) {
            // Next to the signs for bold, those for italics are read as wanted only around letters.
            let is_clear = !group[0].style.strong || has_plain_ends(group);
            let is_open = group[0].style.emphasis && is_clear && self.open("*", group, after.or(end));
            self.deleted(group);
            self.out.push_str(if is_open { "*" } else { "" });
        }
    }

    /// What is deleted must never look as if it were not, so its signs are always there.
    fn deleted(&mut self, runs: &[Run]) {
        for (group, _) in groups(runs, |style| style.deleted) {
            let sign = if group[0].style.deleted { "~~" } else { "" };
            self.out.push_str(sign);
            for run in group {
                self.run(run);
            }
            self.out.push_str(sign);
        }
    }

    /// Writes the sign before bold or italics, when Markdown will read it and its partner as such.
    fn open(&mut self, sign: &str, runs: &[Run], after: Option<char>) -> bool {
        let (Some(first), Some(last)) = (runs.first().and_then(first_sign), runs.last().and_then(last_sign)) else {
            return false;
        };
        let is_first_in_outer = self.opened == Some(self.out.len());
        let before = self.out.chars().next_back().filter(|_| !is_first_in_outer);
        let opens = first.is_alphanumeric() || !first.is_whitespace() && before.is_none_or(is_apart);
        let closes = last.is_alphanumeric() || !last.is_whitespace() && after.is_none_or(is_apart);
        let is_readable = opens && closes && before != Some('*');
        if is_readable {
            self.out.push_str(sign);
            self.opened = Some(self.out.len());
        }
        is_readable
    }

    fn run(&mut self, run: &Run) {
        match run.kind {
            Kind::Text => push_escaped_markdown(&mut self.out, &run.text),
            Kind::Code => self.code(&run.text),
            Kind::Task => self.out.push_str(&run.text),
            Kind::Break => self.out.push_str("\\\n"),
            Kind::Image(number) => {
                self.out.push_str("![");
                let words = run.text.split(is_space).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
                push_escaped_markdown(&mut self.out, &words);
                let address = self.addresses.get(number).map(|address| markdown_address(address));
                self.out.push_str(&format!("]({})", address.unwrap_or_default()));
            }
        }
    }

    /// Code between more backticks than it holds in a row.
    fn code(&mut self, code: &str) {
        let mut code = code.replace(['\n', '\r'], " ");
        if self.place == Place::Cell {
            code = code.replace('|', "\\|");
        }
        let fence = "`".repeat(longest_run(&code, '`') + 1);
        let is_blank = code.trim_matches(' ').is_empty();
        let needs_space = !is_blank && (code.starts_with(['`', ' ']) || code.ends_with(['`', ' ']));
        let space = if needs_space { " " } else { "" };
        self.out.push_str(&format!("{fence}{space}{code}{space}{fence}"));
    }
}

/// How often `sign` stands in a row at most.
pub(super) fn longest_run(text: &str, sign: char) -> usize {
    text.split(|other| other != sign).map(str::len).max().unwrap_or_default()
}

/// Runs that are alike, group by group, each with the sign that stands behind it.
fn groups<'r, T: PartialEq>(
    runs: &'r [Run],
    key: impl Fn(&Style) -> T + 'r,
) -> impl Iterator<Item = (&'r [Run], Option<char>)> {
    let mut rest = runs;
    std::iter::from_fn(move || {
        let value = key(&rest.first()?.style);
        let end = rest.iter().position(|run| key(&run.style) != value).unwrap_or(rest.len());
        let (group, after) = rest.split_at(end);
        rest = after;
        Some((group, after.first().and_then(first_sign)))
    })
}

fn has_plain_ends(runs: &[Run]) -> bool {
    let ends = [runs.first().and_then(first_sign), runs.last().and_then(last_sign)];
    ends.into_iter().all(|sign| sign.is_some_and(char::is_alphanumeric))
}

fn first_sign(run: &Run) -> Option<char> {
    edge(run, run.text.chars().next())
}

fn last_sign(run: &Run) -> Option<char> {
    edge(run, run.text.chars().next_back())
}

/// The sign at an end of a run as Markdown sees it.
fn edge(run: &Run, sign: Option<char>) -> Option<char> {
    match run.kind {
        Kind::Text => sign,
        Kind::Code => Some('`'),
        Kind::Task | Kind::Image(_) => Some('!'),
        Kind::Break => Some('\n'),
    }
}

/// Whether a sign before or behind bold or italics lets them begin or end with any sign.
fn is_apart(sign: char) -> bool {
    sign.is_whitespace() || sign.is_ascii_punctuation()
}
