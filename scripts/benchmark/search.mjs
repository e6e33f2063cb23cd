// Asks a site in Chromium, each query with a cold profile: node search.mjs FOLDER guidepost|pagefind <QUERIES.json
//
// Input: a built site, and a list of queries. Output: JSON with bytes, requests and rounds to five results with title and
// description. The server sends what is text as gzip -6 does, counts what it sends, and answers after a while, so that requests which
// wait for one another are told from those that do not.

import { createServer } from "node:http";
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { execFileSync } from "node:child_process";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";

const require = createRequire(new URL("../../tests/browser/", import.meta.url));
const { chromium } = require("playwright-core");

const LATENCY = 30;
const LONGEST_RUN = 20 * 60_000;
const SHOWN = 5;
const TYPES = { ".css": "text/css", ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".json": "application/json" };

const [folder, engine] = process.argv.slice(2);
const queries = JSON.parse(await readFile("/dev/stdin", "utf8"));
let log = [];

async function answer(request, response) {
  const asked = { start: performance.now() };
  log.push(asked);
  const { pathname } = new URL(request.url, "http://127.0.0.1");
  const path = join(folder, pathname.endsWith("/") ? pathname + "index.html" : pathname);
  const type = TYPES[extname(path)];
  const body = await readFile(path).catch(() => null);
  await new Promise((ready) => setTimeout(ready, LATENCY));
  const sent = body && type ? gzipSync(body, { level: 6 }) : body || Buffer.from("");
  response.writeHead(body ? 200 : 404, { "content-type": type || "application/octet-stream", ...(body && type ? { "content-encoding": "gzip" } : {}) });
  response.end(sent);
  asked.bytes = sent.length;
  asked.end = performance.now();
}

/** How many requests had to wait for an earlier one, and for another one before it. */
function rounds(requests) {
  const ended = [];
  for (const one of [...requests].sort((a, b) => a.start - b.start)) {
    one.round = 1 + Math.max(0, ...ended.filter(({ end }) => end <= one.start).map(({ round }) => round));
    ended.push(one);
  }
  return Math.max(0, ...ended.map(({ round }) => round));
}

function taken() {
  const requests = log;
  log = [];
  return { bytes: requests.reduce((sum, { bytes }) => sum + bytes, 0), requests: requests.length, rounds: rounds(requests) };
}

const ask = {
  guidepost: {
    search: async ({ query, shown }) => {
      const found = await (await import("/search/search.js")).search(query, { limit: shown });
      window.found = found.results;
      return found.results.length;
    },
    passages: async () => { await Promise.all(window.found.map((result) => result.snippet)); },
  },
  pagefind: {
    search: async ({ query, shown }) => {
      const found = await (await import("/pagefind/pagefind.js")).search(query);
      return (await Promise.all(found.results.slice(0, shown).map((result) => result.data()))).length;
    },
    passages: async () => {},
  },
}[engine];

function browserPath() {
  for (const name of process.env.CHROMIUM ? [process.env.CHROMIUM] : ["chromium", "chromium-browser", "google-chrome"]) {
    try {
      return execFileSync("which", [name], { encoding: "utf8" }).trim();
    } catch {
      // The next name may be there.
    }
  }
  throw new Error("no Chromium found; name one with CHROMIUM=/path/to/chromium");
}

setTimeout(() => process.exit(1), LONGEST_RUN).unref();
const server = createServer(answer);
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const browser = await chromium.launch({ executablePath: browserPath(), args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
const rows = [];
for (const [at, query] of queries.entries()) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.waitForTimeout(2 * LATENCY);
  taken();
  const results = await page.evaluate(ask.search, { query, shown: SHOWN });
  const first = taken();
  await page.evaluate(ask.passages);
  const passages = taken();
  await page.evaluate(ask.search, { query: queries[(at + 1) % queries.length], shown: SHOWN });
  rows.push({ results, first, passages, second: taken() });
  await context.close();
}
await browser.close();
server.closeAllConnections();
server.close();

const sorted = (of) => rows.map(of).sort((a, b) => a - b);
const share = (list, part) => list[Math.min(list.length - 1, Math.ceil(part * list.length) - 1)];
const bytes = sorted(({ first }) => first.bytes / 1000);
console.log(JSON.stringify({
  median: share(bytes, 0.5),
  p95: share(bytes, 0.95),
  most: bytes[bytes.length - 1],
  requests: share(sorted(({ first }) => first.requests), 0.95),
  rounds: share(sorted(({ first }) => first.rounds), 0.95),
  second: share(sorted(({ second }) => second.bytes / 1000), 0.95),
  passages: share(sorted(({ passages }) => passages.bytes / 1000), 0.5),
  none: rows.filter(({ results }) => results === 0).length,
}));
