//! The words of a page in the order in which they are read: its text without markup, and the snippets in it.

use crate::content::{ContentFile, Hole, ParseOptions, Unheld, built_in, held};
use crate::site::{Includes, Page, Values, tables};
use crate::source::Sources;

/// Arguments of directives whose words readers see.
const SHOWN: [&str; 3] = ["title", "caption", "description"];

/// Where the bodies of texts come from that were not kept.
#[derive(Clone, Copy)]
pub(super) struct Bodies<'a> {
    pub(super) sources: &'a Sources,
    pub(super) options: &'a ParseOptions,
}

/// The words of a page; blocks stand in lines of their own.
#[derive(Debug, Default)]
pub(super) struct Text {
    /// What tells it from other pages.
    pub(super) own: String,
    /// The snippets that count for another page.
    pub(super) shared: String,
}

/// The words of a page. `counts` says by the path of a snippet whether it counts for this one.
///
/// # Errors
/// When a text was not kept and cannot be made again.
pub(super) fn text_of(
    page: &Page,
    bodies: Bodies<'_>,
    values: Values<'_>,
    counts: &dyn Fn(&str) -> bool,
) -> Result<Text, Unheld> {
    let Some(file) = &page.file else { return Ok(Text::default()) };
    let (out, shared) = (String::new(), String::new());
    let mut reader = Reader { page, bodies, values, counts, out, shared, tag: None, gathered: Vec::new() };
    reader.text(file, &page.includes)?;
    Ok(Text { own: reader.out, shared: reader.shared })
}

struct Reader<'a> {
    page: &'a Page,
    bodies: Bodies<'a>,
    values: Values<'a>,
    counts: &'a dyn Fn(&str) -> bool,
    out: String,
    shared: String,
    /// The beginning of the tag that is open.
    tag: Option<String>,
    /// Where the text of each directive that is open begins.
    gathered: Vec<usize>,
}

impl Reader<'_> {
    fn text(&mut self, file: &ContentFile, includes: &Includes) -> Result<(), Unheld> {
        let body = held(file, self.bodies.sources, self.bodies.options)?;
        for stretch in body.stretches() {
            self.html(stretch.html);
            if let Some(hole) = stretch.hole {
                self.fill(hole, file, includes)?;
            }
        }
        Ok(())
    }

    fn fill(&mut self, hole: &Hole, file: &ContentFile, includes: &Includes) -> Result<(), Unheld> {
        match hole {
            Hole::Image(_, words) => self.apart(words, " "),
            Hole::Code(code) => self.apart(&code.1, "\n"),
            Hole::NoteStart(_) | Hole::NoteEnd => self.out.push('\n'),
            Hole::Gather => self.gathered.push(self.out.len()),
            Hole::Alert(_) => {
                self.gathered.pop();
            }
            Hole::Directive(number) | Hole::Leaf(number) => return self.directive(*number, hole, file, includes),
            Hole::HeadingId
            | Hole::LinkStart(..)
            | Hole::LinkEnd
            | Hole::TableName
            | Hole::Task(_)
            | Hole::NoteReference(_)
            | Hole::Citation(_)
            | Hole::TermStart(_)
            | Hole::TermEnd(_) => {}
        }
        Ok(())
    }

    fn directive(&mut self, number: usize, hole: &Hole, file: &ContentFile, includes: &Includes) -> Result<(), Unheld> {
        let start = if matches!(hole, Hole::Directive(_)) { self.gathered.pop() } else { None };
        let Some(used) = file.directives.get(number) else { return Ok(()) };
        match used.name.as_str() {
            built_in::INCLUDE => {
                if let Some(snippet) = includes.get(&number).and_then(|place| self.page.snippets.get(*place)) {
                    let is_own = (self.counts)(&snippet.file.path);
                    let swap = |reader: &mut Self| {
                        if !is_own {
                            std::mem::swap(&mut reader.out, &mut reader.shared);
                        }
                    };
                    swap(self);
                    let found = self.text(&snippet.file, &snippet.includes);
                    swap(self);
                    found?;
                }
            }
            built_in::VAR => {
                // What was gathered is the name of the value.
                self.out.truncate(start.unwrap_or(self.out.len()));
                let value = used.text.as_ref().and_then(|text| self.values.get(text.value.trim()));
                self.out.push_str(&value.unwrap_or_default());
            }
            built_in::DATA_TABLE | built_in::DATA_LIST => {
                if let Ok(shown) = tables::shown(used, file, self.values) {
                    for cell in shown.caption.iter().chain(&shown.heads).chain(shown.rows.iter().flatten()) {
                        self.apart(cell, "\n");
                    }
                }
            }
            _ => {
                let shown = used.arguments.iter().filter(|(key, ..)| SHOWN.contains(&key.as_str()));
                let titles = used.title.iter().map(|title| &title.value).chain(shown.map(|(_, _, value, _)| value));
                for title in titles {
                    self.apart(title, "\n");
                }
            }
        }
        Ok(())
    }

    /// Writes a text that is no part of the words beside it.
    fn apart(&mut self, text: &str, between: &str) {
        self.out.push_str(between);
        self.out.push_str(text);
        self.out.push_str(between);
    }

    /// The text of a piece of HTML; a tag may go on in the next one.
    fn html(&mut self, html: &str) {
        let mut rest = html;
        if let Some(mut tag) = self.tag.take() {
            let Some(end) = rest.find('>') else {
                tag.push_str(rest);
                self.tag = Some(tag);
                return;
            };
            tag.push_str(&rest[..end]);
            self.end_tag(&tag);
            rest = &rest[end + 1..];
        }
        while let Some(start) = rest.find('<') {
            push_unescaped(&mut self.out, &rest[..start]);
            rest = &rest[start + 1..];
            let Some(end) = rest.find('>') else {
                self.tag = Some(rest.to_string());
                return;
            };
            self.end_tag(&rest[..end]);
            rest = &rest[end + 1..];
        }
        push_unescaped(&mut self.out, rest);
    }

    /// Blocks end lines.
    fn end_tag(&mut self, tag: &str) {
        if !is_inline(tag) {
            self.out.push('\n');
        }
    }
}

/// Whether an element stands within a line, and so within a word.
fn is_inline(tag: &str) -> bool {
    let name = tag.trim_start_matches('/');
    let end = name.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(name.len());
    matches!(
        &name[..end],
        "a" | "abbr"
            | "b"
            | "bdi"
            | "bdo"
            | "cite"
            | "code"
            | "del"
            | "em"
            | "i"
            | "ins"
            | "kbd"
            | "mark"
            | "q"
            | "s"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "u"
            | "wbr"
    )
}

/// Writes a text in which signs of HTML were escaped.
fn push_unescaped(out: &mut String, text: &str) {
    const ENTITIES: [(&str, char); 6] =
        [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&#39;", '\''), ("&#x27;", '\'')];
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let found = ENTITIES.iter().find(|(entity, _)| rest.starts_with(entity));
        let (length, sign) = found.map_or((1, '&'), |(entity, sign)| (entity.len(), *sign));
        out.push(sign);
        rest = &rest[length..];
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_at_blocks_and_not_at_marks_within_a_line() {
        for inline in ["em", "/em", "a href=\"/b/\"", "sub", "code class=\"x\""] {
            assert!(is_inline(inline), "{inline}");
        }
        for block in ["p", "/p", "li", "h2 id=\"a\"", "table", "br", "", "emph"] {
            assert!(!is_inline(block), "{block}");
        }
    }

    #[test]
    fn escaped_signs_are_read_as_they_look() {
        let mut out = String::new();
        push_unescaped(&mut out, "a &amp;lt; b &lt;c&gt; &copy; d&#39;s &");
        assert_eq!(out, "a &lt; b <c> &copy; d's &");
    }
}
