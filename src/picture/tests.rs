//! Pictures are made here, so that no file is needed: a JPEG with everything that a camera adds, a PNG, a WebP.

use super::*;

/// A picture with a colour in each corner.
fn picture(width: u32, height: u32) -> DynamicImage {
    let image = image::RgbImage::from_fn(width, height, |x, y| {
        let (left, top) = (x < width / 2, y < height / 2);
        image::Rgb(match (left, top) {
            (true, true) => [255, 0, 0],
            (false, true) => [0, 255, 0],
            (true, false) => [0, 0, 255],
            (false, false) => [255, 255, 255],
        })
    });
    image.into()
}

fn stored(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// Exif that says how the camera was held, and where.
fn exif(orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend_from_slice(&[orientation, 0, 0, 0, 0, 0, 0]);
    exif.extend_from_slice(b"GPS-SECRET");
    exif
}

/// A JPEG as a camera stores it.
fn photograph(width: u32, height: u32, orientation: u8) -> Vec<u8> {
    let bare = stored(&picture(width, height), ImageFormat::Jpeg);
    let mut bytes = bare[..2].to_vec();
    let parts = [
        (0xE1, exif(orientation)),
        (0xE1, b"http://ns.adobe.com/xap/1.0/\0XMP-SECRET".to_vec()),
        (0xED, b"Photoshop 3.0\0IPTC-SECRET".to_vec()),
        (0xFE, b"COMMENT-SECRET".to_vec()),
    ];
    for (marker, payload) in parts {
        bytes.extend_from_slice(&[0xFF, marker]);
        bytes.extend_from_slice(&u16::try_from(payload.len() + 2).unwrap().to_be_bytes());
        bytes.extend_from_slice(&payload);
    }
    bytes.extend_from_slice(&bare[2..]);
    bytes.extend_from_slice(b"TRAILER-SECRET");
    bytes
}

fn holds_a_secret(bytes: &[u8]) -> bool {
    bytes.windows(6).any(|window| window == b"SECRET")
}

#[test]
fn nothing_that_a_camera_adds_passes() {
    for orientation in [1, 6] {
        let bytes = photograph(900, 600, orientation);
        assert!(holds_a_secret(&bytes));
        let look = look(&bytes).unwrap();
        assert_eq!(look.orientation, orientation);
        let clean = cleaned(&bytes, look).unwrap();
        assert!(!holds_a_secret(&clean));
        for version in [Version::Plain(480), Version::WebP(480)] {
            assert!(!holds_a_secret(&make(&bytes, look, version).unwrap()), "{version:?}");
        }
        assert_eq!(super::look(&clean).unwrap().orientation, 1);
    }
}

#[test]
fn a_photograph_that_lies_well_keeps_every_byte_of_its_picture() {
    let bare = stored(&picture(90, 60), ImageFormat::Jpeg);
    let bytes = photograph(90, 60, 1);
    assert_eq!(cleaned(&bytes, look(&bytes).unwrap()).unwrap(), bare);
}

#[test]
fn a_photograph_is_turned_as_the_camera_was_held() {
    let bytes = photograph(900, 600, 6);
    let look = look(&bytes).unwrap();
    assert!(look.lies_on_its_side());
    for turned in [cleaned(&bytes, look).unwrap(), plain(&bytes, look, 300).unwrap()] {
        let turned = image::load_from_memory(&turned).unwrap().to_rgb8();
        assert_eq!(turned.width() * 3, turned.height() * 2);
        let top_left = turned.get_pixel(2, 2).0;
        assert!(top_left[2] > 200 && top_left[0] < 60, "what lay at the bottom left is at the top left: {top_left:?}");
    }
}

#[test]
fn a_smaller_picture_has_the_width_that_was_asked_for_and_never_more_bytes() {
    for (format, ending) in [(ImageFormat::Jpeg, "jpg"), (ImageFormat::Png, "png"), (ImageFormat::WebP, "jpg")] {
        let bytes = stored(&picture(900, 601), format);
        let look = look(&bytes).unwrap();
        assert_eq!(look.ending(), ending);
        let small = plain(&bytes, look, 480).unwrap();
        let size = image::load_from_memory(&small).unwrap();
        let is_the_picture_itself = small == cleaned(&bytes, look).unwrap();
        assert!((size.width(), size.height()) == (480, 320) || is_the_picture_itself, "{format:?}");
        assert!(format == ImageFormat::WebP || small.len() <= bytes.len(), "{format:?}");
        assert_eq!(small, plain(&bytes, look, 480).unwrap(), "the same bytes each time");
    }
}

/// Something like a photograph: colours that flow, and a little grain.
fn scene(width: u32, height: u32) -> DynamicImage {
    let image = image::RgbImage::from_fn(width, height, |x, y| {
        let grain = (x * 7919 + y * 104_729) % 13;
        let shade = |value: u32| u8::try_from((value + grain) % 256).unwrap();
        image::Rgb([shade(x * 200 / width), shade(y * 200 / height), shade((x + y) * 100 / (width + height))])
    });
    image.into()
}

#[test]
fn a_webp_takes_fewer_bytes_than_what_every_browser_can_show() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png] {
        let bytes = stored(&scene(900, 600), format);
        let look = look(&bytes).unwrap();
        let made = webp(&bytes, look, 480).unwrap();
        assert!(made.len() < plain(&bytes, look, 480).unwrap().len(), "{format:?}");
        let read = image::load_from_memory_with_format(&made, ImageFormat::WebP).unwrap();
        assert_eq!((read.width(), read.height()), (480, 320));
        assert_eq!(made, webp(&bytes, look, 480).unwrap(), "the same bytes each time");
    }
}

#[test]
fn a_drawing_keeps_each_colour_as_webp_and_what_shines_through() {
    let drawing = image::RgbaImage::from_fn(90, 60, |x, y| {
        image::Rgba([u8::try_from(2 * x).unwrap(), u8::try_from(4 * y).unwrap(), 77, if x < 45 { 0 } else { 200 }])
    });
    let bytes = stored(&drawing.clone().into(), ImageFormat::Png);
    let made = webp(&bytes, look(&bytes).unwrap(), 90).unwrap();
    let read = image::load_from_memory(&made).unwrap().to_rgba8();
    let visible = |image: &image::RgbaImage| -> Vec<[u8; 4]> {
        image.pixels().map(|pixel| if pixel.0[3] == 0 { [0; 4] } else { pixel.0 }).collect()
    };
    assert_eq!(visible(&read), visible(&drawing));
}

#[test]
fn a_webp_keeps_the_profile_of_the_colours() {
    let mut profile = vec![7; 131];
    profile[16..20].copy_from_slice(b"RGB ");
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 90);
    encoder.set_icc_profile(profile.clone()).unwrap();
    scene(90, 61).write_with_encoder(encoder).unwrap();
    let made = webp(&bytes, look(&bytes).unwrap(), 48).unwrap();
    let mut decoder = ImageReader::with_format(Cursor::new(&made), ImageFormat::WebP).into_decoder().unwrap();
    assert_eq!(decoder.dimensions(), (48, 32));
    assert_eq!(decoder.icc_profile().unwrap(), Some(profile));
    assert_eq!(cleaned(&made, look(&made).unwrap()).unwrap(), made, "it holds nothing else");
}

#[test]
fn what_is_too_long_for_a_webp_is_said_to_be() {
    assert!(fits_webp((16_383, 1)) && !fits_webp((1, 16_384)));
    let bytes = stored(&picture(2, 16_400), ImageFormat::Png);
    assert_eq!(webp(&bytes, look(&bytes).unwrap(), 2), Err(Fault::TooLarge));
}

#[test]
fn a_png_keeps_only_what_is_drawn() {
    let bare = stored(&picture(9, 6), ImageFormat::Png);
    let mut text = 11_u32.to_be_bytes().to_vec();
    text.extend_from_slice(b"tEXtName\0SECRET");
    text.extend_from_slice(&[0; 4]);
    let bytes = [&bare[..33], &text[..], &bare[33..], b"SECRET"].concat();
    assert_eq!(cleaned(&bytes, look(&bytes).unwrap()).unwrap(), bare);
}

#[test]
fn a_webp_keeps_only_what_is_drawn_and_does_not_say_more() {
    let bare = stored(&picture(9, 6), ImageFormat::WebP);
    let mut bytes = b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\x0c\0\0\0\x08\0\0\x05\0\0".to_vec();
    bytes.extend_from_slice(&bare[12..]);
    bytes.extend_from_slice(b"EXIF\x06\0\0\0SECRETXMP \x07\0\0\0SECRETX\0");
    let size = u32::try_from(bytes.len() - 8).unwrap();
    bytes[4..8].copy_from_slice(&size.to_le_bytes());
    let clean = cleaned(&bytes, look(&bytes).unwrap()).unwrap();
    assert!(!holds_a_secret(&clean));
    assert_eq!(clean[20], 0);
    assert_eq!(image::load_from_memory(&clean).unwrap().to_rgb8(), picture(9, 6).to_rgb8());
}

#[test]
fn a_file_that_is_cut_off_anywhere_is_refused_or_whole_and_never_a_panic() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let bytes = stored(&picture(40, 30), format);
        for length in (0..bytes.len()).step_by(7) {
            let Some(look) = look(&bytes[..length]) else { continue };
            for version in [Version::Plain(20), Version::WebP(20)] {
                assert!(make(&bytes[..length], look, version).is_err(), "{format:?} {length} {version:?}");
            }
        }
    }
}

#[test]
fn a_picture_that_says_it_is_huge_is_refused_before_it_is_read() {
    let mut bytes = stored(&picture(9, 6), ImageFormat::Png);
    bytes[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
    bytes[20..24].copy_from_slice(&60_000_u32.to_be_bytes());
    let look = look(&bytes).unwrap();
    assert!(matches!(plain(&bytes, look, 480), Err(Fault::TooLarge | Fault::Damaged)));
    let mut bytes = stored(&picture(9, 6), ImageFormat::Jpeg);
    let frame = bytes.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
    bytes[frame + 5..frame + 9].copy_from_slice(&[0xEA, 0x60, 0xEA, 0x60]);
    assert_eq!(plain(&bytes, super::look(&bytes).unwrap(), 480), Err(Fault::TooLarge));
}

#[test]
fn what_moves_is_not_made_smaller() {
    let mut png = stored(&picture(9, 6), ImageFormat::Png);
    png.splice(33..33, *b"\0\0\0\x08acTL\0\0\0\x02\0\0\0\0\0\0\0\0");
    assert_eq!(look(&png), None);
    assert_eq!(look(b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0"), None);
    assert_eq!(look(b"GIF89a"), None);
}
