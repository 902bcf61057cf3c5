// Records that a judgement rests on, by path and offset: the first few, the rest when asked for.
import { count } from "./numbers";
import { RecordReference } from "./Reference";
import { Unfold } from "./Unfold";

export interface NamedRecord {
  path?: string;
  offset?: number;
  record_id?: number | null;
  event_id?: number | null;
  host?: string;
  says?: string;
}

const FEW = 3;
const MOST = 100;

function Line({ record }: { record: NamedRecord }) {
  if (record.path === undefined || record.offset === undefined) return null;
  const event = typeof record.event_id === "number" ? ` event ${record.event_id}` : "";
  const id = typeof record.record_id === "number" ? ` record ${record.record_id}` : "";
  return (
    <li>
      <RecordReference path={record.path} offset={record.offset} />
      {(event || id) && <span class="quiet">{event + id}</span>}
    </li>
  );
}

export function RecordList({ all }: { all: NamedRecord[] }) {
  const placed = all.filter((record) => record.path !== undefined);
  if (placed.length === 0) return null;
  const rest = placed.slice(FEW, MOST);
  return (
    <ul class="record-list">
      {placed.slice(0, FEW).map((record, at) => (
        <Line key={at} record={record} />
      ))}
      {rest.length > 0 && (
        <li>
          <Unfold paper="title" title={`${count(placed.length - FEW)} more records`}>
            {() => (
              <ul class="record-list">
                {rest.map((record, at) => (
                  <Line key={at} record={record} />
                ))}
                {placed.length > MOST && <li>and {count(placed.length - MOST)} beyond these</li>}
              </ul>
            )}
          </Unfold>
        </li>
      )}
    </ul>
  );
}
