// What the marks say together: they are only ever added to, so the last of a kind on a thing counts, and one that says `taken back` undoes it.
import type { Mark, MarkKind, NewMark } from "./marks";

export const TAKEN_BACK = "taken back";

export interface Marked {
  seen: boolean;
  falsePositive: boolean;
  hidden: boolean;
  notes: Mark[];
}

const NOTHING: Marked = { seen: false, falsePositive: false, hidden: false, notes: [] };

const key = (what: string, id: string) => `${what} ${id}`;

export class Marks {
  private readonly byThing = new Map<string, Marked>();

  constructor(readonly all: readonly Mark[]) {
    for (const mark of all) this.take(mark);
  }

  of(what: NewMark["what"], id: string): Marked {
    return this.byThing.get(key(what, id)) ?? NOTHING;
  }

  /** Ids of things of a kind that are hidden now. */
  hidden(what: NewMark["what"]): string[] {
    const prefix = key(what, "");
    return [...this.byThing].flatMap(([name, { hidden }]) =>
      hidden && name.startsWith(prefix) ? [name.slice(prefix.length)] : [],
    );
  }

  private take(mark: Mark): void {
    const before = this.of(mark.what, mark.id);
    this.byThing.set(key(mark.what, mark.id), added(before, mark));
  }
}

function added(before: Marked, mark: Mark): Marked {
  const on = mark.text !== TAKEN_BACK;
  const kinds: Record<MarkKind, () => Marked> = {
    seen: () => ({ ...before, seen: on }),
    false_positive: () => ({ ...before, falsePositive: on }),
    hidden: () => ({ ...before, hidden: on }),
    note: () => ({ ...before, notes: [...before.notes, mark] }),
  };
  return Object.hasOwn(kinds, mark.mark) ? kinds[mark.mark]() : before;
}
