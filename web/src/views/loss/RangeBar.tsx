// A range of bytes on a scale that all rows of one table share: from 1 kB on, each step ten times the last.
import type { Bytes } from "../../model/impact";
import { bytes } from "../../parts/numbers";

const START = 3;

/** Powers of ten that the scale ends at, for the largest of all. */
export function scaleEnd(all: Bytes[]): number {
  const most = Math.max(1e6, ...all.map((one) => one.high ?? one.best ?? one.low));
  return Math.ceil(Math.log10(most) + 0.05);
}

function place(count: number, end: number): number {
  return Math.min(100, Math.max(0, (100 * (Math.log10(Math.max(1, count)) - START)) / (end - START)));
}

export function Scale({ end }: { end: number }) {
  const steps = Array.from({ length: end - START + 1 }, (_, at) => START + at);
  return (
    <span class="range-scale" aria-hidden="true">
      {steps.map((step) => (
        <span key={step} style={{ left: `${place(10 ** step, end)}%` }}>
          {bytes(10 ** step)}
        </span>
      ))}
    </span>
  );
}

/** "1.2 GB (1.0 to 1.5 GB)", or what can be said without. */
export function rangeText(range: Bytes): string {
  if (range.best === null) return range.low > 0 ? `at least ${bytes(range.low)}` : "not known";
  if (range.high === null) return `${bytes(range.best)} or more`;
  if (bytes(range.low) === bytes(range.high)) return bytes(range.best);
  return `${bytes(range.best)} (${bytes(range.low)} to ${bytes(range.high)})`;
}

export function RangeBar({ range, end }: { range: Bytes; end: number }) {
  if (range.best === null) return <span class="range range-unknown" aria-hidden="true" />;
  const low = place(range.low, end);
  const high = place(range.high ?? 10 ** end, end);
  return (
    <span class="range" aria-hidden="true">
      <span class="range-span" style={{ left: `${low}%`, width: `${Math.max(0, high - low)}%` }} />
      <span class="range-best" style={{ left: `${place(range.best, end)}%` }} />
    </span>
  );
}
