//! Pictures of a site: in widths that fit the screen, without what they tell of people and places, and never unsafe.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, RgbImage};
use snapbox::str;

use crate::project::{Desk, Project, page};

/// A picture of many colours, which no format stores in few bytes.
pub(crate) fn noise(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut state = 1_u32;
    let image = RgbImage::from_fn(width, height, |_, _| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        image::Rgb([state.to_be_bytes()[0], state.to_be_bytes()[1], state.to_be_bytes()[0]])
    });
    stored(&image.into(), format)
}

/// A picture of one colour.
pub(crate) fn plain(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    stored(&RgbImage::from_pixel(width, height, image::Rgb([90, 120, 150])).into(), format)
}

fn stored(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A JPEG that says where it was taken, and that the camera was held on its side.
fn photograph(width: u32, height: u32) -> Vec<u8> {
    let plain = plain(width, height, ImageFormat::Jpeg);
    let exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0GPS-SECRET";
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&plain[..2], &[0xFF, 0xE1], &length, exif, &plain[2..]].concat()
}

/// A bundle that shows `room` with this ending.
fn with_picture(ending: &str, bytes: Vec<u8>) -> Project {
    Project::new()
        .file("content/a/index.md", page("A", &format!("![A calm room](room.{ending})\n\n[Large](room.{ending})")))
        .file(&format!("content/a/room.{ending}"), bytes)
}

fn pictures(site: &crate::project::Site) -> Vec<String> {
    let is_picture = |path: &&String| path.starts_with("a/room");
    let dimensions =
        |path: &String| image::load_from_memory(&site.outputs[path]).map(|image| (image.width(), image.height()));
    site.outputs.keys().filter(is_picture).map(|path| format!("{path} {:?}", dimensions(path).unwrap())).collect()
}

#[test]
fn a_photograph_is_offered_in_the_widths_that_screens_need() {
    let site = with_picture("jpg", plain(2000, 1000, ImageFormat::Jpeg)).build();
    site.clean().body("a/index.html", str![[r#"
<p><picture><source type="image/webp" srcset="/a/room-480w.webp 480w, /a/room-800w.webp 800w, /a/room-1200w.webp 1200w" sizes="(min-width: 45em) 42em, 100vw"><img src="/a/room-800w.jpg" alt="A calm room" width="2000" height="1000" srcset="/a/room-480w.jpg 480w, /a/room-800w.jpg 800w, /a/room-1200w.jpg 1200w" sizes="(min-width: 45em) 42em, 100vw" loading="lazy" decoding="async"></picture></p>
<p><a href="/a/room.jpg">Large</a></p>
"#]]);
    assert_eq!(
        pictures(&site),
        [
            "a/room-1200w.jpg (1200, 600)",
            "a/room-1200w.webp (1200, 600)",
            "a/room-480w.jpg (480, 240)",
            "a/room-480w.webp (480, 240)",
            "a/room-800w.jpg (800, 400)",
            "a/room-800w.webp (800, 400)",
            "a/room.jpg (2000, 1000)"
        ]
    );
}

#[test]
fn no_picture_is_made_larger_than_it_is() {
    let site = with_picture("png", noise(600, 300, ImageFormat::Png)).build();
    site.body("a/index.html", str![[r#"
<p><picture><source type="image/webp" srcset="/a/room-480w.webp 480w, /a/room-600w.webp 600w" sizes="(min-width: 45em) 42em, 100vw"><img src="/a/room.png" alt="A calm room" width="600" height="300" srcset="/a/room-480w.png 480w, /a/room.png 600w" sizes="(min-width: 45em) 42em, 100vw" loading="lazy" decoding="async"></picture></p>
<p><a href="/a/room.png">Large</a></p>
"#]]);
    assert_eq!(
        pictures(&site),
        [
            "a/room-480w.png (480, 240)",
            "a/room-480w.webp (480, 240)",
            "a/room-600w.webp (600, 300)",
            "a/room.png (600, 300)"
        ]
    );
    let small = with_picture("png", plain(480, 240, ImageFormat::Png)).build();
    small.clean().lacks("a/index.html", "srcset");
    assert_eq!(pictures(&small), ["a/room.png (480, 240)"]);
}

#[test]
fn nothing_of_what_a_camera_adds_is_published_and_the_picture_stands_upright() {
    let site = with_picture("jpg", photograph(900, 600)).build();
    site.clean().contains("a/index.html", " width=\"600\" height=\"900\"");
    assert_eq!(
        pictures(&site),
        [
            "a/room-480w.jpg (480, 720)",
            "a/room-480w.webp (480, 720)",
            "a/room-600w.webp (600, 900)",
            "a/room.jpg (600, 900)"
        ]
    );
    for (path, bytes) in &site.outputs {
        assert!(!bytes.windows(6).any(|window| window == b"SECRET"), "{path}");
    }
}

#[test]
fn a_webp_becomes_what_every_browser_can_show() {
    let site = with_picture("webp", plain(600, 300, ImageFormat::WebP)).build();
    site.clean().contains("a/index.html", "type=\"image/webp\" srcset=\"/a/room-480w.webp 480w, /a/room.webp 600w\"");
    site.contains(
        "a/index.html",
        "width=\"600\" height=\"300\" srcset=\"/a/room-480w.jpg 480w, /a/room-600w.jpg 600w\"",
    );
    assert!(site.outputs["a/room-480w.jpg"].starts_with(&[0xFF, 0xD8]));
}

#[test]
fn what_moves_is_copied_as_it_is_and_what_lies_in_static_keeps_its_size_but_not_its_secrets() {
    let gif = b"GIF89a\x02\x00\x03\x00\x00\x00\x00;";
    let site = Project::new()
        .file("content/a/index.md", page("A", "![Moves](m.gif) ![Room](/room.jpg)"))
        .file("content/a/m.gif", gif)
        .file("static/room.jpg", photograph(900, 600))
        .build();
    site.clean().lacks("a/index.html", "srcset");
    assert_eq!(*site.outputs["a/m.gif"], *gif);
    let room = &site.outputs["room.jpg"];
    assert!(!room.windows(6).any(|window| window == b"SECRET"));
    let room = image::load_from_memory(room).unwrap();
    assert_eq!((room.width(), room.height()), (600, 900));
    site.absent("room-480w.jpg")
        .contains("a/index.html", "src=\"/room.jpg\" alt=\"Room\" width=\"600\" height=\"900\"");
}

#[test]
fn pictures_are_made_once_and_a_warm_build_says_what_a_cold_one_says() {
    let heavy = with_picture("jpg", noise(1300, 600, ImageFormat::Jpeg));
    let mut desk = Desk::new();
    let first = desk.build(&heavy);
    assert_eq!(first.rendered().iter().filter(|path| path.starts_with("a/room")).count(), 7);
    let second = desk.build(&heavy);
    assert_eq!(second.rendered(), [""; 0]);
    assert_eq!(first.broken(), ["picture-heavy"]);
    assert_eq!(first.broken(), second.broken());
    let changed = desk.build(&heavy.clone().file("content/a/room.jpg", noise(1300, 601, ImageFormat::Jpeg)));
    assert_eq!(changed.rendered().len(), 8, "the seven and the page: {:?}", changed.rendered());
    assert_eq!(heavy.build().outputs, first.outputs, "the same bytes each time");
}

#[test]
fn the_program_makes_pictures_once_too() {
    let folder = with_picture("jpg", plain(900, 600, ImageFormat::Jpeg)).in_folder();
    let cache = || std::fs::read(folder.path(".public.guidepost/cache")).unwrap();
    assert_eq!(folder.run(&["build"]).code, 0);
    let (tree, first) = (folder.tree("public"), cache());
    assert_eq!(folder.run(&["build"]).code, 0);
    assert_eq!((folder.tree("public"), cache()), (tree.clone(), first));
    folder.write(".public.guidepost/cache", "damaged");
    std::fs::write(folder.path("public/a/room.jpg"), "changed by hand").unwrap();
    assert_eq!(folder.run(&["build"]).code, 0);
    assert_eq!(folder.tree("public"), tree, "neither a damaged memory nor a changed output does harm");
}

#[test]
fn a_picture_that_is_cut_off_is_said_once() {
    let mut bytes = plain(2000, 1000, ImageFormat::Jpeg);
    bytes.truncate(bytes.len() / 2);
    let site = with_picture("jpg", bytes).build();
    site.diagnostics(str!["content/a/room.jpg: error[picture-damaged]: this picture cannot be used: it ends before the picture is whole (help: copy it again from where it came, or save it again in a picture program)"]);
}

#[test]
fn a_file_cannot_stand_where_a_smaller_picture_is_written() {
    let site = with_picture("jpg", plain(600, 300, ImageFormat::Jpeg))
        .file("content/a/room-480w.jpg", plain(9, 9, ImageFormat::Jpeg));
    assert_eq!(site.build().broken(), ["output-collision"]);
}

#[test]
fn every_unsafe_part_of_a_drawing_is_named_at_its_place() {
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 2 1\">\n<script>x</script>\n<g onclick=\"x\"/>\n</svg>\n";
    let site = with_picture("svg", drawing.as_bytes().to_vec()).build();
    site.diagnostics(str![[r#"
content/a/room.svg:2:1: error[unsafe-drawing]: this drawing holds the element `script`, which could run code or load something from elsewhere (help: take it out, or save the drawing again in a drawing program, as plain SVG)
content/a/room.svg:3:4: error[unsafe-drawing]: this drawing holds the attribute `onclick` of the element `g`, which could run code or load something from elsewhere (help: take it out, or save the drawing again in a drawing program, as plain SVG)
"#]]);
    let cut = with_picture("svg", drawing.as_bytes()[..70].to_vec()).build();
    assert_eq!(cut.broken(), ["unsafe-drawing"]);
}

const FIGURE: &str = ":::figure{caption=\"A room\" description=\"A chair by a window.\" source=\"Harbour Clinic\" source_url=\"https://clinic.example/\" licence=\"CC BY 4.0\"}\n![A calm room](room.svg)\n:::\n";

fn with_figure(text: &str) -> Project {
    Project::wayside()
        .file("content/a/index.md", page("A", text))
        .file("content/a/room.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='2' height='1'/>")
}

#[test]
fn a_figure_says_what_it_shows_where_it_comes_from_and_what_may_be_done_with_it() {
    let html = with_figure(FIGURE).build().clean().text("a/index.html");
    let figure = &html[html.find("<figure").unwrap()..html.find("</figure>").unwrap()];
    crate::project::same(
        figure,
        str![[r#"
<figure class="figure">
<p><img src="/a/room.svg" alt="A calm room" width="2" height="1" loading="lazy" decoding="async"></p>

<figcaption>
<p>A room</p>
<p class="credit">Picture: <bdi><a href="https://clinic.example/" rel="noreferrer">Harbour Clinic</a></bdi>. Licence: <bdi>CC BY 4.0</bdi></p>
</figcaption>

"#]],
    );
    let bare = with_figure(":::figure\n![A calm room](room.svg)\n:::\n").build();
    bare.clean().lacks("a/index.html", "<figcaption").lacks("a/index.html", "<details class=\"more\"");
}

#[test]
fn a_picture_of_people_needs_their_consent() {
    let people = FIGURE.replace(":::figure{", ":::figure{people=true ");
    with_figure(&people).build().diagnostics(str![[r#"content/a/index.md:4:4: error[missing-argument]: `figure` with `people="true"` needs `consent` (help: add `consent="…"` to it, or take `people` out where it does not hold)"#]]);
    let with_consent = people.replace("people=true", "people=true consent=\"Written, 2026-01-05, with the clinic\"");
    let site = with_figure(&with_consent).build();
    site.clean().contains("a/index.html", "Shown with the consent of the people in the picture.");
    site.lacks("a/index.html", "Written, 2026-01-05");
    with_figure(&FIGURE.replace(":::figure{", ":::figure{people=false ")).build().clean();
}

/// A drawing that asks for the colours `names` of the theme.
fn drawing(names: &[&str]) -> String {
    let parts: String = names.iter().map(|name| format!("<path fill='var(--{name})'/>")).collect();
    format!("<svg xmlns='http://www.w3.org/2000/svg' width='2' height='1'>{parts}</svg>\n")
}

#[test]
fn a_drawing_is_seen_on_light_and_on_dark_screens_in_the_colours_of_the_centre() {
    let project = Project::wayside().file("static/plan.svg", drawing(&["text", "accent"]));
    let mut desk = Desk::new();
    desk.build(&project).clean().output("plan.svg", str!["<svg xmlns='http://www.w3.org/2000/svg' width='2' height='1'><style>:root{--accent:#0b4f8a;--text:#1a2126}@media screen and (prefers-color-scheme:dark){:root{--accent:#8fc4ff;--text:#eceff1}}</style><path fill='var(--text,#1a2126)'/><path fill='var(--accent,#0b4f8a)'/></svg>"]);
    let branded = desk.build(&project.config("theme_options: {brand: \"#0b5c4a\"}"));
    branded.clean().output("plan.svg", str!["<svg xmlns='http://www.w3.org/2000/svg' width='2' height='1'><style>:root{--accent:#0b5c4a;--text:#1a2126}@media screen and (prefers-color-scheme:dark){:root{--accent:#14aa89;--text:#eceff1}}</style><path fill='var(--text,#1a2126)'/><path fill='var(--accent,#0b5c4a)'/></svg>"]);
}

#[test]
fn a_drawing_that_asks_for_no_colour_of_the_theme_is_published_as_it_is() {
    for text in [drawing(&[]), drawing(&["fill-0,red"])] {
        let site = Project::wayside().file("static/plan.svg", &text).build();
        assert_eq!(&*site.clean().outputs["plan.svg"], text.as_bytes());
    }
}

#[test]
fn a_colour_that_the_theme_does_not_have_is_named_with_those_that_it_has() {
    let far = Project::wayside().file("content/a.svg", format!("\u{FEFF}{}", drawing(&["sunshine"]))).build();
    far.diagnostics(str!["content/a.svg:1:80: warning[unknown-color]: the theme has no colour `sunshine` (help: the theme has these colours: `accent`, `amber`, `bg`, `blue`, `emergency`, `green`, `line`, `muted`, `notice`, `on-care`, `on-emergency`, `red`, `routine`, `surface`, `text`, `urgent`)"]);
    let none = Project::new().file("content/a.svg", drawing(&["text"])).build();
    none.diagnostics(str!["content/a.svg:1:80: warning[unknown-color]: the theme has no colour `text` (help: this theme has no colours by name; write the colour itself, as in `#1a2126`)"]);
}
