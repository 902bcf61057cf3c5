// Path: how they got from host to host. The graph by organisation, the hops in order beside it, a clock that reveals them.
import { useCallback, useMemo, useState } from "preact/hooks";
import { useDocument } from "../../app/documents";
import { useKeys } from "../../app/keyboard";
import { address, type Route, replaceAddress } from "../../app/route";
import type { CaseDocument } from "../../model/case";
import { hopGraph } from "../../model/hop_graph";
import type { PathDocument } from "../../model/path";
import { checkedPath } from "../../model/path_check";
import { Text } from "../../parts/Text";
import { Waiting } from "../../parts/Waiting";
import { Controls, type Wishes } from "./Controls";
import type { Shown } from "./draw_graph";
import { Graph } from "./Graph";
import { hopSentence } from "./HopLine";
import type { Hit } from "./hit";
import { Player } from "./Player";
import { Others, Panel, Steps } from "./Steps";
import { sceneOf } from "./scene";
import "./path.css";

/** At most so many lines at a time. */
export const BUDGET = 1500;

export function Path({ route }: { route: Route }) {
  const [path, about] = [useDocument("path"), useDocument("case")];
  return (
    <Waiting all={[path, about]}>
      {(value, described) => <Checked path={value} about={described} wanted={route.query.get("hop")} />}
    </Waiting>
  );
}

interface Props {
  path: PathDocument;
  about: CaseDocument;
  wanted: string | null;
}

function Checked({ path, about, wanted }: Props) {
  const checked = useMemo(() => checkedPath(path), [path]);
  if (checked.hops.id.length === 0) return <NoHops />;
  return <Traced path={checked} about={about} wanted={wanted} />;
}

function NoHops() {
  return (
    <p>
      No hop was traced: no record of this case says that anybody came from one host to another. Evidence says for which
      logs and days there is nothing to say it.
    </p>
  );
}

function methodsOf(path: PathDocument, hops: readonly number[]): string {
  const words = [...new Set(hops.map((hop) => path.methods[path.hops.method[hop]!]!))];
  const named = words.length > 2 ? `${words.length} ways in` : words.join(", ");
  return hops.length > 1 ? `${hops.length} × ${named}` : named;
}

/** The hops that the clock goes through: the intrusion's, or all where none was traced. */
function sequenceOf(path: PathDocument): number[] {
  const all = path.hops.id.map((_, hop) => hop);
  const strong = all.filter((hop) => path.hops.intrusion[hop] === 1);
  return strong.length > 0 ? strong : all;
}

function Traced({ path, about, wanted }: Props) {
  const [aspect, setAspect] = useState(1.3);
  const sequence = useMemo(() => sequenceOf(path), [path]);
  const strong = path.intrusions.length > 0;
  const [wishes, setWishes] = useState<Wishes>({ others: !strong, grain: null, opened: new Set<number>() });
  const [steps, setSteps] = useState(sequence.length);
  const [playing, setPlaying] = useState(false);
  const [node, setNode] = useState(-1);
  const [bundle, setBundle] = useState<number | null>(null);
  const hop = wanted === null ? null : path.hops.id.indexOf(wanted);
  const chosen = hop === -1 ? null : hop;
  const beyond = chosen !== null && strong && path.hops.intrusion[chosen] !== 1;
  const graph = useMemo(
    () =>
      hopGraph(path, {
        budget: BUDGET,
        grain: wishes.grain,
        opened: wishes.opened,
        wanted: (row) => wishes.others || path.hops.intrusion[row] === 1 || row === (beyond ? chosen : null),
      }),
    [path, wishes, chosen, beyond],
  );
  const scene = useMemo(() => sceneOf(path, graph, about.tenants, aspect), [path, graph, about, aspect]);
  const choose = useCallback(
    (row: number | null) => {
      setBundle(null);
      replaceAddress(address("path", [], row === null ? {} : { hop: path.hops.id[row]! }));
    },
    [path],
  );
  const chosenEdge = bundle ?? graph.edges.findIndex(({ hops }) => chosen !== null && hops.includes(chosen));
  const shown: Shown = useMemo(
    () => ({
      until: steps === 0 ? -Infinity : steps >= sequence.length ? Infinity : scene.times[sequence[steps - 1]!]!,
      steps,
      chosenEdge,
      chosenNode: node,
      travel: null,
      methods: (edge: number) => methodsOf(path, graph.edges[edge]!.hops),
    }),
    [path, scene, graph, sequence, steps, chosenEdge, node],
  );
  const hit = (found: Hit) => {
    setNode(found !== null && "node" in found ? found.node : -1);
    if (found === null) choose(null);
    else if ("edge" in found) {
      const { hops } = graph.edges[found.edge]!;
      choose(hops[0]!);
      if (hops.length > 1) setBundle(found.edge);
      reveal(path.hops.id[hops[0]!]!);
    } else openNode(found.node);
  };
  const openNode = (found: number) => {
    const { kind, tenant } = graph.nodes[found]!;
    if (kind === "others") setWishes({ ...wishes, opened: new Set([...wishes.opened, tenant]) });
  };
  const go = (by: number) => {
    const at = chosen === null ? (by > 0 ? -1 : sequence.length) : sequence.indexOf(chosen);
    const next = sequence[Math.min(Math.max(at + by, 0), sequence.length - 1)];
    if (next === undefined) return;
    setSteps((before) => Math.max(before, sequence.indexOf(next) + 1));
    choose(next);
    reveal(path.hops.id[next]!);
  };
  useKeys({ n: () => go(1), p: () => go(-1) });
  const says = useCallback(
    (step: number) => `Hop ${step} of ${sequence.length}: ${hopSentence(path, sequence[step - 1]!)}`,
    [path, sequence],
  );
  const label = `${sequence.length} hops between ${scene.layout.boxes.length} organisations. Arrow keys move, plus and minus zoom, f fits, n and p go to the next and the previous hop. The list after this picture says the same in words.`;
  return (
    <div class="path">
      <div class="path-picture">
        <Controls path={path} graph={graph} wishes={wishes} setWishes={setWishes} budget={BUDGET} />
        <Graph
          scene={scene}
          shown={shown}
          label={label}
          choose={hit}
          step={go}
          playing={playing}
          measured={setAspect}
        />
        <Player
          times={sequence.map((row) => path.hops.time[row]!)}
          steps={steps}
          setSteps={setSteps}
          playing={playing}
          setPlaying={setPlaying}
          says={says}
        />
        {node >= 0 && node < scene.names.length && <NodeWords path={path} scene={scene} node={node} />}
      </div>
      <div class="path-words">
        {beyond && chosen !== null && (
          <section aria-label="The hop chosen">
            <h2>The hop chosen</h2>
            <p class="quiet">{hopSentence(path, chosen)}</p>
            <Panel path={path} hop={chosen} sequence={sequence} />
          </section>
        )}
        <section aria-labelledby="steps-title">
          <h2 id="steps-title">{strong ? "The intrusion, hop by hop" : "Hops, by time"}</h2>
          <Intrusions path={path} />
          <Steps path={path} sequence={sequence} steps={steps} hop={beyond ? null : chosen} choose={choose} />
        </section>
        {wishes.others && strong && (
          <section aria-labelledby="others-title">
            <h2 id="others-title">Other hops</h2>
            <Others path={path} graph={graph} scene={scene} sequence={sequence} hop={null} choose={choose} />
          </section>
        )}
      </div>
    </div>
  );
}

function reveal(id: string): void {
  requestAnimationFrame(() => document.getElementById(`hop-${id}`)?.scrollIntoView({ block: "nearest" }));
}

function NodeWords({ path, scene, node }: { path: PathDocument; scene: ReturnType<typeof sceneOf>; node: number }) {
  const { tenant, hosts } = scene.graph.nodes[node]!;
  const among = new Set(hosts);
  const count = (ends: readonly number[]) => scene.graph.hops.filter((hop) => among.has(ends[hop]!)).length;
  return (
    <p class="node-words" role="status">
      <strong>
        <Text of={scene.names[node]!} />
      </strong>
      {tenant >= 0 && (
        <>
          {" "}
          of <Text of={path.tenants[tenant]!} />
        </>
      )}
      : {count(path.hops.to)} hops shown came here, {count(path.hops.from)} went on from here.
    </p>
  );
}

function Intrusions({ path }: { path: PathDocument }) {
  return (
    <>
      {path.intrusions.map((intrusion) => (
        <div key={intrusion.id} class="intrusion-words">
          <p>
            Began at{" "}
            <strong>
              <Text of={intrusion.patient_zero?.host ?? "an unknown host"} />
            </strong>
            {intrusion.patient_zero && (
              <>
                {" "}
                of <Text of={intrusion.patient_zero.tenant} />
              </>
            )}
            ; {intrusion.hops.length} hops; reached <Text of={intrusion.tenants.join(", ")} />.
          </p>
          {intrusion.gaps.length > 0 && (
            <details class="gaps">
              <summary>{intrusion.gaps.length} things about it are not known</summary>
              <ul>
                {intrusion.gaps.map((gap, at) => (
                  <li key={at}>
                    <Text of={gap} />
                  </li>
                ))}
              </ul>
            </details>
          )}
        </div>
      ))}
    </>
  );
}
