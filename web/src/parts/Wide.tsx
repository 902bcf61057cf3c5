// What may be wider than the page scrolls by itself, and takes the focus so that keys can scroll it.
import type { ComponentChildren } from "preact";

export function Wide({
  label,
  children,
  panel = false,
}: {
  label: string;
  children: ComponentChildren;
  panel?: boolean;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (WCAG 2.1.1)
    <section class={panel ? "wide panel" : "wide"} aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
