import type { Route } from "../../app/route";

export function Summary(_: { route: Route }) {
  return <p>This page does not show this yet; the export of hoptrace has it.</p>;
}
