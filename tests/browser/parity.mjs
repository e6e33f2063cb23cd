// Asks the program and the client of the search the same: node parity.mjs SITE GUIDEPOST ROOT
//
// Input: a built site, the program, and the folder that the site was made from. It says nothing when both give the same pages in the
// same order with the same scores; else names each query.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const [site, program, root] = process.argv.slice(2).map((path) => resolve(path));
const QUERIES = {
  en: ["seizure", "can i just stop xanex", "benzo detox cold turky", "alpra", "lorazapam withdrawl", "what to do tonight", "-xanax pills", "do", "zzzz", "found pills in my sons room", "IOP", "klonipin and alcohol"],
  es: ["convulsión", "convulsion", "pastillas para los nervios", "dejar de golpe", "cómo ayudar a mi hijo", "alprazolan"],
};

globalThis.fetch = async (address) => ({ ok: true, json: async () => JSON.parse(readFileSync(join(site, address), "utf8")) });

const seen = ({ corrected, alternatives, total, results }) =>
  JSON.stringify({ corrected, alternatives, total, results: results.map(({ url, title, section, anchor, score }) => ({ url, title, section, anchor, score })) });

for (const [lang, queries] of Object.entries(QUERIES)) {
  const module = readFileSync(join(site, lang === "en" ? "search/search.js" : `search/${lang}/search.js`), "utf8");
  const client = await import(`data:text/javascript;base64,${Buffer.from(module).toString("base64")}`);
  for (const query of queries) {
    const own = seen(await client.search(query, { limit: 5 }));
    const answer = execFileSync(program, ["search", query, "--lang", lang, "--format", "json", "--limit", "5", "--root", root], { encoding: "utf8" });
    const other = seen(JSON.parse(answer));
    if (own !== other) {
      console.error(`“${query}” (${lang}) is answered differently\n  in the browser: ${own}\n  by the program: ${other}`);
      process.exitCode = 1;
    }
  }
}
