//! `guidepost search QUERY`: the answer that readers get in their browser, and why.

use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::{Exit, Failure, build, output};
use crate::content;
use crate::diagnostic::{self, Diagnostic, Format};
use crate::format::Limits;
use crate::pipeline::{self, Options, Remember, Searched};
use crate::search::{self, Answer, Explained, Hit, Index, Texts};
use crate::site::{Dates, Drafts, Future};
use crate::source::Origin;
use crate::text::{did_you_mean, visible};
use crate::theme;

#[derive(Debug, Args)]
pub(super) struct SearchArguments {
    /// What a reader types, for example "cold turkey"
    #[arg(allow_hyphen_values = true)]
    query: String,
    /// The language to search in, by its code, for example es; the default language without this
    #[arg(long, value_name = "CODE")]
    lang: Option<String>,
    /// How the answer is shown
    #[arg(long, value_enum, default_value_t = AnswerFormat::Human)]
    format: AnswerFormat,
    /// The most pages that are shown
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// Say how each word was understood and what it adds to each page
    #[arg(long)]
    explain: bool,
    /// The folder of the site, which holds `guidepost.yaml`
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// The day that counts as today; else `SOURCE_DATE_EPOCH`, else the clock
    #[arg(long, value_name = "DATE")]
    today: Option<Date>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum AnswerFormat {
    /// A list
    Human,
    /// As programs get it from the search in a browser
    Json,
}

pub(super) fn run(arguments: &SearchArguments) -> Result<Exit, Failure> {
    let origin = Arc::new(Origin::Folder(arguments.root.clone()));
    let config = pipeline::configuration(&origin).value;
    if config.as_ref().is_some_and(|config| !config.outputs.search) {
        return Err(Failure::Usage {
            message: "this site has no search: `guidepost.yaml` says `outputs: {search: false}`".to_string(),
            help: "take that out, and ask again".to_string(),
        });
    }
    let dates =
        Dates { today: build::today(arguments.today, config.as_ref())?, drafts: Drafts::Hide, future: Future::Hide };
    let options = Options {
        dates,
        base_url: None,
        held_text: content::HELD_TEXT,
        remember: Remember::Nothing,
        sitemap: Limits::PROTOCOL,
    };
    let found =
        pipeline::search_index(&origin, &options, arguments.lang.as_deref()).map_err(|error| Failure::Usage {
            message: error.to_string(),
            help: "ask again when no other program changes the site".to_string(),
        })?;
    let Some(searched) = found.value else {
        let errors: Vec<Diagnostic> = found.diagnostics.into_iter().filter(Diagnostic::is_error).collect();
        let texts = |path: &str| theme::text_of(&origin, path);
        output::error(&diagnostic::render(&errors, Format::Human, output::colour(), &texts));
        return Ok(Exit::SiteHasErrors);
    };
    let (index, texts) = index_of(arguments, &searched)?;
    let Some(answer) = search::search(index, texts, &arguments.query, arguments.limit) else {
        return Err(Failure::Usage {
            message: "the index that was made cannot be read".to_string(),
            help: "this is a mistake of Guidepost: please report it with the site".to_string(),
        });
    };
    output::print(&match arguments.format {
        AnswerFormat::Json => format!("{}\n", serde_json::to_string_pretty(&answer).unwrap_or_default()),
        AnswerFormat::Human => human(&answer, arguments.explain),
    });
    Ok(Exit::Fine)
}

/// The index of the language that was asked for.
fn index_of<'s>(arguments: &SearchArguments, searched: &'s Searched) -> Result<&'s (Index, Texts), Failure> {
    let code = arguments.lang.as_deref().unwrap_or_default();
    searched.index.as_ref().ok_or_else(|| {
        let known = searched.languages.iter().map(String::as_str);
        let all: Vec<String> = known.clone().map(|code| format!("`{code}`")).collect();
        let near = did_you_mean(code, known);
        Failure::Usage {
            message: match code {
                "" => "the site has no pages in its default language".to_string(),
                code => format!("the site has no pages in the language `{code}`"),
            },
            help: near.unwrap_or_else(|| match all.as_slice() {
                [] => "write a front page, `content/_index.md`".to_string(),
                all => format!("it has pages in {}", all.join(", ")),
            }),
        }
    })
}

fn human(answer: &Answer, explain: bool) -> String {
    let mut text = String::new();
    if let Some(corrected) = &answer.corrected {
        text.push_str(&format!("Answered for: {}\n", visible(corrected)));
    }
    for other in &answer.alternatives {
        text.push_str(&format!("Did the reader mean: {}\n", visible(other)));
    }
    let about = if answer.total.exact { "" } else { "at least " };
    text.push_str(&match answer.total.count {
        0 => "No page was found\n".to_string(),
        count => format!("{about}{}\n", output::counted(count, "page")),
    });
    for (number, hit) in (1..).zip(&answer.results) {
        text.push_str(&shown(number, hit));
        if explain {
            text.push_str(&reasons(hit));
        }
    }
    if explain {
        text.push_str("\nHow the words were understood:\n");
        text.extend(answer.words.iter().map(understood));
    }
    text
}

fn shown(number: usize, hit: &Hit) -> String {
    let anchor = hit.anchor.as_ref().map(|anchor| format!("#{anchor}")).unwrap_or_default();
    format!("{number:3}. {}  {}{anchor}  (score {})\n", visible(&hit.title), hit.url, hit.score)
}

/// What each word adds to the score of a page.
fn reasons(hit: &Hit) -> String {
    let lines = hit.matched.iter().map(|matched| {
        let (weight, rarity, impact) = matched.factors;
        let way =
            if matched.form == matched.word { String::new() } else { format!(" by `{}`", visible(&matched.form)) };
        format!(
            "       `{}`{way}: weight {weight} x rarity {rarity} x impact {impact} = {}\n",
            visible(&matched.word),
            weight * rarity * impact
        )
    });
    lines.collect()
}

fn understood(word: &Explained) -> String {
    let mut text = format!("  `{}`\n", visible(&word.word));
    if word.expansions.is_empty() {
        text.push_str("    leads to no page\n");
    }
    for one in &word.expansions {
        let pages = output::counted(usize::try_from(one.df).unwrap_or(usize::MAX), "page");
        text.push_str(&format!(
            "    `{}`: weight {} of 64, rarity {} (16 for each halving), on {pages}\n",
            visible(&one.form),
            one.weight,
            one.idf
        ));
    }
    text
}
