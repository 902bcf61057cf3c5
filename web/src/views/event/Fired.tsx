// Why a rule fired on a record, in words: what it looked for and found, what it could not see, what the rule itself says.
import type { FindingRule } from "../../model/columns";
import type { FindingText } from "../../model/finding";
import type { Level as LevelName } from "../../model/references";
import { Level } from "../../parts/Level";
import { MarkButtons } from "../../parts/MarkButtons";
import { Text } from "../../parts/Text";

export interface Found {
  id: string;
  rule: FindingRule;
  level: LevelName;
  certain: boolean;
  tenant: string;
  /** undefined: texts are still being read. */
  text: FindingText | undefined;
}

function Because({ text }: { text: FindingText }) {
  const held = Object.entries(text.matched).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => [name, one] as const),
  );
  if (held.length === 0)
    return <p>It fired without a field of its own: on what is missing, or on other findings together.</p>;
  return (
    <>
      <p>It fired because</p>
      <ul class="because">
        {held.map(([name, value], at) => (
          <li key={at}>
            {name === "" ? (
              "somewhere in the record stands"
            ) : (
              <>
                <code>
                  <Text of={name} most={120} />
                </code>{" "}
                is
              </>
            )}{" "}
            <q class="value">
              <Text of={value} />
            </q>
            {at < held.length - 1 && ", and"}
          </li>
        ))}
      </ul>
    </>
  );
}

function Uncertain({ text }: { text: FindingText | undefined }) {
  const missing = text?.missing ?? [];
  return (
    <p>
      <strong>Uncertain:</strong> the rule also asks for{" "}
      {missing.length > 0 ? <Text of={missing.join(", ")} /> : "fields"} that this log can never have, so it may be
      wrong, and counts one level lower.
    </p>
  );
}

function List({ title, all }: { title: string; all: readonly string[] }) {
  if (all.length === 0) return null;
  return (
    <div>
      <dt>{title}</dt>
      {all.map((text, at) => (
        <dd key={at}>
          <Text of={text} />
        </dd>
      ))}
    </div>
  );
}

export function Fired({ found }: { found: Found }) {
  const { rule, text } = found;
  const context = text?.context ?? [];
  return (
    <section class="fired" aria-labelledby={`fired-${found.id}`}>
      <h2 id={`fired-${found.id}`}>
        <Text of={rule.title} most={200} />
      </h2>
      <p>
        <Level level={found.level} uncertain={!found.certain} />
      </p>
      {text === undefined ? <p role="status">Reading what was matched…</p> : <Because text={text} />}
      {!found.certain && <Uncertain text={text} />}
      {context.length > 0 && (
        <p>
          Beside it, weak by themselves: <Text of={context.join(", ")} />
        </p>
      )}
      {rule.description !== "" && (
        <p>
          <Text of={rule.description} lines />
        </p>
      )}
      <details>
        <summary>About the rule</summary>
        <dl class="about-rule">
          <List title="Id" all={rule.id === "" ? [] : [rule.id]} />
          <List title="Author" all={rule.author === "" ? [] : [rule.author]} />
          <List title="Tags" all={rule.tags} />
          <List title="Known to be harmless when" all={rule.falsepositives} />
          <List title="References (not links: nothing here leaves this page)" all={rule.references} />
        </dl>
      </details>
      <MarkButtons what="finding" id={found.id} />
    </section>
  );
}
