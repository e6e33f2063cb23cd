// What iOS 12.0 Safari and Chrome 51 for Android (of Android 7) know of CSS.
//
// Source: @mdn/browser-compat-data, the support tables of MDN. Something counts as known when both know it whole, without a prefix
// and without a setting. A name that the tables do not have counts as unknown, so something new in a sheet is never trusted by
// oversight; but a word in a value that they do not list apart is as old as its property, as they list words that came later.

import { createRequire } from "node:module";

const { css } = createRequire(import.meta.url)("@mdn/browser-compat-data");
const BROWSERS = { safari_ios: [12, 0], chrome_android: [51, 0] };
// Units that are older than the tables.
const FIRST_UNITS = new Set(["%", "px", "pt", "pc", "cm", "mm", "in", "s", "ms", "deg"]);
// Where the tables say less than holds. They know `rect()` as a newer shape alone; that of `clip` is as old as `clip`.
const WITH_PROPERTY = new Set(["clip rect"]);
// They count an outline as known in part when it does not follow round corners; it is seen all the same.
const SEEN_IN_PART = new Set(["outline"]);
// A word that is not known there is the name of a font, and the next name is tried.
const NAMES_OF_FONTS = new Set(["font", "font-family"]);
// What the tables call several words where one was possible before.
const SEVERAL = { display: "multi-keyword_values", overflow: "multiple_keywords", "text-decoration": "includes_color-and-style" };

const numbers = (version) => version.replace("≤", "").split(".").map(Number);
const isOlder = ([major, minor = 0], [thanMajor, thanMinor]) => major < thanMajor || (major === thanMajor && minor <= thanMinor);

/** Whether one line of a table says that a version knows something under this name. */
function says(line, version, name) {
  const called = line.alternative_name ?? null;
  const since = typeof line.version_added === "string" && line.version_added !== "preview" && isOlder(numbers(line.version_added), version);
  const until = typeof line.version_removed === "string" && isOlder(numbers(line.version_removed), version);
  const whole = !line.partial_implementation || SEEN_IN_PART.has(name);
  return since && !until && !line.prefix && !line.flags && whole && (called === null || called === name);
}

/** Whether both browsers know an entry of the tables. */
function known(entry, name) {
  const support = entry?.__compat?.support;
  return Boolean(support) && Object.entries(BROWSERS).every(([browser, version]) => [support[browser] ?? []].flat().some((line) => says(line, version, name)));
}

/** The entry of a property: by its name, or by another name that some browser had for it. */
function property(name) {
  const hasAlso = ({ __compat }) => Object.values(__compat?.support ?? {}).flat().some((line) => line.alternative_name === name);
  return css.properties[name] ?? Object.values(css.properties).find(hasAlso);
}

export const knowsProperty = (name) => known(property(name), name);

/** Whether a word may stand in a property, or in one that this is short for. */
export function knowsWord(name, word) {
  if (NAMES_OF_FONTS.has(name)) {
    return true;
  }
  if (css.types.global_keywords[word]) {
    return known(css.types.global_keywords[word]);
  }
  const own = property(name)?.[word];
  const longer = Object.keys(css.properties).filter((other) => other.startsWith(`${name}-`)).map((other) => css.properties[other][word]);
  const listed = own ? [own] : longer.filter(Boolean);
  return listed.length === 0 || listed.some((entry) => known(entry));
}

export const knowsSeveral = (name) => !SEVERAL[name] || known(css.properties[name][SEVERAL[name]]);

/** Whether a function may stand in a property. Its name is given in small letters, and the tables write `scaleX`. */
export function knowsFunction(name, called) {
  const groups = [property(name), css.types, ...Object.values(css.types)].filter(Boolean);
  const named = (group) => Object.entries(group).filter(([key]) => key.toLowerCase() === called).map(([, entry]) => entry);
  return WITH_PROPERTY.has(`${name} ${called}`) || groups.flatMap(named).some((entry) => known(entry));
}

export const knowsUnit = (unit) => FIRST_UNITS.has(unit) || known(css.types.length[unit]);
export const knowsPseudo = (name) => known(css.selectors[name]);
/** Whether `:not()` may hold more than one simple selector. */
export const knowsNotWith = (what) => known(css.selectors.not[what]);
export const knowsAtRule = (name) => known(css["at-rules"][name]);
export const knowsFeature = (name) => known(css["at-rules"].media[name]);
export const knowsSupportsOf = (what) => known(css["at-rules"].supports[what]);
