"""Logs that are lines of text, hunted as a user does: Zeek's own say what Zeek's JSON says, packed and cut at a rotation
too; a VPN gateway's are told by content, and their times and other lines are spoken of."""
import gzip
import json
import unittest

from program import ProgramTest

RULES = """
title: Administrator's share
id: 5b1d6c0e-6f0f-4a53-8a44-2f5f8f3b7a10
status: test
description: A share that only administrators open.
logsource: {product: zeek, service: smb_mapping}
detection: {share: {path|endswith: '\\ADMIN$', id.resp_p: 445}, condition: share}
level: low
---
title: Came by VPN
id: 8f9b3a52-2a57-4e0b-9a0a-5d8f0a2a9c11
status: test
description: A session of a certain user.
logsource: {product: vpn, category: remote_access}
detection: {came: {action: begin, user: anna, assigned_ip|cidr: 10.99.0.0/24}, condition: came}
level: low
"""
FIELDS = {"ts": "time", "uid": "string", "id.orig_h": "addr", "id.orig_p": "port", "id.resp_h": "addr", "id.resp_p": "port",
          "path": "string", "share_type": "string"}
ROWS = [{"ts": 1545297250.5 + i, "uid": f"C{i}", "id.orig_h": "10.20.0.11", "id.orig_p": 50000 + i, "id.resp_h": "10.20.0.12",
         "id.resp_p": 445, "path": "\\\\FS01\\" + share, "share_type": "DISK"} for i, share in enumerate(["ADMIN$", "public", "ADMIN$"])]
OPENVPN = """2018-12-20 09:14:02 203.0.113.5:51234 [anna] Peer Connection Initiated with [AF_INET]203.0.113.5:51234
2018-12-20 09:14:04 anna/203.0.113.5:51234 MULTI: primary virtual IP for anna/203.0.113.5:51234: 10.99.0.6
2018-12-20 09:15:00 anna/203.0.113.5:51234 SIGTERM[soft,remote-exit] received, client-instance exiting
"""


def tab_separated(rows):
    lines = ["#separator \\x09", "#set_separator\t,", "#empty_field\t(empty)", "#unset_field\t-", "#path\tsmb_mapping",
             "#fields\t" + "\t".join(FIELDS), "#types\t" + "\t".join(FIELDS.values())]
    lines += ["\t".join(str(row[name]).replace("\\", "\\\\") for name in FIELDS) for row in rows]
    return "\n".join(lines) + "\n#close\t2018-12-20-10-00-00\n"


class TextLogs(ProgramTest):
    def hunt(self, name, text, code=0):
        self.write("rules.yml", RULES)
        self.write(f"{name}/evidence/log", text)
        told = self.done("hunt", f"{name}/evidence", "--case", f"{name}.hop", "--rules", "rules.yml", "--no-default-rules", code=code)
        return [(f["rule"]["title"], f["time"], f["matched"]) for f in self.findings(f"{name}.hop")], told.err

    def test_zeek_says_the_same_in_both_forms(self):
        of_json, _ = self.hunt("json", "".join(json.dumps(row) + "\n" for row in ROWS))
        self.assertEqual([title for title, _, _ in of_json], ["Administrator's share"] * 2)
        for name, text in [("whole", tab_separated(ROWS)), ("rotated", tab_separated(ROWS[:1]) + tab_separated(ROWS[1:])),
                           ("packed", gzip.compress(tab_separated(ROWS).encode(), mtime=0))]:
            self.assertEqual(self.hunt(name, text)[0], of_json, name)

    def test_a_vpn_is_told_by_its_lines(self):
        found, told = self.hunt("vpn", OPENVPN)
        self.assertEqual([(title, time) for title, time, _ in found], [("Came by VPN", "2018-12-20T09:14:04.0000000Z")])
        self.assertIn("taken as UTC", told)

    def test_other_text_stays_unknown(self):
        found, told = self.hunt("notes", "We saw this line:\n\n" + OPENVPN.splitlines()[1] + "\n\nand wondered.\n")
        self.assertEqual(found, [])
        self.assertIn("No decoder knows these bytes", told)


if __name__ == "__main__":
    unittest.main()
