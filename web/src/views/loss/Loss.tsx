// What left, what was in reach and whom to tell by when: one part for each organisation.
import { useDocument } from "../../app/documents";
import type { Route } from "../../app/route";
import type { SharedImpact, TenantImpact } from "../../model/impact";
import { LeftOut } from "../../parts/LeftOut";
import { roleWord } from "../../parts/Level";
import { many } from "../../parts/numbers";
import { Reference } from "../../parts/Reference";
import { chosenTenant, TenantChoice } from "../../parts/TenantChoice";
import { Text } from "../../parts/Text";
import { Time } from "../../parts/Time";
import { Unfold } from "../../parts/Unfold";
import { Waiting } from "../../parts/Waiting";
import { Destinations } from "./Destinations";
import { Cost, Drafts, Duties } from "./Duties";
import "./loss.css";
import { Overview } from "./Overview";
import { Lookalikes, Reach, Staged, ThroughProvider } from "./Reach";
import { Shared } from "./Shared";

function Hosts({ of }: { of: TenantImpact }) {
  if (of.hosts.length === 0) return null;
  return (
    <Unfold title={`${many(of.hosts.length, "host")} that the intruder came to`}>
      {() => (
        <ul>
          {of.hosts.map((host) => (
            <li key={host.host}>
              <Text of={host.host} most={80} /> since <Time at={host.since} />{" "}
              {host.hops.slice(0, 5).map((hop, at) => (
                <span key={hop}>
                  {at > 0 && ", "}
                  <Reference to={{ hop }} />
                </span>
              ))}
            </li>
          ))}
        </ul>
      )}
    </Unfold>
  );
}

function Unknown({ of }: { of: TenantImpact }) {
  return (
    <section>
      <h3>What is not known</h3>
      <ul class="panel not-known">
        {of.not_known.map((text, at) => (
          <li key={at}>
            <Text of={text} />
          </li>
        ))}
        {of.coverage.basis.map((text, at) => (
          <li key={`b${at}`}>
            <Text of={text} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function OfTenant({ of }: { of: TenantImpact }) {
  return (
    <article class="loss-tenant">
      <h2>
        <Text of={of.tenant} most={80} />{" "}
        <span class="quiet">
          {roleWord(of.role)}
          {of.window.first && (
            <>
              {" · "}
              <Time at={of.window.first} brief /> to <Time at={of.window.last} brief />
            </>
          )}
        </span>
      </h2>
      <p class="loss-statement">
        <Text of={of.statement} />
      </p>
      <Hosts of={of} />
      <Destinations of={of} />
      <Reach of={of} />
      <Staged of={of} />
      <ThroughProvider of={of} />
      <Lookalikes all={of.lookalikes} />
      <Duties of={of} />
      <Drafts of={of} />
      <Cost of={of} />
      <Unknown of={of} />
    </article>
  );
}

export function Loss({ route }: { route?: Route }) {
  const loss = useDocument("loss");
  return (
    <Waiting all={[loss]}>
      {(loss) => {
        const own = loss.filter((one): one is TenantImpact => one.tenant !== null);
        const shared = loss.filter((one): one is SharedImpact => one.tenant === null);
        const tenants = own.map((one) => one.tenant);
        const chosen = chosenTenant(route, tenants);
        return (
          <>
            <TenantChoice route={route} tenants={tenants} />
            {!chosen && own.length > 1 && <Overview all={own} />}
            {own.length === 0 && <p>Nothing was judged of what left: no hops were traced.</p>}
            {own
              .filter((one) => !chosen || one.tenant === chosen)
              .map((one) => (
                <OfTenant key={one.tenant} of={one} />
              ))}
            {!chosen && shared.map((one, at) => <Shared key={at} of={one} />)}
            <LeftOut about={/loss|impact|destination/i} />
          </>
        );
      }}
    </Waiting>
  );
}
