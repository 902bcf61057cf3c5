// The little Markdown that our own letters are written in: headings, paragraphs, lists of one level and one within, bold,
// escapes. Everything becomes text nodes; what it does not know stays as it is written.
import { Text } from "./Text";

export interface Block {
  kind: "heading" | "paragraph" | "item" | "detail";
  depth: number;
  text: string;
}

const LINES: [RegExp, (found: RegExpExecArray) => Block][] = [
  [/^(#{1,4}) (.*)$/, (found) => ({ kind: "heading", depth: found[1]!.length, text: found[2]! })],
  [/^(\d+)\. (.*)$/, (found) => ({ kind: "item", depth: Number(found[1]), text: found[2]! })],
  [/^ *- (.*)$/, (found) => ({ kind: "detail", depth: 0, text: found[1]! })],
];

/** Lines make blocks; a line that begins none goes on with the paragraph before it. */
export function blocks(markdown: string): Block[] {
  const out: Block[] = [];
  let open = false;
  for (const line of markdown.split(/\r?\n/)) {
    if (line.trim() === "") {
      open = false;
      continue;
    }
    const kind = LINES.find(([pattern]) => pattern.test(line));
    const last = out.at(-1);
    if (kind) out.push(kind[1](kind[0].exec(line)!));
    else if (open && last) last.text += (last.text.endsWith("  ") ? "\n" : " ") + line.trimStart();
    else out.push({ kind: "paragraph", depth: /^ {2,}/.test(line) ? 1 : 0, text: line.replace(/^ +/, "") });
    open = true;
  }
  return out;
}

/** Bold parts of a line, with backslashes before punctuation taken away. */
function Inline({ of }: { of: string }) {
  const parts = of.split("**");
  const sound = parts.length % 2 === 1;
  return (
    <>
      {(sound ? parts : [of]).map((part, at) => {
        const text = <Text key={at} of={part.replace(/\\([!-/:-@[-`{-~])/g, "$1")} lines most={4000} />;
        return at % 2 === 1 ? <strong key={at}>{text}</strong> : text;
      })}
    </>
  );
}

function Shown({ block }: { block: Block }) {
  const inside = <Inline of={block.text} />;
  if (block.kind === "heading") return block.depth === 1 ? <h3>{inside}</h3> : <h4>{inside}</h4>;
  if (block.kind === "item")
    return (
      <p class="letter-item">
        {block.depth}. {inside}
      </p>
    );
  if (block.kind === "detail") return <p class="letter-detail">– {inside}</p>;
  return <p class={block.depth > 0 ? "letter-inside" : undefined}>{inside}</p>;
}

export function Markdown({ of }: { of: string }) {
  return (
    <div class="letter-text">
      {blocks(of).map((block, at) => (
        <Shown key={at} block={block} />
      ))}
    </div>
  );
}
