// Copying and CSV: what is filtered is what goes out, all of it or the first lines of it, and the button says which.
import { useEffect, useState } from "preact/hooks";
import type { FindingColumns } from "../../model/columns";
import type { FindingText } from "../../model/finding";
import { csvPieces, rowCells, tabbedRow } from "../../model/table_text";

const MOST_COPIED = 1000;

interface Props {
  findings: FindingColumns;
  texts: readonly FindingText[];
  rows: Uint32Array;
  /** The row under the cursor: Ctrl+C copies it. */
  row: number | null;
}

/** A page from a file may not be given the clipboard; then a selected field is the way. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "unseen-to-eyes";
    document.body.append(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    return copied;
  }
}

export function download(name: string, type: string, pieces: string[]): void {
  const link = document.createElement("a");
  const place = URL.createObjectURL(new Blob(pieces, { type }));
  link.href = place;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(place), 10_000);
}

export function TakeAway({ findings, texts, rows, row }: Props) {
  const [said, setSaid] = useState("");
  const copied = Math.min(rows.length, MOST_COPIED);
  const lines = (which: Uint32Array) => [...which].map((at) => tabbedRow(rowCells(findings, texts, at))).join("\n");
  useEffect(() => {
    const copy = (event: ClipboardEvent) => {
      if (row === null || !(event.target as Element)?.closest?.(".grid") || String(document.getSelection()) !== "")
        return;
      event.clipboardData?.setData("text/plain", tabbedRow(rowCells(findings, texts, row)));
      event.preventDefault();
      setSaid("1 line copied");
    };
    document.addEventListener("copy", copy);
    return () => document.removeEventListener("copy", copy);
  }, [findings, texts, row]);
  const copyAll = async () => {
    const done = await copyText(lines(rows.subarray(0, MOST_COPIED)));
    setSaid(done ? `${copied.toLocaleString("en")} lines copied` : "This browser did not allow copying");
  };
  return (
    <span class="take-away">
      <button type="button" onClick={copyAll} disabled={copied === 0}>
        Copy {rows.length > MOST_COPIED ? `the first ${MOST_COPIED.toLocaleString("en")}` : "these"}
      </button>
      <button
        type="button"
        onClick={() => download("findings.csv", "text/csv", csvPieces(findings, texts, rows))}
        disabled={copied === 0}
      >
        CSV of all {rows.length.toLocaleString("en")}
      </button>
      <span role="status">{said}</span>
    </span>
  );
}
