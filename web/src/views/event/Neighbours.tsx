// What stands before and after in the same log.
import { useAsked, useFrame } from "../../app/documents";
import { address } from "../../app/route";
import type { EventRecord } from "../../model/record";
import { plain, Text } from "../../parts/Text";
import { Time } from "../../parts/Time";
import { Waiting } from "../../parts/Waiting";

const EACH_SIDE = 10;

/** The first fields that say something: enough to tell records apart. */
function gist(record: EventRecord): string {
  return record.fields
    .filter(([, value]) => value !== "" && value !== "-")
    .slice(0, 4)
    .map(([name, value]) => `${name}: ${value}`)
    .join("; ");
}

function Line({ record, here }: { record: EventRecord; here: boolean }) {
  return (
    <tr class={here ? "here" : ""} aria-current={here ? "true" : undefined}>
      <td>
        <Time at={record.time} precise brief />
      </td>
      <td>
        <a href={address("event", [record.artifact, record.offset])}>
          {plain(`${record.channel || record.provider || "record"} ${record.event_id ?? ""}`, 80)}
        </a>
        {here && " (this one)"}
      </td>
      <td>
        <Text of={gist(record)} most={220} />
      </td>
    </tr>
  );
}

export function Neighbours({ artifact, offset }: { artifact: number; offset: number }) {
  const { source } = useFrame();
  const asked = useAsked((from) => from.neighbours(artifact, offset, EACH_SIDE), ["neighbours", artifact, offset]);
  return (
    <section aria-labelledby="neighbours-title">
      <h2 id="neighbours-title">Before and after it in the same log</h2>
      <Waiting all={[asked]}>
        {(records) =>
          records.length < 2 ? (
            <p class="quiet">This page was given no other record of this log.</p>
          ) : (
            <>
              {!source.served && <p class="quiet">The nearest of the records that this file was given, not of all.</p>}
              <table class="neighbours">
                <thead>
                  <tr>
                    <th scope="col">Time</th>
                    <th scope="col">Event</th>
                    <th scope="col">Fields</th>
                  </tr>
                </thead>
                <tbody>
                  {records.map((record) => (
                    <Line key={record.offset} record={record} here={record.offset === offset} />
                  ))}
                </tbody>
              </table>
            </>
          )
        }
      </Waiting>
    </section>
  );
}
