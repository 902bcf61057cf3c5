// The address of what is shown stands behind the #: `#/view/part/part?name=value`. A link is a link: it can be copied,
// opened and gone back from. Whatever stands there may be anybody's text; parts are decoded and never trusted.
import { useEffect, useRef, useState } from "preact/hooks";

export interface Route {
  view: string;
  parts: string[];
  query: URLSearchParams;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  const [view = "", ...parts] = path.split("/").map(decode);
  return { view: view || "summary", parts, query: new URLSearchParams(query) };
}

/** `query` values that are empty or undefined are left out. */
export function address(
  view: string,
  parts: (string | number)[] = [],
  query: Record<string, string | number | undefined> = {},
) {
  const path = [view, ...parts.map((part) => encodeURIComponent(String(part)))].join("/");
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return `#/${path}${text ? `?${text}` : ""}`;
}

export function goTo(where: string): void {
  window.location.hash = where.replace(/^#/, "");
}

/** As goTo, without a step in the history: for filters and sliders. */
export function replaceAddress(where: string): void {
  window.history.replaceState(null, "", where);
  window.dispatchEvent(new HashChangeEvent("hashchange"));
}

export function useRoute(): Route {
  const [hash, setHash] = useState(window.location.hash);
  useEffect(() => {
    const changed = () => setHash(window.location.hash);
    window.addEventListener("hashchange", changed);
    return () => window.removeEventListener("hashchange", changed);
  }, []);
  return parseRoute(hash);
}

/** How many steps forward the reader has made in this page: whether there is a way back within it. */
export function useSteps(): { current: number } {
  const steps = useRef(0);
  useEffect(() => {
    const moved = (event: HashChangeEvent) => {
      if (event.isTrusted) steps.current++;
    };
    window.addEventListener("hashchange", moved);
    return () => window.removeEventListener("hashchange", moved);
  }, []);
  return steps;
}
