// CSV, what was matched, marks: text that leaves the page or is shown in it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "../source.mjs";
import { someFindings } from "./random.mjs";

const { readColumns } = await load("model/columns.ts");
const { csvCell, csvPieces, CSV_COLUMNS, exactTime, tabbedRow } = await load("model/table_text.ts");
const { highlights } = await load("model/highlight.ts");
const { Marks, TAKEN_BACK } = await load("model/marked.ts");

/** A small reader of RFC 4180: the other end. */
function readCsv(text) {
  const rows = [[]];
  let [cell, quoted] = ["", false];
  for (let at = 0; at < text.length; ++at) {
    const one = text[at];
    if (quoted && one === '"' && text[at + 1] === '"') {
      cell += '"';
      ++at;
    } else if (one === '"') quoted = !quoted;
    else if (!quoted && one === ",") {
      rows.at(-1).push(cell);
      cell = "";
    } else if (!quoted && one === "\r" && text[at + 1] === "\n") {
      rows.at(-1).push(cell);
      cell = "";
      rows.push([]);
      ++at;
    } else cell += one;
  }
  rows.pop();
  return rows;
}

test("cells survive, and none is a formula", () => {
  const hostile = ["=cmd|' /C calc'!A0", "+1", "-2", "@x", "\t=1", "\r=1", 'a"b', "a,b", "a\r\nb", "", "plain"];
  const [read] = readCsv(`${hostile.map(csvCell).join(",")}\r\n`);
  read.forEach((cell, at) => {
    assert.ok(!/^[=+\-@\t\r]/.test(cell), cell);
    assert.equal(cell.replace(/^'/, ""), hostile[at]);
  });
  assert.ok(
    tabbedRow(hostile)
      .split("\t")
      .every((cell) => !/^[=+\-@]/.test(cell)),
  );
});

test("CSV has a line a finding, with what the columns say", () => {
  const { bytes, texts } = someFindings(41, 12_345);
  const findings = readColumns(bytes);
  const rows = Uint32Array.from({ length: 12_345 }, (_, row) => row);
  const read = readCsv(csvPieces(findings, texts, rows).join(""));
  assert.equal(read.length, 12_346);
  assert.deepEqual(read[0], [...CSV_COLUMNS]);
  assert.ok(read.every((line) => line.length === CSV_COLUMNS.length));
  assert.equal(read[5001].at(-1), findings.id(5000));
  assert.equal(read[5001][0], exactTime(findings, 5000));
  assert.match(read[5001][0], /^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/);
});

test("a match is found in the field of that name, whatever the case; cut values by their beginning", () => {
  const fields = [
    ["Image", "C:\\Windows\\CMD.exe"],
    ["CommandLine", `cmd.exe /c ${"x".repeat(100)}`],
    ["User", "ann"],
  ];
  const found = highlights(fields, {
    matched: { "process.CommandLine": "cmd.exe /c xx…", Image: "c:\\windows\\cmd.exe" },
  });
  assert.deepEqual([...found.keys()].sort(), [0, 1]);
  assert.deepEqual([found.get(1).from, found.get(1).until], [0, "cmd.exe /c xx".length]);
  assert.deepEqual([found.get(0).from, found.get(0).until], [0, fields[0][1].length]);
});

test("where no field has the name, the value tells; a field of that name without the value is marked whole", () => {
  const fields = [
    ["a", "first needle here"],
    ["b", "nothing"],
  ];
  assert.deepEqual(
    [...highlights(fields, { matched: { keyword: "NEEDLE" } })],
    [[0, { rule: "keyword", from: 6, until: 12 }]],
  );
  assert.deepEqual([...highlights(fields, { matched: { B: "other" } })], [[1, { rule: "B", from: 0, until: 7 }]]);
  assert.equal(highlights(fields, { matched: { keyword: "" } }).size, 0);
});

test("marks: the last of a kind counts, and what is taken back is undone", () => {
  const mark = (what, id, kind, text = "") => ({ time: "t", who: "w", what, id, mark: kind, text });
  const marks = new Marks([
    mark("finding", "1", "seen"),
    mark("finding", "1", "note", "one"),
    mark("finding", "1", "note", "two"),
    mark("rule", "r", "hidden"),
    mark("rule", "s", "hidden"),
    mark("rule", "r", "hidden", TAKEN_BACK),
    mark("finding", "2", "false_positive"),
    mark("finding", "1", "seen", TAKEN_BACK),
    mark("finding", "1", "constructor"),
  ]);
  assert.equal(marks.of("finding", "1").seen, false);
  assert.deepEqual(
    marks.of("finding", "1").notes.map(({ text }) => text),
    ["one", "two"],
  );
  assert.equal(marks.of("finding", "2").falsePositive, true);
  assert.deepEqual(marks.hidden("rule"), ["s"]);
  assert.equal(marks.of("hop", "1").seen, false);
});

test("ticks say the coarsest that differs, on 24 hours", async () => {
  const { tickText } = await load("views/timeline/axis.ts");
  const said = (text) => tickText(new Date(text), "utc");
  assert.equal(said("2025-01-01T00:00:00Z"), "2025");
  assert.equal(said("2025-03-01T00:00:00Z"), "Mar");
  assert.equal(said("2025-03-09T00:00:00Z"), "9 Mar");
  assert.equal(said("2025-03-09T22:30:00Z"), "22:30");
  assert.equal(said("2025-03-09T22:30:07Z"), "22:30:07");
  assert.equal(said("2025-03-09T22:30:07.050Z"), "07.050");
});
