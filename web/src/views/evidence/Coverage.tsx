// How much of the time each kind of log covers, by organisation: on how many hosts, day by day.
import { useMemo } from "preact/hooks";
import { address } from "../../app/route";
import type { CoverageRow } from "../../model/timeline";
import { count } from "../../parts/numbers";
import { Text } from "../../parts/Text";
import { Unfold } from "../../parts/Unfold";
import { Wide } from "../../parts/Wide";

interface Line {
  tenant: string;
  channel: string;
  hosts: number;
  records: number;
  /** Hosts with records, by day from the first of all. */
  days: Float64Array;
}

const DAY = 86_400_000;
const STRIP = 240;
const FEW = 12;

function dayText(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

function linesOf(all: CoverageRow[]): { lines: Line[]; first: number; last: number } {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const row of all)
    for (const [from, days] of row.days) {
      first = Math.min(first, from);
      last = Math.max(last, from + days - 1);
    }
  const span = Math.max(0, Math.min(20_000, last - first + 1));
  const lines = new Map<string, Line>();
  for (const row of all) {
    const key = JSON.stringify([row.tenant, row.channel]);
    const line = lines.get(key) ?? {
      ...{ tenant: row.tenant, channel: row.channel, hosts: 0, records: 0 },
      days: new Float64Array(span),
    };
    line.hosts++;
    for (const [from, days, records] of row.days) {
      line.records += records;
      for (let day = from - first; day < from - first + days && day < span; day++) line.days[day]!++;
    }
    lines.set(key, line);
  }
  const sorted = [...lines.values()].sort((a, b) => a.tenant.localeCompare(b.tenant) || b.records - a.records);
  return { lines: sorted, first, last };
}

// The strip of a long time has fewer columns than days: a column is as full as its fullest day.
function Strip({ of }: { of: Line }) {
  const columns = Math.min(STRIP, of.days.length);
  const width = 100 / columns;
  const most = Math.max(1, of.hosts);
  const bars = [];
  for (let at = 0; at < columns; at++) {
    const from = Math.floor((at * of.days.length) / columns);
    const to = Math.max(from + 1, Math.floor(((at + 1) * of.days.length) / columns));
    const hosts = Math.max(...of.days.subarray(from, to));
    const height = Math.max(1.5, (10 * hosts) / most);
    if (hosts > 0) bars.push(<rect key={at} x={at * width} y={10 - height} width={width * 0.9} height={height} />);
  }
  return (
    <svg class="strip" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      {bars}
    </svg>
  );
}

function Table({ lines, label }: { lines: Line[]; label: string }) {
  return (
    <Wide label={label}>
      <table class="coverage">
        <thead>
          <tr>
            <th scope="col">Log</th>
            <th scope="col" class="number">
              Hosts
            </th>
            <th scope="col" class="number">
              Records
            </th>
            <th scope="col" class="number">
              Days
            </th>
            <th scope="col">Hosts by day</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.channel}>
              <th scope="row">
                <Text of={line.channel || "(no channel)"} most={100} />
              </th>
              <td class="number">{count(line.hosts)}</td>
              <td class="number">{count(line.records)}</td>
              <td class="number">{count(line.days.filter((hosts) => hosts > 0).length)}</td>
              <td class="coverage-strip">
                <Strip of={line} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

export function Coverage({ all }: { all: CoverageRow[] }) {
  const { lines, first, last } = useMemo(() => linesOf(all), [all]);
  if (lines.length === 0) return null;
  const tenants = [...new Set(lines.map((line) => line.tenant))];
  return (
    <section aria-labelledby="coverage-title">
      <h2 id="coverage-title">Coverage</h2>
      <p>
        Days with records from {dayText(first)} to {dayText(last)} (UTC). Where no log is, nothing could be found.{" "}
        <a href={address("timeline")}>By host, on the timeline</a>
      </p>
      {tenants.map((tenant) => {
        const own = lines.filter((line) => line.tenant === tenant);
        return (
          <Unfold
            key={tenant}
            title={
              <>
                <Text of={tenant} most={80} />: {count(own.length)} kinds of log
              </>
            }
            open={tenants.length <= 6}
          >
            {() => (
              <>
                <Table lines={own.slice(0, FEW)} label={`Coverage of ${tenant}`} />
                {own.length > FEW && (
                  <Unfold title={`${own.length - FEW} more`}>
                    {() => <Table lines={own.slice(FEW)} label={`More coverage of ${tenant}`} />}
                  </Unfold>
                )}
              </>
            )}
          </Unfold>
        );
      })}
    </section>
  );
}
