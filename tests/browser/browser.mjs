// Where Chromium is. CHROMIUM names it when it is not found by itself.

import { execFileSync } from "node:child_process";

export function browserPath() {
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  for (const name of process.env.CHROMIUM ? [process.env.CHROMIUM] : names) {
    try {
      return execFileSync("which", [name], { encoding: "utf8" }).trim();
    } catch {
      // The next name may be there.
    }
  }
  throw new Error("no Chromium found; name one with CHROMIUM=/path/to/chromium");
}
