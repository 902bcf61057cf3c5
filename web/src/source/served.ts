// Documents over HTTP, from `hoptrace serve` that also answered this page. Addresses are relative: nothing but the server
// that the page came from is ever asked.
import { readColumns } from "../model/columns";
import type { DocumentName, Documents } from "../model/documents";
import type { Finding } from "../model/finding";
import type { Mark, NewMark } from "../model/marks";
import type { Hop } from "../model/path";
import type { EventRecord } from "../model/record";
import { type LiveState, type Source, SourceError } from "./source";

const API = "api/v1/";

async function explain(answer: Response): Promise<SourceError> {
  if (answer.status === 401) return new SourceError("This server asks for a token.", true);
  const said = (await answer.json().catch(() => null)) as { detail?: unknown } | null;
  const text = typeof said?.detail === "string" ? said.detail : "";
  if (answer.status === 429)
    return new SourceError("The server has too many questions at once; try again in a moment.");
  return new SourceError(text || `The server answered ${answer.status}.`);
}

export class ServedSource implements Source {
  readonly served = true;
  private made = new Map<string, Promise<unknown>>();

  private async ask(path: string, options: RequestInit = {}): Promise<Response> {
    let answer: Response;
    try {
      answer = await fetch(API + path, { ...options, cache: "no-cache", credentials: "same-origin" });
    } catch {
      throw new SourceError("The server does not answer. Is `hoptrace serve` still running?");
    }
    if (!answer.ok && answer.status !== 404) throw await explain(answer);
    return answer;
  }

  private async one<Value>(path: string): Promise<Value | null> {
    const answer = await this.ask(path);
    return answer.status === 404 ? null : ((await answer.json()) as Value);
  }

  document<Name extends DocumentName>(name: Name): Promise<Documents[Name]> {
    let made = this.made.get(name);
    if (!made) {
      made = this.open(name);
      // What failed is asked for again next time.
      made.catch(() => this.made.delete(name));
      this.made.set(name, made);
    }
    return made as Promise<Documents[Name]>;
  }

  private async open(name: DocumentName): Promise<unknown> {
    const answer = await this.ask(`documents/${name}`);
    if (answer.status === 404) throw new SourceError(`The server has no document "${name}".`);
    return name === "findings" ? readColumns(new Uint8Array(await answer.arrayBuffer())) : answer.json();
  }

  finding(id: string) {
    return this.one<Finding>(`findings/${encodeURIComponent(id)}`);
  }

  hop(id: string) {
    return this.one<Hop>(`hops/${encodeURIComponent(id)}`);
  }

  record(artifact: number, offset: number) {
    return this.one<EventRecord>(`records/${artifact}/${offset}`);
  }

  async neighbours(artifact: number, offset: number, count: number) {
    return (await this.one<EventRecord[]>(`records/${artifact}/${offset}/neighbours?count=${count}`)) ?? [];
  }

  async mark(mark: NewMark) {
    const answer = await this.ask("marks", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(mark),
    });
    if (!answer.ok) throw new SourceError("The server does not know what this mark is on.");
    const made = (await answer.json()) as Mark;
    this.made.delete("marks");
    return made;
  }

  async state() {
    return this.one<LiveState>("state");
  }

  forget() {
    this.made = new Map();
  }
}
