// Colours of the lanes, from the sheet.
import { LEVELS } from "../../model/references";
import type { LaneColours } from "./draw_lanes";

export function coloursOf(element: Element): LaneColours {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim() || style.color;
  return {
    ground: colour("surface"),
    text: colour("text"),
    muted: colour("muted"),
    line: colour("line"),
    hatch: colour("line-strong"),
    warn: colour("warn"),
    strong: colour("bad"),
    session: colour("bar"),
    levels: Object.fromEntries(LEVELS.map((level) => [level, colour(level)])),
    font: style.fontFamily,
  };
}
