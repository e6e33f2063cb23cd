//! Names of medicines that look alike.
//!
//! Input: the forms of a language, and what the site says of words. Output: marks on the forms. A slip between two names must never
//! make one medicine of another. The other name may lie in a file that the browser has not asked for, so each name says itself
//! which others the same slip may have been meant to be.

use std::collections::{BTreeMap, BTreeSet};

use super::groups::{MEDICINE, Words, key_of};
use super::near;
use super::vocabulary::Vocabulary;

/// Marks names of medicines and their misspellings, each with the names that are easily taken for it.
pub(super) fn mark(words: &mut Words, vocabulary: &Vocabulary) {
    let single = |text: &String| key_of(text).filter(|key| !key.contains(' '));
    // Each name with the medicines that it stands for.
    let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut misspelt: BTreeMap<String, String> = BTreeMap::new();
    for name in vocabulary.never_corrected.iter().filter_map(single) {
        names.entry(name.clone()).or_default().insert(name);
    }
    for medicine in vocabulary.synonyms.iter().filter(|synonym| synonym.is_medicine) {
        let Some(canonical) = key_of(&medicine.canonical) else { continue };
        for name in medicine.brands.iter().chain([&medicine.canonical]).filter_map(single) {
            names.entry(name).or_default().insert(canonical.clone());
        }
        misspelt.extend(medicine.misspellings.iter().filter_map(single).map(|word| (word, canonical.clone())));
    }
    misspelt.retain(|word, _| !names.contains_key(word));
    let own: Vec<(String, BTreeSet<String>)> = names
        .clone()
        .into_iter()
        .chain(misspelt.iter().map(|(word, of)| (word.clone(), [of.clone()].into())))
        .collect();
    for (word, of) in own {
        let Some(entry) = words.entries.get_mut(&word) else { continue };
        entry.flags.insert(MEDICINE);
        entry.shown = misspelt.get(&word).cloned();
        let others = names.iter().filter(|(_, others)| others.is_disjoint(&of));
        entry.alike = others.map(|(name, _)| name.clone()).filter(|name| are_near(&word, name)).collect();
    }
}

/// Whether one slip may have been meant to be either: they are no further apart than twice what is forgiven.
fn are_near(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    // Both lie within what is forgiven of a word, so one that is much shorter than the first long word is never near two slips.
    let shortest = a.len().min(b.len()) + near::MOST_FORGIVEN;
    near::distance(&a, &b, 2 * near::forgiven(shortest)).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_near_when_one_slip_may_be_either() {
        for (a, b, expected) in [
            ("hydroxyzine", "hydralazine", true),
            ("lorazepam", "clonazepam", true),
            ("xanax", "zantac", false),
            ("onfi", "anti", true),
            ("valium", "librium", true),
            ("alprazolam", "diazepam", false),
        ] {
            assert_eq!(are_near(a, b), expected, "{a} {b}");
        }
    }
}
