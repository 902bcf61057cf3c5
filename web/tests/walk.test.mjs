// "How did they get from the MSP to acme's file server?": from the summary to the record, by keyboard alone, and by at most
// three clicks for every hop of the intrusion.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { launch, open, settled, VIEWS } from "./browser.mjs";
import { documentsOf, report } from "./report.mjs";

const MSP = "northwind-msp";
const CLIENT = "acme-foundry";
const FILE_SERVER = "FS01";

/** Presses Tab until what has the focus is what `wanted` (a function in the page) says yes to. */
async function tabTo(page, wanted, given, most = 120) {
  for (let at = 0; at < most; at++) {
    await page.keyboard.press("Tab");
    const found = await page.evaluate(
      ([text, argument]) =>
        new Function("element", "given", `return (${text})(element, given)`)(document.activeElement, argument),
      [wanted.toString(), given],
    );
    if (found) return;
    const visible = await page.evaluate(() => {
      const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
      return outlineStyle !== "none" && outlineWidth !== "0px";
    });
    assert.ok(visible, "the focus can be seen wherever it goes");
  }
  assert.fail(`Tab did not get there: ${wanted}`);
}

describe("the way to the evidence", () => {
  let browser;
  let file;
  let hops;
  before(async () => {
    file = report();
    browser = await launch();
    const documents = documentsOf(file);
    const details = JSON.parse(documents.get("hop_details").toString());
    const { intrusions } = JSON.parse(documents.get("path").toString());
    hops = intrusions.flatMap((one) => one.hops).map((id) => details[id]);
  });
  after(() => browser?.close());

  test("by keyboard alone", async () => {
    const hop = hops.find(({ from, to }) => from?.tenant === MSP && to.tenant === CLIENT && to.host === FILE_SERVER);
    assert.ok(hop, "the demonstration has such a hop");
    const { page, said, context } = await open(browser, file);
    await page.keyboard.press("2");
    await settled(page);
    assert.equal(await page.evaluate(() => document.activeElement.localName), "h1");
    await tabTo(
      page,
      (element, [from, to, client]) =>
        element.localName === "button" && [from, to, client].every((name) => element.textContent.includes(name)),
      [hop.from.host, FILE_SERVER, CLIENT],
    );
    await page.keyboard.press("Enter");
    await settled(page);
    await tabTo(page, (element) => element.localName === "a" && element.getAttribute("href").startsWith("#/event/"));
    await page.keyboard.press("Enter");
    await settled(page);
    assert.match(await page.evaluate(() => window.location.hash), /^#\/event\/\d+\/\d+/);
    const offset = Number(/^#\/event\/\d+\/(\d+)/.exec(await page.evaluate(() => window.location.hash))[1]);
    assert.ok(hop.evidence.some((one) => one.offset === offset));
    assert.ok((await page.locator("main").textContent()).includes(FILE_SERVER));
    await page.keyboard.press("Escape");
    await settled(page);
    assert.match(await page.evaluate(() => window.location.hash), /^#\/path/);
    assert.deepEqual(said, []);
    await context.close();
  });

  test("each key leads to its view, and the help says so", async () => {
    const { page, context } = await open(browser, file);
    await page.keyboard.press("?");
    const help = page.getByRole("dialog");
    await help.waitFor();
    const keys = await help
      .locator("dl > div")
      .evaluateAll((rows) =>
        rows.map((row) => [row.querySelector("kbd").textContent, row.querySelector("strong")?.textContent]),
      );
    await page.keyboard.press("Escape");
    await help.waitFor({ state: "hidden" });
    const views = keys.filter(([key, title]) => title && key.length === 1);
    assert.equal(views.length, VIEWS.length);
    for (const [key, title] of views) {
      await page.keyboard.press(key);
      await settled(page);
      assert.equal(await page.locator("main h1").first().textContent(), title);
    }
    await page.keyboard.press("/");
    await settled(page);
    await page.waitForFunction(() => document.activeElement?.matches("input[type=search]"));
    await context.close();
  });

  test("at most three clicks to the evidence of every hop", async () => {
    const { page, said, context } = await open(browser, file);
    for (const hop of hops) {
      await page.keyboard.press("1");
      await settled(page);
      let clicks = 0;
      const click = async (locator) => {
        clicks++;
        await locator.click();
        await settled(page);
      };
      await click(page.getByRole("navigation").getByRole("link", { name: /^Path/ }));
      await click(page.locator(`[id="hop-${hop.id}"] button`).first());
      await click(page.locator(`[id="hop-${hop.id}"] a[href^='#/event/']`).first());
      assert.ok(clicks <= 3);
      const [, offset] = /^#\/event\/\d+\/(\d+)/.exec(await page.evaluate(() => window.location.hash));
      assert.ok(
        hop.evidence.some((one) => one.offset === Number(offset)),
        `hop ${hop.id} rests on no record at ${offset}`,
      );
      assert.equal(await page.locator(".failed").count(), 0);
    }
    assert.deepEqual(said, []);
    await context.close();
  });
});
