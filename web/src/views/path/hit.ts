// What of a scene lies under the pointer: a node before a line, the intruder's line before others.
import { distanceTo } from "../../model/hop_curve";
import { isShown, type Shown } from "./draw_graph";
import type { Scene } from "./scene";

export type Hit = { node: number } | { edge: number } | null;

export function hitAt(scene: Scene, shown: Shown, x: number, y: number, reach: number): Hit {
  for (const node of scene.graph.nodes.keys()) {
    if (Math.hypot(scene.layout.x[node]! - x, scene.layout.y[node]! - y) <= Math.max(reach, 9)) return { node };
  }
  let best = -1;
  let nearest = reach;
  for (const [edge, { intrusion }] of scene.graph.edges.entries()) {
    if (!isShown(scene, shown, edge)) continue;
    const distance = distanceTo(scene.curves, edge, x, y) - (intrusion ? reach / 2 : 0);
    if (distance < nearest) {
      nearest = distance;
      best = edge;
    }
  }
  return best < 0 ? null : { edge: best };
}
