// Event: one record whole, what rules and hops say of it, what stands beside it in its log, and where it lies.
import { useAsked, useDocument } from "../../app/documents";
import type { Route } from "../../app/route";
import { rowsOfRecord } from "../../model/columns";
import type { EvidenceDocument } from "../../model/evidence";
import { type Highlight, highlights } from "../../model/highlight";
import type { HopDetails } from "../../model/path";
import type { EventRecord } from "../../model/record";
import { TakeAway } from "../../parts/TakeAway";
import { Text } from "../../parts/Text";
import { Time } from "../../parts/Time";
import { Waiting } from "../../parts/Waiting";
import { Fields } from "./Fields";
import { Fired, type Found } from "./Fired";
import { Neighbours } from "./Neighbours";
import { OnPath } from "./OnPath";
import { Place } from "./Place";
import "./event.css";

export function Event({ route }: { route: Route }) {
  const [artifact, offset] = route.parts.map((part) => (/^\d{1,15}$/.test(part) ? Number(part) : Number.NaN));
  const id = route.query.get("finding");
  if (artifact !== undefined && offset !== undefined && !Number.isNaN(artifact) && !Number.isNaN(offset))
    return <OfRecord artifact={artifact} offset={offset} finding={id} hop={route.query.get("hop")} />;
  if (id !== null) return <OfFinding id={id} />;
  return <p>No record was named. Findings and the path lead to records.</p>;
}

/** A finding named by its id alone: its columns say where its record lies. */
function OfFinding({ id }: { id: string }) {
  const findings = useDocument("findings");
  const whole = useAsked((source) => source.finding(id), ["finding", id]);
  const evidence = useDocument("evidence");
  return (
    <Waiting all={[findings, whole, evidence]}>
      {(columns, finding, about) => {
        const row = columns.row(id);
        if (row >= 0 && columns.artifact[row]! < about.artifacts.length)
          return <OfRecord artifact={columns.artifact[row]!} offset={columns.offset[row]!} finding={id} hop={null} />;
        const artifact =
          finding === null ? -1 : about.artifacts.findIndex(({ paths }) => paths.includes(finding.source.path));
        if (finding !== null && artifact >= 0)
          return <OfRecord artifact={artifact} offset={finding.source.offset} finding={id} hop={null} />;
        return <p>This page was not given the finding that this address names.</p>;
      }}
    </Waiting>
  );
}

interface Wanted {
  artifact: number;
  offset: number;
  finding: string | null;
  hop: string | null;
}

function useFound({ artifact, offset, finding }: Wanted) {
  const [columns, texts] = [useDocument("findings"), useDocument("finding_texts")];
  if (columns.state !== "here") return { state: columns.state, found: [] as Found[] };
  const rows = rowsOfRecord(columns.value, artifact, offset);
  const found = rows.map((row): Found => {
    const value = columns.value;
    return {
      id: value.id(row),
      rule: value.rules[value.rule[row]!]!,
      level: value.levels[value.level[row]!]!,
      certain: value.certain[row] !== 0,
      tenant: value.tenants[value.tenant[row]!]!,
      text: texts.state === "here" ? texts.value[value.text[row]!] : undefined,
    };
  });
  // The one that led here first.
  found.sort((one, other) => Number(other.id === finding) - Number(one.id === finding));
  return { state: columns.state, found };
}

function OfRecord(wanted: Wanted) {
  const { artifact, offset } = wanted;
  const record = useAsked((source) => source.record(artifact, offset), ["record", artifact, offset]);
  const evidence = useDocument("evidence");
  const details = useDocument("hop_details");
  const { found } = useFound(wanted);
  return (
    <Waiting all={[record, evidence]}>
      {(value, about) => (
        <Whole
          record={value}
          about={about}
          found={found}
          details={details.state === "here" ? details.value : null}
          wanted={wanted}
        />
      )}
    </Waiting>
  );
}

interface WholeProps {
  record: EventRecord | null;
  about: EvidenceDocument;
  found: Found[];
  details: HopDetails | null;
  wanted: Wanted;
}

/** All that findings matched, over the fields: the first that names a field keeps it. */
function matchedFields(record: EventRecord, found: readonly Found[]): Map<number, Highlight & { title: string }> {
  const all = new Map<number, Highlight & { title: string }>();
  for (const { text, rule } of found) {
    if (text === undefined) continue;
    for (const [field, place] of highlights(record.fields, text)) {
      if (!all.has(field)) all.set(field, { ...place, title: rule.title });
    }
  }
  return all;
}

function Heading({ record, tenant }: { record: EventRecord; tenant: string }) {
  return (
    <p class="event-heading">
      <strong>
        <Text of={record.channel || record.provider || "record"} most={120} />
        {record.event_id !== null && ` ${record.event_id}`}
      </strong>{" "}
      on{" "}
      <strong>
        <Text of={record.host || "no host named"} most={80} />
      </strong>{" "}
      of <Text of={tenant} most={80} />, <Time at={record.time} precise />
    </p>
  );
}

function Whole({ record, about, found, details, wanted }: WholeProps) {
  const { artifact, offset, hop } = wanted;
  const source = about.artifacts[artifact];
  const matched = record === null ? null : matchedFields(record, found);
  return (
    <div class="event">
      {record !== null && <Heading record={record} tenant={source?.tenant ?? "an unknown organisation"} />}
      <OnPath details={details} about={about} artifact={artifact} offset={offset} from={hop} />
      {found.map((one) => (
        <Fired key={one.id} found={one} />
      ))}
      <section aria-labelledby="record-title">
        <h2 id="record-title">The record, whole</h2>
        {record === null || matched === null ? (
          <p class="quiet">
            This page was not given this record: only what the path and grave findings rest on is in a file. `hoptrace
            serve` reads it where the evidence still lies.
          </p>
        ) : (
          <>
            <Fields record={record} matched={matched} />
            <TakeAway
              what="as JSON"
              name={`record-${artifact}-${offset}.json`}
              kind="text/plain"
              text={() => JSON.stringify(record, null, 2)}
            />
          </>
        )}
      </section>
      <Neighbours artifact={artifact} offset={offset} />
      <Place source={source} artifact={artifact} offset={offset} />
    </div>
  );
}
