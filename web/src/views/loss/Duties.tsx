// Duties with their clocks. A clock runs only from a recorded decision that one is aware; a due time is the law's hours
// after it.
import { useEffect, useState } from "preact/hooks";
import type { Duty, TenantImpact } from "../../model/impact";
import { euros, many } from "../../parts/numbers";
import { fileName, TakeAway } from "../../parts/TakeAway";
import { Text } from "../../parts/Text";
import { howLong, milliseconds, Time } from "../../parts/Time";
import { Unfold } from "../../parts/Unfold";
import { Wide } from "../../parts/Wide";

function useNow(): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), 30_000);
    return () => window.clearInterval(timer);
  }, []);
  return now;
}

function Due({ duty }: { duty: Duty }) {
  const now = useNow();
  if (!duty.due) return duty.status.startsWith("no clock runs") ? <>no clock runs</> : <Text of={duty.status} />;
  const left = milliseconds(duty.due) - now;
  return (
    <>
      <strong>
        <Time at={duty.due} />
      </strong>
      <span class={left < 0 ? "due due-over" : "due"}>
        {left < 0 ? `over since ${howLong(left)}` : `in ${howLong(left)}`}
      </span>
    </>
  );
}

function Aware({ of }: { of: TenantImpact }) {
  if (!of.awareness)
    return (
      <p>
        No clock runs: nobody has recorded since when the organisation is aware. <code>hoptrace case aware</code>{" "}
        records it.
      </p>
    );
  return (
    <p>
      Clocks run since <Time at={of.awareness.at} />, when the organisation was aware: recorded by{" "}
      <Text of={of.awareness.by} most={80} /> (<Text of={of.awareness.why} />
      ).
    </p>
  );
}

function Row({ duty }: { duty: Duty }) {
  return (
    <tr>
      <th scope="row">
        <Text of={duty.law} most={120} />
        <span class="duty-article">
          <Text of={duty.article} most={80} />
        </span>
      </th>
      <td>
        <Text of={duty.what} />
        <span class="quiet">
          {" "}
          by the <Text of={duty.who} most={80} /> to <Text of={duty.to} most={120} />
        </span>
      </td>
      <td>
        <Text of={duty.applies_if} />
      </td>
      <td>
        <Text of={duty.clock} />
      </td>
      <td>
        <Due duty={duty} />
      </td>
    </tr>
  );
}

export function Duties({ of }: { of: TenantImpact }) {
  if (of.duties.length === 0) return null;
  const running = of.duties.filter((duty) => duty.due !== null).length;
  return (
    <section>
      <h3>Whom to tell, and by when</h3>
      <Aware of={of} />
      <Unfold
        open={running > 0}
        title={`${many(of.duties.length, "duty", "duties")}, ${running === 0 ? "no clock" : many(running, "clock")} running`}
      >
        {() => (
          <Wide label={`Duties of ${of.tenant}`}>
            <table class="duties">
              <thead>
                <tr>
                  <th scope="col">Law</th>
                  <th scope="col">What, to whom</th>
                  <th scope="col">If</th>
                  <th scope="col">Clock</th>
                  <th scope="col">Due</th>
                </tr>
              </thead>
              <tbody>
                {of.duties.map((duty, at) => (
                  <Row key={at} duty={duty} />
                ))}
              </tbody>
            </table>
          </Wide>
        )}
      </Unfold>
    </section>
  );
}

export function Drafts({ of }: { of: TenantImpact }) {
  if (of.drafts.length === 0) return null;
  return (
    <section>
      <h3>Drafts, to read, complete and send by a person</h3>
      {of.drafts.map((draft, at) => (
        <Unfold key={at} paper="title" title={<Text of={draft.kind} most={120} />}>
          {() => (
            <>
              <TakeAway
                what="draft"
                name={`${fileName(of.tenant, draft.kind)}.txt`}
                kind="text/plain"
                text={() => draft.text}
              />
              <div class="draft panel">
                <Text of={draft.text} lines most={8000} />
              </div>
            </>
          )}
        </Unfold>
      ))}
    </section>
  );
}

export function Cost({ of }: { of: TenantImpact }) {
  return (
    <section>
      <h3>What it may cost</h3>
      <p>
        Loss: <strong>{of.cost.loss}</strong>. <Text of={of.cost.why} />
      </p>
      {of.cost.ceilings_of_fines.length > 0 && (
        <Unfold paper="title" title="Ceilings of fines that laws name">
          {() => (
            <>
              <ul>
                {of.cost.ceilings_of_fines.map((one, at) => (
                  <li key={at}>
                    {one.low_eur < one.high_eur ? `up to ${euros(one.high_eur)}` : euros(one.high_eur)}:{" "}
                    <Text of={one.source} most={120} />, <Text of={one.for} most={200} />
                    {one.note && (
                      <span class="quiet">
                        {" "}
                        (<Text of={one.note} most={200} />)
                      </span>
                    )}
                  </li>
                ))}
              </ul>
              <p class="quiet">
                <Text of={of.cost.ceilings_note} />
              </p>
            </>
          )}
        </Unfold>
      )}
    </section>
  );
}
