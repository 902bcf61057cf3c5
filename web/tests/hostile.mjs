// Strings that would like to be markup, code or a trick, and a report that has them everywhere.
const TRICKS = [
  (id) => `<script>window.hostile='${id}'</script>`,
  (id) => `<img src=x onerror="window.hostile='${id}'">`,
  (id) => `"><svg onload=window.hostile='${id}'>`,
  (id) => `' onmouseover='window.hostile=1' autofocus onfocus='window.hostile=1' ${id}`,
  (id) => `javascript:window.hostile='${id}'`,
  (id) => `</script><script>window.hostile='${id}'//`,
  (id) => `--></style><hostile-${id}>`,
  (id) => `\u202e${id} fdp.exe\u2066\u2067\u2068\u2069\u200f`,
  (id) => `\u001b[2J\u001b[31m${id}\u0007\u0000\u0008\u009b`,
  (id) => `{{constructor.constructor('window.hostile=1')()}} \${window.hostile=1} ${id}`,
  (id) => `__proto__ constructor toString hasOwnProperty ${id}`,
  (id) => `a\u0300\u0301\u0302\u0303${"\u0334".repeat(40)} ${id} \u{e0041}\u{e0042}\ufeff\u200b\u2028\u2029`,
  (id) => `=HYPERLINK("http://hostile.example/${id}","x") %3Cscript%3E &lt;script&gt; &#x3c;b&#x3e;`,
  (id) => `${id}${"W".repeat(900)}`,
  (id) => `data:text/html,<script>window.hostile='${id}'</script>`,
  (id) =>
    `<a href="//hostile.example/${id}" target=_top>x</a><base href="//hostile.example"><meta http-equiv=refresh content=0>`,
];

/** Always the same for the same text, never the same for two: what belongs together still does. */
export class Poison {
  constructor(keep) {
    this.keep = keep;
    this.known = new Map();
    this.long = false;
  }

  of(text) {
    let made = this.known.get(text);
    if (made === undefined) {
      const id = `hx${this.known.size}`;
      made = TRICKS[this.known.size % TRICKS.length](id);
      if (!this.long && this.known.size === 40) {
        // One line of a megabyte.
        made = `<b>${id}</b>`.padEnd(1_000_000, "<i>long</i>");
        this.long = true;
      }
      this.known.set(text, made);
    }
    return made;
  }

  /** Every text within `value`, but those that `keep` says structure hangs on. */
  value(value, path = "") {
    if (typeof value === "string") return this.keep(value, path) ? value : this.of(value);
    if (Array.isArray(value)) return value.map((one) => this.value(one, `${path}[]`));
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [
        this.names(path) ? this.of(name) : name,
        this.value(one, `${path}.${name}`),
      ]),
    );
  }

  /** Objects whose names are the evidence's. */
  names(path) {
    return /\.(matched|log_lr|marks)$/.test(path);
  }
}

// What tells a page how to show a thing, and no evidence can write: ids, levels, states and the like.
const WORDS =
  /\.(state|level|verdict|judgement|role|phase|basis|confidence_rating|certainty|mark|what_kind|view|kind|action|statuses\[\]|status|levels\[\]|side|documents\[\]|type)$/;
const IDS = /^[0-9a-f]{16}$|^[0-9a-f]{32}$|^[0-9a-f]{64}$/;
const TIME = /^\d{4}-\d\d-\d\dT/;

/** All texts but ids, times and words of ours. */
export function structural(text, path) {
  return IDS.test(text) || TIME.test(text) || WORDS.test(path) || text === "";
}

/** The header of the columns of findings is text; the columns behind it stay as they are. */
function poisonColumns(bytes, poison) {
  const length = bytes.readUInt32LE(8);
  const header = JSON.parse(bytes.subarray(16, 16 + length).toString());
  const { columns, ...rest } = header;
  let text = JSON.stringify({ ...poison.value(rest, "findings"), columns });
  while ((Buffer.byteLength(text) + 16) % 8 !== 0) text += " ";
  const head = Buffer.alloc(16);
  bytes.copy(head, 0, 0, 16);
  head.writeUInt32LE(Buffer.byteLength(text), 8);
  return Buffer.concat([head, Buffer.from(text), bytes.subarray(16 + length)]);
}

export function poisoned(documents, poison) {
  const out = new Map();
  for (const [name, bytes] of documents)
    out.set(
      name,
      name === "findings"
        ? poisonColumns(bytes, poison)
        : Buffer.from(JSON.stringify(poison.value(JSON.parse(bytes.toString()), name))),
    );
  return out;
}
