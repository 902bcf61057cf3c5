// The line of an edge: a quadratic curve from node to node, bent so that there and back, and several between the same two, lie beside each
// other. One place for it: what is drawn is what is hit.
import type { GraphEdge } from "./hop_graph";
import type { Box, Layout } from "./hop_layout";

/** Six numbers an edge: start, control, end. */
export type Curves = Float32Array;

export function curvesOf(edges: readonly GraphEdge[], layout: Layout): Curves {
  const curves = new Float32Array(edges.length * 6);
  const beside = new Map<string, number>();
  edges.forEach((edge, at) => {
    const pair = `${edge.from} ${edge.to}`;
    const number = beside.get(pair) ?? 0;
    beside.set(pair, number + 1);
    curves.set(curve(edge, number, layout), at * 6);
  });
  return curves;
}

function curve(edge: GraphEdge, number: number, layout: Layout): [number, number, number, number, number, number] {
  const [ax, ay, bx, by] = [layout.x[edge.from]!, layout.y[edge.from]!, layout.x[edge.to]!, layout.y[edge.to]!];
  const length = Math.hypot(bx - ax, by - ay);
  if (length < 1) return [ax - 8, ay, ax, ay - 60 - number * 12, ax + 8, ay];
  const bend = 0.1 * length + 6 + Math.min(number, 12) * 14;
  const [nx, ny] = [-(by - ay) / length, (bx - ax) / length];
  return [ax, ay, (ax + bx) / 2 + nx * bend, (ay + by) / 2 + ny * bend, bx, by];
}

export function pointAt(curves: Curves, edge: number, t: number): [number, number] {
  const at = edge * 6;
  const [a, b, c] = [(1 - t) * (1 - t), 2 * t * (1 - t), t * t];
  return [
    a * curves[at]! + b * curves[at + 2]! + c * curves[at + 4]!,
    a * curves[at + 1]! + b * curves[at + 3]! + c * curves[at + 5]!,
  ];
}

const STEPS = 24;

/** How far a point is from the edge's line. */
export function distanceTo(curves: Curves, edge: number, x: number, y: number): number {
  let nearest = Infinity;
  let [px, py] = pointAt(curves, edge, 0);
  for (let step = 1; step <= STEPS; ++step) {
    const [qx, qy] = pointAt(curves, edge, step / STEPS);
    const [dx, dy] = [qx - px, qy - py];
    const along = Math.max(0, Math.min(1, ((x - px) * dx + (y - py) * dy) / (dx * dx + dy * dy || 1)));
    nearest = Math.min(nearest, Math.hypot(x - px - along * dx, y - py - along * dy));
    [px, py] = [qx, qy];
  }
  return nearest;
}

function inside(box: Box, [x, y]: [number, number]): boolean {
  return x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
}

/** Where along the line it enters the box (0 … 1); null: it never does. */
export function entersAt(curves: Curves, edge: number, box: Box): number | null {
  let before = inside(box, pointAt(curves, edge, 0));
  let found: number | null = null;
  for (let step = 1; step <= 2 * STEPS; ++step) {
    const now = inside(box, pointAt(curves, edge, step / (2 * STEPS)));
    if (now && !before) found = (step - 0.5) / (2 * STEPS);
    before = now;
  }
  return found;
}
