// Which findings are shown. Every condition on a dictionary becomes one byte an entry, so that a row is judged by a few look-ups and a
// million rows take milliseconds; time is a binary search; words are looked for in the texts once, not in the rows.
import type { Column } from "./column_file";
import { type FindingColumns, firstAtOrAfter } from "./columns";
import type { FindingText } from "./finding";
import { queryWords, searchable, TextIndex } from "./matched_text";

export interface Filter {
  tenants: readonly string[];
  /** Hosts as "tenant/host"; a host's name alone means nothing without its tenant. */
  hosts: readonly string[];
  levels: readonly string[];
  /** Rule ids. */
  rules: readonly string[];
  /** Tags as written, e.g. attack.t1047: any of them. */
  techniques: readonly string[];
  certainty: "certain" | "uncertain" | null;
  /** Milliseconds; a record without a time passes only if both are null. */
  from: number | null;
  until: number | null;
  query: string;
  /** Rules hidden by an analyst. */
  hidden: readonly string[];
}

export const EVERYTHING: Filter = {
  tenants: [],
  hosts: [],
  levels: [],
  rules: [],
  techniques: [],
  certainty: null,
  from: null,
  until: null,
  query: "",
  hidden: [],
};

/** Where words are looked for: made once for a document of findings. */
export interface SearchIndex {
  rules: TextIndex;
  hosts: TextIndex;
  tenants: TextIndex;
  texts: TextIndex;
}

const overList = (texts: readonly string[]) => new TextIndex(texts.length, (at) => texts[at]!);

/** `texts`: null as long as the document of matched texts is not here; nothing is found in it then. */
export function searchIndex(findings: FindingColumns, texts: readonly FindingText[] | null): SearchIndex {
  return {
    rules: overList(findings.rules.map((rule) => `${rule.title}\n${rule.id}\n${rule.tags.join("\n")}`)),
    hosts: overList(findings.hosts),
    tenants: overList(findings.tenants),
    texts: new TextIndex(texts?.length ?? 0, (at) => searchable(texts![at]!)),
  };
}

function allowed(size: number, holds: (entry: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: size }, (_, entry) => (holds(entry) ? 1 : 0));
}

function keep(mask: Uint8Array, column: Column, table: Uint8Array, from: number, to: number): void {
  for (let row = from; row < to; ++row) mask[row]! &= table[column[row]!]!;
}

function keepByName(
  mask: Uint8Array,
  column: Column,
  names: readonly string[],
  wanted: readonly string[],
  from: number,
  to: number,
): void {
  if (wanted.length === 0) return;
  const set = new Set(wanted);
  keep(
    mask,
    column,
    allowed(names.length, (entry) => set.has(names[entry]!)),
    from,
    to,
  );
}

function keepRules(mask: Uint8Array, findings: FindingColumns, filter: Filter, from: number, to: number): void {
  if (filter.rules.length + filter.techniques.length + filter.hidden.length === 0) return;
  const [rules, hidden, tags] = [new Set(filter.rules), new Set(filter.hidden), new Set(filter.techniques)];
  const table = allowed(findings.rules.length, (entry) => {
    const rule = findings.rules[entry]!;
    return (
      (rules.size === 0 || rules.has(rule.id)) &&
      !hidden.has(rule.id) &&
      (tags.size === 0 || rule.tags.some((tag) => tags.has(tag)))
    );
  });
  keep(mask, findings.rule, table, from, to);
}

/** A host is a tenant's: both are asked, by one byte a pair. */
function keepHosts(
  mask: Uint8Array,
  findings: FindingColumns,
  hosts: readonly string[],
  from: number,
  to: number,
): void {
  if (hosts.length === 0) return;
  const width = findings.hosts.length;
  const pairs = new Uint8Array(width * findings.tenants.length);
  for (const wanted of hosts) {
    for (let tenant = 0; tenant < findings.tenants.length; ++tenant) {
      const prefix = `${findings.tenants[tenant]!}/`;
      const host = wanted.startsWith(prefix) ? findings.hosts.indexOf(wanted.slice(prefix.length)) : -1;
      if (host >= 0) pairs[tenant * width + host] = 1;
    }
  }
  for (let row = from; row < to; ++row) mask[row]! &= pairs[findings.tenant[row]! * width + findings.host[row]!]!;
}

function keepWord(
  mask: Uint8Array,
  findings: FindingColumns,
  index: SearchIndex,
  word: string,
  from: number,
  to: number,
): void {
  const [rules, hosts, tenants, texts] = [
    index.rules.find(word),
    index.hosts.find(word),
    index.tenants.find(word),
    index.texts.find(word),
  ];
  const { rule, host, tenant, text } = findings;
  for (let row = from; row < to; ++row) {
    mask[row]! &= rules[rule[row]!]! | hosts[host[row]!]! | tenants[tenant[row]!]! | (texts[text[row]!] ?? 0);
  }
}

function span(findings: FindingColumns, filter: Filter): [number, number] {
  if (filter.from === null && filter.until === null) return [0, findings.rows];
  const first = filter.from === null ? findings.firstTimed : firstAtOrAfter(findings, filter.from);
  const end = filter.until === null ? findings.endTimed : firstAtOrAfter(findings, filter.until + 1);
  return [first, Math.max(first, end)];
}

function collect(mask: Uint8Array, from: number, to: number): Uint32Array {
  let count = 0;
  for (let row = from; row < to; ++row) count += mask[row]!;
  const rows = new Uint32Array(count);
  let at = 0;
  for (let row = from; row < to; ++row) if (mask[row]! === 1) rows[at++] = row;
  return rows;
}

/** The rows that pass, in the order of time. */
export function filterRows(findings: FindingColumns, filter: Filter, index: SearchIndex): Uint32Array {
  const [from, to] = span(findings, filter);
  const mask = new Uint8Array(findings.rows).fill(1, from, to);
  keepByName(mask, findings.tenant, findings.tenants, filter.tenants, from, to);
  keepByName(mask, findings.level, findings.levels, filter.levels, from, to);
  keepHosts(mask, findings, filter.hosts, from, to);
  keepRules(mask, findings, filter, from, to);
  if (filter.certainty !== null)
    keep(
      mask,
      findings.certain,
      Uint8Array.from({ length: 256 }, (_, v) => +(v > 0 === (filter.certainty === "certain"))),
      from,
      to,
    );
  for (const word of queryWords(filter.query)) keepWord(mask, findings, index, word, from, to);
  return collect(mask, from, to);
}

/** How many of the rows have each entry of a column's dictionary. */
export function countBy(column: Column, size: number, rows: Uint32Array): Uint32Array {
  const counts = new Uint32Array(size);
  for (const row of rows) counts[column[row]!]! += 1;
  return counts;
}
