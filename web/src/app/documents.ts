// How views get documents: a hook that says loading, failed or here. The source is given once, by the frame.
import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import type { DocumentName, Documents } from "../model/documents";
import type { Source } from "../source/source";

export interface Frame {
  source: Source;
  /** Grows whenever documents may have changed: asked for again then. */
  revision: number;
  /** Ends the session in the page: the sign-in is shown. */
  askSignIn: () => void;
}

export const FrameContext = createContext<Frame | null>(null);

export function useFrame(): Frame {
  const frame = useContext(FrameContext);
  if (!frame) throw new Error("a view outside the frame");
  return frame;
}

export type Asked<Value> = { state: "loading" } | { state: "failed"; error: Error } | { state: "here"; value: Value };

/** Asks again whenever one of `on` changes. While a live page asks again, what was there stays. */
export function useAsked<Value>(ask: (source: Source) => Promise<Value>, on: unknown[]): Asked<Value> {
  const { source, revision, askSignIn } = useFrame();
  const [asked, setAsked] = useState<{ on: string; got: Asked<Value> }>({ on: "", got: { state: "loading" } });
  const key = JSON.stringify(on);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `ask` is a new function in every pass; `key` says when it matters
  useEffect(() => {
    let current = true;
    ask(source).then(
      (value) => current && setAsked({ on: key, got: { state: "here", value } }),
      (error: Error) => {
        if (!current) return;
        if ("signIn" in error && error.signIn) askSignIn();
        setAsked({ on: key, got: { state: "failed", error } });
      },
    );
    return () => {
      current = false;
    };
  }, [source, revision, key]);
  return asked.on === key ? asked.got : { state: "loading" };
}

export function useDocument<Name extends DocumentName>(name: Name): Asked<Documents[Name]> {
  return useAsked((source) => source.document(name), [name]);
}
