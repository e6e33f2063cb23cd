//! What stands in the braces of a directive.
//!
//! Job: read `{key="value" other='value' third=value alone}`. Input: where the opening brace stands, and where its line ends.
//! Output: the arguments, what is wrong with them, and where the closing brace stands. It reads on after a mistake, so that one
//! look tells all; when the closing brace or a closing quote is missing, the rest of the line counts as argument. It never knows
//! which arguments a directive takes.

use std::collections::BTreeMap;
use std::ops::Range;

use super::lines::hidden_space;
use super::{Argument, Excerpt, is_hidden_space};
use crate::diagnostic::{Diagnostic, Span, rules};

/// What [`read`] found.
#[derive(Debug)]
pub(super) struct Braces<'a> {
    /// The arguments, no key twice.
    pub(super) arguments: Vec<Argument<'a>>,
    /// What is wrong.
    pub(super) faults: Vec<Diagnostic>,
    /// One past the closing brace.
    pub(super) end: usize,
}

/// Reads the braces that begin at `at.start`; `at.end` is the end of their line.
pub(super) fn read<'a>(excerpt: &Excerpt<'a>, at: Range<usize>) -> Braces<'a> {
    let mut reader = Reader {
        excerpt,
        at: at.start + 1,
        end: at.end,
        keys: BTreeMap::new(),
        arguments: Vec::new(),
        faults: Vec::new(),
    };
    reader.read_all(at.start);
    Braces { arguments: reader.arguments, faults: reader.faults, end: reader.at }
}

struct Reader<'e, 'a> {
    excerpt: &'e Excerpt<'a>,
    at: usize,
    end: usize,
    keys: BTreeMap<&'a str, Span>,
    arguments: Vec<Argument<'a>>,
    faults: Vec<Diagnostic>,
}

impl<'a> Reader<'_, 'a> {
    fn read_all(&mut self, start: usize) {
        let mut quote_left_open = false;
        loop {
            self.skip_spaces();
            match self.peek() {
                Some('}') => {
                    self.at += 1;
                    break;
                }
                None if quote_left_open => break,
                None => {
                    self.fault(Span::new(start, start + 1), "this `{` is not closed on its line")
                        .help_is("write `}` after the last argument, on the same line");
                    break;
                }
                Some('#' | '.') => self.shorthand(),
                Some(c) if c.is_ascii_alphabetic() => quote_left_open = self.argument(),
                Some(_) => self.stray(),
            }
        }
    }

    fn rest(&self) -> &'a str {
        &self.excerpt.text[self.at..self.end]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Takes characters while they are `wanted`.
    fn take(&mut self, wanted: impl Fn(char) -> bool) -> (&'a str, Span) {
        let rest = self.rest();
        let taken = &rest[..rest.find(|c| !wanted(c)).unwrap_or(rest.len())];
        let span = Span::new(self.at, self.at + taken.len());
        self.at = span.end;
        (taken, span)
    }

    fn skip_spaces(&mut self) {
        self.take(|c| c.is_ascii() && c.is_whitespace());
        while let Some(c) = self.peek().filter(|c| is_hidden_space(*c)) {
            let span = Span::new(self.at, self.at + c.len_utf8());
            self.faults.push(hidden_space(self.excerpt, span, c));
            self.at = span.end;
            self.take(|c| c.is_ascii() && c.is_whitespace());
        }
    }

    fn fault(&mut self, span: Span, message: impl Into<String>) -> Fault<'_> {
        self.faults.push(Diagnostic::new(&rules::DIRECTIVE_ATTRIBUTES, self.excerpt.place(span), message));
        Fault(self.faults.last_mut())
    }

    /// `#name` and `.name`, which other tools know.
    fn shorthand(&mut self) {
        let (word, span) = self.take(|c| !ends_word(c));
        let help = if word.starts_with('#') {
            "remove it; to link to this place, give a heading a name: `## Heading {#name}`"
        } else {
            "remove it; how a directive looks is the theme's business"
        };
        self.fault(span, format!("`{word}` cannot be used on a directive")).help_is(help);
    }

    /// Characters that no argument begins with.
    fn stray(&mut self) {
        let (word, span) = self.take(|c| !ends_word(c) && !c.is_ascii_alphabetic());
        let help = match word {
            "," | ";" => "put only spaces between arguments",
            _ => "write each argument as `name=\"value\"`, with spaces between them",
        };
        self.fault(span, format!("`{word}` cannot stand here")).help_is(help);
    }

    /// One argument; tells whether its quote runs to the end of the line.
    fn argument(&mut self) -> bool {
        let (key, key_span) = self.take(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        let after_key = self.at;
        self.take(|c| c == ' ' || c == '\t');
        if self.peek() != Some('=') {
            self.at = after_key;
            self.keep(Argument { key, key_span, value: "true", value_span: key_span });
            return false;
        }
        self.at += 1;
        self.take(|c| c == ' ' || c == '\t');
        match self.peek() {
            Some(quote @ ('"' | '\'')) => self.quoted(key, key_span, quote),
            Some(quote) if is_curly(quote) => self.curly(key, key_span, quote),
            _ => {
                self.plain(key, key_span);
                false
            }
        }
    }

    fn quoted(&mut self, key: &'a str, key_span: Span, quote: char) -> bool {
        let opening = Span::new(self.at, self.at + 1);
        self.at += 1;
        let (value, value_span) = self.take(|c| c != quote);
        let closed = self.at < self.end;
        if closed {
            self.at += 1;
            self.want_space(key);
        } else {
            self.fault(opening, format!("the value of `{key}` has no closing quote"))
                .help_is(format!("write `{quote}` after the value"));
        }
        self.keep(Argument { key, key_span, value, value_span });
        !closed
    }

    /// The quotes of a word processor: an error, but it is plain what was meant.
    fn curly(&mut self, key: &'a str, key_span: Span, quote: char) -> bool {
        let start = self.at;
        self.at += quote.len_utf8();
        let (value, value_span) = self.take(|c| !closes_curly(quote, c));
        let closed = self.peek();
        self.at += closed.map_or(0, char::len_utf8);
        let span = Span::new(start, self.at);
        self.fault(span, format!("the value of `{key}` stands in curly quotes"))
            .help_is(format!("use straight quotes: `{key}=\"{}\"`", value.trim()));
        if closed.is_some() {
            self.want_space(key);
        }
        self.keep(Argument { key, key_span, value, value_span });
        closed.is_none()
    }

    fn plain(&mut self, key: &'a str, key_span: Span) {
        let (value, value_span) = self.take(|c| !ends_word(c) && !"\"'`={<>".contains(c) && !is_curly(c));
        if value.is_empty() {
            let span = Span::new(key_span.start, self.at);
            self.fault(span, format!("`{key}` has no value after the `=`"))
                .help_is(format!("write `{key}=\"value\"`, or `{key}` alone to switch it on"));
            return;
        }
        self.want_space(key);
        self.keep(Argument { key, key_span, value, value_span });
    }

    /// After a value comes a space or the closing brace.
    fn want_space(&mut self, key: &str) {
        if let Some(c) = self.peek().filter(|c| !ends_word(*c)) {
            let span = Span::new(self.at, self.at + c.len_utf8());
            self.fault(span, format!("the value of `{key}` ends here, and `{c}` follows it at once"))
                .help_is("put a space between arguments, and quotes around a value that is not one plain word");
            self.take(|c| !ends_word(c) && !c.is_ascii_alphabetic());
        }
    }

    fn keep(&mut self, argument: Argument<'a>) {
        match self.keys.get(argument.key).copied() {
            None => {
                self.keys.insert(argument.key, argument.key_span);
                self.arguments.push(argument);
            }
            Some(first) => {
                let key = argument.key;
                let place = self.excerpt.place(argument.key_span);
                let message = format!("`{key}` is given twice");
                let twice = Diagnostic::new(&rules::DIRECTIVE_ATTRIBUTES, place, message)
                    .help("keep only one of the two")
                    .related(self.excerpt.place(first), "first given here");
                self.faults.push(twice);
            }
        }
    }
}

/// The problem just reported, to be given its help.
struct Fault<'d>(Option<&'d mut Diagnostic>);

impl Fault<'_> {
    fn help_is(self, help: impl Into<String>) {
        if let Some(diagnostic) = self.0 {
            diagnostic.help = Some(help.into());
        }
    }
}

/// What no bare word goes on over.
fn ends_word(c: char) -> bool {
    c.is_whitespace() || is_hidden_space(c) || c == '}'
}

fn is_curly(c: char) -> bool {
    matches!(c, '“' | '”' | '„' | '‟' | '‘' | '’' | '‚' | '‛' | '«' | '»')
}

/// Whether `c` ends a value that `quote` began. An apostrophe does not end a value in double quotes.
fn closes_curly(quote: char, c: char) -> bool {
    match quote {
        '‘' | '’' | '‚' | '‛' => matches!(c, '‘' | '’' | '\''),
        '«' | '»' => matches!(c, '«' | '»'),
        _ => matches!(c, '“' | '”' | '"'),
    }
}
