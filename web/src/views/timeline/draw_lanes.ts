// Draws the lanes: silence first (hatched, in words), then sessions, findings (single marks by level, or how many there are), hops over all.
import type { FindingColumns } from "../../model/columns";
import { densityOf, rowsWithin } from "../../model/density";
import type { Lane, Span } from "../../model/lanes";
import { silences } from "../../model/lanes";
import type { PathDocument } from "../../model/path";
import { plain } from "../../parts/Text";

export const LANE = 28;

export interface LaneColours {
  ground: string;
  text: string;
  muted: string;
  line: string;
  hatch: string;
  warn: string;
  strong: string;
  session: string;
  levels: Record<string, string>;
  font: string;
}

export interface Placed {
  lane: Lane;
  /** Top of the lane. */
  y: number;
  silent: Span[];
}

export interface Drawing {
  findings: FindingColumns;
  path: PathDocument;
  hopTimes: Float64Array;
  /** Step of the intrusion by row of the hops; 0: none. */
  steps: Int32Array;
  placed: readonly Placed[];
  whole: Span;
}

export interface View {
  span: Span;
  width: number;
  height: number;
  /** Only what lies between is seen: the canvas may be far taller than the window. */
  top: number;
  bottom: number;
}

export function xOf(view: View, time: number): number {
  return ((time - view.span.from) / (view.span.until - view.span.from)) * view.width;
}

export function placeLanes(lanes: readonly { lane: Lane; y: number }[], whole: Span): Placed[] {
  return lanes.map(({ lane, y }) => ({ lane, y, silent: silences(lane.heard, whole) }));
}

function hatch(context: CanvasRenderingContext2D, colour: string, step: number): CanvasPattern | string {
  const tile = document.createElement("canvas");
  tile.width = step;
  tile.height = step;
  const inner = tile.getContext("2d");
  if (inner === null) return colour;
  inner.strokeStyle = colour;
  inner.lineWidth = 1;
  inner.beginPath();
  for (const shift of [-step, 0, step]) {
    inner.moveTo(shift, step);
    inner.lineTo(shift + step, 0);
  }
  inner.stroke();
  return context.createPattern(tile, "repeat") ?? colour;
}

/** A band over part of a lane, with words where they fit. */
function drawBand(
  context: CanvasRenderingContext2D,
  view: View,
  span: Span,
  y: number,
  fill: CanvasPattern | string,
  words: string,
  colours: LaneColours,
): void {
  const left = Math.max(0, xOf(view, span.from));
  const right = Math.min(view.width, xOf(view, span.until));
  if (right <= 0 || left >= view.width || right <= left) return;
  context.fillStyle = fill;
  context.fillRect(left, y + 1, Math.max(right - left, 1), LANE - 2);
  const width = context.measureText(words).width + 8;
  if (right - left < width + 8) return;
  const middle = (left + right) / 2;
  context.fillStyle = colours.ground;
  context.fillRect(middle - width / 2, y + 7, width, LANE - 14);
  context.fillStyle = colours.muted;
  context.textAlign = "center";
  context.fillText(words, middle, y + LANE / 2);
}

function drawSilence(
  context: CanvasRenderingContext2D,
  view: View,
  placed: Placed,
  fills: Fills,
  colours: LaneColours,
): void {
  const words = placed.lane.channels.length === 0 ? "no log of this host" : "no log: nobody was listening";
  for (const span of placed.silent) drawBand(context, view, span, placed.y, fills.silence, words, colours);
  for (const gap of placed.lane.gaps) {
    const until = Math.max(gap.until, gap.from + (2 / view.width) * (view.span.until - view.span.from));
    drawBand(context, view, { from: gap.from, until }, placed.y, fills.gap, `${gap.missing} records missing`, colours);
  }
}

interface Fills {
  silence: CanvasPattern | string;
  gap: CanvasPattern | string;
}

/** Pixels of a session of which no end was seen: longer would claim what nobody knows. */
const OPEN_END = 26;

function drawSessions(context: CanvasRenderingContext2D, view: View, placed: Placed, colours: LaneColours): void {
  context.fillStyle = colours.session;
  const y = placed.y + LANE - 7;
  for (const { first, last } of placed.lane.sessions) {
    const from = xOf(view, Date.parse(first));
    const until = last === null ? from + OPEN_END : xOf(view, Date.parse(last));
    if (until < 0 || from > view.width) continue;
    const left = Math.max(from, 0);
    context.fillRect(left, y, Math.max(2, Math.min(until, view.width) - left - (last === null ? 12 : 0)), 4);
    // An open end runs out in dots.
    if (last === null) for (const dot of [10, 6, 2]) context.fillRect(until - dot, y + 1, 2, 2);
  }
}

export function levelMark(context: CanvasRenderingContext2D, level: string, x: number, y: number, size: number): void {
  context.beginPath();
  if (level === "critical") {
    context.moveTo(x, y - size);
    context.lineTo(x + size, y);
    context.lineTo(x, y + size);
    context.lineTo(x - size, y);
  } else if (level === "high") {
    context.moveTo(x, y - size);
    context.lineTo(x + size, y + size * 0.8);
    context.lineTo(x - size, y + size * 0.8);
  } else if (level === "medium") context.rect(x - size * 0.8, y - size * 0.8, size * 1.6, size * 1.6);
  else context.arc(x, y, size * (level === "low" ? 0.8 : 0.6), 0, 7);
  context.closePath();
  if (level !== "informational") {
    context.fill();
    return;
  }
  context.strokeStyle = context.fillStyle;
  context.lineWidth = 2;
  context.stroke();
}

const BIN = 6;

/** Too many for single marks: bars as high as the logarithm of how many, in the colour of the gravest among them. */
function drawDensity(
  context: CanvasRenderingContext2D,
  drawing: Drawing,
  view: View,
  placed: Placed,
  colours: LaneColours,
): void {
  const { findings } = drawing;
  const bins = Math.max(1, Math.floor(view.width / BIN));
  const counts = densityOf(findings, placed.lane.findings, view.span, bins);
  const levels = findings.levels.length;
  for (let bin = 0; bin < bins; ++bin) {
    let [sum, gravest] = [0, -1];
    for (let level = 0; level < levels; ++level) {
      const count = counts[bin * levels + level]!;
      sum += count;
      if (count > 0 && (gravest < 0 || RANK[findings.levels[level]!]! > RANK[findings.levels[gravest]!]!))
        gravest = level;
    }
    if (sum === 0) continue;
    const height = Math.min(LANE - 10, 3 + Math.log2(1 + sum) * 1.6);
    context.fillStyle = colours.levels[findings.levels[gravest]!] ?? colours.muted;
    context.fillRect((bin * view.width) / bins, placed.y + LANE - 8 - height, view.width / bins - 1, height);
  }
}

const RANK: Record<string, number> = { informational: 0, low: 1, medium: 2, high: 3, critical: 4 };

function drawFindings(
  context: CanvasRenderingContext2D,
  drawing: Drawing,
  view: View,
  placed: Placed,
  colours: LaneColours,
): void {
  const { findings } = drawing;
  const rows = rowsWithin(findings, placed.lane.findings, view.span);
  if (rows.length > view.width / 4) {
    drawDensity(context, drawing, view, placed, colours);
    return;
  }
  for (const row of rows) {
    const level = findings.levels[findings.level[row]!]!;
    context.fillStyle = colours.levels[level] ?? colours.muted;
    levelMark(context, level, xOf(view, findings.time[row]!), placed.y + LANE / 2 - 2, 6);
  }
}

/** Ordinary hops: a tick at the top of the lane, at most one a pixel. */
function drawTicks(
  context: CanvasRenderingContext2D,
  drawing: Drawing,
  view: View,
  placed: Placed,
  colours: LaneColours,
): void {
  context.fillStyle = colours.muted;
  let last = -1;
  for (const hop of placed.lane.hops) {
    const x = Math.round(xOf(view, drawing.hopTimes[hop]!));
    if (x === last || x < 0 || x > view.width || drawing.steps[hop]! > 0) continue;
    context.fillRect(x, placed.y + 2, 1, 5);
    last = x;
  }
}

/** Hops of the intrusion: from lane to lane, with their number. */
function drawSteps(
  context: CanvasRenderingContext2D,
  drawing: Drawing,
  view: View,
  middles: Map<string, number>,
  colours: LaneColours,
): void {
  const { path, steps, hopTimes } = drawing;
  context.lineWidth = 2;
  context.textAlign = "left";
  for (let hop = 0; hop < steps.length; ++hop) {
    const x = xOf(view, hopTimes[hop]!);
    if (steps[hop] === 0 || x < -20 || x > view.width + 20) continue;
    const end = (host: number) =>
      host < 0 ? undefined : middles.get(`${path.tenants[path.hosts[host]![0]]!}\u0000${path.hosts[host]![1]}`);
    const [from, to] = [end(path.hops.from[hop]!), end(path.hops.to[hop]!)];
    if (to === undefined && from === undefined) continue;
    const [top, bottom] = [from ?? to! - LANE / 2, to ?? from! + LANE / 2];
    context.strokeStyle = colours.strong;
    context.fillStyle = colours.strong;
    context.setLineDash(path.statuses[path.hops.status[hop]!] === "confirmed" ? [] : [5, 4]);
    context.beginPath();
    context.moveTo(x, top);
    context.lineTo(x, bottom);
    context.stroke();
    context.setLineDash([]);
    const turn = bottom >= top ? 1 : -1;
    context.beginPath();
    context.moveTo(x, bottom);
    context.lineTo(x - 5, bottom - 8 * turn);
    context.lineTo(x + 5, bottom - 8 * turn);
    context.fill();
    context.beginPath();
    context.arc(x, top, 3.5, 0, 7);
    context.fill();
    context.fillStyle = colours.text;
    context.fillText(String(steps[hop]!), x + 6, bottom - 9 * turn);
  }
}

export function drawLanes(canvas: HTMLCanvasElement, drawing: Drawing, view: View, colours: LaneColours): void {
  const context = canvas.getContext("2d");
  if (context === null) return;
  const density = canvas.width / Math.max(view.width, 1);
  context.setTransform(density, 0, 0, density, 0, 0);
  context.clearRect(0, 0, view.width, view.height);
  context.font = `11px ${colours.font}`;
  context.textBaseline = "middle";
  const fills: Fills = { silence: hatch(context, colours.hatch, 8), gap: hatch(context, colours.warn, 4) };
  const middles = new Map<string, number>();
  for (const placed of drawing.placed) {
    middles.set(`${placed.lane.tenant}\u0000${placed.lane.host}`, placed.y + LANE / 2);
    if (placed.y + LANE < view.top || placed.y > view.bottom) continue;
    drawSilence(context, view, placed, fills, colours);
    context.fillStyle = colours.line;
    context.fillRect(0, placed.y + LANE - 1, view.width, 1);
    drawSessions(context, view, placed, colours);
    drawTicks(context, drawing, view, placed, colours);
    drawFindings(context, drawing, view, placed, colours);
  }
  drawSteps(context, drawing, view, middles, colours);
}

export function laneName(lane: Lane): string {
  return plain(lane.host, 40) || "no host named";
}
