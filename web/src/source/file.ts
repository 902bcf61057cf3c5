// Documents out of the file's own data blocks: base64 of gzip, opened with DecompressionStream. No request is made.
import { readColumns } from "../model/columns";
import type { DocumentName, Documents } from "../model/documents";
import type { Mark, NewMark } from "../model/marks";
import type { EventRecord } from "../model/record";
import { type Source, SourceError } from "./source";

function fromBase64(text: string): Uint8Array {
  const raw = atob(text.trim());
  const bytes = new Uint8Array(raw.length);
  for (let at = 0; at < raw.length; at++) bytes[at] = raw.charCodeAt(at);
  return bytes;
}

async function unzip(packed: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([packed as BlobPart]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function blocks(): Map<string, Element> {
  const found = new Map<string, Element>();
  for (const block of document.querySelectorAll("script[data-document]"))
    found.set(block.getAttribute("data-document") ?? "", block);
  return found;
}

export function fileHasDocuments(): boolean {
  return document.querySelector("script[data-document]") !== null;
}

// Names are the evidence's: only a key of the object itself counts, never one of its prototype.
function own<Value>(object: Record<string, Value>, key: string): Value | null {
  return Object.hasOwn(object, key) ? object[key]! : null;
}

export class FileSource implements Source {
  readonly served = false;
  private readonly blocks = blocks();
  private readonly made = new Map<string, Promise<unknown>>();
  private byLog: Promise<Map<number, EventRecord[]>> | null = null;
  private readonly own: Mark[] = [];

  document<Name extends DocumentName>(name: Name): Promise<Documents[Name]> {
    let made = this.made.get(name);
    if (!made) {
      made = this.open(name);
      this.made.set(name, made);
    }
    return made as Promise<Documents[Name]>;
  }

  private async open(name: DocumentName): Promise<unknown> {
    const block = this.blocks.get(name);
    if (!block) throw new SourceError(`This file holds no document "${name}".`);
    const bytes = await unzip(fromBase64(block.textContent ?? ""));
    block.remove(); // Its text is no longer needed: half of the memory.
    return name === "findings" ? readColumns(bytes) : JSON.parse(new TextDecoder().decode(bytes));
  }

  async finding(id: string) {
    return own(await this.document("finding_details"), id);
  }

  async hop(id: string) {
    return own(await this.document("hop_details"), id);
  }

  private logs(): Promise<Map<number, EventRecord[]>> {
    this.byLog ??= this.document("records").then((records) => {
      const logs = new Map<number, EventRecord[]>();
      for (const record of records) {
        const log = logs.get(record.artifact);
        if (log) log.push(record);
        else logs.set(record.artifact, [record]);
      }
      for (const log of logs.values()) log.sort((a, b) => a.offset - b.offset);
      return logs;
    });
    return this.byLog;
  }

  async record(artifact: number, offset: number) {
    return (await this.logs()).get(artifact)?.find((record) => record.offset === offset) ?? null;
  }

  async neighbours(artifact: number, offset: number, count: number) {
    const log = (await this.logs()).get(artifact) ?? [];
    const at = log.findIndex((record) => record.offset >= offset);
    const middle = at < 0 ? log.length : at;
    return log.slice(Math.max(0, middle - count), middle + count + 1);
  }

  async mark(mark: NewMark) {
    const made: Mark = { ...mark, time: new Date().toISOString(), who: "this page" };
    this.own.push(made);
    const before = await this.document("marks").catch(() => []);
    this.made.set("marks", Promise.resolve([...before, made]));
    return made;
  }

  async state() {
    return null;
  }

  forget() {}
}
