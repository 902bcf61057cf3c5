// Flows by destination: how much went there, as a range with its basis, and whether it stands out from habit.
import { Fragment } from "preact";
import type { Destination, FlowJudgement, TenantImpact } from "../../model/impact";
import { State } from "../../parts/Level";
import { bytes, many } from "../../parts/numbers";
import { RecordList } from "../../parts/RecordList";
import { Text } from "../../parts/Text";
import { Time } from "../../parts/Time";
import { Unfold } from "../../parts/Unfold";
import { Wide } from "../../parts/Wide";
import { RangeBar, rangeText, Scale, scaleEnd } from "./RangeBar";

const ORDER: readonly FlowJudgement[] = ["stands_out", "some_signs", "cannot_be_told", "habit"];

function Why({ of }: { of: Destination }) {
  return (
    <Unfold title="Why, and on what">
      {() => (
        <div class="destination-why">
          <section>
            <p>
              From <Time at={of.first} /> to <Time at={of.last} />; {bytes(of.bytes_back)} came back. The range holds
              the truth {Math.round(of.interval * 100)} times in 100. Weight of the signs {of.weight.toFixed(2)} (no
              probability).
            </p>
            <ul>
              {of.why.map((text, at) => (
                <li key={at}>
                  <Text of={text} />
                </li>
              ))}
            </ul>
          </section>
          <section>
            <h4>Basis</h4>
            <ul>
              {of.basis.map((text, at) => (
                <li key={at}>
                  <Text of={text} />
                </li>
              ))}
            </ul>
          </section>
          <section>
            <h4>By host</h4>
            <ul>
              {of.hosts.map((host) => (
                <li key={host.host}>
                  <Text of={host.host} most={80} />: {rangeText(host.bytes)}, {many(host.connections, "connection")}{" "}
                  with a size, since <Time at={host.since} brief />
                </li>
              ))}
            </ul>
          </section>
          <section>
            <h4>Records</h4>
            <RecordList all={of.evidence} />
          </section>
        </div>
      )}
    </Unfold>
  );
}

function Row({ of, end }: { of: Destination; end: number }) {
  return (
    <tr>
      <th scope="row">
        <span class="mono">
          <Text of={of.destination} most={120} />
        </span>
        {of.names.length > 0 && (
          <span class="destination-names">
            <Text of={of.names.join(", ")} most={160} />
          </span>
        )}
      </th>
      <td>
        <State state={of.judgement} />
      </td>
      <td class="destination-range">
        <RangeBar range={of.bytes} end={end} />
        <span>{rangeText(of.bytes)}</span>
      </td>
    </tr>
  );
}

function Table({ rows, end, label }: { rows: Destination[]; end: number; label: string }) {
  return (
    <Wide label={label}>
      <table class="destinations">
        <thead>
          <tr>
            <th scope="col">Destination</th>
            <th scope="col">Judged</th>
            <th scope="col">
              Bytes that left: best, and the range
              <Scale end={end} />
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Fragment key={row.destination}>
              <Row of={row} end={end} />
              <tr class="destination-more">
                <td colSpan={3}>
                  <Why of={row} />
                </td>
              </tr>
            </Fragment>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

export function Destinations({ of }: { of: TenantImpact }) {
  if (of.destinations.length === 0) return null;
  const rows = [...of.destinations].sort(
    (a, b) =>
      ORDER.indexOf(a.judgement) - ORDER.indexOf(b.judgement) ||
      (b.bytes.best ?? 0) - (a.bytes.best ?? 0) ||
      b.weight - a.weight,
  );
  const end = scaleEnd(rows.map((row) => row.bytes));
  const shown = rows.filter((row) => row.judgement === "stands_out" || row.judgement === "some_signs");
  const rest = rows.filter((row) => !shown.includes(row));
  return (
    <section>
      <h3>Where it went</h3>
      {shown.length === 0 ? (
        <p>No destination stands out. That is no proof that nothing was taken.</p>
      ) : (
        <Table rows={shown} end={end} label="Destinations that stand out" />
      )}
      {rest.length > 0 && (
        <Unfold paper="title" title={`${many(rest.length, "more destination")}: habit, or cannot be told`}>
          {() => <Table rows={rest} end={end} label="Other destinations" />}
        </Unfold>
      )}
    </section>
  );
}
