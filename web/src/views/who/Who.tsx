// Who it may be: hypotheses with their bands, what speaks for and against, and what would change it. A band says how likely;
// the confidence rating, apart from it, says how good the ground is that it stands on.
import { useDocument } from "../../app/documents";
import type { Judgement } from "../../model/judgement";
import { probability } from "../../parts/numbers";
import { Text } from "../../parts/Text";
import { Waiting } from "../../parts/Waiting";
import { Ablation, Matrix } from "./Ach";
import { ForAndAgainst } from "./ForAndAgainst";
import { Hypotheses } from "./Hypotheses";
import "./who.css";

function Named({ judged }: { judged: Judgement }) {
  const leader = judged.hypotheses.find((one) => one.group === judged.named);
  if (!leader)
    return <p class="who-named">Nobody is named: no hypothesis is likely enough on evidence that few groups share.</p>;
  return (
    <p class="who-named">
      <Text of={leader.name} most={80} /> (<Text of={leader.group} most={40} />
      ):{" "}
      <strong>
        <Text of={leader.phia} most={40} />
      </strong>
      , {probability(leader.probability)}
    </p>
  );
}

function Confidence({ judged }: { judged: Judgement }) {
  const steps = ["low", "moderate", "high"];
  const at = steps.indexOf(judged.confidence_rating);
  return (
    <section class="panel who-confidence" aria-label="Confidence in this judgement">
      <h2>
        Confidence: <Text of={judged.confidence_rating} most={20} />
      </h2>
      <p class="who-steps" aria-hidden="true">
        {steps.map((step, index) => (
          <span key={step} class={index <= at ? "on" : ""}>
            {step}
          </span>
        ))}
      </p>
      <p class="quiet">How good the ground is that the judgement stands on; not how likely it is.</p>
      <ul>
        {judged.confidence_reasons.map((reason, index) => (
          <li key={index}>
            <Text of={reason} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Lines({ title, all }: { title: string; all: string[] }) {
  if (all.length === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      <ul>
        {all.map((text, at) => (
          <li key={at}>
            <Text of={text} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Judged({ judged }: { judged: Judgement }) {
  const leader = judged.hypotheses[0]?.group ?? "";
  const compared = judged.hypotheses.map((one) => one.group).filter((group) => judged.ach.groups.includes(group));
  const name = (group: string) => judged.hypotheses.find((one) => one.group === group)?.name ?? group;
  return (
    <article>
      <Named judged={judged} />
      <div class="who-top">
        <Hypotheses all={judged.hypotheses} />
        <Confidence judged={judged} />
      </div>
      <ForAndAgainst evidence={judged.evidence} group={compared[0] ?? leader} name={name} />
      <Matrix judged={judged} name={name} />
      <Ablation judged={judged} name={name} />
      <Lines title="What would change this" all={judged.would_change} />
      <Lines title="Notes" all={judged.notes} />
    </article>
  );
}

export function Who() {
  const who = useDocument("who");
  return (
    <Waiting all={[who]}>
      {(who) =>
        who.length === 0 ? (
          <p>There was nothing to judge: no observation that tells one group from another.</p>
        ) : (
          who.map((judged, at) => <Judged key={at} judged={judged} />)
        )
      }
    </Waiting>
  );
}
