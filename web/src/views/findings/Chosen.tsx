// The finding under the cursor, in full: rule, what was matched, marks.
import { useEffect, useRef } from "preact/hooks";
import type { FindingColumns } from "../../model/columns";
import type { FindingText } from "../../model/finding";
import { exactTime } from "../../model/table_text";
import { Level } from "../../parts/Level";
import { MarkButtons } from "../../parts/MarkButtons";
import { Text } from "../../parts/Text";
import { Time } from "../../parts/Time";
import { eventAddress } from "./Table";

interface Props {
  findings: FindingColumns;
  texts: readonly FindingText[];
  row: number;
  /** A note is asked for: the field is opened and gets the focus. */
  writes: boolean;
  wrote: () => void;
  hide: () => void;
}

export function Matched({ text }: { text: FindingText | undefined }) {
  if (text === undefined) return null;
  return (
    <dl class="matched">
      {Object.entries(text.matched).map(([name, value]) => (
        <div key={name}>
          <dt>
            <Text of={name || "anywhere in the record"} most={120} />
          </dt>
          <dd>
            {(Array.isArray(value) ? value : [value]).map((one, at) => (
              <p key={at}>
                <Text of={one} />
              </p>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}

export function Chosen({ findings, texts, row, writes, wrote, hide }: Props) {
  const rule = findings.rules[findings.rule[row]!]!;
  const id = findings.id(row);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!writes) return;
    wrote();
    panel.current?.querySelector<HTMLButtonElement>(".marks button[aria-expanded=false]")?.click();
    requestAnimationFrame(() => panel.current?.querySelector<HTMLInputElement>(".note-form input")?.focus());
  }, [writes, wrote]);
  return (
    <section class="chosen-finding" aria-labelledby="chosen-title" ref={panel}>
      <h2 id="chosen-title">
        <Text of={rule.title} most={160} />
      </h2>
      <p>
        <Level level={findings.levels[findings.level[row]!]!} uncertain={!findings.certain[row]} /> ·{" "}
        <Text of={findings.tenants[findings.tenant[row]!]!} /> ·{" "}
        <Text of={findings.hosts[findings.host[row]!]! || "no host named"} /> ·{" "}
        <Time at={exactTime(findings, row)} precise />
      </p>
      <Matched text={texts[findings.text[row]!]} />
      <p>
        <a class="reference" href={eventAddress(findings, row)}>
          Open the event
        </a>
        <button type="button" class="small" onClick={hide}>
          Hide this rule
        </button>
      </p>
      <MarkButtons key={id} what="finding" id={id} />
    </section>
  );
}
