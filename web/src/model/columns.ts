// The findings of a case as columns: row i is the i-th by time. A row number is the only handle that the page uses for a finding while
// it filters, sorts and draws; texts are looked up when a row comes into sight.
import { type Column, checkIndices, DocumentDamaged, readColumnFile, textList } from "./column_file";
import type { Level } from "./references";

export interface FindingRule {
  id: string;
  title: string;
  level: Level;
  tags: string[];
  author: string;
  description: string;
  references: string[];
  falsepositives: string[];
  kind: string;
}

export interface FindingColumns {
  rows: number;
  /** How many the case has: more than rows if this document had no room for all. */
  of: number;
  tenants: string[];
  hosts: string[];
  levels: Level[];
  channels: string[];
  providers: string[];
  rules: FindingRule[];
  /** Whole milliseconds since 1970; NaN where the record has no time: such rows come first or last, never between. */
  time: Float64Array;
  /** 100 ns within the millisecond. */
  ticks: Column;
  tenant: Column;
  host: Column;
  level: Column;
  certain: Column;
  rule: Column;
  channel: Column;
  provider: Column;
  event_id: Column;
  record_id: Float64Array;
  artifact: Column;
  offset: Float64Array;
  text: Column;
  /** Rows from `firstTimed` to before `endTimed` have a time, and it never falls. */
  firstTimed: number;
  endTimed: number;
  /** The id of a row: 32 hexadecimal digits. */
  id(row: number): string;
  /** The row of an id, -1 where the columns have it not. */
  row(id: string): number;
}

function asTexts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((text): text is string => typeof text === "string") : [];
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function readRule(value: unknown): FindingRule {
  const rule = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
  return {
    id: asText(rule.id),
    title: asText(rule.title),
    level: asText(rule.level) as Level,
    tags: asTexts(rule.tags),
    author: asText(rule.author),
    description: asText(rule.description),
    references: asTexts(rule.references),
    falsepositives: asTexts(rule.falsepositives),
    kind: asText(rule.kind),
  };
}

function wide(column: Column, name: string): Float64Array {
  if (!(column instanceof Float64Array)) throw new DocumentDamaged(`findings: column ${name} is not f64`);
  return column;
}

/** Where the timed rows lie; throws if time falls, as binary search would then lie. */
function timedRows(time: Float64Array): { firstTimed: number; endTimed: number } {
  let first = 0;
  while (first < time.length && Number.isNaN(time[first]!)) ++first;
  let end = time.length;
  while (end > first && Number.isNaN(time[end - 1]!)) --end;
  for (let row = first + 1; row < end; ++row) {
    if (!(time[row]! >= time[row - 1]!)) throw new DocumentDamaged("findings: not in the order of time");
  }
  return { firstTimed: first, endTimed: end };
}

function readDictionaries(header: Record<string, unknown>) {
  return {
    tenants: textList(header, "tenants"),
    hosts: textList(header, "hosts"),
    levels: textList(header, "levels") as Level[],
    channels: textList(header, "channels"),
    providers: textList(header, "providers"),
    rules: Array.isArray(header.rules) ? header.rules.map(readRule) : [],
  };
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

function idOf(ids: Column, row: number): string {
  let digits = "";
  for (let at = row * 16; at < row * 16 + 16; ++at) digits += HEX[ids[at]!]!;
  return digits;
}

/** A scan of four bytes a row takes a millisecond; an index of a million texts would take the memory of all columns together. */
function rowOf(ids: Column, rows: number, id: string): number {
  if (!/^[0-9a-f]{32}$/.test(id)) return -1;
  const wanted = Uint8Array.from({ length: 16 }, (_, at) => Number.parseInt(id.slice(at * 2, at * 2 + 2), 16));
  const words = new Uint32Array(ids.buffer, ids.byteOffset, rows * 4);
  const first = new DataView(wanted.buffer).getUint32(0, true);
  for (let row = 0; row < rows; ++row) {
    if (words[row * 4] === first && wanted.every((byte, at) => ids[row * 16 + at] === byte)) return row;
  }
  return -1;
}

/** Takes the bytes as they came; throws DocumentDamaged and nothing else. */
export function readColumns(bytes: Uint8Array): FindingColumns {
  const file = readColumnFile(bytes);
  const lists = readDictionaries(file.header);
  const indexed = (name: string, list: readonly unknown[]): Column => {
    const column = file.column(name);
    checkIndices(name, column, list.length);
    return column;
  };
  const ids = file.column("id");
  if (ids.length !== file.rows * 16) throw new DocumentDamaged("findings: column id is not hex16");
  const time = wide(file.column("time"), "time");
  const of = file.header.of;
  return {
    ...lists,
    rows: file.rows,
    of: typeof of === "number" && of >= file.rows ? of : file.rows,
    time,
    ...timedRows(time),
    ticks: file.column("ticks"),
    tenant: indexed("tenant", lists.tenants),
    host: indexed("host", lists.hosts),
    level: indexed("level", lists.levels),
    certain: file.column("certain"),
    rule: indexed("rule", lists.rules),
    channel: indexed("channel", lists.channels),
    provider: indexed("provider", lists.providers),
    event_id: file.column("event_id"),
    record_id: wide(file.column("record_id"), "record_id"),
    artifact: file.column("artifact"),
    offset: wide(file.column("offset"), "offset"),
    text: file.column("text"),
    id: (row) => idOf(ids, row),
    row: (id) => rowOf(ids, file.rows, id),
  };
}

/** Rows of which the record stands at this place. */
export function rowsOfRecord(findings: FindingColumns, artifact: number, offset: number): number[] {
  const rows: number[] = [];
  for (let row = 0; row < findings.rows; ++row) {
    if (findings.offset[row] === offset && findings.artifact[row] === artifact) rows.push(row);
  }
  return rows;
}

/** First row from `from` to before `to` whose time is at least `time`. */
export function firstAtOrAfter(
  findings: FindingColumns,
  time: number,
  from = findings.firstTimed,
  to = findings.endTimed,
): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (findings.time[middle]! < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
