// Under which settings the pages are looked at.
//
// Input: the pages of each kind in each language. Output: the loads to make, each a page and a setting, and what Chromium needs
// to know to make one.

import { cover, missing } from "./pairwise.mjs";

/** A loading of a page takes a second or two, and nobody waits for more than these by default. */
const MOST_LOADS = 150;

const COLORS = {
  light: { colorScheme: "light", forcedColors: "none" },
  dark: { colorScheme: "dark", forcedColors: "none" },
  forced: { colorScheme: "dark", forcedColors: "active" },
};
const MOTIONS = ["no-preference", "reduce"];
const VIEWS = {
  "320 px": { viewport: { width: 320, height: 568 } },
  "1280 px": { viewport: { width: 1280, height: 800 } },
  // A window of 1280 x 1024 pixels at 400 % has as much room as one of 320 x 256, and draws each of its pixels as 16.
  "400 % zoom": { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 },
  // The width of A4 and of US letter paper between their borders.
  paper: { viewport: { width: 670, height: 950 } },
};
const TEXTS = ["normal", "200 %", "spaced"];

/** WCAG 1.4.12: a reader may ask for this much room, and nothing may be lost. */
const SPACED = `
  * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
  p { margin-bottom: 2em !important; }`;

/** Every setting of every page. */
function all(kinds) {
  const found = [];
  for (const [kind, languages] of Object.entries(kinds)) {
    for (const language of Object.keys(languages)) {
      for (const colors of Object.keys(COLORS)) {
        for (const motion of MOTIONS) {
          for (const view of Object.keys(VIEWS)) {
            found.push(...TEXTS.map((text) => ({ kind, language, colors, motion, view, text })));
          }
        }
      }
    }
  }
  // Browsers print without forced colors.
  return found.filter(({ colors, view }) => colors !== "forced" || view !== "paper");
}

/** Settings so few that every two values come together with scripts, and every one value comes without. */
function few(settings) {
  const on = cover(settings, 2);
  const off = cover(settings, 1);
  const lost = [...missing(settings, on, 2), ...missing(settings, off, 1)];
  if (lost.length > 0) {
    throw new Error(`no load has ${lost.join("; nor ")}`);
  }
  return { on, off };
}

/** The loads to make beside `others`: pairwise, or all there are. */
export function loads(kinds, everything, others) {
  const settings = all(kinds);
  const { on, off } = everything ? { on: settings, off: settings } : few(settings);
  const list = [...on.map((setting) => ({ ...setting, scripts: "on" })), ...off.map((setting) => ({ ...setting, scripts: "off" }))];
  if (!everything && list.length + others > MOST_LOADS) {
    throw new Error(`${list.length + others} loads are more than ${MOST_LOADS}`);
  }
  return list;
}

/** What a new context of Chromium must be told of a setting. */
export function contextOf({ colors, motion, view, scripts }) {
  return { ...COLORS[colors], ...VIEWS[view], reducedMotion: motion, javaScriptEnabled: scripts === "on" };
}

/** Sets what can only be set on a page: before it is loaded. */
export async function prepare(page, { text, view }) {
  if (text === "200 %") {
    const session = await page.context().newCDPSession(page);
    await session.send("Page.setFontSizes", { fontSizes: { standard: 32, fixed: 26 } });
  }
  if (view === "paper") {
    await page.emulateMedia({ media: "print" });
  }
}

/** And when it is loaded. */
export async function finish(page, { text }) {
  if (text === "spaced") {
    // A sheet that is made this way is not stopped by the policy of the page.
    await page.evaluate((css) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      document.adoptedStyleSheets = [sheet];
    }, SPACED);
  }
}

/** A setting in words. */
export const words = ({ language, colors, motion, view, text, scripts }) =>
  `${language}, ${colors}, ${view}, text ${text}, motion ${motion}, scripts ${scripts}`;
