"""Evidence and rules that are at fault: the hunt goes on, names each place, and its exit code tells."""
import os
import pathlib
import shutil
import tempfile
import unittest

from program import HOPTRACE, SOURCE, ProgramTest, fleet, what

LOG = "acme-foundry/FS01/Security.evtx"
NOBODY = 65534


class Trouble(ProgramTest):
    def test_text_named_evtx(self):
        evidence = self.copy()
        self.write("evidence/acme-foundry/notes.evtx", "these are notes\n")
        outcome = self.done("hunt", evidence, code=3)
        self.assertIn("acme-foundry/notes.evtx", outcome.err)
        self.assertIn("Not read in full", outcome.err)
        self.done("hunt", fleet(), "--case", "whole.hop")
        self.assertEqual(self.export(), self.export("whole.hop"))

    def test_evtx_named_txt(self):
        self.write("a/log.txt", (fleet() / LOG).read_bytes())
        self.write("b/log.evtx", (fleet() / LOG).read_bytes())
        self.done("hunt", "a", "--case", "a.hop")
        self.done("hunt", "b", "--case", "b.hop")
        self.assertTrue(self.findings("a.hop"))
        self.assertEqual([what(f) for f in self.findings("a.hop")], [what(f) for f in self.findings("b.hop")])

    def test_rule_with_a_typo(self):
        rule = self.write("typo.yml", "title: T\nid: 11111111-1111-1111-1111-111111111111\n"
                          "logsource: {product: windows, category: process_creation}\n"
                          "detection:\n  sel: {Image|endswth: x}\n  condition: sel\n")
        outcome = self.done("hunt", fleet(), "--rules", rule.name)
        self.assertIn("typo.yml:5", outcome.err)
        self.assertIn("endswth", outcome.err)
        self.assertIn("1 refused", outcome.err)
        self.done("hunt", fleet(), "--case", "without.hop")
        self.assertEqual(self.export(), self.export("without.hop"))

    def test_rule_that_is_no_yaml(self):
        self.write("broken.yml", "title: T\n  x: [\n")
        self.assertIn("broken.yml:2", self.done("hunt", fleet(), "--rules", "broken.yml").err)
        self.assertIn("broken.yml:2", self.done("rules", "check", "broken.yml", code=1).out)

    def as_nobody(self):
        """Options to run the program as a user who is not root, from a place that this user may read."""
        place = pathlib.Path(tempfile.mkdtemp(prefix="hoptrace-nobody-"))
        self.addCleanup(shutil.rmtree, place)
        shutil.copy(HOPTRACE, place / "hoptrace")
        shutil.copytree(SOURCE / "content", place / "content")
        for path in [place, *place.rglob("*")]:
            path.chmod(0o755 if path.is_dir() or path.name == "hoptrace" else 0o644)

        def drop():
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        return {"executable": str(place / "hoptrace"), "preexec_fn": drop,
                "env": {**os.environ, "HOPTRACE_CONTENT": str(place / "content")}}

    def test_unreadable_file(self):
        evidence = self.copy()
        (evidence / LOG).chmod(0)
        self.addCleanup((evidence / LOG).chmod, 0o644)
        options = {}
        if os.geteuid() == 0:
            options = self.as_nobody()
            self.folder.chmod(0o777)
        outcome = self.done("hunt", evidence, code=3, **options)
        self.assertIn(LOG, outcome.err)
        self.assertIn("Not read in full", outcome.err)
        self.assertTrue(self.findings())
        # Once it can be read, the same command brings the rest; nothing is there twice.
        (evidence / LOG).chmod(0o644)
        self.done("hunt", evidence, **options)
        self.done("hunt", fleet(), "--case", "whole.hop")
        self.assertEqual(self.export(), self.export("whole.hop"))


if __name__ == "__main__":
    unittest.main()
