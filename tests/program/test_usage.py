"""Wrong usage and configuration: exit code 2, one sentence with the place and what to do, nothing done."""
import unittest

from program import ProgramTest, fleet


class Usage(ProgramTest):
    def tearDown(self):
        self.assertEqual([p.name for p in self.folder.rglob("*.hop*")], [], "nothing was to be done")

    def test_missing_path(self):
        self.refused("hunt", "no/such/folder", says=["no/such/folder", "nothing at this path", "spelling"])

    def test_empty_folder(self):
        (self.folder / "empty").mkdir()
        self.refused("hunt", "empty", says=["empty: there is no file in it", "Name the folder"])

    def test_no_evidence_named(self):
        self.refused("hunt", says=["evidence is required", "hoptrace hunt --help"])

    def test_unknown_command(self):
        self.refused("hnut", says=["there is no command `hnut`", "hunt, trace, export"])

    def test_no_command(self):
        self.refused(says=["subcommand is required", "hoptrace --help"])

    def test_unknown_option(self):
        self.refused("hunt", fleet(), "--nosuch", says=["hoptrace hunt", "--nosuch", "hoptrace hunt --help"])

    def test_values_that_are_none(self):
        for option, value, says in [
            ("--since", "yesterday", ["--since", "yesterday", "Write 2018-12-20"]),
            ("--until", "2018-13-45", ["--until", "2018-13-45", "Write 2018-12-20"]),
            ("--level", "loud", ["--level", "loud", "informational, low, medium, high and critical"]),
            ("--fail-on", "loud", ["--fail-on", "loud", "informational, low, medium, high and critical"]),
            ("--status", "fresh", ["--status", "fresh", "stable, test, experimental"]),
            ("--color", "pink", ["--color", "pink", "auto,always,never"]),
            ("--jobs", "-1", ["--jobs", "-1"]),
            ("--jobs", "100000", ["--jobs", "1 to 256"]),
        ]:
            with self.subTest(option=option, value=value):
                self.refused("hunt", fleet(), option, value, says=says)

    def test_logs_of_no_form(self):
        self.refused("simulate", "--logs", "paper", "-o", "x", says=["--logs", "paper", "as-collected,evtx,json"])

    def test_files_that_are_missing(self):
        for option in ["--rules", "--indicators", "--allow", "--tenants", "--placeholders"]:
            with self.subTest(option=option):
                self.refused("hunt", fleet(), option, "no.such", says=["no.such"])

    def test_output_in_a_missing_folder(self):
        self.refused("hunt", fleet(), "--findings", "gone/f.jsonl", says=["gone/f.jsonl", "cannot be written", "folder"])
        self.refused("hunt", fleet(), "--case", "gone/c.hop", says=["gone", "not there", "Make it"])

    def test_tenants_that_cannot_be_understood(self):
        for text, says in [
            ("tenants:\n  - nam: x\n", ["tenants.yaml:2", "nam", "name"]),
            ("tenants: [\n", ["tenants.yaml:", "YAML"]),
        ]:
            with self.subTest(text=text):
                evidence = self.write("evidence/tenants.yaml", text).parent
                self.write("evidence/a.jsonl", "{}\n")
                self.refused("hunt", evidence, says=says)

    def test_a_tenant_that_is_nobodys(self):
        self.refused("hunt", fleet(), "--tenant", "nobody", says=["--tenant", "nobody", "acme-foundry"])


if __name__ == "__main__":
    unittest.main()
