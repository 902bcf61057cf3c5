// How hops are said in words: ways in, statuses, sides of evidence, and numbers between 0 and 1.
import type { Place } from "../../model/references";

const METHODS: Record<string, string> = {
  rdp: "remote desktop",
  smb_exec: "command through SMB",
  service: "service control",
  smb: "files over SMB",
  wmi: "WMI",
  winrm: "WinRM",
  dcom: "DCOM",
  schtask: "scheduled task",
  ssh: "SSH",
  vpn: "VPN",
  rmm: "remote management agent",
  gdap: "delegated sign-in",
  other: "another way",
  unknown: "way unknown",
};

export function methodWord(method: string): string {
  return Object.hasOwn(METHODS, method) ? METHODS[method]! : method;
}

const STATUSES: Record<string, string> = {
  confirmed: "two independent sides say so",
  probable: "one side says so, or it is concluded from what is known",
  inferred: "no record says so: the gap does",
};

export function statusWord(status: string): string {
  return Object.hasOwn(STATUSES, status) ? STATUSES[status]! : status;
}

/** Not PHIA's bands: those belong to judgements, and to nothing that a single number says. */
export function degree(value: number): string {
  if (value >= 0.95) return "very high";
  if (value >= 0.75) return "high";
  if (value >= 0.4) return "middling";
  if (value >= 0.1) return "low";
  return "very low";
}

export interface Side {
  name: string;
  title: string;
  /** In a sentence: nothing comes from … */
  short: string;
}

export const SIDES: readonly Side[] = [
  { name: "destination", title: "What the destination says", short: "the destination" },
  { name: "source", title: "What the source says", short: "the source" },
  { name: "dc", title: "What the domain controller says", short: "a domain controller" },
  { name: "network", title: "What the network says", short: "a sensor of the network" },
  { name: "execution", title: "What was run there", short: "programs that were run" },
];

export function placeName(place: Place | null): string {
  if (place === null) return "from nowhere known";
  return place.host ? place.host : "no host named";
}
