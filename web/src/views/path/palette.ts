// The colours of the canvas: what the sheet says at this moment, so that themes stand in one place. Asked again when the theme changes.
import { useEffect, useState } from "preact/hooks";

export interface Palette {
  ground: string;
  box: string;
  boxEdge: string;
  ink: string;
  soft: string;
  faint: string;
  strong: string;
  chosen: string;
  font: string;
}

export function paletteOf(element: Element): Palette {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(`--graph-${name}`).trim() || style.color;
  return {
    ground: colour("ground"),
    box: colour("box"),
    boxEdge: colour("box-edge"),
    ink: colour("ink"),
    soft: colour("soft"),
    faint: colour("faint"),
    strong: colour("strong"),
    chosen: colour("chosen"),
    font: style.fontFamily,
  };
}

/** A number that changes whenever colours may have: for effects that draw. */
export function useThemeTurns(): number {
  const [turns, setTurns] = useState(0);
  useEffect(() => {
    const turn = () => setTurns((before) => before + 1);
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    const watched = new MutationObserver(turn);
    watched.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "class"] });
    dark.addEventListener("change", turn);
    return () => {
      watched.disconnect();
      dark.removeEventListener("change", turn);
    };
  }, []);
  return turns;
}
