// The page of a big case, measured in the page: first view, filters, panning beside an empty page in the same browser. A program, not a test:
// it prints what it measured beside what is wanted. `./dev bench page` builds and runs it.
//
//   node tools/benchmark.mjs [--findings N] [--hops N] [--runs N] [--address URL]
//
// --address: a running `hoptrace serve` in place of documents made here.
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { launch } from "../tests/browser.mjs";
import { bigCase } from "./big_case.mjs";
import { standIn } from "./stand_in_server.mjs";

const BUNDLE = fileURLToPath(new URL("../../build/web", import.meta.url));
const { values } = parseArgs({
  options: {
    findings: { type: "string", default: "1000000" },
    hops: { type: "string", default: "10000" },
    runs: { type: "string", default: "5" },
    address: { type: "string" },
    help: { type: "boolean", short: "h", default: false },
  },
});
if (values.help) {
  console.log(
    "usage: ./dev bench page [--findings N] [--hops N] [--runs N] [--address URL of a running `hoptrace serve`]",
  );
  process.exit(0);
}
const runs = Number(values.runs);

const middle = (numbers) => numbers.slice().sort((one, other) => one - other)[Math.floor(numbers.length / 2)];
const ms = (number) => `${number.toFixed(0)} ms`;
const rows = [];
const row = (what, measured, wanted) => rows.push([what, measured, wanted]);

function printTable() {
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((line) => line[column].length)));
  for (const line of rows) console.log(`| ${line.map((cell, column) => cell.padEnd(widths[column])).join(" | ")} |`);
}

/** From the start of the navigation until what `seen` selects stands in the page and was painted. */
async function firstView(browser, address, view, seen) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${address}#/${view}`);
  const took = await page.evaluate(
    (selector) =>
      new Promise((resolve) => {
        const look = () => {
          if (document.querySelector(selector))
            requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
          else setTimeout(look, 5);
        };
        look();
      }),
    seen,
  );
  await page.close();
  return took;
}

const VIEWS = [
  ["summary", "main h1 ~ *:not(.loading)"],
  ["path", ".graph canvas"],
  ["findings", ".grid-line"],
  ["timeline", ".lane-canvas"],
];

async function measureFirstViews(browser, address) {
  for (const [view, seen] of VIEWS) {
    const took = [];
    for (let run = 0; run < runs; ++run) took.push(await firstView(browser, address, view, seen));
    row(
      `first view: ${view}`,
      `${ms(middle(took))} (worst of ${runs}: ${ms(Math.max(...took))})`,
      view === "summary" ? "2,000 ms" : "",
    );
  }
}

const FILTERS = [
  ["one level", "level=critical"],
  ["two levels and an organisation", "level=critical&level=high&tenant=client-1"],
  ["a host", "host=client-2%2FFS01"],
  ["a technique", "technique=attack.t1005"],
  ["half of the time", "from=2025-02-01T00:00:00Z&until=2025-04-01T00:00:00Z"],
  ["uncertain only", "certainty=uncertain"],
  ["a word in rules", "q=encoded"],
  ["a word in matched texts", "q=tool0f"],
  ["a word that all texts have", "q=cmd.exe"],
  ["two words and a level", "q=task+99&level=high"],
  ["nothing", ""],
];

/** Sets the address and waits until the count is another and painted: what a reader waits for. */
function applyFilter(page, query) {
  return page.evaluate(async (wanted) => {
    performance.clearMeasures("findings-filter");
    const status = () => document.querySelector(".findings-line [role=status]")?.textContent;
    const before = status();
    const began = performance.now();
    location.hash = `#/findings${wanted === "" ? "" : `?${wanted}`}`;
    const wait = () =>
      performance.getEntriesByName("findings-filter").length === 0 ||
      (status() === before && performance.now() - began < 400);
    while (wait()) {
      if (performance.now() - began > 5000) break;
      await new Promise((resolve) => setTimeout(resolve));
    }
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    const own = performance.getEntriesByName("findings-filter").reduce((sum, { duration }) => sum + duration, 0);
    return { own, whole: performance.now() - began, status: status() };
  }, query);
}

async function measureFilters(browser, address) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${address}#/findings`);
  await page.waitForSelector(".grid-line");
  await page.waitForFunction(
    () => !document.querySelector(".filter-search")?.textContent.includes("still being read"),
    null,
    { timeout: 120_000 },
  );
  // The index of texts is made in slices while the reader looks.
  await page.waitForTimeout(8000);
  let worst = 0;
  for (const [name, query] of FILTERS) {
    const took = [];
    for (let run = 0; run < runs; ++run) {
      took.push(await applyFilter(page, query));
      if (run < runs - 1) await applyFilter(page, query === "" ? "level=low" : "");
    }
    const own = middle(took.map((one) => one.own));
    const best = Math.min(...took.map((one) => one.whole));
    worst = Math.max(worst, own);
    row(
      `filter: ${name}`,
      `${ms(own)}, ${ms(middle(took.map((one) => one.whole)))} until painted (best ${ms(best)}); ${took[0].status}`,
      "150 ms",
    );
  }
  row("filter: the slowest of these", ms(worst), "150 ms");
  await page.close();
}

/** Frames a second while the mouse drags to and fro. */
async function dragged(page, box, milliseconds) {
  await page.evaluate(() => {
    window.framesSeen = 0;
    const count = () => {
      window.framesSeen += 1;
      window.frameAsked = requestAnimationFrame(count);
    };
    count();
  });
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  const began = performance.now();
  const from = await page.evaluate(() => [window.framesSeen, performance.now()]);
  for (let step = 0; performance.now() - began < milliseconds; ++step) {
    await page.mouse.move(x + 150 * Math.sin(step / 9), y + 100 * Math.cos(step / 7));
  }
  const to = await page.evaluate(() => [window.framesSeen, performance.now()]);
  await page.mouse.up();
  return ((to[0] - from[0]) * 1000) / (to[1] - from[1]);
}

async function measurePanning(browser, address, empty) {
  const rates = { empty: [], path: [] };
  const blank = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await blank.goto(empty);
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${address}#/path`);
  await page.waitForSelector(".graph canvas");
  const all = page.locator(".graph-switches input[type=checkbox]");
  if ((await all.count()) > 0) await all.first().check();
  await page.waitForTimeout(1500);
  const says = await page.locator(".graph-says").textContent();
  const box = await page.locator(".graph canvas").boundingBox();
  for (let run = 0; run < runs; ++run) {
    await blank.bringToFront();
    rates.empty.push(await dragged(blank, { x: 0, y: 0, width: 1400, height: 800 }, 2000));
    await page.bringToFront();
    rates.path.push(await dragged(page, box, 2000));
  }
  const [none, drawn] = [middle(rates.empty), middle(rates.path)];
  row("panning: an empty page", `${none.toFixed(1)} frames a second`, "");
  row(
    "panning: the path",
    `${drawn.toFixed(1)} frames a second (${((100 * drawn) / none).toFixed(0)}%); ${says}`,
    "50%",
  );
  await blank.close();
  await page.close();
}

async function main() {
  row("what", "measured", "wanted");
  row("---", "---", "---");
  const made = values.address
    ? null
    : await standIn(bigCase({ findings: Number(values.findings), hops: Number(values.hops) }), BUNDLE);
  const address = values.address ?? made.address;
  const browser = await launch();
  try {
    await measureFirstViews(browser, address);
    await measureFilters(browser, address);
    await measurePanning(browser, address, made ? `${made.address}empty` : "about:blank");
  } finally {
    await browser.close();
    await made?.stop();
  }
  printTable();
}

await main();
