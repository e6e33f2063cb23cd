//! Whole indexes, from pages to answers.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::code::Shard;
use super::pages::Entry;
use super::vocabulary::{Synonym, Vocabulary};
use super::{Answer, Files, Index, Texts, client, make, search, write};
use crate::cache::Key;

fn page(title: &str, body: &str) -> Entry {
    Entry {
        url: format!("/{}/", title.replace(' ', "-").to_lowercase()),
        title: title.to_string(),
        description: String::new(),
        own_description: String::new(),
        main_message: String::new(),
        keywords: String::new(),
        headings: Vec::new(),
        section: String::new(),
        topics: Vec::new(),
        boost: 1.0,
        shared: String::new(),
        body: body.to_string(),
    }
}

fn files(pages: &[Entry], vocabulary: &Vocabulary, code: &str) -> Files {
    let frame = write::Frame {
        code: code.to_string(),
        module: "search/search.js".to_string(),
        path: "/help/".to_string(),
        languages: BTreeMap::new(),
        az: None,
        urgent: Vec::new(),
        negations: Vec::new(),
    };
    make(pages, vocabulary, frame)
}

/// A site that can be searched.
struct Site(Index, Texts);

impl Site {
    fn of(pages: &[Entry], vocabulary: &Vocabulary, code: &str) -> Self {
        let files = files(pages, vocabulary, code);
        let index =
            Index { key: Key::default(), language: code.to_string(), module: "search/search.js".to_string(), files };
        Self(index, Texts(pages.iter().map(Entry::text).collect()))
    }

    fn english(pages: &[Entry]) -> Self {
        Self::of(pages, &Vocabulary::default(), "en")
    }

    fn ask(&self, query: &str) -> Answer {
        search(&self.0, &self.1, query, 10).unwrap()
    }

    fn titles(&self, query: &str) -> Vec<String> {
        self.ask(query).results.into_iter().map(|hit| hit.title).collect()
    }
}

#[test]
fn a_word_of_the_title_counts_more_than_one_of_the_text() {
    let site =
        Site::english(&[page("Sleep", "About rest."), page("Rest", "About sleep."), page("Food", "About food.")]);
    assert_eq!(site.titles("sleep"), ["Sleep", "Rest"]);
    assert_eq!(site.titles("resting"), ["Rest", "Sleep"], "a form that no page has begins like one");
}

#[test]
fn pages_that_hold_all_words_come_before_those_that_hold_one_often() {
    let site = Site::english(&[
        page("One", "alcohol alcohol alcohol alcohol"),
        page("Two", "alcohol with lorazepam, as people say"),
        page("Three", "lorazepam lorazepam"),
    ]);
    assert_eq!(site.titles("alcohol lorazepam")[0], "Two");
}

#[test]
fn keywords_are_found_boosted_pages_come_first_and_lowered_ones_last() {
    let mut pages = vec![page("One", "rest"), page("Two", "rest"), page("Three", "rest")];
    pages[2].boost = 3.0;
    pages[0].boost = 0.0;
    pages[0].keywords = "doze off".to_string();
    let site = Site::english(&pages);
    assert_eq!(site.titles("rest"), ["Three", "Two", "One"]);
    assert_eq!(site.titles("doze"), ["One"]);
}

#[test]
fn words_are_found_without_their_accents_and_with_them_first() {
    let pages = [page("Ano", "ano ano ano"), page("Otro", "otro"), page("Año", "año")];
    let site = Site::of(&pages, &Vocabulary::default(), "es");
    assert_eq!(site.titles("ano"), ["Año", "Ano"].map(String::from).into_iter().rev().collect::<Vec<_>>());
    assert_eq!(site.titles("AÑO"), ["Año", "Ano"]);
}

#[test]
fn languages_without_spaces_and_those_from_right_to_left_are_found() {
    for (code, text, query) in [
        ("zh", "苯二氮卓类药物的戒断反应", "戒断"),
        ("ja", "ベンゾジアゼピンの離脱症状", "離脱症状"),
        ("th", "การหยุดยานอนหลับ", "ยานอนหลับ"),
        ("ar", "لا تتوقّف عن الدواء فجأةً", "تتوقف"),
        ("ko", "갑자기 약을 끊지 마세요", "약을"),
    ] {
        let site = Site::of(&[page("A", "other"), page("B", text)], &Vocabulary::default(), code);
        assert_eq!(site.titles(query), ["B"], "{code}");
    }
}

/// Medicines whose names look alike, with a brand and words of the street.
fn medicines() -> Site {
    let synonym = |canonical: &str, is_medicine, brands: &[&str], others: &[&str]| Synonym {
        canonical: canonical.to_string(),
        is_medicine,
        brands: brands.iter().map(ToString::to_string).collect(),
        others: others.iter().map(ToString::to_string).collect(),
        misspellings: Vec::new(),
    };
    let vocabulary = Vocabulary {
        synonyms: vec![
            synonym("alprazolam", true, &["Xanax"], &["bars", "blue football", "xannies"]),
            synonym("hydroxyzine", true, &[], &[]),
            synonym("hydralazine", true, &[], &[]),
            synonym("abrupt stop", false, &[], &["cold turkey"]),
        ],
        never_corrected: vec!["clonidine".to_string()],
        ..Vocabulary::default()
    };
    Site::of(
        &[
            page("Alprazolam", "alprazolam"),
            page("Pills", "what xanax looks like"),
            page("Hydroxyzine", "hydroxyzine"),
            page("Hydralazine", "hydralazine"),
            page("Danger", "an abrupt change, a sudden stop"),
            page("Clonazepam", "clonazepam is something else"),
        ],
        &vocabulary,
        "en",
    )
}

#[test]
fn words_of_the_street_and_brands_lead_to_the_medicine() {
    let site = medicines();
    assert_eq!(site.titles("bars")[0], "Alprazolam");
    assert_eq!(site.titles("xannies"), ["Alprazolam", "Pills"]);
    assert_eq!(site.titles("alprazolam"), ["Alprazolam", "Pills"], "a page that only names the brand is found too");
    assert_eq!(site.titles("xanax"), ["Alprazolam", "Pills"]);
}

#[test]
fn words_of_several_words_are_found_together() {
    let site = medicines();
    assert_eq!(site.titles("blue football"), ["Alprazolam", "Pills"]);
    assert_eq!(site.titles("cold turkey"), ["Danger"]);
    assert_eq!(site.ask("cold turkey").corrected, None);
}

#[test]
fn a_slip_is_corrected_and_said() {
    let site = medicines();
    let answer = site.ask("Is XANEX safe?");
    assert_eq!(answer.corrected.as_deref(), Some("Is xanax safe?"));
    assert!(answer.results.iter().any(|hit| hit.title == "Pills"));
}

#[test]
fn between_medicines_that_look_alike_only_the_reader_chooses() {
    let site = medicines();
    let answer = site.ask("about hydrozazine");
    assert_eq!(answer.alternatives, ["about hydralazine", "about hydroxyzine"]);
    assert_eq!((answer.corrected, answer.results), (None, vec![]));
}

#[test]
fn a_medicine_that_is_nearer_than_another_is_not_taken_for_it_either() {
    let answer = medicines().ask("hydraxyzine");
    assert_eq!(answer.alternatives, ["hydroxyzine", "hydralazine"], "the nearest first");
    assert_eq!((answer.corrected, answer.results), (None, vec![]));
}

fn medicine(name: &str, misspellings: &[&str]) -> Synonym {
    let words: Vec<String> = misspellings.iter().map(ToString::to_string).collect();
    Synonym {
        canonical: name.to_string(),
        is_medicine: true,
        others: words.clone(),
        misspellings: words,
        ..Synonym::default()
    }
}

#[test]
fn a_medicine_that_lies_in_a_file_which_nobody_asked_for_is_offered_too() {
    let synonyms = vec![medicine("clonazepam", &[]), medicine("lorazepam", &[])];
    let mut pages = many(1500);
    pages.extend([page("Clonazepam", "clonazepam"), page("Lorazepam", "lorazepam")]);
    // Words that lie between them, so that the two are in different files.
    let between = |at: usize| (0..60).map(move |word| format!("f{at}{word}")).collect::<Vec<_>>().join(" ");
    pages.extend((0..40).map(|at| page("More", &between(at))));
    let site = Site::of(&pages, &Vocabulary { synonyms, ..Vocabulary::default() }, "en");
    let reader = super::read::Reader::open(&site.0).unwrap();
    assert!(reader.number_of("lorazepam") > reader.number_of("clorazepam") + 1);
    let answer = site.ask("clorazepam ");
    assert_eq!((answer.corrected, answer.alternatives), (None, vec!["clonazepam ".into(), "lorazepam ".into()]));
}

#[test]
fn a_protected_name_is_offered_and_never_put_in() {
    let vocabulary = Vocabulary { never_corrected: vec!["clonidine".to_string()], ..Vocabulary::default() };
    let site = Site::of(&[page("Clonidine", "clonidine")], &vocabulary, "en");
    let answer = site.ask("about clonidina");
    assert_eq!(answer.alternatives, ["about clonidine"]);
    assert_eq!((answer.corrected, answer.results), (None, vec![]));
}

#[test]
fn a_slip_that_is_near_a_misspelling_is_said_to_be_the_medicine() {
    let vocabulary = Vocabulary { synonyms: vec![medicine("alprazolam", &["zanex"])], ..Vocabulary::default() };
    let site = Site::of(&[page("Alprazolam", "alprazolam")], &vocabulary, "en");
    assert_eq!(site.ask("zanex").corrected, None, "what the site knows is no slip");
    let answer = site.ask("stop zannex");
    assert_eq!(answer.corrected.as_deref(), Some("stop alprazolam"));
    assert_eq!(answer.results[0].title, "Alprazolam");
}

#[test]
fn a_slip_that_brings_a_word_over_a_border_is_corrected_in_the_same_round() {
    let mut pages = many(1500);
    for page in &mut pages {
        page.body = page.body.replace(" w", " won");
    }
    let site = Site::english(&pages);
    let reader = super::read::Reader::open(&site.0).unwrap();
    let over = |number: usize| {
        let word = reader.shard(number).forms.first()?.key.clone();
        let border = reader.border(number - 1)?;
        // The last letter of the border becomes the one before it, which brings the word into the shard before.
        let (last, before) = (border.len() - 1, border.bytes().last()? - 1);
        let slip = format!("{}{}{}", &word[..last], char::from(before), &word[last + 1..]);
        (border.len() > 2 && reader.number_of(&slip) + 1 == number).then_some((slip, word))
    };
    let slips: Vec<(String, String)> = (1..reader.count()).filter_map(over).collect();
    assert!(slips.len() > 3, "{slips:?}");
    for (slip, word) in slips {
        let answer = site.ask(&format!("{slip} "));
        let is_known = answer.words[0].expansions.iter().any(|one| one.form == slip);
        assert!(is_known || answer.corrected.is_some(), "{slip} was {word}");
    }
}

#[test]
fn medicines_on_the_same_pages_are_not_one() {
    let synonyms = vec![medicine("clobazam", &[]), medicine("clonazam", &[])];
    let vocabulary = Vocabulary { synonyms, ..Vocabulary::default() };
    let site = Site::of(&[page("A", "clobazam clonazam")], &vocabulary, "en");
    assert_eq!(site.ask("clorazam").alternatives, ["clobazam", "clonazam"]);
}

#[test]
fn what_stands_in_quotes_is_never_corrected() {
    let answer = medicines().ask("\"xanex\"");
    assert_eq!((answer.corrected, answer.results), (None, vec![]));
}

#[test]
fn a_word_that_is_never_corrected_stays() {
    let answer = medicines().ask("clonidine");
    assert_eq!((answer.corrected, answer.total.count), (None, 0));
    let other = medicines().ask("clonidina");
    assert_eq!(other.corrected, None, "and no word is corrected to it");
}

#[test]
fn a_phrase_keeps_the_pages_that_hold_it_and_a_dash_leaves_pages_out() {
    let pages =
        [page("One", "never stop suddenly"), page("Two", "suddenly never, stop"), page("Three", "stop now suddenly")];
    let site = Site::english(&pages);
    assert_eq!(site.titles("\"stop suddenly\""), ["One"]);
    assert_eq!(site.ask("\"stop now never\"").total.count, 3, "when no page holds it, all stay");
    assert_eq!(site.titles("suddenly -now").len(), 2);
    assert_eq!(site.titles("-now"), Vec::<String>::new());
}

#[test]
fn a_result_opens_at_the_heading_that_holds_the_words() {
    let mut pages = vec![page("One", "signs of seizures and more")];
    let heading = |id: &str, text: &str| (id.to_string(), text.to_string());
    pages[0].headings = vec![heading("a", "More"), heading("b", "Signs of a seizure"), heading("c", "Seizures")];
    let hit = Site::english(&pages).ask("seizure signs").results.remove(0);
    assert_eq!((hit.anchor.as_deref(), hit.section.as_deref()), (Some("b"), Some("Signs of a seizure")));
    assert_eq!(Site::english(&pages).ask("xylophone").results, []);
}

/// Pages of coined words, of which some stand on all pages.
fn many(count: usize) -> Vec<Entry> {
    let words = |page: usize| (0..12).map(move |at| format!("w{:x} ", (page * 7919 + at * 104_729) % 3001));
    let pages = (0..count)
        .map(|number| page(&format!("Page {number}"), &format!("the of {}", words(number).collect::<String>())));
    pages.collect()
}

#[test]
fn a_long_list_keeps_the_pages_that_count_most_and_says_that_there_are_more() {
    let mut pages = many(1500);
    pages[1400].keywords = "the the the".to_string();
    let site = Site::english(&pages);
    let answer = site.ask("the");
    assert_eq!((answer.total.count, answer.total.exact), (1000, false));
    assert_eq!(answer.results[0].title, "Page 1400");
    assert!(site.ask("w1").total.exact);
    let expansion = &answer.words[0].expansions[0];
    assert_eq!((expansion.df, expansion.idf), (1500, 1));
}

#[test]
fn words_of_nearly_all_pages_do_not_decide() {
    let site = Site::english(&many(400));
    let index = client::index_of(&site.0.files["search/search.js"]).unwrap();
    assert_eq!(index.common, "of page the");
    assert_eq!(site.ask("the w1").words.len(), 1);
}

#[test]
fn a_name_counts_however_many_pages_have_it() {
    let mut pages = many(400);
    for page in &mut pages {
        page.body.push_str(" xanax doctors");
    }
    let known = Synonym { brands: vec!["Xanax".to_string()], ..medicine("alprazolam", &[]) };
    let site = Site::of(&pages, &Vocabulary { synonyms: vec![known], ..Vocabulary::default() }, "en");
    let words = |query: &str| site.ask(query).words.into_iter().map(|word| word.word).collect::<Vec<_>>();
    assert_eq!(words("xanax w1"), ["xanax", "w1"]);
    assert_eq!(words("doctors w1"), ["w1"]);
}

#[test]
fn every_key_is_found_in_the_shard_that_its_order_names() {
    let site = Site::english(&many(1500));
    let reader = super::read::Reader::open(&site.0).unwrap();
    assert!(reader.count() > 4, "{}", reader.count());
    let mut before: Option<Vec<u16>> = None;
    for number in 0..reader.count() {
        for form in &reader.shard(number).forms {
            assert_eq!(reader.number_of(&form.key), number, "{}", form.key);
            let units: Vec<u16> = form.key.encode_utf16().collect();
            assert!(before.is_none_or(|before| before < units), "{}", form.key);
            before = Some(units);
        }
    }
}

#[test]
fn keys_are_in_the_order_of_browsers() {
    // By bytes the letter would come last.
    let site = Site::of(&[page("A", "a\u{FE20} a𐐨")], &Vocabulary::default(), "xx");
    let keys: Vec<String> =
        super::read::Reader::open(&site.0).unwrap().shard(0).forms.iter().map(|form| form.key.clone()).collect();
    let mut sorted = keys.clone();
    sorted.sort_by_key(|key| key.encode_utf16().collect::<Vec<_>>());
    assert_eq!(keys, sorted);
    assert_ne!(keys, {
        sorted.sort();
        sorted
    });
}

#[test]
fn no_file_is_larger_than_a_slow_phone_can_wait_for() {
    // How small the module is, the tests of the client hold.
    for (path, bytes) in Site::english(&many(1500)).0.files.iter().filter(|(path, _)| !path.ends_with(".js")) {
        assert!(bytes.len() <= 16 * 1024, "{path}: {} bytes", bytes.len());
    }
}

#[test]
fn a_site_with_many_topics_spreads_their_lists_over_files() {
    let mut pages = many(1500);
    for (number, page) in pages.iter_mut().enumerate() {
        page.topics = (0..20).map(|at| format!("Topic {}", (number * 31 + at * 7) % 97)).collect();
    }
    let site = Site::english(&pages);
    let lists = site.0.files.iter().filter(|(path, _)| path.contains("/f/"));
    let sizes: Vec<usize> = lists.map(|(_, bytes)| bytes.len()).collect();
    assert!(sizes.len() > 3 && sizes.iter().all(|size| *size < 16 * 1024), "{sizes:?}");
    let index = client::index_of(&site.0.files["search/search.js"]).unwrap();
    assert_eq!(index.filters, sizes.len());
}

#[test]
fn a_site_without_pages_answers_too() {
    assert_eq!(Site::english(&[]).ask("sleep").total.count, 0);
}

#[test]
fn files_that_are_no_index_are_refused() {
    let mut site = medicines();
    site.0.files.insert("search/search.js".into(), b"const INDEX=[];\n".to_vec().into());
    assert!(search(&site.0, &site.1, "xanax", 10).is_none());
}

#[test]
fn shards_hold_their_groups_themselves() {
    for (path, bytes) in Site::english(&many(1500)).0.files.iter().filter(|(path, _)| path.contains("/w/")) {
        assert!(Shard::read(bytes).is_some(), "{path}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_query_is_answered(query in "(\\PC|[a-z]|[\"'“”\\-\u{202E}\u{200B}😀中ก ]|the |xanax ){0,60}") {
        let site = medicines();
        for query in [query.as_str(), &query.repeat(200), ""] {
            let answer = site.ask(query);
            prop_assert!(answer.total.count >= answer.results.len());
            prop_assert!(answer.results.is_sorted_by(|a, b| a.score >= b.score));
        }
    }

    #[test]
    fn any_pages_give_the_same_files_however_many_work_on_them(texts in prop::collection::vec("(\\PC|[a-cé ]){0,80}", 0..150)) {
        let pages: Vec<Entry> = texts.iter().map(|text| page("x", text)).collect();
        let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        prop_assert_eq!(alone.install(|| files(&pages, &Vocabulary::default(), "en")), files(&pages, &Vocabulary::default(), "en"));
    }
}
