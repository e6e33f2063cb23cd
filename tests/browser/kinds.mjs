// One page of every kind, in each language that has it.
//
// Input: the three built sites. Output: by kind and language, the site and the address of a page.

/** In the shipped site by its English address; Spanish pages stand under /es/. */
const SHIPPED = {
  home: "/",
  section: "/safety/",
  hub: "/tools/",
  article: "/safety/tonight/",
  "article with a drawing": "/treatment/levels-of-care/",
  "emergency page": "/safety/overdose-and-emergency/",
  glossary: "/glossary/",
  "A to Z": "/a-z/",
  search: "/search/",
  taxonomy: "/topics/",
  term: "/topics/families/",
  404: "/404.html",
  set: "/tools/set-discharge/",
  "paper tool": "/tools/emergency-plan/",
  "editorial policy": "/editorial-policy/",
  accessibility: "/accessibility/",
  privacy: "/privacy/",
  "quick exit": "/families/feeling-safe-at-home/",
};
const ARABIC = {
  home: "/",
  section: "/pages/",
  article: "/pages/everything/",
  glossary: "/glossary/",
  "A to Z": "/a-z/",
  search: "/search/",
  taxonomy: "/topics/",
  term: `/topics/${encodeURIComponent("العائلة")}/`,
  404: "/404.html",
  set: "/pages/set/",
  "paper tool": "/pages/paper/",
  author: "/authors/sample-author/",
};
const DOCUMENTATION = { components: "/components/", reference: "/reference/directives/" };

/** The pages as `{kind: {language: {site, address}}}`. An address that the sites do not have is an error. */
export function pagesOfEachKind({ site, documentation, arabic }) {
  const kinds = {};
  const add = (kind, language, built, address) => {
    if (!built.pages.some((page) => page.address === decodeURIComponent(address))) {
      throw new Error(`the site has no page ${address}, which should be one of the kind ${kind}`);
    }
    kinds[kind] = { ...kinds[kind], [language]: { site: built, address } };
  };
  for (const [kind, address] of Object.entries(SHIPPED)) {
    add(kind, "English", site, address);
    add(kind, "Spanish", site, spanish(site, address));
  }
  Object.entries(ARABIC).forEach(([kind, address]) => add(kind, "Arabic", arabic, address));
  Object.entries(DOCUMENTATION).forEach(([kind, address]) => add(kind, "English", documentation, address));
  return kinds;
}

/** The Spanish page of an English one: under /es/, where terms have names of their own. */
function spanish(site, address) {
  return address === "/topics/families/" ? "/es/topics/familias/" : `/es${address}`;
}
