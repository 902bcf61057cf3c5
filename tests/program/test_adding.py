"""More evidence, other rules: what is known is not read twice, and what is no longer found is superseded, not gone."""
import hashlib
import re
import shutil
import sqlite3
import tarfile
import unittest

from program import ProgramTest, fleet, what

RULE = """title: Hosts That Start {title}
id: 22222222-2222-2222-2222-222222222222
status: test
level: low
logsource: {{product: windows, category: process_creation}}
detection:
  selection: {{Image|endswith: '{image}'}}
  condition: selection
"""


class Adding(ProgramTest):
    def told(self, *arguments):
        return self.done("hunt", *arguments, "--findings", "-", "-q").out

    def rows(self, sql):
        case = sqlite3.connect(f"file:{self.folder}/case.hop?mode=ro", uri=True)
        self.addCleanup(case.close)
        return case.execute(sql).fetchall()

    def versions(self):
        """Of the rule, by what its title ends in: whether that version is in force."""
        in_force = {row for (row,) in self.rows("SELECT rule FROM in_force")}
        found = {}
        for row, packed in self.rows("SELECT first, packed FROM rule_block"):
            at = 0
            while at < len(packed):
                size, shift, more = 0, 0, True
                while more:
                    size, shift, more, at = size | (packed[at] & 127) << shift, shift + 7, packed[at] > 127, at + 1
                for title in re.findall(rb"Hosts That Start (\w+)", packed[at:at + size]):
                    found[title.decode()] = row in in_force
                row, at = row + 1, at + size
        return found

    def bytes_read(self):
        return self.rows("SELECT count(*), coalesce(max(id), 0) FROM stretch")

    def test_the_same_folder_twice(self):
        self.assertTrue(self.told(fleet()))
        case, read = self.export(), self.bytes_read()
        self.assertEqual(self.told(fleet()), "")
        self.assertEqual(self.export(), case)
        self.assertEqual(self.bytes_read(), read)
        self.assertEqual(self.rows("SELECT outcome FROM run"), [("done",), ("done",)])

    def test_the_same_bytes_at_another_path(self):
        evidence = self.copy()
        self.told(evidence)
        read, found = self.bytes_read(), [what(f) for f in self.findings()]
        shutil.copytree(evidence / "acme-foundry/FS01", evidence / "acme-foundry/copy")
        self.assertEqual(self.told(evidence), "")
        self.assertEqual(self.bytes_read(), read)
        self.assertEqual([what(f) for f in self.findings()], found)
        self.assertIn("acme-foundry/copy/Security.evtx", {p for (p,) in self.rows("SELECT path FROM artifact_path")})

    def test_copies_in_one_run(self):
        evidence = self.copy()
        shutil.copytree(evidence / "acme-foundry/FS01", evidence / "acme-foundry/ZZ01")
        self.done("hunt", evidence, "-q", "--jobs", "2")
        self.done("hunt", fleet(), "-q", "--case", "single.hop")
        self.assertEqual([what(f) for f in self.findings()], [what(f) for f in self.findings("single.hop")])
        self.assertEqual(self.rows("SELECT count(*) FROM artifact WHERE path LIKE '%ZZ01%'"), [(0,)])
        self.assertEqual(self.rows("SELECT count(*) FROM artifact_path WHERE path LIKE '%ZZ01%'"),
                         self.rows("SELECT count(*) FROM artifact_path WHERE path LIKE '%FS01%'"))

    def test_equal_size_and_beginning_but_another_tail(self):
        evidence = self.copy()
        log = evidence / "acme-foundry/FS01/Security.evtx"
        other = evidence / "acme-foundry/FS01/Security-later.evtx"
        content = bytearray(log.read_bytes())
        content[-1] ^= 1
        other.write_bytes(content)
        self.run_program("hunt", evidence, "-q")
        hashes = self.rows("SELECT sha256 FROM artifact WHERE path LIKE '%FS01/Security%' ORDER BY path")
        self.assertEqual(hashes, [(hashlib.sha256(path.read_bytes()).hexdigest(),) for path in (other, log)])

    def test_more_evidence(self):
        evidence = self.copy()
        later = self.folder / "later"
        shutil.move(evidence / "acme-foundry/FS01", later)
        before = self.told(evidence)
        shutil.move(later, evidence / "acme-foundry/FS01")
        added = self.told(evidence)
        self.assertTrue(added)
        self.assertFalse(set(before.splitlines()) & set(added.splitlines()))
        self.done("hunt", fleet(), "--case", "whole.hop")
        self.assertEqual(self.export(), self.export("whole.hop"))

    def test_changed_rule(self):
        hunt = [fleet(), "--no-default-rules", "--rules", "rule.yml"]
        self.write("rule.yml", RULE.format(title="csvde", image="\\csvde.exe"))
        first = self.told(*hunt)
        self.assertTrue(first)
        self.write("rule.yml", RULE.format(title="Commands", image="\\cmd.exe"))
        second = self.told(*hunt)
        self.assertTrue(second)
        self.assertFalse(set(first.splitlines()) & set(second.splitlines()))
        self.assertEqual({f["rule"]["title"] for f in self.findings()}, {"Hosts That Start Commands"})
        self.assertEqual(self.versions(), {"csvde": False, "Commands": True})
        # What is superseded is kept, and counts again when its rule does.
        self.write("rule.yml", RULE.format(title="csvde", image="\\csvde.exe"))
        read = self.bytes_read()
        self.told(*hunt)
        self.assertEqual(self.bytes_read(), read)
        self.assertEqual(sorted(self.export().splitlines()), sorted(first.splitlines()))

    def test_another_rule_runs_alone(self):
        pack = self.told(fleet())
        self.write("rule.yml", RULE.format(title="Commands", image="\\cmd.exe"))
        added = self.told(fleet(), "--rules", "rule.yml")
        self.assertEqual({"Hosts That Start Commands"},
                         {f["rule"]["title"] for f in self.findings() if f["rule"]["id"].startswith("22222222")})
        self.assertEqual(len(added.splitlines()) + len(pack.splitlines()), len(self.findings()))
        self.assertFalse(set(pack.splitlines()) & set(added.splitlines()))

    def test_removed_rule(self):
        self.write("rule.yml", RULE.format(title="Commands", image="\\cmd.exe"))
        self.told(fleet(), "--rules", "rule.yml")
        with_it = self.findings()
        self.assertEqual(self.told(fleet()), "")
        self.assertEqual(self.findings(), [f for f in with_it if not f["rule"]["id"].startswith("22222222")])
        self.assertGreater(len(with_it), len(self.findings()))
        self.assertEqual(self.versions(), {"Commands": False})

    def test_since_and_until(self):
        self.done("hunt", fleet(), "--case", "all.hop")
        everything = [f for f in self.findings("all.hop") if "parts" not in f]
        middle = everything[len(everything) // 2]["time"]
        halves = []
        for option in ["--until", "--since"]:
            self.done("hunt", fleet(), "--case", option[2:] + ".hop", option, middle)
            halves.append([f for f in self.findings(option[2:] + ".hop") if "parts" not in f])
        self.assertTrue(halves[0] and halves[1])
        self.assertTrue(all(f["time"] < middle for f in halves[0]))
        self.assertEqual(halves[0] + halves[1], everything)

    def test_fail_on(self):
        self.done("hunt", fleet(), "--fail-on", "critical", code=1)
        self.done("hunt", fleet(), "--fail-on", "low", code=1)
        self.assertTrue(self.findings())
        self.write("rule.yml", RULE.format(title="Commands", image="\\cmd.exe"))
        own = [fleet(), "--no-default-rules", "--rules", "rule.yml", "--case", "own.hop"]
        self.done("hunt", *own, "--fail-on", "medium", code=0)
        self.done("hunt", *own, "--fail-on", "low", code=1)

    def archives(self):
        """The fleet as a folder would hold it, in each kind of archive; to the path of its files inside."""
        plain = self.copy(name="plain")
        (plain / "tenants.yaml").rename(self.folder / "tenants.yaml")
        shutil.make_archive(str(self.folder / "zipped/fleet"), "zip", plain)
        yield "zipped", "fleet.zip!/"
        (self.folder / "tarred").mkdir()
        with tarfile.open(self.folder / "tarred/fleet.tar.gz", "w:gz") as packed:
            for part in sorted(plain.iterdir()):
                packed.add(part, part.name)
        yield "tarred", "fleet.tar.gz!/"
        shutil.make_archive(str(self.folder / "nested/outer"), "zip", self.folder / "zipped")
        yield "nested", "outer.zip!/fleet.zip!/"

    def test_archives(self):
        self.done("hunt", fleet(), "--case", "folder.hop", "--tenant", "acme-foundry")
        wanted = self.findings("folder.hop")
        for name, inside in self.archives():
            with self.subTest(archive=name):
                self.done("hunt", name, "--case", f"{name}.hop", "--tenants", "tenants.yaml", "--tenant", "acme-foundry")
                found = self.findings(f"{name}.hop")
                self.assertEqual([what(f) for f in found], [what(f) for f in wanted])
                self.assertEqual([f["source"]["path"] for f in found], [inside + f["source"]["path"] for f in wanted])
                self.assertEqual([f["source"]["sha256"] for f in found], [f["source"]["sha256"] for f in wanted])


if __name__ == "__main__":
    unittest.main()
