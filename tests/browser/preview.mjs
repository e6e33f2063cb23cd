// Looks at the preview as an author does, in Chromium: node preview.mjs GUIDEPOST
//
// GUIDEPOST is the program. It serves a copy of the shipped site in a temporary folder, and each step edits a file of the copy as
// editors do and waits for what the author sees. Nothing waits for a time; what never comes ends a step with a fault. Says only
// figures when all is well; else names each fault with its step.

import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
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
const PHONE = { viewport: { width: 320, height: 568 } };
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
  { name: "following to the page that changed", run: following, arguments: ["--follow"] },
  { name: "a mistake", run: mistake },
  { name: "a page that never was right", run: neverRight, isQuiet: false },
  { name: "a warning", run: warning },
  { name: "the lens", run: lens, arguments: ["--editor", "vscode"] },
  { name: "the lens on a list", run: lensOnList },
  { name: "the lens while the page changes", run: lensKept },
  { name: "trusted types", run: trusted },
  { name: "accessibility", run: everywhereAccessible },
  { name: "ten tabs", run: tenTabs },
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

async function place(site, page) {
  await page.setViewportSize({ width: 1280, height: 500 });
  const before = await page.evaluate(() => {
    document.querySelectorAll("details").forEach((one) => { one.open = !one.open; });
    const link = [...document.querySelectorAll("main a[href]")].at(-1);
    link.focus();
    scrollTo({ top: 700, behavior: "instant" });
    return { scroll: scrollY, focus: link.textContent, details: [...document.querySelectorAll("details")].map(({ open }) => open) };
  });
  await addParagraph(site, page, "Words at the end.");
  const kept = (wanted) => {
    const details = [...document.querySelectorAll("details")].map(({ open }) => open);
    return scrollY === wanted.scroll && document.activeElement.textContent === wanted.focus && String(details) === String(wanted.details);
  };
  await page.waitForFunction(kept, before);
  const left = await page.evaluate(() => Object.keys(sessionStorage));
  return [...expect(before.scroll === 700, "the page is too short to be scrolled"), ...expect(left.length === 0, `the page leaves ${left} behind`)];
}

async function otherPage(site, page) {
  await page.evaluate(() => { window.__survives = true; });
  const other = await page.context().newPage();
  await other.goto(`${site.origin}/safety/seizure/`);
  await addParagraph(site, other, "Only the other page.", "content/safety/seizure.md");
  return expect(await page.evaluate(() => window.__survives === true), "a page that did not change was loaded again");
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
  const inBoth = async (what, options) => {
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      const seen = [...(await accessible(page, WITHOUT_SHEETS)), ...(await noSidewaysScroll(page)), ...(await smallTargets(page))];
      found.push(...seen.map((wrong) => `${what}, ${colorScheme}, ${options.viewport.width} px: ${wrong}`));
      await keepPicture(page, `${what}-${colorScheme}-${options.viewport.width}`);
    }
  };
  for (const options of [WIDE, PHONE]) {
    await page.setViewportSize(options.viewport);
    await page.goto(site.origin + PAGE);
    await lensButton(page).waitFor();
    await inBoth("button", options);
    await lensButton(page).click();
    await panel(page).getByText(/grade \d/).waitFor();
    await page.getByRole("button", { name: "Mark hard words" }).click();
    await inBoth("lens", options);
    await page.keyboard.press("Escape");
    const right = read(site, FILE);
    save(site, FILE, right.replace("title: ", "titel: "));
    await overlay(page).waitFor();
    await inBoth("overlay", options);
    await page.getByRole("button", { name: "Show the page" }).click();
    await inBoth("bar", options);
    save(site, FILE, right);
    await page.getByRole("button", { name: /error/ }).waitFor({ state: "hidden" });
  }
  return found;
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

async function restart(site, page) {
  await end(site.server);
  save(site, FILE, `${read(site, FILE)}\nWritten while it was away.\n`);
  const { server } = await start(site.folder, ["--port", new URL(site.origin).port]);
  site.server = server;
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
