// The filter beside a slow twin that looks at every row with all its texts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "../source.mjs";
import { below, pick, someFindings } from "./random.mjs";

const { readColumns } = await load("model/columns.ts");
const { EVERYTHING, filterRows, searchIndex, countBy } = await load("model/filter.ts");
const { queryWords, TextIndex } = await load("model/matched_text.ts");

const QUERIES = [
  "",
  "power",
  "SERVICE task",
  '"ünïcode 3"',
  "日本",
  "i̇stan",
  "=1+1",
  "a b",
  "nothing like it",
  "ws1 acme",
  "x".repeat(40),
  "t1003",
  "rule-4",
];

/** What the reader means, said slowly. */
function passes(header, columns, texts, filter, row) {
  const rule = header.rules[columns.rule[row]];
  const [tenant, host] = [header.tenants[columns.tenant[row]], header.hosts[columns.host[row]]];
  const time = columns.time[row];
  if (filter.tenants.length > 0 && !filter.tenants.includes(tenant)) return false;
  if (filter.hosts.length > 0 && !filter.hosts.includes(`${tenant}/${host}`)) return false;
  if (filter.levels.length > 0 && !filter.levels.includes(header.levels[columns.level[row]])) return false;
  if (filter.rules.length > 0 && !filter.rules.includes(rule.id)) return false;
  if (filter.hidden.includes(rule.id)) return false;
  if (filter.techniques.length > 0 && !rule.tags.some((tag) => filter.techniques.includes(tag))) return false;
  if (filter.certainty !== null && (columns.certain[row] === 1) !== (filter.certainty === "certain")) return false;
  if (filter.from !== null && !(time >= filter.from)) return false;
  if (filter.until !== null && !(time <= filter.until)) return false;
  const text = texts[columns.text[row]];
  const matched = [...Object.values(text.matched).flat(), ...(text.context ?? [])].map((one) =>
    one.replaceAll("\u0000", " "),
  );
  const places = [rule.title.replaceAll("\u0000", " "), rule.id, ...rule.tags, host, tenant, ...matched].map((one) =>
    one.toLowerCase(),
  );
  return queryWords(filter.query).every((word) => places.some((place) => place.includes(word)));
}

function someFilter(random, header) {
  const some = (list, chance) => (random() < chance ? list.filter(() => random() < 0.5) : []);
  const pairs = header.tenants.flatMap((tenant) => header.hosts.map((host) => `${tenant}/${host}`));
  const moment = () => 1_700_000_000_000 + below(random, 2_100_000_000);
  return {
    ...EVERYTHING,
    tenants: some([...header.tenants, "nobody"], 0.3),
    hosts: some(pairs, 0.3),
    levels: some(header.levels, 0.4),
    rules: some(
      header.rules.map(({ id }) => id),
      0.3,
    ),
    techniques: some(["attack.t103", "attack.t1011", "attack.t107"], 0.3),
    certainty: pick(random, [null, null, "certain", "uncertain"]),
    from: random() < 0.3 ? moment() : null,
    until: random() < 0.3 ? moment() : null,
    query: pick(random, QUERIES),
    hidden: some(
      header.rules.map(({ id }) => id),
      0.2,
    ),
  };
}

test("the filter lets through what its slow twin does", () => {
  let kept = 0;
  for (let seed = 1; seed <= 12; ++seed) {
    const { bytes, header, columns, texts, random } = someFindings(seed, 700);
    const findings = readColumns(bytes);
    const index = searchIndex(findings, texts);
    for (let run = 0; run < 40; ++run) {
      const filter = someFilter(random, header);
      const slow = [...columns.time.keys()].filter((row) => passes(header, columns, texts, filter, row));
      assert.deepEqual([...filterRows(findings, filter, index)], slow, JSON.stringify(filter));
      kept += slow.length;
    }
  }
  assert.ok(kept > 5000, `${kept} rows passed: the filters are not all empty`);
});

test("without texts nothing is found in them, and the rest is", () => {
  const { bytes } = someFindings(3, 100);
  const findings = readColumns(bytes);
  const rows = filterRows(findings, { ...EVERYTHING, query: "acme" }, searchIndex(findings, null));
  assert.ok(rows.length > 0 && rows.every((row) => findings.tenants[findings.tenant[row]] === "acme"));
});

test("counts are counts of the rows", () => {
  const { bytes, columns } = someFindings(4, 300);
  const findings = readColumns(bytes);
  const rows = Uint32Array.from([5, 6, 7, 100, 299]);
  const counts = countBy(findings.level, findings.levels.length, rows);
  assert.equal(
    counts.reduce((sum, count) => sum + count, 0),
    5,
  );
  assert.equal(counts[columns.level[100]], [...rows].filter((row) => columns.level[row] === columns.level[100]).length);
});

test("texts are found across the borders of blocks, and an index made in slices finds the same", () => {
  const texts = Array.from(
    { length: 9000 },
    (_, at) => `text ${at} ${at % 7 === 0 ? "Seven" : ""}${at === 4096 ? "ÄÖ" : ""}`,
  );
  const slow = (word) => texts.map((text) => +text.toLowerCase().includes(word));
  const index = new TextIndex(texts.length, (at) => texts[at]);
  let clock = 0;
  let slices = 0;
  while (!index.prepare(1, () => (clock += 1))) ++slices;
  assert.ok(slices >= 1);
  for (const word of ["seven", "text 4095", "äö", "8999", "none"])
    assert.deepEqual([...index.find(word)], slow(word), word);
});

test("words of a query", () => {
  assert.deepEqual(queryWords('  Power  "two words" "open'), ["power", "two words", "open"]);
  assert.deepEqual(queryWords('""'), []);
});
