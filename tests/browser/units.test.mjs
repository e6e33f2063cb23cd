// The parts of the browser tests that think: node --test

import assert from "node:assert/strict";
import { test } from "node:test";
import { asOldBrowsersRead } from "./old.mjs";
import { cover, missing } from "./pairwise.mjs";

const settings = ["a", "b", "c"].flatMap((letter) => [1, 2, 3].flatMap((number) => [true, false].map((sign) => ({ letter, number, sign }))));

test("every pair of values comes together in few settings", () => {
  const chosen = cover(settings, 2);
  assert.deepEqual(missing(settings, chosen, 2), []);
  assert.ok(chosen.length <= 10, `${chosen.length} of ${settings.length}`);
  assert.deepEqual(cover(settings, 2), chosen);
});

test("a pair that no setting holds is named", () => {
  const chosen = cover(settings, 2).filter(({ letter, number }) => letter !== "b" || number !== 2);
  assert.deepEqual(missing(settings, chosen, 2).slice(0, 1), ["letter: b, number: 2"]);
});

test("every value alone takes as many settings as the longest list of values", () => {
  assert.equal(cover(settings, 1).length, 3);
});

/** What old browsers read of a sheet, in one line. */
const old = (css) => asOldBrowsersRead(css).replace(/\s+/g, " ");

test("an old browser leaves out the declarations that it does not know, and keeps what stands before them", () => {
  assert.equal(old("ul { padding: 0; padding-inline-start: 1rem; color: var(--text) }"), "ul { padding: 0; color: var(--text) }");
  assert.equal(old(".a { width: 10px; width: min(10px, 5vw); display: grid; inset: 0 }"), ".a { width: 10px }");
  assert.equal(old("a { text-decoration: underline; text-decoration: underline dotted; }"), "a { text-decoration: underline }");
  assert.equal(old(".a { height: 1lh; height: 100dvh; color: color-mix(in srgb, red, blue); gap: 1rem; flex: 1 }"), ".a { flex: 1 }");
});

test("an old browser leaves out a whole rule when its selector holds something newer", () => {
  assert.equal(old("a, li::marker { color: red } :is(a, b) { color: red } a:focus-visible { color: red }"), "");
  assert.equal(old("a:not(.b):hover::before { content: '{;}' } a:not(.b, .c) { color: red }"), "a:not(.b):hover::before { content: '{;}' }");
});

test("an old browser leaves out conditions, layers and nested rules", () => {
  assert.equal(old("@supports (display: grid) { a { color: red } } @layer x { a { color: red } }"), "");
  assert.equal(old("@media screen and (prefers-color-scheme: dark) { a { color: red } } @media (30em <= width) { a { color: red } }"), "");
  assert.equal(old("@media screen and (max-width: 30em) { a { color: red; &:hover { color: blue } } }"), "@media screen and (max-width: 30em) { a { color: red } }");
});

test("what an old browser knows is what the tables of MDN say", () => {
  // Newer than one of them, in each kind of place: property, word, function, unit, selector, condition.
  for (const css of [
    "a { inset: 0 }", "a { accent-color: red }", "a { width: stretch }", "a { overflow: clip }", "a { overflow: hidden auto }", "a { color: revert }", "a { display: inline flex }",
    "a { text-decoration: underline red }", "a { width: clamp(1px, 2px, 3px) }", "a { color: lab(1 2 3) }", "a { width: 1cqw }", "a { width: 1dvh }",
    "a:has(b) { color: red }", "a:where(b) { color: red }", "a::details-content { color: red }", "a:unheard-of { color: red }", "a { unheard-of: 1 }",
    "a { width: 1unheard }", "a { width: unheard(1px) }", "@media (unheard-of: 1) { a { color: red } }", "@supports selector(:has(a)) { a { color: red } }",
  ]) {
    assert.equal(old(css), "", css);
  }
  for (const css of [
    "a { position: absolute; clip: rect(0, 0, 0, 0) }", "a { width: calc(1rem + 1vw) }", "a { outline: 3px solid red }", "a { transform: scaleX(-1) }",
    "a { font-family: system-ui, serif }", "a { word-wrap: break-word }", "a { color: #fff !important }", "a[href^='tel:']::after { content: ' (' attr(href) ')' }",
    "@media print { a { color: red } }", "@supports (display: flex) { a { color: red } }",
  ]) {
    assert.equal(old(css), css, css);
  }
});

test("a condition that cannot be judged is an error", () => {
  assert.throws(() => asOldBrowsersRead("@supports (a: b) or (c: d) { a { color: red } }"), /cannot read the condition/);
});

test("a sheet that ends too early is an error", () => {
  assert.throws(() => asOldBrowsersRead("a { color: red"), /brace/);
});
