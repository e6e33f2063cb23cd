// Passages never take a negation away: for every sentence of the shipped pages that holds one, the words behind it are searched for
// in its page.
//
// Input: a page of the site, open for its scripts. Output: sentences about what is wrong.

const NEGATIONS = {
  en: ["not", "never", "no", "cannot", "without", "nor", "neither", "none", "[a-z]+n['’]t"],
  es: ["no", "nunca", "jamás", "ni", "sin", "tampoco", "ningún", "ninguna"],
};
/** Fewer than these would mean that the sentences are not found any more. */
const LEAST = 150;

export async function passages(page, site, language) {
  const isOf = ({ address }) => address.endsWith("/") && address.startsWith("/es/") === (language === "es");
  await page.goto(`${site.origin}${language === "es" ? "/es" : ""}/search/`);
  const addresses = site.pages.filter(isOf).map(({ address }) => address);
  const { wrong, count, items } = await page.evaluate(look, { addresses, negations: NEGATIONS[language].join("|") });
  console.log(`${count} sentences with a negation and ${items} things not to do in ${addresses.length} pages (${language})`);
  return count < LEAST || items === 0 ? [...wrong, `only ${count} sentences with a negation and ${items} things not to do`] : wrong;
}

/** In the page: asks the module for passages, and compares them with the texts, which are read here in another way. */
async function look({ addresses, negations }) {
  const { excerpt } = await import(document.querySelector(".search-form").dataset.module);
  const negation = () => new RegExp(`(^|[^\\p{L}\\p{M}'’])(${negations})(?![\\p{L}\\p{M}'’])`, "giu");
  const tidy = (text) => text.replace(/\s+/g, " ").trim();
  const wrong = [];
  let count = 0;
  let items = 0;

  const documentOf = (url) => new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("GET", url);
    request.responseType = "document";
    request.onload = () => resolve(request.response);
    request.send();
  });

  /** The last words behind the first negation, which a reader could search for. */
  const wordsBehind = (sentence) => {
    const found = negation().exec(sentence);
    const behind = sentence.slice(found.index + found[0].length);
    return (behind.match(/\p{L}{4,}/gu) ?? []).slice(0, 3).join(" ");
  };

  /** A negation outside of the marks, with a mark behind it in the same sentence. */
  const escaped = (parts) => parts.some(({ text, hit }, at) => !hit && [...text.matchAll(negation())].some((found) => {
    const rest = [{ text: text.slice(found.index + found[0].length), hit }, ...parts.slice(at + 1)];
    const next = rest.findIndex((part) => part.hit);
    return next >= 0 && !/[.!?…]["”»)]*\s/.test(rest.slice(0, next).map((part) => part.text).join(""));
  }));

  for (const url of addresses) {
    const page = await documentOf(url);
    page.querySelectorAll("[data-search-skip],.citation,.footnote-ref,.anchor,.visually-hidden,button,[popover],svg").forEach((element) => element.remove());
    const roots = [...page.querySelectorAll(".main-message > :last-child, .body")];
    const whole = roots.map((root) => tidy(root.textContent));
    const blocks = roots.flatMap((root) => [root, ...root.querySelectorAll("p, li, dd, div")]).filter((block) => !block.querySelector("p, li, ul, div, table"));
    for (const block of blocks) {
      if (block.closest("table, .footnotes")) {
        continue;
      }
      const text = tidy(block.textContent);
      const notToDo = block.closest(".dont")?.querySelector("h2, h3, h4, h5, h6");
      const query = notToDo ? (text.match(/\p{L}{4,}/gu) ?? []).slice(0, 3).join(" ") : "";
      if (query) {
        items += 1;
        const said = (await excerpt(url, query)).map((part) => part.text).join("");
        const before = said.slice(0, Math.max(0, said.indexOf(text)));
        // Another place of the page may say the same in a sentence of its own.
        if (said.includes(text) && !negation().exec(text)?.[0].startsWith(text.slice(0, 2)) && !before.endsWith(`${tidy(notToDo.textContent)}: `) && !new RegExp(`(${negations}) $`, "iu").test(before)) {
          wrong.push(`${url} tells to do what must not be done: ${said}`);
        }
      }
      for (const sentence of text.split(/(?<=[.!?])\s+/).filter((one) => negation().test(one))) {
        const words = wordsBehind(sentence);
        if (!words) {
          continue;
        }
        count += 1;
        const parts = await excerpt(url, words);
        const said = parts.map((part) => part.text).join("");
        if (!said) {
          wrong.push(`${url} has no passage for “${words}”, which it says in: ${sentence}`);
        } else if (escaped(parts)) {
          wrong.push(`${url} marks what a negation before it forbids: ${parts.map((part) => (part.hit ? `[${part.text}]` : part.text)).join("")}`);
        }
        for (const piece of said.split(" … ")) {
          const ends = /[.!?:)"”»]$/.test(piece) || blocks.some((other) => tidy(other.textContent).endsWith(piece.split(": ").pop()));
          if (!ends || !piece.split(/(?<=[.!?:]) /).every((bit) => whole.some((one) => one.includes(bit)) || bit.endsWith(":"))) {
            wrong.push(`${url} cuts a sentence: ${piece}`);
          }
        }
      }
    }
  }
  return { wrong: [...new Set(wrong)].slice(0, 8), count, items };
}
