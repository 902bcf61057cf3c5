// Random findings for tests: few names, so that filters hit; times with ties, rows without a time.
import { numbers } from "../../tools/big_case.mjs";
import { writeColumns } from "../../tools/column_writer.mjs";

export const below = (random, most) => Math.floor(random() * most);
export const pick = (random, list) => list[below(random, list.length)];

const WORDS = [
  "powershell",
  "Ünïcode",
  "CMD.exe",
  "İstanbul",
  "=1+1",
  "näher",
  "a\u0000b",
  "",
  "日本",
  "x".repeat(300),
];
export const LEVELS = ["low", "critical", "high", "informational", "medium"];

export function someRules(random, count) {
  return Array.from({ length: count }, (_, at) => ({
    id: `rule-${at}`,
    title: `${pick(random, ["Service", "Task", "Logon"])} ${pick(random, WORDS)} ${at}`,
    level: pick(random, LEVELS),
    tags: [`attack.t10${below(random, 20)}`, "attack.execution"],
    author: "",
    description: "",
    references: [],
    falsepositives: [],
    kind: "sigma",
  }));
}

/** Header, columns and texts of `rows` findings. */
export function someFindings(seed, rows) {
  const random = numbers(seed);
  const header = {
    rows,
    of: rows,
    tenants: ["msp", "acme", "birch"],
    hosts: ["DC01", "FS01", "WS10", "WS9", ""],
    levels: LEVELS,
    channels: ["Security", "System"],
    providers: [""],
    rules: someRules(random, 12),
  };
  const timed = Array.from({ length: rows }, () => 1_700_000_000_000 + below(random, 2000) * 997_000).sort(
    (a, b) => a - b,
  );
  const without = below(random, 4);
  for (let row = 0; row < Math.min(without, rows); ++row) timed[row] = Number.NaN;
  const texts = Array.from({ length: 30 }, () => ({
    matched: { Image: pick(random, WORDS), CommandLine: [pick(random, WORDS), pick(random, WORDS)] },
    ...(random() < 0.3 ? { context: [pick(random, WORDS)] } : {}),
  }));
  const fill = (Type, most) => Type.from({ length: rows }, () => below(random, most));
  const columns = {
    id: Uint8Array.from({ length: rows * 16 }, () => below(random, 256)),
    time: Float64Array.from(timed),
    ticks: fill(Uint16Array, 10_000),
    tenant: fill(Uint16Array, 3),
    host: fill(Uint32Array, 5),
    level: fill(Uint8Array, 5),
    certain: fill(Uint8Array, 2),
    rule: fill(Uint32Array, 12),
    channel: fill(Uint16Array, 2),
    provider: fill(Uint16Array, 1),
    event_id: fill(Uint32Array, 5000),
    record_id: Float64Array.from({ length: rows }, () => below(random, 1e9)),
    artifact: fill(Uint32Array, 4),
    offset: Float64Array.from({ length: rows }, () => below(random, 50)),
    text: fill(Uint32Array, texts.length),
  };
  return { bytes: writeColumns(header, columns), header, columns, texts, random };
}
