// Documents of an invented big case, for the benchmark: by default a million findings and ten thousand hops. The same numbers give the same bytes.
// What it looks like: one service provider, its clients, some two thousand hosts; half of the findings share their texts with others.
import { writeColumns } from "./column_writer.mjs";

const LEVELS = ["informational", "low", "medium", "high", "critical"];
const METHODS = ["smb", "rdp", "winrm", "wmi", "schtask", "service", "smb_exec", "rmm"];
const DAY = 86_400_000;
const FIRST_DAY = Date.UTC(2025, 0, 1);
const DAYS = 120;

/** A small generator of numbers (mulberry32): deterministic, so that two runs measure the same. */
export function numbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const hex = (value, digits) => value.toString(16).padStart(digits, "0");
const iso = (time) => new Date(time).toISOString().replace("Z", "0000Z");

function makeHosts(tenants, hostsEach) {
  const names = Array.from({ length: hostsEach }, (_, at) =>
    at < 4 ? ["DC01", "FS01", "JUMP01", "BKP01"][at] : `WS${String(at).padStart(4, "0")}`,
  );
  return { names, rows: tenants.flatMap((_, tenant) => names.map((name) => [tenant, name])) };
}

function makeRules(count) {
  return Array.from({ length: count }, (_, at) => ({
    id: `00000000-0000-4000-8000-${hex(at, 12)}`,
    title: `Invented Rule ${at}: ${["Service Installed", "Encoded Command", "Remote Task", "Log Cleared"][at % 4]}`,
    level: LEVELS[at % 5],
    tags: [`attack.t${1000 + (at % 200)}`, "attack.execution"],
    author: "hoptrace",
    description: "Made for the benchmark; it says nothing.",
    references: ["https://example.invalid/rule"],
    falsepositives: ["Everything"],
    kind: "sigma",
  }));
}

function makeFindings(wish, tenants, hosts, random) {
  const rows = wish.findings;
  const rules = makeRules(900);
  const columns = {
    id: new Uint8Array(rows * 16),
    time: new Float64Array(rows),
    ticks: new Uint16Array(rows),
    tenant: new Uint16Array(rows),
    host: new Uint32Array(rows),
    level: new Uint16Array(rows),
    certain: new Uint8Array(rows),
    rule: new Uint32Array(rows),
    channel: new Uint16Array(rows),
    provider: new Uint16Array(rows),
    event_id: new Uint32Array(rows),
    record_id: new Float64Array(rows),
    artifact: new Uint32Array(rows),
    offset: new Float64Array(rows),
    text: new Uint32Array(rows),
  };
  const texts = [];
  for (let row = 0; row < rows; ++row) {
    const rule = Math.floor(random() ** 3 * rules.length);
    for (let byte = 0; byte < 16; ++byte) columns.id[row * 16 + byte] = Math.floor(random() * 256);
    columns.time[row] = FIRST_DAY + Math.floor((row / rows) * DAYS * DAY);
    columns.ticks[row] = Math.floor(random() * 10_000);
    columns.tenant[row] = Math.floor(random() * tenants.length);
    columns.host[row] = Math.floor(random() * hosts.names.length);
    columns.level[row] = rule % 5;
    columns.certain[row] = random() < 0.9 ? 1 : 0;
    columns.rule[row] = rule;
    columns.channel[row] = rule % 3;
    columns.event_id[row] = [1, 4624, 4688, 7045][rule % 4];
    columns.record_id[row] = row + 1;
    columns.artifact[row] = columns.tenant[row];
    columns.offset[row] = row * 64;
    if (texts.length === 0 || random() < 0.5) {
      texts.push({
        matched: {
          Image: "C:\\Windows\\System32\\cmd.exe",
          CommandLine: `cmd.exe /c start tool${hex(Math.floor(random() * 1e9), 8)}.exe --task ${row}`,
        },
      });
      columns.text[row] = texts.length - 1;
    } else columns.text[row] = Math.floor(random() * texts.length);
  }
  const header = {
    rows,
    of: rows,
    tenants,
    hosts: hosts.names,
    levels: LEVELS,
    rules,
    channels: ["Security", "System", "Microsoft-Windows-Sysmon/Operational"],
    providers: ["invented"],
  };
  return { bytes: writeColumns(header, columns), texts };
}

function makePath(wish, tenants, hosts, random) {
  const hops = {
    id: [],
    time: [],
    from: [],
    to: [],
    account: [],
    method: [],
    status: [],
    confidence: [],
    suspicion: [],
    intrusion: [],
    border: [],
  };
  const each = hosts.names.length;
  const steps = Math.min(wish.steps, wish.hops);
  const strong = new Set(Array.from({ length: steps }, (_, at) => Math.floor(((at + 0.5) * wish.hops) / steps)));
  let at = 2;
  for (let hop = 0; hop < wish.hops; ++hop) {
    const intrusion = strong.has(hop);
    const tenant = Math.floor(random() * tenants.length);
    const from = intrusion ? at : tenant * each + Math.floor(random() ** 2 * each);
    const crosses = random() < (intrusion ? 0.3 : 0.02);
    const to =
      (crosses ? Math.floor(random() * tenants.length) : Math.floor(from / each)) * each +
      Math.floor(random() * (intrusion ? Math.min(12, each) : each));
    if (intrusion) at = to;
    hops.id.push(hex(hop + 1, 32));
    hops.time.push(iso(FIRST_DAY + Math.floor((hop / wish.hops) * DAYS * DAY)));
    hops.from.push(from);
    hops.to.push(to);
    hops.account.push(hop % 50);
    hops.method.push(Math.floor(random() * METHODS.length));
    hops.status.push(random() < 0.9 ? 0 : random() < 0.7 ? 1 : 2);
    hops.confidence.push(0.5 + random() / 2);
    hops.suspicion.push(intrusion ? 0.9 + random() / 10 : random() / 5);
    hops.intrusion.push(intrusion ? 1 : 0);
    hops.border.push(Math.floor(from / each) !== Math.floor(to / each) ? 1 : 0);
  }
  const ids = hops.id.filter((_, hop) => hops.intrusion[hop] === 1);
  const intrusion = {
    id: "0000000000000001",
    patient_zero: { tenant: tenants[0], host: "JUMP01" },
    origin_tenant: tenants[0],
    hops: ids,
    tenants: tenants.slice(0, 3),
    accounts: ["NWMSP\\adm-0"],
    first: hops.time[0],
    last: hops.time.at(-1),
    suspicion: 0.99,
    gaps: ["An invented gap"],
    alternatives: [],
  };
  return {
    hosts: hosts.rows,
    tenants,
    accounts: Array.from({ length: 50 }, (_, account) => `NWMSP\\adm-${account}`),
    methods: METHODS,
    statuses: ["confirmed", "probable", "inferred"],
    hops,
    intrusions: ids.length > 0 ? [intrusion] : [],
  };
}

function makeTimeline(tenants, hosts) {
  const first = FIRST_DAY / DAY;
  const coverage = tenants.flatMap((tenant, at) =>
    hosts.names.map((host, number) => ({
      tenant,
      host,
      channel: "Security",
      days: [
        [first, 30 + ((at + number) % 60), 1000],
        [first + 95, 25, 1000],
      ],
    })),
  );
  return { sessions: [], coverage, gaps: [] };
}

function makeEvidence(tenants) {
  return {
    artifacts: tenants.map((tenant, at) => ({
      tenant,
      paths: [`${tenant}/FS01/Security.evtx`],
      sha256: hex(at, 64),
      size: 1e9,
      format: "evtx",
      records: 1e6,
      complete: true,
    })),
    anomalies: [],
    rules: { on: 900, refused: [], waiting: [], idle: [] },
    runs: [],
    audit: [],
    gaps: [],
  };
}

/** Documents by name: bytes of `findings`, values of all others. */
export function bigCase(wish = {}) {
  const wanted = { findings: 1_000_000, hops: 10_000, tenants: 8, hosts: 250, steps: 40, seed: 1, ...wish };
  const random = numbers(wanted.seed);
  const tenants = Array.from({ length: wanted.tenants }, (_, at) => (at === 0 ? "northwind-msp" : `client-${at}`));
  const hosts = makeHosts(tenants, wanted.hosts);
  const { bytes, texts } = makeFindings(wanted, tenants, hosts, random);
  const path = makePath(wanted, tenants, hosts, random);
  const last = iso(FIRST_DAY + DAYS * DAY);
  const about = {
    name: "big.hop",
    version: "0",
    made: last,
    scope: null,
    redacted: false,
    served: true,
    tenants: tenants.map((name, at) => ({
      name,
      role: at === 0 ? "msp" : "client",
      msp: at === 0 ? null : tenants[0],
    })),
    window: { first: iso(FIRST_DAY), last },
    records: wanted.findings * 10,
    hosts: hosts.rows.length,
    findings: { certain: wanted.findings, uncertain: 0 },
    hops: wanted.hops,
    documents: [],
    left_out: [],
  };
  const summary = {
    state: "compromised",
    headline: "An invented case",
    answer: [],
    since: null,
    until: null,
    tenants: [],
    who: null,
    loss: [],
    not_known: [],
    do_now: [],
    levels: [],
  };
  return {
    case: about,
    summary,
    path,
    hop_details: hopDetails(path),
    findings: bytes,
    finding_texts: texts,
    finding_details: {},
    timeline: makeTimeline(tenants, hosts),
    who: [],
    loss: [],
    posture: { checks: [], letters: [] },
    remediation: { tenant: null, phases: [] },
    attack: { tactics: [], techniques: [] },
    evidence: makeEvidence(tenants),
    records: makeRecords(path),
    marks: [],
  };
}

function hopDetails(path) {
  const place = (host) => ({ tenant: path.tenants[path.hosts[host][0]], host: path.hosts[host][1] });
  const details = {};
  path.hops.id.forEach((id, hop) => {
    if (path.hops.intrusion[hop] !== 1) return;
    const to = place(path.hops.to[hop]);
    details[id] = {
      id,
      time: path.hops.time[hop],
      from: place(path.hops.from[hop]),
      to,
      account: path.accounts[path.hops.account[hop]],
      method: path.methods[path.hops.method[hop]],
      status: path.statuses[path.hops.status[hop]],
      confidence: path.hops.confidence[hop],
      suspicion: path.hops.suspicion[hop],
      intrusion: true,
      border: path.hops.border[hop] === 1,
      why: ["destination: invented"],
      evidence: [
        {
          path: `${to.tenant}/FS01/Security.evtx`,
          sha256: hex(0, 64),
          offset: 64 * (hop + 1),
          record_id: hop + 1,
          event_id: 4624,
          side: "destination",
        },
      ],
      gap: null,
    };
  });
  return details;
}

/** A record for each hop of the intrusion, where its details say. */
function makeRecords(path) {
  return path.hops.id.flatMap((_, hop) => {
    if (path.hops.intrusion[hop] !== 1) return [];
    const [tenant, host] = path.hosts[path.hops.to[hop]];
    const fields = [
      ["TargetUserName", path.accounts[path.hops.account[hop]]],
      ["LogonType", "3"],
      ["CommandLine", `cmd.exe /c start tool --task ${hop}`],
    ];
    const offset = 64 * (hop + 1);
    return [
      {
        artifact: tenant,
        offset,
        time: path.hops.time[hop],
        channel: "Security",
        provider: "invented",
        event_id: 4624,
        record_id: hop + 1,
        host,
        fields,
      },
    ];
  });
}
