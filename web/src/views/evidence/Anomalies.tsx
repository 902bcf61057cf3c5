// What is odd about the evidence, by kind, each with examples.
import type { AnomalyKind } from "../../model/evidence";
import { count } from "../../parts/numbers";
import { RecordReference } from "../../parts/Reference";
import { Text } from "../../parts/Text";
import { Unfold } from "../../parts/Unfold";

export function Anomalies({ all }: { all: AnomalyKind[] }) {
  return (
    <section aria-labelledby="anomalies-title">
      <h2 id="anomalies-title">Anomalies</h2>
      {all.length === 0 && <p>Nothing odd was met.</p>}
      {all.map((kind) => (
        <Unfold
          key={kind.kind}
          title={
            <>
              {count(kind.count)} × <Text of={kind.kind.replaceAll("_", " ")} most={80} />:{" "}
              <span class="anomaly-text">
                <Text of={kind.text} most={200} />
              </span>
            </>
          }
        >
          {() => (
            <ul>
              {kind.examples.map((example, at) => (
                <li key={at}>
                  {example.offset === null ? (
                    <Text of={example.path} most={200} />
                  ) : (
                    <RecordReference path={example.path} offset={example.offset} />
                  )}{" "}
                  <Text of={example.detail} most={300} />
                </li>
              ))}
              {kind.count > kind.examples.length && <li>and {count(kind.count - kind.examples.length)} more</li>}
            </ul>
          )}
        </Unfold>
      ))}
    </section>
  );
}
