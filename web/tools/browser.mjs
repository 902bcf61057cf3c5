// Debian's Chromium, driven by playwright-core. HOPTRACE_CHROMIUM names another.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

export function chromiumPath() {
  const known = [
    process.env.HOPTRACE_CHROMIUM,
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
  ];
  const found = known.find((path) => path && existsSync(path));
  if (!found) throw new Error("no Chromium: apt-get install chromium, or name one in HOPTRACE_CHROMIUM");
  return found;
}

/** No sandbox: containers and root have none, and nothing but our own page is opened. */
export function openBrowser() {
  return chromium.launch({ executablePath: chromiumPath(), args: ["--no-sandbox"] });
}
