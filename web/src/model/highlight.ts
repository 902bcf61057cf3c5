// Which fields of a record a finding is about, and where in their text. Rules name fields as Sigma does; a record may name them otherwise, then
// the value tells.
import type { FindingText } from "./finding";

export interface Highlight {
  /** Name that the rule uses. */
  rule: string;
  /** Pieces of the value that were matched; empty: the whole. */
  from: number;
  until: number;
}

function valuesOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "number" || typeof value === "boolean") return [String(value)];
  return Array.isArray(value) ? value.flatMap(valuesOf) : [];
}

/** The value as far as it was kept: long ones are cut and end with …. */
function kept(value: string): string {
  return value.endsWith("…") ? value.slice(0, -1) : value;
}

function within(text: string, value: string): [number, number] | null {
  const piece = kept(value);
  if (piece === "") return null;
  const at = text.toLowerCase().indexOf(piece.toLowerCase());
  return at < 0 ? null : [at, at + piece.length];
}

/** The last part of a dotted name: `Event.EventData.CommandLine` and `CommandLine` are one. */
function lastPart(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1).toLowerCase();
}

/** For each field (row of `fields`) what of it was matched. Where no field bears the rule's name, all fields with the value count. */
export function highlights(fields: readonly [string, string][], text: FindingText): Map<number, Highlight> {
  const found = new Map<number, Highlight>();
  for (const [rule, matched] of Object.entries(text.matched)) {
    const named = fields.flatMap(([name], at) => (lastPart(name) === lastPart(rule) ? [at] : []));
    const places = named.length > 0 ? named : fields.map((_, at) => at);
    for (const value of valuesOf(matched)) {
      for (const at of places) {
        const place = within(fields[at]![1], value);
        if (place !== null) found.set(at, { rule, from: place[0], until: place[1] });
        else if (named.length > 0 && !found.has(at)) found.set(at, { rule, from: 0, until: fields[at]![1].length });
      }
    }
  }
  return found;
}
