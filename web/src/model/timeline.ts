// The document `timeline`. Days are numbered from 1970-01-01, UTC.
import type { Place, Reference } from "./references";

export interface Session {
  tenant: string;
  host: string;
  account: string;
  from: Place | null;
  kind: string;
  first: string;
  last: string | null;
  rests_on: Reference[];
}

export interface CoverageRow {
  tenant: string;
  host: string;
  channel: string;
  days: [first: number, count: number, records: number][];
}

export interface CoverageGap {
  tenant: string;
  host: string;
  channel: string;
  before: string;
  after: string;
  missing: number;
}

export interface TimelineDocument {
  sessions: Session[];
  coverage: CoverageRow[];
  gaps: CoverageGap[];
}
