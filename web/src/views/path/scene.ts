// What the graph draws: nodes with places, lines, names. Made when hops or grain change, not when the reader moves about.
import type { CaseTenant } from "../../model/case";
import { type Curves, curvesOf, entersAt } from "../../model/hop_curve";
import type { HopGraph } from "../../model/hop_graph";
import { type Layout, layOut } from "../../model/hop_layout";
import type { PathDocument } from "../../model/path";
import { plain } from "../../parts/Text";

export interface Scene {
  graph: HopGraph;
  layout: Layout;
  curves: Curves;
  /** Names of nodes and boxes, safe to draw. */
  names: string[];
  boxNames: string[];
  /** Milliseconds of each hop of the document. */
  times: Float64Array;
  /** Row of the document's statuses that each edge is drawn as: its surest hop's. */
  status: string[];
  /** Where an edge crosses into another organisation, 0 … 1; NaN: it does not. */
  gates: Float32Array;
  /** Number in the order of the intrusion, of edges that are one hop of it; 0: none. */
  step: Int32Array;
}

const SURE = ["confirmed", "probable", "inferred"];

function nodeName(path: PathDocument, graph: HopGraph, node: number): string {
  const { kind, hosts } = graph.nodes[node]!;
  if (kind === "unknown") return "a place not known";
  if (kind === "others") return `${hosts.length} other ${hosts.length === 1 ? "host" : "hosts"}`;
  return plain(path.hosts[hosts[0]!]![1], 40) || "no host named";
}

function surest(path: PathDocument, hops: readonly number[]): string {
  let best = SURE.length;
  for (const hop of hops) {
    const at = SURE.indexOf(path.statuses[path.hops.status[hop]!]!);
    if (at >= 0 && at < best) best = at;
  }
  return SURE[best] ?? "inferred";
}

export function roleOf(tenants: readonly CaseTenant[], name: string): string {
  const role = tenants.find((tenant) => tenant.name === name)?.role;
  if (role === "msp") return "service provider";
  return role === "client" ? "client" : "";
}

/** Whoever the case says serves others; where it says nothing, nobody. */
function providersOf(path: PathDocument, tenants: readonly CaseTenant[]): Set<number> {
  const rows = path.tenants.map((name, row) => (roleOf(tenants, name) === "service provider" ? row : -1));
  return new Set(rows.filter((row) => row >= 0));
}

export function sceneOf(path: PathDocument, graph: HopGraph, tenants: readonly CaseTenant[], aspect: number): Scene {
  const layout = layOut(graph.nodes, { aspect, providers: providersOf(path, tenants) });
  const curves = curvesOf(graph.edges, layout);
  const gates = new Float32Array(graph.edges.length).fill(Number.NaN);
  const step = new Int32Array(graph.edges.length);
  const strong = graph.hops.filter((hop) => path.hops.intrusion[hop] === 1);
  const number = new Map(strong.map((hop, at) => [hop, at + 1]));
  graph.edges.forEach((edge, at) => {
    const box = layout.boxes.find(({ tenant }) => tenant === graph.nodes[edge.to]!.tenant);
    const crosses = graph.nodes[edge.from]!.tenant !== graph.nodes[edge.to]!.tenant;
    if (crosses && box !== undefined) gates[at] = entersAt(curves, at, box) ?? Number.NaN;
    if (edge.intrusion && edge.hops.length === 1) step[at] = number.get(edge.hops[0]!) ?? 0;
  });
  return {
    graph,
    layout,
    curves,
    gates,
    step,
    names: graph.nodes.map((_, node) => nodeName(path, graph, node)),
    boxNames: layout.boxes.map(({ tenant }) => {
      const role = roleOf(tenants, path.tenants[tenant]!);
      return plain(path.tenants[tenant]!, 40) + (role ? ` · ${role}` : "");
    }),
    times: Float64Array.from(path.hops.time, (time) => Date.parse(time)),
    status: graph.edges.map((edge) => surest(path, edge.hops)),
  };
}
