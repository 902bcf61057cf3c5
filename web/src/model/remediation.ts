// The document `remediation`: what to do, in phases, as exported.
export interface StepEvidence {
  path: string;
  sha256: string;
  offset: number;
  record_id?: number | null;
  event_id?: number | null;
  time?: string | null;
  hop?: string;
  finding?: string;
}

export interface Step {
  id: string;
  tenant: string | null;
  order: number;
  action: string;
  target: { kind: string; name: string };
  together: boolean;
  what: string;
  reason: string;
  evidence: StepEvidence[];
}

export interface Phase {
  phase: string;
  title: string;
  when: string;
  steps: Step[];
}

export interface RemediationDocument {
  tenant: string | null;
  phases: Phase[];
}
