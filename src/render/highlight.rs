//! Colours for code: syntect finds what each piece of code is, we write a short class for it.
//!
//! Input: a language name and the code. Output: escaped HTML with `<span class="hl-…">`, and the style sheet for those classes
//! in light and dark. Never an inline style, since a strict content security policy forbids it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::OnceLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use crate::text::push_escaped_html;

/// Longest line, in bytes, that is looked at; a longer one is written plain, since patterns may take long on it.
const LONGEST_LINE: usize = 2_000;

/// Longest code block, in bytes, that is looked at.
const LONGEST_CODE: usize = 200_000;

/// A kind of code: its class, what syntect calls it, and its colours on a light and on a dark ground.
struct Kind {
    class: &'static str,
    scopes: &'static [&'static str],
    light: &'static str,
    dark: &'static str,
}

/// The kinds, most special first: the first whose scope is a prefix wins. Every colour keeps a contrast of at least 4.5:1 to
/// its ground (WCAG 2.2, success criterion 1.4.3), which a test computes.
const KINDS: [Kind; 11] = [
    Kind { class: "hl-c", scopes: &["comment"], light: "#57606a", dark: "#9aa4af" },
    Kind { class: "hl-s", scopes: &["string", "constant.character"], light: "#0a3069", dark: "#a5d6ff" },
    Kind { class: "hl-n", scopes: &["constant"], light: "#0550ae", dark: "#79c0ff" },
    Kind { class: "hl-f", scopes: &["entity.name.function", "support.function"], light: "#6639ba", dark: "#d2a8ff" },
    Kind { class: "hl-g", scopes: &["entity.name.tag"], light: "#116329", dark: "#7ee787" },
    Kind {
        class: "hl-a",
        scopes: &["entity.other.attribute-name", "meta.mapping.key"],
        light: "#0550ae",
        dark: "#79c0ff",
    },
    Kind {
        class: "hl-t",
        scopes: &["entity.name", "support.type", "support.class"],
        light: "#953800",
        dark: "#ffa657",
    },
    Kind { class: "hl-k", scopes: &["keyword", "storage"], light: "#a40e26", dark: "#ff8f88" },
    Kind { class: "hl-v", scopes: &["variable.language", "support.variable"], light: "#953800", dark: "#ffa657" },
    Kind { class: "hl-d", scopes: &["markup.deleted", "invalid"], light: "#82071e", dark: "#ffb3ad" },
    Kind { class: "hl-i", scopes: &["markup.inserted"], light: "#116329", dark: "#7ee787" },
];

/// The grounds that the colours of [`KINDS`] are meant for, light and dark.
const GROUNDS: (&str, &str) = ("#f6f8fa", "#161b22");

/// The style sheet for highlighted code, in light and dark.
#[must_use]
pub(super) fn style_sheet() -> String {
    let rules = |pick: fn(&Kind) -> &'static str| -> String {
        KINDS.iter().flat_map(|kind| [".", kind.class, "{color:", pick(kind), "}\n"]).collect()
    };
    let light = rules(|kind| kind.light);
    let dark = rules(|kind| kind.dark);
    let (light_ground, dark_ground) = GROUNDS;
    format!(
        "pre.code{{background:{light_ground};color:#1f2328}}\n{light}\
         @media screen and (prefers-color-scheme:dark){{\npre.code{{background:{dark_ground};color:#e6edf3}}\n{dark}}}\n"
    )
}

/// Writes `code` as escaped HTML into `out`, with classes where `language` is one that syntect knows.
pub(super) fn highlight_into(out: &mut String, language: &str, code: &str) {
    match find_syntax(language) {
        Some((set, syntax)) if code.len() <= LONGEST_CODE => write_classes(out, set, syntax, code),
        _ => push_escaped_html(out, code),
    }
}

/// How many blocks of a language are looked at before the first page is rendered.
const FIRST_BLOCKS: usize = 3;

/// Looks at the first blocks of each language. The patterns of a language are made when code first needs them, which takes
/// longer than the code of a thousand pages: it is done while another thread is busy with what cannot be shared.
pub(super) fn make_ready<'a>(blocks: impl Iterator<Item = (&'a str, &'a str)>) {
    let mut looked_at: HashMap<&str, usize> = HashMap::new();
    for (language, code) in blocks {
        let count = looked_at.entry(language).or_default();
        if *count < FIRST_BLOCKS {
            *count += 1;
            highlight_into(&mut String::new(), language, code);
        }
    }
}

fn syntaxes() -> &'static SyntaxSet {
    static SET: OnceLock<SyntaxSet> = OnceLock::new();
    SET.get_or_init(SyntaxSet::load_defaults_newlines)
}

fn find_syntax(language: &str) -> Option<(&'static SyntaxSet, &'static SyntaxReference)> {
    if language.is_empty() || matches!(language, "text" | "plain" | "txt") {
        return None;
    }
    let set = syntaxes();
    set.find_syntax_by_token(language).map(|syntax| (set, syntax))
}

fn write_classes(out: &mut String, set: &SyntaxSet, syntax: &SyntaxReference, code: &str) {
    MEMO.with_borrow_mut(|memo| {
        memo.make_room();
        let mut run = Run { class: None, start: 0, end: 0 };
        let mut state = memo.state(State { parse: ParseState::new(syntax), scopes: ScopeStack::new() });
        let mut start = 0;
        for line in code.split_inclusive('\n') {
            let known = memo.line(set, state, line);
            let mut from = 0;
            for (to, class) in &known.pieces {
                run.extend_to(out, code, start + from..start + to, *class);
                from = *to;
            }
            state = known.next;
            start += line.len();
        }
        run.flush(out, code);
    });
}

thread_local! {
    /// What a line gives depends on nothing but the line and the state before it, and the lines of code on a site repeat:
    /// brackets, imports, blank lines. The patterns are by far the slowest part of a page with code.
    static MEMO: RefCell<Memo> = RefCell::default();
}

/// The most lines that are remembered.
const REMEMBERED: usize = 8_192;

/// The most states that are remembered.
const STATES: usize = 256;

/// Where the syntax stands between two lines.
#[derive(Debug, Clone, PartialEq, Eq)]
struct State {
    parse: ParseState,
    scopes: ScopeStack,
}

/// The end of a piece of a line, and its class.
type Piece = (usize, Option<&'static str>);

/// What a line is made of.
#[derive(Debug, Default)]
struct Line {
    pieces: Vec<Piece>,
    /// The state after the line.
    next: usize,
}

type Lines = HashMap<Box<str>, Rc<Line>>;

#[derive(Debug, Default)]
struct Memo {
    /// Each state with the lines that were met in it.
    states: Vec<(State, Lines)>,
    lines: usize,
}

impl Memo {
    fn make_room(&mut self) {
        if self.lines > REMEMBERED || self.states.len() > STATES {
            *self = Self::default();
        }
    }

    fn state(&mut self, state: State) -> usize {
        self.states.iter().position(|(known, _)| *known == state).unwrap_or_else(|| {
            self.states.push((state, HashMap::new()));
            self.states.len() - 1
        })
    }

    fn line(&mut self, set: &SyntaxSet, state: usize, line: &str) -> Rc<Line> {
        let Some((before, lines)) = self.states.get(state) else { return Rc::default() };
        if let Some(known) = lines.get(line) {
            return Rc::clone(known);
        }
        let mut after = before.clone();
        let pieces = pieces(set, &mut after, line);
        let line_facts = Rc::new(Line { pieces, next: self.state(after) });
        if let Some((_, lines)) = self.states.get_mut(state) {
            lines.insert(line.into(), Rc::clone(&line_facts));
            self.lines += 1;
        }
        line_facts
    }
}

fn pieces(set: &SyntaxSet, state: &mut State, line: &str) -> Vec<Piece> {
    let operations = if line.len() > LONGEST_LINE { Ok(Vec::new()) } else { state.parse.parse_line(line, set) };
    let mut pieces = Vec::new();
    // A syntax definition that fails on a line leaves that line plain; the text itself is never lost.
    for (at, operation) in operations.unwrap_or_default() {
        pieces.push((at, class_of(&state.scopes)));
        if state.scopes.apply(&operation).is_err() {
            state.scopes = ScopeStack::new();
        }
    }
    pieces.push((line.len(), class_of(&state.scopes)));
    pieces
}

/// A stretch of code of one class, so that neighbours of the same class share one element.
struct Run {
    class: Option<&'static str>,
    start: usize,
    end: usize,
}

impl Run {
    fn extend_to(&mut self, out: &mut String, code: &str, range: std::ops::Range<usize>, class: Option<&'static str>) {
        if range.is_empty() {
            return;
        }
        let blank = code[range.clone()].trim().is_empty();
        if class != self.class && !blank {
            self.flush(out, code);
            self.class = class;
            self.start = range.start;
        }
        self.end = range.end;
    }

    fn flush(&self, out: &mut String, code: &str) {
        let text = &code[self.start..self.end];
        match self.class {
            Some(class) if !text.trim().is_empty() => {
                let inner = text.trim_end();
                out.push_str("<span class=\"");
                out.push_str(class);
                out.push_str("\">");
                push_escaped_html(out, inner);
                out.push_str("</span>");
                out.push_str(&text[inner.len()..]);
            }
            _ => push_escaped_html(out, text),
        }
    }
}

fn class_of(stack: &ScopeStack) -> Option<&'static str> {
    let prefixes = prefixes();
    stack
        .as_slice()
        .iter()
        .rev()
        .find_map(|scope| prefixes.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope)).map(|(_, class)| *class))
}

fn prefixes() -> &'static [(Scope, &'static str)] {
    static PREFIXES: OnceLock<Vec<(Scope, &'static str)>> = OnceLock::new();
    PREFIXES.get_or_init(|| {
        let pairs = KINDS.iter().flat_map(|kind| kind.scopes.iter().map(move |scope| (*scope, kind.class)));
        pairs.filter_map(|(scope, class)| Scope::new(scope).ok().map(|scope| (scope, class))).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::Color;

    fn highlighted(language: &str, code: &str) -> String {
        let mut out = String::new();
        highlight_into(&mut out, language, code);
        out
    }

    #[test]
    fn code_of_a_known_language_gets_classes() {
        assert_eq!(
            highlighted("python", "x = 1 # one\n"),
            "x <span class=\"hl-k\">=</span> <span class=\"hl-n\">1</span> <span class=\"hl-c\"># one</span>\n"
        );
    }

    #[test]
    fn code_of_an_unknown_language_is_plain_and_escaped() {
        assert_eq!(highlighted("nonesuch", "<b>&</b>"), "&lt;b&gt;&amp;&lt;/b&gt;");
    }

    #[test]
    fn no_byte_of_the_code_is_lost() {
        let code = "fn main() {\n\t// é 漢 \u{1F600}\n    let a = \"x\\n\";\n}\n\n";
        let html = highlighted("rust", code);
        let mut text = String::new();
        let mut inside = false;
        for c in html.chars() {
            match c {
                '<' => inside = true,
                '>' if inside => inside = false,
                c if !inside => text.push(c),
                _ => {}
            }
        }
        assert_eq!(text.replace("&quot;", "\""), code);
    }

    #[test]
    fn every_colour_can_be_read_on_its_ground() {
        for kind in &KINDS {
            for (colour, ground) in [(kind.light, GROUNDS.0), (kind.dark, GROUNDS.1)] {
                let parse = |text| Color::parse(text).unwrap();
                let ratio = parse(colour).contrast(parse(ground));
                assert!(ratio >= 4.5, "{colour} on {ground}: {ratio:.2}");
            }
        }
    }
}
