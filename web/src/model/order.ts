// In which order findings are shown, and in which groups. Keys come from dictionaries, so that ordering is counting: two passes over the
// rows, however many there are; rows of equal keys stay in the order of time.
import type { FindingColumns } from "./columns";
import { LEVELS } from "./references";

export type SortKey = "time" | "level" | "tenant" | "host" | "rule" | "event";
export type GroupKey = "rule" | "host" | "tenant" | "day";

export interface Sorting {
  by: SortKey;
  descending: boolean;
}

/** For each row a small number; equal numbers are one key. */
interface Keys {
  of: (row: number) => number;
  size: number;
}

function ranks(names: readonly string[], before: (one: string, other: string) => number): Uint32Array {
  const rank = new Uint32Array(names.length);
  const order = names.map((_, entry) => entry).sort((one, other) => before(names[one]!, names[other]!) || one - other);
  for (const [at, entry] of order.entries()) rank[entry] = at;
  return rank;
}

const COLLATOR = new Intl.Collator("en", { numeric: true });
const ALPHABET = (one: string, other: string) => COLLATOR.compare(one, other);
const GRAVITY = (one: string, other: string) => LEVELS.indexOf(other as never) - LEVELS.indexOf(one as never);

function keyed(column: ArrayLike<number>, rank: Uint32Array): Keys {
  return { of: (row) => rank[column[row]!]!, size: rank.length };
}

/** Numbers from anywhere, made dense. */
function dense(column: ArrayLike<number>, rows: Uint32Array): Keys {
  const seen = new Set<number>();
  for (const row of rows) seen.add(column[row]!);
  const sorted = [...seen].sort((one, other) => one - other);
  const rank = new Map(sorted.map((value, at) => [value, at]));
  return { of: (row) => rank.get(column[row]!)!, size: sorted.length };
}

function keysFor(findings: FindingColumns, by: Exclude<SortKey, "time">, rows: Uint32Array): Keys {
  switch (by) {
    case "level":
      return keyed(findings.level, ranks(findings.levels, GRAVITY));
    case "tenant":
      return keyed(findings.tenant, ranks(findings.tenants, ALPHABET));
    case "host":
      return keyed(findings.host, ranks(findings.hosts, ALPHABET));
    case "rule":
      return keyed(
        findings.rule,
        ranks(
          findings.rules.map((rule) => rule.title),
          ALPHABET,
        ),
      );
    case "event":
      return dense(findings.event_id, rows);
  }
}

function countingSort(rows: Uint32Array, keys: Keys, descending: boolean): Uint32Array {
  const place = (row: number) => (descending ? keys.size - 1 - keys.of(row) : keys.of(row));
  const starts = new Uint32Array(keys.size + 1);
  for (const row of rows) starts[place(row) + 1]! += 1;
  for (let key = 1; key <= keys.size; ++key) starts[key]! += starts[key - 1]!;
  const sorted = new Uint32Array(rows.length);
  for (const row of rows) sorted[starts[place(row)]!++] = row;
  return sorted;
}

/** `rows` are in the order of time, as filterRows gives them. */
export function sortRows(findings: FindingColumns, rows: Uint32Array, sorting: Sorting): Uint32Array {
  if (sorting.by === "time") return sorting.descending ? rows.slice().reverse() : rows;
  return countingSort(rows, keysFor(findings, sorting.by, rows), sorting.descending);
}

export interface Group {
  /** Same key, same group, whatever else is shown: what is open is remembered by it. */
  key: string;
  name: string;
  rows: Uint32Array;
}

const DAY = 86_400_000;

function dayOf(time: number): string {
  return Number.isNaN(time) ? "no time" : new Date(Math.floor(time / DAY) * DAY).toISOString().slice(0, 10);
}

interface Grouping {
  /** Equal numbers are one group. */
  of: (row: number) => number;
  name: (row: number) => string;
  key: (row: number) => string;
}

function groupingBy(findings: FindingColumns, by: GroupKey): Grouping {
  const { tenant, host, rule, time, tenants, hosts, rules } = findings;
  const hostName = (row: number) => `${tenants[tenant[row]!]!}/${hosts[host[row]!]!}`;
  switch (by) {
    case "rule":
      return { of: (row) => rule[row]!, name: (row) => rules[rule[row]!]!.title, key: (row) => rules[rule[row]!]!.id };
    case "tenant":
      return { of: (row) => tenant[row]!, name: (row) => tenants[tenant[row]!]!, key: (row) => tenants[tenant[row]!]! };
    case "host":
      return { of: (row) => tenant[row]! * hosts.length + host[row]!, name: hostName, key: hostName };
    case "day": {
      const day = (row: number) => dayOf(time[row]!);
      return { of: (row) => (Number.isNaN(time[row]!) ? -1e9 : Math.floor(time[row]! / DAY)), name: day, key: day };
    }
  }
}

/** Groups, the largest first (days: in order); within each, rows in the order given. */
export function groupRows(findings: FindingColumns, rows: Uint32Array, by: GroupKey): Group[] {
  const grouping = groupingBy(findings, by);
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(grouping.of(row), (counts.get(grouping.of(row)) ?? 0) + 1);
  const lists = new Map([...counts].map(([key, count]) => [key, { rows: new Uint32Array(count), filled: 0 }]));
  for (const row of rows) {
    const list = lists.get(grouping.of(row))!;
    list.rows[list.filled++] = row;
  }
  const groups = [...lists].map(([number, list]) => {
    const first = list.rows[0]!;
    return { number, group: { key: grouping.key(first), name: grouping.name(first), rows: list.rows } };
  });
  groups.sort((one, other) =>
    by === "day"
      ? one.number - other.number
      : other.group.rows.length - one.group.rows.length || one.number - other.number,
  );
  return groups.map(({ group }) => group);
}

/** What the table's lines are: a heading a group and, of open groups, their rows. */
export class Lines {
  private readonly starts: number[] = [];
  readonly length: number;

  constructor(
    private readonly groups: readonly Group[],
    private readonly open: ReadonlySet<string>,
  ) {
    let length = 0;
    for (const group of groups) {
      this.starts.push(length);
      length += 1 + (open.has(group.key) ? group.rows.length : 0);
    }
    this.length = length;
  }

  at(line: number): { group: Group; row: number | null } {
    let [low, high] = [0, this.starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.starts[middle]! <= line) low = middle;
      else high = middle - 1;
    }
    const group = this.groups[low]!;
    const within = line - this.starts[low]!;
    return { group, row: within === 0 ? null : group.rows[within - 1]! };
  }

  isOpen(group: Group): boolean {
    return this.open.has(group.key);
  }
}
