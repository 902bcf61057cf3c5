// Hops that rest on this record.
import { address } from "../../app/route";
import type { EvidenceDocument } from "../../model/evidence";
import type { Hop, HopDetails } from "../../model/path";
import { Text } from "../../parts/Text";
import { Time } from "../../parts/Time";
import { methodWord, placeName } from "../path/words";

interface Props {
  /** null: not here yet, or not in this page. */
  details: HopDetails | null;
  about: EvidenceDocument;
  artifact: number;
  offset: number;
  /** The hop that led here. */
  from: string | null;
}

const MOST = 20;

export function OnPath({ details, about, artifact, offset, from }: Props) {
  const source = about.artifacts[artifact];
  if (details === null || source === undefined) return null;
  const sideIn = (hop: Hop) =>
    hop.evidence.find(
      (one) => one.offset === offset && (source.paths.includes(one.path) || one.sha256 === source.sha256),
    )?.side;
  const resting = Object.values(details).flatMap((hop) => {
    const side = sideIn(hop);
    return side === undefined ? [] : [{ hop, side }];
  });
  if (resting.length === 0) return null;
  resting.sort((one, other) => Number(other.hop.id === from) - Number(one.hop.id === from));
  return (
    <section aria-labelledby="hops-title">
      <h2 id="hops-title">{resting.length === 1 ? "A hop rests on it" : `${resting.length} hops rest on it`}</h2>
      <ul>
        {resting.slice(0, MOST).map(({ hop, side }) => (
          <li key={hop.id}>
            <a class="reference" href={address("path", [], { hop: hop.id })}>
              <Text of={`${placeName(hop.from)} → ${placeName(hop.to)}`} most={120} />, {methodWord(hop.method)}
            </a>{" "}
            (<Time at={hop.time} brief />){hop.intrusion && ", on the intruder's path"}: the {side}'s side
          </li>
        ))}
      </ul>
      {resting.length > MOST && <p>and {resting.length - MOST} more</p>}
    </section>
  );
}
