// The column file of the document `findings` (docs/page-data.md): "HOPCOLS1", u32 length of the header, u32 0, the header (JSON), then
// the columns. Nothing in it is believed: lengths, offsets, types and every index into a dictionary are checked once, here, so that
// nothing after this file has to. Columns are views of the bytes, no copies. Little endian, as every machine that has a browser is.

export type Column = Uint8Array | Uint16Array | Uint32Array | Float64Array;

export interface ColumnFile {
  rows: number;
  header: Record<string, unknown>;
  column(name: string): Column;
  has(name: string): boolean;
}

export class DocumentDamaged extends Error {}

const MAGIC = "HOPCOLS1";
const PREAMBLE = 16;
const MOST_ROWS = 1 << 26;

interface ColumnType {
  width: number;
  view(buffer: ArrayBuffer, at: number, rows: number): Column;
}

const TYPES: Record<string, ColumnType> = {
  u8: { width: 1, view: (buffer, at, rows) => new Uint8Array(buffer, at, rows) },
  u16: { width: 2, view: (buffer, at, rows) => new Uint16Array(buffer, at, rows) },
  u32: { width: 4, view: (buffer, at, rows) => new Uint32Array(buffer, at, rows) },
  f64: { width: 8, view: (buffer, at, rows) => new Float64Array(buffer, at, rows) },
  hex16: { width: 16, view: (buffer, at, rows) => new Uint8Array(buffer, at, rows * 16) },
};

function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new DocumentDamaged(`findings: ${what}`);
}

function isCount(value: unknown, most: number): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= most;
}

/** A buffer that begins with these bytes: views of eight-byte numbers must lie on multiples of eight. */
function aligned(bytes: Uint8Array): { buffer: ArrayBuffer; start: number } {
  if (bytes.buffer instanceof ArrayBuffer && bytes.byteOffset % 8 === 0) {
    return { buffer: bytes.buffer, start: bytes.byteOffset };
  }
  return { buffer: bytes.slice().buffer, start: 0 };
}

function readHeader(bytes: Uint8Array): { header: Record<string, unknown>; end: number } {
  must(bytes.length >= PREAMBLE, "shorter than its beginning");
  must(new TextDecoder("latin1").decode(bytes.subarray(0, 8)) === MAGIC, "does not begin with HOPCOLS1");
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(8, true);
  const end = PREAMBLE + length;
  must(end <= bytes.length, "the header reaches beyond the end");
  must(end % 8 === 0, "the header is not padded");
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder().decode(bytes.subarray(PREAMBLE, end)));
  } catch {
    throw new DocumentDamaged("findings: the header is no JSON");
  }
  must(typeof header === "object" && header !== null && !Array.isArray(header), "the header is no object");
  return { header: header as Record<string, unknown>, end };
}

function columnAt(described: unknown, rows: number, room: number): { name: string; type: ColumnType; at: number } {
  must(typeof described === "object" && described !== null, "a column is not described");
  const { name, type, at } = described as Record<string, unknown>;
  must(typeof name === "string" && name.length < 64, "a column without a name");
  const known = typeof type === "string" && Object.hasOwn(TYPES, type) ? TYPES[type] : undefined;
  must(known !== undefined, `column ${name}: unknown type`);
  must(isCount(at, Number.MAX_SAFE_INTEGER) && at % 8 === 0, `column ${name}: starts at an odd place`);
  must(at + rows * known.width <= room, `column ${name}: reaches beyond the end`);
  return { name, type: known, at };
}

/** Takes the bytes as they came; throws DocumentDamaged and nothing else. */
export function readColumnFile(bytes: Uint8Array): ColumnFile {
  const { header, end } = readHeader(bytes);
  const rows = header.rows;
  must(isCount(rows, MOST_ROWS), "the number of rows is none");
  must(Array.isArray(header.columns) && header.columns.length <= 256, "no list of columns");
  const { buffer, start } = aligned(bytes);
  const columns = new Map<string, Column>();
  for (const described of header.columns) {
    const { name, type, at } = columnAt(described, rows, bytes.length - end);
    must(!columns.has(name), `column ${name} twice`);
    columns.set(name, type.view(buffer, start + end + at, rows));
  }
  return {
    rows,
    header,
    has: (name) => columns.has(name),
    column: (name) => {
      const found = columns.get(name);
      must(found !== undefined, `column ${name} is not there`);
      return found;
    },
  };
}

/** Every index lies within its dictionary: whoever reads it afterwards need not ask. */
export function checkIndices(name: string, column: Column, size: number): void {
  let most = -1;
  for (let row = 0; row < column.length; ++row) if (column[row]! > most) most = column[row]!;
  must(most < size, `column ${name}: an index beyond its list`);
}

export function textList(header: Record<string, unknown>, name: string): string[] {
  const list = header[name];
  must(Array.isArray(list) && list.every((text) => typeof text === "string"), `${name} is no list of texts`);
  return list as string[];
}
