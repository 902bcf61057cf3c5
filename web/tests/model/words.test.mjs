// What the views make of texts and numbers: unseen characters, the way between organisations, our letters, ranges, CSV.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "../source.mjs";

const { pieces, plain } = await load("parts/Text.tsx");
const { wayOf } = await load("views/summary/way.ts");
const { blocks } = await load("parts/Markdown.tsx");
const { bytes, probability } = await load("parts/numbers.ts");
const { rangeText, scaleEnd } = await load("views/loss/RangeBar.tsx");
const { csv, fileName } = await load("parts/TakeAway.tsx");
const { howLong, milliseconds } = await load("parts/Time.tsx");

test("characters that cannot be seen are named, everything else stays as it is", () => {
  assert.deepEqual(pieces("plain – ümlaut 文字"), [{ text: "plain – ümlaut 文字", unseen: false }]);
  assert.deepEqual(pieces("a\u202eb"), [
    { text: "a", unseen: false },
    { text: "U+202E", unseen: true },
    { text: "b", unseen: false },
  ]);
  assert.equal(plain("\u001b[31m\u0000\t\r\n\u200b\ufeff\u{e0041}"), "␛[31m␀→␍↵U+200BU+FEFFU+E0041");
  const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
  for (let code = 0; code < 0x30000; code++) {
    if (code >= 0xd800 && code < 0xe000) continue;
    assert.ok(!unseen.test(plain(String.fromCodePoint(code))), code.toString(16));
  }
});

test("a long text is cut, and says so", () => {
  assert.equal(plain("x".repeat(50), 10), `${"x".repeat(10)}…`);
  assert.equal(plain(null), "");
});

function pathOf(steps) {
  const hosts = [...new Set(steps.flatMap((step) => step.slice(0, 2)).filter(Boolean))];
  const tenants = [...new Set(hosts.map((host) => host[0]))];
  const index = (host) => (host === null ? -1 : hosts.indexOf(host));
  const each = (value) => steps.map(() => value);
  return {
    hosts: hosts.map((host) => [tenants.indexOf(host[0]), host]),
    tenants,
    ...{ accounts: ["who"], methods: ["rdp"], statuses: ["confirmed"], intrusions: [] },
    hops: {
      id: steps.map((_, at) => `hop ${at}`),
      time: each("2026-01-01T00:00:00.0000000Z"),
      from: steps.map(([from]) => index(from)),
      to: steps.map(([, to]) => index(to)),
      ...{ account: each(0), method: each(0), status: each(0), confidence: each(1), suspicion: each(1) },
      intrusion: steps.map(([, , on = 1]) => on),
      border: each(0),
    },
  };
}

test("the way goes from organisation to organisation, each where it was first reached", () => {
  const [origin, ...others] = wayOf(
    pathOf([
      ["m1", "m2"],
      ["m2", "a1"],
      ["m2", "a2"],
      ["a1", "b1"],
      ["b1", "m1"],
      ["m2", "b1"],
      ["z1", "a1", 0],
    ]),
  );
  assert.deepEqual(others, []);
  assert.equal(origin.tenant, "m");
  assert.equal(origin.entered, false);
  assert.deepEqual(
    origin.onward.map(({ to, hops, hop }) => [to.tenant, hops, hop]),
    [["a", 2, "hop 1"]],
  );
  assert.deepEqual(
    origin.onward[0].to.onward.map(({ to }) => to.tenant),
    ["b"],
  );
});

test("an organisation entered from where no log tells is not where it began", () => {
  const [stop] = wayOf(
    pathOf([
      [null, "a1"],
      ["a1", "a2"],
    ]),
  );
  assert.deepEqual([stop.tenant, stop.entered, stop.hosts], ["a", true, 2]);
});

test("our letters are read as they are written", () => {
  const letter =
    "# Questions\n\nTo: b  \nFrom: a  \nDate: c\n\n1. **Title**\n\n   Text that\n   goes on.\n   - record\n";
  assert.deepEqual(blocks(letter), [
    { kind: "heading", depth: 1, text: "Questions" },
    { kind: "paragraph", depth: 0, text: "To: b  \nFrom: a  \nDate: c" },
    { kind: "item", depth: 1, text: "**Title**" },
    { kind: "paragraph", depth: 1, text: "Text that goes on." },
    { kind: "detail", depth: 0, text: "record" },
  ]);
});

test("numbers are told as exactly as they are known", () => {
  assert.deepEqual([0, 999, 1000, 1_382_111_949, 123_456_789, null].map(bytes), [
    ...["0 bytes", "999 bytes", "1 kB", "1.4 GB", "123 MB", "not known"],
  ]);
  assert.deepEqual([0.97, 0.0005, 0.9999, 0, 1].map(probability), ["0.97", "< 0.01", "> 0.99", "0.00", "1.00"]);
  assert.equal(rangeText({ low: 1e6, best: 2e6, high: 4e6 }), "2 MB (1 MB to 4 MB)");
  assert.equal(rangeText({ low: 0, best: null, high: null }), "not known");
  assert.equal(rangeText({ low: 5e5, best: null, high: null }), "at least 500 kB");
  assert.equal(scaleEnd([{ low: 0, best: 1e9, high: 2e9 }]), 10);
  assert.equal(howLong(90_061_000), "1 day 1 h");
  assert.equal(milliseconds("2025-11-19T22:29:10.6942520Z"), Date.UTC(2025, 10, 19, 22, 29, 10, 694));
});

test("what leaves as CSV is text to a spreadsheet, and names of files are harmless", () => {
  assert.equal(csv(["a", "b"], [['say "x", y', "=1+1"]]), 'a,b\r\n"say ""x"", y",\'=1+1\r\n');
  assert.equal(fileName("../../etc/passwd", "a b"), "..-..-etc-passwd-a-b");
});
