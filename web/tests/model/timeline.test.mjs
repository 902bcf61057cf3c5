// Lanes, silence, density and what is in view: each beside a slow count.
import assert from "node:assert/strict";
import { test } from "node:test";
import { numbers } from "../../tools/big_case.mjs";
import { load } from "../source.mjs";
import { below, pick, someFindings } from "./random.mjs";

const { readColumns } = await load("model/columns.ts");
const { lanesOf, merged, silences, wholeSpan, DAY } = await load("model/lanes.ts");
const { densityOf, rowsWithin } = await load("model/density.ts");
const { inView } = await load("model/in_view.ts");

test("silence is what nobody heard, hour by hour", () => {
  const random = numbers(21);
  for (let run = 0; run < 200; ++run) {
    const spans = Array.from({ length: below(random, 8) }, () => {
      const from = below(random, 60);
      return { from, until: from + below(random, 15) };
    });
    const whole = { from: below(random, 10), until: 40 + below(random, 20) };
    const silent = silences(merged(spans), whole);
    for (let hour = whole.from; hour < whole.until; ++hour) {
      const heard = spans.some(({ from, until }) => hour >= from && hour < until);
      assert.equal(
        silent.some(({ from, until }) => hour >= from && hour < until),
        !heard,
        `${hour} of ${JSON.stringify({ spans, whole })}`,
      );
    }
  }
});

function someCase(seed) {
  const { bytes, random } = someFindings(seed, 500);
  const findings = readColumns(bytes);
  const hops = 60;
  const column = (make) => Array.from({ length: hops }, make);
  const path = {
    hosts: [
      [0, "DC01"],
      [1, "FS01"],
      [2, ""],
      [0, "ONLY-HOPS"],
    ],
    tenants: ["msp", "acme", "birch"],
    accounts: ["a"],
    methods: ["rdp"],
    statuses: ["confirmed"],
    hops: {
      id: column((_, at) => `${at}`),
      time: column(() => new Date(1_700_000_000_000 + below(random, 2_000_000_000)).toISOString()).sort(),
      from: column(() => below(random, 5) - 1),
      to: column(() => below(random, 4)),
      account: column(() => 0),
      method: column(() => 0),
      status: column(() => 0),
      confidence: column(() => 1),
      suspicion: column(() => 0),
      intrusion: column(() => +(random() < 0.2)),
      border: column(() => 0),
    },
    intrusions: [],
  };
  const first = Math.floor(1_700_000_000_000 / DAY);
  const timeline = {
    sessions: [
      {
        tenant: "msp",
        host: "DC01",
        account: "a",
        from: null,
        kind: "rdp",
        first: path.hops.time[3],
        last: null,
        rests_on: [],
      },
    ],
    coverage: [
      {
        tenant: "msp",
        host: "DC01",
        channel: "Security",
        days: [
          [first, 3, 10],
          [first + 5, 2, 1],
        ],
      },
      { tenant: "late", host: "X", channel: "S", days: [[first, 1, 1]] },
    ],
    gaps: [
      {
        tenant: "msp",
        host: "DC01",
        channel: "Security",
        before: path.hops.time[5],
        after: path.hops.time[9],
        missing: 7,
      },
    ],
  };
  return { findings, path, timeline, random };
}

test("every finding that has a time is in one lane, every hop in those of its ends", () => {
  const { findings, path, timeline } = someCase(31);
  const organisations = lanesOf(["acme", "msp"], findings, path, timeline);
  assert.deepEqual(organisations.map(({ tenant }) => tenant).slice(0, 2), ["acme", "msp"]);
  const lanes = organisations.flatMap((one) => one.lanes);
  const rows = lanes.flatMap((lane) => [...lane.findings]).sort((one, other) => one - other);
  assert.deepEqual(
    rows,
    Array.from({ length: findings.endTimed - findings.firstTimed }, (_, at) => findings.firstTimed + at),
  );
  for (const lane of lanes) {
    for (const row of lane.findings)
      assert.deepEqual(
        [findings.tenants[findings.tenant[row]], findings.hosts[findings.host[row]]],
        [lane.tenant, lane.host],
      );
    const here = (host) =>
      host >= 0 && path.tenants[path.hosts[host][0]] === lane.tenant && path.hosts[host][1] === lane.host;
    assert.deepEqual(
      lane.hops,
      [...path.hops.id.keys()].filter((hop) => here(path.hops.from[hop]) || here(path.hops.to[hop])),
    );
  }
  const dc = lanes.find((lane) => lane.tenant === "msp" && lane.host === "DC01");
  assert.deepEqual([dc.heard.length, dc.sessions.length, dc.gaps.length], [2, 1, 1]);
});

test("density counts each row of the span once", () => {
  const { findings, path, timeline, random } = someCase(32);
  const organisations = lanesOf([], findings, path, timeline);
  const whole = wholeSpan(findings, path, organisations);
  for (const { lanes } of organisations) {
    for (const lane of lanes) {
      for (let run = 0; run < 10; ++run) {
        const from = whole.from + random() * (whole.until - whole.from);
        const span = { from, until: from + random() * (whole.until - from) };
        const slow = [...lane.findings].filter(
          (row) => findings.time[row] >= span.from && findings.time[row] <= span.until,
        );
        const sum = densityOf(findings, lane.findings, span, 1 + below(random, 50)).reduce(
          (all, count) => all + count,
          0,
        );
        assert.ok(Math.abs(rowsWithin(findings, lane.findings, span).length - slow.length) <= 0);
        assert.equal(sum, slow.length);
      }
    }
  }
});

test("what is in view is what lies in the span, by time", () => {
  const { findings, path, timeline, random } = someCase(33);
  const lanes = lanesOf([], findings, path, timeline).flatMap((one) => one.lanes);
  const times = Float64Array.from(path.hops.time, (time) => Date.parse(time));
  for (let run = 0; run < 40; ++run) {
    const from = 1_700_000_000_000 + below(random, 2_000_000_000);
    const span = { from, until: from + below(random, 900_000_000) };
    const chosen = lanes.filter(() => random() < 0.7);
    const view = inView(findings, times, chosen, span, pick(random, [3, 1000]));
    const inside = (time) => time >= span.from && time <= span.until;
    assert.equal(
      view.findings,
      chosen.reduce((sum, lane) => sum + [...lane.findings].filter((row) => inside(findings.time[row])).length, 0),
    );
    assert.equal(view.hops, new Set(chosen.flatMap((lane) => lane.hops).filter((hop) => inside(times[hop]))).size);
    for (const [at, { time }] of view.list.entries()) assert.ok(at === 0 || view.list[at - 1].time <= time);
  }
});
