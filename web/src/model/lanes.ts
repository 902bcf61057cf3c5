// The lanes of the timeline: one a host, under its organisation. A lane holds what has a time there, and when anybody was listening at all.
import type { FindingColumns } from "./columns";
import type { PathDocument } from "./path";
import type { CoverageGap, CoverageRow, Session, TimelineDocument } from "./timeline";

export const DAY = 86_400_000;

export interface Span {
  from: number;
  until: number;
}

export interface Lane {
  tenant: string;
  /** "" where the log names none: the organisation's directory, its VPN. */
  host: string;
  /** Rows of findings that have a time, in its order. */
  findings: Uint32Array;
  /** Rows of hops that arrive here or set out from here, by time. */
  hops: number[];
  sessions: Session[];
  gaps: (CoverageGap & Span)[];
  /** When any log of this host has records (whole days), merged and in order. */
  heard: Span[];
  channels: CoverageRow[];
  /** First hop of an intrusion that touches it, by row; Infinity: none does. */
  touched: number;
}

const key = (tenant: string, host: string) => `${tenant}\u0000${host}`;

class Lanes {
  readonly byKey = new Map<string, Lane>();

  of(tenant: string, host: string): Lane {
    const known = this.byKey.get(key(tenant, host));
    if (known !== undefined) return known;
    const lane: Lane = {
      tenant,
      host,
      findings: new Uint32Array(0),
      hops: [],
      sessions: [],
      gaps: [],
      heard: [],
      channels: [],
      touched: Infinity,
    };
    this.byKey.set(key(tenant, host), lane);
    return lane;
  }
}

function addFindings(lanes: Lanes, findings: FindingColumns): void {
  const width = findings.hosts.length;
  const counts = new Uint32Array(width * findings.tenants.length);
  for (let row = findings.firstTimed; row < findings.endTimed; ++row)
    counts[findings.tenant[row]! * width + findings.host[row]!]! += 1;
  const lists = new Map<number, Uint32Array>();
  counts.forEach((count, pair) => {
    if (count > 0) lists.set(pair, new Uint32Array(count));
  });
  counts.fill(0);
  for (let row = findings.firstTimed; row < findings.endTimed; ++row) {
    const pair = findings.tenant[row]! * width + findings.host[row]!;
    lists.get(pair)![counts[pair]!++] = row;
  }
  for (const [pair, rows] of lists) {
    lanes.of(findings.tenants[Math.floor(pair / width)]!, findings.hosts[pair % width]!).findings = rows;
  }
}

function addHops(lanes: Lanes, path: PathDocument): void {
  for (let hop = 0; hop < path.hops.id.length; ++hop) {
    for (const host of new Set([path.hops.from[hop]!, path.hops.to[hop]!])) {
      if (host < 0) continue;
      const [tenant, name] = path.hosts[host]!;
      const lane = lanes.of(path.tenants[tenant]!, name);
      lane.hops.push(hop);
      if (path.hops.intrusion[hop] === 1) lane.touched = Math.min(lane.touched, hop);
    }
  }
}

/** Joins spans that touch or overlap. */
export function merged(spans: Span[]): Span[] {
  const sorted = spans.filter(({ from, until }) => until > from).sort((one, other) => one.from - other.from);
  const joined: Span[] = [];
  for (const span of sorted) {
    const last = joined.at(-1);
    if (last !== undefined && span.from <= last.until) last.until = Math.max(last.until, span.until);
    else joined.push({ ...span });
  }
  return joined;
}

/** What of the whole is in none of the spans, which are merged and in order. */
export function silences(heard: readonly Span[], whole: Span): Span[] {
  const silent: Span[] = [];
  let from = whole.from;
  for (const span of heard) {
    if (span.from > from) silent.push({ from, until: Math.min(span.from, whole.until) });
    from = Math.max(from, span.until);
    if (from >= whole.until) break;
  }
  if (from < whole.until) silent.push({ from, until: whole.until });
  return silent.filter(({ from: start, until }) => until > start);
}

function addTimeline(lanes: Lanes, timeline: TimelineDocument): void {
  for (const session of timeline.sessions) lanes.of(session.tenant, session.host).sessions.push(session);
  for (const row of timeline.coverage) lanes.of(row.tenant, row.host).channels.push(row);
  for (const gap of timeline.gaps) {
    const span = { from: Date.parse(gap.before), until: Date.parse(gap.after) };
    if (!Number.isNaN(span.from) && span.until >= span.from)
      lanes.of(gap.tenant, gap.host).gaps.push({ ...gap, ...span });
  }
  for (const lane of lanes.byKey.values()) {
    const spans = lane.channels.flatMap(({ days }) =>
      days.map(([first, count]) => ({ from: first * DAY, until: (first + count) * DAY })),
    );
    lane.heard = merged(spans);
    lane.sessions.sort((one, other) => Date.parse(one.first) - Date.parse(other.first));
  }
}

/** Hosts as the intrusion came to them, then those with findings, then the others. */
function before(one: Lane, other: Lane): number {
  if (one.touched !== other.touched) return one.touched < other.touched ? -1 : 1;
  const found = Number(other.findings.length > 0) - Number(one.findings.length > 0);
  return found || one.host.localeCompare(other.host, "en", { numeric: true });
}

export interface Organisation {
  tenant: string;
  lanes: Lane[];
}

/** Organisations in the order given (others after them), in each the lanes that matter first. */
export function lanesOf(
  tenants: readonly string[],
  findings: FindingColumns,
  path: PathDocument,
  timeline: TimelineDocument,
): Organisation[] {
  const lanes = new Lanes();
  addFindings(lanes, findings);
  addHops(lanes, path);
  addTimeline(lanes, timeline);
  const organisations = new Map<string, Lane[]>(tenants.map((tenant) => [tenant, []]));
  for (const lane of lanes.byKey.values()) {
    const list = organisations.get(lane.tenant);
    if (list === undefined) organisations.set(lane.tenant, [lane]);
    else list.push(lane);
  }
  return [...organisations]
    .map(([tenant, list]) => ({ tenant, lanes: list.sort(before) }))
    .filter(({ lanes: list }) => list.length > 0);
}

/** From the first to the last that has a time, with a little room; null: nothing has one. */
export function wholeSpan(
  findings: FindingColumns,
  path: PathDocument,
  organisations: readonly Organisation[],
): Span | null {
  let [from, until] = [Infinity, -Infinity];
  const take = (time: number) => {
    if (time < from) from = time;
    if (time > until) until = time;
  };
  if (findings.endTimed > findings.firstTimed) {
    take(findings.time[findings.firstTimed]!);
    take(findings.time[findings.endTimed - 1]!);
  }
  for (const time of path.hops.time) take(Date.parse(time));
  for (const { lanes } of organisations) {
    for (const lane of lanes) {
      for (const span of [...lane.heard, ...lane.gaps]) {
        take(span.from);
        take(span.until);
      }
    }
  }
  if (!(from <= until)) return null;
  const room = Math.max((until - from) * 0.02, 1000);
  return { from: from - room, until: until + room };
}
