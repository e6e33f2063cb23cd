// Looks at built sites in Chromium: node run.mjs SITE DOCUMENTATION ARABIC [--all]
//
// The three folders are the shipped site, the documentation and the site of tests/browser/arabic. Says only figures when all is
// well; else names each fault with the pages that show it. CHROMIUM names the browser when it is not found by itself.
//
//  1. the files of all three sites: HTML and weight;
//  2. every page of the shipped site once, on a phone of 320 x 568 pixels and without scripts;
//  3. one page of every kind under few settings that hold every pair of values (`--all`: under every setting);
//  4. one page of every kind as the oldest browsers show it;
//  5. the search, as readers use it.

import { resolve } from "node:path";
import { chromium } from "playwright-core";
import { browserPath } from "./browser.mjs";
import { accessible, noSidewaysScroll, nothingKept, noticeIsShown, watch } from "./checks.mjs";
import { light, validHtml } from "./files.mjs";
import { keyboard } from "./keyboard.mjs";
import { pagesOfEachKind } from "./kinds.mjs";
import { firstScreen, largeTargets, noOverlap } from "./layout.mjs";
import { asOldBrowsersRead, lost, textsSeen } from "./old.mjs";
import { built } from "./pages.mjs";
import { searching } from "./search.mjs";
import { serve } from "./server.mjs";
import { contextOf, finish, loads, prepare, words } from "./settings.mjs";

const SMALL = { viewport: { width: 320, height: 568 }, colorScheme: "light", javaScriptEnabled: false };
// The machine may be busy with other work: this only ends what hangs.
const LONGEST_RUN = 15 * 60_000;
const LONGEST_WAIT = 60_000;
const TABS = 3;
const PLACES_SHOWN = 5;
const EVERYTHING = process.argv.includes("--all");
const LOADS_BETWEEN_SIGNS = 200;

/** Does `job` for each of a list, a few at a time, and gives all that they found. What takes hours says so on the way. */
async function sideBySide(list, job) {
  const found = [];
  const left = [...list];
  const worker = async () => {
    while (left.length > 0) {
      const faults = await job(left.shift());
      found.push(...faults);
      if (EVERYTHING) {
        faults.forEach(({ wrong, where }) => console.error(`${wrong}: ${where}`));
        if (left.length % LOADS_BETWEEN_SIGNS === 0) {
          console.error(`${left.length} of ${list.length} are left`);
        }
      }
    }
  };
  await Promise.all(Array.from({ length: TABS }, worker));
  return found;
}

/** Opens a page of a site in a context of its own, and gives what is wrong with it: what it does by itself, and what `job` finds. */
async function open(browser, options, site, address, where, job) {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(LONGEST_WAIT);
  try {
    const page = await context.newPage();
    const seen = watch(page, site.origin);
    seen.push(...(await job(page)));
    return seen.map((wrong) => ({ wrong, where: `${site.name} ${decodeURIComponent(address)} (${where})` }));
  } finally {
    await context.close();
  }
}

/** Every page of the shipped site, once and quickly. */
async function everyPage(browser, site) {
  const ends = [];
  const found = await sideBySide(site.pages, ({ address }) =>
    open(browser, SMALL, site, address, "320 x 568, scripts off", async (page) => {
      await page.goto(site.origin + address);
      ends.push({ address, ...(await firstScreen(page)) });
      return [...(await noSidewaysScroll(page)), ...(await noticeIsShown(page))];
    }),
  );
  return { found, ends };
}

/** One page under one setting, with all that can be looked at there. */
async function onePage(browser, kinds, setting) {
  const { site, address } = kinds[setting.kind][setting.language];
  return open(browser, contextOf(setting), site, address, words(setting), async (page) => {
    await prepare(page, setting);
    await page.goto(site.origin + address);
    await finish(page, setting);
    const isPaper = setting.view === "paper";
    const checks = [noSidewaysScroll, noOverlap];
    // axe and what asks the browser for its storage run as scripts of the page.
    checks.push(...(setting.scripts === "on" ? [accessible, nothingKept] : []));
    checks.push(...(isPaper ? [] : [largeTargets, keyboard]));
    const seen = [];
    for (const check of checks) {
      seen.push(...(await check(page)));
    }
    return seen;
  });
}

/** One page as browsers of 2016 and 2018 show it. */
async function inOldBrowsers(browser, kind, { site, address }) {
  return open(browser, { ...SMALL, javaScriptEnabled: true }, site, address, `${kind}, old browser`, async (page) => {
    await page.goto(site.origin + address);
    const now = await textsSeen(page);
    await page.route("**/*.css", async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, body: asOldBrowsersRead(await answer.text()) });
    });
    await page.reload();
    return [...lost(now, await textsSeen(page)), ...(await noOverlap(page)), ...(await noSidewaysScroll(page)), ...(await accessible(page))];
  });
}

/** Of each kind one page, in one language after the other. */
function oneOfEach(kinds) {
  return Object.entries(kinds).map(([kind, languages], at) => ({ kind, page: Object.values(languages)[at % Object.keys(languages).length] }));
}

async function inTheBrowser(browser, sites) {
  const kinds = pagesOfEachKind(sites);
  const old = oneOfEach(kinds);
  const list = loads(kinds, EVERYTHING, old.length);
  const { found, ends } = await everyPage(browser, sites.site);
  found.push(...tooLow(ends));
  found.push(...(await sideBySide(list, (setting) => onePage(browser, kinds, setting))));
  found.push(...(await sideBySide(old, ({ kind, page }) => inOldBrowsers(browser, kind, page))));
  console.log(`${list.length + old.length} loads of ${Object.keys(kinds).length} kinds of page, and each of ${sites.site.pages.length} pages once`);
  return found;
}

/** The pages whose numbers or main message do not fit the first screen of a small phone. */
function tooLow(ends) {
  const { height } = SMALL.viewport;
  const withMessage = ends.filter(({ message }) => message !== null);
  const lowest = Math.max(...withMessage.map(({ message }) => message));
  console.log(`the main message of each of ${withMessage.length} pages ends at ${lowest} of ${height} pixels of a phone, or above`);
  const found = [];
  for (const { address, emergency, crisis, message } of ends) {
    const mustFit = { "the link to 911": emergency, "the link to 988": crisis, "the main message": message };
    for (const [what, end] of Object.entries(mustFit)) {
      if (end > height) {
        found.push({ wrong: `${what} is not in the first ${height} pixels`, where: `${address} (it ends at ${end})` });
      }
    }
  }
  return found;
}

async function inTheFiles(sites) {
  const found = [];
  for (const site of Object.values(sites)) {
    found.push(...(await validHtml(site)));
  }
  const { found: heavy, heaviest } = await light(sites.site);
  console.log(`the heaviest article is ${heaviest.path}: ${heaviest.bytes} bytes with its style sheet, packed`);
  return [...found, ...heavy];
}

/** One text for each thing that is wrong, with the first pages that show it. */
function grouped(found) {
  const places = new Map();
  for (const { wrong, where } of found) {
    places.set(wrong, [...(places.get(wrong) ?? []), where]);
  }
  const shown = (list) => [...list.slice(0, PLACES_SHOWN), ...(list.length > PLACES_SHOWN ? [`and ${list.length - PLACES_SHOWN} more`] : [])];
  return [...places].map(([wrong, list]) => `${wrong}\n  on ${shown(list).join("\n     ")}`);
}

async function main() {
  const folders = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
  if (folders.length !== 3) {
    throw new Error("name three folders: the shipped site, the documentation and the site in Arabic");
  }
  const [site, documentation, arabic] = await Promise.all(folders.map((folder) => built(resolve(folder))));
  const sites = { site, documentation, arabic };
  const servers = [];
  for (const one of Object.values(sites)) {
    const server = await serve(one.folder);
    servers.push(server);
    one.origin = server.origin;
  }
  const root = process.getuid?.() === 0;
  const browser = await chromium.launch({ executablePath: browserPath(), args: root ? ["--no-sandbox"] : [] });
  try {
    return [...(await inTheFiles(sites)), ...(await searching(browser, sites)), ...(await inTheBrowser(browser, sites))];
  } finally {
    await browser.close();
    await Promise.all(servers.map((server) => server.close()));
  }
}

if (!EVERYTHING) {
  setTimeout(() => {
    console.error(`the browser tests took longer than ${LONGEST_RUN / 60_000} minutes`);
    process.exit(1);
  }, LONGEST_RUN).unref();
}

const found = await main();
for (const text of grouped(found)) {
  console.error(text);
}
process.exitCode = found.length > 0 ? 1 : 0;
