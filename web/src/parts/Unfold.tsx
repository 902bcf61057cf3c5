// What opens when it is asked for. On paper, where nothing can be opened, it is open, or its title alone stands there.
import { type ComponentChildren, createContext } from "preact";
import { useContext, useState } from "preact/hooks";

export const OnPaper = createContext(false);

/** `children` are made only once it is open: a thousand closed ones cost nothing. */
export function Unfold(props: {
  title: ComponentChildren;
  open?: boolean;
  /** What paper shows of it. */
  paper?: "open" | "title" | "nothing";
  children: () => ComponentChildren;
}) {
  const onPaper = useContext(OnPaper);
  const [open, setOpen] = useState(props.open ?? false);
  if (onPaper && props.paper === "nothing") return null;
  if (onPaper && props.paper === "title") return <p class="quiet">{props.title}</p>;
  const shown = open || onPaper;
  return (
    <details class="unfold" open={shown} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{props.title}</summary>
      {shown && <div class="unfolded">{props.children()}</div>}
    </details>
  );
}
