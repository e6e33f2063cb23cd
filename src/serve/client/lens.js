// The lens: a panel with the facts of this page, and marks in its text. A part of the script that `preview.js` begins.

const FOUND_AT_ONCE = 20;

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

  /** Closes the panel from inside of it; who reads the page beside it keeps it. */
  const escape = () => isOpen() && panel.contains(ui.root.activeElement) && shut();

  /** Counts on the button what stands in nobody's way. */
  function warn({ warnings }) {
    toggle.textContent = warnings > 0 ? `Lens · ${counted(warnings, "warning")}` : "Lens";
  }

  const refresh = () => (isOpen() ? fill().catch(() => {}) : null);
  return { state, restore, warn, refresh, escape };
})();
