"""The same findings from EVTX and from each JSON dialect of Windows records, but for the losses that
docs/json-dialects.md lists: every host of both tenants in one file by time, as a collector forwards them.
"""
import collections
import dataclasses
import functools
import pathlib
import unittest
from typing import Callable

import dialects
from program import LIGHT, SOURCE, ProgramTest, fleet

DOCUMENT = SOURCE / "docs/json-dialects.md"
SYSTEM_NAMES = {"Provider_Name", "EventID", "Channel", "Computer"}
INDICATOR = "Published indicator: "
# No rule of the pack asks for user data (<UserData>, whose names are elements), so this one does, beside the pack.
USER_DATA_RULE = """
title: Session by the name of its user
id: 2b7a4a44-6f5c-4a4e-9f37-0d2f5d4c1c11
status: test
description: Holds only if the element User below UserData is read under its name.
logsource: {product: windows, service: terminalservices-localsessionmanager}
detection: {session: {EventID: 21, User|contains: '\\'}, condition: session}
level: low
"""


@dataclasses.dataclass(frozen=True)
class Dialect:
    name: str
    convert: Callable
    digits: int = 7  # of a second, in the times of its findings
    losses: tuple = ()  # the document's own words for what costs findings, or part of them
    record_ids: bool = True
    unnamed: bool = False  # an indicator is found in the values called Data
    keeps: Callable = lambda finding: True  # of EVTX's findings
    write: Callable = dialects.json_lines


def needs_no_named_data(finding):
    """An indicator is looked for in every value, whatever its name; a rule names its fields."""
    return finding["rule"]["title"].startswith(INDICATOR) or finding["matched"].keys() <= SYSTEM_NAMES


def needs_no_user_data(finding):
    return finding["rule"]["id"] not in USER_DATA_RULE


DIALECTS = [
    Dialect("event-xml", dialects.event_xml, 6, ("the seventh digit of times",)),
    Dialect("event-xml, data without names", dialects.event_xml_unnamed, 6, ("unnamed data as repeated `Data`",), unnamed=True,
            keeps=lambda finding: needs_no_named_data(finding) or not needs_no_user_data(finding)),
    Dialect("winlogbeat-6", dialects.winlogbeat_6, 3, ("times to the millisecond",)),
    Dialect("nxlog", dialects.nxlog, 0, ("times to the second",)),
    Dialect("log-analytics", dialects.log_analytics, 7,
            ("record id, process and thread id, keywords", "only the values that `ParameterXml` repeats are read"),
            record_ids=False, keeps=needs_no_user_data),
    Dialect("get-winevent", dialects.get_winevent, 3, ("all names of data, so that rules on named data cannot hold",),
            unnamed=True, keeps=needs_no_named_data, write=dialects.powershell_file),
    Dialect("flat", dialects.flat, 7),
]
EVERYTHING_KEPT = [row.convert for row in DIALECTS if row.name in {"event-xml", "winlogbeat-6", "nxlog", "flat"}]


def compared(finding, digits, record_ids=True):
    event = finding["event"]
    time = finding["time"][:20 + digits] if digits else finding["time"][:19]
    return (finding["rule"]["id"], finding["tenant"], finding["host"], event["channel"],
            event["record_id"] if record_ids else None, finding["certainty"], time)


class Dialects(ProgramTest):
    @functools.cached_property
    def expected(self):
        found = self.found_in("evtx", fleet())
        self.assertGreater(len(found), 10)
        self.assertFalse(all(map(needs_no_user_data, found)))
        return found

    @functools.cached_property
    def lines(self):
        """The same records as Winlogbeat lines, those of all hosts by time; a light run has the findings' minutes."""
        self.done("simulate", "--seed", 7, "--logs", "json", "-o", "json")
        lines = [line for path in sorted(pathlib.Path(self.folder, "json/evidence").rglob("*.jsonl"))
                 for line in path.read_text("utf-8").splitlines()]
        lines.sort(key=lambda line: dialects.record_of(line).time)
        if not LIGHT:
            return lines
        minutes = {finding["time"][:16] for finding in self.expected}
        return [line for line in lines if dialects.record_of(line).time[:16] in minutes]

    def records(self):
        return map(dialects.record_of, self.lines)

    def found_in(self, name, evidence):
        rule = self.write("rules/user_data.yml", USER_DATA_RULE)
        self.done("hunt", evidence, "--case", f"{name}.hop", "--rules", rule, "-q")
        return self.findings(f"{name}.hop")

    def found_in_file(self, name, file):
        evidence = self.write(f"{name}/all-hosts.json", file).parent
        self.write(f"{name}/tenants.yaml", (fleet() / "tenants.yaml").read_bytes())
        return self.found_in(name, evidence)

    def same(self, found, digits, record_ids=True, keeps=lambda finding: True):
        told = collections.Counter(compared(finding, digits, record_ids) for finding in found)
        wanted = collections.Counter(compared(f, digits, record_ids) for f in self.expected if keeps(f))
        self.assertEqual(sorted((told - wanted).items()), [], "only in this dialect")
        self.assertEqual(sorted((wanted - told).items()), [], "lost in this dialect")

    def test_each_dialect(self):
        for row in DIALECTS:
            with self.subTest(dialect=row.name):
                found = self.found_in_file(row.name, row.write(map(row.convert, self.records())))
                if row.unnamed:
                    indicators = [f["matched"] for f in found if f["rule"]["title"].startswith(INDICATOR)]
                    self.assertEqual(set().union(*indicators), {"Data"})
                self.same(found, row.digits, row.record_ids, row.keeps)

    def test_hosts_of_two_tenants_in_one_file(self):
        self.same(self.found_in_file("forwarded", "\n".join(self.lines).encode() + b"\n"), 7)

    def test_dialects_mixed_in_one_file(self):
        """Each host has a writer of its own; their records stand between each other's."""
        records = list(self.records())
        hosts = sorted({record.computer for record in records})
        writer = {host: EVERYTHING_KEPT[at % len(EVERYTHING_KEPT)] for at, host in enumerate(hosts)}
        self.assertGreaterEqual(len(hosts), len(EVERYTHING_KEPT))
        self.same(self.found_in_file("mixed", dialects.json_lines(writer[r.computer](r) for r in records)), 0)

    def test_losses_are_documented(self):
        document = DOCUMENT.read_text("utf-8")
        for row in DIALECTS:
            for loss in row.losses:
                self.assertIn(loss, document, row.name)


if __name__ == "__main__":
    unittest.main()
