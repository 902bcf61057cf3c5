// The hops as a graph that can be drawn: at most `budget` edges. Hops of intrusions stay what they are as long as there is room; the
// others are drawn together, by the finest of these grains that fits: each hop, a pair of hosts on a day, a pair of hosts, hosts of a
// tenant that no intrusion touched as one node. Nothing is lost on the way: every hop of the document is in one edge or counted as undrawn.
import type { PathDocument } from "./path";

export type Grain = "hop" | "day" | "host" | "tenant";
export const GRAINS: readonly Grain[] = ["hop", "day", "host", "tenant"];

export interface GraphNode {
  kind: "host" | "others" | "unknown";
  /** Row of the document's tenants; -1: unknown. */
  tenant: number;
  /** Rows of the document's hosts that this node stands for; none: the unknown source. */
  hosts: number[];
  intrusion: boolean;
  /** Place in the order in which intrusions reached it; Infinity: none did. */
  order: number;
}

export interface GraphEdge {
  from: number;
  to: number;
  /** Rows of the document's hops, by time. */
  hops: number[];
  intrusion: boolean;
  border: boolean;
}

export interface HopGraph {
  nodes: GraphNode[];
  edges: GraphEdge[];
  grain: Grain;
  /** Hops that no edge has room for. */
  undrawn: number[];
  /** Rows of hops, by time, that the graph is about. */
  hops: number[];
}

export interface GraphWish {
  budget: number;
  /** null: the finest that fits. */
  grain: Grain | null;
  /** Rows of tenants whose hosts are each shown, whatever the grain. */
  opened: ReadonlySet<number>;
  /** Which hops at all. */
  wanted: (hop: number) => boolean;
}

const DAY_LENGTH = "2025-01-01".length;

/** Hosts that hops of an intrusion touch, in the order of being touched. */
function touchedHosts(path: PathDocument, hops: readonly number[]): Map<number, number> {
  const order = new Map<number, number>();
  for (const hop of hops) {
    if (path.hops.intrusion[hop] !== 1) continue;
    for (const host of [path.hops.from[hop]!, path.hops.to[hop]!]) {
      if (host >= 0 && !order.has(host)) order.set(host, order.size);
    }
  }
  return order;
}

class Nodes {
  readonly list: GraphNode[] = [];
  private readonly byKey = new Map<string, number>();
  private readonly known = new Map<number, number>();

  constructor(
    private readonly path: PathDocument,
    private readonly order: Map<number, number>,
    private readonly folds: (tenant: number) => boolean,
  ) {}

  of(host: number): number {
    const before = this.known.get(host);
    if (before !== undefined) return before;
    const node = this.place(host);
    this.known.set(host, node);
    if (host >= 0) this.list[node]!.hosts.push(host);
    return node;
  }

  private place(host: number): number {
    const tenant = host < 0 ? -1 : this.path.hosts[host]![0];
    const touched = this.order.get(host);
    if (host >= 0 && (touched !== undefined || !this.folds(tenant))) {
      return this.add({
        kind: "host",
        tenant,
        hosts: [],
        intrusion: touched !== undefined,
        order: touched ?? Infinity,
      });
    }
    const key = host < 0 ? "unknown" : `others ${tenant}`;
    const before = this.byKey.get(key);
    if (before !== undefined) return before;
    const node = this.add({
      kind: host < 0 ? "unknown" : "others",
      tenant,
      hosts: [],
      intrusion: false,
      order: Infinity,
    });
    this.byKey.set(key, node);
    return node;
  }

  private add(node: GraphNode): number {
    this.list.push(node);
    return this.list.length - 1;
  }
}

/** What hops must have in common to be one edge. */
function edgeKey(path: PathDocument, grain: Grain, hop: number, from: number, to: number): string {
  const strong = path.hops.intrusion[hop]!;
  if (grain === "hop") return String(hop);
  const day = grain === "day" ? path.hops.time[hop]!.slice(0, DAY_LENGTH) : "";
  return `${from} ${to} ${strong} ${day}`;
}

function edgesOf(
  path: PathDocument,
  hops: readonly number[],
  nodes: Nodes,
  grains: { strong: Grain; weak: Grain },
): GraphEdge[] {
  const edges = new Map<string, GraphEdge>();
  for (const hop of hops) {
    const [from, to] = [nodes.of(path.hops.from[hop]!), nodes.of(path.hops.to[hop]!)];
    const strong = path.hops.intrusion[hop] === 1;
    const key = edgeKey(path, strong ? grains.strong : grains.weak, hop, from, to);
    const edge = edges.get(key);
    if (edge === undefined)
      edges.set(key, { from, to, hops: [hop], intrusion: strong, border: path.hops.border[hop] === 1 });
    else {
      edge.hops.push(hop);
      edge.border ||= path.hops.border[hop] === 1;
    }
  }
  return [...edges.values()];
}

/** The edges with room, the intruder's and the most suspicious first; what is left over is said. */
function withinBudget(
  path: PathDocument,
  edges: GraphEdge[],
  budget: number,
): { edges: GraphEdge[]; undrawn: number[] } {
  if (edges.length <= budget) return { edges, undrawn: [] };
  const weight = (edge: GraphEdge) =>
    (edge.intrusion ? 2 : 0) + edge.hops.reduce((most, hop) => Math.max(most, path.hops.suspicion[hop]!), 0);
  const weighed = edges.map((edge, at) => ({ edge, at, weight: weight(edge) }));
  weighed.sort(
    (one, other) => other.weight - one.weight || other.edge.hops.length - one.edge.hops.length || one.at - other.at,
  );
  const left = weighed.slice(budget).flatMap(({ edge }) => edge.hops);
  return { edges: weighed.slice(0, budget).map(({ edge }) => edge), undrawn: left.sort((one, other) => one - other) };
}

function graphAt(
  path: PathDocument,
  hops: number[],
  grain: Grain,
  wish: GraphWish,
): { nodes: GraphNode[]; edges: GraphEdge[] } {
  const strongHops = hops.filter((hop) => path.hops.intrusion[hop] === 1);
  const crowded = strongHops.length > wish.budget;
  const order = grain === "tenant" && crowded ? new Map<number, number>() : touchedHosts(path, hops);
  const nodes = new Nodes(path, order, (tenant) => grain === "tenant" && !wish.opened.has(tenant));
  const edges = edgesOf(path, hops, nodes, { strong: crowded ? grain : "hop", weak: grain });
  return { nodes: nodes.list, edges };
}

export function hopGraph(path: PathDocument, wish: GraphWish): HopGraph {
  const hops: number[] = [];
  for (let hop = 0; hop < path.hops.id.length; ++hop) if (wish.wanted(hop)) hops.push(hop);
  for (const grain of wish.grain === null ? GRAINS : [wish.grain]) {
    const { nodes, edges } = graphAt(path, hops, grain, wish);
    const last = wish.grain !== null || grain === "tenant";
    if (edges.length > wish.budget && !last) continue;
    return { nodes, grain, hops, ...withinBudget(path, edges, wish.budget) };
  }
  throw new Error("no grain");
}
