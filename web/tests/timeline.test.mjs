// Timeline and event: from all time to milliseconds, the table says what the picture shows; a record with what was matched.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { settled } from "./browser.mjs";
import { serveCase } from "./served.mjs";

describe("timeline and event", () => {
  let served;
  before(async () => {
    served = await serveCase();
  });
  after(() => served?.stop());

  const inView = (page) => page.locator(".timeline section:last-of-type [role=status]").textContent();

  test("keys zoom to milliseconds and back to all", async () => {
    const { page, said, context } = await served.open("#/timeline");
    const all = await inView(page);
    assert.match(all, /findings, \d+ hops/);
    await page.locator(".lane-canvas").focus();
    for (let press = 0; press < 60; ++press) await page.keyboard.press("+");
    await page.waitForFunction(() => /^0 s in view/.test(document.querySelector(".timeline-span").textContent));
    await page.waitForFunction(
      (before) => document.querySelector(".timeline section:last-of-type [role=status]").textContent !== before,
      all,
    );
    await page.keyboard.press("f");
    await page.waitForFunction(
      (before) => document.querySelector(".timeline section:last-of-type [role=status]").textContent === before,
      all,
    );
    assert.deepEqual(said, []);
    await context.close();
  });

  test("a hop leads to its half hour, where the table names it; its link leads back", async () => {
    const { page, context } = await served.open("#/path");
    await page.locator(".hop-head").first().click();
    await page.getByRole("link", { name: "Show it in the timeline" }).click();
    await settled(page);
    await page.waitForFunction(() => /1 h|59 min|60 min/.test(document.querySelector(".timeline-span").textContent));
    await page.waitForFunction(() => document.querySelector(".happenings")?.textContent.includes("The intruder's hop"));
    await page.locator(".happenings a", { hasText: "JUMP01" }).first().click();
    await settled(page);
    assert.equal(await page.locator(".hop-head[aria-expanded=true]").count(), 1);
    await context.close();
  });

  test("the brush narrows the span, and its findings open in the table", async () => {
    const { page, context } = await served.open("#/timeline");
    const box = await page.locator(".overview").boundingBox();
    await page.locator(".overview").scrollIntoViewIfNeeded();
    // The brush covers all at first: its right edge is drawn to the left.
    await page.mouse.move(box.x + box.width - 3, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, box.y + 20, { steps: 6 });
    await page.mouse.up();
    await page.waitForFunction(
      () => Number(/^(\d+) days/.exec(document.querySelector(".timeline-span").textContent)?.[1]) < 80,
    );
    await page.getByRole("link", { name: "The findings of this span in the table" }).click();
    await settled(page);
    const status = await page.locator(".findings-line [role=status]").first().textContent();
    assert.doesNotMatch(status, /^3,000 of/);
    assert.ok((await page.locator(".chip").count()) >= 2);
    await context.close();
  });

  test("hosts without anything on them are left out until they are asked for", async () => {
    const { page, context } = await served.open("#/timeline");
    const names = await page.locator(".lane-name").count();
    await page.getByRole("button", { name: /^Show \d+ more hosts of northwind-msp/ }).click();
    await page.waitForFunction((before) => document.querySelectorAll(".lane-name").length > before, names);
    await context.close();
  });

  test("a record is whole, with what was matched, why, the hop, its neighbours and where it lies", async () => {
    const [record] = served.made.records;
    const { page, context } = await served.open(`#/event/${record.artifact}/${record.offset}`);
    for (const [name, value] of record.fields) {
      const row = page.locator(".fields tr", { has: page.locator("th", { hasText: name }) });
      assert.ok((await row.last().textContent()).includes(value));
    }
    assert.match(await page.locator("section", { hasText: "hop" }).first().textContent(), /rests? on it/);
    assert.ok((await page.locator(".neighbours tr").count()) > 1);
    assert.ok((await page.locator(".neighbours tr.here").count()) === 1);
    assert.ok((await page.locator(".place-of-record").textContent()).includes(String(record.offset)));
    await context.close();
  });
});
