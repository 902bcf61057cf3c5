// The small picture: boxes for organisations, an arrow for each border that was crossed. A list underneath the drawing, so
// that it is read aloud in order.
import { address } from "../../app/route";
import type { PathDocument } from "../../model/path";
import { many } from "../../parts/numbers";
import { Text } from "../../parts/Text";
import { Time } from "../../parts/Time";
import { type Crossing, type Stop, wayOf } from "./way";

function Box({ stop, origin }: { stop: Stop; origin: boolean }) {
  return (
    <div class="way-stop">
      <div class={`way-box${origin ? " way-origin" : ""}`}>
        {origin && <span class="quiet">{stop.entered ? "entered from outside" : "began at"}</span>}
        <strong>
          <Text of={stop.tenant} most={60} />
        </strong>
        <span class="quiet">{many(stop.hosts, "host")} on the way</span>
      </div>
      {stop.onward.length > 0 && (
        <ul class="way-onward">
          {stop.onward.map((crossing) => (
            <Onward key={crossing.hop} crossing={crossing} />
          ))}
        </ul>
      )}
    </div>
  );
}

function Onward({ crossing }: { crossing: Crossing }) {
  return (
    <li class="way-crossing">
      <div class="way-arrow">
        <a href={address("path", [], { hop: crossing.hop })}>
          <Text of={crossing.account || "unknown account"} most={60} /> by <Text of={crossing.method} most={20} />
        </a>
        <span class="way-line" aria-hidden="true" />
        <span class="quiet">
          <Text of={crossing.status} most={20} />, <Time at={crossing.time} brief />
          {crossing.hops > 1 && `, ${many(crossing.hops, "hop")}`}
        </span>
      </div>
      <Box stop={crossing.to} origin={false} />
    </li>
  );
}

export function Way({ path }: { path: PathDocument }) {
  const stops = wayOf(path);
  if (stops.length === 0) return null;
  return (
    <section aria-labelledby="way-title">
      <h2 id="way-title">The way from organisation to organisation</h2>
      <div class="panel way">
        {stops.map((stop) => (
          <Box key={stop.tenant} stop={stop} origin />
        ))}
        <p class="only-on-screen">
          <a href={address("path")}>The whole path, host by host</a>
        </p>
      </div>
    </section>
  );
}
