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

/// How well a WebP of a photograph is drawn, from 1 to 100: about as a JPEG of [`QUALITY`].
const QUALITY_WEBP: f32 = 75.0;

/// The longest side that a WebP can have (RFC 9649, section 2.5).
const LONGEST_WEBP: u32 = 16_383;

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
    /// The ending of those that every browser can show.
    #[must_use]
    pub fn ending(self) -> &'static str {
        if self.is_photograph() { "jpg" } else { "png" }
    }

    /// Whether it may lose what nobody sees, and lets nothing shine through.
    fn is_photograph(self) -> bool {
        match self.format {
            Format::Jpeg => true,
            Format::Png => false,
            Format::WebP => !self.has_alpha,
        }
    }

    /// Whether width and height change places when it is held upright.
    #[must_use]
    pub fn lies_on_its_side(self) -> bool {
        self.orientation >= 5
    }
}

/// Which picture is made of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// The picture itself.
    Own,
    /// In this width, in a format that every browser can show.
    Plain(u32),
    /// In this width as WebP, which takes fewer bytes, and which old browsers cannot show.
    WebP(u32),
}

/// Whether a picture of this width and height can be stored as WebP.
#[must_use]
pub fn fits_webp((width, height): (u32, u32)) -> bool {
    width <= LONGEST_WEBP && height <= LONGEST_WEBP
}

/// The height of a picture of this size in another width.
#[must_use]
pub fn height_in((width, height): (u32, u32), other: u32) -> u32 {
    let height = u64::from(height) * u64::from(other) / u64::from(width.max(1));
    u32::try_from(height).unwrap_or(u32::MAX).max(1)
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

/// One of the pictures that are made of a file.
///
/// # Errors
/// When the picture is damaged, or too large to be held in memory.
pub fn make(bytes: &[u8], look: Look, version: Version) -> Result<Vec<u8>, Fault> {
    match version {
        Version::Own => cleaned(bytes, look),
        Version::Plain(width) => plain(bytes, look, width),
        Version::WebP(width) => webp(bytes, look, width),
    }
}

/// The same picture without anything that is not needed to draw it.
fn cleaned(bytes: &[u8], look: Look) -> Result<Vec<u8>, Fault> {
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

/// The picture in another width. Of a format that every browser can show, it never takes more bytes than the picture itself.
fn plain(bytes: &[u8], look: Look, width: u32) -> Result<Vec<u8>, Fault> {
    let whole = cleaned(bytes, look)?;
    let (picture, profile) = decoded(bytes, look)?;
    let made = encoded(&resized(picture, width), profile, look, QUALITY)?;
    let is_same_format = look.format != Format::WebP;
    Ok(if is_same_format && whole.len() < made.len() { whole } else { made })
}

/// The picture in another width as WebP. What is no photograph keeps the colour of every point.
fn webp(bytes: &[u8], look: Look, width: u32) -> Result<Vec<u8>, Fault> {
    // What the parts of a file say beside the picture may hide that it ends too early.
    cleaned(bytes, look)?;
    let (picture, profile) = decoded(bytes, look)?;
    let picture = resized(picture, width);
    let size = (picture.width(), picture.height());
    if !fits_webp(size) {
        return Err(Fault::TooLarge);
    }
    let profile = profile.filter(|profile| metadata::is_profile_of(profile, false));
    let has_alpha = !look.is_photograph() && picture.color().has_alpha();
    let made = if has_alpha {
        webp::Encoder::from_rgba(&picture.to_rgba8(), size.0, size.1).encode_simple(true, QUALITY_WEBP)
    } else {
        webp::Encoder::from_rgb(&picture.to_rgb8(), size.0, size.1).encode_simple(!look.is_photograph(), QUALITY_WEBP)
    };
    let made = made.map_err(|_| Fault::TooLarge)?;
    Ok(match profile {
        Some(profile) => metadata::with_profile(&made, size, has_alpha, &profile).ok_or(Fault::TooLarge)?,
        None => made.to_vec(),
    })
}

fn resized(picture: DynamicImage, width: u32) -> DynamicImage {
    if picture.width() == width {
        return picture;
    }
    let height = height_in((picture.width(), picture.height()), width);
    picture.resize_exact(width, height, FilterType::CatmullRom)
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
