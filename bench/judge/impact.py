"""Impact, graded against traffic.csv: every estimate of bytes that a hunt makes, what it calls theft, what came through the
provider, crown jewels opened, look-alikes."""
import concurrent.futures
import csv
import dataclasses
import functools
import json
import pathlib
import shutil
import statistics
import subprocess
import tempfile

import proportion

FLEET = ("--clients", "3", "--hosts", "30", "--days", "5", "--traffic")
SCENARIOS = ("cloud-hopper", "rmm-push", "gdap", "client-to-msp-to-client")


@dataclasses.dataclass(frozen=True)
class Row:
    name: str
    title: str
    options: tuple = ()
    scenarios: tuple = SCENARIOS

    def options_of(self, number):
        return ("--scenario", self.scenarios[number % len(self.scenarios)], "--stealth",
                str(number // len(self.scenarios) % 4), *FLEET, *self.options)


def rows():
    return (Row("full", "all flows that a sensor passes are in its log"),
            Row("lost-10", "10% of the flows lost", ("--lose-flows", "10")),
            Row("lost-30", "30% of the flows lost", ("--lose-flows", "30")),
            Row("lost-50", "50% of the flows lost", ("--lose-flows", "50")),
            Row("nobody", "an ordinary week: nothing is to be called theft", (), ("benign",)))


def run(program, *arguments):
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, check=False)
    if done.returncode not in (0, 3):
        raise RuntimeError(f"{' '.join(map(str, arguments))}: exit {done.returncode}: {done.stderr.decode()[-500:]}")
    return done.stdout


def one_fleet(program, row, number, seed):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="hoptrace-judge-"))
    try:
        run(program, "simulate", *row.options_of(number), "--seed", seed, "-o", folder)
        run(program, "hunt", folder / "evidence", "--case", folder / "case.hop", "--jobs", 1, "--quiet")
        documents = [json.loads(line) for line in run(program, "export", folder / "case.hop", "--as", "impact").splitlines()]
        truth = json.loads((folder / "truth.json").read_text())["traffic"]
        with open(folder / "traffic.csv", newline="") as lines:
            flows = list(csv.DictReader(lines))
        return grade(documents, truth, flows, seed)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def short(host):
    return host.split(".")[0].lower()


def grade(documents, truth, flows, seed):
    """What is to be counted of one fleet: estimates as (truth, low, best, high, kind), and names of what held."""
    sent, seeds = {}, str(seed)
    for flow in flows:
        key = (flow["tenant"], flow["destination"])
        sent.setdefault(key, []).append((short(flow["host"]), flow["time"], int(flow["bytes"]), flow["kind"], flow["recorded"] == "1"))
    out = {"estimates": [], "unsized": 0, "stands": [], "thefts": [], "passed": [], "jewels": [], "lures": [], "lookalikes": 0,
           "seed": seeds}
    by_tenant = {d["tenant"]: d for d in documents if d["tenant"]}
    together = next((d for d in documents if d["tenant"] is None), {"through_msp": [], "lookalikes": []})
    thefts = {(t["out"]["tenant"], t["destination"]) for t in truth["thefts"]}
    for tenant, document in by_tenant.items():
        for d in document["destinations"]:
            key = (tenant, d["destination"])
            if key not in sent:
                continue
            since = {short(h["host"]): h["since"][:13] for h in d["hosts"]}
            mine = [f for f in sent[key] if f[0] in since and f[1][:13] >= since[f[0]]]
            if d["bytes"]["best"] is None:
                out["unsized"] += 1
            else:
                out["estimates"].append((sum(f[2] for f in mine), d["bytes"]["low"], d["bytes"]["best"], d["bytes"]["high"],
                                         mine[0][3] if mine else "none"))
            if d["judgement"] == "stands_out":
                out["stands"].append(key in thefts)
        out["lookalikes"] += len(document["lookalikes"])
    for theft in truth["thefts"]:
        out["thefts"].append(theft_told(theft, by_tenant, sent))
        if theft["out"] != theft["from"]:
            out["passed"].append(passed_told(theft, together, by_tenant))
        if theft["files_read"]:
            jewels = by_tenant.get(theft["from"]["tenant"], {"data_in_reach": {"crown_jewels": []}})["data_in_reach"]["crown_jewels"]
            out["jewels"].append(any(j["state"] == "opened" for j in jewels))
    for lure in truth["lures"]:
        if lure["recorded"]:
            seen = by_tenant.get(lure["tenant"], {"lookalikes": []})["lookalikes"] + together["lookalikes"]
            out["lures"].append(any(one["name"] == lure["name"] for one in seen))
    return out


def theft_told(theft, by_tenant, sent):
    document = by_tenant.get(theft["out"]["tenant"])
    flows = [f for f in sent[(theft["out"]["tenant"], theft["destination"])] if f[4]]
    if not flows:
        return "no flow of it in any log"
    if not any(short(h["host"]) == short(theft["out"]["host"]) for h in document["hosts"]):
        return "its host is not on a traced intrusion"
    for d in document["destinations"]:
        if d["destination"] == theft["destination"]:
            return d["judgement"]
    return "not listed"


def passed_told(theft, together, by_tenant):
    document = by_tenant[theft["out"]["tenant"]]
    seen = any(d["destination"] == theft["destination"] and d["bytes"]["best"] for d in document["destinations"])
    for one in together["through_msp"]:
        if one["client"] == theft["from"]["tenant"] and one["destination"] == theft["destination"]:
            return "told, range holds" if one["bytes"]["low"] <= theft["bytes"] <= one["bytes"]["high"] * 1.02 else "told, range wrong"
    return "not told" if seen else "nothing to be told from"


def median(values):
    return statistics.median(values) if values else float("nan")


def score(program, row, fleets, first, jobs):
    graded = []
    with concurrent.futures.ProcessPoolExecutor(jobs) as workers:
        work = functools.partial(one_fleet, program, row)
        graded = list(workers.map(work, range(fleets), [first + 2 * n for n in range(fleets)]))
    return tell(row, graded)


def tell(row, graded):
    estimates = [e for g in graded for e in g["estimates"]]
    known = [e for e in estimates if e[0] > 0]
    figures = {"estimates": len(estimates), "unsized": sum(g["unsized"] for g in graded),
               "of nothing": sum(e[0] == 0 for e in estimates)}
    print(f"\nimpact, {row.name}: {row.title}\n  {len(graded)} fleets, {figures['estimates']} estimates of (tenant, destination)"
          f" with a size, {figures['unsized']} without, {figures['of nothing']} of nothing")
    for name, part in (("all", known), ("thefts", [e for e in known if e[4] == "theft"])):
        error = [abs(e[2] - e[0]) / e[0] for e in part]
        held = sum(e[1] <= e[0] <= e[3] for e in part)
        width = [(e[3] - e[1]) / e[0] for e in part]
        bias = [(e[2] - e[0]) / e[0] for e in part]
        figures[f"estimates, {name}"] = {"n": len(part), "median error": median(error), "held": held, "median width": median(width)}
        print(f"  {name:<8}{len(part):>6}  median error {median(error):7.2%}, median bias {median(bias):+.2%}; 90% interval holds"
              f" {proportion.told(held, len(part))}, median width {median(width):.2f} of the truth")
    stands = [s for g in graded for s in g["stands"]]
    counts = {}
    for key in ("thefts", "passed"):
        counts[key] = {}
        for g in graded:
            for told in g[key]:
                counts[key][told] = counts[key].get(told, 0) + 1
    figures |= {"stands out": len(stands), "of them theft": sum(stands), **counts}
    print(f"  said to stand out: {len(stands)}, theft {proportion.told(sum(stands), len(stands))}")
    print(f"  thefts: {counts['thefts']}\n  through the provider: {counts['passed']}")
    for key, what in (("jewels", "crown jewels read and said to be opened"), ("lures", "lures told as look-alikes")):
        all_of = [x for g in graded for x in g[key]]
        figures[key] = [sum(all_of), len(all_of)]
        print(f"  {what}: {sum(all_of)}/{len(all_of)}")
    print(f"  look-alikes told in all: {sum(g['lookalikes'] for g in graded)}")
    return figures
