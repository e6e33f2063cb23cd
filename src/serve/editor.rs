//! Links that open a file in the author's editor.

use std::path::Path;

use crate::text::url_path;

/// The editors that can be named, each with its link.
const KNOWN: [(&str, &str); 3] = [
    ("vscode", "vscode://file/{path}:{line}:{column}"),
    ("idea", "idea://open?file={path}&line={line}&column={column}"),
    ("sublime", "subl://open?url=file://{path}&line={line}&column={column}"),
];

/// Schemes of links that a browser would run, show or send itself.
const REFUSED: [&str; 9] = ["javascript", "data", "vbscript", "blob", "about", "file", "http", "https", "view-source"];

/// How a file is opened in an editor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Editor(String);

impl Editor {
    /// The editor that is called `text`, or a link of one's own with `{path}`, and perhaps `{line}` and `{column}`.
    ///
    /// # Errors
    /// What is wrong with `text`.
    pub fn new(text: &str) -> Result<Self, String> {
        if let Some((_, link)) = KNOWN.iter().find(|(name, _)| *name == text) {
            return Ok(Self((*link).to_owned()));
        }
        let Some((scheme, _)) = text.split_once(':') else {
            let names: Vec<String> = KNOWN.iter().map(|(name, _)| format!("`{name}`")).collect();
            return Err(format!(
                "no editor is known by that name; write {} or a link such as `vscode://file/{{path}}:{{line}}`",
                names.join(", ")
            ));
        };
        let is_sign = |sign: char| sign.is_ascii_alphanumeric() || "+-.".contains(sign);
        let is_scheme = scheme.starts_with(|sign: char| sign.is_ascii_alphabetic()) && scheme.chars().all(is_sign);
        if !is_scheme || REFUSED.contains(&scheme.to_ascii_lowercase().as_str()) {
            return Err("the link must begin with the scheme of an editor, such as `vscode:`".to_owned());
        }
        if !text.contains("{path}") || text.chars().any(|sign| sign.is_control() || sign == ' ') {
            return Err("the link must hold `{path}`, and no space".to_owned());
        }
        Ok(Self(text.to_owned()))
    }

    /// The link to a place in a file.
    pub(super) fn link(&self, file: &Path, line: Option<u64>, column: Option<u64>) -> String {
        let path = file.to_string_lossy().replace('\\', "/");
        let path = url_path(&path);
        // `vscode://file/` ends with the `/` that a path begins with.
        let path = if self.0.contains("/{path}") && !self.0.contains("//{path}") {
            path.trim_start_matches('/')
        } else {
            path.as_ref()
        };
        let number = |number: Option<u64>| number.unwrap_or(1).to_string();
        self.0.replace("{line}", &number(line)).replace("{column}", &number(column)).replace("{path}", path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(editor: &str) -> Result<String, String> {
        Editor::new(editor).map(|editor| editor.link(Path::new("/my site/content/a&b.md"), Some(12), None))
    }

    #[test]
    fn an_editor_opens_the_place() {
        assert_eq!(link("vscode").unwrap(), "vscode://file/my%20site/content/a&b.md:12:1");
        assert_eq!(link("idea").unwrap(), "idea://open?file=/my%20site/content/a&b.md&line=12&column=1");
        assert_eq!(link("sublime").unwrap(), "subl://open?url=file:///my%20site/content/a&b.md&line=12&column=1");
        assert_eq!(link("zed://file{path}:{line}").unwrap(), "zed://file/my%20site/content/a&b.md:12");
    }

    #[test]
    fn no_link_can_run_anything() {
        let scheme = Err("the link must begin with the scheme of an editor, such as `vscode:`".to_owned());
        for wrong in ["javascript:alert('{path}')", "JavaScript:{path}", "data:{path}", "https://a/{path}", ":{path}"] {
            assert_eq!(link(wrong), scheme, "{wrong}");
        }
        assert_eq!(link("vscode://file"), Err("the link must hold `{path}`, and no space".to_owned()));
        assert_eq!(
            link("emacs"),
            Err("no editor is known by that name; write `vscode`, `idea`, `sublime` or a link such as \
                 `vscode://file/{path}:{line}`"
                .to_owned())
        );
    }
}
