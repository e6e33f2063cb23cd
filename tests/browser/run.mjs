// Looks at a built site in Chromium: node run.mjs FOLDER
//
// Every kind of page in light and dark, on a phone of 320 pixels and on a wide screen; then every page of the site once, small
// and without scripts. Says nothing when all is well; else names each page and what is wrong with it. CHROMIUM names the
// browser when it is not found by itself.

import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { chromium } from "playwright-core";
import { accessible, noSidewaysScroll, noticeIsShown, watch } from "./checks.mjs";
import { allPages, onePageOfEachKind } from "./pages.mjs";
import { serve } from "./server.mjs";

// By the language of a page.
const NOTICES = {
  en: "Not checked by a clinician. Do not change any medicine because of this page.",
  es: "Ningún profesional clínico ha revisado esta página. No cambie ningún medicamento por lo que lea aquí.",
};
const WIDTHS = [320, 1280];
const SCHEMES = ["light", "dark"];
const LONGEST_RUN = 6 * 60_000;
const LONGEST_WAIT = 30_000;
const PLACES_SHOWN = 5;

function browserPath() {
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  for (const name of process.env.CHROMIUM ? [process.env.CHROMIUM] : names) {
    try {
      return execFileSync("which", [name], { encoding: "utf8" }).trim();
    } catch {
      // The next name may be there.
    }
  }
  throw new Error("no Chromium found; name one with CHROMIUM=/path/to/chromium");
}

/** Opens each address under one setting and runs `checks` on it. Gives what is wrong, each with its page and the setting. */
async function look(browser, origin, addresses, setting, checks) {
  const context = await browser.newContext({
    viewport: { width: setting.width, height: 800 },
    colorScheme: setting.scheme,
    javaScriptEnabled: setting.scripts,
  });
  context.setDefaultTimeout(LONGEST_WAIT);
  const words = `${setting.scheme}, ${setting.width} px${setting.scripts ? "" : ", no scripts"}`;
  const found = [];
  for (const address of addresses) {
    const page = await context.newPage();
    const seen = watch(page, origin);
    await page.goto(origin + address, { waitUntil: "load" });
    for (const check of checks) {
      seen.push(...(await check(page)));
    }
    found.push(...seen.map((wrong) => ({ wrong, where: `${address} (${words})` })));
    await page.close();
  }
  await context.close();
  return found;
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

async function lookAtAll(browser, origin, folder) {
  const pages = await allPages(folder);
  const kinds = await onePageOfEachKind(folder, pages);
  const notice = async (page) => noticeIsShown(page, NOTICES[await page.locator("html").getAttribute("lang")]);
  const found = [];
  for (const width of WIDTHS) {
    for (const scheme of SCHEMES) {
      found.push(...(await look(browser, origin, kinds, { width, scheme, scripts: true }, [accessible])));
      found.push(...(await look(browser, origin, kinds, { width, scheme, scripts: false }, [noSidewaysScroll, notice])));
    }
  }
  const small = { width: WIDTHS[0], scheme: SCHEMES[0], scripts: false };
  const others = pages.map((page) => page.address).filter((address) => !kinds.includes(address));
  found.push(...(await look(browser, origin, others, small, [noSidewaysScroll, notice])));
  return found;
}

async function main() {
  const folder = resolve(process.argv[2] ?? "../../public");
  const server = await serve(folder);
  const root = process.getuid?.() === 0;
  const browser = await chromium.launch({ executablePath: browserPath(), args: root ? ["--no-sandbox"] : [] });
  try {
    return await lookAtAll(browser, server.origin, folder);
  } finally {
    await browser.close();
    await server.close();
  }
}

setTimeout(() => {
  console.error(`the browser tests took longer than ${LONGEST_RUN / 60_000} minutes`);
  process.exit(1);
}, LONGEST_RUN).unref();

const found = await main();
for (const text of grouped(found)) {
  console.error(text);
}
process.exitCode = found.length > 0 ? 1 : 0;
