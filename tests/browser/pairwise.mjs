// Chooses few settings out of all, so that every two values that can come together do come together in one of them.
//
// Input: all settings, each an object with the same keys. Output: some of them. The same input always gives the same output.

/** The combinations of `size` values that a setting holds, each as a text. */
function parts(setting, size) {
  const values = Object.entries(setting).map(([key, value]) => `${key}: ${value}`);
  return values.flatMap((value, at) => (size === 1 ? [value] : values.slice(at + 1).map((other) => `${value}, ${other}`)));
}

/** Settings that together hold each combination of `size` values, one or two, that any setting holds. */
export function cover(settings, size) {
  const left = new Map();
  const held = settings.map((setting) => parts(setting, size));
  for (const part of held.flat()) {
    left.set(part, true);
  }
  const chosen = [];
  while (left.size > 0) {
    // The first of those that hold most of what is left.
    const worth = held.map((list) => list.filter((part) => left.has(part)).length);
    const best = worth.indexOf(Math.max(...worth));
    held[best].forEach((part) => left.delete(part));
    chosen.push(settings[best]);
  }
  return chosen;
}

/** What `cover` promises, looked at in another way: the values of `settings` that never come together in `chosen`. */
export function missing(settings, chosen, size) {
  const found = new Set(chosen.flatMap((setting) => parts(setting, size)));
  return [...new Set(settings.flatMap((setting) => parts(setting, size)))].filter((part) => !found.has(part));
}
