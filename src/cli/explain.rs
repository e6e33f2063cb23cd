//! `guidepost explain RULE`.

use clap::Args;

use super::{Exit, Failure, output};
use crate::diagnostic::{Rule, rules};

#[derive(Debug, Args)]
pub(super) struct ExplainArguments {
    /// The name in brackets of a message, for example dead-link; all rules are listed without it
    rule: Option<String>,
}

pub(super) fn run(arguments: &ExplainArguments) -> Result<Exit, Failure> {
    let Some(name) = &arguments.rule else {
        let lines = rules::ALL.iter().map(|rule| format!("{:24} {}\n", rule.name, first_sentence(rule.about)));
        output::print(&lines.collect::<String>());
        return Ok(Exit::Fine);
    };
    let name = name.trim_matches(['[', ']']);
    match rules::find(name) {
        Some(rule) => {
            output::print(&explanation(rule));
            Ok(Exit::Fine)
        }
        None => Err(Failure::Usage {
            message: format!("no rule is called `{name}`"),
            help: rules::suggest(name).map_or_else(
                || "run `guidepost explain` for the list of all rules".to_string(),
                |near| format!("did you mean `{near}`?"),
            ),
        }),
    }
}

fn first_sentence(text: &str) -> &str {
    text.split_once(". ").map_or(text, |(first, _)| first).trim_end_matches('.')
}

fn explanation(rule: &Rule) -> String {
    let indented = |text: &str| text.lines().flat_map(|line| ["    ", line, "\n"]).collect::<String>();
    format!(
        "{} ({})\n\n{}\n\nWrong:\n{}\nRight:\n{}",
        rule.name,
        rule.severity.word(),
        rule.about,
        indented(rule.wrong),
        indented(rule.right)
    )
}
