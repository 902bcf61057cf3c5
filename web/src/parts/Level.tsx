// Levels, statuses and verdicts: never by colour alone. Each has a shape of its own and its word beside.
import { plain } from "./Text";

type Shape = "diamond" | "triangle" | "square" | "circle" | "ring" | "tick" | "cross" | "question";

const PATHS: Record<Shape, string> = {
  diamond: "M8 1 15 8 8 15 1 8Z",
  triangle: "M8 1.5 15 14.5H1Z",
  square: "M2 2H14V14H2Z",
  circle: "M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12Z",
  ring: "M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12ZM8 5a3 3 0 1 1 0 6a3 3 0 1 1 0-6Z",
  tick: "M6.2 13.6 1 8.4l2-2 3.2 3.2 6.8-7 2 2Z",
  cross: "M3 1 8 6l5-5 2 2-5 5 5 5-2 2-5-5-5 5-2-2 5-5-5-5Z",
  question:
    "M5 5.5C5 1.5 12 1.6 12 5.6 12 8 9.4 8 9.4 10.4H6.8C6.8 7 9.3 7.2 9.3 5.5 9.3 4 7.6 4 7.6 5.5ZM6.8 12h2.6v2.6H6.8Z",
};

export function Mark({ shape }: { shape: Shape }) {
  return (
    <svg class="mark" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path fill="currentColor" fill-rule="evenodd" d={PATHS[shape]} />
    </svg>
  );
}

const LEVEL_SHAPES: Record<string, Shape> = {
  critical: "diamond",
  high: "triangle",
  medium: "square",
  low: "circle",
  informational: "ring",
};

export function Level({ level, uncertain = false }: { level: string; uncertain?: boolean }) {
  const known = Object.hasOwn(LEVEL_SHAPES, level);
  return (
    <span class={`level ${known ? `level-${level}` : ""}`}>
      <Mark shape={known ? LEVEL_SHAPES[level]! : "ring"} />
      {plain(level, 30)}
      {uncertain && " (uncertain)"}
    </span>
  );
}

const STATES: Record<string, { shape: Shape; tone: string; word: string }> = {
  compromised: { shape: "diamond", tone: "bad", word: "compromised" },
  reached: { shape: "triangle", tone: "warn", word: "reached" },
  suspected: { shape: "triangle", tone: "warn", word: "suspected" },
  no_sign: { shape: "ring", tone: "plain", word: "no sign found" },
  not_seen: { shape: "question", tone: "plain", word: "not seen" },
  pass: { shape: "tick", tone: "good", word: "pass" },
  fail: { shape: "cross", tone: "bad", word: "fail" },
  unknown: { shape: "question", tone: "plain", word: "unknown" },
  confirmed: { shape: "diamond", tone: "bad", word: "confirmed" },
  probable: { shape: "triangle", tone: "warn", word: "probable" },
  inferred: { shape: "question", tone: "plain", word: "inferred" },
  stands_out: { shape: "diamond", tone: "bad", word: "stands out" },
  some_signs: { shape: "triangle", tone: "warn", word: "some signs" },
  habit: { shape: "ring", tone: "plain", word: "habit" },
  cannot_be_told: { shape: "question", tone: "plain", word: "cannot be told" },
};

/** What an organisation is in a case. */
export function roleWord(role: string | null): string {
  if (role === "msp") return "provider";
  return role === null ? "role not told" : plain(role, 30);
}

/** The word of a state, where only text can stand. */
export function stateWord(state: string): string {
  return Object.hasOwn(STATES, state) ? STATES[state]!.word : plain(state, 30);
}

export function State({ state }: { state: string }) {
  const known = Object.hasOwn(STATES, state)
    ? STATES[state]!
    : { shape: "ring" as Shape, tone: "plain", word: plain(state, 30) };
  return (
    <span class={`state tone-${known.tone}`}>
      <Mark shape={known.shape} />
      {known.word}
    </span>
  );
}
