//! What a misspelt name was probably meant to be.
//!
//! Input: a name, and the names that exist. Output: the nearest one, if any is near enough to be worth saying. Equal distances
//! go to the name that comes first in the alphabet, so the order of the candidates never shows. It never guesses wildly: a
//! wrong suggestion is worse than none.

use super::folded;

/// The candidate nearest to `name`, if it is near enough to be a slip of the hand.
///
/// Case and Unicode form do not count as differences. About one letter in three may differ, swapped neighbours count once.
#[must_use]
pub fn closest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = folded(name);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let limit = best.map_or(usize::MAX, |(distance, _)| distance);
        if let Some(distance) = near(&wanted, &folded(candidate), limit) {
            let found = (distance, candidate);
            best = Some(best.map_or(found, |best| best.min(found)));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Like [`closest`] for paths; when no path is near, a path whose last part is the same (a page that has moved).
#[must_use]
pub fn closest_path<'a, I>(path: &str, candidates: I) -> Option<&'a str>
where
    I: IntoIterator<Item = &'a str>,
    I::IntoIter: Clone,
{
    let candidates = candidates.into_iter();
    closest(path, candidates.clone()).or_else(|| {
        let wanted = folded(last_part(path));
        let same_name = |candidate: &&str| !wanted.is_empty() && folded(last_part(candidate)) == wanted;
        candidates.filter(same_name).min_by_key(|candidate| (candidate.matches('/').count(), *candidate))
    })
}

/// The question to put under `= help:`, for example ``did you mean `title`?``.
#[must_use]
pub fn did_you_mean<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    closest(name, candidates).map(question)
}

/// The question of [`did_you_mean`] for paths, see [`closest_path`].
#[must_use]
pub fn did_you_mean_path<'a, I>(path: &str, candidates: I) -> Option<String>
where
    I: IntoIterator<Item = &'a str>,
    I::IntoIter: Clone,
{
    closest_path(path, candidates).map(question)
}

fn question(name: &str) -> String {
    format!("did you mean `{name}`?")
}

/// How far `candidate` is from `wanted`, if that is near enough and not over `limit`.
///
/// A site may hold tens of thousands of names and thousands of slips, so the slow comparison is kept for the few that need it.
fn near(wanted: &str, candidate: &str, limit: usize) -> Option<usize> {
    let (length, other) = (wanted.chars().count(), candidate.chars().count());
    // Two names without a common letter are not near, however short they are.
    let limit = limit.min(allowed_distance(length.max(other))).min(length.max(other).checked_sub(1)?);
    if length.abs_diff(other) > limit || unshared_letters(wanted, candidate) > limit {
        return None;
    }
    let (wanted, candidate) = without_common_ends(wanted, candidate);
    let distance = strsim::osa_distance(wanted, candidate);
    (distance <= limit).then_some(distance)
}

/// So many letters of one text at least are missing in the other. No distance can be less.
fn unshared_letters(a: &str, b: &str) -> usize {
    let mut counts = [0_i32; 64];
    // Letters that share a place only make the result smaller, never wrong.
    for byte in a.bytes() {
        counts[usize::from(byte % 64)] += 1;
    }
    for byte in b.bytes() {
        counts[usize::from(byte % 64)] -= 1;
    }
    // A letter has up to four bytes.
    let bytes: i32 = counts.iter().filter(|count| **count > 0).sum();
    usize::try_from(bytes).unwrap_or_default() / if a.is_ascii() { 1 } else { 4 }
}

/// What is left of both texts without the beginning and the end that they share.
fn without_common_ends<'a>(a: &'a str, b: &'a str) -> (&'a str, &'a str) {
    let shared = |(a, b): &(char, char)| a == b;
    let start: usize = a.chars().zip(b.chars()).take_while(shared).map(|(sign, _)| sign.len_utf8()).sum();
    let (a, b) = (a.get(start..).unwrap_or(a), b.get(start..).unwrap_or(b));
    let end: usize = a.chars().rev().zip(b.chars().rev()).take_while(shared).map(|(sign, _)| sign.len_utf8()).sum();
    (a.get(..a.len() - end).unwrap_or(a), b.get(..b.len() - end).unwrap_or(b))
}

/// A third of the letters, but never so many that quite another name is taken for a slip.
fn allowed_distance(length: usize) -> usize {
    (length / 3).clamp(1, 6)
}

fn last_part(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn slips_of_the_hand_are_recognised() {
        let keys = ["title", "description", "date", "draft", "toc", "weight"];
        for (wrong, right) in [
            ("titel", Some("title")),
            ("desciption", Some("description")),
            ("DATE", Some("date")),
            ("dta", None),
            ("dat", Some("date")),
            ("tco", Some("toc")),
            ("xyz", None),
            ("", None),
            ("colour", None),
        ] {
            assert_eq!(closest(wrong, keys), right, "{wrong}");
        }
    }

    #[test]
    fn the_order_of_the_candidates_does_not_show() {
        assert_eq!(closest("cat", ["hat", "bat", "mat"]), Some("bat"));
        assert_eq!(closest("cat", ["mat", "hat", "bat"]), Some("bat"));
    }

    #[test]
    fn accents_typed_in_two_ways_are_the_same_letter() {
        assert_eq!(closest("cafe\u{301}", ["CAFÉ"]), Some("CAFÉ"));
    }

    #[test]
    fn a_moved_page_is_found_by_its_name() {
        let pages = ["content/detox/tapering.md", "content/signs/seizures.md", "content/a/b/c/tapering.md"];
        assert_eq!(closest_path("content/detox/taperring.md", pages), Some("content/detox/tapering.md"));
        assert_eq!(closest_path("content/therapies/tapering.md", pages), Some("content/detox/tapering.md"));
        assert_eq!(closest_path("content/therapies/sleep.md", pages), None);
        assert_eq!(closest_path("", pages), None);
    }

    #[test]
    fn the_question_names_the_candidate() {
        assert_eq!(did_you_mean("titel", ["title"]).as_deref(), Some("did you mean `title`?"));
        assert_eq!(did_you_mean("titel", []), None);
    }

    proptest! {
        #[test]
        fn the_short_cuts_do_not_show(name in "[abcé/]{0,12}", candidates in proptest::collection::vec("[abcdé/]{0,12}", 0..8)) {
            let slow = candidates.iter().filter_map(|candidate| {
                let longer = name.chars().count().max(candidate.chars().count());
                let distance = strsim::osa_distance(&name, candidate);
                (distance <= allowed_distance(longer) && distance < longer).then_some((distance, candidate.as_str()))
            });
            prop_assert_eq!(closest(&name, candidates.iter().map(String::as_str)), slow.min().map(|(_, candidate)| candidate));
        }
    }
}
