// All organisations at a glance: what stands out, what was in reach, which clock ends next.
import { address } from "../../app/route";
import type { TenantImpact } from "../../model/impact";
import { State } from "../../parts/Level";
import { plain, Text } from "../../parts/Text";
import { Time } from "../../parts/Time";
import { Wide } from "../../parts/Wide";
import { rangeText } from "./RangeBar";

function standing(of: TenantImpact) {
  const has = (judgement: string) => of.destinations.some((one) => one.judgement === judgement);
  if (has("stands_out")) return "stands_out";
  if (has("some_signs")) return "some_signs";
  return of.destinations.length > 0 && !has("habit") ? "cannot_be_told" : null;
}

function Left({ of }: { of: TenantImpact }) {
  const state = standing(of);
  if (of.hosts.length === 0) return <span class="quiet">no host of it was reached, so nothing was sized</span>;
  if (state === null) return <>nothing stands out</>;
  const total = state === "cannot_be_told" ? null : of.totals[state];
  return (
    <>
      <State state={state} /> {total && rangeText(total)}
    </>
  );
}

function Jewels({ of }: { of: TenantImpact }) {
  const states = [...new Set(of.data_in_reach.crown_jewels.map((one) => one.state))];
  if (states.length === 0) return <span class="quiet">none named</span>;
  return <Text of={states.join(", ")} most={80} />;
}

function NextDue({ of }: { of: TenantImpact }) {
  const due = of.duties.map((duty) => duty.due).filter((at): at is string => at !== null);
  due.sort();
  const now = new Date().toISOString();
  const next = due.find((at) => at > now);
  if (next) return <Time at={next} />;
  return due.length > 0 ? <>all {due.length} are over</> : <span class="quiet">no clock runs</span>;
}

export function Overview({ all }: { all: TenantImpact[] }) {
  return (
    <Wide label="All organisations" panel>
      <table class="loss-overview">
        <thead>
          <tr>
            <th scope="col">Organisation</th>
            <th scope="col">What left</th>
            <th scope="col">Most precious data</th>
            <th scope="col">Next duty due</th>
          </tr>
        </thead>
        <tbody>
          {all.map((one) => (
            <tr key={one.tenant}>
              <th scope="row">
                <a href={address("loss", [], { tenant: one.tenant })}>{plain(one.tenant, 80)}</a>
              </th>
              <td>
                <Left of={one} />
              </td>
              <td>
                <Jewels of={one} />
              </td>
              <td>
                <NextDue of={one} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}
