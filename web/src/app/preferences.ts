// What the reader chose: theme and zone. Kept as long as the page is open (localStorage is not asked).
import { useEffect, useState } from "preact/hooks";
import type { Zone } from "../parts/Time";

export type Theme = "system" | "light" | "dark";
const THEMES: readonly Theme[] = ["system", "light", "dark"];

/** The theme chosen, and the way to the next; what it comes to stands in data-theme of the root. */
export function useTheme(): [Theme, () => void] {
  const [theme, setTheme] = useState<Theme>("system");
  useEffect(() => {
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    const show = () => {
      document.documentElement.dataset.theme = theme === "system" ? (dark.matches ? "dark" : "light") : theme;
    };
    show();
    dark.addEventListener("change", show);
    return () => dark.removeEventListener("change", show);
  }, [theme]);
  return [theme, () => setTheme(THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]!)];
}

export function useZone(): [Zone, () => void] {
  const [zone, setZone] = useState<Zone>("reader");
  return [zone, () => setZone(zone === "reader" ? "utc" : "reader")];
}
