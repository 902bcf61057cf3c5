// One hop as a line that opens: from, to, as whom, how, when. What opens is the hop whole.
import type { ComponentChildren } from "preact";
import type { PathDocument } from "../../model/path";
import { stateWord } from "../../parts/Level";
import { plain, Text } from "../../parts/Text";
import { Time } from "../../parts/Time";
import { methodWord } from "./words";

export function hostName(path: PathDocument, host: number): string {
  return host < 0 ? "a place not known" : path.hosts[host]![1] || "no host named";
}

function tenantName(path: PathDocument, host: number): string {
  return host < 0 ? "" : path.tenants[path.hosts[host]![0]]!;
}

/** In words, for a reader who sees no lines. */
export function hopSentence(path: PathDocument, hop: number): string {
  const [from, to] = [path.hops.from[hop]!, path.hops.to[hop]!];
  const where = `${hostName(path, from)} (${tenantName(path, from) || "unknown"}) to ${hostName(path, to)} (${tenantName(path, to)})`;
  return plain(
    `${where}, ${methodWord(path.methods[path.hops.method[hop]!]!)}, ${stateWord(path.statuses[path.hops.status[hop]!]!)}`,
    300,
  );
}

function Place({ path, host }: { path: PathDocument; host: number }) {
  return (
    <span class="place">
      <Text of={hostName(path, host)} most={60} />
      <small>
        <Text of={tenantName(path, host)} most={60} />
      </small>
    </span>
  );
}

interface Props {
  path: PathDocument;
  hop: number;
  step: number;
  chosen: boolean;
  hidden?: boolean;
  choose: (hop: number | null) => void;
  children?: ComponentChildren;
}

export function HopLine({ path, hop, step, chosen, hidden = false, choose, children }: Props) {
  const status = path.statuses[path.hops.status[hop]!]!;
  return (
    <li class={`hop-line${chosen ? " chosen" : ""}${hidden ? " not-yet" : ""}`} id={`hop-${path.hops.id[hop]!}`}>
      <button type="button" class="hop-head" aria-expanded={chosen} onClick={() => choose(chosen ? null : hop)}>
        {step > 0 && <span class="hop-step">{step}</span>}
        <span class="hop-where">
          <Place path={path} host={path.hops.from[hop]!} />
          <span class={`hop-arrow status-${status}`} aria-label="to" role="img">
            <span class="hop-shaft" />
          </span>
          <Place path={path} host={path.hops.to[hop]!} />
        </span>
        <span class="hop-how">
          {methodWord(path.methods[path.hops.method[hop]!]!)} · {stateWord(status)}
          {path.hops.border[hop] === 1 && " · across a border"} · as{" "}
          <Text of={path.accounts[path.hops.account[hop]!] ?? "no account named"} most={60} />
        </span>
        <span class="hop-when">
          <Time at={path.hops.time[hop]} brief />
        </span>
      </button>
      {chosen && children}
    </li>
  );
}
