"""Posture: fleets with planted faults, hunted; each check of each organisation against what is true of it.

A cell is one check of one organisation. Counted are verdicts of the checks that logs can decide (docs/posture.md):
recall: cells at fault that are told as fail; precision: fails that are at fault; passes right: passes that are not at fault.
Stripped: the evidence of one organisation taken away, and hunted again: its checks must all be unknown."""
import collections
import concurrent.futures
import dataclasses
import json
import pathlib
import shutil
import subprocess
import tempfile

from proportion import told, wilson

FAILS_ONLY = {19}  # no log can show that it passes


@dataclasses.dataclass
class Row:
    name: str
    options: tuple


def rows():
    return [Row("posture, an ordinary week", ("--scenario", "benign")),
            Row("posture, an intrusion meanwhile", ("--scenario", "cloud-hopper", "--no-tools"))]


def _run(program, *arguments):
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, check=False)
    if done.returncode not in (0, 3):
        raise RuntimeError(f"{' '.join(map(str, arguments))}: exit {done.returncode}\n{done.stderr.decode(errors='replace')[-2000:]}")
    return done.stdout


def _verdicts(program, evidence, case):
    _run(program, "hunt", evidence, "--case", case, "--jobs", 1, "--quiet")
    lines = _run(program, "export", case, "--as", "posture").splitlines()
    return {(row["tenant"], row["check"]): row for row in map(json.loads, lines)}


def _fleet(program, row, seed, strip):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="hoptrace-posture-"))
    try:
        options = ("--clients", 3, "--hosts", 14, "--days", 4, "--faults", *row.options)
        _run(program, "simulate", *options, "--seed", seed, "-o", folder)
        truth = json.loads((folder / "truth.json").read_text())["posture"]
        told_ = _verdicts(program, folder / "evidence", folder / "case.hop")
        cells = [(seed, cell["tenant"], cell["check"], cell["fault"], told_[cell["tenant"], cell["check"]]) for cell in truth]
        known = 0
        if strip:
            tenant = truth[-1]["tenant"]
            shutil.rmtree(folder / "evidence" / tenant)
            after = _verdicts(program, folder / "evidence", folder / "stripped.hop")
            known = sum(1 for (name, _), one in after.items() if name == tenant and one["verdict"] != "unknown")
        return cells, known, int(strip)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _grade(cells):
    count = collections.Counter()
    faults = []
    for seed, tenant, check, fault, row in cells:
        verdict = row["verdict"]
        count[fault, verdict] += 1
        if verdict == "fail" and not row["evidence"]:
            faults.append((seed, tenant, check, "fails without a record"))
        if fault and verdict != "fail" or not fault and verdict == "fail":
            faults.append((seed, tenant, check, f"{'at fault' if fault else 'in order'}, told {verdict}: {row['why']}"))
    return count, faults


def score(program, row, fleets, first, jobs):
    with concurrent.futures.ThreadPoolExecutor(jobs) as crew:
        done = list(crew.map(lambda i: _fleet(program, row, first + i, i % 4 == 0), range(fleets)))
    cells = [cell for part, _, _ in done for cell in part]
    count, faults = _grade(cells)
    fails = count[True, "fail"] + count[False, "fail"]
    at_fault = sum(n for (fault, _), n in count.items() if fault)
    passes = count[True, "pass"] + count[False, "pass"]
    decidable = sum(1 for *_, check, fault, _row in cells if not fault and check not in FAILS_ONLY)
    stripped, known = sum(s for *_, s in done), sum(k for _, k, _ in done)
    print(f"{row.name}: {len(cells)} cells of {fleets} fleets, {at_fault} at fault")
    print(f"  recall {told(count[True, 'fail'], at_fault)}  precision {told(count[True, 'fail'], fails)}  "
          f"passes right {told(count[False, 'pass'], passes)}  passed where in order {told(count[False, 'pass'], decidable)}")
    print(f"  evidence of an organisation taken away: {known} checks of {20 * stripped} known")
    by_check = collections.defaultdict(collections.Counter)
    for _, _, check, fault, one in cells:
        by_check[check][fault, one["verdict"]] += 1
    print("  check: at fault and told so / at fault; in order and told so / in order; unknown")
    for check, c in sorted(by_check.items()):
        bad, good = sum(n for (f, _), n in c.items() if f), sum(n for (f, _), n in c.items() if not f)
        print(f"    {check:2}: {c[True, 'fail']}/{bad}  {c[False, 'pass']}/{good}  {c[True, 'unknown'] + c[False, 'unknown']}")
    for seed, tenant, check, what in faults[:20]:
        print(f"  seed {seed} {tenant} check {check}: {what}")
    return {"cells": len(cells), "at_fault": at_fault, "told": count[True, "fail"], "fails": fails, "passes": passes,
            "passes_right": count[False, "pass"], "recall": wilson(count[True, "fail"], at_fault),
            "precision": wilson(count[True, "fail"], fails), "stripped_known": known}
