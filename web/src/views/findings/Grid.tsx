// biome-ignore-all lint/a11y/useSemanticElements: a table of which only the lines in sight exist, with a cursor, is a grid
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus, and says where the cursor is (aria-activedescendant)
// biome-ignore-all lint/a11y/useKeyWithClickEvents: keys are the grid's
// The table: only the lines in sight exist. One tab stop; the arrow keys move a cursor, which assistive technology is told of. Beyond what browsers
// can scroll, the scroll bar stands for more lines than it has pixels.
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

export const LINE = 30;
/** Browsers lose count of pixels somewhere beyond 17 millions. */
const TALLEST = 8_000_000;

export interface GridColumn {
  key: string;
  title: string;
  /** aria-sort, if lines can be sorted by it. */
  sorted?: "ascending" | "descending" | "none";
  sort?: () => void;
}

interface Props {
  label: string;
  columns: readonly GridColumn[];
  count: number;
  /** The cells of a line, in the order of the columns; one cell spans all if it is a heading. */
  cells: (line: number) => ComponentChildren[] | { heading: ComponentChildren; open: boolean };
  lineClass: (line: number) => string;
  cursor: number;
  move: (line: number) => void;
  enter: (line: number) => void;
  /** Beside moving the cursor there. */
  clicked?: (line: number) => void;
  /** Keys beside those that move. */
  keys: Record<string, (line: number) => void>;
}

interface Place {
  first: number;
  shift: number;
  height: number;
}

function scrollable(count: number): number {
  return Math.min(count * LINE, TALLEST);
}

/** First line in sight and how far it is scrolled out, of a place of the scroll bar. */
function placeAt(top: number, height: number, count: number): Place {
  const ratio = (count * LINE) / Math.max(scrollable(count), 1);
  const whole = Math.max(0, Math.min(top * ratio, count * LINE - height));
  return { first: Math.floor(whole / LINE), shift: whole % LINE, height };
}

export function Grid({ label, columns, count, cells, lineClass, cursor, move, enter, clicked, keys }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<Place>({ first: 0, shift: 0, height: 600 });
  const [column, setColumn] = useState(0);
  /** Where a key put the first line, exactly: the scroll bar may not have a pixel for it. */
  const held = useRef<number | null>(null);
  const body = () => Math.max(LINE, (box.current?.clientHeight ?? 0) - LINE - 2);

  const look = () => {
    const element = box.current;
    if (element === null) return;
    if (held.current !== null && Math.abs(element.scrollTop - held.current) < 2) return;
    held.current = null;
    setPlace(placeAt(element.scrollTop, body(), count));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: other lines, other places
  useLayoutEffect(() => {
    held.current = null;
    look();
    const watch = new ResizeObserver(() => look());
    watch.observe(box.current!);
    return () => watch.disconnect();
  }, [count]);

  const show = (line: number) => {
    const fits = Math.floor(body() / LINE);
    let first = place.first + (place.shift > 0 ? 1 : 0);
    if (line < first) first = line;
    else if (line >= first + fits) first = line - fits + 1;
    else return;
    const ratio = (count * LINE) / Math.max(scrollable(count), 1);
    const element = box.current!;
    setPlace({ first, shift: 0, height: body() });
    element.scrollTop = (first * LINE) / ratio;
    held.current = element.scrollTop;
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the cursor is followed, nothing else
  useEffect(() => {
    if (cursor >= 0 && cursor < count) show(cursor);
  }, [cursor]);

  const pressed = (event: KeyboardEvent) => {
    if (event.target !== box.current || event.ctrlKey || event.metaKey || event.altKey || count === 0) return;
    const page = Math.max(1, Math.floor(body() / LINE) - 1);
    const to = (line: number) => move(Math.min(Math.max(line, 0), count - 1));
    const moves: Record<string, () => void> = {
      ArrowDown: () => to(cursor + 1),
      ArrowUp: () => to(cursor - 1),
      PageDown: () => to(cursor + page),
      PageUp: () => to(cursor - page),
      Home: () => to(0),
      End: () => to(count - 1),
      ArrowRight: () => setColumn(Math.min(column + 1, columns.length - 1)),
      ArrowLeft: () => setColumn(Math.max(column - 1, 0)),
      Enter: () => cursor >= 0 && enter(cursor),
    };
    if (Object.hasOwn(moves, event.key)) moves[event.key]!();
    else if (Object.hasOwn(keys, event.key) && cursor >= 0) keys[event.key]!(cursor);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const last = Math.min(count, place.first + Math.ceil(place.height / LINE) + 2);
  const lines = Array.from({ length: Math.max(0, last - place.first) }, (_, at) => place.first + at);
  const active = cursor >= place.first && cursor < last ? `cell-${cursor}-${column}` : undefined;
  return (
    <div
      ref={box}
      class="grid"
      role="grid"
      aria-label={label}
      aria-rowcount={count + 1}
      aria-colcount={columns.length}
      aria-activedescendant={active}
      tabIndex={0}
      onScroll={look}
      onKeyDown={pressed}
      onFocus={() => cursor < 0 && count > 0 && move(0)}
    >
      <GridHead columns={columns} />
      <div
        class="grid-space"
        role="presentation"
        ref={(space) => space?.style.setProperty("height", `${scrollable(count)}px`)}
      >
        <div
          class="grid-lines"
          role="presentation"
          ref={(at) => at?.style.setProperty("transform", `translateY(${-place.shift}px)`)}
        >
          {lines.map((line) => (
            <GridLine
              key={line}
              line={line}
              cells={cells(line)}
              columns={columns}
              tone={lineClass(line)}
              cursor={line === cursor ? column : -1}
              choose={() => {
                move(line);
                clicked?.(line);
              }}
              enter={() => enter(line)}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

function GridHead({ columns }: { columns: readonly GridColumn[] }) {
  return (
    <div class="grid-head" role="row" aria-rowindex={1}>
      {columns.map(({ key, title, sorted, sort }, at) => (
        <div key={key} role="columnheader" aria-colindex={at + 1} aria-sort={sorted} class={`cell cell-${key}`}>
          {sort ? (
            <button type="button" class="sorter" onClick={sort}>
              {title}
              <span aria-hidden="true">{sorted === "ascending" ? " ▲" : sorted === "descending" ? " ▼" : ""}</span>
            </button>
          ) : (
            title
          )}
        </div>
      ))}
    </div>
  );
}

function GridLine(props: {
  line: number;
  cells: ReturnType<Props["cells"]>;
  columns: readonly GridColumn[];
  tone: string;
  cursor: number;
  choose: () => void;
  enter: () => void;
}) {
  const { line, cells, columns, tone, cursor } = props;
  const id = (column: number) => `cell-${line}-${column}`;
  const here = cursor >= 0;
  const mouse = { onClick: props.choose, onDblClick: props.enter };
  if (!Array.isArray(cells)) {
    return (
      <div
        role="row"
        aria-rowindex={line + 2}
        aria-selected={here}
        class={`grid-line grid-heading ${here ? "here" : ""}`}
        {...mouse}
      >
        {columns.map(({ key }, at) => (
          <div
            key={key}
            id={id(at)}
            role="gridcell"
            aria-expanded={at === 0 ? cells.open : undefined}
            aria-colindex={at + 1}
            class={`${at === 0 ? "cell cell-heading" : "cell cell-none"}`}
          >
            {at === 0 && cells.heading}
          </div>
        ))}
      </div>
    );
  }
  return (
    <div
      role="row"
      aria-rowindex={line + 2}
      aria-selected={here}
      class={`grid-line ${tone} ${here ? "here" : ""}`}
      {...mouse}
    >
      {columns.map(({ key }, at) => (
        <div
          key={key}
          id={id(at)}
          role="gridcell"
          aria-colindex={at + 1}
          class={`cell cell-${key} ${cursor === at ? "here" : ""}`}
        >
          {cells[at]}
        </div>
      ))}
    </div>
  );
}
