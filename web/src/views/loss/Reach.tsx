// What was in reach: files opened, what the organisation holds dearest, what was gathered; look-alike names beside it.
import type { Lookalike, Opened, TenantImpact } from "../../model/impact";
import { bytes, count, many } from "../../parts/numbers";
import { RecordList } from "../../parts/RecordList";
import { Text } from "../../parts/Text";
import { Time } from "../../parts/Time";
import { Unfold } from "../../parts/Unfold";
import { Wide } from "../../parts/Wide";

function OpenedTable({ all, label }: { all: Opened[]; label: string }) {
  return (
    <Wide label={label}>
      <table class="opened">
        <thead>
          <tr>
            <th scope="col">Place</th>
            <th scope="col" class="number">
              Files
            </th>
            <th scope="col">From, by</th>
            <th scope="col">When</th>
            <th scope="col">Records</th>
          </tr>
        </thead>
        <tbody>
          {all.map((one, at) => (
            <tr key={at}>
              <th scope="row">
                <span class="mono">
                  <Text of={`${one.host}\\${one.place}`} most={120} />
                </span>
                {one.crown_jewel && <span class="quiet"> named as most precious</span>}
              </th>
              <td class="number">
                {count(one.files)}
                {one.bytes !== null && <span class="quiet"> {bytes(one.bytes)}</span>}
              </td>
              <td>
                <Text of={one.from.join(", ")} most={120} />
                <span class="quiet">
                  {" "}
                  <Text of={one.accounts.join(", ")} most={160} />
                  {one.by_intruders_account && ", an account of the intruder's"}
                </span>
              </td>
              <td>
                <Time at={one.first} brief />
              </td>
              <td>
                <RecordList all={one.evidence} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

export function Reach({ of }: { of: TenantImpact }) {
  const { opened, crown_jewels, personal_records, personal_records_note } = of.data_in_reach;
  const theirs = opened.filter((one) => one.by_intruders_account);
  const others = opened.filter((one) => !one.by_intruders_account);
  if (opened.length === 0 && crown_jewels.length === 0 && personal_records === null) return null;
  return (
    <section>
      <h3>What was in reach</h3>
      {crown_jewels.length > 0 && (
        <ul>
          {crown_jewels.map((one, at) => (
            <li key={at}>
              <span class="mono">
                <Text of={one.path} most={160} />
              </span>
              :{" "}
              <strong>
                <Text of={one.state} most={40} />
              </strong>
              , <Text of={one.why} />
            </li>
          ))}
        </ul>
      )}
      {personal_records !== null && (
        <p>
          {count(personal_records)} personal records are held: <Text of={personal_records_note} />
        </p>
      )}
      {!of.data_in_reach.shares_logged && <p>Which files were opened stands in no log of this organisation.</p>}
      {theirs.length > 0 && (
        <Unfold open title={`${many(theirs.length, "place")} opened with an account of the intruder's`}>
          {() => <OpenedTable all={theirs} label="Opened by the intruder's accounts" />}
        </Unfold>
      )}
      {others.length > 0 && (
        <Unfold
          paper="title"
          title={`${many(others.length, "place")} opened from hosts that were reached, by other accounts`}
        >
          {() => <OpenedTable all={others} label="Opened by other accounts" />}
        </Unfold>
      )}
    </section>
  );
}

export function Staged({ of }: { of: TenantImpact }) {
  if (of.staged.length === 0) return null;
  return (
    <section>
      <h3>What was gathered or packed before</h3>
      <ul>
        {of.staged.map((one, at) => (
          <li key={at}>
            <Time at={one.time} /> <Text of={one.host} most={80} />: <Text of={one.what} most={200} />
            <RecordList all={one.evidence} />
          </li>
        ))}
      </ul>
    </section>
  );
}

export function ThroughProvider({ of }: { of: TenantImpact }) {
  const { towards_msp, note, came_from_clients, of_which_left } = of.through_msp;
  const passed = came_from_clients !== undefined && came_from_clients > 0;
  if (towards_msp.length === 0 && !passed) return null;
  return (
    <section>
      <h3>Through the provider</h3>
      <ul>
        {towards_msp.map((one, at) => (
          <li key={at}>
            {bytes(one.bytes)} from <Text of={one.host} most={80} /> to <Text of={one.address} most={80} />,{" "}
            <Time at={one.first} brief /> to <Time at={one.last} brief />
            <RecordList all={one.evidence} />
          </li>
        ))}
        {passed && (
          <li>
            {bytes(came_from_clients)} came from clients, of which about {bytes(of_which_left ?? null)} left
          </li>
        )}
        {note && (
          <li>
            <Text of={note} />
          </li>
        )}
      </ul>
    </section>
  );
}

export function Lookalikes({ all }: { all: Lookalike[] }) {
  if (all.length === 0) return null;
  return (
    <section>
      <h3>Names that look like others'</h3>
      <ul>
        {all.map((one, at) => (
          <li key={at}>
            <span class="mono">
              <Text of={one.name} most={120} />
            </span>{" "}
            resembles{" "}
            <span class="mono">
              <Text of={one.resembles} most={120} />
            </span>
            {one.government && " (a government's)"}: <Text of={one.why} most={200} />, first <Time at={one.first} />,
            asked for by <Text of={one.by.join(", ")} most={160} />
            {one.seen_at && (
              <>
                {" "}
                at <Text of={one.seen_at} most={80} />
              </>
            )}
            <RecordList all={one.evidence} />
          </li>
        ))}
      </ul>
    </section>
  );
}
