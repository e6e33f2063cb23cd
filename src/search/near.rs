//! How far apart two words are when typed wrong: letters left out, added, changed or exchanged with their neighbour.

/// The most slips that are forgiven in a word.
pub(super) const MOST_FORGIVEN: usize = 2;

/// How many slips are forgiven in a word of so many letters.
pub(super) fn forgiven(letters: usize) -> usize {
    match letters {
        0..4 => 0,
        4..8 => 1,
        _ => MOST_FORGIVEN,
    }
}

/// The distance by optimal string alignment, or `None` when it is more than `most`. Each piece of a word counts once.
pub(super) fn distance(a: &[char], b: &[char], most: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut above = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in (1..).zip(a) {
        let mut current = Vec::with_capacity(b.len() + 1);
        current.push(i);
        for (j, other) in (1..).zip(b) {
            let changed = last[j - 1] + usize::from(letter != other);
            let mut fewest = changed.min(last[j] + 1).min(current[j - 1] + 1);
            if i > 1 && j > 1 && *letter == b[j - 2] && a[i - 2] == *other {
                fewest = fewest.min(above[j - 2] + 1);
            }
            current.push(fewest);
        }
        above = std::mem::replace(&mut last, current);
    }
    last.last().copied().filter(|distance| *distance <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_slip_of_the_finger_counts_one() {
        for (a, b, expected) in [
            ("xanax", "xanex", Some(1)),
            ("turky", "turkey", Some(1)),
            ("valium", "vailum", Some(1)),
            ("lorazepam", "lorazpan", Some(2)),
            ("valium", "librium", None),
            ("", "", Some(0)),
        ] {
            let letters = |word: &str| word.chars().collect::<Vec<_>>();
            assert_eq!(distance(&letters(a), &letters(b), 2), expected, "{a} {b}");
        }
    }
}
