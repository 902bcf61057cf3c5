// Where a record lies: the file, all its paths, its hash, the offset within it.
import type { Artifact } from "../../model/evidence";
import { Text } from "../../parts/Text";

interface Props {
  source: Artifact | undefined;
  artifact: number;
  offset: number;
}

export function Place({ source, artifact, offset }: Props) {
  return (
    <section aria-labelledby="place-title">
      <h2 id="place-title">Where it lies</h2>
      {source === undefined ? (
        <p>
          Artifact {artifact}, at {offset}. This page does not name that artifact.
        </p>
      ) : (
        <dl class="place-of-record">
          <dt>{source.paths.length > 1 ? `Paths (${source.paths.length}, the same bytes)` : "Path"}</dt>
          {source.paths.slice(0, 20).map((path) => (
            <dd key={path}>
              <code>
                <Text of={path} />
              </code>
            </dd>
          ))}
          {source.paths.length > 20 && <dd>and {source.paths.length - 20} more</dd>}
          <dt>SHA-256</dt>
          <dd>
            <code>
              <Text of={source.sha256} />
            </code>
          </dd>
          <dt>Offset</dt>
          <dd>
            <code>{offset}</code> ({source.format}
            {!source.complete && ", not read to its end"})
          </dd>
        </dl>
      )}
    </section>
  );
}
