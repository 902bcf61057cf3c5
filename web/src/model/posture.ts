// The document `posture`: checks as exported, and the letters to providers.
export interface PostureEvidence {
  path?: string;
  sha256?: string;
  offset?: number;
  time?: string | null;
  host?: string;
  says: string;
}

export interface PostureCheck {
  tenant: string;
  check: number;
  title: string;
  verdict: "pass" | "fail" | "unknown";
  basis: string;
  why: string;
  evidence: PostureEvidence[];
  settled_by: string;
  ask_your_msp: string;
  source: string;
  to_answer?: string;
}

export interface Letter {
  tenant: string;
  to: string;
  markdown: string;
}

export interface PostureDocument {
  checks: PostureCheck[];
  letters: Letter[];
}
