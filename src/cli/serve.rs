//! `guidepost serve`: the site in a browser, built anew with each save.

#![expect(clippy::disallowed_methods, reason = "the command line starts a browser, and knows the current folder")]

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use clap::Args;

use super::{Exit, Failure, build, output};
use crate::config;
use crate::diagnostic::{self, Diagnostic, Format, Summary};
use crate::pipeline::Built;
use crate::serve::{self, Editor, Follow, Server, Settings, Tell, Told, Watching};
use crate::site::{Drafts, Future};
use crate::source::Origin;
use crate::theme;

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch that people type")]
pub(super) struct ServeArguments {
    /// The folder of the site, which holds `guidepost.yaml`
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// The port; when it is taken, the next one that is free. 0 for any
    #[arg(long, value_name = "N", default_value_t = serve::PORT)]
    port: u16,
    /// Serve other computers too, at this address of yours; without this only your own can see the site
    #[arg(long, value_name = "ADDRESS")]
    host: Option<String>,
    /// Open the site in your browser
    #[arg(long)]
    open: bool,
    /// Show drafts too
    #[arg(long)]
    drafts: bool,
    /// Show pages before their `publish_on` and after their `expires_on` too
    #[arg(long)]
    future: bool,
    /// Let the browser go to the page that you edit
    #[arg(long)]
    follow: bool,
    /// Open files from the browser: vscode, idea, sublime, or a link such as `vscode://file/{path}:{line}:{column}`
    #[arg(long, value_name = "EDITOR")]
    editor: Option<String>,
    /// Look for changes again and again, where the system does not tell of them
    #[arg(long)]
    poll: bool,
    /// How many threads to use; all processors without this
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
    /// Show the address and problems only
    #[arg(long)]
    quiet: bool,
}

pub(super) fn run(arguments: ServeArguments) -> Result<Exit, Failure> {
    let settings = settings(&arguments)?;
    let origin = Origin::Folder(settings.root.clone());
    let quiet = arguments.quiet;
    let tell: Tell = Arc::new(move |told| say(told, &origin, quiet));
    let server = Server::start(settings, &tell)
        .map_err(|error| Failure::Usage { message: error.to_string(), help: error.help })?;
    if arguments.open {
        open(server.url());
    }
    server.wait();
    Ok(Exit::Fine)
}

fn settings(arguments: &ServeArguments) -> Result<Settings, Failure> {
    if !arguments.root.join(config::FILE).exists() {
        return Err(Failure::Usage {
            message: format!("there is no `{}` in `{}`, so it is no site", config::FILE, arguments.root.display()),
            help: "run `guidepost init my-site` to make one, or name the folder with `--root`".to_string(),
        });
    }
    let root = std::path::absolute(&arguments.root).map_err(|error| Failure::Usage {
        message: format!("the folder `{}` cannot be found: {error}", arguments.root.display()),
        help: "name the folder of the site with `--root`".to_string(),
    })?;
    let editor = arguments.editor.as_deref().map(Editor::new).transpose().map_err(|reason| Failure::Usage {
        message: format!("`--editor {}` cannot be used", arguments.editor.as_deref().unwrap_or_default()),
        help: reason,
    })?;
    Ok(Settings {
        host: arguments.host.clone(),
        port: arguments.port,
        drafts: if arguments.drafts { Drafts::Show } else { Drafts::Hide },
        future: if arguments.future { Future::Show } else { Future::Hide },
        now: build::now_asked()?,
        jobs: arguments.jobs.unwrap_or(0),
        watching: if arguments.poll { Watching::Polling } else { Watching::Events },
        follow: if arguments.follow { Follow::Edits } else { Follow::Nothing },
        editor,
        ..Settings::of(root)
    })
}

fn say(told: Told, origin: &Origin, quiet: bool) {
    match told {
        Told::Listens { url, taken, is_open } => {
            if let Some(port) = taken {
                output::print(&format!("Port {port} is taken, so this is the next one that is free\n"));
            }
            output::print(&format!("The site is at {url}   Ctrl-C ends it\n"));
            if is_open {
                output::error(
                    "warning: everybody whose computer reaches this one can see the site now, with what is not published yet\n",
                );
            }
        }
        Told::Polls { reason } => output::error(&format!(
            "note: the system does not tell of changes ({reason}), so they are looked for twice a second\n"
        )),
        Told::Built { built, took, problems, is_known } => {
            if !is_known {
                say_problems(&problems, origin);
            }
            match built {
                Some(built) if !quiet => output::print(&success(&built, took)),
                Some(_) => {}
                None if is_known => output::error("The same errors are still there\n"),
                None => output::error(&format!("{}: browsers show the last good pages\n", Summary::of(&problems))),
            }
        }
        Told::Failed { message, help } => {
            output::error(&format!("error: {message}\n  = help: {help}\n"));
        }
        Told::FolderGone => {
            output::error(&format!("error: {}\n  = help: {}\n", serve::FOLDER_GONE, serve::FOLDER_GONE_HELP));
        }
    }
}

fn say_problems(problems: &[Diagnostic], origin: &Origin) {
    if problems.is_empty() {
        output::print("No problems any more\n");
    }
    let texts = |path: &str| theme::text_of(origin, path);
    output::error(&diagnostic::render(problems, Format::Human, output::colour(), &texts));
}

fn success(built: &Built, took: Duration) -> String {
    let rendered = built.rendered.iter().filter(|route| serve::is_page(route)).count();
    let pages = output::counted(rendered.min(built.pages), "page");
    let of_all = if rendered < built.pages { format!(" (of {})", built.pages) } else { String::new() };
    format!("Built {pages}{of_all} in {:.2} s\n", took.as_secs_f64())
}

/// Asks the system to open the site; when it cannot, the address is on the screen already.
fn open(url: &str) {
    const PROGRAM: &str = match () {
        () if cfg!(windows) => "explorer",
        () if cfg!(target_os = "macos") => "open",
        () => "xdg-open",
    };
    let failed = |reason: &str| {
        output::error(&format!("note: no browser could be opened ({reason}); open the address above yourself\n"));
    };
    let mut command = Command::new(PROGRAM);
    let quiet = command.arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    match quiet.spawn() {
        // It may go on as long as the browser does, and the preview does not wait for it.
        Ok(mut child) => drop(thread::spawn(move || match child.wait() {
            // The one of Windows ends as if it had failed.
            Ok(status) if status.success() || cfg!(windows) => {}
            Ok(_) => failed(&format!("`{PROGRAM}` failed")),
            Err(error) => failed(&error.to_string()),
        })),
        Err(error) => failed(&format!("`{PROGRAM}`: {error}")),
    }
}
