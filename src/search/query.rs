//! What a reader typed, as words, phrases and words to leave out.

use std::collections::BTreeSet;

use super::fold;

/// So many characters of a query are read.
const LONGEST: usize = 1000;

/// So many different words of it count.
const MOST_WORDS: usize = 16;

/// A query, taken apart.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Query {
    /// Each word once, in order, folded.
    pub(super) words: Vec<String>,
    /// The words of each quoted stretch.
    pub(super) phrases: Vec<Vec<String>>,
    /// Words whose pages are left out.
    pub(super) without: Vec<String>,
    /// The spellings with accents, by the word that they are of.
    pub(super) accented: Vec<(String, String)>,
    /// Whether the last word may be the beginning of a longer one.
    pub(super) goes_on: bool,
}

/// Takes a query apart. `common` are words that nearly all pages have.
pub(super) fn parse(text: &str, common: &[&str]) -> Query {
    let mut query = Query::default();
    let mut last = None;
    let mut all: Vec<String> = Vec::new();
    for piece in pieces(text) {
        let words = fold::folded_words(piece.text);
        if piece.kind == Kind::Without && !words.is_empty() {
            query.without.extend(words);
            last = None;
            continue;
        }
        if piece.kind == Kind::Quoted && !words.is_empty() {
            query.phrases.push(words.clone());
        }
        last = words.last().cloned().filter(|_| piece.kind != Kind::Quoted);
        fold::each_word(piece.text, &mut |spelled, folded| {
            if spelled != folded {
                query.accented.push((folded.to_string(), spelled.to_string()));
            }
        });
        all.extend(words);
    }
    let is_kept =
        |word: &String| !common.contains(&word.as_str()) || query.phrases.iter().flatten().any(|own| own == word);
    let has_rare = all.iter().any(|word| !common.contains(&word.as_str()));
    let kept = all.iter().filter(|word| !has_rare || is_kept(word));
    let mut seen = BTreeSet::new();
    query.words = kept.filter(|word| seen.insert(*word)).take(MOST_WORDS).cloned().collect();
    let ends_in_word = read(text).chars().next_back().is_some_and(fold::is_word);
    query.goes_on = ends_in_word && last.is_some() && query.words.last() == last.as_ref();
    query
}

/// As much of a query as is read.
fn read(text: &str) -> &str {
    text.char_indices().nth(LONGEST).map_or(text, |(end, _)| &text[..end])
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Plain,
    Quoted,
    Without,
}

struct Piece<'a> {
    kind: Kind,
    text: &'a str,
}

/// A query between quotes and white space.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let stretches = read(text).split(['"', '“', '”', '«', '»']).enumerate();
    let pieces = stretches.flat_map(|(number, stretch)| {
        if number % 2 == 1 {
            return vec![Piece { kind: Kind::Quoted, text: stretch }];
        }
        let parts = stretch.split_whitespace();
        let kind = |part: &str| if part.starts_with('-') { Kind::Without } else { Kind::Plain };
        parts.map(|part| Piece { kind: kind(part), text: part }).collect()
    });
    pieces.collect()
}

/// The query with a word replaced where it stands first.
pub(super) fn with_word_replaced(query: &str, word: &str, by: &str) -> String {
    let mut start = 0;
    while start < query.len() {
        let rest = &query[start..];
        let begin = rest.find(fold::is_in_word).unwrap_or(rest.len());
        let length = rest[begin..].find(|sign| !fold::is_in_word(sign)).unwrap_or(rest.len() - begin);
        let run = &rest[begin..begin + length];
        if length > 0 && fold::folded_words(run) == [word] {
            return format!("{}{by}{}", &query[..start + begin], &rest[begin + length..]);
        }
        start += begin + length;
    }
    query.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        parse(text, &["the", "of"]).words
    }

    #[test]
    fn words_that_all_pages_have_are_left_out_beside_others() {
        assert_eq!(words("the end of the tunnel"), ["end", "tunnel"]);
        assert_eq!(words("the of"), ["the", "of"]);
        assert_eq!(words("end \"of the\""), ["end", "of", "the"]);
    }

    #[test]
    fn quotes_make_phrases_and_a_dash_leaves_out() {
        let query = parse("sleep \"Cold Turkey\" -Xanax after-care -", &[]);
        assert_eq!(query.words, ["sleep", "cold", "turkey", "after", "care"]);
        assert_eq!(query.phrases, [["cold", "turkey"]]);
        assert_eq!(query.without, ["xanax"]);
    }

    #[test]
    fn only_a_word_that_is_being_typed_may_go_on() {
        for (text, expected) in [
            ("alpra", true),
            ("alpra ", false),
            ("\"alpra\"", false),
            ("\"alpra", false),
            ("a -alpra", false),
            ("a?", false),
            ("the", true),
        ] {
            assert_eq!(parse(text, &[]).goes_on, expected, "{text}");
        }
        assert!(!parse("tunnel of", &["of"]).goes_on);
    }

    #[test]
    fn a_word_is_replaced_where_it_stands() {
        assert_eq!(with_word_replaced("Can't stop XANEX?", "xanex", "xanax"), "Can't stop xanax?");
        assert_eq!(with_word_replaced("can’t", "cant", "can"), "can");
        assert_eq!(with_word_replaced("é", "x", "y"), "é");
    }
}
