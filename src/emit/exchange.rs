//! The moment the new site takes the old one's place.
//!
//! Where the system can exchange two folders in one step, it does: at any moment there is one whole site or the other. Where
//! it cannot, two renames do it, with a short time between them in which there is no site; a journal beside the output
//! folder tells the next run to finish. The caller learns which way it went, because the second is weaker.

use std::fs;
use std::io;
use std::path::Path;

use super::author;
use super::claim::{Places, look};
use super::error::{At, EmitError, if_there};

/// Exchanges two folders in one step, or refuses and changes nothing.
pub(super) type Exchange = fn(&Path, &Path) -> io::Result<()>;

/// How the new site came into place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Exchanged {
    /// There was no output folder; the new one was put there in one step.
    New,
    /// The old and the new one changed places in one step.
    AtOnce,
    /// The disk cannot do that, so there were two steps. A run that is killed between them leaves no site until the next
    /// build, which puts it there before anything else.
    InTwoSteps {
        /// What the system said.
        reason: String,
    },
}

/// What the journal says to a person who finds it.
const JOURNAL: &str = "Guidepost was putting a new site into place. The next build finishes this.\n";

/// One step of the way without an exchange.
type Step = fn(&Places) -> io::Result<()>;

/// The way without an exchange. A run may be killed after any of these; [`recover`] knows what to do.
pub(super) const STEPS: [Step; 5] = [
    |places| author::replace(&places.journal(), JOURNAL.as_bytes()).map_err(io::Error::other),
    |places| fs::rename(&places.front, places.old()),
    |places| fs::rename(places.back(), &places.front),
    |places| fs::rename(places.old(), places.back()),
    |places| fs::remove_file(places.journal()),
];

/// Exchanges two folders in one step.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
pub(super) fn system_exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

/// This system has no call that exchanges two folders.
#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
pub(super) fn system_exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Puts the back tree, which is whole, into the front.
pub(super) fn bring_forward(places: &Places, exchange: Exchange) -> Result<Exchanged, EmitError> {
    if look(&places.front)?.is_none() {
        fs::rename(places.back(), &places.front).at("put the new site at", &places.front)?;
        return Ok(Exchanged::New);
    }
    let Err(refusal) = exchange(&places.front, &places.back()) else { return Ok(Exchanged::AtOnce) };
    two_steps(places)?;
    Ok(Exchanged::InTwoSteps { reason: refusal.to_string() })
}

fn two_steps(places: &Places) -> Result<(), EmitError> {
    let done = STEPS.iter().try_for_each(|step| step(places));
    if done.is_err() {
        put_back(places);
    }
    done.at("put the new site at", &places.front)
}

/// After a refusal on the way: the old site goes back where it was. If that is refused too, the journal stays for the next
/// run, and the first error is the one that is shown.
fn put_back(places: &Places) {
    let gone = matches!(look(&places.front), Ok(None));
    if !gone || fs::rename(places.old(), &places.front).is_ok() {
        let _ = fs::remove_file(places.journal());
    }
}

/// Finishes what a killed run began. The journal is written only when the back tree is whole, so going on is always right.
pub(super) fn recover(places: &Places) -> Result<(), EmitError> {
    if look(&places.journal())?.is_none() {
        return Ok(());
    }
    let there = |path: &Path| look(path).map(|found| found.is_some());
    let (back, old) = (places.back(), places.old());
    if !there(&places.front)? && there(&old)? {
        let whole = if there(&back)? { &back } else { &old };
        fs::rename(whole, &places.front).at("put the new site at", &places.front)?;
    }
    if there(&old)? && !there(&back)? {
        fs::rename(&old, &back).at("move", &old)?;
    }
    if_there(fs::remove_file(places.journal())).at("remove", &places.journal()).map(drop)
}
