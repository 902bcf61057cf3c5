// The lanes on a canvas, their names beside it as text.
import type { MutableRef } from "preact/hooks";
import { useContext, useEffect, useRef } from "preact/hooks";
import type { Lane, Span } from "../../model/lanes";
import { plain } from "../../parts/Text";
import { ZoneContext } from "../../parts/Time";
import { useThemeTurns } from "../path/palette";
import { AXIS, drawAxis } from "./axis";
import { coloursOf } from "./colours";
import { type Drawing, drawLanes, LANE, laneName, type View } from "./draw_lanes";
import { type SpanZoom, spanZoom } from "./span_zoom";

export interface Row {
  /** Heading of an organisation, or a lane. */
  tenant: string;
  lane: Lane | null;
  y: number;
}

interface Props {
  rows: readonly Row[];
  drawing: Drawing;
  span: Span;
  changed: (span: Span) => void;
  control: MutableRef<SpanZoom | null>;
  clicked: (lane: Lane, span: Span) => void;
  label: string;
}

export const HEAD = 30;
const REACH = 7;

function sized(canvas: HTMLCanvasElement, height: number): void {
  const density = Math.min(window.devicePixelRatio || 1, 2);
  const [wide, high] = [Math.max(1, Math.round(canvas.clientWidth * density)), Math.round(height * density)];
  if (canvas.width !== wide) canvas.width = wide;
  if (canvas.height !== high) canvas.height = high;
}

export function Lanes({ rows, drawing, span, changed, control, clicked, label }: Props) {
  const lanes = useRef<HTMLCanvasElement>(null);
  const axis = useRef<HTMLCanvasElement>(null);
  const zone = useContext(ZoneContext);
  const theme = useThemeTurns();
  const pending = useRef(0);
  const last = rows.at(-1);
  const height = last === undefined ? LANE : last.y + (last.lane === null ? HEAD : LANE);
  const latest = useRef({ drawing, span, zone, height, changed });
  latest.current = { drawing, span, zone, height, changed };

  const draw = useRef(() => {
    if (pending.current !== 0) return;
    pending.current = requestAnimationFrame(() => {
      pending.current = 0;
      const [canvas, scale] = [lanes.current, axis.current];
      if (canvas === null || scale === null) return;
      const now = latest.current;
      sized(canvas, now.height);
      sized(scale, AXIS);
      const colours = coloursOf(canvas);
      const place = canvas.getBoundingClientRect();
      const view: View = {
        span: now.span,
        width: canvas.clientWidth,
        height: now.height,
        top: -place.top - 200,
        bottom: window.innerHeight - place.top + 200,
      };
      drawLanes(canvas, now.drawing, view, colours);
      drawAxis(scale, now.span, now.zone, colours);
    });
  });
  useEffect(() => {
    const made = spanZoom(lanes.current!, drawing.whole, (to) => latest.current.changed(to));
    control.current = made;
    const redraw = draw.current;
    const watch = new ResizeObserver(redraw);
    watch.observe(lanes.current!);
    window.addEventListener("scroll", redraw, { passive: true });
    window.addEventListener("beforeprint", redraw);
    return () => {
      made.stop();
      control.current = null;
      watch.disconnect();
      window.removeEventListener("scroll", redraw);
      window.removeEventListener("beforeprint", redraw);
      cancelAnimationFrame(pending.current);
      pending.current = 0;
    };
  }, [drawing.whole, control]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever changes what is seen
  useEffect(() => draw.current(), [drawing, span, zone, theme, height]);

  const click = (event: MouseEvent) => {
    const row = rows.find(({ y, lane }) => lane !== null && event.offsetY >= y && event.offsetY < y + LANE);
    if (row === undefined || row.lane === null) return;
    const time = (x: number) => span.from + (x / lanes.current!.clientWidth) * (span.until - span.from);
    clicked(row.lane, { from: time(event.offsetX - REACH), until: time(event.offsetX + REACH) });
  };
  const keys: Record<string, () => void> = {
    ArrowLeft: () => control.current?.pan(-0.15),
    ArrowRight: () => control.current?.pan(0.15),
    "+": () => control.current?.by(1.6),
    "=": () => control.current?.by(1.6),
    "-": () => control.current?.by(1 / 1.6),
    f: () => control.current?.show(drawing.whole),
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]!();
  };
  return (
    <div class="lanes">
      <div class="lane-axis">
        <canvas ref={axis} />
      </div>
      <div class="lane-names">
        {rows.map(({ tenant, lane, y }) =>
          lane === null ? (
            <h2 key={`organisation ${tenant}`} class="lane-organisation">
              {plain(tenant, 60)}
            </h2>
          ) : (
            <p
              key={`${y}`}
              class={lane.touched < Infinity ? "lane-name touched" : "lane-name"}
              title={plain(`${tenant} / ${lane.host}`, 200)}
            >
              {laneName(lane)}
            </p>
          ),
        )}
      </div>
      <canvas
        ref={(element) => {
          lanes.current = element;
          element?.style.setProperty("height", `${height}px`);
        }}
        class="lane-canvas"
        tabIndex={0}
        aria-roledescription="timeline"
        aria-label={label}
        onClick={click}
        onKeyDown={pressed}
      />
    </div>
  );
}
