//! In which widths a picture is offered, and where each lies.
//!
//! Input: the address of a picture that lies beside pages, and what is known of it. Output: addresses. A picture lies at its
//! own address, and beside it others whose names hold their width: `room.jpg`, `room-480w.jpg`, `room-480w.webp`. What is no
//! wider than a small phone stays alone.

use crate::picture::{Format, Look, Version, WIDTHS, fits_webp, height_in};

/// The pictures that a page offers in place of one; empty when it shows that one.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// Width and address of those that every browser can show, by width.
    pub(super) plain: Vec<(u32, String)>,
    /// The same as WebP; empty when it cannot be stored so.
    pub(super) webp: Vec<(u32, String)>,
}

/// A picture to write.
pub(super) struct Made {
    pub(super) address: String,
    pub(super) version: Version,
    /// Whether it is the largest one that pages show.
    pub(super) is_largest: bool,
}

/// What pages show of a picture.
pub(super) fn shown(address: &str, look: Look, size: (u32, u32)) -> Shown {
    let mut shown = Shown::default();
    for offer in offers(look, size) {
        shown.plain.push((offer.width, address_of(address, look, offer.plain)));
        shown.webp.extend(offer.webp.map(|webp| (offer.width, address_of(address, look, webp))));
    }
    shown
}

/// The picture itself and all that is made of it.
pub(super) fn made(address: &str, look: Look, size: (u32, u32)) -> Vec<Made> {
    let offers = offers(look, size);
    let widest = offers.last().map(|offer| offer.plain);
    let largest = if is_shown(size) { Version::Own } else { widest.unwrap_or(Version::Own) };
    let versions = offers.into_iter().flat_map(|offer| [Some(offer.plain), offer.webp]).flatten();
    let others = versions.filter(|version| *version != Version::Own);
    let made = std::iter::once(Version::Own).chain(others).map(|version| Made {
        address: address_of(address, look, version),
        version,
        is_largest: version == largest,
    });
    made.collect()
}

/// A picture in one width.
struct Offer {
    width: u32,
    /// The one that every browser can show.
    plain: Version,
    /// `None` when it cannot be stored so.
    webp: Option<Version>,
}

/// What pages offer of a picture, by width.
fn offers(look: Look, size: (u32, u32)) -> Vec<Offer> {
    let smaller = WIDTHS.into_iter().filter(|width| *width < size.0);
    let mut widths: Vec<u32> = smaller.collect();
    widths.extend((!widths.is_empty() && is_shown(size)).then_some(size.0));
    let is_webp = look.format == Format::WebP;
    let offers = widths.into_iter().map(|width| {
        let is_own = width == size.0;
        let plain = if is_own && !is_webp { Version::Own } else { Version::Plain(width) };
        let webp = if is_own && is_webp { Version::Own } else { Version::WebP(width) };
        Offer { width, plain, webp: fits_webp((width, height_in(size, width))).then_some(webp) }
    });
    offers.collect()
}

/// Whether pages show the picture in its own size.
fn is_shown(size: (u32, u32)) -> bool {
    WIDTHS.iter().any(|width| size.0 <= *width)
}

fn address_of(address: &str, look: Look, version: Version) -> String {
    let stem = address.rsplit_once('.').map_or(address, |(stem, _)| stem);
    match version {
        Version::Own => address.to_string(),
        Version::Plain(width) => format!("{stem}-{width}w.{}", look.ending()),
        Version::WebP(width) => format!("{stem}-{width}w.webp"),
    }
}
