// What must hold for the files of a built site, without a browser: its HTML and its weight. Each check gives a list of what is
// wrong, each with its place.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { constants, gunzipSync, gzipSync } from "node:zlib";
import { HtmlValidate } from "html-validate";

// A typical article loads at most this, packed as hosts pack it; pictures are apart.
const MOST_BYTES = 30_000;
const MOST_REQUESTS = 4;
// What a server sends before it waits for the first answer of a phone far away: ten packets.
const FIRST_BYTES = 14_000;

const RULES = {
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    // HTML lets an id begin with any sign. Ours begin with `_`, so that no heading of an author can have the same.
    "valid-id": ["error", { relaxed: true }],
    // Advice for search engines and not HTML: the name of the site stands behind the title of each page.
    "long-title": "off",
    // Advice for typesetting and not HTML: a number is what a program dials, and one that is copied must hold plain signs.
    "tel-non-breaking": "off",
    // HTML does not know this on a box to tick, but Firefox does: without it, ticks about somebody's health would still be there
    // when the page is opened again.
    "valid-autocomplete": "off",
  },
};

/** html-validate finds nothing on any page, also not on those that lead on to another page. */
export async function validHtml(site) {
  const validator = new HtmlValidate(RULES);
  const found = [];
  for (const path of site.files.filter((name) => name.endsWith(".html"))) {
    const report = await validator.validateString(await readFile(join(site.folder, path), "utf8"), path);
    for (const { line, column, message, ruleId } of report.results.flatMap((result) => result.messages)) {
      found.push({ wrong: `html-validate ${ruleId}: ${message}`, where: `${path}:${line}:${column}` });
    }
  }
  return found;
}

/** Each page is light enough, and begins with what must not wait. Pages that are longer by their nature are judged by what comes first. */
export async function light(site) {
  const found = [];
  const heaviest = { path: "", bytes: 0 };
  for (const path of site.pages.map(fileOf)) {
    const html = await readFile(join(site.folder, path));
    const text = html.toString();
    const files = loadedWith(text);
    const bytes = await packed(site.folder, html, files);
    const wrong = [...tooHeavy(text, bytes, files), ...tooLate(html, text), ...blocking(text)];
    found.push(...wrong.map((what) => ({ wrong: what, where: path })));
    if (isArticle(text) && bytes > heaviest.bytes) {
      Object.assign(heaviest, { path, bytes });
    }
  }
  return { found, heaviest };
}

const fileOf = ({ address }) => `${address}${address.endsWith("/") ? "index.html" : ""}`.slice(1);

/** An article is a page with a text of its own, and not a document of several pages or a list of all words. */
const isArticle = (text) => text.includes('content="article"') && !text.includes('class="set"') && !text.includes('class="glossary"');

/** The addresses of all that a browser loads with a page, but for its pictures. */
function loadedWith(text) {
  const links = [...text.matchAll(/<link\b[^>]*>/g)].map(([link]) => link).filter((link) => /rel="(stylesheet|preload|modulepreload|manifest|icon)"/.test(link));
  const scripts = [...text.matchAll(/<script\b[^>]*\bsrc="[^>]*>/g)].map(([script]) => script);
  return [...links, ...scripts].map((tag) => /(?:href|src)="([^"]*)"/.exec(tag)[1]);
}

const isPicture = (file) => /\.(svg|png|jpe?g|webp|ico)$/.test(file);

async function packed(folder, html, files) {
  const others = await Promise.all(files.filter((file) => !isPicture(file)).map((file) => readFile(join(folder, file))));
  return [html, ...others].reduce((sum, bytes) => sum + gzipSync(bytes, { level: 6 }).length, 0);
}

function tooHeavy(text, bytes, files) {
  const requests = 1 + files.length;
  return [
    ...(isArticle(text) && bytes > MOST_BYTES ? [`an article loads ${bytes} bytes, and ${MOST_BYTES} are the most`] : []),
    ...(requests > MOST_REQUESTS ? [`${requests} requests, and ${MOST_REQUESTS} are the most`] : []),
  ];
}

/** The numbers and the main message are in what arrives first. */
function tooLate(html, text) {
  const start = gzipSync(html, { level: 6 }).subarray(0, FIRST_BYTES);
  const first = gunzipSync(start, { finishFlush: constants.Z_SYNC_FLUSH }).toString();
  const message = /<div class="main-message">[^]*?<\/div>/.exec(text)?.[0];
  const strip = /<section class="help-strip"[^]*?<\/section>/.exec(text)?.[0];
  return [
    ...(strip && !first.includes(strip) ? [`the help lines are not in the first ${FIRST_BYTES} bytes`] : []),
    ...(message && !first.includes(message) ? [`the main message is not in the first ${FIRST_BYTES} bytes`] : []),
  ];
}

/** A script that stops the page from being drawn until it is loaded. Blocks of data are not run. */
function blocking(text) {
  const scripts = [...text.matchAll(/<script\b[^>]*>/g)].map(([script]) => script);
  return scripts.filter((script) => !/\b(defer|async|type="(module|application\/ld\+json)")/.test(script)).map((script) => `the page waits for ${script}`);
}
