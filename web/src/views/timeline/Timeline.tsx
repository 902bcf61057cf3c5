// Timeline: what happened when, and when did nobody listen. Lanes by organisation and host; the whole above, the part in view below.
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useDocument } from "../../app/documents";
import { address, type Route } from "../../app/route";
import type { CaseDocument } from "../../model/case";
import type { FindingColumns } from "../../model/columns";
import { inView } from "../../model/in_view";
import { type Lane, lanesOf, type Organisation, type Span, wholeSpan } from "../../model/lanes";
import type { PathDocument } from "../../model/path";
import { checkedPath } from "../../model/path_check";
import type { TimelineDocument } from "../../model/timeline";
import { Level } from "../../parts/Level";
import { plain } from "../../parts/Text";
import { howLong, milliseconds } from "../../parts/Time";
import { Waiting } from "../../parts/Waiting";
import { type Drawing, LANE, laneName, placeLanes } from "./draw_lanes";
import { Happenings } from "./Happenings";
import { HEAD, Lanes, type Row } from "./Lanes";
import { Overview } from "./Overview";
import type { SpanZoom } from "./span_zoom";
import "./timeline.css";

export function Timeline({ route }: { route: Route }) {
  const [findings, path, timeline, about] = [
    useDocument("findings"),
    useDocument("path"),
    useDocument("timeline"),
    useDocument("case"),
  ];
  return (
    <Waiting all={[findings, path, timeline, about]}>
      {(columns, hops, lanes, described) => (
        <Spread findings={columns} path={hops} timeline={lanes} about={described} at={route.query.get("at")} />
      )}
    </Waiting>
  );
}

interface Props {
  findings: FindingColumns;
  path: PathDocument;
  timeline: TimelineDocument;
  about: CaseDocument;
  at: string | null;
}

const AROUND = 30 * 60_000;
// An intrusion that is a smaller part of all the evidence's time is a mere line in it.
const A_LINE = 0.05;

function Spread({ findings, path, timeline, about, at }: Props) {
  const organisations = useMemo(
    () => lanesOf(tenantsInOrder(about), findings, checkedPath(path), timeline),
    [findings, path, timeline, about],
  );
  const whole = useMemo(() => wholeSpan(findings, path, organisations), [findings, path, organisations]);
  if (whole === null) return <p>Nothing in this case has a time.</p>;
  return <Spanned findings={findings} path={path} organisations={organisations} whole={whole} at={at} />;
}

interface SpannedProps {
  findings: FindingColumns;
  path: PathDocument;
  organisations: Organisation[];
  whole: Span;
  at: string | null;
}

/** Of an organisation at first only hosts with something on them, and never more than a window can take. */
const FEW = 12;
const MOST = 400;

function rowsOf(
  organisations: readonly Organisation[],
  open: ReadonlySet<string>,
): { rows: Row[]; left: Map<string, number> } {
  const rows: Row[] = [];
  const left = new Map<string, number>();
  let y = 0;
  for (const { tenant, lanes } of organisations) {
    const grave = lanes.filter((lane) => lane.touched < Infinity || lane.findings.length > 0);
    const wanted = open.has(tenant) ? lanes : grave.slice(0, FEW);
    const shown = wanted.slice(0, Math.max(0, MOST - rows.length));
    rows.push({ tenant, lane: null, y });
    y += HEAD;
    for (const lane of shown) {
      rows.push({ tenant, lane, y });
      y += LANE;
    }
    if (shown.length < lanes.length) left.set(tenant, lanes.length - shown.length);
  }
  return { rows, left };
}

function allTimed(findings: FindingColumns): Uint32Array {
  const rows = new Uint32Array(findings.endTimed - findings.firstTimed);
  for (let at = 0; at < rows.length; ++at) rows[at] = findings.firstTimed + at;
  return rows;
}

/** Who serves the others first: hops then run downwards. */
function tenantsInOrder({ tenants }: CaseDocument): string[] {
  const provider = (role: string | null) => (role === "msp" ? 0 : 1);
  return [...tenants].sort((one, other) => provider(one.role) - provider(other.role)).map(({ name }) => name);
}

function stepsOf(path: PathDocument): Int32Array {
  let step = 0;
  return Int32Array.from(path.hops.intrusion, (one) => (one === 1 ? ++step : 0));
}

function useSettled<Value>(value: Value, milliseconds: number): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return settled;
}

function Spanned({ findings, path, organisations, whole, at }: SpannedProps) {
  const [span, setSpan] = useState(whole);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [near, setNear] = useState<{ lane: Lane; span: Span } | null>(null);
  const control = useRef<SpanZoom | null>(null);
  const { rows, left } = useMemo(() => rowsOf(organisations, open), [organisations, open]);
  const lanes = useMemo(() => rows.flatMap(({ lane }) => (lane === null ? [] : [lane])), [rows]);
  const times = useMemo(() => Float64Array.from(path.hops.time, (time) => milliseconds(time)), [path]);
  const timed = useMemo(() => allTimed(findings), [findings]);
  const drawing: Drawing = useMemo(() => {
    const shown = rows.flatMap(({ lane, y }) => (lane === null ? [] : [{ lane, y }]));
    return { findings, path, hopTimes: times, steps: stepsOf(path), placed: placeLanes(shown, whole), whole };
  }, [findings, path, times, rows, whole]);
  const show = useCallback((wanted: Span) => control.current?.show(wanted), []);
  const intruder = useMemo(() => intruderSpan(path, times), [path, times]);
  // A link from a hop or a sentence: the half hour around it. Else at first the intrusion, where it would be a line.
  const begun = useRef(false);
  useEffect(() => {
    const time = at === null ? Number.NaN : milliseconds(at);
    const asLine = intruder !== null && intruder.until - intruder.from < A_LINE * (whole.until - whole.from);
    if (!Number.isNaN(time)) show({ from: time - AROUND, until: time + AROUND });
    else if (asLine && !begun.current) show(intruder);
    begun.current = true;
  }, [at, show, intruder, whole]);
  const settled = useSettled(span, 180);
  const view = useMemo(() => inView(findings, times, lanes, settled, 100), [findings, times, lanes, settled]);
  const nearby = useMemo(() => near && inView(findings, times, [near.lane], near.span, 30), [findings, times, near]);
  const words = `${view.findings.toLocaleString("en")} findings, ${view.hops.toLocaleString("en")} hops, ${view.sessions.toLocaleString("en")} sessions, ${view.gaps.toLocaleString("en")} gaps`;
  const bounds = {
    from: new Date(Math.floor(span.from)).toISOString(),
    until: new Date(Math.ceil(span.until)).toISOString(),
  };
  return (
    <div class="timeline">
      <div class="timeline-tools">
        <button type="button" onClick={() => control.current?.by(2)} aria-label="Zoom in">
          +
        </button>
        <button type="button" onClick={() => control.current?.by(0.5)} aria-label="Zoom out">
          −
        </button>
        <button type="button" onClick={() => control.current?.pan(-0.4)} aria-label="Earlier">
          ←
        </button>
        <button type="button" onClick={() => control.current?.pan(0.4)} aria-label="Later">
          →
        </button>
        <button type="button" onClick={() => show(whole)}>
          All
        </button>
        {intruder !== null && (
          <button type="button" onClick={() => show(intruder)}>
            The intrusion
          </button>
        )}
        <span class="timeline-span">{howLong(span.until - span.from)} in view</span>
        <a class="reference" href={address("findings", [], bounds)}>
          The findings of this span in the table
        </a>
      </div>
      <Legend />
      <Overview findings={findings} rows={timed} whole={whole} span={span} show={show} />
      <Lanes
        rows={rows}
        drawing={drawing}
        span={span}
        changed={setSpan}
        control={control}
        clicked={(lane, around) => setNear({ lane, span: around })}
        label={`Timeline of ${lanes.length} hosts, ${howLong(span.until - span.from)} in view: ${words}. Left and right move, plus and minus zoom, f shows all. The table after this picture says the same in words.`}
      />
      <p class="timeline-more">
        {[...left].map(([tenant, count]) => (
          <button
            key={tenant}
            type="button"
            class="small"
            onClick={() => setOpen(new Set([...open, tenant]))}
            disabled={open.has(tenant)}
          >
            {open.has(tenant)
              ? `${count} hosts of ${plain(tenant, 40)} found no room`
              : `Show ${count} more hosts of ${plain(tenant, 40)}`}
          </button>
        ))}
        {open.size > 0 && (
          <button type="button" class="small" onClick={() => setOpen(new Set())}>
            Only hosts with something on them
          </button>
        )}
      </p>
      {near !== null && nearby !== null && (
        <section aria-labelledby="near-title" class="near">
          <h2 id="near-title">At the place clicked, on {laneName(near.lane)}</h2>
          <Happenings findings={findings} path={path} view={nearby} caption="" />
        </section>
      )}
      <section aria-labelledby="view-title">
        <h2 id="view-title">In view</h2>
        <p role="status" class="quiet">
          {words} on the {lanes.length} hosts shown.
        </p>
        <Happenings findings={findings} path={path} view={view} caption="" />
      </section>
    </div>
  );
}

function intruderSpan(path: PathDocument, times: Float64Array): Span | null {
  const strong = [...times].filter((time, hop) => path.hops.intrusion[hop] === 1 && !Number.isNaN(time));
  if (strong.length === 0) return null;
  const [from, until] = [Math.min(...strong), Math.max(...strong)];
  const room = Math.max(60_000, (until - from) * 0.06);
  return { from: from - room, until: until + room };
}

function Legend() {
  return (
    <ul class="legend timeline-legend" aria-label="Legend">
      {["critical", "high", "medium", "low", "informational"].map((level) => (
        <li key={level}>
          <Level level={level} />
        </li>
      ))}
      <li>
        <span class="legend-hop" /> the intruder's hop, from host to host
      </li>
      <li>
        <span class="legend-tick" /> other hop
      </li>
      <li>
        <span class="legend-session" /> session
      </li>
      <li>
        <span class="legend-silence" /> nobody was listening
      </li>
      <li>
        <span class="legend-missing" /> records missing
      </li>
    </ul>
  );
}
