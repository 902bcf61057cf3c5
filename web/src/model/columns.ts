// The document `findings`: columns of numbers, read in place (docs/page-data.md). Nothing is copied: a column is a view of
// the bytes that came.
import type { Level } from "./references";

export interface FindingRule {
  id: string;
  title: string;
  level: Level;
  tags: string[];
  author: string;
  description: string;
  references: string[];
  falsepositives: string[];
  kind: string;
}

interface ColumnPlace {
  name: string;
  type: "u8" | "u16" | "u32" | "f64" | "hex16";
  at: number;
}

interface Header {
  rows: number;
  of: number;
  columns: ColumnPlace[];
  tenants: string[];
  hosts: string[];
  levels: Level[];
  channels: string[];
  providers: string[];
  rules: FindingRule[];
}

export interface FindingColumns {
  rows: number;
  of: number;
  tenants: string[];
  hosts: string[];
  levels: Level[];
  channels: string[];
  providers: string[];
  rules: FindingRule[];
  /** Whole milliseconds since 1970; NaN where the record has no time. */
  time: Float64Array;
  /** 100 ns within the millisecond. */
  ticks: Uint16Array;
  tenant: Uint8Array | Uint16Array | Uint32Array;
  host: Uint8Array | Uint16Array | Uint32Array;
  level: Uint8Array;
  certain: Uint8Array;
  rule: Uint8Array | Uint16Array | Uint32Array;
  channel: Uint8Array | Uint16Array | Uint32Array;
  provider: Uint8Array | Uint16Array | Uint32Array;
  event_id: Uint32Array;
  record_id: Float64Array;
  artifact: Uint32Array;
  offset: Float64Array;
  text: Uint32Array;
  /** The id of a row: 32 hexadecimal digits. */
  id(row: number): string;
  /** The row of an id, -1 where the columns have it not. */
  row(id: string): number;
}

const MAGIC = "HOPCOLS1";
const WIDTH = { u8: 1, u16: 2, u32: 4, f64: 8, hex16: 16 };
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

function column(bytes: Uint8Array, place: ColumnPlace, base: number, rows: number) {
  const start = base + place.at;
  if (!(place.type in WIDTH) || start + rows * WIDTH[place.type] > bytes.byteLength)
    throw new Error(`findings: the column ${place.name} is cut off`);
  const at = bytes.byteOffset + start;
  switch (place.type) {
    case "u8":
      return new Uint8Array(bytes.buffer, at, rows);
    case "u16":
      return new Uint16Array(bytes.buffer, at, rows);
    case "u32":
      return new Uint32Array(bytes.buffer, at, rows);
    case "f64":
      return new Float64Array(bytes.buffer, at, rows);
    case "hex16":
      return new Uint8Array(bytes.buffer, at, rows * 16);
  }
}

class Ids {
  private index: Map<string, number> | null = null;
  constructor(
    private readonly bytes: Uint8Array,
    private readonly rows: number,
  ) {}

  id(row: number): string {
    let out = "";
    for (let at = row * 16; at < row * 16 + 16; at++) out += HEX[this.bytes[at]!];
    return out;
  }

  // Built when it is first asked for: a million texts are not made for nothing.
  row(id: string): number {
    if (!this.index) {
      this.index = new Map();
      for (let row = 0; row < this.rows; row++) this.index.set(this.id(row), row);
    }
    return this.index.get(id) ?? -1;
  }
}

export function readColumns(given: Uint8Array): FindingColumns {
  // Typed arrays want their place to be a multiple of their width.
  const bytes = given.byteOffset % 8 === 0 ? given : given.slice();
  if (bytes.byteLength < 16 || new TextDecoder("latin1").decode(bytes.subarray(0, 8)) !== MAGIC)
    throw new Error("findings: these are no columns of this version");
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(8, true);
  if (16 + length > bytes.byteLength) throw new Error("findings: the header is cut off");
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(16, 16 + length))) as Header;
  const columns: Record<string, unknown> = {};
  for (const place of header.columns) columns[place.name] = column(bytes, place, 16 + length, header.rows);
  const ids = new Ids(columns.id as Uint8Array, header.rows);
  const { rows, of, tenants, hosts, levels, channels, providers, rules } = header;
  return {
    ...(columns as unknown as FindingColumns),
    ...{ rows, of, tenants, hosts, levels, channels, providers, rules },
    id: (row) => ids.id(row),
    row: (id) => ids.row(id),
  };
}
