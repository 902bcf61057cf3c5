// Sorting beside Array.sort, groups beside a Map, lines beside a written-out list.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "../source.mjs";
import { someFindings } from "./random.mjs";

const { readColumns } = await load("model/columns.ts");
const { sortRows, groupRows, Lines } = await load("model/order.ts");

const GRAVITY = ["informational", "low", "medium", "high", "critical"];
const collator = new Intl.Collator("en", { numeric: true });

function slowKey(findings, by) {
  return {
    level: (row) => GRAVITY.indexOf(findings.levels[findings.level[row]]),
    tenant: (row) => findings.tenants[findings.tenant[row]],
    host: (row) => findings.hosts[findings.host[row]],
    rule: (row) => findings.rules[findings.rule[row]].title,
    event: (row) => findings.event_id[row],
  }[by];
}

test("sorted as Array.sort does it, ties in the order of time", () => {
  const { bytes } = someFindings(11, 600);
  const findings = readColumns(bytes);
  const rows = Uint32Array.from({ length: 600 }, (_, row) => row).filter((row) => row % 3 !== 0);
  for (const by of ["level", "tenant", "host", "rule", "event"]) {
    const key = slowKey(findings, by);
    const before = (one, other) =>
      typeof key(one) === "number" ? key(one) - key(other) : collator.compare(key(one), key(other));
    for (const descending of [false, true]) {
      const slow = [...rows].sort(
        (one, other) => (descending ? before(other, one) : before(one, other)) || one - other,
      );
      assert.deepEqual([...sortRows(findings, rows, { by, descending })], slow, `${by} ${descending}`);
    }
  }
  assert.deepEqual([...sortRows(findings, rows, { by: "time", descending: true })], [...rows].reverse());
});

test("groups hold every row once", () => {
  const { bytes } = someFindings(12, 500);
  const findings = readColumns(bytes);
  const rows = Uint32Array.from({ length: 500 }, (_, row) => row);
  for (const by of ["rule", "host", "tenant", "day"]) {
    const groups = groupRows(findings, rows, by);
    assert.deepEqual(
      groups.flatMap((group) => [...group.rows]).sort((a, b) => a - b),
      [...rows],
      by,
    );
    assert.equal(new Set(groups.map(({ key }) => key)).size, groups.length);
    if (by !== "day")
      for (const [at, group] of groups.entries())
        assert.ok(at === 0 || groups[at - 1].rows.length >= group.rows.length);
  }
});

test("lines are headings and the rows of open groups", () => {
  const groups = ["a", "b", "c"].map((key, at) => ({
    key,
    name: key,
    rows: Uint32Array.from({ length: at + 1 }, (_, row) => at * 10 + row),
  }));
  for (const open of [[], ["a"], ["b", "c"], ["a", "b", "c"]]) {
    const written = groups.flatMap((group) => [
      [group.key, null],
      ...(open.includes(group.key) ? [...group.rows].map((row) => [group.key, row]) : []),
    ]);
    const lines = new Lines(groups, new Set(open));
    assert.equal(lines.length, written.length);
    written.forEach(([key, row], line) => {
      const at = lines.at(line);
      assert.deepEqual([at.group.key, at.row], [key, row]);
    });
  }
});
