// What lies in the part of the timeline that is on the screen, as a list: the same for who cannot see the picture.
import type { FindingColumns } from "./columns";
import { rowsWithin } from "./density";
import type { Lane, Span } from "./lanes";
import type { CoverageGap, Session } from "./timeline";

export type Happening =
  | { kind: "finding"; time: number; lane: Lane; row: number }
  | { kind: "hop"; time: number; lane: Lane; hop: number }
  | { kind: "session"; time: number; lane: Lane; session: Session }
  | { kind: "gap"; time: number; lane: Lane; gap: CoverageGap };

export interface InView {
  /** By time, at most the number asked for. */
  list: Happening[];
  findings: number;
  hops: number;
  sessions: number;
  gaps: number;
}

/** `hopTimes`: milliseconds of each hop. A hop stands in the lane that it arrives at, or in the one that it left if only that is shown. */
export function inView(
  findings: FindingColumns,
  hopTimes: Float64Array,
  lanes: readonly Lane[],
  span: Span,
  most: number,
): InView {
  const found: Happening[] = [];
  const hopsSeen = new Set<number>();
  const view: InView = { list: found, findings: 0, hops: 0, sessions: 0, gaps: 0 };
  const within = (from: number, until: number) => until >= span.from && from <= span.until;
  for (const lane of lanes) {
    const rows = rowsWithin(findings, lane.findings, span);
    view.findings += rows.length;
    for (const row of rows.subarray(0, most)) found.push({ kind: "finding", time: findings.time[row]!, lane, row });
    for (const hop of lane.hops) {
      const time = hopTimes[hop]!;
      if (!within(time, time) || hopsSeen.has(hop)) continue;
      hopsSeen.add(hop);
      found.push({ kind: "hop", time, lane, hop });
    }
    for (const session of lane.sessions) {
      const first = Date.parse(session.first);
      if (!within(first, session.last === null ? first : Date.parse(session.last))) continue;
      view.sessions += 1;
      found.push({ kind: "session", time: first, lane, session });
    }
    for (const gap of lane.gaps) {
      if (!within(gap.from, gap.until)) continue;
      view.gaps += 1;
      found.push({ kind: "gap", time: gap.from, lane, gap });
    }
  }
  view.hops = hopsSeen.size;
  found.sort((one, other) => one.time - other.time);
  found.length = Math.min(found.length, most);
  return view;
}
