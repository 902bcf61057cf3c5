"""`hunt --profile`: that it tells of every stage and of the rules, and changes nothing else. No figure is held to a clock."""
import json
import re
import unittest

from program import ProgramTest, fleet

STAGES = ["rules", "index", "opening", "reading", "hashing", "decoding", "matching", "keeping", "writing", "correlating"]


class ProfileTest(ProgramTest):
    def profile(self, *options):
        self.done("hunt", fleet(), "--profile-json", "profile.json", "--case", f"{len(options)}{options}.hop", *options)
        return json.loads((self.folder / "profile.json").read_text())

    def test_table(self):
        plain = self.done("hunt", fleet(), "--case", "one.hop").err
        self.assertNotIn("Where the time went", plain)
        shown = self.done("hunt", fleet(), "--profile", "--case", "two.hop").err
        before, table = shown.split("\nWhere the time went", 1)
        self.assertEqual(before.rstrip(), plain.replace("one.hop", "two.hop").rstrip())
        for title in ["start", "rules and tables", "decoding", "matching", "writing the case", "together"]:
            self.assertRegex(table, rf"(?m)^ +{title} ")
        self.assertRegex(table, r"(?m)^  wall \d+\.\d{3} s, processor \d+\.\d{3} s, threads \d+$")
        dearest = table.split("\nDearest rules", 1)[1].splitlines()[1:]
        self.assertTrue(0 < len(dearest) <= 10)
        for line in dearest:
            self.assertRegex(line, r"^  \S.* \d+\.\d{3} +[\d,]+ +([\d,]+|·)$")
        self.assertEqual(self.findings("one.hop"), self.findings("two.hop"))

    def test_it_is_told_however_quiet(self):
        shown = self.done("hunt", fleet(), "--profile", "--quiet").err
        self.assertTrue(shown.lstrip().startswith("Where the time went"), shown)

    def test_figures(self):
        for jobs in ["1", "3"]:
            with self.subTest(jobs=jobs):
                profile = self.profile("--jobs", jobs)
                self.assertLessEqual(sum(stage["seconds"] for stage in profile["stages"].values()), profile["wall"])
                self.assertLessEqual(profile["start"], profile["wall"])
                for name in STAGES:
                    entered = profile["stages"][name]["entries"] + profile["worker_stages"][name]["entries"]
                    self.assertGreater(entered, 0, name)
                self.assertGreater(profile["rules"], 40)
                self.assertGreater(profile["records"], 1000)
                self.assertGreater(profile["findings"], 10)
                times = [rule["seconds"] for rule in profile["dearest"]]
                self.assertEqual(times, sorted(times, reverse=True))
                for rule in profile["dearest"]:
                    self.assertLessEqual(rule["matched"], rule["asked"])
        self.assertEqual(self.profile("--jobs", "1")["threads"], 1)

    def test_the_file(self):
        self.refused("hunt", fleet(), "--profile-json", "no/such/folder/p.json", says=["no/such/folder/p.json", "profile"])
        evidence = self.copy()
        self.done("hunt", evidence, "--case", "a.hop", "--profile-json", evidence / "profile.json")
        again = self.done("hunt", evidence, "--case", "a.hop", "--profile-json", evidence / "profile.json").err
        self.assertFalse(re.search("profile.json", again), again)  # an output among the evidence is no evidence


if __name__ == "__main__":
    unittest.main()
