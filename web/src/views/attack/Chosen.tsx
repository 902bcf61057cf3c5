// What a technique rests on: its rules, and the findings and hops behind it.
import { useDocument } from "../../app/documents";
import { address } from "../../app/route";
import type { Technique } from "../../model/attack";
import { many } from "../../parts/numbers";
import { RestsOn } from "../../parts/Reference";
import { plain, Text } from "../../parts/Text";

export function Chosen({ of }: { of: Technique }) {
  const findings = useDocument("findings");
  const rules = findings.state === "here" ? findings.value.rules : [];
  const named = of.rules.map((rule) =>
    typeof rule === "number"
      ? { title: rules[rule]?.title ?? `rule ${rule}`, id: rules[rule]?.id }
      : { title: rule, id: undefined },
  );
  return (
    <section class="panel" aria-live="polite" aria-labelledby="technique-title">
      <h2 id="technique-title">
        {plain(of.id, 20)} <Text of={of.name} most={100} />
      </h2>
      <p>
        {many(of.findings, "finding")}, {many(of.hops, "hop")}
        <RestsOn all={of.rests_on} />
      </p>
      {named.length > 0 && (
        <ul>
          {named.map((rule, at) => (
            <li key={at}>
              {rule.id ? (
                <a href={address("findings", [], { rule: rule.id })}>{plain(rule.title, 160)}</a>
              ) : (
                <Text of={rule.title} most={160} />
              )}
            </li>
          ))}
        </ul>
      )}
      <p>
        <a href={address("findings", [], { technique: of.id })}>All findings of this technique</a>
      </p>
    </section>
  );
}
