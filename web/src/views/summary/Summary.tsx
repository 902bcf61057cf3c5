// The answer first: for whoever must decide, in words; every sentence leads to what it rests on.
import { useDocument } from "../../app/documents";
import { address } from "../../app/route";
import type { SummaryDocument, SummaryTenant } from "../../model/summary";
import { LeftOut } from "../../parts/LeftOut";
import { Level, Mark, roleWord, State } from "../../parts/Level";
import { count, many } from "../../parts/numbers";
import { RestsOn } from "../../parts/Reference";
import { Text } from "../../parts/Text";
import { howLong, milliseconds, Time } from "../../parts/Time";
import { Waiting } from "../../parts/Waiting";
import "./summary.css";
import { Way } from "./Way";

const SHAPES = { compromised: "diamond", suspected: "triangle", no_sign: "ring" } as const;

function Answer({ summary }: { summary: SummaryDocument }) {
  const { since, until } = summary;
  return (
    <section
      class={`answer answer-${Object.hasOwn(SHAPES, summary.state) ? summary.state : "unknown"}`}
      aria-label="The answer"
    >
      <h2>
        <Mark shape={Object.hasOwn(SHAPES, summary.state) ? SHAPES[summary.state] : "ring"} />
        <Text of={summary.headline} />
      </h2>
      {since && (
        <p class="lead">
          First trace <Time at={since.time} />
          <RestsOn all={since.rests_on} />
          {until && (
            <>
              <br />
              Last trace <Time at={until.time} />
              <RestsOn all={until.rests_on} />
              <br />
              <span class="quiet">{howLong(milliseconds(until.time) - milliseconds(since.time))} apart</span>
            </>
          )}
        </p>
      )}
      <ul class="answer-sentences">
        {summary.answer.map((sentence, at) => (
          <li key={at}>
            <Text of={sentence.text} />
            <RestsOn all={sentence.rests_on} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Tenant({ tenant }: { tenant: SummaryTenant }) {
  return (
    <li class="panel tenant">
      <h3>
        <Text of={tenant.name} most={80} /> <State state={tenant.state} />
      </h3>
      <p>
        <Text of={tenant.text} />
        <RestsOn all={tenant.rests_on} />
      </p>
      <p class="quiet">
        {roleWord(tenant.role)}, {many(tenant.hosts, "host")}
        {tenant.first && (
          <>
            <br />
            <Time at={tenant.first} brief /> to <Time at={tenant.last} brief />
          </>
        )}
      </p>
    </li>
  );
}

function DoNow({ summary }: { summary: SummaryDocument }) {
  return (
    <section aria-labelledby="now-title">
      <h2 id="now-title">What to do now</h2>
      {summary.do_now.length === 0 && <p class="panel">Nothing follows from what was found.</p>}
      <ol class="do-now panel" hidden={summary.do_now.length === 0}>
        {summary.do_now.map((step, at) => (
          <li key={at}>
            <Text of={step.text} /> <RestsOn all={step.rests_on} />
            <span class="quiet">
              {step.tenant && <Text of={step.tenant} most={80} />}
              {step.tenant && step.when && " · "}
              <Text of={step.when} most={200} />
            </span>
          </li>
        ))}
      </ol>
      <p class="only-on-screen">
        <a href={address("remediation")}>All steps, in order</a>
      </p>
    </section>
  );
}

/** The same gap at several organisations is told once, with their names: "a: text", "b: text" become "text (a, b)". */
function gather(all: string[], tenants: string[]): string[] {
  const told = new Map<string, string[]>();
  for (const text of all) {
    const tenant = tenants.find((name) => text.startsWith(`${name}: `));
    const said = tenant === undefined ? text : text.slice(tenant.length + 2);
    told.set(said, [...(told.get(said) ?? []), ...(tenant === undefined ? [] : [tenant])]);
  }
  return [...told].map(([said, names]) =>
    names.length > 0 && tenants.length > 1 ? `${said} (${names.join(", ")})` : said,
  );
}

function NotKnown({ all }: { all: string[] }) {
  return (
    <section aria-labelledby="unknown-title">
      <h2 id="unknown-title">What is not known</h2>
      {all.length === 0 ? (
        <p>No gap was told.</p>
      ) : (
        <ul class="panel not-known">
          {all.map((text, at) => (
            <li key={at}>
              <Text of={text} most={280} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Judged({ summary }: { summary: SummaryDocument }) {
  return (
    <div>
      <section aria-labelledby="summary-who">
        <h2 id="summary-who">Who it may be</h2>
        <div class="panel">
          {summary.who?.text ? (
            <>
              <p class="lead">
                <Text of={summary.who.text} />
              </p>
              <p>
                <Text of={summary.who.confidence_text} />
              </p>
            </>
          ) : (
            <p>Nobody was judged.</p>
          )}
          <a href={address("who")}>What this rests on</a>
        </div>
      </section>
      <section aria-labelledby="summary-loss">
        <h2 id="summary-loss">What left</h2>
        <div class="panel">
          <dl class="losses">
            {summary.loss.map((one, at) => (
              <div key={at}>
                <dt>{one.tenant ? <Text of={one.tenant} most={80} /> : "Several organisations together"}</dt>
                <dd>
                  <Text of={one.text} />
                </dd>
              </div>
            ))}
          </dl>
          <a href={address("loss")}>Destinations, ranges and duties</a>
        </div>
      </section>
    </div>
  );
}

function Levels({ summary }: { summary: SummaryDocument }) {
  const most = Math.max(1, ...summary.levels.map((one) => one.certain + one.uncertain));
  return (
    <section aria-labelledby="levels-title">
      <h2 id="levels-title">Findings by level</h2>
      <div class="panel">
        <table class="levels">
          <thead class="unseen-to-eyes">
            <tr>
              <th scope="col">Level</th>
              <th scope="col">Share</th>
              <th scope="col">Findings</th>
            </tr>
          </thead>
          <tbody>
            {summary.levels.map((one) => (
              <tr key={one.level}>
                <th scope="row">
                  <a href={address("findings", [], { level: one.level })}>
                    <Level level={one.level} />
                  </a>
                </th>
                <td class="levels-bar" aria-hidden="true">
                  <span class="bar-track">
                    <span class="bar-fill" style={{ width: `${(100 * one.certain) / most}%` }} />
                  </span>
                </td>
                <td class="number">
                  {count(one.certain)}
                  {one.uncertain > 0 && <span class="quiet"> and {count(one.uncertain)} uncertain</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

export function Summary() {
  const summary = useDocument("summary");
  const path = useDocument("path");
  return (
    <Waiting all={[summary, path]}>
      {(summary, path) => (
        <>
          <Answer summary={summary} />
          <Way path={path} />
          <section aria-labelledby="tenants-title">
            <h2 id="tenants-title">Organisations</h2>
            <ul class="cards">
              {summary.tenants.map((tenant) => (
                <Tenant key={tenant.name} tenant={tenant} />
              ))}
            </ul>
          </section>
          <div class="summary-columns">
            <DoNow summary={summary} />
            <Judged summary={summary} />
          </div>
          <NotKnown
            all={gather(
              summary.not_known,
              summary.tenants.map((tenant) => tenant.name),
            )}
          />
          <Levels summary={summary} />
          <LeftOut />
        </>
      )}
    </Waiting>
  );
}
