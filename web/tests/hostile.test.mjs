// Ten thousand hostile strings in every field of every document: none becomes an element, an attribute, a request or code,
// and the views stand as they stand without them.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { launch, open, show, VIEWS } from "./browser.mjs";
import { Poison, poisoned, structural } from "./hostile.mjs";
import { documentsOf, report, reportWith } from "./report.mjs";

const ADDRESSES = VIEWS.map((view) => `#/${view}`);
const ALLOWED_ATTRIBUTES =
  /^(class|id|href|title|type|lang|role|tabindex|for|name|list|value|open|hidden|style|dir|disabled|checked|selected|scope|colspan|rowspan|datetime|placeholder|autocomplete|spellcheck|maxlength|min|max|step|size|multiple|download|xmlns|viewbox|preserveaspectratio|width|height|fill|fill-rule|fill-opacity|d|x|y|x1|x2|y1|y2|cx|cy|r|rx|ry|dx|dy|points|transform|opacity|stroke|stroke-width|stroke-dasharray|stroke-opacity|stroke-linecap|text-anchor|dominant-baseline|font-size|font-weight|marker-end|orient|refx|refy|markerwidth|markerheight|clip-path|focusable|pointer-events|cursor|shape-rendering|aria-[a-z]+|data-[a-z-]+)$/i;

/** What the page is made of now: elements by kind, and whatever should not be there. */
function look({ allowed, ours }) {
  const pattern = new RegExp(allowed, "i");
  const counts = {};
  const odd = [];
  for (const element of document.querySelectorAll("#page *")) {
    const kind = element.localName;
    counts[kind] = (counts[kind] ?? 0) + 1;
    for (const { name, value } of element.attributes) {
      if (!pattern.test(name)) odd.push(`${kind} has ${name}`);
      if (name === "href" && !value.startsWith("#/")) odd.push(`${kind} leads to ${value.slice(0, 80)}`);
      // Ids and words of ours name elements: no evidence can write them.
      if (!ours && (name === "class" || name === "id" || name.startsWith("data-")) && /hx\d/.test(value))
        odd.push(`${kind} has ${name}=${value.slice(0, 80)}`);
    }
  }
  if ("hostile" in window) odd.push(`code ran: ${window.hostile}`);
  const outside = [...document.body.children]
    .map((one) => one.localName)
    .filter((kind) => kind !== "script")
    .join(" ");
  const strings = new Set(document.querySelector("#page").textContent.match(/hx\d+/g)).size;
  return { counts, odd, outside, strings };
}

const MARKUP = [
  "script",
  "img",
  "iframe",
  "object",
  "embed",
  "style",
  "link",
  "meta",
  "base",
  "b",
  "i",
  "hostile",
  "canvas",
];

async function walk(browser, file, ours = false) {
  const { page, said, context } = await open(browser, file);
  const seen = new Map();
  for (const hash of ADDRESSES) {
    await show(page, hash);
    for (let round = 0; round < 2; round++)
      await page.evaluate(() => {
        for (const one of document.querySelectorAll("main details:not([open])")) one.open = true;
      });
    seen.set(hash, await page.evaluate(look, { allowed: ALLOWED_ATTRIBUTES.source, ours }));
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(over <= 0, `${hash} of ${file} scrolls sideways by ${over}`);
  }
  await context.close();
  return { seen, said };
}

const MANY = 10_000;

/** The documents with many more sentences: what is hostile is not only there but shown, all at once. */
function withMany(documents) {
  const summary = JSON.parse(documents.get("summary").toString());
  for (let at = 0; at < MANY; at++) summary.not_known.push(`sentence ${at}`);
  return new Map([...documents, ["summary", Buffer.from(JSON.stringify(summary))]]);
}

describe("hostile strings", () => {
  let browser;
  let clean;
  let documents;
  before(async () => {
    clean = report();
    documents = documentsOf(clean);
    browser = await launch();
  });
  after(() => browser?.close());

  test("in every text of the evidence: shown as text, everywhere", async () => {
    const poison = new Poison(structural);
    const more = withMany(documents);
    const bad = reportWith(clean, poisoned(more, poison), "hostile.html");
    assert.ok(poison.known.size >= MANY, `only ${poison.known.size} strings`);
    const before = await walk(browser, reportWith(clean, more, "many.html"));
    const now = await walk(browser, bad);
    assert.deepEqual(now.said, []);
    const shown = now.seen.get("#/summary").strings;
    assert.ok(shown >= MANY, `only ${shown} hostile strings were shown`);
    for (const [hash, { counts, odd, outside }] of now.seen) {
      assert.deepEqual(odd, [], hash);
      const was = before.seen.get(hash);
      assert.equal(outside, was.outside, hash);
      for (const kind of MARKUP) assert.equal(counts[kind] ?? 0, was.counts[kind] ?? 0, `<${kind}> in ${hash}`);
      const kinds = Object.keys(counts).filter(
        (kind) => !(kind in was.counts) && !["button", "bdi", "span"].includes(kind),
      );
      assert.deepEqual(kinds, [], `kinds of element that ${hash} had not`);
    }
  });

  test("in every text, ids, times and words of ours as well: nothing runs, nothing is asked for", async () => {
    const poison = new Poison((text) => text === "");
    const bad = reportWith(clean, poisoned(documents, poison), "hostile-all.html");
    const { seen, said } = await walk(browser, bad, true);
    assert.deepEqual(said, []);
    for (const [hash, { odd }] of seen) assert.deepEqual(odd, [], hash);
  });

  test("in the address: shown as nothing", async () => {
    const { page, said, context } = await open(browser, clean);
    for (const trick of [
      "#/<img src=x onerror=window.hostile=1>",
      "#/path?hop=%3Cscript%3Ewindow.hostile=1%3C/script%3E",
      "#/event/__proto__/constructor",
      "#/event/-1/1e309?finding=__proto__",
      "#/findings?search=%3Cimg%20src=x%3E&rule=__proto__&level=constructor",
      "#/posture?check=NaN&tenant=__proto__",
      "#/attack/%E0%A4%A",
      "#/loss?tenant=%00",
    ]) {
      await show(page, trick);
      const { odd } = await page.evaluate(look, { allowed: ALLOWED_ATTRIBUTES.source, ours: false });
      assert.deepEqual(odd, [], trick);
    }
    assert.deepEqual(said, []);
    await context.close();
  });
});
