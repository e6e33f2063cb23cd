// What must hold for a page in the browser. Each check gives a list of sentences about what is wrong: an empty list is fine.

import { AxeBuilder } from "@axe-core/playwright";

const AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Nothing is kept in the browser: no cookie, and nothing in any storage. */
export async function nothingKept(page) {
  const cookies = await page.context().cookies();
  const kept = await page.evaluate(async () => {
    const names = [];
    const note = (what, list) => list.forEach((name) => names.push(`${what} ${name}`));
    note("localStorage", Object.keys(localStorage));
    note("sessionStorage", Object.keys(sessionStorage));
    note("database", (await indexedDB.databases()).map(({ name }) => name));
    note("cache", await caches.keys());
    note("service worker", (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope));
    return names;
  });
  return [...cookies.map(({ name }) => `cookie ${name}`), ...kept].map((what) => `leaves something in the browser: ${what}`);
}

/** Watches a page for requests to other places, for answers that are errors, and for messages on the console. */
export function watch(page, origin) {
  const seen = [];
  page.on("request", (request) => {
    if (!request.url().startsWith("data:") && !request.url().startsWith(`${origin}/`)) {
      seen.push(`asks another place: ${request.url()}`);
    }
  });
  page.on("response", (response) => {
    if (response.status() >= 400) {
      seen.push(`needs ${response.url()}, which answers ${response.status()}`);
    }
  });
  page.on("console", (message) => seen.push(`writes to the console: ${message.text().slice(0, 160)}`));
  page.on("pageerror", (error) => seen.push(`throws in a script: ${error.message}`));
  return seen;
}

/** No violation that axe can find. */
export async function accessible(page, options = {}) {
  const { violations } = await new AxeBuilder({ page }).options(options).withTags(AXE_TAGS).analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.slice(0, 3).map((node) => `axe ${id}: ${help}\n  at ${node.target.join(" ")}\n     ${node.html.slice(0, 200)}`),
  );
}

/** Nothing makes the page wider than its window. */
export async function noSidewaysScroll(page) {
  const { inside, window, wide } = await page.evaluate(() => {
    const root = document.documentElement;
    const tooWide = [...document.body.querySelectorAll("*")].filter((element) => {
      const { left, right, width } = element.getBoundingClientRect();
      return width > 1 && (right > root.clientWidth + 1 || left < -1);
    });
    const name = (element) => `<${element.tagName.toLowerCase()} class="${element.className}">`;
    return { inside: root.scrollWidth, window: root.clientWidth, wide: tooWide.slice(0, 3).map(name) };
  });
  return inside > window ? [`is ${inside} pixels wide in a window of ${window}: ${wide.join(", ")}`] : [];
}

// By the language of a page.
const NOTICES = {
  en: "Not checked by a clinician. Do not change any medicine because of this page.",
  es: "Ningún profesional clínico la ha revisado. No cambie ningún medicamento por esta página.",
};

/** The notice of a demonstration is seen on the screen and on paper, and stands above the page's main message. */
export async function noticeIsShown(page) {
  const notice = NOTICES[await page.locator("html").getAttribute("lang")];
  const found = [];
  for (const media of ["print", "screen"]) {
    await page.emulateMedia({ media });
    const shown = page.getByText(notice, { exact: true }).first();
    if (!(await shown.isVisible())) {
      found.push(`does not show the notice (${media})`);
      continue;
    }
    const box = await shown.boundingBox();
    const below = page.locator("main h1, main .main-message").first();
    const other = (await below.count()) > 0 ? await below.boundingBox() : null;
    if (other && box.y > other.y) {
      found.push(`shows the notice below its title or main message (${media})`);
    }
  }
  return found;
}
