// From what was asked to what the table shows: filtered, sorted, grouped. Measured as `findings-filter`, which the benchmark reads.
import { useEffect, useMemo, useState } from "preact/hooks";
import type { FindingColumns } from "../../model/columns";
import { filterRows, type SearchIndex, searchIndex } from "../../model/filter";
import type { FindingText } from "../../model/finding";
import { groupRows, Lines, sortRows } from "../../model/order";
import type { Wish } from "./wish";

const SLICE = 8;

/** The index, made ready in slices while the reader looks: the first search finds it done. */
export function useSearchIndex(findings: FindingColumns, texts: readonly FindingText[] | null): SearchIndex {
  const index = useMemo(() => searchIndex(findings, texts), [findings, texts]);
  useEffect(() => {
    let timer = 0;
    const go = () => {
      if (!index.texts.prepare(SLICE)) timer = window.setTimeout(go, 4);
    };
    timer = window.setTimeout(go, 50);
    return () => clearTimeout(timer);
  }, [index]);
  return index;
}

export interface Shown {
  rows: Uint32Array;
  /** What passes all but the levels: how many each level would add. */
  ofAnyLevel: Uint32Array;
  /** null: not grouped. */
  lines: Lines | null;
  open: ReadonlySet<string>;
  setOpen: (open: ReadonlySet<string>) => void;
}

const NONE: ReadonlySet<string> = new Set();

export function useShown(findings: FindingColumns, index: SearchIndex, wish: Wish, hidden: readonly string[]): Shown {
  const [open, setOpen] = useState(NONE);
  const asked = JSON.stringify([wish.filter, wish.withHidden ? [] : hidden]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `asked` is the filter and what is hidden, as text
  const filtered = useMemo(() => {
    const began = performance.now();
    const rows = filterRows(findings, { ...wish.filter, hidden: wish.withHidden ? [] : hidden }, index);
    performance.measure("findings-filter", { start: began, end: performance.now() });
    return rows;
  }, [findings, index, asked]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `filtered` is another whenever what is asked is
  const ofAnyLevel = useMemo(() => {
    if (wish.filter.levels.length === 0) return filtered;
    return filterRows(findings, { ...wish.filter, levels: [], hidden: wish.withHidden ? [] : hidden }, index);
  }, [findings, index, filtered]);
  const { by, descending } = wish.sorting;
  const rows = useMemo(() => sortRows(findings, filtered, { by, descending }), [findings, filtered, by, descending]);
  const groups = useMemo(
    () => (wish.group === null ? null : groupRows(findings, rows, wish.group)),
    [findings, rows, wish.group],
  );
  const lines = useMemo(() => (groups === null ? null : new Lines(groups, open)), [groups, open]);
  return { rows, ofAnyLevel, lines, open, setOpen };
}
