// Zooming a span of time with mouse, touch and keys: from the whole down to some fifty milliseconds.
import { select } from "d3-selection";
import { type ZoomBehavior, type ZoomTransform, zoom, zoomIdentity } from "d3-zoom";
import type { Span } from "../../model/lanes";

const LEAST = 50;

export interface SpanZoom {
  show: (span: Span) => void;
  by: (factor: number) => void;
  /** Part of the width. */
  pan: (part: number) => void;
  stop: () => void;
}

function transformOf(whole: Span, span: Span, width: number): ZoomTransform {
  const k = (whole.until - whole.from) / Math.max(span.until - span.from, LEAST);
  return zoomIdentity.translate((-k * width * (span.from - whole.from)) / (whole.until - whole.from), 0).scale(k);
}

function spanOf(whole: Span, { k, x }: ZoomTransform, width: number): Span {
  const length = whole.until - whole.from;
  const from = whole.from + ((-x / k) * length) / width;
  return { from, until: from + length / k };
}

/** `changed` is called with every new span; `element` keeps its listeners until stop(). */
export function spanZoom(element: HTMLElement, whole: Span, changed: (span: Span) => void): SpanZoom {
  const width = () => Math.max(element.clientWidth, 1);
  const behaviour: ZoomBehavior<HTMLElement, unknown> = zoom<HTMLElement, unknown>()
    .scaleExtent([1, Math.max(1, (whole.until - whole.from) / LEAST)])
    .translateExtent([
      [0, 0],
      [width(), 1],
    ])
    .filter((event: WheelEvent & MouseEvent) =>
      event.type === "wheel" ? event.ctrlKey || document.activeElement === element : !event.ctrlKey && !event.button,
    )
    .on("zoom", (event: { transform: ZoomTransform }) => changed(spanOf(whole, event.transform, width())));
  const selected = select(element);
  selected.call(behaviour).on("dblclick.zoom", null);
  const watch = new ResizeObserver(() => {
    behaviour.translateExtent([
      [0, 0],
      [width(), 1],
    ]);
  });
  watch.observe(element);
  return {
    show: ({ from, until }) => {
      const span = { from: Math.max(from, whole.from), until: Math.min(until, whole.until) };
      if (span.until > span.from) behaviour.transform(selected, transformOf(whole, span, width()));
    },
    by: (factor) => behaviour.scaleBy(selected, factor),
    pan: (part) => {
      const k = (selected.property("__zoom") as ZoomTransform).k;
      behaviour.translateBy(selected, (-part * width()) / k, 0);
    },
    stop: () => {
      watch.disconnect();
      selected.on(".zoom", null);
    },
  };
}
