// Probabilities as bars over PHIA's bands. The number stands beside each bar.
import type { Hypothesis } from "../../model/judgement";
import { probability } from "../../parts/numbers";
import { Text } from "../../parts/Text";

// PHIA probability yardstick; the gaps between bands belong to it.
const BANDS: [from: number, to: number, name: string][] = [
  [0, 0.05, "remote chance"],
  [0.1, 0.2, "highly unlikely"],
  [0.25, 0.35, "unlikely"],
  [0.4, 0.5, "realistic possibility"],
  [0.55, 0.75, "likely"],
  [0.8, 0.9, "highly likely"],
  [0.95, 1, "almost certain"],
];

function Yardstick() {
  return (
    <div class="yardstick" aria-hidden="true">
      {BANDS.map(([from, to, name]) => (
        <span key={name} class="yardstick-band" style={{ left: `${100 * from}%`, width: `${100 * (to - from)}%` }}>
          <span class="yardstick-name">{name}</span>
        </span>
      ))}
    </div>
  );
}

export function Hypotheses({ all }: { all: Hypothesis[] }) {
  return (
    <section class="panel" aria-labelledby="hypotheses-title">
      <h2 id="hypotheses-title">Hypotheses</h2>
      <table class="hypotheses">
        <thead>
          <tr>
            <th scope="col">Who</th>
            <th scope="col">
              <span class="unseen-to-eyes">Probability as a bar</span>
              <Yardstick />
            </th>
            <th scope="col" class="number">
              Probability
            </th>
            <th scope="col">Band</th>
          </tr>
        </thead>
        <tbody>
          {all.map((one) => (
            <tr key={one.group}>
              <th scope="row">
                <Text of={one.name} most={90} />
                {/^G\d/.test(one.group) && <span class="quiet"> {one.group}</span>}
              </th>
              <td class="hypothesis-bar">
                <span class="bar-track">
                  <span class="bar-fill" style={{ width: `${100 * one.probability}%` }} />
                </span>
              </td>
              <td class="number">{probability(one.probability)}</td>
              <td>
                <Text of={one.phia} most={40} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
