// Text that leaves the page: copied, or saved as a file. Nothing is sent anywhere.
import { useEffect, useRef, useState } from "preact/hooks";
import { csvCell } from "../model/table_text";

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Where the page may not ask for the clipboard (an old browser, a frame): the way that needs a selection.
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    if (!done) throw new Error("the browser does not let this page copy");
  }
}

function save(text: string, name: string, kind: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: `${kind};charset=utf-8` }));
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** File names are made of the case's names: only what every system takes stays. */
export function fileName(...parts: string[]): string {
  return parts.map((part) => part.replace(/[^A-Za-z0-9._-]+/g, "-").slice(0, 60)).join("-");
}

/** `text` is made when it is asked for. */
export function TakeAway(props: {
  what: string;
  name: string;
  kind: "text/markdown" | "text/csv" | "text/plain";
  text: () => string;
}) {
  const [said, setSaid] = useState("");
  const timer = useRef(0);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const say = (text: string) => {
    setSaid(text);
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => setSaid(""), 4000);
  };
  return (
    <div class="actions">
      <button
        type="button"
        onClick={() =>
          copy(props.text()).then(
            () => say("copied"),
            (error: Error) => say(error.message),
          )
        }
      >
        Copy {props.what}
      </button>
      <button type="button" onClick={() => save(props.text(), props.name, props.kind)}>
        Save {props.what}
      </button>
      <span role="status">{said}</span>
    </div>
  );
}

export function csv(head: string[], rows: unknown[][]): string {
  return `${[head, ...rows].map((row) => row.map((value) => csvCell(String(value ?? ""))).join(",")).join("\r\n")}\r\n`;
}
