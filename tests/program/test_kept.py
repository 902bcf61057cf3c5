"""What is kept of the rules from hunt to hunt changes no result, whatever state it is in."""
import os
import subprocess
import unittest

from program import HOPTRACE, ProgramTest, fleet

RULE = """title: Started From {name}
id: 33333333-3333-3333-3333-333333333333
status: test
level: low
logsource: {{product: windows, category: process_creation}}
detection:
  selection: {{Image|endswith: '{image}'}}
  condition: selection
"""


class Kept(ProgramTest):
    def setUp(self):
        super().setUp()
        self.rule = self.write("rules/a.yml", RULE.format(name="A Shell", image="cmd.exe"))
        self.cache = self.folder / "cache"
        self.number = 0

    def environment(self, cache=None):
        return {**os.environ, "HOPTRACE_CACHE": str(self.cache if cache is None else cache)}

    def found(self, *more, cache=None, said=""):
        """What a hunt into a new case exports."""
        self.number += 1
        case = f"{self.number}.hop"
        told = self.done("hunt", fleet(), "--rules", self.rule.parent, "--case", case, "--no-progress", *more,
                         env=self.environment(cache))
        self.assertIn(said, told.err)
        if not said:
            self.assertNotIn("read anew", told.err)
        findings = self.export(case)
        self.assertTrue(findings)
        return findings

    def kept(self):
        return sorted(self.cache.iterdir()) if self.cache.exists() else []

    def test_a_kept_set_changes_nothing(self):
        without = self.found(cache="")
        self.assertEqual(self.kept(), [])
        self.assertEqual(self.found(), without)
        self.assertEqual([f.name.split("-")[0] for f in self.kept()], ["index", "literals", "rules"])
        self.assertEqual(self.cache.stat().st_mode & 0o777, 0o700)
        self.assertEqual(self.found(), without)
        self.assertEqual(self.found("--jobs", "1"), without)
        self.assertEqual(len(self.kept()), 3)

    def test_a_damaged_set_is_made_anew(self):
        without = self.found()
        for file in self.kept():
            whole = file.read_bytes()
            for damaged in (whole[:len(whole) // 2], b"", whole[:99] + bytes([whole[99] ^ 4]) + whole[100:]):
                file.write_bytes(damaged)
                self.assertEqual(self.found(), without)
                self.assertEqual(len(file.read_bytes()), len(whole))

    def test_a_changed_rule_is_a_changed_set(self):
        before = self.found()
        self.rule.write_text(RULE.format(name="Another Shell", image="powershell.exe"))
        after = self.found()
        self.assertNotEqual(after, before)
        self.assertEqual(after, self.found(cache=""))
        self.rule.write_text(RULE.format(name="A Shell", image="cmd.exe"))
        self.assertEqual(self.found(), before)

    def test_two_hunts_at_once(self):
        without = self.found(cache="")
        both = [subprocess.Popen([HOPTRACE, "hunt", fleet(), "--rules", self.rule.parent, "--case", f"both{i}.hop",
                                  "--quiet"], cwd=self.folder, env=self.environment()) for i in range(2)]
        self.assertEqual([hunt.wait() for hunt in both], [0, 0])
        for i in range(2):
            self.assertEqual(self.export(f"both{i}.hop"), without)
        self.assertEqual(len(self.kept()), 3)

    def test_a_folder_that_others_can_write_to(self):
        without = self.found()
        before = self.kept()
        self.cache.chmod(0o777)
        self.assertEqual(self.found(said="others may write to it"), without)
        self.assertEqual(self.kept(), before)

    def test_where_there_can_be_no_folder(self):
        file = self.write("file", "")
        self.assertEqual(self.found(cache=file / "below"), self.found(cache=""))


if __name__ == "__main__":
    unittest.main()
