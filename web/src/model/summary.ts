// The document `summary`: the answer first.
import type { Level, Reference } from "./references";

export interface Moment {
  time: string;
  rests_on: Reference[];
}

export interface SummaryTenant {
  name: string;
  role: "msp" | "client" | null;
  state: "compromised" | "reached" | "no_sign" | "not_seen";
  hosts: number;
  first: string | null;
  last: string | null;
  text: string;
  rests_on: Reference[];
}

export interface SummaryDocument {
  state: "compromised" | "suspected" | "no_sign";
  headline: string;
  answer: { text: string; rests_on: Reference[] }[];
  since: Moment | null;
  until: Moment | null;
  tenants: SummaryTenant[];
  who: { text: string; confidence_text: string; rests_on: Reference[] } | null;
  loss: { tenant: string | null; text: string }[];
  not_known: string[];
  do_now: { text: string; tenant: string | null; when: string; rests_on: Reference[] }[];
  levels: { level: Level; certain: number; uncertain: number }[];
}
