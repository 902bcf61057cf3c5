"""The report: one file with all that the page is told, whole records of the path in it, and nothing of other tenants."""
import base64
import gzip
import json
import os
import re
import unittest

from program import ProgramTest

BLOCK = re.compile(r'<script type="text/plain" data-document="(\w+)">([A-Za-z0-9+/=]*)</script>')


class ReportTest(ProgramTest):
    def setUp(self):
        super().setUp()
        web = self.folder / "web"
        web.mkdir()
        (web / "page.js").write_text("document.title = 'x';")
        (web / "page.css").write_text("body { margin: 0 }")
        self.environment = {**os.environ, "HOPTRACE_WEB": str(web)}
        self.done("simulate", "--scenario", "cloud-hopper", "--seed", "77", "-o", "fleet")
        self.done("hunt", "fleet/evidence")

    def report(self, *options):
        self.done("report", "case.hop", "-o", "report.html", *options, env=self.environment)
        text = (self.folder / "report.html").read_text()
        return {name: gzip.decompress(base64.b64decode(block)) for name, block in BLOCK.findall(text)}

    def test_holds_every_record_of_the_path(self):
        documents = self.report()
        about = json.loads(documents["case"])
        self.assertEqual(set(about["documents"]), set(documents))
        self.assertEqual([row["what"] for row in about["left_out"]], [])
        artifacts = json.loads(documents["evidence"])["artifacts"]
        rows = {path: row for row, artifact in enumerate(artifacts) for path in artifact["paths"]}
        records = {(record["artifact"], record["offset"]): record for record in json.loads(documents["records"])}
        hops = json.loads(documents["hop_details"])
        formats = set()
        for intrusion in json.loads(documents["path"])["intrusions"]:
            for hop in intrusion["hops"]:
                for place in hops[hop]["evidence"]:
                    record = records[rows[place["path"]], place["offset"]]
                    formats.add(artifacts[record["artifact"]]["format"])
                    self.assertEqual(record["record_id"], place["record_id"], place)
                    self.assertEqual(record["event_id"], place["event_id"], place)
                    self.assertTrue(record["fields"])
        self.assertIn("evtx", formats)
        for line in self.done("export", "case.hop", "--as", "findings").out.splitlines():
            finding = json.loads(line)
            if finding["level"] in ("high", "critical") and finding["certainty"] == "certain" and "parts" not in finding:
                self.assertIn((rows[finding["source"]["path"]], finding["source"]["offset"]), records, finding)

    def test_is_the_same_as_the_exports(self):
        documents = self.report()
        exported = {json.loads(line)["id"]: json.loads(line) for line in
                    self.done("export", "case.hop", "--as", "hops").out.splitlines()}
        self.assertEqual(json.loads(documents["hop_details"]), exported)
        judged = json.loads(self.done("export", "case.hop", "--as", "judgement").out)
        self.assertEqual(json.loads(documents["who"]), [judged])
        summary = json.loads(documents["summary"])
        self.assertEqual(summary["state"], "compromised")
        known = set(exported) | set(json.loads(documents["finding_details"]))
        for sentence in summary["answer"] + summary["tenants"] + [summary["who"]]:
            self.assertTrue(sentence["rests_on"], sentence)
            for reference in sentence["rests_on"]:
                self.assertTrue("view" in reference or reference.get("hop", reference.get("finding")) in known, reference)

    def test_of_one_tenant_names_no_other(self):
        documents = self.report("--tenant", "acme-foundry")
        everything = b"\n".join(documents.values()).lower()
        for name in [b"birch", b"cobalt", b"10.202.", b"10.203."]:
            self.assertNotIn(name, everything)
        self.assertEqual([row["name"] for row in json.loads(documents["summary"])["tenants"]], ["acme-foundry"])

    def test_redacted_it_names_nobody(self):
        everything = b"\n".join(self.report("--redact").values()).lower()
        for name in [b"acme", b"northwind", b"birch", b"cobalt", b"fischer", b"jump01"]:
            self.assertNotIn(name, everything)

    def test_is_small(self):
        self.report()
        self.assertLess((self.folder / "report.html").stat().st_size, 3_000_000)

    def test_records_stay_when_the_evidence_goes(self):
        before = self.report()["records"]
        (self.folder / "fleet/evidence").rename(self.folder / "gone")
        self.assertEqual(self.report()["records"], before)

    def test_without_the_bundle_it_says_what_to_run(self):
        self.environment["HOPTRACE_WEB"] = str(self.folder / "nowhere")
        self.refused("report", "case.hop", "-o", "report.html", code=2, says=["./dev build"], env=self.environment)


if __name__ == "__main__":
    unittest.main()
