// The axis over the lanes: ticks in the reader's zone or UTC, from years to milliseconds.
import { scaleTime, scaleUtc } from "d3-scale";
import type { Span } from "../../model/lanes";
import type { Zone } from "../../parts/Time";
import type { LaneColours } from "./draw_lanes";

export const AXIS = 26;

export function drawAxis(canvas: HTMLCanvasElement, span: Span, zone: Zone, colours: LaneColours): void {
  const context = canvas.getContext("2d");
  if (context === null) return;
  const width = canvas.clientWidth;
  const density = canvas.width / Math.max(width, 1);
  const scale = (zone === "utc" ? scaleUtc() : scaleTime()).domain([span.from, span.until]).range([0, width]);
  const format = scale.tickFormat();
  context.setTransform(density, 0, 0, density, 0, 0);
  context.clearRect(0, 0, width, AXIS);
  context.font = `11px ${colours.font}`;
  context.textBaseline = "middle";
  context.textAlign = "center";
  for (const tick of scale.ticks(Math.max(2, Math.floor(width / 90)))) {
    const x = scale(tick);
    context.fillStyle = colours.line;
    context.fillRect(x, AXIS - 6, 1, 6);
    context.fillStyle = colours.muted;
    context.fillText(format(tick), x, AXIS / 2 - 2);
  }
}
