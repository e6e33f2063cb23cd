// From a save to the repainted page. Arguments: an address, the file of the page, a word for the edits, how many. Output: milliseconds of each, as JSON.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const { chromium } = createRequire(new URL("../../tests/browser/package.json", import.meta.url))("playwright-core");
const [address, file, name, edits] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const page = await browser.newPage();
await page.goto(address);
const taken = [];
for (let edit = 0; edit < Number(edits); edit += 1) {
  // The server and the browser come to rest, and the script of the preview has its stream.
  await page.waitForLoadState("load");
  await new Promise((done) => setTimeout(done, 1500));
  const mark = `${name}painted${edit}`;
  const text = readFileSync(file, "utf8");
  const at = text.indexOf(".\n", text.length / 2);
  const since = performance.now();
  writeFileSync(file, `${text.slice(0, at)} ${mark}${text.slice(at)}`);
  for (;;) {
    try {
      await page.waitForFunction((word) => document.body && document.body.textContent.includes(word), mark, { polling: "raf", timeout: 120_000 });
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      break;
    } catch (error) {
      // A reload ends what was asked of the page before it.
      if (!/context was destroyed|navigation/i.test(String(error))) throw error;
    }
  }
  taken.push(performance.now() - since);
}
await browser.close();
console.log(JSON.stringify(taken));
