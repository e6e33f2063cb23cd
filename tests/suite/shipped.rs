//! What the shipped content promises its readers, page by page and in both languages.
//!
//! The rules are those of `content/editorial-policy.md`: no doses, the warning wherever a page speaks of stopping, short
//! sentences, and translations that say what they are.

use std::collections::{BTreeMap, BTreeSet};

use guidepost::content::directives::Excerpt;
use guidepost::content::walk::prose::{Passage, passages};
use guidepost::content::{Need, SynonymKind, UrgentSearch};
use guidepost::text::reading::{self, Counts, Scale};
use guidepost::text::unaccented;

use crate::project::Project;

/// The pages of the shipped site, each with its front matter and its text.
fn pages() -> BTreeMap<String, (String, String)> {
    let project = Project::real();
    let paths = project.paths().filter(|path| path.starts_with("content/") && path.ends_with(".md"));
    let split = |path: &str| {
        let text = project.text(path).unwrap();
        let (front, body) = text.split_once("\n---\n").unwrap();
        (path.to_owned(), (format!("{front}\n"), format!("\n{body}")))
    };
    paths.map(split).collect()
}

/// What follows each `open`, up to one of `close`.
fn pieces(text: &str, open: &str, close: &[char]) -> Vec<String> {
    text.split(open).skip(1).map(|rest| rest.split(close).next().unwrap().to_owned()).collect()
}

#[test]
fn every_page_has_a_spanish_translation_that_leads_to_the_same_help() {
    let pages = pages();
    for (path, (_, english)) in pages.iter().filter(|(path, _)| !path.ends_with(".es.md")) {
        let own = path.replace(".md", ".es.md");
        let (front, spanish) = pages.get(&own).unwrap_or_else(|| panic!("there is no {own}"));
        assert!(front.contains("\ntranslation: {method: machine}\n"), "{own} does not say how it was translated");
        assert!(!front.contains("reviewer"), "{own} names a reviewer, and nobody has checked it");
        for (what, open, close) in [
            ("citations", "[@", &[']', ',', ';'][..]),
            ("numbers to call", "](tel:", &[')'][..]),
            ("boxes and snippets", "\n::", &[' ', '\n', '{'][..]),
        ] {
            assert_eq!(pieces(spanish, open, close), pieces(english, open, close), "{own}: {what}");
        }
        let ids = pieces(spanish, "{#", &['}']);
        for id in pieces(english, "{#", &['}']) {
            assert!(ids.contains(&id), "{own}: no heading has the id `{id}`, which links lead to");
        }
    }
}

#[test]
fn every_spanish_page_says_above_its_message_that_a_machine_translated_it() {
    let said = "Traducción automática. Sin revisar.";
    let site = Project::real().build();
    let mut seen = 0;
    for (path, html) in
        site.clean().outputs.keys().filter(|path| path.ends_with(".html")).map(|path| (path, site.text(path)))
    {
        let above = html.split("<div class=\"main-message\">").next().unwrap();
        let is_page = path.starts_with("es/") && html.contains("<div class=\"main-message\">");
        assert!(above.contains(said) || !is_page, "{path}");
        assert!(path.starts_with("es/") || !html.contains(said), "{path}");
        seen += usize::from(is_page);
    }
    assert!(seen > 50, "{seen} pages");
}

/// Two boxes would push the main message off the first screen of a small phone.
#[test]
fn a_spanish_page_says_it_is_a_demonstration_and_unchecked_in_one_box() {
    let site = Project::real().build();
    let html = site.clean().text("es/treatment/tapering/index.html");
    assert_eq!(html.matches("machine-translated").count(), 1);
    let (_, from) = html.split_once("<section class=\"notice\" aria-label=\"Aviso importante\">").unwrap();
    let (box_of_both, _) = from.split_once("</section>").unwrap();
    for said in [
        "<p>Ningún profesional clínico la ha revisado. No cambie ningún medicamento por esta página.</p>",
        "<p class=\"machine-translated\">Traducción automática. Sin revisar.</p>",
    ] {
        assert!(box_of_both.contains(said), "{said}: {box_of_both}");
    }
}

/// `editorial-policy.md` says that there are no doses: no number stands before a unit of mass.
#[test]
fn no_page_names_a_dose() {
    let units = ["mg", "mcg", "µg", "milligram", "milligrams", "miligramo", "miligramos"];
    for (path, (front, text)) in pages() {
        let whole = format!("{front}{text}");
        let words: Vec<&str> = whole.split(|sign: char| !sign.is_alphanumeric()).collect();
        for pair in words.windows(2) {
            let has_number = pair[0].parse::<u32>().is_ok() && units.contains(&pair[1]);
            let is_one =
                units.iter().any(|unit| pair[0].strip_suffix(unit).is_some_and(|number| number.parse::<u32>().is_ok()));
            assert!(!has_number && !is_one, "{path}: {} {}", pair[0], pair[1]);
        }
        for word in ["half-life", "half life", "vida media", "semivida"] {
            assert!(!whole.to_lowercase().contains(word), "{path}: {word}");
        }
    }
}

/// The ways in which a page speaks of taking less or none, and the line that must then stand on it.
#[test]
fn every_page_that_speaks_of_stopping_warns_of_it() {
    let words = [
        ["withdrawal", "taper", "detox", "stop taking", "cut down"].as_slice(),
        ["abstinencia", "reducción gradual", "desintoxicación", "dejar de tomar", "tomar menos"].as_slice(),
    ];
    let warnings = ["Do not stop suddenly", "de golpe"];
    let site = Project::real().build();
    for (path, html) in site.outputs.keys().filter(|path| path.ends_with(".html")).map(|path| (path, site.text(path))) {
        let Some((_, text)) = html.split_once("<div class=\"body\"") else { continue };
        let spanish = usize::from(path.starts_with("es/"));
        let text = text.split("<section class=\"sources\"").next().unwrap();
        let speaks = words[spanish].iter().any(|word| text.to_lowercase().contains(word));
        assert!(!speaks || text.contains(warnings[spanish]), "{path} speaks of stopping without the warning");
    }
}

/// On a small phone the first screen holds little, so nothing but the message stands before the three ways on.
#[test]
fn the_front_page_leads_three_ways_before_all_else() {
    let site = Project::real().build();
    for path in ["index.html", "es/index.html"] {
        let html = site.text(path);
        let (message, body) = html.split_once("<div class=\"body\">").unwrap();
        let message = message.split("<div class=\"main-message\">").nth(1).unwrap();
        assert!(message.contains("911") && message.len() < 200, "{path}: {message}");
        let routes = body.trim_start().strip_prefix("<div class=\"hub\">").unwrap().split("</div>").next().unwrap();
        let targets = pieces(routes, "href=\"#", &['"']);
        assert_eq!(targets, ["danger", "stopped", "worried"], "{path}");
        for id in targets {
            assert!(body.contains(&format!("<h2 id=\"{id}\"")), "{path}: {id}");
        }
    }
}

/// Every drawing takes its colours from the theme, so that none glares on a dark screen.
#[test]
fn every_drawing_of_the_shipped_pages_is_seen_on_light_and_on_dark_screens() {
    let site = Project::real().build();
    let drawings: Vec<&String> = site.clean().outputs.keys().filter(|path| path.ends_with(".svg")).collect();
    let drawings: Vec<&&String> = drawings.iter().filter(|path| !path.starts_with("assets/")).collect();
    assert!(drawings.len() >= 6, "{drawings:?}");
    for path in drawings {
        let text = site.text(path);
        assert!(text.contains("prefers-color-scheme:dark") && text.contains("fill=\"var(--bg,"), "{path}");
        let fixed = ["fill=\"#", "stroke=\"#"].iter().any(|color| text.contains(color));
        assert!(!fixed, "{path} has a colour of its own");
    }
}

/// A wrong word about a medicine can kill. So a live site shows the English text instead, and says so in Spanish, with the numbers.
#[test]
fn a_live_site_leaves_unchecked_translations_out_and_leads_to_help_and_the_english_page() {
    let site = Project::real_and_live().build();
    site.clean();
    for (path, english) in [("es/index.html", "/"), ("es/safety/seizure/index.html", "/safety/seizure/")] {
        site.contains(path, "<html lang=\"es\"")
            .contains(path, "class=\"not-translated\"")
            .contains(path, &format!("<a href=\"{english}\" lang=\"en\""))
            .contains(path, "href=\"tel:911\"")
            .contains(path, "href=\"tel:988\"")
            .contains(path, "oprima el 2")
            .lacks(path, "class=\"machine-translated\"")
            .lacks(path, "Nunca");
    }
    let shown = site.outputs.keys().filter(|path| path.ends_with(".html")).map(|path| site.text(path));
    assert!(shown.into_iter().all(|html| !html.contains("class=\"machine-translated\"")));
}

/// The sentences of a text, each with its words.
fn sentences_of(text: &str) -> Vec<(usize, String)> {
    let sentences = |passage: &Passage| -> Vec<String> {
        reading::sentences(&passage.text).into_iter().map(|at| passage.text[at].to_owned()).collect()
    };
    let all = prose(text).iter().flat_map(sentences).collect::<Vec<String>>();
    all.into_iter().map(|sentence| (reading::words(&sentence).count(), sentence)).collect()
}

fn prose(text: &str) -> Vec<Passage> {
    passages(&Excerpt { file: "content/a.md".into(), offset: 0, text })
}

/// Health writers ask for at most 25 words; at most one sentence in twenty may have more than 20.
#[test]
fn no_sentence_is_long() {
    for (path, (_, text)) in pages() {
        let lengths = sentences_of(&text);
        for (words, sentence) in &lengths {
            assert!(*words <= reading::TOO_LONG, "{path}: {words} words: {sentence}");
        }
        let long = lengths.iter().filter(|(words, _)| *words > reading::LONG).count();
        assert!(
            path.ends_with(".es.md") || long * 20 <= lengths.len().max(20),
            "{path}: {long} of {} are long",
            lengths.len()
        );
    }
}

const LANGUAGES: [&str; 2] = ["en", "es"];

/// What people type was written down before the search was made, so that the search is made for them.
#[test]
fn the_words_of_worried_people_lead_to_pages_that_are_there_in_their_language() {
    let (pages, data) = (pages(), Project::real().data());
    for (language, least) in [("en", 110), ("es", 50)] {
        let searches = &data.searches[language].value;
        for (query, page) in searches.iter().map(|search| (&search.query.value, &search.page.value)) {
            let own = if language == "es" { page.replace(".md", ".es.md") } else { page.clone() };
            assert!(pages.contains_key(&format!("content/{own}")), "`{query}` leads to {own}, which is not there");
        }
        assert!(searches.len() >= least, "{language}: {} searches", searches.len());
    }
}

/// A text without capitals, accents and signs, as the search compares it.
fn typed(text: &str) -> Vec<String> {
    unaccented(text).split_whitespace().map(str::to_owned).collect()
}

/// A synonym of a word that no page has would lead to nothing.
#[test]
fn every_synonym_stands_for_a_word_of_the_pages() {
    let (pages, data) = (pages(), Project::real().data());
    for language in LANGUAGES {
        let is_of_it = |path: &&String| path.ends_with(".es.md") == (language == "es");
        let all: Vec<String> =
            pages.iter().filter(|(path, _)| is_of_it(path)).map(|(_, (a, b))| format!("{a}{b}")).collect();
        let names =
            Project::real().text(&format!("content/_data/medicines{}.yaml", if language == "es" { ".es" } else { "" }));
        let text = format!(" {} ", typed(&format!("{} {}", all.concat(), names.unwrap())).join(" "));
        let synonyms = data.synonyms(language, "en");
        assert!(synonyms.len() > 25, "{language}");
        for word in synonyms.iter().map(|synonym| &synonym.canonical.value) {
            assert!(text.contains(&typed(word).join(" ")), "no page in `{language}` has the word `{word}`");
        }
    }
}

/// The names that are like the name of another medicine are those that one slip, or two, makes into it.
#[test]
fn no_medicine_can_be_corrected_into_another_that_looks_like_it() {
    let data = Project::real().data();
    let kept: BTreeSet<String> = data.never_correct().iter().map(|word| word.value.to_lowercase()).collect();
    for language in LANGUAGES {
        let medicines = data.synonyms(language, "en").iter().filter(|synonym| synonym.kind == SynonymKind::Medicine);
        let names: Vec<String> = medicines.map(|synonym| synonym.canonical.value.to_lowercase()).collect();
        for one in &names {
            for other in names.iter().filter(|other| *other != one && edits(one, other) <= 2) {
                assert!(kept.contains(one), "`{one}` is like `{other}`, and could be corrected into it");
            }
        }
    }
}

/// How many letters have to be put in, taken out or exchanged.
fn edits(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (line, letter) in one.chars().enumerate() {
        let mut next = vec![line + 1];
        for (at, sign) in other.iter().enumerate() {
            let exchanged = row[at] + usize::from(letter != *sign);
            next.push(exchanged.min(row[at + 1] + 1).min(next[at] + 1));
        }
        row = next;
    }
    row[other.len()]
}

/// The help that a search calls for: a phrase fits when its words stand in the search in their order.
fn needs(query: &str, urgent: &[UrgentSearch]) -> BTreeSet<&'static str> {
    let query = typed(query);
    let fits = |phrase: &str| {
        let mut rest = query.iter();
        typed(phrase).iter().all(|word| rest.any(|other| other == word))
    };
    let found = urgent.iter().filter(|search| search.words.iter().any(|phrase| fits(&phrase.value)));
    found.map(|search| search.need.word()).collect()
}

#[test]
fn who_searches_in_danger_is_led_to_help_and_nobody_else_is_alarmed() {
    let data = Project::real().data();
    let check = |language: &str, query: &str, need: Option<Need>| {
        let found = needs(query, data.urgent_searches(language, "en"));
        match need {
            Some(need) => assert!(found.contains(need.word()), "{language}: `{query}` calls for {found:?}"),
            None => assert!(found.is_empty(), "{language}: `{query}` calls for {found:?}"),
        }
    };
    for query in [
        "overdose",
        "wont wake up",
        "He won't wake up!",
        "my wife isn't breathing",
        "took too many xanax",
        "SEIZURE",
        "seisure",
        "she took the whole bottle",
        "lips turning blue",
        "he passed out and is gurgling",
        "hearing voices",
    ] {
        check("en", query, Some(Need::Emergency));
    }
    for query in ["i want to die", "suicidal", "gonna kill myself", "he says he wants to die", "988"] {
        check("en", query, Some(Need::Suicide));
    }
    for query in [
        "can i just stop xanex",
        "cold turkey",
        "benzo detox cold turky",
        "ran out of ativan",
        "I stopped taking klonopin",
    ] {
        check("en", query, Some(Need::Stopping));
    }
    for query in [
        "xanax",
        "paying for treatment",
        "IOP",
        "CBT for insomnia",
        "how to taper",
        "is my mom addicted",
        "found pills in a drawer",
        "what are benzos",
        "pregnancy",
        "how can i help my husband",
        "getting well after a taper",
    ] {
        check("en", query, None);
    }
    for query in
        ["sobredosis", "no despierta", "mi hijo no respira", "tomó muchas pastillas", "convulciones", "oye voces"]
    {
        check("es", query, Some(Need::Emergency));
    }
    for query in ["me quiero morir", "suicidio", "quiere quitarse la vida"] {
        check("es", query, Some(Need::Suicide));
    }
    for query in ["dejar de golpe", "se me acabaron las pastillas", "dejó de tomar el rivotril"] {
        check("es", query, Some(Need::Stopping));
    }
    for query in [
        "xanax",
        "pastillas para los nervios",
        "no puedo pagar",
        "embarazo",
        "cómo ayudar a mi hermana",
        "señales de dependencia",
    ] {
        check("es", query, None);
    }
}

/// Somebody in danger reads one line at most.
#[test]
fn what_an_urgent_card_says_is_short_and_names_the_number() {
    let data = Project::real().data();
    for (language, urgent) in LANGUAGES.map(|language| (language, data.urgent_searches(language, "en"))) {
        for need in [Need::Emergency, Need::Suicide, Need::Stopping] {
            assert!(urgent.iter().any(|search| search.need == need), "{language}: nothing for {need:?}");
        }
        for search in urgent {
            let say = &search.say.value;
            assert!(say.split_whitespace().count() <= 12, "{say}");
            let number = match search.need {
                Need::Emergency => "911",
                Need::Suicide => "988",
                Need::Stopping => "",
            };
            assert!(say.contains(number), "{language}: {say}");
        }
    }
}

#[test]
fn readers_are_told_who_can_see_what_they_search_for() {
    let pages = pages();
    for (path, said) in [
        ("content/privacy.md", "We do not send your words. The web host can see which index files you fetch."),
        (
            "content/privacy.es.md",
            "No enviamos sus palabras. El servidor web puede ver qué archivos del índice pide usted.",
        ),
    ] {
        assert!(pages[path].1.contains(said), "{path}");
    }
}

/// Families read at night, frightened. English pages ask for at most eight years of school; Spanish ones are at least "normal".
#[test]
fn every_page_can_be_read_by_those_who_went_to_school_for_eight_years() {
    for (path, (_, text)) in pages() {
        let scale = Scale::of(if path.ends_with(".es.md") { "es" } else { "en" }).unwrap();
        let counts = prose(&text)
            .iter()
            .map(|passage| Counts::of(&passage.text, Some(scale)))
            .fold(Counts::default(), Counts::and);
        let Some(level) = scale.level(counts) else { continue };
        assert!(scale.is_readable(level), "{path} has the level {level:.1}");
    }
}
