// What must hold for how a page is laid out. Each check gives a list of sentences about what is wrong.

/** Puts into the page what the checks below share: what can be seen, and what can be used. */
async function prepare(page) {
  await page.evaluate(() => {
    const seen = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    /** The part of a box that the boxes around it do not cut off. */
    const cut = (rect, element) => {
      let { left, top, right, bottom } = rect;
      for (let at = element; at && at !== document.body; at = at.parentElement) {
        if (getComputedStyle(at).overflow !== "visible") {
          const around = at.getBoundingClientRect();
          left = Math.max(left, around.left);
          top = Math.max(top, around.top);
          right = Math.min(right, around.right);
          bottom = Math.min(bottom, around.bottom);
        }
      }
      return { left, top, right, bottom };
    };
    const name = (element) => `<${element.tagName.toLowerCase()}> “${(element.textContent || element.className.baseVal || "").trim().slice(0, 40)}”`;
    /** A link among the words of a sentence: it is as high as its line, which WCAG 2.5.8 allows. */
    const inSentence = (element) => {
      if (getComputedStyle(element).display !== "inline") {
        return false;
      }
      const block = element.closest("p, li, dd, dt, td, th, figcaption, address, summary, h1, h2, h3, h4, h5, h6, div");
      return block !== null && block.textContent.trim().length > element.textContent.trim().length;
    };
    const usable = () => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")].filter(seen);
    window.__seen = { seen, cut, name, inSentence, usable };
  });
}

/** No text lies over another text, over a picture or over a control. */
export async function noOverlap(page) {
  await prepare(page);
  return page.evaluate(() => {
    const { seen, cut, name, usable } = window.__seen;
    const items = [];
    const add = (rect, element, kind) => {
      const { left, top, right, bottom } = cut(rect, element);
      // The box of a line of text is higher than its letters: their middle must be free.
      const margin = kind === "text" ? (bottom - top) / 4 : 1;
      if (right - left > 2 && bottom - top > 2) {
        items.push({ left: left + 1, right: right - 1, top: top + margin, bottom: bottom - margin, element, kind });
      }
    };
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const { currentNode: text } = texts;
      if (text.data.trim() && seen(text.parentElement)) {
        const range = document.createRange();
        range.selectNodeContents(text);
        [...range.getClientRects()].forEach((rect) => add(rect, text.parentElement, "text"));
      }
    }
    const pictures = [...document.body.querySelectorAll("img, svg")].filter((element) => seen(element) && !element.parentElement.closest("svg"));
    pictures.forEach((element) => add(element.getBoundingClientRect(), element, "picture"));
    const boxes = usable().filter((element) => getComputedStyle(element).display !== "inline");
    boxes.forEach((element) => add(element.getBoundingClientRect(), element, "control"));
    items.sort((a, b) => a.top - b.top);
    const apart = (a, b) =>
      a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top ||
      (a.kind === "picture" && b.kind !== "text") || (b.kind === "picture" && a.kind !== "text") ||
      (a.kind !== "text" && a.element.contains(b.element)) || (b.kind !== "text" && b.element.contains(a.element)) ||
      (a.kind === "text" && b.kind === "text" && a.element === b.element);
    const found = new Set();
    items.forEach((one, at) => {
      for (let next = at + 1; next < items.length && items[next].top < one.bottom; next++) {
        if (!apart(one, items[next])) {
          found.add(`${name(one.element)} and ${name(items[next].element)} lie over each other`);
        }
      }
    });
    return [...found].slice(0, 5);
  });
}

/**
 * What is touched is large enough: 44 pixels for phone links and for links that are a card's or a box's one action, 24 for others.
 * A link among the words of a sentence is as high as its line; a number to call there still is 44 pixels high.
 */
export async function largeTargets(page) {
  await prepare(page);
  return page.evaluate(() => {
    const { name, inSentence, usable } = window.__seen;
    const important = "a[href^='tel:'], a[href^='sms:'], .action a, .button, .hub li > a, .hub li > p > a:first-child, .next-step a, .checklist label";
    const labels = [...document.querySelectorAll(".checklist label")];
    const found = [];
    for (const element of [...usable(), ...labels]) {
      // A box to tick is as large as its label, and the link to the text is out of sight until it has the focus.
      if (element.matches("label input, .skip")) {
        continue;
      }
      const wanted = element.matches(important) ? 44 : 24;
      const rects = [...element.getClientRects()];
      const high = Math.max(...rects.map((rect) => rect.height));
      const wide = Math.max(...rects.map((rect) => rect.width));
      const sentence = inSentence(element);
      const short = high < wanted - 0.5 && !(sentence && wanted === 24);
      const narrow = wide < wanted - 0.5 && !sentence;
      if (short || narrow) {
        found.push(`${name(element)} is ${Math.round(wide)} x ${Math.round(high)} pixels, and must be ${wanted}`);
      }
    }
    return [...new Set(found)].slice(0, 5);
  });
}

/**
 * On a phone of 320 x 568 pixels: where the numbers to call and the main message end. The letters of such phones are as
 * wide as those of Liberation Sans and Arial; those that desktops take else are wider.
 */
export async function firstScreen(page) {
  return page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('body { font-family: "Liberation Sans", Arial, sans-serif; }');
    document.adoptedStyleSheets = [sheet];
    const box = (selector) => {
      const element = document.querySelector(selector);
      return element && element.checkVisibility() ? element.getBoundingClientRect() : null;
    };
    const end = (selector) => Math.ceil(box(selector)?.bottom ?? Infinity);
    const ends = {
      emergency: end(".help-strip a[href='tel:911']"),
      crisis: end(".help-strip a[href='tel:988']"),
      message: document.querySelector("main .main-message") ? end("main .main-message") : null,
    };
    document.adoptedStyleSheets = [];
    return ends;
  });
}
