// One check of one organisation: verdict, why, the records, what would settle it and what to ask.
import { useContext, useEffect, useRef } from "preact/hooks";
import type { PostureCheck, PostureEvidence } from "../../model/posture";
import { State } from "../../parts/Level";
import { count } from "../../parts/numbers";
import { RecordReference } from "../../parts/Reference";
import { Text } from "../../parts/Text";
import { Time } from "../../parts/Time";
import { OnPaper, Unfold } from "../../parts/Unfold";

const MOST = 50;

function Evidence({ all }: { all: PostureEvidence[] }) {
  if (all.length === 0) return <p>No record says anything about it.</p>;
  return (
    <ul>
      {all.slice(0, MOST).map((one, at) => (
        <li key={at}>
          {one.time && (
            <>
              <Time at={one.time} />{" "}
            </>
          )}
          {one.host && (
            <>
              <Text of={one.host} most={80} />:{" "}
            </>
          )}
          <Text of={one.says} most={400} />{" "}
          {one.path !== undefined && one.offset !== undefined && (
            <RecordReference path={one.path} offset={one.offset} />
          )}
        </li>
      ))}
      {all.length > MOST && <li>and {count(all.length - MOST)} more</li>}
    </ul>
  );
}

function Body({ of }: { of: PostureCheck }) {
  const paper = useContext(OnPaper);
  if (paper)
    return (
      <div class="check-body">
        <p>
          <Text of={of.why} />
        </p>
        {of.verdict !== "pass" && (
          <p>
            {of.to_answer ? "To answer" : "To ask"}: <Text of={of.to_answer || of.ask_your_msp} />
          </p>
        )}
      </div>
    );
  return (
    <div class="check-body">
      <p>
        <Text of={of.why} />
      </p>
      <h3>Records</h3>
      <Evidence all={of.evidence} />
      <h3>{of.to_answer ? "To answer as the provider" : "To ask the provider"}</h3>
      <p>
        <Text of={of.to_answer || of.ask_your_msp} />
      </p>
      <p class="quiet">
        It would be settled by: <Text of={of.settled_by} />. Advice: <Text of={of.source} most={120} />
        {of.basis === "none" && ". No log that was read tells anything of it"}.
      </p>
    </div>
  );
}

export function Check({ of, chosen = false }: { of: PostureCheck; chosen?: boolean }) {
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (chosen) head.current?.focus();
  }, [chosen]);
  if (chosen)
    return (
      <section class="panel check-chosen" aria-labelledby="check-chosen-title">
        <h2 id="check-chosen-title" ref={head} tabIndex={-1}>
          <Text of={of.tenant} most={60} />: {of.check}. <Text of={of.title} most={200} /> <State state={of.verdict} />
        </h2>
        <Body of={of} />
      </section>
    );
  return (
    <Unfold
      title={
        <>
          <State state={of.verdict} /> {of.check}. <Text of={of.title} most={200} />
        </>
      }
    >
      {() => <Body of={of} />}
    </Unfold>
  );
}
