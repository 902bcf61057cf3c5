// Artifacts with their hashes: searched by path, organisation, format or hash.
import { useContext, useMemo, useState } from "preact/hooks";
import { address, type Route, replaceAddress } from "../../app/route";
import type { Artifact } from "../../model/evidence";
import { State } from "../../parts/Level";
import { bytes, count, many } from "../../parts/numbers";
import { csv, TakeAway } from "../../parts/TakeAway";
import { Text } from "../../parts/Text";
import { OnPaper } from "../../parts/Unfold";
import { Wide } from "../../parts/Wide";

const PAGE = 12;

function holds(artifact: Artifact, words: string[]): boolean {
  const text = [artifact.tenant, artifact.format, artifact.sha256, ...artifact.paths].join(" ").toLowerCase();
  return words.every((word) => text.includes(word));
}

function asCsv(all: Artifact[]): string {
  return csv(
    ["tenant", "path", "other_paths", "sha256", "size", "format", "records", "complete"],
    all.map((one) => [
      one.tenant,
      one.paths[0] ?? "",
      one.paths.slice(1).join("; "),
      one.sha256,
      one.size,
      one.format,
      one.records,
      one.complete ? "yes" : "no",
    ]),
  );
}

function Row({ of }: { of: Artifact }) {
  return (
    <tr>
      <th scope="row">
        {of.paths.map((path, at) => (
          <span class="artifact-path" key={at}>
            <Text of={path} most={200} />
          </span>
        ))}
        <span class="mono quiet">
          <Text of={of.sha256} most={64} />
        </span>
      </th>
      <td>
        <Text of={of.tenant} most={60} />
      </td>
      <td>
        <Text of={of.format} most={30} />
      </td>
      <td class="number">{bytes(of.size)}</td>
      <td class="number">{count(of.records)}</td>
      <td>{of.complete ? "whole" : <State state="only in part" />}</td>
    </tr>
  );
}

export function ArtifactTable({ all, route }: { all: Artifact[]; route: Route | undefined }) {
  const paper = useContext(OnPaper);
  const [some, setSome] = useState(PAGE);
  const shown = paper ? all.length : some;
  const search = route?.query.get("search") ?? "";
  const found = useMemo(() => {
    const words = search.toLowerCase().split(/\s+/).filter(Boolean);
    return all.filter((one) => holds(one, words));
  }, [all, search]);
  return (
    <section aria-labelledby="artifacts-title">
      <h2 id="artifacts-title">Artifacts</h2>
      <div class="actions">
        <label>
          Search{" "}
          <input
            type="search"
            value={search}
            placeholder="path, organisation, format or hash"
            onInput={(event) => replaceAddress(address("evidence", [], { search: event.currentTarget.value }))}
          />
        </label>
        <span role="status">{many(found.length, "artifact")}</span>
      </div>
      <TakeAway what="list as CSV" name="artifacts.csv" kind="text/csv" text={() => asCsv(found)} />
      <Wide label="Artifacts">
        <table class="artifacts">
          <thead>
            <tr>
              <th scope="col">Path and SHA-256</th>
              <th scope="col">Organisation</th>
              <th scope="col">Format</th>
              <th scope="col" class="number">
                Size
              </th>
              <th scope="col" class="number">
                Records
              </th>
              <th scope="col">Read</th>
            </tr>
          </thead>
          <tbody>
            {found.slice(0, shown).map((one) => (
              <Row key={`${one.tenant} ${one.sha256}`} of={one} />
            ))}
          </tbody>
        </table>
      </Wide>
      {found.length > shown && (
        <button type="button" onClick={() => setSome(shown + 10 * PAGE)}>
          Show more of {count(found.length)}
        </button>
      )}
    </section>
  );
}
