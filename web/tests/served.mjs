// A small invented case over HTTP, for tests that click and type: always the same, without the program.
import { fileURLToPath } from "node:url";
import { bigCase } from "../tools/big_case.mjs";
import { standIn } from "../tools/stand_in_server.mjs";
import { launch, SIZES, settled } from "./browser.mjs";

const BUNDLE = fileURLToPath(new URL("../../build/web", import.meta.url));
export const SMALL = { findings: 3000, hops: 600, tenants: 4, hosts: 30, steps: 18 };

/** A browser, a server and a way to open pages on it; `said` of a page gathers what its console says and what it throws. */
export async function serveCase(wish = SMALL) {
  const made = bigCase(wish);
  const server = await standIn(made, BUNDLE);
  const browser = await launch();
  const open = async (hash, size = "wide") => {
    const context = await browser.newContext({
      viewport: SIZES[size],
      timezoneId: "Europe/Berlin",
      reducedMotion: "reduce",
      acceptDownloads: true,
    });
    const page = await context.newPage();
    const said = [];
    page.on("console", (message) => said.push(`console ${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => said.push(`thrown: ${error.stack}`));
    await page.goto(server.address + hash);
    await settled(page);
    return { page, said, context };
  };
  const stop = async () => {
    await browser.close();
    await server.stop();
  };
  return { made, open, stop };
}
