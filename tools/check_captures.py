#!/usr/bin/env python3
"""Holds the hops of published captures against what is known to have happened in them: the OTRF lateral-movement captures
and the Zeek logs of day 1 of the APT29 evaluation, each with a table of its hops (`../shared/data/otrf/*-truth.csv`).

Each row is given the hop of the same destination and account that fits it best (source, method, nearest in time); no hop
is given twice. A hop that no row takes is shown as extra; one that a row says did not happen contradicts it.

  tools/check_captures.py --hoptrace build/release/hoptrace     compare; exit 1 below the targets or on a contradiction
  … --write                                                     renew the table of docs/hops.md
Exit 77 (skipped) where the shared captures are not there."""
import argparse
import csv
import datetime
import json
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/hops.md"
BEGIN, END = "<!-- captures: made by tools/check_captures.py --write -->", "<!-- /captures -->"
SURE, RIGHT, METHODS = 27, 26, 24
SKIPPED = 77


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hoptrace", type=pathlib.Path, required=True, help="the program")
    parser.add_argument("--shared", type=pathlib.Path, default=ROOT.parent / "shared", help="the shared folder")
    parser.add_argument("--write", action="store_true", help="renew the table of docs/hops.md")
    return parser.parse_args()


def seconds(text):
    return datetime.datetime.fromisoformat(text.rstrip("Z")[:26] + "+00:00").timestamp()


def hunt(program, evidence):
    with tempfile.TemporaryDirectory() as folder:
        case = pathlib.Path(folder) / "case.hop"
        subprocess.run([program, "hunt", evidence, "--case", case, "--no-default-rules", "--quiet", "--no-progress"],
                       check=False, capture_output=True)
        out = subprocess.run([program, "export", case, "--as", "hops"], check=True, capture_output=True, text=True).stdout
    return [json.loads(line) for line in out.splitlines()]


class Row:
    """A row of either table, with the hop that was found for it."""

    def __init__(self, row, capture):
        self.capture, self.seq, self.note = capture, row["seq"], row["note"]
        self.method, self.confidence = row["method"], row["confidence"]
        self.time = seconds(row["time"])
        self.sources = {row["from_host"].upper(), row.get("from_ip", "").upper()} - {""}
        self.targets = {row["to_host"].upper(), row.get("to_ip", "").upper()} - {""}
        self.account = row.get("account", row.get("account_if_visible", "")).upper()
        other = re.search(r"alt_method=(\w+)", self.note)
        self.methods = {self.method} | ({other.group(1)} if other else set())
        self.hop = None

    def happened(self):
        return self.method not in ("none", "background")

    def is_of(self, hop):
        return (hop["to"]["host"] or "").upper() in self.targets and (not self.account or hop["account"].upper() == self.account)

    def source_right(self):
        return self.hop is not None and (self.hop["from"] or {}).get("host", "").upper() in self.sources

    def method_right(self):
        return self.hop is not None and self.hop["method"] in self.methods

    def fit(self, hop):
        source = (hop["from"] or {}).get("host", "").upper() in self.sources
        return source, hop["method"] in self.methods, -abs(seconds(hop["time"]) - self.time)


def assign(rows, hops):
    """The best fitting pairs first; what is left of the hops."""
    pairs = sorted(((row.fit(hop), i, k) for i, row in enumerate(rows) for k, hop in enumerate(hops)
                    if row.happened() and row.is_of(hop)), reverse=True)
    rows_done, hops_done = set(), set()
    for _, i, k in pairs:
        if i not in rows_done and k not in hops_done:
            rows[i].hop = hops[k]
            rows_done.add(i)
            hops_done.add(k)
    return [hop for k, hop in enumerate(hops) if k not in hops_done]


def contradicts(row, hop):
    """A row says that nobody came: as that account from that source, near the time."""
    return (not row.happened() and row.method == "none" and row.is_of(hop) and row.fit(hop)[0]
            and abs(seconds(hop["time"]) - row.time) < 15)


def table(rows, extra):
    out = ["| capture | row | from → to | account | method | found | right |", "|---|---|---|---|---|---|---|"]
    for row in rows:
        if row.method == "background":
            continue
        path = f"{'/'.join(sorted(row.sources))} → {'/'.join(sorted(row.targets))}"
        if row.hop is None:
            found = "no hop"
            verdict = "yes" if not row.happened() else ("–" if row.confidence != "sure" else "**no**")
        else:
            source = row.hop["from"]["host"] if row.hop["from"] else "unknown source"
            found = f"{source}, {row.hop['method']}, {row.hop['status']} {row.hop['confidence']:.2f}"
            verdict = "yes" if row.source_right() and row.method_right() else \
                "method differs" if row.source_right() else "**no**"
        out.append(f"| {row.capture} | {row.seq} ({row.confidence}) | {path} | {row.account.lower()} | "
                   f"{'/'.join(sorted(row.methods))} | {found} | {verdict} |")
    for capture, hop in extra:
        source = hop["from"]["host"] if hop["from"] else "?"
        out.append(f"| {capture} | extra | {source} → {hop['to']['host']} | {hop['account'].lower()} | | "
                   f"{hop['method']}, {hop['status']} {hop['confidence']:.2f} | no row |")
    return out


def read(path):
    with open(path, encoding="utf-8") as file:
        return list(csv.DictReader(file))


def main():
    asked = arguments()
    data = asked.shared / "data/otrf"
    if not (data / "lateral_movement-truth.csv").is_file():
        print("skipped: no captures at", data)
        return SKIPPED
    rows, extra, wrong = [], [], []
    captures = {}
    for line in read(data / "lateral_movement-truth.csv"):
        captures.setdefault(line["capture"], []).append(Row(line, line["capture"]))
    captures["apt29-day1-zeek"] = [Row(line, "apt29-day1-zeek") for line in read(data / "apt29-day1-truth.csv")]
    for capture, its in captures.items():
        place = data / "lateral_movement" / f"{capture}.zip"
        hops = hunt(asked.hoptrace, place if place.is_file() else data / capture)
        left = assign(its, hops)
        rows += its
        extra += [(capture, hop) for hop in left]
        wrong += [(row, hop) for row in its for hop in left if contradicts(row, hop)]
    sure = [row for row in rows if row.happened() and row.confidence == "sure" and row.capture != "apt29-day1-zeek"]
    zeek = [row for row in rows if row.happened() and row.confidence == "sure" and row.capture == "apt29-day1-zeek"]
    right = sum(row.source_right() for row in sure)
    methods = sum(row.source_right() and row.method_right() for row in sure)
    seen = sum(row.source_right() for row in zeek)
    ways = sum(row.source_right() and row.method_right() for row in zeek)
    summary = (f"Lateral movement: {right} of {len(sure)} sure rows with source, destination and account, {methods} with the "
               f"method. APT29, day 1: {seen} of {len(zeek)} hops, {ways} with the method. Hops that no row has: {len(extra)}; "
               f"that contradict one: {len(wrong)}.")
    lines = [*table(rows, extra), "", summary]
    print("\n".join(lines))
    if asked.write:
        page = PAGE.read_text(encoding="utf-8")
        before, after = page.split(BEGIN)[0], page.split(END)[1]
        PAGE.write_text(before + BEGIN + "\n" + "\n".join(lines) + "\n" + END + after, encoding="utf-8")
    good = len(sure) == SURE and right >= RIGHT and methods >= METHODS and seen == len(zeek) and not wrong
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
