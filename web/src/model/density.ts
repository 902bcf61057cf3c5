// How many findings fall into each slice of a span, by level: what is drawn where single marks would lie upon each other.
import type { FindingColumns } from "./columns";
import type { Span } from "./lanes";

/** First of `rows` (in the order of time) at or after `time`. */
export function firstInRows(findings: FindingColumns, rows: Uint32Array, time: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (findings.time[rows[middle]!]! < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Rows whose time lies in the span, its end included. */
export function rowsWithin(findings: FindingColumns, rows: Uint32Array, span: Span): Uint32Array {
  return rows.subarray(firstInRows(findings, rows, span.from), firstInRows(findings, rows, span.until + 0.5));
}

/** `bins` slices by level: count at [slice * levels + level]. Every row within the span is counted once. */
export function densityOf(findings: FindingColumns, rows: Uint32Array, span: Span, bins: number): Uint32Array {
  const levels = Math.max(findings.levels.length, 1);
  const counts = new Uint32Array(bins * levels);
  const scale = bins / Math.max(span.until - span.from, 1e-9);
  for (const row of rowsWithin(findings, rows, span)) {
    const slice = Math.min(bins - 1, Math.max(0, Math.floor((findings.time[row]! - span.from) * scale)));
    counts[slice * levels + findings.level[row]!]! += 1;
  }
  return counts;
}
