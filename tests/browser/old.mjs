// The style sheet as iOS 12.0 Safari and Chrome 51 (Android 7) read it.
//
// Input: a style sheet. Output: the same without all that one of them does not know. What such a browser does not know it leaves
// out: a declaration, or a whole rule when its selector or its condition holds something newer. So a page that can be read and
// used with what is left can be read and used there. `known.mjs` says what they know; this reads the sheet.

import { knowsAtRule, knowsFeature, knowsFunction, knowsNotWith, knowsProperty, knowsPseudo, knowsSeveral, knowsSupportsOf, knowsUnit, knowsWord } from "./known.mjs";

/** The rules and declarations of a piece of a sheet: each with what stands before its braces and, if it has them, within. */
function pieces(css) {
  const found = [];
  let start = 0;
  let open = -1;
  let depth = 0;
  for (let at = 0; at <= css.length; at++) {
    const sign = css[at];
    if (sign === '"' || sign === "'") {
      at = css.indexOf(sign, at + 1);
      if (at < 0) {
        throw new Error("a text in the style sheet has no end");
      }
    } else if (sign === "{") {
      open = depth++ === 0 ? at : open;
    } else if (sign === "}" && --depth === 0) {
      found.push({ head: css.slice(start, open).trim(), body: css.slice(open + 1, at) });
      start = at + 1;
    } else if ((sign === ";" || sign === undefined) && depth === 0) {
      const head = css.slice(start, at).trim();
      if (head) {
        found.push({ head, body: null });
      }
      start = at + 1;
    }
  }
  if (depth !== 0) {
    throw new Error("a brace in the style sheet has no partner");
  }
  return found;
}

const plainOf = (text) => text.replace(/"[^"]*"|'[^']*'/g, "");

function knowsSelector(selector) {
  const plain = plainOf(selector);
  const names = [...plain.matchAll(/::?([a-z-]+)/g)].map(([, name]) => name);
  const inNot = [...plain.matchAll(/:not\(([^)]*)\)/g)].map(([, inner]) => inner);
  const simple = inNot.every((inner) => !/[\s,>+~]/.test(inner.trim()) || knowsNotWith("selector_list"));
  return names.every(knowsPseudo) && simple && !plain.includes("&");
}

function knowsDeclaration({ head, body }) {
  if (body !== null) {
    return false;
  }
  const at = head.indexOf(":");
  const name = head.slice(0, at).trim();
  // What stands in a property of the sheet's own is judged where that is used.
  if (name.startsWith("--")) {
    return true;
  }
  const value = plainOf(head.slice(at + 1)).toLowerCase().replace(/url\([^)]*\)/g, "url()");
  const functions = [...value.matchAll(/([a-z-]+)\(/g)].map(([, called]) => called);
  const units = [...value.matchAll(/(?<![\w#-])[\d.]+([a-z]+|%)/g)].map(([, unit]) => unit);
  // Words, and neither functions, names of the sheet's own, colours, units, nor `!important`.
  const words = [...value.matchAll(/(?<![\w#.!-])([a-z][a-z-]*)(?![\w(-])/g)].map(([, word]) => word);
  return (
    knowsProperty(name) && functions.every((called) => knowsFunction(name, called)) && units.every(knowsUnit) && knowsWords(name, value, words)
  );
}

function knowsWords(name, value, words) {
  const isOne = !value.replace("!important", "").trim().includes(" ");
  return words.every((word) => knowsWord(name, word)) && (isOne || knowsSeveral(name));
}

const knowsMedia = (condition) => condition.split(/,| and /).every((part) => knowsPartOfMedia(part.trim()));

function knowsPartOfMedia(part) {
  const [, feature] = part.match(/^\(([a-z-]+)(?::[^()<>=]+)?\)$/) ?? [];
  return feature ? knowsFeature(feature.replace(/^(min|max)-/, "")) : /^((only|not) )?(all|screen|print)$/.test(part);
}

function knowsSupports(condition) {
  const [, declaration] = condition.match(/^\(([^()]+)\)$/) ?? [];
  if (declaration) {
    return knowsDeclaration({ head: declaration, body: null });
  }
  const [, selector] = condition.match(/^selector\((.+)\)$/) ?? [];
  if (selector) {
    return knowsSupportsOf("selector") && knowsSelector(selector);
  }
  throw new Error(`old.mjs cannot read the condition @supports ${condition}`);
}

/** The sheet as those browsers read it. */
export function asOldBrowsersRead(css) {
  const rules = pieces(css.replace(/\/\*[^]*?\*\//g, " "));
  return rules.map(oldRule).filter(Boolean).join("\n");
}

function oldRule({ head, body }) {
  if (body === null) {
    return "";
  }
  const [, rule, condition] = head.match(/^@([a-z-]+)\s*([^]*)$/) ?? [];
  if (rule === "media" || rule === "supports") {
    const holds = rule === "media" ? knowsMedia(condition) : knowsSupports(condition);
    return knowsAtRule(rule) && holds ? `${head} {\n${asOldBrowsersRead(body)}\n}` : "";
  }
  if (rule ? rule !== "page" || !knowsAtRule(rule) : !knowsSelector(head)) {
    return "";
  }
  const left = pieces(body).filter(knowsDeclaration).map((piece) => piece.head);
  return left.length > 0 ? `${head} { ${left.join("; ")} }` : "";
}

/**
 * The texts that no reader may miss, and whether each can be seen: the numbers, the main message, the cards and the words. Large
 * print by a link is offered only where it works.
 */
export async function textsSeen(page) {
  return page.evaluate(() => {
    const all = [...document.querySelectorAll("h1, h2, h3, .main-message p, .care, .care li, .notice, main p:not(.large-print), main li, main td, a[href^='tel:'], a[href^='sms:']")];
    return all.map((element) => {
      const { width, height, left, right, bottom } = element.getBoundingClientRect();
      const isOnPage = width > 1 && height > 1 && right > 0 && left < innerWidth && bottom + scrollY > 0;
      return { text: element.textContent.trim().slice(0, 60), seen: isOnPage && element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) };
    });
  });
}

/** What can be seen in a browser of today, and not in an old one. */
export function lost(now, old) {
  return now.filter(({ seen }, at) => seen && !old[at].seen).slice(0, 5).map(({ text }) => `an old browser does not show “${text}”`);
}
