//! `guidepost new PATH`.

#![expect(
    clippy::disallowed_methods,
    reason = "the command line reads the archetype that the author asks for, and the clock"
)]

use std::path::{Path, PathBuf};

use clap::Args;

use super::{Exit, Failure, output};
use crate::emit::{Existing, write_author_file};
use crate::pipeline;
use crate::route::Route;
use crate::source::Origin;
use crate::text::short_id;

/// The archetype of a site that has none of its own.
const DEFAULT_ARCHETYPE: &str = include_str!("../../starter/archetypes/page.md");

#[derive(Debug, Args)]
pub(super) struct NewArguments {
    /// The page, as a path below `content`, for example detox/sleep.md
    path: String,
    /// The archetype: the name of a file in `archetypes`, without .md
    #[arg(long, default_value = "page")]
    kind: String,
    /// The folder of the site
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
}

pub(super) fn run(arguments: &NewArguments) -> Result<Exit, Failure> {
    if !arguments.root.join(crate::config::FILE).is_file() {
        return Err(Failure::Usage {
            message: format!("`{}` is no site: it has no `{}`", arguments.root.display(), crate::config::FILE),
            help: "go into the folder of the site first, or name it with `--root`".to_string(),
        });
    }
    let below = content_path(&arguments.path)?;
    let archetype = archetype(&arguments.root, &arguments.kind)?;
    let page = archetype.replace("{title}", &title(&below)).replace("{date}", &today());
    let page = if is_translation(&arguments.root, &below) { page } else { with_id(&page, &below) };
    let path = arguments.root.join("content").join(&below);
    write_author_file(&path, page.as_bytes(), Existing::Refuse)?;
    output::print(&format!("Wrote {}\n", path.display()));
    Ok(Exit::Fine)
}

/// The path below `content`, with `.md`; it cannot lead out of that folder.
fn content_path(path: &str) -> Result<String, Failure> {
    let below = path.strip_prefix("./").unwrap_or(path);
    let below = below.strip_prefix("content/").unwrap_or(below);
    let below = if Path::new(below).extension().is_some_and(|end| end == "md") {
        below.to_string()
    } else {
        format!("{below}.md")
    };
    if below.split('/').any(|part| part.starts_with('.')) {
        return Err(Failure::Usage {
            message: format!("`{path}` cannot be the path of a page: files whose name begins with `.` are passed over"),
            help: "write a path below `content`, for example `detox/sleep.md`".to_string(),
        });
    }
    match Route::parse(&below) {
        Ok(_) => Ok(below),
        Err(error) => Err(Failure::Usage {
            message: format!("`{path}` cannot be the path of a page: {error}"),
            help: "write a path below `content`, for example `detox/sleep.md`".to_string(),
        }),
    }
}

fn archetype(root: &Path, kind: &str) -> Result<String, Failure> {
    let is_name = kind.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    let path = root.join("archetypes").join(format!("{kind}.md"));
    match std::fs::read_to_string(&path) {
        Ok(text) if is_name => Ok(text),
        _ if kind == "page" => Ok(DEFAULT_ARCHETYPE.to_string()),
        _ => Err(Failure::Usage {
            message: format!("there is no archetype `{kind}`"),
            help: format!("write the file `archetypes/{kind}.md`, or leave `--kind` out"),
        }),
    }
}

/// `care-at-home` read as a title: `Care at home`.
fn title(path: &str) -> String {
    let mut parts = path.trim_end_matches(".md").rsplit('/');
    let name = match parts.next() {
        Some("index" | "_index") => parts.next().unwrap_or("Home"),
        Some(name) => name,
        None => "",
    };
    let words = name.replace(['-', '_'], " ");
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Whether the name of the file holds a language of the site that is not the default one: such a page has the id of its
/// original.
fn is_translation(root: &Path, below: &str) -> bool {
    let Some(config) = pipeline::configuration(&Origin::Folder(root.to_path_buf())).value else { return false };
    let name = below.trim_end_matches(".md").rsplit('/').next().unwrap_or_default();
    let code = name.rsplit_once('.').map_or("", |(_, code)| code);
    code != config.default_language && config.language(code).is_some()
}

/// The page with an id of its own at the end of its front matter, unless its archetype has one. The moment is part of what the id
/// is made from, so that a page at the old path of a renamed one does not get that one's id.
fn with_id(page: &str, below: &str) -> String {
    let mut lines: Vec<&str> = page.lines().collect();
    let end = lines.iter().skip(1).position(|line| line.trim_end() == "---").map(|at| at + 1);
    let Some(end) = end.filter(|_| lines.first().is_some_and(|line| line.trim_end() == "---")) else {
        return page.to_string();
    };
    if lines.iter().take(end).any(|line| line.starts_with("id:")) {
        return page.to_string();
    }
    let id = format!("id: {}", short_id(&format!("{below} {}", jiff::Timestamp::now())));
    lines.insert(end, &id);
    lines.join("\n") + "\n"
}

fn today() -> String {
    jiff::tz::TimeZone::UTC.to_datetime(jiff::Timestamp::now()).date().to_string()
}
