//! What somebody who changes a theme has at hand: its files, and copies of them that remember their original.

use guidepost::theme::embedded_text;
use snapbox::str;

use crate::project::{Project, page, same};

/// A site whose theme is made of three layers.
fn layered() -> Project {
    Project::empty()
        .file("guidepost.yaml", "title: T\nbase_url: https://example.org/\ntheme: harbour\n")
        .file("content/_index.md", page("Home", "Welcome."))
        .file("themes/harbour/theme.yaml", "name: harbour\ncontract: 1\nextends: wayside\n")
        .file("themes/harbour/templates/partials/footer.html", "harbour\n")
        .file("themes/harbour/assets/boat.png", [0x89, b'P', b'N', b'G', 0xFF])
        .file("templates/partials/footer.html", "own\n")
        .file("templates/landing.html", "{% extends \"page.html\" %}\n")
}

#[test]
fn the_list_says_of_each_file_where_it_comes_from() {
    let said = layered().in_folder().run(&["theme", "list"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    let lines: Vec<Vec<&str>> = said.out.lines().map(|line| line.splitn(2, "  ").map(str::trim).collect()).collect();
    let of =
        |path: &str| lines.iter().find(|line| line[0] == path).unwrap_or_else(|| panic!("{path}: {}", said.out))[1];
    assert_eq!(of("templates/page.html"), "wayside, which is part of Guidepost");
    assert_eq!(of("templates/landing.html"), "this site");
    assert_eq!(of("assets/boat.png"), "themes/harbour");
    assert_eq!(
        of("templates/partials/footer.html"),
        "this site, in place of themes/harbour, wayside, which is part of Guidepost"
    );
    assert_eq!(of("components/care.html"), "wayside, which is part of Guidepost");
    assert_eq!(of("strings/en.yaml"), "wayside, which is part of Guidepost");
    assert!(lines.is_sorted() && !said.out.contains("theme.yaml"), "{}", said.out);
}

#[test]
fn a_file_is_shown_as_the_site_or_as_the_theme_has_it() {
    let folder = layered().in_folder();
    let footer = "templates/partials/footer.html";
    assert_eq!(folder.run(&["theme", "show", footer]).out, "own\n");
    assert_eq!(folder.run(&["theme", "show", footer, "--original"]).out, "harbour\n");
    let page = embedded_text("themes/wayside/templates/page.html").unwrap();
    assert_eq!(folder.run(&["theme", "show", "templates/page.html"]).out, page);
}

#[test]
fn a_file_that_is_not_there_or_no_text_is_explained() {
    let folder = layered().in_folder();
    let said = |arguments: &[&str]| {
        let said = folder.run(arguments);
        assert_eq!((said.code, said.out.as_str()), (2, ""));
        said.err.trim_end().to_owned()
    };
    same(
        &said(&["theme", "show", "templates/pgae.html"]),
        str![[r#"
error: the theme has no file `templates/pgae.html`
  = help: did you mean `templates/page.html`?
"#]],
    );
    same(
        &said(&["theme", "copy", "care.html"]),
        str![[r#"
error: the theme has no file `care.html`
  = help: did you mean `components/care.html`?
"#]],
    );
    same(
        &said(&["theme", "show", "assets/boat.png"]),
        str![[r#"
error: `assets/boat.png` is no text, so it cannot be shown here
  = help: run `guidepost theme copy assets/boat.png` and open the copy
"#]],
    );
    same(
        &said(&["theme", "copy", "templates/landing.html"]),
        str![[r#"
error: `templates/landing.html` is a file of this site alone: the theme has none of that name
  = help: run `guidepost theme list` for the files of the theme
"#]],
    );
    let footer = said(&["theme", "copy", "templates/partials/footer.html"]);
    assert!(footer.contains("templates/partials/footer.html"), "{footer}");
    assert_eq!(std::fs::read_to_string(folder.path("templates/partials/footer.html")).unwrap(), "own\n");
}

#[test]
fn a_site_with_a_theme_that_does_not_exist_is_told_so() {
    let said = layered().edit("guidepost.yaml", "harbour", "harbor").in_folder().run(&["theme", "list"]);
    assert_eq!((said.code, said.out.as_str()), (1, ""));
    assert!(said.err.contains("no theme `harbor`"), "{}", said.err);
}

/// Every kind of file that a theme has, and a file of it.
const KINDS: [&str; 7] = [
    "templates/base.html",
    "templates/page.md",
    "templates/llms.txt",
    "components/care.html",
    "assets/style.css",
    "assets/icon.svg",
    "strings/en.yaml",
];

#[test]
fn a_copy_changes_no_page_and_remembers_its_original() {
    let plain = Project::wayside()
        .config("status: live\noutputs: {markdown: true, llms_txt: true}")
        .file("content/a.md", page("A", ":::care{level=\"urgent\"}\nText.\n:::"));
    let folder = plain.in_folder();
    let mut copied = plain.clone();
    for path in KINDS {
        let said = folder.run(&["theme", "copy", path]);
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{path}");
        let copy = std::fs::read_to_string(folder.path(path)).unwrap();
        let (first, rest) = copy.split_once('\n').unwrap();
        assert!(first.contains(&format!("guidepost: copy of {path}, version ")), "{first}");
        assert_eq!(rest, embedded_text(&format!("themes/wayside/{path}")).unwrap(), "{path}");
        copied = copied.file(path, copy);
    }
    let (before, after) = (plain.build(), copied.build());
    after.clean();
    // Assets are called by their hash, which the comment changes.
    let without_hash = |html: String| {
        html.split("/assets/")
            .map(|piece| piece.split_once("\">").map_or(piece, |(_, rest)| rest).to_owned())
            .collect::<String>()
    };
    for path in ["index.html", "a/index.html", "404.html"] {
        assert_eq!(without_hash(after.text(path)), without_hash(before.text(path)), "{path}");
    }
}

#[test]
fn a_copy_of_a_picture_is_the_picture() {
    let folder = layered().in_folder();
    let said = folder.run(&["theme", "copy", "assets/boat.png"]);
    assert_eq!(said.code, 0);
    assert!(said.out.contains("This kind of file cannot say"), "{}", said.out);
    assert_eq!(std::fs::read(folder.path("assets/boat.png")).unwrap(), [0x89, b'P', b'N', b'G', 0xFF]);
}

#[test]
fn a_copy_of_something_that_changed_is_a_warning_until_its_line_says_the_new_version() {
    let folder = layered().without("templates/partials/footer.html").in_folder();
    assert_eq!(folder.run(&["theme", "copy", "templates/partials/footer.html"]).code, 0);
    let build = || folder.run(&["build", "--quiet"]);
    let text = |path: &str| std::fs::read_to_string(folder.path(path)).unwrap();
    folder.write("templates/partials/other.html", text("templates/partials/footer.html"));
    assert_eq!((build().code, build().err.as_str()), (0, ""));
    folder.write("themes/harbour/templates/partials/footer.html", "harbour, corrected\n");
    let warned = build();
    assert_eq!(warned.code, 0);
    assert_eq!(warned.err.matches("warning[theme-copy]").count(), 2, "{}", warned.err);
    let version = warned.err.split("and write `").nth(1).unwrap().split('`').next().unwrap().to_owned();
    for path in ["templates/partials/footer.html", "templates/partials/other.html"] {
        let old = text(path).split("version ").nth(1).unwrap().split(' ').next().unwrap().to_owned();
        folder.write(path, text(path).replace(&old, &version));
    }
    assert_eq!((build().code, build().err.as_str()), (0, ""));
}
