//! Rules about pictures.

use image::ImageFormat;
use snapbox::str;

use super::{check, with_text};
use crate::pictures::{noise, plain};
use crate::project::Project;

#[test]
fn picture_damaged() {
    let mut bytes = plain(90, 60, ImageFormat::Jpeg);
    bytes.truncate(bytes.len() - 2);
    check(
        "picture-damaged",
        &with_text("Text.").file("content/room.jpg", bytes),
        str![[r#"
error[picture-damaged]: this picture cannot be used: it ends before the picture is whole
 ╭▸ content/room.jpg
 ╰ help: copy it again from where it came, or save it again in a picture program
"#]],
    );
}

#[test]
fn picture_heavy() {
    check(
        "picture-heavy",
        &with_text("Text.").file("content/room.png", noise(470, 470, ImageFormat::Png)),
        str![[r#"
warning[picture-heavy]: this picture takes 664 KB; more than 200 KB is slow to load on a phone
 ╭▸ content/room.png
 ╰ help: save a photograph as JPEG; make a drawing smaller, or give it fewer colours
"#]],
    );
}

#[test]
fn picture_too_large() {
    let mut bytes = plain(9, 6, ImageFormat::Png);
    bytes[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
    bytes[20..24].copy_from_slice(&60_000_u32.to_be_bytes());
    check(
        "picture-too-large",
        &with_text("Text.").file("content/plan.png", bytes),
        str![[r#"
error[picture-too-large]: this picture has 60000 × 60000 pixels; the most that is read is 50 million
 ╭▸ content/plan.png
 ╰ help: make it smaller in a picture program; 2400 pixels are wide enough for every screen
"#]],
    );
}

#[test]
fn unknown_color() {
    check(
        "unknown-color",
        &Project::wayside().file(
            "content/plan.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\">\n<path fill=\"var(--acent)\" stroke=\"var(--acent)\"/></svg>\n",
        ),
        str![[r#"
warning[unknown-color]: the theme has no colour `acent`
  ╭▸ content/plan.svg:2:19
  │
2 │ <path fill="var(--acent)" stroke="var(--acent)"/></svg>
  │                   ━━━━━
  │
  ╰ help: did you mean `accent`?
"#]],
    );
}

#[test]
fn unsafe_drawing() {
    check(
        "unsafe-drawing",
        &with_text("Text.")
            .file("content/plan.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\">\n<script>alert(1)</script></svg>\n"),
        str![[r#"
error[unsafe-drawing]: this drawing holds the element `script`, which could run code or load something from elsewhere
  ╭▸ content/plan.svg:2:1
  │
2 │ <script>alert(1)</script></svg>
  │ ━━━━━━━
  │
  ╰ help: take it out, or save the drawing again in a drawing program, as plain SVG
"#]],
    );
}
