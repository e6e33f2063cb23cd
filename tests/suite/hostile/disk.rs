//! Faults that only a disk has.

use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};

use snapbox::str;

use crate::project::{Project, page, same};

#[test]
fn links_that_leave_the_site_are_refused_all_at_once_unless_the_site_allows_them() {
    let folder = Project::new().in_folder();
    let outside = folder.path("../outside");
    std::fs::create_dir_all(outside.join("deep")).unwrap();
    std::fs::write(outside.join("page.md"), page("Outside", "Text.")).unwrap();
    std::fs::write(outside.join("deep/secret.txt"), "secret").unwrap();
    symlink(outside.join("page.md"), folder.path("content/file.md")).unwrap();
    symlink(&outside, folder.path("content/folder")).unwrap();
    std::fs::create_dir(folder.path("static")).unwrap();
    symlink("../../outside/deep/secret.txt", folder.path("static/relative.txt")).unwrap();
    let refused = folder.run(&["build", "--format", "short"]);
    assert_eq!(refused.code, 1);
    same(
        refused.err.trim_end(),
        str![[r#"
content/file.md: error[symbolic-link]: this symbolic link leads out of the site (help: copy the file into the site, or set `symbolic_links: true` in `guidepost.yaml`)
content/folder: error[symbolic-link]: this symbolic link leads out of the site (help: copy the file into the site, or set `symbolic_links: true` in `guidepost.yaml`)
static/relative.txt: error[symbolic-link]: this symbolic link leads out of the site (help: copy the file into the site, or set `symbolic_links: true` in `guidepost.yaml`)
3 errors: the site was not written; what was there before is unchanged
"#]],
    );
    assert!(!folder.path("public").exists());
    folder.write("guidepost.yaml", format!("{}symbolic_links: true\n", crate::project::CONFIG));
    let allowed = folder.run(&["build", "--format", "short"]);
    assert_eq!((allowed.code, allowed.err.as_str()), (0, ""));
    let tree = folder.tree("public");
    assert!(
        tree.contains_key("file/index.html")
            && tree.contains_key("folder/page/index.html")
            && tree.contains_key("relative.txt")
    );
}

#[test]
fn links_within_the_site_are_followed() {
    let folder = Project::new().file("content/a/page.md", page("A", "Text.")).in_folder();
    symlink("a", folder.path("content/b")).unwrap();
    let build = folder.run(&["build", "--format", "short"]);
    assert_eq!((build.code, build.err.as_str()), (0, ""));
    assert!(folder.tree("public").contains_key("b/page/index.html"));
}

#[test]
fn a_circle_of_links_is_refused_even_where_links_are_allowed() {
    let folder =
        Project::new().config("symbolic_links: true").file("content/a/page.md", page("A", "Text.")).in_folder();
    symlink("..", folder.path("content/a/up")).unwrap();
    let build = folder.run(&["build", "--format", "short"]);
    assert_eq!(build.code, 1);
    same(
        build.err.trim_end(),
        str![[r#"
content/a/up: error[symbolic-link]: this symbolic link leads to a folder above itself (help: remove the link)
1 error: the site was not written; what was there before is unchanged
"#]],
    );
}

#[test]
fn a_link_to_itself_is_said() {
    let folder = Project::new().in_folder();
    symlink("self", folder.path("content/self")).unwrap();
    let build = folder.run(&["build", "--format", "short"]);
    assert!(build.code == 1 && build.err.starts_with("content/self: error[unreadable-file]: "), "{}", build.err);
}

#[test]
fn a_folder_of_the_site_that_is_itself_a_link_to_outside_is_refused() {
    let folder = Project::new().in_folder();
    let outside = folder.path("../elsewhere");
    std::fs::create_dir(&outside).unwrap();
    std::fs::write(outside.join("x.txt"), "x").unwrap();
    symlink(&outside, folder.path("static")).unwrap();
    let build = folder.run(&["build", "--format", "short"]);
    assert_eq!(build.code, 1);
    same(
        build.err.trim_end(),
        str![[r#"
static: error[symbolic-link]: this symbolic link leads out of the site (help: copy the file into the site, or set `symbolic_links: true` in `guidepost.yaml`)
1 error: the site was not written; what was there before is unchanged
"#]],
    );
}

#[test]
fn the_configuration_and_archetypes_are_no_way_out_of_the_site_either() {
    let folder = Project::new().in_folder();
    std::fs::write(folder.path("../other.yaml"), crate::project::CONFIG).unwrap();
    std::fs::remove_file(folder.path("guidepost.yaml")).unwrap();
    symlink("../other.yaml", folder.path("guidepost.yaml")).unwrap();
    // The owner of a site may keep its settings elsewhere: they are settings, not something that is published.
    assert_eq!(folder.run(&["build"]).code, 0);
}

#[test]
fn files_and_folders_that_may_not_be_read_are_said() {
    let folder = Project::new()
        .file("content/a.md", page("A", "Text."))
        .file("content/locked/b.md", page("B", "Text."))
        .in_folder();
    let lock =
        |path: &str, mode| std::fs::set_permissions(folder.path(path), std::fs::Permissions::from_mode(mode)).unwrap();
    lock("content/a.md", 0o000);
    lock("content/locked", 0o000);
    let is_root = std::fs::read(folder.path("content/a.md")).is_ok();
    let build = folder.run(&["build", "--format", "short"]);
    lock("content/locked", 0o755);
    if is_root {
        // Nothing is unreadable for this user, so there is nothing to say.
        assert_eq!(build.code, 0);
        return;
    }
    assert_eq!(build.code, 1);
    for path in ["content/a.md", "content/locked"] {
        assert!(
            build
                .err
                .contains(&format!("{path}: error[unreadable-file]: this file cannot be read: you have no permission")),
            "{}",
            build.err
        );
    }
    assert!(!folder.path("public").exists());
}

#[test]
fn names_that_are_no_text_are_said() {
    let folder = Project::new().in_folder();
    let name = std::ffi::OsStr::from_bytes(b"bad\xff.md");
    if std::fs::write(folder.path("content").join(name), page("A", "Text.")).is_err() {
        // This disk takes no such names.
        return;
    }
    folder.write("content/new\nline.md", page("A", "Text."));
    let build = folder.run(&["build", "--format", "short"]);
    assert_eq!(build.code, 1);
    same(
        build.err.trim_end(),
        str![[r#"
content/bad�.md: error[bad-file-name]: the name of this file is not valid text (help: rename the file)
content/new␊line.md: error[bad-file-name]: the name of this file holds a backslash or a control character (help: rename the file)
2 errors: the site was not written; what was there before is unchanged
"#]],
    );
}

#[test]
fn what_editors_and_systems_leave_behind_is_passed_over() {
    let folder = Project::new().file("content/a.md", page("A", "Text.")).in_folder();
    for path in [
        "content/.a.md.swp",
        "content/a.md~",
        "content/.#a.md",
        "content/.DS_Store",
        "static/Thumbs.db",
        "static/.DS_Store",
    ] {
        folder.write(path, "litter");
    }
    let build = folder.run(&["build", "--format", "short"]);
    assert_eq!((build.code, build.err.as_str()), (0, ""));
    assert!(
        folder
            .tree("public")
            .keys()
            .all(|path| !path.contains("DS_Store") && !path.contains('~') && !path.contains("Thumbs"))
    );
}

#[test]
fn a_folder_that_is_named_like_a_page_is_a_folder() {
    let folder = Project::new().file("content/a.md/b.md", page("B", "Text.")).in_folder();
    let build = folder.run(&["build", "--format", "short"]);
    assert_eq!((build.code, build.err.as_str()), (0, ""));
}

#[test]
fn a_pipe_is_not_waited_for() {
    let folder = Project::new().in_folder();
    let made = std::process::Command::new("mkfifo").arg(folder.path("content/pipe.md")).status();
    if made.is_ok_and(|status| status.success()) {
        assert!(folder.run(&["build"]).code <= 1);
    }
}
