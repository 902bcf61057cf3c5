// A served page: what changes while it is open is shown, a lost server is told, and who is not known is led to sign in.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { standIn } from "../tools/stand_in_server.mjs";
import { launch, settled } from "./browser.mjs";
import { documentsOf, report } from "./report.mjs";

const BUNDLE = fileURLToPath(new URL("../../build/web", import.meta.url));

describe("a served page", () => {
  let browser;
  let server;
  let made;
  before(async () => {
    made = Object.fromEntries(
      [...documentsOf(report())].map(([name, bytes]) => [
        name,
        name === "findings" ? bytes : JSON.parse(bytes.toString()),
      ]),
    );
    made.marks ??= [];
    server = await standIn(made, BUNDLE);
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  async function open(hash = "") {
    const context = await browser.newContext();
    const page = await context.newPage();
    const go = async () => {
      await page.goto(server.address + hash);
      await settled(page);
    };
    return { page, context, go };
  }

  test("shows what changed, without losing the reader's place", async () => {
    const { page, context, go } = await open();
    let revision = "1";
    let hunting = true;
    await page.route("**/api/v1/state", (route) => route.fulfill({ json: { revision, hunting } }));
    await go();
    await page.getByText("a hunt is running").waitFor();
    await page.getByRole("link", { name: /^Path/ }).focus();
    await page.route("**/api/v1/documents/summary", (route) =>
      route.fulfill({ json: { ...made.summary, headline: "Now it is another answer." } }),
    );
    revision = "2";
    hunting = false;
    await page.getByText("Now it is another answer.").waitFor();
    await page.getByText("a hunt is running").waitFor({ state: "detached" });
    assert.match(await page.evaluate(() => document.activeElement.textContent), /^Path/);
    await context.close();
  });

  test("says when the server is gone, and goes on when it is back", async () => {
    const { page, context, go } = await open();
    await go();
    await page.route("**/api/v1/**", (route) => route.abort());
    await page.getByText("no connection").waitFor();
    assert.ok(await page.locator(".answer").isVisible(), "what was there stays");
    await page.unroute("**/api/v1/**");
    await page.getByText("no connection").waitFor({ state: "detached", timeout: 30_000 });
    await context.close();
  });

  test("leads to the sign-in when the server does not know the reader", async () => {
    const { page, context, go } = await open("#/findings");
    await page.route("**/api/v1/**", (route) =>
      route.fulfill({ status: 401, json: { title: "Unauthorized", status: 401, detail: "who are you?" } }),
    );
    await go();
    const link = page.getByRole("link", { name: /Sign in/ });
    await link.waitFor();
    assert.equal(await link.getAttribute("href"), "sign-in");
    await context.close();
  });

  test("says what the server said when a document cannot be had", async () => {
    const { page, context, go } = await open("#/who");
    await page.route("**/api/v1/documents/who", (route) =>
      route.fulfill({
        status: 500,
        json: { title: "Internal Server Error", status: 500, detail: "<b>the disk</b> is gone" },
      }),
    );
    await go();
    await page.getByRole("alert").getByText("<b>the disk</b> is gone").waitFor();
    await context.close();
  });
});
