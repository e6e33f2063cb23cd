//! Files of the author's.

use std::fs;

use super::{Site, tree};
use crate::emit::{Existing, write_author_file};

#[test]
fn an_authors_file_is_never_written_over_unless_told() {
    let site = Site::new();
    let path = site.path("content/new/page.md");
    write_author_file(&path, b"first", Existing::Refuse).unwrap();
    let error = write_author_file(&path, b"second", Existing::Refuse).unwrap_err();
    let (message, help) = site.words(&error);
    assert_eq!(message, "`SITE/content/new/page.md` exists already");
    assert_eq!(help, "choose another name, or delete the file first");
    assert_eq!(fs::read_to_string(&path).unwrap(), "first");
    write_author_file(&path, b"third", Existing::Replace).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "third");
    assert_eq!(tree(&site.root).len(), 1, "no temporary file is left");
}

#[test]
fn one_of_many_who_make_the_same_file_wins_whole() {
    let site = Site::new();
    let path = site.path("page.md");
    let text = |who: usize| who.to_string().repeat(10_000);
    let made: Vec<usize> = std::thread::scope(|scope| {
        let make = |who| write_author_file(&path, text(who).as_bytes(), Existing::Refuse).is_ok();
        let threads: Vec<_> = (0..8).map(|who| (who, scope.spawn(move || make(who)))).collect();
        threads.into_iter().filter_map(|(who, thread)| thread.join().unwrap().then_some(who)).collect()
    });
    assert_eq!(made.len(), 1);
    assert_eq!(fs::read_to_string(&path).unwrap(), text(made[0]));
    assert_eq!(tree(&site.root).len(), 1);
}

#[cfg(unix)]
#[test]
fn permissions_stay_and_a_link_stays_a_link() {
    use std::os::unix::fs::PermissionsExt;
    let site = Site::new();
    site.write("real.md", "old");
    fs::set_permissions(site.path("real.md"), fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink("real.md", site.path("link.md")).unwrap();
    write_author_file(&site.path("link.md"), b"new", Existing::Replace).unwrap();
    assert!(site.path("link.md").is_symlink());
    assert_eq!(fs::read_to_string(site.path("real.md")).unwrap(), "new");
    assert_eq!(fs::metadata(site.path("real.md")).unwrap().permissions().mode() & 0o777, 0o640);
}
