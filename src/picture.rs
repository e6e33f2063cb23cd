//! Pictures: what their first bytes say, the same picture without what it says of people and places, and smaller ones.
//!
//! Input: the bytes of a picture. Output: facts, or the bytes of another picture. A photograph carries the place where it was
//! taken, the camera and often names; none of that passes. The direction in which the camera was held is applied. The same
//! bytes give the same picture on every machine. Nothing here knows of pages, reads or writes a file.

mod drawing;
mod metadata;
mod themed;

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageError, ImageFormat, ImageReader, Limits};

pub use drawing::{Unsafe, check as check_drawing};
pub use themed::{Themed, themed};

/// The widths in which a picture is offered besides its own: for small phones, for large ones, and for wide screens.
pub const WIDTHS: [u32; 3] = [480, 800, 1200];

/// The most pixels of a picture: more than any phone takes, and few enough to be held in memory.
pub const MOST_PIXELS: u64 = 50_000_000;

/// More bytes than this make a picture slow to load on a phone.
pub const HEAVY: u64 = 200_000;

/// How well the small ones are drawn, from 1 to 100.
const QUALITY: u8 = 78;

/// How well one is drawn that had to be turned.
const QUALITY_TURNED: u8 = 90;

/// How a picture is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// JPEG, for photographs.
    Jpeg,
    /// PNG, for drawings and pictures of a screen.
    Png,
    /// WebP, for both.
    WebP,
}

impl Format {
    fn known(self) -> ImageFormat {
        match self {
            Self::Jpeg => ImageFormat::Jpeg,
            Self::Png => ImageFormat::Png,
            Self::WebP => ImageFormat::WebP,
        }
    }
}

/// What the first bytes of a picture say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// How it is stored.
    pub format: Format,
    /// The direction in which the camera was held, by the numbers of Exif: 1 is upright.
    pub orientation: u8,
    /// Whether it lets something shine through.
    has_alpha: bool,
}

impl Look {
    /// The ending of smaller ones. What can draw WebP as small as cameras do is written in C and not used here, so a
    /// photograph becomes a JPEG.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self.format {
            Format::Jpeg => "jpg",
            Format::WebP if !self.has_alpha => "jpg",
            Format::Png | Format::WebP => "png",
        }
    }

    /// Whether width and height change places when it is held upright.
    #[must_use]
    pub fn lies_on_its_side(self) -> bool {
        self.orientation >= 5
    }
}

/// Why a picture cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It ends before it is whole.
    #[error("it ends before the picture is whole")]
    Truncated,
    /// Its bytes cannot be understood.
    #[error("it cannot be read as a picture")]
    Damaged,
    /// It would take too much memory.
    #[error("it is too large")]
    TooLarge,
}

/// What the first bytes of a picture say; `None` for what is no picture of a format that is known here, and for one that
/// moves, of which smaller ones would stand still.
#[must_use]
pub fn look(head: &[u8]) -> Option<Look> {
    if head.starts_with(&[0xFF, 0xD8, 0xFF]) {
        let orientation = metadata::exif(head).and_then(Orientation::from_exif_chunk);
        let orientation = orientation.map_or(1, Orientation::to_exif);
        return Some(Look { format: Format::Jpeg, orientation, has_alpha: false });
    }
    if head.starts_with(metadata::PNG) {
        let moves = metadata::has_png_chunk(head, *b"acTL");
        return (!moves).then_some(Look { format: Format::Png, orientation: 1, has_alpha: true });
    }
    let flags = metadata::webp_flags(head)?;
    let look = Look { format: Format::WebP, orientation: 1, has_alpha: flags.has_alpha };
    (!flags.moves).then_some(look)
}

/// The same picture without anything that is not needed to draw it.
///
/// # Errors
/// When the picture is damaged.
pub fn cleaned(bytes: &[u8], look: Look) -> Result<Vec<u8>, Fault> {
    let clean = match look.format {
        Format::Jpeg => metadata::clean_jpeg(bytes),
        Format::Png => metadata::clean_png(bytes),
        Format::WebP => metadata::clean_webp(bytes),
    };
    let clean = clean.ok_or(Fault::Truncated)?;
    if look.orientation == 1 {
        return Ok(clean);
    }
    let (picture, profile) = decoded(bytes, look)?;
    encoded(&picture, profile, look, QUALITY_TURNED)
}

/// The picture in a smaller width. It never takes more bytes than the picture itself.
///
/// # Errors
/// When the picture is damaged, or too large to be held in memory.
pub fn smaller(bytes: &[u8], look: Look, width: u32) -> Result<Vec<u8>, Fault> {
    let whole = cleaned(bytes, look)?;
    let (picture, profile) = decoded(bytes, look)?;
    let height = u64::from(picture.height()) * u64::from(width) / u64::from(picture.width().max(1));
    let height = u32::try_from(height).unwrap_or(u32::MAX).max(1);
    let small = picture.resize_exact(width, height, FilterType::CatmullRom);
    drop(picture);
    let small = encoded(&small, profile, look, QUALITY)?;
    let is_same_format = look.format != Format::WebP;
    Ok(if is_same_format && whole.len() < small.len() { whole } else { small })
}

/// The picture held upright, and the profile of its colours.
fn decoded(bytes: &[u8], look: Look) -> Result<(DynamicImage, Option<Vec<u8>>), Fault> {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_PIXELS * 8);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), look.format.known());
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(fault)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(Fault::TooLarge);
    }
    let profile = decoder.icc_profile().map_err(fault)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(fault)?;
    if let Some(orientation) = Orientation::from_exif(look.orientation) {
        picture.apply_orientation(orientation);
    }
    Ok((picture, profile))
}

fn encoded(picture: &DynamicImage, profile: Option<Vec<u8>>, look: Look, quality: u8) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    let is_grey = !picture.color().has_color();
    let profile = profile.filter(|profile| metadata::is_profile_of(profile, is_grey));
    if look.ending() == "jpg" {
        let mut encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
        add_profile(&mut encoder, profile);
        let picture = if is_grey { picture.to_luma8().into() } else { DynamicImage::from(picture.to_rgb8()) };
        picture.write_with_encoder(encoder).map_err(fault)?;
    } else {
        let mut encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Best, PngFilter::Adaptive);
        add_profile(&mut encoder, profile);
        let picture = match (is_grey, picture.color().has_alpha()) {
            (true, false) => picture.to_luma8().into(),
            (true, true) => picture.to_luma_alpha8().into(),
            (false, false) => picture.to_rgb8().into(),
            (false, true) => DynamicImage::from(picture.to_rgba8()),
        };
        picture.write_with_encoder(encoder).map_err(fault)?;
    }
    Ok(bytes)
}

fn add_profile(encoder: &mut impl ImageEncoder, profile: Option<Vec<u8>>) {
    if let Some(profile) = profile {
        // An encoder that cannot hold one draws the colours as most screens show them.
        let _ = encoder.set_icc_profile(profile);
    }
}

fn fault(error: ImageError) -> Fault {
    match error {
        ImageError::Limits(_) => Fault::TooLarge,
        ImageError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Fault::Truncated,
        _ => Fault::Damaged,
    }
}

#[cfg(test)]
mod tests;
