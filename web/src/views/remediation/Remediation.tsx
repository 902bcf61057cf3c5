// What to do, in which order, why, and what must be done at one moment everywhere.
import { useDocument } from "../../app/documents";
import type { Route } from "../../app/route";
import type { Phase, RemediationDocument, Step } from "../../model/remediation";
import { many } from "../../parts/numbers";
import { RecordList } from "../../parts/RecordList";
import { Reference } from "../../parts/Reference";
import { csv, fileName, TakeAway } from "../../parts/TakeAway";
import { chosenTenant, TenantChoice } from "../../parts/TenantChoice";
import { Text } from "../../parts/Text";
import { Unfold } from "../../parts/Unfold";
import { Waiting } from "../../parts/Waiting";
import "./remediation.css";

function Reasons({ of }: { of: Step }) {
  const hops = [...new Set(of.evidence.map((one) => one.hop).filter((hop): hop is string => Boolean(hop)))];
  const findings = [...new Set(of.evidence.map((one) => one.finding).filter((id): id is string => Boolean(id)))];
  if (of.evidence.length === 0) return null;
  return (
    <Unfold paper="title" title={`Rests on ${many(of.evidence.length, "record")}`}>
      {() => (
        <div class="step-records">
          {[...hops.map((hop) => ({ hop })), ...findings.map((finding) => ({ finding }))]
            .slice(0, 20)
            .map((reference, at) => (
              <Reference key={at} to={reference} says={`${"hop" in reference ? "hop" : "finding"} ${at + 1}`} />
            ))}
          <RecordList all={of.evidence} />
        </div>
      )}
    </Unfold>
  );
}

function OneStep({ of }: { of: Step }) {
  return (
    <li class={of.together ? "step step-together" : "step"} value={of.order}>
      <p>
        <span class="step-action">
          <Text of={of.action} most={30} />
        </span>{" "}
        <Text of={of.what} />
      </p>
      <p class="quiet">
        <Text of={of.reason} />
      </p>
      <Reasons of={of} />
    </li>
  );
}

function Steps({ tenant, steps }: { tenant: string | null; steps: Step[] }) {
  return (
    <section class="panel">
      <h3>
        {tenant === null ? "All organisations" : <Text of={tenant} most={80} />}{" "}
        <span class="quiet">{many(steps.length, "step")}</span>
      </h3>
      <ol class="steps">
        {steps.map((step) => (
          <OneStep key={step.id} of={step} />
        ))}
      </ol>
    </section>
  );
}

function OnePhase({ of, number, steps }: { of: Phase; number: number; steps: Step[] }) {
  const together = steps.filter((step) => step.together);
  const tenants = [...new Set(steps.map((step) => step.tenant))];
  return (
    <section class="phase" aria-labelledby={`phase-${number}`}>
      <h2 id={`phase-${number}`}>
        {number}. <Text of={of.title} most={120} /> <span class="quiet">{many(steps.length, "step")}</span>
      </h2>
      <p class="lead">
        <Text of={of.when} />
      </p>
      {together.length > 0 && (
        <p class="together-note">
          {together.length === steps.length ? "All of these" : `The ${together.length} marked`} are one act: at the same
          moment, in all organisations.
        </p>
      )}
      {steps.length === 0 && <p>Nothing to do here.</p>}
      {tenants.map((tenant) => (
        <Steps key={tenant ?? ""} tenant={tenant} steps={steps.filter((step) => step.tenant === tenant)} />
      ))}
    </section>
  );
}

function asCsv(plan: RemediationDocument, wanted: (step: Step) => boolean): string {
  const head = ["phase", "order", "tenant", "action", "target_kind", "target", "together", "what", "reason", "records"];
  const rows = plan.phases.flatMap((phase) =>
    phase.steps
      .filter(wanted)
      .map((step) => [
        phase.phase,
        step.order,
        step.tenant ?? "",
        step.action,
        step.target.kind,
        step.target.name,
        step.together ? "yes" : "no",
        step.what,
        step.reason,
        step.evidence.map((one) => `${one.path} at ${one.offset}`).join("; "),
      ]),
  );
  return csv(head, rows);
}

export function Remediation({ route }: { route?: Route }) {
  const asked = useDocument("remediation");
  return (
    <Waiting all={[asked]}>
      {(plan) => {
        const tenants = [...new Set(plan.phases.flatMap((phase) => phase.steps.map((step) => step.tenant ?? "")))]
          .filter(Boolean)
          .sort();
        const chosen = chosenTenant(route, tenants);
        const wanted = (step: Step) => !chosen || step.tenant === chosen || step.tenant === null;
        const all = plan.phases.reduce((sum, phase) => sum + phase.steps.length, 0);
        if (all === 0) return <p>No step follows: no intrusion was traced. That is no proof that nothing happened.</p>;
        return (
          <>
            <p>
              {many(all, "step")} in {many(plan.phases.length, "phase")}. The order matters: who cuts before he has
              prepared warns the intruder, and who resets before the cut gives the new secrets away.
            </p>
            <TenantChoice route={route} tenants={tenants} />
            <TakeAway
              what="steps as CSV"
              name={`${fileName("remediation", chosen || "all")}.csv`}
              kind="text/csv"
              text={() => asCsv(plan, wanted)}
            />
            {plan.phases.map((phase, at) => (
              <OnePhase key={phase.phase} of={phase} number={at + 1} steps={phase.steps.filter(wanted)} />
            ))}
          </>
        );
      }}
    </Waiting>
  );
}
