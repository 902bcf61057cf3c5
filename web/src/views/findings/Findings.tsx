// Findings: what the rules found. Filtered, sorted and grouped over a million rows; what is asked stands in the address.
import { useEffect, useState } from "preact/hooks";
import { useDocument } from "../../app/documents";
import { useMarks } from "../../app/marks";
import { type Route, replaceAddress } from "../../app/route";
import type { FindingColumns } from "../../model/columns";
import type { FindingText } from "../../model/finding";
import { TAKEN_BACK } from "../../model/marked";
import type { GroupKey, SortKey } from "../../model/order";
import { Waiting } from "../../parts/Waiting";
import { Chosen } from "./Chosen";
import { Filters } from "./Filters";
import { Hidden } from "./Hidden";
import { useSearchIndex, useShown } from "./rows_shown";
import { lineCount, rowAt, Table } from "./Table";
import { TakeAway } from "./TakeAway";
import { addressOfWish, type Wish, wishOf } from "./wish";
import "./findings.css";

export function Findings({ route }: { route: Route }) {
  const findings = useDocument("findings");
  return <Waiting all={[findings]}>{(columns) => <Listed findings={columns} route={route} />}</Waiting>;
}

const NO_TEXTS: FindingText[] = [];
const GROUP_WORDS: [GroupKey | "", string][] = [
  ["", "not grouped"],
  ["rule", "by rule"],
  ["host", "by host"],
  ["tenant", "by organisation"],
  ["day", "by day (UTC)"],
];

interface Props {
  findings: FindingColumns;
  route: Route;
}

function Listed({ findings, route }: Props) {
  // Texts are large: they are asked for once the table stands.
  const read = useDocument("finding_texts");
  const texts = read.state === "here" ? read.value : null;
  const wish = wishOf(route);
  const { marks, failed, add } = useMarks();
  const index = useSearchIndex(findings, texts);
  const hidden = marks.hidden("rule");
  const shown = useShown(findings, index, wish, hidden);
  const [cursor, setCursor] = useState(-1);
  const [writes, setWrites] = useState(false);
  const set = (changed: Partial<Wish>) => replaceAddress(addressOfWish({ ...wish, ...changed }));
  const count = lineCount(shown);
  useEffect(() => {
    if (cursor >= count) setCursor(count - 1);
  }, [cursor, count]);
  const sort = (by: SortKey) =>
    set({ sorting: { by, descending: wish.sorting.by === by && !wish.sorting.descending } });
  const row = cursor >= 0 && cursor < count ? rowAt(shown, cursor) : null;
  const toggle = (mark: "seen" | "false_positive") => (at: number) => {
    const id = findings.id(at);
    const before = marks.of("finding", id);
    add({ what: "finding", id, mark, text: (mark === "seen" ? before.seen : before.falsePositive) ? TAKEN_BACK : "" });
  };
  const hide = (at: number) =>
    add({ what: "rule", id: findings.rules[findings.rule[at]!]!.id, mark: "hidden", text: "" });
  const keys = { f: toggle("false_positive"), s: toggle("seen"), n: () => setWrites(true), h: hide };
  return (
    <div class="findings">
      <Filters
        findings={findings}
        rows={shown.rows}
        ofAnyLevel={shown.ofAnyLevel}
        filter={wish.filter}
        set={(filter) => set({ filter: { ...filter, hidden: [] } })}
        whole={texts !== null}
        asked={route.query.has("search")}
      />
      <div class="findings-line">
        <p role="status">
          {shown.rows.length.toLocaleString("en")} of {findings.rows.toLocaleString("en")} findings
          {findings.of > findings.rows &&
            ` (this page was given ${findings.rows.toLocaleString("en")} of ${findings.of.toLocaleString("en")})`}
        </p>
        <label>
          Group{" "}
          <select
            value={wish.group ?? ""}
            onChange={(event) => set({ group: (event.currentTarget.value || null) as GroupKey | null })}
          >
            {GROUP_WORDS.map(([key, words]) => (
              <option key={key} value={key}>
                {words}
              </option>
            ))}
          </select>
        </label>
        <TakeAway findings={findings} texts={texts ?? NO_TEXTS} rows={shown.rows} row={row} />
      </div>
      {failed !== "" && <p role="alert">{failed}</p>}
      <Hidden
        findings={findings}
        marks={marks}
        withHidden={wish.withHidden}
        show={(withHidden) => set({ withHidden })}
        add={add}
      />
      {count === 0 ? (
        <p class="findings-none">No finding passes these filters.</p>
      ) : (
        <Table
          findings={findings}
          texts={texts ?? NO_TEXTS}
          shown={shown}
          sorting={wish.sorting}
          sort={sort}
          marks={marks}
          cursor={cursor}
          move={setCursor}
          keys={keys}
        />
      )}
      <p class="findings-keys">
        In the table: arrows move, <kbd>Enter</kbd> opens the event, <kbd>s</kbd> seen, <kbd>f</kbd> false positive,{" "}
        <kbd>n</kbd> note, <kbd>h</kbd> hides the rule.
      </p>
      {row !== null && (
        <Chosen
          findings={findings}
          texts={texts ?? NO_TEXTS}
          row={row}
          writes={writes}
          wrote={() => setWrites(false)}
          hide={() => hide(row)}
        />
      )}
    </div>
  );
}
