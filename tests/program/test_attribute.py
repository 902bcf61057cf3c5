"""hoptrace attribute and hoptrace knowledge, as a user runs them."""
import json
import unittest

from program import SOURCE, ProgramTest

CASES = SOURCE / "tests" / "attribution"
BUNDLE = {"type": "bundle", "objects": [
    {"type": "intrusion-set", "id": "intrusion-set--1", "name": "Alder", "aliases": ["Alder", "Wood"],
     "external_references": [{"source_name": "mitre-attack", "external_id": "G1"}]},
    {"type": "malware", "id": "malware--1", "name": "Onlyone",
     "external_references": [{"source_name": "mitre-attack", "external_id": "S1"}]},
    {"type": "relationship", "relationship_type": "uses", "source_ref": "intrusion-set--1", "target_ref": "malware--1",
     "external_references": [{"source_name": "Report A"}]}]}


class Attribute(ProgramTest):
    def test_a_pipe_gets_the_judgement_as_one_line_of_json(self):
        outcome = self.run_program("attribute", CASES / "cloud-hopper.json")
        self.assertEqual((outcome.code, outcome.err, outcome.out.count("\n")), (0, "", 1))
        judgement = json.loads(outcome.out)
        self.assertEqual(judgement["named"], "G0045")
        self.assertGreaterEqual(judgement["hypotheses"][0]["probability"], 0.8)
        self.assertIn(judgement["confidence_rating"], ("low", "moderate", "high"))
        self.assertEqual({h["group"] for h in judgement["hypotheses"]} & {"unknown", "tester or insider"},
                         {"unknown", "tester or insider"})

    def test_wrong_observations_are_wrong_usage(self):
        for text in ("", "{}", '{"observations":[{"kind":"rumour","id":"x"}]}'):
            (self.folder / "o.json").write_text(text)
            outcome = self.run_program("attribute", "o.json")
            self.assertEqual((outcome.code, outcome.out), (2, ""), text)
            self.assertIn("o.json", outcome.err)
        self.assertEqual(self.run_program("attribute", "none.json").code, 2)

    def test_tables_of_ones_own(self):
        (self.folder / "bundle.json").write_text(json.dumps(BUNDLE))
        outcome = self.run_program("knowledge", "update", "bundle.json", "--knowledge", "mine")
        self.assertEqual((outcome.code, outcome.out), (0, "mine: 1 groups, 1 techniques and pieces of software, 1 uses\n"), outcome.err)
        self.assertEqual(self.run_program("knowledge", "who", "wood", "--knowledge", "mine").out, "G1 Alder: Wood\n")
        (self.folder / "o.json").write_text('{"observations":[{"kind":"software","id":"Onlyone"}]}')
        judgement = json.loads(self.run_program("attribute", "o.json", "--knowledge", "mine").out)
        self.assertIsNone(judgement["named"])
        self.assertIn("G1", [h["group"] for h in judgement["hypotheses"]])

    def test_a_bundle_that_is_none_leaves_the_tables(self):
        (self.folder / "bundle.json").write_text(json.dumps(BUNDLE))
        self.run_program("knowledge", "update", "bundle.json", "--knowledge", "mine")
        (self.folder / "bundle.json").write_text('{"objects":[]}')
        self.assertEqual(self.run_program("knowledge", "update", "bundle.json", "--knowledge", "mine").code, 2)
        self.assertEqual(self.run_program("knowledge", "who", "G1", "--knowledge", "mine").code, 0)
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()), ["bundle.json", "mine"])

    def test_every_name_of_apt10_is_menupass(self):
        for name in ("APT10", "menuPass", "stone panda", "Red Apollo", "POTASSIUM", "cicada", "G0045"):
            self.assertTrue(self.run_program("knowledge", "who", name).out.startswith("G0045 menuPass"), name)
        self.assertEqual(self.run_program("knowledge", "who", "Nobody At All").code, 2)


if __name__ == "__main__":
    unittest.main()
