// Where the page's documents come from: out of the file it stands in, or over HTTP from `hoptrace serve`. All other code
// asks this interface and does not know which.
//
// Call order: pickSource() once at the start; then anything, at any time. A document is made once and kept until forget().
// Errors: a promise that is refused with SourceError; `signIn` says that the server wants a token.
import type { DocumentName, Documents } from "../model/documents";
import type { Finding } from "../model/finding";
import type { Mark, NewMark } from "../model/marks";
import type { Hop } from "../model/path";
import type { EventRecord } from "../model/record";

export class SourceError extends Error {
  constructor(
    message: string,
    readonly signIn = false,
  ) {
    super(message);
  }
}

/** What `GET /api/v1/state` says: whenever `revision` changes, documents may have changed. */
export interface LiveState {
  revision: string;
  hunting: boolean;
}

export interface Source {
  readonly served: boolean;
  document<Name extends DocumentName>(name: Name): Promise<Documents[Name]>;
  /** null: this source does not have it (a file holds only the details it was given). */
  finding(id: string): Promise<Finding | null>;
  hop(id: string): Promise<Hop | null>;
  record(artifact: number, offset: number): Promise<EventRecord | null>;
  /** Records of the same log around one, by offset, the one itself among them; at most `count` on each side. */
  neighbours(artifact: number, offset: number, count: number): Promise<EventRecord[]>;
  /** Adds a mark; in a file it lives as long as the page. */
  mark(mark: NewMark): Promise<Mark>;
  /** null: nothing can change (a file). */
  state(): Promise<LiveState | null>;
  /** Documents are asked for again. */
  forget(): void;
}
