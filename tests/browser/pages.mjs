// Which pages of a built site are looked at.
//
// Input: the folder of the site, with the list of its outputs that Guidepost leaves there. Output: addresses.

import { readFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * The pages of the site: address, and the content file that each is made from, if it is made from one. Pages that only lead on to
 * another one are left out: the browser does not stay on them.
 */
export async function allPages(folder) {
  const manifest = JSON.parse(await readFile(join(folder, ".guidepost-manifest.json"), "utf8"));
  const paths = Object.entries(manifest.outputs).filter(([path]) => path.endsWith(".html"));
  const texts = await Promise.all(paths.map(([path]) => readFile(join(folder, path), "utf8")));
  return paths
    .filter((_, at) => !texts[at].includes('http-equiv="refresh"'))
    .map(([path, { source }]) => ({ address: `/${path.replace(/(^|\/)index\.html$/, "$1")}`, source }));
}

/** One page of every kind, and the longest content page besides, since it holds most. */
export async function onePageOfEachKind(folder, pages) {
  const depth = (page) => page.address.split("/").filter(Boolean).length;
  const isSpanish = (page) => page.address.startsWith("/es/");
  const made = pages.filter((page) => !page.source && page.address.endsWith("/") && !isSpanish(page));
  const content = pages.filter((page) => page.source && !/(^|\/)_index\.[^/]*md$/.test(page.source));
  const kinds = {
    home: pages.find((page) => page.address === "/"),
    section: pages.find((page) => page.address !== "/" && /\/_index\.md$/.test(page.source ?? "")),
    page: await longest(folder, content.filter((page) => !isSpanish(page))),
    "page in Spanish": await longest(folder, content.filter(isSpanish)),
    taxonomy: made.find((page) => depth(page) === 1),
    term: made.find((page) => depth(page) === 2),
    "404": pages.find((page) => page.address === "/404.html"),
  };
  for (const [kind, page] of Object.entries(kinds)) {
    if (!page) {
      throw new Error(`the site has no page of the kind ${kind}`);
    }
  }
  return Object.values(kinds).map((page) => page.address);
}

async function longest(folder, pages) {
  const lengths = pages.map(async (page) => {
    const path = page.address.endsWith("/") ? `${page.address}index.html` : page.address;
    return { page, length: (await readFile(join(folder, decodeURIComponent(path)))).length };
  });
  const sorted = (await Promise.all(lengths)).sort((a, b) => b.length - a.length);
  return sorted[0]?.page;
}
