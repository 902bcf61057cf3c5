// What only both sides together tell, for whoever works on all organisations.
import type { SharedImpact } from "../../model/impact";
import { bytes } from "../../parts/numbers";
import { RecordList } from "../../parts/RecordList";
import { Text } from "../../parts/Text";
import { Time } from "../../parts/Time";
import { rangeText } from "./RangeBar";
import { Lookalikes } from "./Reach";

export function Shared({ of }: { of: SharedImpact }) {
  return (
    <article class="loss-tenant">
      <h2>Seen only from several organisations together</h2>
      <ul>
        {of.through_msp.map((one, at) => (
          <li key={at}>
            {rangeText(one.bytes)} from <Text of={one.client} most={80} /> through <Text of={one.host} most={80} /> of{" "}
            <Text of={one.msp} most={80} /> to <Text of={one.destination} most={120} />: {bytes(one.came_from_client)}{" "}
            came, {bytes(one.left_for_outside)} left, <Time at={one.first} brief /> to <Time at={one.last} brief />.{" "}
            <Text of={one.why.join("; ")} most={600} />
            <RecordList all={one.evidence} />
          </li>
        ))}
      </ul>
      <Lookalikes all={of.lookalikes} />
    </article>
  );
}
