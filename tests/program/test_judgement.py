"""Who it was: judged at the end of a hunt from what it found, for all tenants together and for each from its own evidence."""
import json
import unittest

from program import ProgramTest


class JudgementTest(ProgramTest):
    def hunted(self, scenario):
        self.done("simulate", "--scenario", scenario, "--seed", "77", "-o", "fleet")
        self.done("hunt", "fleet/evidence")

    def judgement(self, *options):
        return json.loads(self.done("export", "case.hop", "--as", "judgement", *options).out)

    def test_named_by_what_only_one_group_has(self):
        self.hunted("cloud-hopper")
        judged = self.judgement()
        self.assertEqual(judged["named"], "G0045")
        self.assertGreaterEqual(judged["hypotheses"][0]["probability"], 0.8)
        findings = {json.loads(line)["id"] for line in self.done("export", "case.hop", "--as", "findings").out.splitlines()}
        hops = {json.loads(line)["id"] for line in self.done("export", "case.hop", "--as", "hops").out.splitlines()}
        for line in judged["evidence"]:
            self.assertTrue(line["from"], line["id"])
            for origin in line["from"]:
                self.assertTrue(origin in findings | hops or origin.startswith("indicator "), origin)

    def test_a_tenant_is_judged_by_its_own_evidence(self):
        self.hunted("cloud-hopper")
        whole = self.judgement()
        own = {}
        for tenant in ["northwind-msp", "acme-foundry"]:
            judged = own[tenant] = self.judgement("--tenant", tenant)
            mine = {json.loads(line)["id"] for line in
                    self.done("export", "case.hop", "--as", "findings", "--tenant", tenant).out.splitlines()}
            mine |= {json.loads(line)["id"] for line in
                     self.done("export", "case.hop", "--as", "hops", "--tenant", tenant).out.splitlines()}
            for line in judged["evidence"]:
                for origin in line["from"]:
                    self.assertTrue(origin in mine or origin.startswith("indicator "), (tenant, line["id"], origin))
        self.assertNotEqual(own["acme-foundry"], whole)

    def test_without_hops_nobody_judges(self):
        self.done("simulate", "--scenario", "cloud-hopper", "--seed", "77", "-o", "fleet")
        self.done("hunt", "fleet/evidence", "--no-hops")
        self.assertEqual(self.done("export", "case.hop", "--as", "judgement").out, "")

    def test_a_fleet_without_an_intruder(self):
        self.hunted("benign")
        out = self.done("export", "case.hop", "--as", "judgement").out
        if out:
            self.assertIsNone(json.loads(out)["named"])


if __name__ == "__main__":
    unittest.main()
