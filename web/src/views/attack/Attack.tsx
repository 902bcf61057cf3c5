// Techniques of MITRE ATT&CK that were seen, by tactic. The darker a cell, the more findings and hops; the number stands in it.
import { useRef } from "preact/hooks";
import { useDocument } from "../../app/documents";
import { address, type Route, replaceAddress } from "../../app/route";
import type { AttackDocument, Technique } from "../../model/attack";
import { many } from "../../parts/numbers";
import { plain, Text } from "../../parts/Text";
import { Waiting } from "../../parts/Waiting";
import "./attack.css";
import { Chosen } from "./Chosen";

/** 1 to 3: on a scale of powers, so that one common technique does not bleach all others. */
function heat(technique: Technique): number {
  const seen = technique.findings + technique.hops;
  if (seen >= 30) return 3;
  return seen >= 5 ? 2 : 1;
}

// Up and down within a tactic, left and right to the next that has techniques: cells are links, and Tab goes through them too.
function move(event: KeyboardEvent, matrix: HTMLElement | null): void {
  const way: Record<string, [across: number, down: number]> = {
    ArrowRight: [1, 0],
    ArrowLeft: [-1, 0],
    ArrowDown: [0, 1],
    ArrowUp: [0, -1],
  };
  const step = Object.hasOwn(way, event.key) ? way[event.key]! : null;
  const cell = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-cell]") : null;
  if (!step || !cell || !matrix) return;
  const columns = [...matrix.querySelectorAll<HTMLElement>("[data-column]")]
    .map((column) => [...column.querySelectorAll<HTMLElement>("[data-cell]")])
    .filter((cells) => cells.length > 0);
  const column = columns.findIndex((cells) => cells.includes(cell));
  const row = columns[column]?.indexOf(cell) ?? 0;
  const next = columns[column + step[0]];
  const target = next?.[Math.min(next.length - 1, row + step[1])];
  if (!target) return;
  event.preventDefault();
  target.focus();
}

function Cell({ of, current }: { of: Technique; current: boolean }) {
  const parts = [of.findings > 0 && many(of.findings, "finding"), of.hops > 0 && many(of.hops, "hop")].filter(Boolean);
  return (
    <li>
      <a
        class={`heat heat-${heat(of)}`}
        href={address("attack", [of.id])}
        onClick={(event) => {
          event.preventDefault();
          replaceAddress(address("attack", [of.id]));
        }}
        data-cell
        aria-current={current ? "true" : undefined}
      >
        <span class="heat-id">{plain(of.id, 20)}</span> <Text of={of.name} most={80} />
        <span class="heat-counts">{parts.join(", ")}</span>
      </a>
    </li>
  );
}

function Tactic(props: { name: string; seen: Technique[]; chosen: Technique | undefined }) {
  return (
    <section class="tactic" data-column>
      <h2>
        <Text of={props.name} most={60} /> <span class="quiet">{props.seen.length}</span>
      </h2>
      <ul>
        {props.seen.map((technique) => (
          <Cell key={technique.id} of={technique} current={technique === props.chosen} />
        ))}
      </ul>
    </section>
  );
}

function Matrix({ attack, chosen }: { attack: AttackDocument; chosen: Technique | undefined }) {
  const matrix = useRef<HTMLDivElement>(null);
  const seen = attack.tactics.map((tactic) => ({
    ...tactic,
    seen: attack.techniques
      .filter((technique) => technique.tactics.includes(tactic.id))
      .sort((a, b) => b.findings + b.hops - (a.findings + a.hops)),
  }));
  const empty = seen.filter((tactic) => tactic.seen.length === 0).map((tactic) => tactic.name);
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the links within */}
      <div class="attack-matrix" ref={matrix} onKeyDown={(event) => move(event, matrix.current)}>
        {seen
          .filter((tactic) => tactic.seen.length > 0)
          .map((tactic) => (
            <Tactic key={tactic.id} name={tactic.name} seen={tactic.seen} chosen={chosen} />
          ))}
      </div>
      {empty.length > 0 && (
        <p class="notice">
          Nothing was seen of: <Text of={empty.join(", ")} />. That may be because no log here tells of it.
        </p>
      )}
    </>
  );
}

export function Attack({ route }: { route?: Route }) {
  const asked = useDocument("attack");
  return (
    <Waiting all={[asked]}>
      {(attack) => {
        const chosen = attack.techniques.find((technique) => technique.id === route?.parts[0]);
        if (attack.techniques.length === 0) return <p>No rule that names a technique found anything.</p>;
        return (
          <>
            <p>
              {many(attack.techniques.length, "technique")} of MITRE ATT&amp;CK. A technique is what anybody can do;
              that it was seen names nobody. What no rule looks for, or no log tells, is not here.
            </p>
            <p class="heat-key" aria-hidden="true">
              <span class="heat heat-1">1 to 4</span>
              <span class="heat heat-2">5 to 29</span>
              <span class="heat heat-3">30 or more</span>
            </p>
            {chosen && <Chosen key={chosen.id} of={chosen} />}
            <Matrix attack={attack} chosen={chosen} />
          </>
        );
      }}
    </Waiting>
  );
}
