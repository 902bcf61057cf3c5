// Entries whose names are their own: a line of text, or a table of the names that any of them has.
import { useState } from "preact/hooks";
import type { Entry } from "../../model/evidence";
import { count } from "../../parts/numbers";
import { RecordReference } from "../../parts/Reference";
import { Text } from "../../parts/Text";
import { Time } from "../../parts/Time";
import { Wide } from "../../parts/Wide";

const PAGE = 50;
const COLUMNS = 12;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** Names and values of what stands within, without the signs of JSON. */
function asLine(of: unknown): string {
  if (Array.isArray(of)) return of.map(asLine).join(", ");
  if (typeof of !== "object" || of === null) return String(of);
  return Object.entries(of)
    .map(([name, value]) => `${name.replaceAll("_", " ")}: ${asLine(value)}`)
    .join(", ");
}

function Value({ of }: { of: unknown }) {
  if (typeof of === "string" && TIME.test(of)) return <Time at={of} brief />;
  if (typeof of === "number") return <>{Number.isInteger(of) && Math.abs(of) < 2 ** 53 ? of : of.toPrecision(4)}</>;
  if (of === null || of === undefined) return <span class="quiet">–</span>;
  if (typeof of === "boolean") return <>{of ? "yes" : "no"}</>;
  if (typeof of === "string") return <Text of={of} most={300} />;
  const { path, offset } = of as { path?: unknown; offset?: unknown };
  if (typeof path === "string" && typeof offset === "number") return <RecordReference path={path} offset={offset} />;
  return <Text of={asLine(of)} most={300} />;
}

function Table({ rows }: { rows: Record<string, unknown>[] }) {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))].slice(0, COLUMNS);
  return (
    <Wide label="Entries">
      <table>
        <thead>
          <tr>
            {names.map((name) => (
              <th scope="col" key={name}>
                <Text of={name.replaceAll("_", " ")} most={40} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at}>
              {names.map((name) => (
                <td key={name}>
                  <Value of={row[name]} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

export function Entries({ all }: { all: Entry[] }) {
  const [shown, setShown] = useState(PAGE);
  const some = all.slice(0, shown);
  const lines = some.filter((entry): entry is string => typeof entry === "string");
  const rows = some.filter((entry): entry is Record<string, unknown> => typeof entry === "object" && entry !== null);
  return (
    <>
      {rows.length > 0 && <Table rows={rows} />}
      {lines.length > 0 && (
        <ul>
          {lines.map((line, at) => (
            <li key={at}>
              <Text of={line} />
            </li>
          ))}
        </ul>
      )}
      {all.length > shown && (
        <button type="button" onClick={() => setShown(shown + 10 * PAGE)}>
          Show more of {count(all.length)}
        </button>
      )}
    </>
  );
}
