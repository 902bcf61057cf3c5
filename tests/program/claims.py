"""Claims of exports, and the records that they rest on: every claim names one, and every one that is named is there.

A record is there where the file of the evidence has, at the offset, what the reference says: an EVTX record with that
number, or else the beginning of a line or of a JSON object. A log as a whole is there where the coverage has it."""
import csv
import functools
import hashlib
import io
import re
import struct

EVTX_RECORD = b"\x2a\x2a\x00\x00"
# What is claimed, by the member that holds it: each of these carries evidence of its own.
CLAIMS = {"impact": {"destinations", "staged", "opened", "lookalikes", "through_msp", "towards_msp"},
          "posture": {"checks"}, "remediation": {"steps"}, "hops": {"hops"}, "findings": {"findings"}}
NOT_OPENED = {"in reach", "not seen", "not known"}
# As texts name records: "acme/DC01/Security.evtx record 88123", "… at 61904", "… , SHA-256 …, offset 61904".
IN_WORDS = re.compile(r"([\w.-]+/[^\s;,]+)(?:, SHA-256 [0-9a-f]{64},)? (record|at|offset) (\d+)")


class Case:
    """What a case and its evidence hold that can be named. `exports`: by name, as JSON lines were read."""

    def __init__(self, evidence, exports):
        self.evidence, self.exports = evidence, exports
        self.ids = {"finding": {one["id"] for one in exports["findings"]}, "hop": {one["id"] for one in exports["hops"]}}
        self.indicators = {row["rule_id"] for row in csv.DictReader(io.StringIO(exports["indicators"]))}
        self.logs = {(day["tenant"], name) for day in exports["coverage"] if day["what"] == "day"
                     for name in (day["host"], day["host"].split(".")[0])}
        self.files = {str(path.relative_to(evidence)): path for path in evidence.rglob("*") if path.is_file()}
        self.bytes = functools.cache(lambda path: self.files[path].read_bytes())
        self.sha256 = functools.cache(lambda path: hashlib.sha256(self.bytes(path)).hexdigest())

    def faults_of_record(self, at):
        """`at`: path and offset, or record number; and where it has it SHA-256."""
        path, offset = at["path"], at.get("offset")
        if path not in self.files:
            return [f"there is no {path}"]
        if at.get("sha256", self.sha256(path)) != self.sha256(path):
            return [f"{path} has another SHA-256"]
        data = self.bytes(path)
        if path.endswith(".evtx"):
            if data[offset:offset + 4] != EVTX_RECORD:
                return [f"{path} has no record at {offset}"]
            number = struct.unpack_from("<Q", data, offset + 8)[0]
            return [] if (at.get("record_id") or number) == number else [f"{path} has record {number} at {offset}"]
        begins = offset < len(data) and (data[offset:offset + 1] == b"{" or offset == 0 or data[offset - 1:offset] == b"\n")
        return [] if begins else [f"{path} has no record at {offset}"]

    def faults_of_evidence(self, row, tenant):
        faults = [f"there is no {key} {row[key]}" for key in self.ids if key in row and row[key] not in self.ids[key]]
        if row.get("path") is not None:
            return faults + self.faults_of_record(row)
        if row.get("attestation"):
            return faults + [f"an attestation without {key}" for key in ("by", "date") if not row.get(key)]
        whole = row.get("time") and (tenant, row.get("host")) in self.logs
        return faults if whole else faults + [f"neither a record nor a log: {row}"]

    def faults_of_claim(self, claim, what, tenant=None):
        """Of an impact, a check, a step, a hop or a finding."""
        tenant = claim.get("tenant", tenant)
        if claim.get("verdict") == "unknown" or claim.get("state") in NOT_OPENED:
            return []
        rows = claim.get("evidence", [claim["source"]] if "source" in claim and what == "findings" else [])
        if not rows:
            return [f"{what}: a claim without a record: {str(claim)[:200]}"]
        return [f"{what}: {one}" for row in rows for one in self.faults_of_evidence(row, tenant)]

    def faults_of_document(self, document, kind):
        tenant = document.get("tenant")
        return [one for what, claim in claims_in(document, CLAIMS[kind] | {"crown_jewels"})
                for one in self.faults_of_claim(claim, what, tenant)] + [
            f"hosts: there is no hop {hop}" for host in document.get("hosts", []) for hop in host.get("hops", ())
            if hop not in self.ids["hop"]]

    def faults_of_origins(self, document):
        """Of a judgement: what each line of evidence is from."""
        faults = []
        for line in document["evidence"]:
            faults += [f"judgement: {line['id']} is from nothing"] * (not line["from"])
            for origin in line["from"]:
                kind, _, name = origin.rpartition(" ")
                known = self.indicators if kind == "indicator" else self.ids["finding"] | self.ids["hop"]
                faults += [f"judgement: there is no {origin}"] * (name not in known)
        if document["named"] and not document["evidence"]:
            faults.append("judgement: a name without evidence")
        return faults

    def faults_of_intrusion(self, one):
        named = one["hops"] + [hop for other in one["alternatives"] for hop in other["hops"]]
        return [f"intrusion: there is no hop {hop}" for hop in named if hop not in self.ids["hop"]] + [
            "intrusion: no hops"] * (not one["hops"])

    def faults_in_words(self, text, what):
        """Of a text that names its records itself."""
        faults = []
        for path, how, number in IN_WORDS.findall(text):
            if how != "record" or path not in self.files:
                faults += self.faults_of_record({"path": path, "offset": int(number)})
            elif path.endswith(".evtx"):
                header = re.escape(EVTX_RECORD) + b"...." + re.escape(struct.pack("<Q", int(number)))
                faults += [] if re.search(header, self.bytes(path), re.S) else [f"{path} has no record {number}"]
            elif number.encode() not in self.bytes(path):
                faults.append(f"{path} has no record {number}")
        found = faults if IN_WORDS.search(text) else [f"a claim without a record: {text[:200]}"]
        return [f"{what}: {one}" for one in found]

    def faults_of_draft(self, draft, tenant):
        """Each line that tells of hosts, transfers or opened places has numbers of what it rests on."""
        rows = {row["number"]: row for row in draft["rests_on"]}
        faults = []
        for line in draft["text"].splitlines():
            if not re.search(r"  - to |: opened|these hosts:|you:", line):
                continue
            numbers = [int(one) for several in re.findall(r"\[([\d, ]+)\]", line) for one in several.split(", ")]
            faults += [f"a claim without a record: {line}"] * (not numbers and "under investigation" not in line and "keep your logs" not in line)
            faults += [f"there is no [{one}]" for one in numbers if one not in rows]
        for row in rows.values():
            faults += self.faults_of_evidence(row, tenant) if "path" in row else [] if row["hop"] in self.ids["hop"] else [f"no hop {row}"]
        return [f"{draft['kind']}: {one}" for one in faults]


def claims_in(value, names):
    """(member, object) of the members of these names, wherever they stand."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in names and isinstance(inner, list):
                yield from ((key, one) for one in inner)
            yield from claims_in(inner, names)
    elif isinstance(value, list):
        for inner in value:
            yield from claims_in(inner, names)


def faults_of_refs(bundle):
    """Of a STIX bundle: every reference leads to an object; what was seen is seen somewhere."""
    objects = {one["id"]: one for one in bundle["objects"]}
    faults = []
    for one in objects.values():
        for key, value in one.items():
            named = value if isinstance(value, list) and key.endswith("_refs") else [value] if key.endswith("_ref") else []
            faults += [f"{one['id']}: {key}: there is no {name}" for name in named if name not in objects]
        needed = {"sighting": "where_sighted_refs", "observed-data": "object_refs", "note": "object_refs", "opinion": "object_refs",
                  "grouping": "object_refs", "report": "object_refs"}.get(one["type"])
        faults += [f"{one['id']}: no {needed}"] * bool(needed and not one.get(needed))
    return faults
