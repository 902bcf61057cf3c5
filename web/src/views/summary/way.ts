// The way from organisation to organisation, out of the hops of the intrusions: a tree from where it began.
import type { PathDocument } from "../../model/path";

export interface Crossing {
  hop: string;
  time: string;
  account: string;
  method: string;
  status: string;
  /** How many hops cross here, this one among them. */
  hops: number;
  to: Stop;
}

export interface Stop {
  tenant: string;
  /** The first step on it came from where no log of this case tells: it did not begin here as far as is known. */
  entered: boolean;
  hosts: number;
  onward: Crossing[];
}

interface Step {
  row: number;
  from: string | null;
  to: string;
}

function steps(path: PathDocument): Step[] {
  const tenantOf = (host: number) => (host < 0 ? null : (path.tenants[path.hosts[host]![0]] ?? null));
  const out: Step[] = [];
  path.hops.intrusion.forEach((on, row) => {
    const to = tenantOf(path.hops.to[row]!);
    if (on && to !== null) out.push({ row, from: tenantOf(path.hops.from[row]!), to });
  });
  return out;
}

function hostsByTenant(path: PathDocument): Map<string, number> {
  const seen = new Set<number>();
  path.hops.intrusion.forEach((on, row) => {
    if (!on) return;
    seen.add(path.hops.from[row]!);
    seen.add(path.hops.to[row]!);
  });
  const counts = new Map<string, number>();
  for (const host of seen) {
    if (host < 0) continue;
    const tenant = path.tenants[path.hosts[host]![0]] ?? "";
    counts.set(tenant, (counts.get(tenant) ?? 0) + 1);
  }
  return counts;
}

/** Where it began, with all that was reached from there; an organisation stands where it was first reached. */
export function wayOf(path: PathDocument): Stop[] {
  const hosts = hostsByTenant(path);
  const stops = new Map<string, Stop>();
  const reached = new Set<string>();
  const stop = (tenant: string, entered: boolean): Stop => {
    let known = stops.get(tenant);
    if (!known) {
      known = { tenant, entered, hosts: hosts.get(tenant) ?? 0, onward: [] };
      stops.set(tenant, known);
    }
    return known;
  };
  for (const { row, from, to } of steps(path)) {
    const before = from === null ? null : stop(from, false);
    const at = stop(to, from === null);
    if (before === null || before === at) continue;
    const known = before.onward.find((crossing) => crossing.to === at);
    if (known) {
      known.hops++;
    } else if (!reached.has(to) && !leadsTo(at, before)) {
      reached.add(to);
      before.onward.push(crossingAt(path, row, at));
    }
  }
  return [...stops.values()].filter((one) => !reached.has(one.tenant));
}

function leadsTo(from: Stop, to: Stop): boolean {
  return from === to || from.onward.some((crossing) => leadsTo(crossing.to, to));
}

function crossingAt(path: PathDocument, row: number, to: Stop): Crossing {
  const { hops } = path;
  return {
    hop: hops.id[row]!,
    time: hops.time[row]!,
    account: path.accounts[hops.account[row]!] ?? "",
    method: path.methods[hops.method[row]!] ?? "",
    status: path.statuses[hops.status[row]!] ?? "",
    hops: 1,
    to,
  };
}
