// Twenty checks by organisation: what the logs show, what they cannot tell, what to ask the provider; and the letter.
import { useDocument } from "../../app/documents";
import { address, type Route } from "../../app/route";
import type { PostureCheck, PostureDocument } from "../../model/posture";
import { State, stateWord } from "../../parts/Level";
import { plain, Text } from "../../parts/Text";
import { Unfold } from "../../parts/Unfold";
import { Waiting } from "../../parts/Waiting";
import { Wide } from "../../parts/Wide";
import { Check } from "./Check";
import { Letters } from "./Letter";
import "./posture.css";

const VERDICTS = ["fail", "unknown", "pass"] as const;

function tenantsOf(posture: PostureDocument): string[] {
  return [...new Set(posture.checks.map((check) => check.tenant))];
}

function numbersOf(posture: PostureDocument): number[] {
  return [...new Set(posture.checks.map((check) => check.check))].sort((a, b) => a - b);
}

function Counts({ posture, tenants }: { posture: PostureDocument; tenants: string[] }) {
  return (
    <ul class="cards">
      {tenants.map((tenant) => (
        <li class="panel" key={tenant}>
          <h2 class="card-title">
            <Text of={tenant} most={60} />
          </h2>
          <p class="posture-counts">
            {VERDICTS.map((verdict) => (
              <span key={verdict}>
                <strong>
                  {posture.checks.filter((one) => one.tenant === tenant && one.verdict === verdict).length}
                </strong>{" "}
                <State state={verdict} />
              </span>
            ))}
          </p>
        </li>
      ))}
    </ul>
  );
}

function Grid(props: { posture: PostureDocument; tenants: string[]; chosen: PostureCheck | undefined }) {
  const byPlace = new Map(props.posture.checks.map((check) => [`${check.check} ${check.tenant}`, check]));
  return (
    <Wide label="Checks by organisation" panel>
      <table class="posture-grid">
        <thead>
          <tr>
            <th scope="col">Check</th>
            {props.tenants.map((tenant) => (
              <th scope="col" key={tenant}>
                <Text of={tenant} most={40} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {numbersOf(props.posture).map((number) => (
            <tr key={number}>
              <th scope="row">
                {number}. <Text of={props.posture.checks.find((one) => one.check === number)?.title} most={120} />
              </th>
              {props.tenants.map((tenant) => {
                const check = byPlace.get(`${number} ${tenant}`);
                if (!check) return <td key={tenant}>not asked</td>;
                return (
                  <td key={tenant}>
                    <a
                      class="posture-cell"
                      href={address("posture", [], { check: number, tenant })}
                      aria-current={check === props.chosen ? "true" : undefined}
                      aria-label={`${plain(tenant, 40)}, check ${number}: ${stateWord(check.verdict)}`}
                    >
                      <State state={check.verdict} />
                    </a>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

function AllChecks({ posture, tenants }: { posture: PostureDocument; tenants: string[] }) {
  return (
    <section aria-labelledby="each-title">
      <h2 id="each-title">Each check, those that fail first</h2>
      {tenants.map((tenant) => (
        <Unfold
          key={tenant}
          open={tenants.length === 1}
          title={
            <>
              <Text of={tenant} most={60} />: {posture.checks.filter((check) => check.tenant === tenant).length} checks
            </>
          }
        >
          {() =>
            VERDICTS.map((verdict) =>
              posture.checks
                .filter((check) => check.tenant === tenant && check.verdict === verdict)
                .map((check) => <Check key={check.check} of={check} />),
            )
          }
        </Unfold>
      ))}
    </section>
  );
}

export function Posture({ route }: { route?: Route }) {
  const asked = useDocument("posture");
  return (
    <Waiting all={[asked]}>
      {(posture) => {
        const tenants = tenantsOf(posture);
        const number = Number(route?.query.get("check"));
        const tenant = route?.query.get("tenant");
        const chosen = posture.checks.find((check) => check.check === number && check.tenant === tenant);
        if (posture.checks.length === 0) return <p>No check was made: there was no evidence to make one of.</p>;
        return (
          <>
            <p>
              What published advice to clients of providers asks for, held against the logs. <em>Unknown</em> is no
              pass: the logs do not tell, and the provider must.
            </p>
            <Counts posture={posture} tenants={tenants} />
            <div class={chosen ? "posture-halves" : ""}>
              <Grid posture={posture} tenants={tenants} chosen={chosen} />
              {chosen && <Check key={`${chosen.tenant} ${chosen.check}`} of={chosen} chosen />}
            </div>
            <Letters all={posture.letters} />
            <AllChecks posture={posture} tenants={tenants} />
          </>
        );
      }}
    </Waiting>
  );
}
