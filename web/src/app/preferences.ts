// What the reader chose: theme and zone. Kept for this page's session only (localStorage is not asked).
import { useEffect, useState } from "preact/hooks";
import type { Zone } from "../parts/Time";

export type Theme = "system" | "light" | "dark";
const THEMES: readonly Theme[] = ["system", "light", "dark"];

export function useTheme(): [Theme, () => void] {
  const [theme, setTheme] = useState<Theme>("system");
  useEffect(() => {
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }, [theme]);
  return [theme, () => setTheme(THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]!)];
}

export function useZone(): [Zone, () => void] {
  const [zone, setZone] = useState<Zone>("reader");
  return [zone, () => setZone(zone === "reader" ? "utc" : "reader")];
}
