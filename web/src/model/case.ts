// The document `case`: what this page is about and what it was not given.
export interface CaseTenant {
  name: string;
  role: "msp" | "client" | null;
  msp: string | null;
}

export interface LeftOut {
  what: string;
  kept: number;
  of: number;
  why: string;
}

export interface CaseDocument {
  name: string;
  version: string;
  made: string;
  scope: string | null;
  redacted: boolean;
  served: boolean;
  tenants: CaseTenant[];
  window: { first: string | null; last: string | null };
  records: number;
  hosts: number;
  findings: { certain: number; uncertain: number };
  hops: number;
  documents: string[];
  left_out: LeftOut[];
}
