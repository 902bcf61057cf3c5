// Seen, false positive, note: what an analyst says about a finding, a hop or a host. Nothing is ever taken away; taking back is a mark, too.
import { useState } from "preact/hooks";
import { useMarks } from "../app/marks";
import { TAKEN_BACK } from "../model/marked";
import type { NewMark } from "../model/marks";
import { Text } from "./Text";
import { Time } from "./Time";

interface Props {
  what: NewMark["what"];
  id: string;
}

function NoteField({ give }: { give: (text: string) => void }) {
  const [text, setText] = useState("");
  return (
    <form
      class="note-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== "") give(text.trim());
        setText("");
      }}
    >
      <label>
        Note <input type="text" maxLength={2000} value={text} onInput={(event) => setText(event.currentTarget.value)} />
      </label>
      <button type="submit">Keep</button>
    </form>
  );
}

export function MarkButtons({ what, id }: Props) {
  const { marks, failed, add } = useMarks();
  const [writes, setWrites] = useState(false);
  const marked = marks.of(what, id);
  const toggle = (mark: "seen" | "false_positive", on: boolean) => add({ what, id, mark, text: on ? TAKEN_BACK : "" });
  return (
    <div class="marks">
      <button type="button" aria-pressed={marked.seen} onClick={() => toggle("seen", marked.seen)}>
        Seen
      </button>
      <button
        type="button"
        aria-pressed={marked.falsePositive}
        onClick={() => toggle("false_positive", marked.falsePositive)}
      >
        False positive
      </button>
      <button type="button" aria-expanded={writes} onClick={() => setWrites(!writes)}>
        Note
      </button>
      {writes && (
        <NoteField
          give={(text) => {
            setWrites(false);
            add({ what, id, mark: "note", text });
          }}
        />
      )}
      {failed !== "" && <p role="alert">{failed}</p>}
      {marked.notes.length > 0 && (
        <ul class="notes">
          {marked.notes.map((note, at) => (
            <li key={at}>
              <Text of={note.text} />{" "}
              <small>
                <Text of={note.who} most={60} />, <Time at={note.time} brief />
              </small>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
