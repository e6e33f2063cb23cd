//! Short ids that people can read aloud and type from paper.
//!
//! Input: a text. Output: the id that is made from it, always the same one, or whether the text is such an id. No sign of an id
//! can be taken for another one, and made ids hold no vowels, so that none of them is a word.

/// The signs of made ids.
const MADE_OF: &[u8; 28] = b"23456789bcdfghjkmnpqrstvwxyz";
/// How long made ids are. Among ten thousand of them two are the same once in some thousand sites.
const MADE_LENGTH: usize = 8;

/// The id that is made from `seed`.
#[must_use]
pub fn short_id(seed: &str) -> String {
    let hash = blake3::hash(seed.as_bytes());
    let mut number = hash.as_bytes().iter().take(8).fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
    let mut id = String::with_capacity(MADE_LENGTH);
    for _ in 0..MADE_LENGTH {
        let (rest, digit) = (number / MADE_OF.len() as u64, number % MADE_OF.len() as u64);
        id.extend(usize::try_from(digit).ok().and_then(|digit| MADE_OF.get(digit)).map(|sign| char::from(*sign)));
        number = rest;
    }
    id
}

/// Whether `text` is 4 to 12 small letters and digits, without `0`, `1`, `i`, `l` and `o`.
#[must_use]
pub fn is_short_id(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    (4..=12).contains(&text.len()) && text.bytes().all(|byte| is_plain(byte) && !b"01ilo".contains(&byte))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_id_is_always_made_in_the_same_way() {
        // A change here breaks links that stand on paper.
        assert_eq!(short_id("detox/tapering.md"), "hd8hsdj4");
        assert_eq!(short_id(""), "trdxc8n2");
    }

    #[test]
    fn ids_are_short_and_without_signs_that_look_alike() {
        for right in ["abcd", "2345", "taper2", "abcdefghjkmn"] {
            assert!(is_short_id(right), "{right}");
        }
        for wrong in
            ["", "abc", "abcdefghjkmnp", "ab0d", "ab1d", "abid", "abld", "abod", "Abcd", "ab-d", "abçd", "ab d"]
        {
            assert!(!is_short_id(wrong), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn every_made_id_could_be_written_by_hand(seed in any::<String>()) {
            prop_assert!(is_short_id(&short_id(&seed)));
        }
    }
}
