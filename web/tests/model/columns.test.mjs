// The columns: what was written is read; whatever else is there is refused by one error and by no other, and nothing lies beyond a list.
import assert from "node:assert/strict";
import { test } from "node:test";
import { numbers } from "../../tools/big_case.mjs";
import { load } from "../source.mjs";
import { below, someFindings } from "./random.mjs";

const { readColumns, rowsOfRecord, firstAtOrAfter } = await load("model/columns.ts");

/** Reads, or says that it was refused. Any other error fails the test. */
function tried(bytes) {
  try {
    return readColumns(bytes);
  } catch (error) {
    assert.equal(error.constructor.name, "DocumentDamaged", `${error.stack}`);
    return null;
  }
}

function holdsTogether(findings) {
  for (let row = 0; row < findings.rows; ++row) {
    assert.ok(findings.rules[findings.rule[row]] !== undefined);
    assert.equal(typeof findings.hosts[findings.host[row]], "string");
    assert.equal(typeof findings.tenants[findings.tenant[row]], "string");
    assert.equal(typeof findings.levels[findings.level[row]], "string");
    assert.match(findings.id(row), /^[0-9a-f]{32}$/);
  }
}

test("what was written is read", () => {
  const { bytes, header, columns } = someFindings(1, 500);
  const findings = readColumns(bytes);
  assert.equal(findings.rows, 500);
  assert.deepEqual(findings.tenants, header.tenants);
  assert.deepEqual([...findings.rule], [...columns.rule]);
  assert.deepEqual([...findings.time], [...columns.time]);
  const id = findings.id(123);
  assert.equal(id, Buffer.from(columns.id.slice(123 * 16, 124 * 16)).toString("hex"));
  assert.equal(findings.row(id), 123);
  assert.equal(findings.row("0".repeat(32)), -1);
  assert.equal(findings.row("no id"), -1);
});

test("bytes that begin at an odd place are read all the same", () => {
  const { bytes, columns } = someFindings(2, 40);
  for (const shift of [1, 3, 4]) {
    const moved = new Uint8Array(bytes.length + shift);
    moved.set(bytes, shift);
    assert.deepEqual([...readColumns(moved.subarray(shift)).offset], [...columns.offset]);
  }
});

test("cut anywhere, it is refused", () => {
  const { bytes } = someFindings(3, 20);
  for (let length = 0; length < bytes.length; ++length)
    assert.equal(tried(bytes.slice(0, length)), null, `cut at ${length}`);
});

test("with bytes changed, it is refused or holds together", () => {
  const { bytes } = someFindings(4, 20);
  const random = numbers(5);
  let [read, refused] = [0, 0];
  for (let run = 0; run < 3000; ++run) {
    const changed = bytes.slice();
    for (let change = 0; change <= below(random, 4); ++change)
      changed[below(random, changed.length)] = below(random, 256);
    const findings = tried(changed);
    if (findings === null) ++refused;
    else {
      ++read;
      holdsTogether(findings);
    }
  }
  assert.ok(read > 100 && refused > 100, `${read} read, ${refused} refused: the test sees both`);
});

test("times that fall are refused", () => {
  const { header, columns } = someFindings(6, 20);
  columns.time[10] = columns.time[9] - 1;
  return import("../../tools/column_writer.mjs").then(({ writeColumns }) =>
    assert.equal(tried(writeColumns(header, columns)), null),
  );
});

test("rows of a record, and the first at a time, are those that a walk finds", () => {
  const { bytes, columns } = someFindings(7, 400);
  const findings = readColumns(bytes);
  for (let offset = 0; offset < 50; ++offset) {
    const walked = [...columns.offset.keys()].filter(
      (row) => columns.offset[row] === offset && columns.artifact[row] === 2,
    );
    assert.deepEqual(rowsOfRecord(findings, 2, offset), walked);
  }
  for (let at = 0; at < 200; ++at) {
    const time = 1_700_000_000_000 + at * 10_000_123;
    const walked = [...columns.time].findIndex((one) => one >= time);
    assert.equal(firstAtOrAfter(findings, time), walked < 0 ? columns.time.length : walked);
  }
});
