//! The least work that a generator of this shape can do, as a measure for `guidepost build` (see `scripts/bench --floor`).
//!
//! Input: a folder of Markdown files and an output folder. Output: one small page for each file, at its pretty address.
//! It walks, reads, hashes, parses, renders one template and writes, file by file on all cores, with the crates and the
//! options that Guidepost uses. It knows nothing of the whole site: no links, lists, contents, neighbours or checks.

#![expect(clippy::disallowed_methods, reason = "it stands beside the program and reads and writes by itself")]

use std::error::Error;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use pulldown_cmark::{Options, Parser, html};
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
use tera::{Context, Tera, Value};
use walkdir::WalkDir;

type Failure = Box<dyn Error + Send + Sync>;

const TEMPLATE: &str = r#"<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<title>{{ title }}</title>
</head>
<body>
<main data-source="{{ hash }}">
<h1>{{ title }}</h1>
{{ body | safe }}
</main>
</body>
</html>
"#;

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(content), Some(output)) = (arguments.next(), arguments.next()) else {
        return Err("usage: floor CONTENT OUTPUT".into());
    };
    let mut tera = Tera::new();
    tera.add_raw_template("page.html", TEMPLATE)?;
    let files = walk(&content)?;
    fs::create_dir_all(&output)?;
    files.par_iter().try_for_each_init(Buffers::default, |buffers, file| {
        let page = Page { content: &content, output: &output, file };
        page.build(&tera, buffers)
    })
}

/// The Markdown files of the folder, in order.
fn walk(content: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for entry in WalkDir::new(content).sort_by_file_name() {
        let entry = entry?;
        if entry.file_type().is_file() && entry.path().extension().is_some_and(|extension| extension == "md") {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}

/// Space that each thread uses again for its next file.
#[derive(Default)]
struct Buffers {
    source: String,
    page: Vec<u8>,
}

struct Page<'a> {
    content: &'a Path,
    output: &'a Path,
    file: &'a Path,
}

impl Page<'_> {
    fn build(&self, tera: &Tera, buffers: &mut Buffers) -> Result<(), Failure> {
        buffers.source.clear();
        fs::File::open(self.file)?.read_to_string(&mut buffers.source)?;
        let hash = blake3::hash(buffers.source.as_bytes());
        let (title, markdown) = split(&buffers.source);
        let mut body = String::with_capacity(markdown.len() * 3 / 2);
        html::push_html(&mut body, Parser::new_ext(markdown, options()));

        let mut context = Context::new();
        context.insert_value("title", Value::from(title));
        context.insert_value("hash", Value::from(hash.to_hex().as_str()));
        context.insert_value("body", Value::from(body));
        buffers.page.clear();
        tera.render_to("page.html", &context, &mut buffers.page)?;
        write(&self.address()?, &buffers.page)?;
        Ok(())
    }

    /// `a/b.md` is written to `a/b/index.html`, and `a/_index.md` to `a/index.html`.
    fn address(&self) -> Result<PathBuf, Failure> {
        let place = self.output.join(self.file.strip_prefix(self.content)?).with_extension("");
        let is_section = place.file_name().is_some_and(|name| name == "_index");
        Ok(if is_section { place.with_file_name("index.html") } else { place.join("index.html") })
    }
}

/// The title in the front matter, and the Markdown after it.
fn split(source: &str) -> (&str, &str) {
    let parts = source.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
    let Some((front_matter, markdown)) = parts else {
        return ("", source);
    };
    let title = front_matter.lines().find_map(|line| line.strip_prefix("title: "));
    (title.unwrap_or_default(), markdown)
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
}

/// Writes the file; most often only its own folder is missing, so that is made first.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent()
        && fs::create_dir(folder).is_err()
    {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, bytes)
}
