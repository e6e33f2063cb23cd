//! What the configuration takes, and what is said about slips.

use proptest::prelude::*;

use super::*;
use crate::yaml::tests::told;

const START: &str = "title: T\nbase_url: https://example.org/\n";

fn check(lines: &str, expected: &str) {
    let text = format!("{START}{lines}\n");
    let outcome = parse(&text);
    assert_eq!(told(&text, &outcome.diagnostics), expected, "{lines}");
    assert!(outcome.value.is_some());
}

fn config(lines: &str) -> Config {
    let text = format!("{START}{lines}\n");
    let outcome = parse(&text);
    assert_eq!(told(&text, &outcome.diagnostics), "", "{lines}");
    outcome.value.unwrap()
}

#[test]
fn two_keys_are_enough() {
    let config = config("");
    assert_eq!((config.title_in("en"), config.base_url.as_str()), ("T", "https://example.org/"));
    assert_eq!(
        (config.theme.value.as_str(), config.status, config.paginate_by),
        ("wayside", Status::Demonstration, 20)
    );
    assert_eq!((config.default_language.as_str(), config.languages[0].name.as_str()), ("en", "English"));
    assert_eq!(config.taxonomy_names(), ["topics"]);
    assert_eq!(config.timezone, TimeZone::UTC);
    assert!(config.outputs.sitemap && config.outputs.robots && config.outputs.redirects_file);
    assert!(!config.markdown.raw_html && !config.markdown.follow_links && !config.symbolic_links);
    assert!(config.theme_options.entries().is_empty());
}

#[test]
fn every_key_is_read() {
    let config = config(
        "description: About
publisher: {name: Clinic, url: https://example.org/, email: a@example.org, phone: 555 0100, address: 1 Street}
status: live
languages:
  es: {name: Español, locale: es-US}
  ar: {name: العربية}
  no:
default_language: ar
theme: mine
theme_options: {accent: teal}
taxonomies:
  topics:
  medicines: {paginate_by: 5, title: {es: Medicamentos}}
menus:
  main:
    - page: detox/_index.md
      children:
        - {label: {es: Ayuda}, url: https://example.org/}
    - label: More
      children: [{page: a.md}]
timezone: America/New_York
ignore: '*.psd'
outputs: {robots: no}
markdown: {follow_links: yes}
paginate_by: 7
region: us
symbolic_links: true",
    );
    let languages: Vec<_> = config
        .languages
        .iter()
        .map(|language| (language.code.as_str(), language.locale.as_str(), language.direction))
        .collect();
    assert_eq!(
        languages,
        [("es", "es-US", Direction::Ltr), ("ar", "ar", Direction::Rtl), ("no", "no", Direction::Ltr)]
    );
    assert_eq!(config.default_language, "ar");
    assert_eq!(config.taxonomy_names(), ["topics", "medicines"]);
    assert_eq!(config.taxonomies[1].title.as_ref().unwrap().in_language("es", "ar"), Some("Medicamentos"));
    let main = &config.menus["main"];
    assert_eq!(main[0].value.page.as_ref().unwrap().value, "detox/_index.md");
    assert_eq!(main[0].value.children[0].value.label.as_ref().unwrap().in_language("ar", "es"), Some("Ayuda"));
    assert_eq!(config.timezone.iana_name(), Some("America/New_York"));
    assert_eq!(config.ignore[0].value, "*.psd");
    assert!(!config.outputs.robots && config.outputs.sitemap && config.markdown.follow_links && config.symbolic_links);
    assert_eq!((config.paginate_by, config.region.unwrap().value.as_str()), (7, "us"));
    assert_eq!(config.theme_options.get("accent").unwrap().text(), Some("teal"));
}

#[test]
fn what_is_missing_is_named() {
    let outcome = parse("");
    assert_eq!(
        told("", &outcome.diagnostics),
        "missing-key: \"the file\": this file is empty; write at least `title: …` and `base_url: https://…`"
    );
    let text = "status: live\n";
    assert_eq!(
        told(text, &parse(text).diagnostics),
        "missing-key: \"status\": `title` is missing; write for example `title: some text`\n\
         missing-key: \"status\": `base_url` is missing; write for example `base_url: some text`"
    );
    check("titel: x", "unknown-key: \"titel\": there is no key `titel`; did you mean `title`?");
    check("status: draft", "bad-value: \"draft\": `status` must be `demonstration` or `live`, not `draft`; no help");
}

#[test]
fn values_that_cannot_work_are_explained() {
    let text = "title: T\nbase_url: example.org\n";
    assert_eq!(
        told(text, &parse(text).diagnostics),
        "config-value: \"example.org\": `base_url` is not the address of a site: it must begin with `https://` or `http://`; \
         write `https://example.org`"
    );
    check(
        "timezone: America/New_Yrok",
        "config-value: \"America/New_Yrok\": there is no time zone `America/New_Yrok`; did you mean `America/New_York`?",
    );
    check(
        "languages: {e: {name: E}, spanish_mexico: {name: S}}",
        "config-value: \"e\": `e` is not the code of a language; write two or three letters, for example `es`, or a code such as `pt-BR`\n\
         config-value: \"spanish_mexico\": `spanish_mexico` is not the code of a language; \
         write two or three letters, for example `es`, or a code such as `pt-BR`",
    );
    check(
        "default_language: es",
        "unknown-language: \"es\": the site has no language `es`; write `en`, or add `es` to `languages`",
    );
    check(
        "theme: ../x",
        "config-value: \"../x\": `../x` cannot be the name of a theme; write the name of a folder in `themes`: letters, digits, `-` and `_`",
    );
    check("paginate_by: 0", "config-value: \"0\": `paginate_by` must be 1 or more; for example `paginate_by: 20`");
    check(
        "taxonomies: {authors: {}, 'a b': {}}",
        "config-value: \"authors\": `authors` cannot be the name of a taxonomy; pages have another key of that name\n\
         config-value: \"'a b'\": `a b` cannot be the name of a taxonomy; use small letters, digits, `-` and `_`, for example `topics`",
    );
    check(
        "publisher: {name: C, url: www.example.org}",
        "bad-value: \"www.example.org\": `url` is not a web address: it must begin with `https://` or `http://`; write `https://www.example.org`",
    );
}

#[test]
fn a_menu_entry_leads_somewhere() {
    let help = "give it a `label`, and either `page: file.md`, `url: https://…` or `url: /…`";
    check(
        "menus: {main: [{label: {en: A, xx: B}}, {page: a.md, url: https://example.org/}, {url: https://example.org/}]}",
        &format!(
            "unknown-language: \"xx\": the site has no language `xx`; write `en`, or add `xx` to `languages`\n\
             config-value: \"{{page: a.md, url: https://example.org/}}\": an entry of a menu cannot have both `page` and `url`; {help}\n\
             config-value: \"{{url: https://example.org/}}\": an entry of a menu without `page` needs a `label`; {help}"
        ),
    );
    check(
        "menus: {main: [{label: A}]}",
        &format!("config-value: \"{{label: A}}\": this entry of a menu leads nowhere; {help}"),
    );
    check(
        "menus: {main: [{label: A, url: x}]}",
        "bad-value: \"x\": `url` is not an address: it must begin with `https://`, `http://` or, within this site, with `/`; for example `https://example.org/` or `/topics/`",
    );
    check(
        "menus: {main: [{label: A, url: //x.org/}, {label: B, url: topics/}, {label: C, url: www.x.org}, {label: D, url: [a, b]}]}",
        "bad-value: \"//x.org/\": `url` is not an address: it must begin with `https://`, `http://` or, within this site, with `/`; write `https://x.org/`\n\
         bad-value: \"topics/\": `url` is not an address: it must begin with `https://`, `http://` or, within this site, with `/`; write `/topics/`\n\
         bad-value: \"www.x.org\": `url` is not an address: it must begin with `https://`, `http://` or, within this site, with `/`; write `https://www.x.org`\n\
         wrong-type: \"[a, b]\": `url` must be a web address, or an address of this site, not a list; for example `url: /topics/`",
    );
}

#[test]
fn every_key_is_described_with_an_example_that_can_be_read() {
    for field in describe().unwrap().fields {
        let example =
            field.about.lines().find_map(|line| line.strip_prefix("Example: `")).unwrap().trim_end_matches('`');
        let rest: String = START.split_inclusive('\n').filter(|line| !line.starts_with(&field.name)).collect();
        let languages =
            if example.contains("es:") && field.name != "languages" { "languages: {en: , es: }\n" } else { "" };
        let text = format!("{rest}{languages}{example}\n");
        assert!(example.starts_with(&format!("{}: ", field.name)), "{example}");
        assert_eq!(told(&text, &parse(&text).diagnostics), "");
    }
}

proptest! {
    #[test]
    fn no_text_breaks_the_configuration(text in any::<String>()) {
        let _ = parse(&text);
        let _ = parse(&format!("{START}languages: {text}\nmenus: {text}\n"));
    }

    #[test]
    fn a_base_address_is_never_half_right(text in "(https?://)?[a-z0-9.:/@?#%é -]{0,30}") {
        if let Ok(base) = BaseUrl::new(&text) {
            prop_assert_eq!(base.as_str(), format!("{}{}", base.origin(), base.path()));
            prop_assert!(base.path().starts_with('/') && base.path().ends_with('/') && !base.path().contains("//"));
            prop_assert_eq!(BaseUrl::new(base.as_str()).unwrap(), base);
        }
    }
}
