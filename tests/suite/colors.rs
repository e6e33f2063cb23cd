//! Colours that readers can read: what a site sets, what a theme declares, and what a build refuses.

use guidepost::color::Color;
use proptest::prelude::*;
use snapbox::str;

use crate::project::{Project, Site, page};

fn branded(options: &str) -> Project {
    Project::wayside().config(&format!("theme_options: {{{options}}}"))
}

fn style(site: &Site) -> String {
    let path = site.outputs.keys().find(|path| path.starts_with("assets/style.")).expect("a style sheet");
    site.text(path)
}

/// The value of a custom property: in light, and where it differs in dark.
fn property(sheet: &str, name: &str) -> (String, Option<String>) {
    let generated = sheet.lines().take_while(|line| line.starts_with(":root{") || line.starts_with("@media screen"));
    let value = |line: &str| {
        let (_, rest) = line.split_once(&format!("--{name}:"))?;
        rest.split([';', '}']).next().map(str::to_owned)
    };
    let lines: Vec<&str> = generated.collect();
    (value(lines[0]).expect("a value in light"), lines.get(1).and_then(|line| value(line)))
}

#[test]
fn a_brand_that_can_be_read_builds_clean_and_is_in_the_sheet() {
    let site = branded("brand: \"#0B5C4A\", brand_dark: \"#7fd1bd\", corners: round, text_size: large").build();
    let sheet = style(site.clean());
    assert_eq!(property(&sheet, "accent"), ("#0b5c4a".into(), Some("#7fd1bd".into())));
    assert_eq!(property(&sheet, "box-corner"), (".6rem".into(), None));
    assert_eq!(property(&sheet, "text-size"), ("125%".into(), None));
    assert_eq!(property(&sheet, "bg"), ("#ffffff".into(), Some("#13181c".into())));
    assert!(!site.text("index.html").contains("0b5c4a"), "the strict policy forbids styles in a page");
    let again = branded("brand: \"#0B5C4A\", brand_dark: \"#7fd1bd\", corners: round, text_size: large").build();
    assert_eq!(site.outputs, again.outputs, "the same settings give the same bytes");
}

#[test]
fn a_colour_for_dark_screens_is_made_from_the_brand_alone() {
    let site = branded("brand: \"#0b5c4a\"").build();
    let (light, dark) = property(&style(site.clean()), "accent");
    assert_eq!((light.as_str(), dark.as_deref()), ("#0b5c4a", Some("#14aa89")));
    let untouched = property(&style(Project::wayside().build().clean()), "accent");
    assert_eq!(untouched, ("#0b4f8a".into(), Some("#8fc4ff".into())));
    let dark_only = property(&style(branded("brand_dark: \"#7fd1bd\"").build().clean()), "accent");
    assert_eq!(dark_only, ("#0b4f8a".into(), Some("#7fd1bd".into())));
}

#[test]
fn templates_read_the_colour_that_was_made() {
    let site = branded("brand: \"#0B5C4A\"")
        .file("templates/home.html", "{{ notice }} {{ theme.brand }} {{ theme.brand_dark }}");
    site.build().clean().output(
        "index.html",
        str!["Not checked by a clinician. Do not change any medicine because of this page. #0b5c4a #14aa89"],
    );
}

#[test]
fn a_colour_that_is_too_pale_is_refused_in_light() {
    let site = branded("brand: \"#9fd5c0\", brand_dark: \"#9fd5c0\"").build();
    site.human(str![[r##"
error[theme-contrast]: too little contrast in light: `accent` #9fd5c0 on `bg` #ffffff has 1.64:1 and needs 4.5:1 (text); `accent` #9fd5c0 on `notice` #fff3c4 has 1.47:1 and needs 4.5:1 (text); `accent` #9fd5c0 on `surface` #f2f5f7 has 1.50:1 and needs 4.5:1 (text); `bg` #ffffff on `accent` #9fd5c0 has 1.64:1 and needs 4.5:1 (text)
  ╭▸ guidepost.yaml:4:24
  │
4 │ theme_options: {brand: "#9fd5c0", brand_dark: "#9fd5c0"}
  │                        ━━━━━━━━━
  │
  ╰ help: the nearest colour that passes is #367b60: write `brand: "#367b60"`
"##]]);
}

#[test]
fn a_colour_that_is_too_dark_is_refused_in_dark() {
    let site = branded("brand: \"#0b5c4a\", brand_dark: \"#0b5c4a\"").build();
    site.diagnostics(str![[r##"guidepost.yaml:4:47: error[theme-contrast]: too little contrast in dark: `accent` #0b5c4a on `bg` #13181c has 2.24:1 and needs 4.5:1 (text); `accent` #0b5c4a on `notice` #3a2f00 has 1.66:1 and needs 4.5:1 (text); `accent` #0b5c4a on `surface` #1f272d has 1.90:1 and needs 4.5:1 (text); `bg` #13181c on `accent` #0b5c4a has 2.24:1 and needs 4.5:1 (text) (help: the nearest colour that passes is #14aa89: write `brand_dark: "#14aa89"`)"##]]);
}

#[test]
fn the_colour_that_a_message_names_builds_clean() {
    for mode in ["brand", "brand_dark"] {
        for wrong in ["#9fd5c0", "#777777", "#ffff00", "#ff0000", "#101010", "#e91e63"] {
            let site = branded(&format!("{mode}: \"{wrong}\"")).build();
            let Some(found) = site.diagnostics.first() else { continue };
            let help = found.help.clone().unwrap();
            let (_, named) = help.rsplit_once("write `").unwrap();
            let options = named.trim_end_matches('`').to_owned();
            branded(&options).build().clean();
        }
    }
}

#[test]
fn a_value_that_is_no_colour_is_refused() {
    let wrong = [
        "brand: #0b5c4a\n  corners: round",
        "brand: 0b5c4a",
        "brand: \"#abc\"",
        "brand: teal",
        "brand: [\"#0b5c4a\"]",
        "brand: \"#0b5c4a;} body{display:none\"",
        "brand: \"#0b5c4a/*\"",
        "brand: \"url(https://example.com/x)\"",
        "brand: \"#0b5c4\\u200ba\"",
        "brand: \"var(--bg)\"",
        "corners: \"0;} body{display:none\"",
        "text_size: 300%",
    ];
    let said: Vec<String> = wrong
        .iter()
        .map(|options| {
            let site = Project::wayside().config(&format!("theme_options:\n  {options}")).build();
            assert!(site.failed() && site.broken() == ["theme-option"], "{options}: {:?}", site.diagnostics);
            let found = &site.diagnostics[0];
            format!("{} ({})", found.message, found.help.as_deref().unwrap_or("no help"))
        })
        .collect();
    crate::project::same(
        &said.join("\n"),
        str![[r##"
the theme option `brand` must be a colour such as `"#0b4f8a"` (put the colour in quotes: without them, what stands behind `#` is a comment)
the theme option `brand` must be a colour such as `"#0b4f8a"` (write `"#0b5c4a"`)
the theme option `brand` must be a colour such as `"#0b4f8a"` (write `"#aabbcc"`)
the theme option `brand` must be a colour such as `"#0b4f8a"` (six digits or letters from a to f behind `#`, in quotes)
the theme option `brand` must be a colour such as `"#0b4f8a"` (six digits or letters from a to f behind `#`, in quotes)
the theme option `brand` must be a colour such as `"#0b4f8a"` (six digits or letters from a to f behind `#`, in quotes)
the theme option `brand` must be a colour such as `"#0b4f8a"` (six digits or letters from a to f behind `#`, in quotes)
the theme option `brand` must be a colour such as `"#0b4f8a"` (six digits or letters from a to f behind `#`, in quotes)
the theme option `brand` must be a colour such as `"#0b4f8a"` (six digits or letters from a to f behind `#`, in quotes)
the theme option `brand` must be a colour such as `"#0b4f8a"` (six digits or letters from a to f behind `#`, in quotes)
the theme option `corners` must be one of `square`, `slight`, `round` (no help)
the theme option `text_size` must be one of `normal`, `large` (no help)
"##]],
    );
}

#[test]
fn a_logo_stands_before_the_name_and_a_wrong_name_is_said() {
    let logo = "<svg xmlns='http://www.w3.org/2000/svg' width='2' height='1'></svg>";
    let site = branded("logo: harbour.svg").file("assets/harbour.svg", logo).build();
    let html = site.clean().text("index.html");
    let (_, header) = html.split_once("class=\"site-name\"").unwrap();
    let (_, picture) = header.split_once("<img src=\"/assets/harbour.").unwrap();
    assert!(picture.split_once(".svg\" alt=\"\">").unwrap().1.trim_start().starts_with("Harbour Clinic</a>"));
    branded("logo: harbor.svg").file("assets/harbour.svg", logo).build().diagnostics(str!["guidepost.yaml:4:23: error[theme-option]: the theme option `logo` must be the name of a file in the folder `assets` (help: did you mean `harbour.svg`?)"]);
    branded("logo: \"/x/../y.png\"").build().diagnostics(str!["guidepost.yaml:4:23: error[theme-option]: the theme option `logo` must be the name of a file in the folder `assets` (help: there is no file `assets//x/../y.png`)"]);
    branded("logo: \"\"").build().clean();
}

/// A theme that changes colours and one template of the default one.
fn leaflet(more: &str) -> Project {
    Project::wayside()
        .config("theme: leaflet")
        .file(
            "themes/leaflet/theme.yaml",
            format!(
                "name: leaflet\ncontract: 1\nextends: wayside\noptions:\n  brand: {{kind: color, default: \"#5b2a86\"}}\n  brand_dark: {{kind: color, default: \"#d2b5f0\", follows: brand}}\ncolors:\n  bg: {{light: \"#fffdf8\", dark: \"#151311\"}}\n{more}"
            ),
        )
        .file("themes/leaflet/templates/partials/footer.html", "<p>{{ strings.published_by }} a leaflet</p>")
        .file("content/a.md", page("A", ":::care{level=\"urgent\"}\n- Call.\n:::"))
}

#[test]
fn a_theme_that_extends_the_default_one_changes_colours_and_a_part_of_a_page() {
    let site = leaflet("").build();
    let sheet = style(site.clean());
    assert_eq!(property(&sheet, "bg"), ("#fffdf8".into(), Some("#151311".into())));
    assert_eq!(property(&sheet, "accent"), ("#5b2a86".into(), Some("#d2b5f0".into())));
    assert_eq!(property(&sheet, "surface"), ("#f2f5f7".into(), Some("#1f272d".into())), "the rest is inherited");
    let html = site.text("a/index.html");
    assert!(html.contains("Published by a leaflet") && html.contains("class=\"care urgent\""), "{html}");
}

#[test]
fn a_theme_that_extends_the_default_one_inherits_its_pairs() {
    let site = leaflet("  surface: {light: \"#7a7a7a\", dark: \"#1f272d\"}\n").build();
    site.diagnostics(str![[r##"
themes/leaflet/theme.yaml:5:33: error[theme-contrast]: too little contrast in light: `accent` #5b2a86 on `surface` #7a7a7a has 2.30:1 and needs 4.5:1 (text) (help: the nearest colour that passes is #14091d: write `default: "#14091d"`)
themes/leaflet/theme.yaml:9:20: error[theme-contrast]: too little contrast in light: `amber` #7a4d00 on `surface` #7a7a7a has 1.69:1 and needs 4.5:1 (text); `blue` #0b4f8a on `surface` #7a7a7a has 1.95:1 and needs 3:1 (control); `green` #1b5e35 on `surface` #7a7a7a has 1.81:1 and needs 4.5:1 (text); `line` #7b8790 on `surface` #7a7a7a has 1.16:1 and needs 3:1 (control); `muted` #4a555f on `surface` #7a7a7a has 1.77:1 and needs 4.5:1 (text); `red` #a4161a on `surface` #7a7a7a has 1.80:1 and needs 4.5:1 (text); `text` #1a2126 on `surface` #7a7a7a has 3.79:1 and needs 4.5:1 (text) (help: the nearest colour that passes is #e8e8e8: write `light: "#e8e8e8"`)
"##]]);
}

#[test]
fn a_theme_says_where_its_colours_are_wrong() {
    let faults = "  Bad}: {light: \"#000000\", dark: \"#000000\"}\n  odd: {light: brnd, dark: \"red;}\"}\npairs:\n  - {foreground: [accnt], background: [bg], kind: text}\n";
    leaflet(faults).build().diagnostics(str![[r##"
themes/leaflet/theme.yaml:9:17: error[theme-file]: the name of a colour or a size is made of small letters, digits and `-`
themes/leaflet/theme.yaml:10:16: error[theme-file]: the colour `odd` in light must be a colour such as `"#0b4f8a"`, or the name of an option of the kind `color` (help: did you mean `brand`?)
themes/leaflet/theme.yaml:10:28: error[theme-file]: the colour `odd` in dark must be a colour such as `"#0b4f8a"`, or the name of an option of the kind `color`
themes/leaflet/theme.yaml:12:19: error[theme-file]: the theme has no colour `accnt` (help: did you mean `accent`?)
"##]]);
    let options = "name: test\ncontract: 1\noptions:\n  a: {kind: color, default: blue}\n  b: {kind: color, default: \"#000000\", follows: c}\n  d:\n    kind: choice\n    choices: [x, y]\n    default: x\n    properties:\n      x: {size: \"1rem;}\", bg: 1px}\n      z: {size: 1rem}\ncolors:\n  bg: {light: \"#ffffff\", dark: a}\n";
    Project::new().file("themes/test/theme.yaml", options).build().diagnostics(str![[r##"
themes/test/theme.yaml: error[theme-file]: the choice `y` of the option `d` gives no size for `bg`
themes/test/theme.yaml:4:29: error[theme-file]: the default of the option `a` must be a colour such as `"#0b4f8a"`
themes/test/theme.yaml:5:49: error[theme-file]: the theme has no option `c` of the kind `color`
themes/test/theme.yaml:11:17: error[theme-file]: the size `size` must be a number with `%`, `em`, `px` or `rem`, or a number alone
themes/test/theme.yaml:11:31: error[theme-file]: `bg` is the name of a colour already
themes/test/theme.yaml:12:17: error[theme-file]: `z` is not one of the choices of the option `d`
"##]]);
}

#[test]
fn no_colour_of_the_default_theme_escapes_the_check() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/wayside");
    let manifest = std::fs::read_to_string(root.join("theme.yaml")).unwrap();
    let style = std::fs::read_to_string(root.join("assets/style.css")).unwrap();
    let (_, colors) = manifest.split_once("\ncolors:\n").unwrap();
    let (colors, pairs) = colors.split_once("\npairs:\n").unwrap();
    let names: Vec<&str> =
        colors.lines().filter_map(|line| line.trim().split_once(':')).map(|(name, _)| name).collect();
    let compared = |name: &str| pairs.split([' ', '[', ']', ',']).any(|word| word == name);
    for name in &names {
        assert!(compared(name), "no pair compares `{name}` with another colour");
        assert!(style.contains(&format!("var(--{name})")), "nothing has the colour `{name}`");
    }
    let sizes = ["corner", "box-corner", "text-size", "text-size-wide"];
    for used in style.split("var(--").skip(1).filter_map(|rest| rest.split(')').next()) {
        let of_the_sheet = style.contains(&format!("{{ --{used}: var(--"));
        assert!(names.contains(&used) || sizes.contains(&used) || of_the_sheet, "`--{used}` is not in theme.yaml");
    }
    // Paper is black on white, by its own rules at the end.
    let (screen, _) = style.split_once("@media print {\n").unwrap();
    let literal = screen.split(['{', ';', '}']).filter(|rule| rule.contains(": #") || rule.contains("rgb("));
    assert_eq!(literal.collect::<Vec<_>>(), Vec::<&str>::new(), "write these as colours of theme.yaml");
}

/// The form of a colour with another lightness by the textbook formula of HSL, from 0 to 1, in fractions of a part.
fn hsl_form(parts: [u8; 3], lightness: f64) -> [f64; 3] {
    let values = parts.map(|part| f64::from(part) / 255.0);
    let most = values.into_iter().fold(0.0, f64::max);
    let least = values.into_iter().fold(1.0, f64::min);
    let own = f64::midpoint(most, least);
    let saturation = if most <= least { 0.0 } else { (most - least) / (1.0 - (2.0 * own - 1.0).abs()) };
    let hue = match values {
        _ if most <= least => 0.0,
        [red, green, blue] if red >= most => ((green - blue) / (most - least)).rem_euclid(6.0),
        [red, green, blue] if green >= most => (blue - red) / (most - least) + 2.0,
        [red, green, _] => (red - green) / (most - least) + 4.0,
    };
    let reach = saturation * lightness.min(1.0 - lightness);
    [0.0, 8.0, 4.0].map(|n: f64| {
        let k = (n + hue * 2.0).rem_euclid(12.0);
        255.0 * (lightness - reach * (k - 3.0).min(9.0 - k).clamp(-1.0, 1.0))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// The nearest colour passes, is a form of the one asked about, and every form of a nearer lightness fails.
    #[test]
    fn the_nearest_colour_passes_and_no_nearer_one_does(parts: [u8; 3], ground: [u8; 3], needs in prop::sample::select(vec![3.0, 4.5])) {
        let (color, ground) = (Color::new(parts), Color::new(ground));
        let passes = |form: Color| form.contrast(ground) >= needs;
        let own = u32::from(*parts.iter().max().unwrap()) + u32::from(*parts.iter().min().unwrap());
        let form = |lightness: u32| {
            let exact = hsl_form(parts, f64::from(lightness) / 510.0);
            (exact, lightness.abs_diff(own))
        };
        let is_form = |found: Color, exact: [f64; 3]| {
            let text = found.to_string();
            (0..3).all(|at| {
                let part = u8::from_str_radix(&text[1 + at * 2..3 + at * 2], 16).unwrap();
                (f64::from(part) - exact[at]).abs() < 0.501
            })
        };
        let found = color.nearest(passes);
        // White or black always passes 4.5:1, whatever the ground, so there is an answer.
        prop_assert!(found.is_some_and(passes), "{color} on {ground}: {found:?}");
        let found = found.unwrap();
        let distance = (0..=510).map(form).filter(|(exact, _)| is_form(found, *exact)).map(|(_, distance)| distance).min();
        prop_assert!(distance.is_some(), "{found} is no form of {color}");
        for (exact, nearer) in (0..=510).map(form).filter(|(_, nearer)| Some(*nearer) < distance) {
            // Fractions may end a little below zero.
            let [red, green, blue] = exact.map(|part| format!("{:.0}", part.abs()).parse::<u8>().unwrap());
            let rounded = Color::new([red, green, blue]);
            // Halves may be rounded either way.
            let is_half = exact.iter().any(|part| (part.fract() - 0.5).abs() < 1e-6);
            prop_assert!(is_half || !passes(rounded), "{rounded} is nearer to {color} by {nearer} and passes on {ground}");
        }
    }
}
