// Text of the evidence, shown as text and nothing else. Characters that would turn the reading direction, move the cursor or
// show nothing are made visible; a long text is cut, with a way to see all of it.
import { Fragment } from "preact";
import { useState } from "preact/hooks";

const CUT = 600;
// Controls, format characters (reading direction, zero width, tags), line and paragraph separators, fillers that show nothing.
const UNSEEN = /\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}|\p{Variation_Selector}|[\u115f\u1160\u3164\uffa0]/gu;
const PICTURES: Record<string, string> = { "\t": "→", "\n": "↵", "\r": "␍" };

function visible(found: string): string {
  const known = PICTURES[found];
  if (known) return known;
  const code = found.codePointAt(0)!;
  return code < 0x20 ? String.fromCodePoint(0x2400 + code) : `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}

interface Piece {
  text: string;
  unseen: boolean;
}

/** The text in pieces: as it is, and what stands for what cannot be seen. */
export function pieces(text: string): Piece[] {
  const out: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(UNSEEN)) {
    if (match.index > from) out.push({ text: text.slice(from, match.index), unseen: false });
    const last = out.at(-1);
    if (last?.unseen && from === match.index) last.text += ` ${visible(match[0])}`;
    else out.push({ text: visible(match[0]), unseen: true });
    from = match.index + match[0].length;
  }
  if (from < text.length) out.push({ text: text.slice(from), unseen: false });
  return out;
}

/** As one string, where no element can stand: an attribute, a canvas, a drawing, a copied line. */
export function plain(text: string | null | undefined, most = CUT): string {
  const whole = String(text ?? "");
  const seen = whole.slice(0, most).replace(UNSEEN, (found) => visible(found));
  return whole.length > most ? `${seen}…` : seen;
}

function Pieces({ text }: { text: string }) {
  return (
    <>
      {pieces(text).map((piece, at) =>
        piece.unseen ? (
          <span key={at} class="unseen">
            {piece.text}
          </span>
        ) : (
          piece.text
        ),
      )}
    </>
  );
}

function Lines({ text }: { text: string }) {
  return (
    <>
      {text.split(/\r?\n/).map((line, at) => (
        <Fragment key={at}>
          {at > 0 && "\n"}
          <Pieces text={line} />
        </Fragment>
      ))}
    </>
  );
}

/** `lines`: line breaks stay line breaks. `most`: characters shown before "show all". */
export function Text({ of, lines = false, most = CUT }: { of: unknown; lines?: boolean; most?: number }) {
  const [all, setAll] = useState(false);
  const text = typeof of === "string" ? of : of === null || of === undefined ? "" : String(of);
  const cut = text.length > most && !all;
  const shown = cut ? text.slice(0, most) : text;
  return (
    <bdi class={lines ? "text lines" : "text"}>
      {lines ? <Lines text={shown} /> : <Pieces text={shown} />}
      {cut && "…"}
      {text.length > most && (
        <button type="button" class="small" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? "show less" : `show all ${text.length.toLocaleString("en")} characters`}
        </button>
      )}
    </bdi>
  );
}
