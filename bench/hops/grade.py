"""Grading one fleet: what the hunt says against what happened. Pure: no files, no program.

A source that is given only as the true source's address is named, but not known: such hops are counted with those whose source
is said to be unknown. A hop is right if it has the true source, destination and account at the true time, give or take a minute and the clocks' error;
several that tell of the same one count once as found and are all right. Methods are counted apart.
"""
import bisect
import collections
import datetime

MINUTE = 60.0


def seconds(text):
    return datetime.datetime.fromisoformat(text[:26].rstrip("Z") + "+00:00").timestamp()


def place(of):
    return ((of["tenant"] or "").lower(), (of["host"] or "").split(".")[0].lower()) if of else None


def account(text):
    """"ACME.EXAMPLE\\u" and "ACME\\u" are one, and so is "u@acme.example"."""
    text = text or ""
    if "@" in text:
        user, _, domain = text.partition("@")
    else:
        domain, _, user = text.rpartition("\\")
    return domain.split(".")[0].lower(), user.lower()


def same_account(truth, said):
    return truth["method"] == "rmm" or account(truth["account"]) == account(said["account"])


def same_target(truth, said):
    if truth["method"] == "gdap":
        return said["to"]["tenant"].lower() == truth["to"]["tenant"].lower() and said["method"] == "gdap"
    return place(truth["to"]) == place(said["to"])


def same_source(truth, said):
    if truth["method"] == "gdap":  # a browser behind a translator
        return said["from"] is not None and said["from"]["tenant"] == truth["from"]["tenant"]
    return place(truth["from"]) == place(said["from"])


class Grader:
    def __init__(self, hunted, skew_minutes=0):
        self.of = hunted
        self.slack = 2 * MINUTE + skew_minutes * MINUTE
        self.hops = {hop["id"]: hop for hop in hunted.hops}
        self.truth = [(intrusion, hop) for intrusion in hunted.truth["intrusions"] for hop in intrusion["hops"]]
        self.counts = collections.Counter()
        self.faults = []

    def near(self, truth, said):
        return abs(seconds(truth["time"]) - seconds(said["time"])) <= self.slack

    def right(self, truth, said):
        return (self.near(truth, said) and same_target(truth, said) and same_account(truth, said) and same_source(truth, said))

    def grade(self):
        self.match()
        self.count_hops()
        self.count_borders()
        self.count_gaps()
        self.count_intrusions()
        self.count_invented()
        self.counts["logons"] = self.of.truth["logons"]
        return self.counts, self.faults

    def match(self):
        marked = [hop for hop in self.of.hops if hop["intrusion"]]
        self.said_of = collections.defaultdict(list)  # number of the true hop → what is said of it
        self.true_of = {}
        for said in marked:
            fitting = [n for n, (_, truth) in enumerate(self.truth) if self.right(truth, said)]
            if fitting:
                n = min(fitting, key=lambda k: abs(seconds(self.truth[k][1]["time"]) - seconds(said["time"])))
                self.true_of[said["id"]] = n
                for k in fitting:
                    self.said_of[k].append(said)
            elif self.is_nobody(said) and any(self.near(t, said) and same_target(t, said) and same_account(t, said)
                                              for _, t in self.truth):
                self.counts["said unknown"] += 1
            else:
                self.counts["wrong hops"] += 1
                self.faults.append("wrong " + tell(said))
        self.counts["right hops"] += len(self.true_of)

    @staticmethod
    def is_nobody(said):
        return said["from"] is None or not said["from"]["host"] or said["from"]["host"].count(".") == 3

    def count_hops(self):
        for n, (_, truth) in enumerate(self.truth):
            self.counts["hops"] += 1
            self.counts["hops found"] += n in self.said_of
            self.counts["hops seen"] += n in self.said_of or any(self.right(truth, hop) for hop in self.of.hops)
            self.counts["methods right"] += any(s["method"] == truth["method"] for s in self.said_of.get(n, ()))
            if n not in self.said_of:
                self.faults.append("missed " + tell(truth))

    def count_borders(self):
        for n, (_, truth) in enumerate(self.truth):
            if truth["border"]:
                self.counts["borders"] += 1
                self.counts["borders found"] += n in self.said_of or any(
                    hop["intrusion"] and self.near(truth, hop) and same_target(truth, hop) and same_account(truth, hop)
                    and hop["from"] and hop["from"]["tenant"] == truth["from"]["tenant"] for hop in self.of.hops)

    def count_gaps(self):
        """A hop of which one end's hosts tell nothing any more, though they did: does the hunt say so?"""
        said_gaps = " ".join(gap for i in self.of.intrusions for gap in i["gaps"]).lower()
        for n, (_, truth) in enumerate(self.truth):
            ends = {"destination": 0, "source": 0}
            for one in truth["recorded"]:
                side = "destination" if one["side"] == "execution" else one["side"]
                if side in ends:
                    ends[side] += 1
            if all(ends.values()) or not truth["lost"]:
                continue
            self.counts["gaps"] += 1
            said = self.said_of.get(n, ())
            declared = any(s["gap"] or s["status"] != "confirmed" for s in said) or truth["to"]["host"].lower() in said_gaps
            self.counts["gaps declared"] += declared
            if not declared:
                self.faults.append("gap not declared at " + tell(truth))

    def count_intrusions(self):
        first = 0
        for intrusion in self.of.truth["intrusions"]:
            numbers = range(first, first + len(intrusion["hops"]))
            first = numbers.stop
            self.counts["intrusions"] += 1
            best = max(self.of.intrusions, default=None,
                       key=lambda i: sum(self.true_of.get(h, -1) in numbers for h in i["hops"]))
            hits = sum(self.true_of.get(h, -1) in numbers for h in best["hops"]) if best else 0
            if not hits:
                self.faults.append(f"intrusion {intrusion['id']} not found")
                continue
            self.counts["intrusions found"] += 1
            self.counts["patient zero right"] += place(best["patient_zero"]) == place(intrusion["patient_zero"])
            self.counts["exact paths"] += self.is_exact(best, numbers)
        for said in self.of.intrusions:
            if not any(h in self.true_of for h in said["hops"]):
                self.counts["false alarms"] += 1
                self.faults.append(f"false alarm from {said['patient_zero']} with {len(said['hops'])} hops")

    def is_exact(self, said, numbers):
        path, seen = [], set()
        for identity in sorted(said["hops"], key=lambda h: self.hops[h]["time"] if h in self.hops else ""):
            n = self.true_of.get(identity)
            if n is None:
                return False
            if n not in seen:
                seen.add(n)
                path.append(n)
        return sorted(path) == list(numbers) and path == sorted(path)

    def count_invented(self):
        """Confirmed hops, the intruder's or not, that nobody ever made."""
        made = collections.defaultdict(list)
        for row in self.of.passages:
            to = (row["to_tenant"].lower(), row["to_host"].lower())
            for tenant, host in {(row["from_tenant"], row["from_host"].lower()), (row["from_tenant"], row.get("address", "")),
                                 (row["to_tenant"], row.get("seen_as", "")), (row["from_tenant"], row.get("seen_as", ""))}:
                made[(tenant.lower(), host), to].append(seconds(row["time"]))
        for times in made.values():
            times.sort()
        for hop in self.of.hops:
            if hop["status"] != "confirmed" or not hop["from"] or not hop["from"]["host"] or (hop["account"] or "$").endswith("$") or hop["method"] == "gdap":
                continue
            source = (hop["from"]["tenant"].lower(), hop["from"]["host"]) if self.is_nobody(hop) else place(hop["from"])
            times, at = made.get((source, place(hop["to"])), ()), seconds(hop["time"])
            i = bisect.bisect_left(times, at - self.slack)
            self.counts["confirmed"] += 1
            if i == len(times) or times[i] > at + self.slack:
                self.counts["invented"] += 1
                self.counts["invented, marked"] += hop["intrusion"]
                self.counts["leaks"] += hop["from"]["tenant"] != hop["to"]["tenant"]
                self.faults.append("invented " + tell(hop))


def tell(hop):
    at = f"{hop['from']['tenant']}/{hop['from']['host']}" if hop["from"] else "(unknown)"
    return f"{hop['time'][:19]} {at} → {hop['to']['tenant']}/{hop['to']['host']} {hop['account']} {hop['method']}"
