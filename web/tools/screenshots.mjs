// Writes docs/pictures/*.png for README and docs: each view of the demonstration's report as it is seen first.
// Usage: npm run screenshots [-- REPORT.html]
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { launch, open, settled, show } from "../tests/browser.mjs";
import { report } from "../tests/report.mjs";

const OUT = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), "docs/pictures");

// Name of the picture, where it is, in which theme, and what is done first.
const SHOTS = [
  ["summary", "#/summary", "light"],
  ["summary-dark", "#/summary", "dark"],
  ["path", "#/path", "light"],
  [
    "hop",
    "#/path",
    "light",
    async (page) => {
      const hop = page.locator("main [id^='hop-']").nth(5);
      await hop.locator("button").first().click();
      await hop.evaluate((element) => element.scrollIntoView());
    },
  ],
  ["timeline", "#/timeline", "light"],
  ["findings", "#/findings", "dark"],
  ["who", "#/who", "light"],
  ["loss", "#/loss?tenant=cobalt-freight", "light"],
  ["posture", "#/posture", "light"],
  ["remediation", "#/remediation", "light"],
  ["attack", "#/attack", "light"],
  ["evidence", "#/evidence", "light"],
];

const file = process.argv[2] ?? report();
mkdirSync(OUT, { recursive: true });
const browser = await launch();
for (const [name, hash, theme, first] of SHOTS) {
  const { page, context } = await open(browser, file, { theme });
  await show(page, hash);
  if (first) {
    await first(page);
    await settled(page);
  }
  await page.screenshot({ path: join(OUT, `${name}.png`) });
  console.log(join(OUT, `${name}.png`));
  await context.close();
}
await browser.close();
