// Marks of the analysts: only ever added to.
export type MarkKind = "seen" | "false_positive" | "note" | "hidden";

export interface NewMark {
  what: "finding" | "hop" | "rule" | "host";
  id: string;
  mark: MarkKind;
  text: string;
}

export interface Mark extends NewMark {
  time: string;
  who: string;
}
