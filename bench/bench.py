#!/usr/bin/env python3
"""The whole program against a yardstick: tables of ratios, as the issue that asked for speed wants them held.

Run by `./dev bench`, which builds both programs. A benchmark is a program and no test: a target that is missed is shown and
ends with 0 all the same. Only a full run writes bench/results.md; any other leaves its page in build/bench/results.md.
"""
import argparse
import datetime
import pathlib
import sys

import machine
import table
from hunts import Hunts
from material import Material, check_room
from measure import Trouble, say
from rows import ROWS, Bench

ROOT = pathlib.Path(".")  # commands are shown as they are typed at the top of the source
FULL_SIZE, QUICK_SIZE, FULL_PAIRS, QUICK_PAIRS = 1_000_000_000, 100_000_000, 5, 3


def options():
    asked = argparse.ArgumentParser(prog="./dev bench", description=__doc__.split("\n")[0],
                                    epilog="`./dev bench parts` runs the benchmarks beside the code instead.")
    asked.add_argument("--rows", metavar="A,B", default=",".join(ROWS), help="only these rows: " + ", ".join(ROWS))
    asked.add_argument("--pairs", type=int, metavar="N", help=f"runs of A and of B in turn (default {FULL_PAIRS})")
    asked.add_argument("--size", type=int, metavar="BYTES", help="of one file (default 1 GB)")
    asked.add_argument("--quick", action="store_true", help=f"files of 100 MB and {QUICK_PAIRS} pairs")
    asked.add_argument("--hoptrace", type=pathlib.Path, default=ROOT / "build/release/hoptrace", help=argparse.SUPPRESS)
    asked.add_argument("--yardstick", type=pathlib.Path, default=ROOT / "build/bench/yardstick/bin/evtx_dump", help=argparse.SUPPRESS)
    given = asked.parse_args()
    given.rows = given.rows.split(",")
    if unknown := [name for name in given.rows if name not in ROWS]:
        asked.error(f"no row is called {', '.join(unknown)}: there are {', '.join(ROWS)}")
    given.full = given.rows == list(ROWS) and not (given.quick or given.size or given.pairs)
    given.size = given.size or (QUICK_SIZE if given.quick else FULL_SIZE)
    given.pairs = given.pairs or (QUICK_PAIRS if given.quick else FULL_PAIRS)
    return given


def page(given, results, hunts):
    """bench/results.md."""
    facts = [("date", f"{datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d %H:%M} UTC"),
             *machine.described(ROOT, given.hoptrace, given.yardstick),
             ("rules", f"{hunts.rules_counted()} (SigmaHQ: {', '.join(str(path.relative_to(ROOT / '../shared/data/sigma')) for path in hunts.sigma)})"),
             ("files", f"{given.size:,} bytes each, by tools/make_big_evtx.py")]
    return "".join([
        "# Measured\n\nWritten by `./dev bench`, which makes all of it again. A and B ran in turn, each on the cores that `taskset` names, after\n",
        f"one run of each to warm up; every figure is the median of {given.pairs} pairs, every ratio the median of the pairs' ratios. Wall time\n",
        "of whole processes, start and the case's writer included unless the row says otherwise; every hunt made a fresh case. What is\n",
        "taken off (hash, start) is the median of three more runs with `--profile-json`.\n\n",
        "".join(f"- {name}: {value}\n" for name, value in facts), "\n",
        table.markdown(results), f"\n{table.summary(results)}.\n\n## Commands\n\n```\n",
        "".join(f"{command}\n" for command in hunts.shown), "```\n"])


def main():
    given = options()
    folder = ROOT / "build/bench"
    folder.mkdir(parents=True, exist_ok=True)
    for program, what in [(given.hoptrace, "hoptrace"), (given.yardstick, "the yardstick evtx_dump")]:
        if not program.is_file():
            raise Trouble(f"{what} is not at {program}: ./dev bench builds it")
    material = Material(ROOT, folder, given.size, given.yardstick)
    check_room(folder, given.size, given.rows)
    bench = Bench(Hunts(ROOT, folder, given.hoptrace, given.yardstick), material, given.pairs)
    results = []
    for name in given.rows:
        say(f"== {name}")
        results += ROWS[name](bench)
    bench.hunts.forget_case()
    print(table.plain(results) + "\n" + table.summary(results))
    written = ROOT / ("bench/results.md" if given.full else "build/bench/results.md")
    written.write_text(page(given, results, bench.hunts))
    say(f"written: {written}")


if __name__ == "__main__":
    try:
        main()
    except Trouble as trouble:
        sys.exit(f"bench: {trouble}")
