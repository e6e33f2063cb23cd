// What a built site holds.
//
// Input: the folder of the site, with the list of its outputs that Guidepost leaves there. Output: its files and its pages.

import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";

/** A built site: its folder, all its files, and the addresses of its pages, but for those that only lead on to another one. */
export async function built(folder) {
  const { outputs } = JSON.parse(await readFile(join(folder, ".guidepost-manifest.json"), "utf8"));
  const files = Object.keys(outputs);
  const paths = files.filter((path) => path.endsWith(".html"));
  const texts = await Promise.all(paths.map((path) => readFile(join(folder, path), "utf8")));
  const pages = paths.filter((_, at) => !texts[at].includes('http-equiv="refresh"')).map((path) => ({ address: `/${path.replace(/(^|\/)index\.html$/, "$1")}` }));
  return { name: basename(folder), folder, files, pages };
}
