#!/usr/bin/env python3
"""Fails on what the house does not want: vague names, oversized files and functions, things left for later, paths of
somebody's machine, headers that do not begin with what they are for, links in documents that lead nowhere, and tables of the
code that a document does not tell. `--write` writes the one document that is made from such a table, docs/anomalies.md."""
import os
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
VAGUE = re.compile(r"(^|[/_-])(utils?|helpers?|common|misc|managers?)([._-]|$)", re.I)
LATER = re.compile(r"\b(TODO|FIXME|XXX|not implemented)\b")
MACHINE = re.compile(r"/(?:work|root|home/\w+)/|https?://(?:deb\.debian|pypi|registry\.npmjs|crates)\.")
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
FILE_CEILING, FUNCTION_CEILING = 400, 100

ANOMALY = re.compile(r'AnomalyKindInfo\{k\w+,\s*"(\w+)",\s*((?:"[^"]*"\s*)+),\s*(true|false)\}')
EXPORT = re.compile(r'ExportFormat\{"([\w-]+)"')


def anomalies():
    """docs/anomalies.md, made from the table in src/base/anomaly.cc."""
    rows = ANOMALY.findall((ROOT / "src/base/anomaly.cc").read_text())
    out = ["# Anomalies", "",
           "What may be odd about evidence. An anomaly is kept in the case with its place, counted and shown, and the hunt goes on.",
           "Where one says that evidence was lost, `hunt` ends with exit code 3. Made from `src/base/anomaly.cc` by",
           "`python3 tools/check_house.py --write`.", "", "| kind | meaning | evidence lost |", "|---|---|---|"]
    for name, meaning, lost in rows:
        text = "".join(re.findall(r'"([^"]*)"', meaning))
        out.append(f"| `{name}` | {text} | {'yes' if lost == 'true' else 'no'} |")
    return "\n".join(out) + "\n"


def untold():
    """Rows of the code's tables that the documents lack."""
    written = ROOT / "docs/anomalies.md"
    if not written.is_file() or written.read_text() != anomalies():
        yield "docs/anomalies.md: not what src/base/anomaly.cc says: run tools/check_house.py --write"
    documents = "".join(path.read_text() for path in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
    for name in EXPORT.findall((ROOT / "src/report/exports.cc").read_text()):
        if f"`{name}`" not in documents and f"--as {name}" not in documents:
            yield f"src/report/exports.cc: no document tells of the export {name}"


def files():
    """Everything that is ours: all below the root but what .gitignore names."""
    made = {line.strip("/") for line in (ROOT / ".gitignore").read_text().split() if line.endswith("/")} | {".git"}
    for folder, folders, names in os.walk(ROOT):
        folders[:] = sorted(set(folders) - made)
        for name in sorted(set(names) - made):
            yield (pathlib.Path(folder) / name).relative_to(ROOT)


def functions(lines):
    """(name, first line, length) of each function body, told by clang-format's layout: a body closes at its own indent."""
    opened = None
    for number, line in enumerate(lines, 1):
        start = re.match(r"^( {0,4})(?!namespace|struct|class|enum|union|extern)\S.*\)[^;]*\{$", line)
        if start and opened is None:
            opened = (start.group(1), number, line.strip())
        elif opened and line.rstrip() == opened[0] + "}":
            yield opened[2], opened[1], number - opened[1]
            opened = None


def faults():
    for path in files():
        name = str(path)
        if VAGUE.search(name) and not name.startswith("tests/golden"):
            yield f"{name}: a name that does not say what the file keeps"
        if path.suffix not in (".h", ".cc", ".md", ".py", ".yml", ".cmake", ".sh", ".txt", "") or "golden" in path.parts:
            continue
        if "corpus" in path.parts:
            continue
        text = (ROOT / path).read_text(errors="replace")
        lines = text.splitlines()
        if name not in ("tools/check_house.py",):
            for number, line in enumerate(lines, 1):
                if LATER.search(line):
                    yield f"{name}:{number}: something left for later"
                if MACHINE.search(line):
                    yield f"{name}:{number}: a path or host of somebody's machine"
        if path.suffix in (".h", ".cc"):
            if len(lines) > FILE_CEILING:
                yield f"{name}: {len(lines)} lines; the ceiling is {FILE_CEILING}: does it keep one thing?"
            for what, first, length in functions(lines):
                if length > FUNCTION_CEILING:
                    yield f"{name}:{first}: a function of {length} lines: {what}"
            if path.suffix == ".h" and "#pragma once" not in text:
                yield f"{name}: a header without #pragma once"
            if path.suffix == ".h" and not text.startswith("//"):
                yield f"{name}: a header that does not begin with what it is for"
        if path.suffix == ".md":
            for target in LINK.findall(text):
                if not (ROOT / path.parent / target).exists():
                    yield f"{name}: a link to {target}, which is not there"


if sys.argv[1:] == ["--write"]:
    (ROOT / "docs/anomalies.md").write_text(anomalies())
found = [*faults(), *untold()]
print("\n".join(found) or "house: names, sizes and links are in order")
sys.exit(1 if found else 0)
