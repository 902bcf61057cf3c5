// What the findings matched (document `finding_texts`), and finding words in it. Texts are lower-cased once and joined in blocks, so that
// a search is a few hundred long scans in place of a million short ones, and a text beyond Latin-1 makes one block wide, not all.

import type { FindingText } from "./finding";

const BLOCK = 4096;
const BETWEEN = "\u0000";

interface Block {
  text: string;
  /** Where in `text` each of the block's texts begins, and one more for the end. */
  starts: Uint32Array;
}

function valuesOf(value: unknown, into: string[], depth = 0): void {
  if (typeof value === "string") into.push(value);
  else if (typeof value === "number" || typeof value === "boolean") into.push(String(value));
  else if (value !== null && typeof value === "object" && depth < 4) {
    for (const inner of Object.values(value)) valuesOf(inner, into, depth + 1);
  }
}

/** The text in which a word is looked for: what was matched, not the names of fields. */
export function searchable(text: FindingText): string {
  const values: string[] = [];
  valuesOf(text.matched, values);
  if (text.context !== undefined) valuesOf(text.context, values);
  return values.join("\n");
}

export class TextIndex {
  private readonly blocks: Block[] = [];
  private done = 0;

  /** Texts are asked for when they are prepared, each once. */
  constructor(
    readonly size: number,
    private readonly textAt: (at: number) => string,
  ) {}

  /** Lower-cases and joins for about so many milliseconds; true when all is ready. */
  prepare(milliseconds = Infinity, now: () => number = () => performance.now()): boolean {
    const until = now() + milliseconds;
    while (this.done < this.size) {
      this.blocks.push(this.join(this.done, Math.min(this.done + BLOCK, this.size)));
      this.done += BLOCK;
      if (now() > until) break;
    }
    return this.done >= this.size;
  }

  /** One byte a text: 1 where `word` (lower case) occurs in it. */
  find(word: string): Uint8Array {
    this.prepare();
    const found = new Uint8Array(this.size);
    for (const [number, block] of this.blocks.entries()) scan(block, word, found, number * BLOCK);
    return found;
  }

  private join(from: number, to: number): Block {
    const parts: string[] = [];
    const starts = new Uint32Array(to - from + 1);
    let length = 0;
    for (let text = from; text < to; ++text) {
      const lower = this.textAt(text).toLowerCase().replaceAll(BETWEEN, " ");
      starts[text - from] = length;
      length += lower.length + 1;
      parts.push(lower);
    }
    starts[to - from] = length;
    return { text: parts.join(BETWEEN), starts };
  }
}

function scan(block: Block, word: string, found: Uint8Array, first: number): void {
  let text = 0;
  let at = block.text.indexOf(word);
  while (at >= 0) {
    while (block.starts[text + 1]! <= at) ++text;
    found[first + text] = 1;
    at = block.text.indexOf(word, block.starts[text + 1]!);
  }
}

/** Words of a query: apart by spaces, together within "quotes"; lower case, none empty. */
export function queryWords(query: string): string[] {
  const words: string[] = [];
  for (const part of query.toLowerCase().matchAll(/"([^"]*)"?|[^\s"]+/g)) {
    const word = (part[1] ?? part[0]).replaceAll(BETWEEN, " ");
    if (word.trim() !== "") words.push(word);
  }
  return words;
}
