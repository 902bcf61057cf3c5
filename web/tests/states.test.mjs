// axe-core on what the views of path, findings, timeline and event look like once something is chosen, in both themes and both widths.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { settled } from "./browser.mjs";
import { serveCase } from "./served.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] };

const STATES = {
  "a hop chosen": ["#/path", (page) => page.locator(".hop-head").nth(2).click()],
  "ordinary work beside the intrusion, a bundle open": [
    "#/path",
    async (page) => {
      await page.locator(".graph-switches input[type=checkbox]").check();
      await page.locator(".bundles summary").first().click();
    },
  ],
  "filters open, a finding chosen, a note being written": [
    "#/findings?level=high&tenant=client-1",
    async (page) => {
      await page.locator(".filters summary").click();
      await page.locator(".grid-line .cell-level").first().click();
      await page.locator(".chosen-finding .marks button", { hasText: "Note" }).click();
    },
  ],
  "groups, one open, a rule hidden": [
    "#/findings?group=rule",
    async (page) => {
      await page.getByRole("grid").focus();
      await page.keyboard.press("Enter");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("h");
      await page.locator(".hidden-rules summary").click();
    },
  ],
  "a place clicked": ["#/timeline", (page) => page.locator(".lane-canvas").click({ position: { x: 120, y: 50 } })],
  "a record": [
    "#/event/3/1088",
    (page) =>
      page.evaluate(() => {
        for (const one of document.querySelectorAll("main details")) one.open = true;
      }),
  ],
};

describe("states", () => {
  let served;
  before(async () => {
    served = await serveCase();
  });
  after(() => served?.stop());

  for (const [name, [hash, act]] of Object.entries(STATES))
    test(name, async () => {
      const told = [];
      for (const theme of ["light", "dark"])
        for (const size of ["wide", "narrow"]) {
          const { page, context } = await served.open(hash, size);
          await page.emulateMedia({ colorScheme: theme });
          await act(page);
          await settled(page);
          const over = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          if (over > 0) told.push(`${theme}, ${size}: ${over} px wider than the window`);
          // The page's own policy lets no script in: axe is evaluated from outside, as a developer's console would.
          await page.evaluate(AXE);
          const { violations } = await page.evaluate((rules) => window.axe.run(document, rules), RULES);
          for (const { id, nodes } of violations)
            for (const { html, any, all } of nodes.slice(0, 3))
              told.push(`${theme}, ${size}: ${id}: ${html.slice(0, 200)} ${(any[0] ?? all[0])?.message ?? ""}`);
          await context.close();
        }
      assert.deepEqual(told, []);
    });
});
