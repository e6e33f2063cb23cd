//! Whether a text that was changed tells the rest of the site what it told before.

use super::{ContentFile, DirectiveUse};
use crate::diagnostic::Span;

impl ContentFile {
    /// Whether another text of the same file gives every page, list and message of the site but those that show the text itself
    /// what this one gives. Its places in the file may be others; what stands inside of what may not. The words of
    /// its sections are left out, since only its translations tell of them.
    #[must_use]
    pub fn tells_the_same(&self, other: &Self) -> bool {
        let summary = |file: &Self| file.front.description.is_none().then(|| file.summary.clone());
        self.path == other.path
            && self.front == other.front
            && self.outline == other.outline
            && summary(self) == summary(other)
            && self
                .links
                .iter()
                .map(|link| (link.kind, &link.target))
                .eq(other.links.iter().map(|link| (link.kind, &link.target)))
            && self.cited().eq(other.cited())
            && self.directives.len() == other.directives.len()
            && self.directives.iter().zip(&other.directives).all(|(one, another)| one.says_the_same(another))
            && self.nesting() == other.nesting()
    }

    fn cited(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        let items = self.citations.iter().flat_map(|citation| &citation.items);
        items.map(|item| (item.source.value.as_str(), item.place.as_deref()))
    }

    /// The kind, number and end of everything that has a place, in the order of the text.
    fn nesting(&self) -> Vec<(u8, usize, bool)> {
        let links = self.links.iter().map(|link| (0, link.span));
        let directives = self.directives.iter().map(|used| (1, used.span));
        let openings = self.directives.iter().map(|used| (2, used.opening));
        let cited = self.citations.iter().flat_map(|citation| &citation.items).map(|item| (3, item.source.span));
        let all = links.chain(directives).chain(openings).chain(cited).enumerate();
        let mut ends: Vec<(usize, (u8, usize, bool))> = all
            .flat_map(|(number, (kind, Span { start, end }))| {
                [(start, (kind, number, false)), (end, (kind, number, true))]
            })
            .collect();
        ends.sort_unstable();
        ends.into_iter().map(|(_, end)| end).collect()
    }
}

impl DirectiveUse {
    fn says_the_same(&self, other: &Self) -> bool {
        let value = |text: &Option<crate::yaml::Spanned<String>>| text.as_ref().map(|text| text.value.clone());
        let arguments = |used: &Self| -> Vec<(String, String)> {
            used.arguments.iter().map(|(key, _, value, _)| (key.clone(), value.clone())).collect()
        };
        (self.kind, &self.name) == (other.kind, &other.name)
            && value(&self.title) == value(&other.title)
            && value(&self.text) == value(&other.text)
            && arguments(self) == arguments(other)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use crate::content::{ContentFile, Known, ParseOptions, read};
    use crate::source::Sources;

    fn page(text: &str) -> Arc<ContentFile> {
        let file = ("content/a.md".to_string(), format!("---\ntitle: A\n---\n{text}\n").into_bytes());
        let (content, _) =
            read(&Sources::from_memory(BTreeMap::from([file])), &ParseOptions::plain(0), &Known::default());
        content.value.files[0].clone()
    }

    #[track_caller]
    fn check(one: &str, other: &str, is_same: bool) {
        assert_eq!(page(one).tells_the_same(&page(other)), is_same, "{one:?} and {other:?}");
    }

    #[test]
    fn other_words_tell_the_same_and_other_facts_do_not() {
        check("First.\n\nOld words.", "First.\n\nQuite new words.", true);
        check("First.\n\nA [link](/a/).", "First.\n\nSee the [other words](/a/).", true);
        check("First.\n\nA [link](/a/).", "First.\n\nA [link](/b/).", false);
        check("First.\n\nOld.", "Second.\n\nOld.", false);
        check("First.\n\n## Head", "First.\n\n## Heads", false);
        check("First.\n\n[@a]", "First.\n\n[@b]", false);
        check("First.\n\n[@a]", "First.\n\n[@a, p. 3]", false);
        check(":::care One\nA\n:::", ":::care Two\nA\n:::", false);
        check(":::care {level=urgent}\nA\n:::", ":::care {level=emergency}\nA\n:::", false);
    }

    #[test]
    fn what_stands_inside_of_what_is_a_fact() {
        check("First.\n\n:::care\nA [link](/a/).\n:::\n\nB", "First.\n\n:::care\nA\n:::\n\nB [link](/a/).", false);
        check("First.\n\n:::care\nA [link](/a/).\n:::\n\nB", "First.\n\n:::care\nMore. A [link](/a/).\n:::\n\nB", true);
    }
}
