// Findings: filtering, searching, grouping, marking and taking away, by mouse and by keys.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { settled } from "./browser.mjs";
import { serveCase } from "./served.mjs";

describe("findings", () => {
  let served;
  before(async () => {
    served = await serveCase();
  });
  after(() => served?.stop());

  const count = async (page) =>
    Number(
      /^([\d,]+) of/
        .exec(await page.locator(".findings-line [role=status]").first().textContent())[1]
        .replaceAll(",", ""),
    );
  const becomes = (page, wanted) =>
    page.waitForFunction(
      (to) =>
        document.querySelector(".findings-line [role=status]")?.textContent.startsWith(`${to.toLocaleString("en")} of`),
      wanted,
    );

  test("levels, search and chips filter, and what is asked stands in the address", async () => {
    const { page, said, context } = await served.open("#/findings");
    assert.equal(await count(page), 3000);
    const critical = page.getByRole("button", { name: /critical/ });
    const expected = Number(/([\d,]+)$/.exec((await critical.textContent()).trim())[1].replaceAll(",", ""));
    await critical.click();
    await becomes(page, expected);
    assert.equal(await critical.getAttribute("aria-pressed"), "true");
    assert.ok(page.url().includes("level=critical"));
    await critical.click();
    await becomes(page, 3000);
    await page.waitForFunction(
      () => !document.querySelector(".filter-search").textContent.includes("still being read"),
    );
    await page.keyboard.press("/");
    await page.keyboard.type("--task 77");
    await page.waitForFunction(
      () => !document.querySelector(".findings-line [role=status]").textContent.startsWith("3,000"),
    );
    const found = await count(page);
    assert.ok(found > 0 && found < 200, `${found}`);
    const there = page.url();
    await page.goto("about:blank");
    await page.goto(there);
    await settled(page);
    await becomes(page, found);
    assert.deepEqual(said, []);
    await context.close();
  });

  test("keys: the cursor moves, marks are made, Enter opens the event", async () => {
    const { page, said, context } = await served.open("#/findings");
    const grid = page.getByRole("grid");
    await grid.focus();
    for (let press = 0; press < 3; ++press) await page.keyboard.press("ArrowDown");
    await settled(page);
    assert.equal(await grid.getAttribute("aria-activedescendant"), "cell-3-0");
    assert.ok(await page.locator("#cell-3-0").isVisible());
    await page.keyboard.press("ArrowRight");
    await settled(page);
    assert.equal(await grid.getAttribute("aria-activedescendant"), "cell-3-1");
    await page.keyboard.press("s");
    await page.waitForFunction(() =>
      document.querySelector("[aria-rowindex='5'] .cell-marks").textContent.includes("seen"),
    );
    await page.keyboard.press("f");
    await page.waitForFunction(() =>
      document.querySelector("[aria-rowindex='5'] .cell-marks").textContent.includes("false positive"),
    );
    await page.keyboard.press("s");
    await page.waitForFunction(
      () => !document.querySelector("[aria-rowindex='5'] .cell-marks").textContent.includes("seen"),
    );
    await page.keyboard.press("n");
    await page.waitForFunction(() => document.activeElement?.matches(".note-form input"));
    await page.keyboard.type("asked the owner");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".notes li");
    await grid.focus();
    await page.keyboard.press("Enter");
    await settled(page);
    assert.equal(await page.locator("main h1").textContent(), "Event");
    // The record itself is not in this case: the server says so with a 404, which is all that the console may tell.
    assert.deepEqual(
      said.filter((line) => !line.includes("404")),
      [],
    );
    await context.close();
  });

  test("a rule is hidden with a line of who did it, and taken back", async () => {
    const { page, context } = await served.open("#/findings?group=rule");
    const grid = page.getByRole("grid");
    await grid.focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("h");
    await page.waitForSelector(".hidden-rules");
    const left = await count(page);
    assert.ok(left < 3000);
    await page.locator(".hidden-rules summary").click();
    assert.match(await page.locator(".hidden-rules li").textContent(), /hidden by\s+analyst/);
    await page.getByLabel(/Show their findings/).check();
    await becomes(page, 3000);
    await page.getByLabel(/Show their findings/).uncheck();
    await becomes(page, left);
    await page.getByRole("button", { name: "Show again" }).click();
    await becomes(page, 3000);
    await context.close();
  });

  test("the CSV holds what is filtered", async () => {
    const { page, context } = await served.open("#/findings?level=high&tenant=client-1");
    const wanted = await count(page);
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: /^CSV/ }).click(),
    ]);
    const text = await readFile(await file.path(), "utf8");
    const lines = text.trimEnd().split("\r\n");
    assert.equal(lines.length, wanted + 1);
    assert.ok(lines.slice(1).every((line) => line.includes(",high,") && line.includes(",client-1,")));
    await context.close();
  });

  test("columns sort, and say so", async () => {
    const { page, context } = await served.open("#/findings");
    const head = page.getByRole("columnheader", { name: "Level" });
    await head.getByRole("button").click();
    await page.waitForFunction(
      () => document.querySelector(".grid-head .cell-level").getAttribute("aria-sort") === "ascending",
    );
    await head.getByRole("button").click();
    await page.waitForFunction(
      () => document.querySelector(".grid-head .cell-level").getAttribute("aria-sort") === "descending",
    );
    assert.match(await page.locator("#cell-0-0").textContent(), /critical/);
    await context.close();
  });
});

test("half a million lines: the last can be reached, and the table holds only what is in sight", async () => {
  const served = await serveCase({ findings: 500_000, hops: 10, tenants: 2, hosts: 10, steps: 2 });
  try {
    const { page, context } = await served.open("#/findings");
    await page.getByRole("grid").focus();
    await page.keyboard.press("End");
    await page.waitForSelector("[aria-rowindex='500001']");
    await page.locator("#cell-499999-0").waitFor();
    await page.keyboard.press("ArrowUp");
    await page.waitForSelector("#cell-499998-0.here");
    assert.ok((await page.locator(".grid-line").count()) < 80);
    const box = await page.locator("#cell-499998-0").boundingBox();
    const grid = await page.getByRole("grid").boundingBox();
    assert.ok(box.y >= grid.y && box.y + box.height <= grid.y + grid.height + 1, "the cursor's line is in sight");
    await page.keyboard.press("Home");
    await page.waitForSelector("#cell-0-0.here");
    await context.close();
  } finally {
    await served.stop();
  }
});
