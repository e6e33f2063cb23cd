//! The parts of which picture files are made, and which of them are needed to draw the picture.
//!
//! Input: bytes. Output: the same without Exif, XMP, IPTC, comments, thumbnails and whatever stands behind the end. Parts that
//! nobody knows are left out too: what is not needed to draw is not passed on. `None` means that the file ends too early.

/// The first bytes of a PNG (Portable Network Graphics, third edition, <https://www.w3.org/TR/png-3/>).
pub(super) const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Chunks of a PNG that are not critical and change how it is drawn.
const DRAWN_CHUNKS: [&[u8; 4]; 8] = [b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"cICP"];

/// One part of a JPEG file (ITU-T T.81) before its first scan.
struct Segment<'a> {
    marker: u8,
    /// With its marker and length.
    whole: &'a [u8],
    payload: &'a [u8],
}

/// The segments up to the first scan, and where that begins; `None` when the file ends or goes astray before.
fn segments(bytes: &[u8]) -> Option<(Vec<Segment<'_>>, usize)> {
    let mut found = Vec::new();
    let mut at = 2;
    loop {
        let marker = *bytes.get(at + 1).filter(|_| bytes[at] == 0xFF)?;
        match marker {
            0xFF => at += 1,
            0xDA => return Some((found, at)),
            _ => {
                let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
                let end = at + 2 + length;
                let whole = bytes.get(at..end).filter(|_| length >= 2)?;
                found.push(Segment { marker, whole, payload: &whole[4..] });
                at = end;
            }
        }
    }
}

/// The Exif data of a JPEG whose first bytes these are.
pub(super) fn exif(head: &[u8]) -> Option<&[u8]> {
    let mut at = 2;
    while let (Some(0xFF), Some(marker)) = (head.get(at), head.get(at + 1)) {
        let length = usize::from(u16::from_be_bytes([*head.get(at + 2)?, *head.get(at + 3)?]));
        let payload = head.get(at + 4..at + 2 + length)?;
        if *marker == 0xE1
            && let Some(exif) = payload.strip_prefix(b"Exif\0\0")
        {
            return Some(exif);
        }
        if *marker == 0xDA {
            return None;
        }
        at += 2 + length;
    }
    None
}

pub(super) fn clean_jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let (segments, scan) = segments(bytes)?;
    // In the data of a scan no `FF` is followed by `D9`, so the first one behind it ends the picture.
    let end = scan + bytes[scan..].windows(2).position(|pair| pair == [0xFF, 0xD9])? + 2;
    let mut clean = Vec::with_capacity(bytes.len());
    clean.extend_from_slice(&[0xFF, 0xD8]);
    for segment in segments.iter().filter(|segment| is_drawn(segment)) {
        clean.extend_from_slice(segment.whole);
    }
    clean.extend_from_slice(&bytes[scan..end]);
    Some(clean)
}

fn is_drawn(segment: &Segment<'_>) -> bool {
    let begins = |name: &[u8]| segment.payload.starts_with(name);
    match segment.marker {
        // A longer one holds a small picture of the picture.
        0xE0 => begins(b"JFIF\0") && segment.payload.len() == 14,
        0xE2 => begins(b"ICC_PROFILE\0"),
        0xEE => begins(b"Adobe"),
        0xE1..=0xEF | 0xFE => false,
        _ => true,
    }
}

/// The chunks of a PNG: name and the whole chunk. The last is `None` when the file ends before its end.
fn chunks(bytes: &[u8]) -> impl Iterator<Item = Option<(&[u8], &[u8])>> {
    let mut rest = bytes.get(PNG.len()..);
    std::iter::from_fn(move || {
        let here = rest.take()?;
        let chunk = here.get(..4).and_then(|length| {
            let length = u32::from_be_bytes([length[0], length[1], length[2], length[3]]) as usize;
            here.get(..length.checked_add(12)?)
        });
        let Some(chunk) = chunk else { return Some(None) };
        let name = &chunk[4..8];
        rest = (name != b"IEND").then(|| &here[chunk.len()..]);
        Some(Some((name, chunk)))
    })
}

pub(super) fn has_png_chunk(head: &[u8], wanted: [u8; 4]) -> bool {
    chunks(head).flatten().any(|(name, _)| *name == wanted)
}

pub(super) fn clean_png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut clean = PNG.to_vec();
    for chunk in chunks(bytes) {
        let (name, chunk) = chunk?;
        let is_critical = name[0].is_ascii_uppercase();
        if is_critical || DRAWN_CHUNKS.iter().any(|drawn| name == *drawn) {
            clean.extend_from_slice(chunk);
        }
    }
    Some(clean)
}

/// What the first bytes of a WebP say.
pub(super) struct WebPFlags {
    pub(super) has_alpha: bool,
    pub(super) moves: bool,
}

/// See RFC 9649, section 2.7.
pub(super) fn webp_flags(head: &[u8]) -> Option<WebPFlags> {
    if head.get(..4)? != b"RIFF" || head.get(8..12)? != b"WEBP" {
        return None;
    }
    Some(match head.get(12..16)? {
        b"VP8X" => {
            let flags = *head.get(20)?;
            WebPFlags { has_alpha: flags & 0x10 != 0, moves: flags & 0x02 != 0 }
        }
        // The bit for alpha stands behind the two widths of 14 bits each.
        b"VP8L" => WebPFlags { has_alpha: *head.get(24)? & 0x10 != 0, moves: false },
        _ => WebPFlags { has_alpha: false, moves: false },
    })
}

pub(super) fn clean_webp(bytes: &[u8]) -> Option<Vec<u8>> {
    let size = bytes.get(4..8)?;
    let end = u32::from_le_bytes([size[0], size[1], size[2], size[3]]) as usize + 8;
    let mut rest = bytes.get(12..end)?;
    let mut clean = b"RIFF\0\0\0\0WEBP".to_vec();
    while !rest.is_empty() {
        let length = rest.get(4..8)?;
        let length = u32::from_le_bytes([length[0], length[1], length[2], length[3]]) as usize;
        let padded = 8 + length + length % 2;
        let chunk = rest.get(..padded.min(rest.len())).filter(|chunk| chunk.len() >= 8 + length)?;
        rest = &rest[chunk.len()..];
        let start = clean.len();
        match &chunk[..4] {
            b"VP8 " | b"VP8L" | b"VP8X" | b"ALPH" | b"ICCP" => clean.extend_from_slice(chunk),
            _ => {}
        }
        // The file must not say that it holds what was taken out.
        if &chunk[..4] == b"VP8X" {
            *clean.get_mut(start + 8)? &= !0x0C;
        }
    }
    let size = u32::try_from(clean.len() - 8).ok()?;
    clean[4..8].copy_from_slice(&size.to_le_bytes());
    Some(clean)
}

/// A WebP that holds nothing but its picture, with the profile of its colours (RFC 9649, section 2.7). `None` when the profile or
/// the sides are too large for one.
pub(super) fn with_profile(webp: &[u8], size: (u32, u32), has_alpha: bool, profile: &[u8]) -> Option<Vec<u8>> {
    let picture = webp.get(12..)?;
    let mut whole = b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0".to_vec();
    whole.extend_from_slice(&[0x20 | if has_alpha { 0x10 } else { 0 }, 0, 0, 0]);
    for side in [size.0, size.1] {
        let [low, middle, high, 0] = side.checked_sub(1)?.to_le_bytes() else { return None };
        whole.extend_from_slice(&[low, middle, high]);
    }
    whole.extend_from_slice(b"ICCP");
    whole.extend_from_slice(&u32::try_from(profile.len()).ok()?.to_le_bytes());
    whole.extend_from_slice(profile);
    whole.extend_from_slice(if profile.len() % 2 == 1 { &[0] } else { &[] });
    whole.extend_from_slice(picture);
    let length = u32::try_from(whole.len() - 8).ok()?;
    whole[4..8].copy_from_slice(&length.to_le_bytes());
    Some(whole)
}

/// Whether a profile speaks of the colours that a picture has after it was read (ICC.1:2022, bytes 16 to 19).
pub(super) fn is_profile_of(profile: &[u8], is_grey: bool) -> bool {
    profile.get(16..20) == Some(if is_grey { b"GRAY" } else { b"RGB " })
}
