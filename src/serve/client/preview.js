// The author's side of the preview: it follows the site as it changes, shows problems, and opens the lens.
//
// `guidepost serve` adds it to the pages that it answers, and nothing else has it. It asks only the server that the page came from.
// Whatever it shows stands in a shadow root and is set as text, so that no page and no message can change it or run in it.
//
//   page      what to do when this page changed: nothing, other style sheets or pictures, or a reload that keeps the place
//   tidings   the stream of events: one tab holds it and tells the others
//   overlay   the problems of the site
//   lens      the facts of this page, and marks in its text: `lens.js`
//
// The server puts both files into one function, and calls `begin` at its end.

const SCRIPT = document.currentScript;
const ROOT = "/_guidepost/";
const NAME = "guidepost-preview";
/** A browser that gave the stream up is asked to open it again after so many milliseconds. */
const AGAIN = 1000;
/** So many milliseconds a button says what it did. */
const TOLD = 4000;

/** What this tab shows; `files` counts the files that had been replaced under their names. */
const { run, build, version, skeleton, files } = SCRIPT.dataset;
const shown = { run, build: Number(build), version, skeleton, files: Number(files) };

/** The path of an address on this server; other addresses, and what is none, have an empty one. */
function pathOf(address) {
  try {
    const { origin, pathname } = new URL(address, location.href);
    return origin === location.origin ? pathname.replace(/\/index\.html$/, "/") : "";
  } catch (error) {
    return "";
  }
}

const here = pathOf(location.href);
const ask = async (what, also = "") => (await fetch(`${ROOT}${what}?page=${encodeURIComponent(here)}${also}`)).json();
const counted = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;

// Building blocks

/** An element with attributes, handlers (`onclick`) and children, which are elements or texts. */
function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (typeof value === "function") {
      element.addEventListener(key.slice(2), value);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(key, value);
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const button = (words, press, attributes) => make("button", { type: "button", onclick: press, ...attributes }, words);

/** The shadow root, and in it the part for the lens, the one for problems, and the one that says aloud what happened. */
const ui = (() => {
  const host = make("guidepost-preview", { lang: "en", dir: "ltr" });
  const root = host.attachShadow({ mode: "open" });
  const said = make("p", { role: "status", class: "unseen" });
  const corner = make("aside", { class: "corner", "aria-label": "Preview" });
  const problems = make("div");
  const sheet = make("link", { rel: "stylesheet", href: `${ROOT}preview.css` });
  root.append(sheet, problems, corner, said);
  // Without its style sheet it would lie across the page for a moment.
  const ready = new Promise((done) => ["load", "error"].forEach((event) => sheet.addEventListener(event, done)));
  for (const part of [problems, corner]) {
    part.hidden = true;
    ready.then(() => { part.hidden = false; });
  }
  document.body.append(host);
  const stops = () => [...root.querySelectorAll("button, a[href], [tabindex]")].filter((one) => one.getClientRects().length > 0);
  return { host, root, corner, problems, ready, stops, say: (words) => { said.textContent = words; } };
})();

const focusOn = (element) => element && element.focus({ preventScroll: true });

/** Changes what is shown, and leaves the focus where it was in it, or near to that when less is left. */
function keepingStop(change) {
  const at = ui.stops().indexOf(ui.root.activeElement);
  change();
  const stops = ui.stops();
  focusOn(at >= 0 && !ui.root.activeElement ? stops[Math.min(at, stops.length - 1)] : null);
}

/** Styles of the page itself: a sheet of the document that no policy forbids, where browsers can make one. */
const pageStyle = (() => {
  try {
    const sheet = new CSSStyleSheet();
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    return (text) => sheet.replaceSync(text);
  } catch (error) {
    return () => {};
  }
})();

/** Copies a text. Browsers give the clipboard to safe addresses alone; from another computer only the older way is open. */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (error) {
    const before = ui.root.activeElement;
    const field = make("textarea", { class: "unseen", readonly: "" });
    field.value = text;
    ui.root.append(field);
    field.select();
    const isDone = document.execCommand("copy");
    field.remove();
    focusOn(before);
    return isDone;
  }
}

/** A button that copies a text, and says so; where that is refused, the text is selected, so that a key copies it. */
function copyButton(text, words, name, place) {
  let back = null;
  const tell = (short, long) => {
    copy.textContent = short;
    ui.say(long);
    clearTimeout(back);
    back = setTimeout(() => { copy.textContent = words; }, TOLD);
  };
  const press = async () => {
    if (await copied(text)) {
      tell("Copied", `Copied: ${name}`);
      return;
    }
    const range = document.createRange();
    range.selectNodeContents(place());
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    tell("Selected", "Selected. Copy it with the keyboard.");
  };
  const copy = button(words, press, { "aria-label": `${words}: ${name}` });
  return copy;
}

// The page: where a reader of it is, and how that is kept

/** A selector that leads to an element as long as what stands before it stays. */
function pathTo(element) {
  const steps = [];
  for (let at = element; at && at !== document.body; at = at.parentElement) {
    if (at.id) {
      return [`#${CSS.escape(at.id)}`, ...steps].join(" > ");
    }
    steps.unshift(`:nth-child(${[...at.parentElement.children].indexOf(at) + 1})`);
  }
  return ["body", ...steps].join(" > ");
}

/** Notes the place of the reader for the page that comes next. */
function note(state) {
  const active = document.activeElement;
  const inside = ui.root.activeElement;
  const kept = {
    here,
    scroll: [scrollX, scrollY],
    focus: active && active !== document.body && active !== ui.host ? pathTo(active) : null,
    stop: inside ? ui.stops().indexOf(inside) : -1,
    details: [...document.querySelectorAll("details")].map((one) => [pathTo(one), one.open]),
    lens: lens.state(),
    errors: problems.before(),
    from: shown.version,
    to: state.version,
  };
  sessionStorage.setItem(NAME, JSON.stringify(kept));
}

/** What the last page noted, when it was this one. */
const kept = (() => {
  const text = sessionStorage.getItem(NAME);
  sessionStorage.removeItem(NAME);
  const found = text ? JSON.parse(text) : null;
  return found && found.here === here ? found : null;
})();

function restore() {
  for (const [path, open] of kept.details) {
    const one = document.querySelector(path);
    if (one && one.localName === "details") {
      one.open = open;
    }
  }
  focusOn(kept.focus && document.querySelector(kept.focus));
  const scroll = () => scrollTo({ left: kept.scroll[0], top: kept.scroll[1], behavior: "instant" });
  scroll();
  // Pictures have their height only now.
  addEventListener("load", scroll, { once: true });
}

/** The style sheets of the page, with those that are on their way in the place of those they replace. */
let sheets = [...document.querySelectorAll("link[rel=stylesheet]")];

/** Puts a newer style sheet behind an older one, which goes when the newer one is there. */
function swap(old, address) {
  if (pathOf(old.href) === pathOf(address)) {
    return old;
  }
  const fresh = old.cloneNode();
  fresh.href = address;
  fresh.addEventListener("load", () => old.remove(), { once: true });
  fresh.addEventListener("error", () => location.reload(), { once: true });
  old.after(fresh);
  return fresh;
}

/** What shows pictures, and with which attributes; a `srcset` names many, with their sizes behind them. */
const PICTURES = "img, picture > source, link[rel~=icon], video[poster]";
const ADDRESSES = ["src", "srcset", "href", "poster"];

/** What a `srcset` says of the picture before it, such as `2x` or `480w`. */
const SIZE = /^[\d.]+[wxh]$/;

/** Gives the address of each picture to `change`, and puts what it gives in its place. */
function eachPicture(change) {
  const changeAll = (list) => list.replace(/[^\s,](?:\S*[^\s,])?/g, (one) => (SIZE.test(one) ? one : change(one)));
  for (const one of document.querySelectorAll(PICTURES)) {
    for (const name of ADDRESSES.filter((name) => one.hasAttribute(name))) {
      const old = one.getAttribute(name);
      const now = name === "srcset" ? changeAll(old) : change(old);
      if (now !== old) {
        one.setAttribute(name, now);
      }
    }
  }
}

/** The files that came with this page, for example by its style sheets, and how each came. */
const cameWithPage = () => performance.getEntriesByType("resource").map(({ name, initiatorType }) => ({ path: pathOf(name), way: initiatorType }));

/** The paths of the files that this page shows. */
function filesOfPage() {
  const found = new Set(cameWithPage().map(({ path }) => path));
  eachPicture((address) => {
    found.add(pathOf(address));
    return address;
  });
  return found;
}

/**
 * Shows files that were replaced under their own names; `null` is any, after the server began again and knows of none. Pictures are asked
 * for by another address, since the page holds the one that it has. Gives whether something was replaced that this cannot show.
 */
function renew(replaced, mark) {
  const isNew = (path) => replaced === null || replaced.includes(path);
  const done = new Set();
  eachPicture((address) => {
    const path = pathOf(address);
    if (!path.startsWith("/") || !isNew(path)) {
      return address;
    }
    done.add(path);
    return `${path}?${mark}${new URL(address, location.href).hash}`;
  });
  return replaced !== null && cameWithPage().some(({ path, way }) => isNew(path) && (way === "css" || !done.has(path)));
}

let isLeaving = false;

/** Does what a new state of the page asks for. */
function follow(state) {
  const version = state.version || "";
  const isRight = version === shown.version || (version === "" && state.errors > 0);
  // The page of an address where nothing is has a version, and the address has none.
  const isTried = kept && kept.from === shown.version && kept.to === state.version;
  const isOther = state.run !== shown.run;
  const hasReplaced = isOther || state.files !== shown.files;
  Object.assign(shown, { run: state.run, build: state.build, files: state.files });
  const isOnlyDressed = version && state.skeleton === shown.skeleton && state.sheets.length === sheets.length;
  let mustLoad = !isRight && !isTried && !isOnlyDressed;
  if (!isRight && !isTried && isOnlyDressed) {
    sheets = sheets.map((sheet, index) => swap(sheet, state.sheets[index]));
    shown.version = version;
  }
  if (!mustLoad && hasReplaced) {
    mustLoad = renew(isOther ? null : state.replaced.map(pathOf), `${state.run}-${state.files}`);
  }
  if (mustLoad) {
    // A look that comes while the browser still loads the page must not note that nothing is new.
    if (!isLeaving) {
      note(state);
    }
    isLeaving = true;
    location.reload();
  }
}

/** Asks for the state of this page, one question at a time; what changes meanwhile is asked for once more. */
const look = (() => {
  let waiting = null;
  const once = async () => {
    const state = await ask("state", `&files=${shown.files}`);
    problems.show(state);
    follow(state);
    lens.refresh();
  };
  return () => {
    if (waiting) {
      waiting.again = true;
      return;
    }
    waiting = { again: false };
    // A server that is away says so to the stream too, and `hello` asks again.
    once().catch(() => {}).then(() => {
      const again = waiting.again;
      waiting = null;
      if (again) {
        look();
      }
    });
  };
})();

// Tidings: the stream of events

const heard = {
  hello({ run, build }) {
    if (run !== shown.run || build !== shown.build) {
      look();
    }
  },
  changed({ pages, files, follow: to }) {
    const goes = to && document.visibilityState === "visible" && pathOf(to) !== here;
    if (goes) {
      location.assign(to);
      return;
    }
    const isHere = !pages || pages.some((address) => pathOf(address) === here);
    const own = files.length > 0 ? filesOfPage() : new Set();
    if (isHere || files.some((address) => own.has(pathOf(address)))) {
      look();
    }
  },
  problems: () => look(),
};

const others = "BroadcastChannel" in window ? new BroadcastChannel(NAME) : null;

/** Holds the stream, and tells all tabs what comes. Gives what ends it. */
function stream() {
  let source = null;
  let again = null;
  const open = () => {
    source = new EventSource(`${ROOT}events`);
    for (const name of Object.keys(heard)) {
      source.addEventListener(name, ({ data }) => {
        const tiding = { name, data: JSON.parse(data) };
        heard[name](tiding.data);
        if (others) {
          others.postMessage(tiding);
        }
      });
    }
    // Browsers try again by themselves, unless the server was there and said no.
    source.addEventListener("error", () => {
      if (source.readyState === EventSource.CLOSED) {
        again = setTimeout(open, AGAIN);
      }
    });
  };
  open();
  return () => {
    clearTimeout(again);
    source.close();
  };
}

/** Holds a stream only while this tab is seen. What it missed, the beginning of the next stream tells. */
function streamWhileSeen() {
  let end = null;
  const turn = () => {
    if (document.visibilityState === "visible") {
      end = end || stream();
    } else if (end) {
      end();
      end = null;
    }
  };
  document.addEventListener("visibilitychange", turn);
  turn();
}

function listen() {
  if (others) {
    others.addEventListener("message", ({ data }) => heard[data.name](data.data));
  }
  // Browsers give locks to safe addresses alone, and a host six connections in all: when each tab held a stream, the seventh could not
  // even be loaded from another computer.
  if (!navigator.locks || !others) {
    streamWhileSeen();
    return;
  }
  // The lock stays with this tab until it is closed; then the next one in the row gets it. Browsers put no tab that holds a lock
  // to sleep.
  navigator.locks.request(NAME, () => new Promise(stream)).catch(streamWhileSeen);
}

// Problems of the site

const problems = (() => {
  let hidden = false;
  let last = "";
  let now = { errors: kept ? kept.errors : 0 };
  let before = now;
  const errorsOf = (state) => state.problems.filter(({ severity }) => severity === "error");
  const placeOf = ({ file, line }) => file && `${file}${line ? `:${line}` : ""}`;

  function one(problem) {
    const place = placeOf(problem);
    const pre = make("pre", { tabindex: "0", role: "group", "aria-label": place || problem.severity }, problem.text);
    const actions = make("p", { class: "actions" }, place ? copyButton(place, "Copy place", place, () => pre) : null, editLink(problem, place));
    return make("li", {}, pre, actions);
  }

  function full(state) {
    const errors = errorsOf(state);
    const title = make("h2", { id: "problems", tabindex: "-1" }, `This site has ${counted(state.errors, "error")}`);
    const list = make("ol", {}, ...errors.map(one));
    const more = state.errors > errors.length ? make("p", {}, `And ${counted(state.errors - errors.length, "more error")}.`) : null;
    const behind = shown.version ? "The page behind is the last good one." : "The page comes by itself when they are put right.";
    const hide = button("Show the page", () => turn(state, true), { class: "main" });
    const all = copyButton(errors.map(({ text }) => text).join("\n"), "Copy all", counted(errors.length, "error"), () => list);
    const head = make("header", {}, title, make("p", {}, behind), make("p", { class: "actions" }, hide, all));
    return make("section", { class: "overlay", "aria-labelledby": "problems" }, head, list, more);
  }

  function bar(state) {
    const words = counted(state.errors, "error");
    return make("section", { class: "bar", "aria-label": "Problems" }, button(words, () => turn(state, false), { "aria-label": `${words}: show them` }));
  }

  /** Shows all or little of the problems; whoever writes in a field of the page goes on there. */
  function turn(state, hide) {
    const isInside = ui.root.activeElement !== null;
    hidden = hide;
    ui.problems.replaceChildren(hidden ? bar(state) : full(state));
    focusOn(isInside && ui.problems.querySelector(hidden ? "button" : "h2"));
  }

  /** Says aloud what came, and that all is well again, also when another page said so and was loaded again at once. */
  function say(state) {
    const [first] = errorsOf(state);
    if (first) {
      ui.say([`This site has ${counted(state.errors, "error")}.`, placeOf(first), first.message].filter(Boolean).join(" "));
    } else if (before.errors > 0) {
      ui.say("The errors are gone.");
    }
  }

  function show(state) {
    lens.warn(state);
    before = now;
    now = state;
    const text = JSON.stringify([state.errors, state.problems]);
    if (text === last) {
      return;
    }
    last = text;
    hidden = hidden && state.errors > 0;
    keepingStop(() => ui.problems.replaceChildren(...(state.errors === 0 ? [] : [hidden ? bar(state) : full(state)])));
    say(state);
  }

  /** Hides what lies over the page; whether there was something. */
  function escape() {
    const isThere = now.errors > 0 && !hidden && ui.problems.hasChildNodes();
    if (isThere) {
      turn(now, true);
    }
    return isThere;
  }

  return { show, escape, before: () => before.errors };
})();

async function begin() {
  // Also from the page, which lies behind the problems.
  document.addEventListener("keydown", ({ key, isComposing, defaultPrevented }) => {
    if (key === "Escape" && !isComposing && !defaultPrevented && !problems.escape()) {
      lens.escape();
    }
  });
  listen();
  look();
  if (!kept) {
    return;
  }
  restore();
  if (kept.lens) {
    await lens.restore(kept.lens);
  }
  if (kept.stop >= 0) {
    await ui.ready;
    focusOn(ui.stops()[kept.stop]);
  }
}
