import type { Route } from "../../app/route";

export function Findings(_: { route: Route }) {
  return <p>This page does not show this yet; the export of hoptrace has it.</p>;
}
