// Each piece of evidence with its weight (log likelihood ratio) for the leading group: what fits it, and what does not.
import type { JudgedEvidence } from "../../model/judgement";
import type { Reference as Ref } from "../../model/references";
import { useIds } from "../../parts/ids";
import { many } from "../../parts/numbers";
import { RestsOn } from "../../parts/Reference";
import { Text } from "../../parts/Text";

function From({ ids }: { ids: string[] }) {
  const find = useIds();
  const found = ids.map(find);
  const references = found.filter((one): one is Ref => one !== null);
  const others = ids.filter((_, at) => found[at] === null);
  return (
    <>
      <RestsOn all={references} />
      {others.length > 0 && (
        <span class="quiet">
          {references.length > 0 ? " and " : ""}
          {many(others.length, "indicator")}
        </span>
      )}
    </>
  );
}

function Item({ item, weight, most }: { item: JudgedEvidence; weight: number; most: number }) {
  return (
    <li class="weighed">
      <div class="weighed-bar" aria-hidden="true">
        <span class="bar-track">
          <span
            class={`bar-fill ${weight < 0 ? "bar-against" : ""}`}
            style={{ width: `${(100 * Math.abs(weight)) / most}%` }}
          />
        </span>
      </div>
      <p>
        <strong>
          <Text of={item.name || item.id} most={120} />
        </strong>{" "}
        {item.name !== item.id && (
          <span class="quiet">
            <Text of={item.id} most={60} />
          </span>
        )}
        <span class="weighed-facts">
          weight {weight > 0 ? "+" : ""}
          {weight.toFixed(2)} · <Text of={item.class} most={40} /> · trust {item.trust.toFixed(2)}
        </span>
        <From ids={item.from} />
        {item.notes.map((note, at) => (
          <span class="weighed-note" key={at}>
            <Text of={note} most={300} />
          </span>
        ))}
      </p>
    </li>
  );
}

export function ForAndAgainst(props: { evidence: JudgedEvidence[]; group: string; name: (group: string) => string }) {
  const weighed = props.evidence.map((item) => ({ item, weight: item.log_lr[props.group] ?? 0 }));
  weighed.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  const most = Math.max(0.01, ...weighed.map(({ weight }) => Math.abs(weight)));
  const lists: [string, typeof weighed][] = [
    ["Speaks for", weighed.filter(({ weight }) => weight > 0)],
    ["Speaks against", weighed.filter(({ weight }) => weight <= 0)],
  ];
  return (
    <section aria-labelledby="weighed-title">
      <h2 id="weighed-title">
        What speaks for and against <Text of={props.name(props.group)} most={80} />
      </h2>
      <p class="quiet">
        A weight is the logarithm of how much more often this is seen where the group was than where it was not, as far
        as the source is trusted.
      </p>
      <div class="for-and-against">
        {lists.map(([title, items]) => (
          <section key={title} class="panel">
            <h3>
              {title} <span class="quiet">({items.length})</span>
            </h3>
            <ul class="weighed-list">
              {items.map(({ item, weight }) => (
                <Item key={item.id} item={item} weight={weight} most={most} />
              ))}
            </ul>
            {items.length === 0 && <p>Nothing.</p>}
          </section>
        ))}
      </div>
    </section>
  );
}
