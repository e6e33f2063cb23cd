//! How numbers, postings and shards are written into the index, and read from it. Both ways stand here, so that they cannot part.

use super::groups::Postings;

/// The digits of all numbers: what JSON and addresses need not escape.
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The bits of a number in one digit; one more says whether another digit follows.
const BITS: u32 = 5;
const MORE: u8 = 1 << BITS;

/// A group as the index holds it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Group {
    /// How rare it is, in 16ths of a bit.
    pub(super) idf: u64,
    /// On how many pages it stands, also where fewer are listed.
    pub(super) df: u64,
    pub(super) postings: Postings,
}

/// A form as a shard holds it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Form {
    pub(super) key: String,
    /// The place of its group in the shard.
    pub(super) group: Option<usize>,
    pub(super) flags: String,
    /// The word that is shown in its place; empty for itself.
    pub(super) shown: String,
    /// Names that it is easily taken for.
    pub(super) alike: Vec<String>,
}

impl Form {
    /// What readers are shown when a word is corrected to it.
    pub(super) fn shown(&self) -> &str {
        if self.shown.is_empty() { &self.key } else { &self.shown }
    }
}

/// A part of the index that is loaded at once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Shard {
    pub(super) forms: Vec<Form>,
    pub(super) groups: Vec<Group>,
}

fn digit(value: u8) -> char {
    char::from(ALPHABET[usize::from(value) % ALPHABET.len()])
}

fn value(byte: u8) -> Option<u8> {
    let place = ALPHABET.iter().position(|digit| *digit == byte)?;
    u8::try_from(place).ok()
}

fn push_number(out: &mut String, number: u32) {
    let mut rest = number;
    loop {
        let low = u8::try_from(rest % u32::from(MORE)).unwrap_or_default();
        rest >>= BITS;
        out.push(digit(if rest > 0 { low + MORE } else { low }));
        if rest == 0 {
            return;
        }
    }
}

fn read_number(bytes: &mut impl Iterator<Item = u8>) -> Option<u32> {
    let (mut number, mut shift) = (0_u64, 0);
    loop {
        let digit = value(bytes.next()?)?;
        number |= u64::from(digit % MORE) << shift;
        if digit < MORE {
            return u32::try_from(number).ok();
        }
        shift += BITS;
        if shift > 32 {
            return None;
        }
    }
}

/// Pages in order, each as its distance from the one before.
pub(super) fn write_pages(pages: &[u32]) -> String {
    let mut out = String::with_capacity(pages.len() * 2);
    let mut next = 0;
    for page in pages {
        push_number(&mut out, page - next);
        next = page + 1;
    }
    out
}

/// The same with an impact behind each page.
pub(super) fn write_postings(postings: &Postings) -> String {
    let mut out = String::with_capacity(postings.len() * 3);
    let mut next = 0;
    for (page, impact) in postings {
        push_number(&mut out, page - next);
        out.push(digit(*impact));
        next = page + 1;
    }
    out
}

fn read_postings(text: &str) -> Option<Postings> {
    let mut bytes = text.bytes().peekable();
    let mut postings = Vec::with_capacity(text.len() / 2);
    let mut next = 0_u32;
    while bytes.peek().is_some() {
        let page = next.checked_add(read_number(&mut bytes)?)?;
        postings.push((page, value(bytes.next()?)?));
        next = page.checked_add(1)?;
    }
    Some(postings)
}

impl Group {
    /// Its line in a shard.
    pub(super) fn line(&self) -> String {
        format!("{} {} {}", self.idf, self.df, write_postings(&self.postings))
    }

    fn read(line: &str) -> Option<Self> {
        let mut parts = line.splitn(3, ' ');
        let (idf, df) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        Some(Self { idf, df, postings: read_postings(parts.next()?)? })
    }
}

/// The first sign that says how many units a text of a list shares with the one before it. No folded text holds capitals.
const FIRST_SHARED: u8 = b'A';
const MOST_SHARED: usize = 25;

/// Folded texts in order: each as what it shares with the one before, in UTF-16 units, and the rest. A browser loads the list of
/// all shards before it asks for one, so every sign of it counts.
pub(super) fn write_list(texts: &[String]) -> String {
    let mut out = String::new();
    let mut before = "";
    for text in texts {
        let (shared, rest) = shared(before, text, MOST_SHARED);
        out.push(char::from(FIRST_SHARED + shared));
        out.push_str(rest);
        before = text;
    }
    out
}

/// What [`write_list`] wrote.
pub(super) fn read_list(list: &str) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    let starts: Vec<usize> = list.match_indices(|sign: char| sign.is_ascii_uppercase()).map(|(at, _)| at).collect();
    for (at, start) in starts.iter().enumerate() {
        let end = starts.get(at + 1).copied().unwrap_or(list.len());
        let shared = usize::from(list.as_bytes()[*start] - FIRST_SHARED);
        let before = texts.last().map_or("", String::as_str);
        let units: Vec<u16> = before.encode_utf16().take(shared).chain(list[start + 1..end].encode_utf16()).collect();
        texts.push(String::from_utf16_lossy(&units));
    }
    texts
}

/// How many UTF-16 units a text shares with the one before, at most `most`, and the rest of it.
fn shared<'t>(before: &str, text: &'t str, most: usize) -> (u8, &'t str) {
    let (mut shared, mut rest) = (0, text);
    for (a, b) in before.chars().zip(text.chars()) {
        if a != b || usize::from(shared) + b.len_utf16() > most {
            break;
        }
        shared += u8::try_from(b.len_utf16()).unwrap_or(2);
        rest = &rest[b.len_utf8()..];
    }
    (shared, rest)
}

/// The line of a form behind another one: what they share is not written again.
pub(super) fn form_line(before: &str, form: &Form) -> String {
    let (shared, rest) = shared(before, &form.key, ALPHABET.len() - 1);
    let group = form.group.map_or("-1".to_string(), |group| group.to_string());
    let mut line = format!("{}{rest}\t{group}", digit(shared));
    if !form.flags.is_empty() {
        line.push_str(&format!("\t{}", form.flags));
        if !form.shown.is_empty() || !form.alike.is_empty() {
            line.push_str(&format!(",{}", form.shown));
        }
        for name in &form.alike {
            line.push_str(&format!(",{name}"));
        }
    }
    line
}

fn read_form(before: &str, line: &str) -> Option<Form> {
    let shared = usize::from(value(*line.as_bytes().first()?)?);
    let mut parts = line.get(1..)?.split('\t');
    let rest = parts.next()?;
    let units: Vec<u16> = before.encode_utf16().take(shared).chain(rest.encode_utf16()).collect();
    let group = parts.next()?;
    let mut more = parts.next().unwrap_or_default().split(',');
    Some(Form {
        key: String::from_utf16(&units).ok()?,
        group: if group == "-1" { None } else { Some(group.parse().ok()?) },
        flags: more.next().unwrap_or_default().to_string(),
        shown: more.next().unwrap_or_default().to_string(),
        alike: more.map(ToString::to_string).collect(),
    })
}

impl Shard {
    /// The file of a shard.
    pub(super) fn write(&self) -> String {
        let mut before = "";
        let mut lines = Vec::with_capacity(self.forms.len());
        for form in &self.forms {
            lines.push(form_line(before, form));
            before = &form.key;
        }
        let groups: Vec<String> = self.groups.iter().map(Group::line).collect();
        serde_json::json!([lines.join("\n"), groups.join("\n")]).to_string()
    }

    /// What such a file holds; `None` when it is no such file.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let (forms, groups): (String, String) = serde_json::from_slice(bytes).ok()?;
        let mut shard = Self::default();
        let mut before = String::new();
        for line in forms.lines() {
            let form = read_form(&before, line)?;
            before.clone_from(&form.key);
            shard.forms.push(form);
        }
        shard.groups = groups.lines().map(Group::read).collect::<Option<_>>()?;
        shard.forms.iter().all(|form| form.group.is_none_or(|group| group < shard.groups.len())).then_some(shard)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn small_distances_take_one_digit_and_large_ones_more() {
        assert_eq!(write_postings(&vec![(0, 1), (1, 15), (33, 2), (2000, 3)]), "ABAPfCu9BD");
    }

    proptest! {
        #[test]
        fn what_is_written_is_what_is_read(
            keys in prop::collection::btree_map(
                "[a-cé中😀= ]{1,80}",
                (prop::option::of(0_usize..3), "m?n?", "[a-cé]{0,3}", prop::collection::vec("[a-cé]{1,9}", 0..3)),
                0..20,
            ),
            pages in prop::collection::vec(prop::collection::btree_map(0_u32..100_000, 1_u8..32, 1..30), 3),
        ) {
            let forms = keys.into_iter().map(|(key, (group, flags, shown, alike))| match flags.as_str() {
                "" => Form { key, group, ..Form::default() },
                _ => Form { key, group, flags, shown, alike },
            });
            let group = |postings: BTreeMap<u32, u8>| Group { idf: 7, df: 9, postings: postings.into_iter().collect() };
            let shard = Shard { forms: forms.collect(), groups: pages.into_iter().map(group).collect() };
            prop_assert_eq!(Shard::read(shard.write().as_bytes()), Some(shard));
        }

        #[test]
        fn a_list_is_read_as_it_was_written(texts in prop::collection::btree_set("[a-c0é中😀= ]{1,40}", 0..40)) {
            let texts: Vec<String> = texts.into_iter().collect();
            prop_assert_eq!(read_list(&write_list(&texts)), texts);
        }

        #[test]
        fn any_text_is_read_as_a_list(text in "(\\PC|[A-Z]){0,40}") {
            let _ = read_list(&text);
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..100), a in "\\PC{0,40}", b in "\\PC{0,40}") {
            let _ = Shard::read(&bytes);
            let _ = Shard::read(serde_json::json!([a, b]).to_string().as_bytes());
        }
    }
}
