//! `guidepost build`.

#![expect(
    clippy::disallowed_methods,
    reason = "the command line reads the clock and the environment, and hands them on as values"
)]

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{Exit, Failure, output};
use crate::config::{BaseUrl, Config};
use crate::content;
use crate::diagnostic::{self, Diagnostic, Format, Summary};
use crate::emit::{Exchanged, Finished, FolderOptions, FolderSink};
use crate::format::Limits;
use crate::pipeline::{self, BuildError, Built, Caches, Ending, Observer, Options, Remember, Stage};
use crate::site::{Dates, Drafts, Future};
use crate::source::Origin;
use crate::theme;

/// How often a build begins again because a file changed while it ran.
const ATTEMPTS: usize = 5;

/// How many templates `--timings` shows.
const SHOWN_TEMPLATES: usize = 8;

/// A progress bar is shown when a build takes longer than this.
const PATIENCE: Duration = Duration::from_millis(500);

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch that people type")]
pub(super) struct BuildArguments {
    /// The folder of the site, which holds `guidepost.yaml`
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// The folder to write; `public` in the folder of the site without this
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Stands in for `base_url` in `guidepost.yaml`, for example <https://example.org/help/>
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Show drafts too
    #[arg(long)]
    drafts: bool,
    /// Show pages before their `publish_on` and after their `expires_on` too
    #[arg(long)]
    future: bool,
    /// The day that counts as today; else `SOURCE_DATE_EPOCH`, else the clock
    #[arg(long, value_name = "DATE")]
    today: Option<Date>,
    /// How many threads to use; all processors without this
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
    /// How problems are shown
    #[arg(long, value_enum, default_value_t = MessageFormat::Human)]
    format: MessageFormat,
    /// Show how long each part and the slowest templates took
    #[arg(long)]
    timings: bool,
    /// Show problems only
    #[arg(long)]
    quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum MessageFormat {
    /// With the line and a mark under the place
    Human,
    /// One line for each problem
    Short,
    /// One JSON object a line, on standard output
    Json,
}

pub(super) fn run(arguments: &BuildArguments) -> Result<Exit, Failure> {
    let threads = rayon::ThreadPoolBuilder::new().num_threads(arguments.jobs.unwrap_or(0)).build();
    let threads = threads.map_err(|error| Failure::Usage {
        message: format!("the threads for the build could not be started: {error}"),
        help: "try again with `--jobs 1`".to_string(),
    })?;
    threads.install(|| build(arguments))
}

fn build(arguments: &BuildArguments) -> Result<Exit, Failure> {
    let started = Instant::now();
    if !arguments.root.is_dir() {
        return Err(Failure::Usage {
            message: format!("there is no folder `{}`", arguments.root.display()),
            help: "name the folder of the site after `--root`, or run `guidepost init my-site` to make one".to_string(),
        });
    }
    let origin = Arc::new(Origin::Folder(arguments.root.clone()));
    let config = pipeline::configuration(&origin).value;
    let options = options(arguments, config.as_ref())?;
    let folder = FolderOptions {
        output: arguments.output.clone().unwrap_or_else(|| arguments.root.join("public")),
        site_root: arguments.root.clone(),
        generator: format!("Guidepost {}", env!("CARGO_PKG_VERSION")),
        generations: config.map_or(0, |config| config.keep_assets),
    };
    for attempt in 1.. {
        let watch = Watch::new(!arguments.quiet && arguments.format == MessageFormat::Human);
        let result = attempt_build(&origin, &options, &folder, &watch);
        watch.finish();
        match result {
            Err(BuildError::Changed(_)) if attempt < ATTEMPTS => {}
            Err(BuildError::Changed(path)) => {
                return Err(Failure::Usage {
                    message: format!("`{path}` keeps changing while the site is built"),
                    help: "wait until your editor or your backup has finished, then build again".to_string(),
                });
            }
            Err(BuildError::Emit(error)) => return Err(error.into()),
            Ok((diagnostics, written)) => {
                show(arguments, &origin, &diagnostics);
                return Ok(report(arguments, &folder.output, started, &watch, &diagnostics, written.as_ref()));
            }
        }
    }
    Ok(Exit::Refused)
}

/// The problems of the site, and what was written when there was no error.
type Attempt = (Vec<Diagnostic>, Option<(Built, Finished)>);

/// One try.
fn attempt_build(
    origin: &Arc<Origin>,
    options: &Options,
    folder: &FolderOptions,
    watch: &Watch,
) -> Result<Attempt, BuildError> {
    let sink = FolderSink::open(folder)?;
    let known = sink.load_cache().unwrap_or_default();
    let outcome = pipeline::build(origin, options, &Caches::with_pictures(&known), &sink, watch)?;
    let written = match outcome.value.ending {
        Ending::Built(built) => {
            let pictures = outcome.value.caches.pictures();
            if pictures != known {
                sink.store_cache(&pictures)?;
            }
            Some((built, sink.finish()?))
        }
        Ending::Refused | Ending::Stopped => None,
    };
    // The program ends soon: giving back what the next build would have used, piece by piece, only takes time.
    std::mem::forget(outcome.value.caches);
    Ok((outcome.diagnostics, written))
}

fn options(arguments: &BuildArguments, config: Option<&Config>) -> Result<Options, Failure> {
    let base_url = arguments.base_url.as_deref().map(|url| {
        BaseUrl::new(url).map_err(|error| Failure::Usage {
            message: format!("`--base-url {url}` cannot be used: {}", error.reason),
            help: "write the whole address, for example `https://example.org/help/`".to_string(),
        })
    });
    let dates = Dates {
        today: today(arguments.today, config)?,
        drafts: if arguments.drafts { Drafts::Show } else { Drafts::Hide },
        future: if arguments.future { Future::Show } else { Future::Hide },
    };
    Ok(Options {
        dates,
        base_url: base_url.transpose()?,
        held_text: content::HELD_TEXT,
        remember: Remember::Nothing,
        sitemap: Limits::PROTOCOL,
    })
}

/// The day in the site's time zone.
pub(super) fn today(asked: Option<Date>, config: Option<&Config>) -> Result<Date, Failure> {
    if let Some(date) = asked {
        return Ok(date);
    }
    let zone = config.map_or(TimeZone::UTC, |config| config.timezone.clone());
    Ok(zone.to_datetime(now_asked()?.unwrap_or_else(jiff::Timestamp::now)).date())
}

/// The moment that counts as now, when the environment names one: `SOURCE_DATE_EPOCH`.
pub(super) fn now_asked() -> Result<Option<jiff::Timestamp>, Failure> {
    let Ok(seconds) = std::env::var("SOURCE_DATE_EPOCH") else { return Ok(None) };
    let moment = seconds.trim().parse().ok().and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    moment.map(Some).ok_or_else(|| Failure::Usage {
        message: format!("SOURCE_DATE_EPOCH is `{seconds}`, which is not a number of seconds since 1970"),
        help: "set it to a whole number, or take it out".to_string(),
    })
}

fn show(arguments: &BuildArguments, origin: &Origin, diagnostics: &[Diagnostic]) {
    let format = match arguments.format {
        MessageFormat::Human => Format::Human,
        MessageFormat::Short => Format::Short,
        MessageFormat::Json => Format::Json,
    };
    let text = diagnostic::render(diagnostics, format, output::colour(), &|path| theme::text_of(origin, path));
    if format == Format::Json { output::print(&text) } else { output::error(&text) }
}

fn report(
    arguments: &BuildArguments,
    folder: &Path,
    started: Instant,
    watch: &Watch,
    diagnostics: &[Diagnostic],
    written: Option<&(Built, Finished)>,
) -> Exit {
    let summary = Summary::of(diagnostics);
    let Some((built, finished)) = written else {
        if arguments.format != MessageFormat::Json {
            output::error(&format!("{summary}: the site was not written; what was there before is unchanged\n"));
        }
        return Exit::SiteHasErrors;
    };
    if arguments.quiet || arguments.format == MessageFormat::Json {
        return Exit::Fine;
    }
    output::print(&(success(folder, started.elapsed(), built, finished, summary) + &look(arguments)));
    if arguments.timings {
        output::print(&watch.timings());
    }
    Exit::Fine
}

fn success(folder: &Path, took: Duration, built: &Built, finished: &Finished, summary: Summary) -> String {
    let shown = folder.display();
    let mut text = format!(
        "Built {} ({}) in {:.2} s into {shown}\n",
        output::counted(built.pages, "page"),
        output::counted(built.outputs, "file"),
        took.as_secs_f64()
    );
    if summary.warnings > 0 {
        text.push_str(&format!("{}, shown above\n", output::counted(summary.warnings, "warning")));
    }
    if built.left_out > 0 {
        let pages = output::counted(built.left_out, "page");
        text.push_str(&format!(
            "Left out: {pages} (drafts, pages outside their dates, and translations that nobody has checked)\n"
        ));
    }
    if let Some(date) = built.next_change {
        text.push_str(&format!("The site changes by itself on {date}: build again that day\n"));
    }
    if let Exchanged::InTwoSteps { reason } = &finished.exchanged {
        text.push_str(&format!(
            "Note: this disk cannot exchange two folders in one step ({reason}), so the site was away for a moment\n"
        ));
    }
    text
}

/// How to look at what was built: the preview shows it, wherever the site will stand.
fn look(arguments: &BuildArguments) -> String {
    let root = Some(&arguments.root).filter(|root| *root != Path::new("."));
    let root = root.map(|root| format!(" --root {}", root.display())).unwrap_or_default();
    let drafts = if arguments.drafts { " --drafts" } else { "" };
    let future = if arguments.future { " --future" } else { "" };
    format!("To look at it: guidepost serve{root}{drafts}{future}\n")
}

/// Watches a build: times for `--timings`, and a progress bar once the build has taken a while.
struct Watch {
    started: Instant,
    stages: Mutex<Vec<(Stage, Instant)>>,
    /// How many outputs each template made, and how many nanoseconds they took together.
    templates: Mutex<BTreeMap<String, (usize, u64)>>,
    outputs: AtomicUsize,
    done: AtomicUsize,
    bar: Mutex<Option<ProgressBar>>,
    shows_bar: bool,
}

impl Watch {
    fn new(shows_bar: bool) -> Self {
        Self {
            started: Instant::now(),
            stages: Mutex::default(),
            templates: Mutex::default(),
            outputs: AtomicUsize::new(0),
            done: AtomicUsize::new(0),
            bar: Mutex::default(),
            shows_bar,
        }
    }

    fn finish(&self) {
        if let Some(bar) = self.bar.lock().unwrap_or_else(PoisonError::into_inner).take() {
            bar.finish_and_clear();
        }
    }

    fn timings(&self) -> String {
        let stages = self.stages.lock().unwrap_or_else(PoisonError::into_inner);
        let ends = stages.iter().skip(1).map(|(_, start)| *start).chain([Instant::now()]);
        let lines = stages.iter().zip(ends).map(|((stage, start), end)| {
            format!("  {:18} {:8.1} ms\n", stage.word(), end.duration_since(*start).as_secs_f64() * 1000.0)
        });
        lines.chain([self.template_timings()]).collect()
    }

    /// The templates that took longest, all threads together.
    fn template_timings(&self) -> String {
        let templates = self.templates.lock().unwrap_or_else(PoisonError::into_inner);
        let mut slowest: Vec<_> = templates.iter().collect();
        slowest.sort_by_key(|(name, (_, took))| (Reverse(*took), *name));
        let lines = slowest.iter().take(SHOWN_TEMPLATES).map(|(name, (count, took))| {
            let milliseconds = Duration::from_nanos(*took).as_secs_f64() * 1000.0;
            format!("  {name:18} {milliseconds:8.1} ms  {}\n", output::counted(*count, "file"))
        });
        std::iter::once("Slowest templates, all threads together:\n".to_string()).chain(lines).collect()
    }

    fn show_bar(&self, done: usize) {
        let Ok(mut bar) = self.bar.try_lock() else { return };
        let bar = bar.get_or_insert_with(|| {
            let bar = ProgressBar::new(self.outputs.load(Ordering::Relaxed) as u64);
            let style = ProgressStyle::with_template("  {wide_bar} {pos} of {len} files");
            bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        });
        bar.set_position(done as u64);
    }
}

impl Observer for Watch {
    fn begin(&self, stage: Stage, outputs: usize) {
        self.outputs.store(outputs, Ordering::Relaxed);
        self.stages.lock().unwrap_or_else(PoisonError::into_inner).push((stage, Instant::now()));
    }

    fn moment(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_nanos()).unwrap_or(u64::MAX)
    }

    fn rendered(&self, template: &str, nanoseconds: u64) {
        let mut templates = self.templates.lock().unwrap_or_else(PoisonError::into_inner);
        match templates.get_mut(template) {
            Some((count, took)) => {
                *count += 1;
                *took += nanoseconds;
            }
            None => {
                templates.insert(template.to_string(), (1, nanoseconds));
            }
        }
    }

    fn output(&self, _: Option<&str>) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if self.shows_bar && done.is_multiple_of(64) && self.started.elapsed() > PATIENCE {
            self.show_bar(done);
        }
    }
}
