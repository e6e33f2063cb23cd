//! The site of the last build once more, when nothing but the texts of pages changed.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Site, What, translations};
use crate::content::{Content, ContentFile};
use crate::diagnostic::Diagnostic;

/// When more texts changed, for example with a branch of a version control system, linking takes less time than to look for each of
/// them among the pages.
const MOST_TEXTS: usize = 100;

/// The site that [`super::link`] would make of `content`, from the one it made of `last_content`, when the texts that changed
/// tell the rest of the site the same and linking said nothing of them; `None` when it must be made anew. Everything else that
/// a site is made from must be the same.
#[must_use]
pub fn again(last: &Site, last_content: &Content, content: &Content, said: &[Diagnostic]) -> Option<Site> {
    let has_same_files = content.files.len() == last_content.files.len()
        && content.assets == last_content.assets
        && content.static_pictures == last_content.static_pictures
        && content.snippets.len() == last_content.snippets.len()
        && content.snippets.values().zip(last_content.snippets.values()).all(|(now, then)| Arc::ptr_eq(now, then));
    if !has_same_files {
        return None;
    }
    let pairs = last_content.files.iter().zip(&content.files);
    let changed: Vec<(&Arc<ContentFile>, &Arc<ContentFile>)> =
        pairs.filter(|(then, now)| !Arc::ptr_eq(then, now)).collect();
    if changed.len() > MOST_TEXTS {
        return None;
    }
    let named: BTreeSet<&str> = said.iter().flat_map(Diagnostic::files).collect();
    let tells_the_same = |(then, now): &(&Arc<ContentFile>, &Arc<ContentFile>)| {
        then.tells_the_same(now)
            && !named.contains(&*now.path)
            && (then.sections == now.sections || translations::tell_the_same(last, then, now))
    };
    if !changed.iter().all(tells_the_same) {
        return None;
    }
    let mut site = last.clone();
    site.outputs.retain(|output| !matches!(output.what, What::Search(_)));
    if changed.is_empty() {
        return Some(site);
    }
    for page in &mut site.pages {
        let now = page.file.as_ref().and_then(|file| changed.iter().find(|(then, _)| Arc::ptr_eq(then, file)));
        if let Some((_, now)) = now {
            let now = Arc::clone(now);
            Arc::make_mut(page).file = Some(now);
        }
    }
    Some(site)
}
