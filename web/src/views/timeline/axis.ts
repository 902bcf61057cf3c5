// The axis over the lanes: ticks in the reader's zone or UTC, from years to milliseconds.
import { scaleTime, scaleUtc } from "d3-scale";
import type { Span } from "../../model/lanes";
import type { Zone } from "../../parts/Time";
import type { LaneColours } from "./draw_lanes";

export const AXIS = 26;

const two = (number: number) => String(number).padStart(2, "0");
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Year, day, clock or milliseconds: the coarsest that tells this tick from the one before, on 24 hours as everywhere here. */
export function tickText(tick: Date, zone: Zone): string {
  const at = zone === "utc" ? tick : new Date(tick.getTime() - tick.getTimezoneOffset() * 60_000);
  const [hour, minute, second, thousandth] = [
    at.getUTCHours(),
    at.getUTCMinutes(),
    at.getUTCSeconds(),
    at.getUTCMilliseconds(),
  ];
  if (thousandth !== 0) return `${two(second)}.${String(thousandth).padStart(3, "0")}`;
  if (second !== 0) return `${two(hour)}:${two(minute)}:${two(second)}`;
  if (minute !== 0 || hour !== 0) return `${two(hour)}:${two(minute)}`;
  const [day, month] = [at.getUTCDate(), MONTHS[at.getUTCMonth()]!];
  if (day !== 1) return `${day} ${month}`;
  return at.getUTCMonth() === 0 ? String(at.getUTCFullYear()) : month;
}

export function drawAxis(canvas: HTMLCanvasElement, span: Span, zone: Zone, colours: LaneColours): void {
  const context = canvas.getContext("2d");
  if (context === null) return;
  const width = canvas.clientWidth;
  const density = canvas.width / Math.max(width, 1);
  const scale = (zone === "utc" ? scaleUtc() : scaleTime()).domain([span.from, span.until]).range([0, width]);
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
    context.fillText(tickText(tick, zone), x, AXIS / 2 - 2);
  }
}
