//! Which pages are shown on a day: drafts, future and expired pages are left out unless asked for; and translations by a computer
//! that nobody has checked, on a site for real readers.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::Parts;
use crate::config::Status;
use crate::content::{ContentFile, FileKind, FrontMatter, TranslationMethod, folders_above};

/// The day of the build and what is shown besides the pages of that day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dates {
    /// The day that counts as today.
    pub today: Date,
    /// Whether drafts are shown.
    pub drafts: Drafts,
    /// Whether pages before their `publish_on` and after their `expires_on` are shown.
    pub future: Future,
}

/// Whether drafts are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drafts {
    /// Left out.
    Hide,
    /// Shown.
    Show,
}

/// Whether pages outside their dates are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Future {
    /// Left out.
    Hide,
    /// Shown.
    Show,
}

/// Why a page is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hidden {
    Draft,
    Future(Date),
    Expired(Date),
    Section,
    Unchecked,
}

impl Hidden {
    /// The words for it, as in "that page is …".
    pub(super) fn words(self) -> String {
        match self {
            Self::Draft => "a draft".to_string(),
            Self::Future(date) => format!("not published before {date}"),
            Self::Expired(date) => format!("expired since {date}"),
            Self::Section => "in a section that is left out".to_string(),
            Self::Unchecked => "a translation by a computer that nobody has checked".to_string(),
        }
    }
}

pub(super) struct Visible {
    pub(super) files: Vec<Arc<ContentFile>>,
    pub(super) hidden: BTreeMap<Arc<str>, Hidden>,
    pub(super) next_change: Option<Date>,
}

/// Sections that are left out: language in the name, and folder.
type Folders<'a> = BTreeSet<(Option<&'a str>, &'a str)>;

pub(super) fn choose(parts: &Parts<'_>) -> Visible {
    let mut visible = Visible { files: Vec::new(), hidden: BTreeMap::new(), next_change: None };
    let mut hidden_folders: Folders<'_> = BTreeSet::new();
    for file in &parts.content.files {
        let front = &file.front;
        match reason(front, parts.dates) {
            Some(reason) => {
                if file.kind == FileKind::Section {
                    hidden_folders.insert((file.language.as_deref(), &file.folder));
                }
                visible.hidden.insert(file.path.clone(), reason);
            }
            // Only the page itself is left out: those below it may have been checked.
            None if is_unchecked(parts, file) => {
                visible.hidden.insert(file.path.clone(), Hidden::Unchecked);
            }
            None => visible.files.push(file.clone()),
        }
    }
    hide_below(&mut visible, &hidden_folders);
    visible.next_change = next_change(parts, &visible.hidden, &hidden_folders);
    visible
}

/// Whether a page must not be shown because nobody can know what its translation says: a wrong word about a medicine can kill.
pub(super) fn is_unchecked(parts: &Parts<'_>, file: &ContentFile) -> bool {
    let is_translated = file.language.as_ref().is_some_and(|code| *code != parts.config.default_language);
    let by_computer =
        file.front.translation.as_ref().is_some_and(|translation| {
            translation.method == TranslationMethod::Machine && translation.reviewer.is_none()
        });
    parts.config.status == Status::Live && is_translated && by_computer
}

/// The next day on which a page comes or goes. A draft does neither, and nothing below a section that is left out.
fn next_change(parts: &Parts<'_>, hidden: &BTreeMap<Arc<str>, Hidden>, hidden_folders: &Folders<'_>) -> Option<Date> {
    if parts.dates.future == Future::Show {
        return None;
    }
    let is_draft = |file: &ContentFile| hidden.get(&file.path) == Some(&Hidden::Draft);
    let files = parts.content.files.iter().filter(|file| !is_draft(file) && !is_below(file, hidden_folders));
    let dates = files.flat_map(|file| [file.front.publish_on, file.front.expires_on]).flatten();
    dates.filter(|date| *date > parts.dates.today).min()
}

fn reason(front: &FrontMatter, dates: Dates) -> Option<Hidden> {
    if front.draft && dates.drafts == Drafts::Hide {
        return Some(Hidden::Draft);
    }
    if dates.future == Future::Show {
        return None;
    }
    let future = front.publish_on.filter(|date| *date > dates.today).map(Hidden::Future);
    let expired = front.expires_on.filter(|date| *date <= dates.today).map(Hidden::Expired);
    future.or(expired)
}

/// A section that is left out takes everything below it along, in its language.
fn hide_below(visible: &mut Visible, folders: &Folders<'_>) {
    if folders.is_empty() {
        return;
    }
    let (below, rest): (Vec<_>, Vec<_>) =
        std::mem::take(&mut visible.files).into_iter().partition(|file| is_below(file, folders));
    visible.files = rest;
    visible.hidden.extend(below.into_iter().map(|file| (file.path.clone(), Hidden::Section)));
}

/// Whether a section above the file, in its language, is one of these.
fn is_below(file: &ContentFile, folders: &Folders<'_>) -> bool {
    let own = usize::from(file.kind == FileKind::Section);
    folders_above(&file.folder).skip(own).any(|above| folders.contains(&(file.language.as_deref(), above)))
}
