// What an id leads to: judgements name findings and hops by their ids alone.
import { useMemo } from "preact/hooks";
import { useDocument } from "../app/documents";
import type { Reference } from "../model/references";

/** null: neither a hop nor a finding of this page (an indicator, or what is not told to this reader). */
export function useIds(): (id: string) => Reference | null {
  const path = useDocument("path");
  const findings = useDocument("findings");
  return useMemo(() => {
    const hops = new Set(path.state === "here" ? path.value.hops.id : []);
    const columns = findings.state === "here" ? findings.value : null;
    return (id: string) => {
      if (hops.has(id)) return { hop: id };
      return columns && columns.row(id) >= 0 ? { finding: id } : null;
    };
  }, [path, findings]);
}
