// What was read and how far it can be relied on: artifacts with their hashes, oddities, rules that could not run, what each
// log covers, and what was done with this case.
import { useDocument } from "../../app/documents";
import type { Route } from "../../app/route";
import type { EvidenceDocument } from "../../model/evidence";
import { LeftOut } from "../../parts/LeftOut";
import { bytes, count, many } from "../../parts/numbers";
import { Unfold } from "../../parts/Unfold";
import { Waiting } from "../../parts/Waiting";
import { Anomalies } from "./Anomalies";
import { ArtifactTable } from "./ArtifactTable";
import { Coverage } from "./Coverage";
import { Entries } from "./Entries";
import "./evidence.css";

function Totals({ evidence }: { evidence: EvidenceDocument }) {
  const { artifacts } = evidence;
  const partly = artifacts.filter((one) => !one.complete).length;
  const size = artifacts.reduce((sum, one) => sum + one.size, 0);
  const records = artifacts.reduce((sum, one) => sum + one.records, 0);
  return (
    <p class="lead">
      {many(artifacts.length, "artifact")}, {bytes(size)}, {many(records, "record")}.{" "}
      {partly === 0 ? "All could be read whole." : `${many(partly, "artifact")} could not be read whole.`}
    </p>
  );
}

function Rules({ rules }: { rules: EvidenceDocument["rules"] }) {
  const lists: [string, string, EvidenceDocument["rules"]["refused"]][] = [
    ["refused", "Not understood or unsound, so never asked.", rules.refused],
    ["waiting", "Waits for values that only the responder knows.", rules.waiting],
    ["idle", "No log of this source was in the evidence: that these found nothing says nothing.", rules.idle],
  ];
  return (
    <section aria-labelledby="rules-title">
      <h2 id="rules-title">Rules</h2>
      <p>{many(rules.on, "rule")} were on.</p>
      {lists.map(([word, says, all]) => (
        <Unfold key={word} title={`${count(all.length)} ${word}`}>
          {() => (
            <>
              <p class="quiet">{says}</p>
              <Entries all={all} />
            </>
          )}
        </Unfold>
      ))}
    </section>
  );
}

function Kept({ title, id, all, none }: { title: string; id: string; all: EvidenceDocument["runs"]; none: string }) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {all.length === 0 ? <p>{none}</p> : <Entries all={all} />}
    </section>
  );
}

export function Evidence({ route }: { route?: Route }) {
  const asked = useDocument("evidence");
  const timeline = useDocument("timeline");
  return (
    <Waiting all={[asked, timeline]}>
      {(evidence, timeline) => (
        <>
          <Totals evidence={evidence} />
          <ArtifactTable all={evidence.artifacts} route={route} />
          <Anomalies all={evidence.anomalies} />
          <Rules rules={evidence.rules} />
          <Coverage all={timeline.coverage} />
          <Kept title="Gaps" id="gaps-title" all={evidence.gaps} none="No gap within a log was told." />
          <Kept title="Runs" id="runs-title" all={evidence.runs} none="No run is kept." />
          <Kept title="Audit" id="audit-title" all={evidence.audit} none="Nothing is in the audit trail." />
          <LeftOut />
        </>
      )}
    </Waiting>
  );
}
