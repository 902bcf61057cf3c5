// The whole time at a glance, and what of it is in view: a brush over a histogram. Keys do the same on the lanes.
import { type BrushBehavior, brushX, type D3BrushEvent } from "d3-brush";
import { select } from "d3-selection";
import { useEffect, useRef } from "preact/hooks";
import type { FindingColumns } from "../../model/columns";
import { densityOf } from "../../model/density";
import type { Span } from "../../model/lanes";
import { useThemeTurns } from "../path/palette";
import { coloursOf } from "./colours";

const HEIGHT = 44;
const BIN = 4;

interface Props {
  findings: FindingColumns;
  rows: Uint32Array;
  whole: Span;
  span: Span;
  show: (span: Span) => void;
}

function draw(canvas: HTMLCanvasElement, { findings, rows, whole }: Props): void {
  const context = canvas.getContext("2d");
  if (context === null) return;
  const width = canvas.clientWidth;
  const density = Math.min(window.devicePixelRatio || 1, 2);
  canvas.width = Math.max(1, Math.round(width * density));
  canvas.height = HEIGHT * density;
  context.scale(density, density);
  const bins = Math.max(1, Math.floor(width / BIN));
  const counts = densityOf(findings, rows, whole, bins);
  const levels = Math.max(1, findings.levels.length);
  const sums = Array.from({ length: bins }, (_, bin) =>
    counts.subarray(bin * levels, (bin + 1) * levels).reduce((sum, count) => sum + count, 0),
  );
  const most = Math.log2(1 + Math.max(...sums, 1));
  context.fillStyle = coloursOf(canvas).session;
  for (const [bin, sum] of sums.entries()) {
    if (sum === 0) continue;
    const height = 3 + (Math.log2(1 + sum) / most) * (HEIGHT - 6);
    context.fillRect((bin * width) / bins, HEIGHT - height, width / bins - 1, height);
  }
}

export function Overview(props: Props) {
  const { whole, span, show } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef<SVGSVGElement>(null);
  const brush = useRef<BrushBehavior<unknown> | null>(null);
  const theme = useThemeTurns();
  /** While the reader draws, the brush is theirs. */
  const drawn = useRef(false);
  const latest = useRef(show);
  latest.current = show;
  // biome-ignore lint/correctness/useExhaustiveDependencies: drawn again for other findings, another span, another theme
  useEffect(() => {
    const element = canvas.current!;
    const watch = new ResizeObserver(() => draw(element, props));
    watch.observe(element);
    draw(element, props);
    return () => watch.disconnect();
  }, [props.findings, props.rows, whole, theme]);
  useEffect(() => {
    const element = frame.current!;
    const made = brushX<unknown>();
    brush.current = made;
    const extent = () => {
      made.extent([
        [0, 0],
        [element.clientWidth, HEIGHT],
      ]);
      select<SVGSVGElement, unknown>(element)
        .select<SVGGElement>("g")
        .call(made as never);
    };
    made.on("start brush end", (event: D3BrushEvent<unknown>) => {
      if (!event.sourceEvent) return;
      drawn.current = event.type !== "end";
      if (event.type === "start") return;
      const width = element.clientWidth;
      const [left, right] = (event.selection as [number, number] | null) ?? [0, width];
      const time = (x: number) => whole.from + (x / width) * (whole.until - whole.from);
      latest.current({ from: time(left), until: Math.max(time(right), time(left) + 50) });
    });
    const watch = new ResizeObserver(extent);
    watch.observe(element);
    extent();
    return () => watch.disconnect();
  }, [whole]);
  useEffect(() => {
    if (drawn.current) return;
    const element = frame.current!;
    const x = (time: number) => ((time - whole.from) / (whole.until - whole.from)) * element.clientWidth;
    const group = select<SVGSVGElement, unknown>(element).select<SVGGElement>("g");
    if (brush.current)
      brush.current.move(group as never, [Math.max(0, x(span.from)), Math.min(element.clientWidth, x(span.until))]);
  }, [whole, span]);
  return (
    <div class="overview" aria-hidden="true">
      <canvas ref={canvas} />
      <svg ref={frame} aria-hidden="true">
        <g />
      </svg>
    </div>
  );
}
