// The graph: within its budget, and every hop in one edge or said to be undrawn.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bigCase, numbers } from "../../tools/big_case.mjs";
import { load } from "../source.mjs";
import { below } from "./random.mjs";

const { hopGraph, GRAINS } = await load("model/hop_graph.ts");
const { layOut } = await load("model/hop_layout.ts");
const { curvesOf, distanceTo, pointAt } = await load("model/hop_curve.ts");
const { checkedPath } = await load("model/path_check.ts");

function somePath(seed, hops) {
  const random = numbers(seed);
  const { path } = bigCase({
    findings: 1,
    hops,
    tenants: 2 + below(random, 6),
    hosts: 3 + below(random, 40),
    steps: below(random, hops),
    seed,
  });
  for (let hop = 0; hop < hops; ++hop) if (random() < 0.05) path.hops.from[hop] = -1;
  return path;
}

const wish = (changed) => ({ budget: 1500, grain: null, opened: new Set(), wanted: () => true, ...changed });

function holds(path, graph, budget) {
  assert.ok(graph.edges.length <= budget, `${graph.edges.length} edges`);
  const told = [...graph.edges.flatMap(({ hops }) => hops), ...graph.undrawn].sort((one, other) => one - other);
  assert.deepEqual(told, graph.hops);
  for (const { from, to, hops, intrusion, border } of graph.edges) {
    for (const [at, hop] of hops.entries()) {
      assert.ok(at === 0 || hops[at - 1] < hop, "by time");
      assert.equal(path.hops.intrusion[hop] === 1, intrusion, "the intruder's hops are drawn with nobody else's");
      const [source, target] = [graph.nodes[from], graph.nodes[to]];
      assert.ok(path.hops.from[hop] < 0 ? source.kind === "unknown" : source.hosts.includes(path.hops.from[hop]));
      assert.ok(path.hops.to[hop] < 0 ? target.kind === "unknown" : target.hosts.includes(path.hops.to[hop]));
    }
    assert.equal(
      border,
      hops.some((hop) => path.hops.border[hop] === 1),
    );
  }
  const hosts = graph.nodes.flatMap((node) => node.hosts);
  assert.equal(new Set(hosts).size, hosts.length, "a host is one node's");
}

test("no hop is lost, whatever the budget and grain", () => {
  for (let seed = 1; seed <= 25; ++seed) {
    const path = somePath(seed, 20 + seed * 30);
    for (const budget of [1, 10, 60, 1500]) {
      holds(path, hopGraph(path, wish({ budget })), budget);
      for (const grain of GRAINS) holds(path, hopGraph(path, wish({ budget, grain })), budget);
      holds(path, hopGraph(path, wish({ budget, opened: new Set([0, 1]) })), budget);
      holds(path, hopGraph(path, wish({ budget, wanted: (hop) => hop % 3 === 0 })), budget);
    }
  }
});

test("ten thousand hops are drawn in at most 1,500 lines, the intrusion hop by hop", () => {
  const { path } = bigCase({ findings: 1 });
  const graph = hopGraph(checkedPath(path), wish({}));
  holds(path, graph, 1500);
  assert.equal(graph.hops.length, 10_000);
  assert.equal(graph.undrawn.length, 0);
  assert.equal(graph.edges.filter(({ intrusion }) => intrusion).length, 40);
});

test("the finest grain that fits is taken", () => {
  const path = somePath(3, 300);
  assert.equal(hopGraph(path, wish({ budget: 300 })).grain, "hop");
  assert.notEqual(hopGraph(path, wish({ budget: 200 })).grain, "hop");
});

test("hosts stand within their organisation, and organisations beside each other", () => {
  for (let seed = 1; seed <= 10; ++seed) {
    const path = somePath(seed, 200);
    const { nodes, edges } = hopGraph(path, wish({}));
    for (const aspect of [0.6, 1.3, 2.5]) {
      const layout = layOut(nodes, { aspect, providers: new Set([0]) });
      for (const [node, { tenant }] of nodes.entries()) {
        const box = layout.boxes.find((one) => one.tenant === tenant);
        if (tenant < 0) continue;
        assert.ok(layout.x[node] > box.x && layout.x[node] < box.x + box.width, "across");
        assert.ok(layout.y[node] > box.y && layout.y[node] < box.y + box.height, "down");
      }
      for (const [at, one] of layout.boxes.entries()) {
        for (const other of layout.boxes.slice(at + 1)) {
          const apart =
            one.x + one.width <= other.x ||
            other.x + other.width <= one.x ||
            one.y + one.height <= other.y ||
            other.y + other.height <= one.y;
          assert.ok(apart, "boxes do not overlap");
        }
      }
      const curves = curvesOf(edges, layout);
      for (const edge of edges.keys())
        assert.ok(distanceTo(curves, edge, ...pointAt(curves, edge, 0.5)) < 3, "a line is hit where it is drawn");
    }
  }
});

test("a path that points beyond its lists is refused", () => {
  const broken = [
    (path) => (path.hops.to[3] = path.hosts.length),
    (path) => (path.hops.from[3] = -2),
    (path) => (path.hops.method[0] = 99),
    (path) => path.hops.time.pop(),
    (path) => (path.hosts[0] = [77, "X"]),
  ];
  for (const breaks of broken) {
    const path = somePath(4, 20);
    checkedPath(path);
    breaks(path);
    assert.throws(() => checkedPath(path), /path:/);
  }
});
