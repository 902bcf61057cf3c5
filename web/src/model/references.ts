// A reference leads a sentence to what it rests on (docs/page-data.md). An artifact is a row of evidence.artifacts.
export type ViewName =
  | "summary"
  | "path"
  | "timeline"
  | "findings"
  | "event"
  | "who"
  | "loss"
  | "posture"
  | "remediation"
  | "attack"
  | "evidence";

export type Reference =
  | { finding: string }
  | { hop: string }
  | { record: [artifact: number, offset: number] }
  | { view: ViewName };

export type Level = "informational" | "low" | "medium" | "high" | "critical";
export const LEVELS: readonly Level[] = ["critical", "high", "medium", "low", "informational"];

export interface Place {
  tenant: string;
  host: string | null;
}
