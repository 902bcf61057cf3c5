// The hops in words beside the picture: the intrusion's in order, then the others by where they went. The way for keyboard and screen reader,
// with the same selection as the picture.
import { useState } from "preact/hooks";
import type { GraphEdge, HopGraph } from "../../model/hop_graph";
import type { PathDocument } from "../../model/path";
import { Text } from "../../parts/Text";
import { HopLine } from "./HopLine";
import { HopPanel } from "./HopPanel";
import type { Scene } from "./scene";

interface Chosen {
  hop: number | null;
  choose: (hop: number | null) => void;
}

interface Props extends Chosen {
  path: PathDocument;
  sequence: readonly number[];
  steps: number;
}

export function Panel({ path, hop, sequence }: { path: PathDocument; hop: number; sequence: readonly number[] }) {
  const id = path.hops.id[hop]!;
  const intrusion = path.intrusions.find(({ hops }) => hops.includes(id));
  const steps = (wanted: string) => sequence.findIndex((row) => path.hops.id[row] === wanted) + 1;
  return <HopPanel id={id} intrusion={intrusion} steps={steps} />;
}

const PAGE = 50;

/** A list that begins with a page of it, and says what is left. */
export function More({ count, shown, more }: { count: number; shown: number; more: () => void }) {
  if (shown >= count) return null;
  return (
    <button type="button" class="small" onClick={more}>
      Show {Math.min(PAGE, count - shown)} more of {(count - shown).toLocaleString("en")}
    </button>
  );
}

export function Steps({ path, sequence, steps, hop, choose }: Props) {
  const [most, setMost] = useState(PAGE * 2);
  const at = hop === null ? -1 : sequence.indexOf(hop);
  const shown = Math.min(Math.max(most, at + 1), sequence.length);
  return (
    <>
      <ol class="hop-list">
        {sequence.slice(0, shown).map((row, index) => (
          <HopLine
            key={row}
            path={path}
            hop={row}
            step={index + 1}
            chosen={row === hop}
            hidden={index >= steps}
            choose={choose}
          >
            <Panel path={path} hop={row} sequence={sequence} />
          </HopLine>
        ))}
      </ol>
      <More count={sequence.length} shown={shown} more={() => setMost(shown + PAGE)} />
    </>
  );
}

function Bundle({
  path,
  edge,
  scene,
  sequence,
  hop,
  choose,
}: { path: PathDocument; edge: GraphEdge; scene: Scene; sequence: readonly number[] } & Chosen) {
  const holds = hop !== null && edge.hops.includes(hop);
  const [open, setOpen] = useState(false);
  const [most, setMost] = useState(PAGE);
  const at = holds ? edge.hops.indexOf(hop) : -1;
  const shown = Math.min(Math.max(most, at + 1), edge.hops.length);
  const name = (node: number) => {
    const { tenant, kind } = scene.graph.nodes[node]!;
    return kind === "unknown" ? scene.names[node]! : `${scene.names[node]!} (${path.tenants[tenant] ?? "unknown"})`;
  };
  return (
    <li>
      <details open={open || holds} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <Text of={`${name(edge.from)} → ${name(edge.to)}`} most={120} />: {edge.hops.length.toLocaleString("en")}{" "}
          {edge.hops.length === 1 ? "hop" : "hops"}
          {edge.border && ", across a border"}
        </summary>
        {(open || holds) && (
          <>
            <ul class="hop-list">
              {edge.hops.slice(0, shown).map((row) => (
                <HopLine key={row} path={path} hop={row} step={0} chosen={row === hop} choose={choose}>
                  <Panel path={path} hop={row} sequence={sequence} />
                </HopLine>
              ))}
            </ul>
            <More count={edge.hops.length} shown={shown} more={() => setMost(shown + PAGE)} />
          </>
        )}
      </details>
    </li>
  );
}

function weight(path: PathDocument, edge: GraphEdge): number {
  return edge.hops.reduce((most, hop) => Math.max(most, path.hops.suspicion[hop]!), 0);
}

/** The others, the most suspicious first; each opens to its hops. */
export function Others({
  path,
  graph,
  scene,
  sequence,
  hop,
  choose,
}: { path: PathDocument; graph: HopGraph; scene: Scene; sequence: readonly number[] } & Chosen) {
  const [most, setMost] = useState(PAGE);
  const within = new Set(sequence);
  const weighed = graph.edges
    .filter((edge) => !edge.hops.every((row) => within.has(row)))
    .map((edge) => ({ edge, weight: weight(path, edge) }));
  weighed.sort((one, other) => other.weight - one.weight || other.edge.hops.length - one.edge.hops.length);
  const chosenAt = hop === null ? -1 : weighed.findIndex(({ edge }) => edge.hops.includes(hop));
  const shown = Math.min(Math.max(most, chosenAt + 1), weighed.length);
  return (
    <>
      <ul class="bundles">
        {weighed.slice(0, shown).map(({ edge }) => (
          <Bundle
            key={edge.hops[0]}
            path={path}
            edge={edge}
            scene={scene}
            sequence={sequence}
            hop={hop}
            choose={choose}
          />
        ))}
      </ul>
      <More count={weighed.length} shown={shown} more={() => setMost(shown + PAGE)} />
    </>
  );
}
