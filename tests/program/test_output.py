"""Standard output is for data, and a terminal never sees what evidence would have it see."""
import csv
import io
import json
import re
import subprocess
import unittest

from program import HOPTRACE, ProgramTest, findings_of, fleet

# What an intruder may write into a log: terminal escapes (7 and 8 bit), a text turned round, a title for the window,
# a cell that a spreadsheet would run.
HOSTILE = ["\x1b[2J\x1b]0;owned\x07", "\x9b31m", "\u202egnp.exe", "\u2066x\u2069", "=cmd|' /C calc'!A0", "+1+1", "@SUM(1)",
           "-2+3", "a\r\nb", "\x00nul", "\x08\x08"]
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f]")

RULE = """title: "{title}"
id: 33333333-3333-3333-3333-333333333333
author: "=1+1"
level: high
logsource: {{product: windows, category: process_creation}}
detection:
  selection: {{CommandLine|contains: hostile}}
  condition: selection
"""


def record(number, text):
    return {"Event": {"System": {
        "Provider": {"#attributes": {"Name": "Microsoft-Windows-Sysmon"}}, "EventID": 1, "EventRecordID": number,
        "TimeCreated": {"#attributes": {"SystemTime": "2018-12-20T09:14:03.123456Z"}},
        "Channel": "Microsoft-Windows-Sysmon/Operational", "Computer": "host" + text},
        "EventData": {"Image": text, "CommandLine": text + " hostile " + text, "User": text}}}


class Output(ProgramTest):
    def hostile(self):
        lines = [json.dumps(record(i + 1, text)).encode() for i, text in enumerate(HOSTILE)]
        lines.append(lines[0].replace(b" hostile ", b" hostile \xff\xfe\xc0\x80 "))
        self.write("evidence/log\x1b[31m\u202e.jsonl", b"\n".join(lines) + b"\n")
        self.write("evidence/no\x1b[5mlog\n.evtx", "text")
        self.write("rule.yml", RULE.format(title="T \\e[31m \\u202e =1"))
        return ["hunt", "evidence", "--rules", "rule.yml"]

    def test_standard_output_is_data(self):
        for extra in [[], ["--no-progress"], ["--color", "always"], ["--quiet"]]:
            with self.subTest(extra=extra):
                shown, out, code = self.on_terminal("hunt", fleet(), "--findings", "-", "--case", f"{len(extra)}{extra}.hop", *extra)
                self.assertEqual(code, 0)
                self.assertEqual(bool(shown), "--quiet" not in extra)
                self.assertGreater(len(findings_of(out)), 10)
        self.assertEqual(self.done("hunt", fleet()).out, "")
        self.assertEqual(self.done("hunt", fleet(), "--quiet").err, "")

    def test_colour(self):
        coloured = re.compile("\x1b\\[[0-9;]*m")
        hunt = ["hunt", fleet(), "--no-progress"]
        self.assertTrue(coloured.search(self.on_terminal(*hunt)[0]))
        self.assertFalse("\x1b" in self.on_terminal(*hunt, env={"NO_COLOR": "1"})[0])
        self.assertFalse("\x1b" in self.on_terminal(*hunt, "--color", "never")[0])
        self.assertFalse("\x1b" in self.done(*hunt).err)
        self.assertTrue(coloured.search(self.done(*hunt, "--color", "always").err))

    def test_progress_line(self):
        shown = self.on_terminal("hunt", fleet())[0]
        self.assertIn("reading rules", shown)
        self.assertIn("\r\x1b[K", shown)
        self.assertNotIn("reading rules", self.on_terminal("hunt", fleet(), "--no-progress")[0])
        self.assertNotIn("reading rules", self.done("hunt", fleet()).err)

    def test_hostile_texts_on_a_terminal(self):
        hunt = self.hostile()
        for shown in [self.on_terminal(*hunt, "--no-progress", "--color", "never")[0].replace("\r\n", "\n"),
                      self.run_program(*hunt).err,
                      self.run_program("rules", "check", "rule.yml").out,
                      self.run_program("hunt", "no\x1b[31m\u202e").err,
                      self.run_program("export", "no\x1b[31m\u202e", "--as", "findings").err,
                      self.run_program("hunt", "--x\x1b[31m").err,
                      self.run_program("\x1b[31m").err]:
            self.assertTrue(shown)
            self.assertEqual(FORBIDDEN.findall(shown.replace("\n", "")), [], shown)
        shown = self.on_terminal(*hunt)[0].replace("\r\x1b[K", "").replace("\r\n", "")  # with the progress line
        self.assertEqual(FORBIDDEN.findall(re.sub("\x1b\\[[0-9;]*m", "", shown)), [])

    def test_hostile_texts_in_exports(self):
        self.done(*self.hostile(), "--findings", "told.jsonl", code=3)
        told = (self.folder / "told.jsonl").read_bytes().decode()  # valid UTF-8
        self.assertEqual(len(self.findings()), len(HOSTILE) + 1)
        for text in [told, self.export()]:
            self.assertEqual(re.findall("[\x00-\x09\x0b-\x1f\x7f]", text), [])
            self.assertTrue(findings_of(text))
        for kind in ["findings-csv", "timeline"]:
            text = self.done("export", "case.hop", "--as", kind).out_bytes.decode()
            rows = list(csv.reader(io.StringIO(text, newline="")))
            self.assertEqual(len(rows), len(HOSTILE) + 2)
            self.assertEqual({len(row) for row in rows}, {len(rows[0])})
            for row in rows:
                for cell in row:
                    self.assertFalse(cell[:1] in "=+@-\t\r" and cell, cell)
                    self.assertEqual(FORBIDDEN.findall(cell.replace("\r\n", "\n")), [], cell)

    def helps(self, *command):
        """The help of a command and of the commands below it, as (command, text)."""
        text = self.done(*command, "--help").out
        yield command, text
        inside = re.search(r"\nSubcommands:\n(.*?)(\n\n|$)", text, re.S)
        for line in inside.group(1).splitlines() if inside else []:
            if found := re.match(r"  (\w+) ", line):
                yield from self.helps(*command, found.group(1))

    def test_help_names_what_works(self):
        helps = list(self.helps())
        self.assertGreaterEqual(len(helps), 8)
        for command, text in helps:
            self.assertNotIn("slow-matcher", text)
            for option in set(re.findall(r"^  (?:-\w,)?(--[a-z-]+)", text, re.M)) - {"--help", "--version"}:
                with self.subTest(command=command, option=option):
                    error = self.run_program(*command, option).err
                    self.assertNotIn("not expected", error)
            if len(command) <= 1:
                self.assertRegex(text, "Examples?:|Start here:", command)
                self.assertIn("hoptrace " + " ".join(command), text)

    def test_examples_use_only_options_that_there_are(self):
        for command, text in self.helps():
            if len(command) != 1:
                continue
            for line in re.findall(rf"^  hoptrace {command[0]} (.*)$", text, re.M):
                known = "".join(text.split("Example")[0] for _, text in self.helps(command[0]))
                for option in re.findall(r"(?<!\S)(--[a-z-]+)", line.split("|")[0]):
                    self.assertIn(option, known, line)

    def test_completion(self):
        script = self.write("completion.bash", self.done("completion", "bash").out)
        subprocess.run(["bash", "-n", script], check=True)

        def complete(*words):
            ask = (f"source {script}; COMP_WORDS=({' '.join(words)} ''); COMP_CWORD={len(words) - 1}; "
                   "_hoptrace; printf '%s\\n' \"${COMPREPLY[@]}\"")
            return subprocess.run(["bash", "--norc", "-c", ask], check=True, capture_output=True, text=True,
                                  cwd=self.folder).stdout.split()
        self.assertEqual(complete("hoptrace", "hu"), ["hunt"])
        self.assertEqual(complete("hoptrace", "hunt", "--find"), ["--findings"])
        self.assertEqual(complete("hoptrace", "export", "--te"), ["--tenant"])
        self.assertEqual(complete("hoptrace", "rules", "ch"), ["check"])
        self.assertEqual(complete("hoptrace", "hunt", "completion.b"), ["completion.bash"])
        self.assertEqual(complete("hoptrace", "hunt", "--slow"), [])
        for shell in ["zsh", "fish"]:
            self.assertIn("--level" if shell == "zsh" else "-l level", self.done("completion", shell).out)


if __name__ == "__main__":
    unittest.main()
