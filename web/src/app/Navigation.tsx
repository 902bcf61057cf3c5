import { useEffect, useRef } from "preact/hooks";
import { VIEWS, viewOf } from "../views/views";
import { address, useRoute } from "./route";

export function Navigation() {
  const current = viewOf(useRoute().view);
  const bar = useRef<HTMLElement>(null);
  // On a narrow screen the bar scrolls by itself: the view that is shown stays in sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the view changes
  useEffect(() => {
    const link = bar.current?.querySelector<HTMLElement>("[aria-current]");
    if (bar.current && link)
      bar.current.scrollLeft = link.offsetLeft - (bar.current.clientWidth - link.offsetWidth) / 2;
  }, [current]);
  return (
    <nav class="frame-navigation" aria-label="Views" ref={bar}>
      <ul>
        {VIEWS.filter((view) => view.key).map((view) => (
          <li key={view.name}>
            <a
              href={address(view.name)}
              aria-keyshortcuts={view.key}
              aria-current={view === current ? "page" : undefined}
            >
              {view.title}{" "}
              <span class="key" aria-hidden="true">
                {view.key}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
