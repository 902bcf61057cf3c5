// Writes the document `findings` (docs/page-data.md) for tests and benchmarks: the other end of src/model/column_file.ts.
const TYPES = { Uint8Array: "u8", Uint16Array: "u16", Uint32Array: "u32", Float64Array: "f64" };

const padded = (length) => Math.ceil(length / 8) * 8;

/** `columns`: name → typed array; `id` holds 16 bytes a row. */
export function writeColumns(header, columns) {
  let at = 0;
  const described = Object.entries(columns).map(([name, column]) => {
    const place = { name, type: name === "id" ? "hex16" : TYPES[column.constructor.name], at };
    at += padded(column.byteLength);
    return place;
  });
  const text = new TextEncoder().encode(JSON.stringify({ ...header, columns: described }));
  const length = padded(text.length);
  const bytes = new Uint8Array(16 + length + at);
  bytes.set(new TextEncoder().encode("HOPCOLS1"));
  new DataView(bytes.buffer).setUint32(8, length, true);
  bytes.fill(0x20, 16, 16 + length);
  bytes.set(text, 16);
  for (const [place, column] of described.map((description, index) => [description, Object.values(columns)[index]])) {
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), 16 + length + place.at);
  }
  return bytes;
}
