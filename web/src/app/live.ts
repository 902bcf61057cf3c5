// Live updates of a served page: the state is polled, and when its revision changes the documents are asked for again.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Source } from "../source/source";

const EVERY = 2000;
const AFTER_FAILURE = 10_000;

export interface Live {
  revision: number;
  hunting: boolean;
  lost: boolean;
}

export function useLive(source: Source, paused: boolean): Live {
  const [revision, setRevision] = useState(0);
  const [hunting, setHunting] = useState(false);
  const [lost, setLost] = useState(false);
  const known = useRef<string | null>(null);
  useEffect(() => {
    if (!source.served || paused) return;
    let timer = 0;
    let current = true;
    const poll = async () => {
      let wait = EVERY;
      try {
        const state = document.hidden ? null : await source.state();
        if (!current) return;
        setLost(false);
        if (state) {
          if (known.current !== null && known.current !== state.revision) {
            source.forget();
            setRevision((before) => before + 1);
          }
          known.current = state.revision;
          setHunting(state.hunting);
        }
      } catch {
        if (!current) return;
        setLost(true);
        wait = AFTER_FAILURE;
      }
      timer = window.setTimeout(poll, wait);
    };
    void poll();
    return () => {
      current = false;
      window.clearTimeout(timer);
    };
  }, [source, paused]);
  return { revision, hunting, lost };
}
