// Looks at the preview as an author does, in Chromium: node preview.mjs GUIDEPOST
//
// GUIDEPOST is the program. It serves a copy of the shipped site in a temporary folder, and each step edits a file of the copy as
// editors do and waits for what the author sees. Nothing waits for a time; what never comes ends a step with a fault. Says only
// figures when all is well; else names each fault with its step.

import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { browserPath } from "./browser.mjs";
import { accessible, noSidewaysScroll, watch } from "./checks.mjs";

const LONGEST_WAIT = 60_000;
const LONGEST_RUN = 10 * 60_000;
const WIDE = { viewport: { width: 1280, height: 800 } };
const COLORS = {
  light: { colorScheme: "light", forcedColors: "none" },
  dark: { colorScheme: "dark", forcedColors: "none" },
  forced: { colorScheme: "dark", forcedColors: "active" },
};
/** Windows in which the preview must be usable; `letters` is the size that an author asked of the browser,
 * `direction` that of the page, `errors` how many stand on the overlay. */
const WINDOWS = [
  { name: "wide", viewport: { width: 1280, height: 800 }, letters: 16, direction: "ltr", errors: 1 },
  { name: "phone", viewport: { width: 320, height: 568 }, letters: 16, direction: "ltr", errors: 20 },
  { name: "phone, large letters, from right to left", viewport: { width: 320, height: 568 }, letters: 32, direction: "rtl", errors: 20 },
];
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PAGE = "/treatment/tapering/";
const FILE = "content/treatment/tapering.md";
const TABS = 10;
// To read the style sheet of a shadow root, axe puts its text into the page, which the policy refuses on the console.
const WITHOUT_SHEETS = { preload: false };
const MARKUP = "<img src=x onerror=alert(1)>";

/** What an author does, in order; each begins with a site without errors. `isQuiet` is false where an answer is missing on purpose. */
const STEPS = [
  { name: "an edit of the text", run: body },
  { name: "an edit of a title", run: title },
  { name: "an edit of a template", run: template },
  { name: "an edit of a style sheet", run: sheet },
  { name: "an edit of a data file", run: data },
  { name: "an edit of the configuration", run: configuration },
  { name: "the place on the page", run: place },
  { name: "an edit of another page", run: otherPage },
  { name: "a picture that is replaced", run: picture },
  { name: "a picture of a style sheet that is replaced", run: background },
  { name: "a picture that is replaced while the server is away", run: pictureAway, isQuiet: false },
  { name: "following to the page that changed", run: following, arguments: ["--follow"] },
  { name: "a mistake", run: mistake },
  { name: "a page that never was right", run: neverRight, isQuiet: false },
  { name: "what is said aloud of a mistake", run: aloud },
  { name: "copying", run: copying },
  { name: "copying from another computer", run: copyingElsewhere },
  { name: "a warning", run: warning },
  { name: "the lens", run: lens, arguments: ["--editor", "vscode"] },
  { name: "the lens on a list", run: lensOnList },
  { name: "the lens while the page changes", run: lensKept },
  { name: "trusted types", run: trusted },
  { name: "accessibility", run: everywhereAccessible },
  { name: "ten tabs", run: tenTabs },
  { name: "ten tabs without locks", run: tenTabsWithoutLocks },
  { name: "the server ends and begins again", run: restart, isQuiet: false },
];

/** A copy of the shipped site, served. */
async function begin(extra) {
  const folder = mkdtempSync(join(tmpdir(), "guidepost-preview-"));
  for (const part of ["content", "snippets", "guidepost.yaml"]) {
    cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  }
  const site = { folder, server: null, origin: null };
  Object.assign(site, await start(folder, ["--port", "0", ...extra]));
  return site;
}

/** Starts the server, and gives its address when it says it. */
function start(folder, extra) {
  const server = spawn(PROGRAM, ["serve", "--root", folder, ...extra], { stdio: ["ignore", "pipe", "pipe"] });
  const said = [];
  return new Promise((done, failed) => {
    const late = setTimeout(() => failed(new Error(`the server names no address, or builds nothing: ${said.join("\n")}`)), LONGEST_WAIT);
    let origin = null;
    const read = (line) => {
      said.push(line);
      origin ??= line.match(/http:\/\/[\w.:[\]]+/)?.[0];
      // Edits are known by their files once the first build is told of.
      if (origin && /^Built |browsers show/.test(line)) {
        clearTimeout(late);
        done({ server, origin });
      }
    };
    [server.stdout, server.stderr].forEach((from) => createInterface({ input: from }).on("line", read));
    server.once("exit", (code) => failed(new Error(`the server ended with ${code}: ${said.join("\n")}`)));
  });
}

function end(server) {
  return new Promise((done) => {
    if (server.exitCode !== null || server.signalCode !== null) {
      done();
      return;
    }
    server.once("exit", done);
    server.kill("SIGINT");
  });
}

const read = (site, path) => readFileSync(join(site.folder, path), "utf8");

/** Saves a file as editors do: a new one beside it, then in its place. */
function save(site, path, text) {
  const full = join(site.folder, path);
  writeFileSync(`${full}.saving~`, text);
  renameSync(`${full}.saving~`, full);
}

function edit(site, path, from, to) {
  const text = read(site, path);
  if (!text.includes(from)) {
    throw new Error(`${path} does not hold ${from}`);
  }
  save(site, path, text.replace(from, () => to));
}

/** Adds a paragraph to a page, and waits until it is seen. */
async function addParagraph(site, page, words, path = FILE) {
  save(site, path, `${read(site, path)}\n${words}\n`);
  await page.locator("main").getByText(words).waitFor();
}

const expect = (isSo, wrong) => (isSo ? [] : [wrong]);
const lensButton = (page) => page.getByRole("button", { name: /^Lens/ });
const panel = (page) => page.getByRole("region", { name: "Lens on this page" });
const overlay = (page) => page.getByRole("region", { name: /^This site has/ });

// An edit is seen

async function body(site, page) {
  await addParagraph(site, page, "A sentence that was just written.");
  return [];
}

async function title(site, page) {
  edit(site, FILE, "title: ", "title: Newly named ");
  await page.getByRole("heading", { level: 1, name: /Newly named/ }).waitFor();
  return expect((await page.title()).includes("Newly named"), "the title of the window is the old one");
}

async function template(site, page) {
  execFileSync(PROGRAM, ["theme", "copy", "--root", site.folder, "templates/partials/footer.html"]);
  const path = copied(site, "footer.html");
  save(site, path, `${read(site, path)}<p>From a template.</p>\n`);
  await page.getByText("From a template.").waitFor();
  return [];
}

/** The path of a file that was copied out of the theme. */
function copied(site, name) {
  const found = readdirSync(site.folder, { recursive: true }).find((path) => path.endsWith(name) && !path.startsWith("public"));
  return found.replaceAll("\\", "/");
}

async function sheet(site, page) {
  execFileSync(PROGRAM, ["theme", "copy", "--root", site.folder, "assets/style.css"]);
  const path = copied(site, "style.css");
  await page.evaluate(() => {
    window.__survives = true;
    window.__withoutStyle = false;
    const look = () => {
      window.__withoutStyle ||= document.styleSheets.length === 0 || getComputedStyle(document.querySelector("main")).maxWidth === "none";
      requestAnimationFrame(look);
    };
    look();
  });
  const found = [];
  for (const color of ["rgb(1, 2, 3)", "rgb(4, 5, 6)"]) {
    save(site, path, `${read(site, path)}\nh1 { color: ${color}; }\n`);
    await page.waitForFunction((wanted) => getComputedStyle(document.querySelector("h1")).color === wanted, color);
  }
  found.push(...expect(await page.evaluate(() => window.__survives === true), "the page was loaded again for a style sheet"));
  await page.waitForFunction(() => document.querySelectorAll("link[rel=stylesheet]").length === 1);
  return [...found, ...expect(!(await page.evaluate(() => window.__withoutStyle)), "the page stood without its style for a moment")];
}

async function data(site, page) {
  edit(site, "content/_data/helplines.yaml", "number: 1-800-662-4357", "number: 1-800-662-HELP (4357)");
  await page.getByText("1-800-662-HELP (4357)").first().waitFor();
  return [];
}

async function configuration(site, page) {
  edit(site, "guidepost.yaml", "title: ", "title: Renamed ");
  await page.waitForFunction(() => document.title.includes("Renamed"));
  return [];
}

/** Scrolls, moves the focus and turns what can be opened, and gives where a reader is then; `placeOf` gives it later. */
async function goSomewhere(page) {
  await page.setViewportSize({ width: 1280, height: 500 });
  await page.evaluate(() => {
    window.__survives = true;
    document.querySelectorAll("details").forEach((one) => { one.open = !one.open; });
    [...document.querySelectorAll("main a[href]")].at(-1).focus();
    scrollTo({ top: 700, behavior: "instant" });
  });
  return page.evaluate(placeOf);
}

/** Where a reader of a page is, or whether it is at a place. Runs in the page. */
function placeOf(wanted) {
  const details = [...document.querySelectorAll("details")].map(({ open }) => open);
  const now = `${scrollY} pixels down, at “${document.activeElement.textContent}”, with details ${details}`;
  return wanted ? now === wanted : now;
}

const isLoadedAgain = (page) => page.evaluate(() => window.__survives !== true);

async function place(site, page) {
  const before = await goSomewhere(page);
  await addParagraph(site, page, "Words at the end.");
  await page.waitForFunction(placeOf, before);
  const left = await page.evaluate(() => Object.keys(sessionStorage));
  return [...expect(before.startsWith("700 "), "the page is too short to be scrolled"), ...expect(left.length === 0, `the page leaves ${left} behind`)];
}

async function otherPage(site, page) {
  await page.evaluate(() => { window.__survives = true; });
  const other = await page.context().newPage();
  await other.goto(`${site.origin}/safety/seizure/`);
  await addParagraph(site, other, "Only the other page.", "content/safety/seizure.md");
  return expect(!(await isLoadedAgain(page)), "a page that did not change was loaded again");
}

const drawing = (color) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4" width="4" height="4"><rect width="4" height="4" fill="${color}"/></svg>`;

/** Waits until a page shows a picture in this colour. */
function showsPicture(page, name, color) {
  return page.waitForFunction(([name, color]) => {
    const one = [...document.images].find(({ currentSrc, complete }) => complete && currentSrc.includes(name));
    if (!one) {
      return false;
    }
    const canvas = document.createElement("canvas").getContext("2d");
    canvas.drawImage(one, 0, 0);
    return String(canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)) === color;
  }, [name, color]);
}

/** Puts a picture at the end of every page, in a set of two, and gives its file. */
function pictureOnAllPages(site) {
  mkdirSync(join(site.folder, "static"));
  writeFileSync(join(site.folder, "static/apart.svg"), drawing("#f00"));
  execFileSync(PROGRAM, ["theme", "copy", "--root", site.folder, "templates/partials/footer.html"]);
  const footer = copied(site, "footer.html");
  save(site, footer, `${read(site, footer)}<picture><source srcset="/apart.svg 1x, /apart.svg?large 2x"><img alt="" src="/apart.svg" width="4" height="4"></picture>\n`);
  return "static/apart.svg";
}

async function picture(site, page) {
  const beside = "content/treatment/beside.svg";
  writeFileSync(join(site.folder, beside), drawing("#f00"));
  const apart = pictureOnAllPages(site);
  save(site, FILE, `${read(site, FILE)}\n![A square.](beside.svg)\n`);
  const other = await page.context().newPage();
  await other.goto(`${site.origin}/safety/seizure/`);
  const tabs = [page, other];
  const red = "255,0,0";
  await page.bringToFront();
  await page.getByAltText("A square.").scrollIntoViewIfNeeded();
  await Promise.all([showsPicture(page, "beside.svg", red), ...tabs.map((tab) => showsPicture(tab, "apart.svg", red))]);
  const asked = [];
  other.on("request", (request) => asked.push(new URL(request.url()).pathname));
  const loads = () => asked.filter((path) => !path.startsWith("/_guidepost/"));
  const before = await goSomewhere(page);
  await goSomewhere(other);
  // Twice, since the page knows the picture by another address after the first time.
  for (const [color, seen] of [["#0f0", "0,255,0"], ["#00f", "0,0,255"]]) {
    save(site, beside, drawing(color));
    await showsPicture(page, "beside.svg", seen);
  }
  const found = expect(loads().length === 0, `a page that does not show the picture loads ${loads()}`);
  save(site, apart, drawing("#00f"));
  await Promise.all(tabs.map((tab) => showsPicture(tab, "apart.svg", "0,0,255")));
  const after = await page.evaluate(placeOf);
  const again = await Promise.all(tabs.map(isLoadedAgain));
  return [
    ...found,
    ...expect(!again.includes(true), "a page was loaded again for a picture"),
    ...expect(after === before, `a reader who was ${before} is ${after} after a picture was replaced`),
  ];
}

async function background(site, page) {
  execFileSync(PROGRAM, ["theme", "copy", "--root", site.folder, "assets/style.css"]);
  const style = copied(site, "style.css");
  mkdirSync(join(site.folder, "static"));
  writeFileSync(join(site.folder, "static/back.svg"), drawing("#f00"));
  const loads = () => page.waitForEvent("response", { predicate: (response) => response.url().endsWith("/back.svg") });
  const first = loads();
  save(site, style, `${read(site, style)}\nbody { background-image: url("/back.svg"); }\n`);
  await first;
  const before = await goSomewhere(page);
  const next = loads();
  save(site, "static/back.svg", drawing("#0f0"));
  const text = await (await next).text();
  await page.waitForFunction(placeOf, before);
  return [...expect(text.includes("#0f0"), `the page shows the old picture: ${text}`), ...expect(await isLoadedAgain(page), "the page was not loaded again")];
}

async function following(site, page) {
  save(site, "content/safety/seizure.md", `${read(site, "content/safety/seizure.md")}\nCome here.\n`);
  await page.waitForURL(`${site.origin}/safety/seizure/`);
  await page.getByText("Come here.").waitFor();
  return [];
}

// Problems

async function mistake(site, page) {
  const right = read(site, FILE);
  const wrong = right.replace("title: ", `${MARKUP}: [\ntitle: `);
  await page.evaluate(() => { window.__survives = true; });
  save(site, FILE, wrong);
  await overlay(page).waitFor();
  const found = [];
  const text = await overlay(page).innerText();
  found.push(...expect(text.includes(MARKUP) && text.includes(`${FILE}:`), `the overlay does not show the mistake: ${text}`));
  found.push(...expect((await overlay(page).locator("img").count()) === 0, "a message became a picture"));
  found.push(...expect(await page.evaluate(() => window.__survives === true), "the last good page went"));
  found.push(...expect(await page.locator("main h1").isVisible(), "no page stands behind the overlay"));
  await page.getByRole("button", { name: "Show the page" }).click();
  await overlay(page).waitFor({ state: "hidden" });
  await page.keyboard.press("Enter");
  await overlay(page).waitFor();
  await page.keyboard.press("Escape");
  await overlay(page).waitFor({ state: "hidden" });
  await page.getByRole("button", { name: /error.*: show/ }).click();
  await overlay(page).waitFor();
  save(site, FILE, right);
  await overlay(page).waitFor({ state: "hidden" });
  return [...found, ...expect((await page.getByRole("button", { name: /error/ }).count()) === 0, "something still speaks of errors")];
}

/** The last words that a screen reader is told without moving to them. */
const said = (page) => page.locator("guidepost-preview").getByRole("status");

/** Who writes in a field hears of a mistake, writes on, and puts the problems away from there; nothing takes the focus. */
async function aloud(site, page) {
  await page.evaluate(() => document.querySelector("main").prepend(document.createElement("input")));
  const field = page.locator("main input");
  await field.focus();
  await page.keyboard.type("se");
  const right = read(site, FILE);
  save(site, FILE, right.replace("title: ", "titel: "));
  await said(page).getByText(`This site has 2 errors. ${FILE}:`).waitFor();
  await overlay(page).waitFor();
  await page.keyboard.type("iz");
  await page.keyboard.press("Escape");
  await overlay(page).waitFor({ state: "hidden" });
  await page.keyboard.type("ure");
  const found = expect((await field.inputValue()) === "seizure", `the field holds “${await field.inputValue()}”`);
  save(site, FILE, right);
  await said(page).getByText("The errors are gone.").waitFor();
  found.push(...expect((await page.evaluate(() => document.activeElement.localName)) === "input", "the focus left the field"));
  // A page that is loaded again says it too: the words of the one before went with it.
  await page.goto(site.origin + PAGE);
  save(site, FILE, right.replace("title: ", "titel: "));
  await overlay(page).waitFor();
  await page.route("**/_guidepost/state*", async (route) => {
    while ((await (await fetch(`${site.origin}/_guidepost/state`)).json()).errors > 0) {}
    await route.continue();
  });
  // More is saved while the browser still waits for the page, which must not make it forget.
  let isHeld = false;
  await page.route(site.origin + PAGE, async (route) => {
    if (!isHeld) {
      isHeld = true;
      const next = page.waitForResponse((response) => response.url().includes("/_guidepost/state"));
      save(site, FILE, right.replace("title: ", "title: Much better "));
      await (await next).finished();
    }
    await route.continue();
  });
  save(site, FILE, right.replace("title: ", "title: Better "));
  await page.getByRole("heading", { level: 1, name: /better/i }).waitFor();
  await said(page).getByText("The errors are gone.").waitFor();
  return found;
}

async function copying(site, page, reader = page) {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  save(site, FILE, read(site, FILE).replace("title: ", "titel: "));
  const copy = overlay(page).getByRole("button", { name: `Copy place: ${FILE}` }).first();
  const name = (await copy.getAttribute("aria-label")).replace("Copy place: ", "");
  await copy.focus();
  await page.keyboard.press("Enter");
  await overlay(page).getByText("Copied", { exact: true }).waitFor();
  await said(page).getByText(`Copied: ${name}`).waitFor();
  await overlay(page).getByText("Copied", { exact: true }).waitFor({ state: "hidden" });
  const focused = await page.evaluate(() => document.activeElement.shadowRoot?.activeElement?.textContent);
  await reader.bringToFront();
  const held = await reader.evaluate(() => navigator.clipboard.readText());
  return [...expect(held === name, `“${held}” was copied`), ...expect(focused === "Copy place", `the focus went to ${focused}`)];
}

/** Browsers give the clipboard to safe addresses alone, which the address of another computer is not. */
async function copyingElsewhere(site, page) {
  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, "clipboard", { value: undefined }));
  await page.reload();
  const reader = await page.context().newPage();
  await reader.goto(`${site.origin}/safety/seizure/`);
  await page.bringToFront();
  return copying(site, page, reader);
}

async function neverRight(site, page) {
  save(site, "content/new.md", `---\ntitle: New\n---\n[nowhere](${MARKUP.replaceAll(" ", "")}.md) and [away](gone.md)\n`);
  await overlay(page).waitFor();
  await page.goto(`${site.origin}/new/`);
  await page.getByRole("heading", { name: "This page cannot be shown yet" }).waitFor();
  await overlay(page).waitFor();
  save(site, "content/new.md", "---\ntitle: New\n---\nNow it is right.\n");
  await page.getByText("Now it is right.").waitFor();
  rmSync(join(site.folder, "content/new.md"));
  await page.getByText("Now it is right.").waitFor({ state: "hidden" });
  return [];
}

async function warning(site, page) {
  edit(site, "content/treatment/tapering.es.md", "translated_sections:", "translated_sections:\n  gone: \"0123456789\"");
  await page.getByRole("button", { name: /^Lens · 1 warning/ }).waitFor();
  const found = expect((await overlay(page).count()) === 0, "a warning stands in the way");
  await page.goto(`${site.origin}/es${PAGE}`);
  await lensButton(page).click();
  await panel(page).getByText("has changed since it was translated here").waitFor();
  await panel(page).getByText("changed in the original: `#gone`, which is gone").waitFor();
  return found;
}

// The lens

async function lens(site, page) {
  await page.keyboard.press("End");
  await lensButton(page).focus();
  await page.keyboard.press("Enter");
  await panel(page).getByText(/grade \d/).waitFor();
  const text = await panel(page).innerText();
  const found = [];
  for (const wanted of ["Problems of this page", "Reading", "Words explained", "Sources", "Review and translation", "Nobody has reviewed this page.", "Links out", "Links in", "Weight", `${FILE}:`]) {
    found.push(...expect(text.includes(wanted), `the lens does not say “${wanted}”`));
  }
  const mark = page.getByRole("button", { name: "Mark hard words" });
  await mark.click();
  const marked = await page.evaluate(() => [...(CSS.highlights.get("guidepost-words") ?? [])].map(String));
  const count = Number((await page.getByText(/ marked in the text$/).innerText()).match(/^\d+/)?.[0]);
  found.push(...expect(marked.includes("clinician") && marked.length === count, `${marked.length} words are marked, and it says ${count}`));
  found.push(...expect((await mark.getAttribute("aria-pressed")) === "true", "the button does not say that it is pressed"));
  const editor = await panel(page).getByRole("link", { name: `Open in editor: ${FILE}`, exact: true }).getAttribute("href");
  found.push(...expect(editor.startsWith("vscode://file/") && editor.endsWith(`/${FILE}:1:1`), `the editor opens at ${editor}`));
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await panel(page).getByRole("button", { name: `Copy: ${FILE}`, exact: true }).click();
  await page.getByText(`Copied: ${FILE}`).waitFor();
  found.push(...expect((await page.evaluate(() => navigator.clipboard.readText())) === FILE, "the place was not copied"));
  await page.keyboard.press("Escape");
  await panel(page).waitFor({ state: "hidden" });
  const focused = await page.evaluate(() => document.activeElement.shadowRoot?.activeElement?.textContent);
  const left = await page.evaluate(() => CSS.highlights.size);
  return [...found, ...expect(focused?.startsWith("Lens"), `the focus went to ${focused}`), ...expect(left === 0, "marks stay in the text")];
}

async function lensOnList(site, page) {
  await page.goto(`${site.origin}/topics/`);
  await lensButton(page).click();
  await panel(page).getByText("from no single file").waitFor();
  return expect((await panel(page).innerText()).includes("Weight"), "the weight of a list is missing");
}

async function lensKept(site, page) {
  await lensButton(page).click();
  await panel(page).getByText(/grade \d/).waitFor();
  const long = `A clinician and **you** decide [@asam-pocket], day by day${" and day".repeat(12)}.`;
  save(site, FILE, `${read(site, FILE)}\n${long}\n`);
  await panel(page).getByText(/^3\d words, too long:/).waitFor();
  await page.getByRole("button", { name: "Mark long sentences" }).click();
  const marked = await page.evaluate(() => [...CSS.highlights.get("guidepost-sentences")].map(String));
  const isWhole = (text) => text.startsWith("A clinician and you decide") && text.endsWith("and day");
  const found = expect(marked.length === 1 && isWhole(marked[0]), `the new sentence is not marked: ${marked}`);
  await addParagraph(site, page, "Something else.");
  await page.waitForFunction(() => CSS.highlights.get("guidepost-sentences")?.size === 1);
  return found;
}

/** Under a policy that lets no text become code, both parts work. */
async function trusted(site, page) {
  await page.route("**/*", async (route) => {
    const answer = await route.fetch();
    const policy = `${answer.headers()["content-security-policy"]}; require-trusted-types-for 'script'; trusted-types 'none'`;
    await route.fulfill({ response: answer, headers: { ...answer.headers(), "content-security-policy": policy } });
  }, { times: 1 });
  await page.goto(site.origin + PAGE);
  await lensButton(page).click();
  await panel(page).getByText(/grade \d/).waitFor();
  edit(site, FILE, "title: ", "titel: ");
  await overlay(page).waitFor();
  return [];
}

async function everywhereAccessible(site, page) {
  const found = [];
  const inAll = async (what, options) => {
    for (const [name, media] of Object.entries(COLORS)) {
      await page.emulateMedia(media);
      const seen = [...(await noSidewaysScroll(page)), ...(await smallTargets(page)), ...(await cutOff(page))];
      // What axe finds depends little on the window, and it takes its time.
      if (options.letters === 16 || name === "light") {
        seen.push(...(await accessible(page, WITHOUT_SHEETS)));
      }
      found.push(...seen.map((wrong) => `${what}, ${name}, ${options.name}: ${wrong}`));
      await keepPicture(page, `${what}-${name}-${options.name}`);
    }
  };
  const protocol = await page.context().newCDPSession(page);
  for (const options of WINDOWS) {
    await page.setViewportSize(options.viewport);
    await page.emulateMedia(COLORS.light);
    await protocol.send("Page.setFontSizes", { fontSizes: { standard: options.letters, fixed: options.letters } });
    await page.goto(site.origin + PAGE);
    await page.evaluate((direction) => { document.documentElement.dir = direction; }, options.direction);
    await lensButton(page).waitFor();
    await inAll("button", options);
    await lensButton(page).click();
    await panel(page).getByText(/grade \d/).waitFor();
    await page.getByRole("button", { name: "Mark hard words" }).click();
    await inAll("lens", options);
    await page.keyboard.press("Escape");
    save(site, "content/wrong.md", `---\ntitle: Wrong\n---\n${"[nowhere](gone.md)\n".repeat(options.errors)}`);
    await page.getByRole("region", { name: `This site has ${options.errors} error` }).waitFor();
    await inAll("overlay", options);
    await page.getByRole("button", { name: "Show the page" }).click();
    await inAll("bar", options);
    rmSync(join(site.folder, "content/wrong.md"));
    await page.getByRole("button", { name: /error/ }).waitFor({ state: "hidden" });
  }
  return found;
}

/** Nothing of the preview stands out at the sides of the window. */
async function cutOff(page) {
  return page.evaluate(() => {
    const all = [...document.querySelector("guidepost-preview").shadowRoot.querySelectorAll("section *, section, button")];
    const isOut = ({ left, right, width }) => width > 1 && (left < -1 || right > document.documentElement.clientWidth + 1);
    const wide = all.filter((one) => isOut(one.getBoundingClientRect()) && !one.closest("pre"));
    return wide.slice(0, 3).map((one) => `<${one.localName} class="${one.className}"> “${one.textContent.slice(0, 40)}” stands out of the window`);
  });
}

/** What of the preview can be pressed is at least 44 pixels high and wide; links in sentences are not meant. */
async function smallTargets(page) {
  return page.evaluate(() => {
    const all = [...document.querySelector("guidepost-preview").shadowRoot.querySelectorAll("button, .actions a")];
    const sizes = all.map((one) => ({ one, ...one.getBoundingClientRect().toJSON() })).filter(({ width }) => width > 0);
    return sizes.filter(({ width, height }) => width < 44 || height < 44).map(({ one, width, height }) => `“${one.textContent}” is ${width} x ${height} pixels`);
  });
}

/** Keeps a picture where `PICTURES` names a folder, for people who look at them. */
async function keepPicture(page, name) {
  if (process.env.PICTURES) {
    await page.screenshot({ path: join(process.env.PICTURES, `${name}.png`), caret: "initial" });
  }
}

// Tabs and servers

/** From another computer there are no locks, and six connections: only tabs that are seen hold a stream, and all show what is new. */
async function tenTabsWithoutLocks(site, page) {
  const context = page.context();
  await page.close();
  // Every tab of these tests counts as seen, so the test says which one is.
  await context.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, "locks", { value: undefined });
    window.__streams = [];
    window.EventSource = class extends EventSource {
      constructor(...all) {
        super(...all);
        window.__streams.push(this);
      }
    };
    let seen = "visible";
    Object.defineProperty(Document.prototype, "visibilityState", { get: () => seen });
    window.__show = (now) => {
      seen = now;
      document.dispatchEvent(new Event("visibilitychange"));
    };
  });
  const tabs = [];
  const turnTo = async (tab) => {
    for (const other of tabs.filter((other) => other !== tab)) {
      await other.evaluate(() => window.__show("hidden"));
    }
    await tab.evaluate(() => window.__show("visible"));
  };
  for (let count = 0; count < TABS; count += 1) {
    const tab = await context.newPage();
    tab.setDefaultTimeout(LONGEST_WAIT);
    await tab.goto(site.origin + PAGE);
    tabs.push(tab);
    await turnTo(tab);
  }
  const open = await Promise.all(tabs.map((tab) => tab.evaluate(() => window.__streams.filter(({ readyState }) => readyState !== EventSource.CLOSED).length)));
  const found = expect(String(open) === String([...Array(TABS - 1).fill(0), 1]), `the tabs hold so many streams: ${open}`);
  await addParagraph(site, tabs.at(-1), "The tab that is seen shows this.");
  for (const tab of tabs) {
    await tab.getByText("The tab that is seen shows this.").waitFor();
  }
  await turnTo(tabs[3]);
  await addParagraph(site, tabs[3], "And the next one.");
  await tabs[3].evaluate(() => window.__show("hidden"));
  save(site, FILE, `${read(site, FILE)}\nWritten while nobody looked.\n`);
  await turnTo(tabs[7]);
  await tabs[7].getByText("Written while nobody looked.").waitFor();
  return found;
}

async function tenTabs(site, page) {
  const streams = [];
  const next = () => page.context().waitForEvent("request", { predicate: isStream });
  page.context().on("request", (request) => isStream(request) && streams.push(request));
  const first = next();
  await page.close();
  const context = page.context();
  const tabs = [];
  for (let count = 0; count < TABS; count += 1) {
    const tab = await context.newPage();
    tab.setDefaultTimeout(LONGEST_WAIT);
    await tab.goto(site.origin + PAGE);
    tabs.push(tab);
  }
  await first;
  const seen = async (list, words) => {
    save(site, FILE, `${read(site, FILE)}\n${words}\n`);
    await Promise.all(list.map((tab) => tab.getByText(words).waitFor()));
  };
  const held = streams.length;
  const leader = streams[0].frame().page();
  await seen(tabs.filter((tab) => tab !== leader), "All tabs show this.");
  await leader.getByText("All tabs show this.").waitFor();
  const found = expect(held === 1, `${held} tabs hold a stream`);
  const holder = streams.at(-1).frame().page();
  const after = context.waitForEvent("request", { predicate: isStream });
  await holder.close();
  await after;
  await seen(tabs.filter((tab) => tab !== holder), "The others go on.");
  return found;
}

const isStream = (request) => new URL(request.url()).pathname === "/_guidepost/events";

/** Ends the server, does something, and starts it again. */
async function whileAway(site, act) {
  await end(site.server);
  act();
  const { server } = await start(site.folder, ["--port", new URL(site.origin).port]);
  site.server = server;
}

async function pictureAway(site, page) {
  const apart = pictureOnAllPages(site);
  await showsPicture(page, "apart.svg", "255,0,0");
  await whileAway(site, () => save(site, apart, drawing("#0f0")));
  await showsPicture(page, "apart.svg", "0,255,0");
  const set = await page.locator("picture > source").getAttribute("srcset");
  return expect(/^\/apart\.svg\?\S+ 1x, \/apart\.svg\?\S+ 2x$/.test(set), `the set of pictures is ${set}`);
}

async function restart(site, page) {
  await whileAway(site, () => save(site, FILE, `${read(site, FILE)}\nWritten while it was away.\n`));
  await page.getByText("Written while it was away.").waitFor();
  await addParagraph(site, page, "And all goes on.");
  return [];
}

/** The built site holds nothing of the preview. */
function built() {
  const folder = mkdtempSync(join(tmpdir(), "guidepost-built-"));
  try {
    execFileSync(PROGRAM, ["build", "--quiet", "--root", ROOT, "--output", join(folder, "site")]);
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const holding = files.filter((entry) => readFileSync(join(entry.parentPath ?? entry.path, entry.name)).includes("_guidepost/"));
    return holding.map(({ name }) => `the built site speaks of the preview in ${name}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function step(browser, { name, run, isQuiet = true, arguments: extra = [] }) {
  const site = await begin(extra);
  const context = await browser.newContext(WIDE);
  context.setDefaultTimeout(LONGEST_WAIT);
  try {
    const page = await context.newPage();
    const seen = watch(page, site.origin);
    await page.goto(site.origin + PAGE);
    await lensButton(page).waitFor();
    const wrong = await run(site, page);
    return [...wrong, ...(isQuiet ? seen : [])].map((what) => `${name}: ${what}`);
  } catch (error) {
    return [`${name}: ${error.message.split("\n").slice(0, 4).join(" ")}`];
  } finally {
    await context.close();
    await end(site.server);
    rmSync(site.folder, { recursive: true });
  }
}

async function main() {
  const browser = await chromium.launch({ executablePath: browserPath(), args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
  const wanted = STEPS.filter(({ name }) => ONLY === undefined || name.includes(ONLY));
  try {
    const found = ONLY === undefined ? built() : [];
    for (const one of wanted) {
      found.push(...(await step(browser, one)));
    }
    console.log(`${wanted.length} steps of an author with the preview`);
    return found;
  } finally {
    await browser.close();
  }
}

const [program, ONLY] = process.argv.slice(2);
if (!program) {
  throw new Error("name the program: node preview.mjs GUIDEPOST");
}
const PROGRAM = resolve(program);
setTimeout(() => {
  console.error(`the tests of the preview took longer than ${LONGEST_RUN / 60_000} minutes`);
  process.exit(1);
}, LONGEST_RUN).unref();

const found = await main();
found.forEach((text) => console.error(text));
process.exitCode = found.length > 0 ? 1 : 0;
