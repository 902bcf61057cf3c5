// Each view with the demonstration's evidence: axe-core finds nothing in either theme, the console stays empty, nothing is
// asked for, and the page itself never scrolls sideways.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { launch, open, settled, show, VIEWS } from "./browser.mjs";
import { report } from "./report.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] };

/** Addresses of all views, with something chosen where a view shows more then. */
async function addresses(page) {
  const chosen = await page.evaluate(() => {
    const link = (selector) => document.querySelector(selector)?.getAttribute("href");
    return { hop: link("a[href*='hop=']") };
  });
  const records = chosen.hop ? [chosen.hop] : [];
  return [...VIEWS.map((view) => `#/${view}`), ...records, "#/print", "#/posture?check=3&tenant=acme-foundry"];
}

describe("views", () => {
  let browser;
  let file;
  before(async () => {
    file = report();
    browser = await launch();
  });
  after(() => browser?.close());

  for (const theme of ["light", "dark"])
    test(`axe-core finds nothing, ${theme}`, async () => {
      const { page, said, context } = await open(browser, file, { theme });
      const told = [];
      for (const hash of await addresses(page)) {
        // Paper has one theme.
        if (theme === "dark" && hash === "#/print") continue;
        await show(page, hash);
        // The page's own policy lets no script in: axe is evaluated from outside, as a developer's console would.
        await page.evaluate(AXE);
        const { violations } = await page.evaluate((rules) => window.axe.run(document, rules), RULES);
        for (const { id, nodes } of violations)
          for (const { html, any } of nodes.slice(0, 3))
            told.push(`${hash} in ${theme}: ${id}: ${html.slice(0, 160)} ${any[0]?.message ?? ""}`);
      }
      assert.deepEqual(told, []);
      assert.deepEqual(said, []);
      await context.close();
    });

  for (const size of ["wide", "narrow"])
    test(`no view scrolls the page sideways, ${size}`, async () => {
      const { page, said, context } = await open(browser, file, { size });
      for (const hash of await addresses(page)) {
        await show(page, hash);
        const over = await page.evaluate(() => {
          const root = document.documentElement;
          return root.scrollWidth - root.clientWidth;
        });
        assert.ok(over <= 0, `${hash} is ${over} px wider than ${size}`);
      }
      assert.deepEqual(said, []);
      await context.close();
    });

  test("times stand in the reader's zone with UTC beside, and in UTC when asked", async () => {
    const { page, context } = await open(browser, file);
    const read = () => page.locator(".answer time").first().textContent();
    const at = await page.locator(".answer time").first().getAttribute("datetime");
    const utc = at.slice(11, 19);
    const shown = await read();
    assert.ok(shown.includes(`${utc} UTC)`), shown);
    assert.ok(!shown.startsWith(`${at.slice(0, 10)} ${utc}`), shown);
    await page.getByRole("button", { name: /^Times/ }).click();
    await settled(page);
    assert.equal((await read()).trim(), `${at.slice(0, 10)} ${utc} UTC`);
    await context.close();
  });

  test("the theme follows the system until it is switched", async () => {
    const { page, context } = await open(browser, file, { theme: "dark" });
    const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
    assert.equal(await theme(), "dark");
    await page.emulateMedia({ colorScheme: "light" });
    await page.waitForFunction(() => document.documentElement.dataset.theme === "light");
    const button = page.getByRole("button", { name: /^Colours/ });
    await button.click();
    await button.click();
    await settled(page);
    assert.equal(await theme(), "dark");
    await context.close();
  });
});
