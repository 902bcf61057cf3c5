// Path: three clicks from anywhere to the record behind a hop, the same by keys alone; picture, list and clock show one thing.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { settled, VIEWS } from "./browser.mjs";
import { serveCase } from "./served.mjs";

describe("path", () => {
  let served;
  before(async () => {
    served = await serveCase();
  });
  after(() => served?.stop());

  const strong = () => served.made.path.hops.id.filter((_, hop) => served.made.path.hops.intrusion[hop] === 1);

  test("three clicks lead from any view to a record of any hop of the intrusion", async () => {
    const { page, said, context } = await served.open("#/summary");
    const steps = strong();
    for (const [at, id] of steps.entries()) {
      const view = VIEWS[at % VIEWS.length];
      await page.goto(`${page.url().split("#")[0]}#/${view}`);
      await settled(page);
      let clicks = 0;
      const click = async (what) => {
        await what.click();
        ++clicks;
        await settled(page);
      };
      await click(page.getByRole("navigation").getByRole("link", { name: /^Path/ }));
      await click(page.locator(`#hop-${id} .hop-head`));
      await click(page.locator(`#hop-${id} .sides a`).first());
      assert.equal(clicks, 3);
      const { evidence, to } = served.made.hop_details[id];
      assert.ok((await page.locator(".event-heading").textContent()).includes(to.host), `${view} → ${id}`);
      const offset = await page.locator(".place-of-record code").last().textContent();
      assert.equal(offset, String(evidence[0].offset));
    }
    assert.deepEqual(said, []);
    await context.close();
  });

  test("keys alone lead from the summary to the record behind a hop into the client's file server", async () => {
    const { page, context } = await served.open("#/summary");
    const { path } = served.made;
    const wanted = strong().find((id) => {
      const hop = path.hops.id.indexOf(id);
      return path.hops.border[hop] === 1;
    });
    await page.keyboard.press("2");
    await settled(page);
    const focused = (selector) => page.evaluate((to) => document.activeElement?.matches(to) ?? false, selector);
    const tabTo = async (selector) => {
      for (let press = 0; press < 120; ++press) {
        if (await focused(selector)) return;
        await page.keyboard.press("Tab");
      }
      assert.fail(`Tab never came to ${selector}`);
    };
    await tabTo(`#hop-${wanted} .hop-head`);
    await page.keyboard.press("Enter");
    await page.waitForSelector(`#hop-${wanted} .sides a`);
    await tabTo(`#hop-${wanted} .sides a`);
    await page.keyboard.press("Enter");
    await settled(page);
    assert.ok((await page.locator("main h1").textContent()).includes("Event"));
    assert.ok(await page.locator(".fields").isVisible());
    await context.close();
  });

  test("n and p walk the hops; the picture's choice is the list's and the address's", async () => {
    const { page, said, context } = await served.open("#/path");
    const steps = strong();
    await page.locator(".graph canvas").focus();
    for (const [key, at] of [
      ["n", 0],
      ["n", 1],
      ["n", 2],
      ["p", 1],
    ]) {
      await page.keyboard.press(key);
      await page.waitForSelector(`#hop-${steps[at]} .hop-head[aria-expanded=true]`);
      assert.equal(await page.locator(".hop-head[aria-expanded=true]").count(), 1);
      assert.ok(page.url().includes(steps[at]));
    }
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => document.querySelectorAll(".hop-head[aria-expanded=true]").length === 0);
    assert.deepEqual(said, []);
    await context.close();
  });

  test("playing reveals the hops in their order and stops at the last", async () => {
    const { page, context } = await served.open("#/path");
    await page.clock.install();
    await page.clock.pauseAt(Date.now() + 60_000);
    const slider = page.locator(".player input[type=range]");
    await page.getByRole("button", { name: "Play" }).click();
    let last = -1;
    for (let turn = 0; turn < 60 && (await page.getByRole("button", { name: "Pause" }).count()) > 0; ++turn) {
      const now = Number(await slider.inputValue());
      assert.ok(now === last || now === last + 1 || last < 0, `${last} then ${now}`);
      last = now;
      await page.clock.runFor(1150);
    }
    assert.equal(await slider.inputValue(), String(strong().length));
    assert.equal(await page.locator(".not-yet").count(), 0);
    await slider.fill("3");
    assert.equal(await page.locator(".hop-list .not-yet").count(), strong().length - 3);
    await context.close();
  });

  test("a click on a line in the picture opens its hop", async () => {
    const { page, context } = await served.open("#/path");
    const box = await page.locator(".graph canvas").boundingBox();
    // Somewhere on the picture there are lines: a sweep finds one.
    let found = 0;
    for (let at = 0.2; at < 0.8 && found === 0; at += 0.02) {
      await page.mouse.click(box.x + box.width * at, box.y + box.height * 0.5);
      await settled(page);
      found = await page.locator(".hop-head[aria-expanded=true]").count();
    }
    assert.equal(found, 1);
    await context.close();
  });
});

test("ten thousand hops: at most 1,500 lines, what is drawn together is said, and can be unfolded", async () => {
  const served = await serveCase({ findings: 100 });
  try {
    const { page, said, context } = await served.open("#/path");
    await page.locator(".graph-switches input[type=checkbox]").check();
    await settled(page);
    const says = await page.locator(".graph-says").textContent();
    const [, drawn, all, lines] = /([\d,]+) of ([\d,]+) hops in ([\d,]+) lines/.exec(says);
    assert.deepEqual([drawn, all], ["10,000", "10,000"]);
    assert.ok(Number(lines.replace(",", "")) <= 1500, says);
    assert.match(says, /by organisation/);
    await page
      .getByRole("button", { name: /^Unfold/ })
      .first()
      .click();
    await page.waitForFunction((was) => document.querySelector(".graph-says").textContent !== was, says);
    const bundle = page.locator(".bundles details").first();
    await bundle.locator("summary").click();
    // What opens is told of it a task later ("toggle"), and makes its lines then.
    await bundle.locator(".hop-head").first().waitFor();
    assert.deepEqual(said, []);
    await context.close();
  } finally {
    await served.stop();
  }
});
