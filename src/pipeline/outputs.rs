//! The last stage of a build: every output is rendered, or known, and given to the sink.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::{BuildError, Caches, Linked, Observer, Options, drawings, pictures};
use crate::cache::Key;
use crate::diagnostic::{Diagnostic, Outcome};
use crate::emit::{EmitError, Hash, Output as EmitOutput, Sink, Stay, Wish};
use crate::picture::Version;
use crate::render::{self, RenderError, Renderer, Templates};
use crate::route::Route;
use crate::search;
use crate::site::{Output, What};
use pictures::Pictures;

/// What a build was given, as its last stage reads it.
#[derive(Clone, Copy)]
pub(super) struct Given<'a> {
    pub(super) options: &'a Options,
    pub(super) caches: &'a Caches,
    /// `None` while the site has errors: then outputs are rendered only to find the rest of them.
    pub(super) sink: Option<&'a dyn Sink>,
    /// Who says what is made next, and when to stop, in a site with errors too.
    pub(super) wishes: &'a dyn Sink,
    pub(super) observer: &'a dyn Observer,
}

/// Makes what the sink wishes for and nothing else, before there is a search: whoever looks at a page need not wait for that.
pub(super) fn wished(linked: &Linked, templates: &Templates, given: Given<'_>) -> Result<Wished, BuildError> {
    let mut wished = Wished::default();
    let Some(sink) = given.sink else { return Ok(wished) };
    sink.expect(&mut linked.site.outputs.iter().map(|output| &output.route));
    let mut wish = sink.wish();
    if wish == Wish::Any {
        return Ok(wished);
    }
    let (outputs, links) = (&linked.site.outputs, links(linked));
    let run = Run::new(linked, templates, &links, given);
    loop {
        match wish {
            Wish::Any => return Ok(wished),
            Wish::Stop => {
                wished.was_stopped = true;
                return Ok(wished);
            }
            Wish::This(route) => {
                let output = find(outputs, &route).map(|index| &outputs[index]);
                // A file of a format may speak of the files of the search; it comes in its turn.
                let is_ready = |output: &&Output| {
                    !wished.became.contains_key(&route) && !matches!(output.what, What::Format { .. })
                };
                if let Some(output) = output.filter(is_ready) {
                    wished.became.insert(route, run.one(output, &search::Files::new())?);
                }
            }
        }
        wish = sink.wish();
    }
}

/// Makes every other output of a site.
pub(super) fn make(
    linked: &Linked,
    templates: &Templates,
    search: &search::Files,
    wished: Wished,
    given: Given<'_>,
) -> Result<Outcome<Done>, BuildError> {
    let links = links(linked);
    Run::new(linked, templates, &links, given).all(&linked.site.outputs, search, wished)
}

/// What became of the outputs that were wished for.
#[derive(Default)]
pub(super) struct Wished {
    became: BTreeMap<Route, Became>,
    pub(super) was_stopped: bool,
}

/// The links to the assets of the theme by their names.
fn links(linked: &Linked) -> BTreeMap<String, String> {
    linked.assets.iter().map(|(name, address)| (name.clone(), linked.site.urls.link(address))).collect()
}

/// The place of a route in the plan.
fn find(outputs: &[Output], route: &Route) -> Option<usize> {
    outputs.binary_search_by(|output| output.route.cmp(route)).ok()
}

/// The last stage as it runs.
struct Run<'a> {
    renderer: Renderer<'a>,
    linked: &'a Linked,
    given: Given<'a>,
}

/// What was made.
#[derive(Default)]
pub(super) struct Done {
    pub(super) rendered: Vec<Route>,
    pub(super) known: BTreeMap<Route, (Key, Hash)>,
    pub(super) pictures: Pictures,
    pub(super) was_stopped: bool,
    /// Whether every output was made.
    pub(super) is_whole: bool,
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

/// What the turns of all threads share.
#[derive(Clone, Copy)]
struct Turns<'a, 't> {
    outputs: &'a [Output],
    search: &'t search::Files,
    /// Which outputs somebody makes already, in the order of the plan.
    taken: &'t [AtomicBool],
    was_stopped: &'t AtomicBool,
}

impl<'a> Run<'a> {
    fn new(
        linked: &'a Linked,
        templates: &'a Templates,
        assets: &'a BTreeMap<String, String>,
        given: Given<'a>,
    ) -> Self {
        let Linked { config, sources, parse_options, site, .. } = linked;
        let (theme, data, remember) = (linked.theme(), linked.data(), given.options.remember);
        let inputs = render::Inputs { site, config, theme, data, sources, templates, assets, parse_options, remember };
        Self { renderer: Renderer::new(inputs), linked, given }
    }

    fn all(
        &'a self,
        outputs: &'a [Output],
        search: &search::Files,
        wished: Wished,
    ) -> Result<Outcome<Done>, BuildError> {
        let taken: Vec<AtomicBool> = outputs.iter().map(|_| AtomicBool::new(false)).collect();
        let mut became: Vec<(usize, Became)> = Vec::with_capacity(outputs.len());
        became.extend(wished.became.into_iter().filter_map(|(route, one)| Some((find(outputs, &route)?, one))));
        for (index, _) in &became {
            taken[*index].store(true, Ordering::Relaxed);
        }
        let turns = Turns { outputs, search, taken: &taken, was_stopped: &AtomicBool::new(wished.was_stopped) };
        let made = (0..outputs.len()).into_par_iter().map(|index| self.turn(index, turns));
        became.extend(made.collect::<Result<Vec<_>, _>>()?.into_iter().flatten());
        became.sort_unstable_by_key(|(index, _)| *index);
        let was_stopped = turns.was_stopped.load(Ordering::Relaxed);
        let is_whole = self.given.sink.is_some() && !was_stopped && !became.iter().any(|(_, one)| one.is_faulty());
        let mut outcome = Outcome::fine(Done { was_stopped, is_whole, ..Done::default() });
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

    /// The outputs that the sink wishes for, then the one whose turn it is, when nobody has taken it.
    fn turn(&'a self, index: usize, turns: Turns<'a, '_>) -> Result<Vec<(usize, Became)>, BuildError> {
        let Turns { outputs, search, taken, was_stopped } = turns;
        let mut made = Vec::with_capacity(1);
        let is_first = |index: usize| !taken[index].swap(true, Ordering::Relaxed);
        while !was_stopped.load(Ordering::Relaxed) {
            match self.given.wishes.wish() {
                Wish::This(route) => {
                    if let Some(index) = find(outputs, &route).filter(|index| is_first(*index)) {
                        made.push((index, self.one(&outputs[index], search)?));
                    }
                }
                Wish::Any => {
                    if is_first(index) {
                        made.push((index, self.one(&outputs[index], search)?));
                    }
                    break;
                }
                Wish::Stop => was_stopped.store(true, Ordering::Relaxed),
            }
        }
        Ok(made)
    }

    fn one(&'a self, output: &'a Output, search: &search::Files) -> Result<Became, BuildError> {
        let target = EmitOutput { route: &output.route, source: source_of(output), stay: stay_of(output) };
        let became = match &output.what {
            What::File(path) if drawings::is_one(path) => self.drawing(target, path)?,
            What::File(path) => self.copy(target, path)?,
            What::Picture { path, version, .. } => self.picture(target, path, *version)?,
            What::Asset(name) => {
                self.put(target, self.linked.theme().assets.get(name).map(|asset| asset.bytes.as_ref()))?
            }
            What::Search(address) => self.put(target, search.get(address).map(AsRef::as_ref))?,
            What::Format { name, part } => {
                self.put(target, self.renderer.format(name, part).as_deref().map(str::as_bytes))?
            }
            _ => self.render(output, target)?,
        };
        Ok(became)
    }

    fn copy(&self, target: EmitOutput<'_>, path: &str) -> Result<Became, BuildError> {
        match (self.linked.sources.open(path), self.given.sink) {
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
        let bytes = match self.linked.sources.read(path) {
            Ok(bytes) => bytes,
            Err(diagnostic) => return Ok(Became::Faulty(Box::new(diagnostic))),
        };
        let made = drawings::make(&bytes, &self.linked.theme().colors, path);
        self.put(target, Some(&made.value))?;
        Ok(Became::Drawn(made.diagnostics))
    }

    fn picture(&self, target: EmitOutput<'_>, path: &Arc<str>, version: Version) -> Result<Became, BuildError> {
        let bytes = match self.linked.sources.read(path) {
            Ok(bytes) => bytes,
            Err(diagnostic) => return Ok(Became::Faulty(Box::new(diagnostic))),
        };
        let key = pictures::key(&bytes, version);
        if let Some((hash, length)) = self.given.caches.pictures.get(&key)
            && self.has(target, &hash)?
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
        if self.given.caches.is_whole
            && self.linked.shows_the_same(output)
            && let Some(kept) = self.keep(target, |_| true)?
        {
            return Ok(kept);
        }
        let began = self.given.observer.moment();
        let prepared = match self.renderer.prepare(output) {
            Ok(Some(prepared)) => prepared,
            Ok(None) => return Ok(Became::Copied),
            Err(error) => return faulty(error),
        };
        let (key, template) = (prepared.key, prepared.template);
        if let Some(kept) = self.keep(target, |known| key == Some(*known))? {
            return Ok(kept);
        }
        match self.renderer.render(prepared) {
            Ok(bytes) => {
                self.given.observer.rendered(template, self.given.observer.moment().saturating_sub(began));
                let hash = self.given.sink.map(|sink| sink.put(target, &bytes)).transpose()?;
                self.given.observer.output(Some(template));
                Ok(Became::Rendered(key.zip(hash)))
            }
            Err(error) => faulty(error),
        }
    }

    /// Whether the sink has these bytes already. While the site has errors it is given nothing, and what was made before needs
    /// no second look: there was no error in it.
    fn has(&self, target: EmitOutput<'_>, hash: &Hash) -> Result<bool, EmitError> {
        self.given.sink.map_or(Ok(true), |sink| sink.keep(target, hash))
    }

    /// The output of the last build once more, when its key `is_right` and the sink still has it.
    fn keep(&self, target: EmitOutput<'_>, is_right: impl Fn(&Key) -> bool) -> Result<Option<Became>, BuildError> {
        let known = self.given.caches.rendered.get(target.route).filter(|(key, _)| is_right(key));
        let Some((key, hash)) = known else { return Ok(None) };
        if !self.has(target, hash)? {
            return Ok(None);
        }
        self.given.observer.output(None);
        Ok(Some(Became::Known(*key, *hash)))
    }
}

fn faulty(error: RenderError) -> Result<Became, BuildError> {
    match error {
        RenderError::Diagnostic(diagnostic) => Ok(Became::Faulty(diagnostic)),
        RenderError::Changed(path) => Err(BuildError::Changed(path)),
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
