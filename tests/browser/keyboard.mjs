// Goes through a page with the Tab key, as somebody does who has no mouse. Gives a list of sentences about what is wrong.

/** Room for what browsers add by themselves, such as boxes that scroll. */
const SPARE = 40;

export async function keyboard(page) {
  const count = await page.evaluate(() => {
    const seen = (element) => element.checkVisibility({ visibilityProperty: true });
    const all = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
    window.__stops = [...document.querySelectorAll(all)].filter((element) => seen(element) && !element.disabled);
    window.__reached = new Set();
    return window.__stops.length;
  });
  const found = new Set();
  let last = null;
  for (let press = 0; press < count + SPARE; press++) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(lookAtFocus);
    if (!stop) {
      break;
    }
    if (press === 0 && !stop.skip) {
      found.add(`the first stop of the Tab key is ${stop.name}, not the link to the text`);
    }
    if (stop.again) {
      break;
    }
    stop.wrong.forEach((wrong) => found.add(`${stop.name} ${wrong}`));
    last = stop.name;
  }
  const missed = await page.evaluate(() => window.__stops.filter((element) => !window.__reached.has(element)).map((element) => element.outerHTML.slice(0, 100)));
  missed.slice(0, 3).forEach((text) => found.add(`the Tab key never reaches ${text} (it ends at ${last})`));
  return [...found].slice(0, 6);
}

/** In the page: what has the focus, and what is wrong with it. Nothing when the focus has left the page. */
function lookAtFocus() {
  const element = document.activeElement;
  if (!element || element === document.body || element === document.documentElement) {
    return null;
  }
  const reached = window.__reached;
  if (reached.has(element)) {
    return { again: true };
  }
  const wrong = [];
  const before = [...reached].at(-1);
  if (before && !(before.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING)) {
    wrong.push("is reached after what stands behind it");
  }
  reached.add(element);
  // A box of a list to tick is seen by itself, so each stop has an outline of its own.
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
  if (outlineStyle === "none" || parseFloat(outlineWidth) < 2 || outlineColor === "transparent" || /, 0\)$/.test(outlineColor)) {
    wrong.push("has the focus, and nothing shows it");
  }
  element.scrollIntoView({ behavior: "instant", block: "nearest" });
  const rect = [...element.getClientRects()].find(({ width, height }) => width > 0 && height > 0);
  const on = rect && document.elementFromPoint(rect.left + rect.width / 2, rect.top + rect.height / 2);
  if (!rect) {
    wrong.push("has the focus, and cannot be seen");
  } else if (on && on !== element && !element.contains(on) && !on.contains(element)) {
    wrong.push(`has the focus and lies under <${on.tagName.toLowerCase()} class="${on.className}">`);
  }
  return {
    name: `<${element.tagName.toLowerCase()}> “${(element.textContent || element.getAttribute("aria-label") || "").trim().slice(0, 40)}”`,
    skip: element.matches("a.skip") && document.querySelector(element.getAttribute("href")) !== null,
    again: false,
    wrong,
  };
}
