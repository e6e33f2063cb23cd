// The program that searches in the browser, by itself: node --test
//
// It reads a small index that is written here, by the description of the files in `docs/content/search.md`.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { afterEach, test } from "node:test";
import { gzipSync } from "node:zlib";

const MOST_BYTES = 7 * 1024;
const SOURCE = await readFile(new URL("../../src/search/client.js", import.meta.url), "utf8");
/** What stays as it is, or a sign with spaces beside it, none of which parts two words. */
const TIGHT = /'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|\/(?! )(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\])+\/|(?<![\w$]) | (?![\w$])/g;
/** As the build writes it: without lines that are only a comment, without indentation, and without spaces that nothing needs. */
const CLIENT = SOURCE.split("\n").map((line) => line.trim()).filter((line) => line && !line.startsWith("//"))
  .map((line) => line.replace(TIGHT, (part) => part.trim() && part) + (/[{;,(\[]$/.test(line) ? "" : "\n")).join("");

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

function number(value) {
  return value < 32 ? DIGITS[value] : DIGITS[(value & 31) + 32] + number(value >> 5);
}

/** Pages in order, each with its impact or without. */
function postings(list) {
  let before = -1;
  return list.map(([page, impact]) => {
    const step = page - before - 1;
    before = page;
    return number(step) + (impact === undefined ? "" : DIGITS[impact]);
  }).join("");
}

/** A shard of `[key, group, flags]` and of groups `[idf, df, postings]`. */
function shard(entries, groups) {
  let before = "";
  const lines = entries.map(([key, group, flags]) => {
    let shared = 0;
    while (shared < 63 && shared < key.length && key[shared] === before[shared]) {
      shared += 1;
    }
    before = key;
    return `${DIGITS[shared]}${key.slice(shared)}\t${group}${flags ? `\t${flags}` : ""}`;
  });
  return [lines.join("\n"), groups.map(([idf, df, list]) => `${idf} ${df} ${postings(list)}`).join("\n")];
}

const page = (name, headings = []) => [`/${name}/`, name[0].toUpperCase() + name.slice(1), `About ${name}.`, headings, "Section"];

const FILES = {
  "w/0/0": shard(
    [["ano", 0, ""], ["ano=año", 1, ""], ["bars", 2, ""], ["clonazepam", 3, "m"], ["clonidine", -1, "n"], ["cold", 4, ""], ["cold turkey", 5, ""]],
    [[20, 2, [[0, 9], [1, 9]]], [40, 1, [[1, 9]]], [50, 1, [[0, 8]]], [60, 1, [[2, 15]]], [30, 40, [[0, 3], [40, 15]]], [50, 1, [[3, 12]]]],
  ),
  "w/0/1": shard(
    [["dizepan", 0, "m"], ["dizepar", 1, "m"], ["lorazepam", 2, "m,,clorazepan"], ["taper", 3, ""], ["tapering", 3, ""], ["taperwick", 4, ""], ["the", 5, ""], ["valim", 2, "m,valium"], ["withdrawal", 6, ""], ["zolpidem", 2, "mn"]],
    [[60, 1, [[0, 4]]], [60, 1, [[1, 4]]], [60, 1, [[2, 9]]], [33, 2, [[0, 6], [3, 15]]], [70, 1, [[1, 2]]], [1, 41, [[0, 1], [1, 1], [2, 1], [3, 1]]], [40, 2, [[0, 15], [2, 3]]]],
  ),
  "p/0/0": [page("alprazolam", [["what", "What bars are"], ["tapers", "Tapering slowly"]]), page("year"), page("clonazepam"), page("turkey")],
  "p/0/10": [page("forty")],
  "f/0": { topics: {}, sections: { Section: postings([[0], [3], [40]]) } },
  "f/1": { topics: { Safety: postings([[2], [3]]) }, sections: {} },
};
const INDEX = {
  lang: "en", base: "/search/en/0123456789/", pages: 41, shards: "Ad", common: "the", filters: 3, languages: { en: "/search/search.js" }, az: "/a-z/",
  urgent: [
    { need: "stopping", words: ["just stop", "cold turkey"], say: "Do not stop suddenly.", url: "/s/", title: "Stop" },
    { need: "emergency", words: ["wont wake up"], say: "Call 911 now.", url: "/e/", title: "Emergency" },
  ],
  negations: ["not", "never", "no"],
};

let asked = [];
let missing = new Set();
globalThis.fetch = async (address) => {
  const name = address.slice(INDEX.base.length, -".json".length);
  asked.push(name);
  const body = missing.has(name) ? undefined : FILES[name];
  return { ok: body !== undefined, json: async () => structuredClone(body) };
};

let copies = 0;
const opened = (index) => import(`data:text/javascript;base64,${Buffer.from(`const INDEX=${JSON.stringify(index)};\n${CLIENT}\n//${copies++}`).toString("base64")}`);
const client = await opened(INDEX);
const urls = async (query, options) => (await client.search(query, options)).results.map(({ url }) => url);

afterEach(() => { asked = []; missing = new Set(); });

test("the program is as small as it must be, and asks for nothing that a strict policy forbids", () => {
  const bytes = gzipSync(CLIENT, { level: 6 }).length;
  assert.ok(bytes <= MOST_BYTES, `${bytes} bytes, and ${MOST_BYTES} are the most`);
  assert.doesNotMatch(CLIENT, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|eval\(|new Function|WebAssembly|Worker|localStorage|sessionStorage|cookie/);
});

test("the program runs in browsers of 2018: nothing newer stands in it", () => {
  assert.doesNotMatch(CLIENT, /\?\.[a-zA-Z[(]|\?\?|\.at\(|\.flat\(|\.flatMap\(|\(\?<|import\.meta|replaceAll|catch \{|fromEntries|matchAll|allSettled/);
});

test("a word finds its pages, and what it stands for comes in one round of the files that hold it", async () => {
  assert.deepEqual(await urls("tapering "), ["/turkey/", "/alprazolam/"]);
  assert.deepEqual(asked, ["w/0/1", "p/0/0"]);
});

test("any word is enough, and a page that holds more of them comes first", async () => {
  assert.deepEqual(await urls("withdrawal taper "), ["/alprazolam/", "/turkey/", "/clonazepam/"]);
});

test("a score is the same whole number as in the program", async () => {
  const { results } = await client.search("withdrawal taper ");
  // On the first page 64 × 40 × 15 and 64 × 33 × 6, and both words are covered: three times the sum.
  assert.equal(results[0].score, 3 * (64 * 40 * 15 + 64 * 33 * 6));
  const whole = 40 + 33;
  assert.equal(results[1].score, Math.floor((64 * 33 * 15 * (whole + 2 * 33)) / whole));
});

test("the last word may be unfinished, until something stands behind it", async () => {
  assert.deepEqual(await urls("withdra"), ["/alprazolam/", "/clonazepam/"]);
  const score = async (query) => (await client.search(query)).results[0].score;
  assert.equal(await score("withdra"), 3 * 40 * 40 * 15);
  assert.equal(await score("withdra "), 3 * 24 * 40 * 15, "words that begin alike help a little when nothing else does");
});

test("a misspelt word is corrected, and the words of the reader come back with it", async () => {
  const { corrected, results, alternatives } = await client.search("Taper of Lorazepma!");
  assert.equal(corrected, "Taper of lorazepam!");
  assert.deepEqual(alternatives, []);
  assert.equal(results.at(-1).url, "/alprazolam/");
  assert.ok(results.some(({ url }) => url === "/clonazepam/"));
});

test("of two medicines that are equally near, the reader chooses", async () => {
  const { corrected, alternatives, results } = await client.search("my dizepam ");
  assert.equal(corrected, null);
  assert.deepEqual(alternatives, ["my dizepan ", "my dizepar "]);
  assert.deepEqual(results, []);
});

test("a medicine that lies in a file which is not here is offered too, the nearest first", async () => {
  const { corrected, alternatives, results } = await client.search("lorazepan ");
  assert.deepEqual([corrected, alternatives, results], [null, ["clorazepan ", "lorazepam "], []]);
});

test("a protected name is offered and never put in", async () => {
  const { corrected, alternatives, results } = await client.search("zolpiden ");
  assert.deepEqual([corrected, alternatives, results], [null, ["zolpidem "], []]);
});

test("a slip that is near a misspelling is said to be the medicine", async () => {
  const { corrected, results } = await client.search("vallim ");
  assert.deepEqual([corrected, results.map(({ url }) => url)], ["valium ", ["/clonazepam/"]]);
});

test("a slip at a border finds the word beside it in one round, and no more than three files of words are asked for", async () => {
  const near = await opened({ ...INDEX, shards: "Adiz" });
  assert.equal((await near.search("diyepan ")).corrected, "dizepan ");
  assert.deepEqual(asked.slice(0, 2).sort(), ["w/0/0", "w/0/1"]);
  asked = [];
  const many = await opened({ ...INDEX, shards: "AabAberBtaAcolAdiz" });
  await many.search("bersa betas colds ").catch(() => {});
  assert.deepEqual(asked.filter((name) => name[0] === "w").sort(), ["w/0/1", "w/0/2", "w/0/4"]);
});

test("a word that is never corrected stays what it is", async () => {
  const { corrected, results } = await client.search("clonidine");
  assert.deepEqual([corrected, results], [null, []]);
});

test("a word in quotes is taken as it is written", async () => {
  const { corrected, results } = await client.search('"lorazepma"');
  assert.deepEqual([corrected, results], [null, []]);
});

test("accents that a reader writes count, and one who writes none finds all", async () => {
  assert.deepEqual(await urls("año "), ["/year/", "/alprazolam/"]);
  assert.deepEqual(await urls("ano "), ["/alprazolam/", "/year/"]);
  assert.deepEqual(await urls("an\u0303o "), ["/year/", "/alprazolam/"]);
});

test("two words that mean one thing are found together", async () => {
  assert.equal((await urls("cold turkey "))[0], "/turkey/");
});

test("a word behind a minus takes its pages out", async () => {
  assert.deepEqual(await urls("withdrawal -clonazepam"), ["/alprazolam/"]);
  assert.deepEqual(await urls("withdrawal -"), ["/alprazolam/", "/clonazepam/"]);
});

test("common words alone are searched for, and beside others they are not", async () => {
  assert.equal((await urls("the ")).length, 4);
  assert.deepEqual(await urls("the bars "), ["/alprazolam/"]);
});

test("a list that was cut short is said not to be whole", async () => {
  assert.deepEqual((await client.search("cold ")).total, { count: 2, exact: false });
  assert.deepEqual((await client.search("bars ")).total, { count: 1, exact: true });
});

test("topic and section leave in what belongs to them", async () => {
  assert.deepEqual(await urls("withdrawal", { topic: "Safety" }), ["/clonazepam/"]);
  assert.deepEqual(await urls("withdrawal", { section: "Section" }), ["/alprazolam/"]);
  assert.deepEqual(await urls("withdrawal", { section: "constructor" }), []);
});

test("a result opens at the heading that holds most of the words", async () => {
  const { results: [first] } = await client.search("tapered bars ");
  assert.deepEqual([first.section, first.anchor, first.within, first.description], ["What bars are", "what", "Section", "About alprazolam."]);
});

test("a list can be read on from where it ended", async () => {
  assert.deepEqual(await urls("withdrawal", { limit: 1, offset: 1 }), ["/clonazepam/"]);
  assert.deepEqual(await urls("withdrawal", { offset: 1e9 }), []);
});

test("anything may be searched for", async () => {
  const odd = ["", " ", "\"", "-", "--", "<script>alert(1)</script>", "(.*)+[", "\\", "\u202e\u2066", "🙂🙂", "x", "?!…", "the", "constructor", "__proto__", "\ud800", "a\u0000b", "ش", "ｈｅｌｐ", "-\"the taper\"", null, undefined, 5];
  for (const query of [...odd, "taper ".repeat(2000), "x".repeat(10000), "-".repeat(10000), '"a '.repeat(3000), "薬薬薬薬".repeat(3000)]) {
    const found = await client.search(query);
    assert.ok(Array.isArray(found.results), String(query).slice(0, 40));
    client.urgent(query);
  }
});

test("a file that is missing is asked for through a fresh copy, and an error says that a later try may help", async () => {
  const anew = await opened(INDEX);
  missing = new Set(["w/0/0"]);
  await assert.rejects(anew.search("bars "), ({ retry, message }) => retry === true && /could not read/.test(message));
  missing = new Set();
  assert.equal((await anew.search("bars ")).total.count, 1, "and the next try asks again");
});

test("a page that was opened before the site was built anew finds the new index", async () => {
  const old = await opened({ ...INDEX, base: "/search/en/ffffffffff/", languages: { en: `data:text/javascript,${encodeURIComponent(`const INDEX=${JSON.stringify(INDEX)};\n${CLIENT}\n//`)}` } });
  assert.deepEqual((await old.search("bars ")).results.map(({ url }) => url), ["/alprazolam/"]);
  assert.deepEqual((await old.search("clonazepam ")).results.map(({ url }) => url), ["/clonazepam/"]);
});

test("searches that sound like danger are known, with their words in this order, and danger to life before all else", () => {
  assert.equal(client.urgent("she won’t WAKE up").say, "Call 911 now.");
  assert.equal(client.urgent("can i just quickly stop").need, "stopping");
  assert.equal(client.urgent("just stop, he wont wake up").need, "emergency");
  assert.equal(client.urgent("wake up wont"), null);
});

test("a language that the site does not have is an error that names it", async () => {
  await assert.rejects(client.search("x", { lang: "xx" }), /no search in the language xx/);
});
