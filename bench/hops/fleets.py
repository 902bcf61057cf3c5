"""Making a fleet, hunting it, and reading what came of it: everything that touches the program or a disk."""
import csv
import dataclasses
import json
import pathlib
import re
import shutil
import subprocess
import tempfile


@dataclasses.dataclass
class Hunted:
    """One fleet: what happened, and what the hunt says."""
    truth: dict
    passages: list
    hops: list
    intrusions: list
    findings: list
    folder: pathlib.Path = None


def _run(program, *arguments, good=(0, 3)):
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, check=False)
    if done.returncode not in good:
        raise RuntimeError(f"{program} {' '.join(map(str, arguments))}: exit {done.returncode}\n"
                           f"{done.stderr.decode(errors='replace')[-2000:]}")
    return done.stdout


def _lines(data):
    return [json.loads(line) for line in data.splitlines() if line.strip()]


def simulate(program, folder, options, seed, logs="as-collected"):
    _run(program, "simulate", *options, "--seed", seed, "--logs", logs, "-o", folder)
    return folder


def hunt(program, evidence, case, seeded):
    _run(program, "hunt", evidence, "--case", case, "--jobs", 1, "--quiet", *(() if seeded else ("--no-default-rules",)))
    return (_lines(_run(program, "export", case, "--as", "hops")),
            json.loads(_run(program, "export", case, "--as", "intrusion"))["intrusions"],
            [f for f in _lines(_run(program, "export", case, "--as", "findings"))
             if f["level"] in ("high", "critical") and f["certainty"] == "certain"])


def read_truth(folder):
    truth = json.loads((folder / "truth.json").read_text())
    with open(folder / "passages.csv", newline="") as rows:
        return truth, list(csv.DictReader(rows))


def hunted(program, row, number, seed, keep=None):
    """One fleet of a row, from nothing to what the hunt says of it; the raw logs as JSON for the simple rule beside it."""
    folder = pathlib.Path(keep or tempfile.mkdtemp(prefix="hoptrace-score-"))
    try:
        simulate(program, folder, row.options_of(number), seed)
        hops, intrusions, findings = hunt(program, folder / "evidence", folder / "case.hop", row.seeded)
        truth, passages = read_truth(folder)
        simulate(program, folder / "json", row.options_of(number), seed, "json")
        return Hunted(truth, passages, hops, intrusions, findings), raw_logons(folder / "json" / "evidence")
    finally:
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)


ADDRESSED = re.compile(r'"TargetUserName":"([^"]+)","TargetDomainName":"([^"]+)".*?"LogonType":"(\d+)".*?"IpAddress":"(\d[^"]+)"')
STAMP = re.compile(r'^\{"@timestamp":"([^"]+)".*?"host":\{"name":"([^".]+)')


def raw_logons(evidence):
    """(time, tenant, host, address, account, type) of every 4624 with a routable address: what a simple rule looks at."""
    out = []
    for path in sorted(evidence.glob("*/forwarded.jsonl")):
        tenant = path.parent.name
        with open(path) as lines:
            for line in lines:
                if '"code":"4624"' not in line:
                    continue
                found, stamp = ADDRESSED.search(line), STAMP.match(line)
                if found and stamp and not found[4].startswith("127."):
                    account = json.loads(f'"{found[2]}"').split(".")[0] + "\\" + found[1]
                    out.append((stamp[1], tenant, stamp[2], found[4], account, int(found[3])))
    return sorted(out)


def twins(program, row, number, seed):
    """Two fleets whose names are the same, hunted alone and interleaved: three lists of hops, without what differs by case."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="hoptrace-score-"))
    try:
        together, tenants = folder / "together", ""
        alone = []
        for letter, its_seed in (("a", seed), ("b", seed + 1)):
            one = simulate(program, folder / letter, (*row.options_of(number), "--names", seed), its_seed)
            renamed = folder / f"alone-{letter}"
            text = (one / "evidence" / "tenants.yaml").read_text()
            for name in re.findall(r"^  - name: (\S+)", text, re.M):
                shutil.copytree(one / "evidence" / name, together / f"{letter}-{name}")
                renamed.mkdir(exist_ok=True)
                (one / "evidence" / name).rename(renamed / f"{letter}-{name}")
            # Whose a host is, its folder says: the domain is both's.
            own = re.sub(r"^    domains: .*\n", "", text[text.index("  - name:"):], flags=re.M)
            own = re.sub(r"(name|msp): (\S+)$", rf"\1: {letter}-\2", own, flags=re.M)
            tenants += own
            (renamed / "tenants.yaml").write_text("tenants:\n" + own)
            alone.append(hunt(program, renamed, folder / f"{letter}.hop", True)[0])
        (together / "tenants.yaml").write_text("tenants:\n" + tenants)
        both, intrusions, _ = hunt(program, together, folder / "both.hop", True)
        return alone, both, intrusions
    finally:
        shutil.rmtree(folder, ignore_errors=True)
