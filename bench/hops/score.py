#!/usr/bin/env python3
"""`./dev score hops`: fleets from fresh seeds, hunted and graded, row by row, with the simple rule on the same seeds beside it."""
import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import statistics
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import fleets  # noqa: E402
import grade  # noqa: E402
import proportion  # noqa: E402
import simple_rule  # noqa: E402
from rows import ROWS  # noqa: E402


def simple_counts(hunted, logons, row):
    seeds = [((f["tenant"], f["host"].split(".")[0].lower()), grade.seconds(f["time"])) for f in hunted.findings if f.get("host")]
    claimed = simple_rule.claims(logons, seeds, row.seeded)
    truth = [hop for i in hunted.truth["intrusions"] for hop in i["hops"]]
    slack = 2 * grade.MINUTE + row.skew_minutes * grade.MINUTE

    def right(claim, hop):
        return (abs(claim["time"] - grade.seconds(hop["time"])) <= slack and claim["from"] == grade.place(hop["from"])
                and claim["to"] == grade.place(hop["to"]))
    return collections.Counter({"simple said": len(claimed),
                                "simple right": sum(any(right(c, hop) for hop in truth) for c in claimed),
                                "simple found": sum(any(right(c, hop) for c in claimed) for hop in truth)})


def one_fleet(program, row, number, seed):
    try:
        if row.twins:
            return seed, twin_counts(program, row, number, seed), []
        hunted, logons = fleets.hunted(program, row, number, seed)
        counts, faults = grade.Grader(hunted, row.skew_minutes).grade()
        counts["alarms here"] = counts["false alarms"]
        return seed, counts + simple_counts(hunted, logons, row), faults
    except RuntimeError as failed:
        return seed, collections.Counter({"failed": 1}), [str(failed)]


def twin_counts(program, row, number, seed):
    def plain(hop):
        return (hop["time"], str(hop["from"]), str(hop["to"]), hop["account"], hop["method"], hop["status"], hop["intrusion"])
    alone, both, _ = fleets.twins(program, row, number, seed)
    apart, together = collections.Counter(map(plain, alone[0] + alone[1])), collections.Counter(map(plain, both))
    crossing = sum(bool(h["from"]) and h["from"]["tenant"][:2] != h["to"]["tenant"][:2] for h in both)
    return collections.Counter({"twin hops": len(both), "twin same": sum((apart & together).values()), "twin differ":
                                sum((apart - together).values()) + sum((together - apart).values()), "leaks": crossing,
                                "twin fleets": 1, "twin fleets same": apart == together})


def tell(row, results):
    counts = collections.Counter()
    for _, one, _ in results:
        counts += one
    c, told = counts, proportion.told
    print(f"\n{row.name}: {row.title}\n  {len(results)} fleets, {c['intrusions']} intrusions, {c['hops']} hops, {c['logons']:,} logons"
          + (f", {c['failed']} FAILED" if c["failed"] else ""))
    if row.twins:
        print(f"  the same hops as alone      {told(c['twin same'], c['twin same'] + c['twin differ'])}\n"
              f"  fleets without a difference {told(c['twin fleets same'], c['twin fleets'])}\n"
              f"  hops from one into the other {c['leaks']}")
        return c
    said = c["right hops"] + c["wrong hops"]
    if c["intrusions"]:
        for name, part, whole in (("hop recall", "hops found", c["hops"]), ("hop precision", "right hops", said),
                                  ("hops seen, marked or not", "hops seen", c["hops"]),
                                  ("exact ordered path", "exact paths", c["intrusions"]),
                                  ("border crossings", "borders found", c["borders"]),
                                  ("patient zero", "patient zero right", c["intrusions"]),
                                  ("intrusions found", "intrusions found", c["intrusions"]),
                                  ("methods of found hops", "methods right", c["hops found"]),
                                  ("gaps declared", "gaps declared", c["gaps"])):
            print(f"  {name:<25}{told(c[part], whole)}  {c[part]}/{whole}")
        print(f"  simple rule: recall      {told(c['simple found'], c['hops'])}\n"
              f"  simple rule: precision   {told(c['simple right'], c['simple said'])}  of {c['simple said']} said")
    print(f"  invented confirmed hops {c['invented']} of {c['confirmed']} ({c['invented, marked']} the"
          f" intruder's), leaks {c['leaks']}, sources said unknown {c['said unknown']}")
    alarms = [one["alarms here"] for _, one, _ in results]
    print(f"  false alarms            {proportion.rate_told(c['false alarms'], c['logons'] / 1e6)} per million logons;"
          f" median of a fleet {statistics.median(alarms):g}")
    return c


def failing(row, results, program, most):
    shown = 0
    for number, (seed, _, faults) in enumerate(results):
        if not faults:
            continue
        shown += 1
        if shown > most:
            continue
        print(f"  seed {seed}: hoptrace simulate {' '.join(row.options_of(number))} --seed {seed} -o DIR")
        for fault in faults[:6]:
            print(f"      {fault}")
        if len(faults) > 6:
            print(f"      … and {len(faults) - 6} more")
    print(f"  {shown} of {len(results)} fleets with a fault" + (f", {most} shown" if shown > most else ""))


def main():
    parser = argparse.ArgumentParser(prog="./dev score hops", description=__doc__)
    parser.add_argument("--fleets", type=int, default=20, help="fleets of each row (200 for the figures that decide)")
    parser.add_argument("--seed", type=int, help="the first seed (default: a fresh one, which is printed)")
    parser.add_argument("--rows", nargs="+", choices=[row.name for row in ROWS], help="these rows only")
    parser.add_argument("--program", default="build/release/hoptrace")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--faults", type=int, default=5, help="failing seeds to show of each row")
    parser.add_argument("--json", help="write the counts here as well")
    given = parser.parse_args()
    first = given.seed if given.seed is not None else int.from_bytes(os.urandom(4), "big")
    program = str(pathlib.Path(given.program).resolve())
    print(f"first seed {first}, {given.fleets} fleets a row, each of 1 provider and 3 clients, 30 hosts each, 5 days")
    kept = {"seed": first, "fleets": given.fleets, "rows": {}}
    with concurrent.futures.ProcessPoolExecutor(given.jobs) as workers:
        for place, row in enumerate(ROWS):
            if given.rows and row.name not in given.rows:
                continue
            seeds = [first + place * 1_000_000 + 2 * n for n in range(given.fleets)]
            results = list(workers.map(one_fleet, *zip(*((program, row, n, seed) for n, seed in enumerate(seeds)))))
            kept["rows"][row.name] = dict(tell(row, results))
            failing(row, results, program, given.faults)
            sys.stdout.flush()
    if given.json:
        pathlib.Path(given.json).write_text(json.dumps(kept, indent=1) + "\n")


if __name__ == "__main__":
    main()
