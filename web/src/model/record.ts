// A record of the evidence, whole.
export interface EventRecord {
  artifact: number;
  offset: number;
  time: string | null;
  channel: string;
  provider: string;
  event_id: number | null;
  record_id: number | null;
  host: string;
  fields: [name: string, value: string][];
}

export type RecordsDocument = EventRecord[];
