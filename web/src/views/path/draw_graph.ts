// Draws a scene: boxes, ordinary hops faint, the intrusion strong, hosts, names. What lies outside the window is passed over, and names are
// left out where they would be too small to read. Status is the line's style, never its colour alone.
import type { Curves } from "../../model/hop_curve";
import { pointAt } from "../../model/hop_curve";
import { HEADING } from "../../model/hop_layout";
import type { Palette } from "./palette";
import type { Scene } from "./scene";

export interface Camera {
  k: number;
  x: number;
  y: number;
}

export interface Shown {
  /** Only hops up to this time (milliseconds). */
  until: number;
  /** Only steps of the intrusion up to this one. */
  steps: number;
  chosenEdge: number;
  chosenNode: number;
  /** 0 … 1 along the newest step while it is played; null: at rest. */
  travel: { edge: number; at: number } | null;
  methods: (edge: number) => string;
}

const DASHES: Record<string, number[]> = { confirmed: [], probable: [9, 5], inferred: [2, 5] };

export function isShown(scene: Scene, shown: Shown, edge: number): boolean {
  const step = scene.step[edge]!;
  if (step > 0) return step <= shown.steps;
  return scene.times[scene.graph.edges[edge]!.hops[0]!]! <= shown.until;
}

class Window {
  constructor(
    private readonly camera: Camera,
    private readonly width: number,
    private readonly height: number,
  ) {}

  sees(x: number, y: number, room: number): boolean {
    const [px, py] = [x * this.camera.k + this.camera.x, y * this.camera.k + this.camera.y];
    const margin = room * this.camera.k;
    return px > -margin && py > -margin && px < this.width + margin && py < this.height + margin;
  }

  seesCurve(curves: Curves, edge: number): boolean {
    const at = edge * 6;
    const { k, x, y } = this.camera;
    const left = Math.min(curves[at]!, curves[at + 2]!, curves[at + 4]!) * k + x;
    const right = Math.max(curves[at]!, curves[at + 2]!, curves[at + 4]!) * k + x;
    const top = Math.min(curves[at + 1]!, curves[at + 3]!, curves[at + 5]!) * k + y;
    const bottom = Math.max(curves[at + 1]!, curves[at + 3]!, curves[at + 5]!) * k + y;
    return right > 0 && bottom > 0 && left < this.width && top < this.height;
  }
}

function trace(context: CanvasRenderingContext2D, curves: Curves, edge: number): void {
  const at = edge * 6;
  context.moveTo(curves[at]!, curves[at + 1]!);
  context.quadraticCurveTo(curves[at + 2]!, curves[at + 3]!, curves[at + 4]!, curves[at + 5]!);
}

function drawBoxes(context: CanvasRenderingContext2D, scene: Scene, palette: Palette, camera: Camera): void {
  context.lineWidth = 1.5;
  for (const [at, box] of scene.layout.boxes.entries()) {
    context.fillStyle = palette.box;
    context.strokeStyle = palette.boxEdge;
    context.beginPath();
    context.roundRect(box.x, box.y, box.width, box.height, 10);
    context.fill();
    context.stroke();
    if (camera.k < 0.12) continue;
    context.fillStyle = palette.ink;
    const size = Math.min(Math.max(15, 11 / camera.k), 30);
    context.font = `600 ${size}px ${palette.font}`;
    context.textAlign = "left";
    context.textBaseline = "middle";
    context.fillText(scene.boxNames[at]!, box.x + 14, box.y + HEADING / 2 + 2, box.width - 20);
  }
}

/** Ordinary hops: one path a style, as thousands of single strokes would not keep up with the hand. */
function drawWeak(
  context: CanvasRenderingContext2D,
  scene: Scene,
  shown: Shown,
  palette: Palette,
  window: Window,
): void {
  context.strokeStyle = palette.faint;
  for (const [status, dash] of Object.entries(DASHES)) {
    context.setLineDash(dash);
    for (const many of [false, true]) {
      context.lineWidth = many ? 2 : 1;
      context.beginPath();
      for (const [edge, { intrusion, hops }] of scene.graph.edges.entries()) {
        if (intrusion || scene.status[edge] !== status || hops.length > 9 !== many) continue;
        if (isShown(scene, shown, edge) && window.seesCurve(scene.curves, edge)) trace(context, scene.curves, edge);
      }
      context.stroke();
    }
  }
  context.setLineDash([]);
}

function drawArrow(context: CanvasRenderingContext2D, curves: Curves, edge: number, at: number, size: number): void {
  const [x, y] = pointAt(curves, edge, at);
  const [px, py] = pointAt(curves, edge, at - 0.04);
  const turn = Math.atan2(y - py, x - px);
  context.save();
  context.translate(x, y);
  context.rotate(turn);
  context.beginPath();
  context.moveTo(0, 0);
  context.lineTo(-size, -size * 0.5);
  context.lineTo(-size, size * 0.5);
  context.closePath();
  context.fill();
  context.restore();
}

/** Two bars across the line: here it passes into another organisation. */
function drawGate(context: CanvasRenderingContext2D, curves: Curves, edge: number, at: number): void {
  const [x, y] = pointAt(curves, edge, at);
  const [px, py] = pointAt(curves, edge, at - 0.02);
  context.save();
  context.translate(x, y);
  context.rotate(Math.atan2(y - py, x - px));
  context.lineWidth = 2;
  context.setLineDash([]);
  context.beginPath();
  for (const bar of [-3, 3]) {
    context.moveTo(bar, -9);
    context.lineTo(bar, 9);
  }
  context.stroke();
  context.restore();
}

function drawStrongEdge(
  context: CanvasRenderingContext2D,
  scene: Scene,
  shown: Shown,
  palette: Palette,
  edge: number,
): void {
  const chosen = edge === shown.chosenEdge;
  const colour = chosen ? palette.chosen : scene.graph.edges[edge]!.intrusion ? palette.strong : palette.soft;
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineWidth = chosen ? 5 : 3;
  context.setLineDash(DASHES[scene.status[edge]!] ?? []);
  context.beginPath();
  trace(context, scene.curves, edge);
  context.stroke();
  context.setLineDash([]);
  const length = Math.hypot(
    scene.curves[edge * 6]! - scene.curves[edge * 6 + 4]!,
    scene.curves[edge * 6 + 1]! - scene.curves[edge * 6 + 5]!,
  );
  drawArrow(context, scene.curves, edge, Math.max(0.5, 1 - 13 / Math.max(length, 14)), 13);
  const gate = scene.gates[edge]!;
  if (!Number.isNaN(gate)) drawGate(context, scene.curves, edge, gate);
}

function drawLabel(
  context: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  type: number,
  palette: Palette,
  colour: string,
): void {
  const [width, height] = [context.measureText(text).width + type * 0.8, type * 1.5];
  context.fillStyle = palette.ground;
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  context.roundRect(x - width / 2, y - height / 2, width, height, height / 2);
  context.fill();
  context.stroke();
  context.fillStyle = palette.ink;
  context.fillText(text, x, y + 0.5);
}

interface Taken {
  x: number;
  y: number;
  width: number;
  height: number;
}

function overlaps(one: Taken, all: readonly Taken[]): boolean {
  return all.some(
    (other) =>
      Math.abs(one.x - other.x) < (one.width + other.width) / 2 &&
      Math.abs(one.y - other.y) < (one.height + other.height) / 2,
  );
}

const PLACES = [0.5, 0.38, 0.62, 0.28, 0.72];

/** Where along its line a text lies on no other; null: nowhere. */
function freePlace(
  context: CanvasRenderingContext2D,
  curves: Curves,
  edge: number,
  text: string,
  type: number,
  taken: readonly Taken[],
): Taken | null {
  const [width, height] = [context.measureText(text).width + type * 0.8, type * 1.5];
  for (const t of PLACES) {
    const [x, y] = pointAt(curves, edge, t);
    const place = { x, y, width, height };
    if (!overlaps(place, taken)) return place;
  }
  return null;
}

/** Number and way in where there is room, else the number, else the number over others: a step without one would be lost. */
function drawStepLabels(
  context: CanvasRenderingContext2D,
  scene: Scene,
  shown: Shown,
  palette: Palette,
  camera: Camera,
): void {
  if (camera.k < 0.25) return;
  const type = Math.min(Math.max(11, 10 / camera.k), 30);
  const taken: Taken[] = [];
  context.font = `600 ${type}px ${palette.font}`;
  for (const [node, { intrusion }] of scene.graph.nodes.entries()) {
    if (intrusion)
      taken.push({ x: scene.layout.x[node]!, y: scene.layout.y[node]! + type, width: type * 5, height: type * 2.6 });
  }
  context.textAlign = "center";
  context.textBaseline = "middle";
  const labelled = [...scene.graph.edges.keys()].filter(
    (edge) => (scene.step[edge]! > 0 || edge === shown.chosenEdge) && isShown(scene, shown, edge),
  );
  labelled.sort((one, other) => Number(other === shown.chosenEdge) - Number(one === shown.chosenEdge));
  for (const edge of labelled) {
    const number = scene.step[edge] === 0 ? "" : `${scene.step[edge]}`;
    const long = `${number} ${shown.methods(edge)}`.trim();
    const whole = freePlace(context, scene.curves, edge, long, type, taken);
    const [x, y] = pointAt(scene.curves, edge, 0.5);
    const place = whole ??
      freePlace(context, scene.curves, edge, number, type, taken) ?? { x, y, width: type * 2, height: type * 1.5 };
    taken.push(place);
    const colour = edge === shown.chosenEdge ? palette.chosen : palette.strong;
    drawLabel(context, whole ? long : number, place.x, place.y, type, palette, colour);
  }
}

function drawNodes(
  context: CanvasRenderingContext2D,
  scene: Scene,
  shown: Shown,
  palette: Palette,
  camera: Camera,
  window: Window,
): void {
  const named = camera.k * 11 >= 6.5;
  context.textBaseline = "middle";
  for (const [node, { kind, intrusion }] of scene.graph.nodes.entries()) {
    const [x, y] = [scene.layout.x[node]!, scene.layout.y[node]!];
    if (!window.sees(x, y, 120)) continue;
    const size = intrusion ? 8 : kind === "host" ? 4 : 7;
    context.fillStyle = node === shown.chosenNode ? palette.chosen : intrusion ? palette.strong : palette.soft;
    context.beginPath();
    if (kind === "host") context.arc(x, y, size, 0, 7);
    else context.rect(x - size, y - size, 2 * size, 2 * size);
    context.fill();
    if (intrusion || kind === "unknown") {
      const type = Math.min(Math.max(13, 11 / camera.k), 32);
      context.font = `600 ${type}px ${palette.font}`;
      context.textAlign = "center";
      context.fillStyle = palette.ink;
      if (camera.k * type >= 6)
        drawName(context, scene.names[node]!, x, y + 9 + type * 0.85, kind === "unknown" ? 600 : 150, palette);
    } else if (named) {
      context.font = `11px ${palette.font}`;
      context.textAlign = "left";
      context.fillStyle = palette.soft;
      context.fillText(scene.names[node]!, x + size + 4, y + 0.5, 76);
    }
  }
}

/** A name that lines run behind stands on a halo of the ground. */
function drawName(
  context: CanvasRenderingContext2D,
  name: string,
  x: number,
  y: number,
  most: number,
  palette: Palette,
): void {
  context.strokeStyle = palette.box;
  context.lineWidth = 4;
  context.lineJoin = "round";
  context.strokeText(name, x, y, most);
  context.fillText(name, x, y, most);
}

export function drawScene(
  canvas: HTMLCanvasElement,
  scene: Scene,
  camera: Camera,
  shown: Shown,
  palette: Palette,
): void {
  const context = canvas.getContext("2d");
  if (context === null) return;
  const density = canvas.width / Math.max(canvas.clientWidth, 1);
  const window = new Window(camera, canvas.clientWidth, canvas.clientHeight);
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = palette.ground;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.setTransform(camera.k * density, 0, 0, camera.k * density, camera.x * density, camera.y * density);
  drawBoxes(context, scene, palette, camera);
  drawWeak(context, scene, shown, palette, window);
  const strong = [...scene.graph.edges.keys()].filter(
    (edge) => scene.graph.edges[edge]!.intrusion && edge !== shown.chosenEdge,
  );
  if (shown.chosenEdge >= 0) strong.push(shown.chosenEdge);
  for (const edge of strong) if (isShown(scene, shown, edge)) drawStrongEdge(context, scene, shown, palette, edge);
  drawNodes(context, scene, shown, palette, camera, window);
  drawStepLabels(context, scene, shown, palette, camera);
  if (shown.travel !== null) {
    const [x, y] = pointAt(scene.curves, shown.travel.edge, shown.travel.at);
    context.fillStyle = palette.chosen;
    context.beginPath();
    context.arc(x, y, 7, 0, 7);
    context.fill();
  }
}
