// What is drawn, said openly: how many hops, how many lines, how they were drawn together, what found no room; and how to change it.
import { useMemo } from "preact/hooks";
import { GRAINS, type Grain, type HopGraph } from "../../model/hop_graph";
import type { PathDocument } from "../../model/path";
import { plain } from "../../parts/Text";

export interface Wishes {
  others: boolean;
  grain: Grain | null;
  opened: ReadonlySet<number>;
}

const GRAIN_WORDS: Record<Grain, string> = {
  hop: "each hop a line",
  day: "a line for two hosts and a day",
  host: "a line for two hosts",
  tenant: "hosts off the path together, by organisation",
};

interface Props {
  path: PathDocument;
  graph: HopGraph;
  wishes: Wishes;
  setWishes: (wishes: Wishes) => void;
  budget: number;
}

const say = (count: number) => count.toLocaleString("en");

function Legend() {
  return (
    <ul class="legend" aria-label="Legend">
      <li>
        <span class="legend-line status-confirmed" /> confirmed
      </li>
      <li>
        <span class="legend-line status-probable" /> probable
      </li>
      <li>
        <span class="legend-line status-inferred" /> inferred
      </li>
      <li>
        <span class="legend-line status-weak" /> not the intruder's
      </li>
      <li>
        <span class="legend-gate" /> into another organisation
      </li>
    </ul>
  );
}

export function Controls({ path, graph, wishes, setWishes, budget }: Props) {
  const all = path.hops.id.length;
  const strong = useMemo(() => path.hops.intrusion.reduce<number>((sum, one) => sum + one, 0), [path]);
  const folded = graph.nodes.filter(({ kind }) => kind === "others");
  return (
    <div class="graph-controls">
      <div class="graph-switches">
        {strong > 0 && (
          <label>
            <input
              type="checkbox"
              checked={wishes.others}
              onChange={() => setWishes({ ...wishes, others: !wishes.others })}
            />{" "}
            also the {say(all - strong)} hops of ordinary work
          </label>
        )}
        {wishes.others && (
          <label>
            Drawn as{" "}
            <select
              value={wishes.grain ?? ""}
              onChange={(event) => setWishes({ ...wishes, grain: (event.currentTarget.value || null) as Grain | null })}
            >
              <option value="">the finest that fits</option>
              {GRAINS.map((grain) => (
                <option key={grain} value={grain}>
                  {GRAIN_WORDS[grain]}
                </option>
              ))}
            </select>
          </label>
        )}
        {wishes.opened.size > 0 && (
          <button type="button" class="small" onClick={() => setWishes({ ...wishes, opened: new Set() })}>
            Fold hosts again
          </button>
        )}
        {wishes.others &&
          graph.grain === "tenant" &&
          folded.map(({ tenant, hosts }) => (
            <button
              key={tenant}
              type="button"
              class="small"
              onClick={() => setWishes({ ...wishes, opened: new Set([...wishes.opened, tenant]) })}
            >
              Unfold {say(hosts.length)} hosts of {plain(path.tenants[tenant]!, 40)}
            </button>
          ))}
      </div>
      <p class="graph-says">
        {say(graph.hops.length - graph.undrawn.length)} of {say(all)} hops in {say(graph.edges.length)}{" "}
        {graph.edges.length === 1 ? "line" : "lines"}
        {graph.grain !== "hop" && `: ${GRAIN_WORDS[graph.grain]}`}
        {graph.undrawn.length > 0 &&
          `; ${say(graph.undrawn.length)} hops found no room (at most ${say(budget)} lines): fold, or open the list`}
        .
      </p>
      <Legend />
    </div>
  );
}
