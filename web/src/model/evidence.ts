// The document `evidence`: what was read, and how far it can be relied on.
export interface Artifact {
  tenant: string;
  paths: string[];
  sha256: string;
  size: number;
  format: string;
  records: number;
  complete: boolean;
}

export interface AnomalyKind {
  kind: string;
  text: string;
  count: number;
  examples: { tenant: string; path: string; offset: number | null; detail: string }[];
}

// What a run, an audit entry or a refused rule says is shown as it comes: names and values.
export type Entry = string | { [name: string]: unknown };

export interface EvidenceDocument {
  artifacts: Artifact[];
  anomalies: AnomalyKind[];
  rules: { on: number; refused: Entry[]; waiting: Entry[]; idle: Entry[] };
  runs: Entry[];
  audit: Entry[];
  gaps: Entry[];
}
