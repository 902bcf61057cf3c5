import { VIEWS, viewOf } from "../views/views";
import { address, useRoute } from "./route";

export function Navigation() {
  const current = viewOf(useRoute().view);
  return (
    <nav class="frame-navigation" aria-label="Views">
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
