//! Tables of `content/_data` that a spreadsheet saved: `meetings.csv`.
//!
//! Input: the text of a file. Output: a list of entries, one for each row, with the words of the first row as keys; and every row
//! that has more or fewer cells than the first. Cells are texts.

use std::collections::BTreeMap;
use std::sync::Arc;

use csv::{ReaderBuilder, StringRecord, Trim};

use crate::diagnostic::{Diagnostic, Outcome, Place, Span, rules};
use crate::yaml::Free;

/// Reads a file. The cells are separated by commas, or by semicolons where the first row has those and no comma.
pub(super) fn parse(text: &str, file: &Arc<str>) -> Outcome<Free> {
    let first = text.lines().next().unwrap_or_default();
    let delimiter = if first.contains(';') && !first.contains(',') { b';' } else { b',' };
    let start = text.len() - text.trim_start_matches('\u{FEFF}').len();
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter).flexible(true).trim(Trim::All).from_reader(&text.as_bytes()[start..]);
    let mut outcome = Outcome::fine(Free::List(Vec::new()));
    let heads = match reader.headers() {
        Ok(heads) => heads.clone(),
        Err(error) => {
            outcome.diagnostics.push(unreadable(file, &error));
            return outcome;
        }
    };
    outcome.diagnostics.extend(same_heads(&heads, file));
    let mut rows = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) if record.len() == heads.len() => rows.push(entry(&heads, &record)),
            Ok(record) => outcome.diagnostics.push(ragged(&heads, &record, text, start, file)),
            Err(error) => outcome.diagnostics.push(unreadable(file, &error)),
        }
    }
    outcome.value = Free::List(rows);
    outcome
}

fn entry(heads: &StringRecord, record: &StringRecord) -> Free {
    let cells = heads.iter().zip(record).map(|(head, cell)| (head.to_string(), Free::Text(cell.to_string())));
    Free::Map(cells.collect())
}

fn same_heads(heads: &StringRecord, file: &Arc<str>) -> Option<Diagnostic> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let twice = heads.iter().find(|head| seen.insert(head, 0).is_some())?;
    let message = format!("two columns are called `{twice}`");
    let help = "give each column a name of its own in the first row";
    Some(Diagnostic::new(&rules::DATA_VALUE, Place::at(file.clone(), Span::new(0, 1)), message).help(help))
}

fn ragged(heads: &StringRecord, record: &StringRecord, text: &str, start: usize, file: &Arc<str>) -> Diagnostic {
    let at = record.position().and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or_default() + start;
    let line = text.get(at..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let cells = if record.len() == 1 { "1 cell".to_string() } else { format!("{} cells", record.len()) };
    let message = format!("this row has {cells}, and the first row has {}", heads.len());
    Diagnostic::new(&rules::DATA_VALUE, Place::at(file.clone(), Span::new(at, at + line.len().max(1))), message)
        .help("give every row as many cells as the first one; a cell with a comma in it stands in quotes")
}

fn unreadable(file: &Arc<str>, error: &csv::Error) -> Diagnostic {
    Diagnostic::new(&rules::DATA_VALUE, Place::file(file.clone()), format!("this table cannot be read: {error}"))
        .help("save it again as CSV with the encoding `UTF-8`")
}
