// The style sheet as iOS 12.0 Safari and Chrome 51 (Android 7) read it.
//
// Input: a style sheet. Output: the same without all that one of them does not know. What such a browser does not know it leaves
// out: a declaration, or a whole rule when its selector or its condition holds something newer. So a page that can be read and
// used with what is left can be read and used there. The lists name what both know: what is not in them counts as unknown, so
// something new in the sheet is never trusted by oversight. Sources: the support tables of MDN and caniuse.com.

const sides = (name, tail = "") => ["top", "right", "bottom", "left"].map((side) => `${name}-${side}${tail}`);
const PROPERTIES = new Set([
  "align-content", "align-items", "align-self", "background", "background-color", "background-image", "border", "border-bottom", "border-collapse",
  "border-color", "border-left", "border-radius", "border-right", "border-spacing", "border-style", "border-top", "border-width",
  ...sides("border", "-color"), ...sides("border", "-style"), ...sides("border", "-width"), "bottom", "box-shadow", "box-sizing", "break-after",
  "break-before", "break-inside", "caption-side", "clear", "clip", "color", "column-gap", "columns", "content", "counter-increment", "counter-reset", "cursor",
  "direction", "display", "flex", "flex-basis", "flex-direction", "flex-flow", "flex-grow", "flex-shrink", "flex-wrap", "float", "font", "font-family",
  "font-size", "font-style", "font-weight", "height", "justify-content", "left", "letter-spacing", "line-height", "list-style", "list-style-type",
  "margin", ...sides("margin"), "max-height", "max-width", "min-height", "min-width", "opacity", "order", "orphans", "outline", "outline-color",
  "outline-offset", "outline-style", "outline-width", "overflow", "overflow-wrap", "overflow-x", "overflow-y", "padding", ...sides("padding"),
  "page-break-after", "page-break-before", "page-break-inside", "pointer-events", "position", "right", "table-layout", "text-align",
  "text-decoration", "text-indent", "text-transform", "top", "transform", "transition", "unicode-bidi", "vertical-align", "visibility", "white-space",
  "widows", "width", "word-break", "word-spacing", "word-wrap", "z-index",
]);
const FUNCTIONS = new Set(["attr", "calc", "counter", "hsl", "hsla", "rect", "rgb", "rgba", "rotate", "scale", "scalex", "scaley", "translate", "url", "var"]);
// Words and units that are newer than both. Grid came with Chrome 57.
const NEW_WORDS =
  /\b(anywhere|break-spaces|contents|fit-content|flow-root|grid|inline-grid|max-content|min-content|revert|revert-layer|sticky)\b|\d(cap|ic|lh|rlh|[dls]v(h|w|min|max))\b/;
const PSEUDO = new Set([
  "active", "after", "before", "checked", "disabled", "empty", "enabled", "first-child", "first-letter", "first-line", "first-of-type", "focus", "hover", "lang",
  "last-child", "last-of-type", "link", "not", "nth-child", "nth-of-type", "only-child", "root", "target", "visited",
]);
const MEDIA = /^((only )?(all|screen|print)|\((min-|max-)?(width|height): *[\d.]+(em|px)\)|\(orientation: *\w+\))$/;

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

function knowsSelector(selector) {
  const plain = selector.replace(/"[^"]*"/g, "");
  const names = [...plain.matchAll(/::?([a-z-]+)/g)].map(([, name]) => name);
  const inNot = [...plain.matchAll(/:not\(([^)]*)\)/g)].map(([, inner]) => inner);
  return names.every((name) => PSEUDO.has(name)) && inNot.every((inner) => !/[\s,>+~]/.test(inner)) && !plain.includes("&");
}

function knowsDeclaration({ head, body }) {
  const at = head.indexOf(":");
  const name = head.slice(0, at).trim();
  const value = head.slice(at + 1).replace(/"[^"]*"/g, "").toLowerCase();
  if (body !== null) {
    return false;
  }
  const functions = [...value.matchAll(/([a-z-]+)\(/g)].map(([, called]) => called);
  // `text-decoration` knows one word; what stands in a property of the sheet's own is judged where that is used.
  const isKnown = PROPERTIES.has(name) && !(name === "text-decoration" && value.trim().includes(" "));
  return name.startsWith("--") || (isKnown && functions.every((called) => FUNCTIONS.has(called)) && !NEW_WORDS.test(value));
}

const knowsMedia = (condition) => condition.split(/,| and /).every((part) => MEDIA.test(part.trim()));

/** The sheet as those browsers read it. */
export function asOldBrowsersRead(css) {
  const rules = pieces(css.replace(/\/\*[^]*?\*\//g, " "));
  return rules.map(oldRule).filter(Boolean).join("\n");
}

function oldRule({ head, body }) {
  if (body === null) {
    return "";
  }
  if (head.startsWith("@media")) {
    return knowsMedia(head.slice(6)) ? `${head} {\n${asOldBrowsersRead(body)}\n}` : "";
  }
  if ((head.startsWith("@") && head !== "@page") || !knowsSelector(head)) {
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
      const { width, height } = element.getBoundingClientRect();
      return { text: element.textContent.trim().slice(0, 60), seen: element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && width > 1 && height > 1 };
    });
  });
}

/** What can be seen in a browser of today, and not in an old one. */
export function lost(now, old) {
  return now.filter(({ seen }, at) => seen && !old[at].seen).slice(0, 5).map(({ text }) => `an old browser does not show “${text}”`);
}
