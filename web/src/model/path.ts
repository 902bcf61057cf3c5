// The documents `path` and `hop_details`: hops in columns, and hops whole as `export --as hops` writes them.
import type { Place } from "./references";

export interface Intrusion {
  id: string;
  patient_zero: Place | null;
  origin_tenant: string | null;
  hops: string[];
  tenants: string[];
  accounts: string[];
  first: string;
  last: string;
  suspicion: number;
  gaps: string[];
  alternatives: { hops: string[]; what_separates: string }[];
}

export interface HopColumns {
  id: string[];
  time: string[];
  from: number[];
  to: number[];
  account: number[];
  method: number[];
  status: number[];
  confidence: number[];
  suspicion: number[];
  intrusion: (0 | 1)[];
  border: (0 | 1)[];
}

export interface PathDocument {
  hosts: [tenant: number, name: string][];
  tenants: string[];
  accounts: string[];
  methods: string[];
  statuses: string[];
  hops: HopColumns;
  intrusions: Intrusion[];
}

export interface HopEvidence {
  path: string;
  sha256: string;
  offset: number;
  record_id: number | null;
  event_id: number | null;
  side: string;
}

export interface Hop {
  id: string;
  time: string;
  from: Place | null;
  to: Place;
  account: string;
  method: string;
  status: "confirmed" | "probable" | "inferred";
  confidence: number;
  suspicion: number;
  intrusion: boolean;
  border: boolean;
  why: string[];
  evidence: HopEvidence[];
  gap: string | null;
  candidates?: (Place & { weight?: number })[];
}

export type HopDetails = Record<string, Hop>;
