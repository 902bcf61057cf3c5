// Search and filters above the table. Whatever is filtered for stands there as a button that takes it away.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { FindingColumns } from "../../model/columns";
import { countBy, EVERYTHING, type Filter } from "../../model/filter";
import { LEVELS } from "../../model/references";
import { Level } from "../../parts/Level";
import { plain } from "../../parts/Text";
import { clockText } from "../../parts/Time";

interface Props {
  findings: FindingColumns;
  /** Rows that pass now: for the counts. */
  rows: Uint32Array;
  ofAnyLevel: Uint32Array;
  filter: Filter;
  set: (filter: Filter) => void;
  /** Matched texts are here: they are searched, too. */
  whole: boolean;
  /** The address asks for a search: the field gets the focus. */
  asked: boolean;
}

type Listed = "tenants" | "hosts" | "rules" | "techniques";

function Search({
  query,
  set,
  whole,
  asked,
}: { query: string; set: (query: string) => void } & Pick<Props, "whole" | "asked">) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (asked) field.current?.focus();
  }, [asked]);
  const [text, setText] = useState(query);
  const told = useRef(query);
  useEffect(() => {
    if (query !== told.current) setText(query);
    told.current = query;
  }, [query]);
  useEffect(() => {
    if (text === told.current) return;
    const timer = setTimeout(() => {
      told.current = text;
      set(text);
    }, 120);
    return () => clearTimeout(timer);
  }, [text, set]);
  return (
    <label class="filter-search">
      Search{" "}
      {whole
        ? "rules, hosts, organisations, matched texts"
        : "rules, hosts, organisations (matched texts are still being read)"}
      <input ref={field} type="search" value={text} onInput={(event) => setText(event.currentTarget.value)} />
    </label>
  );
}

function LevelButtons({ findings, ofAnyLevel, filter, set }: Omit<Props, "whole" | "rows" | "asked">) {
  const counts = useMemo(() => countBy(findings.level, findings.levels.length, ofAnyLevel), [findings, ofAnyLevel]);
  const known = LEVELS.filter((level) => findings.levels.includes(level));
  return (
    <fieldset class="filter-levels">
      <legend class="unseen-to-eyes">Levels</legend>
      {known.map((level) => {
        const on = filter.levels.includes(level);
        const levels = on ? filter.levels.filter((other) => other !== level) : [...filter.levels, level];
        return (
          <button key={level} type="button" aria-pressed={on} onClick={() => set({ ...filter, levels })}>
            <Level level={level} /> {counts[findings.levels.indexOf(level)]!.toLocaleString("en")}
          </button>
        );
      })}
    </fieldset>
  );
}

interface Choice {
  value: string;
  name: string;
}

const MOST_CHOICES = 400;

function choicesOf(findings: FindingColumns, rows: Uint32Array): Record<Listed, Choice[]> {
  const byCount = (counts: Uint32Array, choice: (entry: number) => Choice): Choice[] =>
    [...counts.keys()]
      .filter((entry) => counts[entry]! > 0)
      .sort((one, other) => counts[other]! - counts[one]!)
      .slice(0, MOST_CHOICES)
      .map(choice);
  const { tenants, hosts, rules } = findings;
  const pairs = new Uint32Array(tenants.length * hosts.length);
  for (const row of rows) pairs[findings.tenant[row]! * hosts.length + findings.host[row]!]! += 1;
  const ruleCounts = countBy(findings.rule, rules.length, rows);
  const tags = new Map<string, number>();
  for (const [entry, rule] of rules.entries()) {
    if (ruleCounts[entry] === 0) continue;
    for (const tag of rule.tags)
      if (/^attack\.t\d/i.test(tag)) tags.set(tag, (tags.get(tag) ?? 0) + ruleCounts[entry]!);
  }
  return {
    tenants: byCount(countBy(findings.tenant, tenants.length, rows), (entry) => ({
      value: tenants[entry]!,
      name: tenants[entry]!,
    })),
    hosts: byCount(pairs, (pair) => {
      const name = `${tenants[Math.floor(pair / hosts.length)]!}/${hosts[pair % hosts.length]!}`;
      return { value: name, name };
    }),
    rules: byCount(ruleCounts, (entry) => ({ value: rules[entry]!.id, name: rules[entry]!.title })),
    techniques: [...tags]
      .sort((one, other) => other[1] - one[1])
      .map(([value]) => ({ value: value.toLowerCase(), name: value.replace(/^attack\./i, "").toUpperCase() })),
  };
}

const TITLES: Record<Listed, string> = {
  tenants: "Organisation",
  hosts: "Host",
  rules: "Rule",
  techniques: "Technique",
};

/** A field that completes: what is chosen becomes a chip. */
function Choose({ kind, choices, add }: { kind: Listed; choices: Choice[]; add: (value: string) => void }) {
  const chosen = (text: string) => choices.find((choice) => plain(choice.name, 200) === text || choice.value === text);
  return (
    <label>
      {TITLES[kind]}
      <input
        type="text"
        list={`choices-${kind}`}
        onInput={(event) => {
          const found = chosen(event.currentTarget.value);
          if (found === undefined) return;
          add(found.value);
          event.currentTarget.value = "";
        }}
      />
      <datalist id={`choices-${kind}`}>
        {choices.map(({ value, name }) => (
          <option key={value} value={plain(name, 200)} />
        ))}
      </datalist>
    </label>
  );
}

function Moment({ name, value, set }: { name: string; value: number | null; set: (value: number | null) => void }) {
  return (
    <label>
      {name} (UTC)
      <input
        type="datetime-local"
        step={1}
        value={value === null ? "" : new Date(value).toISOString().slice(0, 19)}
        onChange={(event) => {
          const time = Date.parse(`${event.currentTarget.value}Z`);
          set(Number.isNaN(time) ? null : time);
        }}
      />
    </label>
  );
}

function chipsOf(findings: FindingColumns, filter: Filter): { name: string; without: Filter }[] {
  const ruleName = (id: string) => findings.rules.find((rule) => rule.id === id)?.title ?? id;
  const list = (kind: Listed, name: (value: string) => string) =>
    filter[kind].map((value) => ({
      name: `${TITLES[kind]}: ${name(value)}`,
      without: { ...filter, [kind]: filter[kind].filter((other) => other !== value) },
    }));
  const chips = [
    ...list("tenants", String),
    ...list("hosts", String),
    ...list("rules", ruleName),
    ...list("techniques", String),
  ];
  if (filter.from !== null)
    chips.push({ name: `From ${clockText(filter.from, "utc")} UTC`, without: { ...filter, from: null } });
  if (filter.until !== null)
    chips.push({ name: `Until ${clockText(filter.until, "utc")} UTC`, without: { ...filter, until: null } });
  return chips;
}

function Chips({ findings, filter, set }: Pick<Props, "findings" | "filter" | "set">) {
  const chips = chipsOf(findings, filter);
  if (chips.length === 0) return null;
  return (
    <ul class="chips" aria-label="Filtered for">
      {chips.map(({ name, without }) => (
        <li key={name}>
          <button type="button" class="chip" onClick={() => set(without)} aria-label={`Take away ${plain(name, 120)}`}>
            {plain(name, 80)} <span aria-hidden="true">×</span>
          </button>
        </li>
      ))}
      <li>
        <button type="button" class="chip" onClick={() => set({ ...EVERYTHING, hidden: filter.hidden })}>
          Take all away
        </button>
      </li>
    </ul>
  );
}

export function Filters({ findings, rows, ofAnyLevel, filter, set, whole, asked }: Props) {
  const [open, setOpen] = useState(false);
  const latest = useRef(filter);
  latest.current = filter;
  const setQuery = useRef((query: string) => set({ ...latest.current, query }));
  setQuery.current = (query) => set({ ...latest.current, query });
  const stable = useRef((query: string) => setQuery.current(query));
  const add = (kind: Listed) => (value: string) =>
    !filter[kind].includes(value) && set({ ...filter, [kind]: [...filter[kind], value] });
  const choices = open ? choicesOf(findings, rows) : null;
  return (
    <search class="filters">
      <Search query={filter.query} set={stable.current} whole={whole} asked={asked} />
      <LevelButtons findings={findings} ofAnyLevel={ofAnyLevel} filter={filter} set={set} />
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>Filter by organisation, host, rule, technique, certainty, time</summary>
        {choices !== null && (
          <div class="filter-fields">
            {(Object.keys(TITLES) as Listed[]).map((kind) => (
              <Choose key={kind} kind={kind} choices={choices[kind]} add={add(kind)} />
            ))}
            <label>
              Certainty
              <select
                value={filter.certainty ?? ""}
                onChange={(event) =>
                  set({ ...filter, certainty: (event.currentTarget.value || null) as Filter["certainty"] })
                }
              >
                <option value="">certain and uncertain</option>
                <option value="certain">certain only</option>
                <option value="uncertain">uncertain only</option>
              </select>
            </label>
            <Moment name="From" value={filter.from} set={(from) => set({ ...filter, from })} />
            <Moment name="Until" value={filter.until} set={(until) => set({ ...filter, until })} />
          </div>
        )}
      </details>
      <Chips findings={findings} filter={filter} set={set} />
    </search>
  );
}
