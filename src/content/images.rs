//! Width and height of images, so that pages do not jump while they load.

use std::io::Read;

use crate::source::Sources;

/// How much of a file is looked at: every common format tells its size near the beginning.
const LOOKED_AT: u64 = 256 * 1024;

/// The endings of files that may be images.
const ENDINGS: [&str; 8] = ["avif", "bmp", "gif", "jpeg", "jpg", "png", "svg", "webp"];

/// Width and height in pixels of the image at `path`; `None` for other files and for images that do not tell.
pub(super) fn size(sources: &Sources, path: &str) -> Option<(u32, u32)> {
    let ending = path.rsplit('.').next()?.to_ascii_lowercase();
    if !ENDINGS.contains(&ending.as_str()) {
        return None;
    }
    let mut bytes = Vec::new();
    sources.open(path).ok()?.take(LOOKED_AT).read_to_end(&mut bytes).ok()?;
    if ending == "svg" {
        return svg_size(&String::from_utf8_lossy(&bytes));
    }
    let size = imagesize::blob_size(&bytes).ok()?;
    Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?))
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
