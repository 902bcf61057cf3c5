// Findings as text for other programs: CSV (RFC 4180) and lines with tabs for the clipboard. A cell that a spreadsheet would take for a formula
// gets an apostrophe before it, as `export --as findings-csv` does.
import type { FindingColumns } from "./columns";
import type { FindingText } from "./finding";

const FORMULA = /^[=+\-@\t\r]/;

export function csvCell(text: string): string {
  const defused = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(defused) ? `"${defused.replaceAll('"', '""')}"` : defused;
}

export const CSV_COLUMNS = [
  "time",
  "level",
  "certainty",
  "tenant",
  "host",
  "rule",
  "rule_id",
  "channel",
  "event_id",
  "record_id",
  "matched",
  "id",
] as const;

/** ISO time of a row with all seven digits, as exports write it; "" without a time. */
export function exactTime(findings: FindingColumns, row: number): string {
  const time = findings.time[row]!;
  if (!Number.isFinite(time) || Math.abs(time) > 8.64e15) return "";
  return new Date(time).toISOString().replace("Z", `${String(findings.ticks[row]!).padStart(4, "0")}Z`);
}

/** What was matched as one line, each value with its field. */
export function matchedLine(text: FindingText | undefined): string {
  if (text === undefined) return "";
  return Object.entries(text.matched)
    .map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join("; ");
}

/** What was matched as one line, without the fields' names: where there is little room. */
export function matchedValues(text: FindingText | undefined): string {
  return text === undefined ? "" : Object.values(text.matched).flat().join(" · ");
}

export function rowCells(findings: FindingColumns, texts: readonly FindingText[], row: number): string[] {
  const rule = findings.rules[findings.rule[row]!]!;
  const number = findings.record_id[row]!;
  return [
    exactTime(findings, row),
    findings.levels[findings.level[row]!]!,
    findings.certain[row] ? "certain" : "uncertain",
    findings.tenants[findings.tenant[row]!]!,
    findings.hosts[findings.host[row]!]!,
    rule.title,
    rule.id,
    findings.channels[findings.channel[row]!]!,
    String(findings.event_id[row]!),
    Number.isNaN(number) ? "" : String(number),
    matchedLine(texts[findings.text[row]!]),
    findings.id(row),
  ];
}

/** In pieces, as a million rows are more than one text may be. */
export function csvPieces(findings: FindingColumns, texts: readonly FindingText[], rows: Uint32Array): string[] {
  const pieces: string[] = [`${CSV_COLUMNS.join(",")}\r\n`];
  for (let from = 0; from < rows.length; from += 10_000) {
    let piece = "";
    for (const row of rows.subarray(from, from + 10_000))
      piece += `${rowCells(findings, texts, row).map(csvCell).join(",")}\r\n`;
    pieces.push(piece);
  }
  return pieces;
}

/** For the clipboard: cells apart by tabs; line ends and tabs in a cell become spaces. */
export function tabbedRow(cells: readonly string[]): string {
  return cells
    .map((cell) => cell.replace(/[\t\r\n]+/g, " "))
    .map((cell) => (FORMULA.test(cell) ? `'${cell}` : cell))
    .join("\t");
}
