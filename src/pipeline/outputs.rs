//! The last stage of a build: every output is rendered, or known, and given to the sink.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::{BuildError, Caches, Linked, Observer, Options, drawings, pictures};
use crate::cache::Key;
use crate::diagnostic::{Diagnostic, Outcome};
use crate::emit::{Hash, Output as EmitOutput, Sink, Stay, Wish};
use crate::picture::Version;
use crate::render::{self, RenderError, Renderer, Templates};
use crate::route::Route;
use crate::search;
use crate::site::{Output, What};
use crate::source::Sources;
use crate::theme::Theme;
use pictures::Pictures;

/// What a build was given, as its last stage reads it.
#[derive(Clone, Copy)]
pub(super) struct Given<'a> {
    pub(super) options: &'a Options,
    pub(super) caches: &'a Caches,
    /// `None` while the site has errors: then outputs are rendered only to find the rest of them.
    pub(super) sink: Option<&'a dyn Sink>,
    pub(super) observer: &'a dyn Observer,
}

/// Makes every output of a site.
pub(super) fn make(
    linked: &Linked,
    templates: &Templates,
    search: &search::Files,
    given: Given<'_>,
) -> Result<Outcome<Done>, BuildError> {
    let Linked { config, sources, theme, data, parse_options, site, .. } = linked;
    let links = linked.assets.iter().map(|(name, address)| (name.clone(), site.urls.link(address))).collect();
    let remember = given.options.remember;
    let inputs =
        render::Inputs { site, config, theme, data, sources, templates, assets: &links, parse_options, remember };
    Run { renderer: Renderer::new(inputs), theme, sources, search, given }.all(&site.outputs)
}

/// The last stage as it runs.
struct Run<'a> {
    renderer: Renderer<'a>,
    theme: &'a Theme,
    sources: &'a Sources,
    search: &'a search::Files,
    given: Given<'a>,
}

/// What was made.
#[derive(Default)]
pub(super) struct Done {
    pub(super) rendered: Vec<Route>,
    pub(super) known: BTreeMap<Route, (Key, Hash)>,
    pub(super) pictures: Pictures,
    pub(super) was_stopped: bool,
}

/// What became of one output.
enum Became {
    Rendered(Option<(Key, Hash)>),
    Known(Key, Hash),
    Copied,
    Drawn(Vec<Diagnostic>),
    Picture(pictures::Made),
    Faulty(Box<Diagnostic>),
}

impl Became {
    fn is_faulty(&self) -> bool {
        matches!(self, Self::Faulty(_))
    }
}

/// What became of the outputs that one turn made, by their place in the plan.
type Turn = Vec<(usize, Became)>;

impl<'a> Run<'a> {
    fn all(&'a self, outputs: &'a [Output]) -> Result<Outcome<Done>, BuildError> {
        self.expect(outputs);
        let taken: Vec<AtomicBool> = outputs.iter().map(|_| AtomicBool::new(false)).collect();
        let was_stopped = AtomicBool::new(false);
        let turns: Vec<Turn> = (0..outputs.len())
            .into_par_iter()
            .map(|index| self.turn(index, outputs, &taken, &was_stopped))
            .collect::<Result<_, _>>()?;
        let mut became: Vec<(usize, Became)> = turns.into_iter().flatten().collect();
        became.sort_unstable_by_key(|(index, _)| *index);
        let was_stopped = was_stopped.into_inner();
        let is_whole = self.given.sink.is_some() && !was_stopped && !became.iter().any(|(_, one)| one.is_faulty());
        let mut outcome = Outcome::fine(Done { was_stopped, ..Done::default() });
        let done = &mut outcome.value;
        if !is_whole {
            done.known.clone_from(&self.given.caches.rendered);
            done.pictures.clone_from(&self.given.caches.pictures);
        }
        for (index, became) in became {
            let output = &outputs[index];
            match became {
                Became::Rendered(known) => {
                    done.rendered.push(output.route.clone());
                    done.known.extend(known.map(|known| (output.route.clone(), known)));
                }
                Became::Known(key, hash) => {
                    done.known.insert(output.route.clone(), (key, hash));
                }
                Became::Copied => {}
                Became::Drawn(warnings) => outcome.diagnostics.extend(warnings),
                Became::Picture(made) => {
                    outcome.diagnostics.extend(made.warning(output));
                    if made.is_new {
                        done.rendered.push(output.route.clone());
                    }
                    done.pictures.insert(&made);
                }
                Became::Faulty(diagnostic) => outcome.diagnostics.push(*diagnostic),
            }
        }
        Ok(outcome)
    }

    fn expect(&self, outputs: &[Output]) {
        if let Some(sink) = self.given.sink {
            sink.expect(&mut outputs.iter().map(|output| &output.route));
        }
    }

    /// The outputs that the sink wishes for, then the one whose turn it is, when nobody has taken it.
    fn turn(
        &'a self,
        index: usize,
        outputs: &'a [Output],
        taken: &[AtomicBool],
        was_stopped: &AtomicBool,
    ) -> Result<Turn, BuildError> {
        let mut made = Vec::with_capacity(1);
        let is_first = |index: usize| !taken[index].swap(true, Ordering::Relaxed);
        while !was_stopped.load(Ordering::Relaxed) {
            match self.given.sink.map_or(Wish::Any, Sink::wish) {
                Wish::This(route) => {
                    let wished = outputs.binary_search_by(|output| output.route.cmp(&route));
                    if let Ok(index) = wished
                        && is_first(index)
                    {
                        made.push((index, self.one(&outputs[index])?));
                    }
                }
                Wish::Any => {
                    if is_first(index) {
                        made.push((index, self.one(&outputs[index])?));
                    }
                    break;
                }
                Wish::Stop => was_stopped.store(true, Ordering::Relaxed),
            }
        }
        Ok(made)
    }

    fn one(&'a self, output: &'a Output) -> Result<Became, BuildError> {
        let target = EmitOutput { route: &output.route, source: source_of(output), stay: stay_of(output) };
        let became = match &output.what {
            What::File(path) if drawings::is_one(path) => self.drawing(target, path)?,
            What::File(path) => self.copy(target, path)?,
            What::Picture { path, version, .. } => self.picture(target, path, *version)?,
            What::Asset(name) => self.put(target, self.theme.assets.get(name).map(|asset| asset.bytes.as_ref()))?,
            What::Search(address) => self.put(target, self.search.get(address).map(AsRef::as_ref))?,
            What::Format { name, part } => {
                self.put(target, self.renderer.format(name, part).as_deref().map(str::as_bytes))?
            }
            _ => self.render(output, target)?,
        };
        Ok(became)
    }

    fn copy(&self, target: EmitOutput<'_>, path: &str) -> Result<Became, BuildError> {
        match (self.sources.open(path), self.given.sink) {
            (Ok(mut from), Some(sink)) => {
                sink.put_file(target, &mut from)?;
                self.given.observer.output(None);
                Ok(Became::Copied)
            }
            (Ok(_), None) => Ok(Became::Copied),
            (Err(diagnostic), _) => Ok(Became::Faulty(Box::new(diagnostic))),
        }
    }

    /// A drawing is made in each build, as it takes less time than to know whether the colours of the theme are still the same.
    fn drawing(&self, target: EmitOutput<'_>, path: &Arc<str>) -> Result<Became, BuildError> {
        let bytes = match self.sources.read(path) {
            Ok(bytes) => bytes,
            Err(diagnostic) => return Ok(Became::Faulty(Box::new(diagnostic))),
        };
        let made = drawings::make(&bytes, &self.theme.colors, path);
        self.put(target, Some(&made.value))?;
        Ok(Became::Drawn(made.diagnostics))
    }

    fn picture(&self, target: EmitOutput<'_>, path: &Arc<str>, version: Version) -> Result<Became, BuildError> {
        let bytes = match self.sources.read(path) {
            Ok(bytes) => bytes,
            Err(diagnostic) => return Ok(Became::Faulty(Box::new(diagnostic))),
        };
        let key = pictures::key(&bytes, version);
        if let (Some((hash, length)), Some(sink)) = (self.given.caches.pictures.get(&key), self.given.sink)
            && sink.keep(target, &hash)?
        {
            self.given.observer.output(None);
            return Ok(Became::Picture(pictures::Made { key, hash: Some(hash), length, is_new: false }));
        }
        match pictures::make(&bytes, version, path) {
            Ok(made) => {
                let hash = self.given.sink.map(|sink| sink.put(target, &made)).transpose()?;
                self.given.observer.output(None);
                Ok(Became::Picture(pictures::Made { key, hash, length: made.len() as u64, is_new: true }))
            }
            Err(diagnostic) => Ok(Became::Faulty(Box::new(diagnostic))),
        }
    }

    fn put(&self, target: EmitOutput<'_>, bytes: Option<&[u8]>) -> Result<Became, BuildError> {
        if let (Some(sink), Some(bytes)) = (self.given.sink, bytes) {
            sink.put(target, bytes)?;
        }
        self.given.observer.output(None);
        Ok(Became::Copied)
    }

    fn render(&'a self, output: &'a Output, target: EmitOutput<'_>) -> Result<Became, BuildError> {
        let began = self.given.observer.moment();
        let Some(prepared) = self.renderer.prepare(output) else { return Ok(Became::Copied) };
        let (key, template) = (prepared.key, prepared.template);
        if let (Some((known, hash)), Some(sink)) = (self.given.caches.rendered.get(&output.route), self.given.sink)
            && key == Some(*known)
            && sink.keep(target, hash)?
        {
            self.given.observer.output(None);
            return Ok(Became::Known(*known, *hash));
        }
        match self.renderer.render(prepared) {
            Ok(bytes) => {
                self.given.observer.rendered(template, self.given.observer.moment().saturating_sub(began));
                let hash = self.given.sink.map(|sink| sink.put(target, &bytes)).transpose()?;
                self.given.observer.output(Some(template));
                Ok(Became::Rendered(key.zip(hash)))
            }
            Err(RenderError::Diagnostic(diagnostic)) => Ok(Became::Faulty(diagnostic)),
            Err(RenderError::Changed(path)) => Err(BuildError::Changed(path)),
        }
    }
}

/// An asset has another name as soon as it changes, and the page that a browser has kept names the old one.
fn stay_of(output: &Output) -> Stay {
    match &output.what {
        What::Asset(_) => Stay::Generations(0),
        _ => Stay::WhileMade,
    }
}

/// The file that the manifest names for an output, when there is one.
fn source_of(output: &Output) -> Option<&str> {
    match &output.what {
        What::Page { .. } | What::Alias(_) | What::Short(_) | What::File(_) | What::Picture { .. } => {
            Some(&output.source)
        }
        _ => None,
    }
}
