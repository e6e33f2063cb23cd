//! Names of authors in the form of medical journals: `Brunner E`.
//!
//! Input: the parts of a name. Output: the name. It guesses nothing: a name that is not told apart stays as it is.

/// Family name and initials.
pub(super) fn short(family: &str, given: &str) -> String {
    let initials = given.split(|sign: char| sign.is_whitespace() || matches!(sign, '.' | '-' | '‐' | '‑'));
    let initials: String = initials.filter_map(|part| part.chars().next()).flat_map(char::to_uppercase).collect();
    [family.trim(), initials.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_names_become_initials() {
        for (family, given, expected) in [
            ("Brunner", "Emily", "Brunner E"),
            ("Brunner", "Emily A.", "Brunner EA"),
            ("Brunner", "E.A.", "Brunner EA"),
            ("Sartre", "Jean-Paul", "Sartre JP"),
            ("van der Berg", "ülf", "van der Berg Ü"),
            ("WHO", "", "WHO"),
            ("", "Ada", "A"),
        ] {
            assert_eq!(short(family, given), expected);
        }
    }
}
