// Rules that analysts hid: said openly, with who did it and when, and taken back here.
import type { FindingColumns } from "../../model/columns";
import { type Marks, TAKEN_BACK } from "../../model/marked";
import type { NewMark } from "../../model/marks";
import { Text } from "../../parts/Text";
import { Time } from "../../parts/Time";

interface Props {
  findings: FindingColumns;
  marks: Marks;
  withHidden: boolean;
  show: (withHidden: boolean) => void;
  add: (mark: NewMark) => Promise<void>;
}

export function Hidden({ findings, marks, withHidden, show, add }: Props) {
  const hidden = marks.hidden("rule");
  if (hidden.length === 0) return null;
  const lineOf = (id: string) =>
    marks.all.filter((mark) => mark.what === "rule" && mark.id === id && mark.mark === "hidden").at(-1);
  const title = (id: string) => findings.rules.find((rule) => rule.id === id)?.title ?? id;
  return (
    <details class="hidden-rules">
      <summary>
        {hidden.length} {hidden.length === 1 ? "rule is" : "rules are"} hidden by analysts{withHidden && " (shown now)"}
      </summary>
      <label>
        <input type="checkbox" checked={withHidden} onChange={() => show(!withHidden)} /> Show their findings all the
        same
      </label>
      <ul>
        {hidden.map((id) => {
          const line = lineOf(id);
          return (
            <li key={id}>
              <Text of={title(id)} />
              {line && (
                <small>
                  {" "}
                  hidden by <Text of={line.who} most={60} />, <Time at={line.time} brief />
                </small>
              )}{" "}
              <button
                type="button"
                class="small"
                onClick={() => add({ what: "rule", id, mark: "hidden", text: TAKEN_BACK })}
              >
                Show again
              </button>
            </li>
          );
        })}
      </ul>
    </details>
  );
}
