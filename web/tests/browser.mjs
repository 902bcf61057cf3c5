// Debian's Chromium, and a page that is watched: what it says on its console, what it asks for, what it throws.
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

export const CHROMIUM = [
  process.env.CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((path) => path && existsSync(path));
/** Not UTC, so that the reader's zone and UTC differ. */
export const ZONE = "Europe/Berlin";
export const SIZES = { wide: { width: 1440, height: 900 }, narrow: { width: 360, height: 740 } };
export const VIEWS = [
  "summary",
  "path",
  "timeline",
  "findings",
  "who",
  "loss",
  "posture",
  "remediation",
  "attack",
  "evidence",
];

export async function launch() {
  return chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--font-render-hinting=none"] });
}

/** A page on `file`; `said` gathers every console message, exception, dialog and request to anything but the file itself. */
export async function open(browser, file, { theme = "light", size = "wide", hash = "" } = {}) {
  const context = await browser.newContext({
    viewport: SIZES[size],
    colorScheme: theme,
    timezoneId: ZONE,
    locale: "en-GB",
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  const said = [];
  const own = pathToFileURL(file).href;
  page.on("console", (message) => said.push(`console ${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => said.push(`thrown: ${error.stack}`));
  page.on("dialog", (dialog) => {
    said.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("request", (request) => {
    if (request.url().split("#")[0] !== own) said.push(`request: ${request.url().slice(0, 200)}`);
  });
  await page.goto(own + hash);
  await settled(page);
  return { page, said, context };
}

/** Nothing is being read any more, and two frames were drawn since. */
export async function settled(page) {
  await page.waitForFunction(() => document.querySelector("main") && !document.querySelector(".loading"));
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

export async function show(page, hash) {
  await page.evaluate((to) => {
    window.location.hash = to;
  }, hash);
  await settled(page);
}
