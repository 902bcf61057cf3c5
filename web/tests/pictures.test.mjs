// Each view as it is seen first, wide and light, narrow and dark, beside the picture kept of it (`npm run pictures` keeps
// them anew). What differs in more than a few small places was changed: look at it.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { launch, open, show, VIEWS } from "./browser.mjs";
import { difference } from "./pictures.mjs";
import { report } from "./report.mjs";

const RENEW = process.env.RENEW_PICTURES === "1";
// Fonts of another machine move letters by a pixel; a block that is gone or elsewhere is far more.
const TOLERANCE = 0.04;

describe("pictures", () => {
  let browser;
  let file;
  before(async () => {
    file = report();
    browser = await launch();
  });
  after(() => browser?.close());

  for (const [size, theme] of [
    ["wide", "light"],
    ["narrow", "dark"],
  ])
    test(`each view, ${size} and ${theme}`, async () => {
      const { page, context } = await open(browser, file, { size, theme });
      const told = [];
      for (const view of VIEWS) {
        await show(page, `#/${view}`);
        const share = difference(`${view}-${size}`, await page.screenshot(), RENEW);
        if (share > TOLERANCE) told.push(`${view}: ${(100 * share).toFixed(1)}% differs`);
      }
      assert.deepEqual(told, []);
      await context.close();
    });

  test("a view that lost its content would be told", { skip: RENEW }, async () => {
    const { page, context } = await open(browser, file);
    await page.evaluate(() => document.querySelector("main").replaceChildren());
    assert.ok(difference("summary-wide", await page.screenshot(), false) > TOLERANCE);
    await context.close();
  });
});
