// The document `loss`: per tenant what left, what was in reach and whom to tell, as `export --as impact` writes it. One
// more, without a tenant, holds what only both sides together tell.
export interface RecordPlace {
  path: string;
  offset: number;
}

export interface Bytes {
  low: number;
  best: number | null;
  high: number | null;
}

export type FlowJudgement = "stands_out" | "some_signs" | "habit" | "cannot_be_told";

export interface Destination {
  destination: string;
  names: string[];
  ports: number[];
  bytes: Bytes;
  interval: number;
  bytes_back: number;
  first: string;
  last: string;
  judgement: FlowJudgement;
  weight: number;
  why: string[];
  basis: string[];
  hosts: { host: string; since: string; bytes: Bytes; connections: number }[];
  evidence: RecordPlace[];
}

export interface Opened {
  host: string;
  place: string;
  from: string[];
  accounts: string[];
  by_intruders_account: boolean;
  files: number;
  bytes: number | null;
  crown_jewel: string | null;
  first: string;
  last: string;
  evidence: RecordPlace[];
}

export interface Duty {
  law: string;
  article: string;
  who: string;
  to: string;
  what: string;
  clock: string;
  applies_if: string;
  due: string | null;
  status: string;
}

export interface Lookalike {
  name: string;
  resembles: string;
  government: boolean;
  why: string;
  first: string;
  by: string[];
  seen_at?: string;
  evidence: RecordPlace[];
}

export interface Passed {
  client: string;
  msp: string;
  host: string;
  destination: string;
  came_from_client: number;
  left_for_outside: number;
  bytes: Bytes;
  first: string;
  last: string;
  why: string[];
  evidence: RecordPlace[];
}

export interface FineCeiling {
  source: string;
  for: string;
  low_eur: number;
  high_eur: number;
  note: string;
}

export interface TenantImpact {
  tenant: string;
  role: "msp" | "client";
  window: { first: string | null; last: string | null };
  hosts: { host: string; since: string; hops: string[] }[];
  statement: string;
  destinations: Destination[];
  totals: Record<FlowJudgement, Bytes>;
  staged: { time: string; host: string; what: string; evidence: RecordPlace[] }[];
  data_in_reach: {
    opened: Opened[];
    crown_jewels: { path: string; state: string; why: string }[];
    personal_records: number | null;
    personal_records_note: string;
    shares_logged: boolean;
  };
  through_msp: {
    towards_msp: {
      host: string;
      address: string;
      bytes: number;
      first: string;
      last: string;
      evidence: RecordPlace[];
    }[];
    note: string | null;
    came_from_clients?: number;
    of_which_left?: number;
  };
  lookalikes: Lookalike[];
  awareness: { at: string; by: string; why: string } | null;
  duties: Duty[];
  cost: { loss: string; why: string; ceilings_of_fines: FineCeiling[]; ceilings_note: string };
  coverage: { share_of_flows_kept: number | null; basis: string[] };
  not_known: string[];
  drafts: { kind: string; text: string }[];
}

export interface SharedImpact {
  tenant: null;
  through_msp: Passed[];
  lookalikes: Lookalike[];
}

export type LossDocument = (TenantImpact | SharedImpact)[];
