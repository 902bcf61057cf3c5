// The document `who`: judgements as `export --as judgement` writes them.
export interface Hypothesis {
  group: string;
  name: string;
  probability: number;
  phia: string;
}

export interface JudgedEvidence {
  kind: string;
  id: string;
  name: string;
  class: string;
  log_lr: Record<string, number>;
  trust: number;
  from: string[];
  notes: string[];
}

export interface Judgement {
  tenant?: string | null;
  intrusion?: string | null;
  hypotheses: Hypothesis[];
  named: string | null;
  confidence_rating: "low" | "moderate" | "high";
  confidence_reasons: string[];
  evidence: JudgedEvidence[];
  ach: { groups: string[]; rows: { id: string; diagnosticity: number; marks: Record<string, string> }[] };
  ablation: { without: string[]; named: string | null; leader: string; probability: number; phia: string }[];
  would_change: string[];
  notes: string[];
}

export type WhoDocument = Judgement[];
