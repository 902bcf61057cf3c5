"""What `./dev score hops` makes of what a hunt says, on a fleet of three hops made up here."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "bench" / "hops"))
import grade  # noqa: E402
import proportion  # noqa: E402
import simple_rule  # noqa: E402
from fleets import Hunted  # noqa: E402


def place(text):
    tenant, host = text.split("/")
    return {"tenant": tenant, "host": host}


def true_hop(minute, source, target, account="ACME\\nw-admin", method="rdp", sides=("destination", "source"), lost=()):
    return {"time": f"2025-01-07T22:{minute:02}:00.0000000Z", "from": place(source), "to": place(target), "account": account,
            "method": method, "border": source.split("/")[0] != target.split("/")[0],
            "recorded": [{"side": side} for side in sides], "lost": [{"side": side} for side in lost]}


def said_hop(name, minute, source, target, account="ACME\\nw-admin", **more):
    return {"id": name, "time": f"2025-01-07T22:{minute:02}:30.0000000Z", "from": place(source) if source else None,
            "to": place(target), "account": account, "method": "rdp", "status": "confirmed", "intrusion": True, "gap": None, **more}


HOPS = [true_hop(10, "msp/ADM01", "msp/JUMP01", "NWMSP\\adm-x"), true_hop(20, "msp/JUMP01", "acme/DC01"),
        true_hop(30, "acme/DC01", "acme/FS01")]
SAID = [said_hop("1", 10, "msp/adm01", "msp/JUMP01", "NWMSP.EXAMPLE\\adm-x"), said_hop("2", 20, "msp/JUMP01", "acme/DC01"),
        said_hop("3", 30, "acme/DC01", "acme/FS01")]


def graded(said=SAID, hops=HOPS, intrusions=None, gaps=(), patient_zero="msp/ADM01"):
    if intrusions is None:
        intrusions = [{"patient_zero": place(patient_zero), "hops": [h["id"] for h in said if h["intrusion"]], "gaps": list(gaps)}]
    passages = [{"time": h["time"], "from_tenant": h["from"]["tenant"], "from_host": h["from"]["host"], "to_tenant": h["to"]["tenant"],
                 "to_host": h["to"]["host"]} for h in hops]
    truth = {"logons": 1000, "intrusions": [{"id": 1, "patient_zero": place("msp/ADM01"), "hops": hops}] if hops else []}
    return grade.Grader(Hunted(truth, passages, said, intrusions, [])).grade()


class Grading(unittest.TestCase):
    def test_all_right(self):
        counts, faults = graded()
        self.assertEqual(faults, [])
        for what, number in {"hops": 3, "hops found": 3, "right hops": 3, "borders": 1, "borders found": 1, "exact paths": 1,
                             "patient zero right": 1, "invented": 0, "false alarms": 0}.items():
            self.assertEqual(counts[what], number, what)

    def test_a_missed_hop_breaks_the_path(self):
        counts, faults = graded(SAID[:1] + SAID[2:])
        self.assertEqual((counts["hops found"], counts["exact paths"], counts["borders found"]), (2, 0, 0))
        self.assertTrue(faults[0].startswith("missed"))

    def test_a_wrong_hop_costs_precision_and_if_confirmed_is_invented(self):
        counts, _ = graded(SAID + [said_hop("4", 40, "acme/FS01", "acme/DC01")])
        self.assertEqual((counts["right hops"], counts["wrong hops"], counts["exact paths"], counts["invented"]), (3, 1, 0, 1))

    def test_wrong_source_account_time_and_tenant_are_wrong(self):
        for other in (said_hop("2", 20, "msp/ADM01", "acme/DC01"), said_hop("2", 20, "msp/JUMP01", "acme/DC01", "ACME\\other"),
                      said_hop("2", 50, "msp/JUMP01", "acme/DC01"), said_hop("2", 20, "acme/JUMP01", "acme/DC01")):
            counts, _ = graded([SAID[0], other, SAID[2]])
            self.assertEqual((counts["hops found"], counts["wrong hops"]), (2, 1), other)

    def test_an_unknown_source_is_neither_found_nor_wrong(self):
        counts, _ = graded([SAID[0], said_hop("2", 20, None, "acme/DC01", status="probable"), SAID[2]])
        self.assertEqual((counts["hops found"], counts["wrong hops"], counts["said unknown"]), (2, 0, 1))

    def test_gaps(self):
        hops = [HOPS[0], true_hop(20, "msp/JUMP01", "acme/DC01", sides=("source",), lost=("destination",)), HOPS[2]]
        self.assertEqual(graded(hops=hops)[0]["gaps declared"], 0)
        probable = [SAID[0], said_hop("2", 20, "msp/JUMP01", "acme/DC01", status="probable"), SAID[2]]
        self.assertEqual(graded(probable, hops)[0]["gaps declared"], 1)
        self.assertEqual(graded([SAID[0], SAID[2]], hops, gaps=["DC01's Security log ends at 22:15."])[0]["gaps declared"], 1)

    def test_an_intrusion_that_nobody_made_is_a_false_alarm(self):
        counts, _ = graded(hops=[])
        self.assertEqual((counts["false alarms"], counts["intrusions"], counts["wrong hops"]), (1, 0, 3))

    def test_the_same_arrival_told_twice_is_no_fault(self):
        self.assertEqual(graded(SAID + [said_hop("2b", 20, "msp/JUMP01", "acme/DC01")])[1], [])


class SimpleRule(unittest.TestCase):
    LOGONS = [("2025-01-06T08:00:00.0Z", "acme", "DC01", "10.0.2.5", "ACME\\WS05$", 3),
              ("2025-01-06T09:00:00.0Z", "acme", "FS01", "10.0.2.5", "ACME\\u", 3),
              ("2025-01-08T09:00:00.0Z", "acme", "FS01", "10.0.2.5", "ACME\\u", 3),
              ("2025-01-08T10:00:00.0Z", "acme", "APP01", "10.0.2.5", "ACME\\u", 3)]

    def test_only_new_pairs_behind_a_seed(self):
        seed = [(("acme", "ws05"), grade.seconds("2025-01-08T08:00:00.0Z"))]
        self.assertEqual([c["to"] for c in simple_rule.claims(self.LOGONS, seed, True)], [("acme", "app01")])
        self.assertEqual(simple_rule.claims(self.LOGONS, [], True), [])


class Intervals(unittest.TestCase):
    def test_wilson(self):
        low, high = proportion.wilson(98, 100)
        self.assertAlmostEqual(low, 0.9300, 3)
        self.assertAlmostEqual(high, 0.9945, 3)
        self.assertEqual(proportion.wilson(0, 0), (0.0, 1.0))


if __name__ == "__main__":
    unittest.main()
