//! What the pictures of a site say of themselves: width and height, so that pages do not jump while they load; how they are
//! stored, so that smaller ones can be made; and whether a drawing only draws.
//!
//! Input: a file. Output: facts, and what is wrong with it. Only the beginning of a photograph is read here.

use std::io::Read;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Outcome, Place, Span, rules};
use crate::picture::{self, Look, MOST_PIXELS};
use crate::source::Sources;

/// How much of a file is looked at: every common format tells its size near the beginning.
const LOOKED_AT: u64 = 256 * 1024;

/// The largest drawing that is read.
const LARGEST_DRAWING: u64 = 8 * 1024 * 1024;

/// The endings of files that may be images.
const ENDINGS: [&str; 8] = ["avif", "bmp", "gif", "jpeg", "jpg", "png", "svg", "webp"];

/// What is known of a picture.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Facts {
    /// Width and height in pixels, upright.
    pub(super) size: Option<(u32, u32)>,
    /// How it is stored, when smaller ones can be made of it.
    pub(super) look: Option<Look>,
}

/// What is known of the file at `path`; nothing of files that are no pictures.
pub(super) fn facts(sources: &Sources, path: &Arc<str>, bytes: u64) -> Outcome<Facts> {
    let ending = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    if !ENDINGS.contains(&ending.as_str()) {
        return Outcome::fine(Facts::default());
    }
    let limit = if ending == "svg" { LARGEST_DRAWING } else { LOOKED_AT };
    let mut head = Vec::new();
    let read = sources.open(path).map(|file| file.take(limit).read_to_end(&mut head));
    match read {
        // What cannot be read is said when the file is copied.
        Err(_) | Ok(Err(_)) => Outcome::fine(Facts::default()),
        Ok(Ok(_)) if ending == "svg" => drawing(path, &head, bytes),
        Ok(Ok(_)) => pixels_of(path, &head, bytes),
    }
}

fn pixels_of(path: &Arc<str>, head: &[u8], bytes: u64) -> Outcome<Facts> {
    let pixels = |length: usize| u32::try_from(length).ok();
    let size = imagesize::blob_size(head).ok().and_then(|size| pixels(size.width).zip(pixels(size.height)));
    let look = picture::look(head);
    let size = match (size, look) {
        (Some((width, height)), Some(look)) if look.lies_on_its_side() => Some((height, width)),
        (size, _) => size,
    };
    if let Some((width, height)) = size.filter(|(width, height)| u64::from(*width) * u64::from(*height) > MOST_PIXELS) {
        return Outcome::new(Facts { size, look: None }, vec![too_many_pixels(path, width, height)]);
    }
    // Of a picture that smaller ones are made of, only the largest one that is shown counts.
    let heavy = if look.is_none() { heavy(path, bytes) } else { None };
    Outcome::new(Facts { size, look: look.filter(|_| size.is_some()) }, heavy.into_iter().collect())
}

fn too_many_pixels(path: &Arc<str>, width: u32, height: u32) -> Diagnostic {
    let most = MOST_PIXELS / 1_000_000;
    let message = format!("this picture has {width} × {height} pixels; the most that is read is {most} million");
    Diagnostic::new(&rules::PICTURE_TOO_LARGE, Place::file(path.clone()), message)
        .help("make it smaller in a picture program; 2400 pixels are wide enough for every screen")
}

/// A warning for a picture of so many bytes, when it is slow to load.
#[must_use]
pub fn heavy(path: &Arc<str>, bytes: u64) -> Option<Diagnostic> {
    let (kilobytes, most) = (bytes.div_ceil(1000), picture::HEAVY / 1000);
    let message = format!("this picture takes {kilobytes} KB; more than {most} KB is slow to load on a phone");
    let ending = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let help = match ending.as_str() {
        "png" => "save a photograph as JPEG; make a drawing smaller, or give it fewer colours",
        "svg" => "simplify the drawing, or save it as PNG",
        "gif" => "make it shorter or smaller, or show one picture of it that stands still",
        _ => "save it with a lower quality, or cut away what is not needed",
    };
    let warning = Diagnostic::new(&rules::PICTURE_HEAVY, Place::file(path.clone()), message).help(help);
    (bytes > picture::HEAVY).then_some(warning)
}

fn drawing(path: &Arc<str>, bytes: &[u8], length: u64) -> Outcome<Facts> {
    let place = || Place::file(path.clone());
    let refused = |why: String| {
        let message = format!("this drawing cannot be read, so nobody can tell whether it is safe: {why}");
        Diagnostic::new(&rules::UNSAFE_DRAWING, place(), message)
            .help("save it again in a drawing program, as plain SVG")
    };
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Outcome::new(Facts::default(), vec![refused("it is not stored as UTF-8".to_string())]);
    };
    let start = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let mut diagnostics: Vec<Diagnostic> = match picture::check_drawing(&text[start..]) {
        Err(why) => vec![refused(why)],
        Ok(found) => found.into_iter().map(|found| unsafe_part(path, &found, start)).collect(),
    };
    diagnostics.extend(heavy(path, length));
    Outcome::new(Facts { size: svg_size(text), look: None }, diagnostics)
}

fn unsafe_part(path: &Arc<str>, found: &picture::Unsafe, start: usize) -> Diagnostic {
    let span = Span::from(found.at.clone()).shifted(start);
    let message = format!("this drawing holds {}, which could run code or load something from elsewhere", found.what);
    Diagnostic::new(&rules::UNSAFE_DRAWING, Place::at(path.clone(), span), message)
        .help("take it out, or save the drawing again in a drawing program, as plain SVG")
}

/// From `width` and `height` of the `svg` element, or from its `viewBox`.
fn svg_size(text: &str) -> Option<(u32, u32)> {
    let start = text.find("<svg")?;
    let tag = &text[start..start + text[start..].find('>')?];
    let sides = attribute(tag, "width").and_then(pixels).zip(attribute(tag, "height").and_then(pixels));
    sides.or_else(|| {
        let mut numbers = attribute(tag, "viewBox")?.split([' ', ',']).filter(|part| !part.is_empty()).skip(2);
        Some((pixels(numbers.next()?)?, pixels(numbers.next()?)?))
    })
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = tag;
    while let Some(at) = rest.find(name) {
        let before = rest[..at].chars().next_back();
        let after = rest[at + name.len()..].trim_start();
        if before.is_some_and(char::is_whitespace)
            && let Some(value) = after.strip_prefix('=')
        {
            let value = value.trim_start();
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            return value[1..].split(quote).next();
        }
        rest = &rest[at + name.len()..];
    }
    None
}

/// A length in pixels; other units say nothing about the size on screen.
fn pixels(text: &str) -> Option<u32> {
    let number: f64 = text.trim().trim_end_matches("px").parse().ok()?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked to be a small positive number"
    )]
    (1.0..=100_000.0).contains(&number).then(|| number.round() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_tells_its_size() {
        assert_eq!(svg_size("<svg xmlns='x' width='12px' height=\"7.6\">"), Some((12, 8)));
        assert_eq!(svg_size("<?xml?><svg stroke-width='3' viewBox=\"0 0 640 480\"><g>"), Some((640, 480)));
        assert_eq!(svg_size("<svg width='100%' height='50%'>"), None);
        assert_eq!(svg_size("no drawing"), None);
    }
}
