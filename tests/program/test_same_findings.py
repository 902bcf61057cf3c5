"""The same findings whatever the way to them: one worker or more, the index or its slow twin, EVTX or its JSON."""
import os
import pathlib
import shutil
import subprocess
import unittest

from program import LIGHT, SHARED, ProgramTest, findings_of, fleet, what

EVTX_DUMP = os.environ.get("EVTX_DUMP") or shutil.which("evtx_dump")
LOGS = ["FS01/Security.evtx", "FS01/System.evtx", "DC01/Microsoft-Windows-Sysmon%4Operational.evtx"]


class SameFindings(ProgramTest):
    def told(self, case, *options, evidence=None):
        return self.done("hunt", evidence or fleet(), "--case", case, "--findings", "-", "-q", *options).out

    def test_any_number_of_workers(self):
        one = self.told("1.hop", "--jobs", 1)
        self.assertGreater(len(one.splitlines()), 10)
        for jobs in ["2", "3", "8"]:
            self.assertEqual(self.told(f"{jobs}.hop", "--jobs", jobs), one)
            self.assertEqual(self.export(f"{jobs}.hop"), self.export("1.hop"))

    def test_any_number_of_workers_in_archives(self):
        archive = shutil.make_archive(str(self.folder / "fleet"), "zip", fleet())
        told = [self.told(f"{jobs}.hop", "--jobs", jobs, evidence=archive) for jobs in "123"]
        self.assertTrue(told[0])
        self.assertEqual(told[1:], told[:1] * 2)

    def test_slow_matcher(self):
        self.assertEqual(self.told("slow.hop", "--slow-matcher"), self.told("fast.hop"))
        self.assertEqual(self.export("slow.hop"), self.export("fast.hop"))

    @unittest.skipIf(LIGHT or not (SHARED / "data/sigma/rules").is_dir(), "needs ../shared and a release build")
    def test_slow_matcher_with_sigmahq(self):
        rules = ["--rules", SHARED / "data/sigma/rules"]
        self.assertEqual(self.told("slow.hop", "--slow-matcher", *rules), self.told("fast.hop", *rules))

    def test_findings_as_told_are_those_of_the_case(self):
        told = self.told("a.hop")
        self.assertEqual(sorted(told.splitlines()), sorted(self.export("a.hop").splitlines()))

    def test_order_of_what_is_told(self):
        told = findings_of(self.told("a.hop"))
        places = [(f["source"]["path"], f["source"]["offset"]) for f in told if f["rule"]["id"] not in self.joined(told)]
        self.assertEqual(places, sorted(places))

    def joined(self, told):
        """The rules that join events: theirs are told after all others."""
        return {f["rule"]["id"] for f in told if "parts" in f}

    def test_winlogbeat_of_the_same_records(self):
        found = {}
        for logs in ["evtx", "json", "as-collected"]:
            self.done("simulate", "--seed", 7, "--logs", logs, "-o", logs)
            told = findings_of(self.told(f"{logs}.hop", evidence=f"{logs}/evidence"))
            found[logs] = sorted((what(f), f["time"], f["tenant"], sorted(f["matched"].items())) for f in told)
        self.assertGreater(len(found["evtx"]), 10)
        self.assertEqual(found["json"], found["evtx"])
        self.assertEqual(found["as-collected"], found["evtx"])

    @unittest.skipIf(not EVTX_DUMP, "evtx_dump (of the evtx crate) is not on PATH")
    def test_json_of_evtx_dump(self):
        for log in LOGS:
            with self.subTest(log=log):
                evtx = fleet() / "acme-foundry" / log
                dumped = subprocess.run([EVTX_DUMP, "-o", "jsonl", evtx], check=True, capture_output=True).stdout
                name = pathlib.Path(log).stem
                self.write(f"{name}/evtx/log.evtx", evtx.read_bytes())
                self.write(f"{name}/json/log.jsonl", dumped)
                found = [sorted(map(what, findings_of(self.told(f"{name}.{kind}.hop", evidence=f"{name}/{kind}"))))
                         for kind in ("evtx", "json")]
                self.assertTrue(found[0])
                self.assertEqual(found[0], found[1])


if __name__ == "__main__":
    unittest.main()
