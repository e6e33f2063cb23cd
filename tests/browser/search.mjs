// Searches as readers do: by typing, by keyboard, on a phone, without scripts, and when files are missing.
//
// Input: a browser and the built sites. Output: a list of what is wrong, each with the search that shows it.

import { accessible, noSidewaysScroll, nothingKept, watch } from "./checks.mjs";
import { passages } from "./passages.mjs";

const WIDE = { viewport: { width: 1200, height: 900 } };
const PHONE = { viewport: { width: 320, height: 568 } };
const LONGEST_WAIT = 20_000;
const MARKUP = "<img src=x onerror=alert(1)> taper";

/** Each search: what a reader does, on which site and screen. `isQuiet` is false where a file is missing on purpose. */
const SEARCHES = [
  { name: "typing in the header", options: WIDE, run: typing },
  { name: "the keyboard in the header", options: WIDE, run: keys },
  { name: "from the header to the results and back", options: WIDE, run: submitting },
  { name: "the results", options: WIDE, run: results },
  { name: "a misspelt word", options: WIDE, run: correction },
  { name: "no result", options: PHONE, run: nothing },
  { name: "markup in a search", options: WIDE, run: markup, policy: "; require-trusted-types-for 'script'; trusted-types 'none'" },
  { name: "a phone", options: PHONE, run: phone },
  { name: "without scripts", options: { ...WIDE, javaScriptEnabled: false }, run: withoutScripts },
  { name: "danger to life", options: WIDE, run: danger },
  { name: "a page to leave at once", options: WIDE, run: quickExit },
  { name: "a missing file", options: WIDE, run: missing, isQuiet: false },
  { name: "a page older than the index", options: WIDE, run: older, isQuiet: false },
  { name: "Spanish", options: PHONE, run: spanish },
  { name: "right to left", options: WIDE, run: arabic, site: "arabic" },
  { name: "right to left on a phone", options: PHONE, run: arabicPhone, site: "arabic" },
  { name: "passages in English", options: WIDE, run: (page, site) => passages(page, site, "en") },
  { name: "passages in Spanish", options: WIDE, run: (page, site) => passages(page, site, "es") },
];

/** All that is wrong with searching. */
export async function searching(browser, sites) {
  const found = [];
  for (const { name, options, run, policy, isQuiet = true, site = "site" } of SEARCHES) {
    const context = await browser.newContext(options);
    context.setDefaultTimeout(LONGEST_WAIT);
    try {
      const page = await context.newPage();
      if (policy) {
        await stricter(page, policy);
      }
      const seen = watch(page, sites[site].origin);
      const wrong = await run(page, sites[site]);
      found.push(...[...wrong, ...(isQuiet ? seen : [])].map((what) => ({ wrong: what, where: `search: ${name}` })));
    } catch (error) {
      found.push({ wrong: error.message.split("\n").slice(0, 3).join(" "), where: `search: ${name}` });
    } finally {
      await context.close();
    }
  }
  console.log(`${SEARCHES.length} ways to search`);
  return found;
}

async function stricter(page, policy) {
  await page.route("**/*", async (route) => {
    const response = await route.fetch();
    const headers = response.headers();
    await route.fulfill({ response, headers: { ...headers, "content-security-policy": headers["content-security-policy"] + policy } });
  });
}

/** A list of sentences that gets one when something does not hold. */
function claims() {
  const found = [];
  return { found, holds: (is, text) => { if (!is) { found.push(text); } } };
}

const box = (page, name = "Search this site") => page.getByRole("combobox", { name });
const options = (page) => page.locator(".find-list [role=option]");
const items = (page) => page.locator(".search-results > li");

async function typing(page, site) {
  const { found, holds } = claims();
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(`${site.origin}/understand/`);
  holds(!asked.includes("/search/search.js"), "the program is loaded before anybody searches");
  await box(page).click();
  await page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name }) => name.endsWith("/search/search.js")));
  holds((await box(page).getAttribute("aria-expanded")) === "false", "the list is open before something is typed");
  await box(page).pressSequentially("withdrawal", { delay: 5 });
  await options(page).first().waitFor();
  const input = box(page);
  holds((await input.getAttribute("aria-expanded")) === "true", "the box does not say that its list is open");
  holds((await input.getAttribute("aria-controls")) === "_find-list", "the box does not name its list");
  holds((await options(page).first().textContent()) === "Withdrawal", "the page of that title is not the first");
  holds((await page.getByRole("listbox", { name: "Pages found" }).count()) === 1, "the list has no name");
  holds(/^Pages found: \d+\.$/.test(await page.locator(".find-form [role=status]").textContent()), "the number of pages is not announced");
  holds(await input.evaluate((element) => element === document.activeElement), "the focus has left the box");
  found.push(...(await accessible(page)), ...(await noSidewaysScroll(page)), ...(await nothingKept(page)));
  await page.locator("h1").click();
  holds((await input.getAttribute("aria-expanded")) === "false", "the list stays open when the reader goes on elsewhere");
  return found;
}

async function keys(page, site) {
  const { found, holds } = claims();
  await page.goto(`${site.origin}/understand/`);
  await box(page).fill("seizure");
  await options(page).first().waitFor();
  const count = await options(page).count();
  const active = async () => Number((await box(page).getAttribute("aria-activedescendant"))?.split("-")[1] ?? -1);
  for (const [key, expected] of [["ArrowDown", 0], ["ArrowDown", 1], ["ArrowUp", 0], ["ArrowUp", -1], ["ArrowUp", count - 1], ["ArrowDown", -1], ["ArrowDown", 0], ["End", count - 1], ["Home", 0]]) {
    await page.keyboard.press(key);
    const now = await active();
    holds(now === expected, `${key} leads to place ${now}, not ${expected}`);
    const chosen = await page.locator(".find-list [aria-selected=true]").count();
    holds(chosen === (expected < 0 ? 0 : 1), `${chosen} pages are marked as chosen after ${key}`);
  }
  await page.keyboard.press("Escape");
  holds(!(await page.locator(".find-found").isVisible()), "Escape does not close the list");
  holds((await box(page).inputValue()) === "seizure", "Escape that closes the list takes the words away");
  await page.keyboard.press("ArrowDown");
  await options(page).first().waitFor();
  await page.keyboard.press("ArrowDown");
  const wanted = await options(page).first().evaluate(({ href }) => href);
  await page.keyboard.press("Enter");
  await page.waitForURL(wanted);
  return found;
}

async function submitting(page, site) {
  const { found, holds } = claims();
  await page.goto(`${site.origin}/understand/`);
  await box(page).fill("found pills");
  await page.keyboard.press("Enter");
  await items(page).first().waitFor();
  holds(page.url() === `${site.origin}/search/#q=found%20pills`, `the words lead to ${page.url()}`);
  await page.locator("#_search").fill("seizure");
  await page.locator("#_search").press("Enter");
  await items(page).getByRole("link", { name: "Someone has a seizure" }).waitFor();
  await page.goBack();
  await items(page).getByRole("link", { name: "I found pills" }).waitFor();
  holds((await page.locator("#_search").inputValue()) === "found pills", "Back does not bring the words back");
  await page.goForward();
  await items(page).getByRole("link", { name: "Someone has a seizure" }).waitFor();
  await page.goBack();
  await page.goBack();
  holds(page.url() === `${site.origin}/understand/`, `Back leads to ${page.url()}`);
  return found;
}

async function results(page, site) {
  const { found, holds } = claims();
  await page.goto(`${site.origin}/search/#q=withdrawal`);
  await items(page).first().waitFor();
  // A passage below the screen takes the room that it needs, which moves only what is farther below.
  const tops = () => items(page).evaluateAll((list) => list.map((item) => item.getBoundingClientRect().top).filter((top) => top < window.innerHeight));
  const before = await tops();
  holds(before.length > 0, "no result is on the first screen");
  await page.locator(".passage mark").first().waitFor();
  await page.waitForLoadState("networkidle");
  holds(JSON.stringify(before) === JSON.stringify(await tops()), "passages move what is on the screen");
  holds(/^Pages found: \d+\.$/.test(await page.locator(".search-status").textContent()), "the number of pages is not announced");
  holds((await page.evaluate(() => document.activeElement === document.body)), "something takes the focus");
  holds((await page.locator(".find").count()) === 0, "there are two boxes");
  found.push(...(await accessible(page)), ...(await noSidewaysScroll(page)), ...(await nothingKept(page)));
  const count = await items(page).count();
  await page.getByRole("button", { name: "Show more results" }).click();
  await items(page).nth(count).waitFor();
  const urls = await items(page).locator("a").evaluateAll((links) => links.map(({ href }) => href.split("#")[0]));
  holds(new Set(urls).size === urls.length, "a page stands in the list twice");
  const length = await page.evaluate(() => history.length);
  await page.locator("#_search").press("End");
  await page.locator("#_search").pressSequentially(" seizure", { delay: 50 });
  await page.waitForURL("**/#q=withdrawal%20seizure");
  holds((await page.evaluate(() => history.length)) - length <= 1, "each letter makes an entry in the history");
  return found;
}

async function correction(page, site) {
  const { found, holds } = claims();
  await page.goto(`${site.origin}/search/#q=pregnamcy`);
  await items(page).first().waitFor();
  holds((await page.locator(".search-status").textContent()).startsWith("Showing results for “pregnancy”."), "it is not said what was corrected");
  await page.getByRole("link", { name: "Search instead for “pregnamcy”" }).click();
  await page.waitForFunction(() => document.querySelector(".search-status").textContent.startsWith("No page found."));
  holds((await items(page).count()) === 0, "a word in quotes is corrected");
  return found;
}

async function nothing(page, site) {
  const { found, holds } = claims();
  await page.goto(`${site.origin}/search/#q=qqqqqqqq`);
  await page.waitForFunction(() => document.querySelector(".search-status").textContent.startsWith("No page found."));
  holds(await page.getByRole("heading", { name: "All pages from A to Z" }).isVisible(), "there is no way to all pages");
  holds((await page.locator(".letters a").first().getAttribute("href")).startsWith("/a-z/#"), "the letters do not lead to the list of all pages");
  holds(await page.locator(".help-strip a[href='tel:911']").isVisible(), "the help lines are gone");
  await page.locator("#_search").fill("");
  await page.waitForFunction(() => document.querySelector(".search-status").textContent === "");
  holds(page.url() === `${site.origin}/search/`, `no words lead to ${page.url()}`);
  found.push(...(await accessible(page)));
  return found;
}

async function markup(page, site) {
  const { found, holds } = claims();
  await page.goto(`${site.origin}/search/#q=${encodeURIComponent(MARKUP)}`);
  await items(page).first().waitFor();
  await page.locator(".passage mark").first().waitFor();
  holds((await page.locator("main img").count()) === 0, "what is typed becomes part of the page");
  holds((await page.title()).includes(MARKUP), "the title does not hold the words as they are");
  await page.goto(`${site.origin}/understand/`);
  await box(page).fill(MARKUP);
  await options(page).first().waitFor();
  holds((await options(page).last().textContent()) === `All results for “${MARKUP}”`, "the list does not hold the words as they are");
  return found;
}

async function phone(page, site) {
  const { found, holds } = claims();
  await page.goto(`${site.origin}/safety/tonight/`);
  holds(!(await box(page).isVisible()), "the box takes the room of the first screen");
  await page.getByRole("link", { name: "Find a page" }).click();
  await page.waitForURL("**/search/");
  await page.locator("#_search").fill("xanax");
  await items(page).first().waitFor();
  await page.locator(".passage mark").first().waitFor();
  found.push(...(await noSidewaysScroll(page)), ...(await accessible(page)));
  return found;
}

async function withoutScripts(page, site) {
  const { found, holds } = claims();
  await page.goto(`${site.origin}/understand/`);
  holds(!(await page.locator(".find-form").isVisible()), "there is a box that does nothing");
  await page.getByRole("link", { name: "Find a page" }).click();
  await page.waitForURL("**/a-z/");
  await page.goto(`${site.origin}/search/`);
  holds(!(await page.locator(".search-form").isVisible()), "there is a form that does nothing");
  await page.locator(".letters a").first().click();
  await page.waitForURL("**/a-z/#*");
  return found;
}

/** The program with searches of our own that sound like danger: the site's own may change. */
const withUrgent = (page) => changed(page, (text) => text.replace(/"urgent":\[.*?\],"negations"/, `"urgent":${JSON.stringify(URGENT)},"negations"`));
const URGENT = [
  { need: "stopping", words: ["just stop"], say: "Do not stop suddenly. Get medical advice first.", url: "/safety/already-stopped/", title: "If the medicine stopped" },
  { need: "emergency", words: ["wont wake up"], say: "Call 911 now.", url: "/safety/overdose-and-emergency/", title: "Overdose and emergency" },
];

async function changed(page, change) {
  await page.route("**/search/search.js", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: change(await response.text()) });
  });
}

async function danger(page, site) {
  const { found, holds } = claims();
  await withUrgent(page);
  await page.goto(`${site.origin}/search/#q=${encodeURIComponent("he won't wake up, can I just stop")}`);
  const card = page.locator("main .search-urgent");
  await card.getByRole("link", { name: "Call 911" }).waitFor();
  holds((await card.getByRole("link", { name: "Call 911" }).getAttribute("href")) === "tel:911", "the card does not call 911");
  await card.getByRole("link", { name: "Overdose and emergency" }).waitFor();
  holds((await page.locator(".search-status").textContent()).startsWith("Call 911 now. "), "the danger is not announced");
  await items(page).first().waitFor();
  holds((await card.boundingBox()).y < (await items(page).first().boundingBox()).y, "results stand before the card");
  found.push(...(await accessible(page)));
  await page.goto(`${site.origin}/understand/`);
  await box(page).fill("can i just stop xanax");
  await page.locator(".find-found .search-urgent").waitFor();
  holds((await page.locator(".find-found .care-title").textContent()) === URGENT[0].say, "the box does not say it first");
  holds(!(await page.locator(".find-found a[href^='tel:']").isVisible()), "a number is shown that the sentence does not name");
  await page.keyboard.press("Tab");
  holds(await page.getByRole("link", { name: "If the medicine stopped", exact: true }).evaluate((link) => link === document.activeElement), "the Tab key does not reach the page that helps");
  found.push(...(await accessible(page)));
  await box(page).fill("he wont wake up");
  await page.locator(".find-found a[href='tel:911']").waitFor();
  return found;
}

async function quickExit(page, site) {
  const { found, holds } = claims();
  await page.goto(`${site.origin}/families/feeling-safe-at-home/`);
  holds((await page.locator(".find-form").count()) === 0, "a page that must be left at once shows what is typed");
  holds((await page.getByRole("link", { name: "Find a page" }).getAttribute("href")) === "/search/", "there is no way to the search");
  return found;
}

async function missing(page, site) {
  const { found, holds } = claims();
  await page.route("**/w/**", (route) => route.fulfill({ status: 404, body: "" }));
  await page.goto(`${site.origin}/search/#q=taper`);
  const retry = page.getByRole("button", { name: "Try again" });
  await retry.waitFor();
  holds((await page.locator(".search-status").textContent()).startsWith("The search could not be loaded."), "it is not said what is wrong");
  holds(await page.getByRole("heading", { name: "All pages from A to Z" }).isVisible(), "there is no way to all pages");
  found.push(...(await accessible(page)));
  await page.unroute("**/w/**");
  await retry.click();
  await items(page).first().waitFor();
  holds(!(await retry.isVisible()), "the button stays when all is well");
  await page.route("**/search/**", (route) => (route.request().resourceType() === "document" ? route.continue() : route.abort()));
  await page.goto(`${site.origin}/understand/`);
  await box(page).fill("taper");
  await page.locator(".find-note").waitFor();
  holds(await page.locator(".find-index a").isVisible(), "the box does not lead to all pages");
  return found;
}

async function older(page, site) {
  await changed(page, (text) => text.replace(/"base":"[^"]*"/, '"base":"/search/en/0000000000/"'));
  await page.goto(`${site.origin}/search/#q=taper`);
  await items(page).first().waitFor();
  return [];
}

async function spanish(page, site) {
  const { found, holds } = claims();
  await page.goto(`${site.origin}/es/search/#q=${encodeURIComponent("convulsión")}`);
  await items(page).first().waitFor();
  // The card stands first on a phone, and passages are fetched of what is seen.
  await items(page).first().scrollIntoViewIfNeeded();
  await page.locator(".passage mark").first().waitFor();
  holds((await items(page).first().locator("a").getAttribute("href")).startsWith("/es/"), "a Spanish search leads to English pages");
  holds((await page.locator(".search-status").textContent()).includes("Páginas encontradas: "), "the number of pages is not announced in Spanish");
  return found;
}

async function arabic(page, site) {
  const { found, holds } = claims();
  await page.goto(`${site.origin}/pages/`);
  const input = box(page, "ابحث في هذا الموقع");
  await input.fill("صفحة");
  await options(page).first().waitFor();
  const [list, field] = [await page.locator(".find-found").boundingBox(), await input.boundingBox()];
  holds(list.x <= field.x + field.width && list.x + list.width >= field.x && list.x >= 0, "the list does not open below the box");
  // The program knows no negations of Arabic: here the theme says that the title belongs to each item below it.
  const said = await page.evaluate(async () => {
    const { excerpt } = await import("/search/search.js");
    return (await excerpt("/pages/everything/", "وحدك")).map(({ text }) => text).join("");
  });
  holds(said === "لا تفعل: لا تذهب وحدك", `what not to do is shown as: ${said}`);
  found.push(...(await accessible(page)), ...(await noSidewaysScroll(page)));
  return found;
}

async function arabicPhone(page, site) {
  await page.goto(`${site.origin}/search/#q=${encodeURIComponent("صفحة")}`);
  await items(page).first().waitFor();
  return [...(await accessible(page)), ...(await noSidewaysScroll(page))];
}
