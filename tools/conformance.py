#!/usr/bin/env python3
"""Holds hoptrace's certain findings on published samples against what three other engines found with the same rules.

Every (file, rule) on which we differ must stand in docs/conformance.csv with what was found out about it; the tables of
docs/conformance.md are made from that list. docs/conformance.md says what counts as a difference.

  tools/conformance.py --hoptrace build/release/hoptrace --shared ../shared     compare; exit 1 on anything unexplained
  … --write                                                                     renew the tables of docs/conformance.md
  … --uncertain                                                                 uncertain findings by rule, and their share
Exit 77 (skipped) where the shared samples are not there."""
import argparse
import collections
import csv
import json
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
LIST, PAGE = ROOT / "docs/conformance.csv", ROOT / "docs/conformance.md"
ENGINES = ("pysigma_sqlite", "hayabusa", "chainsaw")
RULE_FOLDERS = ("rules/windows", "rules-emerging-threats", "rules-threat-hunting")
KINDS = {"difference": "Differences from a count that two engines share",
         "one": "Pairs that one engine alone has",
         "alone": "Pairs that we alone have"}
SKIPPED = 77


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hoptrace", type=pathlib.Path, required=True, help="the program")
    parser.add_argument("--shared", type=pathlib.Path, default=ROOT.parent / "shared", help="the shared folder")
    parser.add_argument("--write", action="store_true", help="renew the tables of docs/conformance.md")
    parser.add_argument("--uncertain", action="store_true", help="show uncertain findings by rule")
    return parser.parse_args()


class Rules:
    """Titles by id. The rules' first lines are plain enough for a regular expression."""

    def __init__(self, folders):
        self.titles = {}
        for path in sorted(path for folder in folders for path in folder.rglob("*.yml")):
            text = path.read_text(encoding="utf-8")
            for found in re.finditer(r"^title: *(.+?) *\n(?:.*\n)*?id: *(\S+)", text, re.M):
                self.titles[found[2]] = found[1].strip("'\"")


def hunt(program, data, folders):
    """The findings of one hunt over the samples."""
    with tempfile.TemporaryDirectory() as folder:
        case = str(pathlib.Path(folder) / "conformance.hop")
        rules = [argument for rules in folders for argument in ("--rules", str(rules))]
        done = subprocess.run([program, "hunt", data / "evtx-attack-samples", "--no-default-rules", *rules, "--case",
                               case, "--quiet"], stdout=subprocess.DEVNULL, check=False)
        if done.returncode not in (0, 3):  # 3: some file could not be read in full, which the case keeps
            sys.exit(f"hunt ended with {done.returncode}")
        lines = subprocess.run([program, "export", case, "--as", "findings"], capture_output=True, check=True)
        return [json.loads(line) for line in lines.stdout.splitlines()]


def count(findings, rules, certainty):
    """Findings by (path, rule). An event that several files hold is one finding with several sources: each counts."""
    counts = collections.Counter()
    for finding in findings:
        rule = finding["rule"]["id"] if finding["rule"] else None
        if finding["certainty"] == certainty and rule in rules.titles:
            for source in finding.get("sources") or [finding["source"]]:
                counts[source["path"], rule] += 1
    return counts


def reference(data):
    with open(data / "reference/evtx-attack-samples.csv", newline="", encoding="utf-8") as file:
        return {(row["path"], row["rule_id"]): tuple(int(row[engine]) for engine in ENGINES)
                for row in csv.DictReader(file)}


def shared_counts(theirs):
    """What at least two engines say, above zero."""
    return {number for number in theirs if number > 0 and theirs.count(number) > 1}


def compare(ours, theirs):
    """(how many agree, {pair: kind} of all others)."""
    agree, rest = 0, {}
    for pair, counts in theirs.items():
        shared = shared_counts(counts)
        if not shared:
            rest[pair] = "one"
        elif ours[pair] in shared:
            agree += 1
        else:
            rest[pair] = "difference"
    rest.update({pair: "alone" for pair in ours if pair not in theirs})
    return agree, rest


def read_list():
    with open(LIST, newline="", encoding="utf-8") as file:
        return {(row["path"], row["rule_id"]): row for row in csv.DictReader(file)}


def unexplained(rest, ours, uncertain, theirs, known):
    for pair, kind in sorted(rest.items()):
        row = {"kind": kind, "ours": str(ours[pair]), "uncertain": str(uncertain[pair])}
        row.update(zip(ENGINES, map(str, theirs.get(pair, (0, 0, 0)))))
        listed = known.get(pair)
        if listed is None:
            yield f"not explained: {' '.join(pair)}: {row}"
        elif any(listed[name] != value for name, value in row.items()):
            yield f"otherwise than docs/conformance.csv says: {' '.join(pair)}: {row}"
        elif not listed["verdict"] or not listed["cause"]:
            yield f"without verdict or cause: {' '.join(pair)}"
    for pair in sorted(known.keys() - rest.keys()):
        yield f"explained, but there is no difference: {' '.join(pair)}"


def cell(text):
    return text.replace("|", "\\|")


def tables(agree, known, titles):
    """The part of docs/conformance.md that is made from the list."""
    rows = sorted(known.items(), key=lambda item: (item[1]["cause"], titles.get(item[0][1], ""), item[0]))
    by_kind = collections.Counter(row["kind"] for row in known.values())
    lines = ["| pairs | number |", "|---|---:|", f"| we agree with a count that two engines share | {agree} |"]
    lines += [f"| {text.lower()} | {by_kind[kind]} |" for kind, text in KINDS.items()]
    for kind, text in KINDS.items():
        lines += ["", f"### {text}", "", "| rule | file | pySigma | Hayabusa | Chainsaw | ours | uncertain | verdict | cause | record or rule |",
                  "|---|---|---:|---:|---:|---:|---:|---|---|---|"]
        for (path, rule), row in rows:
            if row["kind"] == kind:
                cells = [f"{titles.get(rule, '')} `{rule[:8]}`", path, *(row[e] for e in ENGINES), row["ours"],
                         row["uncertain"], row["verdict"], row["cause"], row["note"]]
                lines.append("| " + " | ".join(map(cell, cells)) + " |")
    return "\n".join(lines) + "\n"


def renewed(page, made):
    begin, end = "<!-- made by tools/conformance.py --write -->\n", "<!-- end -->\n"
    before, rest = page.split(begin)
    return before + begin + "\n" + made + "\n" + end + rest.split(end)[1]


def show_uncertain(findings, rules):
    by_rule = collections.Counter()
    for finding in findings:
        if finding["certainty"] == "uncertain" and finding["rule"]["id"] in rules.titles:
            by_rule[finding["rule"]["title"], finding["event"]["id"], ", ".join(finding["missing"])] += 1
    print(f"{sum(by_rule.values())} uncertain findings")
    for (title, event, missing), number in by_rule.most_common():
        print(f"{number:6}  event {event:5}  {title} (missing: {missing})")


def main():
    options = arguments()
    data = options.shared / "data"
    if not (data / "reference").is_dir():
        print(f"{data}/reference is not there: nothing to compare with")
        return SKIPPED
    folders = [data / "sigma" / folder for folder in RULE_FOLDERS]
    rules = Rules(folders)
    findings = hunt(options.hoptrace, data, folders)
    if options.uncertain:
        show_uncertain(findings, rules)
        return 0
    ours, uncertain = count(findings, rules, "certain"), count(findings, rules, "uncertain")
    theirs, known = reference(data), read_list()
    agree, rest = compare(ours, theirs)
    kinds = collections.Counter(rest.values())
    print(f"{agree} pairs agree with a count that two engines share; " +
          "; ".join(f"{text.lower()}: {kinds[kind]}" for kind, text in KINDS.items()))
    faults = list(unexplained(rest, ours, uncertain, theirs, known))
    page = PAGE.read_text(encoding="utf-8")
    made = renewed(page, tables(agree, known, rules.titles))
    if options.write:
        PAGE.write_text(made, encoding="utf-8")
    elif made != page:
        faults.append("the tables of docs/conformance.md are not of today: run with --write")
    print("\n".join(faults) or "every difference is explained")
    return 1 if faults else 0


sys.exit(main())
