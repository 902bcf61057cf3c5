"""A hunt that is killed at any moment: the case is valid, the next run goes on, nothing is lost, nothing is there twice.

HOPTRACE_KILLS says how many moments (default 5); HOPTRACE_SEED chooses them (printed, so that a failure can be repeated).
A moment is a number of bytes that the hunt has written to its case (told by /proc), not a time.
"""
import contextlib
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import unittest

from program import HOPTRACE, LIGHT, SHARED, ProgramTest, findings_of, fleet

KILLS = int(os.environ.get("HOPTRACE_KILLS", "5"))
SEED = int(os.environ.get("HOPTRACE_SEED", "0")) or random.SystemRandom().randrange(1, 1 << 32)
MEGABYTES = 4 if LIGHT else 32


class Resume(ProgramTest):
    def evidence(self):
        folder = self.copy()
        maker = SHARED / "tools/make_big_evtx.py"
        if maker.is_file() and (SHARED / "data/evtx-attack-samples").is_dir():
            subprocess.run([sys.executable, "-B", maker, folder / "acme-foundry/big.evtx", str(MEGABYTES * 1_000_000),
                            SHARED / "data/evtx-attack-samples", SHARED / "data/regression"],
                           check=True, capture_output=True)
        else:  # many logs in place of one large one: their bytes must differ to be read, so other seeds write them
            for seed in range(MEGABYTES // 4):
                other = self.folder / f"seed{seed}"
                self.done("simulate", "--seed", 100 + seed, "-o", other)
                shutil.move(other / "evidence/acme-foundry", folder / f"acme-foundry/more{seed}")
        shutil.make_archive(str(folder / "northwind-msp/copies"), "zip", folder / "northwind-msp")
        return folder

    def command(self, evidence, case, told, each=True):
        """`each`: on disk after every stretch, where a quick machine would read all of this in one transaction."""
        return [HOPTRACE, "hunt", evidence, "--case", self.folder / case, "--findings", told, "-q", "--jobs", "2",
                *(["--settle-each"] if each else [])]

    def written(self, process):
        """Bytes that the process has written so far; None once it has ended."""
        try:
            for line in pathlib.Path(f"/proc/{process.pid}/io").read_text().splitlines():
                if line.startswith("wchar:"):
                    return int(line.split()[1]) if process.poll() is None else None
        except (FileNotFoundError, ProcessLookupError):
            pass
        return None

    def kill_after(self, command, amount):
        """True if the hunt was killed, False if it had ended before it wrote that much."""
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
            while True:
                written = self.written(process)
                if written is None or written >= amount:
                    break
            process.send_signal(signal.SIGKILL)
            process.stderr.read()
            return process.wait() == -signal.SIGKILL

    def amount(self, command):
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            most = 0
            while (written := self.written(process)) is not None:
                most = max(most, written)
            self.assertIn(process.wait(), (0, 3))
        return most

    def same_as_whole(self, case, whole, told_of_runs, whole_told):
        self.assertEqual(self.export(case), whole)
        found = findings_of(whole)
        self.assertEqual(len({f["id"] for f in found}), len(found))
        told = [line for text in told_of_runs for line in text.splitlines(keepends=True)]
        complete = [line for line in told if line.endswith("\n")]  # a kill may cut the last line of a run
        self.assertLessEqual(set(whole_told.splitlines(keepends=True)), set(complete))

    def test_killed_and_resumed(self):
        chance = random.Random(SEED)
        evidence = self.evidence()
        most = self.amount(self.command(evidence, "whole.hop", self.folder / "whole.jsonl"))
        whole = self.export("whole.hop")
        whole_told = (self.folder / "whole.jsonl").read_text()
        self.assertGreater(len(findings_of(whole)), 20)
        kills = 0
        while kills < KILLS:
            case = f"case{kills}.hop"
            moments = sorted(chance.randrange(most) for _ in range(chance.randrange(1, 4)))
            with self.subTest(seed=SEED, moments=moments):
                told = []
                for moment in moments:
                    told.append(self.folder / f"{case}.{len(told)}.jsonl")
                    command = self.command(evidence, case, told[-1], chance.random() < 0.5)
                    kills += self.kill_after(command, moment)
                told.append(self.folder / f"{case}.last.jsonl")
                last = subprocess.run(self.command(evidence, case, told[-1]), capture_output=True, check=False)
                self.assertIn(last.returncode, (0, 3), last.stderr)
                texts = [path.read_text() if path.exists() else "" for path in told]
                self.same_as_whole(case, whole, texts, whole_told)
                self.twice_at_most_where_it_was_killed(texts)
                again = self.folder / f"{case}.again.jsonl"
                subprocess.run(self.command(evidence, case, again), capture_output=True, check=False)
                self.assertEqual(again.read_text(), "", "all of it was told already")

    def killed_inside(self, evidence, case):
        """A case whose hunt was killed somewhere inside a file; that file."""
        self.amount(self.command(evidence, "whole-of-" + case, self.folder / "unheard.jsonl"))
        for _ in range(40):  # the file may come to its end between the look and the kill
            for left in self.folder.glob(case + "*"):
                left.unlink()
            with subprocess.Popen(self.command(evidence, case, self.folder / "unheard.jsonl"),
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
                while process.poll() is None and not self.begun(case):
                    pass
                process.kill()
            if begun := self.begun(case):
                return evidence / begun[0][0]
        self.fail("no kill fell inside a file")

    def begun(self, case):
        # The next file may have been begun as well, but nothing of it is kept before the first is at its end.
        return self.rows(case, "SELECT path FROM artifact WHERE sha256 IS NULL AND done_to > 0")

    def rows(self, case, sql):
        try:
            with contextlib.closing(sqlite3.connect(f"file:{self.folder / case}?mode=ro", uri=True)) as opened:
                return opened.execute(sql).fetchall()
        except sqlite3.OperationalError:  # not there yet, or killed before it had tables
            return []

    def test_what_a_killed_hunt_shows(self):
        """Only files that were read to their end: nothing else has an id that will stay."""
        evidence = self.evidence()
        self.killed_inside(evidence, "case.hop")
        shown = findings_of(self.export())
        self.assertTrue(all(f["source"]["sha256"] for f in shown))
        whole = {f["id"] for f in findings_of(self.export("whole-of-case.hop"))}
        self.assertLessEqual({f["id"] for f in shown}, whole)
        self.assertLess(len(shown), len(whole))
        self.assertTrue(self.export(what_="coverage") is not None)

    def test_file_replaced_between_kill_and_resume(self):
        evidence = self.evidence()
        other = self.killed_inside(evidence, "case.hop")
        log = bytearray(other.read_bytes())
        log[4096 + 65536 * 2:4096 + 65536 * 3] = b"\0" * 65536  # one chunk less: its findings must not come back
        other.write_bytes(log)
        self.done("hunt", evidence, "-q", code=3 if self.odd(evidence) else 0)
        self.assertEqual(self.export(), self.export("fresh.hop"))
        self.assertEqual(self.export(what_="coverage"), self.export("fresh.hop", "coverage"))
        self.assertEqual(self.rows("case.hop", "SELECT count(*) FROM artifact WHERE sha256 IS NULL"), [(0,)])

    def odd(self, evidence):
        """Hunts into fresh.hop; whether some of it could not be read in full."""
        return self.run_program("hunt", evidence, "-q", "--case", "fresh.hop").code == 3

    def test_file_gone_between_kill_and_resume(self):
        evidence = self.evidence()
        self.killed_inside(evidence, "case.hop").unlink()
        self.done("hunt", evidence, "-q", code=3 if self.odd(evidence) else 0)
        self.assertEqual(self.export(), self.export("fresh.hop"))

    def twice_at_most_where_it_was_killed(self, texts):
        """Runs tell again only the findings of the one file that was being told when they were killed."""
        seen = set()
        for text in texts:
            lines = text.splitlines()
            told = [f for f in findings_of("\n".join(lines[:-1] if text and not text.endswith("\n") else lines))]
            again = {f["source"]["path"].split("!/")[0] for f in told if f["id"] in seen and "parts" not in f}
            self.assertLessEqual(len(again), 1)
            seen |= {f["id"] for f in told}


if __name__ == "__main__":
    unittest.main()
