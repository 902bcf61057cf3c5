// A time as the evidence has it (UTC, seven digits) in the reader's zone, with UTC beside.
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { plain } from "./Text";

export type Zone = "reader" | "utc";
export const ZoneContext = createContext<Zone>("reader");

const two = (number: number) => String(number).padStart(2, "0");

/** "2025-11-19 22:29:10" in the zone. */
export function clockText(milliseconds: number, zone: Zone): string {
  const at = new Date(milliseconds);
  if (Number.isNaN(at.getTime())) return "";
  if (zone === "utc") return at.toISOString().slice(0, 19).replace("T", " ");
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** The digits behind the seconds as the evidence has them, "" where there are none but zeros. */
function fraction(time: string): string {
  const digits = /\.(\d+)/.exec(time)?.[1]?.replace(/0+$/, "") ?? "";
  return digits && `.${digits}`;
}

export function milliseconds(time: string): number {
  return Date.parse(time.replace(/(\.\d{3})\d+/, "$1"));
}

export function zoneName(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "local time";
}

/** `precise`: all digits. `brief`: without the time of the other zone (tables that say UTC in their head). */
export function Time({
  at,
  precise = false,
  brief = false,
}: {
  at: string | null | undefined;
  precise?: boolean;
  brief?: boolean;
}) {
  const zone = useContext(ZoneContext);
  if (!at) return <span class="time unknown">no time</span>;
  const when = milliseconds(at);
  if (Number.isNaN(when)) return <span class="time">{plain(at, 40)}</span>;
  const shown = clockText(when, zone) + (precise ? fraction(at) : "");
  const utc = clockText(when, "utc") + (precise ? fraction(at) : "");
  if (zone === "utc" || shown === utc)
    return (
      <time class="time" dateTime={at.slice(0, 40)}>
        {utc} <span class="utc">UTC</span>
      </time>
    );
  const day = shown.slice(0, 10) === utc.slice(0, 10);
  return (
    <time class="time" dateTime={at.slice(0, 40)}>
      {shown}
      {!brief && <span class="utc"> ({day ? utc.slice(11) : utc} UTC)</span>}
    </time>
  );
}

/** "3 days 4 h": how long, in its two largest units. */
export function howLong(milliseconds: number): string {
  const units: [string, number][] = [
    ["day", 86_400_000],
    ["h", 3_600_000],
    ["min", 60_000],
    ["s", 1000],
  ];
  const out: string[] = [];
  let rest = Math.abs(milliseconds);
  for (const [name, size] of units) {
    const whole = Math.floor(rest / size);
    rest -= whole * size;
    if (whole > 0) out.push(`${whole} ${name}${name === "day" && whole !== 1 ? "s" : ""}`);
    if (out.length === 2) break;
  }
  return out.join(" ") || "0 s";
}
