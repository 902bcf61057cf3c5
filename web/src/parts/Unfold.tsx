// What opens when it is asked for; on paper it is always open.
import { type ComponentChildren, createContext } from "preact";
import { useContext, useState } from "preact/hooks";

export const OnPaper = createContext(false);

/** `children` are made only once it is open: a thousand closed ones cost nothing. */
export function Unfold(props: { title: ComponentChildren; open?: boolean; children: () => ComponentChildren }) {
  const paper = useContext(OnPaper);
  const [open, setOpen] = useState(props.open ?? false);
  const shown = open || paper;
  return (
    <details class="unfold" open={shown} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{props.title}</summary>
      {shown && <div class="unfolded">{props.children()}</div>}
    </details>
  );
}
