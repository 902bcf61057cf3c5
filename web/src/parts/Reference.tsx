// The way back: a link from a sentence to the hop, the finding or the record that it rests on.
import { useMemo } from "preact/hooks";
import { useDocument } from "../app/documents";
import { address } from "../app/route";
import type { Artifact } from "../model/evidence";
import type { Reference as Ref } from "../model/references";
import { plain } from "./Text";

/** Rows of evidence.artifacts by path and by content. */
export class Artifacts {
  private readonly byPath = new Map<string, number>();
  private readonly byHash = new Map<string, number>();

  constructor(readonly rows: Artifact[]) {
    rows.forEach((row, at) => {
      for (const path of row.paths) this.byPath.set(path, at);
      this.byHash.set(`${row.tenant} ${row.sha256}`, at);
    });
  }

  /** -1: not among them. */
  find(path: string): number {
    return this.byPath.get(path) ?? -1;
  }

  ofContent(tenant: string, sha256: string): number {
    return this.byHash.get(`${tenant} ${sha256}`) ?? -1;
  }

  name(artifact: number): string {
    return this.rows[artifact]?.paths[0] ?? `artifact ${artifact}`;
  }
}

const none = new Artifacts([]);

export function useArtifacts(): Artifacts {
  const asked = useDocument("evidence");
  const value = asked.state === "here" ? asked.value : null;
  return useMemo(() => (value ? new Artifacts(value.artifacts) : none), [value]);
}

export function addressOf(reference: Ref): string {
  if ("finding" in reference) return address("event", [], { finding: reference.finding });
  if ("hop" in reference) return address("path", [], { hop: reference.hop });
  if ("record" in reference) return address("event", reference.record);
  return address(reference.view);
}

function label(reference: Ref): string {
  if ("finding" in reference) return "finding";
  if ("hop" in reference) return "hop";
  if ("record" in reference) return "record";
  return plain(reference.view, 30);
}

/** The last two parts of a path: the host and its log. */
export function shortPath(path: string): string {
  return path.split("/").slice(-2).join("/").replace("Microsoft-Windows-", "").replace(/%4/g, " ");
}

/** `says`: the text of the link; without it, the kind of what it leads to. */
export function Reference({ to, says }: { to: Ref; says?: string }) {
  return (
    <a class="reference" href={addressOf(to)}>
      {plain(says ?? label(to), 120)}
    </a>
  );
}

/** A record by path and offset, as judgements and exports name it; plain text where the artifact is not in this page. */
export function RecordReference({ path, offset, says }: { path: string; offset: number; says?: string }) {
  const artifacts = useArtifacts();
  const artifact = artifacts.find(path);
  const text = says ?? `${shortPath(path)} at ${offset}`;
  if (artifact < 0) return <span class="reference-none">{plain(text, 160)}</span>;
  return (
    <a class="reference" href={address("event", [artifact, offset])} title={plain(path, 300)}>
      {plain(text, 160)}
    </a>
  );
}

const FEW = 4;
const MOST = 60;

/** Links behind a sentence: "hop 1, 2, 3"; beyond a few behind one that opens. */
export function RestsOn({ all }: { all: Ref[] }) {
  const artifacts = useArtifacts();
  if (all.length === 0) return null;
  const kinds = all.map(label);
  const one = (reference: Ref, at: number) => {
    const kind = kinds[at]!;
    const again = at > 0 && kinds[at - 1] === kind;
    // Numbered among those of their kind, where there are several.
    const number = kinds.lastIndexOf(kind) > kinds.indexOf(kind) ? at - kinds.indexOf(kind) + 1 : "";
    return (
      <a
        class="reference"
        key={at}
        href={addressOf(reference)}
        title={"record" in reference ? plain(artifacts.name(reference.record[0]), 300) : undefined}
      >
        {again ? <span class="unseen-to-eyes">{kind} </span> : `${kind} `}
        {number}
      </a>
    );
  };
  return (
    <span class="rests-on">
      {all.slice(0, FEW).map(one)}
      {all.length > FEW && (
        <details>
          <summary>and {all.length - FEW} more</summary>
          {all.slice(FEW, MOST).map((reference, at) => one(reference, FEW + at))}
          {all.length > MOST && <span> and {all.length - MOST} beyond these</span>}
        </details>
      )}
    </span>
  );
}
