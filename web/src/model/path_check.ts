// The document `path` is read once: columns of one length, indices within their lists. Hops that point nowhere would otherwise draw nothing
// and say nothing.
import { DocumentDamaged } from "./column_file";
import type { HopColumns, PathDocument } from "./path";

const NUMBERS = [
  "from",
  "to",
  "account",
  "method",
  "status",
  "confidence",
  "suspicion",
  "intrusion",
  "border",
] as const;

function within(
  hops: HopColumns,
  name: "from" | "to" | "account" | "method" | "status",
  least: number,
  size: number,
): void {
  const column = hops[name];
  if (!column.every((index) => Number.isInteger(index) && index >= least && index < size)) {
    throw new DocumentDamaged(`path: hops.${name} points beyond its list`);
  }
}

/** Throws DocumentDamaged, or gives back what it was given. */
export function checkedPath(path: PathDocument): PathDocument {
  const { hops } = path;
  const rows = hops.id.length;
  if (hops.time.length !== rows || !NUMBERS.every((name) => hops[name].length === rows)) {
    throw new DocumentDamaged("path: columns of different lengths");
  }
  if (!path.hosts.every(([tenant]) => tenant >= 0 && tenant < path.tenants.length)) {
    throw new DocumentDamaged("path: a host of no tenant");
  }
  within(hops, "from", -1, path.hosts.length);
  within(hops, "to", -1, path.hosts.length);
  within(hops, "account", -1, path.accounts.length);
  within(hops, "method", 0, path.methods.length);
  within(hops, "status", 0, path.statuses.length);
  return path;
}
