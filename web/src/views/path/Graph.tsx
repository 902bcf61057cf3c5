// The canvas with the graph: panned and zoomed with mouse, touch and keys. Everything that it shows stands in the list beside it, too.
import { select } from "d3-selection";
import { type ZoomBehavior, type ZoomTransform, zoom, zoomIdentity } from "d3-zoom";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { drawScene, type Shown } from "./draw_graph";
import { type Hit, hitAt } from "./hit";
import { paletteOf, useThemeTurns } from "./palette";
import type { Scene } from "./scene";

interface Props {
  scene: Scene;
  shown: Shown;
  label: string;
  choose: (hit: Hit) => void;
  step: (by: number) => void;
  /** The newest step while the path is played: a point runs along it. */
  playing: boolean;
  /** Width through height, in tenths: told at first and when it changes. */
  measured: (aspect: number) => void;
}

const PAN = 60;
const TRAVEL = 550;

function fitted(canvas: HTMLCanvasElement, scene: Scene): ZoomTransform {
  const [width, height] = [canvas.clientWidth || 1, canvas.clientHeight || 1];
  const k = Math.min((width - 24) / scene.layout.width, (height - 24) / scene.layout.height, 1.6);
  return zoomIdentity.translate((width - k * scene.layout.width) / 2, (height - k * scene.layout.height) / 2).scale(k);
}

function wantsZoom(event: Event, canvas: HTMLCanvasElement): boolean {
  if (event.type === "wheel") return (event as WheelEvent).ctrlKey || document.activeElement === canvas;
  return !(event as MouseEvent).ctrlKey && !(event as MouseEvent).button;
}

export function Graph({ scene, shown, label, choose, step, playing, measured }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const behaviour = useRef<ZoomBehavior<HTMLCanvasElement, unknown> | null>(null);
  const camera = useRef<ZoomTransform>(zoomIdentity);
  const moved = useRef(false);
  const pending = useRef(0);
  const [travel, setTravel] = useState<number | null>(null);
  const latest = useRef({ scene, shown });
  latest.current = { scene, shown: { ...shown, travel: travelOf(scene, shown.steps, travel) } };
  const theme = useThemeTurns();
  const palette = useRef<ReturnType<typeof paletteOf> | null>(null);

  const draw = () => {
    if (pending.current !== 0) return;
    pending.current = requestAnimationFrame(() => {
      pending.current = 0;
      const element = canvas.current;
      if (element === null) return;
      palette.current ??= paletteOf(element);
      drawScene(element, latest.current.scene, camera.current, latest.current.shown, palette.current);
    });
  };
  const redraw = useRef(draw);
  redraw.current = draw;

  const fit = () => {
    const element = canvas.current;
    if (element === null || behaviour.current === null) return;
    moved.current = false;
    behaviour.current.transform(select(element), fitted(element, latest.current.scene));
    moved.current = false;
  };

  // The zoom is made once; it asks the latest scene.
  useLayoutEffect(() => {
    const element = canvas.current!;
    const made = zoom<HTMLCanvasElement, unknown>()
      .scaleExtent([0.05, 6])
      .filter((event: Event) => wantsZoom(event, element))
      .on("zoom", (event: { transform: ZoomTransform; sourceEvent: unknown }) => {
        camera.current = event.transform;
        if (event.sourceEvent) moved.current = true;
        redraw.current();
      });
    behaviour.current = made;
    select(element).call(made).on("dblclick.zoom", null);
    const resized = () => {
      const density = Math.min(window.devicePixelRatio || 1, 2);
      element.width = Math.max(1, Math.round(element.clientWidth * density));
      element.height = Math.max(1, Math.round(element.clientHeight * density));
      measured(Math.round((10 * element.width) / element.height) / 10);
      if (moved.current) redraw.current();
      else made.transform(select(element), fitted(element, latest.current.scene));
    };
    const watch = new ResizeObserver(resized);
    watch.observe(element);
    resized();
    return () => {
      watch.disconnect();
      cancelAnimationFrame(pending.current);
      pending.current = 0;
    };
  }, [measured]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another scene is fitted anew, unless the reader has moved it
  useEffect(() => {
    if (moved.current) draw();
    else fit();
  }, [scene.layout]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever changes what is seen
  useEffect(() => {
    palette.current = null;
    draw();
  }, [scene, shown, theme, travel]);
  useTravel(playing, shown.steps, setTravel);

  const click = (event: MouseEvent) => {
    const [x, y] = camera.current.invert([event.offsetX, event.offsetY]);
    choose(hitAt(scene, shown, x, y, 10 / camera.current.k));
  };
  const pan = (x: number, y: number) => {
    moved.current = true;
    behaviour.current?.translateBy(select(canvas.current!), x / camera.current.k, y / camera.current.k);
  };
  const scale = (by: number) => {
    moved.current = true;
    behaviour.current?.scaleBy(select(canvas.current!), by);
  };
  const keys: Record<string, () => void> = {
    ArrowLeft: () => pan(PAN, 0),
    ArrowRight: () => pan(-PAN, 0),
    ArrowUp: () => pan(0, PAN),
    ArrowDown: () => pan(0, -PAN),
    "+": () => scale(1.3),
    "=": () => scale(1.3),
    "-": () => scale(1 / 1.3),
    f: fit,
    n: () => step(1),
    p: () => step(-1),
    Escape: () => choose(null),
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]!();
  };
  return (
    <div class="graph">
      <canvas
        ref={canvas}
        tabIndex={0}
        aria-roledescription="map of hops"
        aria-label={label}
        onClick={click}
        onKeyDown={pressed}
      />
      <div class="graph-tools">
        <button type="button" onClick={() => scale(1.4)} aria-label="Zoom in">
          +
        </button>
        <button type="button" onClick={() => scale(1 / 1.4)} aria-label="Zoom out">
          −
        </button>
        <button type="button" onClick={fit}>
          Fit
        </button>
      </div>
    </div>
  );
}

function travelOf(scene: Scene, steps: number, at: number | null): Shown["travel"] {
  if (at === null) return null;
  const edge = scene.step.indexOf(steps);
  return edge < 0 ? null : { edge, at };
}

/** A point runs along the newest step; not at all for who asked for less motion. */
function useTravel(playing: boolean, steps: number, set: (at: number | null) => void): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: begins anew with each step
  useEffect(() => {
    if (!playing || steps === 0 || window.matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const began = performance.now();
    let frame = 0;
    const run = (now: number) => {
      const at = Math.min(1, Math.max(0, (now - began) / TRAVEL));
      set(at < 1 ? at : null);
      if (at < 1) frame = requestAnimationFrame(run);
    };
    frame = requestAnimationFrame(run);
    return () => {
      cancelAnimationFrame(frame);
      set(null);
    };
  }, [playing, steps]);
}
