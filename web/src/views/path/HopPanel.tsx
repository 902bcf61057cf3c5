// One hop whole: what each side says with the records, whether it happened apart from whose it was, what else fits, what is not known.
import { useAsked } from "../../app/documents";
import { address } from "../../app/route";
import type { Hop, HopEvidence, Intrusion } from "../../model/path";
import { MarkButtons } from "../../parts/MarkButtons";
import type { Artifacts } from "../../parts/Reference";
import { shortPath, useArtifacts } from "../../parts/Reference";
import { plain, Text } from "../../parts/Text";
import { Time } from "../../parts/Time";
import { Waiting } from "../../parts/Waiting";
import { degree, placeName, SIDES, type Side, statusWord } from "./words";

function artifactOf(artifacts: Artifacts, hop: Hop, evidence: HopEvidence & { artifact?: number }): number {
  if (typeof evidence.artifact === "number") return evidence.artifact;
  const byPath = artifacts.find(evidence.path);
  return byPath >= 0 ? byPath : artifacts.ofContent(hop.to.tenant, evidence.sha256);
}

/** Channel-like name of a log, its event and record. */
function evidenceName(evidence: HopEvidence): string {
  const log = shortPath(evidence.path).replace(/\.(evtx|log|json|jsonl)$/, "");
  const event = evidence.event_id === null ? "" : ` · event ${evidence.event_id}`;
  return log + event + (evidence.record_id === null ? ` · at ${evidence.offset}` : ` · record ${evidence.record_id}`);
}

function Record({ hop, evidence }: { hop: Hop; evidence: HopEvidence }) {
  const artifacts = useArtifacts();
  const artifact = artifactOf(artifacts, hop, evidence);
  const name = plain(evidenceName(evidence), 160);
  if (artifact < 0) return <span class="reference-none">{name} (not in this page)</span>;
  return (
    <a
      class="reference"
      href={address("event", [artifact, evidence.offset], { hop: hop.id })}
      title={plain(evidence.path, 300)}
    >
      {name}
    </a>
  );
}

function sideTitle(hop: Hop, { name, title }: Side): string {
  if (name === "destination") return `${title} (${placeName(hop.to)})`;
  return name === "source" && hop.from?.host ? `${title} (${hop.from.host})` : title;
}

function Sides({ hop }: { hop: Hop }) {
  const said = (name: string) => hop.evidence.filter(({ side }) => side === name);
  const named = new Set(SIDES.map(({ name }) => name));
  const others = [...new Set(hop.evidence.map(({ side }) => side))].filter((side) => !named.has(side));
  const sides = [...SIDES, ...others.map((name) => ({ name, title: name, short: name }))];
  const silent = SIDES.filter(({ name }) => said(name).length === 0);
  return (
    <div class="sides">
      {sides
        .filter(({ name }) => said(name).length > 0)
        .map((side) => (
          <section key={side.name}>
            <h3>
              <Text of={sideTitle(hop, side)} />
            </h3>
            <ul>
              {said(side.name).map((evidence, at) => (
                <li key={at}>
                  <Record hop={hop} evidence={evidence} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      {silent.length > 0 && (
        <p class="sides-silent">Nothing comes from {silent.map(({ short }) => short).join(", ")}.</p>
      )}
    </div>
  );
}

function Reasons({ title, all }: { title: string; all: string[] }) {
  if (all.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul class="reasons">
        {all.map((reason, at) => (
          <li key={at}>
            <Text of={reason} />
          </li>
        ))}
      </ul>
    </>
  );
}

const number = (value: number) => (value > 0.995 && value < 1 ? "above 0.99" : value.toFixed(2));

function Measures({ hop }: { hop: Hop }) {
  return (
    <dl class="measures">
      <div>
        <dt>Did it happen?</dt>
        <dd>
          <strong>{hop.status}</strong>: {statusWord(hop.status)}. Confidence {degree(hop.confidence)} (
          {number(hop.confidence)}).
        </dd>
      </div>
      <div>
        <dt>Was it the intruder?</dt>
        <dd>
          {hop.intrusion ? "On the path that was traced." : "Not on a path that was traced."} Suspicion{" "}
          {degree(hop.suspicion)} ({number(hop.suspicion)}).
        </dd>
      </div>
    </dl>
  );
}

function Alternatives({
  hop,
  intrusion,
  steps,
}: {
  hop: Hop;
  intrusion: Intrusion | undefined;
  steps: (id: string) => number;
}) {
  const candidates = hop.candidates ?? [];
  const others = (intrusion?.alternatives ?? []).filter(({ hops }) => hops.includes(hop.id));
  if (candidates.length + others.length === 0) return <p class="quiet">Nothing else fits as well.</p>;
  return (
    <ul class="reasons">
      {candidates.map((place, at) => (
        <li key={`candidate ${at}`}>
          It may have come from{" "}
          <strong>
            <Text of={placeName(place)} />
          </strong>{" "}
          (<Text of={place.tenant} />)
        </li>
      ))}
      {others.map((other, at) => (
        <li key={at}>
          Another way:{" "}
          {other.hops.map((id, hopAt) => (
            <a key={id} class="reference" href={address("path", [], { hop: id })}>
              hop {steps(id) || hopAt + 1}
            </a>
          ))}
          . What separates them: <Text of={other.what_separates} />
        </li>
      ))}
    </ul>
  );
}

function Whole({
  hop,
  intrusion,
  steps,
}: {
  hop: Hop;
  intrusion: Intrusion | undefined;
  steps: (id: string) => number;
}) {
  const suspicion = hop.why.filter((reason) => reason.startsWith("suspicion:"));
  const others = hop.why.filter((reason) => !reason.startsWith("suspicion:"));
  return (
    <div class="hop-whole">
      <Measures hop={hop} />
      {hop.gap && (
        <p class="gap">
          <strong>Not known:</strong> <Text of={hop.gap} />
        </p>
      )}
      <Sides hop={hop} />
      <Reasons title="Why it is taken for a hop" all={others} />
      <Reasons
        title="Why it is taken for the intruder's, or not"
        all={suspicion.map((reason) => reason.replace(/^suspicion: */, ""))}
      />
      <h3>What else it may have been</h3>
      <Alternatives hop={hop} intrusion={intrusion} steps={steps} />
      <p>
        At <Time at={hop.time} precise />, as <Text of={hop.account || "no account named"} />.{" "}
        <a class="reference" href={address("timeline", [], { at: hop.time, hop: hop.id })}>
          Show it in the timeline
        </a>
      </p>
      <MarkButtons what="hop" id={hop.id} />
    </div>
  );
}

export function HopPanel({
  id,
  intrusion,
  steps,
}: {
  id: string;
  intrusion: Intrusion | undefined;
  steps: (id: string) => number;
}) {
  const asked = useAsked((source) => source.hop(id), ["hop", id]);
  return (
    <Waiting all={[asked]}>
      {(hop) =>
        hop === null ? (
          <p class="quiet">
            This page was not given the evidence of this hop: there was no room for all. `hoptrace serve` and `export
            --as hops` have it.
          </p>
        ) : (
          <Whole hop={hop} intrusion={intrusion} steps={steps} />
        )
      }
    </Waiting>
  );
}
