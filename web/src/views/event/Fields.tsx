// The fields of a record; what a rule matched stands out, and says which rule.
import type { Highlight } from "../../model/highlight";
import type { EventRecord } from "../../model/record";
import { plain, Text } from "../../parts/Text";

type Matched = Highlight & { title: string };

function Value({ text, matched }: { text: string; matched: Matched | undefined }) {
  if (matched === undefined) return <Text of={text} lines />;
  const { from, until } = matched;
  return (
    <>
      {from > 0 && <Text of={text.slice(0, from)} lines />}
      <mark>
        <Text of={text.slice(from, until)} lines />
      </mark>
      {until < text.length && <Text of={text.slice(until)} lines />}
      <small class="matched-by">matched by {plain(matched.title, 120)}</small>
    </>
  );
}

const KNOWN: [string, (record: EventRecord) => string][] = [
  ["Channel", (record) => record.channel],
  ["Provider", (record) => record.provider],
  ["Event", (record) => (record.event_id === null ? "" : String(record.event_id))],
  ["Record", (record) => (record.record_id === null ? "" : String(record.record_id))],
  ["Host", (record) => record.host],
  ["Time (UTC)", (record) => record.time ?? ""],
];

export function Fields({ record, matched }: { record: EventRecord; matched: Map<number, Matched> }) {
  return (
    <table class="fields">
      <thead class="unseen-to-eyes">
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Value</th>
        </tr>
      </thead>
      <tbody>
        {KNOWN.map(([name, value]) => (
          <tr key={name} class="field-known">
            <th scope="row">{name}</th>
            <td>
              <Text of={value(record)} />
            </td>
          </tr>
        ))}
        {record.fields.map(([name, value], at) => (
          <tr key={at} class={matched.has(at) ? "field-matched" : ""}>
            <th scope="row">
              <Text of={name} most={120} />
            </th>
            <td>
              <Value text={value} matched={matched.get(at)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
