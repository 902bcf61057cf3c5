// The document `attack`: techniques seen, by tactic.
import type { Reference } from "./references";

export interface Technique {
  id: string;
  name: string;
  tactics: string[];
  findings: number;
  hops: number;
  rules: (number | string)[];
  rests_on: Reference[];
}

export interface AttackDocument {
  tactics: { id: string; name: string }[];
  techniques: Technique[];
}
