// The findings in the table: a cell each for level, time, organisation, host, rule, what was matched, event, marks.
import { useContext } from "preact/hooks";
import { address, goTo } from "../../app/route";
import type { FindingColumns } from "../../model/columns";
import type { FindingText } from "../../model/finding";
import type { Marks } from "../../model/marked";
import type { Sorting, SortKey } from "../../model/order";
import { matchedValues } from "../../model/table_text";
import { Level } from "../../parts/Level";
import { plain } from "../../parts/Text";
import { clockText, ZoneContext } from "../../parts/Time";
import { Grid, type GridColumn } from "./Grid";
import type { Shown } from "./rows_shown";

const NO_ARTIFACT = 0xffffffff;

export function eventAddress(findings: FindingColumns, row: number): string {
  const artifact = findings.artifact[row]!;
  const parts = artifact === NO_ARTIFACT ? [] : [artifact, findings.offset[row]!];
  return address("event", parts, { finding: findings.id(row) });
}

export interface TableProps {
  findings: FindingColumns;
  texts: readonly FindingText[];
  shown: Shown;
  sorting: Sorting;
  sort: (by: SortKey) => void;
  marks: Marks;
  cursor: number;
  move: (line: number) => void;
  keys: Record<string, (row: number) => void>;
}

const COLUMNS: { key: string; title: string; by: SortKey | null }[] = [
  { key: "level", title: "Level", by: "level" },
  { key: "time", title: "Time", by: "time" },
  { key: "tenant", title: "Organisation", by: "tenant" },
  { key: "host", title: "Host", by: "host" },
  { key: "rule", title: "Rule", by: "rule" },
  { key: "matched", title: "Matched", by: null },
  { key: "event", title: "Event", by: "event" },
  { key: "marks", title: "Marks", by: null },
];

function MarkWords({ marks, id }: { marks: Marks; id: string }) {
  const { seen, falsePositive, notes } = marks.of("finding", id);
  const words = [seen && "seen", falsePositive && "false positive", notes.length > 0 && "note"].filter(Boolean);
  return <>{words.join(", ")}</>;
}

/** Row of the findings on a line; null: a heading. */
export function rowAt(shown: Shown, line: number): number | null {
  return shown.lines === null ? shown.rows[line]! : shown.lines.at(line).row;
}

export function lineCount(shown: Shown): number {
  return shown.lines === null ? shown.rows.length : shown.lines.length;
}

export function Table({ findings, texts, shown, sorting, sort, marks, cursor, move, keys }: TableProps) {
  const zone = useContext(ZoneContext);
  const columns: GridColumn[] = COLUMNS.map(({ key, title, by }) => ({
    key,
    title: key === "time" ? `Time (${zone === "utc" ? "UTC" : "local"})` : title,
    sorted: by === null ? undefined : sorting.by !== by ? "none" : sorting.descending ? "descending" : "ascending",
    sort: by === null ? undefined : () => sort(by),
  }));
  const rowCells = (row: number) => {
    const id = findings.id(row);
    const time = findings.time[row]!;
    const level = findings.levels[findings.level[row]!]!;
    return [
      <Level key="level" level={level} uncertain={!findings.certain[row]} />,
      Number.isNaN(time) ? "no time" : clockText(time, zone),
      plain(findings.tenants[findings.tenant[row]!]!, 80),
      plain(findings.hosts[findings.host[row]!]!, 80),
      <a key="rule" href={eventAddress(findings, row)} tabIndex={-1}>
        {plain(findings.rules[findings.rule[row]!]!.title, 160)}
      </a>,
      plain(matchedValues(texts[findings.text[row]!]), 240),
      String(findings.event_id[row]! || ""),
      <MarkWords key="marks" marks={marks} id={id} />,
    ];
  };
  const cells = (line: number) => {
    const row = rowAt(shown, line);
    if (row !== null) return rowCells(row);
    const { group } = shown.lines!.at(line);
    const open = shown.lines!.isOpen(group);
    const heading = (
      <>
        <span aria-hidden="true">{open ? "▾ " : "▸ "}</span>
        {plain(group.name, 160) || "no name"}: {group.rows.length.toLocaleString("en")}
      </>
    );
    return { heading, open };
  };
  const enter = (line: number) => {
    const row = rowAt(shown, line);
    if (row !== null) return goTo(eventAddress(findings, row));
    const { key } = shown.lines!.at(line).group;
    const open = new Set(shown.open);
    if (!open.delete(key)) open.add(key);
    shown.setOpen(open);
  };
  const onRow = (does: (row: number) => void) => (line: number) => {
    const row = rowAt(shown, line);
    if (row !== null) does(row);
  };
  return (
    <Grid
      label="Findings"
      columns={columns}
      count={lineCount(shown)}
      cells={cells}
      lineClass={(line) => {
        const row = rowAt(shown, line);
        const marked = row === null ? null : marks.of("finding", findings.id(row));
        return marked?.falsePositive ? "is-false" : marked?.seen ? "is-seen" : "";
      }}
      cursor={cursor}
      move={move}
      enter={enter}
      clicked={(line) => rowAt(shown, line) === null && enter(line)}
      keys={Object.fromEntries(Object.entries(keys).map(([key, does]) => [key, onRow(does)]))}
    />
  );
}
