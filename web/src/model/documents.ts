// All documents by name, with their types: the page's half of docs/page-data.md.
import type { AttackDocument } from "./attack";
import type { CaseDocument } from "./case";
import type { FindingColumns } from "./columns";
import type { EvidenceDocument } from "./evidence";
import type { FindingDetails, FindingText } from "./finding";
import type { LossDocument } from "./impact";
import type { WhoDocument } from "./judgement";
import type { Mark } from "./marks";
import type { HopDetails, PathDocument } from "./path";
import type { PostureDocument } from "./posture";
import type { RecordsDocument } from "./record";
import type { RemediationDocument } from "./remediation";
import type { SummaryDocument } from "./summary";
import type { TimelineDocument } from "./timeline";

export interface Documents {
  case: CaseDocument;
  summary: SummaryDocument;
  path: PathDocument;
  hop_details: HopDetails;
  findings: FindingColumns;
  finding_texts: FindingText[];
  finding_details: FindingDetails;
  timeline: TimelineDocument;
  who: WhoDocument;
  loss: LossDocument;
  posture: PostureDocument;
  remediation: RemediationDocument;
  attack: AttackDocument;
  evidence: EvidenceDocument;
  records: RecordsDocument;
  marks: Mark[];
}

export type DocumentName = keyof Documents;
