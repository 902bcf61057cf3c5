#!/usr/bin/env python3
"""`./dev score judge`: simulated fleets from fresh seeds, hunted, and what the hunt judged of them graded. One module a part."""
import argparse
import importlib
import json
import os
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "hops")]
PARTS = ("impact", "posture")  # each a module here with rows() and score(program, row, fleets, first seed, jobs)


def parts():
    return [name for name in PARTS if (HERE / f"{name}.py").is_file()]


def main():
    parser = argparse.ArgumentParser(prog="./dev score judge", description=__doc__)
    parser.add_argument("--parts", nargs="+", choices=parts(), default=parts(), help="these parts only")
    parser.add_argument("--rows", nargs="+", help="these rows only")
    parser.add_argument("--fleets", type=int, default=24, help="fleets of each row")
    parser.add_argument("--seed", type=int, help="the first seed (default: a fresh one, which is printed)")
    parser.add_argument("--program", default="build/release/hoptrace")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--json", help="write the figures here as well")
    given = parser.parse_args()
    first = given.seed if given.seed is not None else int.from_bytes(os.urandom(4), "big")
    program = str(pathlib.Path(given.program).resolve())
    print(f"first seed {first}, {given.fleets} fleets a row")
    kept = {"seed": first, "fleets": given.fleets, "parts": {}}
    for name in given.parts:
        part = importlib.import_module(name)
        for place, row in enumerate(part.rows()):
            if given.rows and row.name not in given.rows:
                continue
            figures = part.score(program, row, given.fleets, first + place * 1_000_000, given.jobs)
            kept["parts"].setdefault(name, {})[row.name] = figures
            sys.stdout.flush()
    if given.json:
        pathlib.Path(given.json).write_text(json.dumps(kept, indent=1) + "\n")


if __name__ == "__main__":
    main()
