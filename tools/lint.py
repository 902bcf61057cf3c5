#!/usr/bin/env python3
"""clang-tidy 19 over src/ (tests and benchmarks apart), quick enough to run before every commit.

usage: tools/lint.py [--commands build/release] [--all] [ROOM...]

Nearly all of clang-tidy's time goes into library headers, so many sources, of several rooms, are read as one unit that includes
them (tools/units.py); a unit that does not compile is checked file by file. What was found clean is remembered in build/lint
under a hash of all it was made of (sources, the project's headers they reach, the checks, the command, clang-tidy's version), and
is checked again only when one of these changed; --all forgets that. Exit 1: something was found.
"""
import argparse
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

from units import room_of, units_of

ROOT = pathlib.Path(__file__).resolve().parent.parent
KEPT = ROOT / "build/lint"
TIDY = "clang-tidy-19"
SOURCES_A_UNIT = 24  # what one of them costs alone, most of these cost together; an edit costs one such unit
ROOM_TARGET = re.compile(r"CMakeFiles/room_(\w+)\.dir/")
OWN_INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)
FINDING = re.compile(r"^(/[^:]+:\d+:\d+: )?(warning|error): ")  # without a place: clang-tidy itself is in trouble
CHATTER = re.compile(r"^(\d+ (warnings?|errors?)|Suppressed |Use -header|Error while processing)")
DOES_NOT_COMPILE = "[clang-diagnostic-error"


def sources_of(rooms):
    return [path for path in sorted((ROOT / "src").rglob("*.cc"))
            if not re.search(r"_(test|bench|for_tests)\.cc$", path.name) and (not rooms or room_of(path) in rooms)]


def flags_in(command):
    """The command up to what is one source's alone, without the warnings that clang does not know or that end it."""
    return " ".join(word for word in re.split(" -(?:M|o )", command)[0].split() if not re.match(r"-W(no-|error|.*=)", word))


def reached(path, seen):
    """The contents of a source and of every header of ours behind it."""
    if path in seen or not path.is_file():
        return
    seen[path] = path.read_bytes()
    for included in OWN_INCLUDE.findall(seen[path].decode(errors="replace")):
        reached(ROOT / "src" / included, seen)


class Lint:
    def __init__(self, build, forget):
        self.commands = {}  # by room: how one of its sources, or several as one, is compiled
        for entry in json.loads((build / "compile_commands.json").read_text()):
            if target := ROOM_TARGET.search(entry["command"]):
                self.commands.setdefault(target[1], flags_in(entry["command"]))
        self.same_for_all = (ROOT / ".clang-tidy").read_bytes() + subprocess.run(
            [TIDY, "--version"], capture_output=True, check=True).stdout
        self.forget = forget
        KEPT.mkdir(parents=True, exist_ok=True)

    def units(self, rooms):
        """Rooms that are compiled alike use much the same libraries, and are read together."""
        alike = {}
        for path in sources_of(rooms):
            alike.setdefault(self.command(path), []).append(path)
        return [unit for sources in alike.values() for unit in units_of(sources, SOURCES_A_UNIT)]

    def command(self, path):
        return self.commands[room_of(path)]

    def key(self, unit):
        seen = {}
        for path in unit:
            reached(path, seen)
        made_of = hashlib.sha256(self.same_for_all + self.command(unit[0]).encode())
        for path in sorted(seen):
            made_of.update(str(path.relative_to(ROOT)).encode() + hashlib.sha256(seen[path]).digest())
        return made_of.hexdigest()

    def check(self, unit):
        """What clang-tidy says of one unit, as lines; none if it is clean."""
        key = self.key(unit)
        clean = KEPT / f"{key}.clean"
        if clean.exists() and not self.forget:
            return []
        said = self.tidy(unit, key)
        if DOES_NOT_COMPILE in said and len(unit) > 1:
            return [line for path in unit for line in self.check([path])]
        lines = [line for line in said.splitlines() if not CHATTER.match(line)]
        if not lines:
            clean.touch()
        return lines

    def tidy(self, unit, key):
        source = unit[0]
        folder = KEPT / key
        folder.mkdir(exist_ok=True)
        if len(unit) > 1:
            source = folder / "unit.cc"
            source.write_text("".join(f'#include "{path}"\n' for path in unit))
        (folder / "compile_commands.json").write_text(json.dumps([{
            "directory": str(folder), "file": str(source), "command": f"{self.command(unit[0])} -c {source}"}]))
        ran = subprocess.run([TIDY, "--quiet", "-p", str(folder), str(source)], capture_output=True, text=True)
        for left in folder.iterdir():
            left.unlink()
        folder.rmdir()
        return ran.stdout + (ran.stderr if ran.returncode else "")


def main():
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    asked.add_argument("--commands", type=pathlib.Path, default=ROOT / "build/release", help="a configured build folder")
    asked.add_argument("--all", action="store_true", help="check what is remembered as clean, too")
    asked.add_argument("rooms", nargs="*")
    options = asked.parse_args()
    lint = Lint(options.commands, options.all)
    units = lint.units(options.rooms)
    units.sort(key=len, reverse=True)
    told, found = set(), 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for lines in pool.map(lint.check, units):
            telling = True
            for line in lines:
                if FINDING.match(line):
                    telling = line not in told  # a header's finding comes with every unit
                    told.add(line)
                    found += telling
                if telling:
                    print(line.replace(f"{ROOT}/", ""))
    print(f"lint: {found} findings in {sum(map(len, units))} sources ({len(units)} units)", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
