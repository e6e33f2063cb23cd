//! The filter `number`, and how a count is written in the words of a language.
//!
//! Input: a number and a locale. Output: the number with the separators of the locale (Unicode CLDR). Digits are those of the
//! Latin script unless a theme asks for others: the same telephone numbers, doses and dates stand beside them, and readers of
//! every language know them.

use std::str::FromStr;

use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_decimal::options::DecimalFormatterOptions;
use icu_locale_core::Locale;
use tera::{Error, Kwargs, State, TeraResult, Value};

/// The digits of a theme that says nothing.
const LATIN: &str = "latn";

pub(super) fn number(value: Value, arguments: Kwargs, _: &State) -> TeraResult<String> {
    let locale: &str = arguments.must_get("locale")?;
    let digits: Option<&str> = arguments.get("digits")?;
    written(&value.to_string(), locale, digits.unwrap_or(LATIN))
        .ok_or_else(|| Error::message(format!("`number` needs a number and digits such as `latn`, not `{value}`")))
}

/// A count as the locale writes it.
pub(super) fn count(count: i64, locale: &str) -> String {
    let plain = count.to_string();
    written(&plain, locale, LATIN).unwrap_or(plain)
}

/// `None` when it is no number, or there are no digits of that name. A locale that is not known counts as the root locale.
fn written(number: &str, locale: &str, digits: &str) -> Option<String> {
    let known = Locale::from_str(locale).map_or_else(|_| "und".to_string(), |locale| locale.id.to_string());
    let locale = Locale::from_str(&format!("{known}-u-nu-{digits}")).ok()?;
    let formatter = DecimalFormatter::try_new((&locale).into(), DecimalFormatterOptions::default()).ok()?;
    Some(formatter.format(&Decimal::from_str(number).ok()?).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_locale_groups_digits_in_its_own_way() {
        let cases = [
            ("1234567", "en-US", "1,234,567"),
            ("1234567", "es", "1.234.567"),
            ("1234567", "es-US", "1,234,567"),
            ("1234", "es", "1234"),
            ("0.5", "en", "0.5"),
            ("0.5", "es", "0,5"),
            ("-1234.50", "en", "-1,234.50"),
            ("1234567", "hi", "12,34,567"),
            ("1234", "no such locale", "1,234"),
        ];
        for (number, locale, expected) in cases {
            assert_eq!(written(number, locale, LATIN).as_deref(), Some(expected), "{number} {locale}");
        }
    }

    #[test]
    fn digits_are_latin_unless_a_theme_asks_for_others() {
        for locale in ["ar", "ar-EG", "fa", "es", "ar-EG-u-nu-arab"] {
            let text = written("1234567", locale, LATIN).unwrap();
            assert!(text.chars().all(|sign| sign.is_ascii_digit() || !sign.is_numeric()), "{locale}: {text}");
        }
        assert_eq!(written("1234567", "ar-EG", "arab").as_deref(), Some("١٬٢٣٤٬٥٦٧"));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for (number, digits) in [("many", LATIN), ("", LATIN), ("1e400x", LATIN), ("1", "not digits")] {
            assert_eq!(written(number, "en", digits), None, "{number} {digits}");
        }
    }
}
