import type { FindingColumns } from "../../model/columns";
import type { Happening, InView } from "../../model/in_view";
import type { PathDocument } from "../../model/path";
import { exactTime } from "../../model/table_text";
import { Level } from "../../parts/Level";
import { Reference, RestsOn } from "../../parts/Reference";
import { Text } from "../../parts/Text";
import { Time } from "../../parts/Time";
import { eventAddress } from "../findings/Table";
import { hopSentence } from "../path/HopLine";

interface Props {
  findings: FindingColumns;
  path: PathDocument;
  view: InView;
  caption: string;
}

function What({ happening, findings, path }: { happening: Happening } & Pick<Props, "findings" | "path">) {
  switch (happening.kind) {
    case "finding": {
      const { row } = happening;
      return (
        <>
          <Level level={findings.levels[findings.level[row]!]!} uncertain={!findings.certain[row]} />{" "}
          <a class="reference" href={eventAddress(findings, row)}>
            <Text of={findings.rules[findings.rule[row]!]!.title} most={120} />
          </a>
        </>
      );
    }
    case "hop":
      return (
        <>
          {path.hops.intrusion[happening.hop] === 1 ? "The intruder's hop: " : "Hop: "}
          <Reference to={{ hop: path.hops.id[happening.hop]! }} says={hopSentence(path, happening.hop)} />
        </>
      );
    case "session": {
      const { account, kind, last, rests_on } = happening.session;
      return (
        <>
          Session of <Text of={account} most={80} /> (<Text of={kind} most={40} />){" "}
          {last === null ? "with no end seen" : "until "}
          {last !== null && <Time at={last} brief />} <RestsOn all={rests_on} />
        </>
      );
    }
    case "gap":
      return (
        <>
          Gap: {happening.gap.missing.toLocaleString("en")} records of <Text of={happening.gap.channel} most={80} /> are
          missing until <Time at={happening.gap.after} brief />
        </>
      );
  }
}

function timeOf(happening: Happening, { findings, path }: Pick<Props, "findings" | "path">): string {
  if (happening.kind === "finding") return exactTime(findings, happening.row);
  if (happening.kind === "hop") return path.hops.time[happening.hop]!;
  return happening.kind === "session" ? happening.session.first : happening.gap.before;
}

export function Happenings({ findings, path, view, caption }: Props) {
  const all = view.findings + view.hops + view.sessions + view.gaps;
  if (all === 0) return <p class="quiet">Nothing that has a time lies here.</p>;
  return (
    <table class="happenings">
      <caption>
        {caption}
        {view.list.length < all &&
          ` The first ${view.list.length} of ${all.toLocaleString("en")}; zoom in for the others.`}
      </caption>
      <thead>
        <tr>
          <th scope="col">Time</th>
          <th scope="col">Where</th>
          <th scope="col">What</th>
        </tr>
      </thead>
      <tbody>
        {view.list.map((happening, at) => (
          <tr key={at}>
            <td>
              <Time at={timeOf(happening, { findings, path })} precise />
            </td>
            <td>
              <Text of={happening.lane.host || "no host named"} most={60} />{" "}
              <small>
                <Text of={happening.lane.tenant} most={60} />
              </small>
            </td>
            <td>
              <What happening={happening} findings={findings} path={path} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
