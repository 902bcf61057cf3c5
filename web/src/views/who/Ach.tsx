// Analysis of competing hypotheses: each piece of evidence against each group, those first that tell groups apart best;
// and what would be left of the judgement without its single pieces.
import type { Judgement } from "../../model/judgement";
import { probability } from "../../parts/numbers";
import { Text } from "../../parts/Text";
import { Wide } from "../../parts/Wide";

const MARKS: Record<string, string> = {
  "++": "fits well",
  "+": "fits",
  "0": "tells nothing",
  "-": "fits badly",
  "--": "speaks against",
};

interface Props {
  judged: Judgement;
  name: (group: string) => string;
}

export function Matrix({ judged, name }: Props) {
  const rows = [...judged.ach.rows].sort((a, b) => b.diagnosticity - a.diagnosticity);
  const called = new Map(judged.evidence.map((item) => [item.id, item.name || item.id]));
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby="ach-title">
      <h2 id="ach-title">Competing hypotheses, piece by piece</h2>
      <p class="quiet">
        {Object.entries(MARKS).map(([mark, word], at) => (
          <span key={mark}>
            {at > 0 && " · "}
            <strong class="mono">{mark}</strong> {word}
          </span>
        ))}
        . What tells groups apart best stands first.
      </p>
      <Wide panel label="Matrix of evidence and groups">
        <table class="ach">
          <thead>
            <tr>
              <th scope="col">Evidence</th>
              {judged.ach.groups.map((group) => (
                <th scope="col" key={group}>
                  <Text of={name(group)} most={40} />
                </th>
              ))}
              <th scope="col" class="number">
                Tells apart
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  <Text of={called.get(row.id) ?? row.id} most={100} />
                </th>
                {judged.ach.groups.map((group) => {
                  const mark = row.marks[group] ?? "0";
                  return (
                    <td key={group} class={`ach-mark ach-${(MARKS[mark] ?? "").replace(" ", "-")}`}>
                      <span class="mono">{mark}</span>
                      <span class="unseen-to-eyes"> {MARKS[mark] ?? ""}</span>
                    </td>
                  );
                })}
                <td class="number">{row.diagnosticity.toFixed(1)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </section>
  );
}

export function Ablation({ judged, name }: Props) {
  const called = new Map(judged.evidence.map((item) => [item.id, item.name || item.id]));
  return (
    <section aria-labelledby="ablation-title">
      <h2 id="ablation-title">What hangs on a single piece</h2>
      {judged.ablation.length === 0 ? (
        <p>Without any one piece of evidence the same is named.</p>
      ) : (
        <ul>
          {judged.ablation.map((one, at) => (
            <li key={at}>
              Without <Text of={one.without.map((id) => called.get(id) ?? id).join(" and ")} most={200} />:{" "}
              {one.named ? (
                <>
                  <Text of={name(one.named)} most={80} /> would be named
                </>
              ) : (
                "nobody would be named"
              )}{" "}
              (<Text of={name(one.leader)} most={80} /> leads with {probability(one.probability)},{" "}
              <Text of={one.phia} most={40} />)
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
