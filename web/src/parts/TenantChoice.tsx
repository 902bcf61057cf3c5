// Which organisation a view shows: all, or one that stands in the address as ?tenant=.
import { address, type Route, replaceAddress } from "../app/route";
import { Choices } from "./Choices";

const ALL = "";

export function chosenTenant(route: Route | undefined, tenants: readonly string[]): string {
  const asked = route?.query.get("tenant") ?? ALL;
  return tenants.includes(asked) ? asked : ALL;
}

export function TenantChoice({ route, tenants }: { route: Route | undefined; tenants: readonly string[] }) {
  if (!route || tenants.length < 2) return null;
  return (
    <Choices
      legend="Organisation"
      all={[{ value: ALL, label: "All organisations" }, ...tenants.map((name) => ({ value: name, label: name }))]}
      chosen={chosenTenant(route, tenants)}
      choose={(tenant) =>
        replaceAddress(
          address(route.view, route.parts, { ...Object.fromEntries(route.query), tenant: tenant || undefined }),
        )
      }
    />
  );
}
