// The author's side of the preview: it follows the site as it changes, shows problems, and opens the lens.
//
// `guidepost serve` adds it to the pages that it answers, and nothing else has it. It asks only the server that the page came from.
// Whatever it shows stands in a shadow root and is set as text, so that no page and no message can change it or run in it.
//
//   tidings   the stream of events: one tab holds it and tells the others
//   page      what to do when this page changed: nothing, other style sheets, or a reload that keeps the place
//   overlay   the problems of the site
//   lens      the facts of this page, and marks in its text
(() => {
  "use strict";

  const SCRIPT = document.currentScript;
  const ROOT = "/_guidepost/";
  const NAME = "guidepost-preview";
  /** A browser that gave the stream up is asked to open it again after so many milliseconds. */
  const AGAIN = 1000;
  const FOUND_AT_ONCE = 20;

  /** What this tab shows. */
  const shown = { run: SCRIPT.dataset.run, build: Number(SCRIPT.dataset.build), version: SCRIPT.dataset.version, skeleton: SCRIPT.dataset.skeleton };

  const pathOf = (address) => new URL(address, location.href).pathname.replace(/\/index\.html$/, "/");
  const here = pathOf(location.href);
  const ask = async (what) => (await fetch(`${ROOT}${what}?page=${encodeURIComponent(here)}`)).json();
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
    const said = make("p", { role: "status", class: "said" });
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
    const stops = () => [...root.querySelectorAll("button, a[href], summary")];
    return { host, root, corner, problems, ready, stops, say: (words) => { said.textContent = words; } };
  })();

  const focusOn = (element) => element && element.focus({ preventScroll: true });

  /** Changes what is shown, and leaves the focus where it was in it. */
  function keepingStop(change) {
    const at = ui.stops().indexOf(ui.root.activeElement);
    change();
    focusOn(at >= 0 && !ui.root.activeElement ? ui.stops()[at] : null);
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

  /** A button that copies a text; where that is refused, the text is selected, so that a key copies it. */
  function copyButton(text, words, name, place) {
    const select = () => {
      const range = document.createRange();
      range.selectNodeContents(place());
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      ui.say("Selected. Copy it with the keyboard.");
    };
    const copy = async () => {
      try {
        await navigator.clipboard.writeText(text);
        ui.say(`Copied: ${name}`);
      } catch (error) {
        select();
      }
    };
    return button(words, copy, { "aria-label": `${words}: ${name}` });
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

  /** Does what a new state of the page asks for. */
  function follow(state) {
    const version = state.version || "";
    const isRight = version === shown.version || (version === "" && state.errors > 0);
    // The page of an address where nothing is has a version, and the address has none.
    const isTried = kept && kept.from === shown.version && kept.to === state.version;
    Object.assign(shown, { run: state.run, build: state.build });
    if (isRight || isTried) {
      return;
    }
    if (version && state.skeleton === shown.skeleton && state.sheets.length === sheets.length) {
      sheets = sheets.map((sheet, index) => swap(sheet, state.sheets[index]));
      shown.version = version;
      return;
    }
    note(state);
    location.reload();
  }

  /** Asks for the state of this page, one question at a time; what changes meanwhile is asked for once more. */
  const look = (() => {
    let waiting = null;
    const once = async () => {
      const state = await ask("state");
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
    changed({ pages, follow: to }) {
      const goes = to && document.visibilityState === "visible" && pathOf(to) !== here;
      if (goes) {
        location.assign(to);
      } else if (!pages || pages.some((address) => pathOf(address) === here)) {
        look();
      }
    },
    problems: () => look(),
  };

  const others = "BroadcastChannel" in window ? new BroadcastChannel(NAME) : null;

  /** Holds the stream, and tells all tabs what comes. */
  function stream() {
    const source = new EventSource(`${ROOT}events`);
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
        setTimeout(stream, AGAIN);
      }
    });
  }

  function listen() {
    if (!navigator.locks || !others) {
      stream();
      return;
    }
    others.addEventListener("message", ({ data }) => heard[data.name](data.data));
    // The lock stays with this tab until it is closed; then the next one in the row gets it. Browsers put no tab that holds a lock
    // to sleep.
    navigator.locks.request(NAME, () => new Promise(stream)).catch(stream);
  }

  // Problems of the site

  const problems = (() => {
    let hidden = false;
    let last = "";
    const copied = (state) => state.problems.filter(({ severity }) => severity === "error").map(({ text }) => text).join("\n");

    function one(problem) {
      const pre = make("pre", { tabindex: "0" }, problem.text);
      const place = problem.file && `${problem.file}${problem.line ? `:${problem.line}` : ""}`;
      const actions = make("p", { class: "actions" }, place ? copyButton(place, "Copy place", place, () => pre) : null, editLink(problem, place));
      return make("li", {}, pre, actions);
    }

    function full(state) {
      const errors = state.problems.filter(({ severity }) => severity === "error");
      const title = make("h2", { id: "problems", tabindex: "-1" }, `This site has ${counted(state.errors, "error")}`);
      const list = make("ol", {}, ...errors.map(one));
      const more = state.errors > errors.length ? make("p", {}, `And ${counted(state.errors - errors.length, "more error")}.`) : null;
      const behind = shown.version ? "The page behind is the last good one." : "The page comes by itself when they are put right.";
      const hide = button("Show the page", () => turn(state, true), { class: "main" });
      const all = copyButton(copied(state), "Copy all", counted(errors.length, "error"), () => list);
      const head = make("header", {}, title, make("p", {}, behind), make("p", { class: "actions" }, hide, all));
      const section = make("section", { class: "overlay", "aria-labelledby": "problems" }, head, list, more);
      section.addEventListener("keydown", ({ key }) => key === "Escape" && turn(state, true));
      return section;
    }

    function bar(state) {
      const words = counted(state.errors, "error");
      return make("section", { class: "bar", "aria-label": "Problems" }, button(words, () => turn(state, false), { "aria-label": `${words}: show them` }));
    }

    function turn(state, hide) {
      hidden = hide;
      ui.problems.replaceChildren(hidden ? bar(state) : full(state));
      focusOn(ui.problems.querySelector(hidden ? "button" : "h2"));
    }

    function show(state) {
      lens.warn(state);
      const now = JSON.stringify([state.errors, state.problems]);
      if (now === last) {
        return;
      }
      last = now;
      hidden = hidden && state.errors > 0;
      keepingStop(() => ui.problems.replaceChildren(...(state.errors === 0 ? [] : [hidden ? bar(state) : full(state)])));
      ui.say(state.errors === 0 ? "" : `This site has ${counted(state.errors, "error")}`);
    }
    return { show };
  })();

  // The lens

  /** The link that opens a place in the author's editor; only the server gives such links. */
  function editLink(item, name) {
    return item.edit ? make("a", { href: item.edit, "aria-label": `Open in editor: ${name}` }, "Open in editor") : null;
  }

  /** A line of a list: words, the place, and what can be done with it. */
  function entry(item, ...words) {
    if (!item.file) {
      return make("li", {}, ...words);
    }
    const name = item.line ? `${item.file}:${item.line}` : item.file;
    const place = make("code", {}, name);
    const actions = make("span", { class: "actions" }, copyButton(name, "Copy", name, () => place), editLink(item, name));
    return make("li", {}, make("div", {}, ...words), make("div", { class: "place" }, place, actions));
  }

  /** A list that shows its first items, and the others behind a button. */
  function list(items, line) {
    const lines = items.slice(0, FOUND_AT_ONCE).map(line);
    const whole = make("ul", {}, ...lines);
    const rest = items.length - lines.length;
    if (rest > 0) {
      const more = button(`Show ${rest} more`, () => {
        more.remove();
        whole.append(...items.slice(FOUND_AT_ONCE).map(line));
      });
      return make("div", {}, whole, more);
    }
    return whole;
  }

  /** A part of the lens: a heading with how many there are, and what there is. */
  function part(title, count, ...content) {
    const heading = make("h3", {}, title, count === null ? null : make("span", { class: "count" }, String(count)));
    return make("div", { class: "part" }, heading, ...content);
  }

  const listed = (title, items, none, line) => part(title, items.length, items.length ? list(items, line) : make("p", {}, none));
  const strong = (words) => make("strong", {}, words);
  const linked = (words, address) => make("a", { href: address }, words);

  /** The words of the text, with the places where they stand. Numbers of sources and buttons stand between them. */
  function wordsOfPage() {
    const skipped = "script, style, button, nav, sup, [hidden], [popover]";
    const found = [];
    const walk = document.createTreeWalker(document.querySelector("main") || document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      if (node.parentElement.closest(skipped)) {
        continue;
      }
      const pattern = /[\p{L}\p{N}\p{M}'’-]+/gu;
      for (let match = pattern.exec(node.data); match; match = pattern.exec(node.data)) {
        found.push({ word: match[0].toLowerCase(), node, from: match.index, to: pattern.lastIndex });
      }
    }
    return found;
  }

  function rangeOf(first, last) {
    const range = document.createRange();
    range.setStart(first.node, first.from);
    range.setEnd(last.node, last.to);
    return range;
  }

  /** Where a sentence ends that may begin at a word of the page; a few words that its text does not have may stand in it. */
  function endOf(sentence, words, start) {
    const spare = 12;
    let at = start;
    for (const word of sentence) {
      const last = at + spare;
      while (at < words.length && at < last && words[at].word !== word) {
        at += 1;
      }
      if (at >= words.length || words[at].word !== word) {
        return -1;
      }
      at += 1;
    }
    return at - 1;
  }

  const inWords = (text) => text.toLowerCase().match(/[\p{L}\p{N}\p{M}'’-]+/gu) || [];

  /** The place of a sentence that has the fewest words besides its own. */
  function rangeOfSentence(sentence, words) {
    let best = null;
    for (let start = 0; start < words.length; start += 1) {
      const end = words[start].word === sentence[0] ? endOf(sentence, words, start) : -1;
      if (end >= 0 && (best === null || end - start < best.end - best.start)) {
        best = { start, end };
      }
    }
    return best && rangeOf(words[best.start], words[best.end]);
  }

  function rangesOfSentences(sentences) {
    const words = wordsOfPage();
    return sentences.map(({ text }) => rangeOfSentence(inWords(text), words)).filter((range) => range !== null);
  }

  function rangesOfWords(hard) {
    const wanted = new Set(hard.map(({ text }) => text));
    const trimmed = (word) => word.replace(/^['’-]+|['’-]+$/g, "");
    return wordsOfPage().filter(({ word }) => wanted.has(trimmed(word))).map((one) => rangeOf(one, one));
  }

  /** Marks in the text of the page; browsers without such marks have the lists alone. */
  const marks = {
    isKnown: "highlights" in CSS && typeof Highlight === "function",
    kinds: { "guidepost-sentences": rangesOfSentences, "guidepost-words": rangesOfWords },
    style: "::highlight(guidepost-sentences){background-color:#ffdd00;color:#0b0c0c}::highlight(guidepost-words){background-color:#0b0c0c;color:#ffdd00}",
    set(kind, items) {
      const ranges = this.kinds[kind](items);
      CSS.highlights.set(kind, new Highlight(...ranges));
      return ranges.length;
    },
    clear: () => marks.isKnown && Object.keys(marks.kinds).forEach((kind) => CSS.highlights.delete(kind)),
  };

  /** A button that marks in the text what a list names. */
  function markButton(words, kind, items) {
    if (!marks.isKnown || items.length === 0) {
      return null;
    }
    const toggle = button(words, () => {
      const isOn = toggle.getAttribute("aria-pressed") === "true";
      toggle.setAttribute("aria-pressed", String(!isOn));
      if (isOn) {
        CSS.highlights.delete(kind);
      } else {
        ui.say(`${counted(marks.set(kind, items), "place")} marked in the text`);
      }
    }, { "aria-pressed": "false", "data-mark": kind });
    return toggle;
  }

  const size = (bytes) => (bytes === null ? "missing" : bytes < 1000 ? `${bytes} bytes` : `${(bytes / 1000).toFixed(1)} kB`);

  /** The parts of the panel, each from its facts. */
  const parts = {
    problems: (facts) => listed("Problems of this page", facts.problems, "None.", (one) => entry(one, strong(`${one.severity}: `), one.message, one.help ? make("div", { class: "help" }, one.help) : null)),
    reading({ reading }) {
      if (!reading) {
        return null;
      }
      const { long_sentences: sentences, hard_words: words } = reading;
      const counts = `${counted(reading.words, "word")} in ${counted(reading.sentences, "sentence")}, ${counted(reading.minutes, "minute")} to read.`;
      const sentence = (one) => entry(one, strong(`${one.words} words${one.is_too_long ? ", too long" : ""}: `), one.text);
      const word = (one) => entry(one, strong(one.text), ` ${one.syllables} syllables, ${one.count === 1 ? "once" : `${one.count} times`}`);
      const some = (title, items, none, line, mark) => make("div", {}, make("h4", {}, title, make("span", { class: "count" }, String(items.length))), mark, items.length ? list(items, line) : make("p", {}, none));
      return part("Reading", null, make("p", { class: reading.is_readable === false ? "grade hard" : "grade" }, reading.said), make("p", {}, counts),
        some("Long sentences", sentences, "None has more than 20 words.", sentence, markButton("Mark long sentences", "guidepost-sentences", sentences)),
        some("Hard words", words, "None.", word, markButton("Mark hard words", "guidepost-words", words)));
    },
    terms: ({ terms }) => listed("Words explained", terms, "None.", (one) => entry(one, strong(`${one.term}: `), one.definition)),
    sources: ({ sources }) => listed("Sources", sources, "This page cites none.", (one) => entry(one, strong(`${one.number}. `), one.title)),
    review({ review, translation }) {
      const state = (one) => [make("p", {}, one.said), one.items.length ? list(one.items, (item) => entry(item, item.text)) : null];
      return part("Review and translation", null, ...state(review), ...(translation ? state(translation) : []));
    },
    out: (facts) => listed("Links out", facts.links_out, "None.", (one) => entry(one, linked(one.title || one.address, one.address), one.kind === "page" ? null : ` (${one.kind === "outside" ? "another website or an app" : "file"})`)),
    in: (facts) => listed("Links in", facts.links_in, "No page links here in its text.", (one) => entry(one, linked(one.title || one.address, one.address))),
    topics: ({ topics }) => listed("Topics", topics, "None.", (one) => entry(one, `${one.taxonomy}: `, strong(one.name))),
    weight({ weight }) {
      if (!weight) {
        return null;
      }
      const line = (one) => make("li", {}, make("code", {}, one.address), ` ${one.kind}, ${size(one.bytes)}`);
      return part("Weight", null, make("p", {}, `${size(weight.total)} before compression, ${size(weight.page)} of it the page itself.`), list(weight.files, line));
    },
  };

  const lens = (() => {
    const body = make("div", { class: "facts" });
    const close = button("Close", () => shut());
    const title = make("h2", { id: "lens", tabindex: "-1" }, "Lens on this page");
    const panel = make("section", { class: "panel", id: "panel", "aria-labelledby": "lens", hidden: "" }, make("header", {}, title, close), body);
    const toggle = button("Lens", () => enter(), { class: "toggle", "aria-expanded": "false", "aria-controls": "panel" });
    panel.addEventListener("keydown", ({ key }) => key === "Escape" && shut());
    ui.corner.append(toggle, panel);
    const isOpen = () => !panel.hidden;

    function head(facts) {
      const about = make("div", {}, strong(facts.title), make("p", {}, facts.description), make("p", {}, `Language: ${facts.language}`));
      return facts.source ? make("ul", { class: "source" }, entry(facts.source, about)) : about;
    }

    let last = "";

    async function fill() {
      const facts = await ask("lens");
      if (JSON.stringify(facts) !== last) {
        last = JSON.stringify(facts);
        keepingStop(() => draw(facts));
      }
    }

    const pressed = () => [...body.querySelectorAll("[aria-pressed=true]")].map((one) => one.dataset.mark);

    function mark(kinds) {
      kinds.map((kind) => body.querySelector(`[data-mark=${kind}]`)).filter((one) => one !== null).forEach((one) => one.click());
    }

    function draw(facts) {
      const marked = pressed();
      marks.clear();
      const isPage = facts.title !== undefined;
      const first = isPage ? head(facts) : make("p", {}, "The site itself made this page, from no single file.");
      const known = isPage ? Object.keys(parts) : ["problems", "weight"];
      body.replaceChildren(first, ...known.map((name) => parts[name](facts)).filter((one) => one !== null));
      mark(marked);
    }

    function open() {
      panel.hidden = false;
      last = "";
      toggle.setAttribute("aria-expanded", "true");
      ui.corner.classList.add("open");
      pageStyle(`${marks.style}@media (min-width:960px){html{margin-right:416px}}@media (max-width:959.98px){html{margin-bottom:60vh}}`);
      return fill().catch(() => body.replaceChildren(make("p", {}, "The server does not answer. Is `guidepost serve` still running?")));
    }

    /** How it is, for the page that comes next; none when it is closed. */
    const state = () => (isOpen() ? { marks: pressed(), scroll: panel.scrollTop } : null);

    async function restore(before) {
      await open();
      mark(before.marks);
      await ui.ready;
      panel.scrollTop = before.scroll;
    }

    function shut() {
      panel.hidden = true;
      toggle.setAttribute("aria-expanded", "false");
      ui.corner.classList.remove("open");
      marks.clear();
      pageStyle("");
      toggle.focus();
    }

    function enter() {
      open();
      title.focus();
    }

    /** Counts on the button what stands in nobody's way. */
    function warn({ warnings }) {
      toggle.textContent = warnings > 0 ? `Lens · ${counted(warnings, "warning")}` : "Lens";
    }

    const refresh = () => (isOpen() ? fill().catch(() => {}) : null);
    return { state, restore, warn, refresh };
  })();

  async function begin() {
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

  begin();
})();
