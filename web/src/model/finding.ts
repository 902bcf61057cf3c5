// A finding whole, as `export --as findings` writes it, and what the texts of the columns hold. Columns: columns.ts.
import type { Level } from "./references";

export interface FindingSource {
  path: string;
  sha256: string;
  offset: number;
}

export interface FindingPart {
  time: string | null;
  host: string;
  rule: { id: string; title: string };
  event: { channel: string; provider: string; id: number; record_id: number | null };
  source: FindingSource;
}

export interface Finding {
  id: string;
  time: string | null;
  tenant: string;
  host: string;
  level: Level;
  certainty: "certain" | "uncertain";
  rule: { id: string; title: string; author: string; tags: string[] };
  event: { channel: string; provider: string; id: number; record_id: number | null };
  matched: Record<string, string | string[]>;
  missing?: string[];
  context?: string[];
  parts?: FindingPart[];
  source: FindingSource;
}

export type FindingDetails = Record<string, Finding>;

export interface FindingText {
  matched: Record<string, string | string[]>;
  missing?: string[];
  context?: string[];
}
