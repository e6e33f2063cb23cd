//! In which widths a picture is offered, and where each lies.
//!
//! Input: the address of a picture that lies beside pages, and what is known of it. Output: addresses. A picture lies at its
//! own address, and beside it smaller ones whose names hold their width: `room.jpg`, `room-480w.jpg`.

use crate::picture::{Look, WIDTHS};

/// The smaller pictures that are made: width and address.
pub(super) fn smaller(address: &str, look: Look, size: (u32, u32)) -> Vec<(u32, String)> {
    let stem = address.rsplit_once('.').map_or(address, |(stem, _)| stem);
    let widths = WIDTHS.into_iter().filter(|width| *width < size.0);
    widths.map(|width| (width, format!("{stem}-{width}w.{}", look.ending()))).collect()
}

/// The pictures that pages show: the smaller ones, and the picture itself unless it is wider than all screens need.
pub(super) fn shown(address: &str, look: Look, size: (u32, u32)) -> Vec<(u32, String)> {
    let mut widths = smaller(address, look, size);
    if !widths.is_empty() && is_shown(size) {
        widths.push((size.0, address.to_string()));
    }
    widths
}

/// Whether pages show the picture in its own size.
pub(super) fn is_shown(size: (u32, u32)) -> bool {
    WIDTHS.iter().any(|width| size.0 <= *width)
}
