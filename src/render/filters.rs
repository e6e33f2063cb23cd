//! The filters that Guidepost adds to the template language.
//!
//! Each is a pure function of its value and arguments: none captures anything, so a page can only depend on the values that it
//! was given.

mod number;

use std::str::FromStr;

use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules};
use serde::Serialize;
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use crate::text::{escape_markdown, markdown_address};

/// A filter with its documentation: what it does, and an example as template text and what that text gives.
#[derive(Debug)]
pub struct FilterDoc {
    /// The name used after `|`.
    pub name: &'static str,
    /// What the filter does.
    pub about: &'static str,
    /// A template text that uses the filter.
    pub example: &'static str,
    /// What the example gives.
    pub gives: &'static str,
}

/// All filters, for the reference page and for the test that runs every example.
pub const FILTERS: [FilterDoc; 6] = [
    FilterDoc {
        name: "plural",
        about: "Chooses the plural form for a number by the rules of the locale (Unicode CLDR) and puts the number in the \
                place of `{count}`, written as in that locale. The value is a string with forms (`one`, `other`, …) from a strings file, or a plain text.",
        example: r#"{{ {"one": "{count} page", "other": "{count} pages"} | plural(count=3, locale="en") }}"#,
        gives: "3 pages",
    },
    FilterDoc {
        name: "format",
        about: "Puts each argument in the place of its name in braces.",
        example: r#"{{ "Page {n} of {m}" | format(n=1, m=3) }}"#,
        gives: "Page 1 of 3",
    },
    FilterDoc {
        name: "number",
        about: "Writes a number with the separators of the locale (Unicode CLDR). The digits are Latin; \
                `digits=\"arab\"` or another name of a numbering system asks for others.",
        example: r#"{{ 1234567 | number(locale="es") }}, {{ 1234567 | number(locale="ar-EG", digits="arab") }}"#,
        gives: "1.234.567, ١٬٢٣٤٬٥٦٧",
    },
    FilterDoc {
        name: "json_encode",
        about: "Writes any value as JSON: a text with its quotes, a list, a map, `null` for none. No sign in it can end a \
                `script` element.",
        example: r#"{{ "Say \"no\" <now>" | json_encode }}"#,
        gives: r#""Say \"no\" \u003cnow\u003e""#,
    },
    FilterDoc {
        name: "escape_markdown",
        about: "Writes a text in one line of Markdown that shows it as it is.",
        example: r#"{{ "1. *Never* stop [suddenly]" | escape_markdown }}"#,
        gives: r"1\. \*Never\* stop \[suddenly\]",
    },
    FilterDoc {
        name: "markdown_address",
        about: "Writes an address between the brackets of a Markdown link, which no sign in it can end.",
        example: r#"[Leaflet]({{ "https://example.org/a(1)" | markdown_address }})"#,
        gives: "[Leaflet](https://example.org/a%281%29)",
    },
];

/// Adds the filters to a template engine.
pub(crate) fn register(tera: &mut Tera) {
    tera.register_filter("plural", plural);
    tera.register_filter("format", format);
    tera.register_filter("number", number::number);
    tera.register_filter("json_encode", json_encode);
    tera.register_filter("escape_markdown", |text: &str, _: Kwargs, _: &State| escape_markdown(text));
    tera.register_filter("markdown_address", |address: &str, _: Kwargs, _: &State| markdown_address(address));
}

fn plural(value: Value, arguments: Kwargs, _: &State) -> TeraResult<String> {
    let count: i64 = arguments.must_get("count")?;
    let locale: &str = arguments.must_get("locale")?;
    let form = match value.as_map() {
        Some(forms) => {
            let category = category(count, locale);
            let find =
                |name: &str| forms.iter().find(|(key, _)| key.as_str() == Some(name)).map(|(_, form)| form.clone());
            find(category).or_else(|| find("other")).ok_or_else(|| {
                Error::message("this string has no form `other`, which every string with plural forms needs")
            })?
        }
        None => value,
    };
    let Some(text) = form.as_str() else {
        return Err(Error::message("`plural` needs a text or a string with plural forms"));
    };
    Ok(text.replace("{count}", &number::count(count, locale)))
}

/// The CLDR category of `count` in `locale`; a locale that is not known counts as the root locale, whose only form is `other`.
fn category(count: i64, locale: &str) -> &'static str {
    let locale = Locale::from_str(locale).unwrap_or(Locale::UNKNOWN);
    let rules = PluralRules::try_new_cardinal((&locale).into());
    match rules.map(|rules| rules.category_for(count)) {
        Ok(PluralCategory::Zero) => "zero",
        Ok(PluralCategory::One) => "one",
        Ok(PluralCategory::Two) => "two",
        Ok(PluralCategory::Few) => "few",
        Ok(PluralCategory::Many) => "many",
        Ok(PluralCategory::Other) | Err(_) => "other",
    }
}

fn json_encode(value: Value, _: Kwargs, _: &State) -> TeraResult<String> {
    if value.is_undefined() {
        return Err(Error::message("this value does not exist, so it cannot be written as JSON"));
    }
    to_json(&value).ok_or_else(|| Error::message("this value cannot be written as JSON"))
}

/// JSON that can stand in a `script` element: no sign in it can end the element or begin a comment.
pub(super) fn to_json<T: Serialize>(data: &T) -> Option<String> {
    let text = serde_json::to_string(data).ok()?;
    Some(text.replace('&', "\\u0026").replace('<', "\\u003c").replace('>', "\\u003e"))
}

fn format(value: &str, arguments: Kwargs, _: &State) -> TeraResult<String> {
    let mut text = value.to_string();
    let names: Vec<String> = braced_names(value).map(str::to_string).collect();
    for name in names {
        if let Some(value) = arguments.get::<Value>(&name)? {
            text = text.replace(&format!("{{{name}}}"), &value.to_string());
        }
    }
    Ok(text)
}

fn braced_names(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn rendered(template: &str) -> String {
        let mut tera = Tera::new();
        register(&mut tera);
        tera.add_raw_template("t", template).unwrap();
        tera.render("t", &tera::Context::new()).unwrap()
    }

    #[test]
    fn every_documented_example_gives_what_its_documentation_says() {
        for filter in &FILTERS {
            assert_eq!(rendered(filter.example), filter.gives, "{}", filter.name);
        }
    }

    #[test]
    fn a_count_is_written_as_its_locale_does() {
        let counted = |locale: &str| {
            rendered(&format!(r#"{{{{ {{"other": "{{count}} x"}} | plural(count=1234567, locale="{locale}") }}}}"#))
        };
        assert_eq!(counted("en"), "1,234,567 x");
        assert_eq!(counted("es"), "1.234.567 x");
    }

    /// The forms that the rules of a language tell apart among whole numbers.
    fn forms(locale: &str) -> BTreeSet<&'static str> {
        (0..=200).chain([1_000_000]).map(|count| category(count, locale)).collect()
    }

    #[test]
    fn every_word_with_forms_has_those_of_its_language() {
        assert_eq!(forms("ar"), BTreeSet::from(["zero", "one", "two", "few", "many", "other"]));
        let mut words = 0;
        for language in ["ar", "en", "es"] {
            let path = format!("themes/wayside/strings/{language}.yaml");
            let text = crate::theme::embedded_text(&path).unwrap();
            let parsed = crate::yaml::parse(&text, 0, &std::sync::Arc::from(path.as_str())).value.unwrap();
            for (key, value) in parsed.entries() {
                let own: BTreeSet<&str> = value.entries().iter().map(|(form, _)| form.text.as_str()).collect();
                assert!(own.is_empty() || own == forms(language), "{language}: {} has {own:?}", key.text);
                words += usize::from(!own.is_empty());
            }
        }
        assert!(words >= 3, "the theme has words with forms in every language");
    }

    #[test]
    fn plural_follows_the_rules_of_the_language() {
        let forms = r#"{"zero": "z", "one": "o", "two": "t", "few": "f", "many": "m", "other": "x"}"#;
        let chosen = |locale: &str| -> String {
            [0, 1, 2, 5, 11, 100]
                .map(|count| rendered(&format!("{{{{ {forms} | plural(count={count}, locale=\"{locale}\") }}}}")))
                .concat()
        };
        assert_eq!(chosen("en-US"), "xoxxxx");
        assert_eq!(chosen("es"), "xoxxxx");
        assert_eq!(chosen("ar"), "zotfmx");
        assert_eq!(chosen("no such locale"), "xxxxxx");
    }
}
