// What may be wider than the page scrolls by itself, and takes the focus so that keys can scroll it. A group, no landmark:
// a page has many tables.
import type { ComponentChildren } from "preact";

interface Props {
  label: string;
  children: ComponentChildren;
  panel?: boolean;
}

export function Wide({ label, children, panel = false }: Props) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for the fields of a form
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
    <div role="group" class={panel ? "wide panel" : "wide"} aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
