// Marks of the analysts for all views: what was marked, and marking. Whatever marks tells the others, so that one list is shown everywhere.
import { useCallback, useEffect, useMemo, useState } from "preact/hooks";
import { Marks } from "../model/marked";
import type { NewMark } from "../model/marks";
import { useAsked, useFrame } from "./documents";

const ADDED = "hoptrace-mark-added";
const NONE = new Marks([]);

export interface Marking {
  marks: Marks;
  /** What went wrong with the last mark; "": nothing. */
  failed: string;
  add: (mark: NewMark) => Promise<void>;
}

export function useMarks(): Marking {
  const { source } = useFrame();
  const [turn, setTurn] = useState(0);
  const [failed, setFailed] = useState("");
  const [last, setLast] = useState(NONE);
  useEffect(() => {
    const added = () => setTurn((before) => before + 1);
    window.addEventListener(ADDED, added);
    return () => window.removeEventListener(ADDED, added);
  }, []);
  const asked = useAsked((from) => from.document("marks"), ["marks", turn]);
  const value = asked.state === "here" ? asked.value : null;
  const marks = useMemo(() => (value === null ? null : new Marks(value)), [value]);
  // While the list is asked for again, the one before stays.
  useEffect(() => {
    if (marks !== null) setLast(marks);
  }, [marks]);
  const add = useCallback(
    async (mark: NewMark) => {
      try {
        await source.mark(mark);
        setFailed("");
        window.dispatchEvent(new Event(ADDED));
      } catch (error) {
        setFailed(error instanceof Error ? error.message : "The mark could not be kept.");
      }
    },
    [source],
  );
  return { marks: marks ?? last, failed, add };
}
