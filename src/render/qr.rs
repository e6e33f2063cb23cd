//! The QR code that leads from paper to a page.
//!
//! Input: an address. Output: the dark squares of its code as the path of a drawing, for a template to draw. The words for people
//! who do not see it belong to the theme.

use qrcode::{Color, EcLevel, QrCode};
use serde::Serialize;

/// The empty border that readers of such codes need, in squares.
const QUIET: usize = 4;

/// A code as templates read it.
#[derive(Debug, Serialize, PartialEq, Eq)]
pub(super) struct Drawing {
    address: String,
    size: usize,
    path: String,
}

/// The code of an address; `None` when it is too long for one.
pub(super) fn draw(address: String) -> Option<Drawing> {
    // Level M can be read when a seventh of it is dirty or worn.
    let code = QrCode::with_error_correction_level(&address, EcLevel::M).ok()?;
    let path = lines(&code.to_colors(), code.width());
    Some(Drawing { address, size: code.width() + 2 * QUIET, path })
}

/// Each run of dark squares as a line in the middle of its row, for a pen that is one square wide: this takes the fewest signs.
fn lines(squares: &[Color], width: usize) -> String {
    let mut path = String::new();
    for (y, row) in squares.chunks(width).enumerate() {
        let mut at = None;
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run.first() == Some(&Color::Dark) {
                path.push_str(&match at {
                    None => format!("M{} {}.5", x + QUIET, y + QUIET),
                    Some(end) => format!("m{} 0", x - end),
                });
                path.push_str(&format!("h{}", run.len()));
                at = Some(x + run.len());
            }
            x += run.len();
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Draws the path as a pen would, and reads the code in the picture.
    fn read(drawing: &Drawing) -> String {
        const SCALE: usize = 4;
        let mut dark = vec![false; drawing.size * drawing.size];
        let (mut x, mut y) = (0, 0);
        for piece in
            drawing.path.split_inclusive(|sign: char| sign.is_ascii_digit()).collect::<String>().split(['M', 'm'])
        {
            let Some((start, length)) = piece.split_once('h') else { continue };
            let (right, down) = start.split_once(' ').unwrap();
            match down.strip_suffix(".5") {
                Some(row) => (x, y) = (right.parse::<usize>().unwrap(), row.parse::<usize>().unwrap()),
                None => x += right.parse::<usize>().unwrap(),
            }
            for _ in 0..length.parse::<usize>().unwrap() {
                dark[y * drawing.size + x] = true;
                x += 1;
            }
        }
        let side = drawing.size * SCALE;
        let shade = |x: usize, y: usize| if dark[y / SCALE * drawing.size + x / SCALE] { 0 } else { 255 };
        let mut picture = rqrr::PreparedImage::prepare_from_greyscale(side, side, shade);
        let grids = picture.detect_grids();
        assert_eq!(grids.len(), 1, "one code is seen");
        let (meta, text) = grids[0].decode().unwrap();
        // 0 stands for M in the code itself.
        assert_eq!(meta.ecc_level, 0);
        text
    }

    #[test]
    fn a_phone_reads_the_address_from_the_drawing() {
        for address in [
            "https://guidepost.example/h/k7m2p4qd/",
            "https://a.example/",
            &format!("https://a.example/{}", "é".repeat(90)),
        ] {
            let drawing = draw(address.to_string()).unwrap();
            assert_eq!(read(&drawing), address);
            assert_eq!(drawing.address, address);
        }
    }

    #[test]
    fn the_border_is_empty() {
        let drawing = draw("https://guidepost.example/h/k7m2p4qd/".to_string()).unwrap();
        assert_eq!(drawing.size, 29 + 2 * 4);
        assert!(drawing.path.starts_with("M4 4.5h7m"), "{}", drawing.path);
    }

    #[test]
    fn the_drawing_is_small() {
        let drawing = draw("https://guidepost.example/h/k7m2p4qd/".to_string()).unwrap();
        assert!(drawing.path.len() < 1600, "{} bytes", drawing.path.len());
    }

    #[test]
    fn an_address_that_is_too_long_has_no_code() {
        assert_eq!(draw("a".repeat(5000)), None);
    }
}
