// What the reader asked of the findings, as it stands in the address: a filtered table is a link that can be sent.
import { address, type Route } from "../../app/route";
import { EVERYTHING, type Filter } from "../../model/filter";
import type { GroupKey, Sorting, SortKey } from "../../model/order";

export interface Wish {
  filter: Filter;
  sorting: Sorting;
  group: GroupKey | null;
  /** Findings of hidden rules are shown all the same. */
  withHidden: boolean;
}

const SORTS: readonly SortKey[] = ["time", "level", "tenant", "host", "rule", "event"];
const GROUPS: readonly GroupKey[] = ["rule", "host", "tenant", "day"];

function oneOf<Key extends string>(known: readonly Key[], text: string | null): Key | null {
  return known.find((key) => key === text) ?? null;
}

function timeOf(text: string | null): number | null {
  const time = text === null || text === "" ? Number.NaN : /^-?\d+$/.test(text) ? Number(text) : Date.parse(text);
  return Number.isNaN(time) ? null : time;
}

export function wishOf({ query }: Route): Wish {
  const certainty = oneOf(["certain", "uncertain"], query.get("certainty"));
  const sort = query.get("sort") ?? "";
  const by = oneOf(SORTS, sort.replace(/-$/, ""));
  const filter: Filter = {
    ...EVERYTHING,
    tenants: query.getAll("tenant"),
    hosts: query.getAll("host"),
    levels: query.getAll("level"),
    rules: query.getAll("rule"),
    techniques: query.getAll("technique").map((tag) => tag.toLowerCase()),
    certainty,
    from: timeOf(query.get("from")),
    until: timeOf(query.get("until")),
    query: query.get("q") ?? "",
  };
  return {
    filter,
    sorting: { by: by ?? "time", descending: sort.endsWith("-") },
    group: oneOf(GROUPS, query.get("group")),
    withHidden: query.get("hidden") === "shown",
  };
}

export function addressOfWish({ filter, sorting, group, withHidden }: Wish): string {
  const query = new URLSearchParams();
  const many: [string, readonly string[]][] = [
    ["tenant", filter.tenants],
    ["host", filter.hosts],
    ["level", filter.levels],
    ["rule", filter.rules],
    ["technique", filter.techniques],
  ];
  for (const [name, values] of many) for (const value of values) query.append(name, value);
  if (filter.certainty !== null) query.set("certainty", filter.certainty);
  if (filter.from !== null) query.set("from", new Date(filter.from).toISOString());
  if (filter.until !== null) query.set("until", new Date(filter.until).toISOString());
  if (filter.query !== "") query.set("q", filter.query);
  if (sorting.by !== "time" || sorting.descending) query.set("sort", sorting.by + (sorting.descending ? "-" : ""));
  if (group !== null) query.set("group", group);
  if (withHidden) query.set("hidden", "shown");
  const text = query.toString();
  return address("findings") + (text === "" ? "" : `?${text}`);
}
