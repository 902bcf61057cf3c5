"""A lint over all text that a person gets: likelihood and confidence never share a sentence, no word of the yardstick stands
without its number, and no claim without a record of the evidence. Every export there is goes through it, found by its name."""
import csv
import io
import json
import re
import unittest

import claims
import prose
from program import LIGHT, SOURCE, ProgramTest

# What holds claims of its own, and is walked for them. An export that is in no list here is one that nobody has thought of.
LINES = {"findings", "hops", "coverage", "impact", "posture", "ocsf"}
CSV = {"findings-csv", "timeline", "indicators", "remediation-csv"}
DOCUMENTS = {"intrusion", "judgement", "remediation", "cacao", "stix", "misp", "attack-flow", "navigator"}
TERMINAL = ("--color", "never")


class TheLintItself(unittest.TestCase):
    """It would prove nothing if it could find nothing."""
    BAD = ["It is highly likely (0.85) that it was menuPass, with moderate confidence.", "We are confident: it is likely (60%).",
           "It was almost certainly menuPass.", "This is likely (0.30).", "There is a realistic possibility (0.75) of that.",
           "A remote chance\n   of 0.20 remains", "It is unlikely (0.62).", "Almost certain (0.5), likely (0.6)."]
    GOOD = ["It is highly likely (0.85) that it was menuPass. Our confidence in that is moderate.", "Almost certain (0.97).",
            'If it is "likely to result in a high risk", tell them.', "It is likely (0.58).",
            "Probable, confidence 0.79.", "It is unlikely (0.24).", "almost certain (93%)", "a realistic possibility (0.53)"]

    def test_sentences(self):
        for text in self.BAD:
            self.assertTrue(prose.faults_of_text(json.dumps({"says": text})), text)
        for text in self.GOOD:
            self.assertEqual([], prose.faults_of_text(json.dumps({"says": text})), text)
        self.assertTrue(prose.faults_of_text("a,b\r\n1,This is likely.\r\n", is_csv=True))

    def test_objects(self):
        good = {"group": "G0045", "probability": 0.97, "phia": "almost certain"}
        self.assertEqual([], prose.faults_of_text(json.dumps(good)))
        for change in ({"probability": None}, {"probability": 0.6}, {"confidence_rating": "high"}, {"phia": "likely"}):
            self.assertTrue(prose.faults_of_text(json.dumps(good | change)), change)


class GeneratedText(ProgramTest):
    def hunted(self, *options):
        self.done("simulate", *options, "-o", "fleet")
        hunt = self.done("hunt", "fleet/evidence")
        rows = self.exported("posture")
        clients = {row["tenant"] for row in map(json.loads, rows.splitlines())}
        for tenant in clients:
            self.done("case", "aware", "case.hop", "--tenant", tenant, "--at", "2025-01-24T10:00:00Z", "--by", "A. Person", "--why", "the hunt")
        return hunt.err, sorted(clients)

    def exported(self, name, *options):
        return self.done("export", "case.hop", "--as", name, *options).out

    def names(self):
        """All exports that the program has, as it tells them when it is asked for one that it has not."""
        told = self.run_program("export", "case.hop", "--as", "?").err
        names = re.search(r"There are ([a-z, -]+)", told)[1].split(", ")
        self.assertEqual(set(names), LINES | CSV | DOCUMENTS)
        return names

    def everything(self, closing, tenants):
        """(name, text, whether it is CSV) of all that is written for people."""
        yield "closing table", closing, False
        for trace in ([], ["--all"]):
            yield "trace", self.done("trace", "case.hop", *trace, *TERMINAL).out, False
        for tenant in [None, *tenants]:
            options = ["--tenant", tenant] if tenant else []
            for name in self.names():
                yield f"{name} {tenant}", self.exported(name, *options), name in CSV
        for tenant in tenants:
            letter = self.run_program("report", "case.hop", "--ask-your-msp", "--tenant", tenant)
            yield f"letter of {tenant}", letter.out, False

    def case(self):
        read = {name: [json.loads(line) for line in self.exported(name).splitlines()] for name in LINES}
        read |= {name: json.loads(self.exported(name) or "null") for name in DOCUMENTS}
        read |= {name: self.exported(name) for name in CSV}
        return claims.Case(self.folder / "fleet/evidence", read)

    def none(self, faults):
        self.assertEqual([], faults[:20], f"{len(faults)} faults")

    def check_prose(self, closing, tenants):
        faults, bands = [], 0
        for name, text, is_csv in self.everything(closing, tenants):
            bands += len(prose.BAND.findall(text))
            faults += [f"{name}: {fault}" for fault in prose.faults_of_text(text, is_csv)]
        self.none(faults)
        self.assertGreater(bands, 5, "no text says how likely anything is: nothing was judged here")

    def check_claims(self):
        case = self.case()
        faults = []
        for kind in ("impact", "posture", "remediation"):
            for document in case.exports[kind] if kind in LINES else [case.exports[kind]]:
                faults += case.faults_of_claim(document, kind) if kind == "posture" else case.faults_of_document(document, kind)
        for kind in ("findings", "hops"):
            faults += [one for row in case.exports[kind] for one in case.faults_of_claim(row, kind)]
        faults += case.faults_of_origins(case.exports["judgement"])
        faults += [one for row in case.exports["intrusion"]["intrusions"] for one in case.faults_of_intrusion(row)]
        self.none(faults + self.claims_in_words(case))

        self.check_that_claims_can_fail(case)

    def check_that_claims_can_fail(self, case):
        """What was found to be in order, damaged in one place, is not."""
        hop, finding = case.exports["hops"][0], case.exports["findings"][0]
        check = next(row for row in case.exports["posture"] if row["verdict"] != "unknown")
        record = dict(hop["evidence"][0])
        for change in ({"offset": record["offset"] + 1}, {"path": "no/such.evtx"}, {"sha256": "0" * 64}, {"record_id": 1}):
            self.assertTrue(case.faults_of_claim(hop | {"evidence": [record | change]}, "hops"), change)
        self.assertTrue(case.faults_of_claim(hop | {"evidence": []}, "hops"))
        self.assertTrue(case.faults_of_claim({k: v for k, v in finding.items() if k != "source"}, "findings"))
        self.assertTrue(case.faults_of_claim(check | {"evidence": []}, "posture"))
        self.assertTrue(case.faults_of_claim(check | {"evidence": [{"says": "so"}]}, "posture"))
        for origins in ([], ["0" * 32], ["indicator " + "0" * 32]):
            judged = case.exports["judgement"]
            self.assertTrue(case.faults_of_origins(judged | {"evidence": [judged["evidence"][0] | {"from": origins}]}), origins)
        self.assertTrue(case.faults_in_words("It was so.", "a text"))
        self.assertTrue(case.faults_in_words(f"Rests on {record['path']} record 1.", "a text"))
        draft = next((d for one in case.exports["impact"] for d in one.get("drafts", [])), None)
        self.assertTrue(case.faults_of_draft(draft | {"rests_on": []}, None))
        bundle = case.exports["stix"]
        self.assertTrue(claims.faults_of_refs({"objects": [one for one in bundle["objects"] if one["type"] != "observed-data"]}))

    def claims_in_words(self, case):
        """What exports for others and drafts say in words of their own."""
        faults = claims.faults_of_refs(case.exports["stix"]) + claims.faults_of_refs(case.exports["attack-flow"])
        for flow in case.exports["attack-flow"]["objects"]:
            if flow["type"] == "attack-action":
                faults += case.faults_in_words(flow["description"], flow["id"])
        for note in case.exports["stix"]["objects"]:
            if note["type"] == "note" and (note["content"].startswith("Rule ") or "by " in note["abstract"]):
                faults += case.faults_in_words(note["content"], note["id"])
        for id_, step in case.exports["cacao"]["workflow"].items():
            if step["type"] == "action":
                faults += case.faults_in_words(step["description"], id_)
        for event in case.exports["ocsf"]:
            faults += [f"ocsf: no record: {event['message']}"] * (event["class_uid"] == 2004 and not event["evidences"][0]["data"]["record"].get("path"))
        for row in csv.DictReader(io.StringIO(case.exports["remediation-csv"])):
            faults += [f"remediation-csv: no record: {row['what']}"] * (not row["records"])
        for document in case.exports["impact"]:
            for draft in document.get("drafts", []):
                faults += case.faults_of_draft(draft, document["tenant"])
        return faults

    def test_the_demonstration(self):
        closing, tenants = self.hunted("--scenario", "cloud-hopper", "--seed", "7")
        self.check_prose(closing, tenants)
        self.check_claims()

    @unittest.skipIf(LIGHT, "a sanitizer's build is slow")
    def test_a_fleet_with_faults_and_traffic(self):
        closing, tenants = self.hunted("--scenario", "cloud-hopper", "--seed", "9", "--faults", "--traffic", "--clients", "3", "--hosts", "14",
                                       "--days", "4")
        self.check_prose(closing, tenants)
        self.check_claims()

    def test_judgements_of_observations(self):
        for path in sorted((SOURCE / "tests/attribution").glob("*.json")):
            with self.subTest(path.name):
                out = self.done("attribute", path).out
                self.none(prose.faults_of_text(out))
                table = self.on_terminal("attribute", path, *TERMINAL, stream="stdout")[0]
                rows = table.splitlines()  # each a cell's or a sentence's own; nothing is broken into two
                self.assertEqual("Named" in rows[0], bool(json.loads(out)["named"]))
                self.none([f"{fault}: {row}" for row in rows for fault in prose.faults_of_sentence(prose.QUOTED.sub("", row))])


if __name__ == "__main__":
    unittest.main()
