//! The README tells a newcomer commands that work.

use std::path::Path;

use crate::project::{Project, program};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn readme() -> String {
    std::fs::read_to_string(root().join("README.md")).expect("the project has a README.md")
}

/// The lines of the code blocks for a shell, without comments.
fn commands() -> Vec<String> {
    let text = readme();
    let blocks = text.split("```").skip(1).step_by(2).filter_map(|block| {
        block.strip_prefix("sh\n").or_else(|| block.strip_prefix("console\n")).or_else(|| block.strip_prefix("bash\n"))
    });
    let lines = blocks
        .flat_map(str::lines)
        .map(|line| line.trim_start_matches("$ ").split(" #").next().unwrap_or_default().trim().to_owned());
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

#[test]
fn the_two_commands_stand_in_the_readme() {
    let commands = commands();
    for wanted in ["cargo run --release -- build", "scripts/test"] {
        assert!(commands.iter().any(|command| command == wanted), "`{wanted}` is not among {commands:#?}");
    }
}

#[test]
fn every_script_that_the_readme_names_is_there_and_can_be_run() {
    use std::os::unix::fs::PermissionsExt;
    for command in commands() {
        let first = command.split_whitespace().next().unwrap_or_default().trim_start_matches("./").to_owned();
        if first.starts_with("scripts/") || first.starts_with(".ci/") {
            let metadata = std::fs::metadata(root().join(&first)).unwrap_or_else(|_| panic!("`{first}` is not there"));
            assert!(metadata.permissions().mode() & 0o111 != 0, "`{first}` cannot be run");
        }
    }
}

#[test]
fn every_guidepost_command_of_the_readme_exists() {
    let folder = Project::new().in_folder();
    for command in commands() {
        let words: Vec<&str> = command.split_whitespace().collect();
        let own = match words[..] {
            ["cargo", "run", ..] => words.split(|word| *word == "--").nth(1).unwrap_or_default(),
            ["guidepost", ref own @ ..] => own,
            _ => continue,
        };
        let Some(name) = own.first() else { continue };
        let help = folder.finish(program().arg(name).arg("--help").current_dir(folder.root()));
        assert_eq!(help.code, 0, "{command}");
        for option in own.iter().filter(|word| word.starts_with("--")) {
            let option = option.split('=').next().unwrap_or_default();
            assert!(help.out.contains(option), "`{command}`: no option {option}");
        }
    }
}

#[test]
fn every_file_that_the_readme_links_to_is_there() {
    // What stands between fences is code, also where it shows a link.
    let text: String = readme().split("```").step_by(2).collect();
    for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        let path = link.split(['#', ' ']).next().unwrap_or_default();
        if !path.is_empty() && !path.contains("://") && !path.starts_with("mailto:") {
            assert!(root().join(path).exists(), "the README links to `{path}`, which is not there");
        }
    }
}
