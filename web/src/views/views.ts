// All views: one row each. The order is that of the navigation; `key` goes there from anywhere.
import type { ComponentType } from "preact";
import type { Route } from "../app/route";
import type { ViewName } from "../model/references";
import { Attack } from "./attack/Attack";
import { Event } from "./event/Event";
import { Evidence } from "./evidence/Evidence";
import { Findings } from "./findings/Findings";
import { Loss } from "./loss/Loss";
import { Path } from "./path/Path";
import { Posture } from "./posture/Posture";
import { Remediation } from "./remediation/Remediation";
import { Summary } from "./summary/Summary";
import { Timeline } from "./timeline/Timeline";
import { Who } from "./who/Who";

export interface View {
  name: ViewName;
  title: string;
  /** "": shown only by what leads there. */
  key: string;
  component: ComponentType<{ route: Route }>;
  /** What the view answers, for the help. */
  asks: string;
}

export const VIEWS: readonly View[] = [
  {
    name: "summary",
    title: "Summary",
    key: "1",
    component: Summary,
    asks: "Are we compromised, since when, and what now?",
  },
  { name: "path", title: "Path", key: "2", component: Path, asks: "How did they get from host to host?" },
  {
    name: "timeline",
    title: "Timeline",
    key: "3",
    component: Timeline,
    asks: "What happened when, and when did nobody listen?",
  },
  { name: "findings", title: "Findings", key: "4", component: Findings, asks: "What did the rules find?" },
  {
    name: "who",
    title: "Who",
    key: "5",
    component: Who,
    asks: "Who may it be, how likely, and what would change that?",
  },
  {
    name: "loss",
    title: "Loss",
    key: "6",
    component: Loss,
    asks: "What left, what was in reach, whom to tell by when?",
  },
  {
    name: "posture",
    title: "Posture",
    key: "7",
    component: Posture,
    asks: "Which doors stand open, and what to ask the MSP?",
  },
  { name: "remediation", title: "Remediation", key: "8", component: Remediation, asks: "What to do, in which order?" },
  { name: "attack", title: "ATT&CK", key: "9", component: Attack, asks: "Which published techniques were seen?" },
  {
    name: "evidence",
    title: "Evidence",
    key: "0",
    component: Evidence,
    asks: "What was read, and how far can it be relied on?",
  },
  { name: "event", title: "Event", key: "", component: Event, asks: "What does one record say, whole?" },
];

export function viewOf(name: string): View {
  return VIEWS.find((view) => view.name === name) ?? VIEWS[0]!;
}
