// The clock of the path: a slider over the hops in their order, and playing, which moves it on by one at a time.
import { useEffect, useState } from "preact/hooks";
import { Time } from "../../parts/Time";

interface Props {
  /** Times of the steps, in order. */
  times: readonly string[];
  /** How many are shown. */
  steps: number;
  setSteps: (steps: number) => void;
  playing: boolean;
  setPlaying: (playing: boolean) => void;
  says: (step: number) => string;
}

const PACE = 1100;

export function Player({ times, steps, setSteps, playing, setPlaying, says }: Props) {
  const [told, setTold] = useState("");
  useEffect(() => {
    if (!playing) return;
    if (steps >= times.length) {
      setPlaying(false);
      return;
    }
    const timer = setTimeout(() => {
      setSteps(steps + 1);
      setTold(says(steps + 1));
    }, PACE);
    return () => clearTimeout(timer);
  }, [playing, steps, times.length, setPlaying, setSteps, says]);
  const play = () => {
    if (!playing && steps >= times.length) setSteps(0);
    setPlaying(!playing);
  };
  const words = steps === 0 ? "before the first hop" : says(steps);
  return (
    <div class="player">
      <button type="button" onClick={play} aria-pressed={playing}>
        {playing ? "Pause" : "Play"}
      </button>
      <label>
        <span class="player-label">Hops shown</span>
        <input
          type="range"
          min={0}
          max={times.length}
          step={1}
          value={steps}
          aria-valuetext={words}
          onInput={(event) => {
            setPlaying(false);
            setSteps(Number(event.currentTarget.value));
          }}
        />
      </label>
      <span class="player-now">
        {steps} of {times.length}
        {steps > 0 && (
          <>
            {" · "}
            <Time at={times[steps - 1]} />
          </>
        )}
      </span>
      <span class="unseen-to-eyes" role="status">
        {playing ? told : ""}
      </span>
    </div>
  );
}
